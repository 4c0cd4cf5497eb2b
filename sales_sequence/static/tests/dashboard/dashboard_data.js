/** One invented Wednesday of a sales team, in which every sum is right. */

const CALL = { channel: "call" };
const FIRST_CALL = { step_id: 1, name: "First call", sequence: "Five-touch cadence", ...CALL, count: 31 };
const SECOND_CALL = { step_id: 2, name: "Second call", sequence: "Five-touch cadence", ...CALL, count: 19 };
const CALL_AT_ONCE = { step_id: 3, name: "Call at once", sequence: "New inbound lead", ...CALL, count: 5 };
const KICK_OFF = { step_id: 4, name: "Kick-off call", sequence: "Partner onboarding", ...CALL, count: 4 };
const INVITATION = {
    step_id: 5,
    name: "Invitation",
    sequence: "Partner recruitment",
    channel: "linkedin",
    count: 3,
};

const cell = (step_id, count, overdue = 0) => ({ step_id, count, overdue });
const rep = (user_id, name, cells) => ({
    user_id,
    name,
    cells,
    channels: ["call"],
    count: cells.reduce((sum, one) => sum + one.count, 0),
    overdue: cells.reduce((sum, one) => sum + one.overdue, 0),
});

export const WAITING = {
    count: 62,
    overdue: 18,
    sentence: { words: "Daniel Okafor has 23 calls to make.", user_id: 3 },
    steps: [FIRST_CALL, SECOND_CALL, CALL_AT_ONCE, KICK_OFF, INVITATION],
    other_steps: 0,
    reps: [
        rep(5, "Clara Moreau", [cell(4, 4, 1), cell(5, 3)]),
        rep(3, "Daniel Okafor", [cell(1, 15, 9), cell(2, 8, 5)]),
        rep(4, "Mei Tan", [cell(1, 7), cell(2, 6, 2), cell(3, 3)]),
        rep(2, "Nora Lindqvist", [cell(1, 9, 1), cell(2, 5), cell(3, 2)]),
    ],
};

export const NOBODY_WAITS = { count: 0, overdue: 0, sentence: false, steps: [], other_steps: 0, reps: [] };

const group = (answered, people) => ({ answered, people, rate: people < 20 ? false : answered / people });
const LINE = [0.05, 0.048, 0.052, 0.055, 0.058, 0.047, 0.056, 0.055, 0.046, 0.054, 0.047, 0.053];
const FALLING = [0.09, 0.088, 0.093, 0.084, 0.071, 0.062, 0.055, 0.042, 0.036, 0.033, 0.031, 0.03];

export function makeSequence(id, name, values = {}) {
    return {
        id,
        name,
        version: 1,
        kind: "Outbound",
        before: group(58, 1130),
        last: group(60, 1059),
        line: LINE,
        began_at: "2026-07-01 08:00:00",
        change: { kind: "steady", ratio: 1.1, low: 0.7, high: 1.7 },
        ...values,
    };
}

export const SEQUENCES = [
    makeSequence(2, "Re-engagement of dormant leads", {
        before: group(41, 436),
        last: group(12, 398),
        line: FALLING,
        change: { kind: "fell", ratio: 0.3206, low: 0.151, high: 0.676 },
    }),
    makeSequence(1, "Five-touch cadence", { version: 2 }),
    makeSequence(3, "EMO 2026 follow-up", {
        kind: "Trade show",
        before: group(0, 0),
        last: group(19, 203),
        line: [false, false, false, false, ...LINE.slice(4)],
        began_at: "2026-10-05 08:00:00",
        change: { kind: "new", ratio: false, low: false, high: false },
    }),
    makeSequence(4, "Partner onboarding", {
        kind: "Onboard",
        before: group(8, 35),
        last: group(3, 12),
        line: false,
        change: { kind: "too_few", ratio: false, low: false, high: false },
    }),
];

const DAYS = ["11-26", "11-27", "11-30", "12-01", "12-02", "12-03", "12-04", "12-07", "12-08", "12-09"];

export function makePerson(user_id, name, calls, emails) {
    const days = calls.map((call, index) => ({ call, linkedin: 0, todo: index ? 0 : 1, email: emails[index] }));
    const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
    return { user_id, name, tasks: sum(calls) + 1, emails: sum(emails), days };
}

export const NORA = makePerson(2, "Nora Lindqvist", [14, 12, 15, 12, 12, 11, 9, 8, 6, 5], [13, 15, 17, 13, 12, 10, 8, 9, 6, 4]);
export const DANIEL = makePerson(3, "Daniel Okafor", [19, 18, 22, 16, 14, 14, 12, 9, 8, 6], [15, 14, 20, 15, 13, 12, 9, 7, 6, 4]);

export function makeDashboard(values = {}) {
    const weeks = [
        ["09-28", 12, 21],
        ["10-05", 13, 22],
        ["10-12", 11, 19],
        ["10-19", 12, 21],
        ["10-26", 12, 20],
        ["11-02", 10, 18],
        ["11-09", 12, 21],
        ["11-16", 11, 18],
        ["11-23", 14, 14],
    ];
    return {
        today: "2026-11-25",
        now: "2026-11-25 14:30:00",
        closed_days: 14,
        sees_all: true,
        teams: [
            { id: 1, name: "Europe" },
            { id: 2, name: "Partners" },
        ],
        active: {
            count: 561,
            sequences: 6,
            by_rep: [
                { user_id: 5, name: "Clara Moreau", count: 53 },
                { user_id: 3, name: "Daniel Okafor", count: 172 },
                { user_id: 4, name: "Mei Tan", count: 168 },
                { user_id: 2, name: "Nora Lindqvist", count: 168 },
            ],
            by_sequence: { 1: 280, 2: 118, 3: 46, 4: 31, 5: 64, 6: 22 },
            came_in: 124,
            left: 118,
        },
        answered: {
            count: 14,
            average: 11.625,
            weeks: weeks.map(([day, until_now, whole]) => ({ day: `2026-${day}`, until_now, whole })),
        },
        waiting: WAITING,
        workload: { days: DAYS.map((day) => `2026-${day}`), people: [DANIEL, NORA] },
        sequences: SEQUENCES,
        ...values,
    };
}
