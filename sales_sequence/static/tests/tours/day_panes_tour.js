import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const press = (key, content, trigger) => ({ content, trigger, run: `press ${key}` });
const PANE = ".o_sales_sequence_drafts";

tours.add("sales_sequence_drafts", {
    steps: () => [
        press("Enter", "Approve the clean ones together", `${PANE}:contains(10 are clean and can go together. 2 need your eyes)`),
        {
            content: "When they leave is said at once",
            trigger: `${PANE} .o_sales_sequence_said:contains(10 approved. They go out today):contains(in Brussels)`,
        },
        {
            content: "The first doubtful one is shown, with what is doubtful, and its fields marked",
            trigger: `${PANE}:contains(A colleague was written to) .o_sales_sequence_draft_body mark:contains(Layla)`,
        },
        {
            content: "No choice is wider than the column, however many words its effect takes",
            trigger: `${PANE} .o_sales_sequence_pane_second:has(.o_sales_sequence_choice)`,
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`The choices take ${anchor.scrollWidth} of ${anchor.clientWidth} pixels.`);
                }
            },
        },
        press("1", "It may leave all the same", `${PANE} .o_sales_sequence_choice:contains(Goes out: Today)`),
        {
            content: "When it leaves is said at once",
            trigger: `${PANE} .o_sales_sequence_said:contains(Approved. It goes out today)`,
        },
        press("2", "Edit the other one", `${PANE} article:contains(Hi there):contains(The template's default text)`),
        {
            content: "Another subject, of this email only",
            trigger: ".modal .o_field_widget[name=draft_subject] input",
            run: "edit A better question",
        },
        { content: "Save it", trigger: ".modal .o_form_button_save", run: "click" },
        press("1", "Approve it", `${PANE} article:contains(A better question):contains(Changed by Rita Rep)`),
        {
            content: "The last words stay when the drafts are gone",
            trigger: ".o_notification:contains(Approved. It goes out today)",
        },
        { content: "All is done", trigger: "[data-kind=done] h2:contains(All 12 done)" },
        { content: "Twelve drafts", trigger: "[data-kind=done] .o_sales_sequence_day_done_number:contains(12)" },
    ],
});

tours.add("sales_sequence_approve_in_form", {
    steps: () => [
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        { content: "It says what happens", trigger: ".o_notification:contains(Approved. It goes out today)" },
    ],
});

tours.add("sales_sequence_approve_in_list", {
    steps: () => [
        { content: "All of them", trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { content: "Approve them", trigger: ".o_control_panel button[name=action_approve]", run: "click" },
        { content: "It says what happens", trigger: ".o_notification:contains(2 approved. They go out today)" },
    ],
});

tours.add("sales_sequence_back_from_absence", {
    steps: () => [
        {
            content: "The counts come first",
            trigger: ".o_sales_sequence_absence_banner:contains(Overdue: 1 mine, 5 while you were away)",
        },
        { content: "Show them", trigger: ".o_sales_sequence_show_absence", run: "click" },
        {
            content: "Leave one out",
            trigger: ".o_sales_sequence_absence_row:first input:checked",
            run: "click",
        },
        {
            content: "The others: next week, with the days said before",
            trigger: ".o_sales_sequence_choice:contains(Next week):enabled",
            run: "click",
        },
        { content: "What was done is said", trigger: ".o_notification:contains(4 moved to next week)" },
        { content: "One is left", trigger: ".o_sales_sequence_absence h2:contains(1 while you were away)" },
    ],
});

tours.add("sales_sequence_hand_over_absence", {
    steps: () => [
        { content: "Hand over", trigger: ".o_sales_sequence_absence_banner button[name=hand_over]", run: "click" },
        { content: "To whom", trigger: ".o_sales_sequence_colleagues .dropdown-item:contains(Mona)", run: "click" },
        { content: "What was done is said", trigger: ".o_notification:contains(1 handed over to Mona Manager)" },
        {
            content: "Decided: the banner is gone",
            trigger: ".o_sales_sequence_day:not(:has(.o_sales_sequence_absence_banner))",
        },
    ],
});

tours.add("sales_sequence_day_done", {
    steps: () => [
        press("1", "They were spoken to", ".o_sales_sequence_task:contains(Ada)"),
        { content: "All is done", trigger: "[data-kind=done] h2:contains(1 task, done)" },
        { content: "What came of it", trigger: ".o_sales_sequence_day_done_outcomes:contains(Outcome of 1 call)" },
        press("u", "Undo it", "[data-kind=done] button[name=undo]"),
        { content: "There she is again", trigger: ".o_sales_sequence_task:contains(Ada)" },
    ],
});

tours.add("sales_sequence_first_day", {
    steps: () => [
        {
            content: "No numbers, one button",
            trigger: "[data-kind=first]:not(:has(.card)) button[name=enroll]",
            run: "click",
        },
        { content: "Here are the people", trigger: ".o_list_view" },
    ],
});
