// License LGPL-3.0 or later: see LICENSE.
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

/**
 * A number of the report counts people. Odoo would open the touches of its group instead, which are others, and more.
 */
function useNumbers() {
    const orm = useService("orm");
    const action = useService("action");
    return async (measure, domain, newWindow) => {
        const opened = await orm.call("sales.sequence.report", "action_open", [measure, domain]);
        action.doAction(opened, { newWindow });
    };
}

export class SequencePivotRenderer extends PivotRenderer {
    setup() {
        super.setup();
        this.openNumber = useNumbers();
    }

    /** @override */
    onOpenView(cell, newWindow) {
        if (cell.measure === "__count") {
            super.onOpenView(cell, newWindow);
        } else if (cell.value !== undefined && !this.model.metaData.disableLinking) {
            const group = { rowValues: cell.groupId[0], colValues: cell.groupId[1] };
            this.openNumber(cell.measure, this.model.getGroupDomain(group), newWindow);
        }
    }
}

export class SequenceGraphRenderer extends GraphRenderer {
    setup() {
        super.setup();
        this.openNumber = useNumbers();
    }

    /** @override */
    onGraphClickedFinal(domain, isMiddleClick = false) {
        const { measure } = this.model.metaData;
        if (measure === "__count") {
            super.onGraphClickedFinal(domain, isMiddleClick);
        } else {
            this.openNumber(measure, domain, isMiddleClick);
        }
    }
}

registry
    .category("views")
    .add("sales_sequence_report_pivot", { ...pivotView, Renderer: SequencePivotRenderer })
    .add("sales_sequence_report_graph", { ...graphView, Renderer: SequenceGraphRenderer });
