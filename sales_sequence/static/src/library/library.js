import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { CHANNEL_ICONS } from "../channel_field/channel_field";

/** The cards of the library, below what their glyphs mean. */
export class LibraryRenderer extends KanbanRenderer {
    static template = "sales_sequence.LibraryRenderer";

    icon(channel) {
        return CHANNEL_ICONS[channel];
    }
}

registry.category("views").add("sales_sequence_library", { ...kanbanView, Renderer: LibraryRenderer });
