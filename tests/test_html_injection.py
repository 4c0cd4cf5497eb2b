"""Text written by outsiders is shown as text: it never becomes a tag or a link on a colleague's screen."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase

from .common import MONDAY, SequenceCommon

HOST = "evil.example"
CANARY = f'<a href="http://{HOST}">x</a> http://{HOST}/y "><img src=x onerror="alert(1)"> <script>{HOST}</script>'
# What a name or a subject can contain; an address in a header must stay one word.
FROM = f'"<a href=http://{HOST}>click</a> http://{HOST}" <ada@customer.example.org>'


class TestHtmlInjection(SequenceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.body_html = '<p>Hello <t t-out="object.contact_name"/> of <t t-out="object.partner_name"/></p>'
        cls.sequence = cls.make_sequence("email", {"channel": "call", "summary": "Call"}, "email")
        cls.sequence.step_ids[1].note = '<p>Ask for <t t-out="object.contact_name"/></p>'

    def make_hostile_lead(self, name):
        lead = self.make_lead(name, contact_name=f"{name} {CANARY}", partner_name=f"Company {CANARY}")
        lead.name = f"Deal {CANARY}"
        return lead

    def html_written(self, since):
        """``(where, html)`` of all HTML stored since then, and of all HTML that our screens compute. Without the
                outsiders' own mails, which Odoo sanitizes and keeps."""
        self.env.flush_all()
        for model_name, model in sorted(self.env.items()):
            names = [name for name, field in model._fields.items() if field.type == "html" and not field.related]
            if model._abstract or not model._auto or not names or not model._table:
                continue
            of_addon = model_name.startswith("sales.sequence")
            domain = [] if of_addon else [("id", ">", since.get(model_name, 0))]
            if model_name == "mail.message":
                domain += [("message_type", "!=", "email")]
            records = model.sudo().with_context(active_test=False).search(domain)
            for name in names:
                if of_addon or model._fields[name].store:
                    for record in records:
                        yield f"{model_name}.{name}", record[name] or ""

    def last_ids(self):
        return {
            model_name: model.sudo().with_context(active_test=False).search([], order="id desc", limit=1).id or 0
            for model_name, model in self.env.items()
            if not model._abstract and model._auto and any(field.type == "html" for field in model._fields.values())
        }

    def assertNoTrap(self, where, text):  # noqa: N802 (unittest's naming)
        tree = html.fromstring(f"<div>{text}</div>")
        for element in tree.iter():
            if isinstance(element.tag, str):
                self.assertNotIn(element.tag, ("script", "iframe"), where)
                for name, value in element.attrib.items():
                    self.assertNotIn(HOST, value, f"{where}: {name}")
                    self.assertFalse(name.startswith("on"), f"{where}: {name}")
                    self.assertFalse(name == "src" and value == "x", where)

    def assertNothingIsATrap(self, since):  # noqa: N802
        seen = set()
        for where, text in self.html_written(since):
            self.assertNoTrap(where, text)
            if HOST in text:
                seen.add(where)
        return seen

    def test_this_test_detects_a_trap(self):
        since = self.last_ids()
        lead = self.make_lead("Bob")
        lead.activity_schedule(user_id=self.rep.id, note=f'<a href="http://{HOST}">x</a>')
        with self.assertRaises(AssertionError):
            self.assertNothingIsATrap(since)

    def test_a_forged_sender_name_never_becomes_a_link(self):
        since = self.last_ids()
        leads = [self.make_hostile_lead(name) for name in ("Ada", "Bob", "Eve", "Dan", "Zoe")]
        enrollments = [self.enroll(self.sequence, lead) for lead in leads]
        self.run_at(MONDAY)
        absent = "Auto-Submitted: auto-replied\n"
        for enrollment, headers, body in zip(
            enrollments,
            ("", absent, absent, "Precedence: bulk\n", ""),
            (
                f"Yes. {CANARY}",
                f"I am out of office until 17 January 2026. {CANARY}",
                f"I have left the company. Write to x@{HOST}. {CANARY}",
                f"We have received your message. {CANARY}",
                f"Unsubscribe me. {CANARY}",
            ),
            strict=True,
        ):
            sender = FROM.replace("ada@", enrollment.email_normalized.partition("@")[0] + "@")
            self.answer(enrollment.touch_ids, email_from=sender, subject=f"Re: {CANARY}", headers=headers, body=body)
        self.run_days(MONDAY, 4, step=timedelta(hours=6))
        seen = self.assertNothingIsATrap(since)
        self.assertIn("sales.sequence.enrollment.timeline_html", seen)

    def test_the_text_of_a_bounce_never_becomes_a_link(self):
        since = self.last_ids()
        bounced, failed, helped = (self.make_hostile_lead(name) for name in ("Ada", "Bob", "Eve"))
        enrollments = [self.enroll(self.sequence, lead) for lead in (bounced, failed, helped)]
        self.run_at(MONDAY)
        touches = [enrollment.touch_ids for enrollment in enrollments]
        with freeze_time(MONDAY):
            self.deliver(self.hostile_bounce(touches[0]), MONDAY)
            mails = self.env["mail.mail"].sudo().search([("mail_message_id", "=", touches[1].mail_message_id.id)])
            mails._postprocess_sent_message([], [], failure_reason=f"550 {CANARY}", failure_type="mail_email_invalid")
            enrollments[2]._ask_owner_for_help(f"It failed:\n{CANARY}")
        seen = self.assertNothingIsATrap(since)
        self.assertIn("mail.activity.note", seen)

    def hostile_bounce(self, touch):
        return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org ({CANARY.replace('"', "'")})
