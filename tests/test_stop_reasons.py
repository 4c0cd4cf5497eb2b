"""Whatever stopped an enrollment, it says what happened and when, and links to the cause."""

from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon


class TestStopReasons(SequenceCommon):
    def make_meeting(self, lead):
        start = MONDAY + timedelta(days=3)
        values = {"name": "Demo", "start": start, "stop": start + timedelta(hours=1), "opportunity_id": lead.id}
        return self.env["calendar.event"].create(values)

    def archive_sequence(self, one):
        one.sequence_id.active = False
        self.run_at(MONDAY + timedelta(days=2))

    def reach_goal(self, one):
        one.sequence_id.write({"goal": "A big deal", "goal_domain": "[('expected_revenue', '>', 100)]"})
        one.lead_id.expected_revenue = 500
        self.run_at(MONDAY + timedelta(days=2))

    def test_every_stop_reason_has_a_note_and_a_link(self):
        """Each cause with its note and the record that the link opens, by default the lead."""
        someone = self.env.user.name
        cases = {
            "replied": (lambda one: self.answer(one.touch_ids, email_from=one.email_normalized), "From", None),
            "bounced": (lambda one: self.bounce(one.touch_ids), "", None),
            "meeting": (lambda one: self.make_meeting(one.lead_id), "Demo", "calendar.event"),
            "won": (lambda one: one.lead_id.action_set_won(), someone, None),
            "lost": (lambda one: one.lead_id.action_set_lost(), someone, None),
            "archived": (lambda one: one.lead_id.action_archive(), someone, None),
            "manual": (lambda one: one.stop(), someone, None),
            "sequence_archived": (self.archive_sequence, "next step was due", None),
            "goal": (self.reach_goal, "A big deal", None),
            "opted_out": (lambda one: self.env["mail.blacklist"]._add(one.email_normalized), "", None),
        }
        for reason, (act, words, opens) in cases.items():
            with self.subTest(reason):
                sequence = self.make_sequence("email", "email", name=reason)
                one = self.enroll(sequence, self.make_lead(reason.replace("_", "").capitalize(), probability=20))
                self.run_at(MONDAY)
                self.send_mails(MONDAY)
                with freeze_time(MONDAY + timedelta(hours=1)):
                    act(one)
                self.env.invalidate_all()
                self.assertEqual((one.state, one.exit_reason), ("stopped", reason))
                self.assertTrue(one.ended_at)
                self.assertTrue(one.status_note)
                self.assertIn(words, one.status_note)
                self.assertIn(one.state_reason, one.timeline_html)
                action = one.action_open_origin()
                self.assertEqual(action["res_model"], opens or "crm.lead")
                self.assertTrue(self.env[action["res_model"]].browse(action["res_id"]).exists())
