import { Component, onWillStart, useState } from "@odoo/owl";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { ChoiceButton } from "../desk/choice_button";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { inLanguageOfWords } from "../desk/moments";
import { effectOfChoice, useAbsence } from "./absence_choices";
import { ColleagueMenu } from "./colleague_menu";

const ICONS = { call: "fa-phone", linkedin: "fa-linkedin-square", todo: "fa-check-square-o" };

/** What came due during an absence: all of it is chosen, any of it can be left out, and one of four keys decides. */
export class AbsencePane extends Component {
    static template = "sales_sequence.AbsencePane";
    static components = { ChoiceButton, ColleagueMenu, KeyBadge };
    static props = { absence: [Object, Boolean], day: Object, onChanged: Function, onClose: Function };

    setup() {
        this.absence = useAbsence();
        this.menu = useDropdownState();
        this.lastCount = new KeepLast();
        this.state = useState({ words: "", rows: [], choices: [], colleagues: [], chosen: new Set(), place: 0 });
        this.countLater = useDebounced(() => this.count(), 250);
        useDeskKeys(() => this.getKeys(), { areOn: () => this.props.day.keys, title: _t("Keys of your absence") });
        for (const [key, by] of [
            ["shift+arrowdown", 1],
            ["shift+arrowup", -1],
        ]) {
            useHotkey(key, () => this.moveAndChoose(by), { allowRepeat: true, isAvailable: () => this.props.day.keys });
        }
        onWillStart(() => this.load());
    }

    // -- what is there ------------------------------------------------------------------------------------------------

    async load() {
        const { choices, colleagues, rows, words } = await this.absence.load();
        const chosen = new Set(rows.map((row) => row.touch_id));
        Object.assign(this.state, { choices, chosen, colleagues, rows, words, place: 0 });
    }

    /** What each choice would do to those that are chosen now. */
    async count() {
        const { choices } = await this.lastCount.add(this.absence.load(this.chosenIds));
        this.state.choices = choices;
    }

    get title() {
        const count = this.state.rows.length;
        return count === 1 ? _t("1 while you were away") : _t("%s while you were away", count);
    }

    get chosenWords() {
        const { size } = this.state.chosen;
        return size === 1 ? _t("For the chosen one") : _t("For the %s chosen", size);
    }

    get chosenIds() {
        return this.state.rows.map((row) => row.touch_id).filter((touchId) => this.state.chosen.has(touchId));
    }

    get areAllChosen() {
        return this.state.chosen.size === this.state.rows.length;
    }

    iconOf(row) {
        return ICONS[row.channel] || "fa-circle-o";
    }

    dueWords(row) {
        const day = inLanguageOfWords(deserializeDate(row.was_due));
        return day.toLocaleString({ weekday: "short", day: "numeric", month: "short" });
    }

    effectOf(choice) {
        return effectOfChoice(choice.key);
    }

    // -- what can be done ---------------------------------------------------------------------------------------------

    getKeys() {
        const canDecide = () => this.state.chosen.size > 0;
        const hasRows = () => this.state.rows.length > 0;
        return [
            ...this.state.choices.map((choice, index) => ({
                keys: [String(index + 1)],
                name: choice.name,
                run: () => this.decide(choice.key),
                isAvailable: canDecide,
            })),
            { keys: ["arrowdown"], name: _t("Next row"), run: () => this.move(1), isAvailable: hasRows },
            { keys: ["arrowup"], name: _t("Previous row"), run: () => this.move(-1), isAvailable: hasRows },
            {
                keys: ["space"],
                name: _t("Choose the row, or not"),
                run: () => this.toggle(this.state.rows[this.state.place]),
                isAvailable: hasRows,
            },
            { keys: ["escape"], name: _t("Decide later"), run: () => this.props.onClose() },
        ];
    }

    async decide(choice, userId) {
        if (choice === "hand_over" && !userId) {
            this.menu.open();
            return;
        }
        await this.absence.decide(this.chosenIds, choice, userId);
        await this.load();
        await this.props.onChanged();
        if (!this.state.rows.length) {
            this.props.onClose();
        }
    }

    move(by) {
        this.state.place = Math.max(0, Math.min(this.state.place + by, this.state.rows.length - 1));
    }

    /** Do to the next row what the row before it is: chosen, or not. */
    moveAndChoose(by) {
        const from = this.state.rows[this.state.place];
        this.move(by);
        this.setChosen(this.state.rows[this.state.place], this.state.chosen.has(from.touch_id));
    }

    toggle(row) {
        this.setChosen(row, !this.state.chosen.has(row.touch_id));
    }

    setChosen({ touch_id }, isChosen) {
        if (isChosen) {
            this.state.chosen.add(touch_id);
        } else {
            this.state.chosen.delete(touch_id);
        }
        this.countLater();
    }

    onToggle(index, ev) {
        const rows = this.state.rows;
        const isChosen = ev.target.checked;
        // As in Odoo's lists: with Shift, everything from the row before.
        const [first, last] = ev.shiftKey ? [this.state.place, index].sort((a, b) => a - b) : [index, index];
        for (const row of rows.slice(first, last + 1)) {
            this.setChosen(row, isChosen);
        }
        this.state.place = index;
        // The keys belong to the pane again, not to the box.
        ev.target.blur();
    }

    onToggleAll(ev) {
        for (const row of this.state.rows) {
            this.setChosen(row, ev.target.checked);
        }
        ev.target.blur();
    }
}

registry.category("sales_sequence_day_panes").add("absence", AbsencePane);
