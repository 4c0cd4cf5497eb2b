import { markup } from "@odoo/owl";
import { formatInteger } from "@web/views/fields/formatters";

/**
 * A number that opens exactly the records it counts; zero opens nothing. Who shows it listens for clicks.
 *
 * @param {string} name which number it is
 * @param {number} count
 * @param {string} [title] what it counts
 * @returns {Markup}
 */
export function number(name, count, title = "") {
    if (!count) {
        return markup`<span title="${title}">${formatInteger(0)}</span>`;
    }
    return markup`<button type="button" class="o_sales_sequence_editor_number" data-open="${name}" title="${title}">${formatInteger(count)}</button>`;
}
