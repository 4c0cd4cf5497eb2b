import { markRaw } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { Reactive } from "@web/core/utils/reactive";

export const ADVICE = "sales.sequence.advice";

/** What the form of a sequence knows about its advice: for the list of it, and for the cards of the steps. */
export class AdviceModel extends Reactive {
    /** What `get_advice` answered. */
    advice = false;

    constructor(orm) {
        super();
        this.hooks = markRaw({ orm, keepLast: new KeepLast(), steps: new Map() });
    }

    /** Settled once what was last asked for is there. */
    get loading() {
        return this.hooks.loading;
    }

    /** @param {number|false} sequenceId false: there is nothing to say about it */
    load(sequenceId) {
        this.hooks.loading = this.read(sequenceId);
        return this.hooks.loading;
    }

    async read(sequenceId) {
        const { orm, keepLast } = this.hooks;
        const call = sequenceId ? orm.silent.call(ADVICE, "get_advice", [sequenceId]) : false;
        const advice = await keepLast.add(Promise.resolve(call));
        this.hooks.steps = this.groupBySteps(advice ? advice.items : []);
        this.advice = advice && markRaw(advice);
    }

    groupBySteps(items) {
        const before = this.hooks.steps;
        const found = new Map();
        for (const { step_id: id, severity, text } of items) {
            if (id && found.has(id)) {
                found.get(id).help.push(text);
            } else if (id) {
                // The worst one comes first.
                found.set(id, { severity, text, help: [text] });
            }
        }
        for (const [id, chip] of found) {
            // Only cards that say something new are drawn again.
            const known = before.get(id);
            found.set(id, known && JSON.stringify(known) === JSON.stringify(chip) ? known : markRaw(chip));
        }
        return found;
    }

    /** @returns {{ severity: string, text: string, help: string[] }|undefined} what the card of a step says */
    ofStep(id) {
        return this.advice ? this.hooks.steps.get(id) : undefined;
    }
}
