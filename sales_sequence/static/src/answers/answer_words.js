import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { inLanguageOfWords } from "../desk/moments";

const { DateTime } = luxon;

/** Class of the badge of a confirmed label: what it is good for, in Bootstrap's colors. */
export const LABEL_CLASSES = {
    interested: "text-bg-success",
    not_now: "text-bg-warning",
    wrong_person: "text-bg-secondary",
    not_interested: "text-bg-danger",
    unsubscribe: "text-bg-secondary",
};

/** "11 Jan 2027", without the year where it is this one. */
export function dayInWords(date) {
    const day = inLanguageOfWords(deserializeDate(date));
    const format = { day: "numeric", month: "short" };
    return day.toLocaleString(day.year === DateTime.now().year ? format : { ...format, year: "numeric" });
}

/** "Mon, 23 Nov" for what is older than a day; else false, and the age is the better word. */
export function olderDay(moment, now) {
    const then = deserializeDateTime(moment);
    if (now.diff(then, "hours").hours < 24) {
        return false;
    }
    return inLanguageOfWords(then).toLocaleString({ weekday: "short", day: "numeric", month: "short" });
}

/** What a suggestion says on its chip: always a question, since nobody has confirmed it. */
export function suggestionInWords({ label, date, name, email }) {
    const person = name || email;
    switch (label) {
        case "interested":
            return _t("Interested?");
        case "not_now":
            return date ? _t("Not now, until %(date)s?", { date: dayInWords(date) }) : _t("Not now?");
        case "wrong_person":
            return person ? _t("Wrong person: %(person)s?", { person }) : _t("Wrong person?");
        case "not_interested":
            return _t("Not interested?");
        default:
            return _t("Opt out?");
    }
}

/**
 * What *Enter* does with a suggestion.
 *
 * @returns {"reply"|"meeting"|"not_now"|"wrong_person"|"not_interested"|"opt_out"}
 */
export function actionOf(suggestion) {
    if (!suggestion) {
        return "reply";
    }
    if (suggestion.label === "interested") {
        return suggestion.date ? "meeting" : "reply";
    }
    return suggestion.label === "unsubscribe" ? "opt_out" : suggestion.label;
}
