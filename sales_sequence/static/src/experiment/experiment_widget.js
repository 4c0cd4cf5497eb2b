import { Component, onWillStart, onWillUpdateProps, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CARD, ExperimentCard } from "./experiment_card";

/**
 * The experiment on the form of a step. It only shows: what is done about it is done on a page of its own, as the form
 * may hold changes that are not saved yet.
 */
export class ExperimentWidget extends Component {
    static template = xml`<ExperimentCard t-if="state.card" card="state.card" onOpenExperiment.bind="open"/>`;
    static components = { ExperimentCard };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.state = useState({ card: false });
        this.keepLast = new KeepLast();
        // Not awaited: the form need not wait for a picture.
        onWillStart(() => void this.load(this.props.record));
        onWillUpdateProps((props) => void this.load(props.record));
    }

    /** Again after each change: what was saved may have begun an experiment. */
    async load(record) {
        const card = record.resId && this.orm.silent.call(CARD, "get_card", [record.resId]);
        this.state.card = await this.keepLast.add(Promise.resolve(card || false));
    }

    async open() {
        const { record } = this.props;
        if (await record.isDirty()) {
            this.notification.add(_t("Save the step first."), { type: "warning" });
            return;
        }
        return this.action.doAction("sales_sequence.sales_sequence_experiment_action", {
            additionalContext: { step_id: record.resId },
        });
    }
}

registry.category("view_widgets").add("sales_sequence_experiment", { component: ExperimentWidget });
