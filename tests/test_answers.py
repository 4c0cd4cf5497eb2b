"""The list of answers, and what a rep does about each."""

from datetime import date, datetime, timedelta
from importlib import util

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon
from .test_follow_up import HOUR, INVITATION, WISH, AnswerCommon

DAY = timedelta(days=1)
MARCH = date(2026, 3, 2)
MACHINE = "Emma is travelling until Monday. I look after her mail: is it urgent? Joan"


class DeskCommon(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.env["sales.sequence.answers"].with_user(cls.rep)

    def answered(self, body="Yes, tell me more.", lead=None, *steps, **values):
        """Somebody answers, and the job has run. :return: the signal"""
        signal = self.reply(self.start(lead, *steps, **values), body)
        self.follow_up()
        return signal

    def call(self, verb, signal, *args, at=MONDAY + 2 * HOUR, user=None, **values):
        answers = self.answers.with_user(user or self.rep)
        with freeze_time(at):
            result = getattr(answers, verb)(signal.id, *args, **values)
            self.env.flush_all()
        self.env.invalidate_all()
        return result

    def lists(self, filters=None, at=MONDAY + 2 * HOUR, user=None, **values):
        with freeze_time(at):
            return self.answers.with_user(user or self.rep).get_answers(filters, **values)

    def waiting(self, *args, **values):
        return [row["signal_id"] for row in self.lists(*args, **values)["to_handle"]]


class TestAnswerList(DeskCommon):
    def test_a_row_says_who_wrote_what_when_and_why(self):
        lead = self.make_lead(stage_id=self.new.id, partner_name="Analytical Engines", phone="+32 2 555 01 09")
        signal = self.answered(INVITATION, lead)
        lists = self.lists()
        self.assertEqual(lists["counts"], {"to_handle": 1, "unsure": 0, "handled": 0})
        (row,) = lists["to_handle"]
        expected = {
            "signal_id": signal.id,
            "enrollment_id": signal.enrollment_id.id,
            "res_model": "crm.lead",
            "res_id": lead.id,
            "name": "Ada",
            "company": "Analytical Engines",
            "occurred_at": "2026-01-12 10:00:00",
            "zone": "Europe/Brussels",
            "place": "Brussels",
            "quote": "Thursday at 10 would suit me. Please send an invitation.",
            "step_words": "after Step 1",
            "label": False,
            "why_unsure": False,
            "handled_words": False,
            "message_id": signal.mail_message_id.id,
        }
        self.assertEqual({name: row[name] for name in expected}, expected)
        self.assertEqual(row["suggestion"]["words"], "Looks interested, and names a time")
        self.assertEqual((row["suggestion"]["date"], row["suggestion"]["button"]), ("2026-01-15", "Plan the meeting"))
        details = self.answers.get_answer(signal.id)
        self.assertEqual(details["thread"], {"model": "crm.lead", "id": lead.id})
        self.assertEqual((details["phone"], details["email"]), ("+32 2 555 01 09", "ada@customer.example.org"))
        self.assertIn("“Outreach” stopped", details["done"])
        self.assertIn("To-do for Rita Rep: Answer Ada", details["done"])
        self.assertEqual(details["lead"][0]["value"], "Deal with Ada")
        self.assertEqual(len(details["before"]), 1)

    def test_opening_an_answer_does_not_handle_it(self):
        signal = self.answered()
        self.answers.get_answer(signal.id)
        self.assertEqual(self.waiting(), [signal.id])

    def test_of_each_person_the_latest_answer_waits_and_the_newest_person_comes_first(self):
        ada, bea = self.start(self.make_lead("Ada") | self.make_lead("Bea"))
        self.reply(ada)
        newest = self.reply(ada, "And please send prices.", at=MONDAY + 2 * HOUR)
        other = self.reply(bea, at=MONDAY + HOUR)
        self.assertEqual(self.waiting(at=MONDAY + 3 * HOUR), [newest.id, other.id])
        self.call("handled", newest, at=MONDAY + 3 * HOUR)
        self.assertEqual(self.waiting(at=MONDAY + 3 * HOUR), [other.id], "the earlier one of Ada is handled too")

    def test_what_may_be_a_machine_is_listed_apart_until_somebody_decides(self):
        enrollment = self.start()
        with freeze_time(MONDAY + HOUR):
            message = enrollment.lead_id._message_log(body=MACHINE, email_from=enrollment.email_normalized)
            signal = self.env["sales.sequence.inbox"]._notice(
                [
                    {
                        "enrollment_id": enrollment.id,
                        "kind": "unsure",
                        "mail_message_id": message.id,
                        "detail": "It came within a minute.",
                    }
                ]
            )
        (row,) = self.lists()["unsure"]
        self.assertEqual((row["signal_id"], row["why_unsure"]), (signal.id, "It came within a minute."))
        self.assertEqual(row["quote"], MACHINE)
        with self.assertRaises(UserError):
            self.call("handled", signal)
        self.call("person", signal)
        self.assertEqual((signal.kind, enrollment.exit_reason), ("reply", "replied"))
        self.assertEqual(self.waiting(), [signal.id])
        self.call("machine", signal)
        self.assertEqual((signal.kind, enrollment.state), ("auto_reply", "paused"))
        lists = self.lists()
        self.assertFalse(lists["to_handle"] or lists["unsure"] or lists["handled"])

    def test_filters_narrow_the_list_down(self):
        ada = self.answered(INVITATION, self.make_lead("Ada", partner_name="Analytical Engines"))
        bea = self.answered("Not interested.", self.make_lead("Bea", user_id=self.manager.id), name="Another")
        manager = {"user": self.manager}
        self.assertEqual(set(self.waiting(**manager)), {ada.id, bea.id})
        for filters, found in (
            ({"mine": True}, bea),
            ({"text": "analytical"}, ada),
            ({"text": "Another"}, bea),
            ({"text": "nobody"}, ada.browse()),
            ({"label": "not_interested"}, bea),
            ({"sequence_id": ada.sequence_id.id}, ada),
            ({"sequence_id": ada.sequence_id.id, "label": "not_interested"}, ada.browse()),
        ):
            with self.subTest(str(filters)):
                self.assertEqual(self.waiting(filters, **manager), found.ids)

    def test_the_limit_limits_the_rows_and_not_the_counts(self):
        for enrollment in self.start(self.make_leads(3)):
            self.reply(enrollment)
        lists = self.lists(limit=2)
        self.assertEqual((len(lists["to_handle"]), lists["counts"]["to_handle"]), (2, 3))

    def test_somebody_who_writes_often_counts_once(self):
        ada, bea, cid = self.start(self.make_lead("Ada") | self.make_lead("Bea") | self.make_lead("Cid"))
        for number in range(1, 3):
            self.reply(bea, at=MONDAY + number * HOUR / 4)
            self.reply(cid, at=MONDAY + number * HOUR / 4)
        for number in range(4):
            self.reply(ada, f"And number {number}?", at=MONDAY + HOUR + number * HOUR / 8)
        lists = self.lists(limit=2)
        self.assertEqual(lists["counts"]["to_handle"], 3)
        self.assertEqual(self.lists()["counts"]["to_handle"], 3)

    def test_the_same_mail_on_two_records_is_one_answer(self):
        partner = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        partner.user_id = self.rep
        lead = self.make_lead(partner_id=partner.id, stage_id=self.new.id)
        first = self.start(lead)
        first.stop("manual")
        second = self.start(self.make_lead("Ada", partner_id=partner.id), name="Another")
        message = lead._message_log(body="Both, please", email_from="ada@customer.example.org")
        values = {"kind": "reply", "mail_message_id": message.id}
        with freeze_time(MONDAY + HOUR):
            signals = self.env["sales.sequence.inbox"]._notice(
                [{"enrollment_id": one.id, **values} for one in (first, second)]
            )
        self.follow_up()
        (waiting,) = self.waiting()
        self.assertEqual(len(signals.answer_activity_id), 1)
        self.call("handled", signals.browse(waiting))
        self.assertTrue(all(signals.mapped("handled_at")))

    def test_answers_of_deleted_records_do_not_wait(self):
        signal = self.answered()
        signal.enrollment_id.lead_id.unlink()
        self.assertFalse(self.waiting(user=self.manager))
        self.assertFalse(signal.suggested_quote or signal.suggested_name or signal.handled_note)

    def test_the_median_is_that_of_the_users_own_answers(self):
        signal = self.answered()
        self.assertFalse(self.lists()["median_words"])
        self.call("handled", signal, at=MONDAY + HOUR + timedelta(minutes=48))
        self.assertEqual(self.lists()["median_words"], "48 min")
        self.assertFalse(self.lists(user=self.manager)["median_words"])

    def test_what_was_handled_is_listed_for_a_week_with_who_did_what(self):
        signal = self.answered()
        self.call("not_interested", signal, user=self.manager)
        (row,) = self.lists()["handled"]
        self.assertEqual((row["handled_words"], row["label_words"]), ("Lost, by Mona Manager", "Not interested"))
        self.assertFalse(row["suggestion"])
        self.assertFalse(self.lists(at=MONDAY + 9 * DAY)["handled"])

    def test_the_list_costs_the_same_however_long_it_is(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.lists()
            return self.env.cr.sql_log_count - before

        def answer(count, name):
            leads = self.env["crm.lead"]
            for index in range(count):
                partner = self.env["res.partner"].create({"name": f"{name}{index}", "user_id": self.rep.id})
                leads |= self.make_lead(f"{name}{index}", partner_id=partner.id)
            for enrollment in self.start(leads, name=name):
                self.reply(enrollment, INVITATION)
            self.follow_up()

        answer(2, "Few")
        cost()
        few = cost()
        answer(6, "More")
        # What new sequences have emptied: Odoo's cache of rules.
        cost()
        self.assertEqual(cost(), few)


class TestAnswerVerbs(DeskCommon):
    def test_each_verb_handles_the_answer_closes_its_to_do_and_can_be_undone(self):
        for verb, args, label in (
            ("reply_done", (), "interested"),
            ("meeting", (), "interested"),
            ("not_now", (str(MARCH),), "not_now"),
            ("wrong_person", ({"name": "Petr Svoboda", "email": "petr@customer.example.org"},), "wrong_person"),
            ("not_interested", (), "not_interested"),
            ("opt_out", (), "unsubscribe"),
            ("handled", ("Sent a catalog",), False),
        ):
            with self.subTest(verb):
                signal = self.answered(INVITATION, self.make_lead(verb.title(), stage_id=self.new.id))
                enrollment, todo = signal.enrollment_id, signal.answer_activity_id
                lead = enrollment.lead_id
                before = enrollment.state, enrollment.exit_reason, lead.active, lead.won_status
                words = self.call(verb, signal, *args)["words"]
                self.assertTrue(words.startswith(f"{verb.title()}: "), words)
                self.assertEqual((signal.handled_at, signal.handled_by_id), (MONDAY + 2 * HOUR, self.rep))
                self.assertEqual(signal.label, label)
                self.assertFalse(todo.active)
                self.call("undo", signal)
                self.assertFalse(signal.handled_at or signal.handled_by_id or signal.handled_note or signal.label)
                self.assertTrue(todo.active)
                self.assertEqual((enrollment.state, enrollment.exit_reason, lead.active, lead.won_status), before)
                self.assertEqual(self.env["sales.sequence.opt.out"].search_count([]), 0)
                with self.assertRaises(UserError):
                    self.call("undo", signal)

    def test_two_screens_do_not_do_two_things_about_an_answer(self):
        other = {"name": "Petr Svoboda", "email": "petr@customer.example.org"}
        verbs = {"wrong_person": (other,), "not_now": (str(MARCH),), "not_interested": (), "opt_out": ()}
        for first, given in verbs.items():
            signal = self.answered(INVITATION, self.make_lead(f"Two{first.title()}", stage_id=self.new.id))
            todo = signal.answer_activity_id
            self.call(first, signal, *given)
            leads = self.env["crm.lead"].with_context(active_test=False).search_count([])
            for second, args in (*verbs.items(), ("meeting", ()), ("handled", ())):
                with self.subTest(first, second=second):
                    with self.assertRaisesRegex(UserError, "handled"):
                        self.call(second, signal, *args)
                    self.assertEqual(signal.handled_before["verb"], first)
            self.assertIn("Replied", self.call("reply_done", signal)["words"], "the email has left")
            self.assertEqual(signal.handled_before["verb"], first)
            self.assertEqual(self.env["crm.lead"].with_context(active_test=False).search_count([]), leads)
            self.call("undo", signal)
            self.assertTrue(todo.active)

    def test_what_was_handled_twice_is_undone_as_a_whole(self):
        signal = self.answered(INVITATION)
        todo = signal.answer_activity_id
        self.call("handled", signal)
        self.call("reply_done", signal)
        self.call("undo", signal)
        self.assertTrue(todo.active)
        self.assertEqual(signal.answer_activity_id, todo)

    def test_undo_on_another_record_of_the_same_mail_undoes_what_was_done(self):
        signal = self.answered()
        twin = self.env["sales.sequence.signal"].create(
            {
                "enrollment_id": self.start(self.make_lead("Bea")).id,
                "kind": "reply",
                "mail_message_id": signal.mail_message_id.id,
            }
        )
        self.call("not_now", signal, str(MARCH))
        self.assertTrue(twin.handled_at)
        self.call("undo", twin)
        self.assertEqual((signal.enrollment_id.state, signal.handled_at), ("stopped", False))

    # ------------------------------------------------------------------
    # Not now
    # ------------------------------------------------------------------

    def test_not_now_takes_the_next_step_on_the_day_that_they_name(self):
        signal = self.answered()
        enrollment = signal.enrollment_id
        self.call("not_now", signal, str(MARCH))
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "not_now"))
        self.assertEqual(enrollment.resume_at, datetime(2026, 3, 2, 8, 0), "nine o'clock in Brussels")
        self.run_at(datetime(2026, 3, 1, 9, 0))
        self.assertEqual(enrollment.state, "paused")
        for _look in range(2):
            self.run_at(datetime(2026, 3, 2, 9, 0))
        self.assertEqual(self.touches(enrollment, state="queued").step_id.name, "Step 2")
        self.assertEqual(enrollment.signal_ids, signal, "the answer on record has not stopped it again")
        self.assertEqual(enrollment.exit_reason, "completed")

    def test_another_answer_meanwhile_stops_it(self):
        signal = self.answered()
        enrollment = signal.enrollment_id
        self.call("not_now", signal, str(MARCH))
        again = self.reply(enrollment, "Sooner after all!", at=MONDAY + DAY)
        self.assertEqual((enrollment.state, enrollment.exit_reason, again.effect), ("stopped", "replied", "stopped"))
        self.run_at(datetime(2026, 3, 2, 9, 0))
        self.assertFalse(self.touches(enrollment, state="queued"))

    def test_an_opt_out_or_a_meeting_meanwhile_stops_it(self):
        for what in ("opt_out", "meeting"):
            with self.subTest(what):
                lead = self.make_lead(what.title())
                signal = self.answered(lead=lead)
                enrollment = signal.enrollment_id
                self.call("not_now", signal, str(MARCH))
                with freeze_time(MONDAY + DAY):
                    if what == "opt_out":
                        self.env["sales.sequence.opt.out"].create(
                            {"email_normalized": enrollment.email_normalized, "sequence_id": enrollment.sequence_id.id}
                        )
                    else:
                        start = datetime(2026, 3, 10, 9, 0)
                        self.env["calendar.event"].create(
                            {"name": "Talk", "start": start, "stop": start + HOUR, "opportunity_id": lead.id}
                        )
                self.run_at(datetime(2026, 3, 2, 9, 0))
                self.assertEqual(enrollment.state, "stopped")
                self.assertFalse(self.touches(enrollment, state="queued"))

    def test_not_now_without_a_step_left_enrolls_again_on_the_day(self):
        signal = self.answered("Later.", None, "email", reenroll_policy="after", reenroll_days=0)
        enrollment = signal.enrollment_id
        self.assertEqual(enrollment.state, "finished")
        self.call("not_now", signal, str(MARCH))
        again = enrollment.lead_id.active_enrollment_id
        self.assertNotEqual(again, enrollment)
        self.assertEqual(again.next_run_at.date(), MARCH)
        self.call("undo", signal)
        self.assertEqual(again.state, "stopped")

    def test_where_they_may_not_be_enrolled_again_a_to_do_reminds_of_it(self):
        signal = self.answered("Later.", None, "email")
        words = self.call("not_now", signal, str(MARCH))["words"]
        self.assertIn("a to-do on 03/02/2026", words)
        todo = signal.enrollment_id.lead_id.activity_ids
        self.assertEqual((todo.date_deadline, todo.user_id), (MARCH, self.rep))
        self.call("undo", signal)
        self.assertFalse(todo.exists())

    def test_not_now_needs_a_day_ahead(self):
        signal = self.answered()
        for day in (False, "2026-01-12", "2025-12-31", "soon"):
            with self.subTest(day), self.assertRaises(UserError):
                self.call("not_now", signal, day)
        self.assertFalse(signal.handled_at)

    def test_somebody_who_is_in_another_sequence_by_now_is_refused_in_words(self):
        signal = self.answered()
        self.enroll(self.make_sequence("email", name="Another"), signal.enrollment_id.lead_id, allow_recent=True)
        with self.assertRaisesRegex(UserError, "Another"):
            self.call("not_now", signal, str(MARCH))
        self.assertFalse(signal.handled_at)

    # ------------------------------------------------------------------
    # Wrong person
    # ------------------------------------------------------------------

    def make_employee(self):
        company = self.env["res.partner"].create({"name": "Engines", "is_company": True})
        return self.env["res.partner"].create(
            {"name": "Ada", "email": "ada@customer.example.org", "parent_id": company.id, "user_id": self.rep.id}
        )

    def test_the_right_person_gets_a_contact_at_the_company_and_a_lead_of_their_own(self):
        ada = self.make_employee()
        lead = self.make_lead(partner_id=ada.id, stage_id=self.new.id, partner_name="Engines", expected_revenue=5000)
        signal = self.answered(lead=lead)
        values = {"name": "Petr Svoboda", "email": "Petr@Customer.example.org", "phone": "+420 555 01"}
        result = self.call("wrong_person", signal, values)
        other = self.env["crm.lead"].browse(result["res_id"])
        self.assertEqual(result["res_model"], "crm.lead")
        self.assertNotEqual(other, lead)
        self.assertEqual(other.partner_id.parent_id, ada.parent_id)
        self.assertEqual((other.contact_name, other.email_normalized), ("Petr Svoboda", "petr@customer.example.org"))
        self.assertEqual((other.user_id, other.expected_revenue), (self.rep, 5000))
        self.assertEqual(other.active_enrollment_id.sequence_id, signal.sequence_id)
        self.assertIn("Petr Svoboda", lead.message_ids[0].body)
        self.assertEqual((lead.contact_name, lead.partner_id), ("Ada", ada), "the old one keeps what was said")

    def test_for_a_partner_the_right_person_is_a_contact(self):
        ada = self.make_employee()
        template = self.make_template("res.partner")
        sequence = self.make_sequence({"mail_template_id": template.id}, target="partner")
        enrollment = self.enroll(sequence, ada)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        signal = self.reply(enrollment)
        result = self.call("wrong_person", signal, {"email": "petr@customer.example.org"})
        petr = self.env["res.partner"].browse(result["res_id"])
        self.assertEqual((petr.name, petr.parent_id), ("petr@customer.example.org", ada.parent_id))
        self.assertEqual(petr.active_enrollment_id.sequence_id, sequence)

    def test_a_contact_that_is_there_already_is_not_created_again(self):
        petr = self.env["res.partner"].create({"name": "Petr", "email": "petr@customer.example.org"})
        signal = self.answered()
        result = self.call("wrong_person", signal, {"email": "petr@customer.example.org"})
        self.assertEqual(self.env["crm.lead"].browse(result["res_id"]).partner_id, petr)
        self.call("undo", signal)
        self.assertTrue(petr.active, "it was there before")

    def test_refusals_are_said_in_words_and_nothing_is_lost(self):
        signal = self.answered()
        words = self.call("wrong_person", signal, {"name": "Petr Svoboda"})["words"]
        self.assertIn("They are not enrolled: ", words)
        self.assertTrue(signal.handled_at)

    def test_the_right_person_is_somebody_else(self):
        signal = self.answered(lead=self.make_lead(partner_id=self.make_employee().id))
        with self.assertRaisesRegex(UserError, "ada@customer.example.org"):
            self.call("wrong_person", signal, {"name": "Petr", "email": "Ada <ADA@customer.example.org>"})
        self.assertFalse(signal.handled_at)

    def test_the_lead_of_the_right_person_begins_where_nobody_has_answered(self):
        lead = self.make_lead(stage_id=self.new.id)
        signal = self.answered(lead=lead, answer_stage_id=self.qualified.id)
        self.assertEqual(lead.stage_id, self.qualified)
        lead.action_archive()
        result = self.call("wrong_person", signal, {"name": "Petr", "email": "petr@customer.example.org"})
        other = self.env["crm.lead"].browse(result["res_id"])
        self.assertEqual((other.active, other.stage_id), (True, self.new))
        self.assertEqual(other.active_enrollment_id.state, "running")

    def test_nobody_writes_on_to_the_wrong_person(self):
        """Somebody has restarted it, and the answer still waits."""
        others = {
            "wrong_person": ({"name": "Petr", "email": "petr@customer.example.org"},),
            "not_interested": (),
            "handled": (),
        }
        for verb, args in others.items():
            with self.subTest(verb):
                ada = self.env["res.partner"].create(
                    {"name": verb, "email": f"{verb}@customer.example.org", "user_id": self.rep.id}
                )
                template = self.make_template("res.partner")
                step = {"channel": "email", "mail_template_id": template.id}
                sequence = self.make_sequence(step, step, target="partner")
                enrollment = self.enroll(sequence, ada)
                self.run_at(MONDAY)
                self.send_mails(MONDAY)
                signal = self.reply(enrollment)
                self.follow_up()
                with freeze_time(MONDAY + 2 * HOUR):
                    enrollment.with_user(self.rep).restart()
                self.assertEqual(enrollment.state, "running")
                self.call(verb, signal, *args)
                self.assertEqual(enrollment.state, "running" if verb == "handled" else "stopped")
                self.call("undo", signal)
                self.assertEqual(enrollment.state, "running")

    def test_without_enrolling_the_person_is_only_created(self):
        signal = self.answered()
        result = self.call("wrong_person", signal, {"email": "petr@customer.example.org"}, enroll=False)
        self.assertFalse(self.env["crm.lead"].browse(result["res_id"]).enrollment_ids)

    def test_somebody_has_to_be_named(self):
        signal = self.answered()
        for values in ({}, {"name": " "}, {"phone": "1"}, {"email": "not an address"}, {"name": ["Petr"]}):
            with self.subTest(str(values)), self.assertRaises(UserError):
                self.call("wrong_person", signal, values)
        self.assertFalse(signal.handled_at)

    def test_undoing_takes_back_what_was_created_unless_they_have_been_written_to(self):
        signal = self.answered()
        values = {"name": "Petr", "email": "petr@customer.example.org"}
        other = self.env["crm.lead"].browse(self.call("wrong_person", signal, values)["res_id"])
        self.call("undo", signal)
        self.assertFalse(other.active or other.partner_id.active)
        self.assertEqual(other.enrollment_ids.state, "stopped")
        values["email"] = "olga@customer.example.org"
        other = self.env["crm.lead"].browse(self.call("wrong_person", signal, values)["res_id"])
        self.run_at(MONDAY + 3 * HOUR)
        with self.assertRaises(UserError):
            self.call("undo", signal)
        self.assertTrue(other.active and signal.handled_at)

    # ------------------------------------------------------------------
    # Not interested, opt out
    # ------------------------------------------------------------------

    def test_a_lead_that_is_not_interested_is_lost_with_the_reason(self):
        reason = self.env["crm.lost.reason"].create({"name": "Chose a competitor"})
        signal = self.answered()
        self.call("not_interested", signal, reason.id, "Signed last week")
        lead = signal.enrollment_id.lead_id
        self.assertEqual((lead.won_status, lead.lost_reason_id), ("lost", reason))
        self.assertEqual(signal.handled_note, "Lost: Chose a competitor. Signed last week")

    def test_opting_out_reaches_only_the_address_that_wrote(self):
        signal = self.answered(WISH)
        self.call("opt_out", signal)
        opt_out = self.env["sales.sequence.opt.out"].search([])
        self.assertEqual(opt_out.email_normalized, "ada@customer.example.org")
        self.assertEqual(opt_out.sequence_id, signal.sequence_id)
        self.call("undo", signal)
        self.assertFalse(opt_out.exists())
        self.assertEqual(signal.wish, "opt_out", "what they wrote has not changed")
        self.assertTrue(signal.answer_activity_id.active, "it waits again, with a to-do")

    def test_the_companys_opt_out_can_be_taken_back(self):
        self.env.company.sequence_opt_out_on_wish = True
        signal = self.answered(WISH)
        (row,) = self.lists()["handled"]
        self.assertEqual(row["handled_words"], "Opted out automatically, as set for the company")
        self.call("undo", signal)
        self.assertFalse(self.env["sales.sequence.opt.out"].search([]))
        self.assertEqual(self.waiting(), [signal.id])

    # ------------------------------------------------------------------
    # The meeting
    # ------------------------------------------------------------------

    def test_a_time_is_that_of_their_own_clock(self):
        lead = self.make_lead(country_id=self.env.ref("base.pt").id, stage_id=self.new.id, sequence_tz="Europe/Lisbon")
        signal = self.answered(INVITATION, lead)
        (row,) = self.lists()["to_handle"]
        self.assertEqual(row["suggestion"]["detail"], "Thursday 15 January, 10:00 AM in Lisbon, 11:00 AM for you")
        action = self.call("meeting", signal)["action"]
        self.assertEqual(action["context"]["default_start"], "2026-01-15 10:00:00")

    def test_the_meeting_opens_on_the_day_that_they_name(self):
        signal = self.answered(INVITATION)
        action = self.call("meeting", signal)["action"]
        self.assertEqual(action["res_model"], "calendar.event")
        self.assertEqual(action["context"]["default_start"], "2026-01-15 09:00:00")
        with freeze_time(MONDAY + 2 * HOUR):
            form = self.env["calendar.event"].with_user(self.rep).with_context(**action["context"])
            event = form.create({"name": "Talk"})
        self.assertEqual((event.res_model, event.res_id), ("crm.lead", signal.enrollment_id.lead_id.id))

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_users_see_and_handle_only_what_is_theirs(self):
        other = mail_new_test_user(
            self.env, login="other_rep", groups="sales_sequence.group_sales_sequence_user,base.group_partner_manager"
        )
        employee = mail_new_test_user(self.env, login="plain_employee", groups="base.group_user")
        signal = self.answered()
        self.assertFalse(self.waiting(user=other))
        for user in (other, employee):
            for verb, args in (
                ("get_answer", ()),
                ("reply_done", ()),
                ("meeting", ()),
                ("not_now", (str(MARCH),)),
                ("wrong_person", ({"name": "Petr"},)),
                ("not_interested", ()),
                ("opt_out", ()),
                ("handled", ()),
                ("person", ()),
                ("machine", ()),
                ("undo", ()),
            ):
                with self.subTest(f"{user.login} {verb}"), self.assertRaises(AccessError):
                    self.call(verb, signal, *args, user=user)
        with self.assertRaises(AccessError):
            self.waiting(user=employee)
        self.assertFalse(signal.handled_at)
        self.assertEqual(signal.enrollment_id.exit_reason, "replied")

    def test_a_sender_who_may_not_change_the_record_sees_the_answer_and_handles_nothing(self):
        lead = self.make_lead(user_id=self.manager.id)
        signal = self.answered(lead=lead)
        signal.enrollment_id.user_id = self.rep
        # Salespeople may read only their own leads; with this rule they read all, and change their own.
        self.env.ref("crm.crm_rule_personal_lead").domain_force = "[(1, '=', 1)]"
        self.env["ir.rule"].create(
            {
                "name": "Change only one's own",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": "[('user_id', '=', user.id)]",
                "perm_read": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )
        self.env.registry.clear_cache()
        self.assertEqual(self.waiting(), [signal.id])
        with self.assertRaises(AccessError):
            self.call("handled", signal)

    def test_an_answer_that_is_gone_is_said_to_be_gone(self):
        for id_ in (2**31 - 2, False, 0):
            with self.subTest(id_), self.assertRaises(UserError):
                self.answers.get_answer(id_)


class TestAnsweredElsewhere(DeskCommon):
    def test_it_does_all_that_a_reply_does_and_is_handled(self):
        for kind in ("enrollment", "lead"):
            with self.subTest(kind):
                lead = self.make_lead(kind.title(), stage_id=self.new.id)
                enrollment = self.start(lead, name=kind, answer_stage_id=self.qualified.id)
                records = enrollment if kind == "enrollment" else lead
                with freeze_time(MONDAY + HOUR):
                    records.with_user(self.rep).action_answered_elsewhere("By phone")
                self.follow_up()
                self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))
                self.assertEqual((enrollment.replied_at, enrollment.touch_ids[:1].replied_at), (MONDAY + HOUR,) * 2)
                self.assertEqual(self.count_answers(enrollment.sequence_id), 1)
                self.assertIn("By phone", enrollment.status_note)
                signal = enrollment.signal_ids
                self.assertEqual((signal.handled_by_id, signal.handled_note), (self.rep, "By phone"))
                self.assertEqual(lead.stage_id, self.qualified)
                self.assertFalse(self.todos(lead))

    def test_stopping_as_replied_does_the_same(self):
        enrollment = self.start()
        with freeze_time(MONDAY + HOUR):
            enrollment.with_user(self.rep).stop("replied", "In my own mailbox")
        self.assertEqual(enrollment.signal_ids.handled_note, "In my own mailbox")

    def test_the_account_policy_applies(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        leads = self.env["crm.lead"]
        for name in ("Fay", "Gus"):
            partner = self.env["res.partner"].create({"name": name, "parent_id": company.id})
            leads |= self.make_lead(name, partner_id=partner.id)
        fay, gus = self.start(leads, account_policy="stop")
        fay.with_user(self.rep).action_answered_elsewhere()
        self.assertEqual((gus.state, gus.exit_reason), ("stopped", "account"))

    def test_after_the_last_step_it_counts_on_the_record_too(self):
        enrollment = self.start(None, "email")
        self.assertEqual(enrollment.state, "finished")
        with freeze_time(MONDAY + DAY):
            enrollment.lead_id.with_user(self.rep).action_answered_elsewhere("At the fair")
        self.assertEqual(enrollment.exit_reason, "replied")

    def test_where_nothing_is_left_to_stop_it_says_so(self):
        enrollment = self.start()
        enrollment.stop("manual")
        for records in (enrollment, enrollment.lead_id, self.make_lead("Bea")):
            with self.assertRaises(UserError):
                records.with_user(self.rep).action_answered_elsewhere()

    def test_only_those_who_may_change_the_record_can_say_so(self):
        lead = self.make_lead(user_id=self.manager.id)
        enrollment = self.start(lead)
        for records in (enrollment, lead):
            # An `AccessError` is one, too.
            with self.assertRaises(UserError):
                records.with_user(self.rep).action_answered_elsewhere()
        self.assertEqual(enrollment.state, "finished" if not enrollment.next_step_id else "running")

    def test_an_open_question_is_answered_and_handled_by_it(self):
        enrollment = self.start()
        with freeze_time(MONDAY + HOUR):
            signal = self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "unsure"}])
        enrollment.with_user(self.rep).action_answered_elsewhere("Called back")
        self.assertEqual((signal.kind, enrollment.signal_ids), ("reply", signal))
        self.assertEqual(signal.handled_by_id, self.rep)


class TestUpgradeOfAnswers(SequenceCommon):
    def test_answers_of_before_count_as_handled(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        signals = self.env["sales.sequence.signal"].create(
            [{"enrollment_id": enrollment.id, "kind": kind, "occurred_at": MONDAY} for kind in ("reply", "unsure")]
        )
        self.env.flush_all()
        path = f"{get_module_path('sales_sequence')}/migrations/19.0.1.4.0/post-answers.py"
        specification = util.spec_from_file_location("post_answers", path)
        script = util.module_from_spec(specification)
        specification.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all(flush=False)
        self.assertEqual(signals.mapped("handled_at"), [MONDAY, False])
        self.assertFalse(self.env["sales.sequence.answers"].get_answers()["to_handle"])
