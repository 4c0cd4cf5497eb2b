"""Merges: two records turn out to be the same person. One live enrollment remains, with all history."""

from datetime import timedelta

from .common import MONDAY, SequenceCommon

LEDGERS = ("sales.sequence.enrollment", "sales.sequence.touch", "sales.sequence.signal")


class MergeCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.make_template("res.partner")
        cls.partner_step = {"mail_template_id": template.id}
        cls.call = {"channel": "call", "wait_for_completion": False}

    @classmethod
    def make_partner(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "email": f"{name.lower()}@customer.example.org", "user_id": cls.rep.id, **values}
        )

    def make_partner_sequence(self, name="Partners"):
        return self.make_sequence(self.partner_step, self.call, self.partner_step, target="partner", name=name)

    def merge(self, partners, survivor):
        """Merge with Odoo's wizard, at most three at a time as it requires."""
        others = partners - survivor
        while others:
            batch, others = others[:2], others[2:]
            wizard = self.env["base.partner.merge.automatic.wizard"].create(
                {"partner_ids": [(6, 0, (batch | survivor).ids)], "dst_partner_id": survivor.id}
            )
            wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual(partners.exists(), survivor)

    def rows(self):
        """Number of rows in the ledgers, which may only grow."""
        return {model: set(self.env[model].search([]).ids) for model in LEDGERS}

    def assert_nothing_lost(self, before):
        for model, ids in self.rows().items():
            self.assertLessEqual(before[model], ids, model)

    def assert_merged(self, enrollment, survivor, kept):
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "merged"))
        self.assertTrue(enrollment.ended_at)
        self.assertEqual(enrollment.status_signal_id.kind, "merged")
        for words in (self.env.user.name, kept.sequence_id.name):
            self.assertIn(words, enrollment.status_note)
        self.assertNotIn(survivor.display_name, enrollment.status_note, "names are read from the record, not kept")
        self.assertEqual(enrollment.target_name, survivor.display_name)
        action = enrollment.action_open_origin()
        self.assertEqual((action["res_model"], action["res_id"]), (survivor._name, survivor.id))
        self.assertFalse(enrollment.touch_ids.filtered(lambda touch: touch.state in ("queued", "draft", "todo")))


