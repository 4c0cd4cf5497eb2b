import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, mockService, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

const OVERDUE = { code: "overdue", text: "10 calls are overdue." };
const FAILED = { code: "paused_failure", text: "2 people are paused: a step failed." };
const OWNER = { code: "owner", text: "Its owner, Gil Gone, is archived." };

class Plan extends models.Model {
    _name = "plan";

    warnings = fields.Json();

    _records = [
        { id: 1, warnings: [FAILED, OVERDUE, OWNER] },
        { id: 2, warnings: [] },
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Plan]);

function list(shown) {
    return mountView({
        type: "list",
        resModel: "plan",
        arch: `<list><field name="warnings" widget="sales_sequence_warnings" options="{'shown': ${shown}}"/></list>`,
    });
}

test("the first sentence is shown, and how many more there are", async () => {
    await list(1);
    expect(queryAllTexts("tr.o_data_row:first .o_sales_sequence_warnings li")).toEqual([FAILED.text, "+2 more"]);
    expect("tr.o_data_row:first li:last").toHaveAttribute("title", `${OVERDUE.text}\n${OWNER.text}`);
    expect("tr.o_data_row:last .o_sales_sequence_warnings").toHaveCount(0);
});

test("nothing is cut where all have room", async () => {
    await list(3);
    expect(queryAllTexts("tr.o_data_row:first button")).toEqual([FAILED.text, OVERDUE.text, OWNER.text]);
    expect("tr.o_data_row:first li.text-muted").toHaveCount(0);
});

test("a warning opens what it is about, and not the row", async () => {
    const action = { type: "ir.actions.act_window", res_model: "plan", views: [[false, "list"]] };
    mockService("action", {
        doAction(opened) {
            expect.step(opened.res_model);
        },
    });
    onRpc("plan", "action_open_warning", ({ args }) => {
        expect.step(JSON.stringify(args));
        return action;
    });
    await mountView({
        type: "list",
        resModel: "plan",
        arch: `<list><field name="warnings" widget="sales_sequence_warnings"/></list>`,
        selectRecord: () => expect.step("row opened"),
    });
    await click("tr.o_data_row:first button:contains(overdue)");
    await animationFrame();
    expect.verifySteps(['[[1],"overdue"]', "plan"]);
});
