import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { inLanguageOfWords, useNow } from "../desk/moments";
import { DayFilters } from "./day_filters";
import { DayModel } from "./day_model";
import { MeetingDialog } from "./meeting_dialog";
import { DayOutcomes } from "./outcomes";
import { DayQueue } from "./queue";
import { DayTask } from "./task";

/** What else fills the screen: `drafts`, `absence_banner`, `absence` and `done`. */
const panes = registry.category("sales_sequence_day_panes");
const REFRESH_EVERY = 5 * 60 * 1000;
// More outcomes have no key of one digit.
const MOST_KEYS = 9;

/** *My day*: what a rep has to do today, one person after another, by keyboard alone if they like. */
export class MyDay extends Component {
    static template = "sales_sequence.MyDay";
    static components = { DayFilters, DayOutcomes, DayQueue, DayTask, KeyBadge, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("My day");
    static path = "my-day";

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useState(useService("ui"));
        const services = { orm: useService("orm"), notification: useService("notification") };
        this.model = useState(new DayModel(services, this.props.state));
        this.time = useNow();
        // On a phone, the queue is a screen of its own.
        this.phone = useState({ isQueueShown: !this.props.state?.currentId });
        this.rootRef = useRef("root");
        // What the parts of the screen do at a key; they fill it in.
        this.onTask = {};
        this.onOutcome = {};
        this.sheet = usePopover(DayOutcomes, { useBottomSheet: true });
        this.keys = useDeskKeys(() => this.getKeys(), {
            areOn: () => this.model.day.keys && !this.model.isBusy,
            title: _t("Keys of My day"),
        });
        useSetupAction({
            getLocalState: () => this.model.exportState(),
            beforeLeave: () => this.model.saving.last,
            beforeUnload: (ev) => this.model.saving.count && ev.preventDefault(),
        });
        this.refreshWhileOpen();
        onWillStart(() => this.model.load());
    }

    /** Keep up with what happens elsewhere: now and then, and at once when somebody answers. */
    refreshWhileOpen() {
        const bus = useService("bus_service");
        const refresh = () => this.model.refresh();
        const timer = browser.setInterval(refresh, REFRESH_EVERY);
        bus.subscribe("sales_sequence/answer", refresh);
        onWillUnmount(() => {
            browser.clearInterval(timer);
            bus.unsubscribe("sales_sequence/answer", refresh);
        });
    }

    // -- what is shown ------------------------------------------------------------------------------------------------

    get panes() {
        return panes;
    }

    get Pane() {
        const { isSettling, pane } = this.model;
        return pane !== "task" && !(pane === "done" && isSettling) && panes.get(pane, false);
    }

    get paneProps() {
        const { day } = this.model;
        const onChanged = () => this.model.load();
        switch (this.model.pane) {
            case "drafts":
                return {
                    day,
                    touchIds: this.model.drafts.map((row) => row.res_id),
                    next: this.model.next,
                    onChanged,
                    onNext: () => this.goTo(this.model.next),
                };
            case "absence":
                return { day, absence: day.absence, onChanged, onClose: () => this.leaveAbsence() };
            default:
                return {
                    day,
                    onClearFilter: () => this.model.setFilters({}),
                    onLookAtTomorrow: () => this.lookAtTomorrow(),
                    onOpen: (row) => this.openRow(row),
                    onShowAbsence: () => this.showPane("absence"),
                    onUndo: () => this.model.undo(),
                };
        }
    }

    get Banner() {
        return this.model.day.absence && this.model.pane !== "absence" && panes.get("absence_banner", false);
    }

    get isQueueShown() {
        return !this.ui.isSmall || this.phone.isQueueShown;
    }

    get isMiddleShown() {
        return !this.ui.isSmall || !this.phone.isQueueShown;
    }

    get dateInWords() {
        const day = deserializeDate(this.model.day.today);
        return inLanguageOfWords(day).toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    }

    get progress() {
        const { done, due } = this.model.day;
        return { done, due, left: Math.max(0, due - done), percent: due ? Math.min(100, (100 * done) / due) : 0 };
    }

    get doneInWords() {
        const { done, due } = this.progress;
        return _t("%(done)s of %(due)s done", { done, due });
    }

    get leftInWords() {
        return _t("%s left", this.progress.left);
    }

    /** On a phone: where in the queue one is. */
    get placeInWords() {
        const place = this.model.findPlace(this.model.currentId);
        if (!place || this.model.pane !== "task") {
            return { name: _t("Queue"), place: "" };
        }
        const { name, rows } = this.model.group(place.key);
        return { name, place: _t("%(number)s of %(count)s", { number: place.index + 1, count: rows.length }) };
    }

