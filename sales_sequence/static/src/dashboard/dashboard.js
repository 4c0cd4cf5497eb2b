import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AdviceCard } from "../advice/advice_card";
import { ADVICE } from "../advice/advice_model";
import { inLanguageOfWords } from "../desk/moments";
import { AnsweredCard } from "./answered_card";
import { DashboardNumber } from "./number";
import { SequencesCard } from "./sequences_card";
import { WaitingCard } from "./waiting_card";
import { WorkloadCard } from "./workload_card";

const MODEL = "sales.sequence.dashboard";
const STATUS_ICONS = { ok: "fa-check-circle", warning: "fa-exclamation-triangle", critical: "fa-times-circle" };

/** *CRM → Reporting → Sequences dashboard*. It is read, not watched: nothing moves while somebody looks at it. */
export class SequencesDashboard extends Component {
    static template = "sales_sequence.Dashboard";
    static components = {
        AdviceCard,
        AnsweredCard,
        DashboardNumber,
        Dropdown,
        DropdownItem,
        Layout,
        SequencesCard,
        WaitingCard,
        WorkloadCard,
    };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Sequences dashboard");
    static path = "sequences-dashboard";

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ filters: this.props.state?.filters || {}, data: null, status: null, advice: null });
        useSetupAction({ getLocalState: () => ({ filters: { ...this.state.filters } }) });
        onWillStart(() => Promise.all([loadBundle("web.chartjs_lib"), this.load()]));
        // Not awaited: the check takes longer than all the rest.
        onMounted(() => Promise.all([this.loadStatus(), this.loadAdvice()]));
    }

    async load() {
        const call = this.orm.call(MODEL, "get_dashboard", [{ ...this.state.filters }]);
        this.state.data = await this.keepLast.add(call);
    }

    async loadStatus() {
        this.state.status = await this.orm.silent.call(MODEL, "get_status", []);
    }

    async loadAdvice() {
        this.state.advice = await this.orm.silent.call(ADVICE, "get_advice", []);
    }

    // -- what is shown ------------------------------------------------------------------------------------------------

    get data() {
        return this.state.data;
    }

    get momentInWords() {
        return inLanguageOfWords(deserializeDateTime(this.data.now)).toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
            hour: "numeric",
            minute: "2-digit",
        });
    }

    get teamName() {
        const team = this.data.teams.find(({ id }) => id === this.state.filters.team_id);
        return team ? team.name : _t("All sales teams");
    }

    get isEmpty() {
        return !this.data.sequences.length && !this.data.active.count;
    }

    get sequencesInWords() {
        const { count, sequences } = this.data.active;
        if (count === 1) {
            return _t("person in 1 sequence");
        }
        return sequences === 1 ? _t("people in 1 sequence") : _t("people in %s sequences", sequences);
    }

    shareOf(rep) {
        return (100 * rep.count) / this.data.active.count;
    }

    /** The number first: a narrow share cuts the name off. */
    repInWords(rep) {
        return _t("%(count)s %(name)s", rep);
    }

    overdueInWords(count) {
        return _t("%s overdue", count);
    }

    get statusIcon() {
        return STATUS_ICONS[this.state.status.status];
    }

    get moreProblemsInWords() {
        const { more } = this.state.status;
        return more === 1 ? _t("1 more needs attention") : _t("%s more need attention", more);
    }

    // -- what can be done ---------------------------------------------------------------------------------------------

    setTeam(teamId) {
        this.state.filters = teamId ? { team_id: teamId } : {};
        return this.load();
    }

    /** Open the records behind a number. */
    async open(name, of = {}) {
        const action = await this.orm.call(MODEL, "action_open", [name, { ...this.state.filters }, of]);
        return this.action.doAction(action);
    }

    /** Open what a sequence has earned, step by step. */
    async openResults(id) {
        const action = await this.action.loadAction("sales_sequence.sales_sequence_results_action");
        return this.action.doAction({ ...action, params: { sequence_id: id } });
    }

    /** Open the people behind somebody's work: all tasks, or those of a day or of a channel. */
    async openWorkload(userId, day = null, channel = null) {
        const asked = [userId, day, channel];
        const action = await this.orm.call("sales.sequence.workload", "action_open_workload", asked);
        return this.action.doAction(action);
    }

    openLibrary() {
        return this.action.doAction("sales_sequence.sales_sequence_gallery_action");
    }

    openEngine() {
        return this.action.doAction("sales_sequence.sales_sequence_health_action");
    }
}

registry.category("actions").add("sales_sequence_dashboard", SequencesDashboard);
