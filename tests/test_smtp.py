"""Emails received over a real SMTP connection."""

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from demo.sink import Sink

from .common import BRUSSELS, MONDAY, SmtpCommon

BODY = """<p>Grüß Gott <t t-out="object.contact_name"/>,</p><p>a question about <b>çedilla</b> &amp; co.:
<a href="https://www.example.com/ä">read this</a></p>"""


class RefusingSink(Sink):
    """A mail server that refuses every recipient."""

    async def handle_RCPT(self, _server, _session, _envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        return f"550 5.1.1 <{address}> User unknown"


class TestSmtp(SmtpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asa = mail_new_test_user(
            cls.env,
            login="asa",
            name="Åsa Nyström",
            email=f"asa@{cls.alias_domain}",
            groups="sales_sequence.group_sales_sequence_user,base.group_partner_manager",
            tz=BRUSSELS,
            notification_type="inbox",
        )
        cls.lead = cls.make_lead(
            "Zoë", contact_name="Zoë Łukasik", email_from="zoe@lukasik.example.org", user_id=cls.asa.id
        )
        cls.template = cls.make_template(subject="Eine Frage an {{ object.contact_name }}", body_html=BODY)

    def test_a_first_mail_and_its_follow_ups_arrive_as_one_thread_from_the_rep(self):
        sink = self.listen(Sink())
        enrollment = self.enroll(self.make_sequence("email", "email", "email"), self.lead)
        letters = []
        for day in range(3):
            self.run_all(MONDAY + timedelta(days=day))
            letters += sink.take(MONDAY + timedelta(days=day))

        touches = enrollment.touch_ids.sorted("id")
        self.assertEqual(touches.mapped("state"), ["sent", "sent", "sent"])
        earlier = []
        for letter, touch in zip(letters, touches, strict=True):
            message = letter.message
            self.assertEqual(letter.recipients, ["zoe@lukasik.example.org"])
            self.assertEqual(letter.sender, f"bounce.test@{self.alias_domain}")
            (sender,) = message["From"].addresses
            self.assertEqual((sender.display_name, sender.addr_spec), ("Åsa Nyström", f"asa@{self.alias_domain}"))
            (recipient,) = message["To"].addresses
            self.assertEqual(recipient.display_name, "Zoë Łukasik")
            (reply_to,) = message["Reply-To"].addresses
            self.assertEqual(reply_to.addr_spec, f"catchall.test@{self.alias_domain}")
            self.assertFalse(message["Cc"])
            self.assertFalse(message["Auto-Submitted"], "automatic mail gets no out-of-office: nobody would be held")
            self.assertEqual(message["Message-ID"].strip(), touch.mail_message_id.message_id)
            own = touch.mail_message_id.message_id
            self.assertEqual(message["References"].split(), [*earlier, own], "its own for servers that replace it")
            self.assertEqual(message["In-Reply-To"], earlier[-1] if earlier else None)
            self.assertEqual(message["Subject"], ("Re: " if earlier else "") + "Eine Frage an Zoë Łukasik")
            earlier.append(touch.mail_message_id.message_id)

    def test_the_plain_text_part_says_the_same_as_the_html_part(self):
        sink = self.listen(Sink())
        self.enroll(self.make_sequence("email"), self.lead)
        self.run_all(MONDAY)
        (letter,) = sink.take(MONDAY)

        self.assertEqual(letter.message.get_content_type(), "multipart/alternative")
        plain, html = letter.message.iter_parts()
        self.assertEqual((plain.get_content_type(), html.get_content_type()), ("text/plain", "text/html"))
        words = re.sub(r"[*\s]+", " ", plain.get_content())
        self.assertIn("Grüß Gott Zoë Łukasik, a question about çedilla & co.: read this", words)
        self.assertIn("https://www.example.com/%C3%A4", words)
        self.assertIn("<b>çedilla</b> &amp; co.", html.get_content())
        for line in letter.source.split(b"\r\n"):
            self.assertLessEqual(len(line), 998, "RFC 5322, 2.1.1")
            self.assertNotIn(b"\n", line)
        headers, _empty, _body = letter.source.partition(b"\r\n\r\n")
        headers.decode("ascii")

    def test_a_reply_before_the_mail_queue_runs_cancels_the_mail(self):
        sink = self.listen(Sink())
        enrollment = self.enroll(self.make_sequence("email", "email"), self.lead)
        self.run_at(MONDAY)
        self.answer(email_from="Zoë <zoe@lukasik.example.org>", subject="Are you there?")
        self.run_mail_queue(MONDAY)

        self.assertFalse(sink.take(MONDAY))
        self.assertEqual(enrollment.exit_reason, "replied")
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["canceled"])

    @mute_logger("odoo.addons.base.models.ir_mail_server", "odoo.addons.mail.models.mail_mail")
    def test_the_rep_is_shown_the_servers_response_to_a_refused_mail(self):
        self.listen(RefusingSink())
        enrollment = self.enroll(self.make_sequence("email", "email"), self.lead)
        self.run_all(MONDAY)

        touch = enrollment.touch_ids
        self.assertEqual(touch.state, "failed")
        self.assertIn("User unknown", touch.reason)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertIn("User unknown", self.lead.activity_ids.filtered(lambda a: a.user_id == self.asa).note)

        sink = self.listen(Sink())
        with freeze_time(MONDAY + timedelta(hours=1)):
            touch.with_user(self.asa).action_retry()
        self.run_all(MONDAY + timedelta(hours=1))
        self.assertEqual(len(sink.take(MONDAY)), 1, "the retry sends that mail, once")
        self.assertEqual(touch.state, "sent")
        self.assertEqual(enrollment.state, "running")
