import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryAllAttributes, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { makeDay, makeRow, openMyDay, serveDay } from "@sales_sequence/../tests/my_day/my_day_test_helpers";

defineSalesSequenceModels();

const rows = (...ids) => ids.map((id) => makeRow(id));
const queue = () => queryAllAttributes(".o_sales_sequence_queue [data-row]", "data-row");
const shown = () => queryText(".o_sales_sequence_task h2");

beforeEach(() => mockDate("2026-11-25 13:22:00", 0));

test("the first person is shown, with what to say and what can come of it", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    await openMyDay();
    expect(shown()).toBe("Person 1");
    expect(".o_sales_sequence_phone").toHaveText("+90 555 0117");
    expect(".o_sales_sequence_phone").toHaveAttribute("href", "tel:+905550117");
    expect(queryText(".o_sales_sequence_why_now")).toMatch(/Istanbul[^]*38 min left[^]*Promised: today/);
    expect(".o_sales_sequence_progress").toHaveText(/12 of 40 done/);
    expect(".o_sales_sequence_progress").toHaveText(/28 left/);
    expect(queryAllTexts(".o_sales_sequence_outcome_list .fw-bold:not(kbd)")).toEqual([
        ...["Connected", "Voicemail", "No answer"],
        ...["Not interested", "Meeting booked", "Not now until …"],
    ]);
    expect(".o_sales_sequence_next").toHaveText(/Person 2/);
    expect.verifySteps(["get_day {}"]);
});

test("a key records in the background, and the next person is there at once", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    const answer = new Deferred();
    server.fail = () => answer;
    await openMyDay();
    await press("2");
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect(queue()).toEqual(["touch-2", "touch-3"]);
    expect(".o_sales_sequence_last").toHaveText(/Person 1: Voicemail/);
    expect(".o_sales_sequence_progress").toHaveText(/13 of 40 done/);
    expect.verifySteps(["get_day {}", "outcome 101 2"]);
    // The second waits for the first: nobody is recorded twice, or out of order.
    await press("1");
    await animationFrame();
    expect(shown()).toBe("Person 3");
    expect.verifySteps([]);
    answer.resolve();
    await animationFrame();
    expect.verifySteps(["outcome 102 1"]);
});

test("whom the server refuses comes back to their place, with the note and the reason", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    server.fail = (activityId) => {
        if (activityId === 102) {
            throw makeServerError({ type: "UserError", message: "They are in another sequence." });
        }
    };
    await openMyDay();
    await press("ArrowRight");
    await animationFrame();
    expect(shown()).toBe("Person 2");
    await press("n");
    await contains(".o_sales_sequence_note").edit("Call Petr", { confirm: false });
    await press("Escape");
    await press("1");
    await animationFrame();
    await animationFrame();
    expect(queue()).toEqual(["touch-1", "touch-2", "touch-3"]);
    expect(shown()).toBe("Person 3", { message: "the rep stays where they are" });
    expect(".o_notification").toHaveText(/Person 2 is back: nothing was recorded[^]*They are in another sequence/);
    expect(".o_sales_sequence_progress").toHaveText(/12 of 40 done/);
    expect(".o_sales_sequence_last").toHaveCount(0);
    await contains("[data-row='touch-2']").click();
    expect(".o_sales_sequence_note").toHaveValue("Call Petr");
    expect.verifySteps(["get_day {}", "outcome 102 1 Call Petr"]);
});

test("a note takes three keys, and belongs to one person", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("n");
    expect(".o_sales_sequence_note").toBeFocused();
    await contains(".o_sales_sequence_note").edit("1 x 2", { confirm: false });
    await press("Escape");
    expect(".o_sales_sequence_note").not.toBeFocused();
    await press("3");
    await animationFrame();
    expect(".o_sales_sequence_note").toHaveValue("");
    expect.verifySteps(["get_day {}", "outcome 101 3 1 x 2"]);
});

test("→ and ← walk without an outcome, and begin again after the last", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2), linkedin: [makeRow(3, { channel: "linkedin" })] }));
    await openMyDay();
    for (const [key, name] of [
        ["ArrowRight", "Person 2"],
        ["j", "Person 3"],
        ["ArrowRight", "Person 1"],
        ["ArrowLeft", "Person 3"],
        ["k", "Person 2"],
    ]) {
        await press(key);
        await animationFrame();
        expect(shown()).toBe(name);
    }
    expect.verifySteps(["get_day {}"]);
});

test("U takes the last one back to their place", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    await openMyDay();
    await press("1");
    await animationFrame();
    await press("4");
    await animationFrame();
    expect(queue()).toEqual(["touch-3"]);
    await press("u");
    await animationFrame();
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect(queue()).toEqual(["touch-2", "touch-3"]);
    expect(".o_sales_sequence_last").toHaveText(/Person 1: Connected/);
    expect(".o_sales_sequence_progress").toHaveText(/13 of 40 done/);
    await press("u");
    await animationFrame();
    await animationFrame();
    expect(queue()).toEqual(["touch-1", "touch-2", "touch-3"]);
    expect.verifySteps(["get_day {}", "outcome 101 1", "outcome 102 5", "undo 502", "undo 501"]);
});

