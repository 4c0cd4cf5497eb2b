import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MAX_QUOTE = 120;

/**
 * Says at once what cannot wait: somebody has answered, or a colleague's activities are now one's own. Everything else
 * is in My day, and in one digest a working day.
 */
export const liveNotifications = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service, notification }) {
        bus_service.subscribe("sales_sequence/answer", ({ signal_id, name, quote }) => {
            const screen = action.currentController?.action.tag;
            if (screen === "sales_sequence_answers") {
                // It says so itself, above the list.
                return;
            }
            const words = quote && quote.length > MAX_QUOTE ? `${quote.slice(0, MAX_QUOTE)}…` : quote;
            const close = notification.add(words || _t("Their answer is in the chatter."), {
                title: _t("%s answered", name),
                type: "success",
                // Over the outcomes of My day, which lists the answer as well, it must not stay.
                sticky: screen !== "sales_sequence_day",
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doAction({
                                type: "ir.actions.client",
                                tag: "sales_sequence_answers",
                                name: _t("Answers"),
                                params: { signal_id },
                            });
                        },
                    },
                ],
            });
        });
        bus_service.subscribe("sales_sequence/handed_over", ({ words }) => {
            notification.add(words, { type: "info" });
        });
        bus_service.start();
    },
};

registry.category("services").add("sales_sequence_live_notifications", liveNotifications);
