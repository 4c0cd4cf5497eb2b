import { HtmlField } from "@html_editor/fields/html_field";
import { HtmlMailField } from "@mail/views/web/fields/html_mail_field/html_mail_field";
import { markup } from "@odoo/owl";
import { MergeFieldPlugin, markFields } from "./merge_field_plugin";

/**
 * A text that is written in the panel: its merge fields have people's words, its languages are tabs beside it, and what
 * is typed is told at once, as its preview does not wait until the cursor leaves.
 */
const PanelText = (Field) =>
    class extends Field {
        static props = {
            ...Field.props,
            fields: Array,
            label: String,
            // Called with the editor; with null once it is gone.
            setEditor: Function,
            // Called with a function that returns the text as it is.
            onTyped: Function,
        };

        get isTranslatable() {
            return false;
        }

        /** Not another editor, without the cursor, once a new step is saved. */
        get wysiwygKey() {
            return String(this.state.key);
        }

        getConfig() {
            const config = super.getConfig();
            config.Plugins = [...config.Plugins, MergeFieldPlugin];
            config.salesSequenceFields = this.props.fields;
            return config;
        }

        getReadonlyConfig() {
            const { body } = new DOMParser().parseFromString(this.value, "text/html");
            markFields(body, this.props.fields);
            const config = super.getReadonlyConfig();
            // As safe as the value that it was parsed from.
            return config.hasFullHtml ? config : { ...config, value: markup(body.innerHTML) };
        }

        onEditorLoad(editor) {
            super.onEditorLoad(editor);
            this.props.setEditor(editor);
        }

        onChange() {
            super.onChange();
            if (!this.state.showCodeView) {
                this.props.onTyped(() => this.editor.getContent());
            }
        }
    };

export class EmailBody extends PanelText(HtmlMailField) {}

export class Script extends PanelText(HtmlField) {}
