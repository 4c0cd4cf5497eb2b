import { reactive, useEnv, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

export const EDITOR = "sales.sequence.editor";

// For whom texts were previewed last, by the model of these records: the next step is previewed for the same person.
const lastPreviewed = {};

/** What the panel knows of its step beside the record of the form, in one question to the server. */
export class StepPanel {
    /** @param {() => HTMLElement} getForm what is locked while it is loaded again */
    constructor(orm, getForm = () => document.body) {
        this.orm = orm;
        this.getForm = getForm;
        this.keepLast = new KeepLast();
        this.lang = user.context.lang;
        this.previewed = { ...lastPreviewed };
        this.facts = {
            headline: false,
            reach: false,
            problem: false,
            experiment: false,
            fields: [],
            labels: [],
            languages: [],
            used_variant_ids: [],
        };
    }

    /**
     * Do what ends in loading the form again. Until then nobody types into it: that would go with the form as it was.
     *
     * @param {() => Promise} change
     */
    async whileLocked(change) {
        const form = this.getForm();
        const focused = document.activeElement;
        form.inert = true;
        try {
            await change();
        } finally {
            form.inert = false;
            if (focused.isConnected && document.activeElement === document.body) {
                focused.focus();
            }
        }
    }

    async load(stepId, sequenceId) {
        const answer = this.orm.silent.call(EDITOR, "get_panel", [stepId || false, sequenceId || false]);
        this.facts = await this.keepLast.add(answer);
    }

    get hasLanguages() {
        return this.facts.languages.length > 1;
    }

    /** The language of the texts that are shown; false where there is only one. */
    get previewLang() {
        return this.hasLanguages && this.lang;
    }

    previewedRecord(resModel) {
        return this.previewed[resModel] || false;
    }

    preview(resModel, resId) {
        this.previewed[resModel] = lastPreviewed[resModel] = resId;
    }
}

/** The state that the parts of a panel share. A form that is not ours has none: each part then has its own. */
export function useStepPanel() {
    const env = useEnv();
    const orm = useService("orm");
    return useState(env.salesSequenceStepPanel || reactive(new StepPanel(orm)));
}
