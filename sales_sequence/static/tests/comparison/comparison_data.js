/** Comparisons with the old way of one invented world, as `get_card` returns them. */

const COMMON = {
    title: "New inbound lead v3",
    explanation: "",
    arms: [],
    ratio: { ratio: false, low: false, high: false },
    ratio_title: "",
    metric_title: "A meeting or a win within 60 days",
    rules: [],
    neglected: "Whoever is held back is not neglected: the rep gets one to-do, “follow up in your own way”.",
    answers: false,
    comparison_id: false,
    may_start: false,
    may_end: false,
    may_open: true,
    usual_days: 60,
    plan: false,
    earlier: [],
};

export const NONE = {
    ...COMMON,
    status: "none",
    badge: "No comparison",
    sentence: "Nobody was drawn into the old way, so there is nothing to compare with.",
    explanation: "Last year’s figures are no comparison: other people, other season, other product.",
    may_start: true,
    plan: {
        sentence: "It takes about <strong>1,050 people in all</strong>: <strong>8 weeks</strong> at your pace.",
        rows: [
            { share: 0.2, rate: 0.1, people: 1050, weeks: 8, is_main: true },
            { share: 0.1, rate: 0.1, people: 1850, weeks: 13, is_main: false },
            { share: 0.2, rate: 0.05, people: 1950, weeks: 14, is_main: false },
            { share: 0.1, rate: 0.05, people: 3500, weeks: 25, is_main: false },
        ],
    },
};

export const RUNNING = {
    ...COMMON,
    status: "running",
    badge: "Running",
    title: "New inbound lead v3, 20 % held back by a draw since 27 Jul",
    sentence: "Of 412 followed up by the sequence <strong>38 met us</strong>, of 103 followed up the old way <strong>6</strong>.",
    arms: [
        { arm: "sequence", name: "Sequence", people: 412, open: 390, met: 38, rate: 0.0922, low: 0.068, high: 0.124 },
        { arm: "control", name: "Old way", people: 103, open: 98, met: 6, rate: 0.0583, low: 0.027, high: 0.122 },
    ],
    ratio: { ratio: 1.58, low: 0.48, high: 9.3 },
    ratio_title: "1.6 times as many, between 0.5 and 9.3",
    rules: [{ label: "Decides", text: "a meeting or a win within 60 days" }],
    answers: "84 of the sequence and 12 of the old way have answered, which decides nothing.",
    comparison_id: 5,
    may_end: true,
    earlier: [{ comparison_id: 3, title: "Mar 2 to May 4, 2026", sentence: "<strong>Not proved</strong>." }],
};

export const PROVED = { ...RUNNING, status: "proved", badge: "Proved", ratio: { ratio: 2.1, low: 1.2, high: false } };

const [SEQUENCE, CONTROL] = RUNNING.arms;
const UNRATED = { rate: false, low: 0, high: 1 };
export const TOO_FEW = {
    ...RUNNING,
    arms: [
        { ...SEQUENCE, people: 12, open: 40, met: 1, ...UNRATED },
        { ...CONTROL, people: 3, open: 0, met: 0, ...UNRATED },
    ],
    ratio: { ratio: false, low: false, high: false },
};
