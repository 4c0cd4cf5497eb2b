import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useDebounced } from "@web/core/utils/timing";

/**
 * The filters of the day: one kind of task, one sequence, one country's hours, and a name.
 *
 * They are those of `get_day`, no domain: the rows of a day are of several models.
 */
export class DayFilters extends Component {
    static template = "sales_sequence.DayFilters";
    static components = { Dropdown, DropdownItem };
    static props = {
        filters: Object,
        // `{sequences, countries}` as of `get_day`.
        choices: Object,
        onChanged: Function,
    };

    setup() {
        this.state = useState({ text: this.props.filters.text || "" });
        this.searchSoon = useDebounced(() => this.set("text", this.state.text.trim()), 250);
    }

    get channels() {
        return [
            { id: "call", name: _t("Calls only") },
            { id: "linkedin", name: _t("LinkedIn only") },
            { id: "todo", name: _t("To-dos only") },
            { id: "answer", name: _t("Answers only") },
            { id: "email", name: _t("Drafts only") },
        ];
    }

    get sections() {
        const { sequences, countries } = this.props.choices;
        return [
            { key: "channel", name: _t("Kind"), icon: "fa-filter", choices: this.channels },
            { key: "sequence_id", name: _t("Sequence"), icon: "fa-list-ol", choices: sequences },
            { key: "country_id", name: _t("Hours of a country"), icon: "fa-globe", choices: countries },
        ].filter((section) => section.choices.length);
    }

    get facets() {
        return this.sections.flatMap(({ key, icon, choices }) => {
            const chosen = choices.find((choice) => choice.id === this.props.filters[key]);
            return chosen ? [{ key, icon, name: chosen.name }] : [];
        });
    }

    isChosen(key, choice) {
        return this.props.filters[key] === choice.id;
    }

    toggle(key, choice) {
        this.set(key, this.isChosen(key, choice) ? false : choice.id);
    }

    set(key, value) {
        const filters = { ...this.props.filters, [key]: value };
        if (!value) {
            delete filters[key];
        }
        this.props.onChanged(filters);
    }

    onText(ev) {
        this.state.text = ev.target.value;
        this.searchSoon();
    }

    onKey(ev) {
        if (ev.key === "Escape" || ev.key === "Enter") {
            ev.stopPropagation();
            ev.target.blur();
        }
    }
}
