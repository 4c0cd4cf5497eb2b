import { reactive } from "@odoo/owl";
import { expect, test } from "@odoo/hoot";
import { Deferred, tick } from "@odoo/hoot-mock";
import { makeMockEnv, makeServerError } from "@web/../tests/web_test_helpers";
import { DayModel } from "@sales_sequence/my_day/day_model";
import { makeDay, makeRow, makeTask } from "@sales_sequence/../tests/my_day/my_day_test_helpers";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";

defineSalesSequenceModels();

const OUTCOME = { id: 1, name: "Connected", effect: "next", key: 1 };

/** A day of three calls on a server of which every call can be answered when the test says so. */
async function openDay(answers = {}, values = {}) {
    await makeMockEnv();
    let number = 500;
    const calls = [];
    const call = async (_model, method, args) => {
        const [first] = args;
        calls.push(`${method} ${first || ""}`.trim());
        const key = [calls.at(-1), method].find((one) => one in answers);
        if (key) {
            const answer = answers[key];
            delete answers[key];
            return await answer();
        }
        switch (method) {
            case "get_day":
                return makeDay({ calls_now: [1, 2, 3].map((id) => makeRow(id)) }, values);
            case "get_tasks":
                return first.map((id) => makeTask(id));
            case "action_sequence_outcome":
                return { attempt_ids: [++number], words: `Person ${first - 100}` };
        }
        return true;
    };
    const said = [];
    const notification = { add: (words) => said.push(words.toString()) };
    const model = reactive(new DayModel({ orm: { call, silent: { call } }, notification }));
    await model.load();
    const written = () => calls.filter((one) => !one.startsWith("get_"));
    return { model, answers, said, written };
}

const rowsOf = (model) => model.group("calls_now").rows.map((row) => row.res_id);
const fail = () => {
    throw new Error("The server is gone");
};

test("undoing what the server refuses meanwhile undoes nothing else", async () => {
    const refused = new Deferred();
    const { model, written } = await openDay({ "action_sequence_outcome 102": () => refused });
    await model.record(OUTCOME);
    model.record(OUTCOME);
    const undone = model.undo();
    refused.reject(makeServerError({ type: "UserError", message: "No" }));
    await undone;
    expect(written()).toEqual(["action_sequence_outcome 101", "action_sequence_outcome 102"]);
    expect(rowsOf(model)).toEqual([2, 3]);
    expect(model.done.length).toBe(1);
});

test("undo twice in a row takes two back, each once", async () => {
    const { model, written } = await openDay();
    await model.record(OUTCOME);
    await model.record(OUTCOME);
    await Promise.all([model.undo(), model.undo(), model.undo()]);
    expect(written().slice(2)).toEqual(["action_undo 502", "action_undo 501"]);
    expect(rowsOf(model)).toEqual([1, 2, 3]);
});

test("a background error does not keep the next ones from being recorded", async () => {
    const { model, answers, written } = await openDay();
    await model.record(OUTCOME);
    answers.get_tasks = fail;
    model.tasks = {};
    model.showPane("drafts");
    await expect(model.undo()).rejects.toThrow();
    await model.show("touch-3");
    await model.record(OUTCOME);
    expect(written().at(-1)).toBe("action_sequence_outcome 103");
});

test("who is recorded while the day loads is not there once more", async () => {
    const { model, answers } = await openDay();
    const day = new Deferred();
    answers.get_day = () => day;
    const loaded = model.load();
    await tick();
    const recorded = new Deferred();
    answers["action_sequence_outcome 101"] = () => recorded;
    const saved = model.record(OUTCOME);
    day.resolve(makeDay({ calls_now: [1, 2, 3].map((id) => makeRow(id)) }));
    await tick();
    answers.get_day = () => makeDay({ calls_now: [2, 3].map((id) => makeRow(id)) });
    expect(rowsOf(model)).toEqual([2, 3]);
    recorded.resolve({ attempt_ids: [501], words: "Person 1" });
    await saved;
    await loaded;
    expect(rowsOf(model)).toEqual([2, 3]);
});

test("undoing what was recorded before keeps what is recorded meanwhile", async () => {
    const { model, answers, written } = await openDay({}, { undo: { attempt_id: 400, words: "Person 9" } });
    const undone = new Deferred();
    answers["action_undo 400"] = () => undone;
    const undoing = model.undo();
    await tick();
    const saved = model.record(OUTCOME);
    undone.resolve(true);
    await undoing;
    await saved;
    expect(model.done.map((one) => one.attemptIds)).toEqual([[501]]);
    expect(written()).toEqual(["action_undo 400", "action_sequence_outcome 101"]);
});
