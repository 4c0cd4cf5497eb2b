import { Component } from "@odoo/owl";
import { useInputField } from "@web/views/fields/input_field_hook";
import { useAutofocus } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { toCode, toWords } from "./merge_field_words";

/** The subject of an email, its merge fields in people's words. */
export class SubjectField extends Component {
    static template = "sales_sequence.SubjectField";
    static props = {
        ...standardFieldProps,
        isFocused: { type: Boolean, optional: true },
        fields: Array,
        // Called with the function that inserts a piece of text at the cursor.
        setInsert: Function,
        // Called with the subject as it is, at each key.
        onTyped: Function,
    };

    setup() {
        this.input = useInputField({
            getValue: () => this.words,
            // Not trimmed: the field that is inserted next stands after the space.
            parse: (text) => toCode(text, this.props.fields),
        });
        if (this.props.isFocused) {
            useAutofocus({ refName: "input", selectAll: true });
        }
        this.props.setInsert((text) => this.insert(text));
    }

    get words() {
        return toWords(this.props.record.data[this.props.name], this.props.fields);
    }

    insert(text) {
        const { el } = this.input;
        el.focus();
        el.setRangeText(toWords(text, this.props.fields), el.selectionStart, el.selectionEnd, "end");
        el.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }

    onInput(ev) {
        this.props.onTyped(toCode(ev.target.value, this.props.fields));
    }
}
