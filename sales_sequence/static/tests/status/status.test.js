import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate, mockTimeZone } from "@odoo/hoot-mock";
import { contains, getService, makeServerError, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineSalesSequenceModels } from "@sales_sequence/../tests/sales_sequence_test_helpers";
import { SetupChecklistWidget } from "@sales_sequence/status/setup_checklist";

defineSalesSequenceModels();
beforeEach(() => {
    mockDate("2026-11-25 13:30:05", 0);
    mockTimeZone(1);
});

const OPEN = { type: "ir.actions.act_window", res_model: "fetchmail.server", views: [[false, "list"]] };
const NAMES = ["Due", "Job", "Render", "Queue", "Server", "Inbox", "Fetched", "Settled"];

function makeStation(name, values = {}) {
    const code = name.toLowerCase();
    return {
        code,
        name,
        what: `What ${name} is`,
        status: "ok",
        sentence: `${name} is well.`,
        since: false,
        place: false,
        details: [{ code: `link_${code}`, name: `Link of ${name}`, status: "ok", message: "" }],
        ...values,
    };
}

function makeStatus(values = {}, stations = {}) {
    return {
        now: "2026-11-25 13:30:05",
        status: "ok",
        headline: "All well. Last answer read at 14:12.",
        sentence: "",
        consequence: "",
        counts: [],
        place: false,
        administrators: ["Ada Admin", "Bob Admin"],
        stations: NAMES.map((name) => makeStation(name, stations[name])),
        failures: [],
        today: [
            { hour: 7, sent: 0, fetched: 1 },
            { hour: 8, sent: 38, fetched: 0 },
        ],
        ...values,
    };
}

const PASSWORD = { code: "password", label: "Enter the password", action: OPEN };
const BROKEN = makeStatus(
    {
        status: "critical",
        headline: "Answers have not arrived since 11:20. Emails leave.",
        sentence: "The mailbox refuses the login.",
        consequence: "Until this is fixed, nobody is stopped by an answer.",
        counts: [{ text: "People who are active: 561", action: OPEN }],
        place: PASSWORD,
    },
    {
        Render: { status: "warning", place: { code: "failed_people", label: "Show these people", action: OPEN } },
        Fetched: {
            status: "critical",
            since: "2026-11-25 10:20:00",
            place: PASSWORD,
            details: [{ code: "incoming", name: "Incoming mail", status: "critical", message: "In long words." }],
        },
        Settled: { status: "unknown", since: "2026-11-24 10:20:00" },
    }
);

const CHECKLIST = {
    items: [
        { code: "alias_domain", name: "Alias domain", status: "ok", text: "alder.example", place: false },
        { code: "incoming", name: "Incoming mail", status: "critical", text: "Refused", place: PASSWORD },
        {
            code: "gateway",
            name: "Mail gateway",
            status: "unknown",
            text: "Odoo cannot see it",
            place: { code: "round_trip", label: "Test it with a round trip", action: false },
        },
    ],
    done: 1,
    total: 3,
    administrators: ["Ada Admin"],
};

const NO_TRIP = { id: false, status: "unknown", started_at: false, stations: [] };

function makeTrip(status, ...stations) {
    return {
        id: 7,
        status,
        started_at: "2026-11-25 13:20:00",
        stations: stations.map(([code, of, at = false, text = ""]) => ({ code, name: code, status: of, at, text })),
    };
}

const WRITTEN = ["written", "ok", "2026-11-25 13:19:58", "A test email"];
const SENT = ["sent", "ok", "2026-11-25 13:19:59"];
const RUNNING = makeTrip("running", WRITTEN, SENT, ["arrived", "running"], ["read", "waiting"]);
const BACK = makeTrip("ok", WRITTEN, SENT, ["arrived", "ok", "2026-11-25 13:20:00"], ["read", "ok", "2026-11-25 13:20:01"]);

