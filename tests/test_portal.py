"""Portal access as an automatic step: Odoo's own invitation, sent once and never half done."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Domain

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon


class TestPortal(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref("sales_sequence.action_invite_to_portal")
        cls.company_partner = cls.env["res.partner"].create({"name": "Firm", "is_company": True})
        cls.person = cls.make_partner("Ada", parent_id=cls.company_partner.id)
        cls.colleague = cls.make_partner("Bob", parent_id=cls.company_partner.id)
        cls.sequence = cls.make_sequence(
            {"name": "Portal", "channel": "action", "server_action_id": cls.action.id}, "todo", target="partner"
        )

    @classmethod
    def make_partner(cls, name, **values):
        values = {"email": f"{name.lower()}@customer.example.org", "user_id": cls.rep.id, **values}
        return cls.env["res.partner"].create({"name": name, "tz": "Europe/Brussels", **values})

    def invitations(self, partners):
        """Mails to these partners or their addresses."""
        to_address = [("email_to", "ilike", f"<{email}>") for email in partners.mapped("email") if email]
        found = Domain.OR([[("recipient_ids", "in", partners.ids)], *([leaf] for leaf in to_address)])
        return self.env["mail.mail"].search(found)

    def run_step(self, partners):
        """Enroll the partners and run the job. :return: their enrollments, in the same order"""
        enrollments = self.enroll(self.sequence, partners)
        self.run_at(MONDAY)
        return enrollments

    def test_the_contact_gets_access_and_odoos_own_invitation(self):
        enrollment = self.run_step(self.person)
        user = self.person.user_ids
        self.assertEqual(user.login, "ada@customer.example.org")
        self.assertTrue(user.has_group("base.group_portal"))
        self.assertTrue(user.active and not user._is_internal())
        self.assertEqual((enrollment.touch_ids.state, enrollment.next_step_id), ("done", self.sequence.step_ids[1]))
        self.assertEqual(enrollment.touch_ids.outcome, "Firm, Ada: invited to the portal.")
        invitation = self.invitations(self.person)
        self.assertEqual(invitation.state, "outgoing", "It must not be sent before the commit")
        self.assertFalse(self.colleague.user_ids, "Only enrolled contacts are invited")
        (sent,) = self.send_mails(MONDAY)
        self.assertEqual(sent["email_to"], [self.person.user_ids.email_formatted])
        self.assertIn("/web/signup?", sent["body"])

    def test_a_contact_who_already_has_access_gets_no_invitation(self):
        first = self.run_step(self.person)
        with freeze_time(MONDAY):
            first.stop()
        self.invitations(self.person).unlink()
        internal = self.make_partner("Ida")
        mail_new_test_user(self.env, login="ida", partner_id=internal.id, groups="base.group_user")
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 0})
        enrollments = self.enroll(self.sequence, self.person | internal, at=MONDAY + timedelta(minutes=5))
        self.run_at(MONDAY + timedelta(minutes=5))
        for enrollment in enrollments:
            self.assertEqual(enrollment.touch_ids.state, "done")
            self.assertRegex(enrollment.touch_ids.outcome, "had access already, nothing was sent")
        self.assertFalse(self.invitations(self.person | internal))
        self.assertEqual(len(self.person.user_ids), 1)

    def test_a_contact_who_cannot_be_invited_pauses_and_blocks_nobody(self):
        without = self.make_partner("Without", email=False)
        # The login was changed: the address is now the login of another user.
        mail_new_test_user(self.env, login="taken@customer.example.org", name="Owner", email="owner@example.org")
        taken = self.make_partner("Taken")
        locked = self.make_partner("Locked")
        locked_user = mail_new_test_user(
            self.env, login="locked", partner_id=locked.id, groups="base.group_portal", email=locked.email
        )
        locked_user.active = False
        fine = self.person | self.colleague
        enrollments = self.run_step(self.person | without | taken | locked | self.colleague)
        by_partner = {enrollment.partner_id: enrollment for enrollment in enrollments}
        reasons = {
            without: "does not have a valid email",
            taken: "has the same email as an existing user",
            locked: "is archived. Unarchive it",
        }
        for partner, reason in reasons.items():
            enrollment = by_partner[partner]
            self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
            self.assertEqual(enrollment.touch_ids.state, "failed")
            self.assertIn(reason, enrollment.touch_ids.reason)
            self.assertTrue(partner.activity_ids.filtered(lambda activity: activity.user_id == self.rep))
            self.assertFalse(self.invitations(partner))
        self.assertEqual({by_partner[partner].touch_ids.state for partner in fine}, {"done"})
        self.assertEqual(len(self.invitations(fine)), 2, "One each, although the batch was retried")

    def test_a_failed_invitation_is_sent_once_the_problem_is_fixed(self):
        without = self.make_partner("Without", email=False)
        enrollment = self.run_step(without)
        without.email = "without@customer.example.org"
        with freeze_time(MONDAY):
            enrollment.resume()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual((enrollment.touch_ids[-1].state, enrollment.touch_ids[-1].reason), ("done", False))
        self.assertTrue(without.user_ids.has_group("base.group_portal"))

    def test_the_note_is_in_the_senders_language_and_the_invitation_in_the_contacts(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.person.lang = "fr_FR"
        template = self.env.ref("auth_signup.portal_set_password_email")
        template.with_context(lang="fr_FR").subject = "Votre compte"
        enrollment = self.run_step(self.person)
        self.assertIn("invited to the portal", enrollment.touch_ids.outcome)
        self.assertEqual(self.invitations(self.person).subject, "Votre compte")

    def test_the_portal_user_belongs_to_the_enrolling_company(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.rep.company_ids += other
        self.person.company_id = other
        enrollment = self.run_step(self.person)
        self.assertEqual(enrollment.company_id, other)
        self.assertEqual(self.person.user_ids.company_id, other)

    def test_invitations_are_sent_once_and_only_after_the_commit(self):
        without = self.make_partner("Without", email=False)
        with self.mock_mail_gateway():
            self.run_step(self.person | without | self.colleague)
        self.assertFalse(self._mails, "A sent mail cannot be canceled")
        self.env.cr.precommit.run()
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]), "Soon, not hourly")
        sent = self.send_mails(MONDAY)
        addresses = (self.person | self.colleague).user_ids.mapped("email_formatted")
        self.assertEqual(sorted(mail["email_to"] for mail in sent), sorted([address] for address in addresses))

    def test_running_the_action_manually_invites_all_selected_contacts(self):
        self.action.with_user(self.rep).with_context(
            active_model="res.partner", active_id=self.person.id, active_ids=(self.person | self.colleague).ids
        ).run()
        self.assertEqual(len((self.person | self.colleague).user_ids), 2)
