import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { inLanguageOfWords } from "../desk/moments";

/** How many emails left and arrived today, by hour. Each row has its own scale, from zero. */
export class StatusToday extends Component {
    static template = "sales_sequence.Status.Today";
    static props = { hours: Array };

    get rows() {
        return [
            { key: "sent", name: _t("Sent") },
            { key: "fetched", name: _t("Fetched") },
        ].map((row) => ({
            ...row,
            most: Math.max(1, ...this.props.hours.map((hour) => hour[row.key])),
        }));
    }

    heightOf(row, hour) {
        return hour[row.key] / row.most;
    }

    /** Names such as "10 AM" are wider than a column of many: every second or third is shown then. */
    isNamed({ hour }) {
        const { length } = this.props.hours;
        const every = length > 16 ? 3 : length > 9 ? 2 : 1;
        return (hour - this.props.hours[0].hour) % every === 0;
    }

    nameOf({ hour }) {
        return inLanguageOfWords(luxon.DateTime.fromObject({ hour })).toLocaleString({ hour: "numeric" });
    }
}
