import { describe, expect, test } from "@odoo/hoot";
import { codeOf, toCode, toWords } from "@sales_sequence/step_panel/merge_field_words";
import { FIELDS } from "./step_panel_data";

describe.current.tags("headless");

test("fields in a subject have people's words, and come back as they were", () => {
    for (const [code, words] of [
        ["For {{object.sequence_company_name}}", "For [Company]"],
        ["For {{object.sequence_company_name|||you}}!", "For [Company|you]!"],
        ["{{object.sequence_first_name}} and {{object.sequence_company_name|||a, b}}", "[First name] and [Company|a, b]"],
    ]) {
        expect(toWords(code, FIELDS)).toBe(words);
        expect(toCode(words, FIELDS)).toBe(code);
    }
});

test("what is not one of ours stays as it is, both ways", () => {
    for (const text of [
        "{{object.contact_name}}",
        "{{object.sequence_company_name.upper()}}",
        "{{ctx.get('a')}}",
        "A [draft] of [x|y]",
        "",
    ]) {
        expect(toWords(text, FIELDS)).toBe(text);
        expect(toCode(text, FIELDS)).toBe(text);
    }
});

test("a default that would be misread stays code", () => {
    const code = "{{object.sequence_company_name|||you]}}";
    expect(toWords(code, FIELDS)).toBe(code);
});

test("Odoo's spaces are understood, and people's small letters", () => {
    expect(toWords("{{ object.sequence_company_name ||| you }}", FIELDS)).toBe("[Company|you]");
    expect(toCode("[company]", FIELDS)).toBe("{{object.sequence_company_name}}");
});

test("a default cannot break out of its field", () => {
    expect(codeOf("sequence_first_name", "a ||| b")).toBe("{{object.sequence_first_name|||a  b}}");
    expect(codeOf("sequence_first_name", " ")).toBe("{{object.sequence_first_name}}");
});
