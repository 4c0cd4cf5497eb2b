import { Component, onMounted, useRef } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { ChoiceButton } from "../desk/choice_button";

const { DateTime } = luxon;

/** Asks until when, in a popover: a few dates with a key each, and any other. */
export class DateMenu extends Component {
    static template = "sales_sequence.DateMenu";
    static components = { ChoiceButton, DateTimeInput };
    static props = {
        title: [String, Object],
        // As of `snoozeChoices`.
        choices: Array,
        // Whether another date than those offered has a time of day.
        withTime: { type: Boolean, optional: true },
        // Called with the value as the server takes it.
        onChosen: Function,
        close: { type: Function, optional: true },
    };

    setup() {
        this.ui = useService("ui");
        this.rootRef = useRef("root");
        this.type = this.props.withTime ? "datetime" : "date";
        this.minDate = DateTime.now();
        this.props.choices.forEach((choice, index) => {
            const isAvailable = (target) => !target.closest?.("input");
            useHotkey(String(index + 1), () => this.choose(choice.value), { isAvailable });
        });
        // The field would swallow the keys.
        onMounted(() => this.rootRef.el.querySelector("button, input")?.focus());
    }

    choose(value) {
        this.props.onChosen(value);
        this.props.close?.();
    }

    onDate(moment) {
        if (moment) {
            this.choose(this.props.withTime ? serializeDateTime(moment) : serializeDate(moment));
        }
    }
}
