"""Access rights of every group on their own records, a colleague's and another company's."""

import contextlib
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/rights.md"
READ, WRITE, CREATE, UNLINK = "read", "write", "create", "unlink"
ALL = {READ, WRITE, CREATE, UNLINK}
OPERATIONS = {"read": READ, "write": WRITE, "create": CREATE, "delete": UNLINK}  # as the document names them
GROUPS = {
    "employee": "base.group_user",
    "salesperson": "sales_team.group_sale_salesman",
    "user": "sales_sequence.group_sales_sequence_user",
    "channel manager": "sales_sequence.group_sales_sequence_channel_manager",
    "manager": "sales_sequence.group_sales_sequence_manager",
}


def read_table(title):
    """A table of `docs/rights.md`. :return: ``{first cell: {group: set of operations}}``"""
    section = DOCUMENT.read_text().partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    groups = rows[0][1:]
    return {
        row[0]: {
            group: {OPERATIONS[word] for word in cell.split(", ") if word != "–"}
            for group, cell in zip(groups, row[1:], strict=True)
        }
        for row in rows[2:]
    }


ENROLLMENTS = read_table("Enrollments")
SEQUENCES = read_table("Sequences, with their steps and variants")
OPT_OUTS = read_table("Opt-outs")
DEAD_ADDRESSES = read_table("Dead addresses")
OUTCOMES = read_table("Outcomes")
DIALOGS = read_table("Dialogs and runs")
MODELS = read_table("What a group may do with each model")
# Users who may change the record may edit a draft's text: the rule lets them, the model checks the rest.
LEDGERS = {
    "touch_ids": {READ, WRITE},
    "touch_ids.attempt_ids": {READ},
    "touch_ids.click_ids": {READ},
    "signal_ids": {READ},
}
# Values to write, and values in which a created record differs from the one it copies.
CHANGES = {
    "sales.sequence": {"name": "Changed"},
    "sales.sequence.step": {"name": "Changed"},
    "sales.sequence.step.variant": {"name": "Changed"},
    "sales.sequence.enrollment": {"status_note": "Changed"},
    "sales.sequence.touch": {"draft_subject": "Changed"},
    "sales.sequence.attempt": {"note": "Changed"},
    "sales.sequence.click": {"click_count": 99},
    "sales.sequence.outcome": {"name": "Changed"},
    "sales.sequence.tag": {"name": "Changed"},
    "sales.sequence.signal": {"detail": "Changed"},
    "sales.sequence.opt.out": {"email_normalized": "changed@customer.example.org"},
    "sales.sequence.dead.address": {"email_normalized": "changed@customer.example.org"},
    "sales.sequence.enroll.wizard": {"start_on": "2031-05-05"},
    "sales.sequence.enroll.wizard.line": {"message": "Changed"},
    "sales.sequence.enroll.wizard.mail": {"subject": "Changed"},
    "sales.sequence.steer.wizard": {"reason": "Changed"},
    "sales.sequence.handover.wizard": {"with_activities": False},
    "sales.sequence.use.wizard": {"offer": "changed"},
    "sales.sequence.use.wizard.blank": {"text": "changed"},
    "sales.sequence.import.wizard": {"file_name": "changed.json"},
    "sales.sequence.import.wizard.line": {"leave_out": True},
    "sales.sequence.enroll.run": {"note": "Changed"},
    "sales.sequence.pace": {"name": "changed"},
    "sales.sequence.address": {"person_key": "changed@customer.example.org"},
    "sales.sequence.assignment": {"unit": "changed"},
    "sales.sequence.experiment": {"number": 7},
    "sales.sequence.advice": {"dismiss_note": "Changed", "code": "changed"},
    "sales.sequence.comparison": {"days": 30},
    "sales.sequence.connection": {"problem": "login"},
    "sales.sequence.round.trip": {"problem": "login"},
}


