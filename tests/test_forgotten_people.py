"""Of whoever is deleted nothing that says who it was is kept, on the enrollments of others either."""

from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)


class ForgottenCommon(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.account = self.env["res.partner"].create({"name": "ACME", "is_company": True})

    def make_people(self, *names):
        return self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name.lower()}@acme.example.org", "parent_id": self.account.id}
                for name in names
            ]
        )

    def make_leads_of(self, people):
        leads = self.env["crm.lead"]
        for person in people:
            leads |= self.make_lead(person.name, partner_id=person.id, email_from=person.email)
        return leads

    def start(self, targets, **values):
        enrollments = self.enroll(self.make_sequence("email", "email", **values), targets)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollments

    def everything_about(self, enrollment):
        """All words that are kept of an enrollment, with the notes on its record."""
        self.env.invalidate_all()
        target = enrollment._target()
        words = [
            *enrollment.read(["status_note", "interrupted_pause"]),
            *enrollment.signal_ids.read(["detail", "address"]),
            *enrollment.touch_ids.read(["reason", "outcome", "sent_to"]),
            *enrollment.address_ids.read(["email_normalized"]),
            *target.message_ids.mapped("body"),
            *target.activity_ids.mapped("note"),
            enrollment.status_words,
            *(row["detail"] for row in enrollment._past_rows()),
        ]
        return " ".join(map(str, words))


