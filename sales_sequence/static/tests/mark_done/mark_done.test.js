import { crmModels } from "@crm/../tests/crm_test_helpers";
import { mailModels, click, contains, insertText, openFormView, start, startServer } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, press, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { asyncStep, defineModels, fields, getService, models, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

const OUTCOMES = [
    { id: 11, name: "Connected", effect: "next", key: 1, words: "Next: Break-up email, Tue 1 Dec at 10:55" },
    { id: 12, name: "Voicemail", effect: "retry", key: 2, words: "Try again tomorrow at 10:30 (attempt 2 of 3)" },
    { id: 13, name: "Meeting booked", effect: "meeting", key: 3, words: "Plan the meeting, and stop the sequence" },
    { id: 14, name: "Not now", effect: "pause", key: 4, words: "Pauses, then continues with Break-up email" },
];
const POPOVER = ".o-mail-ActivityMarkAsDone";
const FEEDBACK = `${POPOVER} textarea[placeholder='Write Feedback']`;

class MailActivity extends mailModels.MailActivity {
    _name = "mail.activity";

    is_sequence_activity = fields.Boolean();

    get _to_store_defaults() {
        return [...super._to_store_defaults, "is_sequence_activity"];
    }

    get_sequence_outcomes() {
        asyncStep("get_sequence_outcomes");
        return { outcomes: OUTCOMES, bulk: false };
    }
}

class CalendarEvent extends models.Model {
    _name = "calendar.event";
    _views = { form: `<form><field name="name"/></form>` };

    name = fields.Char();
}

describe.current.tags("desktop");
defineModels({ ...crmModels, MailActivity, CalendarEvent });

beforeEach(() => {
    mockDate("2026-11-26 10:00:00");
    onRpc("mail.activity", "action_sequence_outcome", ({ args, kwargs }) => {
        const { outcome_id, note = false, until = false, schedule_next = false } = kwargs;
        asyncStep(JSON.stringify({ ids: args[0].length, outcome_id, note, until, schedule_next }));
        const meeting = outcome_id === 13 && { name: "Meetings", context: { default_name: "A meeting with Ada" } };
        const next = schedule_next && { type: "ir.actions.act_window_close" };
        return { attempt_ids: [7], words: "Ada: recorded", effect_words: "What follows", problems: [], meeting, next };
    });
    onRpc("sales.sequence.attempt", "action_undo", ({ args }) => {
        asyncStep(`undo ${args[0]}`);
        return true;
    });
    onRpc("mail.activity", "action_feedback", ({ args, kwargs }) => {
        asyncStep(`action_feedback of ${args[0].length}: ${kwargs.feedback}`);
        return true;
    });
});

/** Open Mark Done of an activity in the chatter of a contact. */
async function openMarkDone(values = { is_sequence_activity: true }) {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Ada" });
    pyEnv["mail.activity"].create({
        activity_category: "not_upload_file",
        can_write: true,
        res_id: partnerId,
        res_model: "res.partner",
        ...values,
    });
    await start();
    await openFormView("res.partner", partnerId);
    await click(".btn", { text: "Mark Done" });
    await contains(POPOVER);
}

test("an activity of no sequence has Odoo's popover, without a request of ours", async () => {
    await openMarkDone({ is_sequence_activity: false });
    await contains(`${FEEDBACK}:focus`);
    await contains(`${POPOVER} [role=radiogroup]`, { count: 0 });
    await click(`${POPOVER} button[aria-label='Done']`);
    await waitForSteps(["action_feedback of 1: undefined"]);
});

test("a key chooses, the effect is said in one line, and Enter is Done", async () => {
    await openMarkDone();
    await contains(`${POPOVER} [role=radiogroup] input:focus`);
    await contains(POPOVER, { text: "Without an outcome, Done keeps “not recorded”." });
    await press("2");
    await contains(`${POPOVER} .btn-check:checked + label`, { text: "Voicemail" });
    await contains(POPOVER, { text: "Try again tomorrow at 10:30 (attempt 2 of 3)" });
    await press("1");
    await contains(POPOVER, { text: "Next: Break-up email, Tue 1 Dec at 10:55" });
    await press("Enter");
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 11, note: false, until: false, schedule_next: false }),
    ]);
    await contains(".o_notification_content", { text: "Ada: recorded. What follows" });
});

test("without an outcome, Done is Odoo's", async () => {
    await openMarkDone();
    await press("Enter");
    await waitForSteps(["get_sequence_outcomes", "action_feedback of 1: undefined"]);
});

