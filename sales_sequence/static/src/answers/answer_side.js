import { Component } from "@odoo/owl";
import { KeyBadge } from "../desk/key_badge";

/** Beside the open answer: what has followed from it already, the record, and what came before. */
export class AnswerSide extends Component {
    static template = "sales_sequence.AnswerSide";
    static components = { KeyBadge };
    static props = {
        answer: Object,
        kind: String,
        isBusy: Boolean,
        onMachine: Function,
        onOpen: Function,
        onShowKeys: Function,
    };

    get isLead() {
        return this.props.answer.res_model === "crm.lead";
    }
}
