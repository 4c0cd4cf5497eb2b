"""Partner sequences, their enrollments and touches, by stage of the partner relationship; and the five that are
shipped, from recruitment to growth."""

from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import Command

from . import library
from .common import MONDAY, SequenceCommon

PILLARS = ("recruit", "onboard", "enable", "sell", "accelerate")
MODELS = ("sales.sequence", "sales.sequence.enrollment", "sales.sequence.touch")


class TestLifecycle(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequences = {
            pillar: cls.make_sequence("todo", target="partner", name=pillar, lifecycle=pillar) for pillar in PILLARS
        }
        cls.sequences[False] = cls.make_sequence("todo", name="For leads")

    def setUp(self):
        super().setUp()
        for pillar, sequence in self.sequences.items():
            self.enroll(sequence, self.make_targets(pillar, 2))
        self.run_at(MONDAY)
        ids = [sequence.id for sequence in self.sequences.values()]
        self.ours = {model: [("id" if model == "sales.sequence" else "sequence_id", "in", ids)] for model in MODELS}

    def make_targets(self, pillar, count):
        if not pillar:
            return self.make_leads(count, name="Lead")
        values = {"user_id": self.rep.id, "tz": "Europe/Brussels"}
        return self.env["res.partner"].create(
            [{**values, "name": f"{pillar} {index}", "email": f"{pillar}{index}@example.org"} for index in range(count)]
        )

    def filters(self, model):
        """``{name: element}`` of the model's search view, as shown to a rep."""
        arch = self.env[model].with_user(self.rep).get_view(view_type="search")["arch"]
        return {element.get("name"): element for element in etree.fromstring(arch).iter("filter")}

    def test_each_stage_has_a_filter(self):
        for model in MODELS:
            filters = self.filters(model)
            for pillar in PILLARS:
                domain = literal_eval(filters[f"lifecycle_{pillar}"].get("domain"))
                found = self.env[model].with_user(self.rep).search(self.ours[model] + domain)
                self.assertEqual(set(found.mapped("lifecycle")), {pillar}, model)
                self.assertEqual(len(found), 1 if model == "sales.sequence" else 2)

    def test_lists_are_grouped_by_stage_in_one_query(self):
        for model in MODELS:
            Model = self.env[model].with_user(self.rep)
            (group_by,) = literal_eval(self.filters(model)["group_lifecycle"].get("context")).values()
            self.assertTrue(Model.fields_get([group_by])[group_by]["groupable"], model)
            count = 1 if model == "sales.sequence" else 2
            Model._read_group(self.ours[model], [group_by], ["__count"])
            before = self.env.cr.sql_log_count
            groups = dict(Model._read_group(self.ours[model], [group_by], ["__count"]))
            self.assertEqual(self.env.cr.sql_log_count - before, 1)
            self.assertEqual(groups, dict.fromkeys(self.sequences, count), model)

    def test_the_stage_column_costs_the_same_for_any_number_of_rows(self):
        for model in MODELS[1:]:
            records = self.env[model].search(self.ours[model])
            counts = []
            # The first time also loads access rights.
            for rows in (records, records[:6], records):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                rows.with_user(self.rep).web_read({"lifecycle": {}})
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[1], counts[2], model)


SHIPPED = {
    "recruit": "sequence_partner_recruitment",
    "onboard": "sequence_partner_onboarding",
    "enable": "sequence_partner_enablement",
    "sell": "sequence_deal_registration",
    "accelerate": "sequence_partner_growth",
}
DAYS = {
    "recruit": [1, 2, 4, 8, 13, 18],
    "onboard": [1, 1, 5, 10, 15, 30, 60, 90],
    "enable": [1, 15, 30, 60, 75, 90],
    "sell": [1, 3, 5, 10],
    "accelerate": [1, 3, 7, 21, 35],
}
CHANNELS = {
    "recruit": ["todo", "linkedin", "email", "call", "email", "call"],
    "onboard": ["email", "todo", "call", "email", "email", "call", "email", "call"],
    "enable": ["email", "call", "email", "email", "call", "email"],
    "sell": ["email", "call", "todo", "email"],
    "accelerate": ["todo", "email", "call", "email", "call"],
}


