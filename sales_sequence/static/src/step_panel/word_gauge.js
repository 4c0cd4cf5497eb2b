import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";

const GOOD = { from: 50, to: 125 };
const TOO_MANY = 200;
const LONGEST_SUBJECT = 60;

/** How long a text is, and which of its fields have no value for the person it is previewed for. */
export class WordGauge extends Component {
    static template = "sales_sequence.WordGauge";
    static props = { preview: Object };

    get words() {
        const { words } = this.props.preview;
        return words === 1 ? _t("1 word") : _t("%s words", formatInteger(words));
    }

    get isTooLong() {
        return this.props.preview.words > TOO_MANY;
    }

    get advice() {
        const { words } = this.props.preview;
        if (this.isTooLong) {
            return _t("over 200 are seldom read");
        }
        return words > GOOD.to ? _t("shorter than 125 reads better") : _t("50 to 125 is good");
    }

    get holes() {
        return this.props.preview.holes.map((hole) => hole.words).join(" ");
    }

    percent(words) {
        return `${(Math.min(words, TOO_MANY) / TOO_MANY) * 100}%`;
    }

    get good() {
        return `inset-inline-start: ${this.percent(GOOD.from)}; width: ${this.percent(GOOD.to - GOOD.from)}`;
    }

    get mark() {
        return `inset-inline-start: ${this.percent(this.props.preview.words)}`;
    }
}

/** How long a subject is, in words. */
export function subjectLength(preview) {
    const { subject_length: length, record_name: name } = preview;
    if (length > LONGEST_SUBJECT) {
        return _t("%(length)s characters for %(name)s; under 60 reads better", { length, name });
    }
    return _t("%(length)s characters for %(name)s; under 60 is good", { length, name });
}
