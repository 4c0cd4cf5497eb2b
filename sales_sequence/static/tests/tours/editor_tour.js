import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const EDITOR = ".o_sales_sequence_editor";
const SIDE = `${EDITOR}_side`;
// Nobody can type into the step while it is loaded again.
const LOADED = `${SIDE}:not(:has([inert]))`;

const card = (name) => `${EDITOR}_step:has(${EDITOR}_name:contains(${name}))`;
const isOpen = (name) => `${EDITOR}_selected:has(${EDITOR}_name:contains(${name}))`;

let clicks = 0;

/** All that the manager clicks is counted, also where it only puts the cursor into a field. */
function countClicks() {
    clicks = 0;
    window.addEventListener("click", () => clicks++, true);
}

/** The test reads how many there were. */
function sayClicks() {
    console.log(`A cadence of five touches took ${clicks} clicks`);
}

function expectOrder(...names) {
    const found = [...document.querySelectorAll(`${EDITOR}_name`)].map((name) => name.textContent.trim());
    if (found.join() !== names.join()) {
        throw new Error(`The steps are ${found.join(", ")}, and should be ${names.join(", ")}`);
    }
}

function add(channel, place = `${EDITOR}_choice`) {
    return { content: `Add: ${channel}`, trigger: `${place} button[data-channel=${channel}]`, run: "click" };
}

function writeEmail(name, subject, text) {
    return [
        { content: "Write its subject", trigger: `${SIDE}:has([name=name] input:value(${name})) [name=subject] input`, run: `edit ${subject}` },
        { content: "Write its text", trigger: `${SIDE} [name=body_html] .odoo-editor-editable`, run: `editor ${text}` },
    ];
}

function writeCall(name, text) {
    return [
        { content: "Write what to say", trigger: `${SIDE}:has([name=name] input:value(${name})) [name=note] .odoo-editor-editable`, run: `editor ${text}` },
    ];
}

tours.add("sales_sequence_write_cadence", {
    steps: () => [
        { content: "Begin a sequence", trigger: ".o_list_button_add", run: (helpers) => (countClicks(), helpers.click()) },
        { content: "Name it", trigger: ".o_form_view [name=name] textarea", run: "edit Five touches" },
        add("email", `${EDITOR}_large`),
        ...writeEmail("Email", "One question", "Could we talk on Tuesday?"),
        { content: "Add a variant", trigger: `${SIDE} button[name=add_variant]`, run: "click" },
        { content: "Write its subject", trigger: `${LOADED}:has([name=variant_name]) [name=subject] input`, run: "edit A customer story" },
        { content: "Write its text", trigger: `${LOADED}:has([name=variant_name]) [name=body_html] .odoo-editor-editable`, run: "editor They saved two days." },
        add("call"),
        ...writeCall("Call", "Ask for fifteen minutes."),
        add("email"),
        ...writeEmail("Email 2", "A fact", "Here is the guide."),
        add("call"),
        ...writeCall("Call 2", "One question about Thursday."),
        add("email"),
        ...writeEmail("Email 3", "Goodbye", "I will stop writing."),
        { content: "Publish it", trigger: ".o_form_statusbar button[name=action_publish_or_show]", run: "click" },
        { content: "It is live", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Live)" },
        {
            content: "with its five steps",
            trigger: `${EDITOR}_step:nth-of-type(5)`,
            run() {
                expectOrder("Email", "Call", "Email 2", "Call 2", "Email 3");
                sayClicks();
            },
        },
    ],
});

tours.add("sales_sequence_change_live", {
    steps: () => [
        { content: "People are before and at it", trigger: `${card("Second email")} [data-cell=before]:contains(/^2 before$/)` },
        { content: "Open the second email", trigger: `${card("Second email")} button[name=open]`, run: "click" },
        { content: "It is open", trigger: `${isOpen("Second email")}` },
        { content: "Change its text", trigger: `${SIDE}:has([name=name] input:value(Second email)) [name=body_html] .odoo-editor-editable`, run: "editor Written anew" },
        { content: "Another step saves it", trigger: `${card("Call")} button[name=open]`, run: "click" },
        { content: "The card says so", trigger: `${card("Second email")} ${EDITOR}_text:contains(Written anew)` },
        { content: "Duplicate the second email", trigger: `${card("Second email")} button[name=more]`, run: "click" },
        { content: "by the menu", trigger: ".o-dropdown-item[name=duplicate]", run: "click" },
        { content: "The copy is open", trigger: isOpen("(copy)") },
        { content: "Name it", trigger: `${SIDE} [name=name] input:value(copy)`, run: "edit Third email" },
        { content: "Move it up", trigger: `${EDITOR}_selected button[name=more]`, run: "click" },
        { content: "by the menu", trigger: ".o-dropdown-item[name=up]", run: "click" },
        { content: "What that does is said first", trigger: `${EDITOR}_question p` },
        { content: "Rather not", trigger: `${EDITOR}_question button[name=no]`, run: "click" },
        {
            content: "Nothing has moved",
            trigger: `${EDITOR}:not(:has(${EDITOR}_question)) ${isOpen("Third email")}`,
            run: () => expectOrder("First email", "Call", "Second email", "Third email", "Goodbye"),
        },
        { content: "Do it after all", trigger: `${EDITOR}_selected button[name=more]`, run: "click" },
        { content: "by the menu", trigger: ".o-dropdown-item[name=up]", run: "click" },
        { content: "Yes", trigger: `${EDITOR}_question button[name=yes]`, run: "click" },
        {
            content: "It has moved",
            trigger: `${EDITOR}_step:nth-of-type(3):contains(Third email)`,
            run: () => expectOrder("First email", "Call", "Third email", "Second email", "Goodbye"),
        },
        { content: "Archive the call", trigger: `${card("Call")} button[name=more]`, run: "click" },
        { content: "by the menu", trigger: ".o-dropdown-item[name=archive]", run: "click" },
        { content: "Who skips it is said first", trigger: `${EDITOR}_question:contains(2 people skip this)` },
        { content: "Yes", trigger: `${EDITOR}_question button[name=yes]`, run: "click" },
        { content: "It is in the archive", trigger: `${EDITOR}_archive summary:contains(1 archived step)` },
        { content: "A step that has been taken cannot be deleted", trigger: `${card("First email")} button[name=more]`, run: "click" },
        { content: "so that is not offered", trigger: ".o-dropdown--menu:has([name=archive]):not(:has([name=delete]))" },
    ],
});

