import { Component, useRef, useState, useSubEnv, xml } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useActiveElement } from "@web/core/ui/ui_service";
import { getDefaultConfig, View } from "@web/views/view";
import { channelOf } from "./channels";

/** The form of the step, which is a part of a page, and neither names the page nor has a history. */
class StepForm extends Component {
    static template = xml`<View t-props="view"/>`;
    static components = { View };
    static props = { selection: Object };

    setup() {
        const { id, key, context = {} } = this.props.selection;
        const editor = this.env.salesSequenceEditor;
        useSubEnv({ config: getDefaultConfig(), salesSequenceEditor: editor.forPanel(key) });
        // Once and for all: a form whose properties change is loaded again, without what was typed.
        this.view = {
            type: "form",
            resModel: "sales.sequence.step",
            resId: id,
            context,
            display: { controlPanel: false },
            preventCreate: true,
            preventEdit: !editor.may_edit,
            readonly: !editor.may_edit,
        };
    }
}

/** On a phone, the open step is a page of its own above all others, and keeps the focus. */
class StepPage extends Component {
    static template = xml`<div class="o_sales_sequence_editor_page" role="dialog" aria-modal="true" t-att-aria-label="props.label" t-ref="page"><t t-slot="default"/></div>`;
    static props = { label: String, slots: Object };

    setup() {
        useActiveElement("page");
        useHotkey("escape", () => this.env.salesSequenceEditor.leave());
    }
}

/** The step that is open, beside the timeline. */
export class OpenStep extends Component {
    static template = "sales_sequence.OpenStep";
    static components = { StepForm, StepPage };
    static props = { selection: Object, isPage: Boolean };

    setup() {
        this.editor = useState(this.env.salesSequenceEditor);
        // The form stays when a step that was added has been saved and so has an id.
        this.selection = this.props.selection;
        this.side = useRef("side");
        // Back to its card.
        useHotkey("escape", () => this.editor.focusCard(this.editor.selection.id), { area: () => this.side.el });
    }

    get name() {
        const { channel, context } = this.selection;
        return this.editor.selectedStep ? this.editor.selectedStep.name : context?.default_name || channelOf(channel).label;
    }
}
