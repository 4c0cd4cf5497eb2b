import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger, formatPercentage } from "@web/views/fields/formatters";

/**
 * A number that opens exactly the people it counts; zero opens nothing. The page listens for clicks on all of them.
 *
 * @param {Array} path which number it is, as `open_figure` of `sales.sequence.results` takes it
 * @param {number} count
 * @returns {Markup}
 */
export function figure(path, count) {
    if (!count) {
        return markup`<span>${formatInteger(0)}</span>`;
    }
    return markup`<button type="button" class="o_sales_sequence_figure" data-figure="${JSON.stringify(path)}">${formatInteger(count)}</button>`;
}

/** @param {number} share from 0 to 1 */
export function rateInWords(share) {
    return formatPercentage(share, { digits: [16, 1], trailingZeros: true });
}

/** The interval of a rate, without repeating the sign. */
export function intervalInWords({ low, high }) {
    return _t("%(low)s to %(high)s", {
        low: formatFloat(100 * low, { digits: [16, 1] }),
        high: rateInWords(high),
    });
}

/** The same at an axis: no more digits than it takes. */
export function tickInWords(share) {
    return formatPercentage(Number(share.toPrecision(6)), { digits: [16, 2] });
}

export function daysInWords(days) {
    return _t("%s days", formatFloat(days, { digits: [16, 1] }));
}

/** @param {boolean|number} rate false where there are too few people to say it */
export function hasRate({ rate }) {
    return rate !== false && rate !== null && rate !== undefined;
}

/** The end of an axis that begins at zero: a round number that is not below `value`. */
export function roundUp(value, ticks = 4) {
    const step = value / ticks || 1;
    const power = 10 ** Math.floor(Math.log10(step));
    const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= step * 0.999999);
    return factor * power * ticks;
}
