import { Component, markup } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { RateChart, RatioChart, VariantMark, formatRate } from "./charts";
import { ShareBar } from "./share_bar";

export const CARD = "sales.sequence.experiment.card";

const BADGES = {
    not_started: "text-bg-light border",
    too_few: "text-bg-info",
    running: "text-bg-info",
    winner: "text-bg-success",
    no_difference: "text-bg-secondary",
    stopped: "text-bg-light border",
};
const ICONS = { running: "fa-flask", too_few: "fa-flask", winner: "fa-check-circle" };

/** The variants of a step, compared: before they are sent, while they are, and once one has won. */
export class ExperimentCard extends Component {
    static template = "sales_sequence.ExperimentCard";
    static components = { RateChart, RatioChart, ShareBar, VariantMark };
    static props = {
        // What `get_card` of the server returns.
        card: Object,
        // Called with the card as it is after something was done.
        onChange: Function,
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.formatInteger = formatInteger;
        this.formatRate = formatRate;
        this.keepBoth = _t("Keep both");
        this.keepAll = _t("Keep all");
        this.countHelp = {
            people: _t("One per company, else per address: everybody of a company gets the same variant."),
            open: _t("The email left too recently. Not counted yet, answered or not."),
        };
    }

    get card() {
        return this.props.card;
    }

    get sentence() {
        return markup(this.card.sentence);
    }

    get badgeClass() {
        return BADGES[this.card.state];
    }

    get icon() {
        return ICONS[this.card.state];
    }

    get isBefore() {
        return Boolean(this.card.plan);
    }

    get mayChange() {
        return this.card.may_edit;
    }

    get mayOpen() {
        return this.card.may_open;
    }

    get rated() {
        return this.card.variants
            .map((variant, index) => ({ ...variant, index }))
            .filter((variant) => variant.rate !== false);
    }

    get comparisons() {
        return this.card.comparisons.filter((comparison) => comparison.is_known);
    }

    get highs() {
        return this.comparisons.map((comparison) => comparison.high);
    }

    get longest() {
        return Math.max(...this.card.plan.rows.map((row) => row.weeks || 0));
    }

    // -- verbs --------------------------------------------------------------------------------------------------------

    async call(method, ...args) {
        this.props.onChange(await this.orm.call(CARD, method, [this.card.step_id, ...args]));
    }

    stop(stop) {
        this.dialog.add(ConfirmationDialog, {
            title: stop.label,
            body: stop.consequence,
            confirmLabel: stop.label,
            confirm: () => this.call("stop", stop.variant_ids),
            cancel: () => {},
        });
    }

    async open(variant, count) {
        return this.action.doAction(await this.orm.call(CARD, "action_open", [this.card.step_id, variant.id, count]));
    }
}