class TestForgottenPeople(ForgottenCommon):
    def test_a_colleague_who_answered_is_named_as_long_as_the_record_exists(self):
        for policy, state in (("stop", "stopped"), ("pause", "paused")):
            with self.subTest(policy), self.env.cr.savepoint() as savepoint:
                leads = self.make_leads_of(self.make_people("Fay", "Gus"))
                answered, colleague = self.start(leads, account_policy=policy)
                self.answer(answered.touch_ids, email_from="fay@acme.example.org")
                self.assertEqual((colleague.state, colleague.status_words), (state, "Deal with Fay answered."))
                self.assertIn("Deal with Fay answered.", self.everything_about(colleague))
                leads[0].name = "Big deal"
                self.env.invalidate_all()
                self.assertEqual(colleague.status_words, "Big deal answered.", "by the name of now")
                leads[0].unlink()
                self.env.invalidate_all()
                self.assertEqual(colleague.status_words, "Somebody else at the company answered.")
                self.assertEqual(colleague.state, state)
                kept = self.everything_about(colleague)
                for name in ("Fay", "fay", "Big deal"):
                    self.assertNotIn(name, kept)
                savepoint.rollback()

    def test_a_partner_who_answered(self):
        people = self.make_people("Fay", "Gus")
        step = {"mail_template_id": self.make_template("res.partner").id}
        answered, colleague = self.enroll(
            self.make_sequence(step, step, target="partner", account_policy="stop"), people
        )
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(answered.touch_ids, email_from="fay@acme.example.org")
        self.assertIn("Fay", self.everything_about(colleague))
        people[0].unlink()
        self.assertNotIn("fay", self.everything_about(colleague).lower())

    def test_a_colleague_who_was_in_no_sequence_and_wrote(self):
        fay, gus = self.make_people("Fay", "Gus")
        colleague = self.start(self.make_leads_of(gus), account_policy="stop")
        self.answer(
            None, email_from="Fay <fay@acme.example.org>", subject="Hello", to=f"catchall.test@{self.alias_domain}"
        )
        fay.unlink()
        self.assertNotIn("fay", self.everything_about(colleague).lower())

    def test_a_stranger_who_answered_for_somebody_else(self):
        """Odoo keeps the mail, which the stranger wrote into that chatter; we do not say once more whose it is."""
        stranger = self.env["res.partner"].create({"name": "Sue", "email": "sue@elsewhere.example.org"})
        enrollment = self.start(self.make_lead())
        self.answer(enrollment.touch_ids, email_from="Sue <sue@elsewhere.example.org>")
        self.assertIn("sue@elsewhere.example.org", enrollment.signal_ids.detail)
        stranger.unlink()
        self.env.invalidate_all()
        self.assertFalse(enrollment.signal_ids.detail)
        self.assertEqual((enrollment.exit_reason, enrollment.status_note), ("replied", False))
        notes = enrollment.lead_id.message_ids.filtered(lambda note: note.message_type == "notification")
        self.assertNotIn("sue@", " ".join(notes.mapped("body")))

    def test_a_record_that_others_were_merged_into(self):
        leads = self.make_lead("Ada") | self.make_lead("Bea")
        first, second = self.start(leads)
        survivor = leads.merge_opportunity()
        merged = (first | second).filtered(lambda one: one.exit_reason == "merged")
        self.assertIn("furthest along", merged.status_note)
        self.assertNotIn(survivor.name, merged.status_note)
        self.assertNotIn(survivor.name, merged.signal_ids.mapped("detail")[-1])
        survivor.unlink()
        for one in first | second:
            self.assertEqual(one.target_name, "Deleted record")
            kept = self.everything_about(one).lower()
            for name in ("ada", "bea"):
                self.assertNotIn(name, kept)

    def test_two_merged_partners(self):
        people = self.make_people("Fay", "Gus")
        step = {"mail_template_id": self.make_template("res.partner").id}
        enrollments = self.enroll(self.make_sequence(step, step, target="partner"), people)
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            self.env["base.partner.merge.automatic.wizard"]._merge(people.ids, people[0])
        self.env.invalidate_all()
        people[0].unlink()
        for one in enrollments:
            kept = self.everything_about(one).lower()
            for name in ("fay", "gus"):
                self.assertNotIn(name, kept)

    def test_names_that_earlier_versions_kept_are_forgotten(self):
        """Also where Odoo's sanitizer has written them in another way."""
        people = self.make_people("Fay", "Gus")
        leads = self.make_leads_of(people)
        leads[0].name = "Fay's <deal> & more"
        answered, colleague = self.start(leads, account_policy="stop")
        self.answer(answered.touch_ids, email_from="fay@acme.example.org")
        words = "Fay's <deal> & more answered."
        colleague.status_note = colleague.signal_ids.detail = words
        colleague.interrupted_pause = {"pause_kind": "account", "status_note": words}
        colleague._log_in_chatter("stopped: account")
        self.assertIn("Fay", str(leads[1].message_ids.mapped("body")))
        leads[0].unlink()
        self.assertNotIn("fay", self.everything_about(colleague).lower())
        self.assertIn("Somebody else at the company answered.", leads[1].message_ids[0].body)

    def test_a_digest_names_others_only(self):
        """Also after the call itself has been withdrawn, or handed to somebody else."""
        people = self.make_people("Fay", "Gus")
        leads = self.make_leads_of(people)
        first, second = self.enroll(self.make_sequence("call"), leads)
        self.run_at(MONDAY)
        told = [("message_type", "=", "user_notification"), ("subject", "like", "New activities")]
        digests = self.env["mail.message"].search(told)
        self.assertIn("Deal with Fay", digests.body)
        self.assertIn(f"res_id={leads[0].id}", digests.body)
        second._reassign_activities(to=self.manager)
        self.run_at(MONDAY)
        digests = self.env["mail.message"].search(told)
        self.assertEqual(len(digests), 2)
        first.stop()
        latest, earlier = digests
        self.assertIn("Handed over", earlier.body)
        leads[1].unlink()
        self.env.invalidate_all()
        self.assertIn("Deleted record", latest.body)
        self.assertIn("Deal with Fay", earlier.body)
        leads[0].unlink()
        self.env.invalidate_all()
        for digest in digests:
            self.assertIn("These are waiting in your queue", digest.body)
            for name in ("Fay", "Gus"):
                self.assertNotIn(name, digest.body)
