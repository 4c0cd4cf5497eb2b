"""What the panel and the chips of leads, contacts and enrollments say, in every state, and what it costs."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

NOON = MONDAY + timedelta(hours=3)


class PanelCommon(SequenceCommon):
    def panel(self, record, at=NOON, user=None):
        """The panel as `user` reads it at `at`."""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return record.with_user(user or self.rep).sequence_panel

    def chip(self, record, at=NOON, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return record.with_user(user or self.rep).sequence_chip

    def rows(self, panel):
        return {row["label"]: " ".join(filter(None, (row["strong"], row["text"]))) for row in panel["rows"]}

    def statuses(self, panel):
        return [(step["name"], step["kind"], step["status"]) for step in panel["steps"]]


class TestPanelStates(PanelCommon):
    def test_who_was_never_enrolled_can_be_enrolled(self):
        panel = self.panel(self.make_lead())
        self.assertEqual((panel["kind"], panel["actions"]), ("never", ["enroll"]))

    def test_nobody_enrolls_a_lost_lead(self):
        self.make_sequence()
        lead = self.make_lead()
        lead.action_set_lost()
        self.assertEqual(self.panel(lead)["actions"], [])

    def test_before_an_email(self):
        sequence = self.make_sequence("email", {"delay": 2}, "call")
        lead = self.make_lead()
        self.enroll(sequence, lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        panel = self.panel(lead)
        self.assertEqual((panel["kind"], panel["progress"]), ("running", "Step 2 of 3"))
        self.assertEqual(
            self.statuses(panel),
            [("Step 1", "done", "sent"), ("Step 2", "current", "planned"), ("Step 3", "ahead", "planned")],
        )
        self.assertEqual(panel["actions"], ["next", "skip", "pause", "elsewhere", "stop"])
        rows = self.rows(panel)
        self.assertRegex(rows["Next"], r"^Step 2 Wed, Jan 14 at 10:00.AM \(Brussels time\)$")
        self.assertIn("2 business days after “Step 1”", rows["Why"])

    def test_an_open_call_is_to_be_done(self):
        sequence = self.make_sequence({"channel": "call", "max_wait_days": 2}, "email")
        lead = self.make_lead()
        self.enroll(sequence, lead)
        self.run_at(MONDAY)
        panel = self.panel(lead, at=NOON + timedelta(days=1))
        self.assertEqual(panel["actions"], ["done", "skip", "pause", "elsewhere", "stop"])
        self.assertEqual(panel["activity_id"], lead.enrollment_ids.touch_ids.activity_id.id)
        self.assertEqual(panel["steps"][0]["status"], "open, 1 day late")
        rows = self.rows(panel)
        self.assertIn("open since Mon, Jan 12", rows["Next"])
        self.assertRegex(rows["Until"], r"Waits for Rita Rep until .* then moves on to “Step 2”\.")

    def test_an_email_to_review_is_opened(self):
        sequence = self.make_sequence({"requires_review": True})
        lead = self.make_lead()
        self.enroll(sequence, lead)
        self.run_at(MONDAY)
        panel = self.panel(lead)
        self.assertEqual(panel["actions"][0], "review")
        self.assertEqual(panel["touch_id"], lead.enrollment_ids.touch_ids.id)

    def test_a_pause_says_when_it_ends_and_no_date_that_is_over(self):
        sequence = self.make_sequence("call", "email")
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        until = MONDAY + timedelta(days=7)
        with freeze_time(MONDAY):
            enrollment.with_user(self.rep).pause(until=until)
        panel = self.panel(lead, at=MONDAY + timedelta(days=3))
        self.assertEqual((panel["kind"], panel["actions"]), ("paused", ["resume", "elsewhere", "stop"]))
        rows = self.rows(panel)
        self.assertNotIn("Next", rows)
        self.assertIn("Mon, Jan 19", rows["Resumes"])
        self.assertEqual(self.chip(lead, at=MONDAY + timedelta(days=3)), "Paused until Mon, Jan 19")
        for step in panel["steps"]:
            self.assertNotIn("Jan 12", step["when"])

    def test_a_pause_without_an_end_plans_nothing(self):
        lead = self.make_lead()
        with freeze_time(MONDAY):
            self.enroll(self.make_sequence("call", "email"), lead).with_user(self.rep).pause()
        panel = self.panel(lead)
        self.assertEqual([step["when"] for step in panel["steps"]], [False, False])
        self.assertEqual(self.chip(lead), "Paused")

    def test_a_step_that_failed_can_be_skipped(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "call"), lead)
        lead.email_from = False
        self.run_at(MONDAY)
        self.assertEqual(enrollment.pause_kind, "failure")
        panel = self.panel(lead)
        self.assertEqual(panel["actions"], ["resume", "skip", "elsewhere", "stop"])
        self.assertEqual(panel["steps"][0]["kind"], "failed")

    def test_what_was_brought_forward_is_not_explained_by_its_delay(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", {"channel": "call", "delay": 5}), lead)
        self.run_at(MONDAY)
        self.assertIn("5 business days", self.rows(self.panel(lead))["Why"])
        with freeze_time(NOON):
            enrollment.with_user(self.rep).take_next_step()
        self.assertIn("Brought forward by hand", self.rows(self.panel(lead))["Why"])

    def test_an_answer_is_quoted_and_can_be_handled(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "call"), lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(enrollment.touch_ids, at=NOON, body="Tuesday at 10 would suit me.")
        panel = self.panel(lead)
        self.assertEqual((panel["kind"], panel["badge"]["text"], self.chip(lead)), ("replied", "Answered", "Answered"))
        self.assertEqual(panel["answer"]["quote"], "Tuesday at 10 would suit me.")
        self.assertEqual(panel["answer"]["after"], "after “Step 1”")
        self.assertEqual(panel["actions"], ["answer", "meeting", "not_now", "not_a_reply"])
        self.assertEqual(
            self.statuses(panel), [("Step 1", "done", "answered"), ("Step 2", "left_out", "canceled")]
        )

    def test_a_handled_answer_lets_them_be_enrolled_again(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email"), lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(enrollment.touch_ids, at=NOON)
        enrollment.signal_ids.write({"handled_at": NOON, "handled_by_id": self.rep.id, "handled_note": "called back"})
        panel = self.panel(lead)
        self.assertEqual(panel["actions"], ["enroll"])
        self.assertEqual(panel["answer"]["handled"], "Handled by Rita Rep on Mon, Jan 12: called back")

    def test_what_may_be_an_answer_asks_for_a_verdict(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "call"), lead)
        self.run_at(MONDAY)
        signal = self.env["sales.sequence.signal"].create(
            {
                "enrollment_id": enrollment.id,
                "kind": "unsure",
                "occurred_at": MONDAY,
                "touch_id": enrollment.touch_ids.id,
            }
        )
        self.env["sales.sequence.inbox"]._settle(signal)
        self.assertEqual(enrollment.pause_kind, "unsure")
        panel = self.panel(lead)
        self.assertEqual((panel["kind"], panel["actions"]), ("unsure", ["person", "machine", "stop"]))
        self.assertEqual(self.chip(lead), "Answer or auto-reply?")

    def test_an_end_says_why(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "call"), lead)
        with freeze_time(NOON):
            enrollment.with_user(self.rep).stop("They moved to Mars")
        panel = self.panel(lead)
        self.assertEqual((panel["kind"], panel["actions"]), ("ended", ["enroll"]))
        self.assertEqual(panel["badge"]["text"], "Stopped by hand")
        self.assertEqual(self.rows(panel)["Why"], "They moved to Mars")

    def test_earlier_ones_take_a_line_each_and_the_rest_a_link(self):
        lead = self.make_lead()
        for index in range(5):
            enrollment = self.enroll(self.make_sequence("email", name=f"Try {index}"), lead, allow_recent=True)
            self.run_at(MONDAY)
            if index < 4:
                with freeze_time(NOON):
                    enrollment.stop("manual")
        panel = self.panel(lead)
        self.assertEqual(panel["sequence"], "Try 4")
        self.assertEqual([one["name"] for one in panel["earlier"]], ["Try 3", "Try 2", "Try 1"])
        self.assertEqual(panel["more"], 1)

    def test_a_contact_and_an_enrollment_say_the_same(self):
        template = self.make_template("res.partner")
        sequence = self.make_sequence({"mail_template_id": template.id}, "call", target="partner")
        partner = self.env["res.partner"].create(
            {"name": "Bob", "email": "bob@customer.example.org", "user_id": self.rep.id}
        )
        enrollment = self.enroll(sequence, partner)
        panel = self.panel(partner)
        self.assertEqual((panel["kind"], panel["res_model"], panel["res_id"]), ("running", "res.partner", partner.id))
        of_enrollment = self.panel(enrollment)
        self.assertEqual({**panel, "earlier": []}, of_enrollment)

    def test_a_step_taken_and_archived_still_shows(self):
        lead = self.make_lead()
        sequence = self.make_sequence("email", "call", "email")
        self.enroll(sequence, lead)
        self.run_at(MONDAY)
        sequence.step_ids[0].active = False
        panel = self.panel(lead)
        self.assertEqual([name for name, *_rest in self.statuses(panel)], ["Step 1", "Step 2", "Step 3"])
        self.assertEqual(panel["progress"], "Step 1 of 2")


class TestPanelRights(PanelCommon):
    def test_whoever_may_not_read_the_enrollment_sees_that_there_is_one_and_nothing_else(self):
        other = mail_new_test_user(
            self.env,
            login="other",
            name="Olga Other",
            groups="sales_sequence.group_sales_sequence_user,sales_team.group_sale_salesman_all_leads",
        )
        lead = self.make_lead()
        self.enroll(self.make_sequence("email", name="Secret"), lead)
        panel = self.panel(lead, user=other)
        self.assertEqual(panel, {"kind": "hidden", "actions": [], "earlier": []})

    def test_whoever_may_not_change_the_lead_is_offered_nothing(self):
        lead = self.make_lead()
        self.enroll(self.make_sequence("email"), lead)
        self.env["ir.rule"].create(
            {
                "name": "Read only",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {lead.id})]",
                "perm_read": False,
            }
        )
        panel = self.panel(lead)
        self.assertEqual((panel["kind"], panel["actions"]), ("running", []))

    def test_the_name_of_a_sequence_that_one_may_not_read_is_hidden(self):
        lead = self.make_lead()
        sequence = self.make_sequence("email", name="Secret")
        self.enroll(sequence, lead)
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("sales.sequence"),
                "domain_force": f"[('id', '!=', {sequence.id})]",
            }
        )
        panel = self.panel(lead)
        self.assertEqual(panel["sequence"], "Hidden: ask a manager")
        self.assertNotIn("Secret", str(panel))

    def test_another_company_is_not_told(self):
        partner = self.env["res.partner"].create({"name": "Bob", "email": "bob@customer.example.org"})
        sequence = self.make_sequence("call", target="partner")
        self.enroll(sequence, partner)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = mail_new_test_user(
            self.env,
            login="stranger",
            groups="sales_sequence.group_sales_sequence_manager,base.group_partner_manager",
            company_id=company.id,
            company_ids=[company.id],
        )
        self.assertEqual(self.panel(partner, user=stranger)["kind"], "never")
        self.assertFalse(self.chip(partner, user=stranger))


class TestPanelQueries(PanelCommon):
    """How many queries the form and the lists cost beyond Odoo's own."""

    def of_form(self, lead, with_ours=True):
        """The queries of the form's `web_read`, warm, with all fields or with Odoo's own only."""
        # As the web client asks: with a language, and with the names of what is referred to.
        lead = lead.with_user(self.rep).with_context(lang="en_US", tz=self.rep.tz, uid=self.rep.id)
        specification = Form(lead)._view["fields_spec"]
        for name, spec in specification.items():
            if lead._fields[name].type == "many2one":
                spec.setdefault("fields", {}).setdefault("display_name", {})
        ours = {
            name
            for name in specification
            if "sales_sequence" in str(getattr(lead._fields[name], "_modules", ())) or name.startswith("sequence_")
        }
        specification = {name: spec for name, spec in specification.items() if with_ours or name not in ours}
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(NOON):
                lead.web_read(specification)
        return self.env.cr.sql_log_count - before

    def lead_with_past(self, count):
        lead = self.make_lead()
        for _each in range(count):
            enrollment = self.enroll(self.make_sequence("email", "call", "email"), lead, allow_recent=True)
            self.run_at(MONDAY)
            with freeze_time(NOON):
                enrollment.stop("manual")
        return lead

    def test_the_form_of_a_lead_with_twenty_past_enrollments(self):
        lead = self.lead_with_past(20)
        self.assertEqual(self.panel(lead)["more"], 16)
        self.assertLessEqual(self.of_form(lead) - self.of_form(lead, with_ours=False), 5)

    def test_the_form_of_a_lead_that_has_answered_the_last_of_many(self):
        lead = self.lead_with_past(4)
        enrollment = self.enroll(self.make_sequence("email", "call"), lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(enrollment.touch_ids, at=NOON)
        self.assertEqual(self.panel(lead)["answer"]["quote"], "Yes, tell me more.")
        # The signal, and the words of its message.
        self.assertLessEqual(self.of_form(lead) - self.of_form(lead, with_ours=False), 5 + 2)

    def test_the_form_of_a_lead_that_was_never_enrolled(self):
        lead = self.make_lead()
        self.assertLessEqual(self.of_form(lead) - self.of_form(lead, with_ours=False), 1)

    def test_the_form_of_a_lead_in_a_sequence(self):
        lead = self.make_lead()
        self.enroll(self.make_sequence("email", "call", "email"), lead)
        self.run_at(MONDAY)
        self.assertLessEqual(self.of_form(lead) - self.of_form(lead, with_ours=False), 13)

    def of_list(self, leads):
        names = {name: {} for name in ("sequence_chip", "sequence_state", "sequence_exit_reason")}
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.with_user(self.rep).web_read(names)
        return self.env.cr.sql_log_count - before

    def test_lists_do_not_ask_for_each_record(self):
        leads = self.make_leads(24)
        sequence, other = self.make_sequence("email", "call"), self.make_sequence("call")
        self.enroll(sequence, leads[:12])
        self.enroll(other, leads[12:16])
        with freeze_time(MONDAY):
            leads[4:8].enrollment_ids.pause(until=MONDAY + timedelta(days=9))
            leads[8:10].enrollment_ids.stop("replied")
        few, many = self.of_list(leads[3:9]), self.of_list(leads)
        self.assertEqual(few, many)


class TestSearchBySequence(PanelCommon):
    def test_filters_find_who_is_meant(self):
        leads = self.make_leads(5)
        never, running, answered, silent, again = leads
        sequence = self.make_sequence("email")
        self.enroll(sequence, running | answered | silent | again)
        with freeze_time(NOON):
            answered.enrollment_ids.stop("replied")
            silent.enrollment_ids._finish()
            again.enrollment_ids._finish()
        self.enroll(self.make_sequence("call"), again, allow_recent=True)
        Lead = self.env["crm.lead"].with_user(self.rep)

        def found(*domain):
            return Lead.search([("id", "in", leads.ids), *domain])

        self.assertEqual(found(("sequence_exit_reason", "=", "completed")), silent)
        self.assertEqual(found(("sequence_exit_reason", "in", ["replied", "won"])), answered)
        self.assertEqual(found(("sequence_exit_reason", "=", False)), never | running | again)
        self.assertEqual(found(("enrollment_ids", "any", [("replied_at", "!=", False)])), answered)
        self.assertEqual(self.chip(silent), "Completed")
