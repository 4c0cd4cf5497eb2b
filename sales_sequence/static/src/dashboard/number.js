import { Component } from "@odoo/owl";
import { formatInteger } from "@web/views/fields/formatters";

/** A number that opens exactly the records that it counts. */
export class DashboardNumber extends Component {
    static template = "sales_sequence.Dashboard.Number";
    static props = {
        count: Number,
        onOpen: Function,
        // What opens, in words.
        title: String,
        class: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };
    static defaultProps = { class: "" };

    get text() {
        return formatInteger(this.props.count);
    }
}
