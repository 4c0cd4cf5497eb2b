import { Component } from "@odoo/owl";
import { CHANNELS } from "./channels";

/** A button for each channel of which a step can be added at the end. */
export class StepChoice extends Component {
    static template = "sales_sequence.StepChoice";
    static props = { isLarge: { type: Boolean, optional: true } };
    static defaultProps = { isLarge: false };

    setup() {
        this.channels = CHANNELS;
    }

    add(channel) {
        return this.env.salesSequenceEditor.add(channel);
    }
}
