import { Component, markup, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { figure, hasRate, intervalInWords, rateInWords } from "./figures";

/** The variants of one step. Whether a difference is real is for the experiment to say. */
export class ResultVariants extends Component {
    static template = "sales_sequence.ResultVariants";
    static props = {
        // `{step_id, name, rows}` of `get_results`
        step: Object,
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ verdict: "" });
        Object.assign(this, { figure, hasRate, rateInWords, intervalInWords });
        // The page does not wait for it: the evidence is of everybody in the company, and takes its time.
        onMounted(() => this.loadVerdict());
    }

    async loadVerdict() {
        const card = await this.orm.silent.call("sales.sequence.experiment.card", "get_card", [this.props.step.step_id]);
        // As on the card: the server has escaped the names in it.
        this.state.verdict = card ? markup(card.sentence) : "";
    }

    get title() {
        return _t("By variant of “%s”", this.props.step.name);
    }

    openExperiment() {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "sales_sequence_experiment",
            name: _t("Experiment"),
            params: { step_id: this.props.step.step_id },
        });
    }
}
