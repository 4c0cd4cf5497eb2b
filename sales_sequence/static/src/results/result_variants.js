import { Component } from "@odoo/owl";
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
        Object.assign(this, { figure, hasRate, rateInWords, intervalInWords });
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
