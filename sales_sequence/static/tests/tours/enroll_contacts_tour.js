import { registry } from "@web/core/registry";

/** A channel manager enrolls twelve contacts from the list. The test counts the steps that click. */
registry.category("web_tour.tours").add("sales_sequence_enroll_contacts", {
    steps: () => [
        {
            content: "The twelve are found",
            trigger: ".o_data_row:contains(Contact 11)",
        },
        {
            content: "Select all of them",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "The button is beside the number of those selected",
            trigger: ".o_control_panel:contains(12) button:contains(Enroll in sequence)",
            run: "click",
        },
        {
            content: "The only sequence is chosen, and everybody can enter",
            trigger: ".modal .alert-success:contains(12 will be enrolled)",
        },
        {
            content: "Enroll",
            trigger: ".modal button[name=action_enroll]",
            run: "click",
        },
        {
            content: "All of them are in",
            trigger: ".modal .alert-success:contains(12 enrolled in)",
        },
        {
            content: "See them",
            trigger: ".modal button[name=action_view_enrollments]",
            run: "click",
        },
        {
            content: "Each has its next step",
            trigger: ".o_list_view:has(.o_data_row:nth-child(12)) .o_data_row:contains(Contact 11)",
        },
    ],
});

/** The same, from the cards that the contacts begin with, and from the actions of one contact. */
registry.category("web_tour.tours").add("sales_sequence_enroll_contact", {
    steps: () => [
        {
            content: "Open the actions",
            trigger: ".o_control_panel .o_cp_action_menus .o-dropdown",
            run: "click",
        },
        {
            content: "Enrolling comes before what other apps offer",
            trigger: ".o-dropdown--menu .dropdown-divider + .o_menu_item:contains(Enroll in sequence)",
            run: "click",
        },
        {
            content: "It is about this contact",
            trigger: ".modal .alert-success:contains(1 will be enrolled)",
        },
    ],
});
