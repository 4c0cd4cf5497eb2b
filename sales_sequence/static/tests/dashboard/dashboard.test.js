import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryFirst, queryOne, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { STUCK, makeAdvice } from "../advice/advice_data";
import { makeDashboard, makePerson, makeSequence, NOBODY_WAITS, SEQUENCES, WAITING } from "./dashboard_data";

defineSalesSequenceModels();
beforeEach(() => mockDate("2026-11-25 14:30:00", 0));

/** Open the dashboard over a server that answers with `data`, and says which records were asked for. */
async function openDashboard(data = makeDashboard(), status = { status: "ok", words: "", more: 0 }, advice = makeAdvice()) {
    onRpc("sales.sequence.dashboard", "get_dashboard", ({ args }) => {
        expect.step(`get_dashboard ${JSON.stringify(args[0])}`);
        return data;
    });
    onRpc("sales.sequence.dashboard", "get_status", () => status);
    onRpc("sales.sequence.advice", "get_advice", () => advice);
    onRpc("sales.sequence.dashboard", "action_open", ({ args }) => {
        expect.step(`open ${JSON.stringify(args)}`);
        return { type: "ir.actions.client", tag: "reload_context", target: "new" };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_dashboard" });
    await animationFrame();
    expect.verifySteps(["get_dashboard {}"]);
}

/** Do not go where a number leads: what matters is where that is. */
function stayHere() {
    const action = getService("action");
    action.doAction = () => {};
}

test("the tiles say how many are active, how many answered, who waits and whether it works", async () => {
    await openDashboard();
    expect(queryText(".o_sales_sequence_active .o_sales_sequence_big")).toBe("561");
    expect(queryAllTexts(".o_sales_sequence_share")).toEqual([
        "53 Clara Moreau",
        "172 Daniel Okafor",
        "168 Mei Tan",
        "168 Nora Lindqvist",
    ]);
    expect(queryText(".o_sales_sequence_active")).toInclude("people in 6 sequences");
    expect(queryText(".o_sales_sequence_answered .o_sales_sequence_big")).toBe("14");
    expect(queryText(".o_sales_sequence_answered p")).toInclude("11.6 on average");
    expect(queryText(".o_sales_sequence_waiting_tile")).toInclude("18 overdue");
    expect(queryText(".o_sales_sequence_sentence")).toBe("Daniel Okafor has 23 calls to make.");
    expect(queryText(".o_sales_sequence_status")).toInclude("All well.");
    expect(".o_sales_sequence_status [role=alert]").toHaveCount(0);
});

test("of one person the tile speaks in the singular", async () => {
    const { active } = makeDashboard();
    await openDashboard(makeDashboard({ active: { ...active, count: 1, sequences: 1, by_rep: [] } }));
    expect(queryText(".o_sales_sequence_active p:first")).toBe("person in 1 sequence");
});

test("each number asks for its own records", async () => {
    await openDashboard();
    stayHere();
    await contains(".o_sales_sequence_active .o_sales_sequence_big").click();
    await contains(".o_sales_sequence_share:contains(Daniel)").click();
    await contains(".o_sales_sequence_came_in").click();
    await contains(".o_sales_sequence_left").click();
    await contains(".o_sales_sequence_answered .o_sales_sequence_big").click();
    await contains(".o_sales_sequence_waiting_tile .o_sales_sequence_overdue").click();
    await contains(".o_sales_sequence_sentence").click();
    await contains("tr[data-user-id='3'] td[data-label='Second call'] button").click();
    await contains("tr[data-user-id='4'] .o_sales_sequence_all small button").click();
    await contains("tfoot td:nth-child(2) button").click();
    await contains("tfoot .o_sales_sequence_all small button").click();
    await contains("tr[data-user-id='3'] td[data-label='Second call'] small button").click();
    await contains("tr[data-sequence-id='2'] .o_sales_sequence_active_in button").click();
    await contains("tr[data-sequence-id='2'] .o_sales_sequence_before button:first").click();
    await contains("tr[data-sequence-id='2'] .o_sales_sequence_before button:last").click();
    await contains("tr[data-sequence-id='2'] .o_sales_sequence_last button:first").click();
    await contains("tr[data-sequence-id='2'] .o_sales_sequence_last button:last").click();
    expect.verifySteps([
        'open ["active",{},{}]',
        'open ["active",{},{"user_id":3}]',
        'open ["came_in",{},{}]',
        'open ["left",{},{}]',
        'open ["answered",{},{}]',
        'open ["overdue",{},{}]',
        'open ["waiting",{},{"user_id":3}]',
        'open ["waiting",{},{"user_id":3,"step_id":2}]',
        'open ["overdue",{},{"user_id":4}]',
        'open ["waiting",{},{"step_id":1}]',
        'open ["overdue",{},{}]',
        'open ["overdue",{},{"user_id":3,"step_id":2}]',
        'open ["active",{},{"sequence_id":2}]',
        'open ["replied_before",{},{"sequence_id":2}]',
        'open ["closed_before",{},{"sequence_id":2}]',
        'open ["replied",{},{"sequence_id":2}]',
        'open ["closed",{},{"sequence_id":2}]',
    ]);
});

test("a number of the filtered page opens filtered records", async () => {
    await openDashboard();
    stayHere();
    await contains(".o_sales_sequence_team").click();
    await contains(".o-dropdown-item:contains(Partners)").click();
    expect(queryText(".o_sales_sequence_team")).toBe("Partners");
    await contains(".o_sales_sequence_active .o_sales_sequence_big").click();
    expect.verifySteps(['get_dashboard {"team_id":2}', 'open ["active",{"team_id":2},{}]']);
});

test("red is overdue, and the word is there, too", async () => {
    await openDashboard();
    const row = queryOne("tr[data-user-id='3']");
    expect(queryAllTexts("td[data-label='First call']", { root: row })).toEqual(["15\n9 overdue"]);
    expect(queryText(".o_sales_sequence_all", { root: row })).toBe("23\n14 overdue");
    expect("tr[data-user-id='5'] .o_sales_sequence_zero_cell").toHaveCount(3);
    expect(queryText("tr[data-user-id='5'] td[data-label='Invitation']")).toBe("3");
    expect(queryAllTexts("tfoot td")).toEqual(["31", "19", "5", "4", "3", "62\n18 overdue"]);
});

test("the steps beyond the largest share a column, which opens them", async () => {
    const reps = [{ ...WAITING.reps[0], cells: [...WAITING.reps[0].cells, { step_id: false, count: 9, overdue: 4 }] }];
    await openDashboard(makeDashboard({ waiting: { ...WAITING, other_steps: 7, reps } }));
    expect(queryText("th:contains(Other steps)")).toBe("Other steps");
    expect(queryText("td[data-label='Other steps']")).toBe("9\n4 overdue");
    stayHere();
    await contains("td[data-label='Other steps'] button:first").click();
    await contains("td[data-label='Other steps'] small button").click();
    expect.verifySteps([
        'open ["waiting",{},{"user_id":5,"other_than_step_ids":[1,2,3,4,5]}]',
        'open ["overdue",{},{"user_id":5,"other_than_step_ids":[1,2,3,4,5]}]',
    ]);
});

test("where nobody waits there is a sentence and no table", async () => {
    await openDashboard(makeDashboard({ waiting: NOBODY_WAITS }));
    expect(queryText(".o_sales_sequence_waiting_tile")).toInclude("Nobody is waiting for us.");
    expect(".o_sales_sequence_waiting").toHaveCount(0);
});

test("the workload has a panel for each rep, with a table for who cannot see it", async () => {
    await openDashboard();
    expect(queryAllTexts(".o_sales_sequence_panel strong")).toEqual(["Daniel Okafor", "Nora Lindqvist"]);
    expect(queryAllTexts(".o_sales_sequence_panel:first button[name]")).toEqual(["139 tasks", "115 emails"]);
    expect(".o_sales_sequence_panel canvas[aria-label]").toHaveCount(2);
    const cells = queryAll(".o_sales_sequence_panel:first tbody tr:first td");
    expect(cells.map((cell) => cell.textContent)).toEqual(["19", "0", "1", "15"]);
    expect(".o_sales_sequence_heat").toHaveCount(0);
});

/** Click a bar of a chart. */
async function clickBar(selector, dataset, index) {
    const { x, y, base } = window.Chart.getChart(queryOne(`${selector} canvas`)).getDatasetMeta(dataset).data[index];
    await contains(`${selector} canvas`).click({ position: { x, y: (y + base) / 2 }, relative: true });
}

test("a bar, a number and a cell of the work ahead open the people behind it", async () => {
    onRpc("sales.sequence.workload", "action_open_workload", ({ args }) => {
        expect.step(args);
        return {};
    });
    await openDashboard();
    stayHere();
    await contains(".o_sales_sequence_panel:first button[name=tasks]").click();
    await contains(".o_sales_sequence_panel:first button[name=emails]").click();
    await clickBar(".o_sales_sequence_panel:first", 0, 1);
    await clickBar(".o_sales_sequence_panel:first", 3, 2);
    await contains(".o_sales_sequence_panel:first summary").click();
    await contains(".o_sales_sequence_panel:first tbody tr:last td:last button").click();
    expect.verifySteps([
        [3, null, null],
        [3, null, "email"],
        [3, "2026-11-27", "call"],
        [3, "2026-11-30", "email"],
        [3, "2026-12-09", "email"],
    ]);
});

test("each week opens who answered in it", async () => {
    await openDashboard();
    stayHere();
    await clickBar(".o_sales_sequence_answered", 1, 1);
    await contains(".o_sales_sequence_answered summary").click();
    await contains(".o_sales_sequence_answered [data-week='2026-11-16'] td:eq(0) button").click();
    await contains(".o_sales_sequence_answered [data-week='2026-11-16'] td:eq(1) button").click();
    expect.verifySteps([
        'open ["answered",{},{"week":"2026-10-05"}]',
        'open ["answered",{},{"week":"2026-11-16","until_now":true}]',
        'open ["answered",{},{"week":"2026-11-16"}]',
    ]);
});

test("all panels have the scale of the longest bar, and begin at zero", async () => {
    await openDashboard();
    const charts = queryAll(".o_sales_sequence_panel canvas").map((canvas) => window.Chart.getChart(canvas));
    expect(new Set(charts.map((chart) => chart.scales.y.max)).size).toBe(1);
    expect(charts.map((chart) => chart.scales.y.min)).toEqual([0, 0]);
    expect(charts.every((chart) => chart.options.animation === false)).toBe(true);
});

test("more than six reps are rows of numbers", async () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
    const people = [1, 2, 3, 4, 5, 6, 7].map((id) => makePerson(id, `Rep ${id}`, numbers, numbers));
    const { days } = makeDashboard().workload;
    await openDashboard(makeDashboard({ workload: { days, people } }));
    expect(".o_sales_sequence_heat tbody tr").toHaveCount(7);
    expect(queryAllTexts(".o_sales_sequence_heat tbody tr:first td")).toEqual([
        ..."2234567890".split(""),
        "46",
        "45",
    ]);
    onRpc("sales.sequence.workload", "action_open_workload", ({ args }) => {
        expect.step(args);
        return {};
    });
    stayHere();
    await contains(".o_sales_sequence_heat tbody tr:first td:eq(1) button").click();
    await contains(".o_sales_sequence_heat tbody tr:first td:last button").click();
    expect.verifySteps([[1, "2026-11-27", null], [1, null, "email"]]);
    expect(".o_sales_sequence_panel").toHaveCount(0);
});

test("a fall is said only where it is proved; of few people there is no rate", async () => {
    await openDashboard();
    const changes = queryAllTexts(".o_sales_sequence_rates .o_sales_sequence_change");
    expect(changes).toEqual([
        "fell: 0.3×\nbetween 0.2 and 0.7",
        "no clear change",
        "started Oct 5",
        "too few to compare",
    ]);
    expect(".o_sales_sequence_fallen").toHaveCount(1);
    expect(queryText("tr[data-sequence-id='2'] .o_sales_sequence_last")).toBe("3.0%12 / 398");
    expect(queryText("tr[data-sequence-id='4'] .o_sales_sequence_last")).toBe("3 / 12");
    expect(queryText("tr[data-sequence-id='3'] .o_sales_sequence_before")).toBe("none");
    expect(queryText("tr[data-sequence-id='4'] .o_sales_sequence_line")).toBe("too few a week for a line");
});

test("the line begins at zero, has a gap where too few are behind it, and says its numbers", async () => {
    await openDashboard();
    const line = queryOne("tr[data-sequence-id='3'] svg");
    expect(line.querySelectorAll("polyline")).toHaveLength(1);
    expect(line.getAttribute("aria-label")).toInclude("–, –, –, –, 5.8%");
    const [highest, base] = [Math.max(...SEQUENCES[0].line), 26];
    const points = queryOne("tr[data-sequence-id='2'] polyline").getAttribute("points").split(" ");
    const height = (point) => base - parseFloat(point.split(",")[1]);
    expect(height(points.at(-1)) / height(points[2])).toBeCloseTo(0.03 / highest, { digits: 1 });
});

test("what nobody was written to, or is still open, says when figures come", async () => {
    const nobody = { answered: 0, people: 0, rate: false };
    const change = { kind: "new", ratio: false, low: false, high: false };
    await openDashboard(
        makeDashboard({
            sequences: [
                makeSequence(8, "Open", { before: nobody, last: nobody, began_at: "2026-11-20 08:00:00", change }),
                makeSequence(9, "Fresh", { before: nobody, last: nobody, began_at: false, change }),
                makeSequence(7, "Risen", { change: { kind: "rose", ratio: false, low: 1.6, high: false } }),
            ],
        })
    );
    expect(queryAllTexts(".o_sales_sequence_change")).toEqual([
        "figures from Dec 4 on",
        "nobody lately",
        "rose\nat least 1.6",
    ]);
});

test("many sequences: the first ones, and all when asked for", async () => {
    const sequences = Array.from({ length: 30 }, (_value, index) => makeSequence(index + 1, `Sequence ${index}`));
    await openDashboard(makeDashboard({ sequences }));
    expect(".o_sales_sequence_rates tbody tr").toHaveCount(12);
    await contains(".o_sales_sequence_show_all:contains(Show all 30 sequences)").click();
    expect(".o_sales_sequence_rates tbody tr").toHaveCount(30);
    expect(".o_sales_sequence_show_all").toHaveCount(0);
});

test("the page does not wait for the check of the system; what is broken is said in a sentence", async () => {
    const checked = new Deferred();
    await openDashboard(makeDashboard(), checked);
    expect(queryText(".o_sales_sequence_status")).toInclude("Checking…");
    expect(queryText(".o_sales_sequence_active .o_sales_sequence_big")).toBe("561");
    checked.resolve({ status: "critical", words: "Answers are not arriving since 11:20.", more: 2 });
    await animationFrame();
    expect(queryText(".o_sales_sequence_status [role=alert]")).toInclude("Answers are not arriving since 11:20.");
    expect(queryText(".o_sales_sequence_status")).toInclude("2 more need attention");
});

test("who may not know how the engine does has no tile for it", async () => {
    await openDashboard(makeDashboard(), false);
    expect(".o_sales_sequence_status").toHaveCount(0);
});

test("where nothing is live the library is one click away", async () => {
    const active = { count: 0, sequences: 0, by_rep: [], by_sequence: {}, came_in: 0, left: 0 };
    await openDashboard(makeDashboard({ active, sequences: [], waiting: NOBODY_WAITS }));
    const action = getService("action");
    action.doAction = (name) => expect.step(name);
    await contains(".o_sales_sequence_nothing_live .btn-primary").click();
    expect.verifySteps(["sales_sequence.sales_sequence_gallery_action"]);
    expect(".o_sales_sequence_tiles").toHaveCount(0);
});

test("nothing is read again while somebody reads", async () => {
    await openDashboard();
    await advanceTime(60 * 60 * 1000);
    expect.verifySteps([]);
});

test("the advice comes after all the rest, and is read again once something was done about it", async () => {
    const answer = new Deferred();
    onRpc("sales.sequence.advice", "dismiss", ({ args }) => {
        expect.step(`dismiss ${JSON.stringify(args)}`);
        return true;
    });
    await openDashboard(makeDashboard(), undefined, answer);
    expect(queryText(".o_sales_sequence_advice")).toInclude("Looking…");
    answer.resolve(makeAdvice([STUCK]));
    await animationFrame();
    expect(queryText(".o_sales_sequence_advice_counts")).toBe("1 to act on");
    onRpc("sales.sequence.advice", "get_advice", () => makeAdvice([]));
    await contains(".o_sales_sequence_advice [name=dismiss]").click();
    await contains(".modal input[name=note]").edit("Known", { confirm: false });
    await contains(".modal button[name=confirm]").click();
    await animationFrame();
    expect.verifySteps(['dismiss [1,"stuck",false,"Known"]']);
    expect(queryText(".o_sales_sequence_advice_counts")).toInclude("Nothing to say");
});
