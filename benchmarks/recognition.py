"""The cost of recognizing one mail that is built to be expensive: `classify` alone, without Odoo.

Odoo parses a mail into a message object, at a cost proportional to its length. So the messages are built here as its
parser leaves them, header by header and part by part.
"""

import base64
import email.policy
import time
from email.message import EmailMessage

DAEMON = [("From", "MAILER-DAEMON@mx.example.net"), ("Subject", "failure notice"), ("Return-Path", "<>")]
PERSON = [("From", "Pat Example <pat@example.com>"), ("Subject", "Re: A quicker month-end close")]
AUTOMATIC = [*PERSON, ("Auto-Submitted", "auto-replied")]

# Repetitive contents of a text. Each of them once made a regular expression or a loop scan it again and again.
FILLINGS = {
    "lines": "A line as people write them.\n",
    "one line": "words without an end ",
    "a": "a",
    "quote marks": ">",
    "quoted lines": "> quoted\n",
    "parentheses": "(",
    "angle brackets": "<",
    "empty lines": "\n \n",
    "addresses": "pat.example@example.com\n",
    "half addresses": "x@",
    "labels": "From: a\n",
    "attributions": "On 3 Aug 2026 <pat@example.com> wrote:\n",
    "dates": "back until 12.08. from 1/2/26 ",
    "reply codes": "550 5.1.1 ",
    "nearly phrases": "the user mailbox is almost ",
    "report fields": "Final-Recipient: rfc822; pat@example.com\n",
    "message ids": "Message-ID: <touch-0001@seq.example.com>\n",
    "Japanese": "月8日",
    "ligatures": "\ufdfa",
}
HTML = {
    "nested": "<div>",
    "quotes": "<blockquote>x",
    "rows": "<table><tr><td>x",
    "inline": '<span class="word">x </span>',
    "breaks": "<br>",
    "entities": "&nbsp;",
    "open": "<a",
}
STRUCTURED = ("From", "To", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "References", "Date")
HEADERS = {
    "nested comments": "(",
    "parameters": "; a=b",
    "addresses": "Pat Example <pat@example.com>, ",
    "message ids": "<touch-0001@seq.example.com> ",
    "encoded words": "=?utf-8?q?a?= ",
    "half encoded words": "=?utf-8?b?",
}


def milliseconds(size, rounds):
    """Time the slowest of all shapes of `size` characters. :return: milliseconds of each round, and its name"""
    # Odoo only finds its addons after reading its configuration.
    from odoo.addons.sales_sequence.tools.inbound import classify

    for _name, message in shapes(1_000):
        classify(message)  # loads libraries, compiles phrases
    slowest = [max((_cost(classify, message), name) for name, message in shapes(size)) for _round in range(rounds)]
    return [cost * 1000 for cost, _name in slowest], max(slowest)[1]


def _cost(classify, message):
    begin = time.process_time()
    verdict = classify(message)
    cost = time.process_time() - begin
    if verdict.evidence_code == "unreadable":
        raise RuntimeError("A mail of the benchmark cannot be read")
    return cost


def shapes(size):
    """Pairs of the name of a hostile shape and a mail of `size` characters that has it."""
    for filling, piece in FILLINGS.items():
        text = _filled(piece, size)
        for who, headers in (("person", PERSON), ("daemon", DAEMON), ("automatic", AUTOMATIC)):
            yield f"{who}: {filling}", leaf(headers, text)
        yield f"HTML: {filling}", leaf(PERSON, text, "text/html")
        yield f"notification: {filling}", report(text)
        yield f"diagnosis: {filling}", report("Failed", answer=f"550 {text}")
        yield f"calendar: {filling}", leaf(PERSON, text, "text/calendar; method=REPLY")
    for name, piece in HTML.items():
        yield f"HTML: {name}", leaf(PERSON, _filled(piece, size), "text/html")
    for filling, piece in HEADERS.items():
        for header in STRUCTURED:
            value = (header, _filled(piece, size))
            others = [other for other in PERSON if other[0] != header]
            yield f"{header}: {filling}", leaf([*others, value], "Yes")
            yield f"daemon, {header}: {filling}", leaf([*DAEMON[1:], value], "user unknown")
    yield from _many(size)
    yield from _encoded(size)