class AccessCommon(SequenceCommon):
    """One user of each group, and one record of each kind in the tables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.colleague = cls.make_user("colleague", "user")
        # Odoo's own record rule on leads checks the salesperson: "mine" is a different record for each user.
        cls.users_by_group = {group: cls.make_user(f"a_{group.replace(' ', '_')}", group) for group in GROUPS}

    @classmethod
    def make_user(cls, login, group, company=None):
        company = company or cls.env.company
        return mail_new_test_user(
            cls.env,
            login=login,
            groups=GROUPS[group],
            email=f"{login}@test.mycompany.com",
            tz=BRUSSELS,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def make_sequences(cls):
        partner_template = cls.make_template("res.partner")
        step = {"mail_template_id": partner_template.id}
        return {
            "for leads": cls.make_sequence({"requires_review": True}, "email"),
            "for partners": cls.make_sequence({**step, "requires_review": True}, step, target="partner"),
            "of another company": cls.make_sequence(
                "email", company_id=cls.other_company.id, user_id=cls.make_user("abroad", "user", cls.other_company).id
            ),
        }

    def make_enrollments(self, me, sequences):
        """``{kind: enrollment, from the point of view of the user "me"}``, each with a draft, an attempt and a
        signal."""
        nobody = self.env["res.users"]
        leads, partners = sequences["for leads"], sequences["for partners"]
        other_company = {"company_id": self.other_company.id}
        abroad = sequences["of another company"].user_id
        Partner = self.env["res.partner"]
        # Sequence, the target's first user, its values, the sender, and the target's final user.
        cases = {
            "own lead": (leads, "lead", me, {}, me, me),
            "lead handed to me, sent by a colleague": (leads, "lead", self.colleague, {}, self.colleague, me),
            "lead handed to a colleague, sent by me": (leads, "lead", me, {}, me, self.colleague),
            "lead of nobody, sent by me": (leads, "lead", nobody, {}, me, nobody),
            "lead of nobody, sent by a colleague": (leads, "lead", nobody, {}, self.colleague, nobody),
            "lead of a colleague": (leads, "lead", self.colleague, {}, self.colleague, self.colleague),
            "own partner": (partners, "partner", me, {}, me, me),
            "partner of a colleague": (partners, "partner", self.colleague, {}, self.colleague, self.colleague),
            "partner of nobody, sent by a colleague": (partners, "partner", nobody, {}, self.colleague, nobody),
            "lead of another company": (leads, "lead", abroad, other_company, abroad, abroad),
            "partner of another company": (partners, "partner", nobody, other_company, abroad, nobody),
        }
        companies = self.env.company + self.other_company
        found = {}
        for index, (kind, (sequence, target, user, values, sender, last_user)) in enumerate(cases.items()):
            name, address = f"{kind} {me.login}", f"{me.login}.{index}@customer.example.org"
            if target == "lead":
                record = self.make_lead(name, email_from=address, user_id=user.id, team_id=False, **values)
            else:
                record = Partner.create({"name": name, "email": address, "user_id": user.id, **values})
            result = sequence.with_context(allowed_company_ids=companies.ids).enroll(record.ids, user_id=sender.id)
            self.assertFalse(result["refused"], kind)
            record.user_id = last_user
            found[kind] = self.env["sales.sequence.enrollment"].browse(result["enrolled"][0]["enrollment_id"])
        self.assertEqual(set(found), set(ENROLLMENTS))
        for enrollment in found.values():
            enrollment.next_run_at = MONDAY
        self.run_at(MONDAY)
        for enrollment in found.values():
            self.assertEqual(enrollment.touch_ids.state, "draft", "An editable draft is part of the matrix")
        self.env["sales.sequence.inbox"]._notice(
            [{"enrollment_id": enrollment.id, "kind": "acknowledgement"} for enrollment in found.values()]
        )
        outcome = self.env.ref("sales_sequence.outcome_connected")
        self.env["sales.sequence.attempt"].create(
            [{"touch_id": enrollment.touch_ids.id, "outcome_id": outcome.id} for enrollment in found.values()]
        )
        touches = [enrollment.touch_ids for enrollment in found.values()]
        self.env["sales.sequence.click"].create([{"touch_id": touch.id} for touch in touches])
        return found


class TestAccessMatrix(AccessCommon):
    """Checks the tables of `docs/rights.md`, operation by operation."""

    def assert_allowed(self, records, user, expected, what, operations=ALL):
        """Assert that exactly the `expected` operations are allowed, and that search finds exactly what may be read.

        :param operations: the operations to try by RPC
        """
        records = records.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        allowed = {operation for operation in ALL if records.has_access(operation)}
        self.assertEqual(allowed, expected, what)
        if records.browse().has_access("read"):
            self.assertEqual(bool(records.search([("id", "in", records.ids)])), READ in expected, f"{what}: search")
        self.assertEqual(self.find_allowed_by_rpc(records, operations), expected, f"{what}: by RPC")

    def find_allowed_by_rpc(self, records, operations):
        """Which operations succeed over RPC. All of them are rolled back."""
        changes = CHANGES[records._name]
        copies = [{**values, **changes} for values in records[:1].sudo().copy_data()]
        calls = {
            READ: ("read", [records.ids, ["id"]]),
            WRITE: ("write", [records.ids, changes]),
            CREATE: ("create", [copies]),
            UNLINK: ("unlink", [records.ids]),
        }
        allowed = set()
        for operation in operations:
            method, arguments = calls[operation]
            with contextlib.suppress(AccessError), self.env.cr.savepoint() as savepoint:
                call_kw(records.browse(), method, arguments, {"context": dict(records.env.context)})
                self.env.flush_all()
                allowed.add(operation)
                savepoint.rollback()
        return allowed

    def test_enrollments_and_their_ledgers_by_group(self):
        sequences = self.make_sequences()
        for group, user in self.users_by_group.items():
            for kind, enrollment in self.make_enrollments(user, sequences).items():
                expected = ENROLLMENTS[kind].get(group, set())
                with self.subTest(group=group, kind=kind):
                    self.assert_allowed(enrollment, user, expected, "enrollment")
                    for field_name, operations in LEDGERS.items():
                        ledger = enrollment.mapped(field_name)
                        self.assertTrue(ledger)
                        self.assert_allowed(ledger, user, operations if expected else set(), field_name)

    def test_sequences_steps_and_variants_by_group(self):
        sequences = self.make_sequences()
        for sequence in sequences.values():
            step = sequence.step_ids[0]
            self.env["sales.sequence.step.variant"].create(
                {"step_id": step.id, "name": "A", "mail_template_id": step.mail_template_id.id}
            )
            self.env["sales.sequence.advice"].create(
                {"sequence_id": sequence.id, "step_id": step.id, "code": "no_cta", "severity": "hint"}
            )
        for group, user in self.users_by_group.items():
            for kind, sequence in sequences.items():
                expected = SEQUENCES[kind].get(group, set())
                with self.subTest(group=group, kind=kind):
                    self.assert_allowed(sequence, user, expected, "sequence")
                    self.assert_allowed(sequence.step_ids, user, expected, "steps")
                    self.assert_allowed(sequence.step_ids.variant_ids, user, expected, "variants")
                    advice = self.env["sales.sequence.advice"].search([("sequence_id", "=", sequence.id)])
                    self.assert_allowed(advice, user, expected & {READ}, "advice")

    def test_opt_outs_by_group(self):
        sequences = self.make_sequences()
        kinds = {
            "of a sequence for leads": "for leads",
            "of a sequence for partners": "for partners",
            "of another company's sequence": "of another company",
        }
        self.assertEqual(set(kinds), set(OPT_OUTS))
        for kind, sequence in kinds.items():
            opt_out = self.env["sales.sequence.opt.out"].create(
                {"email_normalized": "kim@customer.example.org", "sequence_id": sequences[sequence].id}
            )
            for group, user in self.users_by_group.items():
                with self.subTest(group=group, kind=kind):
                    self.assert_allowed(opt_out, user, OPT_OUTS[kind][group], "opt-out")

    def test_dead_addresses_by_group(self):
        enrollments = self.make_enrollments(self.colleague, self.make_sequences())
        kinds = {
            "of a lead": enrollments["lead of nobody, sent by a colleague"],
            "of a partner": enrollments["partner of nobody, sent by a colleague"],
            "of a record that is no longer known": None,
            "of another company": enrollments["partner of another company"],
        }
        self.assertEqual(set(kinds), set(DEAD_ADDRESSES))
        for kind, enrollment in kinds.items():
            dead = self.env["sales.sequence.dead.address"].create(
                {
                    "email_normalized": "gone@customer.example.org",
                    "company_id": (enrollment.company_id if enrollment else self.env.company).id,
                    "bounced_at": MONDAY,
                    "enrollment_id": enrollment and enrollment.id,
                }
            )
            for group, user in self.users_by_group.items():
                with self.subTest(group=group, kind=kind):
                    self.assert_allowed(dead, user, DEAD_ADDRESSES[kind][group], "dead address")
            dead.unlink()

    def test_outcomes_by_group(self):
        kinds = {
            "of all companies": False,
            "of one's own company": self.env.company.id,
            "of another company": self.other_company.id,
        }
        self.assertEqual(set(kinds), set(OUTCOMES))
        for kind, company_id in kinds.items():
            outcome = self.env["sales.sequence.outcome"].create({"name": kind, "company_id": company_id})
            for group, user in self.users_by_group.items():
                with self.subTest(group=group, kind=kind):
                    self.assert_allowed(outcome, user, OUTCOMES[kind][group], "outcome")

    def make_dialogs(self, user):
        """One record of each model in the table, created by `user` regardless of their rights."""
        lead = self.make_lead(f"Of {user.login}", email_from=False)
        env = self.env(user=user, su=True, context={"active_model": lead._name, "active_ids": lead.ids})
        sequence = self.sequence.with_env(env)
        enroll = env["sales.sequence.enroll.wizard"].create({"sequence_id": sequence.id})
        # Or the emails that it is about to find would replace the one below.
        enroll.flush_recordset()
        line = {"kind": "filter", "key": "goal_domain"}
        blank = {"name": "name of the event"}
        use = env["sales.sequence.use.wizard"].create(
            {"gallery_id": sequence.id, "blank_ids": [Command.create(blank)]}
        )
        imports = env["sales.sequence.import.wizard"].create({"line_ids": [Command.create(line)]})
        return {
            record._name: record
            for record in (
                enroll,
                enroll.line_ids,
                env["sales.sequence.enroll.wizard.mail"].create(
                    {"wizard_id": enroll.id, "step_id": sequence.step_ids[:1].id}
                ),
                env["sales.sequence.steer.wizard"].create({"verb": "stop"}),
                env["sales.sequence.handover.wizard"].create({}),
                use,
                use.blank_ids,
                imports,
                imports.line_ids,
                env["sales.sequence.enroll.run"].create({"sequence_id": sequence.id, "target_ids": lead.ids}),
                env["sales.sequence.pace"].create({"name": user.login}),
            )
        }

    def test_dialogs_and_runs_by_group(self):
        self.sequence = self.make_sequence()
        another = self.make_dialogs(self.make_user("another", "manager"))
        for group, user in self.users_by_group.items():
            found = {"one's own": self.make_dialogs(user), "another user's": another, "nobody's": another}
            for row, by_group in DIALOGS.items():
                model_name, _separator, whose = row.partition("`, ")
                with self.subTest(group=group, row=row):
                    record = found[whose][model_name].with_context(active_model="crm.lead", active_ids=[1])
                    # A copy of another user's dialog would belong to this user.
                    operations = ALL - {CREATE} if whose == "another user's" else ALL
                    self.assert_allowed(record, user, by_group[group], row, operations)

    def test_every_dialog_and_run_is_in_the_table(self):
        named = {row.partition("`, ")[0] for row in DIALOGS}
        dialogs = {name for name in MODELS if self.env[name]._transient}
        self.assertEqual(dialogs - named, set())
        self.assertEqual({row for row in DIALOGS if "another user's" in row and any(DIALOGS[row].values())}, set())

    def test_every_model_is_in_the_table(self):
        ours = {name for name, model in self.env.items() if name.startswith("sales.sequence") and not model._abstract}
        self.assertEqual(ours, set(MODELS))

    def test_models_by_group(self):
        for name, by_group in MODELS.items():
            for group, user in self.users_by_group.items():
                with self.subTest(group=group, model=name):
                    Model = self.env[name].with_user(user)
                    self.assertEqual({operation for operation in ALL if Model.has_access(operation)}, by_group[group])

    def test_reading_one_step_writes_to_no_other(self):
        """Assigning a computed number to another record is a write: it fails for read-only users and on a replica."""
        second = self.make_sequence("email", "call").step_ids[1]
        self.env.invalidate_all()
        values = second.with_user(self.users_by_group["user"]).read(["day_number", "delay_text", "content", "problem"])
        self.assertEqual(values[0]["day_number"], 2)

    def test_a_channel_manager_writes_sequences_for_partners_only(self):
        Sequence = self.env["sales.sequence"].with_user(self.users_by_group["channel manager"])
        own = Sequence.create({"name": "Mine"})
        self.assertEqual(own.target, "partner", "The only kind they may write is the default")
        own.write({"step_ids": [Command.create({"name": "Call", "channel": "call"})]})
        with self.assertRaises(AccessError):
            Sequence.create({"name": "Not mine", "target": "lead"})
        foreign_step = self.make_sequence().step_ids
        with self.assertRaises(AccessError):
            own.step_ids.write({"sequence_id": foreign_step.sequence_id.id})
        with self.assertRaises(AccessError):
            foreign_step.with_user(own.env.user).write({"sequence_id": own.id})
        with self.assertRaises(AccessError):
            own.write({"target": "lead"})
        template = self.make_template("res.partner")
        variant = own.env["sales.sequence.step.variant"].create(
            {"step_id": own.step_ids.id, "name": "A", "mail_template_id": template.id}
        )
        with self.assertRaises(AccessError):
            variant.write({"step_id": foreign_step.id})

    def test_a_channel_manager_cannot_copy_a_sequence_into_one_for_leads(self):
        channel_manager = self.users_by_group["channel manager"]
        own = self.env["sales.sequence"].with_user(channel_manager).create({"name": "Mine"})
        with self.assertRaises(AccessError):
            own.copy({"target": "lead"})
            self.env.flush_all()

    def test_nobody_writes_or_forges_ledger_records_by_hand(self):
        me = self.users_by_group["manager"]
        enrollment = self.make_enrollments(me, self.make_sequences())["own lead"].with_user(me)
        draft = enrollment.touch_ids
        draft.write({"draft_subject": "Better"})
        self.assertEqual(draft.draft_subject, "Better")
        for values in ({"state": "sent"}, {"user_id": self.colleague.id}, {"draft_subject": "x", "reason": "y"}):
            with self.assertRaises(AccessError):
                draft.write(values)
        for records, values in (
            (enrollment, {"state": "finished"}),
            (enrollment.signal_ids, {"kind": "reply"}),
        ):
            with self.assertRaises(AccessError):
                records.write(values)
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(AccessError):
            draft.unlink()
        with self.assertRaises(AccessError):
            self.env["sales.sequence.signal"].with_user(me).create({"enrollment_id": enrollment.id, "kind": "reply"})


class TestNoBackDoor(AccessCommon):
    """A user cannot learn through a sequence what they may not read directly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls.users_by_group["user"]
        cls.sequence = cls.make_sequence()

    def secret(self, **values):
        lead = self.make_lead("Secret", user_id=self.colleague.id, **values)
        return lead, self.enroll(self.sequence, lead)

    def test_searching_and_counting_reveal_nothing_unreadable(self):
        _lead, enrollment = self.secret()
        self.run_at(MONDAY)
        outcome = self.env.ref("sales_sequence.outcome_connected")
        self.env["sales.sequence.attempt"].create({"touch_id": enrollment.touch_ids.id, "outcome_id": outcome.id})
        for model, path, group in (
            ("sales.sequence.enrollment", "", "lead_id"),
            ("sales.sequence.touch", "enrollment_id.", "sequence_id"),
            ("sales.sequence.signal", "enrollment_id.", "sequence_id"),
            ("sales.sequence.attempt", "touch_id.enrollment_id.", "outcome_id"),
            ("sales.sequence.report", "", "sequence_id"),
        ):
            Model = self.env[model].with_user(self.me)
            domain = [(f"{path}lead_id.name", "ilike", "secret")]
            self.assertFalse(Model.search(domain))
            self.assertFalse(Model.search_count(domain))
            self.assertFalse(Model._read_group(domain, [group], ["__count"]))
        report = self.env["sales.sequence.report"].with_user(self.me)
        of_sequence = [("sequence_id", "=", self.sequence.id)]
        self.assertFalse(report._read_group(of_sequence, ["step_id"], ["touches:sum", "people:sum"]))
        self.assertEqual(report.action_open("people", of_sequence)["domain"], [("id", "in", [])])
        with self.assertRaises(AccessError):
            enrollment.with_user(self.me).preview()
        with self.assertRaises(AccessError):
            enrollment.with_user(self.me).read(["target_name", "timeline_html"])

    def test_custom_record_rules_on_leads_apply_to_their_enrollments(self):
        """Not only crm's own rule, but any rule that an administrator adds."""
        lead = self.make_lead("Mine", user_id=self.me.id)
        enrollment = self.enroll(self.sequence, lead).with_user(self.me)
        self.run_at(MONDAY)
        self.assertTrue(enrollment.has_access("read"))
        self.env["ir.rule"].create(
            {
                "name": "Nobody sees Belgium",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": [("country_id.code", "!=", "BE")],
            }
        )
        self.assertFalse(enrollment.has_access("read"))
        self.assertFalse(enrollment.search([("id", "=", enrollment.id)]))
        self.assertFalse(enrollment.env["sales.sequence.touch"].search([("enrollment_id", "=", enrollment.id)]))

    def test_rules_about_partners_do_not_hide_the_enrollment_of_a_lead(self):
        contact = self.env["res.partner"].create({"name": "Shared contact", "email": "shared@customer.example.org"})
        lead = self.make_lead("Mine", user_id=self.me.id, partner_id=contact.id)
        enrollment = self.enroll(self.sequence, lead).with_user(self.me)
        contact.company_id = self.other_company
        self.assertTrue(enrollment.has_access("read"), "The lead decides access, and it is theirs")

    def test_a_shared_sequence_shows_each_company_its_own_counts(self):
        shared = self.make_sequence("email", {"channel": "email", "delay": 90}, company_id=False)
        own = self.enroll(shared, self.make_lead("Ours"))
        manager = self.make_user("of_both", "manager")
        manager.company_ids |= self.other_company
        both = (self.env.company + self.other_company).ids
        abroad = self.make_user("reads_abroad", "user", self.other_company)
        theirs = self.make_leads(2, name="Theirs", company_id=self.other_company.id, team_id=False, user_id=abroad.id)
        answering = self.enroll(shared.with_context(allowed_company_ids=both), theirs)[0]
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        with freeze_time(MONDAY + timedelta(hours=1)):
            answering.stop("replied")
        self.env.flush_all()
        names = ["enrollment_count", "live_enrollment_count", "active_count", "closed_count", "replied_count"]
        names.append("reply_rate")

        def numbers(user, *companies):
            context = {"allowed_company_ids": [company.id for company in companies]} if companies else {}
            with freeze_time(MONDAY + timedelta(days=20)):
                (values,) = shared.with_user(user).with_context(**context).read(names)
            return tuple(values[name] for name in names)

        self.assertEqual(numbers(self.me), (1, 1, 0, 0, 0, 0.0), "the lead is not theirs, and nothing of it is read")
        self.assertEqual(numbers(abroad), (2, 1, 1, 2, 1, 0.5))
        self.assertEqual(numbers(manager), (3, 2, 2, 3, 1, 1 / 3))
        self.assertEqual(numbers(manager, self.env.company), (1, 1, 1, 1, 0, 0.0))
        self.assertEqual(numbers(manager, self.other_company), (2, 1, 1, 2, 1, 0.5))
        own.unlink()
        shared.action_close()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            shared.with_user(self.users_by_group["manager"]).unlink()

    def test_an_archived_or_lost_lead_keeps_its_history_readable(self):
        lead = self.make_lead("Mine", user_id=self.me.id)
        enrollment = self.enroll(self.sequence, lead).with_user(self.me)
        lead.action_set_lost()
        self.assertFalse(lead.active)
        self.assertTrue(enrollment.has_access("read"))
        self.assertTrue(enrollment.search([("id", "=", enrollment.id)]))

    def test_a_contact_shared_with_a_colleagues_lead_does_not_name_that_lead(self):
        contact = self.env["res.partner"].create({"name": "Shared contact", "email": "shared@customer.example.org"})
        self.secret(partner_id=contact.id)
        contact.invalidate_recordset()
        data = contact.with_user(self.me).web_read(
            {"active_enrollment_id": {"fields": {"display_name": {}}}, "sequence_state": {}}
        )
        self.assertEqual(data[0]["sequence_state"], "running", "They must know that the person is in a sequence")
        self.assertNotIn("Secret", str(data))

    def test_the_wizard_does_not_name_unreadable_records(self):
        lead, _enrollment = self.secret()
        mine = self.make_lead("Mine", user_id=self.me.id)
        wizard = (
            self.env["sales.sequence.enroll.wizard"]
            .with_user(self.me)
            .with_context(active_model="crm.lead", active_ids=[lead.id, mine.id])
            .create({"sequence_id": self.sequence.id})
        )
        self.assertEqual((wizard.admitted_count, wizard.refused_count), (1, 1))
        self.assertEqual(wizard.line_ids.code, "no_right")
        self.assertNotIn("Secret", wizard.line_ids.name)
        with self.assertRaises(UserError):
            wizard.line_ids.action_open_target()

    def test_a_dialog_is_readable_only_by_the_user_who_opened_it(self):
        """The names in a manager's dialog stay in its database row until Odoo vacuums it."""
        lead, _enrollment = self.secret()
        manager = self.users_by_group["manager"]
        wizard = (
            self.env["sales.sequence.enroll.wizard"]
            .with_user(manager)
            .with_context(active_model="crm.lead", active_ids=lead.ids)
            .create({"sequence_id": self.sequence.id})
        )
        self.assertIn("Secret", wizard.line_ids.name)
        wizard.flush_recordset()
        wizard.mail_ids.create({"wizard_id": wizard.id, "step_id": self.sequence.step_ids[:1].id})
        wizard_model = "sales.sequence.enroll.wizard"
        models = (wizard_model, f"{wizard_model}.line", f"{wizard_model}.mail")
        for model_name in models:
            Model = self.env[model_name].with_user(self.me)
            self.assertFalse(Model.search_read([]), model_name)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.enroll.wizard.line"].with_user(self.me).create(
                {"wizard_id": wizard.id, "target_id": lead.id}
            )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_dialog_refuses_references_to_unreadable_records(self):
        """Odoo shows the name of a referenced record to everybody who may read the referring one."""
        lead, enrollment = self.secret()
        abroad = self.make_sequences()["of another company"]
        mine = self.make_lead("Mine", user_id=self.me.id)
        Wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.me)
        Wizard = Wizard.with_context(active_model="crm.lead", active_ids=mine.ids)
        wizard = Wizard.create({"sequence_id": self.sequence.id})
        line = wizard.line_ids.create({"wizard_id": wizard.id, "target_id": mine.id})
        self.env.flush_all()
        for forge in (
            lambda: Wizard.create({"preview_lead_id": lead.id}),
            lambda: wizard.write({"preview_lead_id": lead.id}),
            lambda: Wizard.create({"sequence_id": abroad.id, "state": "done"}),
            lambda: wizard.line_ids.create(
                {"wizard_id": wizard.id, "target_id": mine.id, "enrollment_id": enrollment.id}
            ),
            lambda: line.write({"enrollment_id": enrollment.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                forge()

    def test_the_preview_of_a_forged_contact_is_empty(self):
        lead, _enrollment = self.secret()
        mine = self.make_lead("Mine", user_id=self.me.id)
        wizard = (
            self.env["sales.sequence.enroll.wizard"]
            .with_user(self.me)
            .with_context(active_model="crm.lead", active_ids=mine.ids)
            .create({"sequence_id": self.sequence.id})
        )
        self.assertIn("mine@customer.example.org", wizard.email_html)
        wizard.candidate_ids = [lead.id]
        self.assertNotIn("secret@customer.example.org", f"{wizard.email_html}{wizard.steps_html}")


class TestForbidden(AccessCommon):
    """Without the group there is no menu, no button and no way in."""

    def visible_menus(self, user):
        return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def test_menus_by_group(self):
        menu = self.env.ref("sales_sequence.sales_sequence_menu")
        menus = menu | menu.child_id
        for group, user in self.users_by_group.items():
            visible = menus.filtered(lambda item, user=user: item.id in self.visible_menus(user))
            with self.subTest(group=group):
                if group in ("employee", "salesperson"):
                    self.assertFalse(visible)
                else:
                    self.assertIn(self.env.ref("sales_sequence.sales_sequence_menu_enrollments"), visible)

    def test_actions_and_buttons_by_group(self):
        actions = self.env.ref("sales_sequence.action_lead_enroll")
        for group, user in self.users_by_group.items():
            Lead = self.env["crm.lead"].with_user(user)
            with self.subTest(group=group):
                if group == "employee":
                    self.assertFalse(Lead.has_access("read"))
                    continue
                arch = Lead.get_view(self.env.ref("crm.crm_lead_view_form").id, "form")["arch"]
                bindings = self.env["ir.actions.actions"].with_user(user).get_bindings("crm.lead")
                bound = actions.id in [action["id"] for action in bindings.get("action", ())]
                expected = group != "salesperson"
                self.assertEqual("action_enroll_in_sequence" in arch, expected)
                self.assertEqual(bound, expected)

    @mute_logger("odoo.models")
    def test_a_salesperson_without_the_group_has_no_way_in(self):
        salesperson = self.users_by_group["salesperson"]
        sequence = self.make_sequence()
        lead = self.make_lead("Theirs", user_id=salesperson.id)
        with self.assertRaises(AccessError):
            sequence.with_user(salesperson).enroll(lead.ids)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.enroll.wizard"].with_user(salesperson).with_context(
                active_model="crm.lead", active_ids=lead.ids
            ).create({"sequence_id": sequence.id})
        enrollment = self.enroll(sequence, lead).with_user(salesperson)
        for verb in ("pause", "resume", "stop", "skip_step", "preview", "restart"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(enrollment, verb)()
        actions = ("pause_sequence", "resume_sequence", "stop_sequence", "choose_stop_reason")
        for action in (f"action_{name}" for name in actions):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(lead.with_user(salesperson), action)()
        with self.assertRaises(AccessError):
            lead.with_user(salesperson).read(["sequence_state"])

    def test_a_user_cannot_manage_a_colleagues_enrollments(self):
        me = self.users_by_group["user"]
        enrollment = self.enroll(self.make_sequence(), self.make_lead("Theirs", user_id=self.colleague.id))
        for verb in ("pause", "stop", "skip_step"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(enrollment.with_user(me), verb)()
        self.assertEqual(enrollment.state, "running")
        wizard = self.env["sales.sequence.steer.wizard"].with_user(me)
        with self.assertRaises(AccessError):
            wizard.create({"verb": "stop", "enrollment_ids": [Command.set(enrollment.ids)]}).action_confirm()
        self.assertEqual(enrollment.state, "running")

    def test_enrolling_refuses_only_the_colleagues_lead(self):
        me = self.users_by_group["user"]
        theirs = self.make_lead("Theirs", user_id=self.colleague.id)
        mine = self.make_lead("Mine", user_id=me.id)
        result = self.make_sequence().with_user(me).enroll((theirs + mine).ids)
        self.assertEqual([row["target_id"] for row in result["enrolled"]], mine.ids)
        self.assertEqual([(row["target_id"], row["code"]) for row in result["refused"]], [(theirs.id, "no_right")])
        self.assertNotIn("Theirs", str(result["refused"]))

    def test_a_manager_of_both_companies_sees_both_companies_records(self):
        manager = self.users_by_group["manager"]
        enrollment = self.make_enrollments(manager, self.make_sequences())["lead of another company"]
        manager.company_ids |= self.other_company
        both = manager.company_ids.ids
        self.assertTrue(enrollment.with_user(manager).with_context(allowed_company_ids=both).has_access("read"))
        one = self.env.company.ids
        self.assertFalse(enrollment.with_user(manager).with_context(allowed_company_ids=one).has_access("read"))
