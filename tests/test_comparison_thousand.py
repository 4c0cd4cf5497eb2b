"""A thousand people in companies, for sixty days: drawn fairly, left alone, and counted right."""

import math
import re
from collections import Counter
from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

COMPANIES = 400
# So many people has each of them, in turn: a thousand in all.
SIZES = (1, 2, 3, 4)
SHARE = 0.2
# Of every so many companies, one meets us within the days: what the sequence and the old way really earn.
ONE_IN = {"sequence": 8, "control": 24}
OVER = MONDAY + timedelta(days=60)


class TestThousand(SequenceCommon):
    def make_thousand(self):
        """A thousand leads, each with a contact at one of the companies."""
        Partner = self.env["res.partner"].with_context(tracking_disable=True, mail_create_nosubscribe=True)
        country = self.env.ref("base.be").id
        companies = Partner.create(
            [{"name": f"Company {number}", "is_company": True} for number in range(COMPANIES)]
        )
        people = Partner.create(
            [
                {
                    "name": f"P{person} {company.name}",
                    "parent_id": company.id,
                    "email": f"p{person}@c{index}.example.org",
                }
                for index, company in enumerate(companies)
                for person in range(SIZES[index % len(SIZES)])
            ]
        )
        Lead = self.env["crm.lead"].with_context(tracking_disable=True, mail_create_nosubscribe=True)
        return Lead.create(
            [
                {
                    "name": f"Deal with {person.name}",
                    "type": "opportunity",
                    "partner_id": person.id,
                    "email_from": person.email,
                    "user_id": self.rep.id,
                    "country_id": country,
                }
                for person in people
            ]
        )

    def test_a_thousand_people_are_drawn_left_alone_and_counted(self):
        sequence = self.make_sequence("email", "email", name="Cadence")
        with freeze_time(MONDAY):
            comparison = sequence.start_comparison(share=SHARE, days=60)
        leads = self.make_thousand()
        self.assertEqual(len(leads), 1000)
        # Colleagues come on different days.
        self.enroll(sequence, leads[::2])
        self.run_at(MONDAY)
        self.enroll(sequence, leads[1::2], at=MONDAY + timedelta(days=1))
        enrollments = leads.enrollment_ids
        self.assert_drawn_fairly(enrollments, comparison)
        for day in (1, 2, 3):
            self.run_at(MONDAY + timedelta(days=day))
        met = self.meet(enrollments)
        self.run_at(OVER - timedelta(days=1))
        self.assert_left_alone(enrollments)
        self.run_at(OVER + timedelta(days=1))
        self.assert_ended(enrollments, met)
        self.assert_counted(enrollments, met, sequence)

    def assert_drawn_fairly(self, enrollments, comparison):
        arms = {company: set(of.mapped("arm")) for company, of in enrollments.grouped("commercial_partner_id").items()}
        self.assertEqual(len(arms), COMPANIES)
        self.assertEqual({len(of_company) for of_company in arms.values()}, {1}, "Nobody is in two arms")
        control = sum(of_company == {"control"} for of_company in arms.values())
        deviation = math.sqrt(COMPANIES * SHARE * (1 - SHARE))
        self.assertLess(abs(control - COMPANIES * SHARE), 4 * deviation)
        rows = self.env["sales.sequence.assignment"].search([("comparison_id", "=", comparison.id)])
        self.assertEqual(len(rows), COMPANIES)

    def meet(self, enrollments):
        """Let one in so many companies of each arm meet us, by a meeting or by a win. :return: those"""
        met = enrollments.browse()
        companies = enrollments.grouped("commercial_partner_id")
        numbers = Counter()
        with freeze_time(MONDAY + timedelta(days=20)):
            for company in sorted(companies, key=lambda one: one.id):
                of_company = companies[company]
                arm = of_company[0].arm
                numbers[arm] += 1
                if numbers[arm] % ONE_IN[arm]:
                    continue
                one = of_company[0]
                met |= one
                if numbers[arm] % 2:
                    one.lead_id.action_set_won()
                else:
                    start = MONDAY + timedelta(days=25)
                    values = {"name": "Demo", "start": start, "stop": start + timedelta(hours=1)}
                    self.env["calendar.event"].create({**values, "opportunity_id": one.lead_id.id})
        return met

    def assert_left_alone(self, enrollments):
        """Whoever is held back has had no mail of ours, and the rep one to-do."""
        control = enrollments.filtered(lambda one: one.arm == "control")
        self.assertFalse(control.touch_ids)
        mails = self.env["mail.mail"].sudo().search([("is_sequence_mail", "=", True)])
        mailed = mails.mail_message_id.filtered(lambda message: message.model == "crm.lead").mapped("res_id")
        self.assertFalse(set(mailed) & set(control.lead_id.ids))
        treated = (enrollments - control).lead_id
        self.assertEqual(set(mailed), set(treated.ids))
        todos = self.env["mail.activity"].with_context(active_test=False)
        todos = todos.search([("res_model", "=", "crm.lead"), ("summary", "=", "Follow up in your own way")])
        waiting = control.filtered(lambda one: one.exit_reason != "won")
        self.assertEqual(Counter(todos.mapped("res_id")), Counter(waiting.lead_id.ids), "One to-do each")

    def assert_ended(self, enrollments, met):
        control = enrollments.filtered(lambda one: one.arm == "control")
        self.assertEqual(set((control - met).mapped("exit_reason")), {"control"})
        self.assertEqual(set((control & met).mapped("exit_reason")) - {"meeting", "won"}, set())

    def assert_counted(self, enrollments, met, sequence):
        """The sentence has the numbers of who counts: companies, not people."""
        companies, who_met = Counter(), Counter()
        for of_company in enrollments.grouped("commercial_partner_id").values():
            companies[of_company[0].arm] += 1
            who_met[of_company[0].arm] += bool(of_company & met)
        with freeze_time(OVER + timedelta(days=2)):
            card = self.env["sales.sequence.comparison"].with_user(self.manager).get_card(sequence.id)
        sentence = re.sub(r"<[^>]+>", "", card["sentence"])
        self.assertIn(f"Of {companies['sequence']} followed up by the sequence {who_met['sequence']} met us", sentence)
        self.assertIn(f"of {companies['control']} followed up the old way {who_met['control']}", sentence)
        self.assertEqual([row["open"] for row in card["arms"]], [0, 0])
