import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatInteger, formatPercentage } from "@web/views/fields/formatters";
import { colorOfRatio, markOf, place, rateAxis, ratioAxis } from "./axis";

const ROW_HEIGHT = 46;
const AXIS_HEIGHT = 26;
/** Between these ratios the difference is too small to matter. */
const SAME = { from: 0.67, to: 1.5 };

/** With its decimal, also where that is zero: below each other, rates are compared. */
export function formatRate(rate) {
    return _t("%s%", formatFloat(100 * rate, { digits: [false, 1] }));
}

/** What stands for a variant, in tables and charts alike: its middle is at 0,0 of the picture it lies in. */
export class VariantShape extends Component {
    static template = "sales_sequence.VariantShape";
    static props = { index: Number };

    get mark() {
        return markOf(this.props.index);
    }
}

/** The same in a line of text. */
export class VariantMark extends Component {
    static template = "sales_sequence.VariantMark";
    static components = { VariantShape };
    static props = { index: Number };
}

/** The rate of each variant with its interval, on an axis from zero. */
export class RateChart extends Component {
    static template = "sales_sequence.RateChart";
    static components = { VariantShape };
    // Rows of the card, with their `index`, which their marks follow.
    static props = { variants: Array };

    get axis() {
        return rateAxis(Math.max(...this.props.variants.map((variant) => variant.high)));
    }

    get height() {
        return this.rows.length * ROW_HEIGHT + AXIS_HEIGHT;
    }

    get ticks() {
        const { max, ticks } = this.axis;
        return ticks.map((value, index) => ({
            value,
            x: place(value, max),
            text: formatPercentage(value, { digits: [false, 1] }),
            anchor: anchorOf(index, ticks),
        }));
    }

    get rows() {
        const { max } = this.axis;
        return this.props.variants.map((variant, row) => ({
            index: variant.index,
            letter: variant.letter,
            color: markOf(variant.index).color,
            text: formatRate(variant.rate),
            x: place(variant.rate, max),
            low: place(variant.low, max),
            high: place(variant.high, max),
            y: 30 + row * ROW_HEIGHT,
        }));
    }

    get label() {
        return this.props.variants
            .map((variant) =>
                _t("%(variant)s: %(answers)s of %(people)s, %(rate)s, between %(low)s and %(high)s", {
                    variant: variant.letter,
                    answers: formatInteger(variant.answers),
                    people: formatInteger(variant.people),
                    rate: formatRate(variant.rate),
                    low: formatRate(variant.low),
                    high: formatRate(variant.high),
                })
            )
            .join("; ");
    }
}

/** How many times the answers of another variant the leader earns, with its interval, on an axis with 1× marked. */
export class RatioChart extends Component {
    static template = "sales_sequence.RatioChart";
    static props = {
        comparison: Object,
        // Those of other rivals: all pictures of a card have one scale.
        highs: Array,
        // Whether the ratios that are too small to matter are marked.
        hasBand: { type: Boolean, optional: true },
    };
    static defaultProps = { hasBand: true };

    get axis() {
        return ratioAxis(this.props.highs);
    }

    get same() {
        const { max } = this.axis;
        return { from: place(SAME.from, max), to: place(SAME.to, max), width: `${parseFloat(place(SAME.to, max)) - parseFloat(place(SAME.from, max))}%` };
    }

    get ticks() {
        const { max, ticks } = this.axis;
        return ticks.map((value, index) => ({
            value,
            x: place(value, max),
            text: _t("%s×", formatFloat(value, { digits: [false, 0] })),
            anchor: anchorOf(index, ticks),
        }));
    }

    get interval() {
        const { max } = this.axis;
        const { ratio, low, high, is_proved: isProved } = this.props.comparison;
        return {
            color: colorOfRatio(isProved),
            x: ratio === false || ratio > max ? false : place(ratio, max),
            low: place(low, max),
            high: place(high === false ? max : high, max),
            isCut: high === false || high > max,
        };
    }
}

function anchorOf(index, ticks) {
    return index === 0 ? "start" : index === ticks.length - 1 ? "end" : "middle";
}
