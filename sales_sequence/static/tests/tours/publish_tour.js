import { registry } from "@web/core/registry";

const PUBLISH = ".o_sales_sequence_publish";
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

registry.category("web_tour.tours").add("sales_sequence_new_version", {
    steps: () => [
        {
            content: "It is the only version",
            trigger: `.o_sales_sequence_version_line:not(:contains(v1)) [name=since_text]`,
        },
        click("Make a new version", "button[name=action_new_version]"),
        {
            content: "It has a number, and is a draft",
            trigger: ".o_breadcrumb:contains(Outreach v2)",
        },
        {
            content: "All is done, and its hints are shown",
            trigger: `${PUBLISH}.o_sales_sequence_complete li[data-status=hint]`,
        },
        {
            content: "Write another subject",
            trigger: ".o_sales_sequence_editor [name=subject] input, .o_sales_sequence_editor [name=subject] textarea",
            run: "edit A better question",
        },
        click("Save", ".o_form_button_save"),
        {
            content: "It is saved",
            trigger: ".o_sales_sequence_editor_step:contains(A better question)",
        },
        click("See what changed", "button[name=action_view_difference]"),
        {
            content: "The old subject stands beside the new one",
            trigger: ".modal .o_sales_sequence_change:has(.o_sales_sequence_before:contains(A question)) ins:contains(better)",
        },
        click("Close the difference", ".modal .btn-close"),
        {
            content: "It is closed",
            trigger: "body:not(:has(.modal))",
        },
        click("Publish", "button[name=action_publish_or_show]"),
        {
            content: "It is live",
            trigger: ".o_sales_sequence_version_line:contains(Live):contains(since)",
        },
        click("Look at the versions", ".o_notebook .nav-link[name=history]"),
        {
            content: "The first version keeps its person",
            trigger: ".o_sales_sequence_history li[data-version=v1] button:contains(/^1$/)",
        },
        {
            content: "All that took few clicks",
            trigger: ".o_sales_sequence_history li[data-version=v2]",
            run() {
                if (clicks > 6) {
                    throw new Error(`${clicks} clicks`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("sales_sequence_publish_missing", {
    steps: () => [
        {
            content: "The checklist is open at what is missing",
            trigger: `${PUBLISH} li[data-status=missing] button`,
        },
        click("Publish nevertheless", "button[name=action_publish_or_show]"),
        {
            content: "It leads to what is missing",
            trigger: `${PUBLISH} li[data-status=missing]:focus`,
        },
        click("Go there", `${PUBLISH} li[data-status=missing] button`),
        {
            content: "The step is open: write its subject",
            trigger: ".o_sales_sequence_editor [name=name] input:value(Reminder)",
        },
    ],
});
