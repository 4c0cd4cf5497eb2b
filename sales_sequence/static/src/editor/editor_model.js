import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { effect, Reactive } from "@web/core/utils/reactive";
import { channelOf, isCompleteAsAdded } from "./channels";

const EDITOR = "sales.sequence.editor";
const VERBS = { archive: "archive_step", delete: "delete_step", move: "move_step" };
/** Between two steps that are added one after the other: what most sequences have. */
const USUAL_DELAY = 2;

/**
 * What the editor of a sequence knows: its timeline, the step that is open, and what is asked before it is done.
 *
 * The open step is a form of its own, which registers here with `{ save, discard, isDirty, model }`. It is saved before
 * anything else happens to the sequence, so that nothing typed is lost, and nothing is done to a step as it was before.
 */
export class EditorModel extends Reactive {
    sequenceId = false;
    /** What `get_timeline` answered. */
    timeline = false;
    /** Why there is no timeline. */
    error = false;
    /** `{ key, id }` of the open step; one that is being added has no id, but `{ channel, position, beforeId }`. */
    selection = false;
    /** What waits for a yes: `{ kind, stepId, beforeId, name, sentences }`. */
    question = false;
    /** Whether the open step has changes that are not saved. */
    isDirty = false;
    /** `{ id }` of the step whose card gets the focus, as what had it is no longer there. */
    focused = false;

    /**
     * @param {Object} hooks
     * @param {Object} hooks.orm
     * @param {() => Promise<number|false>} hooks.saveSequence save it if it is new; its id
     * @param {() => boolean} hooks.isSmall whether an open step covers the timeline
     * @param {() => Promise} hooks.onChange after a step has changed
     */
    constructor(hooks) {
        super();
        this.hooks = markRaw({ ...hooks, panels: new Map(), keys: 0, loads: 0, saving: false, reloading: false });
    }

    // --------------------------------------------------------------------
    // What is shown
    // --------------------------------------------------------------------

    get may_edit() {
        return this.timeline ? this.timeline.sequence.may_edit : !this.sequenceId;
    }

    get sequence() {
        return this.timeline && this.timeline.sequence;
    }

    get steps() {
        return this.timeline ? this.timeline.steps : [];
    }

    get selectedStep() {
        const { id } = this.selection;
        return Boolean(id) && [...this.steps, ...this.timeline.archived].find((step) => step.id === id);
    }

    /** Somebody else has deleted the step while it was open here. */
    get isGone() {
        return Boolean(this.timeline && this.selection.id && !this.selectedStep);
    }

    get isUnsaved() {
        return this.isDirty || Boolean(this.selection && !this.selection.id);
    }

    /** @param {boolean} selectsFirst where there is room beside the timeline, a step is open from the beginning */
    async load(sequenceId, selectsFirst = true) {
        if (sequenceId !== this.sequenceId) {
            Object.assign(this, { sequenceId, timeline: false, selection: false, question: false, isDirty: false });
        }
        this.error = false;
        const number = ++this.hooks.loads;
        if (!sequenceId) {
            return;
        }
        let timeline;
        try {
            timeline = await this.hooks.orm.silent.call(EDITOR, "get_timeline", [sequenceId]);
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            // The timeline as it was stays, and with it what is being typed into the open step.
            this.error = error.data.message;
            return;
        }
        if (number !== this.hooks.loads) {
            // What was asked later says what is so now.
            return;
        }
        this.show(timeline);
        if (!this.selection && selectsFirst && this.steps.length) {
            this.open({ id: this.steps[0].id });
        }
    }

    /** After the open step was saved, or something else has changed the sequence. */
    reload() {
        this.hooks.reloading = this.placeAdded()
            .finally(() => this.load(this.sequenceId, false))
            .then(() => this.hooks.onChange());
        return this.hooks.reloading;
    }

    /** Between two steps with the same position there is no number for a third: the server numbers all of them anew. */
    async placeAdded() {
        const { id, isCrowded, beforeId } = this.selection;
        const saved = !id && isCrowded && this.panel?.model.root.resId;
        if (saved) {
            await this.hooks.orm.call(EDITOR, "move_step", [saved, beforeId]);
        }
    }

