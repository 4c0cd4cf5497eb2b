/** Answers as `sales.sequence.answers` sends them. */

export function makeAnswer(values = {}) {
    return {
        signal_id: 1,
        enrollment_id: 11,
        res_model: "res.partner",
        res_id: 3,
        name: "Ana Ferreira",
        company: "Cerâmica do Sul",
        occurred_at: "2026-01-12 09:38:00",
        zone: "Europe/Lisbon",
        place: "Lisbon",
        quote: "Thursday at 10 would suit me. Please send an invitation.",
        step_words: "after Introduction email",
        label: false,
        label_words: "",
        suggestion: false,
        why_unsure: false,
        handled_words: false,
        message_id: 5,
        ...values,
    };
}

export function makeSuggestion(values = {}) {
    return {
        label: "interested",
        words: "Looks interested, and names a time",
        detail: "Thursday 15 January",
        button: "Plan the meeting",
        date: "2026-01-15",
        name: false,
        email: false,
        quote: "Thursday at 10 would suit me.",
        ...values,
    };
}

export const ana = makeAnswer({ suggestion: makeSuggestion() });
export const jonas = makeAnswer({
    signal_id: 2,
    name: "Jonas Weber",
    company: "Weber Werkzeugbau",
    occurred_at: "2026-01-12 08:58:00",
    quote: "Gern im Januar.",
    suggestion: makeSuggestion({
        label: "not_now",
        words: "Asks for later: 11/01/2027",
        detail: "",
        button: "Not now until 11/01/2027",
        date: "2027-01-11",
        quote: "Gern im Januar.",
    }),
});
export const tomas = makeAnswer({
    signal_id: 3,
    name: "Tomáš Dvořák",
    company: "Dvořák Stroje",
    quote: "Planning is now with my colleague Petr Svoboda.",
    suggestion: makeSuggestion({
        label: "wrong_person",
        words: "Somebody else is in charge: Petr Svoboda",
        button: "Write to Petr Svoboda",
        date: false,
        name: "Petr Svoboda",
        email: "petr.svoboda@dvorak-stroje.example.org",
    }),
});
export const plain = makeAnswer({ signal_id: 4, name: "Sofia Marino", quote: "Hello." });
export const emma = makeAnswer({
    signal_id: 5,
    name: "Emma Clarke",
    quote: "Emma is travelling until Monday. Is it urgent? Joan",
    why_unsure: "Came 40 seconds after our email, but has words of its own",
});
export const pierre = makeAnswer({
    signal_id: 6,
    name: "Pierre Lambert",
    occurred_at: "2026-01-09 09:00:00",
    quote: "Please take me off your list.",
    label: "unsubscribe",
    label_words: "Wants no more emails",
    handled_words: "Opted out",
});

export function detailOf(answer) {
    return {
        ...answer,
        done: ["“Five-touch cadence” stopped"],
        lead: [
            { label: "Name", value: "Planning at Cerâmica do Sul", res_model: "res.partner", res_id: 3 },
            { label: "Phone", value: "+351 555 0109", res_model: false, res_id: false },
        ],
        before: ["Mon 12 Jan, 09:12: Introduction email"],
        function: "Operations Manager",
        email: "ana@ceramica-do-sul.example.org",
        phone: "+351 555 0109",
        thread: { model: answer.res_model, id: answer.res_id },
    };
}

export function listOf({ toHandle = [], unsure = [], handled = [] }) {
    return {
        to_handle: toHandle,
        unsure,
        handled,
        counts: { to_handle: toHandle.length, unsure: unsure.length, handled: handled.length },
        median_words: "48 min",
        keys: true,
    };
}

/** An ORM that remembers what it was asked, and answers as the server does. */
export class FakeOrm {
    constructor(lists) {
        this.lists = lists;
        this.calls = [];
    }

    async call(model, method, args) {
        this.calls.push([method, ...args]);
        if (method === "get_answers") {
            return listOf(this.lists);
        }
        if (method === "get_answer") {
            const rows = Object.values(this.lists).flat();
            return detailOf(rows.find((row) => row.signal_id === args[0]));
        }
        return { words: `${method} of ${args[0]}` };
    }

    /** What was asked besides reading. */
    get verbs() {
        return this.calls.filter(([method]) => !method.startsWith("get_"));
    }
}
