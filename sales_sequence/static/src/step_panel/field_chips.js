import { Component } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { DynamicPlaceholderPopover } from "@web/views/fields/dynamic_placeholder_popover";

/** The fields that salespeople need most, to be put into a text with one click, and all others. */
export class FieldChips extends Component {
    static template = "sales_sequence.FieldChips";
    static props = {
        fields: Array,
        resModel: String,
        // Called with the path of a field, and what is written where it is empty.
        onInsert: Function,
    };

    setup() {
        this.popover = usePopover(DynamicPlaceholderPopover, { arrow: false });
    }

    openAll(ev) {
        this.popover.open(ev.currentTarget, {
            resModel: this.props.resModel,
            validate: (path, otherwise) => path && this.props.onInsert(path, otherwise),
        });
    }
}
