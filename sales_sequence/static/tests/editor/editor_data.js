import { onRendered } from "@odoo/owl";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { defineModels, fields, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { StepCard } from "@sales_sequence/editor/step_card";

/** As the form of a step registers with the editor. */
class StepController extends FormController {
    setup() {
        super.setup();
        this.env.salesSequenceEditor.setPanel({
            save: () => this.save(),
            discard: () => this.model.root.discard(),
            isDirty: () => this.model.root.isDirty(),
            model: this.model,
        });
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        await this.env.salesSequenceEditor.reload();
    }
}

export class Sequence extends models.Model {
    _name = "sales.sequence";

    name = fields.Char({ required: true });
    state = fields.Char();
    problem = fields.Char({ string: "Problem" });
    closed_count = fields.Integer();
    in_gallery = fields.Boolean();

    _records = [
        { id: 1, name: "Five touches", state: "live", closed_count: 3 },
        { id: 2, name: "Another one", state: "draft" },
    ];
    _views = {
        form: `<form js_class="sales_sequence_form">
            <header><button name="action_publish" type="object" string="Publish"/></header>
            <sheet>
                <field name="name"/><field name="closed_count" readonly="1"/>
                <notebook>
                    <page name="steps" string="Steps"><widget name="sales_sequence_editor"/></page>
                    <page name="rules" string="Rules"><field name="problem"/></page>
                </notebook>
            </sheet>
        </form>`,
    };
}

export class Step extends models.Model {
    _name = "sales.sequence.step";

    sequence_id = fields.Many2one({ relation: "sales.sequence" });
    name = fields.Char({ required: true });
    channel = fields.Char();
    position = fields.Integer();
    delay = fields.Integer();
    active = fields.Boolean({ default: true });
    summary = fields.Char();

    _records = [
        { id: 11, sequence_id: 1, name: "Introduction", channel: "email", position: 10, summary: "Hello" },
        { id: 12, sequence_id: 1, name: "First call", channel: "call", position: 20, summary: "Ask" },
        { id: 13, sequence_id: 1, name: "Break-up", channel: "email", position: 30, summary: "Bye" },
        { id: 14, sequence_id: 1, name: "Letter", channel: "todo", position: 40, active: false },
    ];
    _views = {
        form: `<form js_class="test_step_form"><field name="name"/><field name="channel" readonly="1"/>
            <field name="summary"/><field name="active" invisible="1"/></form>`,
    };
}

function card(env, step) {
    const isPast = step.sequence_id && step.id < 13;
    return {
        id: step.id,
        name: step.name,
        channel: step.channel,
        position: step.position,
        active: step.active,
        day: step.position / 10,
        day_text: `Day ${step.position / 10}`,
        wait_text: "2 business days later",
        subject: step.summary ? [{ text: step.summary + " " }, { field: "Company" }] : [],
        first_line: "First line",
        problem: false,
        chips: step.id === 12 ? [{ kind: "overdue", text: "2 overdue", action: "overdue" }] : [],
        before: 4,
        at: 0,
        past: isPast ? 1498 : 0,
        past_text: step.channel === "email" ? "sent" : "done",
        earned: isPast && { answered: 24, closed: 1192, rate_text: step.id === 11 && "2.0%", share: step.id === 11 ? 1 : 0 },
        can_delete: step.id > 12,
    };
}

export function timelineOf(env, sequenceId, changes = {}) {
    const [sequence] = env["sales.sequence"].browse(sequenceId);
    const steps = env["sales.sequence.step"]
        .filter((step) => step.sequence_id === sequenceId)
        .sort((a, b) => a.position - b.position || a.id - b.id)
        .map((step) => card(env, step));
    return {
        sequence: {
            id: sequenceId,
            name: sequence.name,
            state: sequence.state,
            may_edit: true,
            model: "crm.lead",
            target: "lead",
            version: 1,
            closed: sequence.closed_count,
            open: sequence.closed_count && 282,
            open_answered: sequence.closed_count && 9,
            closed_days: 14,
            ...changes,
        },
        summary: `${steps.length} steps`,
        steps: steps.filter((step) => step.active),
        archived: steps.filter((step) => !step.active),
    };
}

export function defineEditor() {
    if (!registry.category("views").contains("test_step_form")) {
        registry.category("views").add("test_step_form", { ...formView, Controller: StepController });
    }
    defineSalesSequenceModels();
    defineModels([Sequence, Step]);
}

/** @param {Object} [changes] to the head of the timeline, such as `{ may_edit: false }` */
export async function mountEditor({ resId = 1, changes = {} } = {}) {
    onRpc("sales.sequence.editor", "get_timeline", function ({ args: [id] }) {
        return timelineOf(this.env, id, changes);
    });
    return mountView({ type: "form", resModel: "sales.sequence", resId: resId || undefined });
}

/** @returns {string[]} the names of the steps whose cards were drawn since it was called last */
export function watchCards() {
    let drawn = [];
    patchWithCleanup(StepCard.prototype, {
        setup() {
            super.setup();
            onRendered(() => drawn.push(this.props.step.name));
        },
    });
    return () => drawn.splice(0);
}
