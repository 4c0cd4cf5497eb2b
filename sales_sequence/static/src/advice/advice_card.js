import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { AdviceList } from "./advice_list";
import { countsInWords } from "./advice_words";

/** More, and nobody with two minutes reads to the end: the others unfold. */
const SHOWN_AT_FIRST = 5;

/** The advice about all live sequences, the most serious first, on the dashboard. */
export class AdviceCard extends Component {
    static template = "sales_sequence.AdviceCard";
    static components = { AdviceList };
    static props = {
        /** What `get_advice` of the server returns; null: it has not answered yet. */
        advice: { type: [Object, { value: null }] },
        onChange: Function,
    };

    setup() {
        this.action = useService("action");
        this.state = useState({ isUnfolded: false });
    }

    get shown() {
        const { advice } = this.props;
        return this.state.isUnfolded ? advice : { ...advice, items: advice.items.slice(0, SHOWN_AT_FIRST) };
    }

    get folded() {
        return this.props.advice.items.length - this.shown.items.length;
    }

    get unfoldLabel() {
        return this.folded === 1 ? _t("Show 1 more") : _t("Show %s more", this.folded);
    }

    get counts() {
        const { counts, items, looked_at: lookedAt } = this.props.advice;
        if (items.length) {
            return countsInWords(counts);
        }
        return lookedAt
            ? _t("Nothing to say: the live sequences are as they should be.")
            : _t("Nothing to say yet: the live sequences are looked at every hour.");
    }

    get more() {
        const { items, total } = this.shown;
        return total > items.length
            ? _t("The %(shown)s most serious of %(total)s are shown.", { shown: items.length, total })
            : "";
    }

    goTo({ sequence_id: sequenceId, place }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales.sequence",
            res_id: sequenceId,
            views: [[false, "form"]],
            context: { sales_sequence_place: place },
        });
    }
}
