import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, defineModels, fields, mockService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { Comparison } from "@sales_sequence/comparison/comparison";
import { NONE, PROVED, RUNNING, TOO_FEW } from "./comparison_data";

class Sequence extends models.Model {
    _name = "sales.sequence";

    goal_domain = fields.Char();

    _records = [
        { id: 1, goal_domain: false },
        { id: 2, goal_domain: "[('stage_id.is_won', '=', True)]" },
    ];
}

defineSalesSequenceModels();
defineModels([Sequence]);

const CARD = ".o_sales_sequence_comparison";
const CHART = ".o_sales_sequence_experiment_rates";
const RATIO = ".o_sales_sequence_experiment_ratio";
const number = (arm, count) => `${CARD} tr[data-arm=${arm}] td[data-count=${count}]`;

function planOf(share, days, metric) {
    return {
        sentence: `It takes <strong>${share === 0.2 ? "1,050" : "1,850"} people</strong>: ${days} days, ${metric}.`,
        people: 1050,
        weeks: 8,
        rate: 0.1,
        explanation: "",
        rules: [{ label: "Decides", text: "a meeting or a win" }],
        neglected: "Nobody is neglected.",
    };
}

/** Show the comparison of a sequence; each call of the server is a step. */
async function show(card, sequenceId = 1) {
    let current = card;
    onRpc("sales.sequence.comparison", "get_card", ({ args }) => {
        expect.step(`get_card ${args[0]}`);
        return current;
    });
    onRpc("sales.sequence.comparison", "get_plan", ({ args }) => {
        expect.step(`get_plan ${JSON.stringify(args)}`);
        return planOf(...args.slice(1));
    });
    onRpc("sales.sequence", "start_comparison", ({ args, kwargs }) => {
        const { share, days, metric } = kwargs;
        expect.step(`start ${JSON.stringify([...args, share, days, metric])}`);
        current = RUNNING;
        return [5];
    });
    onRpc("sales.sequence.comparison", "action_end", ({ args }) => {
        expect.step(`end ${JSON.stringify(args)}`);
        current = { ...RUNNING, status: "ended", badge: "Ended", may_end: false, may_start: true };
        return true;
    });
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(Comparison, { props: { sequenceId } });
    await animationFrame();
    expect.verifySteps([`get_card ${sequenceId}`]);
}

test("without a draw it says why there is no comparison, and what one takes", async () => {
    await show(NONE);
    expect(`${CARD} .badge`).toHaveText("No comparison");
    expect(`${CARD} [role=status]`).toHaveText("Nobody was drawn into the old way, so there is nothing to compare with.");
    expect(queryAllTexts(`${CARD}_plan tbody tr`)).toEqual([
        "20% 10% 1,050 8",
        "10% 10% 1,850 13",
        "20% 5% 1,950 14",
        "10% 5% 3,500 25",
    ]);
    expect(`${CARD} p strong`).toHaveCount(2);
    expect(`${CARD}_counts`).toHaveCount(0);
    expect(`${CHART}, ${RATIO}`).toHaveCount(0);
    expect(queryAllTexts(`${CARD} button`)).toEqual(["Hold back a share…"]);
});

test("nobody who may not start one is offered to", async () => {
    await show({ ...NONE, may_start: false });
    expect(`${CARD} button`).toHaveCount(0);
});

test("while it runs there are counts, rates and the ratio, all gray", async () => {
    await show(RUNNING);
    expect(`${CARD} [role=status] strong`).toHaveCount(2);
    expect(queryAllTexts(`${CARD} tr[data-arm=sequence] td`)).toEqual(["412", "390", "38", "9.2%"]);
    expect(queryAllTexts(`${CARD} tr[data-arm=control] td`)).toEqual(["103", "98", "6", "5.8%"]);
    expect(CHART).toHaveAttribute(
        "aria-label",
        "Sequence: 38 of 412, 9.2%, between 6.8% and 12.4%; Old way: 6 of 103, 5.8%, between 2.7% and 12.2%"
    );
    expect(RATIO).toHaveAttribute("aria-label", "1.6 times as many, between 0.5 and 9.3");
    expect(`${RATIO} .o_sales_sequence_experiment_diamond`).toHaveAttribute("fill", "#495057");
    // No difference is too small to matter here: what is proved is that there is one.
    expect(`${RATIO} .o_sales_sequence_experiment_same`).toHaveCount(0);
    expect(`${CARD}`).toHaveText(/84 of the sequence and 12 of the old way have answered/);
    expect(`${CARD}`).toHaveText(/Whoever is held back is not neglected/);
    expect(`${CARD} footer li`).toHaveText("Mar 2 to May 4, 2026: Not proved.");
    expect(`${CARD} footer li strong`).toHaveText("Not proved");
    expect(`${CARD} .btn-primary`).toHaveCount(0);
});

