import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const DAY = "sales.sequence.day";
const EFFECTS = { today: "good", next_week: "waits" };

/** What each choice means at a glance, for its edge. */
export function effectOfChoice(key) {
    return EFFECTS[key] || "plain";
}

/** The names of the choices where there is no room for more words, in the order of their keys. */
export function namesOfChoices() {
    return { today: _t("Do today"), skip: _t("Skip"), next_week: _t("Next week"), hand_over: _t("Hand over …") };
}

/** Ask the server what came due during the absence, and decide about it. What was done is said in a notification. */
export function useAbsence() {
    const notification = useService("notification");
    const orm = useService("orm");
    return {
        load: (...touchIds) => orm.call(DAY, "get_absence", touchIds),
        async decide(touchIds, choice, userId = false) {
            const { words } = await orm.call(DAY, "decide_absence", [touchIds, choice, userId]);
            notification.add(words, { type: "success" });
        },
    };
}
