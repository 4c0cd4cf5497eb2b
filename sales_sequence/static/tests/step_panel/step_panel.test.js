import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { contains, hideTab, makeServerError, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { StepPanel } from "@sales_sequence/step_panel/step_panel";
import { defineStepModels, mountStep, PREVIEW } from "./step_panel_data";

defineStepModels();

const SUBJECT = "div[name=subject] input";
const BODY = "div[name=body_html] .odoo-editor-editable";
const CHIP = ".o_sales_sequence_chip";
const TAB = ".o_sales_sequence_variants [role=tab]";
const SAVE = ".o_form_button_save";

/** Let what waits for the end of typing happen. */
async function rest() {
    for (let turn = 0; turn < 3; turn++) {
        await advanceTime(600);
        await animationFrame();
    }
}

/** Note what is saved. */
function watchSaves() {
    const saved = [];
    onRpc("sales.sequence.step", "web_save", ({ args }) => {
        saved.push(args[1]);
    });
    return saved;
}

beforeEach(() => {
    serverState.lang = "en";
    new StepPanel().preview("crm.lead", false);
});

test("an email shows what the person gets, and its fields in people's words", async () => {
    await mountStep(7);
    await rest();
    expect(".o_sales_sequence_step_facts").toHaveText(
        "Day 3. 2 business days later. A change reaches 12 people who have not had it; nobody gets it twice."
    );
    expect(SUBJECT).toHaveValue("For [Company|you]");
    expect(`${BODY} t`).toHaveAttribute("data-sales-sequence-field", "First name");
    expect(".o_sales_sequence_subject_hint").toHaveText("40 characters for Anna Berg; under 60 is good");
    expect(".o_sales_sequence_gauge").toHaveText(/87 words/);
    expect(".o_sales_sequence_preview_subject").toHaveText(PREVIEW.subject);
    expect(".o_sales_sequence_preview_body .o_sales_sequence_merge_field").toHaveText("Anna");
    expect(TAB).toHaveCount(0);
});

test("a field goes where the cursor was last: into the subject, or the text", async () => {
    const saved = watchSaves();
    await mountStep(7);
    await contains(SUBJECT).edit("Hello ", { confirm: false });
    await contains(`${CHIP}:contains(First name)`).click();
    expect(SUBJECT).toHaveValue("Hello [First name]");
    await click(BODY);
    await animationFrame();
    await contains(`${CHIP}:contains(Company)`).click();
    expect(`${BODY} t[t-out='object.sequence_company_name']`).toHaveCount(1);
    await contains(SAVE).click();
    expect(saved).toHaveLength(1);
    expect(saved[0].subject).toBe("Hello {{object.sequence_first_name}}");
    expect(saved[0].body_html).toInclude('t-out="object.sequence_company_name"');
    expect(saved[0].body_html).not.toInclude("data-sales-sequence");
});

test("what is typed is previewed before it is saved, and what is saved is not sent along", async () => {
    const asked = [];
    await mountStep(7, {
        preview: (question) => {
            asked.push(question);
            return {};
        },
    });
    await rest();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ step_id: 7, variant_id: false, res_id: false, lang: false, subject: false, body_html: false });
    await contains(SUBJECT).edit("Hi [First name]", { confirm: false });
    await rest();
    expect(asked.length).toBe(2);
    expect(asked[1].subject).toBe("Hi {{object.sequence_first_name}}");
    expect(asked[1].body_html).toBe(false);
    await contains(SAVE).click();
    await rest();
    expect(asked.at(-1).subject).toBe(false);
});

test("the preview is of whom one chooses", async () => {
    const asked = [];
    await mountStep(7, {
        preview: (question) => {
            asked.push(question.res_id);
            return {};
        },
    });
    await contains(".o_sales_sequence_preview_as input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Bruno)").click();
    await rest();
    expect(asked).toEqual([false, 2]);
    expect(".o_sales_sequence_preview_as input").toHaveValue("Bruno Silva");
});

test("what cannot be shown is said in its place", async () => {
    await mountStep(7, {
        preview: () => {
            throw makeServerError({ message: "Code is for template editors" });
        },
    });
    await rest();
    expect(".o_sales_sequence_preview [role=alert]").toHaveText("Code is for template editors");
    expect(".o_dialog").toHaveCount(0);
});

test("words are measured, and what is empty for this person is told", async () => {
    await mountStep(7, { preview: { words: 231, subject_length: 71, holes: [{ name: "x", words: "First name is empty." }] } });
    await rest();
    expect(".o_sales_sequence_gauge").toHaveText(/231 words\s*over 200 are seldom read\s*First name is empty./);
    expect(".o_sales_sequence_gauge .text-success").toHaveCount(0);
    expect(".o_sales_sequence_subject_hint").toHaveText("71 characters for Anna Berg; under 60 reads better");
});

