import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks why a piece of advice does not matter: whoever comes later knows that somebody has thought about it. */
export class DismissDialog extends Component {
    static template = "sales_sequence.DismissDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        /** The advice, in a sentence. */
        text: String,
        /** Called with the note. */
        onConfirm: Function,
    };

    setup() {
        this.state = useState({ note: "" });
        useAutofocus();
    }

    get note() {
        return this.state.note.trim();
    }

    async confirm() {
        if (this.note) {
            await this.props.onConfirm(this.note);
            this.props.close();
        }
    }
}
