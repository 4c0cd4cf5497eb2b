import { registry } from "@web/core/registry";

/** A manager finds a sequence in the library, answers three questions, and publishes the copy. The test counts the steps
 * that click: there are six at most. */
registry.category("web_tour.tours").add("sales_sequence_use_library", {
    steps: () => [
        {
            content: "Open the menu",
            trigger: ".o_menu_sections button[data-menu-xmlid='sales_sequence.sales_sequence_menu']",
            run: "click",
        },
        {
            content: "Go to the library",
            trigger: ".o-dropdown-item[data-menu-xmlid='sales_sequence.sales_sequence_menu_library']",
            run: "click",
        },
        {
            content: "A card says what happens on which day",
            trigger:
                ".o_kanban_record:contains(Unmistakable):contains(3 steps):contains(Day 10) .o_cadence_touch[aria-label*='Day 3: Call']",
        },
        {
            content: "Use it",
            trigger: ".o_kanban_record:contains(Unmistakable) button:contains(Use this)",
            run: "click",
        },
        {
            content: "What do you sell?",
            trigger: ".modal .o_field_widget[name=offer] input",
            run: "edit software that plans shifts",
        },
        {
            content: "To whom?",
            trigger: ".modal .o_field_widget[name=audience] input",
            run: "edit logistics managers",
        },
        {
            content: "What proof do you have?",
            trigger: ".modal .o_field_widget[name=proof] input",
            run: "edit Halden Foods saved two days.",
        },
        {
            content: "Make the copy",
            trigger: ".modal button[name=action_use]",
            run: "click",
        },
        {
            content: "Publish it",
            trigger: "body:not(:has(.modal)) .o_form_statusbar button[name=action_publish_or_show]",
            run: "click",
        },
        {
            content: "It is live",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Live)",
        },
    ],
});

/** A rep reads a whole sequence before anybody uses it. */
registry.category("web_tour.tours").add("sales_sequence_look_inside", {
    steps: () => [
        {
            content: "A rep cannot use it",
            trigger: ".o_kanban_record:contains(Unmistakable):not(:has(button:contains(Use this)))",
        },
        {
            content: "Look inside",
            trigger: ".o_kanban_record:contains(Unmistakable) a:contains(Look inside)",
            run: "click",
        },
        {
            content: "It says why",
            trigger: "[name=rationale]:contains(Because.)",
        },
        {
            content: "and what people get",
            trigger: "[name=contents_html]:contains(We offer):contains(Good bye.)",
        },
    ],
});
