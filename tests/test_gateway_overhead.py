"""What the addon costs other incoming mail: no query for internal messages, two or four for messages from outside."""

import gc
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from odoo.addons.sales_sequence.models.inbox.mail import SalesSequenceInboxMail as Inbox

from .common import BOUNCE, MONDAY, REPLY, SequenceCommon
from .reports import BOUNCE_IN_PROSE, COMPLAINT


class TestGatewayOverhead(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead("Nobody", email_from="nobody@outside.example.org")
        cls.post = cls.lead.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment")
        cls.number = 0

    def setUp(self):
        super().setUp()
        # Odoo's environments remember their company until they are collected. If that happened at random moments, it
        # would cost a query more now and then.
        gc.disable()
        self.addCleanup(gc.enable)

    def arrive(self, email_from, body="What about Tuesday?", source=REPLY):
        """Deliver a reply in a thread that no sequence is involved in. :return: number of queries"""
        type(self).number += 1
        source = source.format(
            address="nobody@outside.example.org",
            original_id=self.post.message_id,
            email_from=email_from,
            to=f"{self.alias_catchall}@{self.alias_domain}",
            subject="Re: Hello",
            message_id=f"answer-{self.number}@outside.example.org",
            date="Mon, 12 Jan 2026 10:00:00 +0100",
            references=f"References: {self.post.message_id}\n",
            headers="",
            body=body,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        gc.collect()
        before = self.env.cr.sql_log_count
        with freeze_time(MONDAY), self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process("crm.lead", source)
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def cost_of_listening(self, *args, **values):
        """Number of queries on top of those without our hook."""
        self.arrive(*args, **values)  # warm Odoo's caches
        listening = self.arrive(*args, **values)
        with patch.object(Inbox, "_notice_inbound", lambda *_: None):
            return listening - self.arrive(*args, **values)

    def test_a_message_from_outside_costs_two_queries(self):
        self.assertEqual(self.cost_of_listening("Nobody <nobody@outside.example.org>"), 2)

    def test_a_message_from_a_known_contact_who_is_not_enrolled_costs_two_queries(self):
        self.env["res.partner"].create({"name": "Kim", "email": "kim@outside.example.org"})
        self.assertEqual(self.cost_of_listening("Kim <kim@outside.example.org>"), 2)

    def test_an_automatic_reply_costs_two_queries(self):
        cost = self.cost_of_listening("nobody@outside.example.org", "I am out of office until Friday.")
        self.assertEqual(cost, 2)

    def test_a_bounce_or_a_complaint_costs_two_queries(self):
        for source in (BOUNCE, COMPLAINT.replace("{named}", "")):
            with self.subTest(source[:20]):
                self.assertEqual(self.cost_of_listening("", source=source), 2)

    def test_a_bounce_that_looks_like_any_other_message_costs_four_queries(self):
        """The recipient is looked up by the headers first, then by the mail inside."""
        self.assertEqual(self.cost_of_listening("", source=BOUNCE_IN_PROSE), 4)

    def test_a_colleagues_mail_costs_no_query(self):
        self.assertEqual(self.cost_of_listening(self.rep.email_formatted), 0)

    def test_a_message_from_outside_is_stored_even_if_our_hook_fails(self):
        broken = "sales_sequence.models.inbox.mail.who_is_concerned"
        with (
            patch(f"odoo.addons.{broken}", lambda _targets: "SELECT no_such_column FROM sales_sequence_touch"),
            mute_logger("odoo.sql_db"),
            self.assertLogs("odoo.addons.sales_sequence.models.inbox.mail", "ERROR") as log,
        ):
            self.arrive("Nobody <nobody@outside.example.org>", "Do not lose me.")
        self.assertIn("could not be examined", log.output[0])
        self.assertIn("Do not lose me.", self.lead.message_ids[0].body)
