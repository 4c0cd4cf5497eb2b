import { onMounted, useEffect, useExternalListener } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KeyHelpDialog } from "./key_help";

/**
 * @typedef {Object} DeskKey one thing that a single key does
 * @property {string[]} keys in the words of Odoo's hotkey service, the one to show first: `["arrowright", "j"]`
 * @property {string} name what it does, translated; also its name in the command palette
 * @property {() => any} run
 * @property {() => boolean} [isAvailable] false: the key does nothing now, and is not offered
 */

const BADGES = {
    arrowdown: "↓",
    arrowleft: "←",
    arrowright: "→",
    arrowup: "↑",
    enter: () => _t("Enter"),
    escape: () => _t("Esc"),
    space: () => _t("Space"),
};

/** What is printed on a key: "N", "→". */
export function badgeOf(key) {
    const badge = BADGES[key] ?? key.toUpperCase();
    return typeof badge === "function" ? badge().toString() : badge;
}

// Dropdowns and bottom sheets do not become Odoo's active element, as dialogs and popovers do.
const ABOVE_THE_SCREEN = ".o-dropdown--menu, .o_bottom_sheet";
const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
// A focused button is what Enter and Space are for.
const PRESSED_BY_ENTER = "a[href], button, summary, input[type=checkbox], input[type=radio]";

/**
 * Single keys for a screen: each is a hotkey and a command of the palette (Ctrl+K), and H lists them all.
 *
 * They are silent in fields and while a dialog, popover or menu is open. Those that the user switched off stay
 * commands.
 *
 * @param {() => DeskKey[]} getKeys asked again whenever a key is pressed and after each rendering
 * @param {Object} options
 * @param {() => boolean} options.areOn the user's preference
 * @param {string} options.title heading of the list of keys
 * @returns {{ showAll: () => void }}
 */
export function useDeskKeys(getKeys, { areOn, title }) {
    const command = useService("command");
    const dialog = useService("dialog");
    const hotkey = useService("hotkey");
    const ui = useService("ui");

    const withHelp = () => [...getKeys(), { keys: ["h"], name: _t("Show all keys"), run: showAll }];
    const isOffered = (one) => !one.isAvailable || one.isAvailable();
    const find = (key) => withHelp().find((one) => one.keys.includes(key) && isOffered(one));

    function isSilent(key, target) {
        if (!areOn() || ui.isBlocked || ui.activeElement !== document || document.querySelector(ABOVE_THE_SCREEN)) {
            return true;
        }
        if (!(target instanceof Element)) {
            return false;
        }
        return Boolean(target.closest(["enter", "space"].includes(key) ? `${FIELDS}, ${PRESSED_BY_ENTER}` : FIELDS));
    }

    function showAll() {
        dialog.add(KeyHelpDialog, {
            title,
            keys: withHelp()
                .filter(isOffered)
                .map(({ keys, name }) => ({ badges: keys.map(badgeOf), name })),
        });
    }

    useEffect(
        (...keys) => {
            const removals = keys.map((key) =>
                // Global: otherwise a key that is registered while a dialog is open would belong to the dialog.
                hotkey.add(key, () => find(key).run(), {
                    global: true,
                    isAvailable: (target) => !isSilent(key, target) && Boolean(find(key)),
                })
            );
            return () => removals.forEach((remove) => remove());
        },
        () => withHelp().flatMap((one) => one.keys)
    );

    useEffect(
        (...names) => {
            const removals = names.map((name) => {
                const current = () => withHelp().find((one) => one.name.toString() === name);
                return command.add(name, () => current().run(), {
                    activeElement: document,
                    isAvailable: () => Boolean(current()) && isOffered(current()),
                });
            });
            return () => removals.forEach((remove) => remove());
        },
        () => withHelp().map((one) => one.name.toString())
    );

    // The hotkey service leaves out the digits of the number pad.
    useExternalListener(window, "keydown", (ev) => {
        const isPlain = !(ev.altKey || ev.ctrlKey || ev.metaKey || ev.shiftKey || ev.repeat);
        if (isPlain && ev.code?.startsWith("Numpad") && /^\d$/.test(ev.key)) {
            const found = !isSilent(ev.key, ev.target) && find(ev.key);
            if (found) {
                ev.preventDefault();
                found.run();
            }
        }
    });

    // What was clicked to come here keeps the focus otherwise, and Enter would press it again.
    onMounted(() => {
        if (document.activeElement?.matches?.(PRESSED_BY_ENTER)) {
            document.activeElement.blur();
        }
    });

    return { showAll };
}
