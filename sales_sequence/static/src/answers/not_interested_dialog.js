import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KeyBadge } from "../desk/key_badge";
import { useDialogDigits } from "./dialog_digits";

/** Asks why they are not interested: a lead is marked as lost, for a reason of Odoo's own list. */
export class NotInterestedDialog extends Component {
    static template = "sales_sequence.NotInterestedDialog";
    static components = { Dialog, KeyBadge };
    static props = {
        close: Function,
        name: String,
        isLead: Boolean,
        onConfirm: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ reasons: [], reasonId: false, note: "" });
        onWillStart(async () => {
            if (this.props.isLead) {
                this.state.reasons = await this.orm.searchRead("crm.lost.reason", [], ["name"]);
            }
        });
        useDialogDigits((place) => this.choose(this.state.reasons[place]));
    }

    get title() {
        return _t("%s is not interested", this.props.name);
    }

    choose(reason) {
        if (reason) {
            this.state.reasonId = this.state.reasonId === reason.id ? false : reason.id;
        }
    }

    confirm() {
        this.props.close();
        this.props.onConfirm(this.state.reasonId, this.state.note.trim() || false);
    }
}