test("a text that cannot be rendered is neither measured nor praised", async () => {
    await mountStep(7, {
        preview: { is_rendered: false, subject: false, body: false, footer: false, words: 0, subject_length: 0, problem: "No." },
    });
    await rest();
    expect(".o_sales_sequence_preview [role=alert]").toHaveText("No.");
    expect(".o_sales_sequence_gauge, .o_sales_sequence_preview section").toHaveCount(0);
    expect(".o_sales_sequence_subject_hint").toHaveText("");
});

test("no words are not praised", async () => {
    await mountStep(7, { preview: { words: 0, subject_length: 0, problem: "The text is empty." } });
    await rest();
    expect(".o_sales_sequence_gauge").toHaveText("0 words");
    expect(".o_sales_sequence_subject_hint").toHaveText("");
});

test("variants are tabs with their shares, each with its own text", async () => {
    const saved = watchSaves();
    await mountStep(8);
    expect(queryAllTexts(TAB)).toEqual(["Variant A 75%", "Variant B 25%"]);
    expect(SUBJECT).toHaveValue("First");
    await contains(SUBJECT).edit("First, changed", { confirm: false });
    await contains(`${TAB}:contains(B)`).click();
    expect(SUBJECT).toHaveValue("Second");
    await contains(SUBJECT).edit("Second, changed", { confirm: false });
    await contains(`${TAB}:contains(A)`).click();
    expect(SUBJECT).toHaveValue("First, changed");
    await contains("input[name=variant_weight]").edit("1");
    expect(queryAllTexts(TAB)).toEqual(["Variant A 50%", "Variant B 50%"]);
    await contains(SAVE).click();
    expect(saved).toEqual([
        {
            variant_ids: [
                [1, 1, { subject: "First, changed", weight: 1 }],
                [1, 2, { subject: "Second, changed" }],
            ],
        },
    ]);
});

test("arrows go from tab to tab", async () => {
    await mountStep(8);
    await contains(`${TAB}:first`).focus();
    await press("ArrowRight");
    await animationFrame();
    expect(`${TAB}.active`).toHaveText(/Variant B/);
    expect(document.activeElement).toHaveText(/Variant B/);
});

test("a variant is added to what is saved, and shown", async () => {
    const saved = watchSaves();
    onRpc("sales.sequence.editor", "add_variant", ({ args }) => {
        expect.step(["add", ...args]);
        return 2;
    });
    await mountStep(8);
    await contains(SUBJECT).edit("First, changed", { confirm: false });
    await contains("button[name=add_variant]").click();
    expect(saved).toHaveLength(1);
    expect.verifySteps([["add", 8]]);
    expect(`${TAB}.active`).toHaveText(/Variant B/);
    // Its text is a copy: what is typed replaces the subject.
    expect(SUBJECT).toBeFocused();
    expect(queryOne(SUBJECT).selectionEnd).toBe(queryOne(SUBJECT).value.length);
    // Reading one after the other moves no cursor.
    await contains(`${TAB}:contains(Variant A)`).click();
    await contains(`${TAB}:contains(Variant B)`).click();
    expect(SUBJECT).not.toBeFocused();
});

test("a new call begins with the cursor in what it is about", async () => {
    await mountStep(false, { context: { default_channel: "call" } });
    await rest();
    expect("div[name=summary] input").toBeFocused();
});

test("the name of a variant stays while it is typed, and is saved with the step", async () => {
    const saved = watchSaves();
    await mountStep(8);
    await contains("input[name=variant_name]").edit("A question", { confirm: false });
    // The preview arrives, and the panel is drawn again.
    await rest();
    expect("input[name=variant_name]").toHaveValue("A question");
    await contains(SAVE).click();
    expect(saved).toEqual([{ variant_ids: [[1, 1, { name: "A question" }]] }]);
    await contains("input[name=variant_name]").edit(" ");
    expect("input[name=variant_name]").toHaveValue("A question");
});

test("what is typed while the step is being saved stays", async () => {
    const saving = new Deferred();
    onRpc("sales.sequence.step", "web_save", () => saving);
    await mountStep(8);
    await contains("input[name=variant_weight]").edit("2");
    await contains(SAVE).click();
    await contains(SUBJECT).edit("First, changed", { confirm: false });
    const input = queryOne(SUBJECT);
    saving.resolve();
    await rest();
    expect(queryOne(SUBJECT)).toBe(input);
    expect(SUBJECT).toHaveValue("First, changed");
    expect(SUBJECT).toBeFocused();
});

