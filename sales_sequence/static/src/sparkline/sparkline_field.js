import { Component } from "@odoo/owl";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { formatPercentage } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WIDTH = 96;
const HEIGHT = 24;
// So that neither the line nor a point is cut at the edge.
const MARGIN = 2;
// Two points are no line.
const FEWEST_POINTS = 4;

/** The share that answered, week by week, from zero up to the best of these weeks. A week of few people has none. */
export class SparklineField extends Component {
    static template = "sales_sequence.SparklineField";
    static props = { ...standardFieldProps };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
        this.color = getCustomColor(cookie.get("color_scheme"), "#0B6B74", "#4DB6C1");
    }

    get weeks() {
        return this.props.record.data[this.props.name] || [];
    }

    get known() {
        return this.weeks.filter((week) => week.rate !== false);
    }

    get isLine() {
        return this.known.length >= FEWEST_POINTS;
    }

    /** Neighboring weeks as one piece each: a missing week is a gap, and no slope. */
    get pieces() {
        const best = Math.max(...this.known.map((week) => week.rate)) || 1;
        const pieces = [[]];
        this.weeks.forEach((week, index) => {
            if (week.rate === false) {
                pieces.push([]);
                return;
            }
            const x = MARGIN + (index * (WIDTH - 2 * MARGIN)) / (this.weeks.length - 1);
            const y = HEIGHT - MARGIN - (week.rate / best) * (HEIGHT - 2 * MARGIN);
            pieces.at(-1).push([x, y]);
        });
        return pieces.filter((piece) => piece.length);
    }

    get lines() {
        return this.pieces
            .filter((piece) => piece.length > 1)
            .map((piece) => piece.map((point) => point.join(",")).join(" "));
    }

    /** Weeks without a neighbor. */
    get dots() {
        return this.pieces.filter((piece) => piece.length === 1).map(([[x, y]]) => ({ x, y }));
    }

    get words() {
        const rates = this.weeks.map((week) =>
            week.rate === false ? _t("too few") : formatPercentage(week.rate)
        );
        return _t("Answered in the last 12 weeks that have closed, the oldest first: %s", rates.join(", "));
    }
}

registry.category("fields").add("sales_sequence_sparkline", {
    component: SparklineField,
    displayName: _t("Answers by week"),
    supportedTypes: ["json"],
});
