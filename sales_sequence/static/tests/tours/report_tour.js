import { registry } from "@web/core/registry";

/** A manager looks at the report: two of three people are closed, one of them has answered. */
registry.category("web_tour.tours").add("sales_sequence_report", {
    steps: () => [
        { content: "The measures", trigger: ".o_pivot th:contains(Answer rate)" },
        { content: "The rate is of the closed", trigger: ".o_pivot tr:contains(Total) td:contains(50%)" },
        { content: "The other sequence has nobody closed", trigger: ".o_pivot tr:contains(Later) td:contains(–)" },
        {
            content: "Open who was reached",
            trigger: ".o_pivot tr:contains(Total) .o_pivot_cell_value:first",
            run: "click",
        },
        { content: "Three people", trigger: ".o_list_view .o_data_row:eq(2)" },
        { content: "no more", trigger: ".o_list_view:not(:has(.o_data_row:eq(3)))" },
        { content: "They are enrollments", trigger: ".o_list_view .o_data_row:contains(Cem)" },
        { content: "Back", trigger: ".breadcrumb-item a:contains(Sequences)", run: "click" },
        { content: "The report", trigger: ".o_pivot tr:contains(Total)" },
        { content: "Open the search menu", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "A question",
            trigger: ".o_favorite_menu .o-dropdown-item:contains(What ends our sequences?)",
            run: "click",
        },
        { content: "One reason, of one person", trigger: ".o_pivot tbody tr:contains(Answered) td:contains(1)" },
        { content: "nothing without a reason", trigger: ".o_pivot:not(:contains(None))" },
        {
            content: "Another one",
            trigger: ".o_favorite_menu .o-dropdown-item:contains(Which step earns the answers?)",
            run: "click",
        },
        { content: "Steps below their sequence", trigger: ".o_pivot tbody tr:contains(Step 1)" },
        { content: "As a graph", trigger: ".o_switch_view.o_graph", run: "click" },
        { content: "Bars", trigger: ".o_graph_renderer canvas" },
        { content: "As a list", trigger: ".o_switch_view.o_list", run: "click" },
        { content: "Groups", trigger: ".o_list_view .o_group_header:contains(Sooner)", run: "click" },
        { content: "and the steps in them", trigger: ".o_list_view .o_group_header:contains(Step 1)", run: "click" },
        { content: "and their touches", trigger: ".o_list_view .o_data_row:eq(1)" },
    ],
});
