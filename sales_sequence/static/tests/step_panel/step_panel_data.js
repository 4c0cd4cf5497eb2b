import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { defineModels, fields, makeMockEnv, models, mountWithCleanup, onRpc, parseViewProps } from "@web/../tests/web_test_helpers";
import { View } from "@web/views/view";

export const FIELDS = [
    { name: "sequence_first_name", label: "First name", example: "Anna" },
    { name: "sequence_company_name", label: "Company", example: "Northwind Tooling" },
];

export const FACTS = {
    headline: "Day 3. 2 business days later.",
    reach: "A change reaches 12 people who have not had it; nobody gets it twice.",
    problem: false,
    experiment: false,
    fields: FIELDS,
    labels: FIELDS,
    languages: [{ code: "en", name: "English", missing: [] }],
    used_variant_ids: [],
};

export const PREVIEW = {
    res_id: 1,
    is_rendered: true,
    record_name: "Anna Berg",
    lang: "en",
    email_from: "Nora Lindqvist <nora@alder.example>",
    email_to: "anna@northwind.example",
    subject: "Could we be useful to Northwind Tooling?",
    body: '<p>Hello <span class="o_sales_sequence_merge_field">Anna</span></p>',
    thread: "Starts the thread.",
    signature: "",
    footer: "<p>Not for you?</p>",
    words: 87,
    subject_length: 40,
    holes: [],
    problem: false,
};

export class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();

    _records = [
        { id: 1, name: "Anna Berg" },
        { id: 2, name: "Bruno Silva" },
    ];
}

class Sequence extends models.Model {
    _name = "sales.sequence";

    name = fields.Char();

    _records = [{ id: 1, name: "Five-touch cadence" }];
}

class Template extends models.Model {
    _name = "mail.template";

    name = fields.Char();

    _records = [{ id: 5, name: "Shared" }];
}

class Variant extends models.Model {
    _name = "sales.sequence.step.variant";

    name = fields.Char();
    step_id = fields.Many2one({ relation: "sales.sequence.step" });
    weight = fields.Integer({ default: 1 });
    subject = fields.Char();
    body_html = fields.Html();
    mail_template_id = fields.Many2one({ relation: "mail.template" });
    has_own_template = fields.Boolean({ default: true });
    target_model = fields.Char({ default: "crm.lead" });

    _records = [
        { id: 1, step_id: 8, name: "A", weight: 3, subject: "First", body_html: "<p>One</p>", has_own_template: true, target_model: "crm.lead" },
        { id: 2, step_id: 8, name: "B", weight: 1, subject: "Second", body_html: "<p>Two</p>", has_own_template: true, target_model: "crm.lead" },
    ];
}

export class Step extends models.Model {
    _name = "sales.sequence.step";

    name = fields.Char({ required: true, default: "Email 2" });
    sequence_id = fields.Many2one({ relation: "sales.sequence", default: 1 });
    sequence_state = fields.Char({ default: "draft" });
    channel = fields.Selection({
        selection: [
            ["email", "Email"],
            ["call", "Call"],
        ],
        default: "email",
    });
    delay = fields.Integer();
    delay_unit = fields.Char();
    subject = fields.Char();
    body_html = fields.Html();
    summary = fields.Char();
    note = fields.Html();
    mail_template_id = fields.Many2one({ relation: "mail.template" });
    has_own_template = fields.Boolean({ default: true });
    may_edit = fields.Boolean({ default: true });
    target_model = fields.Char({ default: "crm.lead" });
    variant_ids = fields.One2many({ relation: "sales.sequence.step.variant", relation_field: "step_id" });

    _records = [
        {
            id: 7,
            name: "Introduction email",
            sequence_id: 1,
            sequence_state: "live",
            channel: "email",
            subject: "For {{object.sequence_company_name|||you}}",
            body_html: '<p>Hello <t t-out="object.sequence_first_name"></t>, how are you?</p>',
            has_own_template: true,
            may_edit: true,
            target_model: "crm.lead",
        },
        { id: 8, name: "Tested email", sequence_id: 1, channel: "email", may_edit: true, target_model: "crm.lead", variant_ids: [1, 2] },
        { id: 9, name: "First call", sequence_id: 1, channel: "call", note: "<p>Ask</p>", may_edit: true, target_model: "crm.lead" },
        {
            id: 10,
            name: "Shared email",
            sequence_id: 1,
            channel: "email",
            subject: "Ours",
            body_html: "<p>Shared text</p>",
            mail_template_id: 5,
            has_own_template: false,
            may_edit: true,
            target_model: "crm.lead",
        },
        {
            id: 11,
            name: "Of others",
            sequence_id: 1,
            channel: "email",
            subject: "For [brackets]",
            body_html: "<p>Theirs</p>",
            has_own_template: true,
            may_edit: false,
            target_model: "crm.lead",
        },
    ];
}

const ARCH = `
    <form js_class="sales_sequence_step_form" class="o_sales_sequence_step_form" disable_autofocus="1">
        <sheet>
            <field name="sequence_id" invisible="1"/>
            <field name="sequence_state" invisible="1"/>
            <field name="target_model" invisible="1"/>
            <field name="has_own_template" invisible="1"/>
            <field name="may_edit" invisible="1"/>
            <field name="subject" invisible="1"/>
            <field name="body_html" invisible="1"/>
            <field name="channel" invisible="1"/>
            <field name="name" readonly="not may_edit"/>
            <widget name="sales_sequence_step_head"/>
            <field name="variant_ids" widget="sales_sequence_step_email" readonly="not may_edit" invisible="channel != 'email'">
                <list>
                    <field name="name"/><field name="weight"/><field name="subject"/><field name="body_html"/>
                    <field name="mail_template_id"/><field name="has_own_template"/><field name="target_model"/>
                </list>
            </field>
            <field name="summary" invisible="channel == 'email'"/>
            <field name="note" widget="sales_sequence_script" readonly="not may_edit" invisible="channel == 'email'"/>
            <field name="mail_template_id"/>
            <field name="delay"/>
        </sheet>
    </form>`;

/** Call it first in a test file. */
export function defineStepModels() {
    defineSalesSequenceModels();
    defineModels([Lead, Sequence, Template, Variant, Step]);
}

/** Mount the form of a step; false: of a new one. */
export async function mountStep(resId, { facts = {}, preview = {}, editor, context } = {}) {
    onRpc("sales.sequence.editor", "get_panel", () => ({ ...FACTS, ...facts }));
    onRpc("sales.sequence.editor", "get_preview", ({ kwargs }) => {
        const { context, ...question } = kwargs;
        return { ...PREVIEW, ...(typeof preview === "function" ? preview(question) : preview) };
    });
    onRpc("crm.lead", "mail_allowed_qweb_expressions", () => ["object.sequence_first_name", "object.sequence_company_name"]);
    const env = await makeMockEnv(editor && { salesSequenceEditor: editor });
    return mountWithCleanup(View, {
        env,
        props: parseViewProps({ type: "form", resModel: "sales.sequence.step", resId, arch: ARCH, context }),
    });
}