class TestPartnerMerge(MergeCommon):
    def test_merging_partners_keeps_the_furthest_enrollment_and_loses_nothing(self):
        ada, bea = self.make_partner("Ada"), self.make_partner("Bea")
        sequence = self.make_partner_sequence()
        far = self.enroll(sequence, bea)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        fresh = self.enroll(sequence, ada, at=MONDAY + timedelta(hours=1))
        messages = far.touch_ids.mail_message_id | bea.message_ids
        before = self.rows()
        self.merge(ada | bea, ada)
        self.assert_nothing_lost(before)
        self.assertEqual((far.state, far.partner_id), ("running", ada))
        self.assertEqual(far.email_normalized, ada.email_normalized)
        self.assert_merged(fresh, ada, far)
        self.assertEqual(messages.exists(), messages)
        self.assertEqual(set(messages.mapped("res_id")), {ada.id})
        self.assertTrue(ada.message_ids.filtered(lambda message: "stopped" in message.body))
        self.run_at(MONDAY + timedelta(days=3))
        self.assertGreater(len(far.touch_ids), 1, "It continues")

    def test_merging_keeps_the_older_of_two_equal_enrollments(self):
        ada, bea = self.make_partner("Ada"), self.make_partner("Bea")
        older = self.enroll(self.make_partner_sequence("First"), bea)
        younger = self.enroll(self.make_partner_sequence("Second"), ada)
        self.merge(ada | bea, ada)
        self.assertEqual(older.state, "running")
        self.assert_merged(younger, ada, older)

    def test_a_surviving_partner_without_an_enrollment_takes_over(self):
        ada, bea = self.make_partner("Ada"), self.make_partner("Bea")
        enrollment = self.enroll(self.make_partner_sequence(), bea)
        before = self.rows()
        self.merge(ada | bea, ada)
        self.assertEqual(self.rows(), before)
        self.assertEqual((enrollment.state, enrollment.partner_id), ("running", ada))
        self.assertEqual(enrollment.email_normalized, ada.email_normalized)
        self.assertEqual(enrollment.email_domain, "customer.example.org")
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        self.assertEqual(mail.recipient_ids, ada)

    def test_ten_partners_merge_into_one(self):
        partners = self.env["res.partner"]
        for index in range(10):
            partners |= self.make_partner(f"Ada{index}")
        ended = self.enroll(self.make_partner_sequence("Ended"), partners[:4])
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        ended.stop()
        live = self.enroll(self.make_partner_sequence("Live"), partners[:9], at=MONDAY + timedelta(hours=1))
        live[5].sudo()._plan_now(live[5].next_step_id)
        live[5].skip_step()
        before = self.rows()
        self.merge(partners, partners[9])
        self.assert_nothing_lost(before)
        self.assertEqual(live.filtered(lambda one: one.state == "running"), live[5])
        self.assertEqual((live | ended).partner_id, partners[9])
        self.assertEqual(set(ended.mapped("exit_reason")), {"manual"}, "An ended enrollment keeps its reason")
        self.run_at(MONDAY + timedelta(days=7))

    def test_contacts_and_leads_follow_their_merged_company(self):
        acme, double = (self.make_partner(name, is_company=True) for name in ("ACME", "Acme2"))
        child, contact = (self.make_partner(name, parent_id=double.id) for name in ("Cleo", "Dan"))
        lead = self.make_lead("Dan", partner_id=contact.id)
        of_child = self.enroll(self.make_partner_sequence(), child)
        of_lead = self.enroll(self.make_sequence("email", "email"), lead)
        self.merge(acme | double, acme)
        for enrollment in (of_child, of_lead):
            self.assertEqual((enrollment.state, enrollment.commercial_partner_id), ("running", acme))
        self.assertEqual((of_child.partner_id, of_lead.partner_id), (child, contact))

    def test_a_contact_that_changes_company_keeps_its_enrollment(self):
        old, new = (self.make_partner(name, is_company=True) for name in ("Old", "New"))
        ada, bea = self.make_partner("Ada", parent_id=new.id), self.make_partner("Bea", parent_id=old.id)
        enrollment = self.enroll(self.make_partner_sequence(), bea)
        self.assertEqual(enrollment.commercial_partner_id, old)
        self.merge(ada | bea, ada)
        self.assertEqual(enrollment.commercial_partner_id, ada.commercial_partner_id)

    def test_leads_of_merged_partners_continue_if_they_are_different_people(self):
        """A company is the contact of two leads that have different addresses."""
        acme, double = (self.make_partner(name, is_company=True) for name in ("ACME", "Acme2"))
        leads = self.make_lead("Dan", partner_id=acme.id) | self.make_lead("Eve", partner_id=double.id)
        for lead in leads:
            lead.email_from = f"{lead.contact_name.lower()}@people.example.org"
        acme.email = double.email = False
        enrollments = self.enroll(self.make_sequence("email", "email"), leads)
        self.merge(acme | double, acme)
        self.assertEqual(set(enrollments.mapped("state")), {"running"})
        self.assertEqual(enrollments.partner_id, acme)

    def test_leads_that_end_up_with_the_same_address_are_one_person(self):
        ada, bea = self.make_partner("Ada"), self.make_partner("Bea")
        leads = self.make_lead("Ada", partner_id=ada.id) | self.make_lead("Bea", partner_id=bea.id)
        of_ada, of_bea = self.enroll(self.make_sequence("email", "email"), leads)
        before = self.rows()
        self.merge(ada | bea, ada)
        self.assert_nothing_lost(before)
        self.assertEqual(set(leads.mapped("email_normalized")), {ada.email_normalized})
        self.assertEqual(of_ada.state, "running")
        self.assertEqual((of_bea.state, of_bea.exit_reason), ("stopped", "merged"))

    def test_a_partner_merged_into_the_address_of_an_enrolled_lead_is_the_same_person(self):
        ada, bea = self.make_partner("Ada"), self.make_partner("Bea")
        far = self.enroll(self.make_sequence("email", "email"), self.make_lead("Ada"))
        self.run_at(MONDAY)
        late = self.enroll(self.make_partner_sequence(), bea)
        self.merge(ada | bea, ada)
        self.assertEqual(far.state, "running")
        self.assertEqual((late.state, late.exit_reason, late.partner_id), ("stopped", "merged", ada))


class TestLeadMerge(MergeCommon):
    def test_ten_leads_merge_into_one(self):
        leads = self.make_leads(10)
        live = self.enroll(self.make_sequence("email", self.call), leads[1:])
        live[4].skip_step()
        before = self.rows()
        survivor = leads._merge_opportunity(max_length=0)
        self.assert_nothing_lost(before)
        self.assertEqual(live.filtered(lambda one: one.state == "running"), live[4])
        self.assertEqual(live.lead_id, survivor)
        for one in live - live[4]:
            self.assert_merged(one, survivor, live[4])
        self.assertEqual(live[4].email_normalized, survivor.email_normalized)
        notes = survivor.message_ids.filtered(lambda message: "furthest along" in message.body)
        self.assertEqual(len(notes), 8, "The notes of the merged records survive too")
        self.run_at(MONDAY + timedelta(days=7))

    def test_a_merged_enrollment_takes_the_survivors_contact(self):
        company = self.make_partner("ACME", is_company=True)
        contact = self.make_partner("Dan", parent_id=company.id)
        bare, known = self.make_lead("Ada", probability=90), self.make_lead("Dan", partner_id=contact.id, probability=1)
        enrollment = self.enroll(self.make_sequence("email", "email"), bare)
        survivor = (bare | known).merge_opportunity()
        self.assertEqual(survivor.partner_id, contact)
        self.assertEqual((enrollment.partner_id, enrollment.commercial_partner_id), (contact, company))
        self.assertEqual(enrollment.email_normalized, survivor.email_normalized)
