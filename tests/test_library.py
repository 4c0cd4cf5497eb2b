"""The library: sequences to copy from, what their users fill in, and how a copy goes live."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

ANSWERS = {
    "offer": "software that plans <b>shifts</b> & tours.",
    "audience": "logistics managers",
    "proof": "Halden Foods saved two days",
}


class LibraryCommon(SequenceCommon):
    """Sequences of a library that the test itself makes, as an update of the addon would."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.channel_manager = mail_new_test_user(
            cls.env,
            login="channel",
            groups="sales_sequence.group_sales_sequence_channel_manager",
        )

    @classmethod
    def make_gallery(cls, name="First contact", target="lead", blanks=True, **values):
        """An email with a variant, a call, and a second email in the library."""
        model = "crm.lead" if target == "lead" else "res.partner"
        template = cls.make_template(
            model,
            name=f"{name}: 1",
            subject="[[offer]] for {{ object.name ||| [[audience]] }}" if blanks else "A question",
            body_html='<p>We offer [[offer]] to <t t-out="object.name">[[audience]]</t>.</p><p>[[proof]]</p>'
            if blanks
            else "<p>Hello.</p>",
        )
        german = template.with_context(lang="de_DE")
        if blanks:
            german.subject = "[[offer]] für {{ object.name ||| [[audience]] }}"
            german.body_html = (
                '<p>Wir bieten [[offer]] für <t t-out="object.name">[[audience]]</t>.</p><p>Beleg: [[proof]]</p>'
            )
        other = cls.make_template(model, name=f"{name}: 1 B", subject="B", body_html="<p>B: [[proof]]</p>")
        last = cls.make_template(model, name=f"{name}: 3", subject="Last", body_html="<p>Good bye.</p>")
        sequence = cls.env["sales.sequence"].create(
            {
                "name": name,
                "in_gallery": True,
                "target": target,
                "user_id": False,
                "summary": "Why not",
                "rationale": "<p>Because.</p>",
                **values,
            }
        )
        variants = [
            Command.create({"name": "A", "mail_template_id": template.id}),
            Command.create({"name": "B", "mail_template_id": other.id}),
        ]
        steps = (
            {"mail_template_id": template.id, "variant_ids": variants if blanks else []},
            {
                "channel": "call",
                "delay": 2,
                "summary": "Ask about [[offer]]" if blanks else "Ask",
                "note": "<p>Say: [[proof]]</p>" if blanks else "<p>Say hello</p>",
                "cta": "Agree on a day",
            },
            {"mail_template_id": last.id, "delay": 5, "cta": "Reply"},
        )
        for index, step in enumerate(steps):
            cls.make_step(sequence, index, step)
        sequence.update_field_translations("rationale", {"de_DE": {"Because.": "Weil."}})
        return sequence

    def use(self, gallery, user=None, **arguments):
        """:return: the copies, as the superuser sees them"""
        ids = gallery.with_user(user or self.manager).use(**{**ANSWERS, **arguments})
        return self.env["sales.sequence"].browse(ids)


