import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ageInWords } from "../desk/moments";
import { LABEL_CLASSES, olderDay, suggestionInWords } from "./answer_words";

/** One answer in the list: who, when, their own words, and what it looks like. */
export class AnswerRow extends Component {
    static template = "sales_sequence.AnswerRow";
    static props = {
        answer: Object,
        now: Object,
        kind: String,
        isOpen: Boolean,
        onOpen: Function,
        onPerson: Function,
        onMachine: Function,
    };

    get initial() {
        return (this.props.answer.name || "?").trim()[0].toUpperCase();
    }

    get age() {
        const { answer, now } = this.props;
        return olderDay(answer.occurred_at, now) || ageInWords(answer.occurred_at, now);
    }

    get exactMoment() {
        return formatDateTime(deserializeDateTime(this.props.answer.occurred_at), { showSeconds: false });
    }

    get suggestion() {
        const { suggestion } = this.props.answer;
        return this.props.kind === "to_handle" && suggestion && suggestionInWords(suggestion);
    }

    get labelClass() {
        return LABEL_CLASSES[this.props.answer.label];
    }
}

/** The answers in three groups: to handle, unsure, handled. */
export class AnswerList extends Component {
    static template = "sales_sequence.AnswerList";
    static components = { AnswerRow };
    static props = {
        model: Object,
        now: Object,
        onOpen: Function,
        onPerson: Function,
        onMachine: Function,
        onShowArrived: Function,
        onClearFilters: Function,
        isFiltered: Boolean,
    };

    get groups() {
        const { model } = this.props;
        return [
            { key: "to_handle", name: _t("To handle"), note: _t("newest first"), rows: model.toHandle },
            {
                key: "unsure",
                name: _t("Answer or auto-reply?"),
                note: _t("nothing is sent meanwhile"),
                rows: model.unsure,
            },
            { key: "handled", name: _t("Handled"), note: _t("last 7 days"), rows: model.handled },
        ].filter((group) => group.rows.length);
    }

    get arrivedInWords() {
        const { arrived } = this.props.model;
        return arrived === 1
            ? _t("1 new answer: show")
            : _t("%s new answers: show", arrived);
    }

    count(group) {
        return this.props.model.counts?.[group.key] ?? group.rows.length;
    }
}
