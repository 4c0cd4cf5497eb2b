import { expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, getService, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { roundUp } from "@sales_sequence/results/figures";
import { NONE } from "../comparison/comparison_data";
import { line, makeResults } from "./results_data";

defineSalesSequenceModels();

const card = (name) => `[data-card=${name}]`;
const tile = (name) => queryText(`[data-tile=${name}]`).replace(/\s+/g, " ");
const figureIn = (selector, count) => contains(`${selector} .o_sales_sequence_figure:contains(/^${count}$/)`);

/** Open the page; each call of the server is a step. */
async function openResults(results = makeResults()) {
    mockDate("2026-11-25 14:30:00", 0);
    onRpc("sales.sequence.results", "get_results", ({ args }) => {
        expect.step(["get_results", ...args]);
        return results;
    });
    onRpc("sales.sequence.results", "open_figure", ({ args }) => {
        expect.step(["open_figure", ...args]);
        return { type: "ir.actions.client", tag: "opened" };
    });
    onRpc("sales.sequence.experiment.card", "get_card", ({ args: [stepId] }) => ({
        sentence: `<strong>No winner yet</strong> at step ${stepId}.`,
    }));
    onRpc("sales.sequence.comparison", "get_card", () => NONE);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_results", params: { sequence_id: 7 } });
    expect.verifySteps([["get_results", 7, false, { user_id: false, weeks: false }]]);
    return results;
}

/** What a number opens ends here. */
function catchActions() {
    mockService("action", {
        doAction(action) {
            if (action.tag === "sales_sequence_results") {
                return super.doAction(...arguments);
            }
            expect.step(action.tag);
        },
    });
}

// --------------------------------------------------------------------
// What it says
// --------------------------------------------------------------------

test("the tiles say the rate, whom it counts and how", async () => {
    await openResults();
    expect(tile("answered")).toBe("Answered? 5.7% 68 of 1,192 · 4.5 to 7.2%");
    expect(tile("meetings")).toBe("Meetings? 1.8% 21 of 1,192 · 9 without a reply");
    expect(tile("bounced")).toBe("Bounced? 1.6% 24 of 1,498 · emailed");
    expect(tile("median")).toBe("Median time to answer? 2.6 days 68 answers · half sooner");
    expect(tile("open")).toBe("Open, in no rate? 282 9 have answered so far");
    for (const help of queryAll(".o_sales_sequence_help")) {
        expect(help.dataset.tooltip.length).toBeGreaterThan(40);
    }
});

test("the funnel has a bar for each step, on one scale, and its parts add up", async () => {
    const { funnel } = await openResults();
    expect(queryText(`${card("funnel")} h2`)).toBe("Where the 1,510 people went");
    expect(queryText(`${card("funnel")} [data-step="2"] .o_sales_sequence_funnel_counts`).replace(/\s+/g, " ")).toBe(
        "1,428 in 1,330 done 9 answered 13 ended otherwise 98 still there"
    );
    expect(queryText(`${card("funnel")} [data-step="5"]`)).toInclude("1,081 finished or ended without an answer");
    for (const step of funnel.steps) {
        const parts = queryAll(`${card("funnel")} [data-step="${step.key}"] .o_sales_sequence_funnel_bar > div`);
        const width = parts.reduce((sum, part) => sum + parseFloat(part.style.width), 0);
        expect(Math.abs(width - (100 * step.entered) / funnel.entered)).toBeLessThan(0.01);
    }
});

test("each chart has its content in words and as a table", async () => {
    await openResults();
    expect(queryOne(`${card("curve")} canvas`).getAttribute("aria-label")).toBe(
        "5.7% have answered after day 14, between 4.5% and 7.2%"
    );
    expect(queryAll(`${card("curve")} tbody tr`)).toHaveLength(15);
    expect(queryOne(`${card("weeks")} canvas`).getAttribute("aria-label")).toInclude("at most 145");
    expect(queryAll(`${card("weeks")} tbody tr`)).toHaveLength(12);
    expect(queryOne(`${card("steps")} [data-step="1"] [role=img]`).getAttribute("aria-label")).toBe("2.0%, between 1.4% and 3.0%");
});

test("which step earns the answers is said with people and interval, and summed up", async () => {
    await openResults();
    expect(queryAllTexts(`${card("steps")} [data-step]`).map((text) => text.replace(/\s+/g, " "))[1]).toBe(
        "First call 0.7% 8 of 1,154"
    );
    expect(queryText(".o_sales_sequence_summary")).toBe("The emails earn 54 of 68 answers, the last step 14.");
});

test("reps are in the order of their names, and no difference is claimed that is none", async () => {
    await openResults();
    expect(queryAllTexts(`${card("reps")} tbody th`)).toEqual(["Daniel Okafor", "Mei Tan", "Nora Lindqvist"]);
    expect(queryText(`${card("reps")} > p`)).toInclude("no difference between them is proved");
});

test("apart or not, reps are not compared as if people were given to them at random", async () => {
    const results = makeResults();
    results.reps[0].high = 0.01;
    await openResults(results);
    expect(queryText(`${card("reps")} > p`)).toInclude("do not get their people at random");
});

test("of many reps the ten largest are shown, and all on demand", async () => {
    const reps = Array.from({ length: 13 }, (_, index) => ({
        ...makeResults().reps[0],
        id: 100 + index,
        name: `Rep ${String.fromCharCode(65 + index)}`,
        closed: 20 + index,
    }));
    await openResults(makeResults({ reps }));
    expect(queryAllTexts(`${card("reps")} tbody th`)).toEqual([..."DEFGHIJKLM"].map((letter) => `Rep ${letter}`));
    expect("button[name=show_all]").toHaveText("Show all 13 reps");
    await contains("button[name=show_all]").click();
    expect(`${card("reps")} tbody tr`).toHaveCount(13);
    expect("button[name=show_all]").toHaveCount(0);
});

// --------------------------------------------------------------------
// States
// --------------------------------------------------------------------

test("an empty sequence says what will be here", async () => {
    await openResults(makeResults({ state: "empty" }));
    expect(".o_sales_sequence_tile").toHaveCount(0);
    expect(queryText(".o_view_nocontent_smiling_face")).toBe("Nobody has been in this sequence yet");
});

test("filters that leave nobody can be cleared", async () => {
    await openResults(makeResults({ state: "filtered" }));
    expect(".o_sales_sequence_tile").toHaveCount(0);
    await contains("button[name=clear]").click();
    expect.verifySteps([["get_results", 7, false, { user_id: false, weeks: false }]]);
});

test("while nobody is closed, tiles have a dash and say from when on there are figures", async () => {
    const none = { count: 0, of: 0, rate: false, low: 0, high: 1, unanswered: 0 };
    const { total, reps, steps, weeks } = makeResults();
    const open = (group) => ({ ...group, closed: 0, answered: 0, rate: false });
    await openResults(
        makeResults({
            first_figures_on: "2026-09-28",
            total: { ...total, answered: none, meetings: none, opted_out: none, bounced: none, closed: 0, median_days: false },
            curve: { lines: [], steps: [] },
            reps: reps.map(open),
            steps: steps.map(open),
            weeks: weeks.map(open),
        })
    );
    expect(tile("answered")).toBe("Answered? – first figures on 09/28/2026");
    expect(card("curve")).toHaveCount(0);
    expect(".o_sales_sequence_rate_bar").toHaveCount(0);
    expect(queryText(`${card("weeks")} > p:eq(0)`)).toInclude("no rates");
});

test("with few closed people there are counts and no rates", async () => {
    const few = { count: 2, of: 12, rate: false, low: 0, high: 1, unanswered: 1 };
    const { total } = makeResults();
    await openResults(
        makeResults({
            hint: "12 people are closed",
            total: { ...total, answered: few, meetings: few, opted_out: few, bounced: few, closed: 12 },
            curve: { lines: [], steps: [] },
        })
    );
    expect(tile("answered")).toBe("Answered? 2 2 of 12");
    expect(queryText(".o_sales_sequence_hint")).toBe("12 people are closed");
});

test("of one person everything is said in the singular", async () => {
    const { total, funnel } = makeResults();
    const answered = { ...total.answered, count: 1 };
    await openResults(
        makeResults({
            total: { ...total, answered, open: 1, open_answered: 1 },
            funnel: { ...funnel, entered: 1, answered: 1, answered_open: 1 },
        })
    );
    expect(tile("median")).toInclude("1 answer ·");
    expect(tile("open")).toInclude("1 has answered so far");
    expect(queryText(`${card("funnel")} h2`)).toBe("Where the 1 person went");
    expect(queryText(".o_sales_sequence_legend")).toInclude("answered (1, 1 of them by an open person)");
    expect(queryText(`${card("curve")} > p`)).toInclude("only the 1 open person is censored");
});

test("several versions have a line each, with a name", async () => {
    await openResults(makeResults({ curve: { lines: [line("All versions"), line("v1", 0.8), line("v2", 1.1)], steps: [] } }));
    expect(queryOne(`${card("curve")} canvas`).getAttribute("aria-label")).toInclude("v1: 4.6% have answered after day 14");
    await contains(`${card("curve")} summary`).click();
    expect(queryAllTexts(`${card("curve")} caption`)).toEqual(["All versions", "v1", "v2"]);
});

test("names are text, never markup", async () => {
    const results = makeResults();
    results.reps[0].name = "<b>Eve</b>";
    results.funnel.steps[0].name = "<i>First</i>";
    await openResults(results);
    expect(`${card("reps")} b, ${card("funnel")} strong i`).toHaveCount(0);
});

// --------------------------------------------------------------------
// What can be done
// --------------------------------------------------------------------

test("a number opens the people it counts", async () => {
    catchActions();
    await openResults();
    const scope = [false, { user_id: false, weeks: false }];
    await figureIn("[data-tile=answered]", "68").click();
    expect.verifySteps([["open_figure", 7, ["total", false, "answered"], ...scope], "opened"]);
    await figureIn(`${card("funnel")} [data-step='2'] [data-part=waiting]`, "98").click();
    await figureIn(".o_sales_sequence_legend", "77").click();
    await figureIn(".o_sales_sequence_legend", "9").click();
    await figureIn(".o_sales_sequence_legend", "280").click();
    await figureIn("[data-rep='22'] td:eq(1)", "85").click();
    await figureIn("[data-variant='2']", "28").click();
    await figureIn(".o_sales_sequence_summary", "54").click();
    await contains(`${card("weeks")} summary`).click();
    await figureIn("[data-week='2026-11-09']", "57").click();
    expect.verifySteps([
        ["open_figure", 7, ["funnel", 2, "waiting"], ...scope],
        "opened",
        ["open_figure", 7, ["funnel", false, "answered"], ...scope],
        "opened",
        ["open_figure", 7, ["funnel", false, "answered_open"], ...scope],
        "opened",
        ["open_figure", 7, ["funnel", false, "waiting"], ...scope],
        "opened",
        ["open_figure", 7, ["reps", 22, "open"], ...scope],
        "opened",
        ["open_figure", 7, ["variants", 2, "answered"], ...scope],
        "opened",
        ["open_figure", 7, ["steps", "email", "answered"], ...scope],
        "opened",
        ["open_figure", 7, ["weeks", "2026-11-09", "open"], ...scope],
        "opened",
    ]);
});

test("versions, reps and periods are asked of the server", async () => {
    await openResults();
    expect(queryAllTexts(".o_sales_sequence_versions button")).toEqual(["v1", "v2", "All"]);
    await contains(".o_sales_sequence_versions button:contains(All)").click();
    expect.verifySteps([["get_results", 7, true, { user_id: false, weeks: false }]]);
    expect(".o_sales_sequence_versions button:contains(All)").toHaveAttribute("aria-pressed", "true");
    await contains(".o_sales_sequence_versions button:contains(v1)").click();
    expect.verifySteps([["get_results", 3, false, { user_id: false, weeks: false }]]);
    await contains("button[name=user_id]").click();
    await contains(".dropdown-item:contains(Mei Tan)").click();
    await contains("button[name=weeks]").click();
    await contains(".dropdown-item:contains(last 12 weeks)").click();
    expect.verifySteps([
        ["get_results", 3, false, { user_id: 22, weeks: false }],
        ["get_results", 3, false, { user_id: 22, weeks: 12 }],
    ]);
    expect("button[name=user_id]").toHaveText("Mei Tan");
});

test("a sequence with one version has nothing to choose", async () => {
    await openResults(makeResults({ versions: [{ id: 7, name: "v1" }] }));
    expect(".o_sales_sequence_versions").toHaveCount(0);
});

test("the experiment of a step is one click away", async () => {
    mockService("action", {
        doAction(action) {
            if (action.tag !== "sales_sequence_experiment") {
                return super.doAction(...arguments);
            }
            expect.step(action.params);
        },
    });
    await openResults();
    await animationFrame();
    expect(queryText(".o_sales_sequence_verdict")).toBe("No winner yet at step 70.");
    await contains("button[name=experiment]").click();
    await animationFrame();
    expect.verifySteps([{ step_id: 70 }]);
});

test("axes end at round numbers that are not below what they show", () => {
    for (const [value, ticks, end] of [[0.0717, 4, 0.08], [0.0298, 3, 0.03], [145, 2, 160], [0.101, 2, 0.12], [0.115, 3, 0.12], [1, 4, 1], [4, 2, 4]]) {
        expect(Math.abs(roundUp(value, ticks) - end)).toBeLessThan(1e-9);
    }
});