tours.add("sales_sequence_long_timeline", {
    steps: () => [
        {
            content: "All steps are there",
            trigger: `${EDITOR}_step:nth-of-type(200)`,
            run() {
                const last = document.querySelector(`${EDITOR}_step:nth-of-type(200)`);
                last.scrollIntoView();
            },
        },
        { content: "Open the last one", trigger: `${EDITOR}_step:nth-of-type(200) button[name=open]`, run: "click" },
        {
            content: "It is open beside it, on the same screen",
            trigger: `${SIDE}:has([name=name] input:value(Step 200))`,
            run() {
                const { top, bottom } = document.querySelector(SIDE).getBoundingClientRect();
                if (top < 0 || bottom > window.innerHeight) {
                    throw new Error(`The open step is from ${top} to ${bottom} on a screen of ${window.innerHeight}`);
                }
            },
        },
        { content: "Rename it", trigger: `${SIDE} [name=name] input`, run: "edit The very last" },
        { content: "Open another one", trigger: `${EDITOR}_step:nth-of-type(199) button[name=open]`, run: "click" },
        { content: "Its card has the name", trigger: `${EDITOR}_step:nth-of-type(200):contains(The very last)` },
        { content: "The other one is open", trigger: `${SIDE}:has([name=name] input:value(Step 199))` },
    ],
});

/** Another browser tab has deleted the step that is open here, and the server has ended the right to write. */
tours.add("sales_sequence_step_deleted", {
    steps: () => [
        { content: "Open the call", trigger: `${card("Call")} button[name=open]`, run: "click" },
        {
            content: "Somebody deletes it",
            trigger: `${SIDE}:has([name=name] input:value(Call))`,
            async run() {
                const id = Number(document.querySelector(`${EDITOR}_selected`).dataset.id);
                const answer = await fetch("/web/dataset/call_kw/sales.sequence.editor/delete_step", {
                    method: "POST",
                    headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({ jsonrpc: "2.0", params: { model: "sales.sequence.editor", method: "delete_step", args: [id], kwargs: {} } }),
                });
                const { error } = await answer.json();
                if (error) {
                    throw new Error(error.data.message);
                }
            },
        },
        { content: "Rename it", trigger: `${SIDE} [name=name] input`, run: "edit A long text" },
        { content: "Go on", trigger: `${card("First email")} button[name=open]`, run: "click" },
        { content: "It is said", trigger: ".o_dialog .modal-footer button", run: "click" },
        { content: "The text is there until it is discarded", trigger: `body:not(:has(.o_dialog)) ${SIDE}:has([role=alert]:contains(Somebody has deleted this step)) [name=name] input:value(A long text)` },
        { content: "Discard it", trigger: ".o_form_button_cancel:visible", run: "click" },
        { content: "Another one is open", trigger: isOpen("First email") },
    ],
});

tours.add("sales_sequence_read_timeline", {
    steps: () => [
        { content: "The steps are there", trigger: `${card("Call")} button[name=open]`, run: "click" },
        { content: "and can be read", trigger: `${SIDE} [name=name] span:contains(Call)` },
        { content: "but not changed", trigger: `${EDITOR}:not(:has(button[name=more], button[name=add], ${EDITOR}_grip)) ${SIDE}:not(:has([name=name] input))` },
    ],
});

tours.add("sales_sequence_editor_on_a_phone", {
    steps: () => [
        {
            content: "The cards are as wide as the screen, and nothing is wider",
            trigger: `${card("Call")}`,
            run() {
                const { scrollWidth, clientWidth } = document.querySelector(EDITOR);
                if (scrollWidth > clientWidth) {
                    throw new Error(`The timeline is ${scrollWidth} wide on a screen of ${clientWidth}`);
                }
            },
        },
        { content: "Open the call", trigger: `${card("Call")} button[name=open]`, run: "click" },
        {
            content: "It fills the screen, and has the focus",
            trigger: `${EDITOR}_page [name=name] input`,
            run() {
                const page = document.querySelector(`${EDITOR}_page`);
                if (page.getBoundingClientRect().width !== window.innerWidth || !page.contains(document.activeElement)) {
                    throw new Error("The step does not fill the screen, or has no focus");
                }
            },
        },
        { content: "Rename it", trigger: `${EDITOR}_page [name=name] input`, run: "edit Ring them" },
        { content: "Go back", trigger: `${EDITOR}_page button[name=back]`, run: "click" },
        {
            content: "It is saved, and its card has the focus",
            trigger: `body:not(:has(${EDITOR}_page)) ${card("Ring them")}`,
            run() {
                if (!document.activeElement.matches(`${EDITOR}_name`)) {
                    throw new Error("The card of the step has no focus");
                }
            },
        },
    ],
});
