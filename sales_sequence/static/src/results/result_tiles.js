import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { daysInWords, figure, hasRate, intervalInWords, rateInWords } from "./figures";

/** The figures of the whole page: the rate first, below it whom it counts, in the tooltip how. */
export class ResultTiles extends Component {
    static template = "sales_sequence.ResultTiles";
    static props = {
        results: Object,
    };

    get tiles() {
        return [this.answered, this.meetings, this.optedOut, this.bounced, this.median, this.open];
    }

    get answered() {
        const { answered } = this.props.results.total;
        return this.ofRate("answered", _t("Answered"), answered, {
            help: _t(
                "People reached who answered within %s days of their first email, divided by people reached; closed people only. Auto-replies do not count. Click a number to see exactly those people.",
                this.props.results.closed_days
            ),
            note: hasRate(answered) ? intervalInWords(answered) : "",
        });
    }

    get meetings() {
        const { meetings } = this.props.results.total;
        return this.ofRate("meetings", _t("Meetings"), meetings, {
            help: _t(
                "People reached with whom a meeting was planned within %s days of their first email, divided by people reached; closed people only.",
                this.props.results.closed_days
            ),
            note: meetings.unanswered
                ? _t("%s without a reply", figure(["total", false, "meetings_unanswered"], meetings.unanswered))
                : "",
        });
    }

    get optedOut() {
        const { opted_out } = this.props.results.total;
        return this.ofRate("opted_out", _t("Opted out"), opted_out, {
            help: _t(
                "People reached who asked not to be written to again within %s days of their first email, divided by people reached; closed people only.",
                this.props.results.closed_days
            ),
            note: hasRate(opted_out) ? intervalInWords(opted_out) : "",
        });
    }

    get bounced() {
        const { bounced } = this.props.results.total;
        return this.ofRate("bounced", _t("Bounced"), bounced, {
            help: _t("People whose emails came back, divided by all people emailed, closed or not."),
            note: _t("emailed"),
            people: "emailed",
        });
    }

    get median() {
        const { median_days, answered } = this.props.results.total;
        const answers = figure(["total", false, "answered"], answered.count);
        return {
            name: "median",
            label: _t("Median time to answer"),
            help: _t("From the first email to the answer: half of those who answered did so sooner. Closed people only."),
            value: median_days === false ? "–" : daysInWords(median_days),
            counts: answered.count
                ? answered.count === 1 ? _t("%s answer", answers) : _t("%s answers", answers)
                : this.waits || _t("no answers"),
            note: median_days === false ? "" : _t("half sooner"),
        };
    }

    get open() {
        const { open, open_answered } = this.props.results.total;
        const answered = figure(["total", false, "open_answered"], open_answered);
        return {
            name: "open",
            label: _t("Open, in no rate"),
            help: _t(
                "People whose first email left less than %s days ago: they are in no rate, whether they have answered or not.",
                this.props.results.closed_days
            ),
            value: figure(["total", false, "open"], open),
            counts:
                open_answered === 1 ? _t("%s has answered so far", answered) : _t("%s have answered so far", answered),
            note: "",
        };
    }

    /** When there will be something to say, while nobody is closed yet. */
    get waits() {
        const { first_figures_on } = this.props.results;
        return first_figures_on && _t("first figures on %s", formatDate(deserializeDate(first_figures_on)));
    }

    ofRate(name, label, figures, { help, note, people = "closed" }) {
        const isEmpty = !figures.of;
        return {
            name,
            label,
            help,
            value: isEmpty ? "–" : hasRate(figures) ? rateInWords(figures.rate) : figure(["total", false, name], figures.count),
            counts: isEmpty
                ? this.waits || _t("nobody yet")
                : _t("%(count)s of %(people)s", {
                      count: figure(["total", false, name], figures.count),
                      people: figure(["total", false, people], figures.of),
                  }),
            note: isEmpty ? "" : note,
        };
    }
}