To: bounce.test@{self.alias_domain}
Subject: Undelivered {CANARY}
Message-ID: <bounce-of-{touch.id}@mx.example.org>
Date: Mon, 12 Jan 2026 09:00:00 +0000
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="sep"

--sep
Content-Type: text/plain

{CANARY}

--sep
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {touch.enrollment_id.email_normalized}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 {CANARY}

--sep
Content-Type: message/rfc822

Message-ID: {touch.mail_message_id.message_id}
To: {touch.enrollment_id.email_normalized}
Subject: Hello

Hello
--sep--
"""

    def test_meetings_opt_outs_and_dialogs_show_no_link(self):
        since = self.last_ids()
        lead, other = self.make_hostile_lead("Ada"), self.make_hostile_lead("Bob")
        enrollment = self.enroll(self.sequence, lead)
        with freeze_time(MONDAY):
            self.env["calendar.event"].create(
                {
                    "name": f"Meeting {CANARY}",
                    "start": MONDAY + timedelta(days=1),
                    "stop": MONDAY + timedelta(days=1, hours=1),
                    "opportunity_id": lead.id,
                    "res_id": lead.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "user_id": self.rep.id,
                }
            )
            self.assertEqual(enrollment.exit_reason, "meeting")
            opted = self.enroll(self.sequence, other)
            self.run_at(MONDAY)
            (mail,) = [mail for mail in self.send_mails(MONDAY) if mail["headers"].get("List-Unsubscribe")]
            page = self.url_open(mail["headers"]["List-Unsubscribe"].strip("<>"))
            self.assertNoTrap("the page", page.text)
            self.assertNoTrap("the mail", mail["body"])
            self.url_open(mail["headers"]["List-Unsubscribe"].strip("<>"), data={"scope": "all"})
            self.env.invalidate_all()
            self.assertEqual(opted.exit_reason, "opted_out")
            wizard = (
                self.env["sales.sequence.enroll.wizard"]
                .with_context(active_model="crm.lead", active_ids=(lead + other + self.make_hostile_lead("Eve")).ids)
                .create({"sequence_id": self.sequence.id})
            )
            self.assertTrue(wizard.steps_html and wizard.email_html and wizard.reasons_html)
        self.assertNothingIsATrap(since)

    def test_a_stop_reason_with_markup_never_becomes_a_link(self):
        since = self.last_ids()
        enrollment = self.enroll(self.sequence, self.make_hostile_lead("Ada"))
        enrollment.with_user(self.manager).stop(f"Because:\n{CANARY}")
        seen = self.assertNothingIsATrap(since)
        self.assertIn("mail.message.body", seen)
        self.assertIn("&lt;a href", enrollment.lead_id.message_ids[0].body)

    def test_a_name_in_the_digest_never_becomes_a_link(self):
        since = self.last_ids()
        self.rep.notification_type = "email"
        calls = self.make_sequence({"channel": "call", "summary": "Call"})
        self.enroll(calls, self.make_hostile_lead("Ada") + self.make_hostile_lead("Bob"))
        self.run_at(MONDAY)
        self.assertNothingIsATrap(since)
