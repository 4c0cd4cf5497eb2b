import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Plan extends models.Model {
    _name = "plan";

    goal = fields.Char();

    _records = [
        { id: 1, goal: false },
        { id: 2, goal: "[]" },
        { id: 3, goal: "[('id', '>', 1)]" },
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Plan]);

function show(resId, readonly = 0) {
    onRpc("plan", "search_count", ({ args }) => expect.step(JSON.stringify(args[0])));
    return mountView({
        type: "form",
        resModel: "plan",
        resId,
        arch: `<form><field name="goal" widget="sales_sequence_filter" readonly="${readonly}" placeholder="No goal is set."
            options="{'model': 'plan', 'in_dialog': True}"/></form>`,
    });
}

for (const resId of [1, 2]) {
    test(`a filter that is left out does not claim to match all records (${resId})`, async () => {
        await show(resId);
        expect(".o_field_widget[name=goal]").toHaveText("No goal is set.\nAdd a condition");
        expect.verifySteps([]);
        await click(".o_field_widget[name=goal] button");
        await animationFrame();
        expect(".modal .o_domain_selector").toHaveCount(1);
    });
}

test("a filter that is set says whom it finds", async () => {
    await show(3);
    await animationFrame();
    expect(".o_field_widget[name=goal] .o_domain_show_selection_button").toHaveText("2 record(s)");
    expect.verifySteps(['[["id",">",1]]']);
});

test("a reader is offered nothing to change", async () => {
    await show(1, 1);
    expect(".o_field_widget[name=goal]").toHaveText("No goal is set.");
});
