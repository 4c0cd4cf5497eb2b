import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { StatusIcon } from "./status_icon";
import { momentInWords, timeInWords } from "./status_moment";

const MODEL = "sales.sequence.round.trip";
// How often it is asked whether the test has come back.
const POLL = 2000;

/** Mails our own address, and waits until Odoo has read it. */
export class RoundTrip extends Component {
    static template = "sales_sequence.Status.RoundTrip";
    static components = { StatusIcon };
    static props = {
        // Called once a test has come back, or will not.
        onEnd: Function,
        // Given a function that starts one: other parts of the page have a link for it.
        setStart: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ trip: null, isStarting: false });
        this.props.setStart?.(() => this.start());
        onWillStart(async () => {
            this.show(await this.orm.call(MODEL, "get_state", []));
        });
        onWillDestroy(() => browser.clearTimeout(this.timer));
    }

    get isRunning() {
        return this.state.isStarting || this.state.trip.status === "running";
    }

    get buttonInWords() {
        return this.state.trip.id ? _t("Try again") : _t("Start the round trip");
    }

    get lastInWords() {
        const { started_at: startedAt } = this.state.trip;
        return startedAt ? _t("Last try: %s", momentInWords(startedAt)) : "";
    }

    timeOf(station) {
        if (station.at) {
            return timeInWords(station.at);
        }
        return station.status === "critical" && station.code !== "sent" ? _t("not yet") : "";
    }

    async start() {
        if (this.isRunning) {
            return;
        }
        this.state.isStarting = true;
        try {
            const id = await this.orm.call(MODEL, "start", []);
            this.show(await this.orm.call(MODEL, "get_state", [id]));
            this.show(await this.orm.call(MODEL, "send", [id]));
        } finally {
            this.state.isStarting = false;
        }
        if (!this.isRunning) {
            this.props.onEnd();
        }
    }

    show(trip) {
        this.state.trip = trip;
        this.hasFailed = false;
        browser.clearTimeout(this.timer);
        if (trip.status === "running") {
            this.askLater(trip.id);
        }
    }

    askLater(id) {
        this.timer = browser.setTimeout(() => this.ask(id), POLL);
    }

    async ask(id) {
        let trip;
        try {
            trip = await this.orm.silent.call(MODEL, "get_state", [id]);
        } catch (error) {
            this.askLater(id);
            // One dialog is enough, however often it fails; a lost connection the page says by other means.
            if (this.hasFailed || error instanceof ConnectionLostError) {
                return;
            }
            this.hasFailed = true;
            throw error;
        }
        if (trip.id !== this.state.trip.id) {
            return;
        }
        this.show(trip);
        if (trip.status !== "running") {
            this.props.onEnd();
        }
    }
}
