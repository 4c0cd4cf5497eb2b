import { _t } from "@web/core/l10n/translation";
import { CHANNEL_ICONS } from "@sales_sequence/channel_field/channel_field";

/** What a step can be, in the order in which it is offered, and what a first one of it might do. */
export const CHANNELS = [
    { name: "email", label: _t("Email"), example: _t("Day 1: an email that says why you are writing") },
    { name: "call", label: _t("Call"), example: _t("Day 3: a call, with what to say") },
    { name: "linkedin", label: _t("LinkedIn"), example: _t("Day 4: an invitation or a message on LinkedIn") },
    { name: "todo", label: _t("To-do"), example: _t("Any day: whatever else a rep does, such as a letter") },
    { name: "action", label: _t("Automatic action"), example: _t("Any day: something that Odoo does automatically, such as adding a tag") },
].map((channel) => ({ ...channel, icon: CHANNEL_ICONS[channel.name] }));

/** People do them, and nothing has to be written first: such a step is complete as soon as it is added. */
const COMPLETE_AS_ADDED = ["call", "linkedin", "todo"];

export function channelOf(name) {
    return CHANNELS.find((channel) => channel.name === name) || { name, label: name, icon: "fa-circle-o" };
}

export function isCompleteAsAdded(name) {
    return COMPLETE_AS_ADDED.includes(name);
}
