import { expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mockService, mountView, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { AdviceCard } from "@sales_sequence/advice/advice_card";
import { Sequence, defineEditor, timelineOf, watchCards } from "../editor/editor_data";
import { DISMISSED, LONG, LONG_SUBJECT, OLD, STUCK, makeAdvice } from "./advice_data";

defineEditor();

const ADVICE = ".o_sales_sequence_advice";
const ITEM = (code) => `${ADVICE} li[data-code=${code}]`;
const FORM = `<form js_class="sales_sequence_form"><sheet>
    <field name="name"/><field name="in_gallery" invisible="1"/>
    <widget name="sales_sequence_advice"/>
    <notebook>
        <page name="steps" string="Steps"><widget name="sales_sequence_editor"/></page>
        <page name="rules" string="Rules"><field name="problem"/></page>
    </notebook>
</sheet></form>`;

/** Open a sequence over a server that answers with `advice`; what is asked of it is a step. */
async function openForm(advice = makeAdvice()) {
    let current = advice;
    for (const method of ["dismiss", "restore", "action_open"]) {
        onRpc("sales.sequence.advice", method, ({ args }) => {
            expect.step(`${method} ${JSON.stringify(args)}`);
            return { type: "ir.actions.act_window_close" };
        });
    }
    onRpc("sales.sequence.advice", "get_advice", ({ args }) => {
        expect.step(`get_advice ${JSON.stringify(args)}`);
        return current;
    });
    onRpc("sales.sequence.editor", "get_timeline", function ({ args: [id] }) {
        return timelineOf(this.env, id);
    });
    await mountView({ type: "form", resModel: "sales.sequence", resId: 1, arch: FORM });
    await animationFrame();
    return (next) => {
        current = next;
    };
}

test("it says how much there is, and for each why, where the threshold comes from and where it is mended", async () => {
    await openForm();
    expect(`${ADVICE}_line`).toHaveText(/Advice\s*1 to act on, 1 warning, 3 hints/);
    expect(`${ADVICE}_line`).toHaveAttribute("aria-expanded", "true");
    expect(queryAllAttributes(`${ADVICE}_item`, "data-code")).toEqual([
        "stuck",
        "long_text",
        "long_subject",
        "not_reviewed",
        "no_human_touch",
    ]);
    expect(`${ITEM("long_text")} ${ADVICE}_text`).toHaveText("Warning:\nThe email of day 5 has 212 words");
    expect(`${ITEM("long_text")} ${ADVICE}_detail`).toHaveText("Over 200 words, few read to the question.");
    expect(`${ITEM("long_text")} ${ADVICE}_source`).toHaveText("200 words: emails over it are answered half as often.");
    expect(`${ITEM("stuck")} [name=open_place]`).toHaveText("Show the 2 people");
    // On its own form, nobody has to be told which sequence it is.
    expect(`${ADVICE}_where`).toHaveCount(0);
    expect.verifySteps(["get_advice [1]"]);
});

test("hints alone are folded, and nothing to say is one line without a button", async () => {
    const answer = await openForm(makeAdvice([OLD]));
    expect(`${ADVICE}_line`).toHaveAttribute("aria-expanded", "false");
    expect(`${ADVICE} li`).toHaveCount(0);
    await contains(`${ADVICE}_line`).click();
    expect(`${ADVICE} li`).toHaveCount(1);
    answer(makeAdvice([]));
    await contains(".o_field_widget[name=name] input").edit("Another name");
    expect.verifySteps(["get_advice [1]"]);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["get_advice [1]"]);
    expect(`div${ADVICE}_line`).toHaveText(/nothing to say/);
    expect(`button${ADVICE}_line`).toHaveCount(0);
});

test("a sequence of the library has no advice", async () => {
    Sequence._records = [{ id: 1, name: "Shipped", in_gallery: true }];
    await openForm();
    expect(ADVICE).toHaveCount(0);
    expect.verifySteps([]);
});

