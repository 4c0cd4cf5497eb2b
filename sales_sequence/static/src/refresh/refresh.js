import { Component, useEffect, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MILLISECONDS = 1500;

/** Reloads the form's record periodically while this widget is on screen. */
export class Refresh extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        useEffect(
            () => {
                const timer = setInterval(() => this.props.record.load(), MILLISECONDS);
                return () => clearInterval(timer);
            },
            () => [this.props.record.resId]
        );
    }
}

registry.category("view_widgets").add("sales_sequence_refresh", { component: Refresh });