test("digits are text in the feedback, Enter a new line, and Ctrl+Enter is Done", async () => {
    await openMarkDone();
    await press("2");
    await insertText(FEEDBACK, "Call 1 at 3");
    await press("4");
    await press("Enter");
    await contains(`${POPOVER} .btn-check:checked + label`, { text: "Voicemail" });
    await waitForSteps(["get_sequence_outcomes"]);
    await press(["ctrl", "Enter"]);
    await waitForSteps([
        JSON.stringify({ ids: 1, outcome_id: 12, note: "Call 1 at 34\n", until: false, schedule_next: false }),
    ]);
});

test("an outcome that pauses asks for the date inside, and is not recorded without one", async () => {
    await openMarkDone();
    await press("4");
    await contains(`${POPOVER} .o_datetime_input`, { value: "12/24/2026" });
    await insertText(`${POPOVER} .o_datetime_input`, "01/11/2027", { replace: true });
    await press("Tab");
    await click(`${POPOVER} button[aria-label='Done']`);
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 14, note: false, until: "2027-01-11", schedule_next: false }),
    ]);
});

test("a meeting that is not saved takes the outcome back", async () => {
    await openMarkDone();
    await press("3");
    await press("Enter");
    await contains(".modal", { text: "Meetings" });
    await contains(".modal [name=name] input", { value: "A meeting with Ada" });
    await click(".modal .o_form_button_cancel");
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 13, note: false, until: false, schedule_next: false }),
        "undo 7",
    ]);
    await contains(".o_notification", { text: "No meeting was saved, so the outcome was taken back." });
});

test("a meeting that is saved stays", async () => {
    await openMarkDone();
    await press("3");
    await press("Enter");
    await click(".modal .o_form_button_save");
    await contains(".modal", { count: 0 });
    await contains(".o_notification_content", { text: "Ada: recorded. What follows" });
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 13, note: false, until: false, schedule_next: false }),
    ]);
});

test("Undo in the notification takes it back", async () => {
    await openMarkDone();
    await press("1");
    await press("Enter");
    await click(".o_notification button", { text: "Undo" });
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 11, note: false, until: false, schedule_next: false }),
        "undo 7",
    ]);
});

test("Done and Schedule Next records the outcome first", async () => {
    await openMarkDone();
    await press("1");
    await click(`${POPOVER} button[aria-label='Done and Schedule Next']`);
    await waitForSteps([
        "get_sequence_outcomes",
        JSON.stringify({ ids: 1, outcome_id: 11, note: false, until: false, schedule_next: true }),
    ]);
});

/** Open the dialog of several activities, as the server asks for it. */
async function openDialog(params = {}) {
    await startServer();
    await start();
    getService("action").doAction({
        type: "ir.actions.client",
        tag: "sales_sequence_mark_done",
        params: {
            title: "Mark 3 activities done",
            done_label: "Mark 3 done",
            activity_ids: [1, 2, 3],
            sequence_activity_ids: [1, 2],
            outcomes: OUTCOMES.slice(0, 2),
            people: [
                { name: "Ada", company: "ACME", due: "1 day late" },
                { name: "Bob", company: false, due: "due today" },
            ],
            more: "and 1 more",
            hint: "The others are marked done.",
            next_method: false,
            ...params,
        },
    });
    await contains(".modal", { text: "Mark 3 activities done" });
}

test("several at once: one outcome and one feedback for all, the others as Odoo does", async () => {
    await openDialog();
    await contains(".modal li", { text: "Ada, ACME1 day late" });
    await contains(".modal li", { text: "and 1 more" });
    await press("2");
    await contains(".modal", { text: "Try again tomorrow at 10:30 (attempt 2 of 3)" });
    await insertText(".modal textarea", "Trade fair week");
    await click(".modal button", { text: "Mark 3 done" });
    await waitForSteps([
        JSON.stringify({ ids: 2, outcome_id: 12, note: "Trade fair week", until: false, schedule_next: false }),
        "action_feedback of 1: Trade fair week",
    ]);
    await contains(".modal", { count: 0 });
});

test("several at once without an outcome are done as Odoo does", async () => {
    await openDialog();
    await press("Enter");
    await waitForSteps(["action_feedback of 3: false"]);
});

test("discarding the dialog does nothing", async () => {
    await openDialog();
    await press("1");
    await press("Escape");
    await contains(".modal", { count: 0 });
    await waitForSteps([]);
});
