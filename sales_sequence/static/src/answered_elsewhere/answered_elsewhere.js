import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useDialogDigits } from "../answers/dialog_digits";
import { KeyBadge } from "../desk/key_badge";

/** How somebody can answer without our seeing it, and the sentence that is kept of it. */
const WAYS = [
    { key: "phone", name: _t("By phone"), noted: (note) => _t("By phone: %s", note) },
    { key: "mailbox", name: _t("In my own mailbox"), noted: (note) => _t("In my own mailbox: %s", note) },
    { key: "other", name: _t("Another way"), noted: (note) => _t("Another way: %s", note) },
];

/** Asks how somebody answered, and for one line about it that may stay empty. */
export class AnsweredElsewhereDialog extends Component {
    static template = "sales_sequence.AnsweredElsewhereDialog";
    static components = { Dialog, KeyBadge };
    static props = {
        close: Function,
        /** Whose name is in the title; left out for several. */
        name: { type: String, optional: true },
        /** Gets what is to be noted, in words. */
        onConfirm: Function,
    };

    setup() {
        this.ways = WAYS;
        this.state = useState({ way: WAYS[0].key, note: "" });
        useDialogDigits((place) => WAYS[place] && (this.state.way = WAYS[place].key));
    }

    get title() {
        return this.props.name ? _t("%s answered elsewhere", this.props.name) : _t("They answered elsewhere");
    }

    get words() {
        const way = WAYS.find(({ key }) => key === this.state.way);
        const note = this.state.note.trim();
        return (note ? way.noted(note) : way.name).toString();
    }

    confirm() {
        this.props.onConfirm(this.words);
        this.props.close();
    }
}

/**
 * Ask how these people answered, and record it: all follows from it that follows from a reply.
 *
 * @param {Object} env
 * @param {{model: string, ids: number[], name?: string}} records targets or enrollments
 * @returns {Promise<boolean>} false: the dialog was discarded
 */
export function recordAnswerElsewhere(env, { model, ids, name }) {
    return new Promise((resolve, reject) => {
        let isRecorded = false;
        env.services.dialog.add(
            AnsweredElsewhereDialog,
            {
                name,
                onConfirm: (words) => {
                    isRecorded = true;
                    env.services.orm
                        .call(model, "action_answered_elsewhere", [ids], { note: words })
                        .then(() => resolve(true), reject);
                },
            },
            { onClose: () => isRecorded || resolve(false) }
        );
    });
}

/** The client action behind the buttons and menu entries; it closes as a dialog does, so that the form is read anew. */
async function answeredElsewhere(env, action) {
    const { active_model, active_ids } = action.context;
    const { model = active_model, ids = active_ids, name } = action.params || {};
    const isRecorded = await recordAnswerElsewhere(env, { model, ids, name });
    return { type: "ir.actions.act_window_close", infos: isRecorded ? {} : { special: true } };
}

registry.category("actions").add("sales_sequence_answered_elsewhere", answeredElsewhere);
