import { expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryFirst, queryOne, queryText, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { start, startServer } from "@mail/../tests/mail_test_helpers";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, getService, MockServer, mountWithCleanup, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { AnswerList } from "@sales_sequence/answers/answer_list";
import { AnswerSide } from "@sales_sequence/answers/answer_side";
import { AnswersModel } from "@sales_sequence/answers/answers_model";
import { ana, detailOf, emma, FakeOrm, jonas, listOf, makeAnswer, pierre, plain, tomas } from "./answers_data";

const { DateTime } = luxon;

defineSalesSequenceModels();

// --------------------------------------------------------------------
// The list
// --------------------------------------------------------------------

async function mountList(lists, props = {}) {
    const model = new AnswersModel(new FakeOrm(lists), { mine: true });
    await model.load();
    const step = (name) => (id) => expect.step(`${name} ${id}`);
    await mountWithCleanup(AnswerList, {
        props: {
            model,
            now: DateTime.fromISO("2026-01-12T10:00:00Z"),
            isFiltered: false,
            onOpen: step("open"),
            onPerson: step("person"),
            onMachine: step("machine"),
            onShowArrived: () => expect.step("show"),
            onClearFilters: () => expect.step("clear"),
            ...props,
        },
    });
    return model;
}

test("the list has three groups, and none for what is empty", async () => {
    await mountList({ toHandle: [ana, jonas], unsure: [emma] });
    expect(queryAllTexts("h2 > span:first-child")).toEqual(["To handle", "Answer or auto-reply?"]);
    expect(queryAllTexts("[data-group=to_handle] strong")).toEqual(["Ana Ferreira", "Jonas Weber"]);
});

test("a row says who, what they wrote, what it looks like and which step earned it", async () => {
    await mountList({ toHandle: [ana] });
    const row = queryText(".o_sales_sequence_answer");
    expect(row).toInclude("“Thursday at 10 would suit me. Please send an invitation.”");
    expect(row).toInclude("Cerâmica do Sul");
    expect(row).toInclude("after Introduction email");
    expect(row).toInclude("22 min");
});

test("a suggestion is a question; what was confirmed is not", async () => {
    await mountList({ toHandle: [ana, jonas, tomas, plain], handled: [pierre] });
    expect(queryAllTexts(".o_sales_sequence_suggested")).toEqual([
        "Interested?",
        "Not now, until Jan 11, 2027?",
        "Wrong person: Petr Svoboda?",
    ]);
    expect(queryText("[data-group=handled] .badge")).toBe("Wants no more emails");
    expect("[data-group=handled] .o_sales_sequence_suggested").toHaveCount(0);
    expect(queryText("[data-group=handled]")).toInclude("Opted out");
});

test("an answer is opened by its row, and an open question is settled in it without opening", async () => {
    await mountList({ toHandle: [ana], unsure: [emma] });
    await contains("[data-signal-id='1'] a").click();
    await contains("button:contains(A person wrote it)").click();
    await contains("button:contains(Mark as auto-reply)").click();
    expect.verifySteps(["open 1", "person 5", "machine 5"]);
    expect(queryText("[data-signal-id='5']")).toInclude("Came 40 seconds after our email");
});

test("who has answered meanwhile waits above the list, which does not move", async () => {
    const model = await mountList({ toHandle: [ana] });
    expect("button:contains(: show)").toHaveCount(0);
    model.arrived = 2;
    await animationFrame();
    expect(queryAllTexts(".o_sales_sequence_answer strong")).toEqual(["Ana Ferreira"]);
    await contains("button:contains(2 new answers: show)").click();
    expect.verifySteps(["show"]);
});

test("a search without a result says so, and offers to be cleared", async () => {
    await mountList({}, { isFiltered: true });
    await contains("button:contains(Clear the search)").click();
    expect.verifySteps(["clear"]);
});

test("what somebody wrote is text, never markup", async () => {
    await mountList({ toHandle: [makeAnswer({ quote: "<b>bold</b>", name: "<i>Eve</i>" })] });
    expect("b, i").toHaveCount(0);
    expect(queryText(".o_sales_sequence_answer_quote")).toBe("“<b>bold</b>”");
});

// --------------------------------------------------------------------
// Beside the answer
// --------------------------------------------------------------------

test("beside it stand what was done, the record and what came before", async () => {
    await mountWithCleanup(AnswerSide, {
        props: {
            answer: detailOf(ana),
            kind: "to_handle",
            isBusy: false,
            onMachine: (id) => expect.step(`machine ${id}`),
            onOpen: (model, id) => expect.step(`open ${model} ${id}`),
            onShowKeys: () => expect.step("keys"),
        },
    });
    expect(queryText("aside")).toInclude("“Five-touch cadence” stopped");
    expect(queryText("aside")).toInclude("Introduction email");
    expect(queryOne("a[href^='tel:']").getAttribute("href")).toBe("tel:+351 555 0109");
    await contains("dd a:first").click();
    await contains("button:contains(Mark as auto-reply)").click();
    await contains("button:contains(all keys)").click();
    expect.verifySteps(["open res.partner 3", "machine 1", "keys"]);
});

// --------------------------------------------------------------------
// The screen
// --------------------------------------------------------------------

async function openAnswers(lists, { params = {}, refuse = {} } = {}) {
    mockDate("2026-01-12 10:00:00", 0);
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Ana Ferreira", email: "ana@customer.example.org" });
    const messageId = pyEnv["mail.message"].create({
        body: "<p>Hi,</p><p>Thursday at 10 would suit me. Please send an invitation.</p><blockquote data-o-mail-quote='1'>Our words</blockquote>",
        model: "res.partner",
        res_id: partnerId,
        message_type: "comment",
    });
    for (const answer of Object.values(lists).flat()) {
        Object.assign(answer, { res_model: "res.partner", res_id: partnerId, message_id: messageId });
    }
    const find = (id) => Object.values(lists).flat().find((row) => row.signal_id === id);
    onRpc("sales.sequence.answers", "*", ({ method, args }) => {
        if (method === "get_answers") {
            return listOf(lists);
        }
        if (method === "get_answer") {
            return detailOf(find(args[0]));
        }
        expect.step([method, ...args].map((value) => JSON.stringify(value)).join(" "));
        return { words: `Done: ${method}`, ...(refuse[method] || {}) };
    });
    await start();
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_answers", params });
    await animationFrame();
    await waitFor(".o_sales_sequence_conversation .o-mail-Message");
    return { partnerId, messageId };
}

const copies = (...rows) => rows.map((row) => ({ ...row }));

test("the newest answer is open, with its sentence marked and quoted text folded", async () => {
    await openAnswers({ toHandle: copies(ana, jonas) });
    expect(queryText(".o_sales_sequence_answer_pane h1")).toBe("Ana Ferreira");
    expect(queryText(".o-mail-Message mark")).toBe("Thursday at 10 would suit me.");
    expect(queryFirst("blockquote")).not.toBeVisible();
    expect.verifySteps([]);
});

test("Enter takes the suggestion that needs nothing more", async () => {
    await openAnswers({ toHandle: copies(jonas, plain) });
    await press("Enter");
    await animationFrame();
    expect.verifySteps(['"not_now" 2 "2027-01-11"']);
    expect(queryText(".o_sales_sequence_done")).toInclude("Done: not_now");
    expect(queryText(".o_sales_sequence_answer_pane h1")).toBe("Sofia Marino");
});

test("without a suggestion, Enter does nothing and Reply is the primary button", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("Enter");
    expect.verifySteps([]);
    expect(queryText(".o_sales_sequence_answer_actions .btn-primary")).toInclude("Reply");
});

