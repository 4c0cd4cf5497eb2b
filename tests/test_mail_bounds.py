# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103 (a test's name is its promise)
"""Recognition takes no longer for a long mail than for its first pages. `./dev bench` measures the milliseconds
(`classify_1mb_ms`, `classify_30mb_ms`); these tests count the work."""

import base64
import email
import email.policy
import importlib.util
import sys
from itertools import islice
from pathlib import Path

import pytest

from odoo.addons.sales_sequence.tools import bounce_reason, phrases
from odoo.addons.sales_sequence.tools.inbound import classify
from odoo.addons.sales_sequence.tools.mail_header import (
    MAX_HEADERS,
    MAX_LENGTH,
    header_addresses,
    header_text,
    part_parameter,
    part_type,
    raw_headers,
)
from odoo.addons.sales_sequence.tools.mail_text import MAX_TEXT, InboundMail, part_text

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "recognition.py"
SPEC = importlib.util.spec_from_file_location("recognition", BENCHMARK)
recognition = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(recognition)

# Nearly any mail is read only up to here: beyond, ten times the size must cost no more work, or only little.
ENOUGH = 500_000
LITTLE = 600_000


def work(message):
    """Number of function calls to recognize a mail, which is deterministic."""
    count = 0

    def count_calls(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_calls)
    try:
        classify(message)
    finally:
        sys.setprofile(None)
    return count


def test_a_mail_of_ten_times_the_size_costs_no_more_work():
    worse = []
    pairs = zip(recognition.shapes(ENOUGH), recognition.shapes(10 * ENOUGH), strict=True)
    for (name, usual), (_name, tenfold) in islice(pairs, 0, None, 6):
        if name.endswith(", HTML"):
            continue  # encoded HTML is read further than this
        classify(usual)  # load libraries and compile phrases
        before, after = work(usual), work(tenfold)
        if after > max(1.2 * before + 1_000, LITTLE):
            worse.append((name, before, after))
    assert not worse


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_report_about_ten_times_the_recipients_costs_no_more_work(encoding):
    def make(count):
        if encoding == "7bit":
            return recognition.report("Failed", recipients=count)
        text = "\n".join(recognition.REPORTED.format(number) for number in range(count)).encode()
        headers = [("Content-Transfer-Encoding", "base64"), ("Content-Type", "message/delivery-status")]
        status = recognition.leaf(headers, base64.encodebytes(text).decode())
        return recognition.multipart(recognition.DAEMON, [status], "multipart/report; report-type=delivery-status")

    classify(make(100))
    before, after = work(make(100)), work(make(1_000))
    assert after <= 1.2 * before + 1_000, (before, after)


def test_phrases_are_searched_in_no_more_than_a_few_pages(monkeypatch):
    looked_at = []

    def first_match(patterns, flat):
        looked_at.append(len(flat))
        return phrases.first_match(patterns, flat)

    monkeypatch.setattr(bounce_reason, "first_match", first_match)
    for name, message in recognition.shapes(100_000):
        if name.startswith(("daemon: l", "notification: l", "diagnosis: l")):
            classify(message)
    # 6,000 characters are a few pages; a ligature may expand to eighteen letters.
    assert 0 < max(looked_at) <= 18 * 6_000


def test_every_hostile_mail_gets_a_verdict():
    for name, message in recognition.shapes(5_000):
        verdict = classify(message)
        assert verdict.evidence_code != "unreadable", name
        assert verdict.evidence_detail.isprintable(), name
        assert verdict.kind.startswith("bounce") or not name.startswith(("notification", "diagnosis")), (name, verdict)


# ---------------------------------------------------------------------------------------- headers
def parse(head, body="Yes\n"):
    return email.message_from_bytes(f"{head}\n\n{body}".encode(), policy=email.policy.SMTP)


def test_headers_are_read_only_as_far_as_they_matter():
    message = recognition.leaf([("To", "a" * 300)] * 1_000 + [("X-More", "b")] * 5_000, "Yes")
    headers = raw_headers(message)
    assert sum(len(value) for value in headers["to"]) <= MAX_LENGTH
    assert sum(len(values) for values in headers.values()) <= MAX_HEADERS


@pytest.mark.parametrize(
    "value",
    ["(" * 5_000 + " Pat <pat@example.com>", "Pat (" * 2_000 + "<pat@example.com>", "<<<>>> pat@example.com;;;", ""],
)
def test_an_unparsable_header_neither_loses_the_mail_nor_logs_an_error(value):
    message = parse(f"From: {value}\nReply-To: {value}\nTo: anna@seq.example.com")
    assert classify(message).kind == "reply"
    assert header_addresses(message, "Reply-To") == (["pat@example.com"] if value else [])
    assert header_text(message, "X-Missing") == ""


def test_a_comma_or_address_in_an_encoded_name_does_not_change_the_sender():
    for name in ("=?utf-8?q?Example=2C_Pat?=", "=?utf-8?q?support=40example.net?="):
        mail = InboundMail(parse(f"From: {name} <pat@example.com>"))
        assert mail.sender[1] == "pat@example.com"
    assert InboundMail(parse("From: =?utf-8?q?Pat_=3Cpat=40example.com=3E?=")).sender == ("Pat", "pat@example.com")


@pytest.mark.parametrize(
    ("header", "right"),
    [
        ("text/plain; charset=utf-8", ("text/plain", "utf-8")),
        ('TEXT/Html ; Charset="ISO-8859-1"', ("text/html", "iso-8859-1")),
        ("text/plain (a comment); format=flowed; charset*=us-ascii'en'koi8-r", ("text/plain", "koi8-r")),
        ("text", ("text/plain", "")),
        ("multipart/mixed; boundary=nowhere", ("text/plain", "")),
    ],
)
def test_the_content_type_of_a_part_is_read_from_its_raw_header(header, right):
    message = recognition.leaf([("Content-Type", header)], "text")
    assert (part_type(message), part_parameter(message, "charset")) == right


def test_an_encoded_part_is_decoded_only_as_far_as_it_is_read(monkeypatch):
    decoded = []
    real = email.message.Message.get_payload

    def get_payload(self, i=None, decode=False):
        decoded.append(len(self._payload) if decode else 0)
        return real(self, i, decode)

    monkeypatch.setattr(email.message.Message, "get_payload", get_payload)
    for name, message in recognition.shapes(5 * ENOUGH):
        if name in ("base64", "quoted-printable", "x-uuencode", "attachments"):
            classify(message)
    assert 0 < max(decoded) <= 4 * MAX_TEXT


def test_a_truncated_part_is_read_up_to_the_cut():
    for encoding, text in (("base64", "w6TDpMOk\n" * 50_000), ("quoted-printable", "=C3=A4=\n" * 200_000)):
        part = recognition.leaf([("Content-Transfer-Encoding", encoding)], text)
        read = part_text(part, 999)
        assert 999 // 3 <= len(read) <= 999
        assert set(read[:-1]) == {"ä"}  # cutting a character in half loses only that character