test("what was recorded before the screen was opened can be undone", async () => {
    const server = serveDay(makeDay({ calls_now: rows(2) }, { undo: { attempt_id: 44, words: "Person 1: voicemail" } }));
    await openMyDay();
    expect(".o_sales_sequence_last").toHaveText(/Person 1: voicemail/);
    server.day = makeDay({ calls_now: rows(1, 2) });
    await press("u");
    await animationFrame();
    await animationFrame();
    expect(queue()).toEqual(["touch-1", "touch-2"]);
    expect.verifySteps(["get_day {}", "undo 44", "get_day {}"]);
});

test("not now until: asks for a date, a key is enough", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("6");
    await animationFrame();
    expect(".o_sales_sequence_dates h3").toHaveText("Not now until …");
    expect(shown()).toBe("Person 1");
    await press("2");
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect.verifySteps(["get_day {}", "outcome 101 7 2026-12-25"]);
});

test("not now until: Escape leaves everything as it was", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("6");
    await animationFrame();
    await press("Escape");
    await animationFrame();
    expect(".o_sales_sequence_dates").toHaveCount(0);
    expect(shown()).toBe("Person 1");
    expect.verifySteps(["get_day {}"]);
});

test("not now until: any other date", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("6");
    await animationFrame();
    await contains(".o_sales_sequence_dates input").edit("02/15/2027");
    await animationFrame();
    expect.verifySteps(["get_day {}", "outcome 101 7 2027-02-15"]);
    expect(shown()).toBe("Person 2");
});

test("a promised time belongs to an outcome that tries again", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press(["Shift", "3"], { code: "Digit3" });
    await animationFrame();
    expect(".o_sales_sequence_dates h3").toHaveText("Promised for");
    await press("1");
    await animationFrame();
    expect.verifySteps(["get_day {}", "outcome 101 3 2026-11-25 14:22:00"]);
});

test("S snoozes, and says that there is nothing to undo", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("s");
    await animationFrame();
    expect(queryAllTexts(".o_sales_sequence_dates .o_sales_sequence_choice .fw-bold:not(kbd)")).toEqual([
        ...["In an hour", "This afternoon", "Tomorrow", "Next Monday"],
    ]);
    await press("3");
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect(".o_sales_sequence_last").toHaveText(/Person 1: snoozed/);
    expect(".o_sales_sequence_undo").toHaveCount(0);
    await press("u");
    await animationFrame();
    expect(".o_notification").toHaveText(/cannot be undone/);
    expect.verifySteps(["get_day {}", "snooze 101 2026-11-26"]);
});

test("A: they answered elsewhere", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("n");
    await contains(".o_sales_sequence_note").edit("By text message", { confirm: false });
    await press("Escape");
    await press("a");
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect.verifySteps(["get_day {}", "elsewhere 201 By text message"]);
});

test("O unfolds one objection after another", async () => {
    serveDay(makeDay({ calls_now: rows(1) }));
    await openMyDay();
    const open = () => queryAllTexts(".o_sales_sequence_objections details[open] summary");
    expect(queryAllTexts(".o_sales_sequence_objections summary")).toEqual(['"Not now."', '"No."']);
    expect(open()).toEqual([]);
    await press("o");
    expect(open()).toEqual(['"Not now."']);
    await press("o");
    expect(open()).toEqual(['"No."']);
    await press("o");
    expect(open()).toEqual(['"Not now."']);
    expect.verifySteps(["get_day {}"]);
});

test("C calls", async () => {
    serveDay(makeDay({ calls_now: rows(1) }));
    await openMyDay();
    queryOne(".o_sales_sequence_call").addEventListener("click", (ev) => {
        ev.preventDefault();
        expect.step("called");
    });
    await press("c");
    expect.verifySteps(["get_day {}", "called"]);
});

test("C on LinkedIn copies the text and opens the profile", async () => {
    const server = serveDay(makeDay({ linkedin: [makeRow(1, { channel: "linkedin" })] }));
    server.tasks[1] = {
        channel: "linkedin",
        linkedin_url: "https://www.linkedin.com/in/elif",
        script: "<p>Hello Elif,</p><p>shall we talk?<br>Nora</p>",
    };
    patchWithCleanup(browser.navigator.clipboard, { writeText: async (text) => expect.step(text) });
    patchWithCleanup(browser, { open: (address) => expect.step(address) });
    await openMyDay();
    await press("c");
    await animationFrame();
    expect.verifySteps(["get_day {}", "Hello Elif,\nshall we talk?\nNora", "https://www.linkedin.com/in/elif"]);
    expect(".o_notification").toHaveText(/The text is copied/);
});

