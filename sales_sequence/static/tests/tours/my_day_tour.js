import { edit, press, queryFirst, queryOne, waitFor, waitUntil } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

// Late in the evening, "in two hours" is tomorrow, too, at an hour.
const TOMORROW = ".o_sales_sequence_dates .o_sales_sequence_choice:contains(Tomorrow):not(:contains('Tomorrow,'))";
const tours = registry.category("web_tour.tours");
const PATIENCE = 20000;

const shown = () => queryFirst(".o_sales_sequence_task")?.dataset.touch;
const waitForAnother = (touchId) => waitUntil(() => shown() !== touchId, { timeout: PATIENCE });
/** Every key that reaches the page, but for what is typed into a note. A page load would forget the counter. */
function countKeys() {
    window.salesSequenceKeys = 0;
    const isTyped = ({ key, target }) => target.matches("textarea") && key !== "Escape";
    window.addEventListener(
        "keydown",
        (ev) => {
            window.salesSequenceKeys += isTyped(ev) ? 0 : 1;
        },
        { capture: true }
    );
}

function checkKeys(most) {
    const count = window.salesSequenceKeys;
    if (!(count <= most)) {
        throw new Error(`${count} key presses instead of at most ${most}`);
    }
    console.log(`My day: ${count} key presses`);
}

async function writeNote(note) {
    await press("n");
    await waitFor(".o_sales_sequence_note:focus");
    await edit(note, { confirm: false });
    await press("Escape");
}

const KEYS = {
    async meeting() {
        await press("6");
        await waitFor(".modal .o_form_button_save", { timeout: PATIENCE });
        await waitFor(".modal .o_field_widget[name=name] input", { timeout: PATIENCE });
        await press("Enter");
        await waitUntil(() => !queryFirst(".modal"), { timeout: PATIENCE });
    },
    async notNow() {
        await press("7");
        await waitFor(".o_sales_sequence_dates", { timeout: PATIENCE });
        await press("2");
    },
};

/** Works off the queue, a step for each: a key, or a name of `KEYS`; with a star, a note is written first. */
const workOff = (plan) =>
    plan.map((entry, index) => ({
        content: `Call ${index + 1}: ${entry}`,
        trigger: ".o_sales_sequence_outcomes .o_sales_sequence_choice:enabled",
        // A step ends after ten seconds by default, whatever its own waits allow.
        timeout: PATIENCE,
        async run() {
            const touchId = shown();
            const what = entry.replace("*", "");
            if (entry.endsWith("*")) {
                await writeNote(`Note ${index + 1}`);
            }
            await (KEYS[what]?.() ?? press(what));
            await waitForAnother(touchId);
        },
    }));

const start = { content: "The first person is shown", trigger: ".o_sales_sequence_task" };

const count = { content: "Count the keys from now on", trigger: ".o_sales_sequence_day", run: () => countKeys() };
const check = (most) => ({
    content: `At most ${most} key presses, and no page load`,
    trigger: ".o_sales_sequence_day",
    run: () => checkKeys(most),
});
// The numbers of that page are the server's.
const allSaved = (calls) => ({
    content: "There is nobody left, and all of it is saved",
    trigger: `.o_sales_sequence_day_done:contains(${calls} calls)`,
});
const ROUND = ["2*", "3", "1", "2", "5", "3*", "notNow", "4", "meeting", "3"];
const LAST_ROUND = ["2*", "3*", "1*", "4*", "3", "2", "2", "3", "1", "5"];

tours.add("sales_sequence_my_day_ten", {
    steps: () => [
        start,
        count,
        ...workOff(["1", "2", "3", "4", "5", "1", "2", "3*", "4", "5"]),
        check(12),
        allSaved(10),
        { content: "Ten of ten", trigger: ".o_sales_sequence_progress:contains(10 of 10 done)" },
    ],
});

tours.add("sales_sequence_my_day_forty", {
    steps: () => [
        start,
        count,
        ...workOff([...ROUND, ...ROUND, ...ROUND, ...LAST_ROUND]),
        check(80),
        allSaved(40),
        { content: "Forty of forty", trigger: ".o_sales_sequence_progress:contains(40 of 40 done)" },
    ],
});

