"""Milestones of partner programs: signed in to the portal, first opportunity registered."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

SIGNED_IN = "[('has_signed_in', '=', True)]"
COMING = "[('has_event_registration', '=', True)]"
REGISTERED = "[('has_registered_opportunity', '=', True)]"
LATER = MONDAY + timedelta(hours=3)


class TestMilestones(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.firm = cls.Partner.create({"name": "Firm", "is_company": True, "email": "info@firm.example.org"})
        cls.ada, cls.bob, cls.alone, cls.other = cls.Partner.create(
            [
                {"name": "Ada", "email": "ada@firm.example.org", "parent_id": cls.firm.id},
                {"name": "Bob", "email": "bob@firm.example.org", "parent_id": cls.firm.id},
                {"name": "Alone", "email": "alone@customer.example.org"},
                {"name": "Other", "email": "other@customer.example.org"},
            ]
        )
        cls.people = cls.firm | cls.ada | cls.bob | cls.alone | cls.other
        cls.people.write({"user_id": cls.rep.id, "tz": "Europe/Brussels"})

    def with_milestone(self, name):
        """People with the milestone, by search; the computed value and the inverse search must agree."""
        found = self.people.search([("id", "in", self.people.ids), (name, "=", True)])
        self.people.invalidate_recordset([name])
        self.assertEqual(self.people.filtered(name), found)
        self.assertEqual(self.people.search([("id", "in", self.people.ids), (name, "!=", True)]), self.people - found)
        self.assertEqual(self.people.filtered_domain([(name, "=", True)]), found)
        return found

    def sign_in(self, partner):
        """Sign in for real as a portal user of the partner."""
        password = "a-long-password"
        user = partner.user_ids or mail_new_test_user(
            self.env, login=partner.email, partner_id=partner.id, groups="base.group_portal", password=password
        )
        credential = {"type": "password", "login": user.login, "password": password}
        self.env["res.users"].with_user(user)._login(credential, user_agent_env={})
        return user

    # ------------------------------------------------------------------

    def test_signing_in_counts_for_the_person_and_their_company_but_not_for_colleagues(self):
        mail_new_test_user(self.env, login="bob", partner_id=self.bob.id, groups="base.group_portal")
        self.assertFalse(self.with_milestone("has_signed_in"), "A user who was only invited")
        self.sign_in(self.ada)
        self.sign_in(self.alone).active = False
        self.assertEqual(self.with_milestone("has_signed_in"), self.firm | self.ada | self.alone)

    def test_an_opportunity_of_one_person_counts_for_the_whole_company(self):
        self.make_lead("Lead", type="lead", partner_id=self.other.id)
        self.assertFalse(self.with_milestone("has_registered_opportunity"), "A lead is not an opportunity yet")
        self.make_lead("Deal", partner_id=self.ada.id)
        self.assertEqual(self.with_milestone("has_registered_opportunity"), self.firm | self.ada | self.bob)
        self.make_lead("Lost", partner_id=self.alone.id).action_set_lost()
        self.assertEqual(
            self.with_milestone("has_registered_opportunity"), self.firm | self.ada | self.bob | self.alone
        )

    def test_signing_in_as_a_goal_stops_the_sequence(self):
        sequence = self.make_sequence(
            "todo", "todo", target="partner", goal="They have signed in", goal_domain=SIGNED_IN
        )
        enrollments = self.enroll(sequence, self.ada | self.bob)
        reached = enrollments.filtered(lambda enrollment: enrollment.partner_id == self.ada)
        self.run_at(MONDAY)
        self.check_goals(MONDAY + timedelta(hours=1))
        self.assertEqual(set(enrollments.mapped("state")), {"running"})
        self.sign_in(self.ada)
        self.check_goals(LATER)
        self.assertEqual((reached.state, reached.exit_reason), ("stopped", "goal"))
        self.assertEqual(reached.status_note, "They have signed in")
        self.assertEqual((enrollments - reached).state, "running")
        self.assertFalse(self.ada.activity_ids, "Nothing is left in the queue of the rep")

    def test_a_reached_milestone_is_noticed_when_the_next_step_is_due(self):
        sequence = self.make_sequence("todo", target="partner", goal_domain=REGISTERED)
        enrollment = self.enroll(sequence, self.bob)
        self.make_lead("Deal", partner_id=self.ada.id)
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "goal"))
        self.assertFalse(enrollment.touch_ids)

    def test_without_the_events_app_nobody_is_registered_and_the_goal_stops_nobody(self):
        self.assertNotIn("event.registration", self.env, "The other case is in test_partner_apps.py")
        self.assertFalse(self.with_milestone("has_event_registration"))
        sequence = self.make_sequence("todo", target="partner", goal_domain=COMING)
        enrollment = self.enroll(sequence, self.ada)
        self.check_goals(MONDAY)
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("running", "todo"))

    def test_partners_without_the_milestone_can_be_an_audience(self):
        sequence = self.make_sequence("todo", target="partner", enroll_domain="[('has_signed_in', '=', False)]")
        self.sign_in(self.ada)
        with freeze_time(MONDAY):
            result = sequence.enroll((self.ada | self.alone).ids)
        self.assertEqual([row["target_id"] for row in result["enrolled"]], [self.alone.id])
        self.assertEqual([row["code"] for row in result["refused"]], ["not_in_audience"])

    def test_reps_can_filter_by_milestones_and_others_do_not_see_them(self):
        self.make_lead("Deal", partner_id=self.ada.id, user_id=self.manager.id)
        found = self.people.with_user(self.rep).search([("has_registered_opportunity", "=", True)])
        self.assertIn(self.bob.id, found.ids)
        outsider = mail_new_test_user(self.env, login="outsider", groups="base.group_user")
        for user, expected in ((self.rep, True), (outsider, False)):
            names = self.Partner.with_user(user).fields_get(attributes=["searchable"])
            self.assertEqual(names.get("has_signed_in", {}).get("searchable", False), expected)
            self.assertEqual("has_registered_opportunity" in names, expected)
            self.assertEqual("has_event_registration" in names, expected)

    def test_milestones_of_any_number_of_partners_need_one_query(self):
        for name in ("has_signed_in", "has_registered_opportunity", "has_event_registration"):
            counts = []
            for number in (5, 100):
                partners = self.Partner.create([{"name": f"{name} {number} {index}"} for index in range(number)])
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                partners.search([("id", "in", partners.ids), (name, "=", True)])
                partners.mapped(name)
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[0], counts[1])
            self.assertLessEqual(counts[1], 4)
