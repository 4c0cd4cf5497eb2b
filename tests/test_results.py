"""What *Results* shows is counted from the same people throughout, and each number opens exactly those it counts."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.measure import results as results_module

from .common import BRUSSELS, MONDAY, SequenceCommon

LONG_AFTER = MONDAY + timedelta(days=30)
# The days on which a step of the sequence below is due, or gives up waiting.
ALL_DAYS = [0, 1, 2, 7]


def figures_of(results):
    """Yield (how `open_figure` names it, number) for all numbers of a page."""
    total, steps = results["total"], results["steps"]
    for name in ("answered", "meetings", "opted_out", "bounced"):
        yield ["total", False, name], total[name]["count"]
    yield ["total", False, "meetings_unanswered"], total["meetings"]["unanswered"]
    yield ["total", False, "emailed"], total["bounced"]["of"]
    for name, counted in (("entered", "entered"), ("waiting", "active"), ("answered", "answered")):
        yield ["funnel", False, name], results["funnel"][counted]
    yield ["funnel", False, "answered_open"], results["funnel"]["answered_open"]
    emails = [step for step in steps if step["channel"] == "email"]
    yield ["steps", "email", "answered"], sum(step["answered"] for step in emails)
    yield ["steps", False, "answered"], sum(step["answered"] for step in steps)
    counts = ("closed", "open", "answered")
    variants = [row for step in results["variants"] for row in step["rows"]]
    for part, rows, key, names in (
        ("total", [{"id": False, **total}], "id", ("closed", "open", "open_answered")),
        ("funnel", results["funnel"]["steps"], "key", ("entered", "done", "answered", "ended", "waiting")),
        ("steps", steps, "key", ("closed", "answered")),
        ("weeks", results["weeks"], "start", counts),
        ("reps", [*results["reps"], results["all_reps"]], "id", (*counts, "meetings")),
        ("variants", variants, "id", counts),
    ):
        for row in rows:
            named = str(row[key]) if part == "weeks" else row[key]
            yield from (([part, named, name], row[name]) for name in names)


class ResultsCommon(SequenceCommon):
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

    def results(self, sequence, *args, user=None, at=LONG_AFTER):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return self.env["sales.sequence.results"].with_user(user or self.manager).get_results(sequence.id, *args)

    def opened(self, sequence, figure, *args, user=None, at=LONG_AFTER):
        """The enrollments that a number opens, as the user sees the list."""
        user = user or self.manager
        with freeze_time(at):
            action = self.env["sales.sequence.results"].with_user(user).open_figure(sequence.id, figure, *args)
        self.assertEqual(action["res_model"], "sales.sequence.enrollment")
        return self.env["sales.sequence.enrollment"].with_user(user).search(action["domain"])

    def assert_adds_up(self, sequence, *args, user=None, at=LONG_AFTER):
        """Every number opens as many records as it says, and the parts agree with one another.

        :return: the page
        """
        results = self.results(sequence, *args, user=user, at=at)
        for figure, number in figures_of(results):
            found = self.opened(sequence, figure, *args, user=user, at=at)
            self.assertEqual(len(found), number, figure)
        funnel, total = results["funnel"], results["total"]
        going = funnel["entered"]
        for step in funnel["steps"]:
            self.assertEqual(step["entered"], going)
            self.assertLessEqual(step["done"], step["entered"])
            self.assertEqual(
                step["entered"], step["went_on"] + step["answered"] + step["ended"] + step["waiting"], step["name"]
            )
            going = step["went_on"]
        self.assertEqual(going, 0, "nobody goes on after the last step")
        self.assertEqual(sum(step["answered"] for step in results["steps"]), total["answered"]["count"])
        for name in ("closed", "open", "answered"):
            of_all = results["all_reps"][name]
            self.assertEqual(sum(rep[name] for rep in results["reps"]), of_all)
            self.assertEqual(total["answered"]["count"] if name == "answered" else total[name], of_all)
        return results

    def walk(self, sequence, leads, days, answers=None):
        """Enroll these, and run the sequence on some days from 0 on; `answers` are ``{lead: day}``.

        :return: the enrollments
        """
        enrollments = self.enroll(sequence, leads)
        self.go_on(days, answers or {})
        return enrollments

    def go_on(self, days, answers):
        for day in days:
            moment = MONDAY + timedelta(days=day)
            self.run_at(moment)
            self.send_mails(moment + timedelta(minutes=1))
            for lead in [lead for lead, at in answers.items() if at == day]:
                last = self.touches(lead.enrollment_ids, channel="email", state="sent")[-1:]
                self.answer(last, email_from=lead.email_from, at=moment + timedelta(hours=2))


class TestResults(ResultsCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence(
            {"name": "First"},
            {"name": "Ring", "channel": "call", "max_wait_days": 1},
            {"name": "Last", "delay": 3},
        )

    def walk_a_few(self):
        """Nine people of two reps: three answer, one opts out, one bounces; a tenth is still open."""
        leads = self.make_leads(5) | self.make_leads(4, name="Cleo", user_id=self.colleague.id)
        self.walk(self.sequence, leads, [0], {leads[0]: 0})
        self.bounce(leads[2].enrollment_ids.touch_ids, at=MONDAY + timedelta(hours=1))
        self.go_on(ALL_DAYS[1:], {leads[1]: 7, leads[6]: 1})
        self.enroll(self.sequence, self.make_lead("Late"), at=LONG_AFTER - timedelta(days=2))
        self.run_at(LONG_AFTER - timedelta(days=2))
        self.send_mails(LONG_AFTER - timedelta(days=2))
        return leads

    # ------------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------------

    def test_every_number_opens_exactly_whom_it_counts(self):
        self.walk_a_few()
        results = self.assert_adds_up(self.sequence)
        total = results["total"]
        self.assertEqual((total["closed"], total["open"], total["open_answered"]), (8, 1, 0))
        self.assertEqual((total["answered"]["count"], total["bounced"]["count"], total["bounced"]["of"]), (3, 1, 10))
        self.assertEqual(
            [
                (step["name"], step["entered"], step["done"], step["answered"], step["ended"], step["waiting"])
                for step in results["funnel"]["steps"]
            ],
            [("First", 10, 10, 2, 1, 0), ("Ring", 7, 0, 0, 0, 1), ("Last", 6, 6, 1, 5, 0)],
        )
        self.assertEqual(
            [(step["name"], step["closed"], step["answered"]) for step in results["steps"]],
            [("First", 8, 2), ("Ring", 0, 0), ("Last", 6, 1)],
        )
        self.assertEqual(
            [(rep["name"], rep["closed"], rep["open"], rep["answered"]) for rep in results["reps"]],
            [("Carl Colleague", 4, 0, 1), ("Rita Rep", 4, 1, 2)],
        )
        week = next(week for week in results["weeks"] if week["start"] == date(2026, 1, 12))
        self.assertEqual((week["closed"], week["open"], week["answered"]), (8, 0, 3))
        self.assertEqual(len(results["weeks"]), 12)
        self.assertEqual(results["weeks"][-1]["start"], date(2026, 2, 9), "the Monday of this week")

    def test_a_rep_sees_only_their_own_people_and_each_number_opens_just_those(self):
        self.walk_a_few()
        results = self.assert_adds_up(self.sequence, user=self.colleague)
        self.assertEqual((results["funnel"]["entered"], results["total"]["answered"]["count"]), (4, 1))
        self.assertEqual([rep["name"] for rep in results["reps"]], ["Carl Colleague"])
        self.assertEqual([rep["name"] for rep in results["choices"]["reps"]], ["Carl Colleague"])

    def test_filters_narrow_the_whole_page(self):
        self.walk_a_few()
        results = self.assert_adds_up(self.sequence, False, {"user_id": self.colleague.id})
        self.assertEqual((results["funnel"]["entered"], results["total"]["answered"]["count"]), (4, 1))
        self.assertEqual(len(results["choices"]["reps"]), 2, "the others can still be chosen")
        results = self.assert_adds_up(self.sequence, False, {"weeks": 4})
        self.assertEqual((results["funnel"]["entered"], results["total"]["closed"]), (1, 0))

    def test_an_answer_is_in_the_page_at_once_and_a_corrected_one_is_gone(self):
        leads = self.walk_a_few()
        before = self.results(self.sequence)["total"]["answered"]["count"]
        answer = leads[0].enrollment_ids.signal_ids.filtered(lambda signal: signal.kind == "reply")
        with freeze_time(LONG_AFTER):
            answer.with_user(self.manager).action_is_auto_reply()
        self.assertEqual(self.results(self.sequence)["total"]["answered"]["count"], before - 1)
        self.assert_adds_up(self.sequence)

    def test_who_answers_late_has_answered_in_the_funnel_and_is_in_no_rate(self):
        lead = self.make_lead()
        enrollment = self.walk(self.sequence, lead, ALL_DAYS)
        self.answer(self.touches(enrollment, channel="email")[-1], at=MONDAY + timedelta(days=20))
        results = self.assert_adds_up(self.sequence)
        self.assertEqual((results["funnel"]["answered"], results["total"]["answered"]["count"]), (1, 0))
        self.assertEqual(results["funnel"]["steps"][-1]["answered"], 1)

    def test_a_person_with_two_enrollments_is_one_person(self):
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 1})
        lead = self.make_lead()
        self.walk(self.sequence, lead, ALL_DAYS)
        again = self.enroll(self.sequence, lead, at=MONDAY + timedelta(days=21))
        self.run_at(MONDAY + timedelta(days=21))
        self.send_mails(MONDAY + timedelta(days=21))
        results = self.assert_adds_up(self.sequence)
        self.assertEqual((results["funnel"]["entered"], results["total"]["closed"]), (1, 1))
        self.assertEqual(self.opened(self.sequence, ["funnel", 2, "waiting"]), again)

    def test_who_stops_before_anything_happened_has_ended_at_the_first_step(self):
        enrollment = self.enroll(self.sequence, self.make_lead())
        enrollment.with_user(self.rep).stop()
        (first, *_others) = self.assert_adds_up(self.sequence)["funnel"]["steps"]
        self.assertEqual((first["entered"], first["done"], first["ended"]), (1, 0, 1))

    def test_an_archived_step_that_was_taken_stays_in_the_funnel(self):
        self.walk_a_few()
        self.sequence.step_ids[0].active = False
        results = self.assert_adds_up(self.sequence)
        self.assertEqual([step["name"] for step in results["funnel"]["steps"]], ["First", "Ring", "Last"])

    # ------------------------------------------------------------------
    # Versions, variants
    # ------------------------------------------------------------------

    def test_versions_are_shown_one_by_one_or_together_with_a_line_for_each(self):
        sequence = self.make_sequence("email", "call")
        first = self.make_leads(20)
        self.walk(sequence, first, [0, 1], {first[0]: 0, first[1]: 1})
        version = self.env["sales.sequence"].browse(sequence.action_new_version()["res_id"])
        version.action_publish()
        second = self.make_leads(20, name="Ben")
        self.enroll(version, second, at=MONDAY + timedelta(days=2))
        self.run_at(MONDAY + timedelta(days=2))
        self.send_mails(MONDAY + timedelta(days=2))
        of_each = [self.assert_adds_up(one) for one in (sequence, version)]
        self.assertEqual([results["total"]["closed"] for results in of_each], [20, 20])
        self.assertEqual([row["name"] for row in of_each[0]["versions"]], ["v1", "v2"])
        self.assertEqual([line["name"] for line in of_each[0]["curve"]["lines"]], [False])
        results = self.assert_adds_up(version, True)
        self.assertEqual((results["total"]["closed"], results["total"]["answered"]["count"]), (40, 2))
        self.assertEqual([line["name"] for line in results["curve"]["lines"]], ["All versions", "v1", "v2"])
        last = [round(line["days"][-1]["answered"], 6) for line in results["curve"]["lines"]]
        self.assertEqual(last, [0.05, 0.1, 0.0])
        self.assertEqual(len(results["steps"]), 2, "the same step of both versions is one row")

    def test_the_lines_of_the_versions_are_of_the_period_too(self):
        self.patch(results_module, "FEWEST", 2)
        sequence = self.make_sequence("email", "call")
        self.walk(sequence, self.make_leads(3), [0])
        version = self.env["sales.sequence"].browse(sequence.action_new_version()["res_id"])
        version.action_publish()
        later = MONDAY + timedelta(days=14)
        self.enroll(version, self.make_leads(2, name="Ben"), at=later)
        self.run_at(later)
        self.send_mails(later)
        for filters, of_each in ((None, [5, 3, 2]), ({"weeks": 4}, [2, 2])):
            lines = self.assert_adds_up(version, True, filters, at=LONG_AFTER)["curve"]["lines"]
            self.assertEqual([line["days"][0]["at_risk"] for line in lines], of_each, filters)

    def test_a_variant_is_credited_whichever_later_step_is_answered(self):
        other = self.make_template(subject="Another question")
        variants = [
            Command.create({"name": name, "mail_template_id": template.id})
            for name, template in (("A", self.template), ("B", other))
        ]
        sequence = self.make_sequence({"variant_ids": variants}, "email")
        leads = self.make_leads(12)
        self.walk(sequence, leads, [0, 3], {leads[0]: 3})
        results = self.assert_adds_up(sequence)
        (step,) = results["variants"]
        self.assertEqual([row["name"] for row in step["rows"]], ["A", "B"])
        self.assertEqual(sum(row["closed"] for row in step["rows"]), 12)
        self.assertEqual(sum(row["answered"] for row in step["rows"]), 1)
        self.assertEqual([row["answered"] for row in results["steps"]], [0, 1])

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------

    def test_without_anybody_the_page_says_so(self):
        results = self.results(self.sequence)
        self.assertEqual((results["state"], results["hint"]), ("empty", False))
        self.assertEqual(self.results(self.sequence, False, {"weeks": 4})["state"], "filtered")

    def test_while_nobody_is_closed_it_says_when_there_will_be_figures(self):
        self.walk(self.sequence, self.make_leads(2), [0])
        results = self.assert_adds_up(self.sequence, at=MONDAY + timedelta(days=2))
        self.assertEqual(results["first_figures_on"], date(2026, 1, 26))
        self.assertIn("01/26/2026", results["hint"])
        self.assertEqual((results["total"]["closed"], results["total"]["answered"]["rate"]), (0, False))

    def test_one_closed_person_is_no_people(self):
        self.walk(self.sequence, self.make_lead(), [0])
        hint = self.results(self.sequence)["hint"]
        self.assertEqual(hint, "1 person is closed: too few for rates and the curve, which begin with 20.")

    def test_rates_and_the_curve_begin_with_twenty_closed_people(self):
        sequence = self.make_sequence("email", "email")
        leads = self.make_leads(20)
        self.walk(sequence, leads, [0, 1, 3], {leads[0]: 0, leads[1]: 3})
        with self.subTest("one too few"):
            self.patch(results_module, "FEWEST", 21)
            results = self.assert_adds_up(sequence)
            self.assertIs(results["total"]["answered"]["rate"], False)
            self.assertEqual(results["curve"]["lines"], [])
            self.assertIn("20 people", results["hint"])
        self.patch(results_module, "FEWEST", 20)
        results = self.assert_adds_up(sequence)
        self.assertEqual((results["total"]["answered"]["rate"], results["hint"]), (0.1, False))
        (line,) = results["curve"]["lines"]
        self.assertEqual([row["day"] for row in line["days"]], list(range(15)))
        self.assertEqual([round(line["days"][day]["answered"], 6) for day in (0, 2, 3, 14)], [0.05, 0.05, 0.1, 0.1])
        self.assertAlmostEqual(line["days"][-1]["low"], results["total"]["answered"]["low"])
        self.assertAlmostEqual(line["days"][-1]["high"], results["total"]["answered"]["high"])
        self.assertEqual(results["curve"]["steps"], [{"day": 0, "channel": "email"}, {"day": 1, "channel": "email"}])

    def test_open_people_are_in_the_curve_for_as_long_as_they_were_observed(self):
        sequence = self.make_sequence("email", "email")
        self.walk(sequence, self.make_leads(20), [0, 1])
        fresh = self.make_leads(20, name="Fay")
        start = MONDAY + timedelta(days=28)
        self.enroll(sequence, fresh, at=start)
        self.run_at(start)
        self.send_mails(start)
        self.answer(fresh[0].enrollment_ids.touch_ids, email_from=fresh[0].email_from, at=start + timedelta(hours=1))
        results = self.assert_adds_up(sequence, at=start + timedelta(days=1))
        (line,) = results["curve"]["lines"]
        self.assertEqual([row["at_risk"] for row in line["days"]][:3], [40, 39, 20])
        self.assertEqual(round(line["days"][-1]["answered"], 6), 0.025)
        self.assertEqual(results["total"]["answered"]["count"], 0, "an answer of an open person is in no rate")

    # ------------------------------------------------------------------
    # Rights, arguments, speed
    # ------------------------------------------------------------------

    def test_a_sequence_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        sequence = self.env["sales.sequence"].create({"name": "Theirs", "company_id": company.id, "user_id": False})
        for call in (
            lambda model: model.get_results(sequence.id),
            lambda model: model.open_figure(sequence.id, ["total", False, "open"]),
            lambda model: model.open_report(sequence.id),
        ):
            with self.assertRaises(AccessError):
                call(self.env["sales.sequence.results"].with_user(self.manager))

    def test_whoever_may_not_use_sequences_is_refused(self):
        stranger = mail_new_test_user(self.env, login="stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.results(self.sequence, user=stranger)

    def test_what_no_page_has_is_refused_in_words(self):
        model = self.env["sales.sequence.results"].with_user(self.rep)
        for figure in (
            None, "total", ["total"], ["nothing", False, "open"], ["total", False, "person"], ["funnel", 1, "rate"],
            [1, 2, 3], ["total", False, ["open"]], ["total", False, None],
        ):  # fmt: skip
            with self.assertRaises(UserError, msg=figure):
                model.open_figure(self.sequence.id, figure)
        for filters in ([1], "x", {"state": "sent"}, {"user_id": "7"}, {"weeks": 5}, {"weeks": [4]}):
            with self.assertRaises(UserError, msg=filters):
                model.get_results(self.sequence.id, False, filters)
        for sequence_id in (None, False, 2**31 - 1):
            with self.assertRaises(UserError, msg=sequence_id):
                model.get_results(sequence_id)
        self.assertFalse(self.opened(self.sequence, ["reps", "1; DROP TABLE", "open"]))
        self.assertFalse(self.opened(self.sequence, ["weeks", "nonsense", "open"]))
        self.assertFalse(self.opened(self.sequence, ["steps", 2**70, "closed"]))
        self.assertFalse(self.opened(self.sequence, ["reps", 2**70, "closed"]))

    def test_more_people_cost_no_more_queries(self):
        def count():
            self.results(self.sequence)
            before = self.env.cr.sql_log_count
            self.results(self.sequence)
            return self.env.cr.sql_log_count - before

        self.walk(self.sequence, self.make_leads(2), [0])
        few = count()
        self.walk(self.sequence, self.make_leads(12, name="Dora", user_id=self.colleague.id), [0])
        self.assertLessEqual(count(), few)
        self.assertLess(few, 40)

    def test_the_report_opens_on_the_same_touches(self):
        self.walk_a_few()
        action = self.env["sales.sequence.results"].with_user(self.manager).open_report(self.sequence.id)
        self.assertEqual(action["res_model"], "sales.sequence.report")
        touches = self.env["sales.sequence.report"].with_user(self.manager).search_count(action["domain"])
        self.assertEqual(touches, len(self.sequence.enrollment_ids.touch_ids))

    def test_the_report_opens_on_the_people_of_the_period(self):
        leads = self.make_leads(2)
        self.walk(self.sequence, leads, [0, 1])
        # Their second steps are of the last four weeks, their first emails are not.
        self.go_on([7], {})
        late = self.enroll(self.sequence, self.make_lead("Late"), at=MONDAY + timedelta(days=7))
        self.run_at(MONDAY + timedelta(days=7))
        self.send_mails(MONDAY + timedelta(days=7))
        with freeze_time(LONG_AFTER):
            model = self.env["sales.sequence.results"].with_user(self.manager)
            action = model.open_report(self.sequence.id, False, {"weeks": 4})
        found = self.env["sales.sequence.report"].with_user(self.manager).search(action["domain"])
        self.assertEqual(found.enrollment_id, late)
        self.assertEqual(found.touch_id, late.touch_ids)
