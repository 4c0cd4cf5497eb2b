import { Component } from "@odoo/owl";
import { KeyBadge } from "./key_badge";

/**
 * One of a few things to do: its key, its name, and what it does in words. Its edge says what it means, as a hint: the
 * words say it, too.
 */
export class ChoiceButton extends Component {
    static template = "sales_sequence.ChoiceButton";
    static components = { KeyBadge };
    static props = {
        hotkey: String,
        name: [String, Object],
        words: { type: [String, Object], optional: true },
        // good: goes on, ends: nothing follows, waits: until a date, plain: none of these
        effect: { type: String, optional: true, validate: (effect) => EFFECTS.includes(effect) },
        isDisabled: { type: Boolean, optional: true },
        onClick: Function,
    };
    static defaultProps = { effect: "plain" };
}

const EFFECTS = ["good", "ends", "waits", "plain"];
