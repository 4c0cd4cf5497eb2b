import { expect } from "@odoo/hoot";
import { getService, makeServerError, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

const OUTCOMES = [
    { id: 1, name: "Connected", effect: "next", key: 1, words: "Next: Break-up email, Tue 1 Dec at 10:55" },
    { id: 2, name: "Voicemail", effect: "next", key: 2, words: "Next: Break-up email, Tue 1 Dec at 10:55" },
    { id: 3, name: "No answer", effect: "retry", key: 3, words: "Try again tomorrow at 10:30 (attempt 2 of 3)" },
    { id: 5, name: "Not interested", effect: "stop", key: 4, words: "Stops the sequence" },
    { id: 6, name: "Meeting booked", effect: "meeting", key: 5, words: "Opens the meeting and stops the sequence" },
    { id: 7, name: "Not now until …", effect: "pause", key: 6, words: "Asks for a date, pauses until then" },
];

export const SCRIPT = `
    <p><strong>Opening</strong></p>
    <p>"Hello  Elif,
       do you have a minute?"</p>
    <ul><li>"Who else has a say?"</li></ul>
    <p><strong>If you get</strong></p>
    <ul>
        <li><em>"Not now."</em> "When should I get in touch again?"</li>
        <li><em>"No."</em> "Thank you for being clear."</li>
    </ul>`;

export function makeRow(id, values = {}) {
    return {
        id: `touch-${id}`,
        kind: "task",
        res_id: id,
        activity_id: 100 + id,
        channel: "call",
        name: `Person ${id}`,
        company: `Company ${id}`,
        zone: "Europe/Istanbul",
        place: "Istanbul",
        why: "Score 2 of 3",
        why_kind: "score",
        quote: false,
        suggestion: false,
        clean: null,
        moment: false,
        ...values,
    };
}

export function makeTask(id, values = {}) {
    return {
        touch_id: id,
        activity_id: 100 + id,
        enrollment_id: 200 + id,
        sequence_id: 1,
        res_model: "crm.lead",
        res_id: 300 + id,
        name: `Person ${id}`,
        function: "Head of Production",
        company: `Company ${id}`,
        email: `person${id}@example.com`,
        phone: "+90 555 0117",
        image_url: false,
        score: 2,
        channel: "call",
        step_name: "Second call",
        sequence_name: "Five-touch cadence",
        step_number: 4,
        step_count: 5,
        zone: "Europe/Istanbul",
        place: "Istanbul",
        reachable_until: "2026-11-25 14:00:00",
        reachable_words: "Reachable until 17:00, 38 min left",
        why: "Promised: today after 15:00",
        history: [
            {
                icon: "fa-phone",
                moment: "2026-11-20 09:53:00",
                title: "First call",
                text: "Reached the assistant",
                quote: "She is back on Wednesday.",
            },
        ],
        next: { words: "Next: Break-up email, Tue 1 Dec at 10:55", moment: "2026-12-01 09:55:00" },
        script: SCRIPT,
        summary: "Second call: one question",
        linkedin_url: false,
        outcomes: OUTCOMES,
        note: false,
        due_words: "Due today",
        ...values,
    };
}

export function makeDay(groups, values = {}) {
    const names = {
        answers: "Answers to handle",
        calls_now: "Calls now",
        calls_later: "Calls later",
        linkedin: "LinkedIn",
        todos: "To-dos",
        drafts: "Drafts to review",
    };
    return {
        today: "2026-11-25",
        now: "2026-11-25 13:22:00",
        done: 12,
        due: 40,
        groups: Object.entries(names).map(([key, name]) => ({ key, name, note: false, rows: groups[key] || [] })),
        absence: false,
        filters: { sequences: [{ id: 1, name: "Five-touch cadence" }], countries: [{ id: 90, name: "Türkiye" }] },
        hidden_by_filter: 0,
        next_due: false,
        summary: {
            calls: 0,
            conversations: 0,
            meetings: 0,
            answers: 0,
            drafts: 0,
            outcomes: [],
            booked: [],
            outgoing: [],
        },
        tomorrow: { date: "2026-11-26", name: "Tomorrow, Thu 26 Nov", count: 0, rows: [] },
        undo: false,
        has_ever_had_tasks: true,
        keys: true,
        ...values,
    };
}

/**
 * A server whose day can be changed: `server.day`, `server.tasks` (values of tasks by id; false: gone; "forbidden"), and `server.fail`, a function
 * that may throw for a call. Every call that changes something is a step.
 */
export function serveDay(day) {
    const server = { day, tasks: {}, fail: () => {}, attempts: 500 };
    onRpc("sales.sequence.day", "get_day", ({ kwargs }) => {
        expect.step(`get_day ${JSON.stringify(kwargs.filters)}`);
        return server.day;
    });
    onRpc("sales.sequence.day", "get_tasks", ({ args }) => {
        if (args[0].some((id) => server.tasks[id] === "forbidden")) {
            throw makeServerError({ type: "AccessError", message: "This is not yours." });
        }
        return args[0].filter((id) => server.tasks[id] !== false).map((id) => makeTask(id, server.tasks[id]));
    });
    onRpc("mail.activity", "action_sequence_outcome", async ({ args, kwargs }) => {
        const [[activityId], outcomeId] = args;
        const extra = [kwargs.note, kwargs.until].filter(Boolean).map((value) => ` ${value}`);
        expect.step(`outcome ${activityId} ${outcomeId}${extra.join("")}`);
        await server.fail(activityId);
        const outcome = OUTCOMES.find((one) => one.id === outcomeId);
        return {
            attempt_ids: [++server.attempts],
            words: `Person ${activityId - 100}: ${outcome.name}`,
            effect_words: outcome.words,
            problems: [],
            meeting: outcome.effect === "meeting" && {
                type: "ir.actions.act_window",
                name: "Meeting",
                res_model: "calendar.event",
                views: [[false, "form"]],
                target: "new",
                context: {},
            },
            next: false,
        };
    });
    onRpc("mail.activity", "action_sequence_snooze", ({ args }) => {
        expect.step(`snooze ${args[0][0]} ${args[1]}`);
        return { words: "Due again tomorrow" };
    });
    onRpc("sales.sequence.attempt", "action_undo", ({ args }) => {
        expect.step(`undo ${args[0]}`);
        return true;
    });
    onRpc("sales.sequence.enrollment", "action_answered_elsewhere", ({ args, kwargs }) => {
        expect.step(`elsewhere ${args[0]} ${kwargs.note}`);
        return true;
    });
    return server;
}

/** Opens My day in a web client. */
export async function openMyDay(options) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_day", name: "My day" }, options);
}
