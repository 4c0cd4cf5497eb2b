import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { CHANNEL_ICONS } from "../channel_field/channel_field";

/** The touches of a sequence as glyphs on an axis of days; a second lane where days are too close. */
export class CadenceField extends Component {
    static template = "sales_sequence.CadenceField";
    static props = { ...standardFieldProps };

    get picture() {
        return this.props.record.data[this.props.name];
    }

    /** Always room for two lanes, so that the cards of a row have their axes at the same height. */
    get lanes() {
        return Math.max(this.picture.lanes, 2);
    }

    icon(channel) {
        return CHANNEL_ICONS[channel] || "fa-circle-o";
    }
}

registry.category("fields").add("sales_sequence_cadence", {
    component: CadenceField,
    displayName: _t("Cadence of a sequence"),
    supportedTypes: ["json"],
});
