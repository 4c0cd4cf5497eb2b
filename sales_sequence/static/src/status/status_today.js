import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

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

    nameOf({ hour }) {
        return luxon.DateTime.fromObject({ hour }).toLocaleString({ hour: "numeric" });
    }
}
