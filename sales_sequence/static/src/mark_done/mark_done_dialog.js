import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { isWriting, OutcomeChoice, OutcomeQuestion } from "./outcome_choice";
import { recordOutcome } from "./record_outcome";

/**
 * Asks what came of one or several activities, and completes them: those of sequences with the outcome, the others as
 * Odoo does, all with the same feedback.
 */
export class MarkDoneDialog extends Component {
    static template = "sales_sequence.MarkDoneDialog";
    static components = { Dialog, OutcomeChoice };
    static props = {
        close: Function,
        title: String,
        doneLabel: String,
        activityIds: Array,
        sequenceActivityIds: Array,
        outcomes: Array,
        people: Array,
        more: { type: [String, Boolean], optional: true },
        hint: { type: [String, Boolean], optional: true },
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.question = useState(new OutcomeQuestion(this.props.outcomes));
        this.state = useState({ feedback: "", isRecording: false });
        this.reload = () => this.env.services.action.doAction("soft_reload");
        onMounted(() => this.root.el.querySelector("[role=radiogroup] input, textarea").focus());
    }

    get isSeveral() {
        return this.props.activityIds.length > 1;
    }

    get choiceTitle() {
        return this.isSeveral ? _t("How did they go?") : _t("How did it go?");
    }

    get placeholder() {
        return this.isSeveral ? _t("Write Feedback, the same for all") : _t("Write Feedback");
    }

    async onKeydown(ev) {
        const isSubmit = isWriting(ev.target)
            ? ev.target.matches("textarea") && (ev.ctrlKey || ev.metaKey)
            : !ev.target.matches("button");
        if (this.question.chooseByKey(ev)) {
            ev.preventDefault();
        } else if (ev.key === "Enter" && isSubmit && !ev.isComposing) {
            ev.preventDefault();
            ev.stopPropagation();
            await this.markDone();
        }
    }

    async markDone() {
        const { activityIds, sequenceActivityIds } = this.props;
        if (this.state.isRecording || (this.question.chosen && !this.question.isAnswered)) {
            return;
        }
        this.state.isRecording = true;
        try {
            const { feedback } = this.state;
            let others = activityIds;
            if (this.question.chosen) {
                const values = this.question.valuesWith(feedback);
                if (!(await recordOutcome(this.env, sequenceActivityIds, values, this.reload))) {
                    return;
                }
                others = activityIds.filter((id) => !sequenceActivityIds.includes(id));
            }
            if (others.length) {
                await this.orm.call("mail.activity", "action_feedback", [others], { feedback: feedback || false });
            }
            this.props.onDone();
            this.props.close();
        } finally {
            this.state.isRecording = false;
        }
    }
}

/**
 * The client action with which the server answers Odoo's *Done* buttons.
 *
 * @returns {Promise<Object | undefined>} the action that follows; none if nothing was marked done
 */
async function markDone(env, { params }) {
    let isDone = false;
    await new Promise((resolve) => {
        env.services.dialog.add(
            MarkDoneDialog,
            {
                title: params.title,
                doneLabel: params.done_label,
                activityIds: params.activity_ids,
                sequenceActivityIds: params.sequence_activity_ids,
                outcomes: params.outcomes,
                people: params.people,
                more: params.more,
                hint: params.hint,
                onDone: () => {
                    isDone = true;
                },
            },
            { onClose: resolve }
        );
    });
    if (!isDone) {
        return;
    }
    if (params.next_method) {
        return env.services.orm.call("mail.activity", params.next_method, [params.activity_ids]);
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("sales_sequence_mark_done", markDone);
