import { Plugin } from "@html_editor/plugin";
import { selectElements } from "@html_editor/utils/dom_traversal";
import { chipOf } from "./merge_field_words";

export const CHIP = "data-sales-sequence-field";

/** Names the merge fields of a text in people's words. The chips are drawn by CSS from an attribute that is not saved. */
export class MergeFieldPlugin extends Plugin {
    static id = "salesSequenceMergeField";
    static dependencies = ["dom", "history", "selection"];
    static shared = ["insertField"];
    /** @type {import("plugins").EditorResources} */
    resources = {
        clean_for_save_handlers: ({ root }) => unmarkFields(root),
        clipboard_content_processors: unmarkFields,
        normalize_handlers: (root) => markFields(root, this.config.salesSequenceFields),
        system_attributes: [CHIP],
    };

    /**
     * Insert a field at the cursor; at the end where there has been none.
     *
     * @param {string} path a field, or a path of fields
     * @param {string} [otherwise] what is written where it is empty
     */
    insertField(path, otherwise) {
        const { selection } = this.dependencies;
        if (!selection.getSelectionData().documentSelectionIsInEditable && !this.wasFocused) {
            selection.setCursorEnd(this.editable.lastElementChild || this.editable);
        }
        selection.focusEditable();
        const element = this.document.createElement("T");
        element.setAttribute("t-out", `object.${path}`);
        if (otherwise) {
            element.innerText = otherwise;
        }
        this.dependencies.dom.insert(element);
        this.dependencies.history.addStep();
    }

    setup() {
        this.addDomListener(this.editable, "focus", () => (this.wasFocused = true));
    }
}

export function markFields(root, fields) {
    for (const element of selectElements(root, "[t-out]")) {
        const chip = chipOf(element, fields);
        if (chip && element.getAttribute(CHIP) !== chip) {
            element.setAttribute(CHIP, chip);
        }
    }
}

function unmarkFields(root) {
    for (const element of root.querySelectorAll(`[${CHIP}]`)) {
        element.removeAttribute(CHIP);
    }
}
