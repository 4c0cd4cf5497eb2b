import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { OpenStep } from "./open_step";
import { StepChoice } from "./step_choice";
import { Timeline } from "./timeline";

/** The steps of a sequence: the timeline, and beside it the step that is open. */
export class SequenceEditor extends Component {
    static template = "sales_sequence.SequenceEditor";
    static components = { OpenStep, StepChoice, Timeline };
    static props = { ...standardWidgetProps };

    setup() {
        this.ui = useState(useService("ui"));
        this.editor = useState(this.env.salesSequenceEditor);
        this.root = useRef("root");
        useEffect(
            (id, key) => {
                if (this.shown && !key) {
                    // On a phone, the step was a page of its own: go back to its card.
                    this.root.el?.querySelector(`[data-id='${this.shown}'] button[name=open]`)?.focus();
                }
                this.shown = id;
            },
            () => [this.editor.selection.id, this.editor.selection.key]
        );
    }

    get isEmpty() {
        const { editor } = this;
        const { steps, archived } = editor.timeline || { steps: [], archived: [] };
        return !editor.selection && !steps.length && !archived.length && (editor.timeline || !editor.sequenceId);
    }
}

registry.category("view_widgets").add("sales_sequence_editor", { component: SequenceEditor });