test("who is gone meanwhile is passed over", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    server.tasks[2] = false;
    await openMyDay();
    await press("1");
    await animationFrame();
    await animationFrame();
    expect(shown()).toBe("Person 3");
    expect(queue()).toEqual(["touch-3"]);
    expect(".o_notification").toHaveText(/Person 2: there is nothing left to do/);
    expect.verifySteps(["get_day {}", "outcome 101 1"]);
});

test("whom a colleague has taken over does not keep the others from being shown", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    server.tasks[2] = "forbidden";
    await openMyDay();
    await animationFrame();
    expect(shown()).toBe("Person 1");
    await press("1");
    await animationFrame();
    await animationFrame();
    expect(shown()).toBe("Person 3");
    expect(".o_error_dialog").toHaveCount(0);
    expect.verifySteps(["get_day {}", "outcome 101 1"]);
});

test("what comes up meanwhile is added below: the list does not jump", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    await openMyDay();
    await press("ArrowRight");
    server.day = makeDay({ calls_now: rows(9, 3, 2, 1), answers: [makeRow(7, { id: "signal-7", kind: "answer" })] });
    await advanceTime(5 * 60 * 1000 + 1000);
    await animationFrame();
    expect(queue()).toEqual(["signal-7", "touch-1", "touch-2", "touch-3", "touch-9"]);
    expect(shown()).toBe("Person 2");
    expect.verifySteps(["get_day {}", "get_day {}"]);
});

test("whom somebody else has dealt with meanwhile is not dropped in silence", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await press("n");
    await contains(".o_sales_sequence_note").edit("Half a", { confirm: false });
    server.day = makeDay({ calls_now: rows(2) });
    await advanceTime(5 * 60 * 1000 + 1000);
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect(".o_sales_sequence_note").toHaveValue("");
    expect(".o_notification").toHaveText(/Person 1: there is nothing left to do/);
    expect.verifySteps(["get_day {}", "get_day {}"]);
});

test("who switched single keys off works with the mouse, and sees no keys", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }, { keys: false }));
    await openMyDay();
    await press("1");
    expect(shown()).toBe("Person 1");
    expect(".o_sales_sequence_key:visible").toHaveCount(0);
    await contains(".o_sales_sequence_choice:contains(Voicemail)").click();
    expect(shown()).toBe("Person 2");
    expect.verifySteps(["get_day {}", "outcome 101 2"]);
});

test("filters are facets that can be removed", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await contains(".o_sales_sequence_filter_button").click();
    server.day = makeDay({ calls_now: rows(2) }, { hidden_by_filter: 1 });
    await contains(".o-dropdown-item:contains(Türkiye)").click();
    await animationFrame();
    expect(queue()).toEqual(["touch-2"]);
    expect(".o_sales_sequence_facet").toHaveText("Türkiye");
    await contains(".o_sales_sequence_search").edit("elif", { confirm: false });
    await advanceTime(300);
    await animationFrame();
    await contains(".o_sales_sequence_facet button").click();
    await animationFrame();
    expect.verifySteps([
        "get_day {}",
        'get_day {"country_id":90}',
        'get_day {"country_id":90,"text":"elif"}',
        'get_day {"text":"elif"}',
    ]);
});

test("after the last one comes the page that says so", async () => {
    const server = serveDay(makeDay({ calls_now: rows(1) }));
    await openMyDay();
    server.day = makeDay({}, { done: 40 });
    await press("1");
    await animationFrame();
    await animationFrame();
    expect(".o_sales_sequence_day_done").toHaveCount(1);
    await press("u");
    await animationFrame();
    await animationFrame();
    expect(shown()).toBe("Person 1");
    expect.verifySteps(["get_day {}", "outcome 101 1", "get_day {}", "undo 501"]);
});

test("answers open where they are handled", async () => {
    serveDay(makeDay({ calls_now: rows(1), answers: [makeRow(7, { id: "signal-7", kind: "answer", res_id: 7 })] }));
    mockService("action", {
        loadAction: async () => ({ type: "ir.actions.client", tag: "sales_sequence_answers" }),
        doAction(action) {
            if (action.tag === "sales_sequence_answers") {
                expect.step(action.params);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openMyDay();
    await contains("[data-row='signal-7']").click();
    expect.verifySteps(["get_day {}", { signal_id: 7 }]);
});

test("Back returns to the same person and note", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2, 3) }));
    await openMyDay();
    await press("ArrowRight");
    await animationFrame();
    await contains(".o_sales_sequence_note").edit("Half a sent", { confirm: false });
    await press("Escape");
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_day", name: "Elsewhere" });
    await animationFrame();
    expect(shown()).toBe("Person 1");
    await contains(".breadcrumb-item a:contains(My day), .o_back_button").click();
    await animationFrame();
    expect(shown()).toBe("Person 2");
    expect(".o_sales_sequence_note").toHaveValue("Half a sent");
    expect.verifySteps(["get_day {}", "get_day {}", "get_day {}"]);
});