    // -- what can be done ---------------------------------------------------------------------------------------------

    getKeys() {
        const hasTask = () => Boolean(this.model.task);
        const outcomes = this.model.task ? this.model.task.outcomes.slice(0, MOST_KEYS) : [];
        return [
            ...outcomes.map((outcome) => ({
                keys: [String(outcome.key)],
                name: outcome.name,
                run: () => this.onOutcome.choose(outcome),
                isAvailable: hasTask,
            })),
            ...outcomes
                .filter((outcome) => outcome.effect === "retry")
                .map((outcome) => ({
                    keys: [`shift+${outcome.key}`],
                    name: _t("%s, with a promised time", outcome.name),
                    run: () => this.onOutcome.choose(outcome, true),
                    isAvailable: hasTask,
                })),
            { keys: ["n"], name: _t("Write a note"), run: () => this.onOutcome.writeNote(), isAvailable: hasTask },
            {
                keys: ["c"],
                name: this.model.task?.channel === "linkedin" ? _t("Copy the text and open the profile") : _t("Call"),
                run: () => this.onTask.contact(),
                isAvailable: hasTask,
            },
            {
                keys: ["o"],
                name: _t("Next objection"),
                run: () => this.onTask.nextObjection(),
                isAvailable: () => hasTask() && this.onTask.hasObjections(),
            },
            {
                keys: ["a"],
                name: _t("They answered elsewhere"),
                run: () => this.onOutcome.answeredElsewhere(),
                isAvailable: hasTask,
            },
            { keys: ["s"], name: _t("Snooze"), run: () => this.onOutcome.snooze(), isAvailable: hasTask },
            {
                keys: ["arrowright", "j"],
                name: _t("Next, without an outcome"),
                run: () => this.goTo(this.model.next),
                isAvailable: () => Boolean(this.model.next),
            },
            {
                keys: ["arrowleft", "k"],
                name: _t("Back"),
                run: () => this.goTo(this.model.previous),
                isAvailable: () => Boolean(this.model.previous),
            },
            {
                keys: ["u"],
                name: _t("Undo the last one"),
                run: () => this.model.undo(),
                isAvailable: () => Boolean(this.model.last),
            },
            { keys: ["e"], name: _t("Open the record"), run: () => this.openRecord(), isAvailable: hasTask },
        ];
    }

    goTo(row) {
        this.phone.isQueueShown = false;
        return this.model.goTo(row);
    }

    showPane(pane) {
        this.phone.isQueueShown = false;
        this.model.showPane(pane);
    }

    leaveAbsence() {
        this.model.showPane("task");
        return this.model.load();
    }

    openRow(row) {
        if (row.kind === "answer") {
            return this.openAnswer(row.res_id);
        }
        if (row.kind === "draft") {
            return this.showPane("drafts");
        }
        if (row.kind === "planned") {
            return this.openForm("sales.sequence.enrollment", row.res_id);
        }
        return this.model.findPlace(row.id) ? this.goTo(row) : this.openForm("sales.sequence.touch", row.res_id);
    }

    async openAnswer(signalId) {
        const action = await this.action.loadAction("sales_sequence.sales_sequence_answers_action");
        return this.action.doAction({ ...action, params: { signal_id: signalId } });
    }

    openRecord() {
        return this.openForm(this.model.task.res_model, this.model.task.res_id);
    }

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    lookAtTomorrow() {
        this.phone.isQueueShown = true;
        this.rootRef.el.querySelector(".o_sales_sequence_tomorrow .o_sales_sequence_row")?.focus();
    }

    onMeeting(outcome) {
        return this.model.bookMeeting(outcome, (action) => this.openMeeting(action));
    }

    /** @returns {Promise<boolean>} whether the meeting was saved */
    openMeeting(action) {
        let isSaved = false;
        return new Promise((resolve) => {
            this.dialog.add(
                MeetingDialog,
                {
                    resModel: action.res_model,
                    title: action.name,
                    context: action.context,
                    canExpand: false,
                    onRecordSaved: () => {
                        isSaved = true;
                    },
                },
                { onClose: () => resolve(isSaved) }
            );
        });
    }

    openSheet(ev) {
        this.sheet.open(ev.currentTarget, {
            model: this.model,
            actions: this.onOutcome,
            onMeeting: (outcome) => this.onMeeting(outcome),
            isSheet: true,
            close: () => this.sheet.close(),
        });
    }
}

registry.category("actions").add("sales_sequence_day", MyDay);
