import { registry } from "@web/core/registry";

const POPOVER = ".o-mail-ActivityMarkAsDone";
const tours = registry.category("web_tour.tours");

function press(content, keys, chosen) {
    return [
        { content, trigger: `${POPOVER} [role=radiogroup] input:focus, ${POPOVER} textarea:focus`, run: `press ${keys}` },
        ...(chosen ? [{ content: "It is chosen", trigger: `${POPOVER} .btn-check:checked + label:contains(${chosen})` }] : []),
    ];
}

/** A rep completes the call of a lead in its chatter, by keyboard once the popover is open. */
tours.add("sales_sequence_mark_done_chatter", {
    steps: () => [
        {
            content: "Open Mark Done",
            trigger: ".o-mail-Activity:contains(Ring them) .o-mail-Activity-markDone",
            run: "click",
        },
        ...press("No answer", "3", "No answer"),
        {
            content: "The effect is said before it happens",
            trigger: `${POPOVER} .o_sales_sequence_outcome_choice:contains(/Try again .* \\(attempt 2 of 3\\)/)`,
        },
        ...press("Another one", "2", "Voicemail"),
        { content: "It goes on", trigger: `${POPOVER}:contains(Next: Second email)` },
        { content: "Say more", trigger: `${POPOVER} textarea`, run: "edit Left a message at 3" },
        { content: "Still chosen", trigger: `${POPOVER} .btn-check:checked + label:contains(Voicemail)` },
        { content: "Done, from the feedback", trigger: `${POPOVER} textarea`, run: "press Control+Enter" },
        { content: "It is done", trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity)) .o-mail-Message:contains(Left a message at 3)" },
        { content: "and what follows is said", trigger: ".o_notification:contains(Next: Second email)" },
        { content: "Take it back", trigger: ".o_notification button:contains(Undo)", run: "click" },
        { content: "The call is open again", trigger: ".o-mail-Activity:contains(Ring them) .o-mail-Activity-markDone", run: "click" },
        ...press("Not now", "7", "Not now"),
        { content: "It asks until when", trigger: `${POPOVER} .o_datetime_input`, run: "edit 12/20/2030" },
        { content: "Leave the date", trigger: `${POPOVER} .o_datetime_input`, run: "press Tab" },
        { content: "Done", trigger: `${POPOVER} button[aria-label=Done]`, run: "click" },
        { content: "It is paused until then", trigger: ".o_notification:contains(Pauses until)" },
        { content: "and done", trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))" },
        { content: "The form says so, too", trigger: ".o_form_view .o_sales_sequence_panel:contains(Paused)" },
    ],
});

/** Meeting booked: the calendar's form comes as a dialog; closing it takes the outcome back. */
tours.add("sales_sequence_mark_done_meeting", {
    steps: () => [
        { content: "Open Mark Done", trigger: ".o-mail-Activity-markDone", run: "click" },
        ...press("Meeting booked", "6", "Meeting booked"),
        ...press("Done", "Enter"),
        { content: "The meeting", trigger: ".modal .o_form_view [name=name] input" },
        { content: "Close it", trigger: ".modal-header .btn-close", run: "click" },
        { content: "It says so", trigger: ".o_notification:contains(the outcome was taken back)" },
        { content: "The call is open", trigger: "body:not(:has(.modal)) .o-mail-Activity-markDone", run: "click" },
        ...press("Meeting booked", "6", "Meeting booked"),
        ...press("Done", "Enter"),
        { content: "Save the meeting", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It is done", trigger: "body:not(:has(.modal)) .o-mail-Chatter:not(:has(.o-mail-Activity:contains(Ring them)))" },
        { content: "and the form says so", trigger: ".o_form_view .o_sales_sequence_panel:contains(Booked a meeting)" },
    ],
});

/** The same in the popover of a list. */
tours.add("sales_sequence_mark_done_list", {
    steps: () => [
        {
            content: "Open the activities of the lead",
            trigger: ".o_data_row:contains(Deal with Ada) .o-mail-ActivityButton",
            run: "click",
        },
        { content: "Mark it done", trigger: ".o-mail-ActivityListPopoverItem-markAsDone", run: "click" },
        ...press("Connected", "1", "Connected"),
        { content: "What follows", trigger: `${POPOVER}:contains(Next: Second email)` },
        ...press("Done", "Enter"),
        { content: "It is done", trigger: ".o_notification:contains(Connected)" },
        { content: "The popover is gone", trigger: "body:not(:has(.o-mail-ActivityListPopover))" },
    ],
});

/** Several at once, and a single one, from the list of activities. */
tours.add("sales_sequence_mark_done_bulk", {
    steps: () => [
        { content: "One alone", trigger: ".o_data_row:contains(Deal with Ada) button[name=action_done]", run: "click" },
        { content: "Without outcome", trigger: ".modal:contains(Mark Done) [role=radiogroup] input:focus", run: "press Enter" },
        { content: "It is gone", trigger: "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row:contains(Deal with Ada)))" },
        { content: "Select the others", trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { content: "Done", trigger: ".o_control_panel button[name=action_done]", run: "click" },
        { content: "It says of whom", trigger: ".modal:contains(Mark 3 activities done) li:contains(Bob)" },
        { content: "A meeting needs one person", trigger: ".modal:contains(needs one person at a time)" },
        { content: "No answer", trigger: ".modal [role=radiogroup] input:focus", run: "press 3" },
        { content: "The effect is counted", trigger: ".modal .o_sales_sequence_outcome_choice:contains(3 are)" },
        { content: "One feedback for all", trigger: ".modal textarea", run: "edit Trade fair week" },
        { content: "Mark them done", trigger: ".modal button:contains(Mark 3 done)", run: "click" },
        { content: "It is said", trigger: "body:not(:has(.modal)) .o_notification:contains(3 people)" },
        { content: "The selection is over", trigger: ".o_list_view:not(:has(.o_data_row_selected))" },
    ],
});

/** The form in a dialog, as Edit in the chatter opens it. */
tours.add("sales_sequence_mark_done_form", {
    steps: () => [
        { content: "Edit the activity", trigger: ".o-mail-Activity-edit", run: "click" },
        { content: "Mark it done there", trigger: ".modal button[name=action_done]", run: "click" },
        { content: "It asks", trigger: ".modal .o_sales_sequence_outcome_choice input:focus", run: "press 2" },
        { content: "Done", trigger: ".modal .btn-check:checked", run: "press Enter" },
        { content: "Both dialogs are closed", trigger: "body:not(:has(.modal)) .o-mail-Chatter:not(:has(.o-mail-Activity))" },
    ],
});
