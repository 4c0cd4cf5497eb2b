import { expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts } from "@odoo/hoot-dom";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getService,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Sequence extends models.Model {
    _name = "sales.sequence";

    name = fields.Char();
    in_gallery = fields.Boolean();
    user_id = fields.Char();

    _records = [{ id: 1, name: "Five-touch cadence" }];
}

defineSalesSequenceModels();
defineModels([Sequence]);

const PUBLISH = ".o_sales_sequence_publish";
const FORM = `<form><sheet>
    <field name="name"/><field name="in_gallery" invisible="1"/>
    <widget name="sales_sequence_publish"/>
    <notebook>
        <page name="steps" string="Steps"><span>timeline</span></page>
        <page name="rules" string="Rules"><span>hours</span></page>
        <page name="history" string="History"><widget name="sales_sequence_history"/></page>
    </notebook>
</sheet></form>`;

function item(code, status, text, place = {}) {
    return { code, status, text, step_id: false, page: false, field: false, action: false, ...place };
}

const READY = {
    state: "draft",
    items: [item("emails", "done", "Every email has a subject and a text"), item("words", "hint", "Step 3 has 131 words")],
    done: 1,
    total: 1,
    next: "If published now: 12 first emails tomorrow at 9:00",
    may_publish: true,
};
const MISSING = {
    state: "draft",
    items: [
        item("problem", "missing", "Step “Intro”: write its text.", { step_id: 7, page: "steps" }),
        item("problem", "missing", "Choose a date.", { page: "rules" }),
        item("hours", "done", "Sending hours", { page: "rules" }),
    ],
    done: 1,
    total: 3,
    next: false,
    may_publish: false,
};

async function mountForm(checklist) {
    let current = checklist;
    onRpc("sales.sequence.publishing", "get_checklist", () => {
        expect.step("checklist");
        return current;
    });
    await mountView({ resModel: "sales.sequence", resId: 1, type: "form", arch: FORM });
    await animationFrame();
    return (next) => {
        current = next;
    };
}

test("once all is done it is one line, which says what happens next", async () => {
    await mountForm({ ...READY, state: "live" });
    expect(PUBLISH).toHaveClass("o_sales_sequence_complete");
    expect(`${PUBLISH} strong`).toHaveText("Checklist: 1 of 1 done");
    expect(`${PUBLISH}_line`).toHaveText(/12 first emails tomorrow at 9:00/);
    expect(`${PUBLISH}_line`).toHaveText(/1 hint/);
    expect(`${PUBLISH} li`).toHaveCount(0);
    expect(`${PUBLISH}_line`).toHaveAttribute("aria-expanded", "false");
    await contains(`${PUBLISH}_line`).click();
    expect(queryAllTexts(`${PUBLISH} li`)).toEqual([
        "Done:\nEvery email has a subject and a text",
        "Hint:\nStep 3 has 131 words",
    ]);
    expect.verifySteps(["checklist"]);
});

test("a hint is seen before a draft is published", async () => {
    await mountForm(READY);
    expect(PUBLISH).toHaveClass("o_sales_sequence_complete");
    expect(`${PUBLISH} strong`).toHaveText("Publish checklist: 1 of 1 done");
    expect(`${PUBLISH} li[data-status=hint]`).toHaveText(/Step 3 has 131 words/);
    await contains(`${PUBLISH}_line`).click();
    expect(`${PUBLISH} li`).toHaveCount(0);
    expect.verifySteps(["checklist"]);
});

test("a draft without hints is one line", async () => {
    await mountForm({ ...READY, items: READY.items.slice(0, 1) });
    expect(`${PUBLISH} strong`).toHaveCount(1);
    expect(`${PUBLISH} li`).toHaveCount(0);
    expect.verifySteps(["checklist"]);
});

test("what is missing leads to its place", async () => {
    await mountForm(MISSING);
    expect(`${PUBLISH} li[data-status=missing]`).toHaveCount(2);
    await contains(`${PUBLISH} li:contains(Choose a date) button`).click();
    await animationFrame();
    expect(".o_notebook .nav-link.active").toHaveText("Rules");
    await contains(`${PUBLISH} li:contains(Intro) button`).click();
    await animationFrame();
    expect(".o_notebook .nav-link.active").toHaveText("Steps");
    expect.verifySteps(["checklist"]);
});

test("it is read again once the form is saved, not while somebody types", async () => {
    const answer = await mountForm(MISSING);
    expect.verifySteps(["checklist"]);
    await contains(".o_field_widget[name=name] input").edit("Another name");
    expect.verifySteps([]);
    answer(READY);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["checklist"]);
    expect(PUBLISH).toHaveClass("o_sales_sequence_complete");
});

