"""Whatever arguments a program passes to a public method, it works or a sentence says what is wrong."""

import inspect
import re
import traceback
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from odoo.addons import sales_sequence
from odoo.addons.sales_sequence.tools.texts import MAX_TEXT

from .common import MONDAY, SequenceCommon

DEEP = []
for _depth in range(500):
    DEEP = [DEEP]

HOSTILE = {
    "nothing": None,
    "an empty dictionary": {},
    "an empty list": [],
    "a dictionary in a list": [{}],
    "a list of lists": [[1]],
    "a deep list": DEEP,
    "a word": "x",
    "an empty word": "",
    "a null character": "a\0b",
    "half a surrogate pair": "\ud800",
    "two megabytes": "x" * 2_000_000,
    "bytes": b"x",
    "below zero": -1,
    "zero": 0,
    "yes": True,
    "no id any more": 2**31,
    "out of all bounds": 2**70,
    "a list of large ids": [2**31, 2**70, 0, -1],
    "half": 0.5,
    "no number": float("nan"),
    "no end": float("inf"),
    "the last day of all": "9999-12-31",
    "the last moment of all": "9999-12-31 23:59:59",
    "the first day of all": "0001-01-01",
    "no such day": "2031-02-31 25:00:00",
    "a moment with a zone": datetime(2031, 1, 1, tzinfo=ZoneInfo("UTC")),
    "an object": object(),
}
# Ids of no record, in all forms that `browse` accepts.
HOSTILE_IDS = {
    "a dictionary": [{}],
    "a list": [[1]],
    "letters": "abc",
    "nothing": [None],
    "below zero": [-1],
    "zero": [0],
    "yes": [True],
    "no id any more": [2**31],
    "out of all bounds": [2**70],
    "half": [0.5],
    "no number": [float("nan")],
    "deleted": [2**31 - 2],
    "two": [1, 2],
    "none": [],
    "twice": [1, 1],
}
OURS = "odoo.addons.sales_sequence"