    show(timeline) {
        const known = new Map([...this.steps, ...(this.timeline.archived || [])].map((step) => [step.id, step]));
        const keep = (step) => {
            // Only cards that say something new are drawn again.
            const before = known.get(step.id);
            return before && JSON.stringify(before) === JSON.stringify(step) ? before : markRaw(step);
        };
        this.timeline = markRaw({
            ...timeline,
            steps: timeline.steps.map(keep),
            archived: timeline.archived.map(keep),
        });
        this.adoptAdded(known);
        if (this.isGone && !this.isDirty) {
            this.selection = false;
        }
        if (this.question && !this.steps.some((step) => step.id === this.question.stepId)) {
            this.question = false;
        }
    }

    /** The form that adds a step stays open when the step has been saved. */
    adoptAdded(known) {
        if (!this.selection || this.selection.id) {
            return;
        }
        const saved = this.panel?.model.root.resId;
        if (saved) {
            this.selection = markRaw({ ...this.selection, id: saved });
        }
    }

    // --------------------------------------------------------------------
    // The open step
    // --------------------------------------------------------------------

    get panel() {
        const panel = this.hooks.panels.get(this.selection.key);
        // There is nothing to save in a form that is still being loaded.
        return panel?.model.root && panel;
    }

    /** What the form of the open step gets: when the next one opens, it goes after that one has come. */
    forPanel(key) {
        const editor = this;
        return {
            setPanel: (panel) => editor.setPanel(key, panel),
            reload: () => editor.reload(),
            select: (id) => editor.select(id),
            get may_edit() {
                return editor.may_edit;
            },
            get sequence() {
                return editor.sequence;
            },
        };
    }

    setPanel(key, panel) {
        if (!panel) {
            this.hooks.panels.delete(key);
            return;
        }
        this.hooks.panels.set(key, panel);
        const note = (isDirty) => {
            if (this.selection.key === key) {
                this.isDirty = isDirty;
            }
        };
        effect((model) => note(Boolean(model.root?.dirty)), [panel.model]);
        panel.model.bus.addEventListener("FIELD_IS_DIRTY", ({ detail }) => note(detail || panel.model.root.dirty));
    }

    open(selection) {
        this.isDirty = false;
        this.selection = markRaw({ ...selection, key: ++this.hooks.keys });
    }

    close() {
        Object.assign(this, { selection: false, isDirty: false });
    }

    /** @returns {Promise<boolean>} false: it could not be saved, and says why */
    async save() {
        // A second click while it is being saved waits for the same answer.
        this.hooks.saving ||= this.saveOpen().finally(() => (this.hooks.saving = false));
        return this.hooks.saving;
    }

    async saveOpen() {
        const { panel, selection } = this;
        if (!panel) {
            return true;
        }
        const isDirty = await panel.isDirty();
        if (selection.id && !isDirty) {
            return true;
        }
        if (!selection.id && !isDirty && !isCompleteAsAdded(selection.channel)) {
            // Added, and nothing written into it: nobody will miss it.
            this.close();
            return true;
        }
        try {
            const isSaved = (await panel.save()) !== false;
            // What comes next is about the steps as they are now.
            await this.hooks.reloading;
            // What was typed while that took its time would go with the form.
            return isSaved && (!(await panel.isDirty()) || (await panel.save()) !== false);
        } catch (error) {
            // Why it cannot be saved may be that somebody else has deleted it.
            await this.load(this.sequenceId, false);
            throw error;
        }
    }

    async discard() {
        const { selection } = this;
        if (!selection) {
            return;
        }
        if (!selection.id || this.isGone) {
            this.close();
            const [first] = this.steps;
            if (this.hooks.isSmall()) {
                // Back to where it was added.
                this.focusCard(selection.beforeId);
                return;
            }
            if (first) {
                this.open({ id: first.id });
            }
            this.focusCard(first?.id);
            return;
        }
        await this.panel?.discard();
        this.isDirty = false;
    }

    async select(id) {
        if (this.selection && this.selection.id === id) {
            return true;
        }
        if (!(await this.save())) {
            return false;
        }
        this.open({ id });
        return true;
    }

    /** Back to the timeline, where the step hides it. */
    async leave() {
        if (await this.save()) {
            this.close();
        }
    }

    focusCard(id) {
        this.focused = markRaw({ id });
    }

    // --------------------------------------------------------------------
    // What is done to steps
    // --------------------------------------------------------------------

    /** @param {number|false} beforeId the step before which it is added; false: at the end */
    async add(channel, beforeId = false) {
        if (!(await this.save())) {
            return;
        }
        if (!this.sequenceId) {
            const id = await this.hooks.saveSequence();
            if (!id) {
                return;
            }
            await this.load(id, false);
        }
        if (!this.timeline) {
            return;
        }
        this.question = false;
        this.open({ id: false, channel, beforeId, ...this.contextOfAdded(channel, beforeId) });
    }

