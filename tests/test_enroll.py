"""Who may enter, and in whose name: what the door refuses beside what the dialog's tests show."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import MONDAY, SequenceCommon


class TestEnroll(SequenceCommon):
    def refusal(self, sequence, target, at=MONDAY):
        """The only refusal's code and message."""
        with freeze_time(at):
            (refusal,) = sequence.enroll(target.ids)["refused"]
        return refusal["code"], refusal["message"]

    def test_who_answered_does_not_enter_again_by_another_lead(self):
        sequence = self.make_sequence("email", "email")
        first = self.enroll(sequence, self.make_lead("Ada"))
        first.stop("replied")
        second = self.make_lead("Ada again", email_from="Ada <ADA@customer.example.org>")
        self.assertEqual(self.refusal(sequence, second)[0], "enrolled_before")

    def test_a_refusal_leads_to_what_is_in_the_way_as_far_as_one_may_see_it(self):
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

    def test_the_days_count_for_the_person_too(self):
        sequence = self.make_sequence("email", "email", reenroll_policy="after", reenroll_days=30)
        with freeze_time(MONDAY):
            self.enroll(sequence, self.make_lead("Ada")).stop("replied")
        second = self.make_lead("Ada again", email_from="ada@customer.example.org")
        code, message = self.refusal(sequence, second, MONDAY + timedelta(days=29))
        self.assertEqual(code, "enrolled_before")
        self.assertIn("30 days later", message)
        self.enroll(sequence, second, MONDAY + timedelta(days=31))

    def test_two_records_without_an_address_are_not_one_person(self):
        sequence = self.make_sequence("call", "call")
        self.enroll(sequence, self.make_lead("Silent", email_from=False)).stop()
        self.assertEqual(self.enroll(sequence, self.make_lead("Still", email_from=False)).state, "running")

    def test_a_rep_sends_in_nobody_elses_name(self):
        sequence = self.make_sequence("email")
        lead = self.make_lead("Ada")
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            sequence.with_user(self.rep).enroll(lead.ids, user_id=self.manager.id)
        result = sequence.with_user(self.rep).enroll(lead.ids, user_id=self.rep.id)
        self.assertEqual(len(result["enrolled"]), 1)

    def test_a_manager_decides_who_sends(self):
        lead = self.make_lead("Ada", user_id=self.manager.id)
        result = self.make_sequence("email").with_user(self.manager).enroll(lead.ids, user_id=self.rep.id)
        self.assertEqual(lead.enrollment_ids.user_id, self.rep, result)

    def test_neither_a_job_nor_a_visitor_of_the_website_becomes_the_sender(self):
        sequence = self.make_sequence("email", user_id=False)
        lead = self.make_lead("Ada", user_id=False)
        for login in ("base.user_root", "base.public_user"):
            caller = sequence.with_user(self.env.ref(login)).sudo()
            self.assertEqual([row["code"] for row in caller.enroll(lead.ids)["refused"]], ["no_sender"], login)
        sequence.user_id = self.rep
        sequence.with_user(self.env.ref("base.public_user")).sudo().enroll(lead.ids)
        self.assertEqual(lead.enrollment_ids.user_id, self.rep)
