import { Component } from "@odoo/owl";
import { hexToRGBA } from "@web/core/colors/colors";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatPercentage } from "@web/views/fields/formatters";
import { inLanguageOfWords } from "../desk/moments";
import { useChart } from "./chart";
import { figure, hasRate, intervalInWords, rateInWords, roundUp, tickInWords } from "./figures";
import { colorOf, hatch } from "./palette";

/** The last twelve weeks, by the Monday before the first email: the rate above, below it how many were reached. */
export class ResultWeeks extends Component {
    static template = "sales_sequence.ResultWeeks";
    static props = {
        // `[{start, closed, open, answered, rate, low, high}]` of `get_results`
        weeks: Array,
        onFigure: Function,
    };

    setup() {
        this.ui = useService("ui");
        Object.assign(this, { figure, hasRate, rateInWords, intervalInWords });
        useChart(() => this.getConfig());
    }

    get labels() {
        let month = null;
        return this.props.weeks.map(({ start }, index) => {
            const date = inLanguageOfWords(deserializeDate(start));
            const label = date.month === month ? String(date.day) : date.toLocaleString({ day: "numeric", month: "short" });
            if (this.ui.isSmall && index % 3) {
                return "";
            }
            month = date.month;
            return label;
        });
    }

    day({ start }) {
        const day = inLanguageOfWords(deserializeDate(start));
        return day.toLocaleString({ day: "numeric", month: "short", year: "numeric" });
    }

    get hasRates() {
        return this.props.weeks.some(hasRate);
    }

    get explanation() {
        return this.hasRates
            ? _t("Above: answered, of closed people. Below: people reached; hatched: still open.")
            : _t("People reached; hatched: still open. No week has 20 closed people yet: no rates.");
    }

    get description() {
        const { weeks } = this.props;
        const rates = weeks.filter(hasRate).map(({ rate }) => rate);
        const people = weeks.map(({ closed, open }) => closed + open);
        const most = Math.max(...people);
        return rates.length
            ? _t("People reached by week: at most %(most)s. Answered by week: between %(low)s and %(high)s.", {
                  most,
                  low: rateInWords(Math.min(...rates)),
                  high: rateInWords(Math.max(...rates)),
              })
            : _t("People reached by week: at most %s.", most);
    }

    getConfig() {
        const { weeks } = this.props;
        return {
            type: "bar",
            data: { labels: this.labels, datasets: [...this.getPeople(), ...(this.hasRates ? [this.getRates()] : [])] },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "nearest", intersect: true },
                layout: { padding: { top: 14 } },
                scales: this.getScales(),
                onClick: (_ev, elements, chart) => this.onClick(elements[0], chart),
                onHover: (ev, elements) => (ev.native.target.style.cursor = elements.length ? "pointer" : "default"),
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: {
                            title: ([item]) => item && this.day(weeks[item.dataIndex]),
                            label: ({ dataset, dataIndex }) => this.getTooltip(dataset.part, weeks[dataIndex]),
                        },
                    },
                },
            },
            plugins: [{ id: "intervals", beforeDatasetsDraw: (chart) => this.drawIntervals(chart) }],
        };
    }

    getScales() {
        const { weeks } = this.props;
        const ticks = { color: colorOf("muted"), font: { size: 12 } };
        const grid = { color: colorOf("grid") };
        const mostPeople = roundUp(Math.max(...weeks.map(({ closed, open }) => closed + open), 4), 2);
        const scales = {
            x: { stacked: true, grid: { display: false }, ticks: { ...ticks, autoSkip: false, maxRotation: 0 } },
            people: {
                axis: "y",
                stack: "weeks",
                stackWeight: 3,
                stacked: true,
                min: 0,
                // Room above the bars: the scale of the rates ends where this one begins.
                max: mostPeople * 1.2,
                grid,
                ticks: { ...ticks, stepSize: mostPeople / 2, includeBounds: false },
            },
        };
        if (this.hasRates) {
            const highest = roundUp(Math.max(...weeks.filter(hasRate).map(({ high }) => high), 0.01), 3);
            scales.rates = {
                axis: "y",
                stack: "weeks",
                stackWeight: 4,
                offset: true,
                min: 0,
                max: highest,
                grid,
                ticks: {
                    ...ticks,
                    stepSize: highest / 3,
                    callback: tickInWords,
                },
            };
        }
        return scales;
    }

    getPeople() {
        const { weeks } = this.props;
        const common = { yAxisID: "people", stack: "people", maxBarThickness: 28 };
        return [
            { ...common, part: "closed", data: weeks.map(({ closed }) => closed), backgroundColor: colorOf("people") },
            {
                ...common,
                part: "open",
                data: weeks.map(({ open }) => open),
                backgroundColor: ({ chart }) => hatch(chart.ctx),
                borderColor: colorOf("open"),
                borderWidth: 1,
            },
        ];
    }

    getRates() {
        return {
            type: "line",
            part: "answered",
            yAxisID: "rates",
            data: this.props.weeks.map((week) => (hasRate(week) ? week.rate : null)),
            borderColor: colorOf("answered"),
            backgroundColor: colorOf("answered"),
            borderWidth: 2,
            pointRadius: 4,
            spanGaps: false,
        };
    }

    getTooltip(part, week) {
        switch (part) {
            case "closed":
                return week.closed === 1 ? _t("1 person reached, closed") : _t("%s people reached, closed", week.closed);
            case "open":
                return week.open === 1 ? _t("1 person reached, still open") : _t("%s people reached, still open", week.open);
            case "answered":
                return _t("%(rate)s (%(interval)s): %(count)s of %(people)s", {
                    rate: rateInWords(week.rate),
                    interval: intervalInWords(week),
                    count: week.answered,
                    people: week.closed,
                });
        }
    }

    /** The interval of each rate behind its point, and its value beside it where there is room. */
    drawIntervals({ ctx, scales }) {
        if (!scales.rates) {
            return;
        }
        ctx.save();
        ctx.font = `11px ${getComputedStyle(document.body).fontFamily}`;
        ctx.textAlign = "center";
        this.props.weeks.forEach((week, index) => {
            if (!hasRate(week)) {
                return;
            }
            const x = scales.x.getPixelForValue(index);
            const [top, bottom] = [week.high, week.low].map((share) => scales.rates.getPixelForValue(share));
            ctx.fillStyle = hexToRGBA(colorOf("answered"), 0.18);
            ctx.fillRect(x - 3, top, 6, bottom - top);
            if (!this.ui.isSmall) {
                ctx.fillStyle = colorOf("text");
                const words = formatPercentage(week.rate, { digits: [16, 1], trailingZeros: true, noSymbol: true });
                ctx.fillText(words, x, Math.max(top - 3, 8));
            }
        });
        ctx.restore();
    }

    onClick(element, chart) {
        if (!element) {
            return;
        }
        const { part } = chart.data.datasets[element.datasetIndex];
        const week = this.props.weeks[element.index];
        if (week[part]) {
            this.props.onFigure(["weeks", week.start, part]);
        }
    }
}
