import { Component, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";
import { inLanguageOfWords } from "../desk/moments";
import { DashboardNumber } from "./number";
import { Sparkline } from "./sparkline";

const FIRST_ROWS = 12;

/** The live sequences: what they earned in the last eight weeks, and in the eight before. */
export class SequencesCard extends Component {
    static template = "sales_sequence.Dashboard.Sequences";
    static components = { DashboardNumber, Sparkline };
    static props = {
        sequences: Array,
        active: Object,
        closedDays: Number,
        onOpen: Function,
        onOpenResults: Function,
        onOpenLibrary: Function,
    };

    setup() {
        this.state = useState({ showsAll: false });
    }

    get rows() {
        return this.state.showsAll ? this.props.sequences : this.props.sequences.slice(0, FIRST_ROWS);
    }

    get hidden() {
        return this.props.sequences.length - this.rows.length;
    }

    get showAllInWords() {
        return _t("Show all %s sequences", this.props.sequences.length);
    }

    get explanation() {
        return _t(
            "Answered, of the people whose first email left at least %(days)s days ago: the last 8 weeks of them and the 8 before. Line: 12 weeks, from zero.",
            { days: this.props.closedDays }
        );
    }

    activeIn(sequence) {
        return this.props.active.by_sequence[sequence.id] || 0;
    }

    rateOf(group) {
        return group.rate === false ? "" : formatPercentage(group.rate, { digits: [16, 1], trailingZeros: true });
    }

    versionOf(sequence) {
        return _t("v%s", sequence.version);
    }

    ratio(value) {
        return formatFloat(value, { digits: [16, value < 10 ? 1 : 0] });
    }

    hasFallen(sequence) {
        return sequence.change.kind === "fell";
    }

    /** What is said about the change, and the interval of the ratio where one is proved. */
    changeOf(sequence) {
        const { kind, ratio, low, high } = sequence.change;
        const interval =
            high === false
                ? _t("at least %s", this.ratio(low))
                : _t("between %(low)s and %(high)s", { low: this.ratio(low), high: this.ratio(high) });
        switch (kind) {
            case "fell":
                return { words: _t("fell: %s×", this.ratio(ratio)), interval };
            case "rose":
                return { words: ratio === false ? _t("rose") : _t("rose: %s×", this.ratio(ratio)), interval };
            case "steady":
                return { words: _t("no clear change") };
            case "too_few":
                return { words: _t("too few to compare") };
            default:
                return { words: this.startInWords(sequence) };
        }
    }

    startInWords(sequence) {
        if (!sequence.began_at) {
            return _t("nobody lately");
        }
        const began = deserializeDateTime(sequence.began_at);
        const words = (moment) => inLanguageOfWords(moment).toLocaleString({ day: "numeric", month: "short" });
        return sequence.last.people
            ? _t("started %s", words(began))
            : _t("figures from %s on", words(began.plus({ days: this.props.closedDays })));
    }
}
