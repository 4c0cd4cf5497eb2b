"""Versions of a sequence: their numbers and names, since when each is live, and what changed between them."""

from datetime import timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools.text_difference import compare, cut

from .common import MONDAY, OdooTags, SequenceCommon


class VersionsCommon(SequenceCommon):
    def new_version(self, sequence, publish=False):
        version = self.env["sales.sequence"].browse(sequence.action_new_version()["res_id"])
        if publish:
            version.action_publish()
        return version

    def difference(self, version, other=None, user=None):
        Publishing = self.env["sales.sequence.publishing"].with_user(user or self.manager)
        return Publishing.get_difference(version.id, other.id if other else False)

    def changes(self, version, other=None):
        """``{(title of the part, what): (before, after)}``"""
        return {
            (part["title"], change["what"]): (change["before"], change["after"])
            for part in self.difference(version, other)["parts"]
            for change in part["changes"]
        }


class TestNamesOfVersions(VersionsCommon):
    def test_a_sequence_with_one_version_has_no_number(self):
        sequence = self.make_sequence("email", name="Outreach")
        self.assertEqual((sequence.display_name, sequence.version_text), ("Outreach", False))
        self.assertEqual(self.env["sales.sequence.publishing"].get_history(sequence.id)[0]["version"], "v1")

    def test_two_versions_never_have_the_same_name(self):
        first = self.make_sequence("email", name="Outreach")
        second = self.new_version(first)
        self.assertEqual((first.display_name, second.display_name), ("Outreach v1", "Outreach v2"))
        self.assertEqual((first.name, second.name), ("Outreach", "Outreach"))
        self.assertEqual(second.changed_text, "what changed from v1")
        second.unlink()
        self.assertEqual(first.display_name, "Outreach", "no number once it is alone again")

    def test_a_version_is_found_by_its_number(self):
        first = self.make_sequence("email", name="Outreach to hospitals")
        second = self.new_version(first)
        self.make_sequence("email", name="Outreach to schools")
        search = self.env["sales.sequence"].name_search
        for text in ("Outreach to hospitals v2", "hospitals V2", "v2"):
            self.assertEqual(search(text), [(second.id, "Outreach to hospitals v2")], text)
        self.assertEqual({id_ for id_, _name in search("hospitals")}, {first.id, second.id})
        self.assertEqual(search("hospitals v3"), [])
        self.assertEqual(search("schools v1"), [], "nobody sees a number there")
        for operator, odd in (("<", 5), (">", True), ("=", 5), ("in", [5, False, "v2"])):
            self.env["sales.sequence"].search([("display_name", operator, odd)])
        found = self.env["sales.sequence"].search([("display_name", "not ilike", "hospitals v2")])
        self.assertNotIn(second, found)
        self.assertIn(first, found)
        self.assertEqual(
            self.env["sales.sequence"].search([("display_name", "in", ["Outreach to hospitals v2"])]), second
        )

    def test_chatter_refusals_results_and_dashboard_say_which_version(self):
        first = self.make_sequence("email", name="Outreach")
        lead = self.make_lead()
        self.enroll(first, lead)
        second = self.new_version(first, publish=True)
        enrollment = first.enrollment_ids
        self.assertEqual(enrollment.display_name, "Deal with Ada – Outreach v1")
        enrollment.stop("manual")
        self.assertIn("Outreach v1", lead.message_ids[0].body)
        refused = first.enroll(self.make_lead("Bea").ids)["refused"]
        self.assertIn("Outreach v1", refused[0]["message"])
        results = self.env["sales.sequence.results"]
        self.assertEqual(results.get_results(second.id)["sequence"]["name"], "Outreach v2")
        self.assertEqual(results.get_results(second.id, True)["sequence"]["name"], "Outreach", "that is all of them")

    def test_hidden_names_stay_hidden(self):
        first = self.make_sequence("email", name="Secret")
        self.new_version(first)
        other = self.env["res.company"].create({"name": "Other"})
        first.sudo().company_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn("Secret", first.with_user(self.rep).sudo().display_name)

    def test_a_new_version_that_is_deleted_leaves_no_number(self):
        first = self.make_sequence("email", name="Outreach")
        second = self.new_version(first)
        self.assertEqual(first.display_name, "Outreach v1")
        second.unlink()
        self.assertEqual(first.display_name, "Outreach")
        self.assertEqual(self.new_version(first).display_name, "Outreach v2")

    def test_numbers_are_unique_though_an_old_version_is_copied(self):
        first = self.make_sequence("email", name="Outreach")
        second = self.new_version(first, publish=True)
        third = self.new_version(first)
        self.assertEqual(third.display_name, "Outreach v3")
        self.assertEqual(self.new_version(second), third, "there is one draft at a time")
        third.action_publish()
        self.assertEqual((first | second).mapped("state"), ["closed", "closed"], "one version takes people")

    def test_a_group_of_all_versions_has_no_number(self):
        now = MONDAY
        first = self.make_sequence("email", name="Outreach")
        self.enroll(first, self.make_lead(), at=now)
        self.run_at(now)
        self.new_version(first, publish=True)
        Report = self.env["sales.sequence.report"].with_user(self.manager)
        groups = Report.formatted_read_group([("sequence_id", "=", first.id)], ["first_version_id"], ["__count"])
        self.assertEqual(groups[0]["first_version_id"], (first.id, "Outreach"))
        groups = Report.formatted_read_group([("sequence_id", "=", first.id)], ["sequence_id"], ["__count"])
        self.assertEqual(groups[0]["sequence_id"], (first.id, "Outreach v1"))


