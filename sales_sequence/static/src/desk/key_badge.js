import { Component } from "@odoo/owl";
import { badgeOf } from "./keys";

/** A key as it is printed beside what it does. Hidden on phones, and where `o_sales_sequence_without_keys` is set. */
export class KeyBadge extends Component {
    static template = "sales_sequence.KeyBadge";
    static props = { name: String };

    get badge() {
        return badgeOf(this.props.name);
    }
}