test("a link leads to the step, the page and the field, or to the records that are counted", async () => {
    const shown = [];
    patchWithCleanup(Element.prototype, {
        scrollIntoView() {
            shown.push(this.getAttribute("name"));
        },
    });
    await openForm();
    await contains(`${ITEM("no_human_touch")} [name=open_place]`).click();
    expect(shown).toInclude("rules", { message: "a long list is above the page" });
    await animationFrame();
    await animationFrame();
    expect(".o_notebook .nav-link.active").toHaveText("Rules");
    expect(".o_field_widget[name=problem] input").toBeFocused();
    await contains(`${ITEM("long_text")} [name=open_place]`).click();
    await animationFrame();
    expect(".o_notebook .nav-link.active").toHaveText("Steps");
    expect(".o_sales_sequence_editor_step[data-id='13']").toHaveAttribute("aria-current", "step");
    await contains(`${ITEM("stuck")} [name=open_place]`).click();
    expect.verifySteps(["get_advice [1]", 'action_open [1,"stuck",false]']);
});

test("it is dismissed with a note, not without one", async () => {
    const answer = await openForm(makeAdvice([LONG]));
    await contains(`${ITEM("long_text")} [name=dismiss]`).click();
    expect(".modal button[name=confirm]").not.toBeEnabled();
    await contains(".modal input[name=note]").edit("   ", { confirm: false });
    expect(".modal button[name=confirm]").not.toBeEnabled();
    await contains(".modal input[name=note]").edit(" They asked for it. ", { confirm: false });
    const note = { dismissed_at: "2026-11-25 14:30:00", dismissed_by: "Mitchell", dismiss_note: "They asked for it." };
    answer(makeAdvice([], { dismissed: [{ ...LONG, ...note }] }));
    await contains(".modal button[name=confirm]").click();
    await animationFrame();
    expect.verifySteps(["get_advice [1]", 'dismiss [1,"long_text",13,"They asked for it."]', "get_advice [1]"]);
    expect(".modal").toHaveCount(0);
    expect(`${ADVICE}_line`).toHaveText(/nothing to say/);
});

test("what was dismissed is folded with who, when and why, and can be shown again", async () => {
    const answer = await openForm(makeAdvice([LONG], { dismissed: [DISMISSED] }));
    expect(`${ADVICE} details`).not.toHaveAttribute("open");
    await contains(`${ADVICE} summary`).click();
    expect(`${ITEM("no_cta")} ${ADVICE}_note`).toHaveText(/Dismissed by Clara Moreau on .*2026: It says goodbye\./);
    answer(makeAdvice([LONG, { ...DISMISSED, dismissed_at: false }]));
    await contains(`${ITEM("no_cta")} [name=restore]`).click();
    await animationFrame();
    expect(`${ADVICE} details`).toHaveCount(0);
    expect(`${ITEM("no_cta")} [name=dismiss]`).toHaveCount(1);
    expect.verifySteps(["get_advice [1]", 'restore [1,"no_cta",false]', "get_advice [1]"]);
});

test("whoever may not change the sequence reads it, and has nothing to dismiss or restore", async () => {
    const reader = { may_dismiss: false };
    await openForm(makeAdvice([{ ...LONG, ...reader }], { dismissed: [{ ...DISMISSED, ...reader }] }));
    expect(`${ADVICE} [name=dismiss], ${ADVICE} [name=restore], ${ADVICE} [name=act]`).toHaveCount(0);
    expect(`${ITEM("long_text")} [name=open_place]`).toHaveCount(1);
    expect.verifySteps(["get_advice [1]"]);
});

test("what can be done at once is a button", async () => {
    onRpc("sales.sequence", "action_mark_reviewed", ({ args }) => {
        expect.step(`reviewed ${JSON.stringify(args)}`);
        return true;
    });
    const answer = await openForm(makeAdvice([LONG, OLD]));
    answer(makeAdvice([LONG]));
    await contains(`${ITEM("not_reviewed")} [name=act]`).click();
    await animationFrame();
    expect(ITEM("not_reviewed")).toHaveCount(0);
    expect.verifySteps(["get_advice [1]", "reviewed [[1]]", "get_advice [1]"]);
});