class TestHostileArguments(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.group_ids += cls.env.ref("sales_sequence.group_sales_sequence_manager")
        cls.sequence = cls.make_sequence("email", "call")
        cls.lead, cls.other_lead = cls.make_lead("Ada"), cls.make_lead("Bob")
        with freeze_time(MONDAY):
            result = cls.sequence.enroll(cls.lead.ids)
        cls.enrollment = cls.env["sales.sequence.enrollment"].browse(result["enrolled"][0]["enrollment_id"])

    def setUp(self):
        super().setUp()
        self.run_at(MONDAY)
        self.env["sales.sequence.signal"].create({"enrollment_id": self.enrollment.id, "kind": "auto_reply"})

    def records(self):
        """``{model name: a record of it}``, for models that can have one."""
        as_manager = self.env(user=self.manager)
        dialog = {"active_model": "crm.lead", "active_ids": self.other_lead.ids}
        enrollments = {"active_model": "sales.sequence.enrollment", "active_ids": self.enrollment.ids}
        wizard = (
            as_manager["sales.sequence.enroll.wizard"].with_context(**dialog).create({"sequence_id": self.sequence.id})
        )
        busy = {"target_id": self.lead.id, "wizard_id": wizard.id, "name": "Ada"}
        run = as_manager["sales.sequence.enroll.run"]._start(
            self.sequence.with_user(self.manager), self.other_lead.ids, as_manager["res.users"]
        )
        caller = self.enroll(self.make_sequence("call"), self.make_lead("Cleo"))
        self.run_at(MONDAY)
        call = caller.touch_ids
        records = {
            "mail.activity": call.activity_id,
            "sales.sequence.attempt": self.env["sales.sequence.attempt"].create(
                {"touch_id": call.id, "outcome_id": self.env.ref("sales_sequence.outcome_connected").id}
            ),
            "sales.sequence": self.sequence,
            "sales.sequence.step": self.sequence.step_ids[:1],
            "sales.sequence.enrollment": self.enrollment,
            "sales.sequence.touch": self.enrollment.touch_ids[:1],
            "sales.sequence.signal": self.enrollment.signal_ids[:1],
            "sales.sequence.enroll.run": run,
            "sales.sequence.enroll.wizard": wizard,
            "sales.sequence.enroll.wizard.line": as_manager["sales.sequence.enroll.wizard.line"].create(busy),
            "sales.sequence.enroll.wizard.mail": as_manager["sales.sequence.enroll.wizard.mail"].create(
                {"wizard_id": wizard.id, "step_id": self.sequence.step_ids[:1].id}
            ),
            "sales.sequence.steer.wizard": as_manager["sales.sequence.steer.wizard"]
            .with_context(**enrollments)
            .create({"verb": "stop"}),
            "sales.sequence.handover.wizard": as_manager["sales.sequence.handover.wizard"]
            .with_context(**enrollments)
            .create({"to_user_id": self.manager.id}),
            "crm.lead": self.lead,
            "res.partner": self.partner_employee,
        }
        self.env.flush_all()
        return records

    def public_methods(self):
        """``(model name, method name, whether Odoo defines one of that name)`` of all public methods of this addon."""
        for model_name, model in sorted(self.env.items()):
            by_name = {}
            for definition in type(model).mro():
                for name, method in vars(definition).items():
                    if not name.startswith("_") and inspect.isfunction(method):
                        by_name.setdefault(name, []).append(definition)
            for name, definitions in sorted(by_name.items()):
                is_private = any(getattr(vars(one)[name], "_api_private", False) for one in definitions)
                ours = [one for one in definitions if one.__module__.startswith(f"{OURS}.")]
                # How Odoo's own models handle nonsense is up to Odoo, even where we override them.
                is_odoos = len(ours) < len(definitions)
                if is_odoos:
                    ours = [one for one in ours if str(vars(one).get("_name") or one._inherit).startswith("sales.")]
                    ours = ours if model_name.startswith("sales.") else []
                if ours and not is_private:
                    yield model_name, name, is_odoos

    def call(self, model_name, name, args, kwargs=None, user=None, is_odoos=False):
        """Call a method as RPC does. It may succeed or refuse with a sentence; everything is rolled back.

        :param is_odoos: Odoo defines a method of that name. How it handles nonsense is up to Odoo, unless our code
            fails.
        """
        model = self.env(user=user or self.manager)[model_name]
        try:
            with self.env.cr.savepoint() as savepoint, mute_logger("odoo.sql_db", "odoo.domains", "odoo.fields"):
                call_kw(model, name, args, kwargs or {})
                self.env.flush_all()
                savepoint.rollback()
        except UserError as error:
            self.assertTrue(str(error).strip())
            self.assertLess(len(str(error)), 2_000)
        except Exception as error:
            files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
            reached = [file for file in files if "/sales_sequence/" in file and "/tests/" not in file]
            if not reached or (is_odoos and "/sales_sequence/" not in files[-1]):
                return
            frames = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            self.fail(f"{type(error).__name__}: {str(error)[:200]} ({' '.join(frames[-5:])})")
        finally:
            self.env.invalidate_all(flush=False)
            self.env.cr.execute("SELECT 1")

    # ------------------------------------------------------------------

    def test_this_test_finds_public_methods(self):
        found = {(model_name, name) for model_name, name, _is_odoos in self.public_methods()}
        self.assertGreater(len(found), 50)
        self.assertIn(("sales.sequence", "enroll"), found)
        self.assertIn(("crm.lead", "action_stop_sequence"), found)
        self.assertIn(("sales.sequence.health", "check"), found)

    def test_hostile_ids_are_refused_with_a_sentence(self):
        records = self.records()
        for model_name, name, is_odoos in self.public_methods():
            model = self.env[model_name]
            if is_odoos:
                continue
            for label, ids in HOSTILE_IDS.items():
                required = self.parameters(model, name)
                arguments = {key: 1 for key, parameter in required.items() if parameter.default is parameter.empty}
                with self.subTest(f"{model_name}.{name} of {label}"):
                    is_model = getattr(getattr(type(model), name), "_api_model", False)
                    self.call(model_name, name, [] if is_model else [ids], arguments)
        self.assertTrue(records)

    def parameters(self, model, name):
        parameters = list(inspect.signature(getattr(type(model), name)).parameters.values())[1:]
        return {one.name: one for one in parameters if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)}

    def test_hostile_arguments_are_refused_with_a_sentence(self):
        records = self.records()
        for model_name, name, is_odoos in self.public_methods():
            model = self.env[model_name]
            ids = [records[model_name].ids] if model_name in records else [[]]
            if getattr(getattr(type(model), name), "_api_model", False):
                ids = []
            parameters = self.parameters(model, name)
            required = {key: 1 for key, parameter in parameters.items() if parameter.default is parameter.empty}
            for parameter in parameters:
                for label, value in HOSTILE.items():
                    with self.subTest(f"{model_name}.{name}: {parameter} is {label}"):
                        self.call(model_name, name, ids, {**required, parameter: value}, is_odoos=is_odoos)
            for user in (self.rep, self.manager):
                with self.subTest(f"{model_name}.{name}: as {user.login}"):
                    self.call(model_name, name, ids, required, user=user, is_odoos=is_odoos)
            with self.subTest(f"{model_name}.{name}: too many"):
                self.call(model_name, name, [*ids, *range(9)], is_odoos=is_odoos)
            with self.subTest(f"{model_name}.{name}: of another name"):
                self.call(model_name, name, ids, {"no_such_argument": 1}, is_odoos=is_odoos)

    def test_ids_of_other_models_and_deleted_records_are_refused_with_a_sentence(self):
        gone = self.make_lead("Gone")
        gone_id = gone.id
        gone.unlink()
        result = self.sequence.with_user(self.manager).enroll(
            [gone_id, 2**31, 2**70, -1, 0, self.env.company.id + 10**6]
        )
        self.assertEqual({row["code"] for row in result["refused"]}, {"unknown"})
        self.assertEqual(len(result["refused"]), 6)

    def test_common_mistakes_are_explained(self):
        cases = [
            ("sales.sequence", "enroll", ([{}],), "“target_ids” must be a list of ids such as [3, 5], not [{}]"),
            ("sales.sequence", "enroll", (None,), "“target_ids” must be a list of ids such as [3, 5], not None"),
            ("sales.sequence", "enroll", ([1], {}), "“user_id” must be the id of a record, not {}"),
            ("sales.sequence", "enroll", ([1], None, "9999-12-31"), "9999-12-31 is too far ahead"),
            ("sales.sequence", "enroll", ([1], None, "tomorrow"), "“tomorrow” is not a valid date"),
            ("sales.sequence.enrollment", "stop", ({},), "“reason” must be a text, not {}"),
            ("sales.sequence.enrollment", "stop", ("x" * 2_000_000,), "2000000 characters. The limit is 5000"),
            ("sales.sequence.enrollment", "change_sender", ("x",), "“user_id” must be the id of a record, not x"),
            ("sales.sequence.enrollment", "change_sender", (1, {}), "“new_thread” must be true or false, not {}"),
            ("sales.sequence.enrollment", "pause", ("9999-12-31 00:00:00",), "too far ahead"),
            ("sales.sequence.enrollment", "pause", ({},), "“{}” is not a valid date and time"),
            ("sales.sequence.enrollment", "resume", (1,), "“resume” does not take these arguments. It takes: –"),
        ]
        records = self.records()
        for model_name, name, args, words in cases:
            with self.subTest(words), self.assertRaises(UserError) as refusal:
                call_kw(self.env(user=self.manager)[model_name], name, [records[model_name].ids, *args], {})
            self.assertIn(words, str(refusal.exception))

    def dialogs(self):
        return [
            name for name, model in sorted(self.env.items()) if name.startswith("sales.sequence") and model._transient
        ]

    def contexts(self, model_name):
        """The contexts with which the buttons open each dialog."""
        if model_name == "sales.sequence.enroll.wizard":
            return {"active_model": "crm.lead", "active_ids": self.other_lead.ids}
        return {"active_model": "sales.sequence.enrollment", "active_ids": self.enrollment.ids, "default_verb": "stop"}

    def test_a_hostile_context_does_not_break_a_dialog(self):
        hostile = {**HOSTILE, "a domain of nonsense": [("no_such_field", "=", 1)], "no domain": [("a",)]}
        for model_name in self.dialogs():
            model = self.env[model_name]
            specification = {name: {} for name in model._fields}
            context = self.contexts(model_name)
            for key in ("active_ids", "active_id", "active_domain", "active_model"):
                self.env["ir.config_parameter"].set_param("web.active_ids_limit", 1 if key == "active_domain" else 0)
                for label, value in hostile.items():
                    given = {"context": {**context, key: value}}
                    with self.subTest(f"{model_name}: {key} is {label}"):
                        self.call(model_name, "default_get", [list(model._fields)], given)
                        if label in ("a dictionary in a list", "a word"):
                            self.call(model_name, "onchange", [[], {}, [], specification], given)

    def test_hostile_values_do_not_break_a_dialog(self):
        """Whatever a program writes into a dialog's fields, its other fields and buttons still work."""
        for model_name in self.dialogs():
            model, context = self.env[model_name], self.contexts(model_name)
            specification = {name: {} for name in model._fields}
            usual = {"sequence_id": self.sequence.id} if model_name == "sales.sequence.enroll.wizard" else {}
            methods = [name for one, name, is_odoos in self.public_methods() if one == model_name and not is_odoos]
            for field_name, field in sorted(model._fields.items()):
                if field.type not in ("json", "date") and field_name != "until":
                    continue
                for label, value in HOSTILE.items():
                    values, given = {**usual, field_name: value}, {"context": context}
                    with self.subTest(f"{model_name}.{field_name}: {label}"):
                        self.call(
                            model_name, "onchange", [[], values, [field_name], specification], given, is_odoos=True
                        )
                        with self.env.cr.savepoint() as savepoint, mute_logger("odoo.sql_db"):
                            if dialog := self.created(model_name, values, context):
                                for name in methods:
                                    self.call(model_name, name, [dialog.ids], given)
                            savepoint.rollback()
                        self.env.invalidate_all(flush=False)

    def created(self, model_name, values, context):
        """The dialog with these values; None if they are refused, by us or by Odoo."""
        try:
            dialog = self.env(user=self.manager)[model_name].with_context(**context).create(values)
            self.env.flush_all()
        except UserError:
            return None
        except Exception as error:
            self.assertNotIn("/sales_sequence/", traceback.extract_tb(error.__traceback__)[-1].filename, error)
            return None
        return dialog

    def test_duplicate_ids_count_once(self):
        twice = self.enrollment.with_user(self.manager).browse(self.enrollment.ids * 2)
        twice.skip_step()
        self.assertEqual(self.enrollment.touch_ids.mapped("state").count("skipped"), 1)

    def test_every_public_method_is_used_by_a_screen_or_documented(self):
        """A method that nobody needs from outside has a name with an underscore."""
        folder = Path(sales_sequence.__file__).parent
        texts = [path.read_text() for kind in ("views", "wizard", "data") for path in (folder / kind).glob("*.xml")]
        texts += [path.read_text() for path in (folder / "static").rglob("*.js")]
        texts.append((folder.parent / "docs/api.md").read_text())
        words = set(re.findall(r"\w+", " ".join(texts)))
        # The verbs of a target, for automation rules.
        words |= {"action_pause_sequence", "action_resume_sequence", "action_stop_sequence"}
        ours = {name for _model, name, is_odoos in self.public_methods() if not is_odoos}
        self.assertEqual(ours - words, set())


