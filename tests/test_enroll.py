"""Eligibility and senders: refusals beyond those in the tests of the dialog."""

import contextlib
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon


class TestEnroll(SequenceCommon):
    def refusal(self, sequence, target, at=MONDAY):
        """Code and message of the only refusal."""
        with freeze_time(at):
            (refusal,) = sequence.enroll(target.ids)["refused"]
        return refusal["code"], refusal["message"]

    def test_a_person_who_replied_is_refused_under_another_lead_too(self):
        sequence = self.make_sequence("email", "email")
        first = self.enroll(sequence, self.make_lead("Ada"))
        first.stop("replied")
        second = self.make_lead("Ada again", email_from="Ada <ADA@customer.example.org>")
        self.assertEqual(self.refusal(sequence, second)[0], "enrolled_before")

    def test_a_refusal_links_the_conflicting_enrollment_if_the_user_may_see_it(self):
        sequence = self.make_sequence("email", "email").with_user(self.rep)
        lead = self.make_lead("Ada")
        enrollment = self.enroll(sequence, lead)
        twin = self.make_lead("Twin", email_from="ada@customer.example.org")
        colleagues = self.make_lead("Bob", user_id=self.manager.id)
        self.enroll(sequence.with_user(self.manager), colleagues)
        of_colleague = self.make_lead("Bob again", email_from="bob@customer.example.org")
        silent = self.make_lead("Silent", email_from=False)
        with freeze_time(MONDAY):
            refused = sequence.enroll((lead + twin + of_colleague + silent).ids)["refused"]
        self.assertEqual(
            {row["target_id"]: row.get("enrollment_id") for row in refused},
            {lead.id: enrollment.id, twin.id: enrollment.id, of_colleague.id: False, silent.id: None},
        )

    def test_the_days_before_re_enrollment_apply_to_all_records_of_a_person(self):
        sequence = self.make_sequence("email", "email", reenroll_policy="after", reenroll_days=30)
        with freeze_time(MONDAY):
            self.enroll(sequence, self.make_lead("Ada")).stop("replied")
        second = self.make_lead("Ada again", email_from="ada@customer.example.org")
        code, message = self.refusal(sequence, second, MONDAY + timedelta(days=29))
        self.assertEqual(code, "enrolled_before")
        self.assertIn("30 days later", message)
        self.enroll(sequence, second, MONDAY + timedelta(days=31))

    def test_a_second_record_with_the_same_address_enters_if_the_first_is_refused(self):
        groups = "sales_sequence.group_sales_sequence_user,sales_team.group_sale_salesman_all_leads"
        me = mail_new_test_user(self.env, login="me", groups=groups, email="me@test.mycompany.com")
        theirs = self.make_lead("Ada")
        mine = self.make_lead("Mine", email_from="ada@customer.example.org", user_id=me.id)
        result = self.make_sequence("email").with_user(me).enroll((theirs + mine).ids)
        self.assertEqual([(row["target_id"], row["code"]) for row in result["refused"]], [(theirs.id, "no_right")])
        self.assertEqual([row["target_id"] for row in result["enrolled"]], mine.ids)

    def test_side_effects_of_replaced_enrollments_happen_once_after_a_retry(self):
        """The database refuses people who were enrolled concurrently, and the call is then retried in halves."""
        leads = self.make_leads(4)
        leads[3].email_from = leads[2].email_from
        replaced = self.enroll(self.make_sequence("email", name="First"), leads[:2])
        Conflicts, called = type(self.env["sales.sequence.conflicts"]), []
        make_room = Conflicts._stop

        def make_room_and_call(self, sequence, enrollments):
            make_room(self, sequence, enrollments)
            for enrollment in enrollments:
                self.env.cr.postcommit.add(lambda id_=enrollment.id: called.append(id_))

        self.patch(Conflicts, "_stop", make_room_and_call)
        Eligibility = type(self.env["sales.sequence.eligibility"])
        self.patch(Eligibility, "_refuse_already_live", lambda *_args, **_options: {})
        with freeze_time(MONDAY), mute_logger("odoo.sql_db"):
            result = self.make_sequence("email").enroll(leads.ids, conflicts="replace")
        self.env.cr.postcommit.run()
        self.assertEqual([row["target_id"] for row in result["refused"]], leads[3].ids)
        self.assertEqual(replaced.mapped("exit_reason"), ["replaced"] * 2)
        self.assertEqual(sorted(called), sorted(replaced.ids))

    def test_an_archived_sequence_enrolls_nobody(self):
        sequence = self.make_sequence("email")
        sequence.action_archive()
        self.assertEqual(self.refusal(sequence, self.make_lead("Ada"))[0], "not_live")

    def test_invalid_ids_and_dates_are_refused_with_a_message(self):
        sequence = self.make_sequence("email").with_user(self.rep)
        lead = self.make_lead("Ada")
        refused = sequence.enroll([False, "x", None, *lead.partner_id.ids, lead.id])["refused"]
        self.assertEqual([row["code"] for row in refused], ["unknown"] * 3)
        self.assertTrue(lead.enrollment_ids)
        for day in (20310101, ["2031-01-01"]):
            with self.subTest(day), self.assertRaisesRegex(UserError, "is not a valid date"):
                sequence.enroll(lead.ids, start_on=day)

    def test_two_records_without_an_address_are_not_one_person(self):
        sequence = self.make_sequence("call", "call")
        self.enroll(sequence, self.make_lead("Silent", email_from=False)).stop()
        self.assertEqual(self.enroll(sequence, self.make_lead("Still", email_from=False)).state, "running")

    def test_a_rep_cannot_send_in_another_users_name(self):
        sequence = self.make_sequence("email")
        lead = self.make_lead("Ada")
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            sequence.with_user(self.rep).enroll(lead.ids, user_id=self.manager.id)
        result = sequence.with_user(self.rep).enroll(lead.ids, user_id=self.rep.id)
        self.assertEqual(len(result["enrolled"]), 1)

    def test_a_manager_can_choose_the_sender(self):
        lead = self.make_lead("Ada", user_id=self.manager.id)
        result = self.make_sequence("email").with_user(self.manager).enroll(lead.ids, user_id=self.rep.id)
        self.assertEqual(lead.enrollment_ids.user_id, self.rep, result)

    def test_a_former_user_who_is_now_a_portal_user_cannot_be_the_sender(self):
        sequence = self.make_sequence("email")
        lead = self.make_lead("Ada", user_id=self.manager.id)
        self.manager.group_ids = self.env.ref("base.group_portal")
        self.assertEqual(self.enroll(sequence, lead).user_id, self.rep, "The owner of the sequence")

    def test_neither_a_job_nor_a_website_visitor_becomes_the_sender(self):
        sequence = self.make_sequence("email", user_id=False)
        lead = self.make_lead("Ada", user_id=False)
        for login in ("base.user_root", "base.public_user"):
            caller = sequence.with_user(self.env.ref(login)).sudo()
            self.assertEqual([row["code"] for row in caller.enroll(lead.ids)["refused"]], ["no_sender"], login)
        sequence.user_id = self.rep
        sequence.with_user(self.env.ref("base.public_user")).sudo().enroll(lead.ids)
        self.assertEqual(lead.enrollment_ids.user_id, self.rep)

    def test_a_job_does_not_send_for_an_owner_who_has_left(self):
        owner = mail_new_test_user(self.env, login="owner", groups="sales_sequence.group_sales_sequence_user")
        sequence = self.make_sequence("email", user_id=owner.id)
        owner.active = False
        job = sequence.with_user(self.user_root)
        self.assertEqual(self.refusal(job, self.make_lead("Ada", user_id=False))[0], "no_sender")
        self.assertEqual(self.enroll(job, self.make_lead("Bob")).user_id, self.rep)


