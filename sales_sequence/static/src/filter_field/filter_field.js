import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DomainField, domainField } from "@web/views/fields/domain/domain_field";

/** A filter that may be left out: while it is, Odoo's field would claim that it matches all records. */
export class FilterField extends DomainField {
    static template = "sales_sequence.FilterField";
    static props = { ...DomainField.props, placeholder: { type: String, optional: true } };

    isLeftOut(props = this.props) {
        return ["", "[]"].includes(this.getDomain(props).replace(/\s/g, ""));
    }

    async checkProps(props = this.props) {
        if (this.isLeftOut(props)) {
            this.updateState({ isValid: true });
            return;
        }
        await super.checkProps(props);
    }
}

registry.category("fields").add("sales_sequence_filter", {
    ...domainField,
    component: FilterField,
    displayName: _t("Filter that may be left out"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...domainField.extractProps(fieldInfo, dynamicInfo),
        placeholder: fieldInfo.placeholder,
    }),
});