class TestShippedLifecycle(SequenceCommon):
    """A partner is recruited, onboarded, enabled, sells and grows, in sequences made from the library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.library = {pillar: cls.env.ref(f"sales_sequence.{name}") for pillar, name in SHIPPED.items()}
        used = cls.env["sales.sequence"].browse(
            cls.library["recruit"].with_user(cls.manager).use(**library.ANSWERS, user_id=cls.rep.id)
        )
        cls.used = {sequence.lifecycle: sequence for sequence in used}
        cls.fill_in(used.step_ids, "cta", "summary", "note")
        cls.fill_in(used.step_ids.mail_template_id, "subject", "body_html")
        used.with_user(cls.manager).action_publish()
        cls.company = cls.env["res.partner"].create({"name": "Nordwind Logistik", "is_company": True})
        cls.anna, cls.bert = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": f"{name.split()[0].lower()}@nordwind.example.org",
                    "parent_id": cls.company.id,
                    "user_id": cls.rep.id,
                    "country_id": cls.env.ref("base.be").id,
                }
                for name in ("Anna Berg", "Bert Holm")
            ]
        )
        cls.tag = cls.env["res.partner.category"].create({"name": "Partner"})

    @classmethod
    def fill_in(cls, records, *names):
        """Fill in the blanks that only the user can."""
        for record in records:
            for name in names:
                record[name] = library.fill(record[name])

    def walk(self, partner, at=MONDAY, until=None):
        """Do everything at the moment it is due, until the partner is in no sequence any more.

        :param until: returns whether to stop before the next step, given the live enrollment
        :return: the time then
        """
        moment = at
        for _step in range(60):
            live = self.live(partner)
            if not live or (until and until(live)):
                break
            moment = max(moment, live.next_run_at)
            self.run_at(moment)
            self.send_mails(moment)
            self.do_tasks(partner, moment)
        return moment

    def live(self, partner):
        return partner.enrollment_ids.filtered(lambda enrollment: enrollment.state == "running")

    def do_tasks(self, partner, moment):
        with freeze_time(moment):
            partner.activity_ids.with_user(self.rep).action_feedback()
        self.env.invalidate_all()

    def stages(self, partner):
        """``[(stage, how it ended)]`` in the order in which the partner was there."""
        return [(one.sequence_id.lifecycle, one.exit_reason) for one in partner.enrollment_ids.sorted("id")]

    # ------------------------------------------------------------------

    def test_the_five_follow_each_other_with_their_touches_on_their_days(self):
        for sequences in (self.library, self.used):
            following = [sequences["recruit"]]
            while following[-1].next_sequence_id:
                following.append(following[-1].next_sequence_id)
            self.assertEqual(following, [sequences[pillar] for pillar in PILLARS])
        for pillar, sequence in self.library.items():
            with self.subTest(pillar):
                self.assertEqual((sequence.lifecycle, sequence.target), (pillar, "partner"))
                self.assertEqual(sequence.step_ids.mapped("day_number"), DAYS[pillar])
                self.assertEqual(sequence.step_ids.mapped("channel"), CHANNELS[pillar])

    def test_a_partner_walks_through_all_five(self):
        self.enroll(self.used["recruit"], self.anna)
        moment = self.walk(self.anna, until=lambda live: live.sequence_id == self.used["sell"])
        self.make_lead("Deal", partner_id=self.anna.id)
        self.walk(self.anna, moment)
        self.assertEqual(self.stages(self.anna), [(pillar, "completed") for pillar in PILLARS])
        before = None
        for enrollment in self.anna.enrollment_ids.sorted("id"):
            touches = enrollment.touch_ids.sorted("id")
            with self.subTest(enrollment.sequence_id.name):
                self.assertEqual(enrollment.user_id, self.rep)
                self.assertEqual(touches.step_id, enrollment.sequence_id.step_ids, "each step once, in its order")
                self.assertEqual(
                    touches.mapped("state"), ["sent" if touch.channel == "email" else "done" for touch in touches]
                )
                dates = [touch.done_at.date() for touch in touches]
                days = [(date - dates[0]).days + 1 for date in dates]
                for day, planned in zip(days, DAYS[enrollment.sequence_id.lifecycle], strict=True):
                    self.assertIn(day - planned, (0, 1, 2), "After a weekend at the latest")
                if before:
                    self.assertIn((dates[0] - before).days, (1, 3), "The next business day")
                before = dates[-1]

    def test_milestones_bring_a_partner_to_the_next_stage_early(self):
        self.enroll(self.used["recruit"], self.anna)
        moment = self.walk(self.anna, until=lambda live: live.next_step_id.position == 50)
        self.company.category_id = self.tag
        self.check_goals(moment + timedelta(hours=1))
        self.assertEqual(self.stages(self.anna), [("recruit", "goal"), ("onboard", False)])

        moment = self.walk(self.anna, moment, until=lambda live: live.next_step_id.position == 60)
        deal = self.make_lead("Deal", partner_id=self.bert.id)
        self.check_goals(moment + timedelta(hours=1))
        self.assertEqual(self.stages(self.anna)[1:], [("onboard", "goal"), ("enable", False)])
        self.assertFalse(self.anna.activity_ids, "Nobody asks for a first deal that is there")

        moment = self.walk(self.anna, moment, until=lambda live: live.sequence_id == self.used["sell"])
        moment = self.walk(self.anna, moment, until=lambda live: live.next_step_id.position == 30)
        self.assertEqual(self.stages(self.anna)[2:], [("enable", "completed"), ("sell", False)], "Not won yet")
        with freeze_time(moment):
            deal.action_set_won()
        self.check_goals(moment + timedelta(hours=1))
        self.assertEqual(self.stages(self.anna)[3:], [("sell", "goal"), ("accelerate", False)])

    def test_nobody_is_welcomed_as_a_partner_because_a_call_was_forgotten(self):
        self.enroll(self.used["recruit"], self.anna)
        moment = self.walk(self.anna, until=lambda live: live.next_step_id == self.used["recruit"].step_ids[-1])
        for day in range(0, 120, 10):
            self.run_at(moment + timedelta(days=7 + day))
        last = self.anna.enrollment_ids.touch_ids.sorted("id")[-1]
        self.assertEqual((last.step_id, last.state), (self.used["recruit"].step_ids[-1], "todo"))
        self.anna.enrollment_ids.stop()
        self.assertEqual(self.stages(self.anna), [("recruit", "manual")])

    def test_a_reply_to_the_recruitment_leaves_it_to_the_rep_what_follows(self):
        enrollment = self.enroll(self.used["recruit"], self.anna)
        moment = self.walk(self.anna, until=lambda live: live.next_step_id.position == 40)
        sent = self.touches(enrollment, channel="email")
        self.answer(sent, email_from=self.anna.email, at=moment + timedelta(hours=1))
        self.assertEqual(self.stages(self.anna), [("recruit", "replied")])

    def test_a_partner_is_not_recruited_again(self):
        self.anna.category_id = self.env["res.partner.category"].create({"name": "Customer"})
        with freeze_time(MONDAY):
            self.assertTrue(self.used["recruit"].enroll(self.anna.ids)["enrolled"])
        for tagged in (self.company, self.bert):
            tagged.category_id = [Command.link(self.tag.id)]
            with freeze_time(MONDAY):
                refused = self.used["recruit"].enroll(self.bert.ids)["refused"]
            self.assertEqual([row["code"] for row in refused], ["not_in_audience"])
            tagged.category_id = False

    def test_without_a_deal_there_is_no_business_review(self):
        self.enroll(self.used["sell"], self.anna)
        self.walk(self.anna)
        self.assertEqual(self.stages(self.anna), [("sell", "completed")])
        self.assertIn("“Partner growth” could not follow", self.anna.message_ids[0].body)
