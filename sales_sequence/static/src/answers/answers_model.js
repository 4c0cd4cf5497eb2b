import { Reactive } from "@web/core/utils/reactive";

export const ANSWERS = "sales.sequence.answers";

/**
 * What the screen knows of the answers: three lists, which one is open, and what was done last.
 *
 * Nothing is handled by opening it. Every verb is a call to the server, after which the lists are read again.
 */
export class AnswersModel extends Reactive {
    toHandle = [];
    unsure = [];
    handled = [];
    counts = {};
    medianWords = false;
    singleKeys = true;
    /** How many have come in since the lists were read: they wait, so that no list moves under the cursor. */
    arrived = 0;
    openId = false;
    detail = false;
    /** @type {{signalId: number, words: string, takenBackBy: string|false}|false} */
    done = false;
    isBusy = false;
    /** What is under way, or was last. */
    working = Promise.resolve();
    isLoaded = false;

    constructor(orm, filters) {
        super();
        this.orm = orm;
        this.filters = filters;
    }

    get rows() {
        return [...this.toHandle, ...this.unsure, ...this.handled];
    }

    /** The open answer: as much as the list knows of it until the rest has come. */
    get current() {
        if (this.detail && this.detail.signal_id === this.openId) {
            return this.detail;
        }
        return this.rows.find((row) => row.signal_id === this.openId) || false;
    }

    /** @returns {"to_handle"|"unsure"|"handled"} */
    kindOf(answer) {
        const isIn = (list) => list.some((row) => row.signal_id === answer.signal_id);
        if (isIn(this.unsure)) {
            return "unsure";
        }
        if (isIn(this.toHandle)) {
            return "to_handle";
        }
        // Opened from elsewhere, and outside the filters.
        return answer.handled_words || isIn(this.handled) ? "handled" : answer.why_unsure ? "unsure" : "to_handle";
    }

    call(method, ...args) {
        return this.orm.call(ANSWERS, method, args);
    }

    async load() {
        const data = await this.call("get_answers", { ...this.filters });
        Object.assign(this, {
            toHandle: data.to_handle,
            unsure: data.unsure,
            handled: data.handled,
            counts: data.counts,
            medianWords: data.median_words,
            singleKeys: data.keys,
            arrived: 0,
            isLoaded: true,
        });
    }

    async setFilters(filters) {
        Object.assign(this.filters, filters);
        await this.load();
    }

    async open(signalId) {
        this.openId = signalId;
        this.detail = false;
        if (!signalId) {
            return;
        }
        const detail = await this.call("get_answer", signalId);
        // Another one may have been opened meanwhile.
        if (this.openId === signalId) {
            this.detail = detail;
        }
    }

    /** Open the one `step` rows further down (up, if negative); nothing where there is none. */
    async move(step) {
        // The lists are as they were before what is under way.
        await this.settled();
        const ids = this.rows.map((row) => row.signal_id);
        const place = ids.indexOf(this.openId);
        const next = ids[place === -1 ? 0 : place + step];
        if (next && next !== this.openId) {
            await this.open(next);
        }
    }

    /** The next one that waits for somebody, after the open one and then from the top. */
    get nextWaiting() {
        const waiting = [...this.toHandle, ...this.unsure].map((row) => row.signal_id);
        const place = waiting.indexOf(this.openId);
        return waiting[place + 1] || waiting.find((id) => id !== this.openId) || false;
    }

    /**
     * Do something about an answer, by default the open one.
     *
     * @param {string} verb method of `sales.sequence.answers`
     * @param {any[]} [args] what it takes besides the answer
     * @param {"next"|"stay"|"list"} [then] open the next one that waits, keep this one open, or go back to the list;
     *  nothing of it where another answer is open by now
     * @param {number} [signalId]
     * @returns {Promise<any>} what the server said; false while another verb is under way
     */
    async act(verb, args = [], then = "next", signalId = this.openId) {
        // A key that is pressed twice must not fall on the next person.
        if (this.isBusy || !signalId) {
            return false;
        }
        return this.exclusively(async () => {
            const takenBackBy = this.wayBack(verb);
            const isOpen = signalId === this.openId;
            const next = isOpen ? { next: this.nextWaiting || signalId, stay: signalId, list: false }[then] : this.openId;
            const result = await this.call(verb, signalId, ...args);
            this.done = { signalId, words: result.words, takenBackBy };
            await Promise.all([this.load(), this.open(next)]);
            return result;
        });
    }

    /** A reply to this answer has left, wherever the rep is by now. That it was a person is settled with it. */
    async replied(answer, then) {
        await this.settled();
        const kind = this.kindOf(answer);
        if (kind === "unsure") {
            await this.act("person", [], "stay", answer.signal_id);
        }
        if (kind !== "handled") {
            await this.act("reply_done", [], then, answer.signal_id);
        }
    }

    async exclusively(work) {
        this.isBusy = true;
        this.working = work();
        try {
            return await this.working;
        } finally {
            this.isBusy = false;
        }
    }

    /** Resolved when nothing is under way. */
    async settled() {
        do {
            await this.working.catch(() => {});
        } while (this.isBusy);
    }

    /** The verb that takes back another one; false: nothing does. */
    wayBack(verb) {
        if (verb === "machine") {
            // Where nobody knew before, there is no verdict to go back to.
            return this.kindOf(this.current) === "unsure" ? false : "person";
        }
        return verb === "person" ? false : "undo";
    }

    /** What U takes back: what was done last on this screen, else what came of the open answer. */
    get undoable() {
        if (this.done && this.done.takenBackBy) {
            return this.done.signalId;
        }
        const current = this.current;
        return current && this.kindOf(current) === "handled" ? current.signal_id : false;
    }

    /** Take back what was done about an answer, once what is under way is done. */
    async undo(asked = false) {
        await this.settled();
        const signalId = asked || this.undoable;
        if (this.isBusy || !signalId) {
            return;
        }
        await this.exclusively(async () => {
            const isLast = this.done && this.done.signalId === signalId;
            const { words } = await this.call((isLast && this.done.takenBackBy) || "undo", signalId);
            this.done = { signalId, words, takenBackBy: false };
            await Promise.all([this.load(), this.open(signalId)]);
        });
    }
}