def _many(size):
    """Large numbers of what there are usually a few of."""
    for who, headers in (("person", PERSON), ("daemon", DAEMON)):
        yield f"{who}: headers", leaf(headers + [("X-Header", "value")] * (size // 20), "Yes")
        yield f"{who}: recipients", leaf(headers + [("To", "pat@example.com")] * (size // 20), "Yes")
        for content_type in ("text/plain", "text/html", "text/calendar", "text/rfc822-headers", "message/rfc822"):
            parts = [leaf([], "<p>To: pat@example.com</p>", content_type) for _part in range(size // 100)]
            yield f"{who}: {content_type}", multipart(headers, parts)
            parts = [leaf([], _filled("To: a@b.example\n", size // 100), content_type) for _part in range(100)]
            yield f"{who}: long {content_type}", multipart(headers, parts)
        nested = leaf([], "Yes")
        for _level in range(min(size // 100, 500)):
            nested = multipart([], [nested])
        yield f"{who}: multiparts in each other", multipart(headers, [nested])
    yield "recipients in a report", report("Failed", recipients=size // 100)
    yield "report as text", leaf(DAEMON, _filled(REPORTED.format(0) + "\n", size))


def _encoded(size):
    """Encoded contents."""
    long_lines = base64.encodebytes(_filled("A line.\n", size * 3 // 4).encode()).decode()
    for encoding, text in (
        ("base64", long_lines),
        ("Base64", _filled("=%QUJD\n", size)),
        ("quoted-printable", _filled("=C3=A4=\n", size)),
        ("x-uuencode", "begin 644 a\n" + _filled("M" + "A" * 60 + "\n", size)),
    ):
        headers = [*PERSON, ("Content-Transfer-Encoding", encoding)]
        yield encoding, leaf(headers, text)
        yield f"{encoding}, HTML", leaf(headers, text, "text/html")
    attachment = leaf([("Content-Transfer-Encoding", "base64")], long_lines, "application/pdf")
    attached = leaf([("Content-Transfer-Encoding", "base64"), ("Content-Disposition", "attachment")], long_lines)
    yield "attachments", multipart(PERSON, [leaf([], "See attached."), attachment, attached])
    yield "daemon: attachments", multipart(DAEMON, [leaf([], "user unknown"), attachment, attached])
    for charset in ("punycode", "idna", "utf-7", "unicode_escape", "iso-2022-jp", "hz"):
        yield charset, leaf(PERSON, _filled("abc-9999def-", size), f"text/plain; charset={charset}")


REPORTED = "Final-Recipient: rfc822; pat{}@example.com\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 no\n"


def report(text, answer="550 no", recipients=1):
    """A bounce: `text` for people, the server's answer, and the returned mail."""
    blocks = []
    for number in range(recipients):
        fields = [line.split(": ", 1) for line in REPORTED.format(number).splitlines()]
        blocks.append(leaf([*fields[:3], ("Diagnostic-Code", f"smtp; {answer}")], ""))
    original = leaf([("To", "pat@example.com"), ("Message-ID", "<touch-0001@seq.example.com>")], text)
    status = multipart([], blocks, "message/delivery-status")
    parts = [leaf([], text), status, multipart([], [original], "message/rfc822")]
    return multipart(DAEMON, parts, "multipart/report; report-type=delivery-status")


def leaf(headers, text, content_type="text/plain; charset=utf-8"):
    """A message or part with one text; a header called Content-Type replaces `content_type`."""
    if all(name != "Content-Type" for name, _value in headers):
        headers = [*headers, ("Content-Type", content_type)]
    message = _with_headers(headers)
    message.set_payload(text)
    return message


def multipart(headers, parts, content_type='multipart/mixed; boundary="b"'):
    """A multipart message or part."""
    message = _with_headers([*headers, ("Content-Type", content_type)])
    message.set_payload(list(parts))
    return message


def _with_headers(headers):
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in headers:
        message.set_raw(name, value)
    return message


def _filled(piece, size):
    return (piece * (size // len(piece) + 1))[:size]
