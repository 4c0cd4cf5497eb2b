import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const pane = (name) => `.o_sales_sequence_answer_pane:has(h1:contains(${name}))`;
/** The verbs of an answer are offered when its thread is there: what is pressed before is not lost, but nobody sees it. */
const isOpen = (name) => ({
    content: `The answer of ${name} is open`,
    trigger: `${pane(name)} .o_sales_sequence_conversation .o-mail-Message`,
});
const press = (key, content) => ({ content, trigger: "body:not(:has(.modal))", run: `press ${key}` });
const pressInDialog = (key, content, trigger) => ({ content, trigger, run: `press ${key}` });
const isDone = (words) => ({ content: `It says: ${words}`, trigger: `.o_sales_sequence_done:contains(${words})` });

tours.add("sales_sequence_answers_by_keyboard", {
    steps: () => [
        isOpen("Mira"),
        press("2", "Plan a meeting"),
        {
            content: "The calendar's form is filled in",
            trigger: ".modal .o_field_widget[name=name] input",
        },
        pressInDialog("Control+Enter", "Save it", ".modal .o_form_button_save"),
        isOpen("Lena"),
        press("3", "Not now"),
        pressInDialog("1", "In a month", ".modal .o_sales_sequence_preset"),
        isOpen("Wanda"),
        press("4", "Wrong person"),
        {
            content: "Who is the right one?",
            trigger: ".modal input[name=name]",
            run: "edit Petr Svoboda",
        },
        {
            content: "Under which address?",
            trigger: ".modal input[name=email]",
            run: "edit petr.svoboda@customer.example.org",
        },
        pressInDialog("Enter", "Create and enroll", ".modal .btn-primary:enabled"),
        isOpen("Nils"),
        press("5", "Not interested"),
        pressInDialog("1", "Chose a competitor", ".modal label:contains(Chose a competitor)"),
        pressInDialog("Enter", "Mark as lost", ".modal input[type=radio]:checked"),
        isOpen("Olga"),
        press("6", "Opt out"),
        isOpen("Marek"),
        press("m", "Mark as auto-reply"),
        isOpen("Rosa"),
        press("1", "Reply"),
        {
            content: "The cursor is in the composer; choose a canned response",
            trigger: ".o-mail-Composer-input:focus",
            run: "edit ::tha",
        },
        {
            content: "Take it",
            trigger: ".o-mail-Composer-suggestion:contains(thanks)",
            run: "press Enter",
        },
        {
            content: "To whom it goes",
            trigger: ".o_sales_sequence_composer .o-mail-RecipientsInput:contains(rosa)",
        },
        {
            content: "Send it",
            trigger: ".o-mail-Composer-input:value(Thank you for your answer.)",
            run: "press Control+Enter",
        },
        {
            content: "Nothing is left to handle",
            trigger: ".o_sales_sequence_answers:not(:has([data-group=to_handle])):has([data-group=handled] strong:contains(Rosa))",
        },
    ],
});

tours.add("sales_sequence_answers_suggestion", {
    steps: () => [
        isOpen("Zoe"),
        press("ArrowRight", "Look at the next one"),
        isOpen("Pia"),
        press("ArrowLeft", "and back"),
        isOpen("Zoe"),
        press("Enter", "Nothing is suggested here, and Enter does nothing"),
        press("ArrowRight", "Go on"),
        {
            content: "The sentence that the suggestion rests on is marked",
            trigger: `${pane("Pia")} .o-mail-Message .overflow-x-auto:shadow mark:contains(Please take me off your list.)`,
        },
        {
            content: "What it looks like is a sentence with one button",
            trigger: `${pane("Pia")} .o_sales_sequence_suggestion:contains(Wants no more emails) .btn-primary:contains(Opt out)`,
        },
        press("Enter", "Opt out"),
        isOpen("Tomas"),
        press("Enter", "Write to whom they name"),
        {
            content: "The dialog knows who that is",
            trigger: ".modal input[name=email]:value(petr.svoboda@customer.example.org)",
        },
        pressInDialog("Enter", "Create and enroll", ".modal input[name=name]:focus"),
        isOpen("Lena"),
        press("Enter", "Not now, until the day they named"),
        isDone("Not now"),
        isOpen("Zoe"),
    ],
});

tours.add("sales_sequence_answers_unsure", {
    steps: () => [
        isOpen("Emma"),
        {
            content: "It says that nothing is sent meanwhile",
            trigger: `${pane("Emma")} .o_sales_sequence_question:contains(Nothing is sent meanwhile)`,
        },
        press("p", "A person wrote it"),
        {
            content: "Now it can be handled",
            trigger: `${pane("Emma")} .o_sales_sequence_answer_actions`,
        },
        press("ArrowRight", "Go on"),
        isOpen("Fritz"),
        press("m", "Mark as auto-reply"),
        isDone("Marked as auto-reply"),
    ],
});

