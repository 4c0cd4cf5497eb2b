import { describe, expect, test } from "@odoo/hoot";
import { markText, quoteBreaks } from "@sales_sequence/answers/marked_text";

describe.current.tags("headless");

function marked(html, words) {
    const root = document.createElement("div");
    root.innerHTML = html;
    const isFound = markText(root, words, "o_marked");
    expect(isFound).toBe(Boolean(root.querySelector("mark.o_marked")));
    return [...root.querySelectorAll("mark")].map((mark) => mark.textContent);
}

test("the sentence is marked, and nothing else", () => {
    expect(marked("<p>Hi,</p><p>Thursday at 10 would suit me. Best, Ana</p>", "Thursday at 10 would suit me.")).toEqual([
        "Thursday at 10 would suit me.",
    ]);
});

test("a sentence over several elements and lines is marked in all of them", () => {
    expect(marked("<p>Gern im\n <b>Januar</b>, bis dahin<br>nicht.</p>", "Gern im Januar, bis dahin nicht.")).toEqual([
        "Gern im",
        "Januar",
        ", bis dahin",
        "nicht.",
    ]);
});

test("quotation marks and an ellipsis of the server do not matter", () => {
    expect(marked("<p>Call me in May please</p>", "“Call me in May …”")).toEqual(["Call me in May"]);
});

test("quoted text is never marked", () => {
    expect(marked("<blockquote>Call me.</blockquote><div data-o-mail-quote='1'>Call me.</div>", "Call me.")).toEqual([]);
});

test("words that are not there, or none, mark nothing", () => {
    expect(marked("<p>Hello</p>", "Good bye")).toEqual([]);
    expect(marked("<p>Hello</p>", "")).toEqual([]);
    expect(marked("<p>Hello</p>", false)).toEqual([]);
    expect(marked("<p>Hello</p>", "…")).toEqual([]);
});

test("the text stays as it is", () => {
    const root = document.createElement("div");
    root.innerHTML = "<p>One <i>two</i> three</p>";
    markText(root, "One two three", "o_marked");
    expect(root.textContent).toBe("One two three");
});

test("the breaks between quoted lines of plain text are quoted, too", () => {
    const pre = document.createElement("pre");
    pre.innerHTML = `Yes.\n\n<span data-o-mail-quote="1">&gt; One</span>\n<span data-o-mail-quote="1">&gt; Two</span>\n`;
    quoteBreaks(pre);
    for (const quoted of pre.querySelectorAll("[data-o-mail-quote]")) {
        quoted.remove();
    }
    expect(pre.textContent).toBe("Yes.\n\n");
});
