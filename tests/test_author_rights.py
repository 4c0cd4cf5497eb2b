"""Rights of the authors of sequences: code in scripts, server actions, filters and senders. The engine runs with all
rights; it must not do for users what they may not do themselves."""

import contextlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, SequenceCommon

CODE = """<p><t t-out="object.env['res.users'].search([]).mapped('login')"/></p>"""
FIELD = '<p><t t-out="object.name"/></p>'


class AuthorCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel_manager = cls.make_user("channel", "sales_sequence.group_sales_sequence_channel_manager")
        cls.admin = cls.make_user("boss", "sales_sequence.group_sales_sequence_manager,base.group_system")
        cls.partner_template = cls.make_template("res.partner")

    @classmethod
    def make_user(cls, login, groups, companies=None):
        companies = companies or cls.env.company
        return mail_new_test_user(
            cls.env,
            login=login,
            groups=groups,
            email=f"{login}@test.mycompany.com",
            tz=BRUSSELS,
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @contextlib.contextmanager
    def refused(self, words):
        """Expect a refusal with these words, and roll back."""
        with self.assertRaisesRegex(AccessError, words), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    @classmethod
    def make_partner_sequence(cls, *steps, **values):
        steps = steps or ({"mail_template_id": cls.partner_template.id},)
        return cls.make_sequence(*steps, target="partner", **values)

    @classmethod
    def make_partner(cls, name="Ada", **values):
        return cls.env["res.partner"].create({"name": name, "email": f"{name.lower()}@partner.example.org", **values})


class TestScripts(AuthorCommon):
    """If only template editors may write code in templates, the same holds for call scripts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        cls.sequence = cls.make_partner_sequence("call", publish=False)
        cls.step = cls.sequence.step_ids.with_user(cls.channel_manager)

    def test_only_a_template_editor_may_write_code_in_a_script(self):
        with self.refused("Template Editor"):
            self.step.note = CODE
        self.assertFalse(self.step.note)
        self.sequence.step_ids.with_user(self.admin).note = CODE
        self.assertIn("res.users", self.step.note)

    def test_a_new_step_cannot_carry_code_either(self):
        values = {"sequence_id": self.sequence.id, "name": "Call", "channel": "call", "note": CODE}
        with self.refused("Template Editor"):
            self.step.create(values)
        with self.refused("Template Editor"):
            self.sequence.with_user(self.channel_manager).write({"step_ids": [Command.create(values)]})
        self.assertEqual(self.sequence.step_ids, self.step)

    def test_a_translation_cannot_carry_code_either(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step.note = FIELD
        for translations in ({"fr_FR": CODE}, {"fr_FR": {"object.name": "x"}, "en_US": CODE}):
            with contextlib.suppress(AccessError, UserError), self.env.cr.savepoint():
                self.step.update_field_translations("note", translations)
            self.env.invalidate_all()
            for lang in ("fr_FR", "en_US"):
                self.assertNotIn("res.users", self.step.with_context(lang=lang).note)
        with self.refused("Template Editor"):
            self.step.with_context(lang="fr_FR").note = CODE

    def test_everybody_may_insert_fields_into_a_script(self):
        self.step.note = FIELD
        self.assertIn("object.name", self.step.note)

    def test_everybody_may_use_a_sequence_of_the_library_and_rewrite_its_scripts(self):
        shipped = self.env.ref("sales_sequence.sequence_partner_onboarding").with_user(self.channel_manager)
        (copied_id,) = shipped.use(following=False)
        step = shipped.browse(copied_id).step_ids.filtered("note")[0]
        self.assertIn("object.sequence_", step.note)
        step.write({"delay": 2, "note": f"<p>Our own words.</p>{step.note}"})
        self.assertIn("Our own words", step.note)
        with self.refused("Template Editor"):
            step.note = CODE

    def test_changing_the_code_in_a_copied_script_is_refused(self):
        self.sequence.step_ids.with_user(self.admin).note = CODE
        copied = self.sequence.with_user(self.channel_manager).copy()
        with self.refused("Template Editor"):
            copied.step_ids.note = CODE.replace("login", "password")
        self.assertEqual(copied.step_ids.note, self.step.note)


class TestActions(AuthorCommon):
    """Server actions run with all rights: an administrator decides which of them sequences may use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actions = cls.env["ir.actions.server"].create(
            [
                {
                    "name": f"{name} them",
                    "model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "state": "code",
                    "code": "records.write({'comment': 'secret'})",
                    "usable_in_sequences": name == "Offered",
                }
                for name in ("Offered", "Hidden")
            ]
        )
        cls.offered, cls.hidden = cls.actions
        cls.sequence = cls.make_partner_sequence("todo", publish=False)
        cls.step = cls.sequence.step_ids.with_user(cls.channel_manager)

    def search_actions(self, user, domain=()):
        found = self.env["ir.actions.server"].with_user(user).name_search("them", list(domain))
        return {name for _id, name in found}

    def test_channel_managers_choose_among_the_offered_actions(self):
        of_partners = [("model_name", "=", "res.partner")]
        self.assertEqual(self.search_actions(self.channel_manager, of_partners), {"Offered them"})
        self.assertEqual(self.search_actions(self.channel_manager, [("model_name", "=", "crm.lead")]), set())
        self.assertEqual(self.search_actions(self.admin, of_partners), {"Offered them", "Hidden them"})

    def test_channel_managers_cannot_read_or_search_the_code_of_an_action(self):
        with self.assertRaises(AccessError):
            self.search_actions(self.channel_manager, [("code", "ilike", "secret")])
        with self.assertRaises(AccessError):
            self.search_actions(self.rep)
        with self.assertRaises(AccessError):
            self.offered.with_user(self.channel_manager).read(["code"])

    def test_an_offered_action_can_be_used_and_its_name_read(self):
        self.step.write({"channel": "action", "server_action_id": self.offered.id})
        (values,) = self.step.web_read({"server_action_id": {"fields": {"display_name": {}}}})
        self.assertEqual(values["server_action_id"]["display_name"], "Offered them")
        self.sequence.with_user(self.channel_manager).action_publish()

    def test_an_action_that_is_not_offered_is_refused_with_what_to_do(self):
        with self.refused("not offered.*Usable in sequences"):
            self.step.write({"channel": "action", "server_action_id": self.hidden.id})
        with self.refused("not offered"):
            self.step.create(
                {
                    "sequence_id": self.sequence.id,
                    "name": "Do",
                    "channel": "action",
                    "server_action_id": self.hidden.id,
                }
            )
        self.assertEqual(self.sequence.step_ids, self.step)
        self.assertFalse(self.step.sudo().server_action_id)

    def test_a_step_with_an_action_set_by_an_administrator_can_be_copied(self):
        self.sequence.step_ids.with_user(self.admin).write({"channel": "action", "server_action_id": self.hidden.id})
        copied = self.sequence.with_user(self.channel_manager).copy()
        self.assertEqual(copied.step_ids.server_action_id.sudo(), self.hidden)

    def test_the_portal_invitation_is_an_offered_action(self):
        self.assertTrue(self.env.ref("sales_sequence.action_invite_to_portal").usable_in_sequences)


class TestFilters(AuthorCommon):
    """A filter finds only what the user who set it may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})

    def enroll_audiences(self):
        cron = self.env.ref("sales_sequence.ir_cron_audience")
        with self.enter_registry_test_mode():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_a_shared_sequence_enrolls_from_its_authors_companies(self):
        sequence = self.make_sequence(company_id=False)
        ours = self.make_lead("Ours", expected_revenue=77)
        theirs = self.make_lead("Theirs", expected_revenue=77, company_id=self.other_company.id, user_id=False)
        sequence.with_user(self.manager).write(
            {"enroll_domain": "[('expected_revenue', '=', 77)]", "auto_enroll": True}
        )
        self.assertEqual(sequence.filters_user_id, self.manager)
        self.enroll_audiences()
        self.assertTrue(ours.active_enrollment_id)
        self.assertFalse(theirs.enrollment_ids)

    def test_nobody_can_name_another_user_as_the_author_of_a_filter(self):
        sequence = self.make_sequence().with_user(self.manager)
        sequence.write({"filters_user_id": self.admin.id, "goal_domain": "[('probability', '>', 90)]"})
        self.assertEqual(sequence.filters_user_id, self.manager)
        sequence.write({"filters_user_id": self.admin.id})
        self.assertEqual(sequence.filters_user_id, self.manager)
        copied = sequence.copy()
        self.assertEqual(copied.filters_user_id, self.manager)

    def test_a_goal_does_not_reveal_what_its_author_may_not_read(self):
        goal = "[('opportunity_ids.name', 'ilike', 'secret')]"
        for author, state in ((self.channel_manager, "running"), (self.manager, "stopped")):
            partner = self.make_partner(f"Partner{author.id}")
            self.make_lead(f"A secret {author.id}", partner_id=partner.id)
            sequence = self.make_partner_sequence()
            sequence.with_user(author).goal_domain = goal
            enrollment = self.enroll(sequence, partner)
            self.env["sales.sequence.inbox"]._check_goals()
            self.env["sales.sequence.inbox"].sudo()._stop_ineligible(enrollment)
            self.assertEqual(enrollment.state, state, author.login)


class TestSenders(AuthorCommon):
    """In whose name emails are sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.colleague = cls.make_user("colleague", "sales_sequence.group_sales_sequence_user")

    def refusals(self, sequence, target, user, **options):
        result = sequence.with_user(user).enroll(target.ids, **options)
        return {row["code"]: row["message"] for row in result["refused"]}

    def test_a_rep_cannot_make_a_colleague_the_sender(self):
        partner = self.make_partner(user_id=self.colleague.id)
        sequence = self.make_partner_sequence()
        refusals = self.refusals(sequence, partner, self.rep)
        self.assertIn(f"{self.colleague.name} is the salesperson and would be the sender", refusals["no_right"])
        self.assertFalse(self.refusals(sequence, partner, self.channel_manager))
        self.assertEqual(partner.active_enrollment_id.user_id, self.colleague)

    def test_a_rep_may_enroll_a_colleagues_contact_in_their_own_name(self):
        partner = self.make_partner(user_id=self.colleague.id)
        self.assertFalse(self.refusals(self.make_partner_sequence(), partner, self.rep, user_id=self.rep.id))
        self.assertEqual(partner.active_enrollment_id.user_id, self.rep)

    def test_the_dialog_counts_who_will_start_with_the_chosen_sender(self):
        partner = self.make_partner(user_id=self.colleague.id)
        dialog = self.env["sales.sequence.enroll.wizard"].with_user(self.rep)
        dialog = dialog.with_context(active_model="res.partner", active_ids=partner.ids)
        wizard = dialog.create({"sequence_id": self.make_partner_sequence().id, "user_id": False})
        self.assertEqual(wizard.begin_count, 0)
        wizard.user_id = self.rep
        self.assertEqual(wizard.begin_count, 1)

    def test_the_sender_must_belong_to_the_targets_company(self):
        both = self.env.company + self.other_company
        boss = self.make_user("boss_of_both", "sales_sequence.group_sales_sequence_manager", both)
        sequence = self.make_sequence(company_id=False).with_user(boss).with_context(allowed_company_ids=both.ids)
        lead = self.make_lead("Abroad", company_id=self.other_company.id, user_id=False)
        refused = sequence.enroll(lead.ids, user_id=self.rep.id)["refused"]
        self.assertEqual([row["code"] for row in refused], ["no_sender"])
        self.assertIn("Rita Rep does not work for Other company", refused[0]["message"])
        # The sequence's owner does not belong to it either: the enrolling user sends.
        self.assertFalse(sequence.enroll(lead.ids)["refused"])
        self.assertEqual(lead.active_enrollment_id.user_id, boss)

    def test_a_target_of_another_app_may_lack_some_fields(self):
        partner = self.make_partner()
        fields = ("email_normalized", "a_field_that_it_lacks")
        with patch.object(type(partner), "_sequence_fields", fields):
            self.assertFalse(self.make_partner_sequence().enroll(partner.ids)["refused"])

    def test_a_lead_of_another_company_is_refused(self):
        sequence = self.make_sequence(company_id=self.env.company.id)
        lead = self.make_lead("Abroad", company_id=self.other_company.id, user_id=False)
        (row,) = sequence.enroll(lead.ids)["refused"]
        self.assertEqual(row["code"], "other_company")
        self.assertIn("Other company", row["message"])

    def test_a_shared_contact_can_be_in_one_sequence_of_each_company(self):
        partner = self.make_partner()
        ours = self.make_partner_sequence(company_id=self.env.company.id)
        theirs = self.make_partner_sequence(
            company_id=self.other_company.id,
            user_id=self.make_user("abroad", "sales_sequence.group_sales_sequence_user", self.other_company).id,
        )
        first, second = self.enroll(ours, partner), self.enroll(theirs, partner)
        self.assertEqual(first.company_id, self.env.company)
        self.assertEqual(second.company_id, self.other_company)
        (row,) = self.make_partner_sequence(company_id=self.env.company.id).enroll(partner.ids)["refused"]
        self.assertEqual(row["code"], "already_live")
        self.assertIn("Outreach", row["message"])

    def test_a_shared_contacts_history_is_separate_for_each_company(self):
        """What one company did with the contact is neither shown to the other company nor blocks it."""
        partner = self.make_partner()
        sequence = self.make_partner_sequence(company_id=False, user_id=False)
        abroad = self.make_user("abroad", "sales_sequence.group_sales_sequence_user", self.other_company)
        ours = self.enroll(sequence.with_user(self.rep), partner)
        partner.invalidate_recordset()
        for user, state, count in ((self.rep, "running", 1), (abroad, False, 0)):
            seen = partner.with_user(user)
            self.assertEqual((seen.sequence_state, seen.sequence_enrollment_count), (state, count), user.login)
        ours.stop()
        self.assertEqual(list(self.refusals(sequence, partner, self.rep)), ["enrolled_before"])
        self.assertFalse(self.refusals(sequence, partner, abroad))

    def test_a_live_enrollment_in_one_company_does_not_block_a_restart_in_another(self):
        both = self.env.company + self.other_company
        boss = self.make_user("boss_of_both", "sales_sequence.group_sales_sequence_manager", both)
        partner, shared = self.make_partner(), self.make_partner_sequence(company_id=False, user_id=False)
        abroad = shared.with_user(boss).with_context(allowed_company_ids=[self.other_company.id])
        ended = self.enroll(abroad, partner)
        self.assertEqual(ended.company_id, self.other_company)
        ended.stop()
        self.enroll(self.make_partner_sequence(company_id=self.env.company.id), partner)
        ended.with_user(boss).with_context(allowed_company_ids=both.ids).restart()
        self.assertEqual(ended.state, "running")

    def test_an_enrollment_is_not_handed_over_to_a_user_of_another_company(self):
        both = self.env.company + self.other_company
        boss = self.make_user("boss_of_both", "sales_sequence.group_sales_sequence_manager", both)
        abroad = self.make_user("abroad", "sales_sequence.group_sales_sequence_user", self.other_company)
        partner = self.make_partner(user_id=self.rep.id)
        enrollment = self.enroll(self.make_partner_sequence(owner_change_policy="hand_over"), partner)
        with self.assertRaisesRegex(UserError, "does not work for"):
            enrollment.with_user(boss).change_sender(abroad.id)
        partner.user_id = abroad
        self.assertEqual(enrollment.user_id, self.rep)
        partner.user_id = boss
        self.assertEqual(enrollment.user_id, boss)

    def test_a_user_is_told_why_they_cannot_see_enrollments_in_the_owners_name(self):
        me = self.make_user("me", "sales_sequence.group_sales_sequence_user")
        lead = self.make_lead("Nobodys", user_id=False)
        dialog = self.env["sales.sequence.enroll.wizard"].with_user(me)
        dialog = dialog.with_context(active_model="crm.lead", active_ids=lead.ids)
        wizard = dialog.create({"sequence_id": self.make_sequence().id})
        wizard.action_enroll()
        self.assertEqual(lead.enrollment_ids.user_id, self.rep)
        with self.assertRaisesRegex(UserError, "somebody else's name"):
            wizard.action_view_enrollments()
