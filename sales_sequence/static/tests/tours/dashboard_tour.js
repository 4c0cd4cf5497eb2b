import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const isThere = (trigger, content) => ({ content, trigger });
const click = (trigger, content) => ({ content, trigger, run: "click" });
const backToDashboard = [
    click(".o_breadcrumb .breadcrumb-item a:contains(dashboard), .o_back_button", "Back to the dashboard"),
    isThere(".o_sales_sequence_tiles", "The dashboard is there again"),
];

tours.add("sales_sequence_dashboard", {
    steps: () => [
        isThere(".o_sales_sequence_active .o_sales_sequence_big:contains(4)", "Four people are active"),
        isThere(".o_sales_sequence_answered .o_sales_sequence_big:contains(1)", "One has answered"),
        isThere(".o_sales_sequence_sentence:contains(Rita Rep has 3 calls to make)", "Who waits for whom"),
        isThere(".o_sales_sequence_status:not(:contains(Checking))", "The system was checked"),
        click(".o_sales_sequence_waiting_tile .o_sales_sequence_big", "Who waits?"),
        isThere(".o_list_view .o_data_row:nth-child(3)", "Three tasks"),
        isThere(".o_list_view:not(:has(.o_data_row:nth-child(4)))", "And no fourth"),
        ...backToDashboard,
        click(".o_sales_sequence_answered .o_sales_sequence_big", "Who answered?"),
        isThere(".o_list_view .o_data_row:contains(Ada0)", "The one who did"),
        isThere(".o_list_view:not(:has(.o_data_row:nth-child(2)))", "And nobody else"),
        ...backToDashboard,
        isThere(".o_sales_sequence_panel canvas", "The work ahead is drawn"),
        click(".o_sales_sequence_rates button:contains(Dashboard sequence)", "What has the sequence earned?"),
        isThere(".o_sales_sequence_results", "Its results"),
    ],
});

tours.add("sales_sequence_dashboard_on_phone", {
    steps: () => [
        isThere(".o_sales_sequence_active .o_sales_sequence_big:contains(4)", "Four people are active"),
        isThere(".o_sales_sequence_waiting td[data-label]", "Steps are lines"),
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_sales_sequence_dashboard_content",
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`${anchor.scrollWidth} px wide on ${anchor.clientWidth} px`);
                }
            },
        },
        click(".o_sales_sequence_waiting tbody .o_sales_sequence_all button", "Who waits for the rep?"),
        isThere(".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)", "Those who do"),
    ],
});
