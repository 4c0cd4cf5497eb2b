import { useEffect, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { EDITOR } from "./step_panel";

/** How long, in milliseconds, typing may rest before what was typed is looked at. */
export const TYPING = 500;

/**
 * A text as one person would get it, asked anew a moment after it, or the person, has changed.
 *
 * @param {() => object|false} getQuestion what to ask, as the server's `get_preview` names it; false: nothing
 * @returns {{ answer: object|false, error: string|false }} reactive
 */
export function usePreview(getQuestion) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const preview = useState({ answer: false, error: false });
    let isFirst = true;

    async function ask(question) {
        try {
            preview.answer = await keepLast.add(orm.silent.call(EDITOR, "get_preview", [], question));
            preview.error = false;
        } catch (error) {
            // Such as code that the user may not write: said where the text would be, not in a dialog at each key.
            preview.error = error.data?.message || error.message;
        }
    }

    const askLater = useDebounced(ask, TYPING);
    useEffect(
        () => {
            const question = getQuestion();
            if (!question) {
                Object.assign(preview, { answer: false, error: false });
            } else if (isFirst) {
                isFirst = false;
                ask(question);
            } else {
                askLater(question);
            }
        },
        () => [JSON.stringify(getQuestion())]
    );
    return preview;
}
