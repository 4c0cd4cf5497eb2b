import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CARD, ExperimentCard } from "./experiment_card";

/** The experiment of one step, on a page of its own. The step is `step_id` of the action's params or context. */
export class ExperimentAction extends Component {
    static template = "sales_sequence.ExperimentAction";
    static displayName = _t("Experiment");
    // As that of the action: without it, a reload would look for a list of experiments before this one.
    static path = "sequence-experiment";
    static components = { ExperimentCard, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ card: false });
        const { params, context } = this.props.action;
        // After a reload, the step is known from the address of the page.
        this.stepId = params?.step_id || context?.step_id || this.props.resId || false;
        onWillStart(() => this.load());
    }

    async load() {
        if (!this.stepId) {
            return;
        }
        this.state.card = await this.orm.call(CARD, "get_card", [this.stepId]);
        this.props.updateActionState({ resId: this.stepId });
        if (this.state.card) {
            this.env.config.setDisplayName(_t("Experiment: %s", this.state.card.step));
        }
    }

    openSequence() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales.sequence",
            res_id: this.state.card.sequence_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_sequence_experiment", ExperimentAction);
