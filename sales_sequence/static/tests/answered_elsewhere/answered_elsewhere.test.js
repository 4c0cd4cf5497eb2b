import { expect, test } from "@odoo/hoot";
import { press, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { recordAnswerElsewhere } from "@sales_sequence/answered_elsewhere/answered_elsewhere";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, getMockEnv, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineSalesSequenceModels();

async function ask() {
    onRpc("res.partner", "action_answered_elsewhere", ({ args, kwargs }) => {
        expect.step(`${JSON.stringify(args[0])}: ${kwargs.note}`);
        return true;
    });
    await mountWithCleanup(WebClient);
    const answer = recordAnswerElsewhere(getMockEnv(), { model: "res.partner", ids: [7], name: "Ana Ferreira" });
    await animationFrame();
    return { answer };
}

test("Enter is enough: by phone, without a note", async () => {
    const { answer } = await ask();
    expect(queryText(".modal-title")).toBe("Ana Ferreira answered elsewhere");
    await press("Enter");
    expect(await answer).toBe(true);
    expect.verifySteps(["[7]: By phone"]);
    await animationFrame();
    expect(".modal").toHaveCount(0);
});

test("a digit says how, and one line what", async () => {
    const { answer } = await ask();
    await press("2");
    await contains(".modal input[name=note]").edit("  Call me in May ", { confirm: false });
    await contains(".modal .btn-primary").click();
    expect(await answer).toBe(true);
    expect.verifySteps(["[7]: In my own mailbox: Call me in May"]);
});

test("who discards the dialog has said nothing", async () => {
    const { answer } = await ask();
    await press("Escape");
    expect(await answer).toBe(false);
    expect.verifySteps([]);
});

test("the client action asks for those of its parameters", async () => {
    onRpc("res.partner", "action_answered_elsewhere", ({ args }) => {
        expect.step(JSON.stringify(args[0]));
        return true;
    });
    await mountWithCleanup(WebClient);
    const done = getService("action").doAction(
        {
            type: "ir.actions.client",
            tag: "sales_sequence_answered_elsewhere",
            params: { model: "res.partner", ids: [7, 8] },
        },
        { onClose: () => expect.step("closed") }
    );
    await animationFrame();
    expect(queryText(".modal-title")).toBe("They answered elsewhere");
    await contains(".modal .btn-primary").click();
    await done;
    expect.verifySteps(["[7,8]", "closed"]);
});