class TestCopy(LibraryCommon):
    """*Use this*"""

    def test_the_answers_are_in_the_texts_of_the_copy(self):
        copy = self.use(self.make_gallery())
        first, call, _last = copy.step_ids
        template = first.mail_template_id
        self.assertEqual(
            template.subject, "software that plans <b>shifts</b> & tours for {{ object.name ||| logistics managers }}"
        )
        self.assertIn("We offer software that plans &lt;b&gt;shifts&lt;/b&gt; &amp; tours to", template.body_html)
        self.assertIn('<t t-out="object.name">logistics managers</t>', template.body_html)
        self.assertIn("<p>Halden Foods saved two days.</p>", template.body_html)
        self.assertEqual(call.summary, "Ask about software that plans <b>shifts</b> & tours")
        self.assertIn("Say: Halden Foods saved two days.", call.note)
        self.assertFalse(copy.problem)

    def test_the_answers_are_in_the_texts_of_every_language(self):
        template = self.use(self.make_gallery()).step_ids[0].mail_template_id.with_context(lang="de_DE")
        self.assertEqual(
            template.subject, "software that plans <b>shifts</b> & tours für {{ object.name ||| logistics managers }}"
        )
        self.assertIn("Wir bieten software that plans &lt;b&gt;shifts", template.body_html)
        self.assertIn("Beleg: Halden Foods saved two days.", template.body_html)
        self.assertNotIn("[[", template.body_html)
        copy = self.env["sales.sequence"].search([("gallery_origin_id", "!=", False)])
        self.assertIn("Because.", copy.rationale)
        self.assertIn("Weil.", copy.with_context(lang="de_DE").rationale)

    def test_the_copy_shares_nothing_with_the_library(self):
        gallery = self.make_gallery()
        before = gallery.step_ids[0].mail_template_id.body_html
        copy = self.use(gallery)
        self.assertEqual((copy.state, copy.in_gallery, copy.gallery_origin_id), ("draft", False, gallery))
        self.assertEqual((copy.user_id, copy.name), (self.manager, gallery.name))
        for name in ("step_ids", "step_ids.variant_ids", "step_ids.mail_template_id"):
            self.assertEqual(len(copy.mapped(name)), len(gallery.mapped(name)), name)
            self.assertFalse(copy.mapped(name) & gallery.mapped(name), name)
        variants = copy.step_ids.variant_ids
        self.assertFalse(variants.mail_template_id & gallery.step_ids.variant_ids.mail_template_id)
        self.assertNotIn(copy.step_ids[0].mail_template_id, variants.mail_template_id, "each has its own text")
        self.assertTrue(all(one.has_own_template for one in (copy.step_ids[0], *variants)))
        self.assertEqual(gallery.step_ids[0].mail_template_id.body_html, before)
        copy.step_ids[0].mail_template_id.subject = "Mine"
        gallery.step_ids[0].mail_template_id.subject = "Improved"
        self.assertEqual(copy.step_ids[0].mail_template_id.subject, "Mine")

    def test_what_is_not_answered_stays_and_keeps_the_copy_from_going_live(self):
        copy = self.use(self.make_gallery(), proof=" ")
        self.assertIn("<p>[[proof]]</p>", copy.step_ids[0].mail_template_id.body_html)
        with self.assertRaisesRegex(UserError, r"\[\[proof\]\]"):
            copy.with_user(self.manager).action_publish()

    def test_an_answer_never_becomes_code(self):
        hostile = '{{ object.name }} [[offer]] <t t-out="1 + 1"/> }} {% x %} ${x}'
        copy = self.use(self.make_gallery(), offer=hostile, audience="}} {{ 1 + 1 }}", proof=hostile)
        template = copy.step_ids[0].mail_template_id
        lead = self.make_lead()
        subject, body = (template._render_field(name, lead.ids)[lead.id] for name in ("subject", "body_html"))
        self.assertEqual(
            subject.replace("\u200b", ""), f"{hostile} for Deal with Ada".replace("\u200b", "")
        )
        self.assertIn("{{ object.name }} [[offer]] &lt;t t-out=\"1 + 1\"/&gt; }} {% x %} ${x}", body)
        # The text to use instead is an answer, too.
        template.subject = template.subject.replace("object.name", "object.contact_name")
        lead.contact_name = False
        self.assertIn("}} {{ 1 + 1 }}", template._render_field("subject", lead.ids)[lead.id].replace("\u200b", ""))

    def test_the_copy_runs_to_its_end(self):
        copy = self.use(self.make_gallery(blanks=False))
        copy.with_user(self.manager).action_publish()
        enrollment = self.enroll(copy, self.make_lead())
        self.run_days(MONDAY, 21, step=timedelta(days=1))
        self.assertEqual(enrollment.touch_ids.sorted("id").mapped("channel"), ["email", "call", "email"])
        self.assertEqual(enrollment.state, "finished")

    def test_the_owner_is_whoever_uses_it_or_whom_they_choose(self):
        gallery = self.make_gallery()
        self.assertEqual(self.use(gallery, user_id=self.rep.id).user_id, self.rep)
        with self.assertRaises(UserError):
            self.use(gallery, user_id=self.env.ref("base.public_user").id)

    def test_the_filters_of_the_copy_see_what_its_user_sees(self):
        gallery = self.make_gallery(enroll_domain="[('country_id', '!=', False)]", auto_enroll=True)
        copy = self.use(gallery)
        self.assertEqual(copy.filters_user_id, self.manager)
        self.assertFalse(copy.auto_enroll, "nobody has looked at whom it would enroll")
        self.assertEqual(copy.enroll_domain, gallery.enroll_domain)

    def test_the_answers_are_suggested_next_time(self):
        gallery = self.make_gallery()
        Wizard = self.env["sales.sequence.use.wizard"].with_context(active_model="sales.sequence", active_id=gallery.id)
        self.assertFalse(Wizard.with_user(self.manager).create({}).offer)
        self.use(gallery)
        self.use(gallery, user=self.env.ref("base.user_admin"), offer="something else", proof=None)
        wizard = Wizard.with_user(self.manager).create({})
        self.assertEqual(wizard.gallery_id, gallery)
        self.assertEqual(
            (wizard.offer, wizard.audience, wizard.proof),
            ("software that plans <b>shifts</b> & tours", "logistics managers", "Halden Foods saved two days."),
        )
        colleague = mail_new_test_user(
            self.env, login="new_manager", groups="sales_sequence.group_sales_sequence_manager"
        )
        self.assertEqual(Wizard.with_user(colleague).create({}).offer, "something else", "the last of anybody")

    def test_answers_of_another_company_are_not_suggested(self):
        gallery = self.make_gallery()
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        both = gallery.with_context(allowed_company_ids=(self.env.company + other).ids)
        copy = self.use(both, company_id=other.id)
        self.assertEqual(copy.company_id, other)
        remembered = both.with_user(self.manager)._last_answers
        self.assertFalse(remembered(self.env.company))
        self.assertTrue(remembered(other))
        with self.assertRaises(AccessError):
            self.use(gallery.with_context(allowed_company_ids=self.env.company.ids), company_id=other.id)

    def test_the_dialog_makes_the_copy_and_opens_it(self):
        gallery = self.make_gallery()
        wizard = (
            self.env["sales.sequence.use.wizard"]
            .with_user(self.manager)
            .with_context(active_model="sales.sequence", active_id=gallery.id)
            .create(ANSWERS)
        )
        action = wizard.action_use()
        copy = self.env["sales.sequence"].browse(action["res_id"])
        self.assertEqual((action["res_model"], copy.gallery_origin_id), ("sales.sequence", gallery))
        self.assertFalse(copy.problem)


    def test_the_dialog_asks_for_what_else_the_texts_need(self):
        """Otherwise the same words would have to be typed into each email."""
        gallery = self.make_gallery()
        gallery.step_ids[1].note = "<p>[[offer]] at [[name of the fair]], [[page of the fair]]</p>"
        gallery.step_ids[2].mail_template_id.subject = "After [[name of the fair]]"
        wizard = (
            self.env["sales.sequence.use.wizard"]
            .with_user(self.manager)
            .with_context(active_model="sales.sequence", active_id=gallery.id)
            .create(ANSWERS)
        )
        self.assertEqual(wizard.blank_ids.mapped("name"), ["name of the fair", "page of the fair"])
        wizard.blank_ids[0].text = "Fair {{ user.login }} <b>"
        copy = self.env["sales.sequence"].browse(wizard.action_use()["res_id"])
        self.assertIn("at Fair {{ user.login }} &lt;b&gt;, [[page of the fair]]", copy.step_ids[1].note)
        subject = copy.step_ids[2].mail_template_id.subject
        self.assertNotIn("{{", subject, "an answer is never code")
        self.assertIn("user.login", subject)
        self.assertIn("[[page of the fair]]", copy.problem)
        self.assertNotIn("[[name of the fair]]", copy.problem)
        for wrong in ({"name of the fair": 5}, {"name of the fair": "x" * 100_000}, ["name of the fair"], {5: "x"}):
            with self.assertRaises(UserError):
                self.use(gallery, others=wrong)


