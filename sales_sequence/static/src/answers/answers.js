import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { useNow } from "../desk/moments";
import { AnswerList } from "./answer_list";
import { ANSWER_ACTIONS, AnswerPane } from "./answer_pane";
import { AnswerSide } from "./answer_side";
import { actionOf } from "./answer_words";
import { AnswersModel } from "./answers_model";
import { NotInterestedDialog } from "./not_interested_dialog";
import { NotNowDialog } from "./not_now_dialog";
import { WrongPersonDialog } from "./wrong_person_dialog";

/** *CRM → Sequences → Answers*: what people wrote back, and one key for each thing that a rep does about it. */
export class Answers extends Component {
    static template = "sales_sequence.Answers";
    static displayName = _t("Answers");
    static components = { AnswerList, AnswerPane, AnswerSide, KeyBadge, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.busService = useService("bus_service");
        this.clock = useNow();
        const { filters, signalId } = this.props.state || {};
        this.model = useState(new AnswersModel(useService("orm"), filters || { mine: true, text: "" }));
        this.state = useState({ focus: { signalId: false, count: 0 } });
        this.search = useDebounced((text) => this.model.setFilters({ text }), 300);
        this.keys = useDeskKeys(() => this.getKeys(), {
            areOn: () => this.model.singleKeys,
            title: _t("Keys of Answers"),
        });
        useSetupAction({
            getLocalState: () => ({ filters: { ...this.model.filters }, signalId: this.model.openId }),
        });
        this.listen();
        onWillStart(() => this.start(signalId || this.props.action.params?.signal_id || this.props.action.context?.signal_id || this.props.resId));
    }

    async start(signalId) {
        await this.model.load();
        const first = this.ui.isSmall ? false : this.model.rows[0]?.signal_id;
        // Not awaited: the list is there, and the rest of the answer may come a moment later.
        this.open(signalId || first || false);
    }

    listen() {
        const onAnswer = () => this.model.arrived++;
        this.busService.subscribe("sales_sequence/answer", onAnswer);
        onWillUnmount(() => this.busService.unsubscribe("sales_sequence/answer", onAnswer));
        useBus(this.ui.bus, "resize", () => this.render());
    }

    // --------------------------------------------------------------------
    // What is shown
    // --------------------------------------------------------------------

    get answer() {
        return this.model.current;
    }

    get kind() {
        return this.model.kindOf(this.answer);
    }

    get countsInWords() {
        const { to_handle: count = 0, unsure } = this.model.counts;
        return unsure
            ? _t("%(count)s to handle, %(unsure)s unsure", { count, unsure })
            : _t("%s to handle", count);
    }

    get medianInWords() {
        return _t("Median time to answer: %s", this.model.medianWords);
    }

    get isFiltered() {
        return Boolean(this.model.filters.text);
    }

    get showsList() {
        return !this.ui.isSmall || !this.answer;
    }

    /** What was clicked would keep the focus, and Enter would press it again instead of taking a suggestion. */
    releaseFocus(ev) {
        if (ev.detail && !ev.target.closest(".o_sales_sequence_conversation")) {
            ev.target.closest("a, button")?.blur();
        }
    }

    get focusRequests() {
        const { signalId, count } = this.state.focus;
        return this.answer.signal_id === signalId ? count : 0;
    }

    // --------------------------------------------------------------------
    // Keys
    // --------------------------------------------------------------------

