// License LGPL-3.0 or later: see LICENSE.
import { registry } from "@web/core/registry";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";

const NOBODY = "–";

/** A rate of nobody is none: Odoo would show it as 0 %. */
export function formatRate(value) {
    return typeof value === "number" ? formatPercentage(value, { digits: [16, 1] }) : NOBODY;
}

/** Days, which there are none of where nobody has answered. */
export function formatDays(value) {
    return typeof value === "number" ? formatFloat(value, { digits: [16, 1] }) : NOBODY;
}

registry.category("formatters").add("sales_sequence_rate", formatRate).add("sales_sequence_days", formatDays);
