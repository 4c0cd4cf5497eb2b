import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { PlaceLink } from "./place_link";
import { STATUSES, StatusIcon } from "./status_icon";
import { momentInWords } from "./status_moment";

/** The eight stations between a due step and a settled answer. */
export class StatusChain extends Component {
    static template = "sales_sequence.Status.Chain";
    static components = { PlaceLink, StatusIcon };
    static props = { stations: Array, administrators: Array, onRoundTrip: Function };

    wordOf(station) {
        return STATUSES[station.status].word;
    }

    sinceInWords(station) {
        return station.since ? _t("Since %s", momentInWords(station.since)) : "";
    }

    linkClassOf({ status }) {
        if (status === "critical") {
            return "btn-sm btn-primary";
        }
        return status === "warning" ? "btn-sm btn-outline-primary" : "btn-link";
    }

    get broken() {
        return this.props.stations.filter(({ details }) => details.some(({ message }) => message));
    }
}
