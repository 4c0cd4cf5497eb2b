import { beforeEach, expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { Component, useState, xml } from "@odoo/owl";
import { mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { DraftsPane } from "@sales_sequence/my_day_drafts/drafts_pane";

defineSalesSequenceModels();

const CLEAN = {
    company: "",
    email: "someone@customer.example.org",
    step_name: "Introduction email",
    clean: true,
    doubts: [],
    leaves: "2026-11-26 00:00:00",
    zone: "Asia/Tokyo",
    leaves_words: "Tomorrow, 09:00 in Tokyo",
    subject: "A question",
    body: "<p>Hello</p>",
    skip_words: "Next: Second call, Thu 26 Nov",
    later_words: "Comes back on Wed 2 Dec",
    res_model: "crm.lead",
};

let drafts;

class Screen extends Component {
    static components = { DraftsPane };
    static template = xml`<DraftsPane touchIds="state.touchIds" day="{ keys: state.keys }" onChanged="() => this.onChanged()"/>`;
    static props = ["*"];
    setup() {
        screen = this;
        this.state = useState({ touchIds: drafts.map((draft) => draft.touch_id), keys: true });
    }
    onChanged() {
        expect.step("changed");
        this.state.touchIds = drafts.map((draft) => draft.touch_id);
    }
}

let screen;

function remove(touchIds) {
    drafts = drafts.filter((draft) => !touchIds.includes(draft.touch_id));
}

beforeEach(() => {
    drafts = [
        { ...CLEAN, touch_id: 1, res_id: 11, name: "Haruto Sato", company: "Sato Seiki" },
        { ...CLEAN, touch_id: 2, res_id: 12, name: "Camila Rojas" },
        {
            ...CLEAN,
            touch_id: 3,
            res_id: 13,
            name: "Layla Haddad",
            clean: false,
            doubts: [
                {
                    code: "colleague",
                    words: "A colleague was written to 2 days ago",
                    detail: "Omar Haddad, written to on Mon 23 Nov",
                },
            ],
            leaves_words: "Tomorrow, 09:10 in Dubai",
            body: '<p>Hi <mark class="o_sales_sequence_merge_field">Layla</mark>, see <a href="https://www.alder.example.com">us</a></p>',
        },
    ];
    onRpc("sales.sequence.touch", "get_drafts", ({ args: [touchIds] }) =>
        drafts.filter((draft) => touchIds.includes(draft.touch_id))
    );
    for (const verb of ["approve", "review_later", "skip_draft", "stop_draft"]) {
        onRpc("sales.sequence.touch", verb, ({ args: [touchIds] }) => {
            expect.step(`${verb} ${touchIds}`);
            remove(touchIds);
            return { words: `${touchIds.length} ${verb}. They go out tomorrow.` };
        });
    }
});

test("the clean ones are chosen, and what is doubtful is looked at", async () => {
    await mountWithCleanup(Screen);
    expect("h2").toHaveText("3 drafts to review");
    expect("header p").toHaveText("2 are clean and can go together. 1 needs your eyes first.");
    expect(".o_sales_sequence_draft input:checked").toHaveCount(2);
    expect(".o_sales_sequence_approve").toHaveText(/^Approve the 2 clean ones/);
    expect(queryAllTexts(".o_sales_sequence_draft td:last-child")).toEqual([
        "Tomorrow, 09:00 in Tokyo",
        "Tomorrow, 09:00 in Tokyo",
        "Tomorrow, 09:10 in Dubai",
    ]);
    expect(".o_sales_sequence_draft_text h3").toHaveText("Layla Haddad");
    expect(".o_sales_sequence_draft_text").toHaveText(/Omar Haddad, written to on Mon 23 Nov/);
    expect(".o_sales_sequence_draft_body mark").toHaveText("Layla");
    expect(".o_sales_sequence_choice:first").toHaveText(/Approve\s*Goes out: Tomorrow, 09:10 in Dubai/);
});

test("Enter approves the clean ones together, and says at once what happens", async () => {
    await mountWithCleanup(Screen);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["approve 1,2", "changed"]);
    expect(".o_sales_sequence_said").toHaveText("2 approve. They go out tomorrow.");
    expect("h2").toHaveText("1 draft to review");
    expect("header p").toHaveText("1 needs your eyes first.");
    expect(".o_sales_sequence_approve").toHaveProperty("disabled", true);
    await press("Enter");
    expect.verifySteps([]);
});

test("one by one: a key each", async () => {
    await mountWithCleanup(Screen);
    await press("3");
    await animationFrame();
    expect.verifySteps(["review_later 3", "changed"]);
    // The one that took its place.
    expect(".o_sales_sequence_draft_text h3").toHaveText("Camila Rojas");
    await press("4");
    await animationFrame();
    expect.verifySteps(["skip_draft 2", "changed"]);
    await press("5");
    await animationFrame();
    expect.verifySteps(["stop_draft 1", "changed"]);
    // The screen will show something else: the words stay.
    expect(".o_notification_content").toHaveText("1 stop_draft. They go out tomorrow.");
});

test("arrows look at another one, Space chooses it or not", async () => {
    await mountWithCleanup(Screen);
    await press("ArrowUp");
    await animationFrame();
    expect(".o_sales_sequence_draft.table-active").toHaveText(/^Camila Rojas/);
    await press(" ");
    await animationFrame();
    expect(".o_sales_sequence_approve").toHaveText(/^Approve the 1 chosen/);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["approve 1", "changed"]);
});

test("after a click on a box, Enter still approves", async () => {
    await mountWithCleanup(Screen);
    await click(".o_sales_sequence_draft:last-child input");
    await animationFrame();
    expect(".o_sales_sequence_approve").toHaveText(/^Approve the 3 chosen/);
    expect(".o_sales_sequence_draft_text h3").toHaveText("Layla Haddad", { message: "a box does not change the view" });
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["approve 1,2,3", "changed"]);
});

test("what was chosen stays chosen when the screen brings another one", async () => {
    await mountWithCleanup(Screen);
    await click(".o_sales_sequence_draft:first-child input");
    drafts.push({ ...CLEAN, touch_id: 4, res_id: 14, name: "Siti Rahman" });
    screen.state.touchIds = [1, 2, 3, 4];
    await animationFrame();
    await animationFrame();
    expect(queryAllTexts(".o_sales_sequence_draft:has(input:checked) .fw-bold")).toEqual(["Camila Rojas", "Siti Rahman"]);
});

test("single keys can be switched off", async () => {
    await mountWithCleanup(Screen);
    screen.state.keys = false;
    await animationFrame();
    await press("Enter");
    await press("1");
    expect.verifySteps([]);
});

test("a link in the email does not lead away", async () => {
    await mountWithCleanup(Screen);
    const link = queryFirst(".o_sales_sequence_draft_body a");
    const event = new MouseEvent("click", { bubbles: true, cancelable: true });
    link.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
});

test("E opens the record", async () => {
    mockService("action", { doAction: ({ res_model, res_id }) => expect.step(`${res_model} ${res_id}`) });
    await mountWithCleanup(Screen);
    await press("e");
    expect.verifySteps(["crm.lead 13"]);
});

test("what the server refuses changes nothing", async () => {
    expect.errors(1);
    onRpc("sales.sequence.touch", "approve", () => {
        throw new Error("refused");
    });
    await mountWithCleanup(Screen);
    await press("1");
    await animationFrame();
    await animationFrame();
    expect.verifyErrors(["refused"]);
    expect(".o_sales_sequence_draft").toHaveCount(3);
    expect(".o_sales_sequence_choice:first").toHaveProperty("disabled", false);
});
