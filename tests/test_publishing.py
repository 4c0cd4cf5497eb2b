"""The publish checklist: what is missing, what is done, and what happens next."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon


class PublishingCommon(SequenceCommon):
    def checklist(self, sequence, user=None, at=MONDAY):
        with freeze_time(at):
            self.env.flush_all()
            self.env.invalidate_all()
            return self.env["sales.sequence.publishing"].with_user(user or self.manager).get_checklist(sequence.id)

    def texts(self, sequence, status, **options):
        return [item["text"] for item in self.checklist(sequence, **options)["items"] if item["status"] == status]

    def item(self, sequence, code, **options):
        found = [item for item in self.checklist(sequence, **options)["items"] if item["code"] == code]
        self.assertEqual(len(found), 1, code)
        return found[0]


class TestChecklist(PublishingCommon):
    def test_what_is_missing_is_what_the_server_refuses(self):
        sequence = self.make_sequence(publish=False, name="Outreach")
        sequence.step_ids.unlink()
        self.assertEqual(self.texts(sequence, "missing"), ["It has no steps. Add at least one."])
        step = self.make_step(sequence, 0, {"channel": "email", "mail_template_id": False, "name": "Intro"})
        checklist = self.checklist(sequence)
        missing = [item for item in checklist["items"] if item["status"] == "missing"]
        self.assertEqual([item["text"] for item in missing], sequence.problem.splitlines())
        self.assertEqual((missing[0]["step_id"], missing[0]["page"]), (step.id, "steps"))
        self.assertEqual((checklist["may_publish"], checklist["next"]), (False, False))
        self.assertLess(checklist["done"], checklist["total"])
        with self.assertRaisesRegex(UserError, "Intro"):
            sequence.with_user(self.manager).action_publish()
        action = sequence.with_user(self.manager).action_publish_or_show()
        self.assertEqual(action["tag"], "sales_sequence_show_missing")
        self.assertEqual(sequence.state, "draft")
        step.mail_template_id = self.template
        self.assertTrue(self.checklist(sequence)["may_publish"])
        sequence.with_user(self.manager).action_publish_or_show()
        self.assertEqual(sequence.state, "live")

    def test_a_blank_of_the_library_and_a_date_lead_to_their_place(self):
        sequence = self.make_sequence(
            {"channel": "email", "name": "Before", "delay_from": "before", "cta": "[[day]]"}, publish=False
        )
        items = {item["text"]: item for item in self.checklist(sequence)["items"] if item["status"] == "missing"}
        (blank,) = [item for text, item in items.items() if "[[day]]" in text]
        self.assertEqual(blank["step_id"], sequence.step_ids.id)
        (date,) = [item for text, item in items.items() if "Steps are counted from a date" in text]
        self.assertEqual((date["step_id"], date["page"]), (False, "rules"))

    def test_what_is_done_is_said(self):
        sequence = self.make_sequence("email", {"channel": "call", "note": "<p>Ask.</p>"}, publish=False)
        done = self.texts(sequence, "done")
        for text in (
            "Every email has a subject and a text",
            "Every call has a script",
            "Senders have a valid address",
            "Every call has somebody to make it",
            "Sending hours 9:00 AM to 5:00 PM, contact's time zone",
        ):
            self.assertIn(text, done)
        (stops,) = [text for text in done if text.startswith("Stop rules")]
        for rule in ("answer", "bounce", "opt-out", "meeting", "won or lost"):
            self.assertIn(rule, stops)
        sequence.stop_on_meeting = False
        self.assertNotIn("meeting", self.item(sequence, "stops")["text"])

    def test_nobody_makes_the_calls(self):
        sequence = self.make_sequence({"channel": "call", "note": "<p>Ask.</p>"}, publish=False, user_id=False)
        item = self.item(sequence, "owner")
        self.assertEqual((item["status"], item["field"]), ("hint", "user_id"))
        self.assertTrue(self.checklist(sequence)["may_publish"], "the salespeople of the records may make them")

    def test_a_sender_without_an_address(self):
        sequence = self.make_sequence("email", publish=False)
        self.rep.partner_id.email = False
        item = self.item(sequence, "senders")
        self.assertEqual(item["status"], "hint")
        self.assertIn("Rita Rep has no valid email address", item["text"])

    def test_an_email_that_lacks_a_language_of_the_others(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.make_template()
        french.with_context(lang="fr_FR").body_html = "<p>Bonjour.</p>"
        sequence = self.make_sequence({"mail_template_id": french.id}, publish=False)
        self.assertFalse([text for text in self.texts(sequence, "hint") if "no text in" in text])
        step = self.make_step(sequence, 1, {"channel": "email", "name": "Reminder"})
        item = self.item(sequence, "languages")
        self.assertEqual((item["status"], item["step_id"]), ("hint", step.id))
        self.assertIn("“Reminder” has no text in French", item["text"])

    def test_the_mail_chain_is_unknown_to_whoever_may_not_look(self):
        sequence = self.make_sequence("email")
        self.assertEqual(self.item(sequence, "mail", user=self.rep)["status"], "unknown")
        self.assertIn(self.item(sequence, "mail")["status"], ("done", "hint"))
        self.env["ir.config_parameter"].sudo().set_param("mail.catchall.domain", False)
        self.env.company.alias_domain_id = False
        item = self.item(sequence, "mail")
        self.assertEqual((item["status"], bool(item["action"])), ("hint", True))

    def test_the_name_it_was_created_with_is_a_hint(self):
        sequence = self.make_sequence("email", name="New sequence", publish=False)
        self.assertEqual(self.item(sequence, "name")["field"], "name")

    def test_many_steps_and_people_take_no_more_queries_than_few(self):
        counts = []
        for steps, people in ((3, 2), (30, 30)):
            sequence = self.make_sequence(*["email", "call", "todo"] * (steps // 3), name=f"With {steps}")
            self.enroll(sequence, self.make_leads(people, f"Of{steps}n"))
            self.checklist(sequence)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY):
                self.env["sales.sequence.publishing"].with_user(self.manager).get_checklist(sequence.id)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)

    def test_who_may_ask(self):
        sequence = self.make_sequence("email")
        stranger = mail_new_test_user(self.env, login="stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.checklist(sequence, user=stranger)
        sequence.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            self.checklist(sequence, user=self.rep)
        for wrong in (10**9, False, "1", [1], 2**40, 1.5):
            with self.assertRaises(UserError):
                self.env["sales.sequence.publishing"].get_checklist(wrong)
        self.assertFalse(self.checklist(self.make_sequence("email", publish=False), user=self.rep)["may_publish"])


class TestForecast(PublishingCommon):
    def test_a_draft_says_who_would_enter(self):
        self.make_leads(3, "Match", priority="3")
        self.make_lead("Far", priority="3", country_id=self.env.ref("base.jp").id)
        self.make_lead("Other", priority="0")
        sequence = self.make_sequence(
            "email",
            {"channel": "call", "note": "<p>Ask.</p>", "delay": 2},
            publish=False,
            auto_enroll=True,
            enroll_domain="[('priority', '=', '3')]",
        )
        # At 20:00 in Brussels, hours are over everywhere but begin again tomorrow.
        text = self.checklist(sequence, at=MONDAY.replace(hour=19))["next"]
        self.assertEqual(
            text, "If published now: 4 first emails tomorrow at 9:00 AM in 2 zones; calls for Rita Rep: 4 on Thursday"
        )
        self.env.company.sequence_sender_cap = 3
        self.assertIn(
            "in 2 zones, at most 3 a day; calls", self.checklist(sequence, at=MONDAY.replace(hour=19))["next"]
        )
        sequence.max_new_per_day = 2
        self.assertIn("2 new people a day", self.checklist(sequence, at=MONDAY.replace(hour=19))["next"])
        self.assertFalse(sequence.enrollment_ids, "nobody was enrolled")

    def test_a_draft_that_nobody_enters_by_itself_says_what_to_do(self):
        sequence = self.make_sequence("email", publish=False)
        self.assertIn("enroll leads from their list", self.checklist(sequence)["next"])
        sequence = self.make_sequence(
            {"mail_template_id": self.make_template("res.partner").id}, publish=False, target="partner"
        )
        self.assertIn("enroll contacts from their list", self.checklist(sequence)["next"])

    def test_from_a_live_sequence_one_comes_to_those_who_match_and_enrolls_them_in_it(self):
        match, _other = self.make_lead("Match", priority="3"), self.make_lead("Other", priority="0")
        sequence = self.make_sequence("email", enroll_domain="[('priority', '=', '3')]")
        action = sequence.with_user(self.rep).action_choose_people()
        self.assertEqual(action["res_model"], "crm.lead")
        self.assertEqual(self.env["crm.lead"].search(safe_eval(action["domain"])), match)
        dialog = match.with_user(self.rep).with_context(**action["context"]).action_enroll_in_sequence()
        wizard = self.env[dialog["res_model"]].with_user(self.rep).with_context(**dialog["context"]).create({})
        self.assertEqual(wizard.sequence_id, sequence)
        partners = self.make_sequence(
            {"mail_template_id": self.make_template("res.partner").id}, publish=False, target="partner"
        )
        self.assertEqual(partners.action_choose_people()["res_model"], "res.partner")

    def test_a_live_sequence_says_what_comes_next(self):
        sequence = self.make_sequence("email", {"channel": "call", "note": "<p>Ask.</p>", "delay": 2}, name="Outreach")
        leads = self.make_leads(2) | self.make_lead("Jun", country_id=self.env.ref("base.jp").id)
        evening = MONDAY.replace(hour=19)
        self.enroll(sequence, leads, at=evening)
        self.assertEqual(
            self.checklist(sequence, at=evening)["next"],
            "Next: 3 first emails tomorrow at 9:00 AM in 2 zones; calls for Rita Rep: 3 on Thursday",
        )
        self.env.company.sequence_sender_cap = 2
        self.assertIn(
            "3 first emails tomorrow at 9:00 AM in 2 zones, at most 2 a day;",
            self.checklist(sequence, at=evening)["next"],
        )
        self.rep.sequence_daily_cap = 3
        self.assertNotIn("at most", self.checklist(sequence, at=evening)["next"])
        # Nobody else's people are counted for a rep.
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz="Europe/Brussels"
        )
        self.assertFalse(self.checklist(sequence, user=colleague, at=evening)["next"])

    def test_an_email_that_is_not_the_first_is_not_called_so(self):
        sequence = self.make_sequence("email", {"channel": "email", "delay": 3})
        self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        text = self.checklist(sequence, at=MONDAY + timedelta(hours=1))["next"]
        self.assertIn("2 emails on Thursday", text)

    def test_emails_that_somebody_reviews_first_do_not_leave(self):
        evening = MONDAY.replace(hour=19)
        self.make_leads(2, "Match", priority="3")
        draft = self.make_sequence(
            {"requires_review": True}, publish=False, auto_enroll=True, enroll_domain="[('priority', '=', '3')]"
        )
        self.assertEqual(
            self.checklist(draft, at=evening)["next"], "If published now: 2 emails to review tomorrow at 9:00 AM"
        )
        sequence = self.make_sequence({"requires_review": True}, "email", name="Reviewed")
        self.enroll(sequence, self.make_lead("Ada"), at=evening)
        tomorrow = MONDAY + timedelta(days=1)
        self.assertEqual(self.checklist(sequence, at=evening)["next"], "Next: 1 email to review tomorrow at 9:00 AM")
        self.run_at(tomorrow)
        touch = sequence.enrollment_ids.touch_ids
        self.assertEqual(touch.state, "draft")
        with freeze_time(tomorrow):
            touch.with_user(self.rep).action_approve()
        text = self.checklist(sequence, at=tomorrow)["next"]
        self.assertNotIn("to review", text)

    def test_a_live_sequence_without_anybody(self):
        sequence = self.make_sequence("email")
        self.assertIn("enroll leads from their list", self.checklist(sequence)["next"])
        sequence.action_close()
        self.assertIn("Nobody enters anymore", self.checklist(sequence)["next"])

    def test_work_of_other_sequences_is_not_counted(self):
        other = self.make_sequence({"channel": "call"}, name="Other")
        self.enroll(other, self.make_leads(5, "Cem"), at=MONDAY.replace(hour=19))
        sequence = self.make_sequence({"channel": "call"}, name="Outreach")
        self.enroll(sequence, self.make_lead(), at=MONDAY.replace(hour=19))
        text = self.checklist(sequence, at=MONDAY.replace(hour=19))["next"]
        self.assertEqual(text, "Next: calls for Rita Rep: 1 tomorrow")

    def test_more_people_than_are_looked_at(self):
        from odoo.addons.sales_sequence.models.manage import publish_forecast

        self.patch(publish_forecast, "LOOKED_AT", 3)
        self.make_leads(5, "Match", priority="3")
        sequence = self.make_sequence(
            "email", publish=False, auto_enroll=True, enroll_domain="[('priority', '=', '3')]"
        )
        self.assertIn("over 3 first emails", self.checklist(sequence, at=MONDAY.replace(hour=19))["next"])


class TestVariantsOfTheChecklist(PublishingCommon):
    def test_variants_that_differ_are_done(self):
        sequence = self.make_sequence("email", publish=False)
        sequence.step_ids.variant_ids = [
            Command.create({"name": name, "mail_template_id": self.make_template(subject=name).id}) for name in "AB"
        ]
        self.assertEqual(self.item(sequence, "variants")["status"], "done")
