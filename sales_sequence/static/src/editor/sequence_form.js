import { onMounted, status, useState, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Notebook } from "@web/core/notebook/notebook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getBasicEvalContext, getFieldsSpec } from "@web/model/relational_model/utils";
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { FormStatusIndicator } from "@web/views/form/form_status_indicator/form_status_indicator";
import { formView } from "@web/views/form/form_view";
import { isX2Many } from "@web/views/utils";
import { AdviceModel } from "../advice/advice_model";
import { EditorModel } from "./editor_model";
import { drawn, goTo } from "./place";

/** Shows that something is unsaved, also where it is in the step that is open. */
export class SequenceStatusIndicator extends FormStatusIndicator {
    setup() {
        super.setup();
        this.editor = useState(this.env.salesSequenceEditor);
    }

    get indicatorMode() {
        const mode = super.indicatorMode;
        return mode === "saved" && this.editor.isUnsaved ? "dirty" : mode;
    }
}

/** Another page takes the open step off the screen: it is saved first. */
export class SequenceNotebook extends Notebook {
    async activatePage(pageIndex) {
        if (pageIndex === this.state.currentPage || (await this.env.salesSequenceEditor.save())) {
            super.activatePage(pageIndex);
        }
    }
}

export class SequenceFormRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, Notebook: SequenceNotebook };

    /** The right side is taken by the step: the chatter stays below, however wide the screen is. */
    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        return layout === "SIDE_CHATTER" ? "BOTTOM_CHATTER" : layout;
    }
}

/** The form of a sequence. The step that is open in it is part of what is saved, discarded, and left. */
export class SequenceFormController extends FormController {
    static components = { ...FormController.components, FormStatusIndicator: SequenceStatusIndicator };

    setup() {
        this.editor = new EditorModel({
            orm: useService("orm"),
            saveSequence: () => this.saveNewSequence(),
            isSmall: () => this.env.isSmall,
            onChange: () => this.reloadFigures(),
        });
        super.setup();
        this.advice = new AdviceModel(useService("orm"));
        useSubEnv({ salesSequenceEditor: this.editor, salesSequenceAdvice: this.advice });
        onMounted(() => this.goToPlace());
    }

    /** Who opens the form may name a place in it, as advice on another screen does. */
    async goToPlace() {
        const { sales_sequence_place: place } = this.props.context;
        if (place) {
            // The advice stands above the place, and moves it once it is drawn.
            await Promise.allSettled([this.loading, this.advice.loading]);
            await drawn();
            await goTo({ salesSequenceEditor: this.editor }, this.rootRef.el, place);
        }
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => {
            // Not awaited: the form need not wait for its steps.
            this.loading = this.editor.load(root.resId, !this.env.isSmall);
        };
        return params;
    }

    get className() {
        // As the chatter is below.
        return { ...super.className, "o_xxl_form_view h-100": false, o_sales_sequence_form: true };
    }

    /** Steps need a sequence to belong to. */
    async saveNewSequence() {
        const record = this.model.root;
        // A name that is just being typed is one, too.
        await record.isDirty();
        if (record.isNew && !record.data.name) {
            await record.update({ name: _t("New sequence").toString() });
        }
        return (await record.save()) && record.resId;
    }

    /** What the server computes is read again; what has been typed stays. */
    async reloadFigures() {
        const record = this.model.root;
        if (!(await record.isDirty())) {
            return record.load();
        }
        const { activeFields, fields } = record;
        const names = record.fieldNames.filter((name) => !isX2Many(fields[name]));
        const specification = getFieldsSpec(
            Object.fromEntries(names.map((name) => [name, activeFields[name]])),
            fields,
            getBasicEvalContext(record.config)
        );
        const [values] = await this.orm.webRead(record.resModel, [record.resId], {
            context: record.context,
            specification,
        });
        if (values && record === this.model.root) {
            record._applyValues(values);
        }
    }

    /** Of the sequence that is shown: once it is deleted, its step has gone, too. */
    async saveStep() {
        return this.model.root.resId !== this.editor.sequenceId || this.editor.save();
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        if (record.resId === this.editor.sequenceId) {
            await this.editor.load(record.resId, false);
        }
    }

    async onPagerUpdate(page) {
        return (await this.saveStep()) && super.onPagerUpdate(page);
    }

    async beforeLeave(options = {}) {
        if (!options.forceLeave && !(await this.saveStep())) {
            return false;
        }
        return super.beforeLeave(options);
    }

    async shouldExecuteAction(item) {
        return (item.skipSave || (await this.saveStep())) && super.shouldExecuteAction(item);
    }

    async beforeExecuteActionButton(clickParams) {
        return (await this.saveStep()) && super.beforeExecuteActionButton(clickParams);
    }

    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        if (status(this) === "destroyed") {
            // The action has led elsewhere, as to a new version.
            return;
        }
        await this.editor.load(this.editor.sequenceId, false);
    }

    async create() {
        return (await this.saveStep()) && super.create();
    }

    async save(params) {
        return (await this.saveStep()) && super.save(params);
    }

    async discard() {
        await this.editor.discard();
        if (this.model.root.isNew || (await this.model.root.isDirty())) {
            await super.discard();
        }
    }
}

registry.category("views").add("sales_sequence_form", {
    ...formView,
    Controller: SequenceFormController,
    Renderer: SequenceFormRenderer,
});
