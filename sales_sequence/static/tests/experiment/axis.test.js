import { expect, test } from "@odoo/hoot";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { markOf, place, rateAxis, ratioAxis } from "@sales_sequence/experiment/axis";

defineSalesSequenceModels();

test("an axis of rates begins at zero, and has room beyond the longest interval", () => {
    for (const high of [0.0004, 0.003, 0.01, 0.0904, 0.2, 0.5, 0.97, 1]) {
        const { max, ticks } = rateAxis(high);
        expect(ticks[0]).toBe(0);
        expect(Math.abs(ticks.at(-1) - max)).toBeLessThan(1e-9);
        expect(max).toBeGreaterThan(high * 1.2);
        expect(max).toBeLessThan(Math.max(high, 0.01) * 2.6);
        expect(ticks.length).toBeWithin(3, 6);
    }
    expect(rateAxis(0.0904).ticks.map((tick) => Math.round(tick * 100))).toEqual([0, 4, 8, 12]);
});

test("an axis of ratios begins at zero, marks 1×, and ends at 10×", () => {
    expect(ratioAxis([3.08])).toEqual({ max: 4, ticks: [0, 1, 2, 3, 4] });
    expect(ratioAxis([3.08, 5.2])).toEqual({ max: 6, ticks: [0, 1, 2, 3, 4, 5, 6] });
    expect(ratioAxis([80])).toEqual({ max: 10, ticks: [0, 1, 2, 4, 6, 8, 10] });
    expect(ratioAxis([false])).toEqual({ max: 10, ticks: [0, 1, 2, 4, 6, 8, 10] });
    expect(ratioAxis([])).toEqual({ max: 4, ticks: [0, 1, 2, 3, 4] });
});

test("zero and the end of an axis keep clear of the edge of the picture", () => {
    expect(place(0, 4)).toBe("2%");
    expect(place(4, 4)).toBe("98%");
    expect(place(2, 4)).toBe("50%");
    expect(place(8, 4)).toBe("98%");
});

test("neighbors differ in shape and in color", () => {
    const marks = [0, 1, 2, 3, 4].map(markOf);
    for (const index of [1, 2, 3, 4]) {
        expect(marks[index].shape).not.toBe(marks[index - 1].shape);
        expect(marks[index].color).not.toBe(marks[index - 1].color);
    }
});
