import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { KeyBadge } from "../desk/key_badge";
import { LocalClock } from "../desk/local_clock";
import { ageInWords } from "../desk/moments";
import { AnswerConversation } from "./answer_conversation";
import { actionOf } from "./answer_words";

/** What can be done about an answer, in the order of the keys 1 to 6. */
export const ANSWER_ACTIONS = [
    { action: "reply", name: _t("Reply") },
    { action: "meeting", name: _t("Meeting") },
    { action: "not_now", name: _t("Not now until\u00a0…") },
    { action: "wrong_person", name: _t("Wrong person") },
    { action: "not_interested", name: _t("Not interested") },
    { action: "opt_out", name: _t("Opt out"), isDangerous: true },
];

/**
 * The open answer: who, what it looks like, what can be done about it, and the thread.
 *
 * One instance for each answer: a button that keeps the focus must not be pressed for the next person.
 */
export class AnswerPane extends Component {
    static template = "sales_sequence.AnswerPane";
    static components = { AnswerConversation, KeyBadge, LocalClock };
    static props = {
        answer: Object,
        /** Whether all is known of the answer, or only what the list says. */
        isComplete: Boolean,
        kind: String,
        now: Object,
        isBusy: Boolean,
        focusRequests: Number,
        onAction: Function,
        onReplied: Function,
        onPerson: Function,
        onMachine: Function,
        onUndo: Function,
        onOpenRecord: Function,
    };

    get actions() {
        return this.props.kind === "to_handle" ? ANSWER_ACTIONS : [];
    }

    /** The action that is the primary button: what is suggested, or to reply. Where a suggestion has its own button, no
     * second one is primary. */
    get primaryAction() {
        return this.suggestion ? false : "reply";
    }

    get suggestion() {
        return this.props.kind === "to_handle" && this.props.answer.suggestion;
    }

    get suggestedAction() {
        return actionOf(this.suggestion);
    }

    get ageInWords() {
        return _t("answered %s ago", ageInWords(this.props.answer.occurred_at, this.props.now));
    }

    get placeInWords() {
        return _t("in %s", this.props.answer.place);
    }
}