class TestWhoMayUse(LibraryCommon):
    def test_reps_read_the_library_and_use_nothing(self):
        gallery = self.make_gallery()
        seen = gallery.with_user(self.rep)
        self.assertTrue(seen.contents_html)
        self.assertFalse(seen.may_use)
        with self.assertRaises(AccessError):
            self.use(gallery, user=self.rep)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.use.wizard"].with_user(self.rep).create({"gallery_id": gallery.id})

    def test_channel_managers_use_those_for_partners_only(self):
        leads, partners = self.make_gallery(), self.make_gallery("For partners", target="partner")
        self.assertFalse(leads.with_user(self.channel_manager).may_use)
        self.assertTrue(partners.with_user(self.channel_manager).may_use)
        with self.assertRaises(AccessError):
            self.use(leads, user=self.channel_manager)
        self.assertEqual(self.use(partners, user=self.channel_manager).user_id, self.channel_manager)

    def test_managers_who_may_not_write_code_use_it_all_the_same(self):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", True)
        self.env.ref("base.group_user").implied_ids -= self.env.ref("mail.group_mail_template_editor")
        manager = mail_new_test_user(
            self.env, login="no_editor", groups="sales_sequence.group_sales_sequence_manager"
        )
        self.assertFalse(manager.has_group("mail.group_mail_template_editor"))
        gallery = self.make_gallery()
        gallery.step_ids[0].mail_template_id.body_html = '<p><t t-if="object.name">[[offer]]</t></p>'
        gallery.step_ids[1].note = '<p><t t-if="object.name">[[offer]]</t></p>'
        copy = self.use(gallery, user=manager).with_user(manager)
        self.assertNotIn("[[", f"{copy.step_ids[0].mail_template_id.body_html}{copy.step_ids[1].note}")
        # The copy is theirs: they change its texts, but bring in no code.
        copy.step_ids[2].mail_template_id.body_html = "<p>Mine</p>"
        copy.step_ids[1].name = "My call"
        with self.assertRaises(AccessError):
            copy.step_ids[2].mail_template_id.body_html = '<p><t t-out="1 + 1"/></p>'

    def test_what_is_not_in_the_library_is_not_used(self):
        with self.assertRaisesRegex(UserError, "not in the library"):
            self.use(self.make_sequence())


