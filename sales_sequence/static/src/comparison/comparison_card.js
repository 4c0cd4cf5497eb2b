import { Component, markup } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatInteger, formatPercentage } from "@web/views/fields/formatters";
import { RateChart, RatioChart, VariantMark, formatRate } from "../experiment/charts";
import { ComparisonDialog } from "./comparison_dialog";

export const COMPARISON = "sales.sequence.comparison";

const BADGES = {
    none: "o_sales_sequence_comparison_none",
    running: "text-bg-info",
    proved: "text-bg-success",
    ended: "text-bg-light border",
};
const ICONS = { running: "fa-flask", proved: "fa-check-circle" };

/** Whether a sequence earns more than following people up the old way; before a draw, what one takes. */
export class ComparisonCard extends Component {
    static template = "sales_sequence.ComparisonCard";
    static components = { RateChart, RatioChart, VariantMark };
    static props = {
        /** What `get_card` of the server returns. */
        card: Object,
        sequenceId: Number,
        /** Called after a comparison was started or ended. */
        onChange: Function,
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.formatInteger = formatInteger;
        this.formatRate = formatRate;
        this.openHelp = _t("Their days are not over. Not counted yet, whatever has happened.");
    }

    get card() {
        return this.props.card;
    }

    get sentence() {
        return markup(this.card.sentence);
    }

    get planSentence() {
        return markup(this.card.plan.sentence);
    }

    get earlier() {
        return this.card.earlier.map((one) => ({ ...one, sentence: markup(one.sentence) }));
    }

    get badgeClass() {
        return BADGES[this.card.status];
    }

    get icon() {
        return ICONS[this.card.status];
    }

    /** The rows of the chart of rates: those with enough people for one. */
    get rated() {
        return this.card.arms
            .map((arm, index) => ({ ...arm, index, letter: arm.name, answers: arm.met }))
            .filter((arm) => arm.rate !== false);
    }

    get ratio() {
        const { ratio, ratio_title: title, status } = this.card;
        return ratio && ratio.low !== false && { ...ratio, title, is_proved: status === "proved" };
    }

    percentOf(part) {
        return formatPercentage(part, { digits: [false, 1] });
    }

    get hasWeeks() {
        return this.card.plan.rows.some((row) => row.weeks);
    }

    // -- verbs --------------------------------------------------------------------------------------------------------

    async open(arm, name) {
        const action = await this.orm.call(COMPARISON, "action_open", [this.card.comparison_id, arm.arm, name]);
        return this.action.doAction(action);
    }

    start() {
        const { sequenceId, onChange: onStarted } = this.props;
        this.dialog.add(ComparisonDialog, { sequenceId, days: this.card.usual_days, onStarted });
    }

    end() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("End the comparison"),
            body: _t(
                "From then on nobody is held back. People who were drawn already stay as they are and are still counted. What has been compared stays; a new comparison begins from zero."
            ),
            confirmLabel: _t("End the comparison"),
            confirm: async () => {
                await this.orm.call(COMPARISON, "action_end", [[this.card.comparison_id]]);
                await this.props.onChange();
            },
            cancel: () => {},
        });
    }
}
