"""What follows an answer after the transaction of its mail: a suggestion, a to-do, a stage, a notification."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.inbox.follow_up import SalesSequenceInboxFollowUp as FollowUp

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)
INVITATION = "Hi Rita,\n\nThursday at 10 would suit me. Please send an invitation.\n\nBest,\nAda"
WISH = "Please take me off your list."


class AnswerCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Stage = cls.env["crm.stage"]
        cls.new, cls.qualified, cls.proposal = Stage.create(
            [{"name": name, "sequence": 900 + index} for index, name in enumerate(("Fresh", "Talking", "Offered"))]
        )

    def start(self, leads=None, *steps, **values):
        """Enroll, and send the first email. :return: the enrollments"""
        sequence = self.make_sequence(*(steps or ("email", "email")), **values)
        enrollments = self.enroll(sequence, self.make_lead(stage_id=self.new.id) if leads is None else leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollments

    def reply(self, enrollment, body="Yes, tell me more.", at=MONDAY + HOUR, **values):
        """Let the person answer the last email. :return: the signal"""
        known = enrollment.signal_ids
        touch = enrollment.touch_ids.filtered("mail_message_id").sorted("id")[-1:]
        self.answer(touch, email_from=enrollment.email_normalized, body=body, at=at, **values)
        # An opt-out that the reply asks for is on record, too.
        return (enrollment.signal_ids - known).filtered(lambda signal: signal.kind != "opt_out")

    def follow_up(self, at=MONDAY + HOUR):
        """Run the real job."""
        cron = self.env.ref("sales_sequence.ir_cron_follow_up")
        with freeze_time(at), self.enter_registry_test_mode():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def todos(self, record):
        return record.activity_ids.filtered("is_sequence_answer")


class TestFollowUp(AnswerCommon):
    def test_nothing_follows_in_the_gateway_and_all_of_it_in_the_job(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        lead = enrollment.lead_id
        signal = self.reply(enrollment, INVITATION)
        self.assertTrue(signal.follow_up_pending)
        self.assertFalse(signal.suggested_label or self.todos(lead))
        self.assertEqual(lead.stage_id, self.new)
        self.follow_up()
        self.assertFalse(signal.follow_up_pending)
        self.assertEqual(signal.suggested_label, "interested")
        self.assertEqual(signal.suggested_date, date(2026, 1, 15))
        self.assertEqual(signal.suggested_quote, "Thursday at 10 would suit me.")
        self.assertEqual(lead.stage_id, self.qualified)
        todo = self.todos(lead)
        self.assertEqual((todo, todo.user_id, todo.summary), (signal.answer_activity_id, self.rep, "Answer Ada"))
        self.assertEqual(todo.date_deadline, MONDAY.date())
        self.assertIn("Thursday at 10 would suit me. Please send an invitation.", todo.note)
        self.assertNotIn("Hello from a person", todo.note)

    def test_a_second_run_does_nothing_again(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        signal = self.reply(enrollment)
        self.follow_up()
        enrollment.lead_id.stage_id = self.new
        todo = signal.answer_activity_id
        todo.unlink()
        self.follow_up(MONDAY + 2 * HOUR)
        self.assertEqual(enrollment.lead_id.stage_id, self.new)
        self.assertFalse(self.todos(enrollment.lead_id))

    def test_an_answer_that_another_process_holds_is_left_to_it(self):
        signal = self.reply(self.start())
        inbox = self.env["sales.sequence.inbox"]
        self.assertEqual(inbox._claim_answers(10), signal)
        self.env.cr.execute("SELECT 1")
        with patch.object(FollowUp, "_claim_answers", lambda *_: self.env["sales.sequence.signal"]):
            self.follow_up()
        self.assertTrue(signal.follow_up_pending)

    def test_two_answers_of_a_person_make_one_to_do(self):
        enrollment = self.start()
        first = self.reply(enrollment)
        self.follow_up()
        second = self.reply(enrollment, "And please send prices.", at=MONDAY + 2 * HOUR)
        self.assertEqual(second.effect, "credited")
        self.follow_up(MONDAY + 2 * HOUR)
        self.assertEqual(len(self.todos(enrollment.lead_id)), 1)
        self.assertEqual(first.answer_activity_id, second.answer_activity_id)

    def test_the_to_do_is_a_choice_of_the_sequence(self):
        enrollment = self.start(answer_todo=False)
        signal = self.reply(enrollment)
        self.follow_up()
        self.assertFalse(signal.answer_activity_id or enrollment.lead_id.activity_ids)
        self.assertFalse(signal.follow_up_pending)

    def test_the_to_do_goes_to_the_sender_where_the_salesperson_has_left(self):
        leaving = mail_new_test_user(self.env, login="leaving", groups="sales_team.group_sale_salesman")
        lead = self.make_lead(user_id=leaving.id)
        enrollment = self.start(lead, user_id=self.manager.id)
        enrollment.user_id = self.manager
        signal = self.reply(enrollment)
        leaving.active = False
        self.follow_up()
        self.assertEqual(signal.answer_activity_id.user_id, self.manager)

    def test_a_salesperson_who_takes_over_takes_over_the_to_do(self):
        enrollment = self.start()
        signal = self.reply(enrollment)
        self.follow_up()
        enrollment.lead_id.user_id = self.manager
        self.assertEqual(signal.answer_activity_id.user_id, self.manager)

    def test_a_wish_and_its_answer_make_one_to_do(self):
        enrollment = self.start()
        signal = self.reply(enrollment, WISH)
        self.assertTrue(enrollment.wish_activity_id)
        self.follow_up()
        self.assertEqual(signal.answer_activity_id, enrollment.wish_activity_id)
        self.assertEqual(len(enrollment.lead_id.activity_ids), 1)
        self.assertEqual(signal.suggested_label, "unsubscribe")

    # ------------------------------------------------------------------
    # The stage
    # ------------------------------------------------------------------

    def test_a_lead_never_moves_back(self):
        lead = self.make_lead(stage_id=self.proposal.id)
        signal = self.reply(self.start(lead, answer_stage_id=self.qualified.id))
        self.follow_up()
        self.assertEqual(lead.stage_id, self.proposal)
        self.assertFalse(signal.stage_before)

    def test_a_lead_moves_only_to_a_stage_of_its_team(self):
        others = self.env["crm.team"].create({"name": "Others"})
        self.qualified.team_ids = others
        lead = self.make_lead(stage_id=self.new.id)
        self.assertNotEqual(lead.team_id, others)
        self.reply(self.start(lead, answer_stage_id=self.qualified.id))
        self.follow_up()
        self.assertEqual(lead.stage_id, self.new)

    def test_neither_a_lost_lead_nor_one_that_wants_no_more_emails_moves(self):
        for body, lose in ((WISH, False), ("Tell me more.", True)):
            with self.subTest(body):
                lead = self.make_lead(f"Cleo{lose}", stage_id=self.new.id)
                self.reply(self.start(lead, answer_stage_id=self.qualified.id), body)
                if lose:
                    lead.action_set_lost()
                self.follow_up()
                self.assertEqual(lead.stage_id, self.new)

    # ------------------------------------------------------------------
    # The notification
    # ------------------------------------------------------------------

    def test_whoever_looks_after_the_person_is_told_at_once(self):
        signal = self.reply(self.start(), INVITATION)
        told = []

        def send(user, kind, payload, **_options):
            told.append((user, kind, payload))

        with patch.object(type(self.env["res.users"]), "_bus_send", send):
            self.follow_up()
        told = [(user, payload) for user, kind, payload in told if kind == "sales_sequence/answer"]
        lead = signal.enrollment_id.lead_id
        ((user, payload),) = told
        self.assertEqual(user, self.rep)
        self.assertEqual(
            payload,
            {
                "signal_id": signal.id,
                "name": "Ada",
                "quote": "Thursday at 10 would suit me. Please send an invitation.",
                "res_model": "crm.lead",
                "res_id": lead.id,
            },
        )

    # ------------------------------------------------------------------
    # Isolation
    # ------------------------------------------------------------------

    def test_one_answer_that_fails_harms_neither_the_others_nor_its_other_parts(self):
        enrollments = self.start(self.make_leads(3, stage_id=self.new.id), answer_stage_id=self.qualified.id)
        signals = self.env["sales.sequence.signal"].union(*(self.reply(one) for one in enrollments))
        bad = signals[1]
        original = FollowUp._create_todo

        def fail_for_one(inbox, signal):
            if signal.id == bad.id:
                raise ValueError("An automation rule of somebody else")
            return original(inbox, signal)

        with (
            patch.object(FollowUp, "_create_todo", fail_for_one),
            self.assertLogs("odoo.addons.sales_sequence.models.inbox.follow_up", "ERROR") as log,
        ):
            self.follow_up()
        self.assertIn("An automation rule of somebody else", log.output[0])
        self.assertEqual(signals.filtered("answer_activity_id"), signals - bad)
        self.assertEqual(enrollments.lead_id.stage_id, self.qualified, "also the one whose to-do failed")
        self.assertFalse(any(signals.mapped("follow_up_pending")), "it is not tried for ever")
        self.assertFalse(bad.handled_at, "it is still in the list")

    # ------------------------------------------------------------------
    # Another module's model
    # ------------------------------------------------------------------

    def classified_as(self, result, body="Whatever."):
        """Let another module classify. :return: the signal"""
        signal = self.reply(self.start(self.make_lead(f"Dora{self.env.cr.sql_log_count}")), body)

        def classify(_inbox, _text, _language):
            if isinstance(result, Exception):
                raise result
            return result

        with (
            patch.object(FollowUp, "_classify_answer", classify),
            mute_logger("odoo.addons.sales_sequence.models.inbox.follow_up"),
        ):
            self.follow_up()
        return signal

    def test_whatever_another_module_says_it_only_suggests(self):
        self.env.company.sequence_opt_out_on_wish = True
        wrong = (None, 7, "interested", [], {}, {"label": "sold"}, {"label": ["interested"]}, {"label": None})
        for result in (*wrong, UserError("no"), ValueError("no"), {"label": "unsubscribe"}, {"label": "interested"}):
            with self.subTest(str(result)):
                signal = self.classified_as(result)
                good = isinstance(result, dict) and result.get("label") in ("unsubscribe", "interested")
                self.assertEqual(signal.suggested_label, result["label"] if good else False)
                self.assertFalse(signal.label or signal.wish or signal.handled_at or signal.follow_up_pending)
                self.assertEqual(signal.enrollment_id.state, "stopped")
                self.assertTrue(signal.answer_activity_id)
        self.assertFalse(self.env["sales.sequence.opt.out"].search([]))
        self.assertFalse(self.env["mail.mail"].search([("state", "=", "outgoing")]))

    def test_the_details_of_another_module_are_checked(self):
        signal = self.classified_as(
            {"label": "not_now", "date": "tomorrow", "name": 5, "email": "no address", "quote": "Never written"}
        )
        self.assertEqual(signal.suggested_label, "not_now")
        self.assertFalse(signal.suggested_date or signal.suggested_name or signal.suggested_email)
        self.assertFalse(signal.suggested_quote)
        signal = self.classified_as(
            {
                "label": "wrong_person",
                "name": "Petr\nSvoboda",
                "email": "Petr <PETR@x.example.org>",
                "quote": "Whatever.",
            }
        )
        self.assertEqual(signal.suggested_name, "Petr Svoboda")
        self.assertEqual(signal.suggested_email, "petr@x.example.org")
        self.assertEqual(signal.suggested_quote, "Whatever.")

    def test_the_hook_gets_only_what_the_person_wrote(self):
        template = self.make_template(
            body_html="<p>Hello from a person.</p><p>P.S. If you are not interested, we are not interested either.</p>"
        )
        enrollment = self.start(None, {"mail_template_id": template.id}, "email")
        seen = []
        body = (
            "P.S. If you are not interested, we are not interested either.\n"
            "Prefer not to receive these emails? Unsubscribe\n\n"
            "Sounds great.\n\nOn Mon, 12 Jan 2026 at 10:00, Rita wrote:\n> Not interested."
        )
        with patch.object(FollowUp, "_classify_answer", lambda _inbox, text, language: seen.append((text, language))):
            signal = self.reply(enrollment, body)
            self.follow_up()
        ((text, language),) = seen
        self.assertNotIn("P.S.", text)
        self.assertNotIn("> Not interested", text)
        self.assertIn("Sounds great.", text)
        self.assertEqual(language, "en_US")
        self.assertFalse(signal.wish, "our own footer is nobody's wish")

    # ------------------------------------------------------------------
    # Taken back
    # ------------------------------------------------------------------

    def test_a_machine_takes_back_to_do_and_stage(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        lead = enrollment.lead_id
        signal = self.reply(enrollment)
        self.follow_up()
        signal.with_user(self.rep).action_is_auto_reply()
        self.assertEqual(lead.stage_id, self.new)
        self.assertFalse(self.todos(lead) or signal.answer_activity_id)
        self.assertFalse(signal.suggested_label or signal.follow_up_pending or signal.handled_at)

    def test_a_stage_that_somebody_has_changed_since_stays(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        signal = self.reply(enrollment)
        self.follow_up()
        enrollment.lead_id.stage_id = self.proposal
        signal.with_user(self.rep).action_is_auto_reply()
        self.assertEqual(enrollment.lead_id.stage_id, self.proposal)

    def test_a_machine_before_the_job_came_has_no_consequences(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        signal = self.reply(enrollment)
        signal.with_user(self.rep).action_is_auto_reply()
        self.follow_up()
        self.assertEqual(enrollment.lead_id.stage_id, self.new)
        self.assertFalse(self.todos(enrollment.lead_id))

    def test_a_person_after_all_gets_everything(self):
        enrollment = self.start(answer_stage_id=self.qualified.id)
        signal = self.reply(enrollment)
        self.follow_up()
        signal.with_user(self.rep).action_is_auto_reply()
        signal.with_user(self.rep).action_is_reply()
        self.assertTrue(signal.follow_up_pending)
        self.follow_up()
        self.assertEqual(enrollment.lead_id.stage_id, self.qualified)
        self.assertEqual(len(self.todos(enrollment.lead_id)), 1)

    # ------------------------------------------------------------------
    # Handled without the list
    # ------------------------------------------------------------------

    def test_completing_the_to_do_handles_the_answer(self):
        enrollment = self.start()
        signal = self.reply(enrollment)
        self.follow_up()
        with freeze_time(MONDAY + 2 * HOUR):
            self.todos(enrollment.lead_id).with_user(self.rep).action_feedback(feedback="Called her")
        self.assertEqual((signal.handled_at, signal.handled_by_id), (MONDAY + 2 * HOUR, self.rep))
        self.assertIn("Called her", signal.handled_note)

    def test_canceling_the_to_do_handles_nothing(self):
        enrollment = self.start()
        signal = self.reply(enrollment)
        self.follow_up()
        self.todos(enrollment.lead_id).with_user(self.rep).unlink()
        self.assertFalse(signal.handled_at)

    def test_a_colleagues_reply_in_the_thread_handles_the_answer(self):
        enrollment = self.start()
        signal = self.reply(enrollment)
        self.follow_up()
        lead = enrollment.lead_id.with_user(self.rep)
        with freeze_time(MONDAY + 2 * HOUR), self.mock_mail_gateway():
            lead.message_post(body="An internal note", subtype_xmlid="mail.mt_note")
            self.follow_up(MONDAY + 2 * HOUR)
            self.assertFalse(signal.handled_at, "a note is for colleagues")
            lead.message_post(body="Gladly!", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.follow_up(MONDAY + 3 * HOUR)
        self.assertEqual((signal.handled_by_id, signal.handled_note), (self.rep, "Replied"))
        self.assertFalse(self.todos(enrollment.lead_id))

    def test_a_reply_that_was_there_when_it_was_undone_does_not_handle_the_answer_again(self):
        enrollment = self.start()
        signal = self.reply(enrollment)
        lead = enrollment.lead_id.with_user(self.rep)

        def write(at):
            with freeze_time(at), self.mock_mail_gateway():
                lead.message_post(body="Gladly!", message_type="comment", subtype_xmlid="mail.mt_comment")
            self.follow_up(at)

        write(MONDAY + 2 * HOUR)
        self.assertTrue(signal.handled_at)
        self.env["sales.sequence.answers"].with_user(self.rep).undo(signal.id)
        self.follow_up(MONDAY + 3 * HOUR)
        self.assertFalse(signal.handled_at, "they were told that it waits again")
        write(MONDAY + 4 * HOUR)
        self.assertTrue(signal.handled_at)

    def test_what_a_colleague_wrote_before_the_answer_handles_nothing(self):
        enrollment = self.start()
        with self.mock_mail_gateway():
            enrollment.lead_id.with_user(self.rep).message_post(
                body="Are you there?", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        signal = self.reply(enrollment)
        self.follow_up()
        self.assertFalse(signal.handled_at)

    def test_an_opt_out_by_the_companys_setting_is_handled_by_nobody(self):
        self.env.company.sequence_opt_out_on_wish = True
        signal = self.reply(self.start(), WISH)
        self.follow_up()
        self.assertTrue(signal.handled_at)
        self.assertFalse(signal.handled_by_id or signal.answer_activity_id)
        self.assertEqual(signal.label, "unsubscribe")

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------

    def test_the_gateway_pays_no_query_for_what_follows(self):
        def cost(enrollment):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY + HOUR), patch.object(type(self.env["bus.bus"]), "_sendone", lambda *_: None):
                self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "reply"}])
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        Signal = type(self.env["sales.sequence.signal"])
        settle_as = Signal._settle_as

        def settle_without(signals, effect, follow_up_pending=None):
            self.assertTrue(follow_up_pending)
            return settle_as(signals, effect)

        first, second, third = self.start(self.make_leads(3))
        cost(first)
        with patch.object(Signal, "_settle_as", settle_without):
            without = cost(second)
        self.assertEqual(cost(third), without)

    def test_looking_for_replies_costs_the_same_however_many_answers_wait(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY + HOUR):
                self.env["sales.sequence.inbox"]._note_replies(50)
            return self.env.cr.sql_log_count - before

        for enrollment in self.start(self.make_leads(2)):
            self.reply(enrollment)
        cost()
        few = cost()
        for enrollment in self.start(self.make_leads(4, name="Eve"), name="Another"):
            self.reply(enrollment)
        self.assertEqual(cost(), few)
