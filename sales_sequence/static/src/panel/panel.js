import { Component, useState } from "@odoo/owl";
import { ActivityMarkAsDone } from "@mail/core/web/activity_markasdone_popover";
import { useDateTimePicker } from "@web/core/datetime/datetime_picker_hook";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { recordAnswerElsewhere } from "../answered_elsewhere/answered_elsewhere";
import { NotNowDialog } from "../answers/not_now_dialog";
import { CHANNEL_ICONS } from "../channel_field/channel_field";

const { DateTime } = luxon;

const ENROLLMENT = "sales.sequence.enrollment";
const ANSWERS = "sales.sequence.answers";
/** More steps than these do not fit beside each other: those that are over are folded. */
const MAX_STEPS = 7;

/** What the server may offer (`_panel_actions`); the first of a panel is its primary button. */
const BUTTONS = {
    done: { label: _t("Mark done …"), icon: "fa-check" },
    review: { label: _t("Review the email"), icon: "fa-pencil" },
    next: { label: _t("Run next step now"), icon: "fa-play" },
    skip: { label: _t("Skip step"), icon: "fa-step-forward" },
    pause: { label: _t("Pause until …"), icon: "fa-pause" },
    resume: { label: _t("Resume"), icon: "fa-play" },
    elsewhere: { label: _t("Answered elsewhere"), icon: "fa-reply" },
    stop: { label: _t("Stop …"), icon: "fa-times-circle-o", danger: true },
    enroll: { label: _t("Enroll …"), icon: "fa-paper-plane" },
    answer: { label: _t("Handle the answer"), icon: "fa-reply" },
    meeting: { label: _t("Meeting"), icon: "fa-calendar" },
    not_now: { label: _t("Not now until …"), icon: "fa-clock-o" },
    not_a_reply: { label: _t("Mark as auto-reply"), icon: "fa-plane" },
    person: { label: _t("A person wrote this"), icon: "fa-reply" },
    machine: { label: _t("Mark as auto-reply"), icon: "fa-plane" },
};

/** Where a person is in a sequence, and what can be done about it: on leads, contacts and enrollments. */
export class SequencePanel extends Component {
    static template = "sales_sequence.Panel";
    static props = {
        ...standardWidgetProps,
        screen: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.ui = useService("ui");
        this.state = useState({ isUnfolded: false });
        this.markDone = usePopover(ActivityMarkAsDone, { position: "bottom-start" });
        this.pausePicker = useDateTimePicker({
            target: "sales-sequence-pause",
            onApply: (day) => day && this.pause(day),
            get pickerProps() {
                return { type: "date", minDate: DateTime.now().plus({ days: 1 }).startOf("day") };
            },
        });
    }

    get panel() {
        return this.props.record.data.sequence_panel;
    }

    /** The panel stands in two places of a form: below the title of a phone, above the notebook elsewhere. */
    get isShown() {
        const isHere = !this.props.screen || (this.props.screen === "phone") === this.ui.isSmall;
        return Boolean(isHere && this.panel && this.props.record.resId);
    }

    get buttons() {
        return this.panel.actions.map((key) => ({ key, ...BUTTONS[key] }));
    }

    get folded() {
        const { steps } = this.panel;
        if (this.state.isUnfolded || steps.length <= MAX_STEPS) {
            return 0;
        }
        const ahead = steps.findIndex((step) => !["done", "left_out"].includes(step.kind));
        // The last one that is over stays: it is what the person had last.
        const over = (ahead < 0 ? steps.length : ahead) - 1;
        return Math.max(Math.min(over, steps.length - MAX_STEPS + 1), 0);
    }

    get steps() {
        return this.panel.steps.slice(this.folded);
    }

    icon(step) {
        const icons = { done: "fa-check", left_out: "fa-times", failed: "fa-exclamation" };
        return icons[step.kind] || CHANNEL_ICONS[step.channel] || "fa-circle-o";
    }

    get age() {
        return deserializeDateTime(this.panel.answer.occurred_at).toRelative();
    }

    // -----------------------------------------------------------------
    // Buttons
    // -----------------------------------------------------------------

