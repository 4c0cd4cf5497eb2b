"""Partner sequences, their enrollments and touches, by stage of the partner relationship."""

from ast import literal_eval

from lxml import etree

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
