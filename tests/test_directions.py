"""The direction check, devtools/directions.py, on small addons that each test writes."""

from textwrap import dedent, indent

import pytest

from devtools.directions import Check, main

# One model in each of four rooms, each with a verb, and a wizard.
ROOMS = {
    "tools/schedule.py": """
        def next_slot():
            return 1
        """,
    "models/plan/sequence.py": """
        from odoo import fields, models

        class SalesSequence(models.Model):
            _name = "sales.sequence"

            enrollment_ids = fields.One2many("sales.sequence.enrollment", "sequence_id")

            def close(self):
                return True
        """,
    "models/enrollment/enrollment.py": """
        from odoo import fields, models

        class SalesSequenceEnrollment(models.Model):
            _name = "sales.sequence.enrollment"

            sequence_id = fields.Many2one("sales.sequence")

            def stop(self, reason):
                return reason
        """,
    "models/inbox/inbox.py": """
        from odoo import models

        HOLDS = {"bounce"}

        class SalesSequenceInbox(models.AbstractModel):
            _name = "sales.sequence.inbox"

            def _settle(self, signals):
                return signals
        """,
    "models/enroll/enroll.py": """
        from odoo import models

        class SalesSequence(models.Model):
            _inherit = "sales.sequence"

            def enroll(self, targets):
                return targets
        """,
    "wizard/enroll_wizard.py": """
        from odoo import models

        class EnrollWizard(models.TransientModel):
            _name = "sales.sequence.enroll.wizard"

            def _show_result(self):
                return True
        """,
}


@pytest.fixture
def write_addon(tmp_path):
    """Return a function that writes the addon of `ROOMS` with further files, and returns its folder."""

    def write(files):
        folder = tmp_path / "sales_sequence"
        for path, source in {**ROOMS, **files}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(source).lstrip("\n"), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def findings(write_addon):
    """Return a function that writes further files into the addon of `ROOMS`, and returns the findings as lines."""

    def check(files):
        return [f"{path}:{line}: {text}" for path, line, text in sorted(Check(write_addon(files)).findings)]

    return check


TOUCH = """
from odoo import fields, models

class SalesSequenceTouch(models.Model):
    _name = "sales.sequence.touch"

    enrollment_id = fields.Many2one("sales.sequence.enrollment")

    def act(self, records):
"""


def touch(body):
    """A file of the enrollment room with one method, whose body begins in line 9."""
    return {"models/enrollment/touch.py": TOUCH.lstrip("\n") + indent(dedent(body).strip("\n"), " " * 8)}


def model(name, body="", inherit=None):
    """A file with one class of a model."""
    lines = ["from odoo import api, fields, models", "", "class Model(models.Model):"]
    lines += [f"    _name = {name!r}"] if name else []
    lines += [f"    _inherit = {inherit!r}"] if inherit else []
    return "\n".join([*lines, "", indent(dedent(body).strip("\n"), "    ")])


OTHER_ENROLL = {"models/base/mixin.py": model("sales.sequence.mixin", "def enroll(self): pass")}

USERS = """
    def _sequence_absence(self):
        return self._sequence_back_on()

    def _sequence_back_on(self):
        return self.leave_date_to

    def _tell_inbox(self):
        self._tell()

    def _tell(self):
        return self.env["sales.sequence.inbox"]._settle(self)

    def _holds(self):
        return HOLDS
    """

CONTEXT = """
    self.with_context(sales_sequence_losing=True, lang=records)
    self.with_context({"sales_sequence_draft": True})
    self.with_context(**{"sales_sequence_noticed": True})
    self.env.context.get("sales_sequence_queues")
    is_on(self.env, "sales_sequence_withdraws")
    """


