import { Component, markup, onWillStart, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { ChoiceButton } from "../desk/choice_button";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { LocalClock } from "../desk/local_clock";
import { useNow } from "../desk/moments";

const MODEL = "sales.sequence.touch";
const EDIT_FORM = "sales_sequence.sales_sequence_touch_view_form_draft";

/**
 * The drafts that wait for a review: the clean ones are chosen, and approved together; the others are looked at one by
 * one. When each leaves is said before it is approved, and again after.
 */
export class DraftsPane extends Component {
    static template = "sales_sequence.DraftsPane";
    static components = { ChoiceButton, KeyBadge, LocalClock };
    static props = {
        touchIds: Array,
        day: Object,
        onChanged: Function,
        // The row of the queue to go back to, and how.
        next: { type: [Object, Boolean], optional: true },
        onNext: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.clock = useNow();
        this.lastLoad = new KeepLast();
        this.state = useState({ drafts: [], chosen: new Set(), activeId: false, said: "", isBusy: false });
        useDeskKeys(() => this.getKeys(), { areOn: () => this.props.day.keys, title: _t("Keys of the drafts") });
        this.root = useRef("root");
        // What is looked at stays in sight, however many there are.
        useEffect(
            () => {
                this.root.el.querySelector(".o_sales_sequence_draft.table-active")?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.activeId, this.state.drafts.length]
        );
        onWillStart(() => this.load(this.props.touchIds));
        onWillUpdateProps(({ touchIds }) => {
            if (touchIds.join() !== this.props.touchIds.join()) {
                return this.load(touchIds);
            }
        });
    }

    // -- what is there ------------------------------------------------------------------------------------------------

    async load(touchIds) {
        const known = new Set(this.state.drafts.map((draft) => draft.touch_id));
        const place = this.state.drafts.indexOf(this.active);
        const drafts = await this.lastLoad.add(this.orm.call(MODEL, "get_drafts", [touchIds]));
        // What was chosen stays chosen; of those that are new, the clean ones are.
        const isChosen = ({ touch_id, clean }) => (known.has(touch_id) ? this.state.chosen.has(touch_id) : clean);
        this.state.chosen = new Set(drafts.filter(isChosen).map((draft) => draft.touch_id));
        this.state.drafts = drafts;
        if (!this.active) {
            const next = drafts[Math.min(place, drafts.length - 1)];
            this.state.activeId = (next || drafts.find((draft) => !draft.clean) || drafts[0])?.touch_id;
        }
    }

    get active() {
        return this.state.drafts.find((draft) => draft.touch_id === this.state.activeId);
    }

    get clean() {
        return this.state.drafts.filter((draft) => draft.clean);
    }

    get chosenIds() {
        return this.state.drafts.map((draft) => draft.touch_id).filter((touchId) => this.state.chosen.has(touchId));
    }

    get title() {
        const count = this.state.drafts.length;
        return count === 1 ? _t("1 draft to review") : _t("%s drafts to review", count);
    }

    get summary() {
        const clean = this.clean.length;
        const doubtful = this.state.drafts.length - clean;
        if (!doubtful) {
            return clean === 1 ? _t("It is clean and can go.") : _t("All of them are clean and can go together.");
        }
        const eyes = doubtful === 1 ? _t("1 needs your eyes first.") : _t("%s need your eyes first.", doubtful);
        if (!clean) {
            return eyes;
        }
        return clean === 1
            ? _t("1 is clean and can go. %s", eyes)
            : _t("%(clean)s are clean and can go together. %(eyes)s", { clean, eyes });
    }

    get approveWords() {
        const ids = this.chosenIds;
        if (!ids.length) {
            return _t("Approve the chosen ones");
        }
        const isClean = ids.length === this.clean.length && this.clean.every((one) => ids.includes(one.touch_id));
        if (isClean && ids.length === 1) {
            return _t("Approve the clean one");
        }
        return isClean ? _t("Approve the %s clean ones", ids.length) : _t("Approve the %s chosen", ids.length);
    }

    get body() {
        // Sanitized by the server, as all HTML fields are.
        return markup(this.active.body);
    }

    // -- what can be done ---------------------------------------------------------------------------------------------

    getKeys() {
        const hasActive = () => Boolean(this.active) && !this.state.isBusy;
        return [
            {
                keys: ["enter"],
                name: _t("Approve the chosen drafts"),
                run: () => this.approveChosen(),
                isAvailable: () => this.chosenIds.length > 0 && !this.state.isBusy,
            },
            ...this.choices.map(({ key, name, run }) => ({ keys: [key], name, run, isAvailable: hasActive })),
            { keys: ["arrowdown"], name: _t("Next draft"), run: () => this.move(1), isAvailable: hasActive },
            { keys: ["arrowup"], name: _t("Previous draft"), run: () => this.move(-1), isAvailable: hasActive },
            {
                keys: ["space"],
                name: _t("Choose the draft, or not"),
                run: () => this.toggle(this.active),
                isAvailable: hasActive,
            },
            { keys: ["e"], name: _t("Open the record"), run: () => this.openRecord(), isAvailable: hasActive },
        ];
    }

    get choices() {
        const active = this.active;
        return [
            {
                key: "1",
                name: _t("Approve"),
                words: active && _t("Goes out: %s", active.leaves_words),
                effect: "good",
                run: () => this.decide("approve", [active.touch_id]),
            },
            { key: "2", name: _t("Edit"), words: _t("This email only; the template stays as it is"), run: () => this.edit() },
            {
                key: "3",
                name: _t("Later"),
                words: active?.later_words,
                effect: "waits",
                run: () => this.decide("review_later", [active.touch_id]),
            },
            {
                key: "4",
                name: _t("Skip this email"),
                words: active?.skip_words,
                run: () => this.decide("skip_draft", [active.touch_id]),
            },
            {
                key: "5",
                name: _t("Stop"),
                words: _t("Stops the sequence"),
                effect: "ends",
                run: () => this.decide("stop_draft", [active.touch_id]),
            },
        ];
    }

    approveChosen() {
        return this.decide("approve", this.chosenIds);
    }

    async decide(verb, touchIds) {
        this.state.isBusy = true;
        try {
            const { words } = await this.orm.call(MODEL, verb, [touchIds]);
            this.state.said = words;
        } finally {
            this.state.isBusy = false;
            await this.load(this.props.touchIds);
        }
        if (!this.state.drafts.length) {
            // The screen goes on to something else, and the words would go with this pane.
            this.notification.add(this.state.said, { type: "success" });
        }
        await this.props.onChanged();
    }

    edit() {
        const { name, touch_id } = this.active;
        this.dialog.add(FormViewDialog, {
            title: _t("Email to %s", name),
            resModel: MODEL,
            resId: touch_id,
            context: { form_view_ref: EDIT_FORM },
            canExpand: false,
            onRecordSaved: () => this.load(this.props.touchIds),
        });
    }

    look(draft) {
        this.state.activeId = draft.touch_id;
        if (this.ui.isSmall) {
            // There, the text is below the list.
            this.root.el.querySelector(".o_sales_sequence_draft_text").scrollIntoView({ behavior: "smooth" });
        }
    }

    move(by) {
        const place = this.state.drafts.indexOf(this.active) + by;
        this.state.activeId = (this.state.drafts[place] || this.active).touch_id;
    }

    toggle({ touch_id }) {
        if (!this.state.chosen.delete(touch_id)) {
            this.state.chosen.add(touch_id);
        }
    }

    onToggle(draft, ev) {
        this.toggle(draft);
        // Enter belongs to the button again, not to the box.
        ev.target.blur();
    }

    openRecord() {
        const { res_id, res_model } = this.active;
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });
    }

    /** A link in an email must not lead away from the drafts. */
    onBodyClick(ev) {
        const link = ev.target.closest("a[href]");
        if (link) {
            ev.preventDefault();
            browser.open(link.href, "_blank", "noopener");
        }
    }
}

registry.category("sales_sequence_day_panes").add("drafts", DraftsPane);
