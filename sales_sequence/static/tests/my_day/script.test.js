import { expect, test } from "@odoo/hoot";
import { foldScript } from "@sales_sequence/my_day/script";
import { SCRIPT } from "@sales_sequence/../tests/my_day/my_day_test_helpers";

function folded(html) {
    return new DOMParser().parseFromString(foldScript(html).html.toString(), "text/html").body;
}

test("only a list of what is heard is folded", () => {
    const body = folded(SCRIPT);
    expect(foldScript(SCRIPT).count).toBe(2);
    expect(body.querySelectorAll("ul")).toHaveLength(1);
    expect([...body.querySelectorAll("summary")].map((one) => one.textContent)).toEqual(['"Not now."', '"No."']);
    expect([...body.querySelectorAll("details div")].map((one) => one.textContent.trim())).toEqual([
        '"When should I get in touch again?"',
        '"Thank you for being clear."',
    ]);
    expect(body.querySelector(".o_sales_sequence_if_you_hear").textContent).toBe("If you get");
});

test("a list with one item that begins otherwise stays a list", () => {
    const html = "<p>If you hear</p><ul><li><em>No.</em> Thanks.</li><li>Anything else <em>matters</em></li></ul>";
    expect(foldScript(html).count).toBe(0);
    expect(folded(html).querySelectorAll("li")).toHaveLength(2);
});

test("a list without a heading, and an empty one, stay as they are", () => {
    expect(foldScript("<ul><li><em>No.</em> Thanks.</li></ul>").count).toBe(0);
    expect(foldScript("<p>If you hear</p><ul></ul>").count).toBe(0);
    expect(foldScript(false)).toMatchObject({ count: 0, text: "" });
});

test("the text can be pasted: one line for each block", () => {
    expect(foldScript("<div><p>Hello  <b>Elif</b>,</p>\n<p>one<br>two</p><ul><li>a</li><li>b</li></ul></div>").text).toBe(
        "Hello Elif,\none\ntwo\na\nb"
    );
});
