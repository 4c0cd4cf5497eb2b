"""The file format of sequences, without a database: what is read, what is refused, and where it says so."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.tools import html_sanitize

from odoo.addons.sales_sequence.tools import shared_html, shared_sequence
from odoo.addons.sales_sequence.tools.merge_fields import MERGE_FIELDS
from odoo.addons.sales_sequence.tools.shared_sequence import RefusedFile

CHOICES = {
    "target": ["lead", "partner"],
    "purpose": ["outbound", "event"],
    "lifecycle": ["recruit"],
    "date_source": ["sequence", "record", "enrollment"],
    "window_tz": ["contact", "owner"],
    "account_policy": ["none", "stop"],
    "owner_change_policy": ["keep"],
    "absence_policy": ["keep"],
    "reenroll_policy": ["never"],
    "channel": ["email", "call", "linkedin", "todo", "action"],
    "delay_unit": ["hour", "day", "business_day"],
    "delay_from": ["previous", "before", "after"],
}
FIELD = '<t t-out="object.sequence_first_name">there</t>'


def _valid():
    return {
        "format": "sales_sequence",
        "version": 1,
        "sequence": {
            "name": "Hello",
            "target": "lead",
            "date_source": "sequence",
            "date_at": "2027-03-01 09:00:00",
            "window_start": 8.5,
            "rationale": "<p>Why</p>",
            "translations": {"fr_FR": {"name": "Bonjour"}},
            "steps": [
                {
                    "name": "First",
                    "channel": "email",
                    "template": {"name": "T", "subject": "A", "body": [f"<p>Hi {FIELD}</p>", "<p>Bye</p>"]},
                    "variants": [{"name": "B", "weight": 2, "template": {"name": "U"}}],
                },
                {"name": "Second", "channel": "call", "activity_type": {"name": "Call"}, "script": "<p>Ask</p>"},
            ],
        },
    }


def _read(content, clean=str):
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode("utf-8", "surrogatepass")
    return shared_sequence.read(content, CHOICES, clean)


def _pairs(*keys):
    return "{" + ",".join(f'"{key}": 0' for key in keys) + "}"


def _problems(content, clean=str):
    """``[(kind, place in the sequence)]`` of a file that is refused."""
    with pytest.raises(RefusedFile) as refusal:
        _read(content, clean)
    return [(problem.kind, problem.place.removeprefix("sequence › ")) for problem in refusal.value.problems]


def _put(value, *path):
    """The valid file with another value at this path in its sequence."""
    found = _valid()
    place = found["sequence"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return found


TEMPLATE = ("steps", 0, "template")


class TestRead:
    def test_a_valid_file_is_read_and_written_back(self):
        data = _read(_valid())
        assert data["steps"][0]["template"]["body"] == f"<p>Hi {FIELD}</p>\n<p>Bye</p>"
        assert data["steps"][0]["new_thread"] is None
        assert data["date_at"].hour == 9
        written = shared_sequence.write(data)
        assert _read(written) == data
        assert shared_sequence.write(_read(written)) == written
        assert written.endswith(b"}\n")
        assert b"\r" not in written
        assert "é".encode() in shared_sequence.write({**data, "goal": "é"})

    def test_a_file_from_an_editor_that_adds_a_mark_is_read(self):
        assert _read(b"\xef\xbb\xbf" + json.dumps(_valid()).encode())["name"] == "Hello"

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"", "empty"),
            (b" \n ", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"{", "not_json"),
            (b"{'format': 1}", "not_json"),
            (b"PK\x03\x04\x80", "encoding"),
            (b"PK\x03\x04 zip", "not_json"),
            (json.dumps(_valid()).encode("utf-16"), "encoding"),
            (json.dumps(_valid()).encode("utf-16-le"), "encoding"),
            ('{"format": "é"}'.encode("latin-1"), "encoding"),
            (b"\xef\xbb\xbf\xef\xbb\xbf{}", "not_json"),
            (b"[" * 100_000, "nested"),
            (b'{"a":' * 50_000, "nested"),
            (b" " * 1_000_001, "size"),
            (b"[]", "format"),
            (b"null", "format"),
            (b'"sales_sequence"', "format"),
            (b"NaN", "format"),
            (b'{"format": "other"}', "format"),
            (b'{"format": "sales_sequence"}', "version"),
            (b'{"format": "sales_sequence", "version": 2}', "version"),
            (b'{"format": "sales_sequence", "version": true}', "version"),
            (b'{"format": "sales_sequence", "version": 1.0}', "version"),
            (b'{"format": "sales_sequence", "version": "1"}', "version"),
        ],
    )
    def test_what_is_no_such_file_is_refused_as_a_whole(self, content, kind):
        assert [found for found, _place in _problems(content)] == [kind]

    @pytest.mark.parametrize(
        ("content", "kind", "place"),
        [
            (_put(1, "colour"), "unknown_key", "sequence"),
            (_put("x", "steps", 0, "script"), "unknown_key", "steps › 1"),
            (_put("x", "steps", 1, "template"), "unknown_key", "steps › 2"),
            (_put(5, "steps", 0, "id"), "unknown_key", "steps › 1"),
            (_put({"fr_FR": {"target": "x"}}, "translations"), "unknown_key", "translations › fr_FR"),
            (_put(None, "name"), "missing", "name"),
            (_put("  ", "name"), "missing", "name"),
            (_put({"name": "T"}, "steps", 0), "missing", "steps › 1 › channel"),
            (_put({"external_id": "a.b"}, "steps", 1, "activity_type"), "missing", "steps › 2 › activity_type › name"),
            (_put(5, "name"), "not_text", "name"),
            (_put(["a"], "name"), "not_text", "name"),
            (_put(float("nan"), "name"), "not_text", "name"),
            (_put([5], *TEMPLATE, "body"), "not_lines", "steps › 1 › template › body"),
            (_put("a\nb", "name"), "one_line", "name"),
            (_put("a\u2028b", *TEMPLATE, "subject"), "one_line", "steps › 1 › template › subject"),
            (_put("a\0b", "name"), "storable", "name"),
            (_put("a\ud800b", "goal"), "storable", "goal"),
            (_put("a" * 5_001, "name"), "too_long", "name"),
            (_put("a" * 50_001, "rationale"), "too_long", "rationale"),
            (_put("a" * 10_001, "goal_domain"), "too_long", "goal_domain"),
            (_put("bcc", "target"), "choice", "target"),
            (_put(["lead"], "target"), "choice", "target"),
            (_put({"a": 1}, "steps", 0, "channel"), "choice", "steps › 1 › channel"),
            (_put("fax", "steps", 0, "channel"), "choice", "steps › 1 › channel"),
            (_put("no name", "date_field"), "name", "date_field"),
            (_put("x", "steps", 1, "activity_type", "external_id"), "name", "steps › 2 › activity_type › external_id"),
            (_put(1, "stop_on_meeting"), "not_flag", "stop_on_meeting"),
            (_put("true", "stop_on_meeting"), "not_flag", "stop_on_meeting"),
            (_put(True, "steps", 0, "delay"), "not_whole", "steps › 1 › delay"),
            (_put(1.5, "steps", 0, "delay"), "not_whole", "steps › 1 › delay"),
            (_put(-1, "steps", 0, "delay"), "range", "steps › 1 › delay"),
            (_put(10**9, "steps", 0, "delay"), "range", "steps › 1 › delay"),
            (_put(10**30, "steps", 0, "delay"), "not_whole", "steps › 1 › delay"),
            (_put(True, "window_start"), "not_number", "window_start"),
            (_put(float("nan"), "window_start"), "not_number", "window_start"),
            (_put(float("-inf"), "window_start"), "not_number", "window_start"),
            (_put(24.5, "window_start"), "range", "window_start"),
            (_put(8.5, "window_end"), "window", "window_end"),
            (_put("2027-02-30 09:00:00", "date_at"), "not_moment", "date_at"),
            (_put("2027-03-01", "date_at"), "not_moment", "date_at"),
            (_put("2027-03-01 09:00:00+02:00", "date_at"), "not_moment", "date_at"),
            (_put("0001-01-01 00:00:00", "date_at"), "not_moment", "date_at"),
            (_put(5, "date_at"), "not_moment", "date_at"),
            (_put({}, "steps"), "not_list", "steps"),
            (_put([[]], "steps"), "not_object", "steps › 1"),
            (_put([], "steps", 0, "template"), "not_object", "steps › 1 › template"),
            (_put([], "translations"), "not_object", "translations"),
            (_put({"fr_FR": "x"}, "translations"), "not_object", "translations › fr_FR"),
            (_put({"../etc": {}}, "translations"), "language", "translations"),
            (_put({"en_US": {"name": "x"}}, "translations"), "language", "translations"),
            (_put({"fr_FR": {"goal": "x"}}, "translations"), "nothing_translated", "translations › fr_FR › goal"),
            (_put({f"{a}{b}": {} for a in "abcdefg" for b in "abcdefg"}, "translations"), "too_many", "translations"),
            (_put(_valid()["sequence"]["steps"][1:] * 101, "steps"), "too_many", "steps"),
            (_put([{"name": "B"}] * 21, "steps", 0, "variants"), "too_many", "steps › 1 › variants"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_place(self, content, kind, place):
        assert (kind, place) in _problems(content)
        assert len(_problems(content)) == 1

    def test_numbers_that_no_database_holds_are_refused(self):
        text = json.dumps(_valid())
        for number in ("1" * 10_000, "1e999", "-1e999"):
            found = _problems(text.replace('"window_start": 8.5', f'"window_start": {number}'))
            assert [kind for kind, _place in found] == ["not_number"]

    def test_a_key_that_is_there_twice_is_refused(self):
        text = json.dumps(_valid())
        assert _problems(text.replace('"weight": 2', '"weight": 2, "weight": 3')) == [
            ("double_key", "steps › 1 › variants › 1")
        ]
        assert _problems(text.replace('"version": 1', '"version": 1, "version": 1')) == [("double_key", "")]
        assert _problems(text.replace('{"fr_FR": {"name": "Bonjour"}', '{"fr_FR": {"name": "a", "name": "b"}')) == [
            ("double_key", "translations › fr_FR")
        ]

    def test_a_language_that_is_there_twice_is_refused(self):
        text = json.dumps(_valid()).replace('"fr_FR": {"name": "Bonjour"}', '"fr_FR": {"name": "a"}, "fr_FR": {}')
        assert _problems(text) == [("double_key", "translations")]

    def test_all_problems_are_told_but_not_without_end(self):
        content = _put([{"name": "S", "channel": "fax"}] * 50, "steps")
        assert len(_problems(content)) == shared_sequence.MAX_PROBLEMS
        content = _put("fax", "steps", 0, "channel")
        content["sequence"]["name"] = 5
        assert len(_problems(content)) == 2

    @pytest.mark.parametrize(
        "content",
        [
            lambda: _put("{{|||" * 900, "steps", 0, "template", "subject"),
            lambda: _put("<" * 50_000, "steps", 0, "template", "body"),
            lambda: _put("< encoding=a" * 4_000, "steps", 0, "template", "body"),
            lambda: _put(f"<p>{'< encoding=a' * 150}>" * 20, "steps", 0, "template", "body"),
            lambda: _pairs("format", "format", *range(60_000)),
            lambda: _pairs(*range(30_000), *range(30_000)),
        ],
        ids=[
            "beginnings of code without an end",
            "tags without an end",
            "encodings in a tag without an end",
            "encodings in long tags",
            "many keys",
            "many keys twice",
        ],
    )
    def test_a_file_made_to_take_long_is_refused_soon(self, content):
        content = content()
        started = time.process_time()
        assert _problems(content, clean=html_sanitize)
        assert time.process_time() - started < 5


# ---------------------------------------------------------------------------------------------------------------------


# Code


# ---------------------------------------------------------------------------------------------------------------------
CODE = (
    "{{ object.name }}",
    "{{ object.sequence_first_name.upper() }}",
    "{{ object.sequence_first_name or env }}",
    "{{object['sequence_first_name']}}",
    "{{{ object.sequence_first_name }}}",
    "{{ object.sequence_first_name ||| {{ env }} }}",
    "{{ object.sequence_first_name ||| ${x} }}",
    "{{ object.sequence_first_name",
    "}} x",
    "{{ object.sequence_first_name }} }}",
    "{{ object.sequence_secret }}",
    "{{ user.password }}",
    "{{}}",
    "${object.name}",
    "#{object.name}",
    "{% x",
    "x %}",
    "<% x",
    "x %>",
    "{% x %} {{ object.sequence_first_name }}",
    "<?xml x?>",
    '<t t-out="object.name"/>',
    "<t/>",
    "t-att-href='x'",
)


class TestCode:
    @pytest.mark.parametrize("code", [*CODE, "% if object.name:", "  % set x = 1"])
    @pytest.mark.parametrize(
        "path",
        [
            ("name",),
            ("goal",),
            ("steps", 0, "cta"),
            ("steps", 1, "summary"),
            (*TEMPLATE, "name"),
            (*TEMPLATE, "subject"),
        ],
    )
    def test_code_in_a_text_is_refused(self, path, code):
        place = " › ".join(str(key + 1) if type(key) is int else key for key in path)
        assert _problems(_put(code, *path)) == [("expression", place)]

    def test_code_in_any_line_of_a_description_is_refused(self):
        for code in ("Hello\n% if x:", "Hello\n\n  % endif"):
            assert _problems(_put(code, *TEMPLATE, "description")) == [
                ("expression", "steps › 1 › template › description")
            ]
        text = "50 % off\n% of all"
        assert _read(_put(text, *TEMPLATE, "description"))["steps"][0]["template"]["description"] == text

    def test_code_in_a_translation_is_refused(self):
        found = _valid()
        found["sequence"]["steps"][0]["template"]["translations"] = {"de_DE": {"subject": "{{ object.env }}"}}
        found["sequence"]["translations"]["de_DE"] = {"rationale": '<t t-out="object.env"/>'}
        assert sorted(_problems(found)) == [
            ("expression", "steps › 1 › template › translations › de_DE › subject"),
            ("expression", "translations › de_DE › rationale"),
        ]

    def test_a_merge_field_prints_in_a_subject_only(self):
        subject = "Hi {{ object.sequence_first_name ||| you }}, {{object.sequence_company_name}} 50 % {off}"
        assert _read(_put(subject, *TEMPLATE, "subject"))["steps"][0]["template"]["subject"] == subject
        assert _problems(_put("Hi {{ object.sequence_first_name }}", "name")) == [("expression", "name")]

    @pytest.mark.parametrize("name", sorted(MERGE_FIELDS))
    def test_every_merge_field_prints_in_html(self, name):
        for body in (f'<p><t t-out="object.{name}">text</t></p>', f'<t t-out="object.{name}"/>'):
            assert _read(_put(body, *TEMPLATE, "body"))["steps"][0]["template"]["body"] == body


HOSTILE_HTML = (
    ('<t t-out="object.name"/>', "expression"),
    ('<t t-out="object.sequence_first_name "/>', "expression"),
    ('<t t-out="object.sequence_first_name.x"/>', "expression"),
    ('<t t-out="sequence_first_name"/>', "expression"),
    ('<t t-esc="object.sequence_first_name"/>', "expression"),
    ('<t t-out="object.sequence_first_name" t-if="1"/>', "expression"),
    ('<t t-out="object.sequence_first_name"><b>x</b></t>', "expression"),
    ('<p t-esc="object.sequence_first_name"></p>', "expression"),
    ('<t t-set="x" t-value="1"/>', "expression"),
    ("<t>x</t>", "expression"),
    ('<p t-if="object">x</p>', "expression"),
    ('<p T-IF="object">x</p>', "expression"),
    ('<a t-att-href="object.x">x</a>', "expression"),
    ('<a t-attf-href="#{object.x}">x</a>', "expression"),
    ('<p t-out="object.sequence_first_name" class="x"/>', "expression"),
    ('<p title="{{ object.x }}">x</p>', "expression"),
    ("<p title=\"<t t-out='object.x'/>\">x</p>", "expression"),
    ("<p>{{ object.sequence_first_name }}</p>", "expression"),
    ("<p>&#123;&#123; object.x }}</p>", "expression"),
    ("text {{ object.x }} <p>x</p>", "expression"),
    ("<p>x</p> tail ${x}", "expression"),
    ("<p>x<!-- a remark --> tail ${x}</p>", "expression"),
    ("<p>a</p>\n% if x:\n<p>b</p>", "expression"),
    ("<!-- <t t-out='object.x'/> --><p>x</p>", "tag"),
    ("<p>x<!-- {{ object.x }} --></p>", "tag"),
    ("<!--[if mso]><p>x</p><![endif]--><p>x</p>", "tag"),
    ("<p>x</p><?php x ?>", "tag"),
    ("<script>alert(1)</script>", "tag"),
    ("<p>x<scr<script></script>ipt></p>", "tag"),
    ("<iframe src='https://x'></iframe>", "tag"),
    ("<object data='x'></object>", "tag"),
    ("<embed src='x'>", "tag"),
    ("<form action='https://x'><input name='x'></form>", "tag"),
    ("<svg onload=alert(1)><script>x</script></svg>", "tag"),
    ("<math><mi>x</mi></math>", "tag"),
    ("<style>p{}</style>", "tag"),
    ("<link rel='stylesheet' href='https://x'>", "tag"),
    ("<meta http-equiv='refresh' content='0'>", "tag"),
    ("<base href='https://x'>", "tag"),
    ("<template><p>x</p></template>", "tag"),
    ("<p onclick='x()'>x</p>", "attribute"),
    ("<img src='https://x' onerror='x()'>", "attribute"),
    ("<a xlink:href='javascript:x()'>x</a>", "attribute"),
    ("<a href='javascript:alert(1)'>x</a>", "link"),
    ("<a href=' JaVa\tScript:alert(1)'>x</a>", "link"),
    ("<a href='&#106;avascript:alert(1)'>x</a>", "link"),
    ("<a href='java&#10;script:alert(1)'>x</a>", "link"),
    ("<a href='\u200bjavascript:alert(1)'>x</a>", "link"),
    ("<a href='vbscript:x'>x</a>", "link"),
    ("<a href='data:text/html,x'>x</a>", "link"),
    ("<img src='data:image/svg+xml;base64,x'>", "link"),
    ("<a href='file:///etc/passwd'>x</a>", "link"),
    ("<td background='javascript:x'>x</td>", "link"),
    ("<div>" * 100 + "x" + "</div>" * 100, "html"),
    ("<br>" * 5_001, "html"),
    ("<html>", "html"),
    ("<html><frameset><frame src='x'></frameset></html>", "html"),
)


class TestHtml:
    @pytest.mark.parametrize(("source", "kind"), HOSTILE_HTML)
    @pytest.mark.parametrize("path", [(*TEMPLATE, "body"), ("steps", 1, "script"), ("rationale",)])
    def test_hostile_html_is_refused(self, path, source, kind):
        assert kind in [found for found, _place in _problems(_put(source, *path))]

    def test_links_of_emails_are_taken(self):
        for link in ("https://x.org/a?b=1#c", "HTTP://x.org", "mailto:a@b.org", "tel:+32 2 1", "#top", ""):
            body = f'<p><a href="{link}">x</a></p>'
            assert _read(_put(body, *TEMPLATE, "body"))["steps"][0]["template"]["body"] == body

    def test_links_into_the_database_of_origin_are_refused(self):
        for link in ("/web/image/5", "//x.org/a", "image.png", "?a=1"):
            body = f'<p><img src="{link}"/></p>'
            assert _problems(_put(body, *TEMPLATE, "body")) == [("link", "steps › 1 › template › body")]

    def test_what_only_cleaning_brings_out_is_refused(self):
        body = "<p>harmless</p>"
        expected = [("expression", "rationale"), ("expression", "steps › 1 › template › body")]
        expected.append(("expression", "steps › 2 › script"))
        assert _problems(_put(body, *TEMPLATE, "body"), clean=lambda _source: "<t t-out='object.x'/>") == expected
        data = _read(_put(body, *TEMPLATE, "body"), clean=lambda _source: "<p>clean</p>")
        assert data["steps"][0]["template"]["body"] == "<p>clean</p>"


# ---------------------------------------------------------------------------------------------------------------------


# Anything at all


# ---------------------------------------------------------------------------------------------------------------------
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=8) | st.sampled_from(["name", "channel", "translations"]), inner, max_size=4),
    ),
    max_leaves=12,
)


def _places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _places(child, (*path, key))


PLACES = [path for path in _places(_valid()["sequence"]) if path]


class TestAnything:
    @given(ANYTHING, st.sampled_from(PLACES))
    def test_anything_anywhere_is_read_or_refused(self, value, path):
        content = _put(value, *path)
        try:
            data = _read(json.dumps(content).encode())
        except RefusedFile as refusal:
            assert refusal.problems
            return
        assert _read(shared_sequence.write(data)) == data

    @given(st.binary(max_size=60), st.integers(0, 900), st.integers(0, 30))
    def test_a_damaged_file_is_read_or_refused(self, damage, at, length):
        content = json.dumps(_valid(), ensure_ascii=False).encode()
        try:
            _read(content[:at] + damage + content[at + length :])
        except RefusedFile as refusal:
            assert refusal.problems

    @given(st.text("<>/t-out=\"' object.sequence_first_name{}&;#123!-?pa:hrefjavscript\n", max_size=80))
    def test_html_that_is_taken_prints_merge_fields_only(self, source):
        """As Odoo's rendering reads it."""
        if [*shared_html.find_in_html(source)]:
            return
        for node in html.fragment_fromstring(source, create_parent="div").iter():
            directives = [value for name, value in node.attrib.items() if name.startswith("t-")]
            assert all(value.removeprefix("object.") in MERGE_FIELDS for value in directives)
