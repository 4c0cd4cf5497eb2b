import { describe, expect, test } from "@odoo/hoot";
import { Deferred, tick } from "@odoo/hoot-mock";
import { AnswersModel } from "@sales_sequence/answers/answers_model";
import { ana, emma, FakeOrm, jonas, pierre, plain, tomas } from "./answers_data";

describe.current.tags("headless");

function makeModel(lists = { toHandle: [ana, jonas, tomas], unsure: [emma], handled: [pierre] }) {
    const orm = new FakeOrm(lists);
    return { orm, model: new AnswersModel(orm, { mine: true }) };
}

test("opening an answer handles nothing", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    await model.move(1);
    await model.move(1);
    expect(model.openId).toBe(tomas.signal_id);
    expect(orm.verbs).toEqual([]);
});

test("next and back go through all groups, and stop at the ends", async () => {
    const { model } = makeModel();
    await model.load();
    const seen = [];
    for (let index = 0; index < 6; index++) {
        await model.move(1);
        seen.push(model.openId);
    }
    expect(seen).toEqual([1, 2, 3, 5, 6, 6]);
    await model.move(-1);
    expect(model.openId).toBe(5);
});

test("a verb goes on to the next one that waits, the last of them to the first", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(tomas.signal_id);
    orm.lists = { toHandle: [ana, jonas], unsure: [emma], handled: [tomas] };
    await model.act("opt_out");
    expect(orm.verbs).toEqual([["opt_out", 3]]);
    expect(model.openId).toBe(emma.signal_id);
    await model.act("machine");
    expect(model.openId).toBe(ana.signal_id);
});

test("a verb while another one is under way does nothing", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    await Promise.all([model.act("opt_out"), model.act("opt_out")]);
    expect(orm.verbs).toEqual([["opt_out", 1]]);
});

test("the answer that was opened last is shown, whichever the server answers first", async () => {
    const { model, orm } = makeModel();
    await model.load();
    const { call } = orm;
    const waiting = {};
    orm.call = (resModel, method, args) =>
        new Promise((resolve) => (waiting[args[0]] = () => resolve(call.call(orm, resModel, method, args))));
    const first = model.open(ana.signal_id);
    const second = model.open(jonas.signal_id);
    waiting[jonas.signal_id]();
    await second;
    waiting[ana.signal_id]();
    await first;
    expect(model.current.name).toBe("Jonas Weber");
});

test("undo takes back what was done last, and opens it again", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    await model.act("opt_out");
    expect(model.undoable).toBe(ana.signal_id);
    await model.undo();
    expect(orm.verbs).toEqual([
        ["opt_out", 1],
        ["undo", 1],
    ]);
    expect(model.openId).toBe(ana.signal_id);
    expect(model.undoable).toBe(false);
});

test("undo waits for what it takes back", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    await Promise.all([model.act("opt_out"), model.undo()]);
    expect(orm.verbs).toEqual([
        ["opt_out", 1],
        ["undo", 1],
    ]);
});

test("a step to the next one waits for what is under way", async () => {
    const { model, orm } = makeModel({ toHandle: [jonas], handled: [ana] });
    await model.load();
    await model.open(ana.signal_id);
    orm.lists = { toHandle: [ana, jonas] };
    const answered = new Deferred();
    const { call } = orm;
    orm.call = async (...args) => {
        await (args[1] === "undo" && answered);
        return call.apply(orm, args);
    };
    const undone = model.undo();
    await tick();
    const moved = model.move(1);
    answered.resolve();
    await Promise.all([undone, moved]);
    expect(model.openId).toBe(jonas.signal_id);
});

test("a machine is taken back by saying that a person wrote it", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    await model.act("machine");
    await model.undo();
    expect(orm.verbs).toEqual([
        ["machine", 1],
        ["person", 1],
    ]);
});

test("a verdict on an open question cannot be taken back", async () => {
    const { model } = makeModel();
    await model.load();
    await model.open(emma.signal_id);
    await model.act("machine");
    expect(model.undoable).toBe(false);
});

test("what a colleague handled can be taken back while it is open", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(pierre.signal_id);
    await model.undo();
    expect(orm.verbs).toEqual([["undo", 6]]);
});

test("a reply is noted for the answer that it was written to, also if another one is open by then", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(ana.signal_id);
    const replied = model.current;
    await model.open(jonas.signal_id);
    await Promise.all([model.act("opt_out"), model.replied(replied, "next")]);
    expect(orm.verbs).toEqual([
        ["opt_out", 2],
        ["reply_done", 1],
    ]);
    expect(model.openId).toBe(tomas.signal_id);
});

test("whoever replies to an open question has said that a person wrote it", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(emma.signal_id);
    await model.replied(model.current, "next");
    expect(orm.verbs).toEqual([
        ["person", 5],
        ["reply_done", 5],
    ]);
});

test("a second reply changes nothing about what was handled", async () => {
    const { model, orm } = makeModel();
    await model.load();
    await model.open(pierre.signal_id);
    await model.replied(model.current, "next");
    expect(orm.verbs).toEqual([]);
});

test("where the server refuses, nothing is said to be done", async () => {
    const { model, orm } = makeModel({ toHandle: [plain] });
    await model.load();
    await model.open(plain.signal_id);
    orm.call = async () => {
        throw new Error("They are in another sequence.");
    };
    await expect(model.act("opt_out")).rejects.toThrow("another sequence");
    expect([model.done, model.isBusy, model.openId]).toEqual([false, false, plain.signal_id]);
});

test("an answer outside the filters is what its own fields say", async () => {
    const { model } = makeModel({ toHandle: [ana] });
    await model.load();
    expect(model.kindOf(pierre)).toBe("handled");
    expect(model.kindOf(emma)).toBe("unsure");
    expect(model.kindOf(jonas)).toBe("to_handle");
});
