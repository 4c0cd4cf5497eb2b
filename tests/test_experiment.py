"""Variants of a step: who gets which, who counts, and what is decided about them."""

import json
import xmlrpc.client
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.modules.module import get_module_path

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools.experiment import draw

from .common import MONDAY, SequenceCommon

CLOSED = timedelta(days=14)
LATER = MONDAY + timedelta(days=42)


class ExperimentCommon(SequenceCommon):
    """A sequence whose first email has the variants A and B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = [
            cls.make_template(name=f"Wording {name}", subject=f"{name}: a question", auto_delete=False)
            for name in "ABC"
        ]
        cls.sequence = cls.make_sequence("email", "email", name="Cadence")
        cls.step = cls.sequence.step_ids[0]
        cls.a, cls.b = cls.make_variants(cls.step, 2)

    @classmethod
    def make_variants(cls, step, count, **values):
        return [
            cls.env["sales.sequence.step.variant"].create(
                {"step_id": step.id, "name": name, "mail_template_id": template.id, **values}
            )
            for name, template in zip("ABC"[:count], cls.templates, strict=False)
        ]

    def mail(self, targets, at=MONDAY, sequence=None):
        """Enroll, run and send the first email. :return: the touches"""
        enrollments = self.enroll(sequence or self.sequence, targets, at=at)
        self.run_at(at)
        self.send_mails(at)
        touches = enrollments.touch_ids
        self.assertEqual(set(touches.mapped("state")), {"sent"})
        return touches

    def mail_some(self, count=20, at=MONDAY):
        return self.mail(self.make_leads(count, "Person"), at)

    def mail_half_each(self, count):
        """Mail so many people, of whom the draw gives A to one half, and B to the other."""
        weights = self.step._weights_of_variants()

        def is_given(variant, name):
            key = f"{self.step.id}:a{name.lower()}@customer.example.org"
            return draw(key, weights) == variant.id

        names = [f"Person{number}" for number in range(10 * count)]
        halves = [[name for name in names if is_given(variant, name)][: count // 2] for variant in (self.a, self.b)]
        return self.mail(self.env["crm.lead"].union(*(self.make_lead(name) for half in halves for name in half)))

    def answer_to(self, touch, days=1):
        self.answer(touch, touch.enrollment_id.email_normalized, touch.done_at + timedelta(days=days))

    def facts(self, at=LATER, step=None):
        with freeze_time(at):
            return (step or self.step)._experiment_facts()

    def row(self, variant, at=LATER):
        rows = {row["variant_id"]: row for row in self.facts(at)["variants"]}
        return rows.get(variant.id)

    def people(self, at=LATER):
        """``{name: (people, replies, open)}``"""
        rows = self.facts(at)["variants"]
        return {row["name"]: (row["people"], row["replies"], row["open"]) for row in rows}

    def look(self, at=LATER):
        """Run the daily job."""
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_experiments").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()


class TestDraw(ExperimentCommon):
    def test_what_is_drawn_is_sent_and_counted(self):
        touches = self.mail_some()
        self.assertEqual(touches.variant_id, self.a | self.b)
        for touch in touches:
            self.assertEqual(touch.mail_message_id.subject[0], touch.variant_id.name)
            self.assertEqual(touch.assignment_id.variant_id, touch.variant_id)
            self.assertEqual(touch.assignment_id.weights, {str(self.a.id): 1, str(self.b.id): 1})
        of_a = touches.filtered(lambda touch: touch.variant_id == self.a)
        self.answer_to(of_a[0])
        counts = {"A": (len(of_a), 1, 0), "B": (20 - len(of_a), 0, 0)}
        self.assertEqual(self.people(), counts)
        still_open = {"A": (0, 0, len(of_a)), "B": (0, 0, 20 - len(of_a))}
        self.assertEqual(self.people(MONDAY + timedelta(days=13)), still_open)

    def test_everybody_of_a_company_gets_the_same_and_the_company_counts_once(self):
        people = self.make_companies(12, 2)
        touches = self.mail(people)
        for company, of_company in touches.grouped(lambda one: one.enrollment_id.commercial_partner_id).items():
            self.assertEqual(len(of_company.variant_id), 1, company.name)
            self.assertEqual(of_company.assignment_id.unit, f"p{company.id}")
        self.assertEqual(touches.variant_id, self.a | self.b)
        self.assertEqual(sum(people for people, _replies, _open in self.people().values()), 12)
        of_one = touches.filtered(lambda one: one.assignment_id == touches[0].assignment_id)
        self.assertEqual(len(of_one), 2)
        for touch in of_one:
            self.answer_to(touch)
        self.assertEqual(sum(replies for _people, replies, _open in self.people().values()), 1)

    def test_colleagues_who_come_later_get_the_same_whatever_the_weights_are_by_then(self):
        people = self.make_companies(8, 2)
        touches = self.mail(people[::2])
        self.a.weight = 1000
        again = self.mail(people[1::2], at=MONDAY + timedelta(days=2))
        kept = {touch.enrollment_id.commercial_partner_id: touch.variant_id for touch in touches}
        self.assertEqual({one.enrollment_id.commercial_partner_id: one.variant_id for one in again}, kept)
        self.assertEqual(again.assignment_id, touches.assignment_id)
        new = self.mail(self.make_lead("New"), at=MONDAY + timedelta(days=2))
        self.assertEqual(new.assignment_id.weights, {str(self.a.id): 1000, str(self.b.id): 1})

    def test_what_could_not_be_sent_gets_the_same_when_it_is_tried_again(self):
        leads = self.make_leads(12, "Person")
        foreseen = self.foreseen(leads)
        for template in self.templates:
            template.active = False
        enrollments = self.enroll(self.sequence, leads)
        self.run_at(MONDAY)
        self.assertEqual(set(enrollments.mapped("state")), {"paused"})
        for template in self.templates:
            template.active = True
        with freeze_time(MONDAY):
            enrollments.resume()
        self.run_at(MONDAY)
        sent = {touch.enrollment_id.lead_id: touch.variant_id for touch in enrollments.touch_ids}
        self.assertEqual(sent, foreseen)

    def foreseen(self, leads):
        """``{lead: the variant that the enroll dialog shows}``"""
        shown = {}
        for lead in leads:
            wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep).with_context(
                active_model="crm.lead", active_ids=lead.ids
            )
            wizard = wizard.create({"sequence_id": self.sequence.id})
            with freeze_time(MONDAY):
                (first, *_rest) = wizard._render_emails(wizard._draft_enrollment())
            (shown[lead],) = (self.a | self.b).filtered(lambda one: one.name == first["variant"])  # noqa: B023
            self.assertEqual(first["subject"][0], first["variant"])
        return shown

    def test_the_dialog_shows_what_will_be_sent_and_stores_nothing(self):
        leads = self.make_leads(10, "Person") | self.make_companies(3, 1)
        shown = self.foreseen(leads)
        self.assertFalse(self.env["sales.sequence.assignment"].search([]))
        self.assertEqual(self.a | self.b, self.env["sales.sequence.step.variant"].union(*shown.values()))
        touches = self.mail(leads)
        self.assertEqual({touch.enrollment_id.lead_id: touch.variant_id for touch in touches}, shown)

    def test_a_variant_without_weight_or_archived_is_sent_to_nobody(self):
        self.a.weight = 0
        touches = self.mail_some(6)
        self.assertEqual((touches.variant_id, touches.assignment_id.ids), (self.b, []))
        self.a.write({"weight": 1, "active": False})
        touches = self.mail(self.make_leads(6, "Other"))
        self.assertEqual((touches.variant_id, touches.assignment_id.ids), (self.b, []))
        self.assertEqual(self.facts()["since"], False, "without a choice there is no experiment")

    def test_without_variants_everybody_gets_the_template_of_the_step(self):
        self.step.variant_ids.unlink()
        touches = self.mail_some(3)
        self.assertFalse(touches.variant_id or touches.assignment_id)
        self.assertEqual(set(touches.mail_message_id.mapped("subject")), {self.template.subject})

    def test_whoever_waits_for_a_stopped_variant_is_drawn_anew(self):
        (c,) = self.make_variants(self.step, 3)[2:]
        self.step.variant_ids.filtered(lambda one: one not in (self.a, self.b, c)).unlink()
        leads = self.make_leads(30, "Person")
        enrollments = self.enroll(self.sequence, leads)
        for template in self.templates:
            template.body_html = "<p><t t-out='object.referred'/></p>"
        self.run_at(MONDAY)
        drawn = self.env["sales.sequence.assignment"].search([("step_id", "=", self.step.id)])
        self.assertEqual((len(drawn), drawn.variant_id), (30, self.a | self.b | c))
        before = {row.unit: row.variant_id for row in drawn}
        c.active = False
        self.step.experiment_number = 1
        leads.referred = "Ada"
        with freeze_time(MONDAY):
            enrollments.resume()
        self.run_at(MONDAY)
        self.env.invalidate_all()
        two = {str(self.a.id): 1, str(self.b.id): 1}
        for row in drawn:
            self.assertEqual(row.weights, two)
            if before[row.unit] != c:
                self.assertEqual(row.variant_id, before[row.unit], "those who got a variant that is still sent keep it")
        self.assertEqual(drawn.variant_id, self.a | self.b)
        self.assertEqual({touch.variant_id for touch in enrollments.touch_ids}, {self.a, self.b})

    def test_those_drawn_anew_get_all_that_are_left_alike(self):
        (c,) = self.make_variants(self.step, 3)[2:]
        self.step.variant_ids.filtered(lambda one: one not in (self.a, self.b, c)).unlink()
        enrollments = self.enroll(self.sequence, self.make_leads(120, "Person"))
        Assignment = self.env["sales.sequence.assignment"]
        before = Assignment._assign(self.step, enrollments)
        c.active = False
        self.a.weight = 3
        foreseen = {one: Assignment._foresee(self.step, one) for one in enrollments}
        after = Assignment._assign(self.step, enrollments)
        self.assertEqual({one: variant for one, (variant, _id) in after.items()}, foreseen)
        anew = [one for one in enrollments if before[one][0] == c]
        of_b = sum(after[one][0] == self.b for one in anew)
        self.assertTrue(0 < of_b < len(anew) / 2, f"{of_b} of {len(anew)} got B, which is to get a quarter")
        for one in enrollments:
            weights = Assignment.browse(after[one][1]).weights
            of_a = 3 if one in anew else 1
            self.assertEqual(weights, {str(self.a.id): of_a, str(self.b.id): 1}, "the weights of its own draw")

    def test_a_colleague_of_somebody_who_had_a_stopped_variant_gets_another_and_the_company_still_counts(self):
        people = self.make_companies(10, 2)
        touches = self.mail(people[::2])
        (third,) = self.make_variants(self.step, 3)[2:]
        (self.step.variant_ids - self.a - self.b - third).unlink()
        counts = self.people()
        self.b.active = False
        later = self.mail(people[1::2], at=MONDAY + timedelta(days=1))
        self.assertNotIn(self.b, later.variant_id)
        company_of = {touch: touch.enrollment_id.commercial_partner_id for touch in touches | later}
        for touch in touches:
            colleague = later.filtered(lambda one: company_of[one] == company_of[touch])  # noqa: B023
            self.assertEqual(touch.assignment_id, colleague.assignment_id)
            if touch.variant_id == self.a:
                self.assertEqual(colleague.variant_id, self.a)
        now = self.people()
        self.assertEqual((now["A"], now["B"]), (counts["A"], counts["B"]))

    def test_an_approved_draft_leaves_as_the_variant_that_it_is(self):
        self.step.requires_review = True
        enrollments = self.enroll(self.sequence, self.make_leads(10, "Person"))
        self.run_at(MONDAY)
        drafts = enrollments.touch_ids
        self.assertEqual((set(drafts.mapped("state")), drafts.variant_id), ({"draft"}, self.a | self.b))
        drawn = {draft: (draft.variant_id, draft.assignment_id, draft.draft_subject) for draft in drafts}
        self.step.action_stop_variant(self.b.id)
        with freeze_time(MONDAY):
            drafts.with_user(self.rep).approve()
        self.run_at(MONDAY)
        for draft, (variant, assignment, subject) in drawn.items():
            self.assertEqual((draft.state, draft.variant_id, draft.assignment_id), ("queued", variant, assignment))
            self.assertEqual((draft.mail_message_id.subject, subject[0]), (subject, variant.name))

    def test_an_email_rewritten_for_one_person_counts_for_nobody(self):
        touches = self.mail_some(10)
        before = self.people()
        touch = touches[0]
        touch.enrollment_id.sudo()._keep_own_mails({self.step: ("For you", "<p>Dear friend</p>")})
        after = self.people()
        name = touch.variant_id.name
        self.assertEqual(after[name][0], before[name][0] - 1)

    def test_the_number_of_queries_does_not_grow_with_the_people_and_variants_add_few(self):
        plain = self.make_sequence("email", "email")
        used = {}
        for sequence, count in ((plain, 4), (self.sequence, 4), (plain, 40), (self.sequence, 40)):
            self.enroll(sequence, self.make_leads(count, f"P{sequence.id}x{count}x"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_at(MONDAY)
            used[sequence, count] = self.env.cr.sql_log_count - before
        # Two groups, A and B, are two emails to render and two to create; beside that: look up, insert.
        self.assertLessEqual(used[self.sequence, 40], used[self.sequence, 4] + 2)
        draw = self.queries_of_the_draw(40)
        # Three read enrollments and contacts, which the runner has read already.
        self.assertLessEqual(draw, 5)
        self.assertEqual(self.queries_of_the_draw(10), draw)

    def queries_of_the_draw(self, count):
        leads = self.make_leads(count, f"D{count}x")
        enrollments = self.enroll(self.sequence, leads)
        self.env.flush_all()
        self.env.invalidate_all()
        enrollments.mapped("email_normalized")
        before = self.env.cr.sql_log_count
        self.env["sales.sequence.assignment"]._assign(self.step, enrollments)
        return self.env.cr.sql_log_count - before


class TestCounting(ExperimentCommon):
    def setUp(self):
        super().setUp()
        self.touches = self.mail_half_each(16)
        self.of_a = self.touches.filtered(lambda touch: touch.variant_id == self.a)
        self.of_b = self.touches - self.of_a

    def replies(self, at=LATER):
        return {name: replies for name, (_people, replies, _open) in self.people(at).items()}

    def test_only_answers_of_people_count(self):
        self.answer_to(self.of_a[0])
        out_of_office = self.of_a[1]
        self.answer(
            out_of_office,
            out_of_office.enrollment_id.email_normalized,
            MONDAY + timedelta(days=1),
            headers="Auto-Submitted: auto-replied\n",
        )
        self.env["sales.sequence.inbox"]._notice([{"enrollment_id": self.of_a[2].enrollment_id.id, "kind": "unsure"}])
        self.env["sales.sequence.inbox"]._notice([{"enrollment_id": self.of_b[0].enrollment_id.id, "kind": "opt_out"}])
        self.assertEqual(self.replies(), {"A": 1, "B": 0})
        self.assertEqual(self.people()["B"][0], len(self.of_b), "who opts out stays among the people")

    def test_a_corrected_verdict_corrects_the_count(self):
        self.answer_to(self.of_a[0])
        signal = self.of_a[0].enrollment_id.signal_ids.filtered(lambda one: one.kind == "reply")
        signal.action_is_auto_reply()
        self.assertEqual(self.replies(), {"A": 0, "B": 0})
        signal.action_is_reply()
        self.assertEqual(self.replies(), {"A": 1, "B": 0})

    def test_answers_count_for_fourteen_days_whichever_step_they_are_credited_to(self):
        self.run_at(MONDAY + timedelta(days=2))
        self.send_mails(MONDAY + timedelta(days=2))
        second = self.of_b[0].enrollment_id.touch_ids.filtered(lambda one: one.step_id != self.step)
        self.answer_to(second, days=3)
        self.assertTrue(second.replied_at)
        self.answer_to(self.of_a[0], days=15)
        self.answer_to(self.of_a[1], days=13)
        self.assertEqual(self.replies(), {"A": 1, "B": 1})

    def test_the_number_of_days_is_the_setting(self):
        self.answer_to(self.of_a[0], days=15)
        self.env["ir.config_parameter"].set_param("sales_sequence.closed_days", "20")
        self.assertEqual(self.replies(), {"A": 1, "B": 0})
        self.assertEqual(self.people(MONDAY + timedelta(days=19))["A"], (0, 0, len(self.of_a)))

    def test_nobody_counts_as_closed_because_they_answered(self):
        self.answer_to(self.of_a[0], days=1)
        self.assertEqual(self.people(MONDAY + timedelta(days=2))["A"], (0, 0, len(self.of_a)))

    def test_a_mail_that_came_back_reached_nobody(self):
        self.bounce(self.of_a[0], MONDAY + timedelta(days=1))
        self.assertEqual(self.of_a[0].state, "bounced")
        self.assertEqual(self.people()["A"][0], len(self.of_a) - 1)

    def test_a_deleted_record_still_counts(self):
        self.answer_to(self.of_a[0])
        counts = self.people()
        self.of_a[0].enrollment_id.lead_id.unlink()
        self.of_b[0].enrollment_id.lead_id.unlink()
        self.assertEqual(self.people(), counts)

    def test_merged_partners_with_two_arms_are_left_out(self):
        counts = self.people()
        company = self.env["res.partner"].create({"name": "Merged", "is_company": True})
        self.of_a[0].enrollment_id.lead_id.partner_id = company
        self.env.flush_all()
        self.assertEqual(self.people(), counts)
        self.of_b[0].enrollment_id.lead_id.partner_id = company
        self.env.flush_all()
        self.assertEqual(self.people(), {name: (n - 1, x, o) for name, (n, x, o) in counts.items()})
        self.of_b[0].enrollment_id.lead_id.partner_id = False
        self.of_a[1].enrollment_id.lead_id.partner_id = company
        self.env.flush_all()
        self.assertEqual(self.people()["A"][0], counts["A"][0] - 1, "two that got the same are one")

    def test_a_shared_sequence_has_one_experiment_whoever_looks(self):
        self.answer_to(self.of_a[0])
        self.assertFalse(self.sequence.company_id)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = mail_new_test_user(
            self.env,
            login="stranger",
            groups="sales_sequence.group_sales_sequence_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        colleague = mail_new_test_user(self.env, login="col", groups="sales_sequence.group_sales_sequence_user")
        seen = [self.step.with_user(user).experiment() for user in (self.rep, self.manager, stranger, colleague)]
        self.assertEqual(seen, seen[:1] * 4)

    def test_looking_needs_as_many_queries_for_many_people_as_for_few(self):
        def look():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.facts()
            return self.env.cr.sql_log_count - before

        look()
        few = look()
        self.mail(self.make_leads(40, "More"))
        self.assertEqual(look(), few)
        self.assertLess(few, 20)

    def test_the_answer_is_what_was_agreed_and_can_be_sent(self):
        self.answer_to(self.of_a[0])
        with freeze_time(LATER):
            answer = self.step.with_user(self.rep).experiment()
        self.assertEqual(list(answer), ["variants", "comparisons", "winner_id", "verdict", "needed_per_variant"])
        self.assertEqual(list(answer["variants"][0]), ["variant_id", "name", "people", "replies", "rate", "open"])
        self.assertEqual(list(answer["comparisons"][0]), ["a", "b", "evidence", "ratio", "low", "high"])
        self.assertEqual(answer["comparisons"][0]["high"], False)
        self.assertEqual((answer["verdict"], answer["winner_id"]), ("too_few", False))
        self.assertEqual(set(answer["needed_per_variant"]), {"1.5", "2"})
        json.dumps(answer, allow_nan=False)
        xmlrpc.client.dumps((answer,))
        for step in self.sequence.step_ids:
            self.assertEqual(json.loads(json.dumps(step.experiment(), allow_nan=False))["winner_id"], False)


class TestVerdict(ExperimentCommon):
    def setUp(self):
        super().setUp()
        self.touches = self.mail_half_each(34)
        self.of_a = self.touches.filtered(lambda touch: touch.variant_id == self.a)
        self.of_b = self.touches - self.of_a

    def all_of_a_answer(self):
        self.assertGreater(len(self.of_a), 11)
        with freeze_time(MONDAY + timedelta(days=1)):
            self.of_a.enrollment_id.stop("replied")

    def take_back(self, count):
        """They were no answers after all."""
        signals = self.of_a[:count].enrollment_id.signal_ids.filtered(lambda one: one.kind == "reply")
        with freeze_time(LATER):
            signals.action_is_auto_reply()

    def notes(self):
        return " ".join(self.sequence.message_ids.mapped("body"))

    def test_nothing_is_proved_before_it_is_closed(self):
        self.all_of_a_answer()
        early = MONDAY + timedelta(days=13)
        self.look(early)
        self.assertEqual(self.facts(early)["verdict"], "too_few")
        self.assertFalse(self.env["sales.sequence.experiment"].search([]))

    def test_a_winner_is_kept_with_its_moment_whatever_is_corrected_later(self):
        self.all_of_a_answer()
        facts = self.facts()
        self.assertEqual((facts["verdict"], facts["winner_id"], facts["proved_at"]), ("winner", self.a.id, False))
        self.assertFalse(self.env["sales.sequence.experiment"].search([]), "looking writes nothing")
        self.look()
        self.look(LATER + timedelta(days=3))
        facts = self.facts()
        self.assertEqual((facts["state"], facts["winner_id"], facts["proved_at"]), ("winner", self.a.id, LATER))
        self.take_back(len(self.of_a))
        facts = self.facts(LATER + timedelta(days=1))
        self.assertEqual((facts["verdict"], facts["winner_id"], facts["proved_at"]), ("winner", self.a.id, LATER))
        self.assertEqual(self.people()["A"], (len(self.of_a), 0, 0), "corrections are shown")
        self.assertLess(facts["comparisons"][0]["evidence"], 40)
        self.assertTrue(self.a.active and self.b.active, "both are sent until somebody decides")

    def test_the_others_are_stopped_where_the_step_says_so(self):
        self.step.stops_losers = True
        self.all_of_a_answer()
        self.look()
        self.assertEqual((self.a.active, self.b.active), (True, False))
        self.assertIn("“A”", self.notes())
        self.assertIn("anymore: B.", self.notes())
        facts = self.facts()
        self.assertEqual((facts["state"], facts["verdict"], facts["winner_id"]), ("stopped", "winner", self.a.id))
        self.assertEqual([row["people"] for row in facts["variants"]], [len(self.of_a), len(self.of_b)])
        count = len(self.sequence.message_ids)
        self.look()
        self.assertEqual(len(self.sequence.message_ids), count)
        later = self.mail(self.make_leads(5, "Later"), at=LATER)
        self.assertEqual((later.variant_id, later.assignment_id.ids), (self.a, []))
        self.assertEqual(self.facts(LATER + CLOSED)["variants"], facts["variants"], "without a choice nobody counts")

    def test_a_variant_that_is_added_once_one_has_won_has_not_lost(self):
        self.step.stops_losers = True
        self.all_of_a_answer()
        self.look()
        (c,) = self.make_variants(self.step, 3)[2:]
        self.step.variant_ids.filtered(lambda one: one not in (self.a, self.b, c)).unlink()
        self.look(LATER + timedelta(days=1))
        self.assertTrue(c.active)
        later = self.mail(self.make_leads(10, "Later"), at=LATER + timedelta(days=1))
        self.assertEqual(later.variant_id, self.a | c)
        self.look(LATER + timedelta(days=30))
        self.assertEqual((self.a.active, self.b.active, c.active), (True, False, True))
        self.assertEqual(self.facts(LATER + timedelta(days=30))["beaten"], [self.b.id])

    def test_the_switch_works_for_a_winner_that_is_known_already(self):
        self.all_of_a_answer()
        self.look()
        self.step.stops_losers = True
        self.look()
        self.assertFalse(self.b.active)

    def test_a_winner_that_is_sent_to_nobody_anymore_stops_nothing(self):
        """Somebody stopped A before it had won: without B, nobody would get an email."""
        self.step.stops_losers = True
        self.all_of_a_answer()
        for stop in ({"active": False}, {"active": True, "weight": 0}):
            with self.subTest(stop=stop):
                self.a.write(stop)
                self.look()
                self.assertTrue(self.b.active)
                self.assertEqual((self.facts()["winner_id"], self.facts()["proved_at"]), (self.a.id, LATER))
        self.a.weight = 1
        self.look()
        self.assertFalse(self.b.active, "A is sent again")

    def test_whoever_keeps_all_keeps_all(self):
        self.step.stops_losers = True
        self.step.with_user(self.manager).action_keep_all()
        self.all_of_a_answer()
        self.look()
        self.assertTrue(self.b.active)
        facts = self.facts()
        self.assertEqual((facts["state"], bool(facts["kept_at"])), ("winner", True))

    def test_a_stopped_variant_keeps_its_numbers_and_its_people(self):
        before = self.people()
        self.step.with_user(self.manager).action_stop_variant(self.b.id)
        self.assertFalse(self.b.active)
        self.assertIn("“B”", self.notes())
        self.assertEqual((self.facts()["state"], self.people()), ("stopped", before))
        self.assertEqual(self.facts()["more"], False)
        with self.assertRaisesRegex(UserError, "only variant"):
            self.step.action_stop_variant(self.a.id)
        with self.assertRaisesRegex(UserError, "no such variant"):
            self.step.action_stop_variant(self.b.id)
        with self.assertRaises(UserError):
            self.step.action_stop_variant("b")

    def test_users_look_and_only_those_who_edit_the_sequence_decide(self):
        self.assertEqual(self.step.with_user(self.rep).experiment()["verdict"], "too_few")
        channel_manager = mail_new_test_user(
            self.env, login="cm", groups="sales_sequence.group_sales_sequence_channel_manager"
        )
        for user in (self.rep, channel_manager):
            for decide in (
                lambda step: step.action_stop_variant(self.b.id),
                lambda step: step.action_keep_all(),
                lambda step: step.write({"stops_losers": True}),
            ):
                with self.assertRaises(AccessError):
                    decide(self.step.with_user(user))
        employee = mail_new_test_user(self.env, login="no_seller", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.step.with_user(employee).experiment()
        self.sequence.company_id = self.env.company
        other = self.env["res.company"].create({"name": "Other"})
        stranger = mail_new_test_user(
            self.env,
            login="stranger",
            groups="sales_sequence.group_sales_sequence_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self.step.with_user(stranger).experiment()
        for model in ("sales.sequence.assignment", "sales.sequence.experiment"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.manager).search([])

    def test_how_many_people_it_takes(self):
        new = self.make_sequence("email", name="New")
        self.make_variants(new.step_ids, 2)
        facts = self.facts(step=new.step_ids)
        # Nobody before: 2 of 40 is 5 %.
        self.assertEqual(facts["needed"], {"1.5": 2682, "2": 786, "3": 249})
        self.assertEqual((facts["state"], facts["more"], facts["pace_per_week"]), ("not_started", 786, 0))
        self.assertEqual(new.step_ids.experiment()["needed_per_variant"], {"1.5": 2682, "2": 786})
        self.make_variants(new.step_ids, 1)
        self.assertGreater(self.facts(step=new.step_ids)["needed"]["2"], 786, "a third one says what it costs")
        facts = self.facts()
        fewest = min(len(self.of_a), len(self.of_b))
        self.assertEqual(facts["base_rate"]["people"], max(len(self.of_a), len(self.of_b)), "the weaker one")
        self.assertEqual(facts["more"], facts["needed"]["2"] - fewest)
        self.assertEqual(facts["pace_per_week"], 34 / 6)

    def test_it_is_planned_with_a_variant_that_people_had_and_that_is_sent(self):
        with freeze_time(MONDAY + timedelta(days=1)):
            (self.of_a | self.of_b[:2]).enrollment_id.stop("replied")
        (c,) = self.make_variants(self.step, 3)[2:]
        self.step.variant_ids.filtered(lambda one: one not in (self.a, self.b, c)).unlink()
        base = self.facts()["base_rate"]
        self.assertEqual((base["answers"], base["people"]), (2, len(self.of_b)), "nobody has had C")
        self.b.active = False
        base = self.facts()["base_rate"]
        self.assertEqual((base["answers"], base["people"]), (len(self.of_a), len(self.of_a)), "B is not sent anymore")
        self.a.active = False
        self.assertEqual(self.facts()["base_rate"]["people"], len(self.of_b), "of C alone nothing is known")
        base = self.facts(at=MONDAY + timedelta(days=1))["base_rate"]
        self.assertEqual((base["answers"], base["people"]), (0, 0))

    def test_a_new_version_begins_anew_and_plans_with_what_the_one_before_earned(self):
        self.all_of_a_answer()
        action = self.sequence.action_new_version()
        version = self.env["sales.sequence"].browse(action["res_id"])
        step = version.step_ids[0]
        self.assertEqual((step.experiment_number, len(step.variant_ids)), (1, 2))
        facts = self.facts(step=step)
        self.assertEqual((facts["state"], facts["winner_id"], facts["past"]), ("not_started", False, []))
        self.assertEqual((facts["base_rate"]["answers"], facts["base_rate"]["people"]), (len(self.of_a), 34))
        self.assertEqual(facts["pace_per_week"], 34 / 6, "who reached the step there says how long it takes here")


class TestChangedText(ExperimentCommon):
    def setUp(self):
        super().setUp()
        self.touches = self.mail_half_each(16)

    def assert_new(self, change, is_new=True):
        number = self.step.experiment_number
        change()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.step.experiment_number, number + is_new)

    def test_a_changed_text_begins_a_new_experiment_and_keeps_the_old_one(self):
        before = self.facts()
        self.assert_new(lambda: self.templates[0].with_user(self.manager).sudo(False).write({"subject": "A: shorter"}))
        facts = self.facts()
        self.assertEqual((facts["number"], facts["state"], facts["since"]), (2, "not_started", False))
        self.assertEqual([row["people"] for row in facts["variants"]], [0, 0])
        (past,) = facts["past"]
        self.assertEqual((past["number"], past["since"], past["variants"]), (1, before["since"], before["variants"]))
        self.assertTrue(past["until"])
        self.assertEqual(facts["base_rate"]["people"], 16)
        self.assertIn("new experiment", self.sequence.message_ids[0].body)
        new = self.mail(self.make_leads(8, "New"), at=MONDAY + timedelta(days=1))
        facts = self.facts()
        self.assertEqual(sum(row["people"] for row in facts["variants"]), len(new))
        self.assertEqual(facts["past"][0]["variants"], before["variants"])

    def test_every_part_of_a_text_counts_in_every_language(self):
        template = self.templates[1]
        self.env["res.lang"]._activate_lang("fr_FR")
        attachment = self.env["ir.attachment"].create({"name": "Case", "raw": b"x"})
        for change in (
            lambda: template.write({"body_html": "<p>Another one.</p>"}),
            lambda: template.update_field_translations("subject", {"fr_FR": "B : une question"}),
            lambda: template.with_context(lang="fr_FR").write({"subject": "B : autre chose"}),
            lambda: template.write({"attachment_ids": [Command.link(attachment.id)]}),
            lambda: self.b.write({"mail_template_id": self.templates[2].id}),
        ):
            self.assert_new(change)
            self.mail(self.make_leads(12, f"P{self.step.experiment_number}x"), at=MONDAY + timedelta(days=1))

    def test_what_changes_no_text_that_people_had_begins_nothing(self):
        template = self.templates[0]
        unused = self.make_variants(self.step, 3)[2]
        for change in (
            lambda: template.write({"name": "Renamed"}),
            lambda: template.write({"subject": template.subject, "body_html": template.body_html}),
            lambda: self.a.write({"weight": 3}),
            lambda: self.a.write({"name": "Story"}),
            lambda: self.a.write({"mail_template_id": template.id}),
            lambda: self.templates[2].write({"subject": "C: unused"}),
            lambda: unused.write({"mail_template_id": self.template.id}),
            lambda: self.template.write({"subject": "Of the other step"}),
        ):
            self.assert_new(change, False)

    def test_a_variant_that_people_had_is_archived_and_never_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.a.unlink()
        with self.assertRaisesRegex(UserError, "moved to another step"):
            self.a.step_id = self.sequence.step_ids[1]
        self.a.write({"step_id": self.step.id, "active": False})
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.a.unlink()
        self.assertEqual([row["name"] for row in self.facts()["variants"]], ["A", "B"])


class TestUpgrade(ExperimentCommon):
    def test_those_who_had_a_variant_keep_it(self):
        touches = self.mail_some(10)
        company = self.env["res.partner"].create({"name": "Two of them", "is_company": True})
        of_a, of_b = (touches.filtered(lambda one: one.variant_id == v) for v in (self.a, self.b))  # noqa: B023
        (of_a[0] | of_b[0]).enrollment_id.lead_id.partner_id = company
        self.env.flush_all()
        counts = self.people()
        self.env.cr.execute("UPDATE sales_sequence_touch SET assignment_id = NULL")
        self.env.cr.execute("DELETE FROM sales_sequence_assignment")
        self.env.invalidate_all()
        path = f"{get_module_path('sales_sequence')}/migrations/19.0.1.5.0/post-assignments.py"
        script = load_script(path, "assignments")
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual(len(touches.assignment_id), 9)
        self.assertEqual(self.people(), counts, "the company that got both counts in none")
        self.b.active = False
        for touch in touches - of_a[0] - of_b[0]:
            self.assertEqual(touch.assignment_id.variant_id, touch.variant_id)
            self.assertEqual(touch.assignment_id.weights, {str(self.a.id): 1, str(self.b.id): 1})

    def test_a_company_whose_people_all_got_what_was_sent_more_says_less(self):
        self.a.weight = 3
        touches = self.mail_some(20)
        company = self.env["res.partner"].create({"name": "Three of them", "is_company": True})
        of_a = touches.filtered(lambda one: one.variant_id == self.a)
        of_a[:3].enrollment_id.lead_id.partner_id = company
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_sequence_touch SET assignment_id = NULL")
        self.env.cr.execute("DELETE FROM sales_sequence_assignment")
        self.env.invalidate_all()
        path = f"{get_module_path('sales_sequence')}/migrations/19.0.1.5.0/post-assignments.py"
        load_script(path, "assignments").migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual(of_a[0].assignment_id.weights, {str(self.a.id): 27, str(self.b.id): 1}, "drawn three times")
        self.assertEqual(of_a[3].assignment_id.weights, {str(self.a.id): 3, str(self.b.id): 1})
