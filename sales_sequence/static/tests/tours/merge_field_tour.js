import { registry } from "@web/core/registry";

/** Somebody who may not write code puts a field into the subject of the template whose form is open. */
registry.category("web_tour.tours").add("sales_sequence_merge_field", {
    steps: () => [
        {
            content: "Ask for a field in the subject",
            trigger: "div[name=subject] input",
            run: "edit For && press #",
        },
        {
            content: "What sequences say comes first",
            trigger: ".o_model_field_selector_popover_item:first-child[data-name=sequence_salutation]",
        },
        {
            content: "with what it says of the newest record",
            trigger: ".o_model_field_selector_popover_item[data-name=sequence_company_name]:contains(Empty)",
        },
        {
            content: "Look for another record",
            trigger: ".o_sales_sequence_example input",
            run: "edit Deal with Ada",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Deal with Ada)",
            run: "click",
        },
        {
            content: "It says what the field says of that one",
            trigger: ".o_model_field_selector_popover_item[data-name=sequence_salutation]:contains(Hello Ada,)",
        },
        {
            content: "Look for the company",
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit their company",
        },
        {
            content: "Choose the field",
            trigger:
                ".o_model_field_selector_popover_item:first-child[data-name=sequence_company_name]:contains(Acme) button",
            run: "click",
        },
        {
            content: "Say what to write where there is none",
            trigger: ".o_model_field_selector_default_value_input input",
            run: "edit you",
        },
        {
            content: "Insert it",
            trigger: ".o_model_field_selector_popover button:contains(Insert)",
            run: "click",
        },
        {
            content: "Save",
            trigger: "body:not(:has(.o_model_field_selector_popover)) .o_form_button_save",
            run: "click",
        },
        {
            content: "Saved",
            trigger: ".o_form_saved",
        },
    ],
});
