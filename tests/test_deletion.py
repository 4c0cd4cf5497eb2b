"""Deleting or archiving what a sequence uses is refused or stops people cleanly; the job goes on for everybody else."""

from datetime import timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import mute_logger

from odoo.addons.sales_sequence.models.enroll.audience import SalesSequenceTarget

from .common import MONDAY, SequenceCommon

TUESDAY = MONDAY + timedelta(days=1)


class DeletionCommon(SequenceCommon):
    def setUp(self):
        super().setUp()
        # Nothing of hers is deleted: the job must go on for her whatever happens to the others.
        sequence = self.make_sequence("email", {"delay_unit": "day"}, name="Witness")
        self.witness = self.enroll(sequence, self.make_lead("Wilma"))

    def assert_the_job_goes_on(self):
        self.run_at(MONDAY + timedelta(hours=1))
        self.run_at(TUESDAY + timedelta(hours=2))
        self.assertEqual(self.witness.touch_ids.mapped("state"), ["queued", "queued"])
        self.assertFalse(self.env["sales.sequence.signal"].search([("settled_at", "=", False)]))

    def assert_refused(self, records, *words, error=UserError):
        """Deleting the records is refused with a message that contains these words, and nothing changes."""
        with self.assertRaises(error) as caught:
            records.unlink()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.env.invalidate_all()
        self.assertEqual(records.exists(), records)


class TestWhatAStepNeeds(DeletionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_template = cls.make_template(name="First wording")
        cls.second_template = cls.make_template(name="Second wording")
        cls.type = cls.env["mail.activity.type"].create({"name": "Visit"})
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "Mark",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "record.write({'priority': '3'})",
            }
        )
        cls.calendar = cls.env["resource.calendar"].create({"name": "Four days", "tz": "UTC", "company_id": False})
        cls.team = cls.env["crm.team"].create({"name": "Hunters"})
        cls.server = cls.env["ir.mail_server"].create({"name": "Relay", "smtp_host": "localhost"})
        cls.own_template.mail_server_id = cls.server
        cls.sequence = cls.make_sequence(
            {"name": "Opening", "mail_template_id": cls.own_template.id},
            {"name": "Visit them", "channel": "todo", "activity_type_id": cls.type.id, "delay": 0},
            {"name": "Mark them", "channel": "action", "server_action_id": cls.action.id},
            name="Everything",
            calendar_id=cls.calendar.id,
            team_id=cls.team.id,
        )
        cls.opening, cls.visit, cls.mark = cls.sequence.step_ids

    def setUp(self):
        super().setUp()
        self.enrollment = self.enroll(self.sequence, self.make_lead())

    def test_deleting_a_template_type_action_or_calendar_in_use_names_its_step(self):
        self.env["sales.sequence.step.variant"].create(
            {"step_id": self.opening.id, "name": "B", "mail_template_id": self.second_template.id}
        )
        for records, *words in (
            (self.own_template, "First wording", "Opening", "Everything"),
            (self.second_template, "Second wording", "Opening", "Everything"),
            (self.type, "Visit", "Visit them", "Everything"),
            (self.action, "Mark", "Mark them", "Everything"),
            (self.calendar, "Everything"),
            (self.own_template | self.second_template, "First wording", "Second wording"),
        ):
            with self.subTest(records._name):
                self.assert_refused(records, *words)
        self.sequence.active = False
        self.visit.active = False
        self.assert_refused(self.type, "Visit them")
        self.assert_the_job_goes_on()

    def test_records_that_are_no_longer_used_can_be_deleted(self):
        self.opening.mail_template_id = self.second_template
        self.own_template.unlink()
        self.sequence.calendar_id = False
        self.calendar.unlink()
        self.assert_the_job_goes_on()

    def test_teams_and_mail_servers_can_be_deleted_safely(self):
        self.team.unlink()
        self.server.unlink()
        self.assertFalse(self.sequence.team_id)
        self.assert_the_job_goes_on()
        self.assertEqual(self.enrollment.touch_ids[-1].state, "queued")

    def test_a_step_with_an_archived_template_pauses_and_says_so(self):
        self.own_template.active = False
        self.assert_the_job_goes_on()
        self.assert_failed("First wording")
        self.assertIn("First wording", self.sequence.problem)
        self.own_template.active = True
        self.enrollment.resume()
        self.assertEqual(self.enrollment.state, "running")

    def test_a_step_with_an_archived_activity_type_pauses_and_says_so(self):
        self.enrollment.skip_step()
        self.enrollment.next_run_at = MONDAY
        self.type.active = False
        self.assert_the_job_goes_on()
        self.assert_failed("Visit")

    def assert_failed(self, word):
        failed = self.enrollment.touch_ids.filtered(lambda touch: touch.state == "failed")
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "failure"))
        for text in (failed.reason, self.enrollment.status_note):
            self.assertIn(f"“{word}” is archived", text)
        self.assertTrue(self.enrollment.lead_id.activity_ids.filtered(lambda one: "needs you" in one.summary))

    def test_sequences_steps_and_variants_with_history_cannot_be_deleted(self):
        variant = self.env["sales.sequence.step.variant"].create(
            {"step_id": self.opening.id, "name": "Bold", "mail_template_id": self.own_template.id}
        )
        unused = self.env["sales.sequence.step.variant"].create(
            {"step_id": self.opening.id, "name": "Never", "mail_template_id": self.own_template.id, "weight": 0}
        )
        self.run_at(MONDAY)
        self.assertEqual(self.enrollment.touch_ids[-1].variant_id, variant)
        self.assert_refused(variant, "Bold", "Archive it")
        self.assert_refused(self.opening, "Opening")
        self.assert_refused(self.sequence, "Everything")
        unused.unlink()
        self.assert_the_job_goes_on()

    def test_deleting_a_step_without_history_moves_people_to_the_next_one(self):
        self.visit.delay = 1
        self.run_at(MONDAY)
        waiting = self.enrollment.next_step_id
        self.assertEqual(waiting, self.visit)
        waiting.unlink()
        self.assertEqual(self.enrollment.next_step_id, self.mark)
        self.assert_the_job_goes_on()