class TestCreation(SequenceCommon):
    """Enrollments are inserted by SQL, unless something else acts on their creation."""

    def columns(self, enrollment):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(one) - 'id' FROM sales_sequence_enrollment one WHERE id = %s", [enrollment.id]
        )
        row = self.env.cr.fetchone()[0]
        return {name: value for name, value in row.items() if not name.endswith("_date")}

    def test_both_ways_write_the_same(self):
        lead = self.make_lead()
        sequence = self.make_sequence("email", "email")
        inserted = self.columns(self.enroll(sequence, lead))
        lead.enrollment_ids.unlink()
        with self.extended() as created:
            other = self.columns(self.enroll(sequence, lead))
        self.assertEqual(len(created), 1, "An extension of `create` is called")
        self.assertEqual(inserted, other)
        self.assertEqual(lead.enrollment_ids.address_ids.mapped("email_normalized"), [lead.email_normalized])

    def test_a_list_that_was_read_before_has_the_new_enrollment(self):
        lead, sequence = self.make_lead(), self.make_sequence("email")
        self.assertFalse(lead.enrollment_ids | sequence.enrollment_ids)
        enrollment = self.enroll(sequence, lead)
        self.assertEqual(lead.enrollment_ids, enrollment)
        self.assertEqual(sequence.enrollment_ids, enrollment)

    @contextlib.contextmanager
    def extended(self):
        """As an automation rule extends the model. :return: list of what it has seen created"""
        seen, Model = [], self.registry["sales.sequence.enrollment"]

        def create(records, vals_list):
            created = create.origin(records, vals_list)
            seen.extend(created)
            return created

        create.origin = Model.create
        with patch.object(Model, "create", create):
            yield seen
