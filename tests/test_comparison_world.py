"""A thousand people in companies, followed for sixty days, with effects that are known."""

import random
from collections import defaultdict
from datetime import timedelta

from freezegun import freeze_time

from odoo.tools import html2plaintext

from odoo.addons.sales_sequence.tools.experiment import draw

from .common import MONDAY, SequenceCommon

PEOPLE = 1000
SHARE = 0.2
OVER = MONDAY + timedelta(days=60)
# When the engine runs: for the email, for the call, and after the end of the days.
MOMENTS = (0, 3, 60.5)


def on(day):
    """The moment so many days after the start."""
    return MONDAY + timedelta(days=day)


class TestThousandPeople(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
        cls.sequence = cls.make_sequence("email", {"channel": "call", "max_wait_days": 0}, name="Cadence")
        with freeze_time(MONDAY):
            cls.comparison = cls.sequence.start_comparison(share=SHARE, days=60)
        cls.people = cls.make_people()
        cls.leads = cls.make_leads_of(cls.people)

    @classmethod
    def make_people(cls):
        """A thousand people, in companies of one to six."""
        rng, sizes = random.Random(18), []
        while sum(sizes) < PEOPLE:
            sizes.append(min(rng.randint(1, 6), PEOPLE - sum(sizes)))
        companies = cls.env["res.partner"].create(
            [{"name": f"Firm {number}", "is_company": True} for number in range(len(sizes))]
        )
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Person {person} of {company.name}",
                    "email": f"person{person}@firm{number}.example.org",
                    "parent_id": company.id,
                    "country_id": cls.env.ref("base.be").id,
                }
                for number, (company, size) in enumerate(zip(companies, sizes, strict=True))
                for person in range(size)
            ]
        )

    @classmethod
    def make_leads_of(cls, people):
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal with {person.name}",
                    "type": "opportunity",
                    "partner_id": person.id,
                    "email_from": person.email,
                    "user_id": cls.rep.id,
                    "country_id": person.country_id.id,
                }
                for person in people
            ]
        )

    def test_a_thousand_people_are_drawn_followed_and_counted(self):
        enrollments = self.enroll(self.sequence, self.leads)
        self.assertEqual(len(enrollments), PEOPLE)
        self.assert_drawn(enrollments)
        mailed_to = self.live_through(enrollments)
        control = enrollments.filtered(lambda one: one.arm == "control")
        treated = enrollments - control
        self.assert_untouched(control, mailed_to)
        self.assertEqual(mailed_to, set(treated.mapped("email_normalized")), "and everybody else got their emails")
        self.assert_counted(enrollments)

    # ------------------------------------------------------------------
    # The draw
    # ------------------------------------------------------------------

    def assert_drawn(self, enrollments):
        """Everybody of a company is in one arm, as the hash has it, and a fifth of the companies is held back."""
        weights = {"sequence": 1 - SHARE, "control": SHARE}
        companies = enrollments.grouped("commercial_partner_id")
        arms = {}
        for company, of_company in companies.items():
            (arms[company],) = set(of_company.mapped("arm"))
            self.assertEqual(arms[company], draw(f"c{self.comparison.id}:p{company.id}", weights))
        held_back = [company for company, arm in arms.items() if arm == "control"]
        # Four standard deviations: so far off is one draw of 15,000.
        deviation = (len(companies) * SHARE * (1 - SHARE)) ** 0.5
        self.assertLess(abs(len(held_back) - len(companies) * SHARE), 4 * deviation)
        sizes = [len(of_company) for of_company in companies.values()]
        mean = sum(sizes) / len(sizes)
        spread = (sum((size - mean) ** 2 for size in sizes) / len(sizes) / len(held_back)) ** 0.5
        of_held_back = sum(len(companies[company]) for company in held_back) / len(held_back)
        self.assertLess(abs(of_held_back - mean), 4 * spread, "large companies are no likelier in one arm")

    # ------------------------------------------------------------------
    # Sixty days
    # ------------------------------------------------------------------

    def live_through(self, enrollments):
        """Let the engine work, and people meet us: of the sequence's companies every fifth, of the others every tenth,
        each in another way. :return: the addresses that got mail"""
        self.met = {"sequence": 0, "control": 0}
        plans = self.plan_of(enrollments.grouped("commercial_partner_id").values())
        mailed_to, begin = set(), -1
        for day in MOMENTS:
            for acting_day in sorted(plan_day for plan_day in plans if begin < plan_day <= day):
                # Once for all of a day: to freeze the time takes as long as a meeting.
                with freeze_time(on(acting_day)), self.quiet_gateway():
                    for act in plans[acting_day]:
                        act()
            begin = day
            self.run_at(on(day))
            if self.env["mail.mail"].search_count([("state", "=", "outgoing")]):
                for mail in self.send_mails(on(day)):
                    mailed_to.update(address.split("<")[-1].strip("> ").lower() for address in mail["email_to"])
        return mailed_to

    def plan_of(self, companies):
        """``{day: [what happens]}``. What counts is noted in `met`."""
        plans = defaultdict(list)
        of_arms = {"sequence": [], "control": []}
        for people in companies:
            of_arms[people[0].arm].append(people)
        for arm, every in (("sequence", 5), ("control", 10)):
            for index, people in enumerate(of_arms[arm]):
                if index % every == 0:
                    acts = self.ways(people, index // every % 4)
                    self.met[arm] += 1
                elif index % every == 1:
                    acts = self.ways_that_do_not_count(people, index // every % 3)
                else:
                    continue
                for day, act in acts:
                    plans[day].append(act)
        return plans

    def ways(self, people, kind):
        first, last = people[0], people[-1]
        return [
            [(3, lambda: self.meet(first, 3, 6))],
            [(50, lambda: self.meet(last, 50, 70))],
            [(40, last.lead_id.action_set_won)],
            # Both, and two of them: one company counts once.
            [(2, lambda: self.meet(first, 2, 8)), (30, last.lead_id.action_set_won)],
        ][kind]

    def ways_that_do_not_count(self, people, kind):
        first = people[0]
        return [
            [(10, lambda: self.meet(first, 10, 12).action_archive())],
            [(2, lambda: self.meet(first, -2, 58))],
            [(60.2, first.lead_id.action_set_won)],
        ][kind]

    def meet(self, enrollment, agreed, held):
        event = self.env["calendar.event"].create(
            {
                "name": "Demo",
                "start": on(held),
                "stop": on(held) + timedelta(hours=1),
                "opportunity_id": enrollment.lead_id.id,
                "partner_ids": enrollment.partner_id.ids,
            }
        )
        self.env.flush_all()
        # Odoo takes the time of the database.
        self.env.cr.execute("UPDATE calendar_event SET create_date = %s WHERE id = %s", [on(agreed), event.id])
        return event

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------

    def assert_untouched(self, control, mailed_to):
        """Nothing but one to-do for the rep."""
        self.assertFalse(control.touch_ids)
        self.assertTrue(mailed_to.isdisjoint(control.mapped("email_normalized")))
        todos = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "crm.lead"),
                    ("res_id", "in", control.lead_id.ids),
                ]
            )
        )
        per_lead = todos.grouped("res_id")
        self.assertEqual({len(one) for one in per_lead.values()} | {1}, {1})
        self.assertEqual(todos.user_id, self.rep)
        waiting = control.filtered(lambda one: one.exit_reason in ("control", "meeting"))
        self.assertTrue(set(waiting.lead_id.ids) <= set(per_lead), "whoever has not been won has one")
        over = control.filtered(lambda one: one.exit_reason == "control")
        self.assertEqual(set(over.mapped("state")), {"finished"})
        self.assertGreater(len(over), len(control) / 2)
        self.assertFalse(control.filtered(lambda one: one.state in ("running", "paused")))

    def assert_counted(self, enrollments):
        """The card has the right numbers, and says them."""
        companies = enrollments.grouped("commercial_partner_id").values()
        people = {arm: sum(of_company[0].arm == arm for of_company in companies) for arm in ("sequence", "control")}
        with freeze_time(OVER + timedelta(days=1)):
            card = self.env["sales.sequence.comparison"].with_user(self.manager).get_card(self.sequence.id)
        self.assertEqual(
            {arm["arm"]: (arm["people"], arm["open"], arm["met"]) for arm in card["arms"]},
            {arm: (count, 0, self.met[arm]) for arm, count in people.items()},
        )
        said = html2plaintext(card["sentence"]).replace("*", "")
        self.assertTrue(
            said.startswith(
                f"Of {people['sequence']} followed up by the sequence {self.met['sequence']} met us, of "
                f"{people['control']} followed up the old way {self.met['control']}."
            ),
            said,
        )
        rate = {arm: self.met[arm] / people[arm] for arm in people}
        ratio = rate["sequence"] / rate["control"]
        self.assertAlmostEqual(card["ratio"]["ratio"], ratio)
        self.assertIn(f"That is {ratio:.1f} times as many", said)
        self.assertIn("not yet proved", said)