class TestImports:
    def test_rooms_that_only_use_earlier_ones_have_no_findings(self, findings):
        assert not findings(
            {
                **touch("return self.enrollment_id.sequence_id.close()"),
                "models/runner/runner.py": """
                    from odoo import models

                    from ...tools.schedule import next_slot
                    from ..inbox.inbox import HOLDS

                    class SalesSequenceRunner(models.AbstractModel):
                        _name = "sales.sequence.runner"

                        def _run(self, sequence):
                            sequence.enroll(next_slot())
                            return self.env["sales.sequence.inbox"]._settle(HOLDS)
                    """,
            }
        )

    @pytest.mark.parametrize(
        "line",
        [
            "from ..inbox.inbox import HOLDS",
            "from ..inbox import inbox",
            "from .. import inbox",
            "from odoo.addons.sales_sequence.models.inbox.inbox import HOLDS",
            "import odoo.addons.sales_sequence.models.inbox.inbox",
        ],
    )
    def test_an_import_from_a_later_room_is_reported(self, findings, line):
        (found,) = findings({"models/inbox/__init__.py": "", "models/enrollment/signal.py": line})
        assert found.startswith("sales_sequence/models/enrollment/signal.py:1: enrollment → inbox: import of ")
        assert found.endswith(", move what both need to the earlier room")

    @pytest.mark.parametrize("room", ["tools", "models/base", "models/runner"])
    def test_an_import_of_a_wizard_or_a_hook_is_reported_in_every_room(self, findings, room):
        up = "." * (room.count("/") + 2)
        wizard, hook = findings(
            {
                f"{room}/x.py": f"from {up}wizard.enroll_wizard import EnrollWizard\nfrom {up}models import crm_lead",
                "models/crm_lead.py": "",
            }
        )
        assert "→ wizard: import of EnrollWizard (wizard/enroll_wizard.py)" in wizard
        assert "→ hooks: import of crm_lead (models/crm_lead.py)" in hook

    def test_an_import_inside_a_method_is_reported(self, findings):
        (found,) = findings(touch("from ..inbox.inbox import HOLDS\nreturn HOLDS"))
        assert "touch.py:9: enrollment → inbox: import of HOLDS" in found

    def test_rooms_imported_out_of_order_are_reported(self, findings):
        files = {f"models/{room}/__init__.py": "" for room in ("plan", "enrollment", "inbox")} | {
            "models/crm_lead.py": ""
        }
        right = "from . import plan\nfrom . import enrollment\nfrom . import inbox\nfrom . import crm_lead\n"
        wrong = "from . import crm_lead\nfrom . import plan\nfrom . import inbox\nfrom . import enrollment\n"
        assert not findings({**files, "models/__init__.py": right})
        hook, room = findings({**files, "models/__init__.py": wrong})
        assert "models/__init__.py:1: crm_lead is imported before plan, the order is base, plan, " in hook
        assert "models/__init__.py:3: inbox is imported before enrollment, " in room


class TestModels:
    @pytest.mark.parametrize(
        "line",
        [
            'self.env["sales.sequence.inbox"].search([])',
            "self.env['sales.sequence.inbox'].search([])",
            "self.env[INBOX].search([])",
            "self.env[OTHERS_INBOX].search([])",
            'self.env.get("sales.sequence.inbox").search([])',
            'records.env["sales.sequence.inbox"]._fields',
            'self.env.registry["sales.sequence.inbox"]._fields',
            'self.env[f"sales.sequence.inbox{records}"]._fields',
        ],
    )
    def test_the_model_of_a_later_room_is_reported_in_the_environment(self, findings, line):
        files = touch(line)
        files["models/enrollment/touch.py"] = files["models/enrollment/touch.py"].replace(
            "import fields, models",
            'import fields, models; from ..base.names import OTHERS_INBOX; INBOX = "sales.sequence.inbox"',
        )
        (found,) = findings({**files, "models/base/names.py": 'OTHERS_INBOX = "sales.sequence.inbox"'})
        assert found == (
            'sales_sequence/models/enrollment/touch.py:9: enrollment → inbox: env["sales.sequence.inbox"] '
            "(models/inbox/inbox.py), let the later room call this one, or add the verb in its inheriting class"
        )

    def test_the_fields_of_a_later_room_may_be_read(self, findings):
        assert not findings(
            {
                "models/plan/step.py": model(
                    "sales.sequence.step",
                    """
                    inbox_id = fields.Many2one("sales.sequence.inbox")
                    touch_ids = fields.One2many("sales.sequence.touch", "step_id")

                    def _read(self, records):
                        return records.enrollment_id, self.touch_ids.enrollment_id.filtered("enrollment_id")
                    """,
                ),
                **touch("return self.enrollment_id"),
            }
        )

    def test_the_window_of_a_wizard_may_be_opened_but_its_model_may_not_be_used(self, findings):
        assert not findings(
            touch('return {"type": "ir.actions.act_window", "res_model": "sales.sequence.enroll.wizard"}')
        )
        method_found, model_found = findings(touch('return self.env["sales.sequence.enroll.wizard"]._show_result()'))
        assert "enrollment → wizard: _show_result() (wizard/enroll_wizard.py:6)" in method_found
        assert 'enrollment → wizard: env["sales.sequence.enroll.wizard"] (wizard/enroll_wizard.py)' in model_found

    @pytest.mark.parametrize("name", ["sales.sequence.step", None])
    def test_inheriting_a_model_of_a_later_room_is_reported(self, findings, name):
        (found,) = findings({"models/plan/step.py": model(name, inherit=["sales.sequence.inbox"])})
        assert found == (
            'sales_sequence/models/plan/step.py:3: plan → inbox: _inherit of "sales.sequence.inbox" '
            "(models/inbox/inbox.py), inherit only from this room or an earlier one"
        )

    def test_a_model_of_an_earlier_room_may_be_inherited(self, findings):
        assert not findings({"models/enroll/step.py": model("sales.sequence.x", inherit=["sales.sequence.inbox"])})


