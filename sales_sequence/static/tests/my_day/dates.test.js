import { expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import { pauseChoices, snoozeChoices } from "@sales_sequence/my_day/dates";

const { DateTime } = luxon;

const at = (text) => DateTime.fromISO(text, { zone: "UTC" });
const values = (choices) => choices.map((choice) => choice.value);

test("snooze: this afternoon is offered while it is ahead", async () => {
    await makeMockEnv();
    expect(values(snoozeChoices(at("2026-11-25T09:10:30")))).toEqual([
        ...["2026-11-25 10:10:00", "2026-11-25 15:00:00", "2026-11-26", "2026-11-30"],
    ]);
    expect(values(snoozeChoices(at("2026-11-25T14:30:00")))).toEqual(["2026-11-25 15:30:00", "2026-11-26", "2026-11-30"]);
});

test("snooze: next Monday is never today", async () => {
    await makeMockEnv();
    expect(values(snoozeChoices(at("2026-11-30T09:00:00"))).at(-1)).toBe("2026-12-07");
    expect(values(snoozeChoices(at("2026-11-29T09:00:00"))).at(-1)).toBe("2026-11-30");
});

test("pause: no date on a weekend", async () => {
    await makeMockEnv();
    // From a Saturday: two weeks later is one, too.
    expect(values(pauseChoices(at("2026-11-28T09:00:00")))).toEqual([
        ...["2026-12-14", "2026-12-28", "2027-03-01", "2027-05-28"],
    ]);
});
