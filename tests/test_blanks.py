# License LGPL-3.0 or later: see LICENSE.
"""Blanks in texts: tools/blanks.py. No answer becomes code, whatever it contains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.tools.rendering_tools import INLINE_TEMPLATE_REGEX, parse_inline_template

from odoo.addons.sales_sequence.tools import blanks, shared_html

# What could end or begin something, often side by side.
HOSTILE = st.lists(
    st.sampled_from(["{", "}", "{{", "}}", "|||", "[[", "]]", "offer", "<", ">", "</", "t", "t-out=", '"', "'", "&lt;"])
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3),
    max_size=12,
).map("".join)
TEXTS = st.lists(
    st.sampled_from(["[[offer]]", "[[ proof ]]", "[[free]]", " for ", "[", "{", "}", "]"]) | st.text("ab ", max_size=3),
    max_size=8,
).map("".join)
CODE = st.sampled_from(["{{ object.name }}", "{{ object.name ||| [[offer]] }}", "{{ [[1]][0] ||| x }}", ""])


def expressions(template):
    """The code in an inline template, as Odoo finds it."""
    return [expression for _text, expression, _default in parse_inline_template(template) if expression]


class TestBlanks:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("[[offer]] and [[ link to\n the  catalog ]]", ["offer", "link to the catalog"]),
            ("[[offer]] [[offer]]", ["offer"]),
            ("[offer] [[]] [[ ]] [[<b>]] [[{{x}}]]", []),
            ("[[[offer]]]", ["offer"]),
            (None, []),
        ],
    )
    def test_blanks_of_a_text(self, text, names):
        assert blanks.find(text) == names

    def test_code_of_an_inline_template_is_not_looked_at(self):
        assert blanks.find_inline("{{ [[1]][0] ||| [[offer]] }} [[proof]] {{ rows[[0]] }}") == ["offer", "proof"]

    @pytest.mark.parametrize(
        ("source", "names"),
        [
            ("<p>[[off<b>er</b>]]</p>", ["offer"]),
            ('<a href="https://x/[[link%20to]]">x</a>', ["link to"]),
            ('<a href="%5B%5Blink%5D%5D">x</a>', ["link"]),
            ('<p t-out="[[1]][0]">[[offer]]</p>', ["offer"]),
            ("<!-- [[offer]] --><p>x</p>", []),
            ("", []),
            (False, []),
        ],
    )
    def test_blanks_of_an_html_text(self, source, names):
        assert blanks.find_html(source) == names

    @given(st.lists(st.sampled_from(["{{", "}}", "{", "}", "|||", "|", "[[a]]", " "]), max_size=12).map("".join))
    def test_code_is_where_odoo_finds_it(self, template):
        for pattern in (blanks.INLINE, shared_html.INLINE):
            found = [match.span() for match in pattern.finditer(template)]
            assert found == [match.span() for match in INLINE_TEMPLATE_REGEX.finditer(template)]

    def test_what_has_no_answer_stays(self):
        assert blanks.fill("[[offer]], [[ proof ]], [[x]]", {"offer": "A", "proof": ""}) == "A, [[ proof ]], [[x]]"

    @given(TEXTS, CODE, TEXTS, HOSTILE, HOSTILE)
    def test_an_answer_adds_no_code_to_an_inline_template(self, before, code, after, offer, proof):
        template = f"{before}{code}{after}"
        filled = blanks.fill_inline(template, {"offer": offer, "proof": proof})
        assert expressions(filled) == expressions(template)

    @given(HOSTILE)
    def test_an_answer_is_read_as_it_was_written(self, answer):
        filled = blanks.fill_inline("A [[offer]] {{ object.name ||| B [[offer]] }}", {"offer": answer})
        ((text, _expression, default),) = parse_inline_template(filled)
        shown = answer.replace("\u200b", "") or "[[offer]]"
        assert text.replace("\u200b", "") == f"A {shown} "
        assert default.replace("\u200b", "").strip() == f"B {shown}".strip()

    @given(HOSTILE, HOSTILE)
    def test_an_answer_adds_no_markup_to_an_html_text(self, offer, proof):
        source = (
            '<div><p title="[[offer]]">We [[offer]]<br/>and [[proof]]</p><!-- [[offer]] --><style>[[offer]]</style>'
            '<t t-out="object.name">[[proof]]</t> [[offer]]</div>'
        )
        written = blanks.fill_html(source, {"offer": offer, "proof": proof})
        filled = html.fragment_fromstring(written, create_parent="div")
        plain = html.fragment_fromstring(source, create_parent="div")
        assert [(node.tag, dict(node.attrib)) for node in filled.iter()] == [
            (node.tag, dict(node.attrib)) for node in plain.iter()
        ]
        texts = [node for node in plain.iter() if isinstance(node.tag, str) and node.tag != "style"]
        assert len(texts) == 5
        offer, proof = offer or "[[offer]]", proof or "[[proof]]"
        assert filled.text_content() == f"We {offer}and {proof}[[offer]]{proof} {offer}"

    @pytest.mark.parametrize(
        ("name", "answer", "tidied"),
        [
            ("offer", " software \n for shifts. ", "software for shifts"),
            ("audience", None, ""),
            ("proof", "It saved two days", "It saved two days."),
            ("proof", "Did it? ", "Did it?"),
            ("proof", "", ""),
            ("proof", "\x00\x1b\ud800\uffff", ""),
        ],
    )
    def test_an_answer_fits_into_its_sentence(self, name, answer, tidied):
        assert blanks.tidy(name, answer) == tidied

    @given(st.text(), st.sampled_from(["offer", "proof"]))
    def test_any_tidied_answer_fits_into_an_html_text(self, answer, name):
        filled = blanks.fill_html(f"<p>[[{name}]]</p>", {name: blanks.tidy(name, answer)})
        assert html.fragment_fromstring(filled).text_content() == (blanks.tidy(name, answer) or f"[[{name}]]")
