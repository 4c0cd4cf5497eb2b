import { Component } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { inLanguageOfWords } from "../desk/moments";
import { BarChart } from "./chart";
import { COLORS } from "./dashboard_colors";
import { DashboardNumber } from "./number";

// More panels are no longer compared with a look; a table of numbers is.
const MOST_PANELS = 6;
const TASKS = ["call", "linkedin", "todo"];

const tasksOf = (day) => TASKS.reduce((sum, kind) => sum + day[kind], 0);

/** What is ahead of each rep in the next working days. */
export class WorkloadCard extends Component {
    static template = "sales_sequence.Dashboard.Workload";
    static components = { BarChart, DashboardNumber };
    static props = { workload: Object, onOpen: Function };

    get kinds() {
        return [
            { key: "call", name: _t("Calls"), color: COLORS.call },
            { key: "linkedin", name: _t("LinkedIn"), color: COLORS.linkedin },
            { key: "todo", name: _t("To-dos"), color: COLORS.todo, border: COLORS.todoOutline },
            { key: "email", name: _t("Emails (thin bar): sent automatically"), column: _t("Emails"), color: COLORS.email },
        ];
    }

    get people() {
        return this.props.workload.people;
    }

    get isTable() {
        return this.people.length > MOST_PANELS;
    }

    get days() {
        return this.props.workload.days.map((text) => {
            const day = inLanguageOfWords(deserializeDate(text));
            return {
                label: [day.toFormat("ccc"), day.toFormat("d")],
                name: day.toLocaleString({ weekday: "short", day: "numeric", month: "short" }),
            };
        });
    }

    get labels() {
        return this.days.map((day) => day.label);
    }

    /** The same scale for everybody: panels are there to be compared. */
    get max() {
        const values = this.people.flatMap((person) =>
            person.days.map((day) => Math.max(tasksOf(day), day.email))
        );
        return Math.max(4, ...values);
    }

    datasetsOf(person) {
        return this.kinds.map(({ key, name, color, border }) => ({
            label: name,
            data: person.days.map((day) => day[key]),
            stack: key === "email" ? "emails" : "tasks",
            backgroundColor: color,
            borderColor: border,
            borderWidth: border ? 1 : 0,
            ...(key === "email" ? { barThickness: 5 } : { maxBarThickness: 22 }),
        }));
    }

    textsOf(person) {
        return (chart) =>
            person.days.flatMap((day, index) => {
                const count = tasksOf(day);
                return count
                    ? [
                          {
                              x: chart.getDatasetMeta(0).data[index].x,
                              y: chart.scales.y.getPixelForValue(count),
                              text: String(count),
                          },
                      ]
                    : [];
            });
    }

    tasksOf(day) {
        return tasksOf(day);
    }

    tasksInWords({ tasks }) {
        return tasks === 1 ? _t("1 task") : _t("%s tasks", tasks);
    }

    emailsInWords({ emails }) {
        return emails === 1 ? _t("1 email") : _t("%s emails", emails);
    }

    /** Open the people behind a bar, or a cell: without a channel behind all tasks of the day. */
    open(person, index, channel) {
        return this.props.onOpen(person.user_id, this.props.workload.days[index], channel);
    }

    dayInWords(day) {
        return _t("Calls: %(call)s, LinkedIn: %(linkedin)s, to-dos: %(todo)s, emails: %(email)s", day);
    }

    /** How strongly a cell is tinted: the text on it stays readable. */
    tintOf(day) {
        return ((0.45 * tasksOf(day)) / this.max).toFixed(2);
    }

    titleOf(person) {
        return _t("%s: tasks and emails of each working day", person.name);
    }

    tooltipOf() {
        return (item) => (item.raw ? `${item.dataset.label}: ${item.raw}` : "");
    }
}
