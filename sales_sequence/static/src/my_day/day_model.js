import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const { DateTime } = luxon;

/** The groups that are worked off one task after another, in this order. */
export const WALK = ["calls_now", "linkedin", "todos"];
// Loaded together, so that a fast rep does not wait for each.
const TASKS_AHEAD = 3;
// "38 min left" is wrong after a while.
const TASK_IS_OLD = 60;

/**
 * The rep's day on the client: the queue, the task that is shown, and what was recorded here.
 *
 * Recording is done in the background, one after another: the next person is shown at once. Where the server refuses,
 * the person is put back to their place. The order of the queue only changes when the rep asks for it.
 */
export class DayModel {
    /**
     * @param {Object} services
     * @param {Object} services.orm
     * @param {Object} services.notification
     * @param {Object} [state] of `exportState`, of an earlier visit
     */
    constructor({ orm, notification }, state = {}) {
        this.orm = markRaw(orm);
        this.notification = markRaw(notification);
        this.filters = state.filters || {};
        this.currentId = state.currentId || false;
        /** @type {"task"|"drafts"|"absence"|"done"} what the middle shows */
        this.pane = state.pane || "task";
        this.day = false;
        this.isBusy = false;
        /** The last one is being recorded: what comes then is not known yet. */
        this.isSettling = false;
        /** Tasks by the id of their touch; false: it is no longer there. */
        this.tasks = {};
        this.notes = { ...state.notes };
        /** What was recorded, the last one last: `{words, effectWords, attemptIds, isAttempt, isSaved, isBeingUndone, place}` */
        this.done = [];
        this.saving = markRaw({ last: Promise.resolve(), count: 0, number: 0 });
        this.loading = markRaw({ number: 0, touchIds: new Set() });
    }

    exportState() {
        const { currentId, filters, notes, pane } = this;
        return { currentId, filters: { ...filters }, notes: { ...notes }, pane };
    }

    // ------------------------------------------------------------------
    // The queue
    // ------------------------------------------------------------------

    get groups() {
        return this.day.groups.filter((group) => group.rows.length);
    }

    group(key) {
        return this.day.groups.find((group) => group.key === key);
    }

    /** The tasks that can be done now, one after another. */
    get walk() {
        return WALK.flatMap((key) => this.group(key)?.rows || []);
    }

    get drafts() {
        return this.group("drafts")?.rows || [];
    }

    get row() {
        return this.findPlace(this.currentId)?.row || false;
    }

    get task() {
        return (this.pane === "task" && this.row && this.tasks[this.row.res_id]) || false;
    }

    /** Whom → leads to: the following person, after the last one the first. False where there is nobody else. */
    get next() {
        return this.beside(1);
    }

    get previous() {
        return this.beside(-1);
    }

    beside(step) {
        const walk = this.walk;
        const index = walk.findIndex((row) => row.id === this.currentId);
        if (index < 0 || this.pane !== "task") {
            return walk[0] || false;
        }
        return walk.length > 1 && walk.at((index + step) % walk.length);
    }

    get isFiltered() {
        return Object.keys(this.filters).length > 0;
    }

    /** Where a row stands: `{row, key, index}`. */
    findPlace(rowId) {
        for (const { key, rows } of this.day ? this.day.groups : []) {
            const index = rows.findIndex((row) => row.id === rowId);
            if (index >= 0) {
                return { row: rows[index], key, index };
            }
        }
        return false;
    }

    takeOut(place) {
        this.group(place.key).rows.splice(place.index, 1);
    }

    /** Put a row back to where it was, as far as its neighbors are still there. */
    putBack({ row, key, index }) {
        delete this.tasks[row.res_id];
        if (!this.findPlace(row.id)) {
            this.group(key).rows.splice(index, 0, row);
        }
    }

    // ------------------------------------------------------------------
    // Loading
    // ------------------------------------------------------------------