async function openStatus(status = makeStatus(), trip = NO_TRIP) {
    onRpc("sales.sequence.status", "get_status", () => {
        expect.step("get_status");
        return status;
    });
    onRpc("sales.sequence.setup", "get_checklist", () => CHECKLIST);
    onRpc("sales.sequence.round.trip", "get_state", ({ args }) => (args.length ? BACK : trip));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_sequence_status" });
    await animationFrame();
    expect.verifySteps(["get_status"]);
}

/** Do not go where a link leads: what matters is where that is. */
function stayHere() {
    getService("action").doAction = (action) => expect.step(`open ${action.res_model || action}`);
}

test("a page where all is well is one line, and alerts nobody", async () => {
    await openStatus();
    expect(queryText(".o_sales_sequence_headline h1")).toBe("All well. Last answer read at 14:12.");
    expect("[role=alert]").toHaveCount(0);
    expect(".o_sales_sequence_headline button").toHaveCount(0);
    expect(queryAllTexts(".o_sales_sequence_station h3")).toEqual(NAMES.map((name) => `${name} OK`));
    expect(".o_sales_sequence_checked").toHaveText(/Checked .*2:30:05.*, again every minute/);
});

test("what is broken is said on top, with one button, and by word at its station", async () => {
    await openStatus(BROKEN);
    stayHere();
    expect("[role=alert]").toHaveCount(1);
    expect(queryText("[role=alert] h1")).toBe("Answers have not arrived since 11:20. Emails leave.");
    expect(queryText("[role=alert] p:first")).toInclude("nobody is stopped by an answer");
    expect(queryAllTexts(".o_sales_sequence_word")).toEqual([
        "OK",
        "OK",
        "Needs a look",
        "OK",
        "OK",
        "OK",
        "Broken",
        "Not known",
    ]);
    expect("[data-station=fetched]").toHaveText(/Since 11:20/);
    expect("[data-station=settled]").toHaveText(/Since Nov 24, 11:20/);
    expect(".o_sales_sequence_chain .btn-primary").toHaveCount(1);
    await contains("[role=alert] .btn-primary").click();
    await contains("[data-station=fetched] .btn-primary").click();
    await contains(".o_sales_sequence_counts button").click();
    expect.verifySteps(["open fetchmail.server", "open fetchmail.server", "open fetchmail.server"]);
});

test("a link says of what it is to those who hear it alone", async () => {
    await openStatus(BROKEN);
    expect(queryAllAttributes("[data-station] .o_sales_sequence_place", "aria-label")).toEqual([
        "Show these people: Render",
        "Enter the password: Fetched",
    ]);
    expect(".o_sales_sequence_icon [aria-hidden=true]").not.toHaveCount(0);
    expect(queryText("[data-item=incoming] .visually-hidden")).toBe("Broken");
});

test("the long words are folded, each under its link", async () => {
    await openStatus(BROKEN);
    expect("details").not.toHaveAttribute("open");
    await contains("summary").click();
    expect("[data-link=incoming]").toHaveText("In long words.");
    expect("[data-link=link_due]").toHaveText("All well.");
});

test("who may not repair it is told whom to ask", async () => {
    const place = { ...PASSWORD, action: false };
    await openStatus({ ...BROKEN, place, stations: [makeStation("Fetched", { status: "critical", place })] });
    expect("[role=alert] .o_sales_sequence_ask").toHaveText("Ask an administrator: Ada Admin, Bob Admin");
    expect("[data-station=fetched] button").toHaveCount(0);
});

test("it looks again every minute, and connects to the servers only when asked to", async () => {
    onRpc("sales.sequence.status", "test_servers", () => {
        expect.step("test_servers");
        return true;
    });
    await openStatus();
    await advanceTime(60_000);
    expect.verifySteps(["get_status"]);
    await contains(".o_sales_sequence_check").click();
    await animationFrame();
    expect.verifySteps(["test_servers", "get_status"]);
});

test("the checklist counts what is done", async () => {
    await openStatus();
    expect(".o_sales_sequence_done").toHaveText("1 of 3");
    expect(queryAllAttributes("[data-item]", "data-status")).toEqual(["ok", "critical", "unknown"]);
});

