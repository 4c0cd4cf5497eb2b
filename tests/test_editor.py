# License LGPL-3.0 or later: see LICENSE.
"""The timeline of a sequence: what `sales.sequence.editor` says of its steps, and whom each number opens."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

CLOSED = MONDAY + timedelta(days=15)
WHICH = ("before", "at", "past")


class EditorCommon(SequenceCommon):
    def editor(self, user=None):
        return self.env["sales.sequence.editor"].with_user(user or self.manager)

    def timeline(self, sequence, user=None, at=MONDAY, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return self.editor(user).with_context(**context).get_timeline(sequence.id)

    def counts(self, sequence, **options):
        """``[(before, at, past)]`` of the active steps, after a look at whether each number opens what it counts."""
        timeline = self.timeline(sequence, **options)
        for card in timeline["steps"] + timeline["archived"]:
            for which in WHICH:
                found = self.opened(card["id"], which, **options)
                self.assertEqual(len(found), card[which], (card["name"], which))
        return [tuple(card[which] for which in WHICH) for card in timeline["steps"]]

    def opened(self, step_id, which, user=None, at=MONDAY, **context):
        with freeze_time(at):
            action = self.editor(user).with_context(**context).open_people(step_id, which)
            Model = self.env[action["res_model"]].with_user(user or self.manager).with_context(**context)
            return Model.search(action["domain"])


class TestTimeline(EditorCommon):
    def test_a_linear_sequence_adds_up(self):
        sequence = self.make_sequence("email", "call", "email")
        early = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        tuesday = MONDAY + timedelta(days=1)
        self.enroll(sequence, self.make_leads(2, "Late"), at=tuesday, start_on=(MONDAY + timedelta(days=7)).date())
        self.run_at(tuesday)
        self.assertEqual(self.counts(sequence), [(0, 2, 3), (2, 3, 0), (5, 0, 0)])
        call = self.touches(early[0], state="todo").activity_id
        with freeze_time(tuesday):
            call.with_user(self.rep).action_feedback("They called back.")
        self.assertEqual(self.counts(sequence), [(0, 2, 3), (2, 2, 1), (4, 1, 0)])
        self.assertEqual(sum(at for _before, at, _past in self.counts(sequence)), 5)

    def test_what_a_card_says(self):
        sequence = self.make_sequence(
            {"channel": "email", "name": "Introduction"},
            {"channel": "call", "delay": 2, "summary": "Ask for a meeting", "note": "<p>Hi.</p><p>Then this.</p>"},
        )
        timeline = self.timeline(sequence)
        self.assertEqual(timeline["summary"], "2 steps in 3 days: 1 email, 1 call")
        email, call = timeline["steps"]
        self.assertEqual(email["wait_text"], "At once, within sending hours")
        self.assertEqual((email["day"], email["day_text"]), (1, "Day 1"))
        self.assertEqual("".join(part.get("text", "") for part in email["subject"]), "A question")
        self.assertEqual(email["first_line"], "Hello from a person.")
        self.assertEqual((call["day"], call["wait_text"]), (3, "2 business days later"))
        self.assertEqual(call["subject"], [{"text": "Ask for a meeting"}])
        self.assertEqual(call["first_line"], "Hi.")
        self.assertEqual((email["past_text"], call["past_text"]), ("sent", "done"))
        self.assertEqual(email["chips"], [])
        self.assertIs(email["earned"], False)
        self.assertIs(email["can_delete"], True)
        head = timeline["sequence"]
        self.assertEqual((head["model"], head["target"], head["version"]), ("crm.lead", "lead", 1))
        self.assertEqual((head["closed"], head["open"], head["open_answered"], head["closed_days"]), (0, 0, 0, 14))
        self.assertIs(head["may_edit"], True)
