import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { COMPARISON, ComparisonCard } from "./comparison_card";

/** The comparison of a sequence with the old way. The page around it does not wait for it. */
export class Comparison extends Component {
    static template = "sales_sequence.Comparison";
    static components = { ComparisonCard };
    static props = { sequenceId: Number };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ card: false });
        onMounted(() => this.load(this.props.sequenceId));
        onWillUpdateProps(({ sequenceId }) => {
            if (sequenceId !== this.props.sequenceId) {
                this.state.card = false;
                void this.load(sequenceId);
            }
        });
    }

    async load(sequenceId) {
        this.state.card = await this.keepLast.add(this.orm.silent.call(COMPARISON, "get_card", [sequenceId]));
    }
}

/** The same on the form of a sequence. */
export class ComparisonWidget extends Component {
    static template = "sales_sequence.ComparisonWidget";
    static components = { Comparison };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("sales_sequence_comparison", { component: ComparisonWidget });
