import { Component, onMounted, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { PlaceLink } from "./place_link";
import { RoundTrip } from "./round_trip";
import { SetupChecklist } from "./setup_checklist";
import { StatusChain } from "./status_chain";
import { StatusIcon } from "./status_icon";
import { timeInWords } from "./status_moment";
import { StatusToday } from "./status_today";

const MODEL = "sales.sequence.status";
const EVERY = 60_000;

/** *System status*: what is broken for whom since when, and where it is mended. */
export class SystemStatus extends Component {
    static template = "sales_sequence.Status";
    static displayName = _t("System status");
    static path = "sequences-status";
    static components = { Layout, PlaceLink, RoundTrip, SetupChecklist, StatusChain, StatusIcon, StatusToday };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.loading = new KeepLast();
        this.state = useState({ status: null, checklist: null, isChecking: false });
        onWillStart(() => this.load());
        onMounted(() => {
            this.timer = browser.setInterval(() => this.load(true), EVERY);
        });
        onWillDestroy(() => browser.clearInterval(this.timer));
    }

    async load(isSilent = false) {
        const orm = isSilent ? this.orm.silent : this.orm;
        const [status, checklist] = await this.loading.add(
            Promise.all([orm.call(MODEL, "get_status", []), orm.call("sales.sequence.setup", "get_checklist", [])])
        );
        Object.assign(this.state, { status, checklist });
    }

    /** The outgoing servers, too: a page that only looks does not connect to them. */
    async checkNow() {
        this.state.isChecking = true;
        try {
            await this.orm.call(MODEL, "test_servers", []);
            await this.load();
        } finally {
            this.state.isChecking = false;
        }
    }

    get status() {
        return this.state.status;
    }

    get checkedInWords() {
        return _t("Checked %s, again every minute", timeInWords(this.status.now));
    }

    get isBroken() {
        return this.status.status === "critical";
    }

    openCount(count) {
        return this.action.doAction(count.action);
    }

    startRoundTrip() {
        return this.startTrip();
    }
}

registry.category("actions").add("sales_sequence_status", SystemStatus);
// Bookmarks of the page that was called Engine.
registry.category("actions").add("sequence-engine", SystemStatus);