test("1 puts the cursor into the composer, where keys are text", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("1");
    await animationFrame();
    expect(".o-mail-Composer-input").toBeFocused();
    await press("6");
    expect.verifySteps([]);
});

test("6 opts out, and U takes it back", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("6");
    await animationFrame();
    await press("u");
    await animationFrame();
    expect.verifySteps(['"opt_out" 4', '"undo" 4']);
});

test("Enter takes the suggestion also after a click, and never presses a button again for the next person", async () => {
    await openAnswers({ toHandle: copies(plain, jonas, { ...plain, signal_id: 9 }) });
    await contains("[data-signal-id='2'] a").click();
    await animationFrame();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(['"not_now" 2 "2027-01-11"']);
    await contains("[data-action=opt_out]").focus();
    await press("Enter");
    await animationFrame();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(['"opt_out" 9']);
});

test("3 asks for a day: the one they name comes first", async () => {
    await openAnswers({ toHandle: copies(jonas) });
    await press("3");
    await animationFrame();
    expect(queryText(".modal .o_sales_sequence_preset:first")).toInclude("Jan 11, 2027");
    await press("2");
    await animationFrame();
    expect.verifySteps(['"not_now" 2 "2026-02-12"']);
    expect(".modal").toHaveCount(0);
});

test("Escape leaves the dialog, and nothing has happened", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("3");
    await animationFrame();
    await press("Escape");
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([]);
});

