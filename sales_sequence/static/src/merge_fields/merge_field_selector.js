import { onWillStart, useState } from "@odoo/owl";
import { ModelFieldSelectorPopover } from "@web/core/model_field_selector/model_field_selector_popover";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { sortBy } from "@web/core/utils/arrays";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { DynamicPlaceholderPopover } from "@web/views/fields/dynamic_placeholder_popover";

const PREFIX = "object.sequence_";

/** What Odoo's picker of merge fields shows for a target of sequences: our fields first, each with what it says of a
 *  record that the user chooses. All other models look as ever. */
export class MergeFieldSelectorPopover extends ModelFieldSelectorPopover {
    static template = "sales_sequence.MergeFieldSelectorPopover";
    static components = { RecordSelector };
    static props = {
        ...ModelFieldSelectorPopover.props,
        mergeFields: { type: Array, element: String },
    };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.example = useState({ resId: false, values: {} });
        onWillStart(async () => {
            if (this.props.mergeFields.length) {
                const [newest] = await this.orm.search(this.props.resModel, [], { limit: 1, order: "id desc" });
                await this.showExample(newest || false);
            }
        });
    }

    get hasExample() {
        return this.props.mergeFields.length > 0 && !this.state.page.previousPage;
    }

    async showExample(resId) {
        const [values] = resId ? await this.orm.read(this.props.resModel, [resId], this.props.mergeFields) : [];
        Object.assign(this.example, { resId, values: values || {} });
    }

    isMergeField(name) {
        return this.hasExample && this.props.mergeFields.includes(name);
    }

    /** What the field says of the chosen record, as text. */
    exampleOf(fieldDef) {
        const value = this.example.values[fieldDef.name] || "";
        if (fieldDef.type !== "html") {
            return value;
        }
        const { body } = new DOMParser().parseFromString(value, "text/html");
        return Array.from(body.children, (element) => element.textContent.trim()).join(", ");
    }
}

patch(DynamicPlaceholderPopover, {
    components: { ...DynamicPlaceholderPopover.components, ModelFieldSelectorPopover: MergeFieldSelectorPopover },
});

patch(DynamicPlaceholderPopover.prototype, {
    /** Names of our fields on this model, in the order in which we offer them. */
    get mergeFields() {
        return this.allowedQwebExpressions
            .filter((expression) => expression.startsWith(PREFIX))
            .map((expression) => expression.replace("object.", ""));
    },

    filter(fieldDef, path) {
        // The names are those of the person written to, never another contact's.
        return super.filter(fieldDef, path) && !(path && this.mergeFields.includes(fieldDef.name));
    },

    sort(fieldDefs) {
        const names = sortBy(Object.keys(fieldDefs), (name) => fieldDefs[name].string);
        const ours = this.mergeFields.filter((name) => name in fieldDefs);
        return [...ours, ...names.filter((name) => !ours.includes(name))];
    },
});
