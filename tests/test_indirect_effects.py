"""Indirect effects on enrollments across companies: by meetings, mail and shared leads."""

from datetime import timedelta

from odoo.fields import Command

from .common import MONDAY
from .test_disclosed_names import NamesCommon


class TestIndirectEffects(NamesCommon):
    def test_a_meeting_with_an_unreadable_contact_stops_nothing(self):
        template = self.make_template("res.partner")
        sequence = self.make_sequence(
            {"mail_template_id": template.id},
            target="partner",
            company_id=self.other_company.id,
            user_id=self.abroad.id,
        )
        contact = self.env["res.partner"].create(
            {
                "name": "Canary",
                "email": "canary@customer.example.org",
                "company_id": self.other_company.id,
                "user_id": self.abroad.id,
            }
        )
        enrollment = self.enroll_abroad(contact, sequence)

        def meet(user):
            start = MONDAY + timedelta(days=4000)
            values = {"name": "Hi", "start": start, "stop": start + timedelta(hours=1)}
            event = self.env["calendar.event"].with_user(user).create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            # Odoo accepts the id although this user cannot read the contact.
            event.write({"partner_ids": [Command.link(contact.id)]})
            self.env.flush_all()
            self.env.invalidate_all()

        for user in (self.users_by_group["employee"], self.me, self.boss):
            meet(user)
            self.assertEqual((enrollment.state, enrollment.signal_ids.ids), ("running", []), user.login)
        # A user of both companies, whichever of them is selected at the time.
        self.me.company_ids |= self.other_company
        meet(self.me)
        self.assertEqual(enrollment.exit_reason, "meeting")

    def test_one_mail_counts_as_the_reply_of_one_person_only(self):
        names = ("Ada", "Bob", "Cleo")
        ada, bob, cleo = (self.enroll(self.ours, self.make_lead(name)) for name in names)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        later = MONDAY + timedelta(hours=5)
        everybody = ", ".join(f"{name.lower()}@customer.example.org" for name in names)
        self.answer(email_from="form@elsewhere.example.com", headers=f"Reply-To: {everybody}\n", at=later)
        self.assertEqual(ada.exit_reason, "replied", "A web form names the person in Reply-To")
        self.answer(email_from=f"form@elsewhere.example.com, {everybody}", at=later)
        self.assertFalse((bob + cleo).signal_ids)


class TestSharedLeads(NamesCommon):
    def test_a_lead_without_a_company_does_not_show_another_companys_enrollment(self):
        shared = self.make_lead("Shared", user_id=False, company_id=False, team_id=False)
        self.enroll_abroad(shared)
        shared.write({"user_id": self.me.id, "company_id": False})
        self.env.flush_all()
        self.env.invalidate_all()
        for user, state, count in ((self.me, False, 0), (self.boss, False, 0)):
            seen = shared.with_user(user)
            self.assertEqual((seen.sequence_state, seen.sequence_enrollment_count), (state, count), user.login)
        shared.user_id = False
        seen = shared.with_user(self.abroad)
        self.assertEqual((seen.sequence_state, seen.sequence_enrollment_count), ("running", 1))
