import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { DashboardNumber } from "./number";

const ICONS = { call: "fa-phone", linkedin: "fa-linkedin-square", todo: "fa-check-square-o" };

/** Who waits for whom, for which step: reps by steps. */
export class WaitingCard extends Component {
    static template = "sales_sequence.Dashboard.Waiting";
    static components = { DashboardNumber };
    static props = { waiting: Object, onOpen: Function };

    get columns() {
        const { steps, other_steps } = this.props.waiting;
        const columns = steps.map((step) => ({ ...step, icon: ICONS[step.channel] }));
        if (other_steps) {
            columns.push({ step_id: false, name: _t("Other steps"), sequence: "", icon: false });
        }
        return columns;
    }

    cellOf(rep, column) {
        return rep.cells.find((cell) => cell.step_id === column.step_id);
    }

    /** Shares of the longest bar of the table, in percent. */
    barOf(cell) {
        const longest = Math.max(...this.props.waiting.reps.flatMap((rep) => rep.cells.map((one) => one.count)));
        const percent = (count) => (100 * count) / longest;
        return { overdue: percent(cell.overdue), today: percent(cell.count - cell.overdue) };
    }

    columnTotal(column) {
        return this.props.waiting.reps.reduce((sum, rep) => sum + (this.cellOf(rep, column)?.count || 0), 0);
    }

    overdueInWords(count) {
        return _t("%s overdue", count);
    }

    /** Open the tasks of a cell: of all reps or of all steps without `rep` or `column`. */
    open(name, rep, column) {
        const of = {};
        if (rep) {
            of.user_id = rep.user_id;
        }
        if (column?.step_id) {
            of.step_id = column.step_id;
        } else if (column) {
            of.other_than_step_ids = this.props.waiting.steps.map((step) => step.step_id);
        }
        return this.props.onOpen(name, of);
    }
}
