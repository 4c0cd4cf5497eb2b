import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

const EFFECT_ICONS = {
    next: "fa-arrow-right",
    retry: "fa-clock-o",
    stop: "fa-stop-circle-o",
    meeting: "fa-calendar-plus-o",
    pause: "fa-pause",
};
// What is proposed for an outcome that needs a date; the same day of the week as today.
const PROPOSED_PAUSE = { weeks: 4 };

let lastId = 0;

/** What came of an activity: the outcomes to choose from, and what has been chosen so far. */
export class OutcomeQuestion {
    /** @param {{id: number, name: string, effect: string, key: number, words: string}[]} outcomes */
    constructor(outcomes = []) {
        this.outcomes = outcomes;
        this.chosenId = false;
        this.until = DateTime.local().startOf("day").plus(PROPOSED_PAUSE);
    }

    get chosen() {
        return this.outcomes.find((outcome) => outcome.id === this.chosenId);
    }

    get needsDate() {
        return this.chosen?.effect === "pause";
    }

    get isAnswered() {
        return Boolean(this.chosen) && (!this.needsDate || Boolean(this.until));
    }

    /**
     * @param {string} [note]
     * @returns {Object} arguments of `action_sequence_outcome`, without those that say nothing
     */
    valuesWith(note) {
        return {
            outcome_id: this.chosenId,
            ...(note && { note }),
            ...(this.needsDate && { until: serializeDate(this.until) }),
        };
    }

    /**
     * Choose with a key, unless somebody is writing.
     *
     * @param {KeyboardEvent} ev
     * @returns {boolean} whether it was the key of an outcome
     */
    chooseByKey(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.isComposing || isWriting(ev.target)) {
            return false;
        }
        const outcome = this.outcomes.find((outcome) => String(outcome.key) === ev.key);
        if (outcome) {
            this.chosenId = outcome.id;
        }
        return Boolean(outcome);
    }
}

/** Whether keys are text in this element. */
export function isWriting(element) {
    return element.matches("textarea, input:not([type=radio]), [contenteditable=true]");
}

/** The outcomes of an activity with their keys, and the effect of the chosen one in one line. */
export class OutcomeChoice extends Component {
    static template = "sales_sequence.OutcomeChoice";
    static components = { DateTimeInput };
    static props = {
        question: OutcomeQuestion,
        title: { type: String, optional: true },
        unanswered: { type: String, optional: true },
    };

    setup() {
        // The parent's proxy would only render the parent again.
        this.question = useState(this.props.question);
        this.id = `o_sales_sequence_outcomes_${++lastId}`;
        this.root = useRef("root");
        // The arrow keys go on from the one that a key has chosen.
        useEffect(
            (chosenId) => {
                if (chosenId && document.activeElement?.type === "radio") {
                    this.root.el.querySelector("input:checked").focus();
                }
            },
            () => [this.question.chosenId]
        );
        this.tomorrow = DateTime.local().startOf("day").plus({ days: 1 });
    }

    get icon() {
        return EFFECT_ICONS[this.question.chosen?.effect] || "fa-info-circle";
    }

    get title() {
        return this.props.title || _t("How did it go?");
    }

    get words() {
        const { chosen } = this.question;
        return chosen ? chosen.words : this.props.unanswered || _t("Without an outcome, Done keeps “not recorded”.");
    }

    choose(outcome) {
        this.question.chosenId = outcome.id;
    }

    changeDate(value) {
        this.question.until = value;
    }
}