    contextOfAdded(channel, beforeId) {
        const { steps } = this;
        const { archived } = this.timeline;
        const place = beforeId ? steps.findIndex((step) => step.id === beforeId) : steps.length;
        const [before, after] = [steps[place - 1], steps[place]];
        let position;
        if (!after) {
            position = Math.max(0, ...[...steps, ...archived].map((step) => step.position)) + 10;
        } else if (!before) {
            position = after.position - 10;
        } else {
            // Of two steps with the same position, the one that was made later comes later; see also `placeAdded`.
            position = Math.floor((before.position + after.position) / 2);
        }
        const { label } = channelOf(channel);
        const count = [...steps, ...archived].filter((step) => step.channel === channel).length;
        return {
            isCrowded: position === after?.position,
            context: {
                default_sequence_id: this.sequenceId,
                default_channel: channel,
                default_position: position,
                default_delay: place ? USUAL_DELAY : 0,
                default_name: count ? _t("%(channel)s %(number)s", { channel: label, number: count + 1 }) : label.toString(),
            },
        };
    }

    async duplicate(stepId) {
        if (!(await this.save())) {
            return;
        }
        const id = await this.hooks.orm.call(EDITOR, "duplicate_step", [stepId]);
        await this.reload();
        if (await this.select(id)) {
            this.focusCard(id);
        }
    }

    async restore(stepId) {
        if (!(await this.save())) {
            return;
        }
        await this.hooks.orm.call(EDITOR, "restore_step", [stepId]);
        await this.reload();
        if (await this.save()) {
            // Also where it is the one that is open, as it is now.
            this.open({ id: stepId });
            this.focusCard(stepId);
        }
    }

    /** One place earlier (-1) or later (1). */
    async shift(stepId, by) {
        const place = this.steps.findIndex((step) => step.id === stepId);
        const before = this.steps[by < 0 ? place - 1 : place + 2];
        if (place + by >= 0 && place + by < this.steps.length) {
            await this.move(stepId, before ? before.id : false);
        }
    }

    async move(stepId, beforeId) {
        const place = this.steps.findIndex((step) => step.id === stepId);
        const next = this.steps[place + 1];
        if (beforeId === stepId || beforeId === (next ? next.id : false)) {
            return;
        }
        await this.ask("move", stepId, beforeId);
    }

    archive(stepId) {
        return this.ask("archive", stepId);
    }

    delete(stepId) {
        return this.ask("delete", stepId);
    }

    /** Says first what a change does to people; where it does nothing to anybody, it is done at once. */
    async ask(kind, stepId, beforeId = false) {
        if (!(await this.save())) {
            return;
        }
        const { name } = this.steps.find((step) => step.id === stepId);
        let told = { sentences: [] };
        if (kind !== "move") {
            told = await this.hooks.orm.call(EDITOR, "describe_archive", [stepId]);
        } else if (this.sequence.state !== "draft") {
            told = await this.hooks.orm.call(EDITOR, "describe_move", [stepId, beforeId]);
        }
        this.question = markRaw({ sentences: told.sentences, kind, stepId, beforeId, name });
        if (kind === "move" && !told.sentences.length) {
            await this.confirm();
        }
    }

    refuse() {
        this.focusCard(this.question.stepId);
        this.question = false;
    }

    async confirm() {
        const { kind, stepId, beforeId } = this.question;
        // The form stayed open while the question waited. Of a step that is to be deleted nothing is kept.
        if (!(kind === "delete" && this.selection.id === stepId) && !(await this.save())) {
            return;
        }
        const args = kind === "move" ? [stepId, beforeId] : [stepId];
        const neighbor = this.neighborOf(stepId);
        try {
            await this.hooks.orm.call(EDITOR, VERBS[kind], args);
        } finally {
            // Also after a refusal: what was asked about may have changed meanwhile.
            this.question = false;
            if (kind !== "move" && this.selection.id === stepId) {
                if (neighbor) {
                    this.open({ id: neighbor.id });
                } else {
                    this.close();
                }
            }
            await this.reload();
            this.focusCard(kind === "move" ? stepId : neighbor?.id);
        }
    }

    neighborOf(stepId) {
        const place = this.steps.findIndex((step) => step.id === stepId);
        return this.steps[place + 1] || this.steps[place - 1];
    }
}
