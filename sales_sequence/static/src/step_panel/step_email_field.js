import { Component, markup, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useOwnedDialogs, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { LanguageTabs } from "./language_tabs";
import { SideBySideDialog } from "./side_by_side_dialog";
import { EDITOR, useStepPanel } from "./step_panel";
import { StepText } from "./step_text";
import { VariantInput } from "./variant_input";
import { VariantTabs } from "./variant_tabs";

/** The email of a step: its variants as tabs, or its own text where it has none. */
export class StepEmailField extends Component {
    static template = "sales_sequence.StepEmailField";
    static components = { LanguageTabs, StepText, VariantInput, VariantTabs };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.addDialog = useOwnedDialogs();
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.panel = useStepPanel();
        this.state = useState({ selectedId: false });
        // The variant that was just added: its text is that of the first one, and wants to be rewritten.
        this.addedId = false;
        this.placeholder = _t("What you would write to one person. Type /field to insert a field of the contact.");
    }

    get step() {
        return this.props.record;
    }

    get list() {
        return this.step.data[this.props.name];
    }

    get variants() {
        return this.list.records;
    }

    /** The record whose text is shown. */
    get shown() {
        const { variants } = this;
        return variants.find((variant) => variant.resId === this.state.selectedId) || variants[0] || this.step;
    }

    /** Of the same text the same, also when the form has been saved: what is being typed stays. */
    get textKey() {
        return this.isVariant ? `variant_${this.shown.resId}` : "step";
    }

    get isVariant() {
        return this.shown !== this.step;
    }

    get isUsed() {
        return this.panel.facts.used_variant_ids.includes(this.shown.resId);
    }

    /** A template that others use, too, is changed where it is. */
    get hasChosenTemplate() {
        return this.isChosen(this.shown);
    }

    isChosen(record) {
        const { mail_template_id: template, has_own_template: isOwn } = record.data;
        return Boolean(template && !isOwn);
    }

    isReadonly(record) {
        return this.props.readonly || this.isChosen(record);
    }

    get experiment() {
        return markup(this.panel.facts.experiment);
    }

    async openExperiment() {
        if (await this.step.save()) {
            await this.action.doAction("sales_sequence.sales_sequence_experiment_action", {
                additionalContext: { step_id: this.step.resId },
            });
        }
    }

    // -- variants -----------------------------------------------------------------------------------------------------

    async select(variant) {
        // What is being typed is taken over before its field is gone.
        await this.step.isDirty();
        this.addedId = false;
        this.state.selectedId = variant.resId;
    }

    async addVariant() {
        await this.change(async () => {
            this.addedId = await this.orm.call(EDITOR, "add_variant", [this.step.resId]);
            this.state.selectedId = this.addedId;
        });
    }

    async compare() {
        await this.step.isDirty();
        this.addDialog(SideBySideDialog, {
            panel: this.panel,
            step: this.step,
            isReadonly: (record) => this.isReadonly(record),
        });
    }

    removeVariant() {
        const variant = this.shown;
        const name = variant.data.name;
        const [title, body] = this.isUsed
            ? [_t("Stop sending “%s”", name), _t("Nobody gets it anymore. Its results stay.")]
            : [_t("Delete “%s”", name), _t("Its text is deleted. Nobody has had it yet.")];
        this.dialog.add(ConfirmationDialog, {
            title,
            body,
            confirmLabel: title,
            confirm: () =>
                this.change(async () => {
                    if (this.isUsed) {
                        await this.orm.call("sales.sequence.step", "action_stop_variant", [this.step.resId, variant.resId]);
                    } else {
                        await this.orm.unlink("sales.sequence.step.variant", [variant.resId]);
                    }
                }),
            cancel: () => {},
        });
    }

    // -- templates ----------------------------------------------------------------------------------------------------

    chooseTemplate() {
        this.addDialog(SelectCreateDialog, {
            title: _t("Use an existing template"),
            resModel: "mail.template",
            domain: [
                ["model", "=", this.step.data.target_model],
                ["is_written_in_step", "=", false],
            ],
            multiSelect: false,
            noCreate: true,
            onSelected: async ([id]) => {
                // Not what was shown when it was asked: a form that was saved meanwhile has other records of its variants.
                await this.shown.update({ mail_template_id: { id } });
                await this.step.save();
            },
        });
    }

    async detachTemplate() {
        const { resModel, resId } = this.shown;
        await this.change(() => this.orm.call(resModel, "action_detach_template", [resId]));
    }

    // -----------------------------------------------------------------------------------------------------------------

    /** Let the server change the step as it is saved, and show what it is then. */
    async change(call) {
        await this.panel.whileLocked(async () => {
            if (await this.step.save()) {
                await call();
                await this.step.model.load();
                this.env.salesSequenceEditor?.reload();
            }
        });
    }
}

export const stepEmailField = {
    component: StepEmailField,
    displayName: _t("Email of a step"),
    supportedTypes: ["one2many"],
    useSubView: true,
};

registry.category("fields").add("sales_sequence_step_email", stepEmailField);
