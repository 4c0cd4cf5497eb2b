import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Each status by its icon, word and line: color alone says nothing. */
export const STATUSES = {
    ok: { icon: "fa-check-circle", word: _t("OK") },
    warning: { icon: "fa-exclamation-triangle", word: _t("Needs a look") },
    critical: { icon: "fa-times-circle", word: _t("Broken") },
    unknown: { icon: "fa-question-circle-o", word: _t("Not known") },
    running: { icon: "fa-circle-o-notch fa-spin", word: _t("Running") },
    waiting: { icon: "fa-circle-o", word: _t("Waiting") },
};

/** The icon of a status, with its word for those who do not see it. */
export class StatusIcon extends Component {
    static template = "sales_sequence.Status.Icon";
    static props = {
        status: { validate: (status) => status in STATUSES },
        // Where the word stands beside it anyway.
        isSilent: { type: Boolean, optional: true },
    };

    get shown() {
        return STATUSES[this.props.status];
    }
}
