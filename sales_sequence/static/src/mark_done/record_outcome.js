import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/**
 * Record what came of activities of sequences, say what follows, and let the user plan the meeting of an outcome that
 * books one. A meeting that is not saved takes the outcome back.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {number[]} activityIds
 * @param {Object} values arguments of `action_sequence_outcome` of `mail.activity`
 * @param {() => any} [onUndone] called after the user has taken it back from the notification
 * @returns {Promise<Object | false>} what the server answered; false if it was taken back at once
 */
export async function recordOutcome(env, activityIds, values, onUndone = () => {}) {
    const { notification, orm } = env.services;
    const result = await orm.call("mail.activity", "action_sequence_outcome", [activityIds], values);
    const undo = () => orm.call("sales.sequence.attempt", "action_undo", [result.attempt_ids]);
    if (result.meeting && !(await planMeeting(env, result.meeting))) {
        await undo();
        notification.add(_t("No meeting was saved, so the outcome was taken back."), { type: "warning" });
        return false;
    }
    for (const problem of result.problems) {
        notification.add(problem, { type: "warning", sticky: true });
    }
    const close = notification.add(result.effect_words || result.words, {
        title: result.effect_words && result.words,
        type: "success",
        buttons: [
            {
                name: _t("Undo"),
                onClick: async () => {
                    close();
                    await undo();
                    await onUndone();
                },
            },
        ],
    });
    return result;
}

/**
 * Open the form of a new meeting as a dialog.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {Object} action that of the calendar, with the defaults of the meeting in its context
 * @returns {Promise<boolean>} whether it was saved
 */
export function planMeeting(env, action) {
    let isSaved = false;
    return new Promise((resolve) => {
        env.services.dialog.add(
            FormViewDialog,
            {
                resModel: "calendar.event",
                title: action.name,
                context: action.context,
                // In a form of its own, nobody would see whether it was saved.
                canExpand: false,
                onRecordSaved: () => {
                    isSaved = true;
                },
            },
            { onClose: () => resolve(isSaved) }
        );
    });
}
