import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

// Enter has another meaning there.
const USES_ENTER = "textarea, button, a[href], [contenteditable=true], .o-autocomplete, .o_datetime_picker";

/** The form of the meeting that was agreed on: Enter saves it. */
export class MeetingDialog extends FormViewDialog {
    setup() {
        super.setup();
        useHotkey("enter", () => this.modalRef.el.querySelector(".o_form_button_save")?.click(), {
            bypassEditableProtection: true,
            isAvailable: (target) =>
                Boolean(this.modalRef.el?.contains(target)) &&
                (!target.closest(USES_ENTER) || this.isIdle(target)),
        });
    }

    // A field that looks for records uses Enter only while it shows what it has found.
    isIdle(target) {
        const field = target.closest(".o-autocomplete");
        return Boolean(field) && !field.querySelector(".o-autocomplete--dropdown-menu");
    }
}
