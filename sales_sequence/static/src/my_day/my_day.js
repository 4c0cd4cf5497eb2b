import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { KeyBadge } from "../desk/key_badge";
import { useDeskKeys } from "../desk/keys";
import { useNow } from "../desk/moments";
import { DayFilters } from "./day_filters";
import { DayModel } from "./day_model";
import { MeetingDialog } from "./meeting_dialog";
import { DayOutcomes } from "./outcomes";
import { DayQueue } from "./queue";
import { DayTask } from "./task";

/** Components for the drafts, the absence and the empty day: `drafts`, `absence_banner`, `absence`, `done`. */
const panes = registry.category("sales_sequence_day_panes");
const REFRESH_EVERY = 5 * 60 * 1000;

/** *My day*: what a rep has to do today, one person after another, by keyboard alone if they like. */
export class MyDay extends Component {
    static template = "sales_sequence.MyDay";
    static components = { DayFilters, DayOutcomes, DayQueue, DayTask, KeyBadge, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("My day");
    static path = "my-day";

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        const services = { orm: useService("orm"), notification: useService("notification") };
        this.ui = useState(useService("ui"));
        this.model = useState(new DayModel(services, this.props.state));
        this.time = useNow();
        // On a phone, the queue is a screen of its own.
        this.phone = useState({ isQueueShown: !this.props.state?.currentId });
        this.rootRef = useRef("root");
        // What the parts of the screen do at a key.
        this.onTask = {};
        this.onOutcome = {};
        this.sheet = usePopover(DayOutcomes, { useBottomSheet: true });
        this.keys = useDeskKeys(() => this.getKeys(), {
            areOn: () => this.model.day.keys && !this.model.isBusy,
            title: _t("Keys of My day"),
        });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => this.model.exportState(),
            beforeLeave: () => this.model.saving.last,
            beforeUnload: (ev) => {
                if (this.model.saving.count) {
                    ev.preventDefault();
                }
            },
        });
        this.refreshWhenDue();
        onWillStart(() => this.model.load());
    }

    refreshWhenDue() {
        const { bus } = this.env;
        useBus(bus, "sales_sequence:day-changed", () => this.model.refresh());
    }
}
