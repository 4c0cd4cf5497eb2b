import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { advanceTime, mockDate } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { makeDay, makeRow, openMyDay, serveDay } from "@sales_sequence/../tests/my_day/my_day_test_helpers";

describe.current.tags("mobile");
defineSalesSequenceModels();

const rows = (...ids) => ids.map((id) => makeRow(id));
const shown = () => queryText(".o_sales_sequence_task h2");

beforeEach(() => mockDate("2026-11-25 13:22:00", 0));

test("on a phone: the queue, then the person, then what came of it", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    expect(".o_sales_sequence_task").toHaveCount(0);
    await contains("[data-row='touch-1']").click();
    expect(".o_sales_sequence_queue").toHaveCount(0);
    expect(shown()).toBe("Person 1");
    await contains(".o_sales_sequence_open_sheet").click();
    await advanceTime(1000);
    await contains(".o_bottom_sheet .o_sales_sequence_choice:contains(Voicemail)").click();
    await advanceTime(1000);
    expect(shown()).toBe("Person 2");
    expect(".o_bottom_sheet").toHaveCount(0);
    expect.verifySteps(["get_day {}", "outcome 101 2"]);
});

test("on a phone: not now until a date, from sheet to sheet", async () => {
    serveDay(makeDay({ calls_now: rows(1, 2) }));
    await openMyDay();
    await contains("[data-row='touch-1']").click();
    await contains(".o_sales_sequence_open_sheet").click();
    await advanceTime(1000);
    await contains(".o_bottom_sheet .o_sales_sequence_choice:contains(Not now)").click();
    await advanceTime(1000);
    await contains(".o_bottom_sheet .o_sales_sequence_choice:contains(In a month)").click();
    await advanceTime(1000);
    expect(shown()).toBe("Person 2");
    expect(".o_bottom_sheet").toHaveCount(0);
    expect.verifySteps(["get_day {}", "outcome 101 7 2026-12-25"]);
});
