import { Component, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Comparison } from "../comparison/comparison";
import { colorVariables } from "./palette";
import { ResultCurve } from "./result_curve";
import { ResultFunnel } from "./result_funnel";
import { ResultReps } from "./result_reps";
import { ResultSteps } from "./result_steps";
import { ResultTiles } from "./result_tiles";
import { ResultVariants } from "./result_variants";
import { ResultWeeks } from "./result_weeks";

/** *Results* of a sequence: what it has earned, in one picture for each question. One set of people serves all. */
export class Results extends Component {
    static template = "sales_sequence.Results";
    static displayName = _t("Results");
    // As in the action's record: without it, a page that is loaded by its address has a nameless breadcrumb before it.
    static path = "sequence-results";
    static components = {
        Comparison,
        Dropdown,
        DropdownItem,
        Layout,
        ResultCurve,
        ResultFunnel,
        ResultReps,
        ResultSteps,
        ResultTiles,
        ResultVariants,
        ResultWeeks,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.loading = new KeepLast();
        this.style = colorVariables();
        const { params = {}, context = {} } = this.props.action;
        this.state = useState({
            sequenceId: this.props.resId || params.sequence_id || context.active_id || false,
            allVersions: false,
            filters: { user_id: false, weeks: false },
            ...this.props.state,
            results: null,
        });
        useSetupAction({
            getLocalState: () => ({
                sequenceId: this.state.sequenceId,
                allVersions: this.state.allVersions,
                filters: { ...this.state.filters },
            }),
        });
        onWillStart(() => this.load());
    }

    get results() {
        return this.state.results;
    }

    get request() {
        return [this.state.sequenceId, this.state.allVersions, { ...this.state.filters }];
    }

    async load() {
        this.state.results = await this.loading.add(
            this.orm.call("sales.sequence.results", "get_results", this.request)
        );
        this.env.config.setDisplayName(_t("Results: %s", this.results.sequence.name));
        this.props.updateActionState?.({ resId: this.state.sequenceId });
    }

    // --------------------------------------------------------------------
    // Whom it counts
    // --------------------------------------------------------------------

    get versions() {
        const { versions } = this.results;
        const choices = versions.map(({ id, name }) => ({
            id,
            name,
            isChosen: !this.state.allVersions && id === this.state.sequenceId,
        }));
        return versions.length < 2
            ? []
            : [...choices, { id: false, name: _t("All"), isChosen: this.state.allVersions }];
    }

    chooseVersion(id) {
        this.state.allVersions = !id;
        this.state.sequenceId = id || this.state.sequenceId;
        return this.load();
    }

    get repChoices() {
        return [{ id: false, name: _t("All reps") }, ...this.results.choices.reps];
    }

    get periodChoices() {
        return [
            { id: false, name: _t("Any first email") },
            { id: 4, name: _t("First email in the last 4 weeks") },
            { id: 12, name: _t("First email in the last 12 weeks") },
            { id: 52, name: _t("First email in the last 52 weeks") },
        ];
    }

    get menus() {
        return [
            { key: "user_id", icon: "fa-user", choices: this.repChoices },
            { key: "weeks", icon: "fa-calendar", choices: this.periodChoices },
        ].map((menu) => ({
            ...menu,
            name: (menu.choices.find(({ id }) => id === this.state.filters[menu.key]) || menu.choices[0]).name,
        }));
    }

    choose(key, id) {
        this.state.filters[key] = id;
        return this.load();
    }

    clearFilters() {
        this.state.filters = { user_id: false, weeks: false };
        return this.load();
    }

    // --------------------------------------------------------------------
    // What is shown
    // --------------------------------------------------------------------

    get showsCurve() {
        return this.results.curve.lines.length > 0;
    }

    // --------------------------------------------------------------------
    // What can be opened
    // --------------------------------------------------------------------

    /** All numbers of the page are buttons that say which one they are. */
    onClick(ev) {
        const button = ev.target.closest("[data-figure]");
        if (button) {
            this.openFigure(JSON.parse(button.dataset.figure));
        }
    }

    async openFigure(path) {
        const [sequenceId, allVersions, filters] = this.request;
        this.action.doAction(
            await this.orm.call("sales.sequence.results", "open_figure", [sequenceId, path, allVersions, filters])
        );
    }

    async openReport() {
        this.action.doAction(await this.orm.call("sales.sequence.results", "open_report", this.request));
    }

    openSequence() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales.sequence",
            res_id: this.state.sequenceId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_sequence_results", Results);
