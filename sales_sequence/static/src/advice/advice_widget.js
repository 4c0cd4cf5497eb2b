import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { goTo } from "../editor/place";
import { AdviceList } from "./advice_list";
import { AdviceModel } from "./advice_model";
import { SEVERITIES, countsInWords } from "./advice_words";

/**
 * The advice about a sequence, on its form. It is open while something is wrong with one that is used, and folded where
 * it is only hints, or the checklist of a draft says the same above.
 */
export class AdviceWidget extends Component {
    static template = "sales_sequence.AdviceWidget";
    static components = { AdviceList };
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
        this.model = useState(this.env.salesSequenceAdvice || new AdviceModel(useService("orm")));
        // Undefined until somebody has folded or unfolded it.
        this.state = useState({ isOpen: undefined });
        useRecordObserver((record) => {
            // What is being typed changes nothing yet: it counts once it is saved.
            if (record.data && !record.dirty) {
                if (record.resId !== this.resId) {
                    this.state.isOpen = undefined;
                }
                // Not awaited: the form need not wait for what is said about it.
                void this.load(record);
            }
        });
    }

    load(record) {
        this.resId = record.resId;
        return this.model.load(!record.data.in_gallery && record.resId);
    }

    async reload(item) {
        const editor = this.env.salesSequenceEditor;
        // A verb of the sequence changes more than the advice, which is read again with the record.
        await (item && editor ? editor.reload() : this.load(this.props.record));
    }

    get advice() {
        return this.model.advice;
    }

    /** Whether there is something to unfold. */
    get isFull() {
        return Boolean(this.advice.items.length || this.advice.dismissed.length);
    }

    get isOpen() {
        const { act, warning } = this.advice.counts;
        const isUrgent = Boolean(act || warning) && this.props.record.data.state !== "draft";
        return this.isFull && (this.state.isOpen ?? isUrgent);
    }

    get worst() {
        return this.advice.items.length ? this.advice.items[0].severity : false;
    }

    get icon() {
        return this.worst ? SEVERITIES[this.worst].icon : "fa-check-circle";
    }

    get counts() {
        return this.advice.items.length ? countsInWords(this.advice.counts) : _t("nothing to say");
    }

    toggle() {
        this.state.isOpen = !this.isOpen;
    }

    goTo(item) {
        return goTo(this.env, this.root.el.closest(".o_form_view"), item.place);
    }
}

registry.category("view_widgets").add("sales_sequence_advice", { component: AdviceWidget });
