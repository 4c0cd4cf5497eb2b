import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Where something is mended; whoever may not do it is told whom to ask. */
export class PlaceLink extends Component {
    static template = "sales_sequence.Status.Place";
    static props = {
        place: { type: [Object, Boolean] },
        administrators: { type: Array, element: String },
        // What it is about, for those who hear a list of links.
        about: { type: String, optional: true },
        class: { type: String, optional: true },
        onRoundTrip: { type: Function, optional: true },
    };
    static defaultProps = { class: "btn-link" };

    setup() {
        this.action = useService("action");
    }

    get isRoundTrip() {
        return this.props.place.code === "round_trip";
    }

    get title() {
        return this.props.about ? _t("%(label)s: %(about)s", { label: this.props.place.label, about: this.props.about }) : "";
    }

    get askInWords() {
        const names = this.props.administrators.join(", ");
        return names ? _t("Ask an administrator: %s", names) : _t("Ask an administrator");
    }

    open() {
        return this.isRoundTrip ? this.props.onRoundTrip() : this.action.doAction(this.props.place.action);
    }
}
