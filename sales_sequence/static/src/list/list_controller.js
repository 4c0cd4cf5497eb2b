import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** A list that offers the buttons of its header only where they do something for at least one selected record. */
export class SequenceListController extends ListController {
    evalViewModifier(modifier) {
        const { selection } = this.model.root;
        if (!selection.length) {
            // Odoo asks then, too, where there is no record that the modifier could be about.
            return true;
        }
        return selection.every((record) => evaluateBooleanExpr(modifier, record.evalContextWithVirtualIds));
    }
}

registry.category("views").add("sales_sequence_list", { ...listView, Controller: SequenceListController });