    onClick(key, ev) {
        const verbs = {
            done: () => this.openMarkDone(ev.currentTarget),
            review: () => this.open("sales.sequence.touch", this.panel.touch_id),
            next: () =>
                this.execute("take_next_step", {
                    confirm: _t("Run the next step as soon as the sending hours of the sequence allow?"),
                }),
            skip: () => this.execute("skip_step", { confirm: _t("Skip the next step?") }),
            pause: () => this.pausePicker.open(),
            resume: () => this.execute("resume"),
            elsewhere: () => this.answerElsewhere(),
            stop: () => this.execute("sales_sequence.sales_sequence_steer_wizard_action_stop", { type: "action" }),
            enroll: () => this.enroll(),
            answer: () => this.handleAnswer(),
            meeting: () => this.planMeeting(),
            not_now: () => this.askUntil(),
            not_a_reply: () => this.answer("machine"),
            person: () => this.execute("action_is_reply"),
            machine: () => this.execute("action_is_auto_reply"),
        };
        return verbs[key]();
    }

    /** Call a method of the enrollment as a button of the form would: the form is saved before and loaded after. */
    execute(name, { model = ENROLLMENT, id = this.panel.enrollment_id, ...params } = {}) {
        return this.env.onClickViewButton({
            clickParams: { type: "object", name, ...params },
            getResParams: () => ({ resModel: model, resId: id, resIds: [id], context: {} }),
        });
    }

    enroll() {
        const { res_model: model, res_id: id } = this.panel;
        return this.execute("action_enroll_in_sequence", { model, id });
    }

    /** The day begins at midnight where the person lives. */
    pause(day) {
        const { year, month, day: number } = day;
        const midnight = DateTime.fromObject({ year, month, day: number }, { zone: this.panel.zone });
        return this.execute("pause", { args: JSON.stringify([serializeDateTime(midnight)]) });
    }

    async openMarkDone(button) {
        if (this.markDone.isOpen) {
            this.markDone.close();
            return;
        }
        if (!(await this.props.record.save())) {
            return;
        }
        const id = this.panel.activity_id;
        this.store.insert(await this.orm.call("mail.activity", "activity_format", [[id]]));
        this.markDone.open(button, {
            activity: this.store["mail.activity"].get(id),
            hasHeader: true,
            onActivityChanged: () => this.reload(),
        });
    }

    async answerElsewhere() {
        if (!(await this.props.record.save())) {
            return;
        }
        const { enrollment_id: id, name } = this.panel;
        if (await recordAnswerElsewhere(this.env, { model: ENROLLMENT, ids: [id], name })) {
            await this.reload();
        }
    }

    async handleAnswer() {
        const action = await this.action.loadAction("sales_sequence.sales_sequence_answers_action");
        return this.action.doAction({ ...action, params: { signal_id: this.panel.answer.signal_id } });
    }

    askUntil() {
        this.dialog.add(NotNowDialog, {
            name: this.panel.name,
            onConfirm: (until) => this.answer("not_now", until),
        });
    }

    /** The answer is handled when the meeting is planned: without one, it is as before. */
    async planMeeting() {
        const result = await this.answer("meeting");
        if (!result) {
            return;
        }
        const { signal_id: signalId } = this.panel.answer;
        let isPlanned = false;
        this.dialog.add(
            FormViewDialog,
            {
                resModel: result.action.res_model,
                context: result.action.context || {},
                title: _t("Plan the meeting"),
                canExpand: false,
                onRecordSaved: () => (isPlanned = true),
            },
            {
                onClose: async () => {
                    if (!isPlanned) {
                        await this.orm.call(ANSWERS, "undo", [signalId]);
                    }
                    await this.reload();
                },
            }
        );
    }

    /** Do one of the verbs of the answers. @returns {Promise<Object|false>} what it says; false: the form is invalid */
    async answer(verb, ...args) {
        const { signal_id: signalId } = this.panel.answer;
        if (!(await this.props.record.save())) {
            return false;
        }
        const result = await this.orm.call(ANSWERS, verb, [signalId, ...args]);
        this.notification.add(result.words, { type: "success" });
        if (!result.action) {
            await this.reload();
        }
        return result;
    }

    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openEnrollment(id = this.panel.enrollment_id) {
        return this.open(ENROLLMENT, id);
    }

    openAll() {
        const { res_model: model, res_id: id } = this.panel;
        return this.execute("action_view_enrollments", { model, id });
    }

    reload() {
        return this.props.record.model.load();
    }
}

export const sequencePanel = {
    component: SequencePanel,
    extractProps: ({ options }) => ({ screen: options.screen }),
    fieldDependencies: [{ name: "sequence_panel", type: "json" }],
};

registry.category("view_widgets").add("sales_sequence_panel", sequencePanel);