test("a round trip goes from station to station, and the page is read again at its end", async () => {
    onRpc("sales.sequence.round.trip", "start", () => 7);
    onRpc("sales.sequence.round.trip", "send", ({ args }) => {
        expect.step(`send ${args[0]}`);
        return RUNNING;
    });
    await openStatus();
    expect(".o_sales_sequence_round_trip li").toHaveCount(0);
    await contains("[data-item=gateway] .o_sales_sequence_place").click();
    await animationFrame();
    expect.verifySteps(["send 7"]);
    expect("li[data-station=arrived][data-status=running] .fa-spin").toHaveCount(1);
    expect(".o_sales_sequence_start").not.toBeEnabled();
    expect(".o_sales_sequence_check").toBeEnabled();
    await advanceTime(2000);
    await animationFrame();
    expect("li[data-station=read][data-status=ok]").toHaveText(/2:20:01/);
    expect(".o_sales_sequence_start").toBeEnabled();
    expect.verifySteps(["get_status"]);
});

test("a round trip that cannot be asked about for a while ends nevertheless, and an error is said once", async () => {
    expect.errors(1);
    let asked = 0;
    await openStatus(makeStatus(), RUNNING);
    onRpc("sales.sequence.round.trip", "get_state", () => {
        expect.step("ask");
        asked++;
        if (asked === 1) {
            // The connection is lost.
            return new Response("", { status: 502 });
        }
        if (asked < 4) {
            throw makeServerError({ message: "Busy" });
        }
    });
    const poll = async () => {
        await advanceTime(2000);
        await animationFrame();
    };
    await poll();
    expect.verifySteps(["ask"]);
    expect.verifyErrors([]);
    await poll();
    expect.verifySteps(["ask"]);
    expect.verifyErrors(["Busy"]);
    await poll();
    expect.verifySteps(["ask"]);
    expect(".o_sales_sequence_start").not.toBeEnabled();
    await poll();
    expect.verifySteps(["ask", "get_status"]);
    expect(".o_sales_sequence_start").toBeEnabled();
    expect(".o_error_dialog").toHaveCount(1);
});

test("a test that has not come back says so, and can be tried again", async () => {
    const stations = [WRITTEN, SENT, ["arrived", "critical", false, "10 minutes without it"], ["read", "unknown"]];
    await openStatus(makeStatus(), makeTrip("critical", ...stations));
    expect("li[data-station=arrived]").toHaveText(/not yet/);
    expect(".o_sales_sequence_start").toHaveText("Try again");
});

test("the hours are a table", async () => {
    await openStatus();
    expect(queryAllTexts(".o_sales_sequence_sent td")).toEqual(["0", "38"]);
    expect(queryAllTexts(".o_sales_sequence_fetched td")).toEqual(["1", "0"]);
    expect(queryAllTexts(".o_sales_sequence_today tfoot th").length).toBe(2);
    expect(".o_sales_sequence_today caption").toHaveCount(1);
});

test("a late hour of the day shows as many names as fit, and reads all of them", async () => {
    const today = Array.from({ length: 18 }, (_, index) => ({ hour: index + 6, sent: index, fetched: 0 }));
    await openStatus(makeStatus({ today }));
    expect(".o_sales_sequence_today tfoot th").toHaveCount(18);
    expect(".o_sales_sequence_today tfoot th span:not(.visually-hidden)").toHaveCount(6);
    const card = queryOne(".o_sales_sequence_today");
    expect(card.scrollWidth).toBe(card.clientWidth);
});

test("settings show the checklist, and lead to the page for a round trip", async () => {
    onRpc("sales.sequence.setup", "get_checklist", () => CHECKLIST);
    await mountWithCleanup(SetupChecklistWidget, { props: { record: {}, readonly: false } });
    stayHere();
    expect(".o_sales_sequence_done").toHaveText("1 of 3");
    await contains("[data-item=gateway] .o_sales_sequence_place").click();
    expect.verifySteps(["open sales_sequence.sales_sequence_health_action"]);
});
