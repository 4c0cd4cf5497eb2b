import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { number } from "./numbers";
import { QuestionBox } from "./question_box";
import { StepCard } from "./step_card";
import { StepChoice } from "./step_choice";
import { channelOf } from "./channels";

const STEP = ".o_sales_sequence_editor_step";

/** The steps of a sequence on a rail, in the order in which people get them. */
export class Timeline extends Component {
    static template = "sales_sequence.Timeline";
    static components = { QuestionBox, StepCard, StepChoice };
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.editor = useState(this.env.salesSequenceEditor);
        this.advice = useState(this.env.salesSequenceAdvice);
        this.root = useRef("root");
        this.list = useRef("list");
        useEffect(
            (focused) => this.focusCard(focused),
            () => [this.editor.focused]
        );
        useSortable({
            ref: this.list,
            enable: () => this.editor.may_edit,
            elements: STEP,
            handle: ".o_sales_sequence_editor_grip",
            cursor: "grabbing",
            onDrop: ({ element, next }) => this.drop(element, next),
        });
    }

    /** Nobody who works in the editor begins again at the top of the page; whoever has gone elsewhere stays there. */
    focusCard(focused) {
        const { activeElement } = document;
        const editor = this.root.el.closest(".o_sales_sequence_editor");
        const isOurs = activeElement === document.body || editor.contains(activeElement);
        if (focused && isOurs && !(this.env.isSmall && this.editor.selection)) {
            const card = this.root.el.querySelector(`[data-id='${focused.id}'] button[name=open]`);
            (card || this.root.el.querySelector("button[name=add]"))?.focus();
        }
    }

    drop(element, next) {
        while (next && (!next.matches(STEP) || next === element)) {
            next = next.nextElementSibling;
        }
        this.editor.move(Number(element.dataset.id), next ? Number(next.dataset.id) : false);
    }

    get isDraft() {
        return this.editor.sequence.state === "draft";
    }

    /** A step that is being added has no card yet: where it will be. */
    get added() {
        const { selection } = this.editor;
        return selection && !selection.id && { ...selection, ...channelOf(selection.channel) };
    }

    get archiveTitle() {
        const { length } = this.editor.timeline.archived;
        return length === 1 ? _t("1 archived step") : _t("%s archived steps", length);
    }

    iconOf(step) {
        return channelOf(step.channel).icon;
    }

    questionBefore(step) {
        const { question } = this.editor;
        return question && question.kind === "move" && question.beforeId === step.id;
    }

    questionAfter(step) {
        const { question } = this.editor;
        return question && question.kind !== "move" && question.stepId === step.id;
    }

    get questionAtEnd() {
        const { question } = this.editor;
        return question && question.kind === "move" && !question.beforeId;
    }

    get hasRates() {
        return this.editor.steps.some((step) => step.earned);
    }

    get footnote() {
        const { closed, open, open_answered: answered, closed_days: days } = this.editor.sequence;
        if (!closed && !open) {
            return false;
        }
        const values = {
            closed: number("closed", closed),
            open: number("open", open),
            answered: number("open_answered", answered),
            days,
        };
        return _t(
            "Rates count people who got the step at least %(days)s days ago. By their first email, %(closed)s people of this sequence are closed and %(open)s are open; %(answered)s of the open ones have answered so far and are in no rate.",
            values
        );
    }

    async onClickFootnote(ev) {
        const button = ev.target.closest("[data-open]");
        if (button) {
            const { id } = this.editor.sequence;
            const figure = ["total", false, button.dataset.open];
            this.action.doAction(await this.orm.call("sales.sequence.results", "open_figure", [id, figure]));
        }
    }
}
