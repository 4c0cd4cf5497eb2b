import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const page = ".o_sales_sequence_status_page";
const row = (code, status) => `[data-item=${code}][data-status=${status}]`;
const item = (code, status) => `${page} ${row(code, status)}`;

const toTheEnd = [
    {
        content: "What Odoo cannot know yet is unknown, and nothing is red",
        trigger: `${page}:has(${row("outgoing_server", "unknown")}) ${row("gateway", "unknown")}`,
        run() {
            if (document.querySelector(`${page} [role=alert]`)) {
                throw new Error("The page is red before anything is known");
            }
        },
    },
    {
        content: "Connect to the outgoing server",
        trigger: `${page} .o_sales_sequence_check`,
        run: "click",
    },
    {
        content: "It answers",
        trigger: item("outgoing_server", "ok"),
    },
    {
        content: "Test the gateway: the link starts a round trip",
        trigger: `${item("gateway", "unknown")} .o_sales_sequence_place`,
        run: "click",
    },
    {
        content: "The mail server takes it, and Odoo reads it",
        trigger: `${page} .o_sales_sequence_round_trip[data-status=ok] li[data-station=read][data-status=ok]`,
        timeout: 60000,
    },
    {
        content: "With that, everything is set up",
        trigger: `${page} .o_sales_sequence_done:contains(10 of 10)`,
    },
    {
        content: "The page fits on the screen",
        trigger: `${page} .o_sales_sequence_chain`,
        run() {
            const { scrollWidth, clientWidth } = document.querySelector(`${page} .o_content`);
            if (scrollWidth > clientWidth) {
                throw new Error(`The page is ${scrollWidth} wide on a screen of ${clientWidth}`);
            }
        },
    },
];

tours.add("sales_sequence_setup", {
    steps: () => [
        ...toTheEnd,
        {
            content: "Open where an item is set up",
            trigger: `${page} [data-item=alias_domain] .o_sales_sequence_place`,
            run: "click",
        },
        {
            content: "Go back",
            trigger: ".o_list_view .breadcrumb-item a:contains(System status), .o_list_view .o_back_button",
            run: "click",
        },
        {
            content: "The page is there again, with the last round trip",
            trigger: `${page} .o_sales_sequence_round_trip[data-status=ok]`,
        },
    ],
});

tours.add("sales_sequence_setup_on_phone", { steps: () => toTheEnd });

tours.add("sales_sequence_setup_in_settings", {
    steps: () => [
        {
            content: "Settings show the same checklist",
            trigger: ".o_sales_sequence_in_settings [data-item=alias_domain][data-status=ok]",
        },
        {
            content: "Go to the page",
            trigger: ".o_sales_sequence_in_settings .btn:contains(System status)",
            run: "click",
        },
        {
            content: "It is there",
            trigger: `${page} .o_sales_sequence_chain`,
        },
    ],
});

tours.add("sales_sequence_old_address_of_status", {
    steps: () => [{ content: "A bookmark of Engine leads here", trigger: `${page} .o_sales_sequence_chain` }],
});
