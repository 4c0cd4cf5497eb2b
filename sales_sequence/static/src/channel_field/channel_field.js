import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export const CHANNEL_ICONS = {
    email: "fa-envelope-o",
    call: "fa-phone",
    linkedin: "fa-linkedin-square",
    todo: "fa-check-square-o",
    action: "fa-cogs",
};

/** The channel of a step, as an icon and a label. */
export class ChannelField extends Component {
    static template = "sales_sequence.ChannelField";
    static props = {
        ...standardFieldProps,
        iconOnly: { type: Boolean, optional: true },
    };

    get icon() {
        return CHANNEL_ICONS[this.props.record.data[this.props.name]] || "fa-circle-o";
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        const option = selection.find(([value]) => value === this.props.record.data[this.props.name]);
        return option ? option[1] : "";
    }
}

export const channelField = {
    component: ChannelField,
    displayName: _t("Channel of a sequence"),
    supportedTypes: ["selection"],
    extractProps: ({ options }) => ({ iconOnly: Boolean(options.icon_only) }),
};

registry.category("fields").add("sales_sequence_channel", channelField);
