"""Automatic enrollment: records that match are enrolled soon and once, at no cost to other writes."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import SerializationFailure

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MONDAY, SequenceCommon

BIG = "[('expected_revenue', '>=', 1000)]"


class TestAudience(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref("sales_sequence.ir_cron_audience")
        cls.sequence = cls.make_sequence("email", "call", enroll_domain=BIG, auto_enroll=True)

    def setUp(self):
        super().setUp()
        self.commit()
        self.wake_ups().unlink()

    def commit(self):
        """Do what Odoo does at the end of a transaction."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def wake_ups(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.job.id)])

    def look(self, at=MONDAY):
        """Run the job at that time."""
        with freeze_time(at), self.enter_registry_test_mode():
            self.job.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def big_lead(self, name="Ada", **values):
        return self.make_lead(name, expected_revenue=5000, **values)

    def test_a_new_record_is_enrolled_only_if_it_matches(self):
        big, small = self.big_lead("Big"), self.make_lead("Small")
        self.commit()
        self.assertEqual(len(self.wake_ups()), 1, "Once, for any number of records")
        self.look()
        self.assertEqual(big.enrollment_ids.sequence_id, self.sequence)
        self.assertEqual(big.enrollment_ids.user_id, self.rep, "The salesperson sends")
        self.assertFalse(small.enrollment_ids)
        self.assertEqual(self.sequence.audience_note, "1 enrolled")

    def test_a_record_that_starts_to_match_is_enrolled(self):
        lead = self.make_lead("Grows")
        self.look()
        self.assertFalse(lead.enrollment_ids)
        self.wake_ups().unlink()
        with freeze_time(MONDAY + timedelta(minutes=1)):
            lead.expected_revenue = 5000
            self.commit()
        self.assertTrue(self.wake_ups())
        self.look(MONDAY + timedelta(minutes=1))
        self.assertTrue(lead.enrollment_ids)

    def test_unrelated_changes_do_not_wake_the_job_and_cost_no_query(self):
        lead, partner = self.make_lead("Small"), self.env["res.partner"].create({"name": "Kim"})
        self.commit()
        self.wake_ups().unlink()
        lead.contact_name = "Warm up"
        self.env.flush_all()

        def queries_of_a_change(name):
            before = self.env.cr.sql_log_count
            lead.contact_name = name
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        watching = queries_of_a_change("Somebody else")
        with patch.object(type(self.env["sales.sequence.audience"]), "_notice_changed_targets", lambda *_: None):
            self.assertEqual(watching, queries_of_a_change("Somebody else again"))
        partner.function = "Head of sales"
        self.commit()
        self.assertFalse(self.wake_ups(), "No audience selects partners or filters by a contact's name")

    def test_without_an_audience_nothing_wakes_the_job(self):
        self.sequence.auto_enroll = False
        self.big_lead()
        self.commit()
        self.assertFalse(self.wake_ups())
        self.look()
        self.assertFalse(self.sequence.enrollment_ids)

    def test_a_record_enrolled_before_is_not_enrolled_again(self):
        lead = self.big_lead()
        self.look()
        lead.enrollment_ids.stop()
        self.look(MONDAY + timedelta(hours=2))
        self.assertEqual(len(lead.enrollment_ids), 1)

    def test_re_enrollment_happens_after_the_configured_days(self):
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 10})
        lead = self.big_lead()
        self.look()
        with freeze_time(MONDAY):
            lead.enrollment_ids.stop()
        self.look(MONDAY + timedelta(days=9))
        self.assertEqual(len(lead.enrollment_ids), 1)
        self.look(MONDAY + timedelta(days=11))
        self.assertEqual(len(lead.enrollment_ids), 2)

    def test_a_match_without_an_address_is_counted_and_enrolled_once_it_has_one(self):
        lead = self.big_lead("Silent", email_from=False)
        self.look()
        self.assertFalse(lead.enrollment_ids)
        self.assertEqual(self.sequence.audience_note, "0 enrolled, Address missing or not valid: 1")
        self.wake_ups().unlink()
        with freeze_time(MONDAY + timedelta(minutes=5)):
            lead.email_from = "silent@customer.example.org"
            self.commit()
        self.assertTrue(self.wake_ups())
        self.look(MONDAY + timedelta(minutes=5))
        self.assertTrue(lead.enrollment_ids)

    def test_won_and_archived_records_are_not_enrolled(self):
        won, archived = self.big_lead("Won"), self.big_lead("Archived")
        won.action_set_won()
        archived.active = False
        self.look()
        self.assertFalse(self.sequence.enrollment_ids)
        self.assertEqual(self.sequence.audience_note, "0 enrolled")

    def test_a_change_to_any_common_criterion_of_leads_wakes_the_job(self):
        """Speed to lead: whatever the filter, the write that makes a lead match is noticed."""
        Stage, Frequency = self.env["crm.stage"], self.env["crm.lead.scoring.frequency"]
        team = self.env["crm.team"].create({"name": "Inbound"})
        tag = self.env["crm.tag"].create({"name": "Webinar"})
        first, second = Stage.create([{"name": "Hot", "sequence": -2}, {"name": "Hotter", "sequence": -1}])
        France = self.env.ref("base.fr")
        # What Odoo's predictive scoring has learned: leads that reach the second stage are mostly won.
        self.env["ir.config_parameter"].set_param("crm.pls_start_date", "2020-01-01")
        counts = {first: (5, 45), second: (45, 5)}
        for stage, (won, lost) in counts.items():
            values = {"variable": "stage_id", "value": stage.id, "won_count": won, "lost_count": lost}
            Frequency.create([{**values, "team_id": False}])
        cases = {
            "stage": (f"[('stage_id', '=', {second.id})]", {"stage_id": second.id}),
            "stage by name": ("[('stage_id.name', '=', 'Hotter')]", {"stage_id": second.id}),
            "tag": (f"[('tag_ids', 'in', [{tag.id}])]", {"tag_ids": [Command.link(tag.id)]}),
            "tag by name": ("[('tag_ids.name', 'ilike', 'webinar')]", {"tag_ids": [Command.set(tag.ids)]}),
            "country": (f"[('country_id', '=', {France.id})]", {"country_id": France.id}),
            "country by code": ("[('country_id.code', 'in', ['FR', 'CH'])]", {"country_id": France.id}),
            "team": (f"[('team_id', '=', {team.id})]", {"team_id": team.id}),
            "score": ("[('automated_probability', '>=', 60)]", {"stage_id": second.id}),
        }
        for number, (name, (domain, change)) in enumerate(cases.items()):
            with self.subTest(name):
                moment = MONDAY + timedelta(days=number)
                self.sequence.enroll_domain = domain
                lead = self.make_lead(f"Chosen{number}", stage_id=first.id, team_id=False)
                self.commit()
                self.look(moment)
                self.assertFalse(lead.enrollment_ids)
                self.wake_ups().unlink()
                with freeze_time(moment + timedelta(minutes=1)):
                    lead.write(change)
                    self.commit()
                self.assertEqual(len(self.wake_ups()), 1)
                self.look(moment + timedelta(minutes=1))
                self.assertEqual(lead.enrollment_ids.sequence_id, self.sequence)

    def test_the_sweep_finds_dormant_leads(self):
        """Dormant: no message and no activity for 30 days. No write makes that true."""
        self.sequence.enroll_domain = (
            "[('activity_ids', '=', False), ('message_ids', 'not any', [('date', '>=', 'today -30d')])]"
        )
        dormant, planned, talking = self.make_lead("Dormant"), self.make_lead("Planned"), self.make_lead("Talking")
        planned.activity_schedule(activity_type_id=self.call_type.id, user_id=self.rep.id)
        leads = dormant + planned + talking
        for lead in leads:
            lead.message_post(body="They wrote").date = MONDAY - timedelta(days=10)
        self.look()
        self.assertFalse(leads.enrollment_ids)
        with freeze_time(MONDAY + timedelta(days=5)):
            talking.message_post(body="They called").date = MONDAY + timedelta(days=5)
        self.commit()
        self.look(MONDAY + timedelta(days=19))
        self.assertFalse(leads.enrollment_ids)
        self.look(MONDAY + timedelta(days=21))
        self.assertEqual(leads.filtered("enrollment_ids"), dormant)

    def test_time_alone_makes_a_record_match_at_the_next_sweep(self):
        self.sequence.enroll_domain = "[('date_deadline', '<', context_today())]"
        lead = self.make_lead("Late", date_deadline="2026-01-13")
        self.look()
        self.look(MONDAY + timedelta(minutes=30))
        self.assertFalse(lead.enrollment_ids)
        self.look(MONDAY + timedelta(days=2))
        self.assertTrue(lead.enrollment_ids)

    def test_a_large_audience_is_spread_over_several_days(self):
        self.sequence.max_new_per_day = 2
        self.make_leads(5, expected_revenue=5000)
        self.look()
        days = sorted(self.sequence.enrollment_ids.mapped("starts_on"))
        self.assertEqual([days.count(day) for day in sorted(set(days))], [2, 2, 1])

    def test_a_sequence_with_a_broken_filter_says_so_and_blocks_no_other(self):
        broken = self.make_sequence("email", name="Broken", enroll_domain=BIG, auto_enroll=True)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_sequence SET enroll_domain = '[(\"no_such_field\", \"=\", 1)]' WHERE id = %s", [broken.id]
        )
        self.env.invalidate_all()
        lead = self.big_lead()
        with self.assertLogs("odoo.addons.sales_sequence.models.enroll.audience", "WARNING"):
            self.look()
        self.assertTrue(lead.enrollment_ids)
        self.assertIn("no_such_field", broken.audience_note)

    def test_a_concurrent_update_delays_only_that_sequence_by_a_minute(self):
        other = self.make_sequence("call", name="Other", enroll_domain="[('name', 'ilike', 'Ada')]", auto_enroll=True)
        big, ada = self.big_lead("Big"), self.make_lead("Ada")
        enroll = type(self.sequence).enroll

        def busy(sequence, *args, **kwargs):
            if sequence == self.sequence:
                raise SerializationFailure
            return enroll(sequence, *args, **kwargs)

        with patch.object(type(self.sequence), "enroll", busy):
            self.look()
        self.assertEqual((big.enrollment_ids, ada.enrollment_ids.sequence_id), (ada.enrollment_ids.browse(), other))
        self.assertIn(MONDAY + timedelta(minutes=1), self.wake_ups().mapped("call_at"))
        self.assertFalse(self.sequence.audience_note, "Nobody is to blame")
        self.look(MONDAY + timedelta(minutes=1))
        self.assertEqual(big.enrollment_ids.sequence_id, self.sequence)

    def test_an_unreadable_filter_does_not_break_creating_leads(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_sequence SET enroll_domain = '[(' WHERE id = %s", [self.sequence.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertTrue(self.big_lead())
        with self.assertLogs("odoo.addons.sales_sequence.models.enroll.audience", "WARNING"):
            self.look()
        self.assertIn("The search failed", self.sequence.audience_note)

    def test_the_job_does_not_enroll_a_record_without_a_sender(self):
        self.sequence.user_id = False
        lead = self.big_lead("Nobody's", user_id=False)
        self.look()
        self.assertFalse(lead.enrollment_ids)
        self.assertEqual(self.sequence.audience_note, "0 enrolled, No sender: 1")

    def test_automatic_enrollment_needs_a_filter(self):
        for empty, error in ((False, IntegrityError), ("", IntegrityError), ("[]", ValidationError)):
            with self.assertRaises(error), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.sequence.enroll_domain = empty
                self.env.flush_all()

    def test_switching_automatic_enrollment_on_wakes_the_job_at_once(self):
        lead = self.big_lead()
        self.sequence.auto_enroll = False
        self.commit()
        self.wake_ups().unlink()
        self.sequence.auto_enroll = True
        self.assertTrue(self.wake_ups())
        self.look()
        self.assertTrue(lead.enrollment_ids)

    def test_the_number_of_queries_does_not_grow_with_the_number_of_matches(self):
        counts = []
        for count in (10, 100):
            self.make_leads(count, name=f"Crowd{count}x", expected_revenue=5000)
            self.sequence.audience_swept_at = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sales.sequence.audience"]._enroll(self.sequence)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.sequence.enrollment_ids), 110)
        self.assertLessEqual(counts[1], counts[0] + 5)