    getKeys() {
        const isKind = (kind) => Boolean(this.answer) && this.kind === kind;
        const suggestion = this.answer && this.answer.suggestion;
        return [
            {
                keys: ["enter"],
                name: _t("Take the suggestion"),
                run: () => this.act(actionOf(suggestion), suggestion),
                isAvailable: () => isKind("to_handle") && Boolean(suggestion),
            },
            ...ANSWER_ACTIONS.map(({ action, name }, index) => ({
                keys: [String(index + 1)],
                name,
                run: () => this.act(action),
                isAvailable: () => isKind("to_handle"),
            })),
            {
                keys: ["p"],
                name: _t("A person wrote it"),
                run: () => this.sayPerson(this.model.openId),
                isAvailable: () => isKind("unsure"),
            },
            {
                keys: ["m"],
                name: _t("Mark as auto-reply"),
                run: () => this.sayMachine(this.model.openId),
                isAvailable: () => isKind("unsure") || isKind("to_handle"),
            },
            { keys: ["arrowright"], name: _t("Next answer"), run: () => this.model.move(1) },
            { keys: ["arrowleft"], name: _t("Previous answer"), run: () => this.model.move(-1) },
            {
                keys: ["u"],
                name: _t("Undo"),
                run: () => this.model.undo(),
                isAvailable: () => Boolean(this.model.isBusy || this.model.undoable),
            },
            {
                keys: ["e"],
                name: _t("Open the lead or contact"),
                run: () => this.openRecord(),
                isAvailable: () => Boolean(this.answer),
            },
        ];
    }

    // --------------------------------------------------------------------
    // What can be done
    // --------------------------------------------------------------------

    /** Open an answer; on a phone, false goes back to the list. */
    open(signalId) {
        return this.model.open(signalId);
    }

    /** Do what ends the work on the open answer. */
    handle(verb, ...args) {
        return this.model.act(verb, args, this.afterwards);
    }

    /** On a phone, the list is what comes after an answer. */
    get afterwards() {
        return this.ui.isSmall ? "list" : "next";
    }

    /** @param {Object} [suggestion] what the server suggests, if that is what is done */
    act(action, suggestion = false) {
        const { answer } = this;
        const { name } = answer;
        switch (action) {
            case "reply":
                this.state.focus = {
                    signalId: answer.signal_id,
                    count: this.focusRequests + 1,
                };
                return;
            case "meeting":
                return this.planMeeting();
            case "not_now":
                if (suggestion.date) {
                    return this.handle("not_now", suggestion.date);
                }
                return this.dialog.add(NotNowDialog, {
                    name,
                    date: answer.suggestion && answer.suggestion.date,
                    onConfirm: (until) => this.handle("not_now", until),
                });
            case "wrong_person":
                return this.dialog.add(WrongPersonDialog, {
                    name,
                    suggestion: answer.suggestion,
                    onConfirm: (values, enroll) => this.handle("wrong_person", values, enroll),
                });
            case "not_interested":
                return this.dialog.add(NotInterestedDialog, {
                    name,
                    isLead: answer.res_model === "crm.lead",
                    onConfirm: (reasonId, note) => this.handle("not_interested", reasonId, note),
                });
            case "opt_out":
                return this.handle("opt_out");
        }
    }

    /** The answer is handled when the meeting is planned: without one, it is as before. */
    async planMeeting() {
        const signalId = this.model.openId;
        const result = await this.model.act("meeting", [], "stay");
        if (!result) {
            return;
        }
        const { action } = result;
        let isPlanned = false;
        this.dialog.add(
            FormViewDialog,
            {
                resModel: action.res_model,
                context: action.context || {},
                title: _t("Plan the meeting"),
                canExpand: false,
                onRecordSaved: () => (isPlanned = true),
            },
            { onClose: () => (isPlanned ? this.goOn(signalId) : this.model.undo(signalId)) }
        );
    }

    async goOn(signalId) {
        await this.model.load();
        if (this.model.openId === signalId) {
            await this.open(this.ui.isSmall ? false : this.model.nextWaiting || signalId);
        }
    }

    async sayPerson(signalId) {
        await this.open(signalId);
        await this.model.act("person", [], "stay");
    }

    async sayMachine(signalId) {
        await this.open(signalId);
        await this.handle("machine");
    }

    openRecord(resModel = this.answer.res_model, resId = this.answer.res_id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    clearFilters() {
        return this.model.setFilters({ text: "" });
    }
}

registry.category("actions").add("sales_sequence_answers", Answers);
