/** One invented world on Wednesday, 25 November 2026, as `get_results` gives it; every sum is right. */

const ratio = (count, people) => (people >= 20 ? count / people : false);

/** Figures of a group; the interval is whatever the server says. */
function figures(closed, open, answered, [low, high], values = {}) {
    return { closed, open, answered, rate: ratio(answered, closed), low, high, meetings: 0, median_days: false, ...values };
}

function rate(count, of, low, high, values = {}) {
    return { count, of, rate: ratio(count, of), low, high, ...values };
}

const STEPS = [
    ["Introduction email", "email", 1, 1510, 1498, 29, 5, 41, 12, 24, 1192, [0.0136, 0.0298]],
    ["First call", "call", 3, 1428, 1330, 9, 1, 13, 98, 8, 1154, [0.0035, 0.0136]],
    ["Email with a resource", "email", 5, 1308, 1244, 19, 3, 10, 64, 16, 1135, [0.0087, 0.0228]],
    ["Second call", "call", 8, 1215, 1150, 6, 0, 8, 65, 6, 1103, [0.0025, 0.0118]],
    ["Break-up email", "email", 12, 1136, 1095, 14, 0, 1081, 41, 14, 1089, [0.0077, 0.0215]],
];

const WEEKS = [
    ["2026-09-07", 0, 0, 0],
    ["2026-09-14", 133, 0, 8],
    ["2026-09-21", 141, 0, 9],
    ["2026-09-28", 136, 0, 7],
    ["2026-10-05", 144, 0, 9],
    ["2026-10-12", 134, 0, 8],
    ["2026-10-19", 142, 0, 7],
    ["2026-10-26", 135, 0, 8],
    ["2026-11-02", 139, 0, 7],
    ["2026-11-09", 88, 57, 5],
    ["2026-11-16", 0, 141, 0],
    ["2026-11-23", 0, 84, 0],
];

const ANSWERED_BY_DAY = [0, 0.9, 1.7, 2.2, 2.7, 3.3, 3.8, 4.0, 4.3, 4.4, 4.5, 4.5, 5.0, 5.5, 5.7];

export function line(name = false, factor = 1) {
    return {
        name,
        days: ANSWERED_BY_DAY.map((percent, day) => ({
            day,
            at_risk: 1474 - 40 * day,
            answered: (factor * percent) / 100,
            low: (factor * percent * 0.79) / 100,
            high: (factor * (percent * 1.26 || 0.3)) / 100,
        })),
    };
}

export function makeResults(values = {}) {
    return {
        sequence: { id: 7, name: "Five-touch cadence" },
        versions: [
            { id: 3, name: "v1" },
            { id: 7, name: "v2" },
        ],
        choices: {
            reps: [
                { id: 21, name: "Daniel Okafor" },
                { id: 22, name: "Mei Tan" },
                { id: 23, name: "Nora Lindqvist" },
            ],
        },
        closed_days: 14,
        state: "full",
        first_figures_on: false,
        hint: false,
        total: {
            answered: rate(68, 1192, 0.0452, 0.0717),
            meetings: rate(21, 1192, 0.0115, 0.0268, { unanswered: 9 }),
            opted_out: rate(19, 1192, 0.0102, 0.0248),
            bounced: rate(24, 1498, 0.0108, 0.0237),
            closed: 1192,
            open: 282,
            open_answered: 9,
            median_days: 2.6,
        },
        all_reps: { id: false, ...figures(1192, 282, 68, [0.0452, 0.0717], { meetings: 21, median_days: 2.6 }) },
        funnel: {
            entered: 1510,
            active: 280,
            answered: 77,
            answered_open: 9,
            steps: STEPS.map(([name, channel, day, entered, done, answered, answered_open, ended, waiting], index) => ({
                key: index + 1,
                name,
                channel,
                day,
                is_last: index === STEPS.length - 1,
                note: false,
                entered,
                done,
                answered,
                answered_open,
                ended,
                waiting,
                went_on: entered - answered - ended - waiting,
            })),
        },
        curve: {
            lines: [line()],
            steps: [0, 3, 5, 8, 12].map((day, index) => ({ day, channel: STEPS[index][1] })),
        },
        steps: STEPS.map(([name, channel, day, , , , , , , answered, closed, [low, high]], index) => ({
            key: index + 1,
            name,
            channel,
            day,
            is_last: index === STEPS.length - 1,
            note: false,
            closed,
            answered,
            rate: ratio(answered, closed),
            low,
            high,
        })),
        weeks: WEEKS.map(([start, closed, open, answered]) => ({
            start,
            ...figures(closed, open, answered, [0.03, 0.115]),
        })),
        reps: [
            { id: 21, name: "Daniel Okafor", ...figures(402, 96, 19, [0.03, 0.073], { meetings: 5, median_days: 3.4 }) },
            { id: 22, name: "Mei Tan", ...figures(362, 85, 18, [0.032, 0.077], { meetings: 6, median_days: 2.9 }) },
            { id: 23, name: "Nora Lindqvist", ...figures(428, 101, 31, [0.051, 0.101], { meetings: 10, median_days: 2.1 }) },
        ],
        variants: [
            {
                step_id: 70,
                name: "Introduction email",
                rows: [
                    { id: 1, name: "A: a customer story", ...figures(594, 143, 40, [0.05, 0.09]) },
                    { id: 2, name: "B: a question", ...figures(598, 139, 28, [0.033, 0.067]) },
                ],
            },
        ],
        ...values,
    };
}
