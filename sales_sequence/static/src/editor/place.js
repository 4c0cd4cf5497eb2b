import { browser } from "@web/core/browser/browser";

/** So many frames may a page of the form take to be drawn. */
const FRAMES = 60;

/** What has changed is drawn with the next frame. */
export async function drawn() {
    for (let frame = 0; frame < 2; frame++) {
        await new Promise((resolve) => browser.requestAnimationFrame(resolve));
    }
}

/** What is on another page is there once that page has been drawn, which may have to save a step first. */
async function find(root, selector) {
    let found = root.querySelector(selector);
    for (let frame = 0; !found && frame < FRAMES; frame++) {
        await new Promise((resolve) => browser.requestAnimationFrame(resolve));
        found = root.querySelector(selector);
    }
    return found;
}

/**
 * Go to a place of the form of a sequence: to one of its pages, to a step, or to a field.
 *
 * @param {Object} env that of the form
 * @param {HTMLElement} form
 * @param {{ page: string|false, step_id: number|false, field: string|false }} place
 */
export async function goTo(env, form, { page, step_id: stepId, field: name }) {
    if (page) {
        const tab = form.querySelector(`.o_notebook .nav-link[name="${page}"]`);
        tab?.click();
        // What led here stands above it, and may be longer than the window.
        tab?.scrollIntoView({ block: "start" });
    }
    if (stepId) {
        await env.salesSequenceEditor?.select(stepId);
    }
    if (name) {
        const field = await find(form, `.o_field_widget[name="${name}"]`);
        (field?.querySelector("input, textarea, select") || field)?.focus();
    }
}
