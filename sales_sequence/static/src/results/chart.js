/* global Chart */
import { onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

/**
 * Draw a chart into the canvas `canvas` of the component, again whenever it is rendered.
 *
 * @param {() => Object} getConfig configuration of Chart.js
 */
export function useChart(getConfig) {
    const canvas = useRef("canvas");
    onWillStart(() => loadBundle("web.chartjs_lib"));
    useEffect(() => {
        const chart = new Chart(canvas.el, getConfig());
        return () => chart.destroy();
    });
}
