/** Advice of one invented Wednesday, 25 November 2026, as `get_advice` returns it. */

function item(code, severity, text, values = {}) {
    return {
        code,
        severity,
        sequence_id: 1,
        sequence_name: "Five-touch cadence v2",
        step_id: false,
        step_name: false,
        text,
        detail: "",
        source: "",
        place: { label: "Open the sequence", page: false, step_id: false, field: false },
        has_action: false,
        verb: false,
        may_dismiss: true,
        dismissed_at: false,
        dismissed_by: false,
        dismiss_note: false,
        ...values,
    };
}

const openStep = (stepId) => ({
    step_id: stepId,
    place: { label: "Open the step", page: "steps", step_id: stepId, field: false },
});

export const STUCK = item("stuck", "act", "2 people are stuck in a failed step", {
    detail: "“Second email”: no valid address.",
    place: { label: "Show the 2 people", page: false, step_id: false, field: false },
    has_action: true,
});
export const LONG = item("long_text", "warning", "The email of day 5 has 212 words", {
    ...openStep(13),
    step_name: "Break-up",
    detail: "Over 200 words, few read to the question.",
    source: "200 words: emails over it are answered half as often.",
});
export const LONG_SUBJECT = item("long_subject", "hint", "The subject has 72 characters", { ...openStep(13), step_name: "Break-up" });
export const OLD = item("not_reviewed", "hint", "Not reviewed for 94 days", {
    detail: "Clara has an activity for it.",
    verb: { name: "action_mark_reviewed", label: "Mark as reviewed" },
});
export const NOBODY_CALLS = item("no_human_touch", "hint", "No step is done by a person", {
    place: { label: "Open the hours", page: "rules", step_id: false, field: "problem" },
});
export const DISMISSED = item("no_cta", "hint", "The email of day 12 asks for nothing", {
    dismissed_at: "2026-11-03 09:00:00",
    dismissed_by: "Clara Moreau",
    dismiss_note: "It says goodbye.",
});

export function makeAdvice(items = [STUCK, LONG, LONG_SUBJECT, OLD, NOBODY_CALLS], values = {}) {
    const counts = { act: 0, warning: 0, hint: 0 };
    for (const { severity } of items) {
        counts[severity]++;
    }
    return { items, dismissed: [], counts, looked_at: "2026-11-25 14:00:00", total: items.length, ...values };
}