test("nobody types into a form that is about to be loaded again", async () => {
    const answers = [];
    const wait = () => {
        answers.push(new Deferred());
        return answers.at(-1);
    };
    onRpc("sales.sequence.editor", "add_variant", async () => {
        await wait();
        return 2;
    });
    onRpc("sales.sequence.step.variant", "unlink", wait);
    const languages = [
        { code: "en", name: "English", missing: [] },
        { code: "fr_FR", name: "Français", missing: [] },
    ];
    onRpc("sales.sequence.step", "web_read", async ({ kwargs }) => {
        if (kwargs.context.lang === "fr_FR") {
            await wait();
        }
    });
    await mountStep(8, { facts: { languages } });
    const inert = () => queryOne(".o_form_view").inert;
    for (const act of [
        () => contains("button[name=add_variant]").click(),
        async () => {
            await contains("button[name=remove_variant]").click();
            await contains(".modal .btn-primary").click();
        },
        () => contains("[data-lang=fr_FR]").click(),
    ]) {
        expect(inert()).toBe(false);
        await act();
        expect(inert()).toBe(true);
        answers.at(-1).resolve();
        await rest();
    }
    expect(inert()).toBe(false);
    expect(answers).toHaveLength(3);
});

test("what people have had is stopped, anything else deleted, once that is confirmed", async () => {
    onRpc("sales.sequence.step", "action_stop_variant", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountStep(8, { facts: { used_variant_ids: [1] } });
    expect("button[name=remove_variant]").toHaveText("Stop sending");
    await contains("button[name=remove_variant]").click();
    expect(".modal-body").toHaveText("Nobody gets it anymore. Its results stay.");
    expect.verifySteps([]);
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[8, 1]]);
    await contains(`${TAB}:contains(B)`).click();
    expect("button[name=remove_variant]").toHaveText("Delete");
    await contains("button[name=remove_variant]").click();
    await contains(".modal .btn-primary").click();
    expect(queryAllTexts(TAB)).toEqual(["Variant A 100%"]);
});

test("side by side, both are written at once", async () => {
    const saved = watchSaves();
    await mountStep(8);
    await contains("button[name=side_by_side]").click();
    expect(".modal div[name=subject] input").toHaveCount(2);
    expect(`.modal ${CHIP}:contains(First name)`).toHaveCount(2);
    await contains(".modal [data-variant='2'] div[name=subject] input").edit("Second, changed", { confirm: false });
    await contains(".modal-footer .btn-primary").click();
    await contains(`${TAB}:contains(B)`).click();
    expect(SUBJECT).toHaveValue("Second, changed");
    await contains(SAVE).click();
    expect(saved).toEqual([{ variant_ids: [[1, 2, { subject: "Second, changed" }]] }]);
});

test("another language is another form: what was typed is saved in its own", async () => {
    const languages = [
        { code: "en", name: "English", missing: [] },
        { code: "fr_FR", name: "Français", missing: [0] },
    ];
    onRpc("sales.sequence.step", "web_save", ({ args, kwargs }) => {
        expect.step(["save", kwargs.context.lang, args[1].subject]);
    });
    onRpc("sales.sequence.step", "web_read", ({ kwargs }) => {
        expect.step(["read", kwargs.context.lang]);
    });
    await mountStep(7, { facts: { languages } });
    expect.verifySteps([["read", "en"]]);
    expect(".o_sales_sequence_languages [data-lang=fr_FR] .o_sales_sequence_warn").toHaveCount(1);
    await contains(SUBJECT).edit("For all", { confirm: false });
    await contains("[data-lang=fr_FR]").click();
    expect.verifySteps([
        ["save", "en", "For all"],
        ["read", "fr_FR"],
    ]);
    expect("[data-lang=fr_FR]").toHaveAttribute("aria-pressed", "true");
    await contains(SUBJECT).edit("Pour tous", { confirm: false });
    await contains(SAVE).click();
    expect.verifySteps([["save", "fr_FR", "Pour tous"]]);
});

