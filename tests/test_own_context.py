"""Context keys for internal use: callers over RPC cannot set them."""

import contextlib
import re
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.service.model import call_kw

from odoo.addons.sales_sequence.tools.own_context import passed_on
from odoo.addons.sales_sequence.tools.rendering import Rendering

from .common import MONDAY
from .test_disclosed_names import NamesCommon

ADDON = Path(__file__).resolve().parent.parent / "sales_sequence"
READS = r"(?:context\.get\(|context\[|(?:is_on|passed_on)\(self\.env, )"
NAME_IN_CONTEXT = re.compile(READS + r'"(sales_sequence_\w+)')
FORGED = (True, 1, "on", "Flag.ON", 5, [], {}, {"a": 1})


def names_in_context():
    """The context keys that our source code reads."""
    return sorted({name for path in ADDON.rglob("*.py") for name in NAME_IN_CONTEXT.findall(path.read_text())})


class TestOwnContext(NamesCommon):
    def call(self, user, records, method, *arguments, **context):
        """Call a method as over RPC."""
        self.env.flush_all()
        model = self.env(user=user.id, su=False)[records._name]
        with freeze_time(MONDAY):
            given = [records.ids, *arguments] if records else list(arguments)
            result = call_kw(model, method, given, {"context": context})
        self.env.invalidate_all()
        return result

    def test_a_forged_context_does_not_hide_a_lost_lead(self):
        for index, value in enumerate(FORGED):
            lead = self.make_lead(f"Ada{index}x", user_id=self.me.id)
            enrollment = self.enroll(self.ours, lead)
            self.call(self.me, lead, "write", {"active": False, "probability": 0}, sales_sequence_losing=value)
            self.assertEqual(lead.won_status, "lost")
            self.assertEqual(enrollment.exit_reason, "lost", value)

    def test_a_forged_context_does_not_hide_a_canceled_activity(self):
        calls = self.make_sequence("call", "call")
        for index, value in enumerate(FORGED):
            enrollment = self.enroll(calls, self.make_lead(f"Ada{index}x", user_id=self.me.id))
            self.run_at(MONDAY)
            touch = enrollment.touch_ids
            self.call(self.me, touch.activity_id, "unlink", sales_sequence_withdraws=value)
            self.assertEqual(touch.state, "skipped", value)

    def test_a_forged_context_does_not_hide_a_blacklisting(self):
        Blacklist = self.env["mail.blacklist"]
        for index, value in enumerate(FORGED):
            enrollment = self.enroll(self.ours, self.make_lead(f"Ada{index}x", user_id=self.me.id))
            values = {"email": enrollment.email_normalized}
            self.call(self.boss, Blacklist, "create", values, sales_sequence_noticed=value)
            self.assertEqual(enrollment.exit_reason, "opted_out", value)

    def test_no_forged_context_value_breaks_an_action(self):
        names = names_in_context()
        self.assertGreater(len(names), 5, "The pattern finds the keys that our code reads")
        enrollment = self.enroll(self.ours, self.make_lead(user_id=self.me.id))
        for name in names:
            for value in FORGED:
                for verb in ("skip_step", "preview", "pause", "resume", "stop", "restart", "take_next_step"):
                    # A refusal in a sentence is fine.
                    with (
                        self.subTest(name=name, value=value, verb=verb),
                        contextlib.suppress(UserError),
                        self.env.cr.savepoint(),
                    ):
                        self.call(self.me, enrollment, verb, **{name: value})

    def test_forged_compiled_templates_in_the_context_are_ignored(self):
        name = "sales_sequence_rendering"
        for value in FORGED:
            self.assertIsNone(passed_on(self.env(context={name: value}), name, Rendering))
        ours = Rendering()
        self.assertIs(passed_on(self.env(context={name: ours}), name, Rendering), ours)
        other = self.env(context={name: Rendering()})
        self.assertIsNot(passed_on(other, name, Rendering), ours, "Odoo keeps one of two equal contexts")
