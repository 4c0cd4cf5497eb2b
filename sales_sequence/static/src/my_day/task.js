import { Component, useEffect, useRef } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KeyBadge } from "../desk/key_badge";
import { LocalClock } from "../desk/local_clock";
import { foldScript } from "./script";

const CHANNEL_ICONS = { call: "fa-phone", linkedin: "fa-linkedin-square", todo: "fa-check-square-o" };

/** The person of a task: who, where, why now, what was said before, and what to say. */
export class DayTask extends Component {
    static template = "sales_sequence.DayTask";
    static components = { KeyBadge, LocalClock };
    static props = {
        task: Object,
        now: Object,
        // Filled in with `contact` and `nextObjection`, for the keys of the screen.
        actions: Object,
        onOpenRecord: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.contactRef = useRef("contact");
        this.scriptRef = useRef("script");
        Object.assign(this.props.actions, {
            contact: () => this.contactRef.el?.click(),
            nextObjection: () => this.openNextObjection(),
            hasObjections: () => this.script.count > 0,
        });
        // Those of another person start folded, at the top.
        useEffect(
            () => {
                this.objection = -1;
                this.scriptRef.el.scrollTop = 0;
            },
            () => [this.props.task.touch_id]
        );
    }

    // It is rendered whenever the clock moves on: fold each script once.
    get script() {
        const { script } = this.props.task;
        if (this.folded?.source !== script) {
            this.folded = { source: script, ...foldScript(script) };
        }
        return this.folded;
    }

    get channelIcon() {
        return CHANNEL_ICONS[this.props.task.channel] || "fa-circle-o";
    }

    get stars() {
        return [1, 2, 3].map((star) => star <= this.props.task.score);
    }

    get scoreInWords() {
        return _t("Score %s of 3", this.props.task.score);
    }

    get stepInWords() {
        const { sequence_name: sequence, step_count: count, step_number: number } = this.props.task;
        return number ? _t("%(sequence)s, step %(number)s of %(count)s", { sequence, number, count }) : sequence;
    }

    get initial() {
        return this.props.task.name.trim().charAt(0).toUpperCase();
    }

    get phoneHref() {
        return `tel:${this.props.task.phone.replace(/[^+\d]/g, "")}`;
    }

    get isLinkedin() {
        return this.props.task.channel === "linkedin";
    }

    /** Unfold the next answer to an objection, and fold the others. */
    openNextObjection() {
        const objections = [...this.scriptRef.el.querySelectorAll(".o_sales_sequence_objections details")];
        if (objections.length) {
            this.objection = (this.objection + 1) % objections.length;
            objections.forEach((one, index) => (one.open = index === this.objection));
            objections[this.objection].scrollIntoView({ block: "nearest" });
        }
    }

    /** Copy what is to be written, and open the profile, where there is one. */
    async copyAndOpen() {
        try {
            await browser.navigator.clipboard.writeText(this.script.text);
            this.notification.add(_t("The text is copied: paste it into your message."), { type: "success" });
        } catch {
            // Without https, or where the user refused it.
            this.notification.add(_t("The browser did not let us copy the text: select and copy it yourself."), {
                type: "warning",
            });
        }
        const { linkedin_url: address } = this.props.task;
        if (address) {
            browser.open(address, "_blank", "noopener");
        }
    }
}
