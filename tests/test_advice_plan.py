"""Rules about what is written: for each, a sequence that triggers it and one that just does not."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import TransactionCase

from .common import MONDAY, SequenceCommon

GREETING = '<p><t t-out="object.sequence_salutation">Hello,</t></p>'
DAY = timedelta(days=1)


class PlanAdviceCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Advice = cls.env["sales.sequence.advice"]

    @classmethod
    def email(cls, body="<p>Would ten minutes suit you?</p>", subject="A question", **values):
        """An email about which there is nothing to say, but for what is given."""
        return {"body_html": GREETING + body, "subject": subject, "cta": "Reply", "mail_template_id": False, **values}

    def found(self, sequence):
        """``{(code, name of the step): severity}``"""
        sequence.env.flush_all()
        return {
            (one.code, sequence.step_ids.browse(one.step_id or ()).name): one.severity
            for one in self.Advice._find(sequence)
        }

    def codes(self, sequence):
        return sorted({code for code, _step in self.found(sequence)})

    def item(self, sequence, code, user=None):
        shown = self.Advice.with_user(user or self.manager).get_advice(sequence.id)
        return next((item for item in shown["items"] if item["code"] == code), None)


class TestAdviceAboutSteps(PlanAdviceCommon, TransactionCase):
    def make(self, *steps, **values):
        return self.make_sequence(*[self.email() if step == "email" else step for step in steps], **values)

    def test_five_emails_to_strangers_are_enough_and_eight_are_too_many(self):
        steps = [{**self.email(), "delay": 3} for _number in range(8)]
        for purpose in ("outbound", "re_engagement", "trade_show"):
            for count, severity in ((5, None), (6, "warning"), (7, "warning"), (8, "act")):
                with self.subTest(f"{count} emails, {purpose}"):
                    sequence = self.make(*steps[:count], "call", "call", purpose=purpose)
                    self.assertEqual(self.found(sequence).get(("many_emails", False)), severity)
        self.assertEqual(self.found(self.make(*steps, purpose="onboarding")), {})
        sequence.step_ids[:3].active = False
        self.assertNotIn("many_emails", self.codes(sequence), "archived steps do not count")

    def test_partners_and_few_others_hear_from_a_human(self):
        partner = {"mail_template_id": self.make_template("res.partner", body_html=GREETING).id, "cta": "Reply"}
        few = [
            {"purpose": "outbound", "max_new_per_day": 10},
            {"purpose": "outbound", "reviewed": True},
        ]
        many = [
            {"purpose": "outbound", "max_new_per_day": 11},
            {"purpose": "outbound"},
            {"purpose": "onboarding", "max_new_per_day": 5},
        ]
        for values in [*few, *many]:
            with self.subTest(values):
                email = self.email(requires_review=values.get("reviewed", False))
                of_sequence = {name: value for name, value in values.items() if name != "reviewed"}
                found = self.codes(self.make(email, **of_sequence))
                self.assertEqual(found, ["no_human_touch"] * (values in few))
                for channel in ("call", "linkedin", "todo"):
                    self.assertEqual(self.codes(self.make(email, channel, **of_sequence)), [])
        for purpose in ("onboarding", "enablement", "upsell"):
            self.assertEqual(self.codes(self.make(partner, target="partner", purpose=purpose)), ["no_human_touch"])
            self.assertEqual(self.codes(self.make(partner, "call", target="partner", purpose=purpose)), [])
        self.assertEqual(self.codes(self.make(partner, target="partner", purpose="event")), [])
        self.assertEqual(self.codes(self.make("call", purpose="outbound", max_new_per_day=1)), [])

    def test_an_archived_call_is_no_human_touch(self):
        sequence = self.make("email", "call", max_new_per_day=5)
        sequence.step_ids[1].active = False
        self.assertEqual(self.codes(sequence), ["no_human_touch"])

    def test_two_emails_on_one_day_are_one_too_many_but_a_call_beside_it_is_not(self):
        def after(delay, unit, *between):
            return self.make("email", *between, {**self.email(), "delay": delay, "delay_unit": unit}, purpose="inbound")

        at_once = {"channel": "call", "delay": 0}
        for delay, unit in ((0, "business_day"), (0, "day"), (1, "hour"), (7, "hour")):
            self.assertEqual(
                self.found(after(delay, unit)), {("same_day_emails", "Step 2"): "warning"}, f"{delay} {unit}"
            )
            self.assertEqual(self.codes(after(delay, unit, at_once)), ["same_day_emails"], f"{delay} {unit}")
        # The sending hours are eight.
        for delay, unit in ((8, "hour"), (1, "day"), (1, "business_day")):
            self.assertEqual(self.found(after(delay, unit)), {}, f"{delay} {unit}")
            self.assertEqual(self.found(after(delay, unit, at_once)), {}, f"{delay} {unit}")
        self.assertEqual(self.found(self.make("email", at_once, at_once, purpose="inbound")), {})

    def test_strangers_get_two_business_days_between_two_emails(self):
        def after(delay, unit, *between, purpose="outbound"):
            return self.make("email", *between, {**self.email(), "delay": delay, "delay_unit": unit}, purpose=purpose)

        call = {"channel": "call", "delay": 1}
        # Over a weekend, of three days one business day is left.
        for delay, unit in ((1, "business_day"), (1, "day"), (3, "day"), (8, "hour"), (47, "hour"), (95, "hour")):
            self.assertEqual(self.found(after(delay, unit)), {("close_emails", "Step 2"): "warning"}, f"{delay} {unit}")
            self.assertEqual(self.codes(after(delay, unit, purpose="inbound")), [], f"{delay} {unit}")
        for delay, unit in ((2, "business_day"), (4, "day"), (96, "hour")):
            self.assertEqual(self.codes(after(delay, unit)), [], f"{delay} {unit}")
        self.assertEqual(self.codes(after(1, "business_day", call)), [], "delays before the call count, too")
        self.assertEqual(self.codes(after(23, "hour", call)), ["close_emails"])
        # Nobody knows whether a call that waits takes three days or no time.
        self.assertEqual(self.codes(after(0, "business_day", {**call, "max_wait_days": 5})), ["close_emails"])

    def test_emails_counted_from_a_date_are_as_far_apart_as_the_date_lets_them(self):
        def dated(*places, **values):
            steps = [
                {**self.email(), "delay": amount, "delay_unit": unit, "delay_from": counted}
                for amount, unit, counted in places
            ]
            date = {"date_source": "enrollment", "purpose": "trade_show", **values}
            return self.make(*steps, publish=False, **date)

        bday = "business_day"
        self.assertEqual(self.codes(dated((5, bday, "before"), (3, bday, "before"))), [])
        self.assertEqual(self.codes(dated((5, bday, "before"), (4, bday, "before"))), ["close_emails"])
        self.assertEqual(self.codes(dated((5, bday, "before"), (5, bday, "before"))), ["same_day_emails"])
        self.assertEqual(self.codes(dated((1, bday, "before"), (1, bday, "after"))), [])
        self.assertEqual(self.codes(dated((1, bday, "before"), (0, bday, "after"))), ["close_emails"])
        self.assertEqual(self.codes(dated((2, bday, "after"), (2, bday, "previous"))), [])
        self.assertEqual(self.codes(dated((2, bday, "after"), (1, bday, "previous"))), ["close_emails"])
        # How far away the date is when somebody begins, nobody knows.
        self.assertEqual(self.codes(dated((0, bday, "previous"), (1, bday, "before"))), [])

    def test_archived_steps_keep_nothing_apart(self):
        call = {"channel": "call", "delay": 1}
        sequence = self.make("email", call, {**self.email(), "delay": 1})
        self.assertEqual(self.codes(sequence), [])
        sequence.step_ids[1].active = False
        self.assertEqual(self.codes(sequence), ["close_emails"])

    def test_a_sentence_names_the_two_emails_and_leads_to_the_later_one(self):
        sequence = self.make("email", {**self.email(), "delay": 1})
        item = self.item(sequence, "close_emails")
        self.assertEqual(item["detail"], "Only 1 business day lies between “Step 1” and “Step 2”.")
        self.assertEqual(
            item["place"],
            {"label": "Open the step", "page": "steps", "step_id": sequence.step_ids[1].id, "field": "delay"},
        )

    def test_nothing_is_said_about_a_closed_or_archived_sequence_or_one_of_the_library(self):
        sequence = self.make("email", {**self.email(), "delay": 0})
        self.assertTrue(self.found(sequence))
        sequence.action_close()
        self.assertEqual(self.found(sequence), {})
        sequence.action_publish()
        sequence.active = False
        self.assertEqual(self.found(sequence), {})

    def test_a_draft_is_told_of_before_it_is_published(self):
        sequence = self.make("email", {**self.email(), "delay": 0}, publish=False)
        self.assertEqual(self.codes(sequence), ["same_day_emails"])
        items = self.env["sales.sequence.publishing"].get_checklist(sequence.id)
        hints = [item for item in items["items"] if item["code"] == "advice"]
        self.assertEqual(
            [(hint["status"], hint["text"], hint["step_id"], hint["page"], hint["field"]) for hint in hints],
            [("hint", "Two emails can reach a person on the same day.", sequence.step_ids[1].id, "steps", "delay")],
        )
        self.assertTrue(items["may_publish"])
        live = self.make("email", {**self.email(), "delay": 0})
        self.assertEqual(self.codes(live), ["same_day_emails"])
        items = self.env["sales.sequence.publishing"].get_checklist(live.id)["items"]
        self.assertNotIn("advice", [item["code"] for item in items], "its own list stands below")
        self.Advice.dismiss(sequence.id, "same_day_emails", sequence.step_ids[1].id, "They asked for both")
        items = self.env["sales.sequence.publishing"].get_checklist(sequence.id)["items"]
        self.assertNotIn("advice", [item["code"] for item in items])

    def test_finding_asks_the_same_number_of_queries_for_any_number_of_sequences_and_steps(self):
        def queries(sequences):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Advice._find(sequences)
            return self.env.cr.sql_log_count - before

        variants = [Command.create({"name": name, "subject": name, "body_html": GREETING}) for name in "AB"]
        one = self.make({**self.email(), "variant_ids": variants}, "call")
        queries(one)
        of_one = queries(one)
        many = one
        for _number in range(5):
            many |= self.make(*[{**self.email(), "variant_ids": variants}] * 4, "call")
        queries(many)
        self.assertLessEqual(queries(many), of_one)


class TestAdviceAboutTexts(PlanAdviceCommon, TransactionCase):
    def with_body(self, body, **values):
        return self.make_sequence(self.email(body, **values), "call")

    def test_an_email_of_126_words_is_long_and_one_of_201_is_too_long(self):
        for count, severity in ((125, None), (126, "hint"), (200, "hint"), (201, "warning")):
            # The salutation is a merge field, and one word.
            words = " ".join(["word"] * (count - 1))
            sequence = self.with_body(f"<p>{words}</p>")
            self.assertEqual(self.found(sequence).get(("long_text", "Step 1")), severity, count)
        self.assertEqual(self.item(sequence, "long_text")["text"], "“Step 1” has 201 words.")

    def test_the_signature_is_not_counted_word_by_word(self):
        words = " ".join(["word"] * 123)
        signature = '<div><t t-out="object.sequence_sender_signature">Mitchell Admin of a long address</t></div>'
        self.assertEqual(self.codes(self.with_body(f"<p>{words}</p>{signature}")), [])

    def test_an_email_that_says_the_same_to_everybody_is_told(self):
        def codes(body, subject="A question"):
            return self.codes(self.make_sequence({**self.email(subject=subject), "body_html": body}, "call"))

        for body in (
            "<p>Hello.</p>",
            '<p>Hello. <t t-out="object.sequence_sender_signature">Me</t></p>',
            '<p>Book: <a t-att-href="object.sequence_meeting_link">here</a></p>',
            '<p>I am <t t-out="object.sequence_sender_name">Me</t></p>',
        ):
            self.assertEqual(codes(body), ["no_merge_field"], body)
        for body, subject in (
            (GREETING, "A question"),
            ('<p t-if="object.sequence_phone">I will call you.</p>', "A question"),
            ("<p>Hello.</p>", "For {{ object.sequence_company_name ||| you }}"),
        ):
            self.assertEqual(codes(body, subject), [], body)

    def test_an_email_without_a_call_to_action_is_told(self):
        for cta, codes in ((False, ["no_cta"]), ("  ", ["no_cta"]), ("Reply", [])):
            sequence = self.make_sequence(self.email(cta=cta), "call")
            self.assertEqual(self.codes(sequence), codes, cta)

    def test_two_links_that_ask_for_something_are_one_too_many(self):
        page, other = '<a href="https://a.example.org/x">x</a>', '<a href="https://a.example.org/y">y</a>'
        for body in (
            page + other,
            page + "<p>https://b.example.org</p>",
            page + '<a t-att-href="object.sequence_meeting_link">book</a>',
        ):
            self.assertEqual(self.codes(self.with_body(body)), ["two_links"], body)
        for body in (
            page,
            page + '<a href="https://A.example.org/x/">once more</a>',
            page + "<p>https://a.example.org/x</p>",
            page + '<a href="mailto:a@example.org">write</a> <a href="tel:+3212345678">call</a> <a href="#top">up</a>',
            page + '<a href="https://www.linkedin.com/in/rita">me</a>',
            page + '<a href="/sales_sequence/opt_out">no more</a>',
            page + '<a href="https://example.org/unsubscribe">no more</a>',
            page + "<!-- https://example.org/comment -->",
            '<t t-out="object.sequence_meeting_link">https://example.org/instead</t>',
        ):
            self.assertEqual(self.codes(self.with_body(body)), [], body)
        item = self.item(self.with_body(page + other), "two_links")
        self.assertEqual(item["text"], "“Step 1” has 2 links that ask for something.")

    def test_a_subject_of_61_characters_is_long(self):
        for subject, codes in (
            ("Aa" * 30, []),
            ("Aa" * 30 + "a", ["long_subject"]),
            ("Aa" * 25 + "{{ object.sequence_first_name }}", []),
            ("Aa" * 25 + "a{{ object.sequence_first_name }}", ["long_subject"]),
            ("Aa" * 26 + "{{ object.sequence_first_name ||| you four}}", []),
            ("Aa" * 26 + "a{{ object.sequence_first_name ||| you four}}", ["long_subject"]),
        ):
            self.assertEqual(self.codes(self.make_sequence(self.email(subject=subject), "call")), codes, subject)

    def test_a_subject_in_capitals_is_told_but_an_abbreviation_is_not(self):
        for subject, codes in (
            ("QUICK QUESTION", ["subject_capitals"]),
            ("ÜBER IHRE PLÄNE", ["subject_capitals"]),
            ("LAST CHANCE FOR {{ object.sequence_company_name ||| you }}", ["subject_capitals"]),
            ("Quick QUESTION", []),
            ("UNESCO", []),
            ("ISO 27001 & SOC 2", []),
            ("SAP, CRM, ERP", []),
            ("倉庫のシフト計画について 一つ質問があります", []),
            ("سؤال حول خطط المستودع", []),
        ):
            self.assertEqual(self.codes(self.make_sequence(self.email(subject=subject), "call")), codes, subject)

    def test_a_follow_up_has_the_subject_of_its_thread(self):
        late = self.email(subject="AND NOW FOR SOMETHING " * 4, delay=3)
        self.assertEqual(self.codes(self.make_sequence(self.email(), late, "call")), [])
        sequence = self.make_sequence(self.email(), {**late, "new_thread": True}, "call")
        self.assertEqual(self.codes(sequence), ["long_subject", "subject_capitals"])

    def test_each_variant_that_is_sent_is_looked_at_and_named(self):
        variants = [
            Command.create({"name": "A", "subject": "A", "body_html": GREETING}),
            Command.create({"name": "B", "subject": "B", "body_html": "<p>Hello.</p>"}),
        ]
        sequence = self.make_sequence(self.email(variant_ids=variants), "call")
        self.assertEqual(self.item(sequence, "no_merge_field")["text"], "“Step 1 – B” says the same to everybody.")
        other = sequence.step_ids.variant_ids[1]
        other.weight = 0
        self.assertEqual(self.codes(sequence), [])
        other.write({"weight": 1, "active": False})
        self.assertEqual(self.codes(sequence), [])


class TestAdviceAboutLanguages(PlanAdviceCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.enterClassContext(freeze_time(MONDAY))

    def make_reader(self, name, language, **values):
        partner = self.env["res.partner"].create({"name": name, "lang": language})
        return self.make_lead(
            name, partner_id=partner.id, email_from=f"{name.lower()}@{name.lower()}.example.org", **values
        )

    def test_people_who_read_another_language_than_an_email_has_are_told_of(self):
        sequence = self.make_sequence(self.email(), "call")
        self.enroll(sequence, self.make_reader("Ada", "en_US"))
        self.assertEqual(self.codes(sequence), [])
        enrollments = self.enroll(sequence, self.make_reader("Bea", "de_DE") | self.make_reader("Cem", "fr_FR"))
        self.assertEqual(self.found(sequence), {("languages", "Step 1"): "warning"})
        self.assertEqual(
            self.item(sequence, "languages")["text"],
            "2 people in it read a language in which “Step 1” is not written: German / Deutsch or French / Français.",
        )
        step = sequence.step_ids[0]
        step.with_context(lang="fr_FR").body_html = GREETING + "<p>Bonjour.</p>"
        self.assertEqual(
            self.item(sequence, "languages")["text"],
            "1 person in it reads a language in which “Step 1” is not written: German / Deutsch.",
        )
        enrollments[0].stop("manual")
        self.assertEqual(self.codes(sequence), [])

    def test_nothing_is_missing_for_whoever_is_held_back_for_a_comparison(self):
        sequence = self.make_sequence(self.email(), "call")
        sequence.start_comparison(share=0.5)
        readers = self.env["crm.lead"].union(*(self.make_reader(f"Reader{number}", "de_DE") for number in range(12)))
        by_arm = self.enroll(sequence, readers).grouped("arm")
        self.assertEqual(set(by_arm), {"control", "sequence"})
        self.assertIn(f"{len(by_arm['sequence'])} ", self.item(sequence, "languages")["text"])
        by_arm["sequence"].stop("manual")
        self.assertEqual(self.codes(sequence), [])

    def test_the_language_of_the_lead_counts_before_that_of_its_contact(self):
        sequence = self.make_sequence(self.email(), "call")
        german, english = (self.env["res.lang"]._lang_get(code) for code in ("de_DE", "en_US"))
        self.enroll(sequence, self.make_reader("Ada", "de_DE", lang_id=english.id))
        self.assertEqual(self.codes(sequence), [])
        self.enroll(sequence, self.make_reader("Bea", "en_US", lang_id=german.id))
        self.assertEqual(self.codes(sequence), ["languages"])

    def test_a_text_is_looked_at_in_each_language_and_told_in_which(self):
        sequence = self.make_sequence(self.email(), "call")
        words = " ".join(["Wort"] * 130)
        sequence.step_ids[0].with_context(lang="de_DE").body_html = f"{GREETING}<p>{words}</p>"
        self.assertEqual(self.item(sequence, "long_text")["text"], "“Step 1 – German / Deutsch” has 131 words.")
        self.env["res.lang"]._lang_get("de_DE").active = False
        self.assertEqual(self.codes(sequence), [])


class TestReviews(PlanAdviceCommon, TransactionCase):
    def look(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_advice").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def make_published(self, at=MONDAY, **values):
        with freeze_time(at):
            sequence = self.make_sequence(self.email(), "call", **values)
            # Its date is computed at the end of a transaction.
            self.env.flush_all()
        return sequence

    def activities(self, sequence):
        return sequence.activity_ids

    def test_after_90_days_the_owner_is_asked_once_and_reviewed_begins_anew(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY - timedelta(seconds=1))
        self.assertFalse(self.activities(sequence))
        for hours in (0, 1, 26):
            self.look(MONDAY + 90 * DAY + timedelta(hours=hours))
            self.assertEqual(self.activities(sequence).user_id, self.rep)
            self.assertEqual(self.activities(sequence).summary, "Review the sequence: Outreach")
        with freeze_time(MONDAY + 91 * DAY):
            item = self.item(sequence, "not_reviewed")
            self.assertEqual((item["text"], item["severity"]), ("Nobody has reviewed it for 91 days.", "warning"))
            self.assertEqual(item["verb"], {"name": "action_mark_reviewed", "label": "Reviewed"})
            self.assertFalse(self.item(sequence, "not_reviewed", self.rep)["verb"], "a rep may not say so")
            sequence.with_user(self.manager).action_mark_reviewed()
            self.assertEqual(sequence.reviewed_at, MONDAY + 91 * DAY)
            self.assertFalse(self.activities(sequence))
            self.assertFalse(self.item(sequence, "not_reviewed"))
        self.look(MONDAY + 181 * DAY - timedelta(seconds=1))
        self.assertFalse(self.activities(sequence))
        self.look(MONDAY + 181 * DAY)
        self.assertEqual(len(self.activities(sequence)), 1)

    def test_who_may_not_write_the_sequence_may_not_say_that_it_is_reviewed(self):
        sequence = self.make_published()
        with self.assertRaises(AccessError):
            sequence.with_user(self.rep).action_mark_reviewed()

    def test_who_was_asked_and_does_the_activity_has_reviewed_it(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        with freeze_time(MONDAY + 92 * DAY):
            self.activities(sequence).with_user(self.rep).action_feedback()
            self.assertEqual(sequence.reviewed_at, MONDAY + 92 * DAY)
        self.look(MONDAY + 93 * DAY)
        self.assertFalse(self.activities(sequence))

    def test_who_cancels_the_activity_is_not_asked_again_the_next_hour(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        self.activities(sequence).unlink()
        self.look(MONDAY + 90 * DAY + timedelta(hours=1))
        self.assertFalse(self.activities(sequence))
        with freeze_time(MONDAY + 91 * DAY):
            self.assertTrue(self.item(sequence, "not_reviewed"))

    def test_a_new_version_begins_anew_and_a_draft_is_not_reviewed(self):
        sequence = self.make_published()
        with freeze_time(MONDAY + 89 * DAY):
            version = sequence.browse(sequence.action_new_version()["res_id"])
        self.assertFalse(version.reviewed_at)
        with freeze_time(MONDAY + 100 * DAY):
            self.assertEqual(self.codes(version), [])
            version.action_publish()
            self.env.flush_all()
        with freeze_time(MONDAY + 189 * DAY):
            self.assertEqual((self.codes(sequence), self.codes(version)), ([], []))

    def test_nobody_has_to_review_what_is_closed_meanwhile(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        self.assertTrue(self.activities(sequence))
        sequence.action_close()
        self.look(MONDAY + 91 * DAY)
        self.assertFalse(self.activities(sequence))

    def test_what_is_open_again_is_reviewed_again(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        sequence.action_close()
        self.look(MONDAY + 91 * DAY)
        sequence.action_publish()
        self.look(MONDAY + 92 * DAY)
        self.assertEqual(len(self.activities(sequence)), 1)

    def test_a_new_owner_gets_the_activity(self):
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        sequence.user_id = self.manager
        self.look(MONDAY + 91 * DAY)
        self.assertEqual(self.activities(sequence).user_id, self.manager)

    def test_without_an_owner_nobody_is_asked_and_the_advice_stays(self):
        sequence = self.make_published(user_id=False)
        self.look(MONDAY + 90 * DAY)
        self.assertFalse(self.activities(sequence))
        with freeze_time(MONDAY + 91 * DAY):
            self.assertTrue(self.item(sequence, "not_reviewed"))

    def test_the_owner_is_asked_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.rep.lang = "fr_FR"
        sequence = self.make_published()
        self.look(MONDAY + 90 * DAY)
        self.assertTrue(self.activities(sequence))