    /** Load the day, and show the person of an earlier visit, or the first one. */
    async load() {
        await this.saving.last;
        const number = ++this.loading.number;
        const saved = this.saving.number;
        const day = await this.orm.call("sales.sequence.day", "get_day", [], { filters: { ...this.filters } });
        // Another filter has been chosen meanwhile.
        if (number !== this.loading.number) {
            return;
        }
        // Something has been recorded meanwhile, of which this day knows nothing: they would be there once more.
        if (saved !== this.saving.number) {
            return this.load();
        }
        this.day = day;
        if (!this.done.length && day.undo) {
            this.done = [{ words: day.undo.words, attemptIds: [day.undo.attempt_id], isAttempt: true, isSaved: true }];
        }
        this.settle();
        await this.loadTasks();
    }

    async setFilters(filters) {
        this.filters = filters;
        await this.load();
    }

    /** Add what has come up meanwhile at the end of its group, and drop what is gone, so that nothing else moves. */
    async refresh() {
        await this.saving.last;
        const number = ++this.loading.number;
        const saved = this.saving.number;
        const fresh = await this.orm.silent.call("sales.sequence.day", "get_day", [], {
            filters: { ...this.filters },
        });
        // With a meeting in its dialog, the person stays where they are.
        if (number !== this.loading.number || saved !== this.saving.number || this.isBusy) {
            return;
        }
        const current = this.pane === "task" && this.row;
        for (const group of fresh.groups) {
            const byId = new Map(group.rows.map((row) => [row.id, row]));
            const old = this.group(group.key)?.rows || [];
            const kept = old.filter((row) => byId.has(row.id)).map((row) => byId.get(row.id));
            const keptIds = new Set(kept.map((row) => row.id));
            group.rows = [...kept, ...group.rows.filter((row) => !keptIds.has(row.id))];
        }
        this.day = fresh;
        if (current && !this.row) {
            this.sayThatNothingIsLeft(current);
        }
        this.settle();
        await this.loadTasks();
    }

    /** Show something that there is: the person shown so far, else the first one, the drafts, or that all is done. */
    settle() {
        if (this.pane === "absence" && this.day.absence) {
            return;
        }
        if (this.pane === "drafts" && this.drafts.length) {
            return;
        }
        const row = this.row;
        if (row?.kind === "task") {
            this.pane = "task";
        } else if (this.walk.length) {
            this.currentId = this.walk[0].id;
            this.pane = "task";
        } else {
            this.currentId = false;
            this.pane = this.drafts.length ? "drafts" : "done";
        }
    }

    async loadTasks() {
        if (this.pane !== "task" || !this.row) {
            return;
        }
        const walk = this.walk;
        const index = walk.findIndex((row) => row.id === this.currentId);
        const ahead = walk.slice(index + 1, index + 1 + TASKS_AHEAD);
        const around = [this.row, ...ahead, this.previous].filter(Boolean).map((row) => row.res_id);
        const isMissing = (id) => !(id in this.tasks) && !this.loading.touchIds.has(id);
        const oldest = DateTime.now().minus({ seconds: TASK_IS_OLD });
        const current = this.tasks[this.row.res_id];
        const isOld = current && current.loadedAt < oldest && !this.loading.touchIds.has(current.touch_id);
        if (isOld || isMissing(around[0]) || isMissing(around[1] ?? around[0])) {
            await this.fetchTasks(around.filter((id, place) => isMissing(id) || (isOld && !place)));
        }
        this.dropWhoIsGone();
    }

    async fetchTasks(touchIds) {
        touchIds.forEach((id) => this.loading.touchIds.add(id));
        try {
            const tasks = await this.readTasks(touchIds);
            const byId = new Map(tasks.map((task) => [task.touch_id, task]));
            const loadedAt = markRaw(DateTime.now());
            for (const id of touchIds) {
                const task = byId.get(id);
                this.tasks[id] = task?.activity_id ? { ...task, loadedAt } : false;
            }
        } finally {
            touchIds.forEach((id) => this.loading.touchIds.delete(id));
        }
    }

    /** Whom a colleague has taken over may not be read any more, and must not keep the others from being shown. */
    async readTasks(touchIds) {
        try {
            return await this.orm.silent.call("sales.sequence.day", "get_tasks", [touchIds]);
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
            if (touchIds.length === 1) {
                return [];
            }
            return (await Promise.all(touchIds.map((id) => this.readTasks([id])))).flat();
        }
    }