test("a chosen template is only read, until it is written here", async () => {
    onRpc("sales.sequence.step", "action_detach_template", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountStep(10);
    expect(SUBJECT).toHaveCount(0);
    expect("div[name=subject]").toHaveText("Ours");
    expect(".o_sales_sequence_step_email [role=status]").toHaveText(/that of the template “Shared”/);
    await contains("button[name=detach_template]").click();
    expect.verifySteps([[10]]);
});

test("who may not edit reads all, with the preview", async () => {
    await mountStep(11);
    await rest();
    expect("div[name=subject]").toHaveText("For [brackets]");
    expect(`${SUBJECT}, ${BODY}[contenteditable=true], ${CHIP}`).toHaveCount(0);
    expect("button[name=add_variant], button[name=choose_template]").toHaveCount(0);
    expect(".o_sales_sequence_preview_subject").toHaveText(PREVIEW.subject);
});

test("the script of a call has fields and a preview, and no subject", async () => {
    const asked = [];
    await mountStep(9, {
        preview: (question) => {
            asked.push(question);
            return { body: "<p>Ask Anna</p>", footer: false };
        },
    });
    await rest();
    expect("div[name=subject], button[name=send_test]").toHaveCount(0);
    expect(".o_sales_sequence_preview_body").toHaveText("Ask Anna");
    await contains(`${CHIP}:contains(First name)`).click();
    expect("div[name=note] .odoo-editor-editable t[data-sales-sequence-field='First name']").toHaveCount(1);
    await rest();
    expect(asked.at(-1).body_html).toInclude("object.sequence_first_name");
});

test("a test is of what is saved", async () => {
    const saved = watchSaves();
    onRpc("sales.sequence.editor", "send_test", ({ kwargs }) => {
        expect(kwargs).toMatchObject({ step_id: 7, variant_id: false, res_id: false, lang: false });
        expect.step("sent");
        return { sent_to: "clara@alder.example" };
    });
    await mountStep(7);
    await contains(SUBJECT).edit("Changed", { confirm: false });
    await contains("button[name=send_test]").click();
    expect(saved).toEqual([{ subject: "Changed" }]);
    expect.verifySteps(["sent"]);
    expect(".o_notification").toHaveText(/clara@alder.example/);
});

test("a new email begins with the cursor in its subject, and is saved once it is written", async () => {
    const saved = watchSaves();
    await mountStep(false);
    expect(queryOne(SUBJECT)).toBe(document.activeElement);
    expect(".o_sales_sequence_preview").toHaveCount(0);
    await contains(SUBJECT).edit("Hello", { confirm: "tab" });
    await rest();
    expect(saved).toHaveLength(0);
    await click(BODY);
    await contains(`${CHIP}:contains(First name)`).click();
    await click("div[name=name] input");
    await rest();
    expect(saved).toHaveLength(1);
    expect(saved[0].subject).toBe("Hello");
    expect(".o_sales_sequence_preview").toHaveCount(1);
});

test("a new email of a live sequence goes live when it is saved, not while it is being written", async () => {
    const saved = watchSaves();
    let panel;
    await mountStep(false, {
        editor: { setPanel: (one) => (panel = one), reload: () => {} },
        context: { default_sequence_state: "live" },
    });
    await contains(SUBJECT).edit("Hello", { confirm: "tab" });
    await click(BODY);
    await contains(`${CHIP}:contains(First name)`).click();
    await click("div[name=name] input");
    await rest();
    await hideTab();
    expect(saved).toHaveLength(0);
    expect(".o_sales_sequence_no_preview").toHaveText("The preview appears once the step is saved.");
    expect(await panel.save()).toBe(true);
    await rest();
    expect(saved).toHaveLength(1);
    expect(".o_sales_sequence_no_preview").toHaveCount(0);
    expect(".o_sales_sequence_preview").toHaveCount(1);
});

test("a changed wait of a live sequence is saved once what it does is confirmed", async () => {
    const saved = watchSaves();
    onRpc("sales.sequence.editor", "describe_change", ({ args }) => {
        expect.step(args);
        return { sentences: ["Day 5 becomes Day 6."], days: [], people: 0 };
    });
    await mountStep(7);
    await contains("div[name=delay] input").edit("3");
    await contains(SAVE).click();
    expect.verifySteps([[7, { delay: 3 }]]);
    expect(".modal-body").toHaveText("Day 5 becomes Day 6.");
    await contains(".modal .btn-secondary").click();
    expect(saved).toEqual([]);
    await contains(SAVE).click();
    expect.verifySteps([[7, { delay: 3 }]]);
    await contains(".modal .btn-primary").click();
    expect(saved).toEqual([{ delay: 3 }]);
});

test("the editor around it saves and leaves it", async () => {
    const saved = watchSaves();
    let panel;
    const editor = {
        setPanel: (one) => (panel = one),
        reload: () => expect.step("reload"),
    };
    await mountStep(7, { editor });
    expect(await panel.isDirty()).toBe(false);
    await contains(SUBJECT).edit("Changed", { confirm: false });
    expect(await panel.isDirty()).toBe(true);
    expect(await panel.save()).toBe(true);
    expect(saved).toEqual([{ subject: "Changed" }]);
    expect.verifySteps(["reload"]);
});

test("an email that was only begun is left without a trace", async () => {
    const saved = watchSaves();
    let panel;
    await mountStep(false, { editor: { setPanel: (one) => (panel = one), reload: () => {} } });
    expect(await panel.save()).toBe(true);
    expect(saved).toEqual([]);
    await contains(SUBJECT).edit("Hello", { confirm: false });
    expect(await panel.save()).toBe(true);
    expect(saved).toHaveLength(1);
});
