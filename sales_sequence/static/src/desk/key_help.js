import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** All keys of a screen, each with what it does. */
export class KeyHelpDialog extends Component {
    static template = "sales_sequence.KeyHelpDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        title: String,
        keys: { type: Array, element: { type: Object, shape: { badges: Array, name: [String, Object] } } },
    };
}
