import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, press, queryAllTexts, queryFirst, queryOne, resize } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { contains, defineActions, getService, makeMockEnv, makeServerError, mountView, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { EditorModel } from "@sales_sequence/editor/editor_model";
import { defineEditor, mountEditor, Step, timelineOf, watchCards } from "./editor_data";

defineEditor();

const EDITOR = ".o_sales_sequence_editor";
const cardOf = (id) => `${EDITOR}_step[data-id='${id}']`;
const typed = (name) => `${EDITOR}_side [name=${name}] input`;

function names() {
    return queryAllTexts(`${EDITOR}_name`);
}

function openName() {
    return queryOne(typed("name")).value;
}

test("the timeline shows each step with who is before, at and past it, and what it earned", async () => {
    await mountEditor();
    expect(names()).toEqual(["Introduction", "First call", "Break-up"]);
    expect(`${cardOf(11)} ${EDITOR}_day`).toHaveText("Day 1");
    expect(`${cardOf(11)} ${EDITOR}_text`).toHaveText("Hello Company First line");
    expect(`${cardOf(11)} ${EDITOR}_field`).toHaveText("Company");
    expect(queryAllTexts(`${cardOf(11)} ${EDITOR}_people > span`)).toEqual(["4 before", "0 at", "1,498 sent"]);
    expect(`${cardOf(12)} ${EDITOR}_people`).toHaveText(/done/);
    expect(`${cardOf(11)} ${EDITOR}_earned`).toHaveText(/24 of 1,192 answered\s+2.0%/);
    // Too few people for a rate have no bar either.
    expect(`${cardOf(12)} ${EDITOR}_bar_of_rate`).toHaveCount(0);
    expect(`${EDITOR}_footnote`).toHaveText(/3 people of this sequence are closed and 282 are open; 9 of/);
    expect(`${cardOf(11)} [data-open=at]`).toHaveCount(0, { message: "nobody is nothing to open" });
});

test("each number opens its list", async () => {
    onRpc("sales.sequence.editor", "open_people", ({ args }) => {
        expect.step(args.join());
        return { type: "ir.actions.act_window_close" };
    });
    onRpc("sales.sequence.results", "open_figure", ({ args }) => {
        expect.step(JSON.stringify(args));
        return { type: "ir.actions.act_window_close" };
    });
    await mountEditor();
    for (const name of ["before", "past", "answered", "closed"]) {
        await contains(`${cardOf(11)} [data-open=${name}]`).click();
    }
    await contains(`${cardOf(12)} [data-open=overdue]`).click();
    await contains(`${EDITOR}_footnote [data-open=open_answered]`).click();
    expect.verifySteps([
        "11,before",
        "11,past",
        "11,answered",
        "11,closed",
        "12,overdue",
        '[1,["total",false,"open_answered"]]',
    ]);
    expect(openName()).toBe("Introduction", { message: "a number is not the card" });
});

test("a draft has no people, and says so", async () => {
    await mountEditor({ changes: { state: "draft" } });
    expect(`${EDITOR}_head`).toHaveText(/Nobody has been here yet/);
    expect(`${EDITOR}_people`).toHaveCount(0);
});

test("selecting another step saves the open one, and draws only the cards that changed", async () => {
    onRpc("sales.sequence.step", "web_save", ({ args }) => expect.step(JSON.stringify(args)));
    const drawn = watchCards();
    await mountEditor();
    expect(openName()).toBe("Introduction");
    await contains(typed("summary")).edit("Good morning", { confirm: false });
    drawn();
    await contains(`${cardOf(13)} button[name=open]`).click();
    expect.verifySteps(['[[11],{"summary":"Good morning"}]']);
    expect(openName()).toBe("Break-up");
    expect(`${cardOf(11)} ${EDITOR}_text`).toHaveText(/Good morning/);
    expect(`${cardOf(13)}`).toHaveAttribute("aria-current", "step");
    expect(drawn().includes("First call")).toBe(false);
});

test("nothing is saved on each key, and discarding brings back what was", async () => {
    onRpc("sales.sequence.step", "web_save", () => expect.step("save"));
    await mountEditor();
    expect(".o_form_status_indicator_buttons").toHaveClass("invisible");
    await contains(typed("summary")).edit("Good morning", { confirm: "blur" });
    expect(".o_form_status_indicator_buttons").not.toHaveClass("invisible");
    await contains(".o_form_button_cancel").click();
    expect(typed("summary")).toHaveValue("Hello");
    expect(".o_form_status_indicator_buttons").toHaveClass("invisible");
    expect.verifySteps([]);
});

test("Save saves the step and the sequence, and keeps what is typed there until then", async () => {
    onRpc("sales.sequence.step", "web_save", function ({ args }) {
        expect.step("step");
        this.env["sales.sequence"].write([1], { closed_count: 4 });
    });
    onRpc("sales.sequence", "web_save", ({ args }) => expect.step(JSON.stringify(args[1])));
    await mountEditor();
    await contains("[name=name] input:first").edit("Renamed");
    await contains(typed("summary")).edit("Good morning");
    await contains(`${cardOf(12)} button[name=open]`).click();
    expect.verifySteps(["step"]);
    expect("[name=name] input:first").toHaveValue("Renamed");
    expect("[name=closed_count]:first").toHaveText("4", { message: "what is computed was read again" });
    await contains(typed("summary")).edit("Ask twice");
    await contains(".o_form_button_save").click();
    expect.verifySteps(["step", '{"name":"Renamed"}']);
});

test("a timeline that is asked for twice at the same time holds nothing up", async () => {
    const answers = [];
    onRpc("sales.sequence.editor", "get_timeline", function ({ args: [id] }) {
        const timeline = timelineOf(this.env, id);
        return new Promise((resolve) => answers.push(() => resolve(timeline)));
    });
    await makeMockEnv();
    const editor = new EditorModel({ orm: getService("orm"), saveSequence: () => 1, onChange: () => {} });
    const first = editor.load(1);
    const second = editor.load(1);
    await animationFrame();
    answers[1]();
    await second;
    answers[0]();
    await first;
    expect(editor.steps).toHaveLength(3);
});

test("a button of the sequence saves the step first, and waits for it", async () => {
    onRpc("sales.sequence.step", "web_save", () => expect.step("step"));
    onRpc("sales.sequence", "action_publish", () => {
        expect.step("publish");
        return false;
    });
    await mountEditor();
    await contains(typed("summary")).edit("Good morning");
    await contains("button[name=action_publish]").click();
    expect.verifySteps(["step", "publish"]);
});

test("a step that cannot be saved stays open, and nothing else happens", async () => {
    onRpc("sales.sequence", "action_publish", () => expect.step("publish"));
    await mountEditor();
    await contains(typed("name")).clear();
    await contains("button[name=action_publish]").click();
    await contains(`${cardOf(13)} button[name=open]`).click();
    await contains(".o_notebook .nav-link:contains(Rules)").click();
    expect.verifySteps([]);
    expect(`${EDITOR}_side [name=name]`).toHaveClass("o_field_invalid");
    expect(cardOf(11)).toHaveAttribute("aria-current", "step");
    expect(".o_notification").toHaveCount(3, { message: "each time it is said" });
});

test("what the server refuses is said, and the text stays", async () => {
    expect.errors(1);
    onRpc("sales.sequence.step", "web_save", () => {
        throw makeServerError({ type: "ValidationError", message: "It has no subject." });
    });
    await mountEditor();
    await contains(typed("summary")).edit("Good morning");
    await contains(`${cardOf(13)} button[name=open]`).click();
    await animationFrame();
    expect.verifyErrors(["It has no subject."]);
    expect(".o_dialog").toHaveText(/It has no subject/);
    await contains(".o_dialog .btn-primary").click();
    expect(typed("summary")).toHaveValue("Good morning");
});

test("another page of the notebook saves the step, and it is open again afterwards", async () => {
    onRpc("sales.sequence.step", "web_save", () => expect.step("step"));
    await mountEditor();
    await contains(`${cardOf(12)} button[name=open]`).click();
    await contains(typed("summary")).edit("Ask twice");
    await contains(".o_notebook .nav-link:contains(Rules)").click();
    expect.verifySteps(["step"]);
    expect(EDITOR).toHaveCount(0);
    await contains(".o_notebook .nav-link:contains(Steps)").click();
    expect(openName()).toBe("First call");
});

test("without steps, there are five large buttons, each with an example", async () => {
    await mountEditor({ resId: 2 });
    expect(`${EDITOR}_empty p`).toHaveCount(1);
    expect(`${EDITOR}_large button[name=add]`).toHaveCount(5);
    expect(`${EDITOR}_large [data-channel=email]`).toHaveText(/Day 1: an email/);
    expect(`${EDITOR}_timeline`).toHaveCount(0);
});

test("a step is added with what its channel and place say, and stays open once saved", async () => {
    onRpc("sales.sequence.step", "web_save", ({ args, kwargs }) => {
        expect.step(JSON.stringify(args[1]));
        const { default_position: position, default_delay: delay, default_channel: channel } = kwargs.context;
        expect.step(`${position} ${delay} ${channel}`);
    });
    await mountEditor();
    await contains(`${cardOf(12)} button[name=add_here]`).click();
    await contains(".o-dropdown-item[data-channel=email]").click();
    expect(`${EDITOR}_added`).toHaveText(/Email 3/);
    expect(openName()).toBe("Email 3");
    await contains(typed("summary")).edit("In between");
    const form = queryFirst(`${EDITOR}_side .o_form_view`);
    await contains(".o_form_button_save").click();
    expect.verifySteps(['{"name":"Email 3","summary":"In between","active":true}', "15 2 email"]);
    expect(names()).toEqual(["Introduction", "Email 3", "First call", "Break-up"]);
    expect(queryFirst(`${EDITOR}_side .o_form_view`)).toBe(form, { message: "the cursor stays where it is" });
    expect(`${EDITOR}_added`).toHaveCount(0);
    expect(`${EDITOR}_selected`).toHaveText(/Email 3/);
});

test("a step is added between two that have the same position", async () => {
    Step._records = [
        { id: 11, sequence_id: 1, name: "Introduction", channel: "email", position: 20, active: true },
        { id: 12, sequence_id: 1, name: "First call", channel: "call", position: 20, active: true },
        { id: 13, sequence_id: 1, name: "Break-up", channel: "email", position: 21, active: true },
    ];
    onRpc("sales.sequence.editor", "move_step", function ({ args: [id, beforeId] }) {
        const { name } = this.env["sales.sequence.step"].browse(id)[0];
        expect.step(`${name} before ${beforeId}`);
        for (const [index, stepId] of [11, id, 12, 13].entries()) {
            this.env["sales.sequence.step"].write([stepId], { position: index * 10 });
        }
        return true;
    });
    const add = async (beforeId) => {
        await contains(`${cardOf(beforeId)} button[name=add_here]`).click();
        await contains(".o-dropdown-item[data-channel=call]").click();
        await contains(".o_form_button_save").click();
    };
    await mountEditor();
    await add(12);
    expect.verifySteps(["Call 2 before 12"]);
    expect(names()).toEqual(["Introduction", "Call 2", "First call", "Break-up"]);
    expect(`${EDITOR}_selected`).toHaveText(/Call 2/);
    await contains(typed("summary")).edit("Once more");
    await contains(".o_form_button_save").click();
    await add(13);
    expect.verifySteps([], { message: "where there is room, and once it has its place, nothing is moved" });
    expect(names()).toEqual(["Introduction", "Call 2", "First call", "Call 3", "Break-up"]);
});

test("on a phone, discarding leads back to the timeline", async () => {
    await resize({ width: 400 });
    await mountEditor();
    await contains(".o_field_widget[name=name] input:first").edit("Renamed");
    await contains(".o_form_button_cancel").click();
    expect(".o_field_widget[name=name] input:first").toHaveValue("Five touches");
    expect(`${EDITOR}_page`).toHaveCount(0);
    await contains(`${cardOf(12)} button[name=add_here]`).click();
    await contains(".o-dropdown-item[data-channel=call]").click();
    expect(`${EDITOR}_page`).toHaveCount(1);
    await contains(`${EDITOR}_page button[name=discard]`).click();
    expect(`${EDITOR}_page`).toHaveCount(0);
    expect(`${cardOf(12)} button[name=open]`).toBeFocused();
});

test("an email that was added by mistake goes as it came, a call stays", async () => {
    onRpc("sales.sequence.step", "web_save", () => expect.step("save"));
    await mountEditor();
    await contains(`${EDITOR}_choice [data-channel=email]`).click();
    expect(`${EDITOR}_added`).toHaveCount(1);
    await contains(`${cardOf(11)} button[name=open]`).click();
    expect(`${EDITOR}_added`).toHaveCount(0);
    expect.verifySteps([]);
    await contains(`${EDITOR}_choice [data-channel=call]`).click();
    await contains(`${cardOf(11)} button[name=open]`).click();
    expect.verifySteps(["save"]);
    expect(names()).toEqual(["Introduction", "First call", "Break-up", "Call 2"]);
    await contains(`${EDITOR}_choice [data-channel=call]`).click();
    await contains(`${EDITOR}_added button[name=discard]`).click();
    expect(`${EDITOR}_added`).toHaveCount(0);
    expect(openName()).toBe("Introduction");
    expect.verifySteps([]);
});

test("a new sequence is saved before its first step", async () => {
    onRpc("sales.sequence", "web_save", ({ args }) => expect.step(JSON.stringify(args[1].name)));
    await mountEditor({ resId: false });
    await contains(`${EDITOR}_large [data-channel=call]`).click();
    expect.verifySteps(['"New sequence"']);
    expect(openName()).toBe("Call");
    expect(`${EDITOR}_added`).toHaveText(/Call/);
});

test("archiving says first what it does", async () => {
    onRpc("sales.sequence.editor", "describe_archive", ({ args }) => {
        expect.step(`describe ${args}`);
        return { sentences: ["239 people skip this.", "“Break-up”: Day 3 becomes Day 2."], days: [], people: 239 };
    });
    onRpc("sales.sequence.editor", "archive_step", function ({ args }) {
        expect.step(`archive ${args}`);
        this.env["sales.sequence.step"].write([12], { active: false });
        return true;
    });
    await mountEditor();
    await contains(`${cardOf(12)} button[name=open]`).click();
    await contains(`${cardOf(12)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=archive]").click();
    expect.verifySteps(["describe 12"]);
    expect(`${EDITOR}_question`).toHaveText(/Archive “First call”\?\s+239 people skip this.\s+“Break-up”: Day 3 becomes Day 2./);
    expect(`${EDITOR}_question button[name=yes]`).toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(`${EDITOR}_question`).toHaveCount(0);
    expect.verifySteps([]);
    await contains(`${cardOf(12)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=archive]").click();
    await contains(`${EDITOR}_question button[name=yes]`).click();
    expect.verifySteps(["describe 12", "archive 12"]);
    expect(names()).toEqual(["Introduction", "Break-up"]);
    expect(openName()).toBe("Break-up");
    expect(`${EDITOR}_archive summary`).toHaveText("2 archived steps");
});

test("an archived step can be restored", async () => {
    onRpc("sales.sequence.editor", "restore_step", function ({ args: [id] }) {
        this.env["sales.sequence.step"].write([id], { active: true });
        return true;
    });
    await mountEditor();
    await contains(`${EDITOR}_archive summary`).click();
    await contains(`${EDITOR}_archive [data-id='14'] button[name=restore]`).click();
    expect(names()).toEqual(["Introduction", "First call", "Break-up", "Letter"]);
    expect(openName()).toBe("Letter");
});

test("only what nobody has had can be deleted, after a question", async () => {
    onRpc("sales.sequence.editor", "describe_archive", () => ({ sentences: [], days: [], people: 0 }));
    onRpc("sales.sequence.editor", "delete_step", function ({ args: [id] }) {
        expect.step(`delete ${id}`);
        this.env["sales.sequence.step"].unlink([id]);
        return true;
    });
    await mountEditor();
    await contains(`${cardOf(11)} button[name=more]`).click();
    expect(".o-dropdown-item[name=archive]").toHaveCount(1);
    expect(".o-dropdown-item[name=delete]").toHaveCount(0);
    await press("Escape");
    await contains(`${cardOf(13)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=delete]").click();
    expect.verifySteps([]);
    await contains(`${EDITOR}_question button[name=yes]`).click();
    expect.verifySteps(["delete 13"]);
    expect(names()).toEqual(["Introduction", "First call"]);
});

test("duplicating opens the copy", async () => {
    onRpc("sales.sequence.editor", "duplicate_step", function ({ args: [id] }) {
        return this.env["sales.sequence.step"].create({ sequence_id: 1, name: "Copy", channel: "email", position: 11, active: true });
    });
    await mountEditor();
    await contains(`${cardOf(11)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=duplicate]").click();
    expect(names()).toEqual(["Introduction", "Copy", "First call", "Break-up"]);
    expect(openName()).toBe("Copy");
});

function onMove(sentences) {
    onRpc("sales.sequence.editor", "describe_move", ({ args }) => {
        expect.step(`describe ${args}`);
        return { sentences, days: [], people: sentences.length };
    });
    onRpc("sales.sequence.editor", "move_step", function ({ args: [id, beforeId] }) {
        expect.step(`move ${id} ${beforeId}`);
        const before = beforeId && this.env["sales.sequence.step"].browse(beforeId)[0];
        this.env["sales.sequence.step"].write([id], { position: before ? before.position - 1 : 99 });
        return true;
    });
}

test("dragging a step of a live sequence says what it does before it is done", async () => {
    onMove(["4 people get it later."]);
    await mountEditor();
    queryOne(cardOf(13)).scrollIntoView();
    await animationFrame();
    await contains(`${cardOf(13)} ${EDITOR}_grip`).dragAndDrop(cardOf(11));
    expect.verifySteps(["describe 13,11"]);
    expect(names()).toEqual(["Introduction", "First call", "Break-up"]);
    expect(`${EDITOR}_question`).toHaveText(/4 people get it later/);
    await contains(`${EDITOR}_question button[name=yes]`).click();
    expect.verifySteps(["move 13 11"]);
    expect(names()).toEqual(["Break-up", "Introduction", "First call"]);
});

test("what a move does to nobody is done at once, with the keyboard as with the menu", async () => {
    onMove([]);
    await mountEditor();
    queryOne(`${cardOf(11)} button[name=open]`).focus();
    await press(["alt", "ArrowDown"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["describe 11,13", "move 11 13"]);
    await contains(`${cardOf(12)} button[name=more]`).click();
    expect(".o-dropdown-item[name=up]").toHaveCount(0, { message: "it is the first one now" });
    await contains(".o-dropdown-item[name=down]").click();
    await animationFrame();
    expect.verifySteps(["describe 12,13", "move 12 13"]);
});

test("without a mouse, the focus is never lost", async () => {
    onMove(["4 people get it later."]);
    onRpc("sales.sequence.editor", "describe_archive", () => ({ sentences: [], days: [], people: 0 }));
    onRpc("sales.sequence.editor", "archive_step", function ({ args: [id] }) {
        this.env["sales.sequence.step"].write([id], { active: false });
        return true;
    });
    onRpc("sales.sequence.editor", "duplicate_step", function () {
        return this.env["sales.sequence.step"].create({ sequence_id: 1, name: "Copy", channel: "email", position: 21, active: true });
    });
    const openOf = (id) => `${cardOf(id)} button[name=open]`;
    const type = async (...keys) => {
        for (const key of keys) {
            await press(key);
            await animationFrame();
            await animationFrame();
        }
    };
    /** In its menu, which the arrows go through, this is the entry with that number. */
    const choose = async (id, number) => {
        queryOne(`${cardOf(id)} button[name=more]`).focus();
        await type("Enter", ...Array(number).fill("ArrowDown"), "Enter");
    };
    await mountEditor();
    queryOne(openOf(12)).focus();
    await type("Enter");
    expect(openName()).toBe("First call");
    expect(openOf(12)).toBeFocused({ message: "the next card is not far" });
    await type("Enter");
    expect(typed("name")).toBeFocused();
    await type("Escape");
    expect(openOf(12)).toBeFocused();

    await type(["alt", "ArrowUp"]);
    expect(`${EDITOR}_question button[name=yes]`).toBeFocused();
    await type("Escape");
    expect(openOf(12)).toBeFocused({ message: "nothing was moved" });
    await type(["alt", "ArrowUp"], "Enter");
    expect.verifySteps(["describe 12,11", "describe 12,11", "move 12 11"]);
    expect(names()).toEqual(["First call", "Introduction", "Break-up"]);
    expect(openOf(12)).toBeFocused();

    await choose(12, 3);
    expect(`${EDITOR}_question button[name=yes]`).toBeFocused();
    await type("Enter");
    expect(names()).toEqual(["Introduction", "Break-up"]);
    expect(openOf(11)).toBeFocused({ message: "the step after it" });

    await choose(11, 2);
    expect(names()).toEqual(["Introduction", "Copy", "Break-up"]);
    expect(queryOne(`${EDITOR}_selected button[name=open]`)).toBeFocused();
    expect(`${EDITOR}_selected ${EDITOR}_name`).toHaveText("Copy");

    queryOne(`${EDITOR}_choice [data-channel=email]`).focus();
    await type("Enter");
    queryOne(`${EDITOR}_added button[name=discard]`).focus();
    await type("Enter");
    expect(openOf(11)).toBeFocused();
});

test("whoever may not edit sees everything and changes nothing", async () => {
    await mountEditor({ changes: { may_edit: false } });
    expect(names()).toHaveLength(3);
    expect(`${EDITOR}_grip, ${EDITOR} button[name=more], ${EDITOR} button[name=add], ${EDITOR} button[name=add_here]`).toHaveCount(0);
    expect(`${EDITOR}_side input`).toHaveCount(0);
    expect(`${EDITOR}_side [name=summary]`).toHaveText("Hello");
    await contains(`${cardOf(12)} button[name=open]`).click();
    expect(`${EDITOR}_side [name=summary]`).toHaveText("Ask");
});

test("who may not see the sequence reads why", async () => {
    onRpc("sales.sequence.editor", "get_timeline", () => {
        throw makeServerError({ type: "AccessError", message: "You may not read it." });
    });
    await mountView({ type: "form", resModel: "sales.sequence", resId: 1 });
    await animationFrame();
    expect(`${EDITOR} [role=alert]`).toHaveText("You may not read it.");
});

test("a step that somebody else has deleted stays until it is discarded", async () => {
    expect.errors(1);
    onRpc("sales.sequence.step", "web_save", function () {
        this.env["sales.sequence.step"].unlink([12]);
        throw makeServerError({ type: "MissingError", message: "It does not exist anymore." });
    });
    await mountEditor();
    await contains(`${cardOf(12)} button[name=open]`).click();
    await contains(typed("summary")).edit("A long text");
    await contains(`${cardOf(13)} button[name=open]`).click();
    await animationFrame();
    expect.verifyErrors(["It does not exist anymore."]);
    await contains(".o_dialog .btn-primary").click();
    expect(names()).toEqual(["Introduction", "Break-up"]);
    expect(`${EDITOR}_side [role=alert]`).toHaveText(/Somebody has deleted this step/);
    expect(typed("summary")).toHaveValue("A long text");
    await contains(".o_form_button_cancel").click();
    expect(openName()).toBe("Introduction");
});

test("leaving the page saves the step", async () => {
    onRpc("sales.sequence.step", "web_save", () => expect.step("step"));
    onRpc("sales.sequence.editor", "get_timeline", function ({ args: [id] }) {
        return timelineOf(this.env, id);
    });
    defineActions([
        { id: 1, type: "ir.actions.act_window", name: "One", res_model: "sales.sequence", res_id: 1, views: [[false, "form"]] },
        { id: 2, type: "ir.actions.act_window", name: "Two", res_model: "sales.sequence", res_id: 2, views: [[false, "form"]] },
    ]);
    await mountWithCleanup(WebClient);
    await getService("action").doAction(1);
    await animationFrame();
    await contains(typed("summary")).edit("Good morning");
    await getService("action").doAction(2);
    expect.verifySteps(["step"]);
    expect(".o_breadcrumb").toHaveText(/Two|Another one/);
});

test("what is typed while a question waits is saved before the step goes", async () => {
    onRpc("sales.sequence.editor", "describe_archive", () => ({ sentences: ["4 people skip this."], days: [], people: 4 }));
    onRpc("sales.sequence.editor", "archive_step", function ({ args: [id] }) {
        expect.step("archive");
        this.env["sales.sequence.step"].write([id], { active: false });
        return true;
    });
    onRpc("sales.sequence.step", "web_save", ({ args }) => expect.step(JSON.stringify(args)));
    await mountEditor();
    await contains(`${cardOf(11)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=archive]").click();
    await contains(typed("summary")).edit("Good morning", { confirm: false });
    await contains(`${EDITOR}_question button[name=yes]`).click();
    await animationFrame();
    expect.verifySteps(['[[11],{"summary":"Good morning"}]', "archive"]);
    expect(openName()).toBe("First call");
});

test("what is typed while a step is being copied is saved before the copy opens", async () => {
    const copying = new Deferred();
    onRpc("sales.sequence.editor", "duplicate_step", async () => {
        await copying;
        return 13;
    });
    onRpc("sales.sequence.step", "web_save", ({ args }) => expect.step(JSON.stringify(args)));
    await mountEditor();
    await contains(`${cardOf(12)} button[name=more]`).click();
    await contains(".o-dropdown-item[name=duplicate]").click();
    await contains(typed("summary")).edit("Good morning", { confirm: false });
    copying.resolve();
    await advanceTime(100);
    await animationFrame();
    expect.verifySteps(['[[11],{"summary":"Good morning"}]']);
    expect(openName()).toBe("Break-up");
});

test("what is typed stays when the timeline cannot be read, and when the window becomes narrow", async () => {
    let isRefused = false;
    await mountEditor();
    onRpc("sales.sequence.editor", "get_timeline", () => {
        if (isRefused) {
            throw makeServerError({ type: "UserError", message: "Not now." });
        }
    });
    isRefused = true;
    await contains(typed("summary")).edit("Good morning");
    await contains(".o_form_button_save").click();
    await contains(typed("summary")).edit("Good evening", { confirm: false });
    await animationFrame();
    expect(`${EDITOR} [role=alert]`).toHaveText("Not now.");
    expect(typed("summary")).toHaveValue("Good evening");
    await resize({ width: 400 });
    await animationFrame();
    expect(typed("summary")).toHaveValue("Good evening");
});
