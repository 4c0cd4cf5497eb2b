import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { getTabableElements } from "@web/core/utils/ui";
import { SEVERITIES } from "../advice/advice_words";
import { CHANNELS, channelOf } from "./channels";
import { number } from "./numbers";

const CHIP_ICONS = {
    date: "fa-calendar",
    experiment: "fa-flask",
    overdue: "fa-clock-o",
    problem: "fa-warning",
    review: "fa-eye",
};

/** One step in the timeline, with the wait before it. */
export class StepCard extends Component {
    static template = "sales_sequence.StepCard";
    static components = { Dropdown, DropdownItem };
    static props = {
        step: Object,
        /** `{ severity, text, help }`: what could be better about it. */
        advice: { type: Object, optional: true },
        isSelected: Boolean,
        isFirst: Boolean,
        isLast: Boolean,
        isDraft: Boolean,
        mayEdit: Boolean,
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.editor = this.env.salesSequenceEditor;
        this.channels = CHANNELS;
    }

    get channel() {
        return channelOf(this.props.step.channel);
    }

    get moreLabel() {
        return _t("More for “%s”", this.props.step.name);
    }

    get chips() {
        return this.props.step.chips.map((chip) => ({ ...chip, icon: CHIP_ICONS[chip.kind] || "fa-info-circle" }));
    }

    get adviceChip() {
        const { advice } = this.props;
        return advice && { ...advice, ...SEVERITIES[advice.severity], help: advice.help.join("\n") };
    }

    get people() {
        const { before, at, past, past_text: pastText } = this.props.step;
        return [
            { name: "before", number: number("before", before, _t("Active people who still come to this step")), label: _t("before") },
            { name: "at", number: number("at", at, _t("Active people who are at this step")), label: _t("at") },
            { name: "past", number: number("past", past, _t("To whom it was sent, or for whom it was done")), label: pastText },
        ];
    }

    get earned() {
        const { earned } = this.props.step;
        return (
            earned && {
                rate: earned.rate_text,
                width: `${Math.round(1000 * earned.share) / 10}%`,
                text: _t("%(answered)s of %(people)s answered", {
                    answered: number("answered", earned.answered, _t("Who answered this step in time")),
                    people: number("closed", earned.closed, _t("Who got this step long enough ago")),
                }),
            }
        );
    }

    /** All numbers and chips of the card say what they open; a click anywhere else opens the step. */
    async onClick(ev) {
        if (ev.target.closest("[data-open]")) {
            const { open } = ev.target.closest("[data-open]").dataset;
            const action = await this.orm.call("sales.sequence.editor", "open_people", [this.props.step.id, open]);
            await this.action.doAction(action);
        } else if (!ev.target.closest(".o-dropdown, .o_sales_sequence_editor_grip")) {
            const side = ev.currentTarget.closest(".o_sales_sequence_editor").querySelector(".o_sales_sequence_editor_side");
            if (this.props.isSelected && !ev.detail && side) {
                // Enter opens the step, and once more goes into it: not through all the cards that follow.
                getTabableElements(side)[0]?.focus();
            } else {
                await this.editor.select(this.props.step.id);
            }
        }
    }

    /** With the keyboard: Alt and an arrow, or the menu. */
    async onKeydown(ev) {
        const by = { ArrowUp: -1, ArrowDown: 1 }[ev.key];
        if (by && ev.altKey && this.props.mayEdit) {
            ev.preventDefault();
            ev.stopPropagation();
            await this.editor.shift(this.props.step.id, by);
        }
    }
}
