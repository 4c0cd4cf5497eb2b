"""The report answers whatever Odoo's views and programs ask of it."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import TransactionCase
from odoo.tools.safe_eval import safe_eval

from .common import MONDAY, SequenceCommon

LATER = MONDAY + timedelta(days=30)
# All that can be grouped by.
GROUPINGS = (
    "sequence_id",
    "first_version_id",
    "version_number",
    "step_id",
    "position",
    "variant_id",
    "channel",
    "state",
    "outcome_id",
    "user_id",
    "team_id",
    "company_id",
    "country_id",
    "lang",
    "purpose",
    "lifecycle",
    "exit_reason",
    "target",
    "partner_id",
    "lead_id",
    "lead_id.stage_id",
    "late",
    "weekday",
    "hour",
    "done_at:week",
    "done_at:month",
    "done_at:day_of_week",
    "sent_at:hour_number",
)


class TestReport(SequenceCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["sales.sequence.report"].with_user(cls.manager)

    def setUp(self):
        super().setUp()
        self.sequence = self.make_sequence("email", "email", name="B, mailed")
        self.other = self.make_sequence("email", name="A, mailed later")
        self.ada, self.bob = self.enroll(self.sequence, self.make_lead("Ada") | self.make_lead("Bob"))
        self.enroll(self.other, self.make_lead("Cem"), at=MONDAY + timedelta(days=21))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(self.ada.touch_ids, at=MONDAY + timedelta(hours=3))
        self.run_at(MONDAY + timedelta(days=21))
        self.send_mails(MONDAY + timedelta(days=21))
        self.env.flush_all()
        self.domain = [("sequence_id", "in", (self.sequence | self.other).ids)]

    def test_an_answer_through_the_gateway_is_in_every_figure_at_once(self):
        with freeze_time(LATER):
            (row,) = self.report._measures(self.domain, (), ["reached", "closed", "open", "replied", "reply_rate"])
        self.assertEqual(
            row, {"group": (), "reached": 3, "closed": 2, "open": 1, "replied": 1, "reply_rate": 0.5}
        )

    def test_it_can_be_grouped_by_anything_in_each_view(self):
        specs = ["reached:sum", "reply_rate:avg", "__count", "revenue:sum", "currency_id:array_agg_distinct"]
        specification = {"reached": {}, "reply_rate": {}, "sequence_id": {"fields": {"display_name": {}}}}
        for groupby in GROUPINGS:
            with self.subTest(groupby=groupby), freeze_time(LATER):
                total, groups = self.report.formatted_read_grouping_sets(self.domain, [[], [groupby]], specs)
                self.assertEqual([row["reached:sum"] for row in total], [3])
                self.assertGreaterEqual(sum(row["reached:sum"] for row in groups), 3)
                for row in groups:
                    # What a click on the group opens.
                    (again,) = self.report.formatted_read_group([*self.domain, *row["__extra_domain"]], [], specs)
                    self.assertEqual(again["reached:sum"], row["reached:sum"])
                listed = self.report.web_read_group(
                    self.domain, [groupby], ["reached:sum"], auto_unfold=True, unfold_read_specification=specification
                )
                self.assertEqual(len(listed["groups"]), len(groups))

    def test_the_search_view_offers_what_people_group_by(self):
        def offered():
            arch = self.report.get_view(view_type="search")["arch"]
            contexts = [safe_eval(context) for context in etree.fromstring(arch).xpath("//group/filter/@context")]
            return {context["group_by"] for context in contexts}

        asked = {*GROUPINGS} - {"state", "target", "partner_id", "lead_id", "lead_id.stage_id", "late"}
        asked = {name for name in asked if ":" not in name} | {"done_at:week"}
        self.assertEqual(offered(), asked - {"company_id"})
        self.manager.group_ids += self.env.ref("base.group_multi_company")
        self.assertEqual(offered(), asked)

    def test_a_list_may_be_exported(self):
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        with freeze_time(LATER):
            rows = self.report.search(self.domain).export_data(["sequence_id", "reached", "replied", "reply_rate"])
        self.assertEqual(sorted(row[1:] for row in rows["datas"])[-1], [1, 1, 1.0])

    def test_groups_are_sorted_filtered_and_limited_by_measures(self):
        def names(*arguments, **options):
            with freeze_time(LATER):
                rows = self.report._read_group(self.domain, ["sequence_id"], *arguments, **options)
            return [row[0].name for row in rows]

        reached, rate = ["reached:sum"], ["reply_rate:avg"]
        self.assertEqual(names(reached, order="reached:sum desc"), ["B, mailed", "A, mailed later"])
        self.assertEqual(names(reached, order="reached:sum"), ["A, mailed later", "B, mailed"])
        self.assertEqual(names((), order="reached:sum desc", limit=1), ["B, mailed"])
        self.assertEqual(names(reached, order="reached:sum desc", offset=1), ["A, mailed later"])
        self.assertEqual(names(rate, order="reply_rate:avg desc"), ["A, mailed later", "B, mailed"], "Empty ones first")
        self.assertEqual(names(rate, order="reply_rate:avg desc nulls last"), ["B, mailed", "A, mailed later"])
        self.assertEqual(names(reached, having=[("reached:sum", ">", 1)]), ["B, mailed"])
        self.assertEqual(names(rate, having=[("reply_rate:avg", "<", 1)]), ["B, mailed"], "Nobody is no rate")
        either = ["|", ("reached:sum", "in", [1]), "!", ("closed:sum", "=", 0)]
        self.assertEqual(len(names((), having=either)), 2)

    def test_where_nobody_is_there_are_zeros_and_no_rates(self):
        (row,) = self.report._measures([("id", "=", 0)], (), ["reached", "reply_rate", "median_days", "revenue"])
        self.assertEqual(row, {"group": (), "reached": 0, "reply_rate": None, "median_days": None, "revenue": 0})
        self.assertEqual(self.report._measures([("id", "in", [])], ["step_id"], ["reached"]), [])

    def test_the_days_are_a_setting(self):
        for text, closed in (("29", 2), ("31", 0), ("nonsense", 2), ("0", 3)):
            self.env["ir.config_parameter"].set_param("sales_sequence.closed_days", text)
            with freeze_time(LATER):
                (row,) = self.report._measures(self.domain, (), ["closed", "reached"])
            self.assertEqual((row["closed"], row["reached"]), (closed, 3), text)

    def test_a_question_that_makes_no_sense_is_refused_in_words(self):
        unknown = [("no_field", "=", 1)]
        for arguments in (("nonsense", []), ("reached", unknown), ("reached", 5), (None, []), ("reached", "x")):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                self.report.action_open(*arguments)

    def test_one_query_counts_however_many_people_and_sets(self):
        with freeze_time(LATER):
            self.report._measures(self.domain, ["sequence_id"])
            self.env.invalidate_all()
            # One of them counts, two tell PostgreSQL how to plan it.
            with self.assertQueryCount(6):
                self.report._read_grouping_sets(
                    self.domain, [[], ["user_id"], ["user_id", "purpose"]], ["reached:sum", "__count"]
                )