test("publishing what misses something opens the list at it", async () => {
    const answer = await mountForm(READY);
    answer(MISSING);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_show_missing" });
    await animationFrame();
    await animationFrame();
    expect(`${PUBLISH} li:first`).toBeFocused();
    expect.verifySteps(["checklist", "checklist"]);
});

test("a sequence of the library has no checklist", async () => {
    Sequence._records = [{ id: 1, name: "Shipped", in_gallery: true }];
    await mountForm(READY);
    expect(PUBLISH).toHaveCount(0);
    expect.verifySteps([]);
});

test("the history says who is on which version, and each number opens its list", async () => {
    onRpc("sales.sequence.publishing", "get_history", () => [
        {
            id: 2, version: "v2", name: "Five-touch cadence", state: "draft", state_text: "Draft", is_archived: false,
            is_this: false, dates: false, changed_text: "what changed from v1", active: 0, closed: 0, open: 0, answered: 0,
            answered_text: false,
        },
        {
            id: 1, version: "v1", name: "Five-touch cadence", state: "live", state_text: "Live", is_archived: false,
            is_this: true, dates: "since Sep 14, 2026", changed_text: false, active: 1280, closed: 1192, open: 282,
            answered: 68, answered_text: "68 of 1,192 (5.7%)",
        },
    ]);
    for (const method of ["action_view_enrollments", "action_view_replies", "action_view_difference"]) {
        onRpc("sales.sequence", method, ({ args }) => {
            expect.step(`${method} ${args[0]}`);
            return { type: "ir.actions.act_window_close" };
        });
    }
    await mountForm(READY);
    expect.verifySteps(["checklist"]);
    await contains(".o_notebook .nav-link[name=history]").click();
    await animationFrame();
    const row = (version) => `.o_sales_sequence_history li[data-version=${version}]`;
    expect(`${row("v1")} .o_sales_sequence_version`).toHaveText(/since Sep 14, 2026/);
    await contains(`${row("v1")} button:contains(1,280)`).click();
    await contains(`${row("v1")} button:contains(68 of 1,192)`).click();
    await contains(`${row("v2")} [name=what_changed]`).click();
    expect.verifySteps(["action_view_enrollments 1", "action_view_replies 1", "action_view_difference 2"]);
    expect(`${row("v2")} button:contains(/^0$/)`).toHaveCount(4);
    expect(`${row("v2")} button:contains(/^0$/):not(:disabled)`).toHaveCount(0);
});

const WORDS = {
    before: [
        { text: "Teams lose ", changed: false },
        { text: "half a", changed: true },
        { text: " week.", changed: false },
    ],
    after: [
        { text: "Teams lose ", changed: false },
        { text: "a whole", changed: true },
        { text: " week.", changed: false },
    ],
};

async function openDifference(parts) {
    onRpc("sales.sequence.publishing", "get_difference", () => ({
        from: { id: 1, name: "Five-touch cadence v1", version: "v1" },
        to: { id: 2, name: "Five-touch cadence v2", version: "v2" },
        parts,
    }));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "sales_sequence_difference",
        target: "new",
        params: { sequence_id: 2 },
    });
    await animationFrame();
}

test("the difference marks the words that changed, the old text beside the new one", async () => {
    await openDifference([
        {
            kind: "changed", title: "Introduction email, day 1", step_id: 7, channel: "email",
            changes: [{ what: "Text", before: "Teams lose half a week.", after: "Teams lose a whole week.", words: WORDS, model: false }],
        },
        {
            kind: "added", title: "Connect, day 3", step_id: 8, channel: "linkedin",
            changes: [{ what: "Day", before: false, after: "3", words: false, model: false }],
        },
    ]);
    expect(".o_sales_sequence_before:first").toHaveText(/Teams lose half a week\./);
    expect(".o_sales_sequence_before:first del").toHaveText("half a");
    expect(".o_sales_sequence_after:first ins").toHaveText("a whole");
    expect(queryAllTexts(".o_sales_sequence_kind")).toEqual(["Changed", "Step added"]);
});

test("a filter is said in words", async () => {
    mockService("tree_processor", {
        treeFromDomain: async () => ({}),
        getDomainTreeDescription: async () => "Country = Belgium",
    });
    await openDifference([
        {
            kind: "settings", title: "Settings", step_id: false, channel: false,
            changes: [{ what: "Audience", before: "[('country_id', '=', 20)]", after: false, words: false, model: "crm.lead" }],
        },
    ]);
    expect(".o_sales_sequence_before").toHaveText(/Country = Belgium/);
});

test("no difference is said, too", async () => {
    await openDifference([]);
    expect(".o_sales_sequence_same").toHaveCount(1);
});
