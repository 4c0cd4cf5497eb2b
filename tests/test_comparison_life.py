"""Whoever is held back for a comparison: what ends it, what the verbs do, and who else may enroll them."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY
from .test_comparison import OVER, ComparisonCommon

NOON = MONDAY + timedelta(hours=3)
# The todo that the rep got stays, or goes with the enrollment.
STAYS, GOES = True, False


class TestEnds(ComparisonCommon):
    def book(self, one):
        start = MONDAY + timedelta(days=3)
        values = {"name": "Demo", "start": start, "stop": start + timedelta(hours=1), "opportunity_id": one.lead_id.id}
        self.env["calendar.event"].create(values)

    def test_what_ends_a_sequence_ends_it_too(self):
        """Each cause, with what becomes of the to-do: it goes where nobody should follow up any more."""
        cases = {
            "replied": (lambda one: self.answer(email_from=one.email_normalized, at=NOON), STAYS),
            "meeting": (self.book, STAYS),
            "won": (lambda one: one.lead_id.action_set_won(), GOES),
            "lost": (lambda one: one.lead_id.action_set_lost(), GOES),
            "archived": (lambda one: one.lead_id.action_archive(), GOES),
            "opted_out": (lambda one: self.env["mail.blacklist"]._add(one.email_normalized), GOES),
            "manual": (lambda one: one.stop(), GOES),
            "bounced": (lambda one: one.stop("bounced"), STAYS),
            "not_interested": (lambda one: one.stop("not_interested"), GOES),
        }
        for index, (reason, (act, stays)) in enumerate(cases.items()):
            with self.subTest(reason):
                one = self.hold_back(name=f"Case{index}x")
                with freeze_time(NOON):
                    act(one)
                self.env.invalidate_all()
                self.assertEqual((one.state, one.exit_reason), ("stopped", reason))
                self.assertFalse(one.next_run_at)
                self.assertEqual(bool(one.control_activity_id.active), stays)
                self.assertFalse(one.touch_ids)

    def test_a_goal_that_is_reached_ends_it_and_nothing_follows(self):
        following = self.make_sequence("email", name="Next")
        self.sequence.write({"goal_domain": "[('expected_revenue', '>', 100)]", "next_sequence_id": following.id})
        one = self.hold_back()
        one.lead_id.expected_revenue = 500
        self.check_goals(NOON)
        self.assertEqual((one.state, one.exit_reason), ("stopped", "goal"))
        self.assertEqual(one.lead_id.enrollment_ids, one)

    def test_an_answer_is_shown_but_nothing_is_done_about_it(self):
        """Without a sequence nobody would have moved the lead or asked anybody to answer."""
        self.sequence.answer_todo = True
        one = self.hold_back()
        self.answer(email_from=one.email_normalized, at=NOON)
        self.run_at(NOON + timedelta(hours=1))
        self.assertEqual(one.exit_reason, "replied")
        self.assertEqual(one.signal_ids.filtered(lambda signal: signal.kind == "reply").mapped("handled_at"), [False])
        self.assertEqual(self.todos(one), one.control_activity_id)

    def test_a_merge_keeps_the_one_that_is_furthest_and_both_arms_in_the_history(self):
        held = self.hold_back()
        treated = self.enroll(self.sequence, self.make_people_of("sequence", 1, "Treated"))
        self.run_at(MONDAY)
        (held.lead_id + treated.lead_id).merge_opportunity(auto_unlink=False)
        self.env.invalidate_all()
        self.assertEqual((treated.state, held.state, held.exit_reason), ("running", "stopped", "merged"))
        self.assertEqual((treated.arm, held.arm), ("sequence", "control"))
        self.assertEqual(held.comparison_id, self.comparison)

    def test_of_two_who_are_held_back_and_merged_one_todo_remains(self):
        one, other = self.hold_back(2)
        (one.lead_id + other.lead_id).merge_opportunity(auto_unlink=False)
        self.env.invalidate_all()
        self.assertEqual((one.state, other.exit_reason), ("running", "merged"))
        self.assertEqual(self.todos(one), one.control_activity_id)
        self.assertTrue(one.control_activity_id.active)

    def test_a_sequence_that_is_closed_keeps_them_and_one_that_is_archived_ends_them(self):
        one = self.hold_back()
        self.sequence.action_close()
        self.run_at(NOON)
        self.assertEqual(one.state, "running")
        self.sequence.action_archive()
        self.run_at(OVER)
        self.assertEqual((one.state, one.exit_reason), ("stopped", "sequence_archived"))

    def test_a_deleted_record_leaves_the_arm_and_nothing_of_the_person(self):
        one = self.hold_back()
        one.lead_id.unlink()
        self.assertEqual((one.state, one.exit_reason, one.arm), ("stopped", "deleted", "control"))
        self.assertFalse(one.email_normalized)

    def test_a_deleted_record_is_not_named_in_the_digest_of_the_rep(self):
        for deletes_first in (False, True):
            with self.subTest(deletes_first=deletes_first):
                one = self.hold_back(name=f"Secret{int(deletes_first)}x")
                lead = one.lead_id
                self.run_at(MONDAY + timedelta(days=int(deletes_first)))
                digest = one.control_activity_id.sequence_digest_id
                self.assertIn(lead.name, digest.body)
                if deletes_first:
                    one.control_activity_id.unlink()
                lead.unlink()
                self.assertNotIn("Secret", digest.body)

    def test_an_answer_that_was_none_holds_them_back_again(self):
        one = self.hold_back()
        self.answer(email_from=one.email_normalized, at=NOON)
        self.assertEqual(one.exit_reason, "replied")
        with freeze_time(NOON + timedelta(hours=1)):
            one.signal_ids.filtered(lambda signal: signal.kind == "reply").action_is_auto_reply()
        self.assertEqual((one.state, one.next_step_id.id, one.next_run_at), ("running", False, OVER))
        self.run_at(MONDAY + timedelta(days=40))
        self.assertFalse(one.touch_ids)

    def test_a_canceled_meeting_gives_the_rep_nothing_besides_the_todo(self):
        one = self.hold_back()
        with freeze_time(NOON):
            self.book(one)
            event = self.env["calendar.event"].search([("opportunity_id", "=", one.lead_id.id)])
            event.action_archive()
        self.env.invalidate_all()
        self.assertEqual(one.exit_reason, "meeting")
        self.assertIn("The meeting was canceled.", one.status_note)
        self.assertNotIn("Restart", one.status_note)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", one.lead_id.id)]
        )
        self.assertEqual(activities, one.control_activity_id)

    def test_an_answer_that_was_none_is_over_with_the_days(self):
        one = self.hold_back()
        self.answer(email_from=one.email_normalized, at=NOON)
        with freeze_time(OVER):
            one.signal_ids.filtered(lambda signal: signal.kind == "reply").action_is_auto_reply()
        self.assertEqual(one.exit_reason, "control")


class TestVerbs(ComparisonCommon):
    def test_verbs_of_steps_say_that_there_are_none(self):
        one = self.hold_back().with_user(self.rep)
        for verb in ("pause", "skip_step", "take_next_step"):
            with self.subTest(verb), self.assertRaisesRegex(UserError, "followed up the old way until"):
                getattr(one, verb)()
        self.assertEqual((one.state, one.next_run_at), ("running", OVER))
        self.assertEqual(one.preview(), [])

    def test_a_selection_is_paused_without_those_who_are_held_back(self):
        held = self.hold_back()
        treated = self.enroll(self.sequence, self.make_people_of("sequence", 2, "Treated"))
        (held + treated).pause()
        self.assertEqual((set(treated.mapped("state")), held.state), ({"paused"}, "running"))
        (held + treated).resume()
        self.assertEqual((set(treated.mapped("state")), held.next_run_at), ({"running"}, OVER))
        wizard = self.env["sales.sequence.steer.wizard"].create(
            {"verb": "pause", "enrollment_ids": [Command.set((held + treated).ids)]}
        )
        self.assertEqual(wizard.affected_count, 2)
        only = self.env["sales.sequence.steer.wizard"].create(
            {"verb": "pause", "enrollment_ids": [Command.set(held.ids)]}
        )
        with self.assertRaisesRegex(UserError, "followed up the old way"):
            only.action_confirm()

    def test_stopped_by_mistake_they_are_held_back_again_for_the_rest_of_the_days(self):
        one = self.hold_back()
        with freeze_time(NOON):
            one.stop()
            self.assertTrue(one.can_restart)
            one.restart()
        self.assertEqual((one.state, one.next_step_id, one.next_run_at), ("running", one.next_step_id.browse(), OVER))
        self.assertEqual(len(self.todos(one)), 1)
        self.run_at(MONDAY + timedelta(days=3))
        self.assertFalse(one.touch_ids)
        one.stop()
        one.invalidate_recordset(["can_restart"])
        with freeze_time(OVER):
            self.assertFalse(one.can_restart)
            with self.assertRaisesRegex(UserError, "days in which .* was held back are over"):
                one.restart()

    def test_what_may_be_an_answer_waits_for_a_verdict_and_the_days_stay(self):
        one = self.hold_back()
        with freeze_time(NOON):
            signal = self.env["sales.sequence.signal"].create({"enrollment_id": one.id, "kind": "unsure"})
            self.env["sales.sequence.inbox"]._settle(signal, locked=one)
        self.assertEqual((one.state, one.pause_kind), ("paused", "unsure"))
        self.assertNotIn("sent", one.question_activity_id.note, "nothing is sent to them anyway")
        with freeze_time(NOON + timedelta(days=5)):
            one.action_is_auto_reply()
        self.assertEqual((one.state, one.next_run_at), ("running", OVER))

    def test_not_now_reminds_the_rep_and_does_not_start_the_sequence(self):
        one = self.hold_back()
        self.answer(email_from=one.email_normalized, at=NOON)
        signal = one.signal_ids.filtered(lambda signal: signal.kind == "reply")
        with freeze_time(NOON):
            result = self.env["sales.sequence.answers"].with_user(self.rep).not_now(signal.id, "2026-02-02")
        self.assertIn("a to-do on", str(result))
        self.assertEqual(one.lead_id.enrollment_ids, one)
        self.assertEqual(one.exit_reason, "replied")

    def test_not_now_leaves_whoever_is_still_held_back_as_they_are(self):
        one = self.hold_back()
        self.answer(email_from=one.email_normalized, at=NOON)
        signal = one.signal_ids.filtered(lambda signal: signal.kind == "reply")
        with freeze_time(NOON):
            one.restart()
            Answers = self.env["sales.sequence.answers"].with_user(self.rep)
            self.assertIn("a to-do on", str(Answers.not_now(signal.id, "2026-02-02")))
            self.assertEqual((one.state, one.pause_kind, one.next_run_at), ("running", False, OVER))
            self.assertEqual(len(self.todos(one) - one.control_activity_id), 1)
            Answers.undo(signal.id)
        self.assertEqual((one.state, one.next_run_at), ("running", OVER))
        self.assertEqual(self.todos(one), one.control_activity_id)

    def test_a_date_to_count_from_plans_nothing_for_them(self):
        self.comparison.action_end()
        self.sequence.write({"date_source": "enrollment"})
        self.sequence.step_ids[1].write({"delay_from": "after", "delay": 3, "delay_unit": "day"})
        self.comparison = self.start(self.sequence)
        one = self.hold_back(date=(MONDAY + timedelta(days=9)).date())
        with freeze_time(NOON):
            one.set_date((MONDAY + timedelta(days=12)).date())
        self.run_at(MONDAY + timedelta(days=30))
        self.assertEqual((one.state, one.next_run_at), ("running", OVER))
        self.run_at(OVER)
        self.assertEqual(one.exit_reason, "control")


class TestStaff(ComparisonCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = mail_new_test_user(
            cls.env,
            login="colleague",
            name="Carl Colleague",
            email="carl@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user",
            tz=BRUSSELS,
        )

    def test_the_todo_moves_to_the_new_salesperson(self):
        for policy in ("keep", "hand_over"):
            with self.subTest(policy):
                self.sequence.owner_change_policy = policy
                one = self.hold_back(name=policy.replace("_", ""))
                one.lead_id.user_id = self.colleague
                self.assertEqual(one.control_activity_id.user_id, self.colleague)
                self.assertEqual(one.user_id, self.colleague if policy == "hand_over" else self.rep)

    def test_a_new_salesperson_pauses_nobody_who_is_held_back(self):
        self.sequence.owner_change_policy = "pause"
        one = self.hold_back()
        one.lead_id.user_id = self.colleague
        self.assertEqual((one.state, one.next_run_at), ("running", OVER))

    def test_a_rep_who_leaves_hands_over_the_todo_and_nobody_is_paused(self):
        self.sequence.user_id = self.manager
        one = self.hold_back()
        todo = one.control_activity_id
        self.rep.action_archive()
        self.assertEqual((todo.exists().active, todo.user_id), (True, self.manager))
        self.run_at(NOON)
        self.assertEqual(one.state, "running")
        self.run_at(OVER)
        self.assertEqual(one.exit_reason, "control")

    def test_another_sender_gets_the_todo(self):
        one = self.hold_back()
        wizard = self.env["sales.sequence.handover.wizard"].with_user(self.manager)
        wizard = wizard.create({"enrollment_ids": [Command.set(one.ids)], "to_user_id": self.colleague.id})
        wizard.action_confirm()
        self.assertEqual((one.user_id, one.next_run_at), (self.colleague, OVER))
        self.assertEqual(one.control_activity_id.user_id, self.colleague)

    def test_a_rep_hands_over_todos_of_people_whose_sender_is_somebody_else(self):
        self.sequence.owner_change_policy = "keep"
        one = self.hold_back()
        one.lead_id.user_id = self.colleague
        todo = one.control_activity_id
        self.assertEqual((one.user_id, todo.user_id), (self.rep, self.colleague))
        wizard = self.env["sales.sequence.handover.wizard"].with_user(self.manager)
        wizard = wizard.create({"from_user_ids": [Command.set(self.colleague.ids)], "to_user_id": self.manager.id})
        self.assertEqual((wizard.fresh_count, wizard.mailed_count, wizard.activity_count), (0, 0, 1))
        message = wizard.action_confirm()["params"]["message"]
        self.assertIn("0 more people and has 1 more calls and to-dos", message)
        self.assertEqual((one.user_id, todo.user_id), (self.rep, self.manager))

    def test_a_todo_that_is_done_is_not_handed_over(self):
        one = self.hold_back()
        one.control_activity_id.action_done()
        wizard = self.env["sales.sequence.handover.wizard"].with_user(self.manager)
        wizard = wizard.create({"enrollment_ids": [Command.set(one.ids)], "to_user_id": self.colleague.id})
        self.assertEqual(wizard.activity_count, 0)


class TestChaining(ComparisonCommon):
    def test_whoever_comes_from_another_sequence_is_drawn_for_and_held_back_as_long(self):
        first = self.make_sequence("email", name="First", next_sequence_id=self.sequence.id)
        leads = self.make_people_of("control", 1, "Held") + self.make_people_of("sequence", 1, "Treated")
        self.enroll(first, leads)
        self.run_at(MONDAY)
        held, treated = leads.enrollment_ids.filtered(lambda one: one.sequence_id == self.sequence).sorted("arm")
        self.assertEqual((held.arm, treated.arm), ("control", "sequence"))
        self.assertEqual(held.next_run_at, held.enrolled_at + timedelta(days=60))
        self.assertEqual(len(self.todos(held)), 1)

    def test_whoever_is_enrolled_automatically_is_drawn_for(self):
        sequence = self.make_sequence("email", name="Auto", auto_enroll=True, enroll_domain="[('type', '=', 'lead')]")
        self.comparison = self.start(sequence)
        self.make_people_of("control", 1, "Held").type = "lead"
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        (one,) = sequence.enrollment_ids
        self.assertEqual((one.arm, one.next_step_id.id), ("control", False))
        self.assertEqual(len(one.control_activity_id), 1)

    def test_whoever_was_held_back_enters_automatically_when_the_days_are_over(self):
        sequence = self.make_sequence("email", name="Auto", auto_enroll=True, enroll_domain="[('type', '=', 'lead')]")
        self.comparison = self.start(sequence)
        lead = self.make_people_of("control", 1, "Held")
        lead.type = "lead"

        def look(at):
            with freeze_time(at), self.enter_registry_test_mode():
                self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
            self.env.invalidate_all()

        look(MONDAY)
        self.run_at(OVER)
        look(OVER + timedelta(hours=1))
        self.assertEqual(lead.enrollment_ids.sorted("id").mapped("arm"), ["control", False])
        look(OVER + timedelta(hours=3))
        self.assertEqual(len(lead.enrollment_ids), 2)


class TestOtherSequences(ComparisonCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_sequence("email", name="Other")

    def refusal(self, sequence, targets, at=NOON, **options):
        with freeze_time(at):
            (row,) = sequence.enroll(targets.ids, **options)["refused"]
        return row

    def test_no_other_sequence_takes_them_and_the_refusal_says_until_when(self):
        one = self.hold_back()
        for conflicts in ("skip", "replace"):
            with self.subTest(conflicts):
                row = self.refusal(self.other, one.lead_id, conflicts=conflicts)
                self.assertEqual(row["code"], "already_live")
                self.assertIn("the old way until 03/13/2026, for the comparison of “Cadence”", row["message"])
        twin = self.make_lead("Twin", email_from=one.email_normalized)
        self.assertIn("followed up the old way", self.refusal(self.other, twin, conflicts="replace")["message"])
        self.assertEqual(one.state, "running")

    def test_while_nobody_has_decided_the_refusal_names_no_day_that_has_passed(self):
        one = self.hold_back()
        with freeze_time(NOON):
            signal = self.env["sales.sequence.signal"].create({"enrollment_id": one.id, "kind": "unsure"})
            self.env["sales.sequence.inbox"]._settle(signal, locked=one)
        self.assertIn("until 03/13/2026", self.refusal(self.other, one.lead_id)["message"])
        message = self.refusal(self.other, one.lead_id, at=OVER + timedelta(days=9))["message"]
        self.assertIn("until somebody decides whether they answered, for the comparison of “Cadence”", message)

    def test_a_sequence_that_waits_behind_it_enters_when_it_is_over(self):
        one = self.hold_back()
        with freeze_time(NOON):
            self.assertTrue(self.other.enroll(one.lead_id.ids, conflicts="queue")["queued"])
        self.run_at(OVER)
        self.assertEqual(one.exit_reason, "control")
        self.assertEqual((one.lead_id.enrollment_ids - one).sequence_id, self.other)

    def test_after_an_early_end_the_same_sequence_waits_for_the_days(self):
        one = self.hold_back()
        with freeze_time(NOON):
            one.stop()
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 0})
        row = self.refusal(self.sequence, one.lead_id)
        self.assertEqual(row["code"], "enrolled_before")
        self.assertIn("followed up the old way until", row["message"])
        self.assertFalse(self.enroll(self.sequence, one.lead_id, at=OVER).arm)

    def test_who_may_not_read_the_sequence_does_not_read_its_name(self):
        one = self.hold_back()

        def words():
            self.env.invalidate_all()
            return (
                self.env["sales.sequence.conflicts"]
                .with_user(self.rep)
                ._held_back_message(one.with_user(self.rep).sudo())
            )

        self.assertIn("“Cadence”", words())
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_sequence SET company_id = %s WHERE id = %s", [abroad.id, self.sequence.id])
        self.assertNotIn("Cadence", words())
        self.assertIn("followed up the old way until 03/13/2026", words())


class TestScreens(ComparisonCommon):
    def test_the_form_promises_no_step_to_whoever_is_held_back(self):
        form = etree.fromstring(self.env["sales.sequence.enrollment"].get_view(view_type="form")["arch"])

        def hidden_where(condition, xpath):
            (node,) = (node for node in form.xpath(xpath) if condition in node.get("invisible"))
            return node

        restart, question = "//button[@name='restart']", "//div[@invisible='not is_unsure']/span"
        self.assertIn("delay", hidden_where("arm == 'control'", restart).get("confirm"))
        self.assertIn("Hold them back again", hidden_where("arm != 'control'", restart).get("confirm"))
        self.assertIn("Nothing more is sent", hidden_where("arm == 'control'", question).text)
        self.assertIn("stay held back", hidden_where("arm != 'control'", question).text)

    def test_the_panel_says_why_until_when_and_what_to_do(self):
        one = self.hold_back()
        with freeze_time(NOON):
            panel = one.lead_id.with_user(self.rep).sequence_panel
        self.assertEqual(panel["badge"]["text"], "Followed up the old way")
        self.assertEqual((panel["steps"], panel["progress"]), ([], False))
        self.assertEqual(panel["actions"], ["elsewhere", "stop"])
        rows = {row["label"]: f"{row['strong'] or ''} {row['text']}" for row in panel["rows"]}
        self.assertIn("A draw decided it", rows["Held back"])
        self.assertIn("Follow up in your own way for Rita Rep", rows["To do"])
        self.assertIn("03/13/2026", rows["Until"])
        self.assertEqual(one.lead_id.sequence_chip, "Held back until 03/13/2026")
        self.assertEqual(one.state_reason, "Followed up the old way")
        self.run_at(OVER)
        self.assertEqual(one.sequence_panel["badge"]["text"], "Ended: Comparison over")

    def wizard(self, leads):
        context = {"active_model": "crm.lead", "active_ids": leads.ids}
        return Form(self.env["sales.sequence.enroll.wizard"].with_user(self.rep).with_context(**context))

    def test_the_dialog_says_before_and_after_what_the_draw_does(self):
        leads = self.make_people_of("control", 3, "Held") + self.make_people_of("sequence", 4, "Treated")
        with freeze_time(MONDAY):
            form = self.wizard(leads)
            form.sequence_id = self.sequence
            self.assertIn("holds back about 50% of the people for 60 days", form.draw_note)
            wizard = form.save()
            wizard.action_enroll()
        self.assertEqual((wizard.enrolled_count, wizard.control_count), (7, 3))
        self.assertIn("3 of 7 are followed up the old way until 03/13/2026", wizard.draw_note)

    def test_who_started_a_run_in_the_background_is_told_what_the_draw_has_done(self):
        leads = self.make_people_of("control", 2, "Held") + self.make_people_of("sequence", 3, "Treated")
        notifications = []

        def send(_records, kind, message):
            if kind == "simple_notification":
                notifications.append(message["message"])

        self.patch(self.env.registry["res.users"], "_bus_send", send)
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            run = self.env["sales.sequence.enroll.run"].with_user(self.rep)._start(self.sequence, leads.ids)
            self.env.ref("sales_sequence.ir_cron_enroll").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.assertIn("2 of 5 are followed up the old way until 03/13/2026", run.draw_note)
        self.assertEqual(notifications, [f"5 enrolled, 0 not. {run.draw_note}"])

    def test_without_a_comparison_the_dialog_says_nothing_of_one(self):
        self.comparison.action_end()
        with freeze_time(MONDAY):
            form = self.wizard(self.make_lead())
            form.sequence_id = self.sequence
            self.assertFalse(form.draw_note)

    def test_the_days_can_be_set(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.sequence_control_days, 60)
        settings.sequence_control_days = 90
        settings.execute()
        self.assertEqual(self.make_sequence("email").start_comparison().days, 90)
