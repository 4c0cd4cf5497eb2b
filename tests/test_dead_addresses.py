"""An address from which mail came back for good enters no other sequence, until it is changed or cleared."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.modules.module import get_module_path

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BOUNCE, MONDAY, SequenceCommon

DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
ADDRESS = "ada@customer.example.org"


class TestDeadAddresses(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.enrollment = self.start(self.lead)
        self.other = self.make_sequence("email", name="Other")

    def start(self, leads, *steps):
        enrollments = self.enroll(self.make_sequence(*(steps or ("email", "email"))), leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollments

    def dead(self, **values):
        return self.env["sales.sequence.dead.address"].search([(name, "=", value) for name, value in values.items()])

    def try_to_enroll(self, targets, sequence=None, at=TUESDAY):
        """:return: the codes of the refusals"""
        with freeze_time(at):
            result = (sequence or self.other).enroll(targets.ids)
        self.message = result["refused"] and result["refused"][0]["message"]
        return [refusal["code"] for refusal in result["refused"]]

    # What makes an address dead, and what does not

    def test_after_a_bounce_no_sequence_takes_the_address(self):
        self.bounce(self.enrollment.touch_ids)
        self.assertEqual(self.try_to_enroll(self.lead), ["dead_address"])
        for words in (ADDRESS, "came back", "Correct the address", "Dead addresses"):
            self.assertIn(words, self.message)
        self.assertEqual(
            self.env["sales.sequence.eligibility"]._reason_in_words("dead_address"), "Dead address", "in the dialog"
        )
        twin = self.make_lead("Twin", email_from=f"Ada <{ADDRESS.upper()}>")
        self.assertEqual(self.try_to_enroll(twin), ["dead_address"])
        entry = self.dead()
        self.assertEqual((entry.email_normalized, entry.company_id), (ADDRESS, self.env.company))
        self.assertEqual((entry.enrollment_id, entry.bounced_at), (self.enrollment, MONDAY))
        self.assertEqual(entry.signal_id.kind, "bounce")

    def test_after_the_last_step_too(self):
        lead = self.make_lead("Bea")
        finished = self.start(lead, "email")
        self.assertEqual(finished.state, "finished")
        self.bounce(finished.touch_ids)
        self.assertEqual(self.try_to_enroll(lead), ["dead_address"])

    def test_it_is_the_exact_address(self):
        self.bounce(self.enrollment.touch_ids)
        self.assertEqual(self.try_to_enroll(self.make_lead("Ada2", email_from="ada+x@customer.example.org")), [])

    def test_it_can_still_be_called(self):
        self.bounce(self.enrollment.touch_ids)
        self.assertEqual(self.try_to_enroll(self.lead, self.make_sequence("call", name="Calls")), [])

    def test_a_report_without_proof_or_about_a_copy_makes_nothing_dead(self):
        report = BOUNCE.format(
            to=f"bounce.test@{self.alias_domain}",
            address=ADDRESS,
            message_id="forged@mx.example.org",
            original_id="<somebody.elses@mail.example.org>",
            date="Mon, 12 Jan 2026 09:05:00 +0000",
        )
        self.deliver(report, MONDAY)
        self.assertFalse(self.dead())
        template = self.make_template(email_cc="assistant@customer.example.org")
        bea = self.start(self.make_lead("Bea"), {"mail_template_id": template.id}, "email")
        report = BOUNCE.format(
            to=f"bounce.test@{self.alias_domain}",
            address="assistant@customer.example.org",
            message_id="copy@mx.example.org",
            original_id=bea.touch_ids.mail_message_id.message_id,
            date="Mon, 12 Jan 2026 09:05:00 +0000",
        )
        self.deliver(report, MONDAY)
        self.assertEqual((bea.state, bea.signal_ids.kind), ("running", "bounce"))
        self.assertFalse(self.dead())

    def test_delays_and_refusals_of_the_sender_make_nothing_dead(self):
        signals = self.env["sales.sequence.signal"].create(
            [{"enrollment_id": self.enrollment.id, "kind": "bounce_soft", "address": ADDRESS} for _index in range(3)]
        )
        self.env["sales.sequence.inbox"]._settle(signals)
        self.assertEqual(self.enrollment.exit_reason, "bounced")
        self.assertFalse(self.dead())

    def test_two_bounces_of_one_address_are_one_line(self):
        self.bounce(self.enrollment.touch_ids)
        self.env["sales.sequence.dead.address"]._note(self.enrollment.signal_ids)
        signal = self.enrollment.signal_ids.copy({"settled_at": False})
        self.env["sales.sequence.inbox"]._settle(signal)
        self.assertEqual(len(self.dead()), 1)

    def test_another_company_may_still_write(self):
        self.bounce(self.enrollment.touch_ids)
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.rep.company_ids += abroad
        sequence = self.make_sequence("email", name="Abroad", company_id=abroad.id).with_context(
            allowed_company_ids=abroad.ids
        )
        contact = self.env["res.partner"].create({"name": "Ada", "email": ADDRESS})
        lead = self.make_lead("Abroad", email_from=ADDRESS, partner_id=contact.id, company_id=abroad.id)
        self.assertEqual(self.try_to_enroll(lead, sequence), [])

    # What clears it

    def test_a_changed_address_is_enough(self):
        self.bounce(self.enrollment.touch_ids)
        self.lead.email_from = "ada.new@customer.example.org"
        self.assertEqual(self.try_to_enroll(self.lead), [])

    def test_a_manager_clears_it_and_a_rep_cannot(self):
        self.bounce(self.enrollment.touch_ids)
        with self.assertRaises(AccessError):
            self.dead().with_user(self.rep).unlink()
        self.assertEqual(self.try_to_enroll(self.lead), ["dead_address"])
        self.dead().with_user(self.manager).unlink()
        self.assertEqual(self.try_to_enroll(self.lead), [])

    def test_nobody_adds_or_changes_one_by_hand(self):
        self.bounce(self.enrollment.touch_ids)
        with self.assertRaises(AccessError):
            self.dead().with_user(self.manager).write({"email_normalized": "x@y.example"})
        with self.assertRaises(AccessError):
            self.dead().with_user(self.manager).create(
                {"email_normalized": "x@y.example", "company_id": self.env.company.id, "bounced_at": MONDAY}
            )

    def test_a_channel_manager_sees_those_of_partners(self):
        channel_manager = mail_new_test_user(
            self.env, login="channel", groups="sales_sequence.group_sales_sequence_channel_manager"
        )
        self.bounce(self.enrollment.touch_ids)
        Dead = self.env["sales.sequence.dead.address"].with_user(channel_manager)
        self.assertFalse(Dead.search([]))
        partner = self.env["res.partner"].create({"name": "Pam", "email": "pam@customer.example.org"})
        step = {"mail_template_id": self.make_template("res.partner").id}
        enrollment = self.enroll(self.make_sequence(step, step, target="partner"), partner)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.bounce(enrollment.touch_ids)
        entry = Dead.search([])
        self.assertEqual(entry.email_normalized, "pam@customer.example.org")
        entry.unlink()
        self.assertEqual(self.dead().email_normalized, ADDRESS)

    def test_an_answer_by_mail_clears_it_and_an_automatic_one_does_not(self):
        self.bounce(self.enrollment.touch_ids)
        self.answer(self.enrollment.touch_ids, headers="Auto-Submitted: auto-replied\n", subject="Out of office")
        self.assertTrue(self.dead())
        self.answer(self.enrollment.touch_ids, email_from="colleague@customer.example.org")
        self.assertTrue(self.dead(), "somebody else's mailbox works")
        self.answer(self.enrollment.touch_ids)
        self.assertFalse(self.dead())

    def test_a_comment_in_the_portal_says_nothing_of_the_mailbox(self):
        contact = self.env["res.partner"].create({"name": "Ada", "email": ADDRESS})
        self.bounce(self.enrollment.touch_ids)
        self.lead.with_user(self.env.ref("base.public_user")).sudo().message_post(
            body="Hello?", message_type="comment", author_id=contact.id
        )
        self.assertTrue(self.dead())

    # Before each touch

    def test_a_record_corrected_to_a_dead_address_stops(self):
        bea = self.start(self.make_lead("Bea"))
        self.bounce(self.enrollment.touch_ids)
        bea.lead_id.email_from = ADDRESS
        self.run_at(TUESDAY)
        self.assertEqual((bea.state, bea.exit_reason, len(bea.touch_ids)), ("stopped", "bounced", 1))
        self.assertIn("Dead addresses", bea.status_note)

    def test_a_call_to_a_record_with_a_dead_address_is_made(self):
        bea = self.start(self.make_lead("Bea"), "email", "call")
        self.bounce(self.enrollment.touch_ids)
        bea.lead_id.email_from = ADDRESS
        self.run_at(TUESDAY)
        self.assertEqual(bea.touch_ids.sorted("id").mapped("state"), ["sent", "todo"])

    def test_a_restart_without_clearing_stops_again(self):
        self.bounce(self.enrollment.touch_ids)
        with freeze_time(MONDAY):
            self.enrollment.restart()
        self.run_at(TUESDAY)
        self.assertEqual((self.enrollment.exit_reason, len(self.enrollment.touch_ids)), ("bounced", 1))
        self.dead().unlink()
        with freeze_time(TUESDAY):
            self.enrollment.restart()
        self.run_at(TUESDAY + DAY)
        self.assertEqual(len(self.enrollment.touch_ids), 2)

    def test_one_query_whatever_the_number(self):
        Dead = self.env["sales.sequence.dead.address"]
        addresses = [f"p{index}@x.example.org" for index in range(50)]
        Dead._among(addresses[:1])
        with self.assertQueryCount(1):
            Dead._among(addresses)
        with self.assertQueryCount(0):
            Dead._among([False])

    # Forgotten, and from before

    def test_nothing_is_kept_of_a_deleted_record(self):
        self.bounce(self.enrollment.touch_ids)
        self.lead.unlink()
        self.assertFalse(self.dead())

    def test_bounces_from_before_the_list_are_entered(self):
        bea = self.start(self.make_lead("Bea"))
        for touch in self.enrollment.touch_ids | bea.touch_ids:
            self.bounce(touch)
        self.answer(bea.touch_ids, email_from="bea@customer.example.org", at=TUESDAY)
        self.dead().unlink()
        path = f"{get_module_path('sales_sequence')}/migrations/19.0.1.2.0/post-dead_addresses.py"
        script = load_script(path, "dead_addresses")
        self.env.flush_all()
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
            self.env.invalidate_all()
            self.assertEqual(self.dead().mapped("email_normalized"), [ADDRESS])
        self.assertEqual((self.dead().enrollment_id, self.dead().signal_id.kind), (self.enrollment, "bounce"))