test("4 asks who is the right person, with what they wrote filled in", async () => {
    await openAnswers({ toHandle: copies(tomas) });
    await press("4");
    await animationFrame();
    expect(".modal input[name=name]").toHaveValue("Petr Svoboda");
    expect(".modal input[name=email]").toHaveValue("petr.svoboda@dvorak-stroje.example.org");
    await contains(".modal input[name=phone]").edit("+420 555 0123", { confirm: false });
    await contains(".modal input[name=enroll]").click();
    await contains(".modal .btn-primary").click();
    expect.verifySteps([
        '"wrong_person" 3 {"name":"Petr Svoboda","email":"petr.svoboda@dvorak-stroje.example.org","phone":"+420 555 0123"} false',
    ]);
});

test("nobody is created without a name or an address, nor with one that is none", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("4");
    await animationFrame();
    expect(".modal .btn-primary").not.toBeEnabled();
    await contains(".modal input[name=email]").edit("petr(at)example", { confirm: false });
    expect(queryText(".modal [role=status]")).toInclude("is not a valid email address");
    expect(".modal .btn-primary").not.toBeEnabled();
});

test("5 asks what a contact said, and has no reasons of leads", async () => {
    await openAnswers({ toHandle: copies(plain) });
    await press("5");
    await animationFrame();
    expect(".modal input[type=radio]").toHaveCount(0);
    await contains(".modal input[name=note]").edit("Signed elsewhere", { confirm: false });
    await press("Enter");
    await animationFrame();
    expect.verifySteps(['"not_interested" 4 false "Signed elsewhere"']);
});

test("an open question offers only its two verdicts", async () => {
    await openAnswers({ unsure: copies(emma) });
    expect(".o_sales_sequence_answer_actions").toHaveCount(0);
    await press("6");
    await press("m");
    await animationFrame();
    expect.verifySteps(['"machine" 5']);
});

test("P says that a person wrote it, and keeps it open", async () => {
    await openAnswers({ unsure: copies(emma), toHandle: copies(plain) }, { params: { signal_id: 5 } });
    await press("p");
    await animationFrame();
    expect.verifySteps(['"person" 5']);
    expect(queryText(".o_sales_sequence_answer_pane h1")).toBe("Emma Clarke");
});

test("what was handled says so, and offers nothing but to undo it", async () => {
    await openAnswers({ handled: copies(pierre) });
    expect(".o_sales_sequence_answer_actions").toHaveCount(0);
    expect(queryText(".o_sales_sequence_answer_pane")).toInclude("Opted out");
    await contains(".o_sales_sequence_answer_pane button:contains(Undo)").click();
    expect.verifySteps(['"undo" 6']);
});

test("it opens at the answer that it was asked for", async () => {
    await openAnswers({ toHandle: copies(ana, jonas) }, { params: { signal_id: 2 } });
    expect(queryText(".o_sales_sequence_answer_pane h1")).toBe("Jonas Weber");
});

test("while somebody answers, nothing moves until the rep asks for it", async () => {
    const lists = { toHandle: copies(plain) };
    await openAnswers(lists);
    lists.toHandle.unshift({ ...lists.toHandle[0], ...jonas, res_id: lists.toHandle[0].res_id });
    MockServer.env["bus.bus"]._sendone(serverState.partnerId, "sales_sequence/answer", {
        signal_id: 2,
        name: "Jonas Weber",
        quote: "Gern im Januar.",
    });
    await waitFor("button:contains(Somebody has just answered)");
    expect(queryAllTexts("[data-group=to_handle] strong")).toEqual(["Sofia Marino"]);
    await contains("button:contains(Somebody has just answered)").click();
    expect(queryAllTexts("[data-group=to_handle] strong")).toEqual(["Jonas Weber", "Sofia Marino"]);
    expect(queryText(".o_sales_sequence_answer_pane h1")).toBe("Sofia Marino");
});

test("nobody has answered yet: the screen says what will stand here", async () => {
    mockDate("2026-01-12 10:00:00", 0);
    onRpc("sales.sequence.answers", "get_answers", () => listOf({}));
    await start();
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_answers" });
    expect(queryText(".o_view_nocontent")).toInclude("No answers yet");
    expect(".o_view_nocontent button[name=sequences]").toHaveText("Open the sequences");
});
