import { Activity } from "@mail/core/common/activity_model";
import { Activity as ActivityComponent } from "@mail/core/web/activity";
import { ActivityMarkAsDone } from "@mail/core/web/activity_markasdone_popover";
import { onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { patch } from "@web/core/utils/patch";
import { isWriting, OutcomeChoice, OutcomeQuestion } from "./outcome_choice";
import { recordOutcome } from "./record_outcome";

patch(Activity.prototype, {
    /** Show it in other tabs, too. */
    reloadChatters() {
        this.store.activityBroadcastChannel?.postMessage({
            type: "RELOAD_CHATTER",
            payload: { id: this.res_id, model: this.res_model },
        });
    },
});

/** In the chatter, the form shows where the person is in the sequence: it is loaded again as well. */
patch(ActivityComponent.prototype, {
    setup() {
        super.setup();
        if (this.props.activity.is_sequence_activity && this.env.isSmall) {
            // Beside the button, a phone has no room for the outcomes.
            this.markDonePopover = usePopover(ActivityMarkAsDone, { useBottomSheet: true });
        }
        const { open } = this.markDonePopover;
        this.markDonePopover.open = (target, props) =>
            open(target, {
                ...props,
                onActivityChanged: (thread) => {
                    props.onActivityChanged(thread);
                    if (props.activity.is_sequence_activity) {
                        this.props.reloadParentView();
                    }
                },
            });
    },
});

ActivityMarkAsDone.components = { ...ActivityMarkAsDone.components, OutcomeChoice };

/** For an activity of a sequence, Odoo's popover asks for the outcome as well. */
patch(ActivityMarkAsDone.prototype, {
    setup() {
        super.setup();
        this.root = useRef("root");
        this.question = useState(new OutcomeQuestion());
        if (!this.props.activity.is_sequence_activity) {
            return;
        }
        onWillStart(async () => {
            const { outcomes } = await this.env.services.orm.call("mail.activity", "get_sequence_outcomes", [
                [this.props.activity.id],
            ]);
            this.question.outcomes = outcomes;
        });
        // After Odoo, which puts the cursor into the text, where the keys of the outcomes would be text.
        onMounted(() => this.root.el?.querySelector("[role=radiogroup] input")?.focus());
    },

    get asksForOutcome() {
        return this.question.outcomes.length > 0;
    },

    get isDoneOffered() {
        return this.isSuggested || this.asksForOutcome;
    },

    async onKeydownInside(ev) {
        if (!this.asksForOutcome) {
            return;
        }
        const isSubmit = isWriting(ev.target)
            ? ev.target.matches("textarea") && (ev.ctrlKey || ev.metaKey)
            : !ev.target.matches("button");
        if (this.question.chooseByKey(ev)) {
            ev.preventDefault();
        } else if (ev.key === "Enter" && isSubmit && !ev.isComposing) {
            ev.preventDefault();
            await this.onClickDone();
        }
    },

    async onClickDone() {
        if (!this.question.chosen) {
            return super.onClickDone();
        }
        await this.recordSequenceOutcome();
    },

    async onClickDoneAndScheduleNext() {
        if (!this.question.chosen) {
            return super.onClickDoneAndScheduleNext();
        }
        await this.recordSequenceOutcome({ schedule_next: true });
    },

    async recordSequenceOutcome(options = {}) {
        if (!this.question.isAnswered || this.isRecording) {
            return;
        }
        this.isRecording = true;
        const { activity, close, onActivityChanged, onClickDoneAndScheduleNext } = this.props;
        const { "mail.store": store, action } = this.env.services;
        const thread = store.Thread.insert({ model: activity.res_model, id: activity.res_id });
        const refresh = async () => {
            activity.reloadChatters();
            onActivityChanged(thread);
            await thread.fetchNewMessages();
        };
        const values = { ...this.question.valuesWith(activity.feedback), ...options };
        try {
            if (this.question.chosen.effect === "meeting") {
                close?.();
            }
            const result = await recordOutcome(this.env, [activity.id], values, refresh);
            if (result && options.schedule_next) {
                onClickDoneAndScheduleNext?.();
                close?.();
            }
            await refresh();
            if (result?.next) {
                await new Promise((resolve) => action.doAction(result.next, { onClose: resolve }));
                onActivityChanged(thread);
            }
        } finally {
            this.isRecording = false;
        }
    },
});