class TestLimitsOfTexts(SequenceCommon):
    """Limits of our text fields: too long a text is refused for users, and cut off for the engine."""

    HUGE = "x" * 2_000_000

    def text_fields(self):
        """All stored text fields of our models, and those that we added to Odoo's."""
        for model_name, model in sorted(self.env.items()):
            if model._abstract or not model._auto:
                continue
            for name, field in sorted(model._fields.items()):
                ours = model_name.startswith("sales.sequence") or field._module == "sales_sequence"
                if ours and field.store and not field.related and field.type in ("char", "text"):
                    yield model_name, name

    def test_every_text_field_has_a_limit(self):
        found = list(self.text_fields())
        self.assertGreater(len(found), 25)
        self.make_lead()
        for model_name, name in found:
            model = self.env[model_name]
            with self.subTest(f"{model_name}.{name}"):
                if (model_name, name) == ("sales.sequence.pace", "name"):
                    # Written by `_hold` alone, never by people or from a text.
                    continue
                if name in ("sequence_meeting_link", "sequence_linkedin_url"):
                    # Of Odoo's models: what is no address of a page, and so what is too long, is refused.
                    with self.assertRaises(ValidationError), self.env.cr.savepoint():
                        model.search([], limit=1).ensure_one()[name] = f"https://example.com/{self.HUGE}"
                    continue
                self.assertTrue(hasattr(model, "_within_limits"), "its model inherits `sales.sequence.limits`")
                if name in model._whole_texts:
                    continue
                kept = model.sudo()._within_limits({name: self.HUGE})[name]
                self.assertLessEqual(len(kept), MAX_TEXT)
                self.assertEqual(
                    model.sudo()._within_limits({name: "a\0b\ud800"})[name],
                    "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}",
                )
                for text in (self.HUGE, "a\0b", "\ud800"):
                    with self.assertRaises(UserError):
                        model.with_user(self.manager)._within_limits({name: text})
                self.assertEqual(
                    model.with_user(self.manager)._within_limits({name: "x" * MAX_TEXT})[name], "x" * MAX_TEXT
                )

    def test_users_cannot_write_two_megabytes_into_a_text(self):
        sequence = self.make_sequence("email", "call")
        enrollment = self.enroll(sequence, self.make_lead())
        for record, values in (
            (sequence, {"name": self.HUGE}),
            (sequence, {"goal": self.HUGE}),
            (sequence, {"goal_domain": f"[('name', '=', '{self.HUGE}')]"}),
            (sequence.step_ids[:1], {"name": self.HUGE}),
            (sequence.step_ids[1:], {"summary": self.HUGE}),
        ):
            with self.subTest(values.keys()), self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
                record.with_user(self.manager).write(values)
            self.assertIn("characters. The limit is", str(refusal.exception))
        with self.assertRaises(UserError):
            enrollment.with_user(self.manager).stop(self.HUGE)
        self.env["res.lang"]._activate_lang("fr_FR")
        with self.assertRaises(UserError):
            sequence.with_user(self.manager).update_field_translations("name", {"fr_FR": self.HUGE})
        with self.assertRaises(UserError):
            self.env["sales.sequence"].with_user(self.manager).with_context(default_name=self.HUGE).create({})
        self.assertEqual(enrollment.state, "running")

    def test_an_outsiders_long_text_is_cut_off_and_still_counts(self):
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        subject = "Re: " + " ".join(["endless"] * 50_000)
        self.answer(enrollment.touch_ids, subject=subject)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))
        for record, name in ((enrollment, "status_note"), (enrollment.signal_ids, "detail")):
            self.assertLessEqual(len(record[name] or ""), MAX_TEXT)

    def test_a_signal_counts_even_if_its_note_cannot_be_stored(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        detail = "null \0, half \ud800, " + self.HUGE
        self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "reply", "detail": detail}])
        self.assertEqual(enrollment.exit_reason, "replied")
        self.assertEqual(len(enrollment.signal_ids.detail), MAX_TEXT)
        other = self.enroll(self.make_sequence("email"), self.make_lead("Bob"))
        other._quarantine(detail)
        self.assertLessEqual(len(other.status_note), MAX_TEXT)
        (bare,) = self.env["sales.sequence.inbox"]._insert_bare(
            [{"enrollment_id": other.id, "kind": "reply", "detail": detail}]
        )
        self.assertEqual(len(bare.detail), MAX_TEXT)