class TestPublishedAt(VersionsCommon):
    def test_it_is_the_first_time_and_reopening_keeps_it(self):
        with freeze_time(MONDAY):
            sequence = self.make_sequence("email", publish=False)
            self.assertFalse(sequence.published_at)
            sequence.action_publish()
            self.env.flush_all()
        with freeze_time(MONDAY + timedelta(days=3)):
            sequence.action_close()
            sequence.action_publish()
            self.env.flush_all()
        self.assertEqual(sequence.published_at, MONDAY)
        self.assertEqual(sequence.with_user(self.manager).since_text, "since Jan 12, 2026")
        self.env["res.lang"]._activate_lang("de_DE")
        in_german = sequence.with_user(self.manager).with_context(lang="de_DE")
        self.assertEqual(in_german.since_text, "since 12 Jan 2026", "no German date in an English sentence")
        self.assertFalse(self.new_version(sequence).published_at, "a new version has not been live")

    def test_the_form_shows_it(self):
        sequence = self.make_sequence("email", name="Outreach")
        version = self.new_version(sequence)
        with Form(version.with_user(self.manager)) as form:
            self.assertEqual(form.version_text, "v2")
            self.assertEqual(form.changed_text, "what changed from v1")


class TestDifference(VersionsCommon):
    def test_a_new_version_differs_in_nothing(self):
        first = self.make_sequence("email", {"channel": "call", "note": "<p>Ask.</p>"}, "todo", "linkedin")
        second = self.new_version(first)
        self.assertEqual(self.difference(second)["parts"], [])
        self.assertEqual(self.difference(second)["from"]["version"], "v1")

    def test_it_says_what_was_added_removed_moved_and_rewritten(self):
        template = self.make_template(subject="First", body_html="<p>Teams like yours lose half a week.</p>")
        first = self.make_sequence(
            {"name": "Intro", "mail_template_id": template.id},
            {"channel": "call", "name": "Call", "note": "<p>Ask for a meeting.</p>", "delay": 2},
            {"name": "Resource", "delay": 2},
            {"channel": "todo", "name": "Look"},
            name="Outreach",
        )
        second = self.new_version(first)
        intro, call, _resource, look = second.step_ids.sorted("position")
        intro.mail_template_id = self.make_template(
            subject="Second", body_html="<p>Teams like <b>yours</b> lose a whole week.</p>"
        )
        call.write({"position": 35, "name": "Phone"})
        look.unlink()
        self.make_step(second, 9, {"channel": "linkedin", "name": "Connect"})
        second.write({"stop_on_meeting": False, "window_start": 8.5, "user_id": self.manager.id})
        kinds = [(part["kind"], part["title"]) for part in self.difference(second)["parts"]]
        self.assertEqual(kinds[0], ("settings", "Settings"))
        self.assertEqual([kind for kind, _title in kinds], ["settings", *["changed"] * 3, "added", "removed"])
        changes = self.changes(second)
        self.assertEqual(changes["Settings", "Stop on a meeting"], ("Yes", "No"))
        self.assertEqual(changes["Settings", "Sending hours from"], ("9:00", "8:30"))
        self.assertEqual(changes["Settings", "Owner"], ("Rita Rep", "Mona Manager"))
        by_what = {
            (part["title"].split(",")[0], one["what"]): one
            for part in self.difference(second)["parts"]
            for one in part["changes"]
        }
        self.assertEqual(by_what["Phone", "Name"]["before"], "Call")
        self.assertEqual((by_what["Phone", "Day"]["before"], by_what["Phone", "Day"]["after"]), ("3", "5"))
        self.assertEqual(by_what["Intro", "Subject"]["after"], "Second")
        words = by_what["Intro", "Text"]["words"]
        self.assertEqual([one["text"] for one in words["before"] if one["changed"]], ["half a"])
        self.assertEqual([one["text"] for one in words["after"] if one["changed"]], ["a whole"])
        self.assertEqual(by_what["Connect", "Day"]["before"], False)
        self.assertEqual(by_what["Look", "Day"]["after"], False)

    def test_it_is_the_same_size_both_ways(self):
        first = self.make_sequence("email", "call", "email", "todo")
        second = self.new_version(first)
        steps = second.step_ids.sorted("position")
        steps[0].position, steps[2].position = 100, 5
        steps[3].unlink()
        steps[1].name = "Other"
        there, back = self.difference(second, first), self.difference(first, second)
        self.assertEqual(
            sum(len(part["changes"]) for part in there["parts"]), sum(len(part["changes"]) for part in back["parts"])
        )
        self.assertTrue(there["parts"])
        swapped = {
            (change["what"], change["after"], change["before"]) for part in back["parts"] for change in part["changes"]
        }
        self.assertEqual(
            {
                (change["what"], change["before"], change["after"])
                for part in there["parts"]
                for change in part["changes"]
            },
            swapped,
        )

    def test_each_language_is_compared(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.make_template()
        first = self.make_sequence({"mail_template_id": template.id, "name": "Intro"})
        second = self.new_version(first)
        other = template.copy()
        second.step_ids.mail_template_id = other
        other.with_context(lang="fr_FR").write({"subject": "Une question", "body_html": "<p>Bonjour.</p>"})
        french = dict(self.env["res.lang"].get_installed())["fr_FR"]
        self.assertEqual(
            self.changes(second),
            {
                ("Intro, day 1", f"Subject ({french})"): (False, "Une question"),
                ("Intro, day 1", f"Text ({french})"): (False, "Bonjour."),
            },
        )

    def test_variants_are_compared_by_name(self):
        first = self.make_sequence("email")
        Variant = self.env["sales.sequence.step.variant"]
        for name in "AB":
            Variant.create(
                {
                    "step_id": first.step_ids.id,
                    "name": name,
                    "mail_template_id": self.make_template(subject=f"Subject {name}").id,
                }
            )
        second = self.new_version(first)
        self.assertEqual(self.difference(second)["parts"], [])
        own = second.step_ids.variant_ids.filtered(lambda one: one.name == "B")
        own.write({"mail_template_id": self.make_template(subject="Subject C").id, "weight": 3})
        changes = {what: texts for (_title, what), texts in self.changes(second).items()}
        self.assertEqual(changes, {"Share of variant B": ("1", "3"), "Subject, variant B": ("Subject B", "Subject C")})

    def test_versions_from_before_are_matched_by_place_and_channel(self):
        first = self.make_sequence("email", "call")
        second = self.new_version(first)
        second.step_ids.lineage = 0
        self.assertEqual(self.difference(second)["parts"], [])
        second.step_ids.sorted("position")[1].channel = "todo"
        kinds = [part["kind"] for part in self.difference(second)["parts"]]
        self.assertEqual(kinds, ["added", "removed"])

    def test_a_duplicated_step_is_an_added_one(self):
        first = self.make_sequence("email")
        second = self.new_version(first)
        second.step_ids.copy({"name": "Again", "position": 1})
        parts = self.difference(second)["parts"]
        self.assertEqual([part["kind"] for part in parts], ["added"])
        self.assertIn("Again", parts[0]["title"])

    def test_each_setting_is_either_compared_or_left_out_on_purpose(self):
        from odoo.addons.sales_sequence.models.manage.difference import SETTINGS

        left_out = {
            "active", "advice_looked_at", "audience_looked_at", "audience_note", "audience_swept_at", "comparison_id",
            "date_field_id", "filters_user_id", "first_steps_lifted_at", "first_steps_pause_code",
            "first_steps_pause_facts", "first_steps_paused_at", "first_version_id", "gallery_answers",
            "gallery_origin_id", "gallery_position", "has_versions", "in_gallery", "previous_version_id",
            "published_at", "rationale", "review_activity_id", "review_asked_at", "reviewed_at", "state", "step_ids",
            "summary", "tag_ids", "version_number",
        }  # fmt: skip
        stored = {
            name
            for name, field in self.env["sales.sequence"]._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and field.type != "one2many"
            and not name.startswith(("message", "activity"))
        }
        missing = stored - left_out - set(SETTINGS)
        self.assertFalse(missing, "compare it in the difference of versions, or leave it out here")

    def test_the_first_version_has_none_before_it(self):
        sequence = self.make_sequence("email")
        for id_, error in ((sequence.id, "first version"), (10**9, "does not exist"), (False, "does not exist")):
            with self.assertRaisesRegex(UserError, error):
                self.env["sales.sequence.publishing"].get_difference(id_)
        for wrong in ("1", [1], -1, 2**40, 1.5):
            with self.assertRaises(UserError):
                self.env["sales.sequence.publishing"].get_difference(wrong)

    def test_whoever_may_not_read_a_version_sees_nothing_of_it(self):
        first = self.make_sequence("email")
        second = self.new_version(first)
        other = self.env["res.company"].create({"name": "Other"})
        first.sudo().company_id = other
        stranger = mail_new_test_user(self.env, login="stranger", groups="base.group_user")
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.rep, stranger):
            with self.assertRaises(AccessError):
                self.difference(second, user=user)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            second.with_user(stranger).action_view_difference()
        self.assertFalse(second.with_user(self.rep).changed_text)
        history = self.env["sales.sequence.publishing"].with_user(self.rep).get_history(second.id)
        self.assertEqual([one["id"] for one in history], [second.id])
        with self.assertRaises(AccessError):
            self.env["sales.sequence.publishing"].with_user(stranger).get_history(second.id)

    def test_many_steps_take_no_more_queries_than_few(self):
        counts = []
        for number in (3, 30):
            first = self.make_sequence(*["email", "call", "todo"] * (number // 3))
            second = self.new_version(first)
            self.env.flush_all()
            self.env.invalidate_all()
            self.difference(second)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.difference(second)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


class TestHistory(VersionsCommon):
    def test_it_says_who_is_on_which_version_and_the_number_opens_them(self):
        with freeze_time(MONDAY - timedelta(days=7)):
            first = self.make_sequence("email", {"channel": "email", "delay": 30}, name="Outreach")
            self.env.flush_all()
        mine = self.enroll(first, self.make_leads(3))
        with freeze_time(MONDAY + timedelta(days=1)):
            second = self.new_version(first, publish=True)
            self.env.flush_all()
        self.enroll(second, self.make_leads(2, "Bea"), at=MONDAY + timedelta(days=1))
        rows = self.env["sales.sequence.publishing"].with_user(self.manager).get_history(first.id)
        self.assertEqual([row["version"] for row in rows], ["v2", "v1"])
        self.assertEqual([row["active"] for row in rows], [2, 3])
        self.assertEqual([row["is_this"] for row in rows], [False, True])
        self.assertEqual([row["dates"] for row in rows], ["since Jan 13, 2026", "Jan 5, 2026 to Jan 13, 2026"])
        action = first.with_user(self.manager).action_view_enrollments()
        found = self.env["sales.sequence.enrollment"].search(action["domain"])
        self.assertEqual(found.sorted("id"), mine.sorted("id"))

    def test_many_versions_take_no_more_queries_than_two(self):
        sequence, counts = self.make_sequence("email"), []
        for number in (2, 6):
            while self.env["sales.sequence"].search_count([("first_version_id", "=", sequence.id)]) < number:
                self.new_version(sequence, publish=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sales.sequence.publishing"].with_user(self.manager).get_history(sequence.id)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)


class TestWords(OdooTags, TransactionCase):
    """The comparison word by word, without a database."""

    @given(st.text(alphabet="ab .\n", max_size=60), st.text(alphabet="ab .\n", max_size=60))
    def test_the_pieces_make_up_both_texts_and_equal_texts_have_no_change(self, before, after):
        old, new = compare(before, after)
        self.assertEqual("".join(text for text, _changed in old), before)
        self.assertEqual("".join(text for text, _changed in new), after)
        self.assertEqual(any(changed for _text, changed in old + new), before != after)

    def test_what_did_not_change_is_the_same_on_both_sides(self):
        old, new = compare("one two three four", "one 2 three five four")
        self.assertEqual(
            "".join(text for text, changed in old if not changed), "".join(text for text, changed in new if not changed)
        )

    def test_long_texts_are_cut_around_the_change(self):
        same = "word " * 400
        old, new = compare(f"{same}old {same}", f"{same}new {same}")
        shown = "".join(text for text, _changed in cut(new))
        self.assertLess(len(shown), 250)
        self.assertIn("new", shown)
        self.assertEqual(shown.count("…"), 2)
        self.assertIn(("old", True), cut(old))

    def test_texts_of_books_take_no_time(self):
        old, new = compare(" ".join(map(str, range(50_000))), " ".join(map(str, range(50_000, 0, -1))))
        self.assertTrue(old[-1][1])
        self.assertLess(len("".join(text for text, _changed in cut(new))), 2_300)
