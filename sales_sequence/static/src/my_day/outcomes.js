import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { ChoiceButton } from "../desk/choice_button";
import { KeyBadge } from "../desk/key_badge";
import { LocalClock } from "../desk/local_clock";
import { DateMenu } from "./date_menu";
import { pauseChoices, snoozeChoices } from "./dates";

const EFFECTS = { meeting: "good", pause: "waits", stop: "ends" };

/** What came of a task: the note, the outcomes with their effect, and what else can be done with it. */
export class DayOutcomes extends Component {
    static template = "sales_sequence.DayOutcomes";
    static components = { ChoiceButton, KeyBadge, LocalClock };
    static props = {
        model: Object,
        // Filled in with `choose`, `writeNote`, `snooze` and `answeredElsewhere`, for the keys of the screen.
        actions: Object,
        now: { type: Object, optional: true },
        onMeeting: Function,
        isSheet: { type: Boolean, optional: true },
        onShowKeys: { type: Function, optional: true },
        onOpenRecord: { type: Function, optional: true },
        onNext: { type: Function, optional: true },
        close: { type: Function, optional: true },
    };

    setup() {
        this.model = useState(this.props.model);
        this.noteRef = useRef("note");
        this.snoozeRef = useRef("snooze");
        this.outcomesRef = useRef("outcomes");
        this.dates = usePopover(DateMenu, {
            position: "left",
            popoverClass: "o_sales_sequence_dates",
            useBottomSheet: this.props.isSheet,
        });
        Object.assign(this.props.actions, {
            choose: (outcome, withDate) => this.choose(outcome, withDate),
            writeNote: () => this.noteRef.el.focus(),
            snooze: () => this.snooze(),
            answeredElsewhere: () => this.answeredElsewhere(),
        });
    }

    get task() {
        return this.model.task;
    }

    get note() {
        return this.model.noteOf(this.task.touch_id);
    }

    effectOf(outcome) {
        return EFFECTS[outcome.effect] || "plain";
    }

    canBePromised(outcome) {
        return outcome.effect === "retry";
    }

    onNote(ev) {
        this.model.setNote(this.task.touch_id, ev.target.value);
    }

    onNoteKey(ev) {
        if (ev.key === "Escape") {
            // Not also what Escape means elsewhere on the screen.
            ev.stopPropagation();
            ev.target.blur();
        }
    }

    /**
     * @param {Object} outcome
     * @param {boolean} [withDate] ask first for when the next try was promised
     */
    choose(outcome, withDate = false) {
        if (outcome.effect === "meeting") {
            this.props.onMeeting(outcome);
            this.props.close?.();
        } else if (outcome.effect === "pause") {
            this.ask(this.buttonOf(outcome), outcome.name, pauseChoices(), false, (until) =>
                this.record(outcome, until)
            );
        } else if (withDate) {
            this.ask(this.buttonOf(outcome), _t("Promised for"), snoozeChoices(), true, (until) =>
                this.record(outcome, until)
            );
        } else {
            this.record(outcome);
        }
    }

    buttonOf(outcome) {
        return this.outcomesRef.el.querySelector(`[data-outcome="${outcome.id}"]`);
    }

    record(outcome, until) {
        this.model.record(outcome, until);
        this.props.close?.();
    }

    snooze() {
        this.ask(this.snoozeRef.el, _t("Snooze until"), snoozeChoices(), true, (until) => {
            this.model.snooze(until);
            this.props.close?.();
        });
    }

    ask(target, title, choices, withTime, onChosen) {
        this.dates.open(target, { title, choices, withTime, onChosen });
    }

    answeredElsewhere() {
        this.model.answeredElsewhere();
        this.props.close?.();
    }
}
