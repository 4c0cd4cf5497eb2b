import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** What is offered, and between what it can be chosen, in percent. */
const SHARE = { offered: 20, min: 5, max: 50 };
const DAYS = { min: 14, max: 365 };
const MILLISECONDS = 250;

/** Asks how many people to hold back, for how long, and what decides; says what that takes before it starts. */
export class ComparisonDialog extends Component {
    static template = "sales_sequence.ComparisonDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        sequenceId: Number,
        /** For how many days people are held back, unless somebody chooses otherwise. */
        days: Number,
        /** Called once it has started. */
        onStarted: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.limits = { share: SHARE, days: DAYS };
        this.state = useState({
            share: SHARE.offered,
            days: this.props.days,
            metric: "meeting",
            hasGoal: false,
            plan: false,
            isStarting: false,
        });
        this.askSoon = useDebounced(() => this.ask(), MILLISECONDS);
        onWillStart(() => Promise.all([this.ask(), this.readGoal()]));
    }

    /** Only a sequence with a goal can be judged by it. */
    async readGoal() {
        const [sequence] = await this.orm.read("sales.sequence", [this.props.sequenceId], ["goal_domain"]);
        this.state.hasGoal = Boolean(sequence.goal_domain && sequence.goal_domain !== "[]");
    }

    isIn(name, { min, max }) {
        const value = this.state[name];
        return Number.isInteger(value) && value >= min && value <= max;
    }

    get canStart() {
        return this.isIn("share", SHARE) && this.isIn("days", DAYS) && !this.state.isStarting;
    }

    get sentence() {
        return markup(this.state.plan.sentence);
    }

    get values() {
        const { share, days, metric } = this.state;
        return { share: share / 100, days, metric };
    }

    async ask() {
        if (this.canStart) {
            const { share, days, metric } = this.values;
            const call = this.orm.silent.call("sales.sequence.comparison", "get_plan", [
                this.props.sequenceId,
                share,
                days,
                metric,
            ]);
            this.state.plan = await this.keepLast.add(call);
        }
    }

    onInput(name, ev) {
        this.state[name] = Number(ev.target.value);
        this.askSoon();
    }

    choose(metric) {
        this.state.metric = metric;
        return this.ask();
    }

    async start() {
        if (!this.canStart) {
            return;
        }
        this.state.isStarting = true;
        try {
            await this.orm.call("sales.sequence", "start_comparison", [[this.props.sequenceId]], this.values);
            await this.props.onStarted();
            this.props.close();
        } finally {
            this.state.isStarting = false;
        }
    }
}