class TestMethods:
    @pytest.mark.parametrize(
        "line",
        [
            "records._settle(self)",
            'getattr(records, "_settle")(self)',
            "records.attempt(records._settle)",
            "[record._settle(self) for record in records]",
            "records.filtered(lambda record: record._settle(self))",
        ],
    )
    def test_a_method_that_only_a_later_room_defines_is_reported_on_any_record(self, findings, line):
        (found,) = findings(touch(line))
        assert "touch.py:9: enrollment → inbox: _settle() (models/inbox/inbox.py:8), let the later room call" in found

    def test_a_method_that_an_earlier_room_also_defines_is_not_reported_on_an_unknown_record(self, findings):
        assert not findings(
            {**touch("records._settle(self)"), "models/base/mixin.py": model("x", "def _settle(self): pass")}
        )

    @pytest.mark.parametrize(
        "lines",
        [
            'self.env["sales.sequence"].sudo().browse(1).enroll([])',
            "self.enrollment_id.sequence_id.enroll([])",
            "records.enrollment_id.sequence_id[:1].enroll([])",
            'records["sequence_id"].enroll([])',
            "sequence = self.enrollment_id.sequence_id\nsequence = sequence.sudo()\nsequence.enroll([])",
            "for sequence in self.enrollment_id.sequence_id:\n    sequence.enroll([])",
            "return [sequence.enroll([]) for sequence in records.sequence_id]",
            "records.sequence_id.filtered(lambda sequence: sequence.enroll([]))",
            "(self.enrollment_id.sequence_id | records).enroll([])",
            "if sequence := records.sequence_id:\n    sequence.enroll([])",
            'self.env.ref("sales_sequence.first").enroll([])',
        ],
    )
    def test_on_a_known_record_only_the_definitions_of_its_own_model_count(self, findings, lines):
        data = {"data/sequence.xml": '<odoo><record id="first" model="sales.sequence"/></odoo>'}
        (found,) = findings({**touch(lines), **OTHER_ENROLL, **data})
        assert "enrollment → enroll: enroll() (models/enroll/enroll.py:6)" in found

    def test_a_variable_that_holds_records_of_two_models_is_an_unknown_record(self, findings):
        lines = "sequence = self.enrollment_id.sequence_id\nsequence = records.first()\nsequence.enroll([])"
        assert not findings({**touch(lines), **OTHER_ENROLL})

    def test_a_method_that_a_later_room_adds_to_the_same_model_is_reported(self, findings):
        files = {
            "models/enroll/enrollment.py": model(None, "def chain(self): pass", inherit="sales.sequence.enrollment")
        }
        body = "def end(self):\n    self.chain()"
        mixin = {"models/enrollment/lifecycle.py": model("sales.sequence.enrollment.lifecycle", body)}
        parent = model("sales.sequence.enrollment", inherit=["sales.sequence.enrollment.lifecycle"])
        (found,) = findings({**files, **mixin, "models/enrollment/enrollment.py": parent, **OTHER_ENROLL})
        assert "lifecycle.py:7: enrollment → enroll: chain() (models/enroll/enrollment.py:6)" in found

    def test_a_verb_that_a_later_room_extends_belongs_to_the_earlier_one(self, findings):
        stop = "def stop(self, reason):\n    return super().stop(reason)"
        files = {"models/inbox/enrollment.py": model(None, stop, inherit="sales.sequence.enrollment")}
        assert not findings({**files, **touch("self.enrollment_id.stop(1)\nrecords.stop(1)")})

    def test_the_compute_method_of_a_field_in_a_later_room_is_reported(self, findings):
        files = {
            "models/plan/step.py": model("sales.sequence.step", 'ahead = fields.Integer(compute="_compute_ahead")'),
            "models/inbox/step.py": model(None, "def _compute_ahead(self): pass", inherit="sales.sequence.step"),
        }
        (found,) = findings(files)
        assert "step.py:6: plan → inbox: _compute_ahead() (models/inbox/step.py:6)" in found

    def test_methods_of_odoo_that_later_rooms_override_are_not_reported(self, findings):
        overrides = """
            def write(self, vals):
                return super().write(vals)

            def message_post(self, **options):
                return super().message_post(**options)

            def _action_done(self):
                result = super()._action_done()
                return result
            """
        files = {
            "models/inbox/opt_out.py": model("sales.sequence.opt.out", overrides, inherit=["mail.thread"]),
            "models/mail_activity.py": model(None, overrides, inherit="mail.activity"),
        }
        called = "records.write({})\nrecords.message_post()\nself.env['mail.activity']._action_done()\nself.write({})"
        assert not findings({**files, **touch(called)})

    def test_a_name_that_python_uses_too_is_reported_only_on_a_known_record(self, findings):
        files = {"models/runner/pace.py": model(None, "def update(self): pass", inherit="sales.sequence.enrollment")}
        (found,) = findings({**files, **touch("records.update({})\nself.enrollment_id.update()")})
        assert "touch.py:10: enrollment → runner: update()" in found

    def test_a_function_of_an_imported_module_is_not_taken_for_a_method(self, findings):
        files = {"models/runner/runner.py": model("sales.sequence.runner", "def next_slot(self): pass")}
        step = touch("return schedule.next_slot()")
        step["models/enrollment/touch.py"] = "from ...tools import schedule\n" + step["models/enrollment/touch.py"]
        assert not findings({**files, **step})


