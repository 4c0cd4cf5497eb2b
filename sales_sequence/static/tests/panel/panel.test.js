import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, defineModels, fields, models, mockService, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Person extends models.Model {
    _name = "person";

    name = fields.Char();
    sequence_panel = fields.Json();

    _records = [{ id: 1, name: "Ada", sequence_panel: false }];
}

defineSalesSequenceModels();
defineModels([Person]);

const STEPS = [
    { id: 1, name: "Introduction email", channel: "email", kind: "done", when: "Fri, Nov 20", title: false, status: "sent", color: "success", is_own: false },
    { id: 2, name: "First call", channel: "call", kind: "current", when: "due Wed, Nov 25", title: false, status: "open, 1 day late", color: "danger", is_own: false },
    { id: 3, name: "Break-up email", channel: "email", kind: "ahead", when: "Fri, Dec 4", title: false, status: "planned", color: "muted", is_own: true },
];

const RUNNING = {
    kind: "running",
    enrollment_id: 7,
    res_model: "person",
    res_id: 1,
    name: "Ada",
    sequence: "Five-touch cadence",
    badge: { text: "Running", color: "info" },
    progress: "Step 2 of 3",
    by: "by Nora Lindqvist, since Fri, Nov 20",
    steps: STEPS,
    rows: [{ label: "Next", strong: "First call", text: "open since Wed, Nov 25", title: "Wed, Nov 25 for you" }],
    answer: false,
    actions: ["done", "skip", "pause", "elsewhere", "stop"],
    activity_id: 5,
    touch_id: 3,
    zone: "Asia/Tokyo",
    earlier: [{ id: 6, name: "Spring fair", words: "ended Mar 12, no answer after 4 steps" }],
    more: 2,
};

async function show(panel, screen = "wide") {
    Person._records[0].sequence_panel = panel;
    await mountView({
        type: "form",
        resModel: "person",
        resId: 1,
        arch: `<form><sheet>
            <field name="name"/><field name="sequence_panel" invisible="1"/>
            <widget name="sales_sequence_panel" options="{'screen': '${screen}'}"/>
        </sheet></form>`,
    });
}

test("says where they are, what came of each step, and what comes next", async () => {
    await show(RUNNING);
    expect(".o_sales_sequence_panel").toHaveCount(1);
    expect(queryText(".o_sales_sequence_panel header")).toInclude("Five-touch cadence");
    expect(queryAllTexts(".o_sales_sequence_panel_name")).toEqual(["Introduction email", "First call", "Break-up email"]);
    expect("[aria-current=step] .text-danger").toHaveText("open, 1 day late");
    expect("dd[title='Wed, Nov 25 for you']").toHaveText("First call, open since Wed, Nov 25");
    expect(".o_sales_sequence_panel_ahead .fa-pencil").toHaveCount(1);
    expect(queryText(".o_sales_sequence_panel footer")).toInclude("Spring fair, ended Mar 12, no answer after 4 steps");
    expect(queryText(".o_sales_sequence_panel footer")).toInclude("2 more");
});

test("offers what the server offers, the first as the primary button", async () => {
    await show(RUNNING);
    expect(queryAllTexts(".o_sales_sequence_panel_buttons button")).toEqual([
        "Mark done …",
        "Skip step",
        "Pause until …",
        "Answered elsewhere",
        "Stop …",
    ]);
    expect(".o_sales_sequence_panel .btn-primary").toHaveText("Mark done …");
});

test("stands in the place for its screen only", async () => {
    await show(RUNNING, "phone");
    expect(".o_sales_sequence_panel").toHaveCount(0);
});

test("who was never enrolled takes one line", async () => {
    mockService("action", {
        doActionButton: ({ name, resModel, resId }) => expect.step(`${name} of ${resModel} ${resId}`),
    });
    await show({ kind: "never", res_model: "person", res_id: 1, actions: ["enroll"], earlier: [] });
    expect(queryText(".o_sales_sequence_panel")).toBe("Not in a sequence\nEnroll …");
    await contains("button[name=enroll]").click();
    expect.verifySteps(["action_enroll_in_sequence of person 1"]);
});

