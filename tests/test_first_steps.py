# License LGPL-3.0 or later: see LICENSE.
"""The pause of a sequence's first steps: enroll/first_steps.py, enrollment/beginning.py, advice/results_advice.py."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.service.model import call_kw

from odoo.addons.sales_sequence.models.runner.batch import Batch, Run

from .common import MONDAY, SequenceCommon
from .test_results_advice import NOW, ResultsAdviceCommon

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TUESDAY = MONDAY + DAY
WHY = "The first steps have been paused since Mon, Jan 12: of 52 emails, 5 bounced."


class FirstStepsCommon(SequenceCommon):
    def pause(self, sequence, at=MONDAY, code="bounces", count=5, sent=52):
        with freeze_time(at):
            sequence.sudo()._pause_first_steps(code, {"count": count, "sent": sent})
            self.env.flush_all()

    def lift(self, sequence, at, user=None):
        """As the button does, and then the runner."""
        with freeze_time(at):
            call_kw(sequence.with_user(user or self.manager), "action_lift_pause", [sequence.ids], {})
            self.env.flush_all()
        self.env.invalidate_all()
        self.run_at(at)

    def told(self, sequence):
        """Notifications of the owner about it."""
        return self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", self.rep.partner_id.id),
                ("mail_message_id.res_id", "=", sequence.id),
                ("mail_message_id.subject", "ilike", "first steps"),
            ]
        )

    def assert_waits(self, enrollments):
        self.assertEqual(set(enrollments.mapped("state")), {"paused"})
        self.assertEqual(set(enrollments.mapped("pause_kind")), {"advice"})
        self.assertFalse(enrollments.filtered("resume_at"))


class TestPausedFirstSteps(FirstStepsCommon):
    def setUp(self):
        super().setUp()
        self.sequence = self.make_sequence("email", "email")

    def test_nobody_begins_and_whoever_is_under_way_goes_on(self):
        ada = self.enroll(self.sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        bob = self.enroll(self.sequence, self.make_lead("Bob"), at=MONDAY + HOUR)
        self.pause(self.sequence)
        self.run_at(MONDAY + HOUR)
        self.assert_waits(bob)
        self.assertFalse(bob.touch_ids)
        self.run_at(TUESDAY)
        self.assertEqual(ada.touch_ids.mapped("state"), ["queued", "sent"])
        self.assertEqual(ada.state, "finished")

    def test_who_waits_is_told_why_and_what_to_do(self):
        bob = self.enroll(self.sequence, self.make_lead("Bob"))
        self.pause(self.sequence)
        self.run_at(MONDAY)
        self.assertEqual(
            bob.status_note,
            f"{WHY} They begin when somebody resumes the first steps, on the form of the sequence.",
        )
        with freeze_time(MONDAY):
            panel = bob.lead_id.with_user(self.manager).sequence_panel
        rows = {row["label"]: row["strong"] or row["text"] for row in panel["rows"]}
        self.assertEqual(rows["Paused"], "The first steps of the sequence are paused")
        self.assertEqual(rows["Why"], bob.status_note)
        self.assertEqual(rows["Resumes"], "When somebody resumes the first steps of the sequence.")
        self.assertEqual(panel["actions"], ["elsewhere", "stop"])

    def test_the_panel_of_who_is_not_due_yet_says_so_too(self):
        bob = self.enroll(self.sequence, self.make_lead("Bob"), start_on=TUESDAY.date())
        rows = bob.lead_id.with_user(self.manager).sequence_panel["rows"]
        self.assertNotIn("On hold", [row["label"] for row in rows])
        self.pause(self.sequence)
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            rows = bob.lead_id.with_user(self.manager).sequence_panel["rows"]
        self.assertIn(("On hold", WHY), [(row["label"], row["text"]) for row in rows])

    def test_lifted_everybody_begins_once(self):
        enrollments = self.enroll(self.sequence, self.make_leads(3))
        self.pause(self.sequence)
        self.run_at(MONDAY)
        self.lift(self.sequence, TUESDAY)
        self.assertFalse(self.sequence.first_steps_paused_at)
        self.assertEqual(set(enrollments.mapped("state")), {"running"})
        self.run_at(TUESDAY)
        self.send_mails(TUESDAY)
        for enrollment in enrollments:
            self.assertEqual(enrollment.touch_ids.mapped("state"), ["sent"])

    def test_lifting_resumes_nobody_who_was_stopped_or_paused_for_another_reason(self):
        stopped, by_hand, waiting = self.enroll(self.sequence, self.make_leads(3))
        with freeze_time(MONDAY):
            by_hand.pause()
        self.pause(self.sequence)
        self.run_at(MONDAY)
        with freeze_time(MONDAY + HOUR):
            stopped.stop()
        self.lift(self.sequence, TUESDAY)
        self.assertEqual((stopped.state, stopped.exit_reason), ("stopped", "manual"))
        self.assertEqual((by_hand.state, by_hand.pause_kind), ("paused", "manual"))
        self.assertEqual(waiting.state, "running")

    def test_paused_again_before_the_runner_came_nobody_begins(self):
        enrollments = self.enroll(self.sequence, self.make_leads(2))
        self.pause(self.sequence)
        self.run_at(MONDAY)
        with freeze_time(MONDAY + HOUR):
            self.sequence.action_lift_pause()
        self.pause(self.sequence, at=MONDAY + HOUR)
        self.run_at(MONDAY + HOUR)
        self.assert_waits(enrollments)

    def test_resuming_one_person_does_not_let_them_begin(self):
        bob, eve = self.enroll(self.sequence, self.make_leads(2))
        self.pause(self.sequence)
        self.run_at(MONDAY)
        with freeze_time(MONDAY + HOUR):
            bob.resume()
            bob.take_next_step()
            message = (bob | eve).action_resume()["params"]["message"]
            self.assertFalse(bob.can_take_next_step)
        self.assertIn("0 resumed.", message)
        self.assertIn("Ada0 waits until the first steps of the sequence are resumed.", message)
        self.run_at(MONDAY + HOUR)
        self.assert_waits(bob | eve)
        self.assertFalse(bob.touch_ids)

    def test_who_resumes_from_another_pause_waits_when_the_step_is_due(self):
        bob = self.enroll(self.sequence, self.make_lead("Bob"))
        with freeze_time(MONDAY):
            bob.pause()
        self.pause(self.sequence)
        with freeze_time(MONDAY + HOUR):
            bob.resume()
        self.run_at(MONDAY + HOUR)
        self.assert_waits(bob)

    def test_who_has_an_open_task_is_under_way(self):
        sequence = self.make_sequence("call", "email")
        enrollment = self.enroll(sequence, self.make_lead("Eve"))
        self.run_at(MONDAY)
        self.pause(sequence)
        with freeze_time(MONDAY + HOUR):
            enrollment.lead_id.activity_ids.action_done()
        self.run_at(TUESDAY + HOUR)
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["queued", "done"])

    def test_a_step_left_out_is_no_beginning(self):
        enrollment = self.enroll(self.sequence, self.make_lead("Eve"))
        self.pause(self.sequence)
        with freeze_time(MONDAY):
            enrollment.skip_step()
        self.run_at(TUESDAY)
        self.assert_waits(enrollment)

    def test_an_approved_draft_of_a_first_email_waits(self):
        self.sequence.step_ids[0].requires_review = True
        enrollment = self.enroll(self.sequence, self.make_lead("Eve"))
        self.run_at(MONDAY)
        draft = enrollment.touch_ids
        self.pause(self.sequence)
        with freeze_time(MONDAY + HOUR):
            words = draft.with_user(self.rep).approve()["words"]
        self.assertIn("When somebody resumes the first steps of the sequence.", words)
        self.run_at(MONDAY + HOUR)
        self.assert_waits(enrollment)
        self.assertEqual(draft.state, "draft")
        self.lift(self.sequence, TUESDAY)
        self.run_at(TUESDAY)
        self.assertEqual(draft.state, "queued")

    def test_who_may_have_answered_goes_on_after_the_verdict_if_the_pause_is_over_by_then(self):
        bob = self.enroll(self.sequence, self.make_lead("Bob"))
        self.pause(self.sequence)
        self.run_at(MONDAY)
        self.env["sales.sequence.signal"].create(
            {
                "enrollment_id": bob.id,
                "kind": "unsure",
                # Were it an absence, it would be over.
                "occurred_at": MONDAY - 30 * DAY,
                "settled_at": MONDAY,
                "effect": "held",
            }
        )
        bob._apply_open_questions()
        self.assertEqual((bob.pause_kind, bob._underlying_pause()[0]), ("unsure", "advice"))
        self.lift(self.sequence, TUESDAY)
        self.assertEqual(bob.pause_kind, "unsure", "the question is still open")
        with freeze_time(TUESDAY + HOUR):
            bob.action_is_auto_reply()
        self.assertEqual(bob.state, "running")

    def test_control_people_are_not_held(self):
        bob = self.enroll(self.sequence, self.make_lead("Bob"))
        self.pause(self.sequence)
        self.assertEqual(bob._may_not_begin(), bob)
        bob.arm = "control"
        self.assertFalse(bob._may_not_begin())


class TestQueuedFirstEmails(FirstStepsCommon):
    def queue(self, *steps):
        """An enrollment whose first email waits in the mail queue when the first steps are paused."""
        sequence = self.make_sequence(*steps)
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued")
        self.pause(sequence)
        return enrollment

    def test_a_first_email_in_the_queue_does_not_leave_and_leaves_once_when_lifted(self):
        enrollment = self.queue("email", "email")
        self.assertFalse(self.send_mails(MONDAY + HOUR))
        self.assert_waits(enrollment)
        self.assertEqual((enrollment.touch_ids.state, enrollment.touch_ids.reason), ("queued", WHY))
        self.assertFalse(self.send_mails(MONDAY + 2 * HOUR))
        self.lift(enrollment.sequence_id, TUESDAY)
        self.assertEqual(enrollment.state, "running")
        self.assertEqual(len(self.send_mails(TUESDAY)), 1)
        self.assertEqual((enrollment.touch_ids.state, enrollment.touch_ids.reason), ("sent", False))
        self.assertFalse(self.send_mails(TUESDAY + HOUR))

    def test_the_only_email_of_a_sequence_waits_although_the_enrollment_has_ended(self):
        enrollment = self.queue("email")
        self.assertEqual(enrollment.state, "finished")
        self.assertFalse(self.send_mails(MONDAY + HOUR))
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "queued"))
        self.lift(enrollment.sequence_id, TUESDAY)
        self.assertEqual(len(self.send_mails(TUESDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_an_email_that_is_sent_by_hand_does_not_leave_either(self):
        enrollment = self.queue("email", "email")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        with freeze_time(MONDAY + HOUR), self.mock_mail_gateway(), self.without_send_log():
            mail.send()
        self.assertFalse(self._mails)
        self.assert_waits(enrollment)

    def test_a_follow_up_in_the_queue_leaves(self):
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(TUESDAY)
        self.pause(sequence, at=TUESDAY)
        self.assertEqual(len(self.send_mails(TUESDAY)), 1)
        self.assertEqual(set(enrollment.touch_ids.mapped("state")), {"sent"})

    def test_whoever_answers_meanwhile_gets_nothing_when_it_is_lifted(self):
        enrollment = self.queue("email", "email")
        self.send_mails(MONDAY + HOUR)
        with freeze_time(MONDAY + 2 * HOUR):
            enrollment.stop("replied")
        self.lift(enrollment.sequence_id, TUESDAY)
        self.assertFalse(self.send_mails(TUESDAY))
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.state), ("replied", "canceled"))


class TestEnrollingWhilePaused(FirstStepsCommon):
    def test_two_hundred_people_can_be_enrolled_and_wait(self):
        sequence = self.make_sequence("email", "email")
        self.env.company.sequence_backlog_per_hour = 60
        self.pause(sequence)
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {index}",
                    "email_from": f"person{index}@customer{index % 50}.example.org",
                    "type": "opportunity",
                    "user_id": self.rep.id,
                    "country_id": self.env.ref("base.be").id,
                }
                for index in range(200)
            ]
        )
        with freeze_time(MONDAY):
            result = sequence.enroll(leads.ids)
        self.assertEqual((len(result["enrolled"]), result["refused"]), (200, []))
        self.assertEqual(result["note"], WHY)
        self.run_at(MONDAY)
        enrollments = sequence.enrollment_ids
        self.assert_waits(enrollments)
        self.assertFalse(enrollments.touch_ids)
        self.lift(sequence, TUESDAY)
        self.assertEqual(set(enrollments.mapped("state")), {"running"})
        self.run_at(TUESDAY)
        queued = enrollments.touch_ids
        self.assertTrue(queued)
        self.assertLess(len(queued), 60, "the backlog is spread")
        self.assertIn("backlog", (enrollments - queued.enrollment_id)[0].next_run_moved_by)

    def test_the_dialog_says_that_they_wait(self):
        sequence = self.make_sequence("email")
        lead = self.make_lead()
        wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep)
        wizard = wizard.with_context(active_model="crm.lead", active_ids=lead.ids).create({"sequence_id": sequence.id})
        self.assertFalse(wizard.first_steps_pause_why)
        self.pause(sequence)
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            self.assertEqual(wizard.first_steps_pause_why, WHY)

    def test_the_result_says_nothing_where_they_do_not_wait(self):
        sequence = self.make_sequence("email")
        with freeze_time(MONDAY):
            self.assertNotIn("note", sequence.enroll(self.make_lead().ids))

    def test_queries_of_a_batch_do_not_grow_with_those_who_wait(self):
        sequence, counts = self.make_sequence("email", "email"), {}
        self.pause(sequence)
        for size in (10, 60):
            leads = self.make_leads(size)
            self.enroll(sequence, leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY):
                self.env["sales.sequence.runner"].sudo()._run_batch(Batch(Run()))
                self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
            self.assert_waits(leads.enrollment_ids)
            leads.unlink()
        self.assertLess(counts[60], counts[10] * 1.5, counts)


class TestWhoIsTold(FirstStepsCommon):
    def test_the_owner_is_told_once(self):
        sequence = self.make_sequence("email")
        with self.mock_mail_gateway():
            self.pause(sequence)
            self.pause(sequence, at=MONDAY + HOUR)
        self.assertEqual(len(self.told(sequence)), 1)
        message = self.told(sequence).mail_message_id
        self.assertEqual(message.subject, "The first steps of “Outreach” are paused")
        self.assertIn("of 52 emails, 5 bounced", message.body)
        self.assertEqual(sequence.first_steps_paused_at, MONDAY, "still the first pause")

    def test_the_owner_reads_the_day_on_their_own_clock(self):
        self.rep.tz = "Pacific/Auckland"
        sequence = self.make_sequence("email")
        with self.mock_mail_gateway():
            self.pause(sequence, at=MONDAY + 9 * HOUR)
        self.assertIn("since Tue, Jan 13", self.told(sequence).mail_message_id.body)

    def test_the_owner_is_told_again_if_it_was_lifted_in_between(self):
        sequence = self.make_sequence("email")
        with self.mock_mail_gateway():
            self.pause(sequence)
            self.lift(sequence, TUESDAY)
            self.pause(sequence, at=TUESDAY + HOUR, code="complaints", count=4, sent=1100)
        self.assertEqual(len(self.told(sequence)), 2)
        with freeze_time(TUESDAY):
            self.assertEqual(
                sequence.with_user(self.rep).first_steps_pause_why,
                "The first steps have been paused since Tue, Jan 13: of 1100 emails, 4 were marked as spam.",
            )

    def test_a_sequence_without_an_owner_is_paused_all_the_same(self):
        sequence = self.make_sequence("email", user_id=False)
        self.pause(sequence)
        self.assertTrue(sequence.first_steps_paused_at)
        self.assertIn("5 bounced", sequence.message_ids[0].body)

    def test_warnings_of_the_sequence_say_it_and_open_who_waits(self):
        sequence = self.make_sequence("email")
        enrollments = self.enroll(sequence, self.make_leads(2))
        self.pause(sequence)
        self.run_at(MONDAY)
        record = sequence.with_user(self.manager)
        with freeze_time(MONDAY):
            self.assertEqual(
                record.warnings,
                [
                    {"code": "first_steps", "text": WHY},
                    {"code": "paused_advice", "text": "2 people wait to begin."},
                ],
            )
            action = record.action_open_warning("paused_advice")
            self.assertEqual(record.action_open_warning("first_steps")["res_id"], sequence.id)
        found = self.env[action["res_model"]].with_user(self.manager).search(action["domain"])
        self.assertEqual(found.sudo(), enrollments.sorted("id", reverse=True))
        with freeze_time(MONDAY):
            enrollments[0].stop()
            record.invalidate_recordset()
            self.assertEqual(record.warnings[1]["text"], "1 person waits to begin.")
        sequence.action_close()
        with freeze_time(MONDAY):
            record.invalidate_recordset()
            self.assertEqual(record.warnings[0]["text"], WHY, "closed, but people still wait")

    def test_only_who_may_write_the_sequence_lifts_the_pause(self):
        sequence = self.make_sequence("email")
        self.pause(sequence)
        with self.assertRaises(AccessError):
            self.lift(sequence, TUESDAY, user=self.rep)
        self.assertTrue(sequence.first_steps_paused_at)

    def test_lifting_what_is_not_paused_changes_nothing(self):
        sequence = self.make_sequence("email")
        self.lift(sequence, TUESDAY)
        self.assertFalse(sequence.first_steps_lifted_at)

    def test_a_copy_and_a_new_version_are_not_paused(self):
        sequence = self.make_sequence("email")
        self.pause(sequence)
        self.assertFalse(sequence.copy().first_steps_paused_at)
        version = self.env["sales.sequence"].browse(sequence.action_new_version()["res_id"])
        self.assertFalse(version.first_steps_paused_at)


class TestTheJobPauses(ResultsAdviceCommon, FirstStepsCommon):
    def look(self, at):
        """The hourly job."""
        cron = self.env.ref("sales_sequence.ir_cron_advice")
        with freeze_time(at), self.enter_registry_test_mode(), self.mock_mail_gateway():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_it_pauses_what_bounces_too_much_once_and_leaves_the_others(self):
        bad, warned = self.make_sequence("email", name="Bad"), self.make_sequence("email", name="Warned")
        self.mail(bad, 50, bounced=5)
        self.mail(warned, 50, bounced=4)
        for hour in range(3):
            self.look(NOW + hour * HOUR)
        self.assertEqual((bad.first_steps_paused_at, bad.first_steps_pause_code), (NOW, "bounces"))
        self.assertFalse(warned.first_steps_paused_at)
        self.assertEqual((len(self.told(bad)), len(self.told(warned))), (1, 0))
        self.assertEqual(self.severities(bad), {"bounces": "act"})
        words = self.words(bad, "bounces")
        self.assertEqual(words["verb"]["name"], "action_lift_pause")
        self.assertIn("nobody begins until somebody resumes them", words["detail"])

    def test_it_stays_paused_when_the_emails_are_too_old_to_count(self):
        bad = self.make_sequence("email")
        self.mail(bad, 50, bounced=5)
        self.look(NOW)
        self.look(NOW + 40 * DAY)
        self.assertTrue(bad.first_steps_paused_at)
        self.assertEqual(
            self.words(bad, "bounces", at=NOW + 40 * DAY)["text"], "Too many emails bounce: 5 of 50, 10.0%."
        )

    def test_after_lifting_only_what_leaves_later_counts(self):
        bad = self.make_sequence("email")
        self.mail(bad, 50, bounced=5)
        self.look(NOW)
        self.lift(bad, NOW + HOUR)
        self.look(NOW + HOUR)
        self.assertFalse(bad.first_steps_paused_at)
        self.assertEqual(self.severities(bad, at=NOW + HOUR), {})
        self.mail(bad, 49, at=NOW + 2 * HOUR, bounced=10)
        self.look(NOW + 3 * HOUR)
        self.assertFalse(bad.first_steps_paused_at, "49 since")
        self.mail(bad, 1, at=NOW + 3 * HOUR)
        self.look(NOW + 4 * HOUR)
        self.assertEqual(bad.first_steps_pause_facts, {"count": 10, "sent": 50})
        self.assertEqual(len(self.told(bad)), 2)

    def test_who_was_paused_at_the_moment_of_lifting_is_found_an_hour_later(self):
        sequence, single = self.make_sequence("email", "email"), self.make_sequence("email")
        ended = self.enroll(single, self.make_lead("Ended"))
        self.run_at(MONDAY)
        for one in (sequence, single):
            self.pause(one)
        self.lift(sequence | single, TUESDAY)
        late = self.enroll(sequence, self.make_lead("Late"), at=TUESDAY)
        # What another process does that has not seen it yet.
        with freeze_time(TUESDAY):
            late._pause("advice")
            ended.touch_ids._mails(("outgoing",)).write({"state": "cancel"})
        self.run_at(TUESDAY + HOUR)
        self.assertEqual(late.state, "paused")
        self.look(TUESDAY + HOUR)
        for _time in range(2):
            self.run_at(TUESDAY + HOUR)
        self.assertEqual(late.state, "running")
        self.assertEqual(len(self.send_mails(TUESDAY + HOUR)), 2)
        self.assertEqual((late | ended).touch_ids.mapped("state"), ["sent", "sent"])

    def test_who_was_paused_at_the_moment_of_lifting_is_found_whatever_has_become_of_the_sequence(self):
        sequence = self.make_sequence("email", "email")
        self.pause(sequence)
        self.lift(sequence, MONDAY + HOUR)
        late = self.enroll(sequence, self.make_lead("Late"), at=MONDAY + HOUR)
        # What another process does that has not seen it yet.
        with freeze_time(MONDAY + HOUR):
            late._pause("advice")
        # The job did not run over the weekend, and nobody else is to be looked at.
        self.env["sales.sequence"].search([("state", "=", "live")]).action_close()
        self.look(TUESDAY + 6 * DAY)
        self.run_at(TUESDAY + 6 * DAY)
        self.assertEqual(late.state, "running")

    def test_complaints_come_before_bounces(self):
        bad = self.make_sequence(*["email"] * 10)
        touches = self.mail(bad, 100, bounced=100, steps=10)
        self.complain(touches[500:504])
        self.look(NOW)
        self.assertEqual(bad.first_steps_pause_code, "complaints")
        self.assertEqual(self.severities(bad), {"complaints": "act", "bounces": "act"})

    def test_a_sequence_that_cannot_be_looked_at_does_not_stop_the_others(self):
        bad, broken = self.make_sequence("email", name="Bad"), self.make_sequence("email", name="Broken")
        self.mail(bad, 50, bounced=5)
        self.mail(broken, 50, bounced=5)
        pause = self.registry["sales.sequence"]._pause_first_steps

        def fail(sequence, code, facts):
            if sequence == broken:
                raise ValueError("no")
            return pause(sequence, code, facts)

        self.patch(self.registry["sales.sequence"], "_pause_first_steps", fail)
        with self.assertLogs("odoo.addons.sales_sequence.models.advice.advice", "ERROR"):
            self.look(NOW)
        self.assertTrue(bad.first_steps_paused_at)
        self.assertFalse(broken.first_steps_paused_at)
