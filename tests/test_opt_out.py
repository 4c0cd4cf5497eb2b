"""Opting out: headers and link in each mail, the opt-out page, and the effects."""

import ast
import base64
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools import tokens

from demo.sink import Sink

from .common import MONDAY, OdooTags, SequenceCommon

ADA, BOB, EVE = "ada@customer.example.org", "bob@customer.example.org", "eve@copy.example.org"

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


class OptOutCommon(SequenceCommon):
    """Ada is enrolled and has received the first mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", "email")
        cls.other_sequence = cls.make_sequence("email", "email", name="Another")
        cls.lead = cls.make_lead()

    def first_mail(self, lead=None, sequence=None, at=MONDAY):
        """Enroll and send. :return: ``(enrollment, sent mails)``"""
        enrollment = self.enroll(sequence or self.sequence, lead or self.lead, at=at)
        self.run_at(at)
        return enrollment, self.send_mails(at)

    def url_in(self, mail):
        return mail["headers"]["List-Unsubscribe"].strip("<>")

    def path_in(self, mail):
        return self.url_in(mail).removeprefix(self.env["ir.config_parameter"].get_param("web.base.url"))

    def links_in(self, body):
        return [href for href in html.fromstring(f"<div>{body}</div>").xpath("//a/@href") if "/opt_out" in href]


class TestTokens(OdooTags, BaseCase):
    SECRET = "a secret"
    # Shared by all examples: each token is different anyway.
    TOKEN = tokens.issue(SECRET, tokens.OPT_OUT, [1, ADA])

    @given(st.lists(st.one_of(st.integers(), st.text("aZ é語\"\\"), st.booleans(), st.none()), max_size=6))
    def test_a_token_decrypts_to_its_payload_and_reveals_none_of_it(self, payload):
        token = tokens.issue(self.SECRET, tokens.OPT_OUT, payload)
        self.assertEqual(tokens.read(self.SECRET, tokens.OPT_OUT, token), payload)
        self.assertRegex(token, r"^[\w-]+$")

    def test_a_token_contains_nothing_decodable(self):
        token = tokens.issue(self.SECRET, tokens.OPT_OUT, [123456789, ADA])
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        self.assertNotIn(b"123456789", raw)
        self.assertNotIn(b"ada", raw)

    @given(st.data())
    def test_an_altered_token_is_invalid(self, data):
        token = self.TOKEN
        # Not the last character: some of its bits are unused.
        position = data.draw(st.integers(0, len(token) - 2))
        character = data.draw(st.sampled_from("abcXYZ019-_é ").filter(lambda one: one != token[position]))
        altered = token[:position] + character + token[position + 1 :]
        self.assertIsNone(tokens.read(self.SECRET, tokens.OPT_OUT, altered))

    @given(st.data())
    def test_a_truncated_token_is_invalid(self, data):
        token = self.TOKEN
        kept = data.draw(st.integers(0, len(token) - 2))
        self.assertIsNone(tokens.read(self.SECRET, tokens.OPT_OUT, token[:kept]))

    def test_a_token_is_valid_for_one_purpose_in_one_database(self):
        token = tokens.issue(self.SECRET, tokens.CLICK, [1])
        self.assertIsNone(tokens.read(self.SECRET, tokens.OPT_OUT, token))
        self.assertIsNone(tokens.read("another secret", tokens.CLICK, token))


class TestOptOutMail(OptOutCommon):
    def test_every_mail_carries_the_headers_and_one_link(self):
        enrollment, mails = self.first_mail()
        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        mails += self.send_mails(wednesday)
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertRegex(mail["headers"]["List-Unsubscribe"], r"^<https?://[^<>\s]+/sales_sequence/opt_out/[\w-]{80,}>$")
            self.assertEqual(mail["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
            self.assertEqual(self.links_in(mail["body"]), [self.url_in(mail)])
            self.assertIn(self.url_in(mail), mail["body_alternative"])
        self.assertTrue(mails[1]["headers"]["In-Reply-To"], "A follow-up stays in its thread")
        self.assertFalse(self.links_in("".join(enrollment.touch_ids.mail_message_id.mapped("body"))))

    def test_the_unsubscribe_header_is_not_encoded_when_sent(self):
        """Python folds long words into encoded words, which mail programs do not recognize as an address."""
        self.env["ir.config_parameter"].set_param("web.base.url", "https://a-rather-long-name.of-our-company.example.com")
        self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        self.env["ir.mail_server"].search([]).active = False
        sink = self.enterContext(Sink())
        self.env["ir.mail_server"].create(
            {"name": "Loopback", "smtp_host": "127.0.0.1", "smtp_port": sink.port, "from_filter": self.alias_domain}
        )
        self.enterContext(patch.object(self.registry["ir.mail_server"], "_disable_send", lambda *_: False))
        with freeze_time(MONDAY), self.without_send_log():
            self.env["mail.mail"].process_email_queue()
        (letter,) = sink.take(MONDAY)
        (line,) = [line for line in letter.source.split(b"\r\n") if line.startswith(b"List-Unsubscribe:")]
        self.assertRegex(line.decode(), r"^List-Unsubscribe: <https://a-rather-long-name\S+/opt_out/[\w-]{80,}>$")
        self.assertEqual(letter.message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_the_link_text_is_in_the_recipients_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.lead.lang_id = self.env["res.lang"]._lang_get("fr_FR")
        self.template.with_context(lang="fr_FR").body_html = "<p>Bonjour.</p>"
        _enrollment, (mail,) = self.first_mail()
        self.assertIn("Bonjour.", mail["body"])
        self.assertIn("Se désinscrire", mail["body"])
        _enrollment, (mail,) = self.first_mail(self.make_lead("Bob"))
        self.assertIn("Unsubscribe", mail["body"])

    def test_a_template_may_place_the_link_itself(self):
        self.template.body_html = '<p><a href="/sales_sequence/opt_out">no more</a> or <a href="/web">look</a>.</p>'
        enrollment, (mail,) = self.first_mail()
        self.assertEqual(self.links_in(mail["body"]), [self.url_in(mail)])
        self.assertIn(">no more</a>", mail["body"])
        self.assertNotIn("Unsubscribe", mail["body"])
        (in_chatter,) = self.links_in(enrollment.touch_ids.mail_message_id.body)
        self.assertTrue(in_chatter.endswith("/sales_sequence/opt_out"), "A colleague's click must not open the page")

    def test_each_recipient_of_a_copy_gets_their_own_link(self):
        self.template.email_cc = EVE
        _enrollment, mails = self.first_mail()
        recipients = [mail["email_to"] + mail["email_cc"] for mail in mails]
        self.assertEqual(recipients, [['"Ada" <ada@customer.example.org>'], [EVE]])
        Link = self.env["sales.sequence.opt.out.link"]
        self.assertEqual([Link._read(self.url_in(mail)).address for mail in mails], [ADA, EVE])
        for mail in mails:
            self.assertEqual(self.links_in(mail["body"]), [self.url_in(mail)])
            self.assertIn(self.url_in(mail), mail["body_alternative"])

    def test_people_who_opted_out_get_no_copies(self):
        self.template.email_cc = EVE
        self.env["sales.sequence.opt.out"].create({"email_normalized": EVE, "sequence_id": self.sequence.id})
        enrollment, mails = self.first_mail()
        recipients = [mail["email_to"] + mail["email_cc"] for mail in mails]
        self.assertEqual(recipients, [['"Ada" <ada@customer.example.org>']])
        self.assertEqual(enrollment.state, "running")

    def test_mail_outside_of_sequences_is_unchanged(self):
        mail = self.env["mail.mail"].create({"email_to": ADA, "body_html": "<p>Your invoice</p>", "subject": "Invoice"})
        with self.mock_mail_gateway(), self.without_send_log():
            mail.send()
        (sent,) = self._mails
        self.assertNotIn("List-Unsubscribe", sent["headers"])
        self.assertFalse(self.links_in(sent["body"]))

    def test_adding_the_link_needs_no_query(self):
        self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("is_sequence_mail", "=", True), ("state", "=", "outgoing")])
        Link = self.env["sales.sequence.opt.out.link"]
        mail._prepare_outgoing_list()
        with self.assertQueryCount(0):
            body = Link._add_to_body(mail, mail.body_html)
        self.assertTrue(self.links_in(body))
        email_list = mail._prepare_outgoing_list()
        with self.assertQueryCount(0):
            Link._address_each(mail, email_list)
        url = self.url_in({"headers": ast.literal_eval(mail.headers)})
        self.assertEqual(Link._read(url).enrollment.lead_id, self.lead)


class TestOptOutPage(OptOutCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.enrollment, (self.mail,) = self.first_mail()
        self.path = self.path_in(self.mail)

    def post(self, path=None, data=None):
        """Post like a mail program or a new browser: without a cookie, and with no token but the one in the URL."""
        self.opener.cookies.clear()
        return self.url_open(path or self.path, data=data or {"List-Unsubscribe": "One-Click"}, allow_redirects=False)

    def buttons(self, response):
        return html.fromstring(response.content).xpath("//form[@method='post']//button[@name='scope']/@value")

    def assertOptedOut(self, enrollment, detail):  # noqa: N802 (unittest's naming)
        self.env.invalidate_all()
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "opted_out"))
        self.assertIn(detail, enrollment.status_note)
        signal = enrollment.status_signal_id
        self.assertEqual((signal.kind, signal.effect), ("opt_out", "stopped"))
        self.assertEqual(signal.touch_id, enrollment.touch_ids)
        self.assertEqual(signal.action_open_origin()["res_id"], enrollment.lead_id.id)

    def is_blacklisted(self, address):
        return bool(self.env["mail.blacklist"].search_count([("email", "=", address)]))

    # ------------------------------------------------------------------
    # Viewing the page
    # ------------------------------------------------------------------

    def test_viewing_the_page_changes_nothing(self):
        for method in ("GET", "HEAD"):
            response = self.url_open(self.path, method=method)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("Set-Cookie", response.headers)
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.state, "running")
        self.assertFalse(self.enrollment.signal_ids)
        self.assertFalse(self.is_blacklisted(ADA))
        self.assertFalse(self.env["sales.sequence.opt.out"].search([]))

    def test_url_parameters_change_nothing(self):
        self.url_open(f"{self.path}?scope=all&List-Unsubscribe=One-Click")
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.state, "running")

    def test_the_page_names_the_sender_and_works_without_scripts(self):
        response = self.url_open(self.path)
        text = html.fromstring(response.content).text_content()
        for word in ("Rita Rep", self.env.company.name, ADA):
            self.assertIn(word, text)
        self.assertNotIn(self.sequence.name, text, "The recipient must not read our name for the sequence")
        self.assertTrue(response.text.startswith("<!DOCTYPE html>"))
        self.assertNotIn("<script", response.text)
        self.assertNotRegex(response.text, r"(?:src|href)=.(?!data:)", "Nothing else to load")
        self.assertEqual(self.buttons(response), ["sequence", "all"])
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_the_page_asks_for_no_other_file(self):
        """Nor for an icon: browsers ask for `/favicon.ico`, which Odoo does not have, unless the page names one."""
        for logo in (False, PIXEL):
            self.env.company.logo = logo
            page = html.fromstring(self.url_open(self.path).text)
            (icon,) = page.xpath("//link[@rel='icon']/@href")
            for address in (icon, *page.xpath("//@src")):
                self.assertTrue(address.startswith("data:"), address)

    def test_the_page_shows_the_companys_logo(self):
        self.assertNotIn("<img", self.url_open(self.path).text, "Odoo's default logo is not shown")
        self.env.company.logo = PIXEL
        self.assertIn('<img src="data:image/png;base64,', self.url_open(self.path).text)

    def test_the_page_is_in_the_language_of_the_mail(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"].search([("name", "=", "sales_sequence")])._update_translations("fr_FR")
        lead = self.make_lead("Bob", lang_id=self.env["res.lang"]._lang_get("fr_FR").id)
        _enrollment, (mail,) = self.first_mail(lead)
        response = self.url_open(self.path_in(mail), headers={"Accept-Language": "de"})
        for words in ("Arrêter tous les e-mails", "écrit à", 'lang="fr-FR"'):
            self.assertIn(words, response.text)
        self.assertIn("plus d’e-mails", self.post(self.path_in(mail), {"scope": "all"}).text)
        # Texts for the salesperson are in the salesperson's language.
        self.env.invalidate_all()
        self.assertIn("Opted out of all emails", _enrollment.status_note)

    # ------------------------------------------------------------------
    # Opting out
    # ------------------------------------------------------------------

    def test_one_click_ends_all_emails(self):
        response = self.post()
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertOptedOut(self.enrollment, "unsubscribe button")
        self.assertTrue(self.is_blacklisted(ADA))

    def test_one_click_as_multipart_form_data_ends_all_emails(self):
        self.opener.cookies.clear()
        response = self.url_open(self.path, files={"List-Unsubscribe": (None, "One-Click")})
        self.assertEqual(response.status_code, 200)
        self.assertOptedOut(self.enrollment, "unsubscribe button")

    def test_a_post_without_parameters_opts_out_too(self):
        self.url_open(self.path, method="POST")
        self.assertOptedOut(self.enrollment, "link in the email")
        self.assertTrue(self.is_blacklisted(ADA))

    def test_opting_out_of_this_sequence_only(self):
        response = self.post(data={"scope": "sequence"})
        self.assertOptedOut(self.enrollment, "Opted out of this sequence")
        self.assertFalse(self.is_blacklisted(ADA))
        self.assertEqual(self.buttons(response), ["all", "undo"])
        opt_out = self.env["sales.sequence.opt.out"].search([])
        self.assertEqual((opt_out.email_normalized, opt_out.sequence_id, opt_out.origin), (ADA, self.sequence, "link"))
        self.assertEqual(opt_out.enrollment_id, self.enrollment)

    def test_opting_out_of_all_emails(self):
        response = self.post(data={"scope": "all"})
        self.assertOptedOut(self.enrollment, "Opted out of all emails")
        self.assertTrue(self.is_blacklisted(ADA))
        self.assertEqual(self.buttons(response), ["undo"])

    def test_pressing_the_button_twice_changes_nothing_more(self):
        for scope in ("sequence", "sequence", "all", "all"):
            self.assertEqual(self.post(data={"scope": scope}).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(len(self.env["sales.sequence.opt.out"].search([])), 1)
        self.assertEqual(len(self.env["mail.blacklist"].search([("email", "=", ADA)])), 1)

    def test_opting_out_affects_nobody_else(self):
        bob, mail = self.first_mail(self.make_lead("Bob"))
        self.post(self.path_in(mail[0]), {"scope": "all"})
        self.assertOptedOut(bob, "Opted out of all emails")
        self.assertEqual(self.enrollment.state, "running")
        self.assertFalse(self.enrollment.signal_ids)
        self.assertFalse(self.is_blacklisted(ADA))

    def test_the_recipient_of_a_copy_opts_only_themselves_out(self):
        self.template.email_cc = EVE
        bob, (_to_bob, to_eve) = self.first_mail(self.make_lead("Bob"))
        self.post(self.path_in(to_eve), {"scope": "all"})
        self.env.invalidate_all()
        self.assertTrue(self.is_blacklisted(EVE))
        self.assertEqual(bob.state, "running")

    def test_opting_out_cancels_the_queued_mail(self):
        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        self.assertIn("queued", self.enrollment.touch_ids.mapped("state"))
        self.assertEqual(self.enrollment.state, "finished")
        self.post(data={"scope": "sequence"})
        self.assertFalse(self.send_mails(wednesday))
        self.assertEqual(self.enrollment.exit_reason, "opted_out")
        self.assertIn("canceled", self.enrollment.touch_ids.mapped("state"))

    def test_the_link_works_after_the_last_step(self):
        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        self.send_mails(wednesday)
        self.assertEqual((self.enrollment.state, self.enrollment.exit_reason), ("finished", "completed"))
        self.post(data={"scope": "all"})
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.exit_reason, "opted_out")
        self.assertIn("Opted out of all emails", self.enrollment.status_note)

    def test_the_link_works_after_the_lead_is_deleted(self):
        self.lead.unlink()
        response = self.url_open(self.path)
        self.assertEqual(self.buttons(response), ["sequence", "all"])
        self.post(data={"scope": "sequence"})
        self.assertEqual(self.env["sales.sequence.opt.out"].search([]).email_normalized, ADA)
        self.post(data={"scope": "all"})
        self.assertTrue(self.is_blacklisted(ADA))

    def test_the_link_works_after_a_lead_merge(self):
        other = self.make_lead("Bob", email_from="ada@elsewhere.example.org")
        (other + self.lead).merge_opportunity()
        self.post(data={"scope": "sequence"})
        self.assertOptedOut(self.enrollment, "Opted out of this sequence")

    def test_the_link_works_after_a_partner_merge(self):
        partners = self.env["res.partner"].create([{"name": "Bea", "email": "bea@customer.example.org"}] * 2)
        sequence = self.make_sequence(
            {"mail_template_id": self.make_template("res.partner").id}, "call", target="partner"
        )
        enrollment, (mail,) = self.first_mail(partners[0], sequence)
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, partners[1])
        self.post(self.path_in(mail), {"scope": "sequence"})
        self.env.invalidate_all()
        self.assertEqual((enrollment.partner_id, enrollment.exit_reason), (partners[1], "opted_out"))

    def test_a_link_sent_to_an_old_address_opts_out_only_that_address(self):
        """Bob's address has replaced Ada's: Ada cannot decide for Bob."""
        self.lead.email_from = BOB
        wednesday = MONDAY + timedelta(days=1, hours=1)
        self.run_at(wednesday)
        self.assertEqual(self.enrollment.email_normalized, BOB)
        self.post(data={"scope": "all"})
        self.env.invalidate_all()
        self.assertTrue(self.is_blacklisted(ADA))
        self.assertFalse(self.is_blacklisted(BOB))
        self.assertNotEqual(self.enrollment.exit_reason, "opted_out")

    # ------------------------------------------------------------------
    # Undoing an opt-out
    # ------------------------------------------------------------------

    def test_an_opt_out_by_mistake_can_be_undone(self):
        for scope in ("sequence", "all"):
            self.post(data={"scope": scope})
            response = self.post(data={"scope": "undo"})
            self.assertIn("again", response.text)
            self.assertFalse(self.is_blacklisted(ADA))
            self.assertFalse(self.env["sales.sequence.opt.out"].search([]))
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.state, "stopped", "It never restarts automatically")
        self.assertIn("undone by the link", "".join(self.lead.message_ids.mapped("body")))
        self.enroll(self.other_sequence, self.lead)

    def test_the_last_choice_is_undone_first(self):
        self.post(data={"scope": "sequence"})
        self.post(data={"scope": "all"})
        response = self.post(data={"scope": "undo"})
        self.assertFalse(self.is_blacklisted(ADA))
        self.assertEqual(len(self.env["sales.sequence.opt.out"].search([])), 1)
        self.assertEqual(self.buttons(response), ["all", "undo"])

    def test_the_link_cannot_undo_an_opt_out_entered_by_a_colleague(self):
        self.env["mail.blacklist"].with_user(self.manager)._add(ADA)
        self.assertEqual(self.buttons(self.url_open(self.path)), [])
        self.post(data={"scope": "undo"})
        self.assertTrue(self.is_blacklisted(ADA))
        self.env["mail.blacklist"]._remove(ADA)
        self.env["sales.sequence.opt.out"].create({"email_normalized": ADA, "sequence_id": self.sequence.id})
        self.post(data={"scope": "undo"})
        self.assertTrue(self.env["sales.sequence.opt.out"].search([]))

    # ------------------------------------------------------------------
    # Invalid links
    # ------------------------------------------------------------------

    def test_an_invalid_link_gets_a_friendly_page_that_reveals_nothing(self):
        forged = tokens.issue("another secret", tokens.OPT_OUT, [self.enrollment.id, self.sequence.id, ADA, False])
        of_another_purpose = tokens.issue(
            self.env["ir.config_parameter"].get_param("database.secret"),
            tokens.CLICK,
            [self.enrollment.id, self.sequence.id, ADA, False],
        )
        base = self.path.rpartition("/")[0]
        for path in (base, self.path[:-5], *(f"{base}/{token}" for token in (forged, of_another_purpose, "é", "1"))):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 404, path)
            self.assertIn("This link does not work", response.text)
            for word in ("Rita", "customer.example.org", self.sequence.name):
                self.assertNotIn(word, response.text)
        for path in (self.path[:-5], f"{base}/{forged}"):
            response = self.post(path)
            self.assertEqual(response.status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.state, "running")


class TestOptOutEffect(OptOutCommon):
    def opt_out(self, address=ADA, sequence=None, **values):
        return self.env["sales.sequence.opt.out"].create(
            {"email_normalized": address, "sequence_id": (sequence or self.sequence).id, **values}
        )

    def refusal(self, sequence, lead):
        result = sequence.enroll(lead.ids)
        return [refused["code"] for refused in result["refused"]]

    def test_an_opt_out_blocks_enrollment_in_this_sequence_only(self):
        opt_out = self.opt_out(" Ada <ADA@customer.example.org>")
        self.assertEqual(opt_out.email_normalized, ADA)
        self.assertEqual(self.refusal(self.sequence, self.lead), ["opted_out"])
        self.assertEqual(self.refusal(self.sequence, self.make_lead("Bob")), [])
        self.assertEqual(self.refusal(self.other_sequence, self.lead), [])

    def test_deleting_the_opt_out_allows_enrollment_again(self):
        self.opt_out().unlink()
        self.assertEqual(self.refusal(self.sequence, self.lead), [])

    def test_an_opt_out_applies_to_every_version_of_the_sequence(self):
        action = self.sequence.action_new_version()
        version = self.env["sales.sequence"].browse(action["res_id"])
        version.action_publish()
        opt_out = self.opt_out()
        self.assertEqual(self.refusal(version, self.lead), ["opted_out"])
        opt_out.unlink()
        self.opt_out(sequence=version)
        self.sequence.state = "live"
        self.assertEqual(self.refusal(self.sequence, self.lead), ["opted_out"])

    def test_an_opt_out_entered_by_hand_stops_the_enrollment(self):
        ada, bob = self.enroll(self.sequence, self.lead), self.enroll(self.sequence, self.make_lead("Bob"))
        self.opt_out()
        self.assertEqual((ada.state, ada.exit_reason), ("stopped", "opted_out"))
        self.assertIn(self.env.user.name, ada.status_note)
        self.assertEqual(bob.state, "running")
        self.opt_out(EVE).email_normalized = BOB
        self.assertEqual((bob.state, bob.exit_reason), ("stopped", "opted_out"))

    def test_the_runner_stops_opted_out_people_who_slipped_in(self):
        enrollment = self.enroll(self.sequence, self.lead)
        with patch.object(type(self.env["sales.sequence.opt.out"]), "_stop_enrollments", lambda _: None):
            self.opt_out()
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "opted_out"))
        self.assertFalse(enrollment.touch_ids)

    def test_the_runner_checks_the_address_that_it_will_send_to(self):
        others = {"opted_out": self.make_lead("Cleo"), "blacklisted": self.make_lead("Dan")}
        self.opt_out(EVE)
        self.env["mail.blacklist"]._add("faye@copy.example.org")
        enrollments = {reason: self.enroll(self.sequence, lead) for reason, lead in others.items()}
        others["opted_out"].email_from = EVE
        others["blacklisted"].email_from = "faye@copy.example.org"
        self.run_at(MONDAY)
        for reason, enrollment in enrollments.items():
            self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", reason))
            self.assertFalse(enrollment.touch_ids)

    def test_blacklisting_stops_people_and_removing_the_address_readmits_them(self):
        enrollment = self.enroll(self.sequence, self.lead)
        bob = self.enroll(self.sequence, self.make_lead("Bob"))
        self.env["mail.blacklist"]._add(ADA)
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "opted_out"))
        self.assertIn("blacklist", enrollment.status_note)
        self.assertEqual(bob.state, "running")
        self.assertEqual(self.refusal(self.other_sequence, self.lead), ["blacklisted"])
        self.env["mail.blacklist"]._remove(ADA)
        self.assertEqual(self.refusal(self.other_sequence, self.lead), [])

    def test_an_opt_out_needs_a_valid_address(self):
        with self.assertRaises(UserError):
            self.opt_out("Ada")
        with self.assertRaises(UserError):
            self.opt_out().email_normalized = ""

    def test_a_duplicate_opt_out_is_refused(self):
        self.opt_out()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.opt_out("ADA@customer.example.org")
        self.assertIn("sales_sequence_opt_out", str(caught.exception))

    def test_a_hundred_opt_outs_cost_as_many_queries_as_ten(self):
        def count(name, number):
            leads = self.make_leads(number, name)
            self.enroll(self.sequence, leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            values = [{"email_normalized": lead.email_normalized, "sequence_id": self.sequence.id} for lead in leads]
            self.env["sales.sequence.opt.out"].create(values)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count("Warm", 2)
        self.assertLessEqual(count("Many", 100), count("Few", 10) + 10)

    # ------------------------------------------------------------------
    # Access
    # ------------------------------------------------------------------

    def test_users_do_not_see_opt_outs(self):
        opt_out = self.opt_out()
        with self.assertRaises(AccessError):
            opt_out.with_user(self.rep).read(["email_normalized"])
        with self.assertRaises(AccessError):
            self.env["mail.blacklist"].with_user(self.rep).search([])
        self.assertEqual(
            [one["code"] for one in self.sequence.with_user(self.rep).enroll(self.lead.ids)["refused"]], ["opted_out"]
        )

    def test_channel_managers_manage_opt_outs_of_partner_sequences(self):
        channel_manager = mail_new_test_user(
            self.env,
            login="channel",
            email="channel@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_channel_manager",
        )
        template = self.make_template("res.partner")
        for_partners = self.make_sequence({"mail_template_id": template.id}, target="partner")
        of_lead, of_partner = self.opt_out(), self.opt_out(sequence=for_partners)
        OptOut = self.env["sales.sequence.opt.out"].with_user(channel_manager)
        self.assertEqual(OptOut.search([]), of_partner)
        of_partner.with_user(channel_manager).unlink()
        OptOut.create({"email_normalized": BOB, "sequence_id": for_partners.id})
        with self.assertRaises(AccessError):
            of_lead.with_user(channel_manager).unlink()
        with self.assertRaises(AccessError):
            OptOut.create({"email_normalized": BOB, "sequence_id": self.sequence.id})

    def test_managers_manage_opt_outs_and_the_blacklist(self):
        opt_out = self.opt_out().with_user(self.manager)
        self.assertEqual(opt_out.email_normalized, ADA)
        opt_out.unlink()
        self.env["mail.blacklist"].with_user(self.manager)._add(ADA)
        wizard = self.env["mail.blacklist.remove"].with_user(self.manager).create({"email": ADA, "reason": "Asked to"})
        wizard.action_unblacklist_apply()
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", ADA)]))

    def test_nobody_sees_opt_outs_of_other_companies(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        sequence = self.make_sequence(publish=False, company_id=company.id)
        opt_out = self.opt_out(sequence=sequence)
        with self.assertRaises(AccessError):
            opt_out.with_user(self.manager).read(["email_normalized"])
