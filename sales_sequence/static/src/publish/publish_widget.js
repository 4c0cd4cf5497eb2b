import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { goTo } from "../editor/place";

export const SHOW_MISSING = "sales_sequence:show_missing";

const ICONS = {
    done: ["fa-check-circle", _t("Done")],
    missing: ["fa-times-circle", _t("Missing")],
    hint: ["fa-lightbulb-o", _t("Hint")],
    unknown: ["fa-question-circle-o", _t("Not known")],
};

/**
 * The publish checklist on the form of a sequence: what is missing, with a link to the place, and what happens next.
 * It is folded once all is done, in a draft once there is no hint either: *Publish* asks nothing more.
 */
export class PublishWidget extends Component {
    static template = "sales_sequence.PublishWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.root = useRef("root");
        // `isOpen` is undefined until somebody has folded or unfolded it; `asked` counts the calls for what is missing.
        this.state = useState({ checklist: false, isOpen: undefined, asked: 0 });
        this.keepLast = new KeepLast();
        useBus(this.env.bus, SHOW_MISSING, () => this.showMissing());
        useRecordObserver((record) => {
            // What is being typed changes nothing yet: it counts once it is saved.
            if (record.data && !record.dirty) {
                if (record.resId !== this.resId) {
                    this.state.isOpen = undefined;
                }
                // Not awaited: the form need not wait for what it says about itself.
                void this.load(record);
            }
        });
        useEffect(
            (asked) => {
                if (asked) {
                    // Not its button: those of the form are disabled while one of them works.
                    const first = this.root.el?.querySelector("li[data-status=missing]");
                    first?.scrollIntoView({ block: "center" });
                    first?.focus();
                }
            },
            () => [this.state.asked]
        );
    }

    async load(record) {
        this.resId = record.resId;
        const isShown = record.resId && !record.data.in_gallery;
        const checklist =
            isShown &&
            this.orm.silent.call("sales.sequence.publishing", "get_checklist", [record.resId]);
        this.state.checklist = await this.keepLast.add(Promise.resolve(checklist || false));
    }

    async showMissing() {
        await this.load(this.props.record);
        this.state.isOpen = true;
        this.state.asked++;
    }

    // --------------------------------------------------------------------
    // What is shown
    // --------------------------------------------------------------------

    get checklist() {
        return this.state.checklist;
    }

    get isComplete() {
        return this.checklist.done === this.checklist.total;
    }

    get isOpen() {
        const hasHints = this.checklist.state === "draft" && this.hintCount > 0;
        return this.state.isOpen ?? (!this.isComplete || hasHints);
    }

    get hintCount() {
        return this.checklist.items.filter((item) => item.status === "hint").length;
    }

    get hintText() {
        return this.hintCount === 1 ? _t("1 hint") : _t("%s hints", this.hintCount);
    }

    get title() {
        const { done, state, total } = this.checklist;
        return state === "draft"
            ? _t("Publish checklist: %(done)s of %(total)s done", { done, total })
            : _t("Checklist: %(done)s of %(total)s done", { done, total });
    }

    iconOf(item) {
        return ICONS[item.status][0];
    }

    wordOf(item) {
        return ICONS[item.status][1];
    }

    leadsSomewhere(item) {
        return Boolean(item.step_id || item.action || item.page || item.field);
    }

    toggle() {
        this.state.isOpen = !this.isOpen;
    }

    // --------------------------------------------------------------------
    // Where a line leads
    // --------------------------------------------------------------------

    async open(item) {
        if (item.action) {
            return this.action.doAction(item.action);
        }
        return goTo(this.env, this.root.el.closest(".o_form_view"), item);
    }
}

registry.category("view_widgets").add("sales_sequence_publish", { component: PublishWidget });

/** What *Publish* does while something is missing. */
registry.category("actions").add("sales_sequence_show_missing", (env) => env.bus.trigger(SHOW_MISSING));
