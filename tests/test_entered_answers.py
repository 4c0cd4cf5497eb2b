"""What colleagues say that people did counts like what we see ourselves."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

DAY = timedelta(days=1)


class EnteredCommon(SequenceCommon):
    def start(self, leads, **values):
        """Enroll, and send the first email."""
        enrollments = self.enroll(self.make_sequence("email", "email", **values), leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollments

    def stop(self, enrollments, reason, note=None, at=MONDAY + DAY, user=None):
        with freeze_time(at):
            enrollments.with_user(user or self.rep).stop(reason, note)
        self.env.invalidate_all()

    def make_colleagues(self, *names):
        """Leads of people who work for the same company."""
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        leads = self.env["crm.lead"]
        for name in names:
            email = f"{name.lower()}@customer.example.org"
            person = self.env["res.partner"].create({"name": name, "email": email, "parent_id": company.id})
            leads |= self.make_lead(name, partner_id=person.id)
        return leads


class TestEnteredAnswers(EnteredCommon):
    def test_an_entered_answer_has_all_effects_of_one_by_mail(self):
        answered, colleague = self.start(self.make_colleagues("Fay", "Gus"), account_policy="stop")
        self.stop(answered, "replied", "Called me")
        self.assertEqual((answered.state, answered.exit_reason), ("stopped", "replied"))
        self.assertEqual((answered.replied_at, answered.touch_ids.replied_at), (MONDAY + DAY, MONDAY + DAY))
        self.assertEqual(self.count_answers(answered.sequence_id), 1)
        self.assertEqual((colleague.state, colleague.exit_reason), ("stopped", "account"))
        self.assertIn("Rita Rep", answered.status_note)
        self.assertIn("Called me", answered.status_note)
        self.assertIn("Called me", answered.lead_id.message_ids[0].body)
        (signal,) = answered.signal_ids
        self.assertEqual((signal.kind, signal.effect), ("reply", "stopped"))

    def test_an_entered_answer_pauses_colleagues_where_the_sequence_says_so(self):
        answered, colleague = self.start(self.make_colleagues("Fay", "Gus"), account_policy="pause")
        self.stop(answered, "replied")
        self.assertEqual((colleague.state, colleague.pause_kind), ("paused", "account"))

    def test_an_entered_answer_after_the_last_step_counts(self):
        sequence = self.make_sequence("email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.assertEqual(enrollment.state, "finished")
        self.stop(enrollment, "replied")
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("finished", "replied"))
        self.assertEqual(enrollment.signal_ids.effect, "credited")
        self.assertEqual(self.count_answers(sequence), 1)

    def test_an_answer_entered_long_after_the_last_step_does_not_count(self):
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(MONDAY)
        self.stop(enrollment, "replied", at=MONDAY + 40 * DAY)
        self.assertFalse(enrollment.replied_at or enrollment.signal_ids)

    def test_an_answer_entered_twice_counts_once(self):
        enrollment = self.start(self.make_lead())
        for days in (1, 2):
            self.stop(enrollment, "replied", at=MONDAY + days * DAY)
        self.assertEqual(len(enrollment.signal_ids), 1)
        self.assertEqual(enrollment.replied_at, MONDAY + DAY)

    def test_an_answer_that_came_by_mail_is_not_counted_again(self):
        enrollment = self.start(self.make_lead())
        self.answer(enrollment.touch_ids, at=MONDAY + timedelta(hours=1))
        self.stop(enrollment, "replied")
        self.assertEqual(enrollment.signal_ids.mapped("kind"), ["reply"])
        self.assertEqual(enrollment.replied_at, MONDAY + timedelta(hours=1))

    def test_an_answer_before_the_first_step_counts_for_the_person(self):
        answered, colleague = self.enroll(
            self.make_sequence("email", account_policy="stop"), self.make_colleagues("Fay", "Gus")
        )
        self.stop(answered, "replied", at=MONDAY)
        self.assertEqual((answered.replied_at, colleague.exit_reason), (MONDAY, "account"))
        with freeze_time(MONDAY):
            answered.signal_ids.with_user(self.rep).action_is_auto_reply()
        self.env.invalidate_all()
        self.assertEqual((answered + colleague).mapped("state"), ["running", "running"])

    def test_a_restarted_enrollment_stops_again(self):
        enrollment = self.start(self.make_lead())
        self.stop(enrollment, "replied")
        with freeze_time(MONDAY + 2 * DAY):
            enrollment.with_user(self.rep).restart()
        self.stop(enrollment, "replied", at=MONDAY + 3 * DAY)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual(enrollment.replied_at, MONDAY + DAY)

    def test_an_answer_entered_by_mistake_can_be_taken_back(self):
        answered, colleague = self.start(self.make_colleagues("Fay", "Gus"), account_policy="stop")
        self.stop(answered, "replied")
        with freeze_time(MONDAY + DAY):
            answered.signal_ids.with_user(self.rep).action_is_auto_reply()
        self.env.invalidate_all()
        self.assertEqual((answered + colleague).mapped("state"), ["running", "running"])
        self.assertFalse(answered.replied_at or answered.touch_ids.replied_at)
        self.assertEqual(self.count_answers(answered.sequence_id), 0)
        self.assertEqual(answered.signal_ids.effect, "ignored")

    def test_an_entered_answer_of_a_partner_counts(self):
        partner = self.env["res.partner"].create({"name": "Pia", "email": "pia@customer.example.org"})
        template = self.make_template("res.partner")
        sequence = self.make_sequence({"mail_template_id": template.id}, target="partner")
        enrollment = self.enroll(sequence, partner)
        self.run_at(MONDAY)
        self.stop(enrollment, "replied", user=self.manager)
        self.assertEqual((enrollment.exit_reason, enrollment.replied_at), ("replied", MONDAY + DAY))

    def test_a_program_with_all_rights_enters_an_answer_too(self):
        enrollment = self.start(self.make_lead())
        with freeze_time(MONDAY + DAY):
            enrollment.sudo().stop("replied")
        self.assertTrue(enrollment.replied_at)


class TestOtherEnteredCodes(EnteredCommon):
    def test_an_entered_meeting_stops_also_where_meetings_do_not(self):
        for stops in (True, False):
            with self.subTest(stops):
                enrollment = self.start(self.make_lead(f"Ada{stops}"), stop_on_meeting=stops)
                self.stop(enrollment, "meeting", "Thursday")
                self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "meeting"))
                self.assertIn("Thursday", enrollment.status_note)
                self.assertEqual((enrollment.signal_ids.kind, enrollment.signal_ids.effect), ("meeting", "stopped"))

    def test_an_entered_bounce_marks_the_last_email_that_has_left(self):
        enrollment = self.enroll(self.make_sequence("email", "email", "email"), self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(MONDAY + DAY)
        first, second = self.touches(enrollment)
        self.assertEqual(second.state, "queued")
        self.stop(enrollment, "bounced")
        self.assertEqual(enrollment.exit_reason, "bounced")
        self.assertEqual((first.state, second.state), ("bounced", "canceled"))
        self.assertEqual(enrollment.signal_ids.address, "ada@customer.example.org")

    def test_an_entered_opt_out_keeps_the_address_out_of_the_sequence(self):
        enrollment = self.start(self.make_lead())
        sequence = enrollment.sequence_id
        self.stop(enrollment, "opted_out")
        self.assertEqual((enrollment.exit_reason, len(enrollment.signal_ids)), ("opted_out", 1))
        opt_out = self.env["sales.sequence.opt.out"].search([("sequence_id", "=", sequence.id)])
        self.assertEqual((opt_out.email_normalized, opt_out.origin), ("ada@customer.example.org", "manual"))
        twin = self.make_lead("Twin", email_from="ada@customer.example.org")
        self.assertEqual(sequence.enroll(twin.ids)["refused"][0]["code"], "opted_out")
        self.stop(enrollment, "opted_out")
        self.assertEqual(len(enrollment.signal_ids), 1)

    def test_an_entered_opt_out_ends_other_versions_of_the_sequence(self):
        enrollment = self.start(self.make_lead())
        old = enrollment.sequence_id
        self.stop(enrollment, "manual")
        newer = self.env["sales.sequence"].browse(old.action_new_version()["res_id"])
        newer.action_publish()
        other = self.enroll(newer, self.make_lead("Twin", email_from="ada@customer.example.org"), MONDAY + DAY)
        self.stop(enrollment, "opted_out")
        self.assertEqual((other.state, other.exit_reason), ("stopped", "opted_out"))

    def test_an_entered_complaint_blacklists_the_own_address(self):
        enrollment = self.start(self.make_lead())
        self.stop(enrollment, "complaint")
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "complaint"))
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", "ada@customer.example.org")]))

    def test_codes_without_a_signal_stop_as_before(self):
        for reason in ("won", "lost", "goal", "manual"):
            with self.subTest(reason):
                enrollment = self.start(self.make_lead(reason.capitalize()))
                self.stop(enrollment, reason, "Said so")
                self.assertEqual((enrollment.exit_reason, enrollment.status_note), (reason, "Said so"))
                self.assertFalse(enrollment.signal_ids)


class TestEnteringRights(EnteredCommon):
    def test_nobody_enters_for_a_colleagues_lead(self):
        enrollment = self.start(self.make_lead())
        other = mail_new_test_user(
            self.env, login="other", email="other@test.mycompany.com", groups="sales_sequence.group_sales_sequence_user"
        )
        for reason in ("replied", "meeting", "bounced", "opted_out", "complaint"):
            with self.subTest(reason), self.assertRaises(AccessError):
                enrollment.with_user(other).stop(reason)
        self.assertEqual(enrollment.state, "running")
        self.assertFalse(enrollment.signal_ids)
        self.assertFalse(self.env["sales.sequence.opt.out"].search([]))
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", enrollment.email_normalized)]))

    def test_the_number_of_queries_does_not_grow_with_the_number_of_people(self):
        for reason in ("replied", "meeting", "bounced", "opted_out"):
            counts = []
            for size in (2, 12):
                enrollments = self.env["sales.sequence.enrollment"]
                for number in range(2):
                    names = [f"{reason}{size}{number}x{index}" for index in range(size)]
                    enrollments |= self.start(self.make_colleagues(*names), account_policy="pause")
                half = enrollments[: size // 2] | enrollments[size : size + size // 2]
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with freeze_time(MONDAY + DAY):
                    half.with_user(self.rep).stop(reason)
                    self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
                self.assertEqual(set(half.mapped("exit_reason")), {reason})
            with self.subTest(reason):
                self.assertLessEqual(counts[1], counts[0] + 5, counts)


class TestStopDialog(EnteredCommon):
    def test_the_button_of_a_lead_asks_what_happened(self):
        enrollments = self.start(self.make_lead("Ada") + self.make_lead("Bob"))
        action = enrollments.lead_id.with_user(self.rep).action_choose_stop_reason()
        self.assertEqual(enrollments.mapped("state"), ["running", "running"])
        Wizard = self.env[action["res_model"]].with_user(self.rep).with_context(**action["context"])
        dialog = Wizard.create({"exit_reason": "replied", "reason": "On LinkedIn"})
        self.assertEqual(dialog.affected_count, 2)
        with freeze_time(MONDAY + DAY):
            dialog.action_confirm()
        self.assertEqual(enrollments.mapped("exit_reason"), ["replied", "replied"])
        self.assertEqual(enrollments.mapped("replied_at"), [MONDAY + DAY] * 2)
        self.assertIn("On LinkedIn", enrollments[0].status_note)

    def test_a_program_stops_the_enrollment_of_a_record_at_once(self):
        enrollment = self.start(self.make_lead())
        with freeze_time(MONDAY + DAY):
            enrollment.lead_id.with_user(self.rep).action_stop_sequence("replied")
        self.assertEqual((enrollment.exit_reason, enrollment.replied_at), ("replied", MONDAY + DAY))

    def test_the_dialog_counts_answers_after_the_last_step_but_stops_nothing_else_there(self):
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(MONDAY)
        context = {"active_model": enrollment._name, "active_ids": enrollment.ids, "default_verb": "stop"}
        Wizard = self.env["sales.sequence.steer.wizard"].with_user(self.rep).with_context(**context)
        with freeze_time(MONDAY + DAY):
            self.assertEqual(Wizard.create({}).affected_count, 0)
            dialog = Wizard.create({"exit_reason": "replied"})
            self.assertEqual(dialog.affected_count, 1)
            dialog.action_confirm()
        self.assertEqual(enrollment.exit_reason, "replied")