    /** Somebody else did it, or they answered: say so, and go on. */
    dropWhoIsGone() {
        const place = this.findPlace(this.currentId);
        if (!place || this.pane !== "task" || this.tasks[place.row.res_id] !== false) {
            return;
        }
        this.sayThatNothingIsLeft(place.row);
        this.leave(place);
    }

    sayThatNothingIsLeft({ name }) {
        this.notification.add(_t("%s: there is nothing left to do.", name), { type: "info" });
    }

    // ------------------------------------------------------------------
    // Walking
    // ------------------------------------------------------------------

    show(rowId) {
        this.currentId = rowId;
        this.pane = "task";
        return this.loadTasks();
    }

    showPane(pane) {
        this.pane = pane;
    }

    goTo(row) {
        return row && this.show(row.id);
    }

    /** Take the current person out of the queue, and show who stands there then. */
    leave(place) {
        const index = this.walk.findIndex((row) => row.id === place.row.id);
        this.takeOut(place);
        if (this.currentId !== place.row.id || this.pane !== "task") {
            return;
        }
        const walk = this.walk;
        const next = walk[index] || walk[0];
        if (next) {
            this.show(next.id);
        } else {
            this.currentId = false;
            this.settle();
            this.refreshAtTheEnd();
        }
    }

    /** Meanwhile some may have come within reach, and the numbers of the day are the server's. */
    async refreshAtTheEnd() {
        this.isSettling = true;
        try {
            await this.refresh();
        } finally {
            this.isSettling = false;
        }
    }

    // ------------------------------------------------------------------
    // Recording
    // ------------------------------------------------------------------

    noteOf(touchId) {
        return this.notes[touchId] || "";
    }

    setNote(touchId, note) {
        this.notes[touchId] = note;
    }

    /** Record what came of the current task, in the background, and show the next one. */
    record(outcome, until = false) {
        const task = this.task;
        return this.finish({
            words: _t("%(person)s: %(outcome)s", { person: task.name, outcome: outcome.name }),
            send: (note) =>
                this.orm.silent.call("mail.activity", "action_sequence_outcome", [[task.activity_id], outcome.id], {
                    note,
                    until,
                }),
        });
    }

    snooze(until) {
        const { activity_id: activityId, name } = this.task;
        return this.finish({
            words: _t("%s: snoozed", name),
            isAttempt: false,
            keepsNote: true,
            send: () => this.orm.silent.call("mail.activity", "action_sequence_snooze", [[activityId], until]),
        });
    }

    answeredElsewhere() {
        const { enrollment_id: enrollmentId, name } = this.task;
        return this.finish({
            words: _t("%s: answered elsewhere", name),
            isAttempt: false,
            send: (note) =>
                this.orm.silent.call("sales.sequence.enrollment", "action_answered_elsewhere", [[enrollmentId]], {
                    note,
                }),
        });
    }

    /**
     * @param {Object} what
     * @param {string} what.words what is done, shown at once
     * @param {(note: string|false) => Promise} what.send
     * @param {boolean} [what.isAttempt] false: there is nothing to undo
     * @param {boolean} [what.keepsNote] what is written in the note is not sent: it stays
     * @returns {Promise} resolved when the server has answered
     */
    finish({ words, send, isAttempt = true, keepsNote = false }) {
        const place = this.findPlace(this.currentId);
        const touchId = place.row.res_id;
        const note = this.noteOf(touchId).trim();
        if (!keepsNote) {
            delete this.notes[touchId];
        }
        this.done.push({ words: words.toString(), place, isAttempt, isSaved: false });
        // What is in `done` is proxied.
        const entry = this.done.at(-1);
        this.day.done += 1;
        const saved = this.inBackground(async () => {
            try {
                const result = await send(note || false);
                Object.assign(entry, {
                    isSaved: true,
                    attemptIds: isAttempt ? result.attempt_ids : false,
                    words: (isAttempt && result.words) || entry.words,
                    effectWords: isAttempt ? result.effect_words : result?.words,
                });
            } catch (error) {
                this.takeBack(entry, note);
                this.notification.add(reasonOf(error), {
                    title: _t("%s is back: nothing was recorded", place.row.name),
                    type: "danger",
                    sticky: true,
                });
            }
        });
        this.leave(place);
        return saved;
    }

