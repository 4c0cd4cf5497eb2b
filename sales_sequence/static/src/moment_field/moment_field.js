import { Component } from "@odoo/owl";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A moment on the clock of the person that the record is about, with the viewer's own in the tooltip. */
export class MomentField extends Component {
    static template = "sales_sequence.MomentField";
    static props = { ...standardFieldProps, zoneField: { type: String, optional: true } };
    static defaultProps = { zoneField: "person_tz" };

    get moment() {
        return this.props.record.data[this.props.name];
    }

    get words() {
        const { data } = this.props.record;
        return this.moment ? inWords(this.moment, data[this.props.zoneField] || undefined) : "";
    }

    get viewersWords() {
        const words = this.moment ? inWords(this.moment) : "";
        return words !== this.words ? _t("%s for you", words) : "";
    }
}

function inWords(moment, tz) {
    return toLocaleDateTimeString(moment, { tz });
}

export const momentField = {
    component: MomentField,
    displayName: _t("Moment on the person's clock"),
    supportedTypes: ["datetime"],
    extractProps: ({ options }) => ({ zoneField: options.zone_field }),
};

registry.category("fields").add("sales_sequence_moment", momentField);
