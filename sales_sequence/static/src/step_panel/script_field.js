import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { LanguageTabs } from "./language_tabs";
import { StepText } from "./step_text";

/** What to say in a call, or to do: written like an email, and seen as the rep gets it. */
export class ScriptField extends Component {
    static template = "sales_sequence.ScriptField";
    static components = { LanguageTabs, StepText };
    static props = { ...standardFieldProps };

    setup() {
        this.placeholder = _t("What to say and ask. Type /field to insert a field of the contact.");
    }
}

registry.category("fields").add("sales_sequence_script", {
    component: ScriptField,
    displayName: _t("Script of a step"),
    supportedTypes: ["html"],
});