test("what a colleague does is told, without a button", async () => {
    await show({ kind: "hidden", actions: [], earlier: [] });
    expect(".o_sales_sequence_panel button").toHaveCount(0);
    expect(queryText(".o_sales_sequence_panel")).toInclude("which you may not see");
});

test("more than seven steps: those that are over fold into one dot", async () => {
    const steps = [...Array(10).keys()].map((index) => ({
        ...STEPS[index < 6 ? 0 : index === 6 ? 1 : 2],
        id: index + 1,
        name: `Step ${index + 1}`,
    }));
    await show({ ...RUNNING, steps });
    expect(".o_sales_sequence_panel_step").toHaveCount(7);
    expect("button.o_sales_sequence_panel_dot").toHaveText("4");
    await contains("button.o_sales_sequence_panel_dot").click();
    expect(".o_sales_sequence_panel_step").toHaveCount(10);
    expect("button.o_sales_sequence_panel_dot").toHaveCount(0);
});

test("an ended one with many steps folds all that does not fit", async () => {
    const steps = [...Array(12).keys()].map((index) => ({ ...STEPS[0], id: index + 1 }));
    await show({ ...RUNNING, kind: "ended", steps, actions: ["enroll"] });
    expect(".o_sales_sequence_panel_step").toHaveCount(7);
    expect("button.o_sales_sequence_panel_dot").toHaveText("6");
});

test("a verb is called on the enrollment, after the form is saved", async () => {
    onRpc("person", "web_save", () => expect.step("save"));
    mockService("action", {
        doActionButton: ({ name, resModel, resId }) => expect.step(`${name} of ${resModel} ${resId}`),
    });
    await show({ ...RUNNING, kind: "paused", actions: ["resume"] });
    await contains("[name=name] input").edit("Ada L.");
    await contains(".o_sales_sequence_panel_buttons button[name=resume]").click();
    expect.verifySteps(["save", "resume of sales.sequence.enrollment 7"]);
});

test("what cannot be taken back is asked first", async () => {
    mockService("action", { doActionButton: ({ name }) => expect.step(name) });
    await show(RUNNING);
    await contains("button[name=skip]").click();
    expect.verifySteps([]);
    await contains(".modal .btn-primary").click();
    expect.verifySteps(["skip_step"]);
});

test("a pause ends at midnight where the person lives", async () => {
    mockDate("2026-11-26 10:00:00");
    mockService("action", { doActionButton: ({ name, args }) => expect.step(`${name} ${args}`) });
    await show(RUNNING);
    await contains("button[name=pause]").click();
    await contains(".o_date_item_cell:not(.o_out_of_range):contains(30)").click();
    expect.verifySteps(['pause ["2026-11-29 15:00:00"]']);
});

test("an answer is quoted, and its verbs say what they did", async () => {
    mockDate("2026-11-26 10:00:00");
    onRpc("sales.sequence.answers", "machine", ({ args }) => {
        expect.step(`machine ${args[0]}`);
        return { words: "Marked as auto-reply: the sequence resumes." };
    });
    await show({
        ...RUNNING,
        kind: "replied",
        badge: { text: "Answered", color: "success" },
        rows: [],
        actions: ["answer", "meeting", "not_now", "not_a_reply"],
        answer: {
            signal_id: 9,
            title: "Ada answered",
            occurred_at: "2026-11-26 08:38:00",
            when: "Thu, Nov 26 at 5:38 PM (Tokyo time)",
            after: "after “Introduction email”",
            quote: "Tuesday at 10 would suit me.",
            handled: false,
        },
    });
    expect(queryText(".alert-success")).toInclude("“Tuesday at 10 would suit me.”");
    expect(".o_sales_sequence_panel .btn-primary").toHaveText("Handle the answer");
    await contains("button[name=not_a_reply]").click();
    expect.verifySteps(["machine 9"]);
    expect(".o_notification").toHaveText("Marked as auto-reply: the sequence resumes.");
});