    takeBack(entry, note = "") {
        this.done.splice(this.done.indexOf(entry), 1);
        this.day.done -= 1;
        this.putBack(entry.place);
        if (note) {
            this.notes[entry.place.row.res_id] = note;
        }
        if (this.pane === "done" || this.pane === "task") {
            this.pane = "task";
            this.currentId = this.currentId || entry.place.row.id;
            this.loadTasks();
        }
    }

    inBackground(work) {
        const { saving } = this;
        saving.number++;
        saving.count++;
        const done = saving.last.then(work).finally(() => saving.count--);
        // What fails must not keep those after it from being recorded.
        saving.last = done.catch(() => {});
        return done;
    }

    /**
     * Record a meeting: it stays with this person until the meeting is saved, and is undone if it is not.
     *
     * @param {Object} outcome
     * @param {(action: Object) => Promise<boolean>} openMeeting resolved with whether the meeting was saved
     */
    async bookMeeting(outcome, openMeeting) {
        const task = this.task;
        const place = this.findPlace(this.currentId);
        const note = this.noteOf(task.touch_id).trim();
        this.isBusy = true;
        try {
            await this.saving.last;
            const result = await this.orm.call(
                "mail.activity",
                "action_sequence_outcome",
                [[task.activity_id], outcome.id],
                { note: note || false, until: false }
            );
            const entry = { words: result.words, effectWords: result.effect_words, attemptIds: result.attempt_ids };
            const isBooked = !result.meeting || (await openMeeting(result.meeting));
            if (!isBooked && (await this.tryToUndo(entry))) {
                this.notification.add(_t("The meeting was not saved, so nothing was recorded for %s.", task.name), {
                    type: "warning",
                });
                return;
            }
            delete this.notes[task.touch_id];
            this.done.push({ ...entry, place, isAttempt: true, isSaved: true });
            this.day.done += 1;
            this.leave(place);
        } finally {
            this.isBusy = false;
        }
    }

    // ------------------------------------------------------------------
    // Undo
    // ------------------------------------------------------------------

    get last() {
        return this.done.at(-1) || false;
    }

    undo() {
        // The last one as the rep sees it: if the server refuses it yet, the one before must not be undone instead.
        const entry = this.done.findLast((one) => !one.isBeingUndone);
        if (!entry) {
            return;
        }
        entry.isBeingUndone = true;
        return this.inBackground(async () => {
            try {
                await this.undoOne(entry);
            } finally {
                entry.isBeingUndone = false;
            }
        });
    }

    async undoOne(entry) {
        if (!this.done.includes(entry)) {
            return;
        }
        if (!entry.isAttempt) {
            this.notification.add(_t("%s. This cannot be undone here.", entry.words), { type: "warning" });
            return;
        }
        if (await this.tryToUndo(entry)) {
            await this.comeBack(entry);
        }
    }

    /** @returns {Promise<boolean>} false: the server says why not, and so has the rep been told */
    async tryToUndo({ attemptIds }) {
        try {
            await this.orm.call("sales.sequence.attempt", "action_undo", [attemptIds]);
            return true;
        } catch (error) {
            this.notification.add(reasonOf(error), { title: _t("Not undone"), type: "danger" });
            return false;
        }
    }

    async comeBack(entry) {
        if (entry.place) {
            this.takeBack(entry);
            await this.show(entry.place.row.id);
            return;
        }
        // It was recorded before this screen was opened.
        this.done.splice(this.done.indexOf(entry), 1);
        this.saving.last.then(() => this.load());
    }
}

/** Whether the server says no, in words for people. */
function isRefusal(error) {
    return error instanceof RPCError && error.exceptionName?.startsWith("odoo.exceptions.");
}

/** Why the server did not do it. */
function reasonOf(error) {
    if (error instanceof ConnectionLostError) {
        return _t("The server cannot be reached. Try again when you are connected.");
    }
    if (isRefusal(error)) {
        return error.data.message;
    }
    console.error(error);
    return _t("Something went wrong on the server. Try again, or reload the page.");
}
