"""What was fixed when a comparison began stays so, and the draw tells of nobody whose record was deleted."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_sequence.tools.experiment import draw

from .common import MONDAY
from .test_comparison import OVER, ComparisonCommon

NOON = MONDAY + timedelta(hours=3)


class TestCompanies(ComparisonCommon):
    def make_colleagues(self, arm):
        """Two leads, neither with a contact yet: the first one is drawn into this arm.

        :return: the first one's lead, a lead of the company of which the first one turns out to be, whose own draw
            would give the other arm
        """
        first = self.make_people_of(arm, 1, f"First{arm}")
        weights = self.comparison._weights()
        while True:
            company = self.env["res.partner"].create({"name": "Late company", "is_company": True})
            if draw(f"c{self.comparison.id}:p{company.id}", weights) != arm:
                break
        email = f"second{company.id}@customer.example.org"
        contact = self.env["res.partner"].create({"name": "Second", "email": email, "parent_id": company.id})
        return first, self.make_lead("Second", partner_id=contact.id, email_from=email)

    def test_a_colleague_gets_the_arm_of_whoever_was_drawn_for_before_they_had_a_contact(self):
        for arm in ("sequence", "control"):
            with self.subTest(arm):
                first_lead, second_lead = self.make_colleagues(arm)
                first = self.enroll(self.sequence, first_lead)
                company = second_lead.partner_id.parent_id
                values = {"name": "First", "email": first_lead.email_from, "parent_id": company.id}
                first_lead.partner_id = self.env["res.partner"].create(values)
                second = self.enroll(self.sequence, second_lead, at=MONDAY + timedelta(days=20))
                self.assertEqual((first.arm, second.arm), (arm, arm))
                self.assertEqual((second.drawn_as, second.comparison_id), (first.drawn_as, self.comparison))
                with freeze_time(OVER):
                    units = self.comparison._units()
                self.assertIn(sorted((first + second).ids), [sorted(unit.enrollments) for unit in units])

    def test_a_colleague_who_comes_when_it_has_been_counted_is_in_no_arm(self):
        first_lead, second_lead = self.make_colleagues("control")
        self.enroll(self.sequence, first_lead)
        values = {"name": "F", "email": first_lead.email_from, "parent_id": second_lead.partner_id.parent_id.id}
        first_lead.partner_id = self.env["res.partner"].create(values)
        self.assertFalse(self.enroll(self.sequence, second_lead, at=OVER).arm)


class TestReentry(ComparisonCommon):
    def refused(self, lead, at):
        with freeze_time(at):
            return self.sequence.enroll(lead.ids, allow_recent=True)["refused"]

    def test_whoever_answered_or_was_taken_out_while_held_back_does_not_enter_when_the_days_are_over(self):
        """An audience would send the first email to somebody with whom a rep is talking, or who has said no."""
        for reason in ("replied", "meeting", "not_interested", "manual"):
            with self.subTest(reason):
                one = self.hold_back(name=reason.replace("_", ""))
                with freeze_time(NOON):
                    one._stop(reason)
                (row,) = self.refused(one.lead_id, OVER + timedelta(days=1))
                self.assertEqual(row["code"], "enrolled_before")
                self.assertIn("re-enrollment is off", row["message"])

    def test_the_sequence_says_when_they_may_enter_again(self):
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 90})
        one = self.hold_back()
        with freeze_time(NOON):
            one._stop("replied")
        (row,) = self.refused(one.lead_id, OVER + timedelta(days=1))
        self.assertIn("90 days later", row["message"])
        self.assertFalse(self.refused(one.lead_id, NOON + timedelta(days=91)))

    def test_what_cannot_be_restarted_promises_no_entry_that_is_refused(self):
        one = self.hold_back()
        with freeze_time(NOON):
            one.stop()
        with freeze_time(OVER), self.assertRaises(UserError) as caught:
            one.restart()
        self.assertNotIn("Enroll them again", str(caught.exception))


class TestFixed(ComparisonCommon):
    def test_the_goal_that_decides_is_not_changed_while_anybody_is_counted(self):
        self.comparison.action_end()
        self.sequence.goal_domain = "[('expected_revenue', '>', 100)]"
        with freeze_time(MONDAY):
            comparison = self.sequence.start_comparison(metric="goal")
            with self.assertRaisesRegex(UserError, "decides"):
                self.sequence.goal_domain = "[('expected_revenue', '>', 1)]"
            # What changes nothing is no change.
            self.sequence.write({"goal_domain": "[('expected_revenue', '>', 100)]", "name": "Renamed"})
            comparison.action_end()
        with freeze_time(OVER - timedelta(days=1)), self.assertRaises(UserError):
            self.sequence.goal_domain = False
        with freeze_time(OVER + timedelta(hours=1)):
            self.sequence.goal_domain = "[('expected_revenue', '>', 1)]"

    def test_a_goal_that_does_not_decide_may_change(self):
        self.sequence.goal_domain = "[('expected_revenue', '>', 1)]"
        self.assertTrue(self.sequence.goal_domain)

    def test_nobody_writes_which_comparison_runs(self):
        other = self.make_sequence("email")
        with self.assertRaises(AccessError):
            other.with_user(self.manager).write({"comparison_id": self.comparison.id})
        with self.assertRaises(AccessError):
            self.sequence.with_user(self.manager).write({"comparison_id": False})
        self.assertEqual((self.sequence.comparison_id, other.comparison_id.id), (self.comparison, False))

    def test_a_sequence_that_a_program_archives_ends_its_comparison(self):
        self.sequence.write({"active": 0})
        self.assertTrue(self.comparison.ended_at)


class TestDeleted(ComparisonCommon):
    def test_the_draw_tells_nothing_of_whoever_was_deleted_and_they_still_count(self):
        treated, held = (
            self.enroll(self.sequence, self.make_people_of("sequence", 1, "Secreta")),
            self.hold_back(name="Secretb"),
        )
        self.run_at(MONDAY)
        (treated + held).lead_id.unlink()
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM sales_sequence_assignment WHERE unit ILIKE '%secret%'")
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertFalse([one.drawn_as for one in treated + held if "secret" in one.drawn_as])
        with freeze_time(OVER):
            units = self.comparison._units()
        self.assertEqual(sorted(unit.arm for unit in units), ["control", "sequence"])
        self.assertEqual([unit.weights for unit in units], [{"sequence": 0.5, "control": 0.5}] * 2)

    def test_a_draw_among_variants_tells_nothing_of_whoever_was_deleted(self):
        step = self.sequence.step_ids[0]
        for name in "AB":
            values = {"step_id": step.id, "name": name}
            values["mail_template_id"] = self.make_template(name=name, subject=name).id
            self.env["sales.sequence.step.variant"].create(values)
        treated = self.enroll(self.sequence, self.make_people_of("sequence", 2, "Secret"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.assertEqual(len(treated.touch_ids.assignment_id), 2)
        treated[0].lead_id.unlink()
        self.env.flush_all()
        self.env.cr.execute("SELECT unit FROM sales_sequence_assignment WHERE unit LIKE %s", [f"%{'secret'}%"])
        self.assertEqual({unit for (unit,) in self.env.cr.fetchall()}, {f"a{treated[1].email_normalized}"})
        with freeze_time(OVER):
            rows = step._experiment_facts()["variants"]
        self.assertEqual(sum(row["people"] for row in rows), 2)
