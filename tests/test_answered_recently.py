"""Nobody who has just answered is enrolled in another sequence, unless somebody says so."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

DAY = timedelta(days=1)


class TestAnsweredRecently(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.first = self.enroll(self.make_sequence("email", "email", name="First"), self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(self.first.touch_ids, at=MONDAY + timedelta(hours=2))
        self.assertTrue(self.first.replied_at)
        self.next = self.make_sequence("email", name="Next")

    def enroll_again(self, targets=None, days=1, sequence=None, **options):
        """:return: ``(number enrolled, {(code, message)})``"""
        with freeze_time(MONDAY + days * DAY):
            result = (sequence or self.next).enroll((targets or self.lead).ids, **options)
        return len(result["enrolled"]), {(row["code"], row["message"]) for row in result["refused"]}

    def code_of(self, *args, **options):
        enrolled, refused = self.enroll_again(*args, **options)
        return {code for code, _message in refused} or enrolled

    def test_whoever_answered_lately_is_refused(self):
        enrolled, refused = self.enroll_again()
        self.assertFalse(enrolled)
        self.assertEqual(refused, {("answered_recently", "They answered “First” on 01/12/2026.")})

    def test_the_same_person_as_another_record_is_refused(self):
        contact = self.env["res.partner"].create({"name": "Ada", "email": "a.ada@private.example.org"})
        self.lead.partner_id = contact
        by_address = self.make_lead("Twin", email_from="ADA+sales@customer.example.org")
        by_contact = self.make_lead("Other", partner_id=contact.id)
        for twin in (by_address, by_contact):
            self.assertEqual(self.code_of(twin), {"answered_recently"})

    def test_the_days_are_a_setting_of_the_company(self):
        self.assertEqual(self.code_of(days=30), {"answered_recently"})
        self.env.company.sequence_answer_days = 3
        self.assertEqual(self.code_of(days=3), {"answered_recently"})
        self.assertEqual(self.code_of(days=4), 1)

    def test_zero_days_switch_it_off(self):
        self.env.company.sequence_answer_days = 0
        self.assertEqual(self.code_of(), 1)

    def test_after_thirty_days_they_are_enrolled(self):
        self.assertEqual(self.code_of(days=31), 1)

    def test_whoever_says_so_enrolls_them_all_the_same(self):
        self.assertEqual(self.code_of(allow_recent=True), 1)

    def test_an_answer_in_another_company_counts_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        twin = self.make_lead("Twin", email_from="ada@customer.example.org", company_id=other.id, user_id=False)
        (self.env.user | self.manager).company_ids |= other
        elsewhere = self.make_sequence("email", name="Elsewhere", company_id=other.id, user_id=self.manager.id)
        elsewhere = elsewhere.with_context(allowed_company_ids=[other.id])
        self.assertEqual(self.code_of(twin, sequence=elsewhere), 1)

    def test_what_was_no_answer_after_all_refuses_nobody(self):
        with freeze_time(MONDAY + DAY):
            self.first.signal_ids.with_user(self.rep).action_is_auto_reply()
            self.first.stop()
        self.assertEqual(self.code_of(), 1)

    def test_the_sequence_is_named_only_to_those_who_may_read_it(self):
        user = mail_new_test_user(
            self.env,
            login="both",
            email="both@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user,sales_team.group_sale_salesman_all_leads",
        )
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("sales.sequence"),
                "domain_force": [("id", "!=", self.first.sequence_id.id)],
            }
        )
        _enrolled, refused = self.enroll_again(
            sequence=self.next.with_user(user), user_id=user.id, targets=self.lead.with_user(user)
        )
        self.assertEqual(refused, {("answered_recently", "They answered another sequence on 01/12/2026.")})

    def test_the_queries_do_not_grow_with_the_number_of_people(self):
        counts = []
        for size in (3, 30):
            leads = self.make_leads(size, f"Many{size}x")
            enrollments = self.enroll(self.make_sequence("email", "email", name=f"Many {size}"), leads)
            with freeze_time(MONDAY):
                enrollments.stop("replied")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.code_of(leads), {"answered_recently"})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    # ------------------------------------------------------------------
    # The ways in
    # ------------------------------------------------------------------

    def run_audience(self, at):
        cron = self.env.ref("sales_sequence.ir_cron_audience")
        with freeze_time(at), self.enter_registry_test_mode():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_the_audience_skips_them_until_the_days_are_over(self):
        twin = self.make_lead("Twin", email_from="ada@customer.example.org")
        self.next.write({"enroll_domain": [("id", "in", (self.lead + twin).ids)], "auto_enroll": True})
        self.run_audience(MONDAY + DAY)
        self.assertFalse(self.next.enrollment_ids)
        # The record itself is not even looked at, only found by its address.
        self.assertEqual(self.next.audience_note, "0 enrolled, Answered recently: 1")
        self.run_audience(MONDAY + 31 * DAY)
        self.assertEqual(len(self.next.enrollment_ids), 1)

    def test_no_next_sequence_follows_after_a_recent_answer_to_another(self):
        between = self.make_sequence({"channel": "todo", "wait_for_completion": False}, name="Between")
        between.next_sequence_id = self.next
        enrollment = self.enroll(between, self.lead, MONDAY + DAY, allow_recent=True)
        self.run_at(MONDAY + DAY)
        self.assertEqual(enrollment.state, "finished")
        self.assertFalse(self.next.enrollment_ids)
        self.assertIn("Answered recently", " ".join(self.lead.message_ids.mapped("body")))

    def test_a_pending_sequence_remembers_that_somebody_said_so(self):
        between = self.make_sequence({"channel": "todo", "wait_for_completion": False}, name="Between")
        for allow_recent in (False, True):
            with self.subTest(allow_recent):
                lead = self.make_lead(f"Bob{allow_recent}")
                answered = self.enroll(self.make_sequence("email", name="Earlier"), lead)
                with freeze_time(MONDAY):
                    answered.stop("replied")
                self.enroll(between, lead, MONDAY + DAY, allow_recent=True)
                with freeze_time(MONDAY + DAY):
                    result = self.next.enroll(lead.ids, conflicts="queue", allow_recent=allow_recent)
                self.assertEqual(len(result["queued"]), allow_recent)
                self.run_at(MONDAY + DAY)
                entered = self.next.enrollment_ids.filtered(lambda one: one.lead_id == lead)  # noqa: B023
                self.assertEqual(len(entered), allow_recent)

    def test_a_run_in_the_background_remembers_it(self):
        for allow_recent in (False, True):
            with freeze_time(MONDAY + DAY):
                Run = self.env["sales.sequence.enroll.run"].with_user(self.rep)
                run = Run._start(self.next.with_user(self.rep), self.lead.ids, allow_recent=allow_recent).sudo()
                run._enroll_some()
            self.assertEqual(run.enrolled_count, allow_recent)

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def open_dialog(self, leads):
        context = {"active_model": "crm.lead", "active_ids": leads.ids}
        form = Form(self.env["sales.sequence.enroll.wizard"].with_user(self.rep).with_context(**context))
        form.sequence_id = self.next
        return form

    def test_the_dialog_says_who_answered_and_enrolls_them_with_one_tick(self):
        with freeze_time(MONDAY + DAY):
            form = self.open_dialog(self.lead + self.make_lead("Bob"))
            self.assertEqual((form.admitted_count, form.recent_count, form.allow_recent), (1, 1, False))
            form.allow_recent = True
            self.assertEqual((form.admitted_count, form.recent_count, form.refused_count), (2, 1, 0))
            form.allow_recent = False
            wizard = form.save()
            self.assertIn("They answered “First”", wizard.line_ids.message)
            wizard.allow_recent = True
            wizard.action_enroll()
        self.assertEqual(wizard.enrolled_count, 2)

    def test_the_dialog_leaves_them_out_by_default(self):
        with freeze_time(MONDAY + DAY):
            wizard = self.open_dialog(self.lead + self.make_lead("Bob")).save()
            wizard.action_enroll()
        self.assertEqual((wizard.enrolled_count, wizard.refused_count), (1, 1))
