import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { inLanguageOfWords, momentInWords } from "../desk/moments";

const { DateTime } = luxon;
const AFTERNOON = 15;

function dayInWords(day) {
    return inLanguageOfWords(day).toLocaleString({ weekday: "short", day: "numeric", month: "short" });
}

function ofDay(name, day) {
    return { name, words: dayInWords(day), value: serializeDate(day) };
}

/** For how long a task can be put off at a key press: `[{name, words, value}]`, the value as the server takes it. */
export function snoozeChoices(now = DateTime.now()) {
    const ofMoment = (name, moment) => ({
        name,
        words: momentInWords(moment, false, now),
        value: serializeDateTime(moment),
    });
    const today = now.startOf("day");
    const afternoon = today.set({ hour: AFTERNOON });
    return [
        ofMoment(_t("In an hour"), now.plus({ hours: 1 }).startOf("minute")),
        ...(now < afternoon.minus({ hours: 1 }) ? [ofMoment(_t("This afternoon"), afternoon)] : []),
        ofDay(_t("Tomorrow"), today.plus({ days: 1 })),
        ofDay(_t("Next Monday"), today.plus({ days: 8 - today.weekday })),
    ];
}

/** Until when somebody may want to be left alone: none on a weekend. */
export function pauseChoices(now = DateTime.now()) {
    const today = now.startOf("day");
    const onWorkday = (day) => (day.weekday > 5 ? day.plus({ days: 8 - day.weekday }) : day);
    return [
        ofDay(_t("In two weeks"), onWorkday(today.plus({ weeks: 2 }))),
        ofDay(_t("In a month"), onWorkday(today.plus({ months: 1 }))),
        ofDay(_t("In three months"), onWorkday(today.plus({ months: 3 }))),
        ofDay(_t("In half a year"), onWorkday(today.plus({ months: 6 }))),
    ];
}
