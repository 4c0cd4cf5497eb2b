import { Component, useSubEnv } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { StepText } from "./step_text";
import { shareOf } from "./variant_tabs";

/** The variants of an email beside each other, to be compared and written. What is typed is the form's: it is saved
 *  with the step. */
export class SideBySideDialog extends Component {
    static template = "sales_sequence.SideBySideDialog";
    static components = { Dialog, StepText };
    static props = {
        // The state of the panel that the dialog belongs to: dialogs are outside of it.
        panel: Object,
        step: Object,
        isReadonly: Function,
        close: Function,
    };

    setup() {
        useSubEnv({ salesSequenceStepPanel: this.props.panel });
        this.title = _t("Side by side");
        this.env.dialogData.dismiss = () => this.takeOver();
        this.placeholder = _t("What this variant says.");
    }

    get variants() {
        return this.props.step.data.variant_ids.records;
    }

    share(variant) {
        return shareOf(variant, this.variants);
    }

    /** What is being typed, before its field is gone. */
    takeOver() {
        return this.props.step.isDirty();
    }

    async close() {
        await this.takeOver();
        this.props.close();
    }
}
