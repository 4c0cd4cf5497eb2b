import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { CHANNEL_ICONS } from "../channel_field/channel_field";
import { figure, hasRate, rateInWords, roundUp, tickInWords } from "./figures";
import { RateBar } from "./rate_bar";

/** Which step earns the answers. */
export class ResultSteps extends Component {
    static template = "sales_sequence.ResultSteps";
    static components = { RateBar };
    static props = {
        steps: Array,
    };

    setup() {
        this.figure = figure;
        this.rateInWords = rateInWords;
        this.hasRate = hasRate;
    }

    get max() {
        return roundUp(Math.max(...this.props.steps.filter(hasRate).map(({ high }) => high), 0.01), 3);
    }

    get hasRates() {
        return this.props.steps.some(hasRate);
    }

    get ticks() {
        return [0, 1, 2, 3].map((index) => tickInWords((index * this.max) / 3));
    }

    icon(step) {
        return CHANNEL_ICONS[step.channel] || "fa-circle-o";
    }

    counts(step) {
        return _t("%(count)s of %(people)s", {
            count: figure(["steps", step.key, "answered"], step.answered),
            people: figure(["steps", step.key, "closed"], step.closed),
        });
    }

    /** What the bars come to, where several steps have earned something. */
    get summary() {
        const { steps } = this.props;
        const sum = (those) => those.reduce((total, { answered }) => total + answered, 0);
        const emails = steps.filter(({ channel }) => channel === "email");
        const answers = sum(steps);
        // A single answer is seen above.
        if (answers < 2 || emails.length < 2) {
            return "";
        }
        return _t("The emails earn %(emails)s of %(answers)s answers, the last step %(last)s.", {
            emails: figure(["steps", "email", "answered"], sum(emails)),
            answers: figure(["steps", false, "answered"], answers),
            last: figure(["steps", steps.at(-1).key, "answered"], steps.at(-1).answered),
        });
    }
}
