import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { mockDate, mockTimeZone } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Touch extends models.Model {
    _name = "touch";

    done_at = fields.Datetime();
    person_tz = fields.Char();

    _records = [
        { id: 1, done_at: "2026-11-24 08:00:00", person_tz: "Asia/Tokyo" },
        { id: 2, done_at: "2026-11-24 08:00:00", person_tz: "Europe/Brussels" },
        { id: 3, done_at: "2026-11-24 08:00:00", person_tz: false },
        { id: 4, done_at: false, person_tz: "Asia/Tokyo" },
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Touch]);

/** Show the moment of a record to a viewer in Brussels. */
async function show(resId) {
    mockDate("2026-11-26 09:00:00");
    mockTimeZone("Europe/Brussels");
    await mountView({
        type: "form",
        resModel: "touch",
        resId,
        arch: `
            <form>
                <field name="person_tz" invisible="1"/>
                <field name="done_at" widget="sales_sequence_moment"/>
            </form>`,
    });
    const shown = queryOne("[name=done_at] span");
    return [shown.textContent, shown.getAttribute("title")].map((text) => text && text.replace(/\s/g, " "));
}

test("a moment is on the person's clock, and the viewer's is in the tooltip", async () => {
    expect(await show(1)).toEqual(["Nov 24, 5:00 PM", "Nov 24, 9:00 AM for you"]);
});

test("where both clocks agree there is no tooltip", async () => {
    expect(await show(2)).toEqual(["Nov 24, 9:00 AM", ""]);
});

test("without a zone it is on the viewer's clock", async () => {
    expect(await show(3)).toEqual(["Nov 24, 9:00 AM", ""]);
});

test("no moment is no text", async () => {
    expect(await show(4)).toEqual(["", ""]);
});
