import { expect, test } from "@odoo/hoot";
import { keyDown, press, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { contains, getService, makeMockEnv, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { translatedTerms } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { KeyBadge } from "@sales_sequence/desk/key_badge";
import { useDeskKeys } from "@sales_sequence/desk/keys";
import { LocalClock } from "@sales_sequence/desk/local_clock";
import { ageInWords, momentInWords, useNow } from "@sales_sequence/desk/moments";

const { DateTime, Settings } = luxon;

defineSalesSequenceModels();

class Box extends Component {
    static template = xml`<div class="o_test_box"><button>In here</button></div>`;
    static props = ["*"];
}

class Screen extends Component {
    static components = { KeyBadge };
    static template = xml`
        <div>
            <textarea class="o_test_note"/>
            <select class="o_test_choice"><option>one</option></select>
            <div class="o_test_editable" contenteditable="true">text</div>
            <button class="o_test_button" t-on-click="() => this.step('clicked')">Go</button>
            <KeyBadge name="'arrowright'"/>
            <KeyBadge name="'n'"/>
        </div>`;
    static props = ["*"];
    setup() {
        screen = this;
        this.step = (name) => expect.step(name);
        this.state = useState({ areOn: true, outcome: "Voicemail", hasLead: true });
        this.popover = usePopover(Box);
        this.keys = useDeskKeys(
            () => [
                { keys: ["1"], name: this.state.outcome, run: () => this.step(this.state.outcome) },
                { keys: ["arrowright", "j"], name: "Next", run: () => this.step("next") },
                { keys: ["enter"], name: "Accept", run: () => this.step("accept") },
                { keys: ["e"], name: "Open", run: () => this.step("open"), isAvailable: () => this.state.hasLead },
            ],
            { areOn: () => this.state.areOn, title: "Keys of this screen" }
        );
    }
}

let screen;

test("keys do what they say, also their second key and the number pad", async () => {
    await mountWithCleanup(Screen);
    await press("1");
    await press("j");
    await press("ArrowRight");
    await press("1", { code: "Numpad1" });
    expect.verifySteps(["Voicemail", "next", "next", "Voicemail"]);
});

test("a key that is held down acts once", async () => {
    await mountWithCleanup(Screen);
    await keyDown("1");
    await keyDown("1");
    expect.verifySteps(["Voicemail"]);
});

test("a key follows what it stands for now", async () => {
    await mountWithCleanup(Screen);
    screen.state.outcome = "Connected";
    screen.state.hasLead = false;
    await animationFrame();
    await press("1");
    await press("e");
    expect.verifySteps(["Connected"]);
});

test("keys are silent in fields", async () => {
    await mountWithCleanup(Screen);
    for (const field of [".o_test_note", ".o_test_choice", ".o_test_editable"]) {
        await contains(field).focus();
        await press("1");
        await press("1", { code: "Numpad1" });
        await press("j");
    }
    expect.verifySteps([]);
});

test("keys are silent while a dialog is open, also those that appear meanwhile", async () => {
    await mountWithCleanup(Screen);
    getService("dialog").add(ConfirmationDialog, { body: "Sure?", confirm: () => {} });
    await animationFrame();
    screen.state.outcome = "Connected";
    await animationFrame();
    await press("1");
    await press("1", { code: "Numpad1" });
    expect.verifySteps([]);
    await press("Escape");
    await animationFrame();
    await press("1");
    expect.verifySteps(["Connected"]);
});

test("keys are silent while a popover is open", async () => {
    await mountWithCleanup(Screen);
    screen.popover.open(document.querySelector(".o_test_button"), {});
    await animationFrame();
    await press("1");
    expect.verifySteps([]);
    screen.popover.close();
    await animationFrame();
    await press("1");
    expect.verifySteps(["Voicemail"]);
});

test("Enter presses the focused button and nothing else", async () => {
    await mountWithCleanup(Screen);
    await press("Enter");
    expect.verifySteps(["accept"]);
    await contains(".o_test_button").focus();
    await press("Enter");
    expect.verifySteps(["clicked"]);
});

test("keys that the user switched off stay commands", async () => {
    await mountWithCleanup(Screen);
    screen.state.areOn = false;
    await press("1");
    await press("1", { code: "Numpad1" });
    await press("h");
    expect.verifySteps([]);
    await press(["control", "k"]);
    await animationFrame();
    expect(".o_command:contains(Voicemail)").toHaveCount(1);
    await contains(".o_command:contains(Voicemail)").click();
    expect.verifySteps(["Voicemail"]);
});

test("a command that does not apply is not offered", async () => {
    await mountWithCleanup(Screen);
    screen.state.hasLead = false;
    await press(["control", "k"]);
    await animationFrame();
    expect(".o_command:contains(Next)").toHaveCount(1);
    expect(".o_command:contains(Open)").toHaveCount(0);
});

test("H lists the keys that apply", async () => {
    await mountWithCleanup(Screen);
    screen.state.hasLead = false;
    await press("h");
    await animationFrame();
    expect(".modal-title").toHaveText("Keys of this screen");
    expect(queryAllTexts(".o_sales_sequence_all_keys td")).toEqual([
        ...["1", "Voicemail"],
        ...["→ or J", "Next"],
        ...["Enter", "Accept"],
        ...["H", "Show all keys"],
    ]);
});

test("a badge shows what is printed on the key", async () => {
    await mountWithCleanup(Screen);
    expect(queryAllTexts("kbd")).toEqual(["→", "N"]);
});

test("a clock shows the person's time, and the viewer's in its tooltip", async () => {
    class Clocks extends Component {
        static components = { LocalClock };
        static template = xml`<LocalClock moment="'2026-11-25 14:22:00'" zone="'Asia/Tokyo'"/>`;
        static props = ["*"];
    }
    await mountWithCleanup(Clocks);
    expect("time").toHaveText(/^(23:22|11:22 PM)/);
    expect(document.querySelector("time").dataset.tooltip).toMatch(/ for you$/);
    expect(document.querySelector("time").dataset.tooltip).not.toMatch(/^(23|11):22/);
});

test("moments are seen from the person's day", async () => {
    await makeMockEnv();
    const now = DateTime.fromISO("2026-11-25T14:00:00Z");
    // In Tokyo it is 23:00 already: an hour later is tomorrow.
    expect(momentInWords("2026-11-25 15:30:00", "Asia/Tokyo", now)).toMatch(/^Tomorrow, /);
    expect(momentInWords("2026-11-25 15:30:00", "Europe/Zurich", now)).not.toMatch(/Tomorrow/);
    expect(momentInWords("2026-11-24 15:30:00", "Europe/Zurich", now)).toMatch(/^Yesterday, /);
    expect(momentInWords("2026-12-01 09:55:00", "Europe/Zurich", now)).toMatch(/^Tue.*Dec/);
    expect(momentInWords("2024-12-01 09:55:00", "Europe/Zurich", now)).toMatch(/2024/);
    expect(momentInWords("2026-11-25 15:30:00", "Nowhere/Unknown", now)).not.toMatch(/Invalid/);
});

test("a date speaks the language of the sentence around it", async () => {
    await makeMockEnv();
    patchWithCleanup(Settings, { defaultLocale: "de" });
    const now = DateTime.fromISO("2026-11-25T14:00:00Z");
    const seen = () => momentInWords("2026-12-01 09:55:00", "Europe/Zurich", now);
    expect(seen()).toMatch(/^Tue, 1 Dec/, { message: "the sentence is in English only" });
    patchWithCleanup(translatedTerms, { sales_sequence: { "Tomorrow, %s": "Morgen, %s" } });
    expect(seen()).toMatch(/^Di.*Dez/);
});

test("ages are short", () => {
    const now = DateTime.fromISO("2026-11-25T14:00:00Z");
    expect(ageInWords("2026-11-25 13:38:00", now)).toBe("22 min");
    expect(ageInWords("2026-11-25 12:10:00", now)).toBe("1 hr");
    expect(ageInWords("2026-11-22 12:10:00", now)).toBe("3 days");
});

test("now moves on", async () => {
    mockDate("2026-11-25 14:00:00");
    class Ticking extends Component {
        static template = xml`<span class="o_test_now" t-esc="time.now.toFormat('mm:ss')"/>`;
        static props = ["*"];
        setup() {
            this.time = useNow();
        }
    }
    await mountWithCleanup(Ticking);
    expect(queryText(".o_test_now")).toBe("00:00");
    await advanceTime(60000);
    await animationFrame();
    expect(queryText(".o_test_now")).toBe("01:00");
});
