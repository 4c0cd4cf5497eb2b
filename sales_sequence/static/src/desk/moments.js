import { onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t, translatedTerms } from "@web/core/l10n/translation";

const { DateTime } = luxon;
// Screens are translated as a whole, so one of their sentences tells for all.
const SENTENCE_OF_SCREENS = "Tomorrow, %s";
// English as Europe writes it: whoever reads another language is used to the day before the month, and to 24 hours.
const UNTRANSLATED = "en-150";

/** The language of our sentences: English where they are not translated, so that no date in them speaks another one. */
function localeOfWords() {
    const { locale } = DateTime.now();
    const isTranslated = translatedTerms.sales_sequence?.[SENTENCE_OF_SCREENS] !== undefined;
    return locale.startsWith("en") || isTranslated ? locale : UNTRANSLATED;
}

/** The same moment, which says its days and months in the language of our sentences. */
export function inLanguageOfWords(moment) {
    return moment.setLocale(localeOfWords());
}

/** @param {DateTime|string} moment a luxon DateTime, or the server's UTC string */
export function asMoment(moment) {
    return typeof moment === "string" ? deserializeDateTime(moment) : moment;
}

function inZone(moment, zone) {
    const there = asMoment(moment).setZone(zone || "default");
    // A name that the browser does not know: the viewer's clock is better than "Invalid DateTime".
    return there.isValid ? there : asMoment(moment);
}

/** The time of day in `zone` (IANA name, false: the viewer's), without seconds: "16:22". */
export function timeInWords(moment, zone) {
    // As the server writes it: "1:34 PM", but "09:05".
    const format = localization.timeFormat.replace(/[:.]?ss/, "").replace("hh", "h");
    return inZone(moment, zone).toFormat(format);
}

/** "16:22", "Yesterday, 16:22", "Tomorrow, 16:22" or "Tue, Dec 1, 16:22", seen from `now`, in `zone`. */
export function momentInWords(moment, zone, now) {
    const there = inZone(moment, zone);
    const time = timeInWords(moment, zone);
    const days = Math.round(there.startOf("day").diff(inZone(now, zone).startOf("day"), "days").days);
    if (days === 0) {
        return time;
    }
    if (days === -1) {
        return _t("Yesterday, %s", time).toString();
    }
    if (days === 1) {
        return _t("Tomorrow, %s", time).toString();
    }
    const day = { weekday: "short", day: "numeric", month: "short" };
    if (Math.abs(days) > 180) {
        day.year = "numeric";
    }
    return _t("%(day)s, %(time)s", { day: inLanguageOfWords(there).toLocaleString(day), time }).toString();
}

/** How long ago, or until, in the language of our sentences: "22 min", "3 hr", "2 days". */
export function ageInWords(moment, now) {
    const minutes = Math.max(0, Math.abs(now.diff(asMoment(moment), "minutes").minutes));
    const [value, unit] =
        minutes < 60 ? [minutes, "minute"] : minutes < 24 * 60 ? [minutes / 60, "hour"] : [minutes / (24 * 60), "day"];
    return new Intl.NumberFormat(localeOfWords(), {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumFractionDigits: 0,
    }).format(Math.floor(value));
}

/** The current moment: `state.now` renders the component again in each new minute. */
export function useNow() {
    const state = useState({ now: DateTime.now() });
    const timer = browser.setInterval(() => {
        const now = DateTime.now();
        if (!now.hasSame(state.now, "minute")) {
            state.now = now;
        }
    }, 1000);
    onWillUnmount(() => browser.clearInterval(timer));
    return state;
}
