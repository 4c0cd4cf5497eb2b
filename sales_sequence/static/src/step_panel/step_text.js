import { Component, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useDebounced } from "@web/core/utils/timing";
import { FieldChips } from "./field_chips";
import { codeOf } from "./merge_field_words";
import { PreviewPane } from "./preview_pane";
import { useStepPanel } from "./step_panel";
import { SubjectField } from "./subject_field";
import { EmailBody, Script } from "./text_fields";
import { TYPING, usePreview } from "./use_preview";
import { WordGauge, subjectLength } from "./word_gauge";

/** What is said to the person, written and seen as the person gets it: the email of a step or of one of its variants, or
 *  the script of a task. */
export class StepText extends Component {
    static template = "sales_sequence.StepText";
    static components = { EmailBody, FieldChips, PreviewPane, Script, SubjectField, WordGauge };
    static props = {
        step: Object,
        // The record of the form that has the text: the step, or a variant.
        record: Object,
        bodyField: String,
        readonly: Boolean,
        placeholder: String,
        // A new email begins with its subject.
        isFocused: { type: Boolean, optional: true },
    };

    setup() {
        this.panel = useStepPanel();
        // What is typed, and has not left its field yet.
        this.typed = useState({ subject: null, body: null });
        this.onBodyTyped = useDebounced((getBody) => (this.typed.body = getBody()), TYPING);
        this.editor = null;
        this.insertIntoSubject = null;
        this.wasInSubject = this.isEmail;
        this.preview = usePreview(() => this.question);
        useEffect(
            () => this.forgetTyped(),
            () => [this.subject, this.body]
        );
    }

    get isEmail() {
        return this.props.bodyField === "body_html";
    }

    get subject() {
        return this.isEmail ? this.props.record.data.subject || "" : "";
    }

    get body() {
        return String(this.props.record.data[this.props.bodyField] || "");
    }

    get resModel() {
        return this.props.step.data.target_model;
    }

    get variantId() {
        const { record, step } = this.props;
        return record === step ? false : record.resId;
    }

    get label() {
        return this.isEmail ? _t("Text") : _t("Script");
    }

    get editorConfig() {
        return { placeholder: this.props.placeholder, allowChecklist: !this.isEmail };
    }

    get isCodeShown() {
        return Boolean(odoo.debug);
    }

    get subjectHint() {
        return this.preview.answer.subject_length ? subjectLength(this.preview.answer) : "";
    }

    /** What `get_preview` is asked. Texts that are saved the server has: only others need the right to write them. */
    get question() {
        const { step, record } = this.props;
        if (!step.resId || (record !== step && !record.resId)) {
            return false;
        }
        return {
            step_id: step.resId,
            variant_id: this.variantId,
            res_id: this.panel.previewedRecord(this.resModel),
            lang: this.panel.previewLang,
            subject: this.isEmail && this.unsaved("subject", this.typed.subject),
            body_html: this.unsaved(this.props.bodyField, this.typed.body),
        };
    }

    unsaved(fieldName, typed) {
        const { record } = this.props;
        const text = String(typed ?? (record.data[fieldName] || ""));
        return text !== String(record._values[fieldName] || "") && text;
    }

    forgetTyped() {
        this.onBodyTyped.cancel();
        Object.assign(this.typed, { subject: null, body: null });
    }

    // -- fields -------------------------------------------------------------------------------------------------------

    insertField(path, otherwise) {
        if (this.wasInSubject) {
            this.insertIntoSubject(codeOf(path, otherwise));
        } else {
            this.editor.shared.salesSequenceMergeField.insertField(path, otherwise);
        }
    }

    // -- a test -------------------------------------------------------------------------------------------------------

    async prepareTest() {
        const { step_id, variant_id, res_id, lang } = this.question || {};
        let isSaved = false;
        await this.panel.whileLocked(async () => {
            isSaved = await this.props.step.save();
        });
        return isSaved && step_id && { step_id, variant_id, res_id, lang };
    }
}
