import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatPercentage } from "@web/views/fields/formatters";

/** The variants of an email, each with its share of the people. */
export class VariantTabs extends Component {
    static template = "sales_sequence.VariantTabs";
    static props = {
        variants: Array,
        selected: Object,
        readonly: Boolean,
        onSelect: Function,
        onAdd: Function,
        onCompare: Function,
    };

    setup() {
        this.tabs = useRef("tabs");
    }

    label(variant) {
        const { name } = variant.data;
        // "A" alone would not be understood.
        return name && name.length > 2 ? name : _t("Variant %s", name || "?");
    }

    share(variant) {
        return shareOf(variant, this.props.variants);
    }

    onKeydown(ev) {
        const { variants, selected, onSelect } = this.props;
        const way = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
        if (way) {
            ev.preventDefault();
            const turned = getComputedStyle(ev.currentTarget).direction === "rtl" ? -way : way;
            const index = (variants.indexOf(selected) + turned + variants.length) % variants.length;
            onSelect(variants[index]);
            this.tabs.el.querySelectorAll("[role=tab]")[index].focus();
        }
    }
}

/** What part of the people gets a variant, in words. */
export function shareOf(variant, variants) {
    const all = variants.reduce((sum, one) => sum + (one.data.weight || 0), 0);
    return formatPercentage(all ? variant.data.weight / all : 0, { digits: [false, 0] });
}
