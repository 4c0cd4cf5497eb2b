"""What can be said of the text of an email without sending it."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.text_facts import as_read, count_words, first_line, segments

from .common import OdooTags

LABELS = {"sequence_first_name": "First name"}
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)
WORDS = st.lists(st.from_regex(r"[a-zé]{1,8}", fullmatch=True), max_size=12)
ANY_HTML = st.lists(
    st.sampled_from(["<p>", "</p>", "<t t-out='x'", "/>", "<!--", "-->", "&amp;", "&#0;", "<", "a b"]) | TEXT
)


class TestTextFacts(OdooTags, unittest.TestCase):
    def test_a_subject_is_split_into_texts_and_fields(self):
        self.assertEqual(
            segments("A question for {{ object.sequence_first_name ||| you }}, today", LABELS),
            [{"text": "A question for "}, {"field": "First name"}, {"text": ", today"}],
        )
        self.assertEqual(segments("{{ object.partner_id.name }}"), [{"field": "Name"}])
        self.assertEqual(segments("{{ object.sequence_company_name }}"), [{"field": "Company name"}])
        self.assertEqual(segments(False), [])

    def test_what_nobody_could_read_as_a_subject_is_not_read_to_its_end(self):
        self.assertEqual(segments("{{" * 20_000), [{"text": "{{" * 499}])

    @given(st.lists(TEXT.filter(lambda text: "{" not in text and "}" not in text), max_size=12))
    def test_no_text_of_a_subject_is_lost(self, texts):
        subject = "{{ object.name }}".join(texts)
        parts = segments(subject)
        self.assertEqual("".join(part.get("text", "") for part in parts), "".join(texts))
        self.assertEqual(sum("field" in part for part in parts), max(len(texts) - 1, 0))

    def test_the_first_line_is_the_first_that_says_something(self):
        greeting = '<p><t t-out="object.sequence_salutation">Hello,</t></p>'
        self.assertEqual(first_line(f"{greeting}<p>Teams like yours</p><p>More</p>"), "Teams like yours")
        self.assertEqual(first_line("<p>Hello Ada,<br/>is it open?</p>"), "is it open?")
        self.assertEqual(first_line("<p>Hello Ada,</p>"), "Hello Ada,")
        self.assertEqual(
            first_line('<div>Dear <t t-out="object.sequence_first_name"/>, a <b>good</b>\n day</div>', LABELS),
            "Dear [First name], a good day",
        )
        self.assertEqual(first_line("<style>p {}</style><p>&nbsp;</p>"), "")

    @given(st.lists(WORDS, max_size=5))
    def test_words_are_counted_as_read(self, lines):
        body = "".join(f"<p><b>{' '.join(words)}</b></p>" for words in lines)
        self.assertEqual(count_words(body), sum(map(len, lines)))

    def test_a_merge_field_is_a_word(self):
        self.assertEqual(count_words('<p>Hello <t t-out="object.name">you there</t>, don\'t wait</p>'), 4)
        self.assertEqual(count_words(None), 0)

    @given(ANY_HTML)
    def test_nothing_in_a_text_is_an_error(self, pieces):
        body = "".join(pieces)
        self.assertIsInstance(first_line(body), str)
        self.assertGreaterEqual(count_words(body), 0)
        self.assertEqual(as_read(body, body), as_read(body, body))
        self.assertNotIn("\n", first_line(body))

    @given(WORDS, WORDS)
    def test_two_texts_are_the_same_exactly_if_their_words_are(self, one, other):
        plain = as_read("Hi", f"<p>{' '.join(one)}</p>")
        self.assertEqual(plain, as_read(" Hi ", f"<div><b>{'  '.join(one)}</b></div>"))
        self.assertEqual(plain == as_read("Hi", f"<p>{' '.join(other)}</p>"), one == other)

    def test_links_and_fields_make_a_difference(self):
        link = '<p>See <a href="https://a.example">this</a></p>'
        self.assertNotEqual(as_read("", link), as_read("", link.replace("//a.", "//b.")))
        field = '<p>Hi <t t-out="object.name"/></p>'
        self.assertNotEqual(as_read("", field), as_read("", field.replace("name", "phone")))
        self.assertNotEqual(as_read("", field), as_read("", "<p>Hi</p>"))
        self.assertNotEqual(as_read("a", link), as_read("b", link))
