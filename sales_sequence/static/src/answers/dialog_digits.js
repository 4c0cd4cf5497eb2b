import { useHotkey } from "@web/core/hotkeys/hotkey_hook";

/**
 * In a dialog, 1 to 9 choose from a list, except while a field is edited.
 *
 * @param {(place: number) => void} choose gets the place in the list, from 0
 */
export function useDialogDigits(choose) {
    for (let place = 0; place < 9; place++) {
        useHotkey(String(place + 1), () => choose(place));
    }
}
