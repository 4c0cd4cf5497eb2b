"""Conflicts: people in another sequence are skipped, enrolled after it ends, or taken out of it. And start dates."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import MONDAY, SequenceCommon


class ConflictCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_sequence("email", "email", name="Outreach")
        cls.second = cls.make_sequence("email", name="Webinar")

    def enroll_second(self, targets, user=None, at=MONDAY, **options):
        with freeze_time(at):
            return self.second.with_user(user or self.rep).enroll(targets.ids, **options)


class TestPending(ConflictCommon):
    def test_a_pending_enrollment_starts_a_day_after_the_other_one_completes(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        result = self.enroll_second(lead, conflicts="queue")
        self.assertEqual(result["queued"], [{"target_id": lead.id, "enrollment_id": enrollment.id}])
        self.assertEqual((result["enrolled"], result["refused"]), ([], []))
        self.assertEqual(enrollment.pending_sequence_id, self.second)
        self.assertIn("will be followed by “Webinar”", lead.message_ids[0].body)
        self.run_at(MONDAY)
        self.assertEqual(lead.enrollment_ids, enrollment, "Not while the first one runs")
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(enrollment.state, "finished")
        entered = lead.enrollment_ids - enrollment
        self.assertEqual((entered.sequence_id, entered.state, entered.user_id), (self.second, "running", self.rep))
        self.assertEqual(entered.next_run_at, MONDAY + timedelta(days=2))
        self.assertFalse(enrollment.pending_sequence_id)

    def test_a_reply_drops_the_pending_enrollment(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.enroll_second(lead, conflicts="queue")
        self.run_at(MONDAY)
        self.answer(enrollment.touch_ids)
        self.assertEqual(enrollment.exit_reason, "replied")
        self.assertEqual(lead.enrollment_ids, enrollment)
        self.assertFalse(enrollment.pending_sequence_id)
        self.assertTrue(any("no longer be followed by “Webinar”" in body for body in lead.message_ids.mapped("body")))

    def test_the_chosen_record_is_enrolled_even_if_the_conflict_was_with_its_twin(self):
        first, second = self.make_lead("Ada"), self.make_lead("Second deal", email_from="ada@customer.example.org")
        enrollment = self.enroll(self.first, first)
        self.enroll_second(second, conflicts="queue")
        enrollment.sudo()._finish()
        self.assertEqual(second.enrollment_ids.sequence_id, self.second)
        self.assertEqual(first.enrollment_ids, enrollment)

    def test_a_pending_record_that_was_merged_enters_as_the_survivor(self):
        first, second = self.make_lead("Ada"), self.make_lead("Second deal", email_from="ada@customer.example.org")
        enrollment = self.enroll(self.first, first)
        self.enroll_second(second, conflicts="queue")
        (first + second).merge_opportunity()
        self.assertFalse(second.exists())
        enrollment.sudo()._finish()
        self.assertEqual((first.enrollment_ids - enrollment).sequence_id, self.second)

    def test_only_one_sequence_can_be_pending_behind_an_enrollment(self):
        lead, twin = self.make_lead("Ada"), self.make_lead("Twin", email_from="ada@customer.example.org")
        self.enroll(self.first, lead)
        third = self.make_sequence("email", name="Third")
        result = self.enroll_second(lead + twin, conflicts="queue")
        self.assertEqual([row["target_id"] for row in result["queued"]], [lead.id])
        self.assertIn("same address", result["refused"][0]["message"])
        with freeze_time(MONDAY):
            (refusal,) = third.enroll(lead.ids, conflicts="queue")["refused"]
        self.assertEqual(refusal["code"], "already_live")
        self.assertIn("“Webinar” is already waiting for it to end", refusal["message"])

    def test_a_sequence_cannot_be_pending_behind_itself(self):
        lead = self.make_lead("Ada")
        self.enroll(self.second, lead)
        (refusal,) = self.enroll_second(lead, conflicts="queue")["refused"]
        self.assertEqual(refusal["message"], "This person is already in “Webinar”.")

    def test_a_pending_sequence_comes_before_the_chained_one(self):
        third = self.make_sequence("email", name="Third")
        self.first.next_sequence_id = third
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.enroll_second(lead, conflicts="queue")
        enrollment.sudo()._finish()
        entered = lead.enrollment_ids - enrollment
        self.assertEqual((entered.sequence_id, entered.pending_sequence_id), (self.second, third))
        entered.sudo()._finish()
        self.assertEqual((lead.enrollment_ids - enrollment - entered).sequence_id, third)

    def test_a_pending_sequence_that_cannot_start_is_logged_in_the_chatter(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.enroll_second(lead, conflicts="queue")
        self.second.action_close()
        enrollment.sudo()._finish()
        self.assertEqual(lead.enrollment_ids, enrollment)
        self.assertIn("“Webinar” could not follow", lead.message_ids[0].body)

    def test_only_users_who_manage_the_enrollment_can_cancel_what_is_pending(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.enroll_second(lead, conflicts="queue")
        lead.user_id = self.manager
        enrollment.user_id = self.manager
        with self.assertRaises(AccessError):
            enrollment.with_user(self.rep).leave_line()
        enrollment.with_user(self.manager).leave_line()
        self.assertFalse(enrollment.pending_sequence_id)

    def test_a_pending_enrollment_keeps_its_start_date_and_sender(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.enroll_second(
            lead, user=self.manager, user_id=self.manager.id, conflicts="queue", start_on=date(2026, 3, 2)
        )
        with freeze_time(MONDAY):
            enrollment.sudo()._finish()
        entered = lead.enrollment_ids - enrollment
        self.assertEqual(str(entered.next_run_at), "2026-03-02 08:00:00", "9:00 in Brussels")
        self.assertEqual(entered.user_id, self.manager)


class TestReplace(ConflictCommon):
    def test_replacing_stops_the_other_enrollment_and_cancels_its_queued_mail(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.run_at(MONDAY)
        result = self.enroll_second(lead, conflicts="replace")
        self.assertEqual(len(result["enrolled"]), 1)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replaced"))
        self.assertEqual(enrollment.status_note, "Rita Rep enrolled them in “Webinar” instead.")
        self.assertEqual(enrollment.touch_ids.state, "canceled")
        self.assertEqual((lead.enrollment_ids - enrollment).sequence_id, self.second)

    def test_replacing_stops_the_enrollments_of_both_the_record_and_its_address(self):
        lead, other = self.make_lead("Ada"), self.make_lead("Bob")
        enrollments = self.enroll(self.first, lead + other)
        lead.email_from = other.email_from
        self.enroll_second(lead, conflicts="replace")
        self.assertEqual(enrollments.mapped("exit_reason"), ["replaced", "replaced"])

    def test_a_colleagues_enrollment_is_not_replaced(self):
        theirs = self.make_lead("Ada", user_id=self.manager.id)
        enrollment = self.enroll(self.first, theirs)
        mine = self.make_lead("Mine", email_from="ada@customer.example.org")
        (refusal,) = self.enroll_second(mine, conflicts="replace")["refused"]
        self.assertEqual(refusal["code"], "already_live")
        self.assertIn("already in “Outreach”, and you may not take them out", refusal["message"])
        self.assertEqual(enrollment.state, "running")
        result = self.enroll_second(mine, user=self.manager, conflicts="replace")
        self.assertEqual(len(result["enrolled"]), 1)

    def test_an_enrollment_is_not_replaced_if_the_new_one_is_refused(self):
        lead = self.make_lead("Ada")
        enrollment = self.enroll(self.first, lead)
        self.env["mail.blacklist"].with_context(sales_sequence_noticed=True)._add(lead.email_normalized)
        (refusal,) = self.enroll_second(lead, conflicts="replace")["refused"]
        self.assertEqual(refusal["code"], "blacklisted")
        self.assertNotEqual(enrollment.exit_reason, "replaced")

    def test_replacing_more_enrollments_needs_no_more_queries(self):
        counts = []
        for size in (5, 25):
            leads = self.make_leads(size, f"Crowd{size}x")
            self.enroll(self.first, leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            result = self.enroll_second(leads, conflicts="replace")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(result["enrolled"]), size)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_an_unknown_conflict_option_is_refused_with_a_message(self):
        with self.assertRaisesRegex(UserError, "“push” is not a way to .* Use one of: skip, queue, replace."):
            self.enroll_second(self.make_lead(), conflicts="push")


class TestStartDate(ConflictCommon):
    def test_enrollments_start_in_the_morning_of_that_day_in_the_contacts_zone(self):
        belgian, japanese = self.make_lead("Ada"), self.make_lead("Jun", country_id=self.env.ref("base.jp").id)
        self.enroll_second(belgian + japanese, start_on="2026-02-02")
        self.assertEqual(str(belgian.enrollment_ids.next_run_at), "2026-02-02 08:00:00")
        self.assertEqual(str(japanese.enrollment_ids.next_run_at), "2026-02-02 00:00:00")

    def test_a_start_date_on_a_weekend_moves_to_monday(self):
        lead = self.make_lead("Ada")
        self.enroll_second(lead, start_on="2026-01-31")
        self.assertEqual(str(lead.enrollment_ids.next_run_at), "2026-02-02 08:00:00")

    def test_a_start_date_of_today_starts_at_once(self):
        lead = self.make_lead("Ada")
        self.enroll_second(lead, start_on=MONDAY.date())
        self.assertEqual(lead.enrollment_ids.next_run_at, MONDAY)

    def test_the_first_delay_counts_from_the_start_date(self):
        sequence = self.make_sequence({"channel": "email", "delay": 2})
        lead = self.make_lead("Ada")
        with freeze_time(MONDAY):
            sequence.enroll(lead.ids, start_on="2026-02-02")
        self.assertEqual(str(lead.enrollment_ids.next_run_at), "2026-02-04 08:00:00")

    def test_the_limit_of_new_enrollments_counts_from_the_start_date(self):
        self.second.max_new_per_day = 1
        leads = self.make_leads(3)
        self.enroll_second(leads, start_on="2026-02-02")
        self.assertEqual(
            sorted(str(day) for day in leads.enrollment_ids.mapped("starts_on")),
            ["2026-02-02", "2026-02-03", "2026-02-04"],
        )

    def test_an_invalid_or_past_start_date_is_refused_with_a_message(self):
        with self.assertRaisesRegex(UserError, "The start date 2026-01-11 is in the past"):
            self.enroll_second(self.make_lead(), start_on="2026-01-11")
        with self.assertRaisesRegex(UserError, "“soon” is not a valid date"):
            self.enroll_second(self.make_lead(), start_on="soon")


class TestDialog(ConflictCommon):
    def dialog(self, targets, user=None):
        context = {"active_model": targets._name, "active_ids": targets.ids}
        form = Form(self.env["sales.sequence.enroll.wizard"].with_user(user or self.rep).with_context(**context))
        form.sequence_id = self.second
        return form

    def test_the_conflict_option_changes_who_will_be_enrolled(self):
        free, busy, inside = self.make_lead("Free"), self.make_lead("Busy"), self.make_lead("Inside")
        enrollment = self.enroll(self.first, busy)
        self.enroll(self.second, inside)
        with freeze_time(MONDAY):
            form = self.dialog(free + busy + inside)
            self.assertEqual((form.admitted_count, form.conflict_count, form.moved_count), (1, 1, 0))
            form.conflicts = "queue"
            self.assertEqual((form.admitted_count, form.conflict_count, form.moved_count), (2, 1, 1))
            wizard = form.save()
            self.assertEqual(wizard.candidate_ids, free.ids, "A pending enrollment has no dates to preview")
            wizard.action_enroll()
        self.assertEqual((wizard.enrolled_count, wizard.pending_count, wizard.refused_count), (1, 1, 1))
        self.assertIn("“Webinar”, sent by Rita Rep", enrollment.pending_note)
        self.assertFalse(free.enrollment_ids.pending_note)
        self.assertEqual(enrollment.pending_sequence_id, self.second)

    def test_the_dialog_opens_the_current_enrollments_if_everybody_is_pending(self):
        busy = self.make_lead("Busy")
        enrollment = self.enroll(self.first, busy)
        with freeze_time(MONDAY):
            form = self.dialog(busy)
            form.conflicts = "queue"
            self.assertEqual((form.admitted_count, form.begin_count), (1, 0))
            wizard = form.save()
            wizard.action_enroll()
        self.assertEqual(wizard.action_view_enrollments()["res_id"], enrollment.id)

    def test_the_start_date_moves_both_the_previewed_and_the_planned_dates(self):
        lead = self.make_lead("Ada")
        with freeze_time(MONDAY):
            form = self.dialog(lead)
            form.start_on = "2026-02-02"
            self.assertIn("Mon, Feb 2 at 9:00", form.steps_html)
            form.save().action_enroll()
        self.assertEqual(str(lead.enrollment_ids.next_run_at), "2026-02-02 08:00:00")
