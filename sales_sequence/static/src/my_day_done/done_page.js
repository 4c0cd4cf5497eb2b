import { Component } from "@odoo/owl";
import { formatDuration } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { asMoment, momentInWords, timeInWords, useNow } from "../desk/moments";

// What an outcome's bar means: as on the button that recorded it.
const BARS = { meeting: "bg-success", next: "bg-primary", pause: "bg-warning", retry: "bg-secondary", stop: "bg-danger" };
// Where the Enroll button of lists is.
const PEOPLE = "crm.crm_lead_action_pipeline";

/**
 * What *My day* shows when there is nothing to do: the day in numbers when all of it is done, the next moment when there
 * is only something later, what to do first on the first day, and what a filter hides.
 */
export class DonePage extends Component {
    static template = "sales_sequence.DonePage";
    static components = { KeyBadge };
    static props = {
        day: Object,
        onLookAtTomorrow: Function,
        onUndo: Function,
        onClearFilter: Function,
        // Opens a row of the queue.
        onOpen: { type: Function, optional: true },
        onShowAbsence: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.clock = useNow();
        useDeskKeys(() => this.getKeys(), { areOn: () => this.props.day.keys, title: _t("Keys of this page") });
    }

    getKeys() {
        const { day, onLookAtTomorrow, onUndo } = this.props;
        return [
            {
                keys: ["arrowright"],
                name: _t("Look at tomorrow"),
                run: () => onLookAtTomorrow(),
                isAvailable: () => this.hasTomorrow,
            },
            { keys: ["u"], name: _t("Undo the last one"), run: () => onUndo(), isAvailable: () => Boolean(day.undo) },
            {
                keys: ["c"],
                name: _t("Start the next one now"),
                run: () => this.openNext(),
                isAvailable: () => this.kind === "pause" && this.canOpenNext,
            },
        ];
    }

    // -- which of the pages -------------------------------------------------------------------------------------------

    /** filter: it hides everything; first: there has never been a task; pause: something comes later; done: nothing */
    get kind() {
        const { day } = this.props;
        if (day.hidden_by_filter) {
            return "filter";
        }
        if (day.next_due) {
            return "pause";
        }
        return day.has_ever_had_tasks || day.done ? "done" : "first";
    }

    get hasTomorrow() {
        return this.props.day.tomorrow.count > 0;
    }

    // -- all done -----------------------------------------------------------------------------------------------------

    get doneTitle() {
        const { done } = this.props.day;
        if (!done) {
            return _t("Nothing is due today");
        }
        return done === 1 ? _t("1 task, done") : _t("All %s done", done);
    }

    get numbers() {
        const { answers, calls, conversations, drafts, meetings } = this.props.day.summary;
        return [
            { key: "calls", count: calls, name: _t("calls") },
            { key: "conversations", count: conversations, name: _t("spoken to") },
            { key: "meetings", count: meetings, name: _t("meetings"), isGood: meetings > 0 },
            { key: "answers", count: answers, name: _t("answers") },
            { key: "drafts", count: drafts, name: _t("drafts") },
        ];
    }

    get hasNumbers() {
        return this.numbers.some(({ count }) => count);
    }

    get outcomesTitle() {
        const { calls } = this.props.day.summary;
        return calls === 1 ? _t("Outcome of 1 call") : _t("Outcomes of %s calls", calls);
    }

    get outcomes() {
        const { outcomes } = this.props.day.summary;
        const most = Math.max(...outcomes.map(({ count }) => count));
        return outcomes.map((one) => ({ ...one, bar: BARS[one.effect] || "bg-secondary", share: one.count / most }));
    }

    /** On the viewer's clock: that is where they have to be. */
    meetingWords({ moment }) {
        return momentInWords(moment, false, this.clock.now);
    }

    openRecord({ res_id, res_model }) {
        return this.action.doAction({ type: "ir.actions.act_window", res_model, res_id, views: [[false, "form"]] });
    }

    // -- nothing now --------------------------------------------------------------------------------------------------

    get pauseTitle() {
        const { moment } = this.props.day.next_due;
        return asMoment(moment).hasSame(this.clock.now, "day")
            ? _t("Nothing due: next at %s", timeInWords(moment, false))
            : _t("Nothing due now. Next: %s", momentInWords(moment, false, this.clock.now));
    }

    get waitWords() {
        const seconds = asMoment(this.props.day.next_due.moment).diff(this.clock.now, "seconds").seconds;
        return _t("In %s", formatDuration(Math.max(60, seconds), true));
    }

    get canOpenNext() {
        return Boolean(this.props.onOpen && this.props.day.next_due?.row);
    }

    openNext() {
        this.props.onOpen(this.props.day.next_due.row);
    }

    /** What could be done meanwhile; nothing that is 0. */
    get meanwhile() {
        const { absence, groups, tomorrow } = this.props.day;
        const drafts = groups.find(({ key }) => key === "drafts")?.rows || [];
        const cards = [];
        if (absence && absence.away && this.props.onShowAbsence) {
            cards.push({
                key: "absence",
                title: _t("%s from your absence", absence.away),
                text:
                    absence.away === 1
                        ? _t("%s. It waits for you to decide.", absence.words)
                        : _t("%s. They wait for you to decide.", absence.words),
                button: absence.away === 1 ? _t("Show it") : _t("Show the %s", absence.away),
                run: () => this.props.onShowAbsence(),
            });
        }
        if (drafts.length && this.props.onOpen) {
            cards.push({
                key: "drafts",
                title: drafts.length === 1 ? _t("1 draft to review") : _t("%s drafts to review", drafts.length),
                text: _t("They go out when you approve them."),
                button: _t("Review them"),
                run: () => this.props.onOpen(drafts[0]),
            });
        }
        if (tomorrow.count) {
            cards.push({
                key: "tomorrow",
                title: _t("%s due next", tomorrow.count),
                text: tomorrow.name,
                button: _t("Look at them"),
                run: () => this.props.onLookAtTomorrow(),
            });
        }
        return cards;
    }

    // -- filter, first day --------------------------------------------------------------------------------------------

    get hiddenWords() {
        const count = this.props.day.hidden_by_filter;
        return count === 1 ? _t("The filter hides 1 task.") : _t("The filter hides %s tasks.", count);
    }

    enrollPeople() {
        return this.action.doAction(PEOPLE, { viewType: "list" });
    }
}

registry.category("sales_sequence_day_panes").add("done", DonePage);
