"""Unreadable headers count as absent: the reply is stored and counts. Any error in the log fails a test
here, as everywhere."""

from unittest.mock import patch

from odoo.addons.mail.models.mail_thread import MailThread

from .common import MONDAY, SequenceCommon

MANY = ", ".join(f"p{number}@x{number}.example.com" for number in range(2_000))
# Unreadable for Python's parser of address headers, or for code that extracts addresses from them.
VALUES = {
    "nested comments": "(" * 5_000,
    "comments that end": "(" * 3_000 + ")" * 3_000 + " ada@customer.example.org",
    "quotes": '"' * 3_001,
    "angles": "<" * 3_000,
    "brackets": "[" * 3_000,
    "groups": "a:" * 3_000,
    "an encoded word without end": "=?utf-8?b?4p?= <a",
    "an encoded comment": "=?x?q?=28?==?",
    "a dot": ".:",
    "many": MANY,
    "nothing": "",
    "bytes that are no characters": "ad\udce9a@customer.example.org",
    "characters as they are": "adéa@customer.example.org",
    "halves of a character": "=?utf-7?q?+2AA-?= <ada@customer.example.org>",
}


class TestUnreadableHeaders(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.enrollment = self.enroll(self.make_sequence("email", "email"), self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)

    def source(self, **changed):
        reference = self.enrollment.touch_ids.mail_message_id.message_id
        headers = {
            "From": "ada@customer.example.org",
            "To": f"catchall.test@{self.alias_domain}",
            "Subject": "Re: A question",
            "Message-ID": "<answer@mx.example.org>",
            "Date": "Mon, 12 Jan 2026 10:00:00 +0000",
            "In-Reply-To": reference,
            **changed,
        }
        source = "".join(f"{name}: {value}\n" for name, value in headers.items()) + "\nYes, tell me more about it.\n"
        return source.encode("utf-8", "surrogateescape")

    def arrives_with(self, name, what, **changed):
        """Deliver a reply whose header `name` is unreadable. :return: ``(exit reason, stored text)``"""
        with self.env.cr.savepoint() as savepoint:
            self.deliver(self.source(**{**changed, name: VALUES[what]}), MONDAY, model="crm.lead")
            messages = self.env["mail.message"].search([("message_id", "=", "<answer@mx.example.org>")])
            found = (self.enrollment.exit_reason, "tell me more" in (messages.body or ""))
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return found

    def test_a_reply_with_an_unreadable_address_header_is_stored_and_counts(self):
        for name in ("From", "Reply-To", "Cc", "Delivered-To", "Resent-To", "Sender"):
            for what in VALUES:
                with self.subTest(name, what=what):
                    self.assertEqual(self.arrives_with(name, what), ("replied", True))

    def test_a_reply_with_unreadable_references_is_matched_by_its_address(self):
        without = {"In-Reply-To": "", "To": f"info@{self.alias_domain}"}
        for name in ("References", "In-Reply-To"):
            for what in VALUES:
                with self.subTest(name, what=what):
                    self.assertEqual(self.arrives_with(name, what, **without), ("replied", True))

    def test_a_message_with_readable_headers_that_fails_is_not_retried(self):
        calls = []

        def fail(*_args, **_options):
            calls.append(1)
            raise ValueError("Not the headers")

        with patch.object(MailThread, "message_parse", fail), self.assertRaisesRegex(ValueError, "Not the headers"):
            self.deliver(self.source(), MONDAY)
        self.assertEqual(len(calls), 1)
