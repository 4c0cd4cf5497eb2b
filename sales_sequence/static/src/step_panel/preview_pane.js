import { Component, markup, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { EDITOR, useStepPanel } from "./step_panel";

/** An email, or a script, as one person gets it. */
export class PreviewPane extends Component {
    static template = "sales_sequence.PreviewPane";
    static components = { RecordSelector };
    static props = {
        // See `usePreview`.
        preview: Object,
        resModel: String,
        isEmail: Boolean,
        // Saves the step, and returns what to ask for, as the server's `send_test` names it; false: it cannot be saved.
        prepareTest: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.panel = useStepPanel();
        this.state = useState({ isSending: false });
    }

    get answer() {
        return this.props.preview.answer;
    }

    get body() {
        return markup(this.answer.body || "");
    }

    get footer() {
        return markup(this.answer.footer || "");
    }

    get resId() {
        return this.panel.previewedRecord(this.props.resModel) || this.answer.res_id || false;
    }

    choose(resId) {
        this.panel.preview(this.props.resModel, resId);
    }

    async sendTest() {
        this.state.isSending = true;
        try {
            const question = await this.props.prepareTest();
            if (question) {
                const { sent_to } = await this.orm.call(EDITOR, "send_test", [], question);
                this.notification.add(_t("A test is on its way to %s.", sent_to), { type: "success" });
            }
        } finally {
            this.state.isSending = false;
        }
    }
}
