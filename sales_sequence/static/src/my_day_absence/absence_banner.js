import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { namesOfChoices, useAbsence } from "./absence_choices";
import { ColleagueMenu } from "./colleague_menu";

/** Says how much came due during an absence, counts first, and decides about all of it with one click. */
export class AbsenceBanner extends Component {
    static template = "sales_sequence.AbsenceBanner";
    static components = { ColleagueMenu };
    static props = { absence: [Object, Boolean], onShow: Function, onChanged: Function };

    setup() {
        this.absence = useAbsence();
        this.names = namesOfChoices();
    }

    get isShown() {
        return Boolean(this.props.absence) && this.props.absence.away > 0;
    }

    get words() {
        const { away, mine } = this.props.absence;
        return mine
            ? _t("Overdue: %(mine)s mine, %(away)s while you were away", { mine, away })
            : _t("Overdue: %s while you were away", away);
    }

    get showWords() {
        const { away } = this.props.absence;
        return away === 1 ? _t("Show it") : _t("Show the %s", away);
    }

    get allWords() {
        const { away } = this.props.absence;
        return away === 1 ? _t("or:") : _t("or all %s:", away);
    }

    async decide(choice, userId) {
        await this.absence.decide(this.props.absence.touch_ids, choice, userId);
        await this.props.onChanged();
    }

    async loadColleagues() {
        return (await this.absence.load(this.props.absence.touch_ids)).colleagues;
    }
}

registry.category("sales_sequence_day_panes").add("absence_banner", AbsenceBanner);
