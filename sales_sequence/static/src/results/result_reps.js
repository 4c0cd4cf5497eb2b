import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { figure, hasRate, intervalInWords, rateInWords, roundUp, tickInWords } from "./figures";
import { RateBar } from "./rate_bar";

const MANY = 12;
const LARGEST = 10;

/** The same figures for each rep, by name: nobody is ranked by what chance may have done. */
export class ResultReps extends Component {
    static template = "sales_sequence.ResultReps";
    static components = { RateBar };
    static props = {
        reps: Array,
        total: Object,
    };

    setup() {
        this.state = useState({ showsAll: false });
        Object.assign(this, { figure, hasRate, rateInWords, intervalInWords });
    }

    get isShortened() {
        return this.props.reps.length > MANY && !this.state.showsAll;
    }

    get showAllInWords() {
        return _t("Show all %s reps", this.props.reps.length);
    }

    /** What a number is, where the head of the table is not shown. */
    get labels() {
        return { closed: _t("Closed"), open: _t("Open"), answered: _t("Answered"), meetings: _t("Meetings") };
    }

    get rows() {
        const { reps } = this.props;
        if (!this.isShortened) {
            return reps;
        }
        const people = ({ closed, open }) => closed + open;
        const largest = new Set([...reps].sort((a, b) => people(b) - people(a)).slice(0, LARGEST));
        return reps.filter((rep) => largest.has(rep));
    }

    get max() {
        return roundUp(Math.max(...this.props.reps.filter(hasRate).map(({ high }) => high), 0.01), 2);
    }

    get ticks() {
        return [0, 1, 2].map((index) => tickInWords((index * this.max) / 2));
    }

    get explanation() {
        const rated = this.props.reps.filter(hasRate);
        if (rated.length < 2) {
            return _t("Grouped by sender.");
        }
        const areApart = Math.max(...rated.map(({ low }) => low)) > Math.min(...rated.map(({ high }) => high));
        return areApart
            ? _t("Grouped by sender. Reps do not get their people at random: a difference may be due to the people.")
            : _t("Grouped by sender. The intervals overlap: no difference between them is proved.");
    }

    median({ median_days }) {
        return median_days === false ? "–" : _t("%s d", formatFloat(median_days, { digits: [16, 1] }));
    }

    openStyle({ open }) {
        const most = Math.max(...this.props.reps.map((rep) => rep.open));
        return `width: ${((34 * open) / most).toFixed(1)}px`;
    }
}
