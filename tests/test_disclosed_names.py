"""Names shown to users who may not read the records: in refusals, notes, activities, digests, reasons and counts."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import MONDAY
from .test_access import AccessCommon

HIDDEN = "Hidden: ask a manager"


class NamesCommon(AccessCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me = cls.users_by_group["user"]
        cls.boss = cls.users_by_group["manager"]
        cls.abroad = cls.make_user("abroad", "manager", cls.other_company)
        cls.ours = cls.make_sequence("email", "email", name="Ours", company_id=cls.env.company.id)
        cls.theirs = cls.make_sequence(
            "email", "email", name="Canary sequence", company_id=cls.other_company.id, user_id=cls.abroad.id
        )

    def enroll_abroad(self, targets, sequence=None):
        sequence = (sequence or self.theirs).with_user(self.abroad)
        with freeze_time(MONDAY):
            result = sequence.with_context(allowed_company_ids=self.other_company.ids).enroll(targets.ids)
        self.assertFalse(result["refused"])
        return self.env["sales.sequence.enrollment"].browse([row["enrollment_id"] for row in result["enrolled"]])

    def notes(self, record):
        return "\n".join(record.message_ids.mapped("body"))


class TestRefusals(NamesCommon):
    def refusal(self, sequence, target, user=None, **options):
        with freeze_time(MONDAY):
            (refusal,) = sequence.with_user(user or self.me).enroll(target.ids, **options)["refused"]
        return refusal

    def test_a_refusal_does_not_name_another_companys_sequence(self):
        shared = self.make_lead("Shared", user_id=False, company_id=False, team_id=False)
        self.enroll_abroad(shared)
        shared.user_id = self.me
        shared.company_id = False
        for conflicts in ("skip", "queue", "replace"):
            refusal = self.refusal(self.ours, shared, conflicts=conflicts)
            self.assertEqual((refusal["code"], refusal["enrollment_id"]), ("already_live", False), conflicts)
            self.assertIn(f"“{HIDDEN}”", refusal["message"], conflicts)

    def test_a_sequence_cannot_be_pending_behind_an_unreadable_enrollment(self):
        theirs = self.make_lead("Canary", user_id=self.colleague.id)
        enrollment = self.enroll(self.ours, theirs)
        mine = self.make_lead("Mine", user_id=self.me.id, email_from=theirs.email_from)
        second = self.make_sequence(name="Second")
        before = self.notes(theirs)
        refusal = self.refusal(second, mine, conflicts="queue")
        self.assertEqual((refusal["code"], refusal["enrollment_id"]), ("already_live", False))
        self.assertIn("ask a manager to let this sequence follow", refusal["message"])
        self.assertFalse(enrollment.pending_sequence_id)
        self.assertEqual(self.notes(theirs), before)
        with freeze_time(MONDAY):
            result = second.with_user(self.boss).enroll(mine.ids, conflicts="queue")
        self.assertEqual(result["queued"], [{"target_id": mine.id, "enrollment_id": enrollment.id}])

    def test_a_pending_sequence_is_named_only_to_users_who_may_read_it(self):
        lead = self.make_lead("Mine", user_id=self.me.id)
        enrollment = self.enroll(self.ours, lead)
        second = self.make_sequence(name="Second")
        third = self.make_sequence(name="Third")
        self.assertFalse(self.refusals(second, lead, conflicts="queue"))
        self.assertIn("“Second” is already waiting", self.refusal(third, lead, conflicts="queue")["message"])
        second.write({"company_id": self.other_company.id, "user_id": self.abroad.id})
        self.env.invalidate_all()
        self.assertIn(f"“{HIDDEN}” is already waiting", self.refusal(third, lead, conflicts="queue")["message"])
        self.assertIn(HIDDEN, enrollment.with_user(self.me).pending_note)

    def refusals(self, sequence, target, **options):
        with freeze_time(MONDAY):
            return sequence.with_user(self.me).enroll(target.ids, **options)["refused"]

    def test_refusing_more_pending_people_needs_no_more_queries(self):
        second, counts = self.make_sequence(name="Second"), []
        for size in (5, 25):
            leads = self.make_leads(size, f"Crowd{size}x", user_id=self.me.id)
            self.enroll(self.ours, leads)
            for conflicts in ("skip", "queue"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.refusals(second, leads, conflicts=conflicts)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[0] + 3, counts)
        self.assertLessEqual(counts[3], counts[1] + 8, counts)

    def test_an_unreadable_sender_is_treated_as_nonexistent(self):
        mine = self.make_lead("Mine", user_id=self.me.id)
        self.env["ir.rule"].create(
            {
                "name": "Nobody sees the colleague",
                "model_id": self.env["ir.model"]._get_id("res.users"),
                "domain_force": [("id", "!=", self.colleague.id)],
            }
        )
        with self.assertRaisesRegex(UserError, "no active internal user"):
            self.ours.with_user(self.boss).enroll(mine.ids, user_id=self.colleague.id)

    def test_a_refused_restart_does_not_name_another_companys_sequence(self):
        shared = self.make_lead("Shared", user_id=self.me.id, company_id=False, team_id=False)
        enrollment = self.enroll(self.ours.with_user(self.me), shared)
        enrollment.stop()
        shared.company_id = False
        self.enroll_abroad(shared)
        with self.assertRaisesRegex(UserError, f"is now in “{HIDDEN}”"):
            enrollment.with_user(self.me).restart()

    def test_a_refused_deletion_does_not_name_another_companys_sequence(self):
        template = self.make_template(name="Wording")
        self.theirs.step_ids.mail_template_id = template
        template.user_id = self.boss
        with self.assertRaises(UserError) as caught:
            template.with_user(self.boss).unlink()
        self.assertIn(f"of the sequence “{HIDDEN}”", str(caught.exception))
        self.assertNotIn("Canary", str(caught.exception))


class TestNotes(NamesCommon):
    def test_a_failure_reason_does_not_name_the_person_with_the_same_address(self):
        theirs = self.make_lead("Canary", user_id=self.colleague.id)
        self.enroll(self.ours, theirs)
        mine = self.make_lead("Mine", user_id=self.me.id)
        enrollment = self.enroll(self.ours, mine)
        mine.email_from = "canary@customer.example.org"
        theirs.contact_name = theirs.name = "Kanarienvogel"
        self.run_at(MONDAY)
        self.assertEqual(enrollment.pause_kind, "failure")
        seen = f"{enrollment.status_note} {self.notes(mine)} {mine.activity_ids.mapped('note')}"
        self.assertIn("canary@customer.example.org is enrolled with another record", seen)
        self.assertNotIn("Kanarienvogel", seen)

    def test_the_author_of_a_reply_is_named_only_to_users_who_may_read_it(self):
        account = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name}@acme.example.org", "parent_id": account.id}
                for name in ("Fay", "Gus", "Hal")
            ]
        )
        sequence = self.make_sequence("email", "email", account_policy="pause")
        leads = [
            self.make_lead(person.name, partner_id=person.id, email_from=person.email, user_id=user.id, team_id=False)
            for person, user in zip(people, (self.colleague, self.colleague, self.me), strict=True)
        ]
        answering, of_colleague, mine = (self.enroll(sequence, lead) for lead in leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(answering.touch_ids, email_from=answering.email_normalized)
        nobody = "Somebody else at the company answered."
        self.assertEqual(of_colleague.with_user(self.colleague).status_words, "Deal with Fay answered.")
        self.assertEqual(mine.with_user(self.me).status_words, nobody)
        self.assertEqual([of_colleague.status_note, mine.status_note], [nobody, nobody], "what is stored names nobody")
        self.assertNotIn("Fay", self.notes(leads[2]))
        told = self.call_read(mine.signal_ids.filtered(lambda signal: signal.kind == "colleague"))
        self.assertIn("mail_message_id", told)
        self.assertNotIn("Fay", told)

    def test_the_author_of_a_portal_comment_is_named_only_to_users_who_may_read_it(self):
        account = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        portal = new_test_user(self.env, login="fay", groups="base.group_portal", email="fay@acme.example.org")
        gus = self.env["res.partner"].create({"name": "Gus", "email": "gus@acme.example.org"})
        (portal.partner_id | gus).parent_id = account
        user_id = self.colleague.id
        leads = [
            self.make_lead(name, partner_id=person.id, email_from=person.email, user_id=user_id, team_id=False)
            for name, person in (("Fay", portal.partner_id), ("Gus", gus))
        ]
        sequence = self.make_sequence("email", "email", account_policy="pause")
        _answering, waiting = (self.enroll(sequence, lead) for lead in leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        with freeze_time(MONDAY + timedelta(hours=1)):
            leads[0].with_user(portal).sudo().message_post(
                body="Please call me", message_type="comment", author_id=portal.partner_id.id
            )
        self.env.invalidate_all()
        self.assertEqual(waiting.with_user(self.colleague).status_words, "Deal with Fay answered.")

    def test_the_note_of_a_failed_restart_names_nobody(self):
        account = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": name, "email": f"{name}@acme.example.org", "parent_id": account.id} for name in ("Fay", "Gus")]
        )
        sequence = self.make_sequence("email", "email", account_policy="stop")
        leads = [
            self.make_lead(person.name, partner_id=person.id, email_from=person.email, user_id=user.id, team_id=False)
            for person, user in zip(people, (self.me, self.colleague), strict=True)
        ]
        answering, stopped = (self.enroll(sequence, lead) for lead in leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(answering.touch_ids, email_from=answering.email_normalized, at=MONDAY + timedelta(hours=1))
        self.assertEqual(stopped.exit_reason, "account")
        self.enroll(self.ours, leads[1])
        answering.signal_ids.with_user(self.me).action_is_auto_reply()
        self.env.invalidate_all()
        self.assertEqual(stopped.exit_reason, "replaced")
        self.assertEqual(stopped.status_note, "They are now in another sequence.")

    def call_read(self, signal):
        seen = signal.with_user(self.me)
        names = {name: {"fields": {"display_name": {}}} for name in ("mail_message_id", "touch_id")}
        return f"{seen.web_read(names)} {seen.read(list(names))}"

    def test_the_note_of_a_failed_chaining_names_nobody(self):
        first = self.make_sequence(name="First", next_sequence_id=self.make_sequence(name="Second").id)
        ours, other = self.make_lead("Ada"), self.make_lead("Canary", user_id=self.colleague.id)
        ended = self.enroll(first, ours)
        self.enroll(self.ours, other)
        other.company_id = self.env.company
        # Another company's lead of the same person, about which nothing may be revealed.
        ours.email_from = other.email_from
        ended.email_normalized = False
        self.env["mail.blacklist"].with_context(sales_sequence_noticed=True)._add(other.email_normalized)
        ended.sudo()._finish()
        self.assertIn("“Second” could not follow: Blacklisted", self.notes(ours))

    def test_a_note_does_not_name_a_private_meeting(self):
        lead = self.make_lead("Mine", user_id=self.me.id)
        contact = self.env["res.partner"].create({"name": "Shared", "email": "shared@customer.example.org"})
        lead.partner_id = contact
        enrollment = self.enroll(self.ours, lead)
        self.env["calendar.event"].with_user(self.colleague).create(
            {
                "name": "Canary",
                "privacy": "private",
                "start": MONDAY + timedelta(days=4000),
                "stop": MONDAY + timedelta(days=4000, hours=1),
                "partner_ids": [Command.set(contact.ids)],
            }
        )
        self.assertEqual(enrollment.exit_reason, "meeting")
        self.assertIn("A private meeting on", enrollment.status_note)
        told = f"{enrollment.status_note} {self.notes(lead)} {enrollment.signal_ids.mapped('detail')}"
        self.assertNotIn("Canary", told)

    def test_the_note_of_a_merge_does_not_name_an_unreadable_survivor(self):
        theirs = self.make_lead("Theirs", user_id=self.colleague.id)
        mine = self.make_lead("Mine", user_id=self.me.id, email_from=False)
        twin = self.make_lead("Twin", user_id=self.me.id, email_from=theirs.email_from, create_date=MONDAY)
        calls = self.make_sequence("call", "call")
        enrollment = self.enroll(calls, mine)
        at_theirs = self.enroll(self.ours, theirs)
        mine.name = "Canary"
        mine.email_from = False
        (mine + twin).merge_opportunity()
        ended = (enrollment + at_theirs).filtered("ended_at")
        self.assertEqual(ended.mapped("exit_reason"), ["merged"])
        self.assertIn("has the same address", ended.status_note)
        self.assertNotIn("Canary", f"{ended.status_note} {self.notes(theirs)}")

    def test_activities_are_never_assigned_to_a_user_of_another_company(self):
        sequence = self.make_sequence("call", company_id=False, user_id=self.abroad.id)
        lead = self.make_lead("Nobodys", user_id=False, team_id=False)
        with freeze_time(MONDAY):
            sequence.with_user(self.me).enroll(lead.ids)
        # The owner of the sequence would stand in, but does not belong to this company.
        self.me.write({"out_of_office_from": MONDAY, "out_of_office_to": MONDAY + timedelta(days=9)})
        self.run_at(MONDAY)
        self.assertEqual(lead.activity_ids.user_id, self.me)

    def test_the_digest_names_only_what_its_reader_may_read(self):
        sequence = self.make_sequence("call", user_id=self.me.id)
        mine, theirs = self.make_lead("Mine", user_id=self.me.id), self.make_lead("Canary", user_id=self.colleague.id)
        self.enroll(sequence, mine + theirs)
        self.colleague.write({"out_of_office_from": MONDAY, "out_of_office_to": MONDAY + timedelta(days=9)})
        theirs.enrollment_ids.user_id = self.me
        self.run_at(MONDAY)
        self.assertEqual(theirs.activity_ids.user_id, self.me, "Stands in for the colleague")
        digest = self.env["mail.message"].search(
            [("subject", "like", "New activities"), ("partner_ids", "in", self.me.partner_id.ids)]
        )
        self.assertIn("Deal with Mine", digest.body)
        self.assertIn(HIDDEN, digest.body)
        self.assertNotIn("Canary", digest.body)


class TestNumbers(NamesCommon):
    def test_the_engine_screen_counts_only_the_users_companies(self):
        ours = self.enroll(self.ours, self.make_lead("Ada"))
        theirs = self.enroll_abroad(
            self.make_lead("Bob", company_id=self.other_company.id, user_id=self.abroad.id, team_id=False)
            + self.make_lead("Cleo", company_id=self.other_company.id, user_id=self.abroad.id, team_id=False)
        )
        self.enroll(self.ours, self.make_lead("Dan"))
        self.run_at(MONDAY)
        ours._pause("failure", note="Ours")
        theirs._pause("failure", note="Canary")
        self.env["sales.sequence.signal"].create(
            [{"enrollment_id": one.id, "kind": "acknowledgement"} for one in ours + theirs]
        )

        def check(user, companies):
            return (
                self.env["sales.sequence.health"]
                .with_user(user)
                .with_context(allowed_company_ids=companies.ids)
                .check()
            )

        numbers = ("failed_count", "paused_count", "open_signal_count", "queued_mail_count", "failures")
        with freeze_time(MONDAY + timedelta(hours=1)):
            here, there = check(self.boss, self.env.company), check(self.abroad, self.other_company)
            self.boss.company_ids |= self.other_company
            both = check(self.boss, self.env.company + self.other_company)
        # The mails of paused enrollments are held.
        self.assertEqual([here[name] for name in numbers], [1, 1, 1, 1, [{"reason": "Ours", "count": 1}]])
        self.assertEqual([there[name] for name in numbers], [2, 2, 2, 0, [{"reason": "Canary", "count": 2}]])
        self.assertEqual([both[name] for name in numbers[:4]], [3, 3, 3, 1])
        self.assertNotIn("Canary", str(here))

    def test_a_step_of_a_shared_sequence_shows_each_company_its_own_counts(self):
        shared = self.make_sequence(company_id=False)
        self.enroll(shared, self.make_lead("Ada"))
        leads = [
            self.make_lead(name, company_id=self.other_company.id, user_id=self.abroad.id, team_id=False)
            for name in ("Bob", "Cleo")
        ]
        self.enroll_abroad(leads[0] + leads[1], shared)
        self.assertEqual(shared.step_ids.with_user(self.me).ahead_count, 1)
        self.assertEqual(shared.step_ids.with_user(self.abroad).ahead_count, 2)


class TestEffects(NamesCommon):
    """Actions on referenced records are limited to what the user may change."""

    def test_an_opt_out_does_not_stop_other_companies_or_sequences(self):
        channel = self.users_by_group["channel manager"]
        template = self.make_template("res.partner")
        ours = self.make_sequence({"mail_template_id": template.id}, target="partner", company_id=self.env.company.id)
        other = self.make_sequence({"mail_template_id": template.id}, target="partner", name="Other")
        theirs = self.make_sequence(
            {"mail_template_id": template.id},
            target="partner",
            company_id=self.other_company.id,
            user_id=self.abroad.id,
        )
        partner = self.env["res.partner"].create({"name": "Kim", "email": "kim@customer.example.org"})
        abroad = self.enroll_abroad(partner, theirs)
        here = self.enroll(other, partner)
        OptOut = self.env["sales.sequence.opt.out"].with_user(channel)
        values = {"email_normalized": "kim@customer.example.org", "sequence_id": ours.id}
        for enrollment, error in ((abroad, AccessError), (here, ValidationError)):
            with self.assertRaises(error), self.env.cr.savepoint():
                OptOut.create({**values, "enrollment_id": enrollment.id})
        opt_out = OptOut.create(values)
        for forged in ({"enrollment_id": abroad.id}, {"sequence_id": theirs.id}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                opt_out.write(forged)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            opt_out.write({"enrollment_id": here.id})
        self.env.invalidate_all()
        self.assertEqual((abroad.state, here.state), ("running", "running"))
        self.assertFalse((abroad | here).signal_ids)
        opt_out.write({"sequence_id": other.id, "enrollment_id": here.id})
        self.assertEqual(here.exit_reason, "opted_out")

    def test_a_new_version_of_a_sequence_needs_write_access_to_it(self):
        channel = self.users_by_group["channel manager"]
        partners = self.make_sequence(publish=False, target="partner", company_id=self.env.company.id)
        partners = partners.with_user(channel)
        for forbidden in (self.ours, self.theirs):
            forged = {"previous_version_id": forbidden.id}
            new = {"name": "New", "target": "partner", "company_id": self.env.company.id, **forged}
            for verb, values in (("write", forged), ("copy", forged), ("create", new)):
                with self.subTest(verb), self.assertRaises(AccessError), self.env.cr.savepoint():
                    getattr(partners, verb)(values)
        self.env.invalidate_all()
        self.assertEqual(self.ours.state, "live")
        version = partners.browse(partners.action_new_version()["res_id"])
        self.assertEqual(version.previous_version_id, partners)

    def test_chaining_stays_within_the_company(self):
        both = self.env.company + self.other_company
        self.boss.company_ids |= self.other_company
        ours = self.ours.with_user(self.boss).with_context(allowed_company_ids=both.ids)
        shared = self.make_sequence(company_id=False)
        for sequence, following in ((ours, self.theirs), (shared.with_env(ours.env), self.theirs)):
            with self.assertRaisesRegex(UserError, "another company"), self.env.cr.savepoint():
                sequence.next_sequence_id = following
        ours.next_sequence_id = shared
