import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { isEmail } from "@web/core/utils/strings";

/** Asks who is the right person, and whether to write to them. */
export class WrongPersonDialog extends Component {
    static template = "sales_sequence.WrongPersonDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        name: String,
        suggestion: { type: [Object, Boolean], optional: true },
        onConfirm: Function,
    };

    setup() {
        const { name, email } = this.props.suggestion || {};
        this.state = useState({ name: name || "", email: email || "", phone: "", enroll: true });
        useAutofocus();
    }

    get title() {
        return _t("%s is the wrong person", this.props.name);
    }

    get problem() {
        const { name, email, enroll } = this.state;
        if (!name.trim() && !email.trim()) {
            return _t("Who is the right person? Give a name or an email address.");
        }
        if (this.isMistyped) {
            return _t("“%s” is not a valid email address.", email.trim());
        }
        if (enroll && !email.trim()) {
            return _t("Without an email address, the sequence can only remind you of calls and to-dos.");
        }
        return "";
    }

    get isMistyped() {
        const email = this.state.email.trim();
        return Boolean(email) && !isEmail(email);
    }

    get isBlocked() {
        const { name, email } = this.state;
        return this.isMistyped || (!name.trim() && !email.trim());
    }

    confirm() {
        if (this.isBlocked) {
            return;
        }
        const { name, email, phone, enroll } = this.state;
        this.props.close();
        this.props.onConfirm({ name: name.trim(), email: email.trim(), phone: phone.trim() }, enroll);
    }
}
