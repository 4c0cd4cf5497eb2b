import { expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts } from "@odoo/hoot-dom";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, getService, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { ExperimentCard } from "@sales_sequence/experiment/experiment_card";
import { BEFORE, RUNNING, STOPPED, THREE, TOO_FEW, WINNER } from "./experiment_data";

defineSalesSequenceModels();

const CARD = ".o_sales_sequence_experiment";

async function show(card, props = {}) {
    const changes = [];
    await mountWithCleanup(ExperimentCard, { props: { card, onChange: (one) => changes.push(one), ...props } });
    return changes;
}

function buttons() {
    return queryAllTexts(`${CARD} button[name]`);
}

test("before the start it says what it takes, and offers nothing to stop", async () => {
    await show(BEFORE);
    expect(`${CARD}_sentence`).toHaveText("It takes about 786 people per variant: 11 weeks at your pace.");
    expect(`${CARD}_sentence strong`).toHaveCount(2);
    expect(queryAllTexts(`${CARD} tbody tr`)).toEqual([
        "three times as many 249 \n4",
        "twice as many 786 \n11",
        "half as many again 2,682 \n38",
    ]);
    expect(`${CARD} tr.table-active`).toHaveText(/twice as many/);
    expect(`${CARD} details`).toHaveCount(0);
    expect(buttons()).toEqual([]);
    expect(`${CARD}_chart`).toHaveCount(0);
});

test("without anybody arriving there are no weeks", async () => {
    const rows = BEFORE.plan.rows.map((row) => ({ ...row, weeks: false, weeks_in_words: false }));
    await show({ ...BEFORE, plan: { ...BEFORE.plan, rows, weeks_title: false } });
    expect(`${CARD} th:contains(weeks)`).toHaveCount(0);
    expect(`${CARD}_bar`).toHaveCount(0);
});

test("while it runs, counts stand beside rates, and how it is decided is folded", async () => {
    await show(RUNNING);
    expect(queryAllTexts(`${CARD} tr[data-variant=A] td`)).toEqual(["594", "143", "40", "6.7%"]);
    expect(queryAllTexts(`${CARD} tr[data-variant=B] td`)).toEqual(["598", "139", "28", "4.7%"]);
    expect(`${CARD} details`).not.toHaveAttribute("open");
    expect(`${CARD} details p`).toHaveCount(2);
    expect(buttons()).toEqual(["Stop sending A", "Stop sending B"]);
    expect(`${CARD} .btn-primary`).toHaveCount(0);
});

test("the pictures say in words what they show", async () => {
    await show(RUNNING);
    expect(`${CARD}_rates`).toHaveAttribute(
        "aria-label",
        "A: 40 of 594, 6.7%, between 5.0% and 9.0%; B: 28 of 598, 4.7%, between 3.3% and 6.7%"
    );
    expect(`${CARD}_ratio`).toHaveAttribute("aria-label", "A earns 1.4 times what B earns, between 0.7 and 3.1");
    expect(queryAll(`${CARD}_rates [data-shape]`).map((shape) => shape.dataset.shape)).toEqual(["disc", "square"]);
    // Every mark is inside its own interval.
    for (const line of queryAll(`${CARD}_rates line[stroke-width='3']`)) {
        const box = line.getBoundingClientRect();
        expect(box.width).toBeGreaterThan(10);
    }
});

test("whoever leads is gray until it is proved", async () => {
    await show(RUNNING);
    expect(`${CARD}_ratio ${CARD}_diamond`).toHaveAttribute("fill", "#495057");
});

test("a winner is blue, and stopping the other is the one primary button", async () => {
    await show(WINNER);
    expect(`${CARD}_ratio ${CARD}_diamond`).toHaveAttribute("fill", "#0072B2");
    expect(buttons()).toEqual(["Stop sending B", "Keep both"]);
    expect(`${CARD} .btn-primary`).toHaveText("Stop sending B");
    expect(`${CARD} .btn-primary`).toHaveCount(1);
    expect(`${CARD} .text-danger, ${CARD} .btn-danger`).toHaveCount(0);
});

test("a variant is stopped once that is confirmed, not before", async () => {
    onRpc("sales.sequence.experiment.card", "stop", ({ args }) => {
        expect.step(args);
        return STOPPED;
    });
    const changes = await show(WINNER);
    await contains(`${CARD} button[name=stop]`).click();
    expect(".modal-body").toHaveText("From then on everybody gets A. B's numbers stay.");
    await contains(".modal .btn-secondary").click();
    expect.verifySteps([]);
    await contains(`${CARD} button[name=stop]`).click();
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[7, [2]]]);
    expect(changes).toEqual([STOPPED]);
});

test("both can be kept", async () => {
    onRpc("sales.sequence.experiment.card", "keep_all", ({ args }) => {
        expect.step(args);
        return { ...WINNER, may_keep: false };
    });
    await show(WINNER);
    await contains(`${CARD} button[name=keep]`).click();
    expect.verifySteps([[7]]);
});

test("with too few people there are counts and no rates", async () => {
    await show(TOO_FEW);
    expect(queryAllTexts(`${CARD} tr[data-variant=A] td`)).toEqual(["12", "0", "2", "–"]);
    expect(`${CARD}_rates`).toHaveCount(0);
    expect(`${CARD}_ratio`).toHaveCount(0);
});

test("an interval without an upper end is an arrow", async () => {
    const [comparison] = WINNER.comparisons;
    await show({ ...WINNER, comparisons: [{ ...comparison, ratio: false, low: 2, high: false }] });
    // There is no middle to mark.
    expect(`${CARD}_ratio ${CARD}_diamond`).toHaveCount(0);
    expect(`${CARD}_ratio path`).toHaveCount(1);
});

