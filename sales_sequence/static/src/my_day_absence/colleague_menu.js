import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";

// So many names are found at a glance.
const FEW = 8;

/** Asks once to whom: the button in its slot opens the list of colleagues. */
export class ColleagueMenu extends Component {
    static template = "sales_sequence.ColleagueMenu";
    static components = { Dropdown, DropdownItem };
    static props = {
        // Resolves to a list of {id, name}.
        loadColleagues: Function,
        onSelected: Function,
        menu: { type: Object, optional: true },
        slots: Object,
    };

    setup() {
        this.menu = this.props.menu || useDropdownState();
        this.state = useState({ colleagues: [], text: "" });
    }

    get hasMany() {
        return this.state.colleagues.length > FEW;
    }

    get found() {
        const text = this.state.text.trim().toLowerCase();
        return this.state.colleagues.filter(({ name }) => name.toLowerCase().includes(text));
    }

    async beforeOpen() {
        this.state.text = "";
        this.state.colleagues = await this.props.loadColleagues();
    }
}
