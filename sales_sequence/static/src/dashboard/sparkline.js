import { Component } from "@odoo/owl";
import { formatPercentage } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { COLORS } from "./dashboard_colors";

const WIDTH = 120;
const HEIGHT = 30;
const MARGIN = 4;

/** The rate of each week as a line from zero; a week with too few people is a gap. */
export class Sparkline extends Component {
    static template = "sales_sequence.Dashboard.Sparkline";
    static props = { rates: Array, hasFallen: Boolean };

    get size() {
        return { width: WIDTH, height: HEIGHT, base: HEIGHT - MARGIN };
    }

    get color() {
        return this.props.hasFallen ? COLORS.fell : COLORS.answered;
    }

    get points() {
        const { rates } = this.props;
        const top = Math.max(...rates.filter((rate) => rate !== false)) || 1;
        const step = (WIDTH - 2 * MARGIN) / (rates.length - 1);
        return rates.map(
            (rate, index) =>
                rate !== false && {
                    x: MARGIN + index * step,
                    y: this.size.base - (rate / top) * (HEIGHT - 2 * MARGIN),
                }
        );
    }

    /** Each run of weeks without a gap is a line of its own. */
    get lines() {
        const runs = [[]];
        for (const point of this.points) {
            if (point) {
                runs.at(-1).push(`${point.x.toFixed(1)},${point.y.toFixed(1)}`);
            } else {
                runs.push([]);
            }
        }
        return runs.filter((run) => run.length > 1).map((run) => run.join(" "));
    }

    /** Weeks between two gaps would not be seen; the last of all is where the line has come to. */
    get dots() {
        const { points } = this;
        const last = points.findLastIndex(Boolean);
        return points.filter(
            (point, index) => point && (index === last || (!points[index - 1] && !points[index + 1]))
        );
    }

    get words() {
        const rates = this.props.rates.map((rate) =>
            rate === false ? "–" : formatPercentage(rate, { digits: [16, 1], trailingZeros: true })
        );
        return _t("Answered, week by week: %s", rates.join(", "));
    }
}
