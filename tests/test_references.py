"""Users can neither reference nor learn about records they may not read, for every relational field of our models.

Every text of another company's and of a colleague's records contains a unique word. The models and fields come from
the registry, so new fields are covered automatically.
"""

import contextlib
import re

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY
from .test_access import AccessCommon

REFUSED = "may not see|not offered|not the id of a record"
WORD = re.compile(r"canary\d+x")
# Further users, besides the groups in docs/rights.md.
OUTSIDERS = {"portal": "base.group_portal", "public": "base.group_public"}


class CanaryCommon(AccessCommon):
    """Another company and a colleague, with a canary in each text of their records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.canaries = {}
        for name, group in OUTSIDERS.items():
            cls.users_by_group[name] = mail_new_test_user(cls.env, login=f"a_{name}", groups=group, name=name)
        cls.sequence_of_leads = cls.make_sequence(name="Ours", company_id=cls.env.company.id)
        cls.sequence_of_partners = cls.make_sequence(
            {"mail_template_id": cls.make_template("res.partner").id},
            name="Ours for partners",
            target="partner",
            company_id=cls.env.company.id,
        )
        cls.hidden_action = cls.env["ir.actions.server"].create(
            {
                "name": cls.sing("ir.actions.server"),
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "pass",
            }
        )
        cls.note(cls.hidden_action)
        cls.abroad = cls.make_user("sings_abroad", "manager", cls.other_company)
        cls.lead_abroad = cls.make_world(cls.other_company, cls.abroad, "lead")
        cls.partner_abroad = cls.make_world(cls.other_company, cls.abroad, "partner")
        cls.lead_of_colleague = cls.make_world(cls.env.company, cls.colleague, "lead")
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # Canaries
    # ------------------------------------------------------------------

    @classmethod
    def sing(cls, about):
        """Create a canary. :param about: a label, until `note` assigns it to a record"""
        word = f"canary{len(cls.canaries)}x"
        cls.canaries[word] = about
        return word

    @classmethod
    def note(cls, records):
        """Assign the canaries in the texts of these records to them."""
        for record in records:
            for field in record._fields.values():
                if field.store and field.type in ("char", "text", "html", "json"):
                    for word in WORD.findall(str(record[field.name])):
                        if not hasattr(cls.canaries[word], "_ids"):
                            cls.canaries[word] = record

    @classmethod
    def make_world(cls, company, user, target):
        """Create one record of each model, with a canary in each of its texts. :return: the enrollment"""
        env = cls.env(context={"allowed_company_ids": company.ids})
        is_abroad = company == cls.other_company
        person = env["res.partner"].create(
            {
                "name": cls.sing("person"),
                "email": f"{cls.sing('person')}@person.example.org",
                "company_id": company.id,
                "user_id": user.id,
            }
        )
        lead = cls.make_lead(
            cls.sing("lead"),
            partner_id=person.id if is_abroad else False,
            email_from=person.email if is_abroad else f"{cls.sing('lead')}@lead.example.org",
            user_id=user.id,
            company_id=company.id,
            team_id=False,
        ).with_env(env)
        cls.note(person)
        cls.note(lead)
        sequence = env["sales.sequence"].browse(cls.sequence_of_leads.id)
        if is_abroad:
            sequence = cls.make_foreign_sequence(env, company, user, target)
        record = lead if target == "lead" else person
        with freeze_time(MONDAY):
            result = sequence.with_user(user).with_context(allowed_company_ids=company.ids).enroll(record.ids)
        assert not result["refused"], result
        enrollment = env["sales.sequence.enrollment"].browse(result["enrolled"][0]["enrollment_id"])
        enrollment.status_note = cls.sing("note")
        message = record.message_post(body=cls.sing("message"), subject=cls.sing("message"))
        activity = record.activity_schedule(summary=cls.sing("activity"), note=cls.sing("activity"), user_id=user.id)
        touch = env["sales.sequence.touch"].create(
            enrollment._touch_values(
                sequence.step_ids[0],
                state="draft",
                draft_subject=cls.sing("touch"),
                draft_body=cls.sing("touch"),
                reason=cls.sing("touch"),
                outcome=cls.sing("touch"),
                mail_message_id=message.id,
                activity_id=activity.id,
            )
        )
        meeting = (
            env["calendar.event"]
            .with_user(user)
            .create({"name": cls.sing("meeting"), "start": MONDAY, "stop": MONDAY, "privacy": "private"})
        )
        signal = env["sales.sequence.signal"].create(
            {
                "enrollment_id": enrollment.id,
                "touch_id": touch.id,
                "kind": "acknowledgement",
                "detail": cls.sing("signal"),
                "mail_message_id": message.id,
                "calendar_event_id": meeting.id,
            }
        )
        opt_out = env["sales.sequence.opt.out"].create(
            {"email_normalized": f"{cls.sing('opt-out')}@example.org", "sequence_id": sequence.id}
        )
        for records in (enrollment, message, activity, touch, meeting.sudo(), signal, opt_out if is_abroad else touch):
            cls.note(records)
        if not is_abroad:
            # Only company A's channel managers and managers may read the list.
            cls.note(opt_out)
        cls.make_foreign_dialogs(env(user=user, su=True), record, sequence)
        return enrollment

    @classmethod
    def make_foreign_sequence(cls, env, company, user, target):
        calendar = env["resource.calendar"].create({"name": cls.sing("calendar"), "company_id": company.id})
        team = env["crm.team"].create({"name": cls.sing("team"), "company_id": company.id})
        template = cls.make_template("crm.lead" if target == "lead" else "res.partner")
        sequence = cls.make_sequence(
            {"mail_template_id": template.id, "name": cls.sing("step"), "cta": cls.sing("step")},
            {"channel": "call", "name": cls.sing("step"), "note": cls.sing("step"), "summary": cls.sing("step")},
            name=cls.sing("sequence"),
            goal=cls.sing("sequence"),
            target=target,
            company_id=company.id,
            user_id=user.id,
            calendar_id=calendar.id,
            team_id=team.id,
        ).with_env(env)
        variant = env["sales.sequence.step.variant"].create(
            {"step_id": sequence.step_ids[0].id, "name": cls.sing("variant"), "mail_template_id": template.id}
        )
        for records in (calendar, team, sequence, sequence.step_ids, variant):
            cls.note(records)
        return sequence

    @classmethod
    def make_foreign_dialogs(cls, env, record, sequence):
        dialog = env["sales.sequence.enroll.wizard"].with_context(active_model=record._name, active_ids=record.ids)
        wizard = dialog.create({"sequence_id": sequence.id})
        steer = env["sales.sequence.steer.wizard"].create({"verb": "stop", "reason": cls.sing("steer")})
        run = env["sales.sequence.enroll.run"].create(
            {"sequence_id": sequence.id, "target_ids": record.ids, "note": cls.sing("run")}
        )
        for records in (wizard, steer, run):
            cls.note(records)

    def secret_words(self, user):
        """The canaries of all records that this user may not read in Odoo's own screens."""
        words = set()
        for word, record in self.canaries.items():
            self.assertTrue(hasattr(record, "_ids"), f"{word} ({record}) is in no record that a test could ask for")
            mine = self.as_user(record, user)
            if not mine.has_access("read"):
                words.add(word)
        return words

    def as_user(self, records, user):
        return records.with_env(self.env(user=user, su=False, context={"allowed_company_ids": user.company_ids.ids}))

    def find_foreign(self, comodel_name, user):
        """A record of this model that the user may not read, preferably one with a canary."""
        records = self.env[comodel_name].with_context(active_test=False).sudo().search([], order="id desc", limit=2000)
        hidden = records - self.as_user(records, user)._filtered_access("read").sudo()
        singing = [record for record in self.canaries.values() if record._name == comodel_name and record in hidden]
        return singing[0].with_env(self.env) if singing else hidden[:1]

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------

    def call(self, model, method, *arguments, **context):
        """Call a method as a program does. :return: ``(result or None, text of the response)``"""
        context = {**model.env.context, **context}
        try:
            with self.env.cr.savepoint():
                answer = call_kw(model, method, list(arguments), {"context": context})
                self.env.flush_all()
        except Exception as error:
            # Any error is part of what the program gets to see.
            self.env.invalidate_all(flush=False)
            return None, str(error)
        return answer, repr(answer)

    def read_specification(self, model):
        """The largest specification of a form: all fields, with the names of references, including those of lines."""
        specification = {}
        for name in self.readable_fields(model):
            field = model._fields[name]
            specification[name] = {"fields": {"display_name": {}}} if field.relational else {}
            if field.type in ("one2many", "many2many") and field.comodel_name.startswith("sales.sequence"):
                lines = model.env[field.comodel_name]
                specification[name]["fields"] = {
                    inner: {"fields": {"display_name": {}}} if lines._fields[inner].type == "many2one" else {}
                    for inner in self.readable_fields(lines)
                    if lines._fields[inner].type not in ("one2many", "many2many")
                }
        return specification

    def readable_fields(self, model):
        return [
            name
            for name in model.fields_get()
            if model._fields[name].type not in ("reference", "properties", "properties_definition", "binary")
            and not name.startswith(("message_", "website_message_", "activity_", "my_activity_", "rating_"))
        ]

    def read_back(self, records):
        """Everything these records reveal, field by field if reading all at once is refused."""
        specification = self.read_specification(records)
        answer, text = self.call(records.browse(), "web_read", records.ids, specification)
        if answer is None:
            text = "\n".join(
                self.call(records.browse(), "web_read", records.ids, {name: spec})[1]
                for name, spec in specification.items()
            )
        _answer, classic = self.call(records.browse(), "read", records.ids, list(specification))
        return text + classic

    def watch_onchange(self, records, values, names, **context):
        """Everything a form reveals, field by field if an error other than our refusal interrupts it."""

        def change(specification):
            arguments = (records.ids, dict(values), names, specification)
            return self.call(records.browse(), "onchange", *arguments, **context)

        specification = self.read_specification(records)
        answer, text = change(specification)
        if answer is None and not re.search(REFUSED, text):
            brought = {name: specification[name] for name in names if name in specification}
            text = "\n".join(change({name: spec, **brought})[1] for name, spec in specification.items())
        return text

    @contextlib.contextmanager
    def undone(self):
        with self.env.cr.savepoint(flush=False) as savepoint:
            yield
            self.env.clear()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)