tours.add("sales_sequence_answers_undo", {
    steps: () => [
        isOpen("Marek"),
        press("m", "Mark as auto-reply"),
        isOpen("Mira"),
        press("u", "Take it back"),
        isOpen("Marek"),
        press("ArrowRight", "Go on"),
        isOpen("Mira"),
        press("2", "Plan a meeting"),
        pressInDialog("Escape", "and think better of it", ".modal .o_field_widget[name=name] input"),
        isDone("Undone"),
        isOpen("Mira"),
        press("ArrowRight", "Go on"),
        isOpen("Lena"),
        press("3", "Not now"),
        pressInDialog("1", "In a month", ".modal .o_sales_sequence_preset"),
        isOpen("Wanda"),
        press("u", "Take it back"),
        isOpen("Lena"),
        press("ArrowRight", "Go on"),
        isOpen("Wanda"),
        press("4", "Wrong person"),
        { content: "Who is?", trigger: ".modal input[name=name]", run: "edit Petr Svoboda" },
        { content: "Where?", trigger: ".modal input[name=email]", run: "edit petr.svoboda@customer.example.org" },
        pressInDialog("Enter", "Create and enroll", ".modal .btn-primary:enabled"),
        isOpen("Nils"),
        press("u", "Take it back"),
        isOpen("Wanda"),
        press("ArrowRight", "Go on"),
        isOpen("Nils"),
        press("5", "Not interested"),
        pressInDialog("Enter", "for no reason", ".modal .btn-primary"),
        isOpen("Olga"),
        press("u", "Take it back"),
        isOpen("Nils"),
        press("ArrowRight", "Go on"),
        isOpen("Olga"),
        press("6", "Opt out"),
        isDone("Opted out"),
        press("u", "Take it back"),
        isDone("Undone"),
    ],
});

tours.add("sales_sequence_answers_phone", {
    steps: () => [
        {
            content: "The list comes first, alone",
            trigger: ".o_sales_sequence_answers:not(:has(.o_sales_sequence_answer_pane)) [data-group=to_handle] a:contains(Olga)",
            run: "click",
        },
        {
            content: "Then the answer, alone",
            trigger: `.o_sales_sequence_answers:not(:has([data-group])) ${pane("Olga")}`,
        },
        {
            content: "Opt out",
            trigger: ".o_sales_sequence_answer_actions button:contains(Opt out)",
            run: "click",
        },
        {
            content: "Back in the list, which says so",
            trigger: ".o_sales_sequence_answers:has(.o_sales_sequence_done:contains(Opted out)) [data-group=handled] a:contains(Olga)",
        },
    ],
});

tours.add("sales_sequence_answers_contact", {
    steps: () => [
        isOpen("Paula"),
        press("5", "Not interested"),
        { content: "What did they say?", trigger: ".modal input[name=note]", run: "edit They build it themselves" },
        pressInDialog("Enter", "Note it", ".modal .btn-primary"),
        isDone("Not interested"),
    ],
});

/** From the form of a lead, a contact or an enrollment: the panel is the same on all three. */
tours.add("sales_sequence_answered_elsewhere", {
    steps: () => [
        {
            content: "They answered, and we did not see it",
            trigger: ".o_sales_sequence_panel button[name=elsewhere]",
            run: "click",
        },
        { content: "The cursor is on how", trigger: ".modal input[name=way]:focus" },
        pressInDialog("2", "In the rep's own mailbox", ".modal"),
        { content: "What did they say?", trigger: ".modal input[name=note]", run: "edit Call me in May" },
        pressInDialog("Enter", "Record it", ".modal .btn-primary"),
        {
            content: "The form says so at once",
            trigger: "body:not(:has(.modal)) .o_sales_sequence_panel[data-kind=replied]",
        },
    ],
});

/** From the menu of a list, for several at once. */
tours.add("sales_sequence_answered_elsewhere_list", {
    steps: () => [
        { content: "Select all", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "Open the menu", trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)", run: "click" },
        { content: "They answered", trigger: ".o-dropdown-item:contains(They answered elsewhere)", run: "click" },
        pressInDialog("Enter", "By phone", ".modal input[name=way]:focus"),
        { content: "The list is back", trigger: "body:not(:has(.modal)) .o_list_view" },
    ],
});
