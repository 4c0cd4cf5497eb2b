import { Component } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { inLanguageOfWords } from "../desk/moments";
import { BarChart } from "./chart";
import { COLORS } from "./dashboard_colors";
import { DashboardNumber } from "./number";

/** How many people have answered this week, and by the same moment of the eight weeks before. */
export class AnsweredCard extends Component {
    static template = "sales_sequence.Dashboard.Answered";
    static components = { BarChart, DashboardNumber };
    static props = { answered: Object, now: String, onOpen: Function };

    get weeks() {
        return this.props.answered.weeks;
    }

    /** Day and month below each other: nine of them fit on a phone, too. */
    get labels() {
        return this.weeks.map((week) => {
            const day = inLanguageOfWords(deserializeDate(week.day));
            return [day.toFormat("d"), day.toFormat("LLL")];
        });
    }

    nameOf(week) {
        return inLanguageOfWords(deserializeDate(week.day)).toLocaleString({ day: "numeric", month: "long" });
    }

    get datasets() {
        const last = this.weeks.length - 1;
        return [
            {
                label: _t("Up to this point in the week"),
                data: this.weeks.map((week) => week.until_now),
                backgroundColor: this.weeks.map((_week, index) =>
                    index === last ? COLORS.answered : COLORS.answeredBefore
                ),
            },
            {
                label: _t("Later in the week"),
                data: this.weeks.map((week, index) => (index === last ? 0 : week.whole - week.until_now)),
                backgroundColor: COLORS.answeredRest,
                borderColor: COLORS.answeredBefore,
                borderWidth: 1,
            },
        ];
    }

    /** The number of this week is told by the card; those before are read above their bars. */
    get texts() {
        const last = this.weeks.length - 1;
        return (chart) =>
            this.weeks.map((week, index) => {
                const value = index === last ? week.until_now : week.whole;
                return {
                    x: chart.getDatasetMeta(0).data[index].x,
                    y: chart.scales.y.getPixelForValue(value),
                    text: String(value),
                };
            });
    }

    /** Open who answered in a week. */
    open(index, isUntilNow = false) {
        const of = { week: this.weeks[index].day };
        return this.props.onOpen(isUntilNow ? { ...of, until_now: true } : of);
    }

    get average() {
        return formatFloat(this.props.answered.average, { digits: [16, 1] });
    }

    get words() {
        const now = deserializeDateTime(this.props.now);
        const moment = inLanguageOfWords(now).toLocaleString({ weekday: "long", hour: "numeric", minute: "2-digit" });
        return _t(
            "Until %(moment)s. By then it was %(average)s on average in the eight weeks before (dashed line). Pale: the rest of the week.",
            { moment, average: this.average }
        );
    }
}
