import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatPercentage } from "@web/views/fields/formatters";
import { VariantMark } from "./charts";

/** Which part of the people each variant gets from now on, and how that is changed. */
export class ShareBar extends Component {
    static template = "sales_sequence.ShareBar";
    static components = { VariantMark };
    static props = {
        variants: Array,
        // Called with `{id of a variant: weight}`; without it, nothing can be changed.
        onChange: { type: Function, optional: true },
    };

    setup() {
        this.state = useState({ isEditing: false, weights: {} });
    }

    get parts() {
        return this.props.variants
            .map((variant, index) => ({ index, ...variant, text: formatPercentage(variant.share, { digits: [false, 0] }) }))
            .filter((part) => part.weight);
    }

    shareOf({ letter }) {
        return _t("Share of %s", letter);
    }

    edit() {
        this.state.weights = Object.fromEntries(this.props.variants.map(({ id, weight }) => [id, weight]));
        this.state.isEditing = true;
    }

    onInput(id, ev) {
        this.state.weights[id] = ev.target.value;
    }

    get canSave() {
        const weights = Object.values(this.state.weights).map(Number);
        return weights.every((weight) => Number.isInteger(weight) && weight >= 0) && weights.some(Boolean);
    }

    async save() {
        const weights = Object.fromEntries(
            Object.entries(this.state.weights).map(([id, weight]) => [id, Number(weight)])
        );
        await this.props.onChange(weights);
        this.state.isEditing = false;
    }
}
