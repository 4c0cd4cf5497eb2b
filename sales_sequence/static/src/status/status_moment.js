import { deserializeDateTime } from "@web/core/l10n/dates";
import { inLanguageOfWords } from "../desk/moments";

const TIME = { hour: "numeric", minute: "2-digit" };

/** A moment of the server on the reader's clock: today only the time, else the day, too. */
export function momentInWords(value) {
    const moment = inLanguageOfWords(deserializeDateTime(value));
    const isToday = moment.hasSame(luxon.DateTime.now().setZone(moment.zone), "day");
    return moment.toLocaleString(isToday ? TIME : { day: "numeric", month: "short", ...TIME });
}

/** To the second, as a clock shows it. */
export function timeInWords(value) {
    return deserializeDateTime(value).toLocaleString({ ...TIME, second: "2-digit" });
}
