import { registry } from "@web/core/registry";

const shows = (field, unit) => ({
    content: `${field} is followed by its unit`,
    trigger: `.app_settings_block .o_setting_right_pane:has([name=${field}]):contains(${unit})`,
});

/** An administrator reads the settings: a number without its unit says nothing. */
registry.category("web_tour.tours").add("sales_sequence_settings", {
    steps: () => [
        { content: "The settings of CRM", trigger: ".settings_tab .tab[data-key=crm]", run: "click" },
        shows("sequence_sender_cap", "per 24 hours"),
        shows("sequence_sender_gap", "seconds"),
        shows("sequence_domain_cap", "per day"),
        shows("sequence_backlog_per_hour", "per hour"),
        shows("sequence_answer_days", "days"),
        shows("sequence_closed_days", "days after the first email"),
        shows("sequence_control_days", "days"),
    ],
});
