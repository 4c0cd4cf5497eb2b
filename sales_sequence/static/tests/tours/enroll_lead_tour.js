import { registry } from "@web/core/registry";

/** A salesperson enrolls the lead whose form is open. */
registry.category("web_tour.tours").add("sales_sequence_enroll_lead", {
    steps: () => [
        {
            content: "Open the wizard from the lead",
            trigger: ".o_sales_sequence_panel:contains(Not in a sequence) button[name=enroll]",
            run: "click",
        },
        {
            content: "Look for the sequence",
            trigger: ".modal .o_field_widget[name=sequence_id] input",
            run: "edit Outreach",
        },
        {
            content: "Choose it",
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Outreach)",
            run: "click",
        },
        {
            content: "Before anything happens, it says who gets in",
            trigger: ".modal .alert-success:contains(1 will be enrolled)",
        },
        {
            content: "and on which day each step comes",
            trigger: ".modal [name=steps_html]:contains(Day 3):contains(Europe/Brussels)",
        },
        {
            content: "Look at the emails",
            trigger: ".modal .nav-link:contains(Emails)",
            run: "click",
        },
        {
            content: "It is written to this very person",
            trigger: ".modal [name=email_html]:contains(Hello Ada):contains(ada@customer.example.org)",
        },
        {
            content: "Enroll",
            trigger: ".modal button[name=action_enroll]",
            run: "click",
        },
        {
            content: "It says what was done",
            trigger: ".modal .alert-success:contains(1 enrolled in)",
        },
        {
            content: "Close",
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The lead shows that it is in a sequence",
            trigger: "body:not(:has(.modal)) .oe_stat_button[name=action_view_enrollments]:contains(Step 1 of 2)",
        },
        {
            content: "and what it offers now is another one",
            trigger: ".o_form_statusbar button[name=action_enroll_in_sequence]:contains(another)",
        },
    ],
});

/** The same salesperson comes back to the lead when the first step was executed, and stops the sequence. */
registry.category("web_tour.tours").add("sales_sequence_see_touch", {
    steps: () => [
        {
            content: "The email is in the chatter, from the salesperson",
            trigger: ".o-mail-Message:contains(Rita Rep):contains(A question)",
        },
        {
            content: "with the words that went out",
            trigger: ".o-mail-Message .overflow-x-auto:shadow p:contains(Hello Ada)",
        },
        {
            content: "Go to the enrollment",
            trigger: ".oe_stat_button[name=action_view_enrollments]",
            run: "click",
        },
        {
            content: "What was done is in the timeline",
            trigger: "[name=timeline_html]:contains(First email):contains(Sent)",
        },
        {
            content: "with what comes next",
            trigger: "[name=timeline_html]:contains(Planned, unless they answer):contains(Second call)",
        },
        {
            content: "Stop it",
            trigger: ".o_sales_sequence_panel button[name=stop]",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit They asked to be left alone",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "The enrollment says what happened and why",
            trigger: ".alert:contains(Stopped by hand):contains(They asked to be left alone)",
        },
    ],
});
