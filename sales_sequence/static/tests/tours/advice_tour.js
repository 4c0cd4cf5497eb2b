import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ADVICE = ".o_sales_sequence_advice";
const STEP = ".o_sales_sequence_editor_step";
const PAGE = ".o_sales_sequence_comparison";
let clicks = 0;

/** A click that counts: nobody should need more of them. */
function click(content, trigger) {
    return {
        content,
        trigger,
        run(actions) {
            clicks++;
            return actions.click();
        },
    };
}

function atMost(number) {
    return () => {
        if (clicks > number) {
            throw new Error(`${clicks} clicks`);
        }
    };
}

tours.add("sales_sequence_advice", {
    steps: () => [
        { content: "The first step is open", trigger: `${STEP}[aria-current=step]:contains(Intro)` },
        { content: "The card of the second one says what could be better", trigger: `${STEP}:contains(Reminder) [data-kind=advice]` },
        { content: "There is something to say", trigger: `${ADVICE}_line:contains(hint)` },
        { content: "It is open, as more than a hint is among it", trigger: `button${ADVICE}_line[aria-expanded=true]` },
        { content: "It says where the threshold comes from", trigger: `${ADVICE} li[data-code=long_subject] ${ADVICE}_source:not(:empty)` },
        { content: "Go there", trigger: `${ADVICE} li[data-code=long_subject] button[name=open_place]`, run: "click" },
        { content: "The step is open", trigger: `${STEP}[aria-current=step]:contains(Reminder)` },
        { content: "It does not matter", trigger: `${ADVICE} li[data-code=long_subject] button[name=dismiss]`, run: "click" },
        { content: "Nobody dismisses it without a note", trigger: ".modal button[name=confirm]:disabled" },
        { content: "Say why", trigger: ".modal input[name=note]", run: "edit They know us by this subject." },
        { content: "Dismiss it", trigger: ".modal button[name=confirm]:enabled", run: "click" },
        { content: "It is gone", trigger: `body:not(:has(.modal)) ${ADVICE} details:has(li[data-code=long_subject])` },
        { content: "Look at what was dismissed", trigger: `${ADVICE} details:not([open]) summary:contains(1 dismissed)`, run: "click" },
        { content: "Who, when and why is there", trigger: `${ADVICE} details[open] ${ADVICE}_note:contains(Dismissed by Mona Manager on):contains(They know us by this subject.)` },
        { content: "Show it again", trigger: `${ADVICE} details button[name=restore]`, run: "click" },
        { content: "It is open again", trigger: `${ADVICE}:not(:has(details)) li[data-code=long_subject] button[name=dismiss]` },
        { content: "It was not looked at for long", trigger: `${ADVICE} li[data-code=not_reviewed]` },
        { content: "Reviewed", trigger: ".o_statusbar_buttons button[name=action_mark_reviewed]", run: "click" },
        { content: "It was looked at now", trigger: `${ADVICE}:not(:has(li[data-code=not_reviewed]))` },
    ],
});

tours.add("sales_sequence_advice_on_dashboard", {
    steps: () => [
        { content: "The advice comes after all the rest", trigger: `${ADVICE} ${ADVICE}_counts:contains(hint)` },
        { content: "It names its sequence", trigger: `${ADVICE} li[data-code=long_subject] ${ADVICE}_where:contains(Advised):contains(Reminder)` },
        { content: "Nothing is wider than the screen", trigger: ADVICE, run: () => {
            const page = document.querySelector(".o_sales_sequence_dashboard_content");
            if (page.scrollWidth > page.clientWidth) {
                throw new Error(`The page is ${page.scrollWidth} wide, and the screen ${page.clientWidth}`);
            }
        } },
        { content: "Go to the step", trigger: `${ADVICE} li[data-code=long_subject] button[name=open_place]`, run: "click" },
        { content: "It is open in its sequence", trigger: ".o_sales_sequence_step_form [name=name] input:value(Reminder)" },
    ],
});

tours.add("sales_sequence_first_steps", {
    steps: () => [
        { content: "Nobody begins, and why", trigger: ".alert:contains(The first steps have been paused since):contains(9 bounced)" },
        { content: "Let people begin again", trigger: ".alert button[name=action_lift_pause]", run: "click" },
        { content: "They do", trigger: ".o_form_view:not(:has(.alert button[name=action_lift_pause]:visible))" },
    ],
});

tours.add("sales_sequence_comparison", {
    steps: () => [
        click("Open the page", ".o_notebook .nav-link[name=comparison]"),
        { content: "Nobody was drawn", trigger: `${PAGE}[data-status=none]:contains(so there is nothing to compare with)` },
        click("Hold back a share", `${PAGE} button[name=start]`),
        { content: "It says what that takes", trigger: ".modal [aria-live]:contains(people in all)" },
        { content: "and that nobody is neglected", trigger: ".modal:contains(Nobody is neglected)" },
        { content: "A fifth is offered", trigger: ".modal input[name=share]:value(20)" },
        click("Start", ".modal button[name=confirm]:enabled"),
        { content: "It runs", trigger: `body:not(:has(.modal)) ${PAGE}[data-status=running]`, run: atMost(4) },
        { content: "End it", trigger: `${PAGE} button[name=end]`, run: "click" },
        { content: "What that means is said before", trigger: ".modal-body:contains(From then on nobody is held back)" },
        { content: "Confirm", trigger: ".modal .btn-primary", run: "click" },
        { content: "It has ended, and another one may begin", trigger: `body:not(:has(.modal)) ${PAGE}[data-status=ended] button[name=start]` },
    ],
});