class TestChain(LibraryCommon):
    """What follows in the library is followed by copies, in whatever order they are made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls.make_gallery("Third", target="partner", blanks=False)
        cls.second = cls.make_gallery("Second", target="partner", blanks=False, next_sequence_id=cls.third.id)
        cls.first = cls.make_gallery("First", target="partner", blanks=False, next_sequence_id=cls.second.id)

    def assert_chain(self):
        """There is one copy of each, and each is followed by the next one."""
        copies = self.env["sales.sequence"].search([("gallery_origin_id", "!=", False)])
        by_origin = {copy.gallery_origin_id: copy for copy in copies}
        self.assertEqual(len(copies), 3)
        self.assertEqual(by_origin[self.first].next_sequence_id, by_origin[self.second])
        self.assertEqual(by_origin[self.second].next_sequence_id, by_origin[self.third])
        self.assertFalse(by_origin[self.third].next_sequence_id)

    def test_all_at_once(self):
        copies = self.use(self.first)
        self.assertEqual(copies.gallery_origin_id, self.first + self.second + self.third)
        self.assertEqual(copies[0].gallery_origin_id, self.first)
        self.assert_chain()

    def test_one_by_one_in_any_order(self):
        for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2), (0, 2, 1), (2, 0, 1)):
            with self.subTest(order=order), self.env.cr.savepoint() as savepoint:
                for index in order:
                    copies = self.use((self.first + self.second + self.third)[index], following=False)
                    self.assertEqual(len(copies), 1)
                self.assert_chain()
                savepoint.rollback()
            self.env.invalidate_all()

    def test_what_is_there_already_is_not_copied_again(self):
        self.use(self.second, following=False)
        self.assertEqual(len(self.use(self.first)), 1)
        self.assertEqual(len(self.use(self.third)), 1)
        self.assert_chain()

    def test_a_new_version_follows_where_the_one_before_it_did(self):
        first, second, third = self.use(self.first)
        second.action_publish()
        version = second.browse(second.action_new_version()["res_id"])
        self.assertEqual(first.next_sequence_id, second)
        version.action_publish()
        self.assertEqual((second.state, first.next_sequence_id), ("closed", version))
        self.assertEqual(version.next_sequence_id, third)
        # It cannot follow what belongs to another company.
        later = version.browse(version.action_new_version()["res_id"])
        later.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        later.next_sequence_id = False
        later.action_publish()
        self.assertEqual(first.next_sequence_id, version)

    def test_the_one_before_is_only_changed_if_that_is_wanted(self):
        before = self.use(self.first, following=False)
        self.use(self.second, following=False, preceding=False)
        self.assertFalse(before.next_sequence_id)

    def test_the_dialog_says_what_follows_and_what_it_would_follow(self):
        def ask(gallery):
            Wizard = self.env["sales.sequence.use.wizard"].with_user(self.manager)
            wizard = Wizard.create({"gallery_id": gallery.id})
            return wizard.following_names, wizard.preceding_names

        self.assertEqual(ask(self.first), ("Second, Third", ""))
        self.use(self.first, following=False)
        self.assertEqual(ask(self.second), ("Third", "First"))
        self.use(self.third)
        self.assertEqual(ask(self.second), ("", "First"))

    def test_a_copy_in_another_company_follows_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        companies = (self.env.company + other).ids
        there = self.use(self.third.with_context(allowed_company_ids=companies), company_id=other.id)
        here = self.use(
            self.second.with_context(allowed_company_ids=companies), company_id=self.env.company.id, following=False
        )
        self.assertFalse(here.next_sequence_id)
        self.assertFalse(there.next_sequence_id)

    def test_library_and_normal_sequences_never_follow_each_other(self):
        normal = self.make_sequence(publish=False, target="partner")
        with self.assertRaises(ValidationError):
            normal.next_sequence_id = self.first
        with self.assertRaises(ValidationError):
            self.third.next_sequence_id = normal

    def test_a_circle_in_the_library_ends(self):
        self.third.next_sequence_id = self.first
        copies = self.use(self.first)
        self.assertEqual(len(copies), 3)
        self.assertEqual(copies.mapped("next_sequence_id"), copies[1:] + copies[:1])


class TestNothingRunsThere(LibraryCommon):
    def test_enrolling_is_refused_and_says_what_to_do(self):
        gallery = self.make_gallery()
        result = gallery.with_user(self.manager).enroll(self.make_lead().ids)
        self.assertFalse(result["enrolled"])
        (refusal,) = result["refused"]
        self.assertEqual(refusal["code"], "not_live")
        self.assertIn("Use it first", refusal["message"])

    def test_publishing_is_refused_and_says_what_to_do(self):
        for user in (self.manager, self.env.ref("base.user_root")):
            with self.assertRaisesRegex(UserError, "Use it first"):
                self.make_gallery(blanks=False).with_user(user).action_publish()

    def test_its_audience_enrolls_nobody(self):
        self.make_gallery(blanks=False, enroll_domain="[('name', 'ilike', 'Deal')]", auto_enroll=True)
        lead = self.make_lead()
        self.env["sales.sequence"].sudo()._enroll_audiences()
        self.run_at(MONDAY)
        self.assertFalse(lead.enrollment_ids)
        self.assertNotIn("crm.lead", self.env["sales.sequence.audience"]._watched_fields())

    def test_it_is_nowhere_to_be_chosen(self):
        gallery = self.make_gallery("Unmistakable")
        Sequence = self.env["sales.sequence"].with_user(self.manager)
        self.assertFalse(Sequence.name_search("Unmistakable"))
        self.assertTrue(Sequence.name_search("Unmistakable", [("in_gallery", "=", True)]))
        for xmlid in ("sales_sequence_action", "sales_sequence_gallery_action"):
            action = self.env["ir.actions.act_window"]._for_xml_id(f"sales_sequence.{xmlid}")
            found = gallery in Sequence.search(eval(action["domain"]))  # noqa: S307
            self.assertEqual(found, xmlid == "sales_sequence_gallery_action", xmlid)
        wizard = (
            self.env["sales.sequence.enroll.wizard"]
            .with_user(self.manager)
            .with_context(active_model="crm.lead", active_ids=self.make_lead().ids)
            .create({})
        )
        self.assertNotIn(gallery, Sequence.search(wizard._available_domain()))


class TestNobodyEditsIt(LibraryCommon):
    def test_users_change_nothing_in_the_library(self):
        gallery = self.make_gallery().with_user(self.manager)
        step, variant = gallery.step_ids[0], gallery.step_ids.variant_ids[0]
        mine = self.make_sequence().with_user(self.manager)
        values = {"sequence_id": gallery.id, "name": "New", "channel": "call", "activity_type_id": self.call_type.id}
        forbidden = (
            lambda: gallery.write({"name": "Mine"}),
            lambda: gallery.write({"in_gallery": False}),
            lambda: gallery.write({"active": False, "goal": "Mine"}),
            lambda: gallery.write({"step_ids": [Command.update(step.id, {"name": "Mine"})]}),
            lambda: gallery.update_field_translations("name", {"de_DE": "Meine"}),
            gallery.action_close,
            gallery.action_new_version,
            gallery.copy,
            lambda: step.write({"name": "Mine"}),
            lambda: step.update_field_translations("name", {"de_DE": "Meine"}),
            step.unlink,
            lambda: step.create(values),
            lambda: variant.write({"weight": 0}),
            variant.unlink,
            variant.copy,
            lambda: mine.step_ids.write({"sequence_id": gallery.id}),
            lambda: mine.write({"in_gallery": True}),
            lambda: mine.create({"name": "New", "in_gallery": True}),
            lambda: mine.with_context(default_in_gallery=True).create({"name": "New"}),
        )
        for number, change in enumerate(forbidden):
            with self.subTest(number), self.assertRaisesRegex(UserError, "library"), self.env.cr.savepoint():
                change()
            self.env.invalidate_all()
        self.assertFalse(gallery.may_edit)

    def test_managers_archive_and_delete_what_is_theirs(self):
        shipped, imported = self.make_gallery("Shipped"), self.make_gallery("Imported")
        self.env["ir.model.data"].create(
            {"module": "sales_sequence", "name": "shipped", "model": "sales.sequence", "res_id": shipped.id}
        )
        self.env["ir.model.data"].create(
            {"module": "__export__", "name": "imported", "model": "sales.sequence", "res_id": imported.id}
        )
        self.assertEqual((shipped.gallery_is_own, imported.gallery_is_own), (False, True))
        (shipped + imported).with_user(self.manager).action_archive()
        self.assertFalse(shipped.active)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            shipped.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            imported.with_user(self.rep).unlink()
        shared = imported.step_ids[2].mail_template_id
        user_of_it = self.make_sequence({"mail_template_id": shared.id})
        templates = imported.step_ids.mail_template_id
        imported.with_user(self.manager).unlink()
        self.assertFalse(imported.exists())
        self.assertEqual(templates.exists(), shared, "its texts go with it, unless somebody sends them")
        self.assertEqual(user_of_it.step_ids.mail_template_id, shared)

    def test_a_company_sees_its_own_imports_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs, ours = self.make_gallery(company_id=other.id), self.make_gallery(company_id=self.env.company.id)
        found = ours.with_user(self.manager).search([("in_gallery", "=", True), ("company_id", "!=", False)])
        self.assertIn(ours, found)
        self.assertNotIn(theirs, found)
        with self.assertRaises(AccessError):
            self.use(theirs)

    def test_updates_of_the_addon_change_it(self):
        gallery = self.make_gallery().sudo()
        gallery.step_ids[0].name = gallery.name = "Improved"
        gallery.step_ids[1].unlink()
        self.assertEqual((gallery.name, len(gallery.step_ids)), ("Improved", 2))


class TestBlanksLeft(LibraryCommon):
    """*Publish* refuses a blank that is left, wherever it is."""

    def test_each_place_is_named(self):
        second = self.make_template(name="Short", body_html="<p>[[<b>free</b> blank]]</p>")
        first = self.make_template(
            name="Long", subject="A [[in the subject]]", body_html='<a href="https://[[in%20a%20link]]">x</a>'
        )
        sequence = self.make_sequence(
            {
                "name": "Intro",
                "variant_ids": [
                    Command.create({"name": "A", "mail_template_id": second.id}),
                    Command.create({"name": "B", "mail_template_id": first.id}),
                ],
            },
            {"name": "Call", "channel": "call"},
            publish=False,
            name="Outreach [[in the name]]",
        )
        email, call = sequence.step_ids
        email.cta = "[[in the call to action]]"
        call.write({"summary": "[[in the summary]]", "note": "<p>[[in the script]]</p>", "name": "Call [[in a step]]"})
        sequence.goal = "[[in the goal]]"
        lines = sequence.problem.splitlines()
        expected = (
            ("The sequence itself", "[[in the name]]"),
            ("The sequence itself", "[[in the goal]]"),
            ("Step “Intro”", "[[in the call to action]]"),
            ("Step “Intro”", "[[in the subject]]", "“Long”"),
            ("Step “Intro”", "[[in a link]]", "“Long”"),
            ("Step “Intro”", "[[free blank]]", "“Short”"),
            ("Step “Call", "[[in a step]]"),
            ("Step “Call", "[[in the summary]]"),
            ("Step “Call", "[[in the script]]"),
        )
        self.assertEqual(len(lines), len(expected), sequence.problem)
        for parts in expected:
            self.assertTrue(any(all(part in line for part in parts) for line in lines), f"{parts}: {lines}")
        with self.assertRaises(UserError):
            sequence.action_publish()

    def test_another_language_counts_and_is_named(self):
        template = self.make_template()
        template.update_field_translations("subject", {"de_DE": "Eine [[Frage]]"})
        sequence = self.make_sequence({"mail_template_id": template.id}, publish=False)
        self.assertIn("[[Frage]]", sequence.problem)
        self.assertIn("German", sequence.problem)
        template.update_field_translations("subject", {"de_DE": "Eine Frage"})
        sequence.invalidate_recordset(["problem"])
        self.assertFalse(sequence.problem)

    def test_code_is_no_blank(self):
        template = self.make_template(
            subject="{{ [[1]][0][0] and object.name }}", body_html='<p><t t-out="[[1]][0][0]"/>[[]] [ [x] ]</p>'
        )
        self.assertFalse(self.make_sequence({"mail_template_id": template.id}, publish=False).problem)

    def test_a_blank_that_is_filled_in_no_longer_counts(self):
        template = self.make_template(body_html="<p>[[free]]</p>")
        sequence = self.make_sequence({"mail_template_id": template.id}, publish=False)
        self.assertTrue(sequence.problem)
        template.body_html = "<p>filled</p>"
        self.assertFalse(sequence.problem)
        sequence.action_publish()

    def test_looking_for_blanks_costs_the_same_for_many_steps(self):
        def count(steps):
            sequence = self.make_sequence(
                *({"mail_template_id": self.make_template(body_html=f"<p>{n}</p>").id} for n in range(steps)),
                publish=False,
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(sequence.problem)
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(2), count(20)
        self.assertEqual(many, few)

    def test_a_live_sequence_gets_no_blank_into_its_own_texts(self):
        sequence = self.make_sequence("call")
        for values in ({"note": "<p>[[free]]</p>"}, {"summary": "[[free]]"}, {"cta": "[[free]]"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                sequence.step_ids.write(values)
            self.env.invalidate_all()
        with self.assertRaises(ValidationError):
            sequence.goal = "[[free]]"

    def test_a_blank_written_into_a_template_of_a_live_sequence_is_not_sent(self):
        template = self.make_template()
        sequence = self.make_sequence({"mail_template_id": template.id})
        enrollment = self.enroll(sequence, self.make_lead())
        template.body_html = "<p>See [[link to the catalog]].</p>"
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "failed")
        self.assertIn("[[link to the catalog]]", enrollment.touch_ids.reason)
        self.assertEqual(enrollment.state, "paused")
        template.body_html = "<p>See the catalog.</p>"
        with freeze_time(MONDAY):
            enrollment.resume()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["queued"])

    def test_brackets_in_a_name_are_no_blank(self):
        template = self.make_template(body_html='<p>Hello <t t-out="object.contact_name"/></p>')
        sequence = self.make_sequence({"mail_template_id": template.id})
        enrollment = self.enroll(sequence, self.make_lead(contact_name="[[Ada]]"))
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued")


class TestCards(LibraryCommon):
    def test_a_card_says_how_many_touches_there_are(self):
        gallery = self.make_gallery()
        self.assertEqual((gallery.touch_count_text, gallery.touch_counts_text), ("3 steps", "2 emails, 1 call"))
        gallery.step_ids[1:].active = False
        self.assertEqual((gallery.touch_count_text, gallery.touch_counts_text), ("1 step", "1 email"))

    def test_the_picture_runs_from_the_first_to_the_last_day(self):
        picture = self.make_gallery().cadence
        self.assertEqual((picture["start"], picture["end"], picture["date"]), ("Day 1", "Day 10", None))
        self.assertEqual([touch["x"] for touch in picture["touches"]], [0, 2 / 9, 1])
        self.assertEqual([touch["lane"] for touch in picture["touches"]], [0, 0, 0])
        self.assertEqual(picture["touches"][1]["label"], "Day 3: Call, “Step 2”")
        self.assertEqual(len(picture["ticks"]), 10)

    def test_touches_on_one_day_are_in_two_lanes(self):
        gallery = self.make_gallery()
        gallery.step_ids[1].delay = 0
        self.assertEqual([touch["lane"] for touch in gallery.cadence["touches"]], [0, 1, 0])
        self.assertEqual(gallery.cadence["lanes"], 2)

    def test_days_are_counted_from_the_date(self):
        gallery = self.make_gallery()
        first, second, last = gallery.step_ids
        first.write({"delay": 13, "delay_unit": "business_day", "delay_from": "before"})
        second.write({"delay": 0, "delay_unit": "day", "delay_from": "before"})
        last.write({"delay": 24, "delay_unit": "hour", "delay_from": "after"})
        picture = gallery.cadence
        self.assertEqual((picture["start"], picture["end"]), ("17 days before", "1 day after"))
        self.assertEqual([touch["label"].partition(":")[0] for touch in picture["touches"]][1], "On the day")
        self.assertAlmostEqual(picture["date"], 17 / 18)

    def test_the_stages_of_a_partner_are_numbered(self):
        self.make_gallery(target="partner", lifecycle="enable")
        values = self.env["sales.sequence"].search_panel_select_range(
            "lifecycle", search_domain=[("in_gallery", "=", True)], enable_counters=True
        )["values"]
        self.assertIn("3. Enable", [value["display_name"] for value in values])

    def test_look_inside_shows_every_text_and_hides_the_code(self):
        contents = self.make_gallery().with_user(self.rep).contents_html
        for text in ("We offer", "Good bye.", "Say:", "Ask about", "Agree on a day", "B: "):
            self.assertIn(text, contents)
        self.assertIn("<mark", contents)
        self.assertNotIn("object.name", contents)
        self.assertNotIn("t-out", contents)

    def test_the_cards_cost_the_same_for_many(self):
        names = ["name", "cadence", "touch_count_text", "touch_counts_text", "gallery_is_own", "may_use"]

        def count(galleries):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            galleries.with_user(self.manager).read(names)
            return self.env.cr.sql_log_count - before

        galleries = self.env["sales.sequence"].union(*(self.make_gallery(f"G{n}", blanks=False) for n in range(9)))
        count(galleries[:1])
        self.assertEqual(count(galleries), count(galleries[:2]))


class TestShipped(LibraryCommon):
    """What this addon ships, by the same doors."""

    def shipped(self):
        found = self.env["sales.sequence"].search([("in_gallery", "=", True)])
        self.assertTrue(found)
        return found

    def test_each_is_shipped_and_can_be_read_and_used(self):
        for gallery in self.shipped():
            with self.subTest(gallery.name):
                self.assertFalse(gallery.gallery_is_own)
                self.assertEqual(gallery.touch_count_text, f"{len(gallery.cadence['touches'])} steps")
                contents = gallery.with_user(self.rep).contents_html
                self.assertNotIn("object.", contents)
                self.assertNotIn("t-out", contents)
                (copy, *_others) = self.use(gallery, following=False)
                for template in copy.step_ids._templates():
                    text = f"{template.name}{template.subject}{template.body_html}"
                    self.assertNotRegex(text, r"\[\[\s*(offer|audience|proof)")
                for step in copy.step_ids:
                    text = f"{step.name}{step.summary}{step.cta}{step.note}"
                    self.assertNotRegex(text, r"\[\[\s*(offer|audience|proof)")

    def test_no_two_copies_of_a_sequence_share_a_text(self):
        gallery = self.shipped()[0]
        one, two = self.use(gallery, following=False), self.use(gallery, following=False)
        self.assertFalse(one.step_ids._templates() & two.step_ids._templates())