test("what is proved is blue, also without an upper end", async () => {
    await show(PROVED);
    expect(`${RATIO} .o_sales_sequence_experiment_diamond`).toHaveAttribute("fill", "#0072B2");
    expect(CARD).toHaveClass("o_sales_sequence_comparison_proved");
});

test("too few people have counts, but no rate and no picture", async () => {
    await show(TOO_FEW);
    expect(queryAllTexts(`${CARD} tr[data-arm=control] td`)).toEqual(["3", "0", "0", "–"]);
    expect(`${number("control", "met")} button`).toHaveCount(0);
    expect(`${CHART}, ${RATIO}`).toHaveCount(0);
});

test("whoever may not see everybody reads the numbers, and opens none", async () => {
    await show({ ...RUNNING, may_open: false });
    expect(queryAllTexts(`${CARD} tr[data-arm=control] td`)).toEqual(["103", "98", "6", "5.8%"]);
    expect(`${CARD}_counts button`).toHaveCount(0);
});

test("each number opens exactly the people that it counts", async () => {
    onRpc("sales.sequence.comparison", "action_open", ({ args }) => {
        expect.step(`open ${JSON.stringify(args)}`);
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", { doAction: () => {} });
    await show(RUNNING);
    await contains(`${number("sequence", "people")} button`).click();
    await contains(`${number("control", "open")} button`).click();
    await contains(`${number("control", "met")} button`).click();
    expect.verifySteps(['open [5,"sequence","people"]', 'open [5,"control","open"]', 'open [5,"control","met"]']);
});

test("the dialog offers a fifth and 60 days, and says what that takes", async () => {
    await show(NONE);
    await contains(`${CARD} button[name=start]`).click();
    expect.verifySteps(['get_plan [1,0.2,60,"meeting"]']);
    expect(".modal input[name=share]").toHaveValue(20);
    expect(".modal input[name=days]").toHaveValue(60);
    expect(".modal [aria-live]").toHaveText("It takes 1,050 people: 60 days, meeting.");
    expect(".modal").toHaveText(/Nobody is neglected/);
    // It has no goal that could decide.
    expect(".modal input[name=metric]").toHaveCount(0);
    await contains(".modal button[name=confirm]").click();
    await animationFrame();
    expect.verifySteps(['start [[1],0.2,60,"meeting"]', "get_card 1"]);
    expect(".modal").toHaveCount(0);
    expect(CARD).toHaveAttribute("data-status", "running");
});

test("the sentence follows what is typed, and nothing out of bounds can be started", async () => {
    await show(NONE);
    await contains(`${CARD} button[name=start]`).click();
    expect.verifySteps(['get_plan [1,0.2,60,"meeting"]']);
    await contains(".modal input[name=share]").edit("10", { confirm: false });
    await advanceTime(300);
    expect.verifySteps(['get_plan [1,0.1,60,"meeting"]']);
    expect(".modal [aria-live]").toHaveText("It takes 1,850 people: 60 days, meeting.");
    for (const share of ["4", "51", ""]) {
        await contains(".modal input[name=share]").edit(share, { confirm: false });
        await advanceTime(300);
        expect(".modal button[name=confirm]").not.toBeEnabled();
        expect(".modal [aria-live]").toHaveText(/from 5 to 50 percent/);
    }
    expect.verifySteps([]);
});

test("an answer that comes late does not replace the newer one", async () => {
    await show(NONE);
    await contains(`${CARD} button[name=start]`).click();
    expect.verifySteps(['get_plan [1,0.2,60,"meeting"]']);
    const late = new Deferred();
    onRpc("sales.sequence.comparison", "get_plan", async ({ args }) => {
        if (args[1] === 0.3) {
            await late;
        }
        return planOf(...args.slice(1));
    });
    await contains(".modal input[name=share]").edit("30", { confirm: false });
    await advanceTime(300);
    await contains(".modal input[name=days]").edit("30", { confirm: false });
    await contains(".modal input[name=share]").edit("20", { confirm: false });
    await advanceTime(300);
    late.resolve();
    await animationFrame();
    expect(".modal [aria-live]").toHaveText("It takes 1,050 people: 30 days, meeting.");
});

test("the goal can decide where the sequence has one", async () => {
    await show(NONE, 2);
    await contains(`${CARD} button[name=start]`).click();
    expect(".modal input[name=metric][value=meeting]").toBeChecked();
    await contains(".modal input[name=metric][value=goal]").click();
    await contains(".modal button[name=confirm]").click();
    await animationFrame();
    expect.verifySteps([
        'get_plan [2,0.2,60,"meeting"]',
        'get_plan [2,0.2,60,"goal"]',
        'start [[2],0.2,60,"goal"]',
        "get_card 2",
    ]);
});

test("it is ended once that is confirmed", async () => {
    await show(RUNNING);
    await contains(`${CARD} button[name=end]`).click();
    expect(".modal-body").toHaveText(/From then on nobody is held back/);
    expect.verifySteps([]);
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["end [[5]]", "get_card 1"]);
    expect(CARD).toHaveAttribute("data-status", "ended");
});
