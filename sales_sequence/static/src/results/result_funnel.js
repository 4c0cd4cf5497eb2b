import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { CHANNEL_ICONS } from "../channel_field/channel_field";
import { figure } from "./figures";

/** Where everybody who entered has come to, step by step, open people too. */
export class ResultFunnel extends Component {
    static template = "sales_sequence.ResultFunnel";
    static props = {
        funnel: Object,
    };

    get title() {
        const { entered } = this.props.funnel;
        const people = figure(["funnel", false, "entered"], entered);
        return entered === 1 ? _t("Where the %s person went", people) : _t("Where the %s people went", people);
    }

    get legend() {
        const active = figure(["funnel", false, "waiting"], this.props.funnel.active);
        return [
            { part: "went_on", words: _t("went on") },
            { part: "answered", words: this.answeredInWords },
            { part: "ended", words: _t("ended otherwise") },
            { part: "waiting", words: _t("still there (%s active)", active) },
        ];
    }

    get answeredInWords() {
        const { answered, answered_open } = this.props.funnel;
        const all = figure(["funnel", false, "answered"], answered);
        if (!answered_open) {
            return _t("answered (%s)", all);
        }
        const open = figure(["funnel", false, "answered_open"], answered_open);
        return answered_open === 1
            ? _t("answered (%(all)s, %(open)s of them by an open person)", { all, open })
            : _t("answered (%(all)s, %(open)s of them by open people)", { all, open });
    }

    icon(step) {
        return CHANNEL_ICONS[step.channel] || "fa-circle-o";
    }

    day(step) {
        return _t("Day %s", step.day);
    }

    /** The parts of a bar; all bars begin at zero and have the same scale. */
    parts(step) {
        return ["went_on", "answered", "ended", "waiting"].filter((part) => step[part]).map((part) => ({
            part,
            style: `width: ${((100 * step[part]) / this.props.funnel.entered).toFixed(3)}%`,
        }));
    }

    describe(step) {
        return _t("%(name)s: %(went_on)s went on, %(answered)s answered, %(ended)s ended otherwise, %(waiting)s are still there", step);
    }

    counts(step) {
        const number = (part) => figure(["funnel", step.key, part], step[part]);
        return [
            { part: "entered", words: _t("%s in", number("entered")) },
            { part: "done", words: step.channel === "email" ? _t("%s sent", number("done")) : _t("%s done", number("done")) },
            { part: "answered", words: _t("%s answered", number("answered")) },
            {
                part: "ended",
                words: step.is_last
                    ? _t("%s finished or ended without an answer", number("ended"))
                    : _t("%s ended otherwise", number("ended")),
            },
            { part: "waiting", words: _t("%s still there", number("waiting")) },
        ].filter(({ part }) => step[part] || ["entered", "done"].includes(part));
    }
}
