"""Versions of a sequence: their numbers and names, and what changed between them."""

from .common import SequenceCommon


class TestVersionNames(SequenceCommon):
    def test_a_single_version_has_no_number(self):
        sequence = self.make_sequence("email", name="Outreach")
        self.assertEqual(sequence.display_name, "Outreach")

    def test_two_versions_have_different_names_in_lists_and_messages(self):
        first = self.make_sequence("email", name="Outreach")
        second = self.env["sales.sequence"].browse(first.action_new_version()["res_id"])
        self.assertEqual((first.display_name, second.display_name), ("Outreach v1", "Outreach v2"))
        self.assertEqual((first.name, second.name), ("Outreach", "Outreach"))
        found = self.env["sales.sequence"].name_search("Outreach v2")
        self.assertEqual(found, [(second.id, "Outreach v2")])
        difference = self.env["sales.sequence.publishing"].get_difference(second.id)
        self.assertEqual(difference["parts"], [])
        print(self.env["sales.sequence.publishing"].get_checklist(second.id))
        print(self.env["sales.sequence.publishing"].get_checklist(first.id))
        print(self.env["sales.sequence.publishing"].get_history(first.id))
