import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Why somebody should look at a sequence. Each sentence is a button that opens what it is about. */
export class WarningsField extends Component {
    static template = "sales_sequence.WarningsField";
    static props = { ...standardFieldProps, shown: { type: Number, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get warnings() {
        return this.props.record.data[this.props.name] || [];
    }

    get shown() {
        return this.props.shown ? this.warnings.slice(0, this.props.shown) : this.warnings;
    }

    get hidden() {
        return this.warnings.slice(this.shown.length);
    }

    get more() {
        return _t("+%s more", this.hidden.length);
    }

    get hiddenWords() {
        return this.hidden.map((warning) => warning.text).join("\n");
    }

    async open(warning) {
        const { resModel, resId } = this.props.record;
        this.action.doAction(await this.orm.call(resModel, "action_open_warning", [[resId], warning.code]));
    }
}

registry.category("fields").add("sales_sequence_warnings", {
    component: WarningsField,
    displayName: _t("Warnings"),
    supportedTypes: ["json"],
    supportedOptions: [{ label: _t("How many are shown"), name: "shown", type: "number" }],
    extractProps: ({ options }) => ({ shown: options.shown }),
});
