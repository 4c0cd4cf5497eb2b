# License LGPL-3.0 or later: see LICENSE.
"""Pivots, graphs and the forms of the activity log and of responses: what they count, and what they show of a mail."""

from datetime import timedelta

from lxml import etree

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

LEDGERS = ("sales.sequence.enrollment", "sales.sequence.touch", "sales.sequence.signal")
NUMBERS = ("integer", "float", "monetary")


class TestGroupings(SequenceCommon):
    def groupings(self, model, kind):
        arch = self.env[model].get_views([(False, kind)])["views"][kind]["arch"]
        return [field.get("name") for field in etree.fromstring(arch).iter("field") if field.get("type") != "measure"]

    def test_they_offer_no_technical_number_as_a_measure(self):
        for model in (*LEDGERS, "sales.sequence", "sales.sequence.outcome"):
            fields = self.env[model].fields_get(attributes=["aggregator", "type", "store", "string"])
            offered = [
                field["string"]
                for name, field in fields.items()
                if name != "id" and field["type"] in NUMBERS and field["store"] and field.get("aggregator")
            ]
            self.assertEqual(offered, [], model)

    def test_they_begin_with_groups_that_everybody_is_in(self):
        """Whoever is active has not ended for a reason, and what is still to do has not been done on a date: such a
        group was *None*."""
        sequence = self.make_sequence("email", "call")
        self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        for model in LEDGERS[:2]:
            for kind in ("pivot", "graph"):
                names = self.groupings(model, kind)
                self.assertTrue(names)
                for name in names:
                    groups = self.env[model]._read_group([("sequence_id", "=", sequence.id)], [name], ["__count"])
                    self.assertTrue(groups and all(value for value, _count in groups), (model, kind, name))


class TestMailInForms(SequenceCommon):
    def setUp(self):
        super().setUp()
        body = "<p>Hello from <b>Rita</b>.</p>"
        template = self.make_template(subject="A question", body_html=body, auto_delete=True)
        self.enrollment = self.enroll(self.make_sequence({"mail_template_id": template.id}, "email"), self.make_lead())
        self.run_at(MONDAY)
        self.touch = self.enrollment.touch_ids

    def fields_of(self, model):
        arch = self.env[model].with_user(self.rep).get_views([(False, "form")])["views"]["form"]["arch"]
        return {field.get("name") for field in etree.fromstring(arch).iter("field")}

    def test_the_form_of_an_email_shows_it_as_sent_also_after_the_queue_has_deleted_it(self):
        self.assertLessEqual({"sent_subject", "sent_body"}, self.fields_of("sales.sequence.touch"))
        self.send_mails(MONDAY)
        self.assertFalse(self.env["mail.mail"].search([("mail_message_id", "=", self.touch.mail_message_id.id)]))
        touch = self.touch.with_user(self.rep)
        self.assertEqual(touch.sent_subject, "A question")
        self.assertIn("Hello from <b>Rita</b>.", touch.sent_body)

    def test_the_form_of_an_answer_shows_the_whole_mail_as_plain_text(self):
        self.assertLessEqual({"mail_from", "mail_subject", "mail_text"}, self.fields_of("sales.sequence.signal"))
        self.send_mails(MONDAY)
        words = "Yes, tell me more. <a href='https://evil.example.org'>Click</a>\n> Hello from Rita."
        self.answer(self.touch, body=words, at=MONDAY + timedelta(hours=1))
        signal = self.enrollment.signal_ids.with_user(self.rep)
        self.assertEqual(signal.mail_from, "ada@customer.example.org")
        self.assertEqual(signal.mail_subject, "Re: A question")
        for line in ("Yes, tell me more.", "Hello from Rita."):
            self.assertIn(line, signal.mail_text)
        self.assertEqual(signal._fields["mail_text"].type, "text")

    def test_whoever_may_not_read_the_message_does_not_see_it(self):
        self.send_mails(MONDAY)
        self.answer(self.touch, at=MONDAY + timedelta(hours=1))
        self.touch.mail_message_id.write({"model": False, "res_id": False})
        self.enrollment.signal_ids.mail_message_id.write({"model": False, "res_id": False})
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_manager", tz=BRUSSELS
        )
        self.env.invalidate_all()
        self.assertFalse(self.touch.with_user(colleague).sent_body)
        self.assertFalse(self.enrollment.signal_ids.with_user(colleague).mail_text)
        self.assertFalse(self.enrollment.signal_ids.with_user(colleague).mail_from)
