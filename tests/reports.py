"""Bounces, complaints and automatic replies to our emails, and helpers to deliver them."""

from .common import BOUNCE, MONDAY, SequenceCommon

ADA = "ada@customer.example.org"
COPY = "assistant@customer.example.org"

# Odoo's gateway does not recognize these two as bounces: they are handled like any other mail.
BOUNCE_IN_PROSE = """From: postmaster@mx.example.org
To: {to}
Subject: Undeliverable: A question
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sep"

--sep
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered to the following recipient:

    {address}

550 5.1.1 User unknown

--sep
Content-Type: message/rfc822

Message-ID: {original_id}
From: sender@example.com
To: {address}
Subject: A question

Hello
--sep--
"""
COMPLAINT_IN_PROSE = """From: staff@isp.example.org
To: {to}
Subject: complaint about message from 192.0.2.7
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sep"

--sep
Content-Type: message/rfc822

Message-ID: {original_id}
X-HmXmrOriginalRecipient: {address}
From: sender@example.com
To: {address}
Subject: A question

Hello
--sep--
"""
COMPLAINT = """From: staff@isp.example.org
To: {to}
Subject: FW: A question
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="sep"

--sep
Content-Type: text/plain

This is an email abuse report.

--sep
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Loop/1.0
Version: 1
{named}
--sep
Content-Type: message/rfc822

Message-ID: {original_id}
From: sender@example.com
Subject: A question

Hello
--sep--
"""
LEFT = """From: {address}
To: {to}
Subject: Automatic reply: A question
Message-ID: <{message_id}>
Date: {date}
In-Reply-To: {original_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

I have left the company and no longer read this mailbox.
"""
BOUNCE_SOFT = BOUNCE.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")


class ReportCommon(SequenceCommon):
    def mail_to(self, lead, name="Outreach", **values):
        """Enroll a lead and send the first email. :return: its touch"""
        sequence = self.make_sequence("email", {"channel": "email", "delay": 9}, name=name, **values)
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.assertEqual(set(enrollment.touch_ids.mapped("state")), {"sent"})
        return enrollment.touch_ids

    def report(self, source, address=ADA, original_id="", to=None, at=MONDAY, **values):
        """Deliver a report about `address`; `original_id` is the Message-ID of the mail that it reports on."""
        count = self.env["sales.sequence.signal"].search_count([])
        source = source.format(
            to=to or f"bounce.test@{self.alias_domain}",
            address=address,
            message_id=f"report-{count}-{at.timestamp()}@mx.example.org",
            original_id=original_id,
            date=at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            **{"named": f"Original-Rcpt-To: {address}\n", **values},
        )
        self.deliver(source, at, model="crm.lead")

    def id_of(self, touch):
        return touch.mail_message_id.message_id

    def assert_untouched(self, *touches):
        for touch in touches:
            enrollment = touch.enrollment_id
            self.assertEqual((enrollment.state, enrollment.resume_at, touch.state), ("running", False, "sent"))
        self.assertFalse(self.env["mail.blacklist"].search([]))

    def assert_stopped(self, touch, reason):
        self.assertEqual((touch.enrollment_id.state, touch.enrollment_id.exit_reason), ("stopped", reason))

    def assert_noted(self, touch, words):
        """The enrollment shows that a report arrived and why it had no effect."""
        signal = touch.enrollment_id.signal_ids[:1]
        self.assertEqual(signal.effect, "ignored")
        self.assertTrue(signal.settled_at)
        self.assertIn(words, signal.detail)
