"""What *Results* shows is counted from the same people throughout, and each number opens exactly those it counts."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, users

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.measure import results as results_module

from .common import BRUSSELS, MONDAY, SequenceCommon

LONG_AFTER = MONDAY + timedelta(days=30)


def figures_of(results):
    """Yield (how `open_figure` names it, number) for all numbers of a page."""
    total = results["total"]
    for name in ("answered", "meetings", "opted_out", "bounced"):
        yield ["total", False, name], total[name]["count"]
    yield ["total", False, "meetings_unanswered"], total["meetings"]["unanswered"]
    yield ["total", False, "emailed"], total["bounced"]["of"]
    for name in ("closed", "open", "open_answered"):
        yield ["total", False, name], total[name]
    yield ["funnel", False, "entered"], results["funnel"]["entered"]
    for step in results["funnel"]["steps"]:
        for name in ("entered", "done", "answered", "ended", "waiting"):
            yield ["funnel", step["key"], name], step[name]
    for step in results["steps"]:
        for name in ("closed", "answered"):
            yield ["steps", step["key"], name], step[name]
    emails = [step for step in results["steps"] if step["channel"] == "email"]
    yield ["steps", "email", "answered"], sum(step["answered"] for step in emails)
    yield ["steps", False, "answered"], sum(step["answered"] for step in results["steps"])
    for week in results["weeks"]:
        for name in ("closed", "open", "answered"):
            yield ["weeks", str(week["start"]), name], week[name]
    for rep in [*results["reps"], results["all_reps"]]:
        for name in ("closed", "open", "answered", "meetings"):
            yield ["reps", rep["id"], name], rep[name]
    for step in results["variants"]:
        for row in step["rows"]:
            for name in ("closed", "open", "answered"):
                yield ["variants", row["id"], name], row[name]


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

    def walk(self, sequence, leads, days=20, answers=None, **options):
        """Enroll these, and run the sequence; `answers` are ``{lead: (day, hour)}``."""
        enrollments = self.enroll(sequence, leads, **options)
        answers = dict(answers or {})
        for day in range(days):
            moment = MONDAY + timedelta(days=day)
            self.run_at(moment)
            self.send_mails(moment + timedelta(minutes=1))
            for lead in [lead for lead, at in answers.items() if at == day]:
                enrollment = lead.enrollment_ids.filtered(lambda one: one.sequence_id == sequence)
                last = enrollment.touch_ids.filtered(lambda touch: touch.mail_message_id).sorted("id")[-1:]
                self.answer(last, email_from=lead.email_from, at=moment + timedelta(hours=2))
        return enrollments


class TestResults(ResultsCommon, TransactionCase):
    def test_every_number_opens_exactly_whom_it_counts(self):
        sequence = self.make_sequence({"name": "First"}, {"name": "Ring", "channel": "call", "max_wait_days": 1}, {"name": "Last", "delay": 3})
        leads = self.make_leads(5) | self.make_leads(4, name="Cleo", user_id=self.colleague.id)
        enrollments = self.walk(sequence, leads, answers={leads[0]: 0, leads[1]: 7, leads[6]: 1})
        bounced, stopped = leads[2].enrollment_ids, leads[3].enrollment_ids
        late = self.make_lead("Late")
        with freeze_time(LONG_AFTER - timedelta(days=3)):
            sequence.enroll(late.ids)
        self.run_at(LONG_AFTER - timedelta(days=3))
        self.send_mails(LONG_AFTER - timedelta(days=3))
        results = self.assert_adds_up(sequence)
        self.assertEqual(len(enrollments), 9)
        self.assertEqual((results["total"]["closed"], results["total"]["open"]), (9, 1))
        self.assertEqual(results["total"]["answered"]["count"], 3)
        self.assertEqual(
            [(step["name"], step["entered"], step["done"], step["answered"], step["ended"], step["waiting"]) for step in results["funnel"]["steps"]],
            [("First", 10, 10, 2, 0, 0), ("Ring", 8, 0, 0, 0, 1), ("Last", 7, 7, 1, 6, 0)],
        )
        self.assertFalse(results["curve"]["lines"], "nine closed people are too few for a curve")
        self.assertIs(results["total"]["answered"]["rate"], False)
        self.assertEqual([(rep["name"], rep["closed"], rep["open"], rep["answered"]) for rep in results["reps"]], [("Carl Colleague", 4, 0, 1), ("Rita Rep", 5, 1, 2)])
