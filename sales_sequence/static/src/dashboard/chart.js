import { Component, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { COLORS } from "./dashboard_colors";

/* global Chart */

/** Writes a number above a bar, or into it, where it says something. `options.texts(chart)` returns what to write. */
const TextsOnBars = {
    id: "salesSequenceTexts",
    afterDatasetsDraw(chart, _args, options) {
        const { ctx } = chart;
        ctx.save();
        ctx.textAlign = "center";
        for (const { x, y, text, isInside, color = COLORS.value } of options.texts(chart)) {
            ctx.fillStyle = color;
            ctx.font = `${isInside ? "" : "600 "}11px ${Chart.defaults.font.family}`;
            ctx.textBaseline = isInside ? "top" : "bottom";
            ctx.fillText(text, x, isInside ? y + 3 : y - 2);
        }
        ctx.restore();
    },
};

/** Draws a dashed line at `options.value` of the axis, across the chart. */
const DashedLine = {
    id: "salesSequenceLine",
    afterDatasetsDraw(chart, _args, { value }) {
        if (typeof value !== "number") {
            return;
        }
        const { ctx, chartArea, scales } = chart;
        const y = scales.y.getPixelForValue(value);
        ctx.save();
        ctx.strokeStyle = COLORS.average;
        ctx.setLineDash([4, 3]);
        ctx.beginPath();
        ctx.moveTo(chartArea.left, y);
        ctx.lineTo(chartArea.right, y);
        ctx.stroke();
        ctx.restore();
    },
};

/**
 * Bars by Chart.js, without animation and from zero. What they say, and what a click on them opens, is in a table beside
 * them for whoever cannot see or click them.
 */
export class BarChart extends Component {
    static template = "sales_sequence.Dashboard.BarChart";
    static props = {
        labels: Array,
        datasets: Array,
        // The largest value of the axis, where several charts share it.
        max: { type: Number, optional: true },
        line: { type: Number, optional: true },
        // `(chart) => [{x, y, text, isInside, color}]`
        texts: { type: Function, optional: true },
        // What the chart is, in words.
        title: String,
        tooltip: { type: Function, optional: true },
        // `(dataset, place)`: what a click on a bar opens
        onBar: { type: Function, optional: true },
    };

    setup() {
        this.canvasRef = useRef("canvas");
        this.chart = null;
        // The values are compared in full: a parent that is drawn again passes new arrays with the same numbers.
        useEffect(
            () => this.draw(),
            () => [JSON.stringify([this.props.labels, this.props.datasets, this.props.max, this.props.line])]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        this.chart = new Chart(this.canvasRef.el, this.config);
    }

    /** The bar at a place, if it is one that opens something. */
    barAt(ev, chart) {
        const [bar] = chart.getElementsAtEventForMode(ev, "nearest", { intersect: true }, true);
        return bar && this.props.datasets[bar.datasetIndex].data[bar.index] ? bar : null;
    }

    get clicks() {
        return this.props.onBar && {
            onClick: (ev, _elements, chart) => {
                const bar = this.barAt(ev, chart);
                if (bar) {
                    this.props.onBar(bar.datasetIndex, bar.index);
                }
            },
            onHover: (ev, _elements, chart) => {
                ev.native.target.style.cursor = this.barAt(ev, chart) ? "pointer" : "default";
            },
        };
    }

    get config() {
        const { labels, datasets, max, line, texts, tooltip } = this.props;
        const ticks = { color: COLORS.label, font: { size: 11 } };
        return {
            type: "bar",
            data: { labels: [...labels], datasets: datasets.map((dataset) => ({ ...dataset })) },
            options: {
                ...this.clicks,
                animation: false,
                maintainAspectRatio: false,
                // For the numbers above the bars.
                layout: { padding: { top: 14 } },
                interaction: { mode: "index", intersect: false },
                plugins: {
                    legend: { display: false },
                    tooltip: { enabled: Boolean(tooltip), callbacks: tooltip ? { label: tooltip } : {} },
                    salesSequenceTexts: { texts: texts || (() => []) },
                    salesSequenceLine: { value: line },
                },
                scales: {
                    x: { stacked: true, grid: { display: false }, ticks: { ...ticks, maxRotation: 0, autoSkip: false } },
                    y: {
                        min: 0,
                        suggestedMax: max ?? 4,
                        stacked: true,
                        grid: { color: COLORS.grid },
                        ticks: { ...ticks, precision: 0, maxTicksLimit: 4 },
                    },
                },
            },
            plugins: [TextsOnBars, DashedLine],
        };
    }
}
