import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useStepPanel } from "./step_panel";

/** When the step comes, whom a change of it reaches, and what keeps it from being carried out. */
export class StepHead extends Component {
    static template = "sales_sequence.StepHead";
    static props = { ...standardWidgetProps };

    setup() {
        this.panel = useStepPanel();
    }
}

registry.category("view_widgets").add("sales_sequence_step_head", { component: StepHead });
