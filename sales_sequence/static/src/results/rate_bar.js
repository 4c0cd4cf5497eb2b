import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { hasRate, rateInWords } from "./figures";

/** A rate as a bar from zero, with its interval as a line. */
export class RateBar extends Component {
    static template = "sales_sequence.RateBar";
    static props = {
        // `{rate, low, high}`, from 0 to 1; without a rate nothing is drawn
        figures: Object,
        // the end of the scale
        max: Number,
    };

    get hasRate() {
        return hasRate(this.props.figures);
    }

    get label() {
        const { rate, low, high } = this.props.figures;
        return _t("%(rate)s, between %(low)s and %(high)s", {
            rate: rateInWords(rate),
            low: rateInWords(low),
            high: rateInWords(high),
        });
    }

    percent(share) {
        return Math.min(100, (100 * share) / this.props.max).toFixed(2);
    }

    get barStyle() {
        return `width: ${this.percent(this.props.figures.rate)}%`;
    }

    get lineStyle() {
        const { low, high } = this.props.figures;
        return `inset-inline-start: ${this.percent(low)}%; width: ${this.percent(high - low)}%`;
    }
}
