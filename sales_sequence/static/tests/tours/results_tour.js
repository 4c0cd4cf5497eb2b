import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const page = ".o_sales_sequence_results";
const figure = (selector, count) => `${page} ${selector} .o_sales_sequence_figure:contains(/^${count}$/)`;

function expectRows(count) {
    const found = document.querySelectorAll(".o_list_view .o_data_row").length;
    if (found !== count) {
        throw new Error(`${found} people instead of ${count}`);
    }
}

tours.add("sales_sequence_results", {
    steps: () => [
        {
            content: "Open the results from the sequence",
            trigger: ".oe_stat_button:contains(Results)",
            run: "click",
        },
        {
            content: "The rate is there, with whom it counts",
            trigger: `${page} [data-tile=answered] .o_sales_sequence_tile_value:contains(9.5%)`,
        },
        {
            content: "The curve is drawn",
            trigger: `${page} [data-card=curve] canvas[aria-label*='9.5% have answered']`,
        },
        {
            content: "Open the people who have answered",
            trigger: figure("[data-tile=answered]", 2),
            run: "click",
        },
        {
            content: "They are two",
            trigger: ".o_list_view:has(.o_breadcrumb:contains(answered)) .o_data_row",
            run: () => expectRows(2),
        },
        {
            content: "Go back",
            trigger: ".breadcrumb-item a:contains(Results)",
            run: "click",
        },
        {
            content: "Open who is still open",
            trigger: figure("[data-tile=open]", 1),
            run: "click",
        },
        {
            content: "It is the one who has just been written to",
            trigger: ".o_list_view .o_data_row:contains(Fresh)",
            run: () => expectRows(1),
        },
        {
            content: "Go back once more",
            trigger: ".breadcrumb-item a:contains(Results)",
            run: "click",
        },
        {
            content: "Open the report on the same touches",
            trigger: `${page} button[name=report]`,
            run: "click",
        },
        {
            content: "It is there",
            trigger: ".o_pivot_view, .o_graph_view, .o_list_view",
        },
    ],
});

tours.add("sales_sequence_results_on_a_phone", {
    steps: () => [
        {
            content: "The funnel is there, and nothing is wider than the screen",
            trigger: `${page} [data-card=funnel] [data-step='1']`,
            run() {
                const { scrollWidth, clientWidth } = document.querySelector(`${page}_page`);
                if (scrollWidth > clientWidth) {
                    throw new Error(`The page is ${scrollWidth} wide on a screen of ${clientWidth}`);
                }
            },
        },
        {
            content: "Choose a rep",
            trigger: `${page} button[name=user_id]`,
            run: "click",
        },
        {
            content: "Rita",
            trigger: ".o-dropdown-item:contains(Rita Rep)",
            run: "click",
        },
        {
            content: "The page is about her people",
            trigger: `${page} button[name=user_id]:contains(Rita Rep)`,
        },
        {
            content: "Open whom she has reached",
            trigger: figure("[data-card=reps] tbody tr", 21),
            run: "click",
        },
        {
            content: "They are there",
            trigger: ".o_kanban_view .o_kanban_record, .o_list_view .o_data_row",
        },
    ],
});
