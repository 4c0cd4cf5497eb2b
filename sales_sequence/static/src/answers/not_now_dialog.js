import { Component, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeyBadge } from "../desk/key_badge";
import { dayInWords } from "./answer_words";
import { useDialogDigits } from "./dialog_digits";

const { DateTime } = luxon;

/** Asks until when to leave somebody alone: the day that they name comes first. */
export class NotNowDialog extends Component {
    static template = "sales_sequence.NotNowDialog";
    static components = { DateTimeInput, Dialog, KeyBadge };
    static props = {
        close: Function,
        name: String,
        /** The day that their answer names. */
        date: { type: [String, Boolean], optional: true },
        onConfirm: Function,
    };

    setup() {
        this.tomorrow = DateTime.now().startOf("day").plus({ days: 1 });
        this.state = useState({ day: false });
        useDialogDigits((place) => this.presets[place] && this.confirm(this.presets[place].day));
    }

    get words() {
        return _t("%s gets nothing until then, and the sequence resumes on that day.", this.props.name);
    }

    get presets() {
        const today = DateTime.now().startOf("day");
        const presets = [
            { day: today.plus({ months: 1 }), name: _t("In a month") },
            { day: today.plus({ months: 3 }), name: _t("In three months") },
            { day: today.plus({ months: 6 }), name: _t("In six months") },
        ];
        const named = this.props.date && deserializeDate(this.props.date);
        if (named && named >= this.tomorrow) {
            presets.unshift({ day: named, name: _t("The day they named") });
        }
        return presets;
    }

    dayInWords(day) {
        return dayInWords(serializeDate(day));
    }

    pick(day) {
        this.state.day = day;
    }

    confirm(day) {
        this.props.close();
        this.props.onConfirm(serializeDate(day));
    }
}
