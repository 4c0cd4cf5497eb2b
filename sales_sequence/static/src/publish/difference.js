import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Domain } from "@web/core/domain";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const CHANNEL_ICONS = {
    email: "fa-envelope-o",
    call: "fa-phone",
    linkedin: "fa-linkedin-square",
    todo: "fa-check-square-o",
    action: "fa-cog",
};

/** What changed from one version of a sequence to another, the old text beside the new one. */
export class Difference extends Component {
    static template = "sales_sequence.Difference";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.treeProcessor = useService("tree_processor");
        this.state = useState({ difference: false });
        onWillStart(() => this.load());
    }

    async load() {
        const { sequence_id: id, with_id: withId } = this.props.action.params || {};
        const difference = await this.orm.call("sales.sequence.publishing", "get_difference", [id, withId || false]);
        for (const part of difference.parts) {
            for (const change of part.changes) {
                if (change.model) {
                    await this.describeFilter(change);
                }
            }
        }
        this.state.difference = difference;
    }

    /** Say a filter in words, as Odoo's own fields do. */
    async describeFilter(change) {
        change.words = false;
        for (const side of ["before", "after"]) {
            try {
                const tree = change[side] && (await this.treeProcessor.treeFromDomain(change.model, new Domain(change[side])));
                change[side] = tree && (await this.treeProcessor.getDomainTreeDescription(change.model, tree));
            } catch {
                // An app that brought a field may be gone: the filter as it is written says more than nothing.
            }
        }
    }

    iconOf(part) {
        return part.kind === "settings" ? "fa-sliders" : CHANNEL_ICONS[part.channel] || "fa-circle-o";
    }

    kindOf(part) {
        return {
            added: _t("Step added"),
            removed: _t("Step removed"),
            changed: _t("Changed"),
            settings: _t("Changed"),
        }[part.kind];
    }

    piecesOf(change, side) {
        return change.words ? change.words[side] : [{ text: change[side], changed: true }];
    }
}

registry.category("actions").add("sales_sequence_difference", Difference);