class TestHooks:
    def test_a_question_that_a_hook_adds_may_be_asked_in_any_room(self, findings):
        hook = {"models/res_users.py": "from .inbox.inbox import HOLDS\n" + model(None, USERS, inherit="res.users")}
        assert not findings({**hook, **touch("records._sequence_absence()\nself.env.user._sequence_absence()")})

    @pytest.mark.parametrize("method", ["_tell_inbox", "_tell", "_holds"])
    def test_a_method_of_a_hook_that_uses_a_later_room_is_reported(self, findings, method):
        hook = {"models/res_users.py": "from .inbox.inbox import HOLDS\n" + model(None, USERS, inherit="res.users")}
        (found,) = findings({**hook, **touch(f"self.env.user.{method}()")})
        assert f"touch.py:9: enrollment → inbox: {method}() (models/res_users.py:" in found
        assert not findings(
            {**hook, **touch("return 1"), "models/enroll/run.py": f"def run(user):\n    user.{method}()"}
        )

    def test_a_model_of_the_addon_among_the_hooks_is_reported(self, findings):
        (found,) = findings({"models/sales_sequence_pace.py": model("sales.sequence.pace")})
        assert (
            "models/sales_sequence_pace.py:3: sales.sequence.pace is not a model of Odoo's, move this class to" in found
        )

    def test_a_folder_that_is_not_a_room_is_reported(self, findings):
        (found,) = findings({"models/helpers/x.py": ""})
        assert "models/helpers/x.py:1: not in one of the rooms base, plan, enrollment, inbox, enroll, runner" in found


