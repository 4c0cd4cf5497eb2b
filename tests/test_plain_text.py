"""The text part of what we send, and the links in it: tools/plain_text.py, tools/web_links.py."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import Markup, escape

from odoo.addons.sales_sequence.tools.plain_text import plain_text
from odoo.addons.sales_sequence.tools.web_links import addresses_in, is_web_address, link_addresses

PAGE = "https://example.com/book?a=1&b=2"


class TestPlainText:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            ("<div>One</div><div>Two</div>", "One\nTwo"),
            ("<p>One<br/>Two<br><br>Three</p>", "One\nTwo\n\nThree"),
            ("<ol><li>Yes</li><li>No</li></ol>", "1. Yes\n2. No"),
            ('<ol start="3"><li>Yes</li><li value="7">No</li></ol>', "3. Yes\n7. No"),
            ("<p>Or:</p><ol>\n<li><p>Yes</p></li>\n<li>No</li></ol><p>Best</p>", "Or:\n\n1. Yes\n2. No\n\nBest"),
            ("<ul><li>A<ol><li>B</li></ol></li><li>C</li></ul>", "- A\n   1. B\n- C"),
            ("<ol><li></li><li>Two</li></ol>", "2. Two"),
            ('<p>See <a href="https://example.com/a">our page</a>.</p>', "See our page (https://example.com/a)."),
            ('<a href="https://example.com/">example.com</a>', "example.com"),
            (f'<a href="{escape(PAGE)}">{escape(PAGE)}</a>', PAGE),
            ('<a href="mailto:ann@example.com">Ann</a>', "Ann (ann@example.com)"),
            ('<a href="mailto:ann@example.com?subject=x">ann@example.com</a>', "ann@example.com"),
            ('<a href="#top">Top</a>', "Top"),
            ('<a href="https://example.com"><img src="x.png"/></a>', "https://example.com"),
            ('<p><img src="x.png" alt="Acme"/></p>', "Acme"),
            ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC"),
            ('<div style="display:none">Preview</div><p>Hello</p>', "Hello"),
            ("<style>p {}</style><p>R&amp;D &lt;b&gt;</p><!-- no -->", "R&D <b>"),
            ("<p>  a \n b </p>", "a b"),
            ("", ""),
            (" ", ""),
            (None, ""),
        ],
    )
    def test_a_reader_of_the_text_sees_what_a_reader_of_the_html_sees(self, html, expected):
        assert plain_text(html) == expected

    @given(st.lists(st.text("ab<>&\"' \n;", max_size=8), max_size=8), st.sampled_from(("ol", "ul", "div", "table")))
    def test_every_word_is_kept(self, words, tag):
        inner = {"ol": "li", "ul": "li", "table": "td"}.get(tag, "span")
        body = "".join(f"<{inner}>{escape(word)}</{inner}> " for word in words)
        text = plain_text(f"<{tag}><tr>{body}</tr></{tag}>" if tag == "table" else f"<{tag}>{body}</{tag}>")
        told = re.sub(r"^\s*(?:\d+\.|-) ", "", text, flags=re.MULTILINE)
        assert told.split() == " ".join(words).split()

    @given(st.text(max_size=80) | st.text("<>/abolipr =\"'&", max_size=80))
    @example('<?xml version="1.0" encoding="utf-8"?><p>x</p>')
    @example("<p>" * 500)
    @example("<!-- -->")
    def test_broken_html_still_gives_a_text(self, html):
        text = plain_text(html)
        assert text == text.strip(" \n")
        assert "\n\n\n" not in text


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("https://example.com", True),
            ("http://example.com:8069/book?x=1#y", True),
            ("HTTPS://EXAMPLE.COM/", True),
            ("https://exämple.com/ü", True),
            ("example.com", False),
            ("ftp://example.com", False),
            ("javascript:alert(1)", False),
            ("https://", False),
            ("https://example.com/a b", False),
            ('https://example.com/"onclick=', False),
            ("https://example.com/<b>", False),
            ("https://user:secret@example.com", False),
            ("https://example.com:port", False),
            ("https://[", False),
            ("https://example.com/" + "x" * 2_000, False),
            ("https://example.com/\0", False),
            ("https://example.com/\ud800", False),
            ("https://example.com\njavascript:x", False),
        ],
    )
    def test_only_what_a_browser_opens_is_the_address_of_a_page(self, text, expected):
        assert is_web_address(text) is expected

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            (f"<p>Book: {escape(PAGE)}.</p>", f'<p>Book: <a href="{escape(PAGE)}">{escape(PAGE)}</a>.</p>'),
            (f'<a href="{escape(PAGE)}">{escape(PAGE)}</a>', None),
            (f'<a href="x"><b>{escape(PAGE)}</b></a>', None),
            (f'<img alt="{escape(PAGE)}"/>', None),
            (f"<style>{escape(PAGE)}</style>", None),
            (f"<!-- {escape(PAGE)} > -->", None),
            ("<p>https://other.example.com</p>", None),
            (f"<p>{escape(PAGE)}/more</p>", None),
            ("<p>Nothing</p>", None),
        ],
    )
    def test_our_own_address_becomes_a_link_where_it_is_mere_text(self, html, expected):
        html = Markup(html)
        assert link_addresses(html, {PAGE}) == (html if expected is None else expected)

    def test_the_addresses_of_a_template_are_found_as_they_are_meant(self):
        assert addresses_in(f"<p>See {escape(PAGE)}, or (http://example.org).</p>") == {PAGE, "http://example.org"}
        assert addresses_in(None) == set()

    @given(st.text("abc<>&\"' =/:", max_size=30), st.text("abc<>&\"' =/:", max_size=30))
    def test_a_link_changes_nothing_else(self, before, behind):
        html = Markup("<p>%s %s %s</p>") % (before, PAGE, behind)
        linked = link_addresses(html, {PAGE})
        assert lxml_html.fromstring(linked).text_content() == lxml_html.fromstring(html).text_content()
        assert [link.get("href") for link in lxml_html.fromstring(linked).iter("a")] == [PAGE]