test("what is not sent anymore keeps its numbers", async () => {
    await show(STOPPED);
    expect(`${CARD} tr[data-variant=B] .badge`).toHaveText("not sent anymore");
    expect(queryAllTexts(`${CARD} tr[data-variant=B] td`)).toEqual(["1,306", "141", "62", "4.7%"]);
    expect(`${CARD}_share`).toHaveCount(0);
    expect(buttons()).toEqual([]);
    expect(`${CARD} footer p`).toHaveText("A new experiment began on Oct 3, 2026, as a text was changed.");
    expect(`${CARD} footer li`).toHaveText("Sep 14 to Oct 3, 2026: A 2 of 40, B 1 of 41. No winner.");
});

test("three variants have three shapes, and are compared with the leader only, on one scale", async () => {
    await show(THREE);
    expect(queryAll(`${CARD}_rates [data-shape]`).map((shape) => shape.dataset.shape)).toEqual(["disc", "square", "triangle"]);
    expect(queryAllTexts(`${CARD}_comparison h3`)).toEqual([
        "A earns 1.4 times what B earns, between 0.7 and 3.1",
        "A earns 1.2 times what C earns, between 0.6 and 18.0",
    ]);
    const ends = queryAll(`${CARD}_ratio`).map((svg) => [...svg.querySelectorAll("text")].at(-1).textContent);
    expect(ends).toEqual(["10×", "10×"]);
});

test("a variant with too few people is left out of the picture and keeps its mark in the table", async () => {
    const [a, b, c] = THREE.variants;
    await show({ ...THREE, variants: [a, { ...b, people: 3, rate: false }, c] });
    expect(queryAll(`${CARD}_rates [data-shape]`).map((shape) => shape.dataset.shape)).toEqual(["disc", "triangle"]);
    expect(queryAll(`${CARD} th [data-shape]`).map((shape) => shape.dataset.shape)).toEqual(["disc", "square", "triangle"]);
});

test("a number opens its people, for whoever may see them", async () => {
    mockService("action", { doAction: (action) => expect.step(action.name) });
    onRpc("sales.sequence.experiment.card", "action_open", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window", name: "People of B" };
    });
    await show(RUNNING);
    await contains(`${CARD} tr[data-variant=B] td[data-count=people] button`).click();
    expect.verifySteps([[7, 2, "people"], "People of B"]);
});

test("nobody else has a number to click", async () => {
    await show({ ...RUNNING, may_open: false });
    expect(`${CARD} tbody button`).toHaveCount(0);
    expect(queryAllTexts(`${CARD} tr[data-variant=A] td`)).toEqual(["594", "143", "40", "6.7%"]);
});

test("shares are whole numbers, not all of them zero", async () => {
    onRpc("sales.sequence.experiment.card", "set_weights", ({ args }) => {
        expect.step(args);
        return RUNNING;
    });
    await show(RUNNING);
    expect(queryAllTexts(`${CARD}_part`)).toEqual(["A 50%", "B 50%"]);
    await contains(`${CARD}_share button:contains(Change)`).click();
    await contains(`${CARD}_share input:first`).edit("0", { confirm: false });
    await contains(`${CARD}_share label:nth-child(2) input`).edit("0", { confirm: false });
    expect(`${CARD}_share button[type=submit]`).not.toBeEnabled();
    await contains(`${CARD}_share label:nth-child(2) input`).edit("3", { confirm: false });
    await contains(`${CARD}_share button[type=submit]`).click();
    expect.verifySteps([[7, { 1: 0, 2: 3 }]]);
    expect(`${CARD}_share form`).toHaveCount(0);
});

test("the switch is for whoever edits the step", async () => {
    onRpc("sales.sequence.experiment.card", "set_stops_losers", ({ args }) => {
        expect.step(args);
        return RUNNING;
    });
    await show(RUNNING);
    await contains(`${CARD} input[role=switch]`).click();
    expect.verifySteps([[7, true]]);
});

test("who may not edit the step only looks", async () => {
    await show({ ...RUNNING, may_edit: false, stops: [] });
    expect(`${CARD} input[role=switch]`).not.toBeEnabled();
    expect(`${CARD}_share button`).toHaveCount(0);
    expect(buttons()).toEqual([]);
});

test("names of variants are text, whatever is in them", async () => {
    const [a, b] = RUNNING.variants;
    await show({ ...RUNNING, variants: [{ ...a, label: "A: <b id='bad'>bold</b>" }, b] });
    expect("#bad").toHaveCount(0);
});

test("a step without variants has a page that says so", async () => {
    onRpc("sales.sequence.experiment.card", "get_card", () => false);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_experiment", params: { step_id: 7 } });
    expect(".o_sales_sequence_experiment_action").toHaveText(/An experiment begins with a second variant/);
});

test("the page asks for its step by params or context, and shows what was done", async () => {
    onRpc("sales.sequence.experiment.card", "get_card", ({ args }) => {
        expect.step(args);
        return WINNER;
    });
    onRpc("sales.sequence.experiment.card", "stop", () => STOPPED);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_experiment", context: { step_id: 7 } });
    expect.verifySteps([[7]]);
    expect(".o_breadcrumb").toHaveText(/Experiment: Introduction email/);
    await contains(`${CARD} button[name=stop]`).click();
    await contains(".modal .btn-primary").click();
    expect(`${CARD}_sentence`).toHaveText("Everybody gets A from now on.");
});