class TestInheritance:
    @pytest.mark.parametrize(
        ("name", "inherit"),
        [
            (None, "sales.sequence.enrollment"),
            (None, ["sales.sequence.enrollment"]),
            ("sales.sequence.enrollment", ["sales.sequence.enrollment", "mail.thread"]),
        ],
    )
    def test_a_model_inherited_in_place_in_its_own_room_is_reported(self, findings, name, inherit):
        (found,) = findings({"models/enrollment/sender.py": model(name, inherit=inherit)})
        assert found == (
            "sales_sequence/models/enrollment/sender.py:3: sales.sequence.enrollment is inherited in place in its own "
            "room, enrollment: make it a mixin that models/enrollment/enrollment.py names in _inherit"
        )
        assert not findings(
            {"models/enrollment/sender.py": model("sales.sequence.enrollment.sender", inherit="mail.thread")}
        )

    def test_a_second_class_of_a_model_in_the_same_file_is_reported(self, findings):
        twice = dedent(ROOMS["models/enroll/enroll.py"]) + model(None, inherit="sales.sequence")
        first, second = findings({"models/enroll/enroll.py": twice})
        assert first.endswith(
            "enroll.py:3: sales.sequence is inherited in place 2 times, also in models/enroll/enroll.py:10: "
            "keep one of them, make the others its mixins or models of their own"
        )
        assert (
            "enroll.py:10: sales.sequence is inherited in place 2 times, also in models/enroll/enroll.py:3: " in second
        )

    def test_one_later_room_may_inherit_a_model_in_place_and_a_second_may_not(self, findings):
        later = {"models/inbox/enrollment.py": model(None, inherit="sales.sequence.enrollment")}
        assert not findings(later)
        first, second = findings(
            {**later, "models/runner/enrollment.py": model(None, inherit="sales.sequence.enrollment")}
        )
        assert (
            "inbox/enrollment.py:3: sales.sequence.enrollment is inherited in place 2 times, also in models/run"
            in first
        )
        assert (
            "runner/enrollment.py:3: sales.sequence.enrollment is inherited in place 2 times, also in models/inb"
            in second
        )

    def test_measure_may_inherit_sequence_and_step_in_place_once_more_and_not_twice(self, findings):
        numbers = {"models/measure/sequence.py": model(None, inherit="sales.sequence")}
        assert not findings(numbers)
        twice = {**numbers, "models/measure/other.py": model(None, inherit="sales.sequence")}
        assert [line.partition(": ")[0] for line in findings(twice)] == [
            "sales_sequence/models/measure/other.py:3",
            "sales_sequence/models/measure/sequence.py:3",
        ]

    def test_other_models_are_inherited_in_place_by_measure_or_by_another_room(self, findings):
        numbers = {"models/measure/enrollment.py": model(None, inherit="sales.sequence.enrollment")}
        assert not findings(numbers)
        assert len(findings({"models/inbox/enrollment.py": model(None, inherit="sales.sequence.enrollment")})) == 2

    def test_a_model_of_another_name_does_not_inherit_in_place(self, findings):
        channels = {
            f"models/runner/{kind}.py": model(f"sales.sequence.channel.{kind}", inherit="sales.sequence.channel")
            for kind in ("email", "call", "action")
        }
        assert not findings({"models/runner/channel.py": model("sales.sequence.channel"), **channels})

    def test_a_second_definition_of_a_model_is_reported(self, findings):
        (found,) = findings({"models/runner/again.py": model("sales.sequence.enrollment")})
        assert "again.py:3: sales.sequence.enrollment is defined in models/enrollment/enrollment.py already" in found


class TestContext:
    def test_context_keys_that_the_architecture_does_not_list_are_reported(self, write_addon):
        folder = write_addon(touch(CONTEXT))
        document = folder.parent / "docs" / "architecture.md"
        document.parent.mkdir()
        document.write_text("Flags: `sales_sequence_losing` because Odoo writes twice.", encoding="utf-8")
        keys = ("draft", "noticed", "queues", "withdraws")
        assert sorted(Check(folder).findings) == [
            (
                "sales_sequence/models/enrollment/touch.py",
                line,
                f"context key sales_sequence_{key} is not in docs/architecture.md, list it there with its reason",
            )
            for line, key in enumerate(keys, 10)
        ]
        document.write_text(" ".join(f"sales_sequence_{key}" for key in ("losing", *keys)), encoding="utf-8")
        assert not Check(folder).findings


class TestCommand:
    def test_the_command_prints_a_line_for_each_finding_and_fails(self, write_addon, capsys):
        assert main([str(write_addon({}))]) == 0
        assert capsys.readouterr().out == ""
        assert main([str(write_addon(touch("records._settle(self)")))]) == 1
        assert capsys.readouterr().out == (
            "sales_sequence/models/enrollment/touch.py:9: enrollment → inbox: _settle() (models/inbox/inbox.py:8), "
            "let the later room call this one, or add the verb in its inheriting class\n"
        )
