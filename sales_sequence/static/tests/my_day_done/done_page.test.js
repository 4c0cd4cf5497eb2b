import { beforeEach, expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { DonePage } from "@sales_sequence/my_day_done/done_page";

defineSalesSequenceModels();

const DAY = {
    keys: true,
    done: 40,
    due: 40,
    groups: [],
    absence: false,
    hidden_by_filter: 0,
    next_due: false,
    has_ever_had_tasks: true,
    undo: { attempt_id: 5, words: "Hugo Janssens: Voicemail" },
    summary: {
        calls: 9,
        conversations: 4,
        meetings: 3,
        answers: 5,
        drafts: 2,
        outcomes: [
            { name: "Connected", effect: "next", count: 6 },
            { name: "Not interested", effect: "stop", count: 3 },
        ],
        booked: [
            {
                moment: "2026-11-26 10:00:00",
                zone: "Europe/Brussels",
                name: "Ana Ferreira",
                company: "Cerâmica do Sul",
                res_model: "crm.lead",
                res_id: 3,
            },
        ],
        outgoing: [{ words: "14 emails, first at 08:00", when: "Tomorrow" }],
    },
    tomorrow: { count: 26, name: "Tomorrow, Thu 26 Nov", rows: [] },
};

beforeEach(() => mockDate("2026-11-25 16:50:00", +1));

function mountPage(day, props = {}) {
    const step = (name) => () => expect.step(name);
    return mountWithCleanup(DonePage, {
        props: {
            day: { ...DAY, ...day },
            onLookAtTomorrow: step("tomorrow"),
            onUndo: step("undo"),
            onClearFilter: step("clear"),
            ...props,
        },
    });
}

test("all done: the day in five numbers, and what came of it", async () => {
    await mountPage();
    expect("h2").toHaveText("All 40 done");
    expect(queryAllTexts(".o_sales_sequence_day_done_number dd")).toEqual(["9", "4", "3", "5", "2"]);
    expect(queryAllTexts(".o_sales_sequence_day_done_number dt")).toEqual([
        "calls",
        "spoken to",
        "meetings",
        "answers",
        "drafts",
    ]);
    expect(".o_sales_sequence_day_done_outcomes h3").toHaveText("Outcomes of 9 calls");
    expect(queryOne(".progress-bar.bg-danger").style.width).toBe("50%");
    expect(".o_sales_sequence_day_done_booked").toHaveText(/Tomorrow, .*11:00.*\s*Ana Ferreira, Cerâmica do Sul/);
    expect(".o_sales_sequence_day_done_outgoing").toHaveText(/Tomorrow\s*14 emails, first at 08:00/);
});

test("the arrow looks at tomorrow, U undoes the last one", async () => {
    await mountPage();
    await press("ArrowRight");
    await press("u");
    await click("button[name=tomorrow]");
    await click("button[name=undo]");
    expect.verifySteps(["tomorrow", "undo", "tomorrow", "undo"]);
});

test("what there is none of is not offered", async () => {
    const summary = { ...DAY.summary, calls: 0, conversations: 0, meetings: 0, answers: 0, drafts: 0 };
    await mountPage({
        done: 0,
        undo: false,
        tomorrow: { count: 0, name: "Tomorrow", rows: [] },
        summary: { ...summary, outcomes: [], booked: [], outgoing: [] },
    });
    expect("h2").toHaveText("Nothing is due today");
    expect("button").toHaveCount(0);
    expect("section").toHaveCount(0);
    expect(".o_sales_sequence_day_done_numbers").toHaveCount(0);
    await press("ArrowRight");
    await press("u");
    expect.verifySteps([]);
});

test("nothing now: the next moment is the headline, with the person and the reason", async () => {
    const row = { id: "touch-9", name: "Jan de Vries" };
    await mountPage(
        {
            next_due: { moment: "2026-11-25 16:38:00", name: "Jan de Vries", why: "Promised: today at 17:38", row },
            absence: { mine: 0, away: 17, words: "Mon 23 Nov to Tue 24 Nov", touch_ids: [] },
            groups: [{ key: "drafts", rows: [] }],
        },
        { onOpen: ({ id }) => expect.step(`open ${id}`), onShowAbsence: () => expect.step("absence") }
    );
    expect("h2").toHaveText(/^Nothing due: next at .*5?:38/);
    expect("header p").toHaveText(/Jan de Vries\. Promised: today at 17:38\. In \d+ minutes?\./);
    expect(queryAllTexts("[data-card] h4")).toEqual(["17 from your absence", "26 due next"]);
    await press("c");
    await click("[data-card=absence] button");
    expect.verifySteps(["open touch-9", "absence"]);
});

test("nothing today any more: the day is said as well", async () => {
    await mountPage({ next_due: { moment: "2026-11-26 08:00:00", name: "Jan", why: "Opens there at 9:00" } });
    expect("h2").toHaveText(/^Nothing due now\. Next: Tomorrow, 0?9:00/);
});

test("the first day: no numbers, one button", async () => {
    mockService("action", { doAction: (action) => expect.step(action) });
    await mountPage({ has_ever_had_tasks: false, done: 0 });
    expect(".o_sales_sequence_day_done_numbers").toHaveCount(0);
    expect("button").toHaveCount(1);
    await click("button[name=enroll]");
    expect.verifySteps(["crm.crm_lead_action_pipeline"]);
});

test("who has only approved drafts has done something", async () => {
    await mountPage({ has_ever_had_tasks: false, done: 12 });
    expect("h2").toHaveText("All 12 done");
});

test("a filter that hides everything says how much, and is cleared with one click", async () => {
    await mountPage({ hidden_by_filter: 12 });
    expect(".o_nocontent_help").toHaveText(/The filter hides 12 tasks\./);
    await click("button[name=clear_filter]");
    expect.verifySteps(["clear"]);
});
