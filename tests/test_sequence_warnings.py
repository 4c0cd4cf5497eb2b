# License LGPL-3.0 or later: see LICENSE.
"""Why somebody should look at a sequence, and its tags: models/measure/sequence_warnings.py, models/plan/tag.py."""

from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon


class TestSequenceWarnings(SequenceCommon):
    def warnings(self, sequence, user=None, at=MONDAY):
        """``{code: sentence}`` as a user reads them at a moment."""
        self.env.flush_all()
        with freeze_time(at):
            record = sequence.with_user(user or self.manager)
            record.invalidate_recordset()
            (values,) = record.read(["warnings", "warning_text", "warning_count"])
        found = {warning["code"]: warning["text"] for warning in values["warnings"] or ()}
        self.assertEqual(values["warning_count"], len(found))
        self.assertEqual(values["warning_text"] or "", "\n".join(found.values()))
        return found

    def opened(self, sequence, code, user=None, at=MONDAY):
        """The records that a warning opens, over RPC as the screen asks for it."""
        with freeze_time(at):
            action = call_kw(
                self.env["sales.sequence"].with_user(user or self.manager),
                "action_open_warning",
                [sequence.ids, code],
                {},
            )
            Model = self.env[action["res_model"]].with_user(user or self.manager)
            return Model.browse(action["res_id"]) if "res_id" in action else Model.search(action["domain"])

    def found(self, user=None, at=MONDAY):
        """The sequences that the filter *Needs attention* finds."""
        self.env.flush_all()
        with freeze_time(at):
            return self.env["sales.sequence"].with_user(user or self.manager).search(
                [("warning_count", ">", 0), ("in_gallery", "=", False)]
            )

    # ------------------------------------------------------------------

    def test_a_sequence_that_runs_well_has_none(self):
        sequence = self.make_sequence("email", "call")
        self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.assertEqual(self.warnings(sequence), {})
        self.assertNotIn(sequence, self.found())

    def test_people_who_are_paused_because_their_step_failed_are_counted_and_opened(self):
        sequence = self.make_sequence("email")
        enrollments = self.enroll(sequence, self.make_leads(3))
        for enrollment in enrollments[:2]:
            enrollment.lead_id.email_from = False
            enrollment._pause("failure", note="It failed.")
        enrollments[2].with_user(self.manager).pause()
        self.assertEqual(self.warnings(sequence), {"paused_failure": "2 people are paused: a step failed."})
        self.assertEqual(self.opened(sequence, "paused_failure"), enrollments[:2].sorted("id", reverse=True))
        self.assertIn(sequence, self.found())
        enrollments[0].with_user(self.manager).stop()
        self.assertEqual(self.warnings(sequence), {"paused_failure": "1 person is paused: a step failed."})

    def test_an_open_question_and_a_missing_sender_each_have_their_sentence(self):
        sequence = self.make_sequence("email")
        unsure, sender, owner, no_date = self.enroll(sequence, self.make_leads(4))
        unsure._pause("unsure")
        sender._pause("sender")
        owner._pause("owner")
        no_date._pause("no_date")
        self.assertEqual(
            self.warnings(sequence),
            {
                "paused_unsure": "1 person may have answered: somebody has to decide.",
                "paused_sender": "1 person is paused: the sender is not available.",
                "paused_owner": "1 person is paused: the salesperson has changed.",
                "paused_no_date": "1 person is paused: the date to count from is missing.",
            },
        )
        self.assertEqual(self.opened(sequence, "paused_sender"), sender)

    def test_overdue_calls_are_counted_from_the_day_after(self):
        sequence = self.make_sequence("call", {"channel": "todo", "wait_for_completion": False})
        enrollments = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.assertEqual(self.warnings(sequence), {}, "due today is not overdue")
        later = MONDAY + timedelta(days=2)
        self.assertEqual(self.warnings(sequence, at=later), {"overdue": "3 calls are overdue."})
        self.assertEqual(self.opened(sequence, "overdue", at=later), enrollments.touch_ids)
        enrollments[0].with_user(self.manager).pause()
        self.assertEqual(self.warnings(sequence, at=later), {"overdue": "2 calls are overdue."}, "nobody waits for it")

    def test_overdue_tasks_of_several_kinds_are_tasks(self):
        call = {"channel": "call", "wait_for_completion": False}
        sequence = self.make_sequence(call, {"channel": "todo", "delay": 0})
        self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.run_at(MONDAY + timedelta(minutes=5))
        at = MONDAY + timedelta(days=7)
        self.assertEqual(self.warnings(sequence, at=at), {"overdue": "2 tasks are overdue."})

    def test_an_archived_template_in_a_live_sequence_is_said_in_words(self):
        sequence = self.make_sequence("email")
        self.template.active = False
        sequence.invalidate_recordset()
        warnings = self.warnings(sequence)
        self.assertEqual(list(warnings), ["problem"])
        self.assertIn("Live, with a problem: Step “Step 1”: the template “Hello” is archived", warnings["problem"])
        self.assertEqual(self.opened(sequence, "problem"), sequence)
        self.assertIn(sequence, self.found())

    def test_a_draft_says_what_it_lacks_and_a_closed_sequence_does_not(self):
        draft = self.make_sequence({"channel": "call", "activity_type_id": False}, publish=False)
        self.assertEqual(
            self.warnings(draft),
            {"draft": "Cannot be published yet: Step “Step 1”: choose the type of activity to schedule."},
        )
        self.make_step(draft, 1, {"channel": "email", "mail_template_id": False})
        self.assertIn("for 2 reasons. The first: Step “Step 1”", self.warnings(draft)["draft"])
        closed = self.make_sequence("email")
        closed.action_close()
        self.template.active = False
        closed.invalidate_recordset()
        self.assertEqual(self.warnings(closed), {})

    def test_people_in_a_closed_sequence_still_wait(self):
        sequence = self.make_sequence("email")
        self.enroll(sequence, self.make_lead())._pause("failure")
        sequence.action_close()
        self.assertEqual(list(self.warnings(sequence)), ["paused_failure"])

    def test_an_archived_owner_is_named(self):
        owner = mail_new_test_user(self.env, login="gone", name="Gil Gone", groups="base.group_user", tz=BRUSSELS)
        sequence = self.make_sequence("call", user_id=owner.id)
        owner.active = False
        self.assertEqual(self.warnings(sequence), {"owner": "Its owner, Gil Gone, is archived."})

    def test_a_live_sequence_that_nobody_can_enter_says_why(self):
        sequence = self.make_sequence("call", enroll_domain="[('name', '!=', False)]")
        self.assertEqual(self.warnings(sequence), {})
        # The app that brought the field is gone.
        self.env.cr.execute(
            "UPDATE sales_sequence SET enroll_domain = %s WHERE id = %s", ["[('x_gone', '=', 1)]", sequence.id]
        )
        sequence.invalidate_recordset()
        sentence = "Live, but nobody can be enrolled: its filter is not valid."
        self.assertEqual(self.warnings(sequence), {"nobody": sentence})

    def test_a_sequence_whose_event_is_over_says_so_and_refuses_indeed(self):
        event = MONDAY + timedelta(days=10)
        sequence = self.make_sequence(
            {"channel": "call", "delay_from": "before", "delay": 3, "delay_unit": "day"},
            {"channel": "call", "delay_from": "after", "delay": 2, "delay_unit": "day"},
            publish=False,
            date_source="sequence",
            date_at=event,
        )
        sequence.action_publish()
        self.assertEqual(self.warnings(sequence), {})
        over = event + timedelta(days=20)
        self.assertEqual(list(self.warnings(sequence, at=over)), ["nobody"])
        with freeze_time(over):
            result = sequence.enroll(self.make_lead("Late").ids)
        self.assertEqual([row["code"] for row in result["refused"]], ["date_over"])

    def test_everybody_is_warned_of_the_people_whom_they_may_see(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        sequence = self.make_sequence("email")
        own = self.enroll(sequence, self.make_lead("Own"))
        theirs = self.enroll(sequence, self.make_lead("Theirs", user_id=colleague.id))
        (own + theirs)._pause("failure")
        for user, count in ((self.manager, 2), (self.rep, 1), (colleague, 1)):
            (text,) = self.warnings(sequence, user=user).values()
            self.assertTrue(text.startswith(str(count)), text)
            self.assertEqual(len(self.opened(sequence, "paused_failure", user=user)), count)
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_sequence("call", company_id=other.id, user_id=False)
        with self.assertRaises(AccessError):
            self.opened(foreign, "problem")
        employee = mail_new_test_user(self.env, login="an_employee", groups="base.group_user", tz=BRUSSELS)
        with self.assertRaises(AccessError):
            self.opened(sequence, "overdue", user=employee)

    def test_the_library_archived_sequences_and_new_ones_have_none(self):
        gallery = self.env["sales.sequence"].search([("in_gallery", "=", True)])
        self.assertTrue(gallery)
        self.assertFalse(any(gallery.mapped("warning_count")))
        sequence = self.make_sequence("email")
        self.enroll(sequence, self.make_lead())._pause("failure")
        sequence.active = False
        self.assertEqual(self.warnings(sequence), {})
        self.assertEqual(self.env["sales.sequence"].new({"name": "Not saved"}).warning_count, 0)

    def test_many_sequences_take_no_more_queries_than_one(self):
        sequences = self.env["sales.sequence"]
        for number in range(8):
            template = self.make_template(name=f"Template {number}")
            email = {"channel": "email", "mail_template_id": template.id}
            sequence = self.make_sequence(email, "call", name=f"Sequence {number}", enroll_domain="[('id', '>', 0)]")
            sequences |= sequence
            self.enroll(sequence, self.make_lead(f"N{number}"))._pause("failure")
        names = ["display_name", "warnings", "tag_ids", "active_count", "figures_text", "weekly_figures"]

        def count_queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            records = records.with_user(self.manager)
            before = self.cr.sql_log_count
            records.read(names)
            return self.cr.sql_log_count - before

        count_queries(sequences)
        self.assertEqual(count_queries(sequences), count_queries(sequences[0]))


class TestSequenceTags(SequenceCommon):
    def test_tags_are_unique_whatever_their_case(self):
        Tag = self.env["sales.sequence.tag"]
        Tag.create({"name": "Spring"})
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            Tag.create({"name": "spring"})

    def test_tags_are_copied_with_the_sequence_and_to_its_new_version(self):
        tag = self.env["sales.sequence.tag"].create({"name": "Spring"})
        sequence = self.make_sequence("call", tag_ids=[Command.link(tag.id)])
        self.assertEqual(sequence.copy().tag_ids, tag)
        version = self.env["sales.sequence"].browse(sequence.action_new_version()["res_id"])
        self.assertEqual(version.tag_ids, tag)

    def test_sequences_are_found_and_grouped_by_tag(self):
        spring, autumn = self.env["sales.sequence.tag"].create([{"name": "Spring"}, {"name": "Autumn"}])
        first = self.make_sequence("call", tag_ids=[Command.set([spring.id, autumn.id])])
        second = self.make_sequence("call", tag_ids=[Command.link(spring.id)])
        Sequence = self.env["sales.sequence"].with_user(self.rep)
        self.assertEqual(Sequence.search([("tag_ids", "ilike", "autu")]), first)
        groups = dict(Sequence._read_group([("id", "in", (first + second).ids)], ["tag_ids"], ["__count"]))
        self.assertEqual(groups, {spring: 2, autumn: 1})
