import { Component, xml } from "@odoo/owl";
import { useInputField } from "@web/views/fields/input_field_hook";

/** The name of a variant, or its share. What is being typed stays while the form around it is saved or drawn again. */
export class VariantInput extends Component {
    static template = xml`<input t-ref="input" class="form-control form-control-sm" t-att-type="isNumber ? 'number' : 'text'" t-att-min="isNumber ? 0 : false" t-attf-name="variant_{{ props.name }}"/>`;
    static props = { name: String, record: Object };

    setup() {
        useInputField({
            getValue: () => this.props.record.data[this.props.name],
            parse: (text) => this.parse(text),
        });
    }

    get isNumber() {
        return this.props.name === "weight";
    }

    parse(text) {
        // A variant without a name keeps the one it had.
        return this.isNumber ? Math.max(parseInt(text) || 0, 0) : text.trim() || this.props.record.data.name;
    }
}