class TestForeignReferences(CanaryCommon):
    """Every field, by every way to set it."""

    def base_values(self, model, user):
        """Required values of a new record of each model, all of them the user's own. :return: ``(values, context)``"""
        target = "lead" if user.has_group("sales_sequence.group_sales_sequence_manager") else "partner"
        own = self.sequence_of_leads if target == "lead" else self.sequence_of_partners
        mine = self.mine[user]
        values = {
            "sales.sequence": {"name": "Mine", "target": target},
            "sales.sequence.step": {
                "sequence_id": own.id,
                "name": "Mine",
                "channel": "todo",
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            },
            "sales.sequence.step.variant": {
                "step_id": own.step_ids[0].id,
                "name": "Mine",
                "mail_template_id": own.step_ids[0].mail_template_id.id,
            },
            "sales.sequence.opt.out": {"email_normalized": "mine@example.org", "sequence_id": own.id},
            "sales.sequence.outcome": {"name": "Mine"},
            "sales.sequence.tag": {"name": "Mine"},
            "sales.sequence.enroll.wizard": {},
            "sales.sequence.enroll.wizard.line": {"target_id": mine.id},
            "sales.sequence.enroll.wizard.mail": {"step_id": own.step_ids[0].id, "subject": "Mine"},
            "sales.sequence.steer.wizard": {"verb": "stop"},
            "sales.sequence.handover.wizard": {},
            "sales.sequence.use.wizard": {"gallery_id": own.id},
            "sales.sequence.use.wizard.blank": {"name": "name of the event"},
            "sales.sequence.import.wizard": {},
            "sales.sequence.import.wizard.line": {"kind": "filter", "key": "goal_domain"},
        }[model._name]
        context = {"active_model": mine._name, "active_ids": mine.ids}
        if "wizard_id" in model._fields:
            wizard = self.env[model._fields["wizard_id"].comodel_name]
            wizard_values, _context = self.base_values(wizard, user)
            values["wizard_id"] = self.as_user(wizard, user).with_context(**context).create(wizard_values).id
        return values, context

    def doors(self, model, field, foreign, user):
        """Each way to get `foreign` into `field`: ``(name, response, created record or None)``."""
        values, context = self.base_values(model, user)
        is_many = field.type in ("one2many", "many2many")
        bring = [Command.set(foreign.ids)] if is_many else foreign.id
        forged = {**values, field.name: bring}
        asked = model.with_context(**context)
        specification = self.read_specification(asked)
        default = {f"default_{field.name}": foreign.ids if is_many else foreign.id}
        rest = {name: value for name, value in values.items() if name != field.name}
        names = list(forged)

        def make(*arguments, **more):
            answer, text = self.call(asked, *arguments, **more)
            return text, model.browse(answer if isinstance(answer, int) else None)

        yield "create", *make("create", forged)
        yield "create with a default", *make("create", rest, **default)
        answer, text = self.call(asked, "web_save", [], forged, specification)
        yield "web_save", text, model.browse(answer and answer[0]["id"])
        if "name" in model._fields:
            defaults = {f"default_{name}": value for name, value in rest.items()} | default
            answer, text = self.call(asked, "name_create", "Mine", **defaults)
            yield "name_create", text, model.browse(answer and answer[0])
        yield "default_get", self.call(asked, "default_get", list(specification), **default)[1], None
        yield "onchange", self.watch_onchange(asked, forged, [field.name]), None
        yield "onchange at first", self.watch_onchange(asked, forged, []), None
        yield "onchange with a default", self.watch_onchange(asked, rest, [], **default), None
        own = asked.create(values)
        answer, text = self.call(asked, "write", own.ids, {field.name: bring})
        yield "write", text, own if answer else None
        answer, text = self.call(asked, "web_save", own.ids, {field.name: bring}, specification)
        yield "web_save of one's own", text, own if answer else None
        yield "onchange of one's own", self.watch_onchange(own, {field.name: bring}, [field.name]), None
        yield "copy", *make("copy", own.ids, {field.name: bring})
        if is_many:
            for command in (Command.link(foreign.id), Command.update(foreign.id, {})):
                answer, text = self.call(asked, "write", own.ids, {field.name: [command]})
                yield f"write {command}", text, own if answer else None
                yield f"onchange {command}", self.watch_onchange(own, {field.name: [command]}, [field.name]), None
        else:
            for odd in (str(foreign.id), float(foreign.id), {"id": foreign.id}, [foreign.id, "name"]):
                yield f"create {odd}", *make("create", {**values, field.name: odd})
                yield f"onchange {odd}", self.watch_onchange(asked, {**values, field.name: odd}, names), None

    def brings(self, record, field, foreign):
        return record.exists() and bool(record.sudo().with_context(active_test=False)[field.name] & foreign)

    @mute_logger("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_no_field_accepts_an_unreadable_record(self):
        tried, untouched = set(), self.state_of_others()
        for group, user in self.users_by_group.items():
            words = self.secret_words(user)
            self.mine = {user: self.make_mine(user)}
            for model_name in sorted(self.ours()):
                model = self.as_user(self.env[model_name], user)
                if not model.has_access("create") or model_name == "sales.sequence.pace":
                    continue
                for field in self.relational_fields(model):
                    foreign = self.find_foreign(field.comodel_name, user)
                    if not foreign:
                        continue
                    tried.add(f"{model_name}.{field.name}")
                    with self.undone():
                        for door, text, record in self.doors(model, field, foreign, user):
                            with self.subTest(group=group, field=f"{model_name}.{field.name}", door=door):
                                self.assertEqual(words & set(WORD.findall(text)), set())
                                self.assertEqual(self.state_of_others(), untouched)
                                if record:
                                    self.assertFalse(self.brings(record, field, foreign))
                                    self.assertEqual(words & set(WORD.findall(self.read_back(record))), set())
        for field in (
            "sales.sequence.enroll.wizard.sequence_id",
            "sales.sequence.enroll.wizard.preview_lead_id",
            "sales.sequence.enroll.wizard.preview_partner_id",
            "sales.sequence.enroll.wizard.line.enrollment_id",
            "sales.sequence.enroll.wizard.mail.step_id",
            "sales.sequence.opt.out.enrollment_id",
            "sales.sequence.next_sequence_id",
            "sales.sequence.previous_version_id",
            "sales.sequence.team_id",
            "sales.sequence.step.server_action_id",
            "sales.sequence.steer.wizard.enrollment_ids",
        ):
            self.assertIn(field, tried)

    def state_of_others(self):
        """Rows that must not change: enrollments and sequences of the other company and the colleague."""
        enrollments = self.lead_abroad | self.partner_abroad | self.lead_of_colleague
        self.env.cr.execute(
            """SELECT to_jsonb(enrollment), to_jsonb(sequence),
                      (SELECT count(*) FROM sales_sequence_signal WHERE enrollment_id = enrollment.id)
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence sequence ON sequence.id = enrollment.sequence_id
                WHERE enrollment.id = ANY(%s)
             ORDER BY enrollment.id""",
            [enrollments.ids],
        )
        return self.env.cr.fetchall()

    def make_mine(self, user):
        if user.has_group("sales_team.group_sale_salesman"):
            return self.make_lead(f"Mine {user.login}", user_id=user.id, team_id=False)
        return self.env["res.partner"].create({"name": f"Mine {user.login}", "email": f"{user.login}@mine.example.org"})

    def ours(self):
        return [name for name, model in self.env.items() if name.startswith("sales.sequence") and not model._abstract]

    def relational_fields(self, model):
        names = model.fields_get()
        return [field for field in model._fields.values() if field.relational and field.name in names and field.store]

    # ------------------------------------------------------------------
    # References set by the engine, or readable in the past
    # ------------------------------------------------------------------

    def make_own(self, user):
        """``{model name: a record that this user may read}``"""
        mine = self.mine[user]
        sequence = self.sequence_of_leads if mine._name == "crm.lead" else self.sequence_of_partners
        sender = self.rep if user.share else user
        mine.user_id = sender
        with freeze_time(MONDAY):
            (enrolled,) = sequence.enroll(mine.ids, user_id=sender.id)["enrolled"]
        enrollment = self.env["sales.sequence.enrollment"].browse(enrolled["enrollment_id"])
        step = sequence.step_ids[0]
        touch = self.env["sales.sequence.touch"].create(enrollment._touch_values(step, state="done"))
        signal = self.env["sales.sequence.signal"].create({"enrollment_id": enrollment.id, "kind": "acknowledgement"})
        variant = self.env["sales.sequence.step.variant"].create(
            {"step_id": step.id, "name": "A", "mail_template_id": step.mail_template_id.id}
        )
        opt_out = self.env["sales.sequence.opt.out"].create(
            {"email_normalized": f"{user.login}@example.org", "sequence_id": sequence.id}
        )
        env = self.env(user=user, su=True, context={"active_model": mine._name, "active_ids": mine.ids})
        wizard = env["sales.sequence.enroll.wizard"].create({"sequence_id": sequence.id})
        records = (
            *(sequence, step, variant, enrollment, touch, signal, opt_out, wizard, wizard.line_ids[:1]),
            env["sales.sequence.steer.wizard"].create({"verb": "stop"}),
            env["sales.sequence.handover.wizard"].create({}),
            env["sales.sequence.enroll.run"].create({"sequence_id": sequence.id, "target_ids": mine.ids}),
        )
        self.env.flush_all()
        return {record._name: record for record in records}

    def ask_for_names(self, record, field):
        """Every way in which Odoo reveals the name of a field's reference."""
        domain = [("id", "=", record.id)]
        named = {field.name: {"fields": {"display_name": {}}}}
        for method, *arguments in (
            ("web_read", record.ids, named),
            ("read", record.ids, [field.name]),
            ("search_read", domain, [field.name]),
            ("web_search_read", domain, named),
            ("formatted_read_group", domain, [field.name], ["__count"]),
            ("web_read_group", domain, [field.name]),
            ("read_group", domain, ["__count"], [field.name]),
            ("export_data", record.ids, [field.name]),
            ("search_panel_select_range", field.name),
            ("name_search", ""),
        ):
            answer, text = self.call(record.browse(), method, *arguments)
            yield method, answer, text
        if self.env[field.comodel_name]._rec_name:
            by_name = [*domain, (f"{field.name}.display_name", "ilike", "canary")]
            yield "search by name", *self.call(record.browse(), "search", by_name)
        yield "everything", True, self.read_back(record)

    @mute_logger("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_no_field_reveals_the_name_of_an_unreadable_record(self):
        answered = set()
        for group, user in self.users_by_group.items():
            words = self.secret_words(user)
            self.mine = {user: self.make_mine(user)}
            for model_name, record in self.make_own(user).items():
                seen = self.as_user(record, user)
                if not seen.has_access("read"):
                    continue
                for field in self.relational_fields(seen):
                    foreign = self.find_foreign(field.comodel_name, user)
                    # A step shows the name of an action set by an administrator.
                    if not foreign or field.type != "many2one" or field.comodel_name == "ir.actions.server":
                        continue
                    with self.undone(), contextlib.suppress(IntegrityError):
                        # Bypass all checks except the database's own.
                        query = f'UPDATE "{record._table}" SET "{field.name}" = %s WHERE id = %s'
                        self.env.cr.execute(query, [foreign.id, record.id])
                        self.env.invalidate_all(flush=False)
                        for method, answer, text in self.ask_for_names(seen, field):
                            with self.subTest(group=group, field=f"{model_name}.{field.name}", method=method):
                                self.assertEqual(words & set(WORD.findall(text)), set())
                                self.assertFalse(method == "search by name" and answer)
                                answered |= {f"{method} {model_name}.{field.name}"} if answer else set()
        for told in (
            "web_read sales.sequence.signal.mail_message_id",
            "read sales.sequence.signal.touch_id",
            "formatted_read_group sales.sequence.enrollment.pending_sequence_id",
            "read_group sales.sequence.enrollment.partner_id",
            "web_read sales.sequence.opt.out.enrollment_id",
        ):
            self.assertIn(told, answered)

    @mute_logger("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_forms_of_enrolled_records_do_not_reveal_unreadable_names_either(self):
        """Our fields on them accept lines, and lines of lines."""
        Enrollment = self.env["sales.sequence.enrollment"]
        for group, user in self.users_by_group.items():
            words = self.secret_words(user)
            for target in ("crm.lead", "res.partner"):
                model = self.as_user(self.env[target], user)
                if "enrollment_ids" not in model.fields_get() or not model.has_access("create"):
                    continue
                specification = {"enrollment_ids": self.read_specification(model)["enrollment_ids"]}
                lines = [
                    Command.create({field.name: foreign.id})
                    for field in self.relational_fields(self.as_user(Enrollment, user))
                    if field.type == "many2one" and (foreign := self.find_foreign(field.comodel_name, user))
                ]
                foreign = self.find_foreign(Enrollment._name, user)
                lines += [Command.link(foreign.id), Command.set(foreign.ids), Command.update(foreign.id, {})]
                self.assertGreater(len(lines), 5)
                for line in lines:
                    for names in ([], ["enrollment_ids"]):
                        with self.subTest(group=group, target=target, line=line, names=names), self.undone():
                            values = {"enrollment_ids": [line]}
                            _answer, text = self.call(model, "onchange", [], values, names, specification)
                            self.assertEqual(words & set(WORD.findall(text)), set())

    def test_every_model_of_the_addon_checks_its_references(self):
        for name in self.ours():
            self.assertIsInstance(self.env[name], self.registry["sales.sequence.references"], name)
