import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

/** Room at both ends of an axis, in percent: half a mark, and half the text of a tick. */
const PADDING = 2;
/** Where a rate's text stands beyond its interval, as a part of the axis. */
const ROOM_FOR_TEXT = 1.25;
const STEPS = [1, 2, 2.5, 4, 5, 10];
/** Ratios further out are drawn as an arrow: an axis to 80× would squeeze what matters. */
const LARGEST_RATIO = 10;
const SMALLEST_RATIO = 4;

/** In the order of the variants. A shape as well as a color: each tells them apart by itself. */
const MARKS = [
    { shape: "disc", bright: "#0072B2", dark: "#5BB4E5" },
    { shape: "square", bright: "#C45100", dark: "#F0904E" },
    { shape: "triangle", bright: "#7A5B00", dark: "#E6B422" },
    { shape: "cross", bright: "#714B67", dark: "#C9A3BF" },
];
const GRAY = { bright: "#495057", dark: "#ADB5BD" };

function colorOf({ bright, dark }) {
    return getCustomColor(cookie.get("color_scheme"), bright, dark);
}

/** @returns {{ shape: string, color: string }} of the variant at this place; beyond the fourth they repeat */
export function markOf(index) {
    const mark = MARKS[index % MARKS.length];
    return { shape: mark.shape, color: colorOf(mark) };
}

/** What is not proved is gray, whoever leads. */
export function colorOfRatio(isProved) {
    return colorOf(isProved ? MARKS[0] : GRAY);
}

/** Where a value lies on an axis from zero, in percent of the picture's width. */
export function place(value, max) {
    return `${PADDING + (Math.min(value / max, 1) * (100 - 2 * PADDING))}%`;
}

/**
 * An axis from zero on which rates up to `high` have room for their text.
 *
 * @param {number} high the largest end of an interval, from 0 to 1
 * @returns {{ max: number, ticks: number[] }}
 */
export function rateAxis(high) {
    const needed = Math.max(high, 0.01) * ROOM_FOR_TEXT;
    const power = 10 ** Math.floor(Math.log10(needed / 3));
    const step = STEPS.map((one) => one * power).find((one) => one * 4 >= needed);
    const count = Math.ceil(needed / step);
    return { max: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/**
 * An axis of ratios, from zero, with 1× on it.
 *
 * @param {(number|false)[]} highs the upper ends of the intervals; false: unbounded
 * @returns {{ max: number, ticks: number[] }}
 */
export function ratioAxis(highs) {
    const bounded = highs.map((high) => (high === false ? LARGEST_RATIO : high));
    const max = Math.min(Math.max(SMALLEST_RATIO, ...bounded.map(Math.ceil)), LARGEST_RATIO);
    const step = max > 6 ? 2 : 1;
    const count = Math.ceil(max / step);
    // 1× is marked even where the ticks are wider apart.
    const ticks = [...new Set([...Array.from({ length: count + 1 }, (_, index) => index * step), 1])];
    return { max: count * step, ticks: ticks.sort((a, b) => a - b) };
}