class TestUsers(DeletionCommon):
    def test_a_user_who_has_sent_cannot_be_deleted(self):
        self.assert_refused(self.rep, self.rep.name, "Witness", "Archive")
        self.assert_the_job_goes_on()

    def test_a_user_who_only_owns_a_sequence_can_be_deleted(self):
        owner = self.rep.copy({"login": "owner", "email": "owner@test.mycompany.com"})
        sequence = self.make_sequence(user_id=owner.id, name="Orphan")
        enrollment = self.enroll(sequence, self.make_lead("Ada"))
        owner.unlink()
        self.assertFalse(sequence.user_id)
        self.assert_the_job_goes_on()
        self.assertEqual(enrollment.touch_ids.state, "queued")


class TestTargets(DeletionCommon):
    def assert_forgotten(self, enrollment, *secrets):
        self.assertFalse(enrollment.lead_id or enrollment.partner_id or enrollment.commercial_partner_id)
        self.assertFalse(enrollment.email_normalized or enrollment.email_domain)
        texts = [
            enrollment.display_name,
            enrollment.status_note,
            str(enrollment.timeline_html),
            *(str(row) for ledger in (enrollment.signal_ids, enrollment.touch_ids) for row in self.read_texts(ledger)),
        ]
        for secret in secrets:
            self.assertNotIn(secret.lower(), " ".join(texts).lower())

    def read_texts(self, records):
        stored = {name: field.type for name, field in records._fields.items() if field.store}
        return records.read([name for name, kind in stored.items() if kind in ("char", "text", "html")], load=None)

    def test_deleting_a_lead_stops_its_enrollment_and_keeps_the_statistics(self):
        sequence = self.make_sequence("email", {"channel": "call", "delay": 0}, "email")
        lead = self.make_lead("Ada")
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        activity = lead.activity_ids
        self.run_at(MONDAY + timedelta(minutes=5))
        queued = enrollment.touch_ids[-1]
        mail = self.env["mail.mail"].search([("mail_message_id", "=", queued.mail_message_id.id)])
        self.assertEqual((queued.state, mail.state), ("queued", "outgoing"))
        self.manager.group_ids += self.env.ref("sales_team.group_sale_manager")
        lead.with_user(self.manager).unlink()
        self.assertFalse(mail.exists().filtered(lambda one: one.state == "outgoing"))
        self.assertFalse(activity.exists().active)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "deleted"))
        self.assertIn(self.manager.name, enrollment.status_note)
        self.assertTrue(enrollment.ended_at)
        self.assertEqual(set(enrollment.touch_ids.mapped("state")), {"canceled"})
        self.assertEqual(sequence.enrollment_count, 1)
        self.assert_forgotten(enrollment, "ada@", "Deal with")
        self.assert_the_job_goes_on()

    def test_an_ended_enrollment_of_a_deleted_lead_keeps_its_reason_and_reply(self):
        sequence = self.make_sequence("email", "email")
        lead = self.make_lead("Ada")
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(enrollment.touch_ids)
        lead.unlink()
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.state), ("replied", "sent"))
        self.assertTrue(enrollment.replied_at and enrollment.touch_ids.replied_at)
        self.assertEqual(self.count_answers(sequence), 1)
        self.assert_forgotten(enrollment, "ada@", "Deal with")
        self.answer(None, model="crm.lead", subject="Hello again")
        self.assertEqual(len(enrollment.signal_ids), 1)

    def test_a_target_of_another_addon_needs_no_code_to_be_forgotten(self):
        """Any model that is a target, without what leads do of their own."""
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email"), lead)
        SalesSequenceTarget.unlink(lead)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "deleted"))
        self.assertFalse(enrollment.email_normalized)
        self.assertFalse(enrollment.address_ids)

    def test_deleting_a_partner_stops_its_enrollment(self):
        step = {"mail_template_id": self.make_template("res.partner").id}
        partner = self.env["res.partner"].create({"name": "Pia", "email": "pia@customer.example.org"})
        enrollment = self.enroll(self.make_sequence(step, step, target="partner"), partner)
        self.run_at(MONDAY)
        partner.unlink()
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "deleted"))
        self.assertEqual(enrollment.touch_ids.state, "canceled")
        self.assert_forgotten(enrollment, "pia")
        self.assert_the_job_goes_on()

    def test_a_lead_continues_after_its_contact_is_deleted(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        contact = self.env["res.partner"].create(
            {"name": "Cleo", "email": "cleo@customer.example.org", "parent_id": company.id}
        )
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead("Cleo", partner_id=contact.id))
        self.assertEqual(enrollment.commercial_partner_id, company)
        contact.unlink()
        self.assertEqual(enrollment.state, "running")
        self.assertFalse(enrollment.partner_id or enrollment.commercial_partner_id)
        company.unlink()
        self.assert_the_job_goes_on()
        self.assertEqual(enrollment.touch_ids[-1].state, "queued")

    def test_an_enrollment_without_its_record_is_readable_but_not_manageable(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.make_sequence("email", "email"), lead)
        lead.unlink()
        seen = enrollment.with_user(self.rep)
        self.assertEqual(seen.read(["target_name", "state_reason", "can_manage"])[0]["target_name"], "Deleted record")
        self.assertFalse(seen.can_manage)
        self.assertIn(seen, seen.search([]))
        for act in (seen.action_open_target, seen.action_open_origin, seen.restart):
            with self.assertRaisesRegex(UserError, "deleted"):
                act()
        self.assertFalse(enrollment.with_user(self.user_employee).has_access("read"))
        with self.assertRaises(AccessError):
            seen.unlink()

    @mute_logger("odoo.sql_db")
    def test_a_refused_deletion_changes_nothing(self):
        partner = self.rep.partner_id
        enrollment = self.enroll(
            self.make_sequence("call", target="partner"),
            partner,
        )
        self.assert_refused(partner, error=RedirectWarning)
        self.assertEqual((enrollment.state, enrollment.partner_id), ("running", partner))

    def test_deleting_a_hundred_leads_costs_about_as_many_queries_as_ten(self):
        counts = {}
        for size in (10, 100):
            leads = self.make_leads(size, name=f"Many{size}x")
            enrollments = self.enroll(self.make_sequence("email", "email", name=f"Many {size}"), leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sales.sequence.inbox"]._forget_targets(leads)
            self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
            self.assertEqual(set(enrollments.mapped("exit_reason")), {"deleted"})
        self.assertLess(counts[100], counts[10] + 10, counts)
