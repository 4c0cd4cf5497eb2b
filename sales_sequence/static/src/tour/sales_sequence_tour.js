import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const CRM = ".o_app[data-menu-xmlid='crm.crm_menu_root']";
const MENU = "[data-menu-xmlid='sales_sequence.sales_sequence_menu']";
const LIBRARY = "[data-menu-xmlid='sales_sequence.sales_sequence_menu_library']";

/** The first run: from the home screen to a live sequence. */
registry.category("web_tour.tours").add("sales_sequence_tour", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            isActive: ["community"],
            trigger: CRM,
            content: markup(_t("Sequences are part of <b>CRM</b>.")),
            tooltipPosition: "right",
            run: "click",
        },
        {
            isActive: ["enterprise"],
            trigger: CRM,
            content: markup(_t("Sequences are part of <b>CRM</b>.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: `.o_menu_sections ${MENU}`,
            content: _t("Emails, calls and to-dos on the right day, until the person answers: all of it is in this menu."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: LIBRARY,
            content: markup(_t("Nobody has to begin with an empty page: the <b>Library</b> has sequences that are written already.")),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_sales_sequence_use",
            content: markup(_t("A card shows what happens on which day. <b>Use this</b> makes a copy that is yours.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=offer] input",
            content: _t("What do you sell? The words go into the emails."),
            tooltipPosition: "bottom",
            run: "edit software that plans warehouse shifts",
        },
        {
            trigger: ".modal .o_field_widget[name=audience] input",
            content: _t("To whom?"),
            tooltipPosition: "bottom",
            run: "edit logistics managers",
        },
        {
            trigger: ".modal .o_field_widget[name=proof] input",
            content: _t("What has it done for somebody? One sentence is enough."),
            tooltipPosition: "bottom",
            run: "edit Halden Foods plans in three hours what took two days.",
        },
        {
            trigger: ".modal button[name=action_use]",
            content: markup(_t("<b>Create my copy</b>: nothing is sent yet.")),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_statusbar button[name=action_publish_or_show]",
            content: markup(_t("Read the emails below, and change what you like. Then <b>Publish</b>: from now on people can be enrolled.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=live]",
        },
    ],
});
