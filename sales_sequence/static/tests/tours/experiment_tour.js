import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CARD = ".o_sales_sequence_experiment";
const PAGE = ".o_sales_sequence_experiment_action";
const PANEL = ".o_sales_sequence_step_form";

tours.add("sales_sequence_experiment_begins", {
    steps: () => [
        { content: "Add a variant to the step that is open", trigger: `${PANEL} button[name=add_variant]`, run: "click" },
        { content: "The text that was there is the first one", trigger: `${PANEL} [role=tab]:contains(Variant A)` },
        { content: "and the new one is open", trigger: `${PANEL} [role=tab].active:contains(Variant B)` },
        { content: "which can be written to again", trigger: "body:not([inert]):not(:has([inert]))" },
        { content: "Let it say something else", trigger: `${PANEL} [name=subject] input`, run: "edit Another question" },
        { content: "Name it", trigger: `${PANEL} input[name=variant_name]`, run: "edit a question && press Tab" },
        { content: "It says what an experiment takes", trigger: `${PANEL} ${CARD}_line:contains(people per variant)` },
        { content: "Open it", trigger: `${PANEL} button[name=open_experiment]`, run: "click" },
        { content: "It has a page of its own", trigger: `${PAGE} ${CARD}[data-state=not_started]` },
        { content: "one breadcrumb after the sequence", trigger: ".o_breadcrumb:contains(Fresh):contains(Experiment)" },
        { content: "which says that nobody has to start it", trigger: `${CARD}:contains(first email after the sequence is published)` },
        { content: "Change the shares", trigger: `${CARD}_share button:contains(Change)`, run: "click" },
        { content: "three to one", trigger: `${CARD}_share input:first`, run: "edit 3" },
        { content: "Save", trigger: `${CARD}_share button[type=submit]`, run: "click" },
        { content: "It is so", trigger: `${CARD}_part:contains(75)` },
        { content: "Stop the other automatically", trigger: `${CARD} input[role=switch]`, run: "click" },
        { content: "It is on", trigger: `${CARD} input[role=switch]:checked:enabled` },
        { content: "Go back", trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
        { content: "to the sequence", trigger: `${PANEL} [role=tab]:contains(a question)` },
    ],
});

tours.add("sales_sequence_experiment_running", {
    steps: () => [
        { content: "Nothing is proved", trigger: `${CARD}[data-state=running] ${CARD}_sentence:contains(No winner yet)` },
        { content: "The rates have a picture", trigger: `${CARD}_rates[role=img]` },
        { content: "Nobody is blue", trigger: `${CARD}:not(:has(.btn-primary))` },
        { content: "How it is decided is folded", trigger: `${CARD} details:not([open]) summary`, run: "click" },
        { content: "and opens", trigger: `${CARD} details[open]:contains(A winner needs 40.)` },
        { content: "Open the people of A", trigger: `${CARD} tr[data-variant=A] td[data-count=answers] button`, run: "click" },
        { content: "It is exactly those", trigger: ".o_pager_limit:contains(40), .o_kanban_view .o_kanban_record" },
    ],
});

tours.add("sales_sequence_experiment_winner", {
    steps: () => [
        { content: "A has won", trigger: `${CARD}[data-state=winner] ${CARD}_sentence:contains(A earns):contains(times the answers of B)` },
        { content: "Stop the other", trigger: `${CARD} .btn-primary:contains(Stop sending B)`, run: "click" },
        { content: "What that means is said before", trigger: ".modal-body:contains(From then on everybody gets A. B's numbers stay.)" },
        { content: "Rather not", trigger: ".modal .btn-secondary", run: "click" },
        { content: "Both are sent", trigger: `body:not(:has(.modal)) ${CARD}[data-state=winner]` },
        { content: "Stop it after all", trigger: `${CARD} .btn-primary:contains(Stop sending B)`, run: "click" },
        { content: "Confirm", trigger: ".modal .btn-primary:contains(Stop sending B)", run: "click" },
        { content: "Everybody gets A", trigger: `body:not(:has(.modal)) ${CARD}[data-state=stopped] ${CARD}_sentence:contains(Everybody gets A)` },
        { content: "and B keeps its numbers", trigger: `${CARD} tr[data-variant=B]:contains(not sent anymore):contains(28)` },
    ],
});
