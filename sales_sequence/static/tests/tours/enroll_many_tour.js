import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

function call(model, method, args) {
    return rpc(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs: {} });
}

/** An administrator enrolls a whole list, and watches it go on in the background. */
registry.category("web_tour.tours").add("sales_sequence_enroll_many", {
    steps: () => [
        {
            content: "Select all leads of the list",
            trigger: ".o_list_record_selector:first input",
            run: "click",
        },
        {
            content: "Open the actions",
            trigger: ".o_control_panel .o_cp_action_menus button:contains(Actions)",
            run: "click",
        },
        {
            content: "Enroll them",
            trigger: ".o-dropdown--menu .o_menu_item:contains(Enroll in sequence)",
            run: "click",
        },
        {
            content: "The only sequence is chosen",
            trigger: ".modal .alert-success:contains(5 will be enrolled)",
        },
        {
            content: "Enroll",
            trigger: ".modal button[name=action_enroll]",
            run: "click",
        },
        {
            content: "It says that it continues in the background, where the scheduled job runs",
            trigger: ".modal .alert-info:contains(You can close this page)",
            async run() {
                const domain = [["name", "ilike", "enroll large selections"]];
                await call("ir.cron", "method_direct_trigger", [await call("ir.cron", "search", [domain])]);
            },
        },
        {
            content: "The screen moves on without a click",
            trigger: ".modal [name=enrolled_count]:contains(5)",
        },
        {
            content: "See the result",
            trigger: ".modal button[name=action_view_result]",
            run: "click",
        },
        {
            content: "It is the one that a small selection shows at once",
            trigger: ".modal .alert-success:contains(5 enrolled in)",
        },
    ],
});
