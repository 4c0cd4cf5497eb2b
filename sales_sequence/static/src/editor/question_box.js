import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What a change would do to people, in place, before it is made. */
export class QuestionBox extends Component {
    static template = "sales_sequence.QuestionBox";
    static props = { question: Object };

    setup() {
        this.root = useRef("root");
        this.editor = this.env.salesSequenceEditor;
        onMounted(() => {
            this.root.el.scrollIntoView({ block: "nearest" });
            this.root.el.querySelector("button").focus();
        });
    }

    get words() {
        const { kind, name } = this.props.question;
        switch (kind) {
            case "archive":
                return { title: _t("Archive “%s”?", name), yes: _t("Archive the step"), no: _t("Keep it") };
            case "delete":
                return { title: _t("Delete “%s”?", name), yes: _t("Delete the step"), no: _t("Keep it") };
            default:
                return { title: _t("Move “%s” here?", name), yes: _t("Move the step"), no: _t("Leave it where it is") };
        }
    }

    get sentences() {
        const { kind, sentences } = this.props.question;
        return kind === "delete" ? [...sentences, _t("Nobody has had it. A text that was written in it is deleted, too.")] : sentences;
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.editor.refuse();
        }
    }
}
