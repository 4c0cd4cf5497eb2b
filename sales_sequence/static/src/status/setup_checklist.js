import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { PlaceLink } from "./place_link";
import { StatusIcon } from "./status_icon";

/** What an administrator has to set up, with a link to each place. */
export class SetupChecklist extends Component {
    static template = "sales_sequence.Status.Checklist";
    static components = { PlaceLink, StatusIcon };
    static props = { checklist: Object, onRoundTrip: Function };

    get doneInWords() {
        const { done, total } = this.props.checklist;
        return _t("%(done)s of %(total)s", { done, total });
    }

    linkClassOf({ status }) {
        return ["critical", "warning"].includes(status) ? "btn-link fw-bold" : "btn-link";
    }
}

/** The same in Odoo's *Settings*. A round trip is made on *System status*. */
export class SetupChecklistWidget extends Component {
    static template = "sales_sequence.Status.ChecklistWidget";
    static components = { SetupChecklist };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ checklist: null });
        onWillStart(async () => {
            this.state.checklist = await this.orm.call("sales.sequence.setup", "get_checklist", []);
        });
    }

    openStatus() {
        return this.action.doAction("sales_sequence.sales_sequence_health_action");
    }
}

registry.category("view_widgets").add("sales_sequence_setup_checklist", { component: SetupChecklistWidget });
