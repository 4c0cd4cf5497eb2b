/** One invented world: Wednesday, 25 November 2026, and the months before and after it. */

const A = { id: 1, letter: "A", label: "A: a customer story", subject: "Forty machines", opening: "A valve maker with forty machines told us…", weight: 1, share: 0.5 };
const B = { id: 2, letter: "B", label: "B: a question", subject: "Your line", opening: "What stopped your line last month?", weight: 1, share: 0.5 };

const NOBODY = { people: 0, open: 0, answers: 0, rate: false, low: 0, high: 1 };

const COMMON = {
    step_id: 7,
    step: "Introduction email",
    sequence_id: 3,
    sequence: "Five-touch cadence",
    title: "Introduction email: A against B",
    since: "since Sep 14, 2026, 10 weeks",
    explanation: "",
    warnings: [],
    plan: false,
    rules: [],
    decided: [],
    stops_losers: false,
    stops: [],
    may_keep: false,
    may_edit: true,
    may_open: true,
    restarted: false,
    past: [],
};

export const BEFORE = {
    ...COMMON,
    state: "not_started",
    badge: "Not started",
    since: false,
    sentence: "It takes about <strong>786 people per variant</strong>: <strong>11 weeks</strong> at your pace.",
    variants: [{ ...A, ...NOBODY }, { ...B, ...NOBODY }],
    comparisons: [],
    plan: {
        weeks_title: "weeks at 143 a week",
        starts: "It starts with the first email after the sequence is published.",
        third: "One more variant divides the people by 3.",
        rows: [
            { ratio: "3", label: "three times as many", people: 249, weeks: 4, weeks_in_words: "4 weeks", is_main: false },
            { ratio: "2", label: "twice as many", people: 786, weeks: 11, weeks_in_words: "11 weeks", is_main: true },
            { ratio: "1.5", label: "half as many again", people: 2682, weeks: 38, weeks_in_words: "38 weeks", is_main: false },
        ],
    },
    rules: [{ label: "Counted", text: "answers within 14 days, one per company" }],
};

const ENOUGH = [
    { ...A, people: 594, open: 143, answers: 40, rate: 0.0673, low: 0.0498, high: 0.0904 },
    { ...B, people: 598, open: 139, answers: 28, rate: 0.0468, low: 0.0326, high: 0.0668 },
];

const STOP_A = { variant_ids: [1], label: "Stop sending A", consequence: "From then on everybody gets B. A's numbers stay.", is_primary: false };
const STOP_B = { variant_ids: [2], label: "Stop sending B", consequence: "From then on everybody gets A. B's numbers stay.", is_primary: false };

export const RUNNING = {
    ...COMMON,
    state: "running",
    badge: "Running",
    sentence: "<strong>No winner yet</strong>, about <strong>240</strong> more each.",
    explanation: "About 139 of them have the email already.",
    variants: ENOUGH,
    comparisons: [
        { variant_id: 2, title: "A earns 1.4 times what B earns, between 0.7 and 3.1", is_known: true, ratio: 1.43, low: 0.68, high: 3.08, is_proved: false, note: "1× means no difference; gray: too small to matter (0.67 to 1.5)" },
    ],
    decided: ["Evidence that A is better than B: 1.1. A winner needs 40.", "A look every day costs nothing."],
    stops: [STOP_A, STOP_B],
};

export const WINNER = {
    ...COMMON,
    state: "winner",
    badge: "Winner: A",
    sentence: "A earns <strong>1.8 times</strong> the answers of B, <strong>between 1.1 and 3.0</strong>.",
    variants: [
        { ...A, people: 1312, open: 146, answers: 112, rate: 0.0854, low: 0.0715, high: 0.1017 },
        { ...B, people: 1306, open: 141, answers: 62, rate: 0.04747, low: 0.0372, high: 0.0604 },
    ],
    comparisons: [
        { variant_id: 2, title: "A earns 1.8 times what B earns, between 1.1 and 3.0", is_known: true, ratio: 1.81, low: 1.1, high: 3.04, is_proved: true, note: "1× means no difference; the whole interval lies above it" },
    ],
    decided: ["Evidence that A is better than B: 421. A winner needs 40."],
    stops: [{ ...STOP_B, is_primary: true }],
    may_keep: true,
};

export const TOO_FEW = {
    ...COMMON,
    state: "too_few",
    badge: "Running",
    sentence: "<strong>2 answers</strong> so far: nothing can be said before about 12.",
    variants: [{ ...A, ...NOBODY, people: 12, answers: 2 }, { ...B, ...NOBODY, people: 11 }],
    comparisons: [],
};

export const STOPPED = {
    ...WINNER,
    state: "stopped",
    badge: "Stopped",
    sentence: "<strong>Everybody gets A</strong> from now on.",
    variants: [WINNER.variants[0], { ...WINNER.variants[1], weight: 0, share: 0 }],
    stops: [],
    may_keep: false,
    restarted: "A new experiment began on Oct 3, 2026, as a text was changed.",
    past: ["Sep 14 to Oct 3, 2026: A 2 of 40, B 1 of 41. No winner."],
};

export const THREE = {
    ...RUNNING,
    title: "Introduction email: A, B, and C",
    variants: [...ENOUGH, { id: 3, letter: "C", label: "C: a number", subject: "40 %", opening: "", weight: 2, share: 0.5, people: 600, open: 100, answers: 33, rate: 0.055, low: 0.0394, high: 0.0763 }],
    comparisons: [
        RUNNING.comparisons[0],
        { variant_id: 3, title: "A earns 1.2 times what C earns, between 0.6 and 18.0", is_known: true, ratio: 1.2, low: 0.6, high: 18, is_proved: false, note: "" },
    ],
};
