"""The dialogs to enroll, pause and stop, before and after confirming; and the form of an enrollment."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import MONDAY, SequenceCommon


class TestEnrollWizard(SequenceCommon):
    def wizard(self, targets, user=None, **values):
        """The dialog as opened from a list with these records selected."""
        context = {"active_model": targets._name, "active_ids": targets.ids}
        Wizard = self.env["sales.sequence.enroll.wizard"].with_user(user or self.rep).with_context(**context)
        form = Form(Wizard)
        for name, value in values.items():
            form[name] = value
        return form

    def test_the_dialog_shows_who_will_be_enrolled_and_who_not_and_why(self):
        sequence = self.make_sequence()
        fine, silent, live = self.make_lead("Fine"), self.make_lead("Silent", email_from=False), self.make_lead("Live")
        self.enroll(sequence, live)
        with freeze_time(MONDAY):
            form = self.wizard(fine + silent + live)
            self.assertEqual(form.sequence_id, sequence, "The only choice is preselected")
            self.assertEqual((form.target_count, form.admitted_count, form.refused_count), (3, 1, 2))
            self.assertIn("Address missing or not valid", form.reasons_html)
            self.assertIn("Already in a sequence", form.reasons_html)
            self.assertIn("Hello from a person", form.email_html)
            self.assertIn("Unsubscribe", form.email_html, "As the recipient will read it")
            self.assertIn("fine@customer.example.org", form.email_html)
            self.assertIn("Day 1", form.steps_html)
            wizard = form.save()
            self.assertFalse(fine.enrollment_ids, "Nothing has happened yet")
            wizard.action_enroll()
        self.assertEqual(fine.enrollment_ids.ids, wizard.enrollment_ids)
        self.assertEqual((wizard.state, wizard.enrolled_count, wizard.refused_count), ("done", 1, 2))
        lines = {line.name: line for line in wizard.line_ids}
        self.assertIn("There is no email address.", lines["Deal with Silent"].message)
        self.assertEqual(
            lines["Deal with Live"].enrollment_id, live.enrollment_ids, "One click opens the conflicting enrollment"
        )
        self.assertEqual(wizard.action_view_enrollments()["res_id"], fine.enrollment_ids.id)

    def test_confirming_checks_eligibility_again(self):
        """The preview may be outdated; `enroll` decides."""
        sequence = self.make_sequence()
        ada, bob = self.make_lead("Ada"), self.make_lead("Bob")
        wizard = self.wizard(ada + bob).save()
        self.enroll(sequence, bob)
        wizard.action_enroll()
        self.assertEqual((wizard.enrolled_count, wizard.refused_count), (1, 1))
        self.assertEqual(wizard.line_ids.name, "Deal with Bob")

    def test_the_preview_shows_dates_in_the_contacts_zone_and_why_they_moved(self):
        self.make_sequence("email", {"channel": "call", "delay": 1})
        leads = self.make_lead("Bel") + self.make_lead("Jap", country_id=self.env.ref("base.jp").id)
        saturday = MONDAY + timedelta(days=5)
        with freeze_time(saturday):
            form = self.wizard(leads)
            self.assertIn("Europe/Brussels", form.steps_html)
            self.assertIn("not a working day", form.steps_html)
            self.assertIn("Mon, Jan 19 at 9:00", form.steps_html)
            form.preview_lead_id = leads[1]
            self.assertIn("Asia/Tokyo", form.steps_html)
            self.assertIn("jap@customer.example.org", form.email_html)

    def test_the_sender_shown_in_the_dialog_is_used(self):
        self.make_sequence()
        lead = self.make_lead()
        form = self.wizard(lead, user=self.manager)
        self.assertIn(self.rep.email, form.email_html, "The salesperson, if no sender is chosen")
        form.user_id = self.manager
        self.assertIn(self.manager.email, form.email_html)
        form.save().action_enroll()
        self.assertEqual(lead.enrollment_ids.user_id, self.manager)

    def test_the_preview_warns_of_an_email_that_would_not_be_sent(self):
        template = self.make_template(body_html='<p>Hello <t t-out="object.partner_name"/></p>')
        self.make_sequence({"mail_template_id": template.id})
        form = self.wizard(self.make_lead())
        self.assertIn("would not be sent", form.email_html)
        self.assertIn("partner_name", form.email_html)

    def test_the_preview_shows_the_error_of_a_failing_template(self):
        template = self.make_template(body_html='<p t-if="object.contact_name == \'Broken\'" t-out="1 / 0"/>')
        self.make_sequence({"mail_template_id": template.id})
        form = self.wizard(self.make_lead("Broken"))
        self.assertIn("would not be sent", form.email_html)
        self.assertIn("division by zero", form.email_html)
        self.assertNotIn("Traceback", form.email_html)
        self.assertEqual(form.admitted_count, 1)

    def test_the_preview_of_a_sequence_without_emails_shows_none(self):
        self.make_sequence("call")
        form = self.wizard(self.make_lead(email_from=False))
        self.assertEqual(form.admitted_count, 1, "A call needs no address")
        self.assertFalse(form.email_html)

    def test_the_dialog_says_at_once_why_a_single_record_is_refused(self):
        self.make_sequence()
        form = self.wizard(self.make_lead("Silent", email_from=False))
        self.assertEqual(form.admitted_count, 0)
        self.assertIn("There is no email address.", form.refusal)
        self.assertFalse(form.steps_html)

    def test_without_a_live_sequence_the_dialog_says_what_to_do(self):
        self.make_sequence(publish=False)
        form = self.wizard(self.make_lead())
        self.assertEqual((form.sequence_count, form.may_publish), (0, False))
        self.assertFalse(form.sequence_id)
        with self.assertRaises(UserError):
            form.save().action_enroll()
        self.assertTrue(self.wizard(self.make_lead("Bob"), user=self.manager).may_publish)

    def test_the_dialog_offers_only_sequences_for_this_kind_of_record(self):
        template = self.make_template("res.partner")
        for_partners = self.make_sequence({"mail_template_id": template.id}, target="partner")
        self.make_sequence("email", name="For leads")
        partner = self.env["res.partner"].create({"name": "Partner", "email": "p@partner.example.org"})
        form = self.wizard(partner)
        self.assertEqual(form.sequence_id, for_partners)
        form.save().action_enroll()
        self.assertEqual(partner.enrollment_ids.sequence_id, for_partners)

    def test_selecting_a_company_can_enroll_its_contacts(self):
        email = {"channel": "email", "mail_template_id": self.make_template("res.partner").id}
        sequence = self.make_sequence(email, target="partner")
        Partner = self.env["res.partner"].with_user(self.rep)
        acme, bare = Partner.create(
            [{"name": name, "is_company": True, "email": f"{name}@customer.example.org"} for name in ("acme", "bare")]
        )
        ada, bob, gone, door, branch, carl = Partner.create(
            [
                {"name": "Ada", "parent_id": acme.id, "email": "ada@acme.example.org"},
                {"name": "Bob", "parent_id": acme.id},
                {"name": "Gone", "parent_id": acme.id, "active": False},
                {"name": "Back door", "parent_id": acme.id, "type": "delivery", "email": "door@acme.example.org"},
                {"name": "Branch", "parent_id": acme.id, "is_company": True, "email": "branch@acme.example.org"},
                {"name": "Carl", "email": "carl@customer.example.org"},
            ]
        )
        form = self.wizard(acme + bare + carl)
        self.assertEqual((form.company_count, form.target_count), (1, 3), "Only one of them has contacts")
        self.assertEqual(form.target_ids, (acme + bare + carl).ids)
        form.whom = "contacts"
        self.assertEqual(form.target_ids, (ada + bob + bare + carl).ids)
        self.assertEqual((form.target_count, form.admitted_count, form.refused_count), (4, 3, 1))
        wizard = form.save()
        self.assertEqual(wizard.line_ids.message, "There is no email address. This sequence sends emails.")
        wizard.action_enroll()
        enrollments = self.env["sales.sequence.enrollment"].search([("sequence_id", "=", sequence.id)])
        self.assertEqual(enrollments.partner_id, ada + bare + carl)
        self.assertFalse((gone + door + branch).enrollment_ids)
        self.assertFalse(self.wizard(carl).company_count)

    def test_selecting_a_person_never_enrolls_others(self):
        self.make_sequence({"mail_template_id": self.make_template("res.partner").id}, target="partner")
        carl = self.env["res.partner"].create({"name": "Carl", "email": "carl@customer.example.org"})
        self.env["res.partner"].create({"name": "Carl's assistant", "parent_id": carl.id})
        wizard = self.wizard(carl).save()
        self.assertFalse(wizard.company_count)
        wizard.whom = "contacts"
        self.assertEqual(wizard.target_ids, carl.ids)

    def test_selecting_a_company_does_not_enroll_unreadable_contacts(self):
        email = {"channel": "email", "mail_template_id": self.make_template("res.partner").id}
        self.make_sequence(email, target="partner")
        acme, ada = self.env["res.partner"].create([{"name": "Acme", "is_company": True}, {"name": "Ada"}])
        ada.parent_id = acme
        self.env["ir.rule"].create(
            {
                "name": "A contact that is not for everybody",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", ada.id)],
                "perm_write": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )
        form = self.wizard(acme)
        self.assertFalse(form.company_count)
        # A program may set values that the screen does not offer.
        wizard = form.save()
        wizard.whom = "contacts"
        self.assertEqual(wizard.target_ids, acme.ids)

    def test_the_dialog_needs_a_selection(self):
        Wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep)
        for context in (
            {},
            {"active_model": "crm.lead", "active_ids": []},
            {"active_model": "res.users", "active_ids": [1]},
        ):
            with self.subTest(context=context), self.assertRaises(UserError):
                Wizard.with_context(**context).default_get(["selected_ids"])

    def test_thousands_of_records_are_all_counted_but_only_partly_listed_with_few_queries(self):
        self.make_sequence()
        Lead = self.env["crm.lead"].with_context(tracking_disable=True)
        silent = Lead.create([{"name": f"Silent {index}", "user_id": False} for index in range(1_200)])
        leads = silent + self.make_lead()
        self.env.flush_all()
        self.env.invalidate_all()
        # Independent of the number of leads, but for Odoo fetching a thousand of them at a time.
        with self.assertQueryCount(120):
            form = self.wizard(leads)
        self.assertEqual((form.target_count, form.admitted_count, form.refused_count), (1_201, 1, 1_200))
        self.assertEqual(form.unlisted_count, 1_000)

    def test_select_all_enrolls_the_whole_list_beyond_the_ids_sent_by_the_client(self):
        """The web client sends up to `web.active_ids_limit` ids, and the domain with them."""
        self.make_sequence()
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", 3)
        leads = self.make_leads(5, name="Many")
        colleagues = self.make_lead("Many colleagues", user_id=self.manager.id)
        domain = [("name", "ilike", "Deal with Many")]
        Wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep).with_context(active_model="crm.lead")
        form = Form(Wizard.with_context(active_ids=leads[:3].ids, active_domain=domain))
        self.assertEqual((form.target_count, form.admitted_count, form.is_partial), (5, 5, False))
        self.assertNotIn(colleagues.id, form.target_ids, "With the user's own rights")
        form = Form(Wizard.with_context(active_ids=leads[:2].ids, active_domain=domain))
        self.assertEqual(form.target_count, 2, "Records were selected by hand: the domain covers the whole list")
        form = Form(Wizard.with_context(active_ids=leads[:3].ids))
        self.assertEqual((form.target_count, form.is_partial), (3, True), "Without a domain the rest is unknown")

    def test_the_preview_does_not_wait_for_concurrent_enrollments(self):
        """Only enrolling takes the lock that counts new enrollments per day; the preview does not."""
        sequence = self.make_sequence(max_new_per_day=1)
        leads = self.make_leads(3)
        with freeze_time(MONDAY):
            self.enroll(sequence, leads[0])
            pace = self.env["sales.sequence.pace"].search([("name", "=", f"sequence-{sequence.id}")])
            rounds = pace.round
            form = self.wizard(leads[1:])
            self.assertIn("Tue, Jan 13", form.steps_html, "The preview knows that the day is full")
            form.preview_lead_id = leads[2]
            wizard = form.save()
            self.env.invalidate_all()
            self.assertEqual(pace.round, rounds)
            wizard.action_enroll()
            self.env.invalidate_all()
            self.assertGreater(pace.round, rounds)


class TestSteerWizard(SequenceCommon):
    def steer(self, verb, enrollments, **values):
        context = {"active_model": enrollments._name, "active_ids": enrollments.ids, "default_verb": verb}
        return self.env["sales.sequence.steer.wizard"].with_user(self.rep).with_context(**context).create(values)

    def test_the_dialog_pauses_until_a_date_and_stops_with_a_reason(self):
        enrollments = self.enroll(self.make_sequence(), self.make_leads(2))
        until = MONDAY + timedelta(days=9)
        with freeze_time(MONDAY):
            self.steer("pause", enrollments, until=until).action_confirm()
        self.assertEqual(enrollments.mapped("state"), ["paused", "paused"])
        self.assertEqual(enrollments.mapped("resume_at"), [until, until])
        wizard = self.steer("stop", enrollments, reason="Asked to be left alone")
        self.assertEqual(wizard.affected_count, 2)
        wizard.action_confirm()
        self.assertEqual(enrollments.mapped("exit_reason"), ["manual", "manual"])
        self.assertEqual(enrollments[0].status_note, "Asked to be left alone")
        self.assertIn("Asked to be left alone", enrollments[0].lead_id.message_ids[0].body)

    def test_select_all_stops_the_whole_list_beyond_the_ids_sent_by_the_client(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", 2)
        enrollments = self.enroll(self.make_sequence(), self.make_leads(4))
        domain = [("sequence_id", "=", enrollments.sequence_id.id)]
        context = {"active_model": enrollments._name, "active_ids": enrollments[:2].ids, "active_domain": domain}
        Wizard = self.env["sales.sequence.steer.wizard"].with_user(self.rep).with_context(**context)
        Wizard.create({"verb": "stop"}).action_confirm()
        self.assertEqual(set(enrollments.mapped("state")), {"stopped"})

    def test_a_typed_stop_reason_that_equals_a_code_stays_text(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        self.steer("stop", enrollment, reason="won").action_confirm()
        self.assertEqual((enrollment.exit_reason, enrollment.status_note), ("manual", "won"))

    def test_the_dialog_skips_ended_enrollments_and_refuses_if_none_is_left(self):
        enrollments = self.enroll(self.make_sequence(), self.make_leads(2))
        enrollments[0].stop()
        self.steer("pause", enrollments).action_confirm()
        self.assertEqual(enrollments.mapped("state"), ["stopped", "paused"])
        with self.assertRaises(UserError):
            self.steer("stop", enrollments[0]).action_confirm()

    def test_pausing_until_a_past_date_is_refused(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        with freeze_time(MONDAY), self.assertRaises(UserError):
            self.steer("pause", enrollment, until=MONDAY - timedelta(hours=1)).action_confirm()
        self.assertEqual(enrollment.state, "running")


class TestEnrollmentScreen(SequenceCommon):
    def test_the_timeline_shows_past_and_future_steps(self):
        enrollment = self.enroll(
            self.make_sequence({"name": "Hello"}, {"name": "Ring", "channel": "call"}), self.make_lead()
        )
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        mine = enrollment.with_user(self.rep)
        with freeze_time(MONDAY):
            timeline = mine.timeline_html
        for words in (
            "Enrolled",
            "Hello",
            "Sent",
            "Mon, Jan 12 at 10:00",
            "Planned, unless they answer",
            "Ring",
            "Day 2",
        ):
            self.assertIn(words, timeline)
        self.assertEqual(mine.step_progress, "1/2")
        self.answer(enrollment.touch_ids, at=MONDAY + timedelta(hours=2))
        mine.invalidate_recordset()
        self.assertIn("Answer", mine.timeline_html)
        self.assertIn("Stopped the sequence", mine.timeline_html)
        self.assertNotIn("Planned", mine.timeline_html)
        self.assertEqual(mine.state_reason, "Answered")

    def test_the_timeline_shows_when_an_open_call_is_due_and_when_it_is_skipped(self):
        enrollment = self.enroll(self.make_sequence("call", "email"), self.make_lead())
        self.assertFalse(enrollment.activity_deadline)
        self.run_at(MONDAY)
        mine = enrollment.with_user(self.rep)
        self.assertEqual(mine.activity_deadline, MONDAY.date())
        with freeze_time(MONDAY):
            self.assertIn("Skipped if not done by Thu, Jan 15 at", mine.timeline_html)
            self.assertNotIn("Rescheduled:", mine.timeline_html)

    def test_the_timeline_shows_text_of_outsiders_as_text(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        self.env["sales.sequence.inbox"]._notice(
            [{"enrollment_id": enrollment.id, "kind": "acknowledgement", "detail": "<script>alert(1)</script>"}]
        )
        self.assertNotIn("<script", enrollment.timeline_html)
        self.assertIn("alert(1)", enrollment.timeline_html)

    def test_restarting_a_selection_restarts_what_it_can_and_says_why_others_could_not(self):
        sequence = self.make_sequence("email", "email")
        stopped, elsewhere, running = self.enroll(sequence, self.make_leads(3))
        (stopped + elsewhere).stop()
        self.enroll(self.make_sequence("email", name="Other"), elsewhere.lead_id)
        action = (stopped + elsewhere + running).with_user(self.rep).action_restart()
        self.assertEqual((stopped + elsewhere + running).mapped("state"), ["running", "stopped", "running"])
        self.assertIn("1 restarted. 1 could not be changed:", action["params"]["message"])
        self.assertIn("Deal with Ada1 is now in “Other”", action["params"]["message"])
        self.assertEqual(stopped.lead_id.message_ids[0].author_id, self.rep.partner_id, "The author is the user")

    def test_the_buttons_are_shown_only_to_users_who_may_change_the_record(self):
        leads = self.make_lead("Mine") + self.make_lead("Theirs", user_id=self.manager.id)
        mine, theirs = self.enroll(self.make_sequence(), leads)
        self.assertTrue(mine.with_user(self.rep).can_manage)
        self.assertFalse((mine + theirs).with_user(self.rep)[1].sudo(False).can_manage)
        self.assertEqual((mine + theirs).with_user(self.manager).mapped("can_manage"), [True, True])
