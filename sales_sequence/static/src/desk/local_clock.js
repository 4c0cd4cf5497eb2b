import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { asMoment, momentInWords, timeInWords } from "./moments";

/**
 * A moment on the person's clock. The viewer's own clock is in the tooltip, so that only one is ever printed.
 *
 * `moment` is a luxon DateTime or the server's UTC string; `now` is what "yesterday" and "tomorrow" are seen from, and
 * without it only the time of day is shown.
 */
export class LocalClock extends Component {
    static template = "sales_sequence.LocalClock";
    static props = {
        moment: [String, Object],
        zone: { type: [String, Boolean], optional: true },
        now: { type: Object, optional: true },
    };

    get words() {
        const { moment, now, zone } = this.props;
        return now ? momentInWords(moment, zone, now) : timeInWords(moment, zone);
    }

    get viewersWords() {
        const { moment, now } = this.props;
        const words = now ? momentInWords(moment, false, now) : timeInWords(moment, false);
        return _t("%s for you", words);
    }

    get isoWords() {
        return asMoment(this.props.moment).toISO();
    }
}