test("the card of a step names the worst of its advice, and only cards with other advice are drawn again", async () => {
    const drawn = watchCards();
    const answer = await openForm(makeAdvice([LONG, LONG_SUBJECT]));
    const chip = ".o_sales_sequence_editor_step[data-id='13'] [data-kind=advice]";
    expect(chip).toHaveText("Warning:\nThe email of day 5 has 212 words");
    expect(chip).toHaveAttribute("title", "The email of day 5 has 212 words\nThe subject has 72 characters");
    expect(".o_sales_sequence_editor_chip[data-kind=advice]").toHaveCount(1);
    drawn();
    answer(makeAdvice([LONG, LONG_SUBJECT, { ...LONG, code: "no_cta", step_id: 11, text: "It asks for nothing" }]));
    await contains(`${ITEM("long_text")} [name=dismiss]`).click();
    await contains(".modal input[name=note]").edit("It is fine", { confirm: false });
    await contains(".modal button[name=confirm]").click();
    await animationFrame();
    expect(".o_sales_sequence_editor_chip[data-kind=advice]").toHaveCount(2);
    expect(drawn()).toEqual(["Introduction"]);
    expect.verifySteps(["get_advice [1]", 'dismiss [1,"long_text",13,"It is fine"]', "get_advice [1]"]);
});

async function showCard(advice) {
    await mountWithCleanup(AdviceCard, { props: { advice, onChange: () => expect.step("changed") } });
}

test("for all sequences, the worst come first and each says whose it is", async () => {
    await showCard(makeAdvice([STUCK, LONG], { counts: { act: 1, warning: 9, hint: 4 }, total: 14 }));
    expect(`${ADVICE}_counts`).toHaveText("1 to act on, 9 warnings, 4 hints");
    expect(`${ADVICE} p:contains(most serious)`).toHaveText("The 2 most serious of 14 are shown.");
    expect(queryAllTexts(`${ADVICE}_where`)).toEqual(["Five-touch cadence v2", "Five-touch cadence v2, “Break-up”"]);
});

test("five are shown at first, the others on request", async () => {
    const items = ["a", "b", "c", "d", "e", "f", "g"].map((code) => ({ ...LONG, code }));
    await showCard(makeAdvice(items, { total: 12 }));
    expect(`${ADVICE} li`).toHaveCount(5);
    expect(`${ADVICE} p:contains(most serious)`).toHaveText("The 5 most serious of 12 are shown.");
    expect("[name=unfold]").toHaveText("Show 2 more");
    await contains("[name=unfold]").click();
    expect(`${ADVICE} li`).toHaveCount(7);
    expect(`${ADVICE} p:contains(most serious)`).toHaveText("The 7 most serious of 12 are shown.");
    expect("[name=unfold]").toHaveCount(0);
});

test("a place in one of them opens the sequence there", async () => {
    mockService("action", {
        doAction: ({ res_id: id, context }) => expect.step(`${id} ${JSON.stringify(context.sales_sequence_place)}`),
    });
    await showCard(makeAdvice([LONG]));
    await contains("[name=open_place]").click();
    expect.verifySteps(['1 {"label":"Open the step","page":"steps","step_id":13,"field":false}']);
});

test("the form that is opened at a place goes there", async () => {
    onRpc("sales.sequence.editor", "get_timeline", function ({ args: [id] }) {
        return timelineOf(this.env, id);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "sales.sequence",
        res_id: 1,
        views: [[false, "form"]],
        context: { sales_sequence_place: LONG.place },
    });
    await waitFor(".o_sales_sequence_editor_step[data-id='13'][aria-current=step]");
    expect(".o_sales_sequence_editor_step[aria-current=step]").toHaveCount(1);
});

test("nothing to say is said, also before anybody has looked", async () => {
    await showCard(makeAdvice([]));
    expect(`${ADVICE}_counts`).toHaveText("Nothing to say: the live sequences are as they should be.");
    expect(`${ADVICE} li`).toHaveCount(0);
});

test("before the first look it says that one will come", async () => {
    await showCard(makeAdvice([], { looked_at: false }));
    expect(`${ADVICE}_counts`).toHaveText("Nothing to say yet: the live sequences are looked at every hour.");
});
