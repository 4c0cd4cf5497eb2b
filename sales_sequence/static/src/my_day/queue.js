import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LocalClock } from "../desk/local_clock";
import { ageInWords } from "../desk/moments";

const ICONS = {
    answers: "fa-reply",
    calls_now: "fa-phone",
    calls_later: "fa-clock-o",
    linkedin: "fa-linkedin-square",
    todos: "fa-check-square-o",
    drafts: "fa-envelope-o",
};
const WHY_CLASSES = { answered: "o_sales_sequence_why_promised", promised: "o_sales_sequence_why_promised" };

/** What is to do, in groups; each row says why it stands there. */
export class DayQueue extends Component {
    static template = "sales_sequence.DayQueue";
    static components = { LocalClock };
    static props = {
        model: Object,
        now: Object,
        onRow: Function,
        onDrafts: Function,
    };

    setup() {
        this.model = useState(this.props.model);
        this.state = useState({ open: { answers: true, calls_now: true } });
        this.rootRef = useRef("root");
        useEffect(
            (currentId) => {
                const key = this.model.findPlace(currentId)?.key;
                if (key) {
                    this.state.open[key] = true;
                }
                this.rootRef.el.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
            },
            () => [this.model.currentId]
        );
    }

    get orderInWords() {
        return _t(
            "In this order: who answered lately, what was promised for a time, who can be reached for the shortest time today, the score, and how late it is."
        );
    }

    iconOf(group) {
        return ICONS[group.key];
    }

    isOpen(group) {
        return Boolean(this.state.open[group.key]);
    }

    isCurrent(group, row) {
        return this.model.pane === "task" && row.id === this.model.currentId;
    }

    onGroup(group) {
        if (group.key === "drafts") {
            this.props.onDrafts();
        } else {
            this.state.open[group.key] = !this.isOpen(group);
        }
    }

    whyClass(row) {
        return WHY_CLASSES[row.why_kind] || (row.why_kind === "late" ? "o_sales_sequence_why_late" : "text-muted");
    }

    ageOf(row) {
        return row.moment ? ageInWords(row.moment, this.props.now) : "";
    }
}