tours.add("sales_sequence_my_day_each_outcome", {
    steps: () => [start, ...workOff(["1", "2", "3", "4", "5", "meeting", "notNow"]), allSaved(7)],
});

tours.add("sales_sequence_my_day_undo_and_snooze", {
    steps: () => [
        start,
        ...workOff(["1", "5"]),
        { content: "Both are saved", trigger: ".o_sales_sequence_last .fa-check" },
        { content: "Take the last one back", trigger: ".o_sales_sequence_day", run: () => press("u") },
        { content: "That person is shown again", trigger: ".o_sales_sequence_task h2:contains(Ada1)" },
        { content: "Once more", trigger: ".o_sales_sequence_progress:contains(1 of 4 done)" },
        {
            content: "A meeting that is not saved is not recorded",
            trigger: ".o_sales_sequence_outcomes",
            run: () => press("6"),
        },
        {
            content: "Close it",
            trigger: ".modal .o_field_widget[name=name] input",
            run: () => press("Escape"),
        },
        { content: "It says so", trigger: ".o_notification:contains(nothing was recorded)" },
        { content: "The same person is shown", trigger: "body:not(:has(.modal)) .o_sales_sequence_task h2:contains(Ada1)" },
        { content: "Snooze", trigger: ".o_sales_sequence_outcomes .o_sales_sequence_choice:enabled", run: () => press("s") },
        {
            content: "Until tomorrow",
            trigger: TOMORROW,
            run: () => press(queryOne(`${TOMORROW} kbd`).textContent),
        },
        { content: "Said", trigger: ".o_sales_sequence_last:contains(Ada1):has(.fa-check)" },
        { content: "The next one", trigger: ".o_sales_sequence_task h2:contains(Ada2)" },
        { content: "They answered elsewhere", trigger: ".o_sales_sequence_day", run: () => press("a") },
        { content: "Saved", trigger: ".o_sales_sequence_last:contains(Ada2):has(.fa-check)" },
        { content: "Open the record", trigger: ".o_sales_sequence_task h2:contains(Ada3)", run: () => press("e") },
        { content: "It is the lead", trigger: ".o_form_view .o_field_widget[name=name]" },
        { content: "Back", trigger: ".breadcrumb-item a:contains(My day)", run: "click" },
        { content: "The same person", trigger: ".o_sales_sequence_task h2:contains(Ada3)" },
    ],
});

tours.add("sales_sequence_my_day_filters", {
    steps: () => [
        start,
        { content: "Seven tasks", trigger: ".o_sales_sequence_queue:has(.o_sales_sequence_row:contains(Ada))" },
        { content: "Choose", trigger: ".o_sales_sequence_filter_button", run: "click" },
        { content: "Calls only", trigger: ".o-dropdown-item:contains(Calls only)", run: "click" },
        {
            content: "To-dos are gone",
            trigger: ".o_sales_sequence_queue:not(:has([data-group=todos]))",
        },
        { content: "Choose", trigger: ".o_sales_sequence_filter_button", run: "click" },
        { content: "One sequence", trigger: ".o-dropdown-item:contains(Second sequence)", run: "click" },
        {
            content: "Only those of the second",
            trigger: ".o_sales_sequence_queue:has(.o_sales_sequence_row:contains(Bea0)):not(:has(.o_sales_sequence_row:contains(Ada)))",
        },
        { content: "Remove the sequence", trigger: ".o_sales_sequence_facet:contains(Second) button", run: "click" },
        { content: "Choose", trigger: ".o_sales_sequence_filter_button", run: "click" },
        { content: "Hours of Japan", trigger: ".o-dropdown-item:contains(Japan)", run: "click" },
        {
            content: "Only who lives there",
            trigger: ".o_sales_sequence_queue:has(.o_sales_sequence_row:contains(Jun0)):not(:has(.o_sales_sequence_row:contains(Ada)))",
        },
        { content: "A name that nobody has", trigger: ".o_sales_sequence_search", run: "edit zzz" },
        { content: "What is hidden is said", trigger: ".o_sales_sequence_day_done[data-kind=filter]" },
        { content: "Clear", trigger: "button[name=clear_filter]", run: "click" },
        { content: "Everybody is back", trigger: ".o_sales_sequence_queue:has(.o_sales_sequence_row:contains(Ada0))" },
    ],
});
