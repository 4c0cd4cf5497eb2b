import { Component, onWillStart, onWillUpdateProps, toRaw, useState } from "@odoo/owl";
import { formatInteger } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** All versions of a sequence: since when each was live, who is in it, what it has earned. */
export class HistoryWidget extends Component {
    static template = "sales_sequence.HistoryWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ versions: [] });
        this.keepLast = new KeepLast();
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({ record }) => {
            if (!record.dirty && toRaw(record.data) !== this.data) {
                void this.load(record);
            }
        });
    }

    async load({ data, resId }) {
        this.data = toRaw(data);
        const versions = resId && this.orm.call("sales.sequence.publishing", "get_history", [resId]);
        this.state.versions = await this.keepLast.add(Promise.resolve(versions || []));
    }

    count(number) {
        return formatInteger(number);
    }

    /** Open the list behind a number, or what changed. */
    async show(version, method) {
        const action = await this.orm.call("sales.sequence", method, [version.id]);
        return this.action.doAction(action);
    }

    open(version) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales.sequence",
            res_id: version.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("sales_sequence_history", { component: HistoryWidget });
