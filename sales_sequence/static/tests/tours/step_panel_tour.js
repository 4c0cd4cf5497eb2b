import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const SUBJECT = "div[name=subject] input";
const BODY = "div[name=body_html] .odoo-editor-editable";
const PREVIEW = ".o_sales_sequence_preview";
// Nobody can type into the step while it is loaded again.
const LOADED = { content: "The step is loaded again", trigger: "body:not([inert]):not(:has([inert]))" };
const TAB = ".o_sales_sequence_variants [role=tab]";

const chip = (label) => `.o_sales_sequence_chip:contains(${label})`;

tours.add("sales_sequence_write_email", {
    steps: () => [
        { content: "Write the subject", trigger: SUBJECT, run: ({ anchor }) => type(anchor, "A question for ") },
        { content: "with the company in it", trigger: chip("Company"), run: "click" },
        { content: "which is shown in words", trigger: SUBJECT, run: ({ anchor }) => expectValue(anchor, "A question for [Company]") },
        { content: "Write the text", trigger: BODY, run: "editor Good morning," },
        { content: "with the first name in it", trigger: chip("First name"), run: "click" },
        { content: "which is a chip", trigger: `${BODY} t[data-sales-sequence-field="First name"]` },
        { content: "The preview does not wait until it is saved", trigger: `${PREVIEW}_body mark:contains(Anna)` },
        { content: "nor that of the subject", trigger: `${PREVIEW}_subject:contains(A question for Northwind Tooling)` },
        { content: "Add a variant", trigger: "button[name=add_variant]", run: "click" },
        { content: "It is open", trigger: `${TAB}.active:contains(Variant B)` },
        LOADED,
        { content: "Say something else in it", trigger: SUBJECT, run: "edit Another question" },
        { content: "Give it to more people", trigger: "input[name=variant_weight]", run: "edit 3 && press Tab" },
        { content: "three of four", trigger: `${TAB}.active:contains(75)` },
        { content: "Look at both", trigger: "button[name=side_by_side]", run: "click" },
        { content: "The first one as it was", trigger: ".modal section:contains(A) [name=subject] input" },
        { content: "Done", trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "Back to the first", trigger: `body:not(:has(.modal)) ${TAB}:contains(Variant A)`, run: "click" },
        { content: "which is not written in French yet", trigger: "[data-lang=fr_FR] .o_sales_sequence_warn" },
        { content: "Write it", trigger: "[data-lang=fr_FR]", run: "click" },
        { content: "It is the language", trigger: "[data-lang=fr_FR][aria-pressed=true]" },
        LOADED,
        { content: "Go to the first variant again", trigger: `${TAB}:contains(Variant A)`, run: "click" },
        { content: "The subject", trigger: SUBJECT, run: "edit Une question" },
        { content: "and the text", trigger: BODY, run: "editor Bonjour de Paris" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is written in French", trigger: "[data-lang=fr_FR]:not(:has(.o_sales_sequence_warn))" },
        { content: "Back to English", trigger: "[data-lang=en_US]", run: "click" },
        { content: "where nothing has changed", trigger: `${SUBJECT}:value("A question for [Company]")` },
        { content: "and the preview is English, too", trigger: `${PREVIEW}_subject:contains(A question for Northwind Tooling)` },
        { content: "Send a test", trigger: "button[name=send_test]", run: "click" },
        { content: "It has left", trigger: ".o_notification:contains(manager@)" },
    ],
});

tours.add("sales_sequence_detach", {
    steps: () => [
        { content: "The text is that of a template", trigger: "[role=status]:contains(Shared with others)" },
        { content: "and only read", trigger: "div[name=subject]:not(:has(input)):contains(Ours)" },
        { content: "Write it here instead", trigger: "button[name=detach_template]", run: "click" },
        { content: "The editor of the text is there, too, and takes the focus from nobody any more", trigger: BODY },
        LOADED,
        { content: "Change it", trigger: SUBJECT, run: "edit Ours, changed" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_status_indicator:not(:has(.o_form_button_save:visible))" },
    ],
});

tours.add("sales_sequence_read_email", {
    steps: () => [
        { content: "It is previewed", trigger: `${PREVIEW}_subject:contains(Read only)` },
        { content: "and nothing can be written", trigger: ".o_sales_sequence_step_form:not(:has(.o_sales_sequence_chip, [contenteditable=true], [name=subject] input, [name=add_variant]))" },
    ],
});

/** With the space at the end, that `edit` would leave out, and the cursor behind it. */
function type(input, text) {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
}

function expectValue(input, value) {
    if (input.value !== value) {
        throw new Error(`The subject is ${input.value}`);
    }
}
