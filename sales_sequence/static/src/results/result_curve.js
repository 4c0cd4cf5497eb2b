import { Component } from "@odoo/owl";
import { hexToRGBA } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useChart } from "./chart";
import { rateInWords, roundUp, tickInWords } from "./figures";
import { colorOf } from "./palette";

// Font Awesome's characters: a canvas knows no classes.
const CHARACTERS = { email: "\uf003", call: "\uf095", linkedin: "\uf08c", todo: "\uf046", action: "\uf085" };
const LINE_COLORS = ["first", "second", "third", "fourth"];
const LINE_DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/** The share still without an answer after each day; with several versions a line for each. */
export class ResultCurve extends Component {
    static template = "sales_sequence.ResultCurve";
    static props = {
        // `{lines: [{name, days: [{day, answered, low, high}]}], steps: [{day, channel}]}` of `get_results`
        curve: Object,
        open: Number,
    };

    setup() {
        this.ui = useService("ui");
        this.rateInWords = rateInWords;
        useChart(() => this.getConfig());
    }

    get explanation() {
        if (this.props.open === 1) {
            return _t(
                "Left: share answered, from zero. Right: the same, still without an answer. Other exits stay unanswered; only the 1 open person is censored. Band: 95%."
            );
        }
        return _t(
            "Left: share answered, from zero. Right: the same, still without an answer. Other exits stay unanswered; only the %s open people are censored. Band: 95%.",
            this.props.open
        );
    }

    /** The picture in words, for whoever does not see it. */
    get description() {
        return this.props.curve.lines
            .map(({ name, days }) => {
                const last = days.at(-1);
                const values = {
                    name,
                    day: last.day,
                    answered: rateInWords(last.answered),
                    low: rateInWords(last.low),
                    high: rateInWords(last.high),
                };
                return name
                    ? _t("%(name)s: %(answered)s have answered after day %(day)s, between %(low)s and %(high)s", values)
                    : _t("%(answered)s have answered after day %(day)s, between %(low)s and %(high)s", values);
            })
            .join("; ");
    }

    get isSingle() {
        return this.props.curve.lines.length === 1;
    }

    get max() {
        const days = this.props.curve.lines.flatMap((line) => line.days);
        return roundUp(Math.max(...days.map(({ high, answered }) => (this.isSingle ? high : answered)), 0.01));
    }

    getConfig() {
        const ticks = { color: colorOf("muted"), font: { size: 12 } };
        const scale = { min: 0, max: this.max, ticks: { ...ticks, stepSize: this.max / 4 } };
        const lastDay = Math.max(...this.props.curve.lines.map(({ days }) => days.at(-1).day));
        return {
            type: "line",
            data: { datasets: this.props.curve.lines.flatMap((line, index) => this.getDatasets(line, index)) },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "x", intersect: false },
                layout: { padding: { top: 24 } },
                scales: {
                    x: {
                        type: "linear",
                        min: 0,
                        max: lastDay,
                        grid: { display: false },
                        ticks: { ...ticks, stepSize: Math.ceil(lastDay / 7) || 1 },
                        title: {
                            display: true,
                            text: _t("calendar days after the first email"),
                            color: colorOf("muted"),
                        },
                    },
                    y: {
                        ...scale,
                        grid: { color: colorOf("grid") },
                        ticks: { ...scale.ticks, callback: tickInWords },
                    },
                    without: {
                        axis: "y",
                        ...scale,
                        position: "right",
                        grid: { display: false },
                        ticks: { ...scale.ticks, callback: (share) => tickInWords(1 - share) },
                    },
                },
                plugins: {
                    legend: {
                        display: !this.isSingle,
                        labels: {
                            color: colorOf("text"),
                            usePointStyle: true,
                            pointStyle: "line",
                            filter: ({ text }) => text,
                        },
                    },
                    tooltip: {
                        filter: ({ dataset }) => dataset.isLine,
                        callbacks: {
                            title: ([item]) => item && _t("Day %s", item.parsed.x),
                            label: (item) => this.getTooltip(item),
                        },
                    },
                },
            },
            plugins: [{ id: "steps", afterDatasetsDraw: (chart) => this.drawSteps(chart) }, this.lastValues],
        };
    }

    getDatasets(line, index) {
        const color = colorOf(LINE_COLORS[index % LINE_COLORS.length]);
        const common = { stepped: "before", pointRadius: 0, pointHitRadius: 8, borderWidth: 0 };
        const points = (key) => line.days.map((day) => ({ x: day.day, y: day[key] }));
        const answered = {
            ...common,
            isLine: true,
            label: line.name || _t("answered"),
            days: line.days,
            data: points("answered"),
            borderColor: color,
            borderDash: LINE_DASHES[index % LINE_DASHES.length],
            borderWidth: 2,
        };
        if (!this.isSingle) {
            // The bands of several versions would hide one another.
            return [answered];
        }
        return [
            { ...common, data: points("low") },
            { ...common, data: points("high"), fill: "-1", backgroundColor: hexToRGBA(color, 0.14) },
            answered,
        ];
    }

    getTooltip({ dataset, dataIndex }) {
        const { answered, low, high } = dataset.days[dataIndex];
        const values = {
            name: dataset.label,
            answered: rateInWords(answered),
            without: rateInWords(1 - answered),
            low: rateInWords(low),
            high: rateInWords(high),
        };
        return this.isSingle
            ? [
                  _t("%(answered)s answered (%(low)s to %(high)s)", values),
                  _t("%(without)s still without an answer", values),
              ]
            : _t("%(name)s: %(answered)s answered (%(low)s to %(high)s)", values);
    }

    /** On which day each step is taken, as far as it was taken at all. */
    drawSteps({ ctx, chartArea, scales }) {
        ctx.save();
        ctx.textAlign = "center";
        ctx.font = "13px FontAwesome";
        let free = -Infinity;
        for (const { day, channel } of this.props.curve.steps) {
            if (day > scales.x.max) {
                continue;
            }
            const x = scales.x.getPixelForValue(day);
            ctx.strokeStyle = colorOf("ended_line");
            ctx.setLineDash([2, 3]);
            ctx.beginPath();
            ctx.moveTo(x, chartArea.top);
            ctx.lineTo(x, chartArea.bottom);
            ctx.stroke();
            if (x >= free) {
                ctx.fillStyle = colorOf(channel);
                ctx.fillText(CHARACTERS[channel], x, chartArea.top - 7);
                free = x + 16;
            }
        }
        ctx.restore();
    }

    /** Writes the last value of a single line beside its end, in both readings. */
    get lastValues() {
        return {
            id: "lastValues",
            afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
                if (!this.isSingle) {
                    return;
                }
                const { day, answered, high } = this.props.curve.lines[0].days.at(-1);
                const x = scales.x.getPixelForValue(day);
                ctx.save();
                ctx.fillStyle = colorOf("answered");
                ctx.beginPath();
                ctx.arc(x, scales.y.getPixelForValue(answered), 4, 0, 2 * Math.PI);
                ctx.fill();
                ctx.fillStyle = colorOf("text");
                ctx.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
                ctx.textAlign = "end";
                const top = Math.max(chartArea.top + 14, scales.y.getPixelForValue(high) - 6);
                ctx.fillText(_t("%s answered", rateInWords(answered)), x - 4, top);
                ctx.restore();
            },
        };
    }
}
