import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { queryAll, queryFirst } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

/** Weeks of a hundred people each; null stands for one of too few. */
function weeks(...rates) {
    return rates.map((rate) =>
        rate === null ? { people: 3, answered: 1, rate: false } : { people: 100, answered: 100 * rate, rate }
    );
}

class Plan extends models.Model {
    _name = "plan";

    line = fields.Json();

    _records = [
        { id: 1, line: weeks(null, 0, 0.05, 0.1, 0.05) },
        { id: 2, line: weeks(0.1, null, 0.2, 0.1, null, 0.2) },
        { id: 3, line: weeks(null, 0.1, 0.2, 0.1) },
        { id: 4, line: weeks(0, 0, 0, 0) },
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Plan]);

async function show(resId) {
    await mountView({
        type: "form",
        resModel: "plan",
        resId,
        arch: `<form><field name="line" widget="sales_sequence_sparkline"/></form>`,
    });
    return queryAll("svg.o_sales_sequence_sparkline polyline").map((line) =>
        line.getAttribute("points").split(" ").map((point) => point.split(",").map(Number))
    );
}

test("the line begins at zero and ends at the best week", async () => {
    const [points] = await show(1);
    expect(points.map(([, y]) => y)).toEqual([22, 12, 2, 12]);
    expect(points[0][0]).toBeGreaterThan(20, { message: "The week of too few has its place" });
    expect(queryFirst("svg").getAttribute("aria-label")).toBe(
        "Answered in the last 12 weeks that have closed, the oldest first: too few, 0%, 5%, 10%, 5%"
    );
});

test("a week of too few people is a gap, and a week alone a dot", async () => {
    const lines = await show(2);
    expect(lines.map((points) => points.length)).toEqual([2]);
    expect("svg circle").toHaveCount(2);
});

test("three weeks are no line", async () => {
    await show(3);
    expect("svg").toHaveCount(0);
});

test("weeks without an answer are a line at zero", async () => {
    const [points] = await show(4);
    expect(points.map(([, y]) => y)).toEqual([22, 22, 22, 22]);
});
