import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** A list that offers the buttons of its header only where they do something for at least one selected record. */
export class SequenceListController extends ListController {
    evalViewModifier(modifier) {
        const { selection } = this.model.root;
        // What a button depends on are fields: without records there is nothing to evaluate.
        return Boolean(modifier) && selection.every((record) => evaluateBooleanExpr(modifier, record.evalContextWithVirtualIds));
    }
}

registry.category("views").add("sales_sequence_list", { ...listView, Controller: SequenceListController });
