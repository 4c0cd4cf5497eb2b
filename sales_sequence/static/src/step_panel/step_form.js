import { markup, onMounted, onWillUnmount, reactive, useSubEnv } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { isHtmlEmpty } from "@web/core/utils/html";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { EDITOR, StepPanel } from "./step_panel";

// What decides when a step comes.
const COUNTING_FIELDS = ["delay", "delay_unit", "delay_from", "at_hour"];
// A new step of a draft with these is more than a beginning: it is saved, so that it can be previewed.
const COMPLETE = {
    email: ["subject", "body_html"],
    call: ["note"],
    linkedin: ["note"],
    todo: ["note"],
    action: ["server_action_id"],
};

/** A text may say something by its fields alone. */
function isEmpty(value) {
    return !value || (!value.id && isHtmlEmpty(markup(String(value))) && !value.includes("t-out"));
}

/**
 * The form of a step: beside the timeline of its sequence, which then saves and leaves it through
 * `env.salesSequenceEditor`, or alone.
 */
export class StepFormController extends FormController {
    setup() {
        this.editor = this.env.salesSequenceEditor;
        this.panel = reactive(new StepPanel(useService("orm"), () => this.rootRef.el));
        useSubEnv({ salesSequenceStepPanel: this.panel });
        super.setup();
        if (this.editor) {
            this.editor.setPanel({
                save: () => this.saveStep(),
                discard: () => this.model.root.discard(),
                isDirty: () => this.model.root.isDirty(),
                model: this.model,
            });
            onWillUnmount(() => this.editor.setPanel(null));
        }
        onMounted(() => this.focusSummary());
    }

    /** A new call or to-do begins with what it is about, as an email does with its subject. */
    focusSummary() {
        if (this.model.root.isNew && !hasTouch()) {
            this.rootRef.el.querySelector(".o_field_widget[name=summary] input")?.focus();
        }
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => this.loadFacts(root);
        params.hooks.onRecordChanged = (record) => void this.saveOnceComplete(record);
        return params;
    }

    /** Half a sentence that is saved in a live sequence is sent: there, a new step waits for *Save*. */
    waitsForSave(record) {
        return record.isNew && record.data.sequence_state !== "draft";
    }

    /** Once: where the server refuses it, the user has been told why, and saves it when that is mended. */
    async saveOnceComplete(record) {
        const { root } = this.model;
        const isBegun = record.isNew && !this.waitsForSave(record);
        const isComplete = isBegun && COMPLETE[record.data.channel].every((name) => !isEmpty(record.data[name]));
        if (record.id === root.id && isComplete && !this.wasComplete) {
            this.wasComplete = true;
            await this.save();
        }
    }

    async loadFacts(root) {
        await this.panel.load(root.resId, root.data.sequence_id?.id);
    }

    /** An email that was only begun by *Add* is no loss; whatever was typed is kept. */
    async saveStep() {
        const { root } = this.model;
        if (root.isNew && root.data.channel === "email" && !(await root.isDirty())) {
            return true;
        }
        return this.save();
    }

    async beforeVisibilityChange() {
        const { root } = this.model;
        // Looking at another browser tab is not leaving: the rest of the text is still to be written.
        if (!root.isNew || (!this.waitsForSave(root) && (await root.isDirty()))) {
            return super.beforeVisibilityChange();
        }
    }

    async beforeUnload(ev) {
        if (!this.model.root.isNew || this.model.root.dirty) {
            return super.beforeUnload(ev);
        }
    }

    /** Whose days change by another wait is said before it is saved. */
    async onWillSaveRecord(record, changes) {
        const counted = COUNTING_FIELDS.filter((name) => name in changes);
        if (!record.resId || record.data.sequence_state !== "live" || !counted.length) {
            return super.onWillSaveRecord(record, changes);
        }
        const values = Object.fromEntries(counted.map((name) => [name, changes[name]]));
        const { sentences } = await this.orm.call(EDITOR, "describe_change", [record.resId, values]);
        return !sentences.length || this.confirmChange(sentences);
    }

    confirmChange(sentences) {
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Change the wait?"),
                    body: sentences.join("\n"),
                    confirmLabel: _t("Change it"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        await this.loadFacts(record);
        this.editor?.reload();
    }
}

registry.category("views").add("sales_sequence_step_form", { ...formView, Controller: StepFormController });
