import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const PANEL = ".o_sales_sequence_panel";

/** Each thing that the panel of a running sequence offers, on a lead or a contact: a call first, then an email. */
function runThrough() {
    return [
        { content: "It says where they are", trigger: `${PANEL}[data-kind=running] header:contains(Step 1 of 4)` },
        {
            content: "and the stat button says the same",
            trigger: ".oe_stat_button[name=action_view_enrollments]:contains(Step 1 of 4)",
        },
        { content: "Pause", trigger: `${PANEL} button[name=pause]`, run: "click" },
        {
            content: "until some day next month",
            trigger: ".o_datetime_picker .o_next",
            run: "click",
        },
        {
            content: "Choose the day",
            // Once it is the next month that is shown: a day of this one may be over.
            trigger:
                ".o_datetime_picker:not(:has(.o_today:not(.o_out_of_range))) " +
                ".o_date_item_cell:not(.o_out_of_range):contains(/^15$/)",
            run: "click",
        },
        { content: "It says until when", trigger: `${PANEL}[data-kind=paused] dd:contains(12:00)` },
        { content: "Resume", trigger: `${PANEL}[data-kind=paused] button[name=resume]`, run: "click" },
        { content: "Mark the call as done", trigger: `${PANEL}[data-kind=running] button[name=done]`, run: "click" },
        { content: "in Odoo's own popover", trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]", run: "click" },
        { content: "The call is done", trigger: `${PANEL} header:contains(Step 2 of 4)` },
        { content: "The email comes now", trigger: `${PANEL} button[name=next]`, run: "click" },
        { content: "Confirm", trigger: ".modal .btn-primary", run: "click" },
        { content: "It says why", trigger: `body:not(:has(.modal)) ${PANEL} dd:contains(Brought forward by hand)` },
        { content: "Skip it", trigger: `${PANEL} button[name=skip]`, run: "click" },
        { content: "Confirm", trigger: ".modal .btn-primary", run: "click" },
        { content: "It is skipped", trigger: `body:not(:has(.modal)) ${PANEL} header:contains(Step 3 of 4)` },
        { content: "Stop", trigger: `${PANEL} button[name=stop]`, run: "click" },
        { content: "by hand", trigger: ".modal button[name=action_confirm]:visible", run: "click" },
        { content: "It has ended", trigger: `body:not(:has(.modal)) ${PANEL}[data-kind=ended] header:contains(Stopped by hand)` },
        { content: "They can be enrolled again", trigger: `${PANEL} button[name=enroll]`, run: "click" },
        { content: "in the dialog", trigger: ".modal .o_field_widget[name=sequence_id]" },
        { content: "not now", trigger: ".modal button[special=cancel]", run: "click" },
        { content: "The dialog is closed", trigger: "body:not(:has(.modal))" },
    ];
}

tours.add("sales_sequence_panel_of_lead", { steps: runThrough });
tours.add("sales_sequence_panel_of_contact", { steps: runThrough });

tours.add("sales_sequence_panel_answered_elsewhere", {
    steps: () => [
        { content: "They called back", trigger: `${PANEL} button[name=elsewhere]`, run: "click" },
        { content: "By phone", trigger: ".modal .btn-primary", run: "click" },
        {
            content: "That is an answer",
            trigger: `body:not(:has(.modal)) ${PANEL}[data-kind=replied] header:contains(Answered)`,
        },
        { content: "also beside the title", trigger: ".oe_title .badge:contains(Answered)" },
        { content: "and in the stat button", trigger: ".oe_stat_button[name=action_view_enrollments]:contains(Answered)" },
        { content: "It is handled already", trigger: `${PANEL} .alert-success:contains(By phone)` },
    ],
});

tours.add("sales_sequence_panel_handle_answer", {
    steps: () => [
        { content: "They wrote", trigger: `${PANEL}[data-kind=replied] blockquote:contains(Yes, tell me more.)` },
        { content: "Handle it", trigger: `${PANEL} button[name=answer]`, run: "click" },
        { content: "in Answers, where it is open", trigger: ".o_sales_sequence_answers:contains(Yes, tell me more.)" },
        { content: "Go back", trigger: ".o_breadcrumb a:contains(Deal with Ada)", run: "click" },
        { content: "Not now", trigger: `${PANEL} button[name=not_now]`, run: "click" },
        { content: "In three months", trigger: ".modal button:contains(In three months)", run: "click" },
        { content: "The sequence goes on by then", trigger: `body:not(:has(.modal)) ${PANEL}[data-kind=paused] dd:contains(Not now)` },
    ],
});

tours.add("sales_sequence_enroll_from_contacts", {
    steps: () => [
        { content: "Select a contact", trigger: ".o_data_row:contains(Bob Contact) .o_list_record_selector input", run: "click" },
        { content: "Enroll", trigger: ".o_control_panel button[name=action_enroll_in_sequence]", run: "click" },
        { content: "Confirm", trigger: ".modal button[name=action_enroll]", run: "click" },
        { content: "It is done", trigger: ".modal .alert-success:contains(1 enrolled in)" },
    ],
});

tours.add("sales_sequence_write_one_email", {
    steps: () => [
        { content: "Enroll the lead", trigger: `${PANEL} button[name=enroll]`, run: "click" },
        { content: "Look at the emails", trigger: ".modal .nav-link:contains(Emails)", run: "click" },
        { content: "All of them are there", trigger: ".modal [name=email_html]:contains(Hello Ada):contains(Still there)" },
        { content: "Write the second one anew", trigger: ".modal [name=mail_ids] .o_data_row:contains(Last email) td", run: "click" },
        {
            content: "in one's own words",
            trigger: ".modal:contains(exactly as you see it) [name=body] .odoo-editor-editable",
            run: "editor Dear Ada, one more thing: {{ 6 * 7 }}",
        },
        { content: "Keep it", trigger: ".modal:contains(exactly as you see it) .o_form_button_save", run: "click" },
        {
            content: "The dialog shows it",
            trigger: ".modal [name=email_html]:contains(Written for this person):contains(one more thing)",
        },
        { content: "Enroll", trigger: ".modal button[name=action_enroll]", run: "click" },
        { content: "Close", trigger: ".modal-footer button:contains(Close)", run: "click" },
        {
            content: "The panel marks it",
            trigger: `body:not(:has(.modal)) ${PANEL} .o_sales_sequence_panel_step:contains(Last email) .fa-pencil`,
        },
    ],
});
