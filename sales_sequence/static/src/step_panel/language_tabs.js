import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useStepPanel } from "./step_panel";

/**
 * The languages in which a text is written. The whole form is in one of them at a time: what is typed is saved, and the
 * form is read anew in the other language, so that Odoo itself keeps the languages apart.
 */
export class LanguageTabs extends Component {
    static template = "sales_sequence.LanguageTabs";
    static props = {
        step: Object,
        // Id of the variant whose text is shown; 0 for the text of the step itself.
        textId: Number,
    };

    setup() {
        this.panel = useStepPanel();
    }

    get languages() {
        return this.panel.facts.languages.map(({ code, name, missing }) => ({
            code,
            name,
            isMissing: missing.includes(this.props.textId),
        }));
    }

    missingHelp(language) {
        return _t("Not written in %s yet: these people get the text in another language.", language.name);
    }

    async choose(code) {
        const { step } = this.props;
        if (code === this.panel.lang) {
            return;
        }
        await this.panel.whileLocked(async () => {
            if (await step.save()) {
                this.panel.lang = code;
                await step.model.load({ context: { ...step.model.config.context, lang: code } });
            }
        });
    }
}
