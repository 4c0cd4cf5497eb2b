import { describe, expect, test } from "@odoo/hoot";
import { click, waitFor, waitForNone } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import {
    asyncStep,
    MockServer,
    mockService,
    mountWithCleanup,
    serverState,
    waitForSteps,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");
defineMailModels();

function send(type, payload) {
    MockServer.env["bus.bus"]._sendone(serverState.partnerId, type, payload);
}

test("an answer is said at once, stays until it is read, and one click opens it", async () => {
    await mountWithCleanup(WebClient);
    mockService("action", {
        doAction: (action) => asyncStep(`${action.tag} ${action.params.signal_id}`),
    });
    send("sales_sequence/answer", { signal_id: 7, name: "Ana Ferreira", quote: "Thursday at 10 would suit me." });
    await waitFor(".o_notification");
    expect(".o_notification").toHaveText(/Ana Ferreira answered/);
    expect(".o_notification_content").toHaveText(/Thursday at 10 would suit me\.$/);
    await click(".o_notification_buttons button");
    await waitForSteps(["sales_sequence_answers 7"]);
    await waitForNone(".o_notification");
});

test("Answers says it itself, and over the buttons of My day nothing stays", async () => {
    await mountWithCleanup(WebClient);
    for (const [tag, expected] of [
        ["sales_sequence_day", ["sticky: false"]],
        ["sales_sequence_answers", []],
        ["other", ["sticky: true"]],
    ]) {
        mockService("action", { currentController: { action: { tag } } });
        mockService("notification", {
            add: (_words, { sticky }) => {
                asyncStep(`sticky: ${sticky}`);
                return () => {};
            },
        });
        send("sales_sequence/answer", { signal_id: 7, name: "Ana", quote: "Yes." });
        await animationFrame();
        await runAllTimers();
        await waitForSteps(expected);
    }
});

test("a long answer is cut, an empty one says where it is", async () => {
    await mountWithCleanup(WebClient);
    send("sales_sequence/answer", { signal_id: 7, name: "Ana", quote: "word ".repeat(100) });
    await waitFor(".o_notification");
    expect(document.querySelector(".o_notification_content").textContent.length).toBeLessThan(140);
    send("sales_sequence/answer", { signal_id: 8, name: "Ben", quote: false });
    await waitFor(".o_notification:contains(Ben answered)");
    expect(".o_notification:contains(Ben answered) .o_notification_content").toHaveText(
        /Their answer is in the chatter\.$/
    );
});

test("what a colleague handed over is said at once", async () => {
    await mountWithCleanup(WebClient);
    send("sales_sequence/handed_over", { words: "5 activities were handed over to you." });
    await waitFor(".o_notification");
    expect(".o_notification_content").toHaveText("5 activities were handed over to you.");
});
