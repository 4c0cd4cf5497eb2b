import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { ADVICE } from "./advice_model";
import { DismissDialog } from "./dismiss_dialog";
import { SEVERITIES, dismissedInWords } from "./advice_words";

/** Pieces of advice, each with the place where it is mended; those that were dismissed are folded below. */
export class AdviceList extends Component {
    static template = "sales_sequence.AdviceList";
    static props = {
        /** What `get_advice` of the server returns. */
        advice: Object,
        /** Called after something was done about one of them. */
        onChange: Function,
        /** Called with one whose place is not a list of records. */
        onPlace: Function,
        /** Whether it is of several sequences: each one names its own. */
        namesSequence: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.dismissedInWords = dismissedInWords;
    }

    // -- what is shown ------------------------------------------------------------------------------------------------

    keyOf({ sequence_id: sequenceId, code, step_id: stepId }) {
        return `${sequenceId} ${code} ${stepId}`;
    }

    severityOf(item) {
        return SEVERITIES[item.severity];
    }

    whereInWords({ sequence_name: sequence, step_name: step }) {
        return step ? _t("%(sequence)s, “%(step)s”", { sequence, step }) : sequence;
    }

    leadsSomewhere({ has_action: hasAction, place }) {
        const { page, step_id: stepId, field } = place || {};
        return Boolean(place && (hasAction || this.props.namesSequence || page || stepId || field));
    }

    /** Many links are called alike: each one says what it is about to those who hear a list of them. */
    labelOf(label, item) {
        return _t("%(label)s: %(about)s", { label, about: item.text });
    }

    get dismissedTitle() {
        const { length } = this.props.advice.dismissed;
        return length === 1 ? _t("1 dismissed") : _t("%s dismissed", length);
    }

    // -- what can be done ---------------------------------------------------------------------------------------------

    argumentsOf({ sequence_id: sequenceId, code, step_id: stepId }) {
        return [sequenceId, code, stepId];
    }

    async open(item) {
        if (!item.has_action) {
            return this.props.onPlace(item);
        }
        return this.action.doAction(await this.orm.call(ADVICE, "action_open", this.argumentsOf(item)));
    }

    async act(item) {
        await this.orm.call("sales.sequence", item.verb.name, [[item.sequence_id]]);
        return this.props.onChange(item);
    }

    dismiss(item) {
        this.dialog.add(DismissDialog, {
            text: item.text,
            onConfirm: async (note) => {
                await this.orm.call(ADVICE, "dismiss", [...this.argumentsOf(item), note]);
                await this.props.onChange();
            },
        });
    }

    async restore(item) {
        await this.orm.call(ADVICE, "restore", this.argumentsOf(item));
        return this.props.onChange();
    }
}
