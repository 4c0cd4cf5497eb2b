"""The report counts people, each once in a group, and rates over those who had time to answer."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase

from .common import MONDAY, SequenceCommon

LONG_AFTER = MONDAY + timedelta(days=30)


class TestReport(SequenceCommon, TransactionCase):
    def read(self, domain=(), groupby=(), names=("reached", "closed", "open", "replied", "replied_closed", "reply_rate"), user=None, at=LONG_AFTER):
        self.env.flush_all()
        report = self.env["sales.sequence.report"].with_user(user or self.manager)
        with freeze_time(at):
            return report._measures(list(domain), groupby, names)

    def test_an_answer_is_credited_and_rates_count_closed_people(self):
        sequence = self.make_sequence("email", "call", "email")
        ada, bob = self.make_lead("Ada"), self.make_lead("Bob")
        one, two = self.enroll(sequence, ada | bob)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(one.touch_ids, at=MONDAY + timedelta(hours=3))
        (row,) = self.read([("sequence_id", "=", sequence.id)])
        self.assertEqual(row["reached"], 2)
        self.assertEqual(row["closed"], 2)
        self.assertEqual(row["replied"], 1)
        self.assertEqual(row["reply_rate"], 0.5)
        (row,) = self.read([("sequence_id", "=", sequence.id)], at=MONDAY + timedelta(days=1))
        self.assertEqual((row["reached"], row["closed"], row["open"], row["reply_rate"]), (2, 0, 2, None))
        report = self.env["sales.sequence.report"].with_user(self.manager)
        for groupby in ("first_version_id", "sequence_id", "step_id", "position", "variant_id", "channel", "state", "user_id", "team_id", "company_id", "country_id", "lang", "purpose", "lifecycle", "exit_reason", "partner_id", "lead_id", "done_at:week", "weekday", "hour", "late", "outcome_id", "done_at:day_of_week", "lead_id.stage_id"):
            sets = report.formatted_read_grouping_sets([], [[], [groupby]], ["reached:sum", "reply_rate:avg", "__count", "revenue:sum", "currency_id:array_agg_distinct", "median_days:avg"])
            self.assertTrue(sets[1], groupby)
            report.web_read_group([], [groupby], ["reached:sum"], order="done_at desc", auto_unfold=True, unfold_read_specification={"reached": {}, "reply_rate": {}, "revenue": {}, "sequence_id": {}})
