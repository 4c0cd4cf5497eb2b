import { beforeEach, expect, test } from "@odoo/hoot";
import { click, keyDown, keyUp, press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { AbsenceBanner } from "@sales_sequence/my_day_absence/absence_banner";
import { AbsencePane } from "@sales_sequence/my_day_absence/absence_pane";

defineSalesSequenceModels();

const NAMES = ["Ingrid Solberg", "Markus Gruber", "Karim Mansour", "Rachel Cohen"];

let rows;

beforeEach(() => {
    rows = NAMES.map((name, index) => ({
        touch_id: index + 1,
        name,
        company: `Company ${index + 1}`,
        channel: index ? "call" : "linkedin",
        task: "First call",
        was_due: "2026-11-23",
    }));
    onRpc("sales.sequence.day", "get_absence", ({ args: [touchIds] }) => {
        if (touchIds) {
            expect.step(`count ${touchIds}`);
        }
        const count = touchIds ? touchIds.length : rows.length;
        return {
            words: "3 calls, 1 LinkedIn task. Nobody else has done them; nothing was sent in their place.",
            rows,
            choices: [
                { key: "today", name: "Do today", words: `Then there are ${count} tasks for today.` },
                { key: "skip", name: "Skip", words: `To their next step: ${count}. Ending: 0.` },
                { key: "next_week", name: "Next week", words: "Mon 30 Nov, at most 6 a day" },
                { key: "hand_over", name: "Hand over …", words: "Asks to whom, once for all." },
            ],
            colleagues: [
                { id: 7, name: "Cora Colleague" },
                { id: 8, name: "Dan Other" },
            ],
        };
    });
    onRpc("sales.sequence.day", "decide_absence", ({ args: [touchIds, choice, userId] }) => {
        expect.step(`${choice} ${touchIds} ${userId}`);
        rows = rows.filter((row) => !touchIds.includes(row.touch_id));
        return { words: `${touchIds.length} decided.` };
    });
});

const ABSENCE = { mine: 4, away: 4, words: "Mon 23 Nov", touch_ids: [1, 2, 3, 4] };

function mountBanner(absence) {
    return mountWithCleanup(AbsenceBanner, {
        props: { absence, onShow: () => expect.step("show"), onChanged: () => expect.step("changed") },
    });
}

function mountPane() {
    return mountWithCleanup(AbsencePane, {
        props: {
            absence: ABSENCE,
            day: { keys: true },
            onChanged: () => expect.step("changed"),
            onClose: () => expect.step("close"),
        },
    });
}

test("the banner says the counts first, and one click decides about all", async () => {
    await mountBanner(ABSENCE);
    expect(".o_sales_sequence_absence_banner strong").toHaveText("Overdue: 4 mine, 4 while you were away");
    expect(".o_sales_sequence_absence_banner").toHaveText(/\(Mon 23 Nov\)/);
    await click("button[name=next_week]");
    await animationFrame();
    expect.verifySteps(["next_week 1,2,3,4 false", "changed"]);
    expect(".o_notification_content").toHaveText("4 decided.");
    await click(".o_sales_sequence_show_absence");
    expect.verifySteps(["show"]);
});

test("the banner is never there for 0", async () => {
    await mountBanner(false);
    expect(".o_sales_sequence_absence_banner").toHaveCount(0);
    await mountBanner({ ...ABSENCE, away: 0, touch_ids: [] });
    expect(".o_sales_sequence_absence_banner").toHaveCount(0);
});

test("handing all of it over asks once to whom", async () => {
    await mountBanner(ABSENCE);
    await click("button[name=hand_over]");
    await animationFrame();
    await contains(".o_sales_sequence_colleagues .dropdown-item:contains(Dan)").click();
    expect.verifySteps(["count 1,2,3,4", "hand_over 1,2,3,4 8", "changed"]);
});

test("all of it is chosen, and one key decides", async () => {
    await mountPane();
    expect("h2").toHaveText("4 while you were away");
    expect("tbody input:checked").toHaveCount(4);
    expect("aside h3").toHaveText("For the 4 chosen");
    await press("2");
    await animationFrame();
    await animationFrame();
    // Nothing is left to decide.
    expect.verifySteps(["skip 1,2,3,4 false", "changed", "close"]);
});

test("some of it: what each choice would do is counted for these", async () => {
    await mountPane();
    await click("tbody tr:first-child input");
    await click("tbody tr:last-child input");
    await advanceTime(300);
    await animationFrame();
    expect.verifySteps(["count 2,3"]);
    expect("aside h3").toHaveText("For the 2 chosen");
    expect(queryAllTexts(".o_sales_sequence_choice_words")[0]).toBe("Then there are 2 tasks for today.");
    await press("1");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["today 2,3 false", "changed"]);
    expect(queryAllTexts("tbody .fw-bold")).toEqual(["Ingrid Solberg", "Rachel Cohen"]);
});

test("with Shift, a range is left out", async () => {
    await mountPane();
    await click("tbody tr:nth-child(2) input");
    await keyDown("Shift");
    await click("tbody tr:nth-child(4) input");
    await keyUp("Shift");
    await animationFrame();
    expect("tbody input:checked").toHaveCount(1);
    expect("tbody tr:first-child input:checked").toHaveCount(1);
});

test("by keyboard alone: arrows, Space, Shift and an arrow, and Escape", async () => {
    await mountPane();
    await press("ArrowDown");
    await press(" ");
    await press(["Shift", "ArrowDown"]);
    await animationFrame();
    expect(queryAllTexts("tbody tr:has(input:checked) .fw-bold")).toEqual(["Ingrid Solberg", "Rachel Cohen"]);
    await press("Escape");
    expect.verifySteps(["close"]);
});

test("none chosen: nothing can be decided", async () => {
    await mountPane();
    await click("thead input");
    await animationFrame();
    expect("tbody input:checked").toHaveCount(0);
    expect(".o_sales_sequence_choice:disabled").toHaveCount(4);
    await press("1");
    expect.verifySteps([]);
});

test("the fourth key asks to whom", async () => {
    await mountPane();
    await press("4");
    await animationFrame();
    await animationFrame();
    expect(".o_sales_sequence_colleagues .dropdown-item").toHaveCount(2);
    await contains(".o_sales_sequence_colleagues .dropdown-item:contains(Cora)").click();
    await animationFrame();
    expect.verifySteps(["hand_over 1,2,3,4 7", "changed", "close"]);
});
