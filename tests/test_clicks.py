"""Counting clicks: what becomes of the links of an email, and which requests count."""

import html as stdlib_html
import re
import time
from datetime import timedelta, timezone
from urllib.parse import urlsplit

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.tests import BaseCase

from odoo.addons.sales_sequence.tools import click_links, clicks, tokens
from odoo.addons.sales_sequence.tools.click_agents import (
    MAIL_SCANNERS,
    MAKERS_OF_SCANNERS,
    PREVIEWS,
    PROGRAMS,
    is_machine,
)
from odoo.addons.sales_sequence.tools.plain_text import plain_text

from .common import MONDAY, OdooTags
from .test_opt_out import EVE, OptOutCommon

SEALED = re.compile(r"https?://[^/]+/sales_sequence/link/[\w-]{80,}")
PAGE = "https://www.example.com/page?a=1&amp;b=2#part"
BODY = f"""<p style="color: #111">Hello, <a class="button" title="See https://x.example"
href="{PAGE}">have a <b>look</b></a>,
<a href='https://other.example/%7Eme'>or here</a>. <img src="https://www.example.com/logo.png" alt="us"></p>
<p><a href="mailto:rita@test.mycompany.com">write</a> <a href="tel:+3221234567">call</a> <a href="#top">top</a>
<a name="top" data-href="https://data.example">here</a></p>"""
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537 Edg/120",
)


def seal(address):
    """Stands for a sealed link."""
    return f"https://our.example/sales_sequence/link/{address.encode().hex()}"


def hrefs(body):
    """Where the links of a text lead, in their order."""
    return [link.get("href") for link in html.fromstring(f"<div>{body}</div>").iter("a", "area") if link.get("href")]


class TestReplacedLinks(OdooTags, BaseCase):
    def replaced(self, body):
        return click_links.replace_links(body, seal)

    def assertLeftAlone(self, body):  # noqa: N802 (unittest's naming)
        self.assertEqual(self.replaced(body), body)

    def test_only_where_links_lead_is_changed(self):
        replaced = self.replaced(BODY)
        first, second = "https://www.example.com/page?a=1&b=2#part", "https://other.example/%7Eme"
        expected = BODY.replace(f'href="{PAGE}"', f'href="{seal(first)}"')
        expected = expected.replace("href='https://other.example/%7Eme'", f'href="{seal(second)}"')
        self.assertEqual(replaced, expected)

    def test_what_is_no_web_page_is_left_alone(self):
        for address in (
            "mailto:a@b.example",
            "tel:+32",
            "sms:+32",
            "#part",
            "",
            " ",
            "/web",
            "page",
            "//host.example/x",
            "?a=b",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/x",
            "cid:logo",
            "whatsapp://send",
            "https://",
            "http:///x",
            "https://user:secret@host.example/",
            "https://a.example/\\x",
            "https://a.example:port/",
        ):
            with self.subTest(address):
                self.assertLeftAlone(f'<a href="{address}">words</a>')

    def test_links_to_opt_out_are_left_alone_whosever_they_are(self):
        for address in (
            "https://our.example/sales_sequence/opt_out/token",
            "https://news.example/unsubscribe?who=me",
            "https://news.example/Un%73ubscribe",
            "https://news.example/opt-out",
            "https://news.example/newsletter/abmelden",
            "https://news.example/d%C3%A9sinscription",
        ):
            self.assertLeftAlone(f'<a href="{address}">no more</a>')
        for words in (
            "Unsubscribe",
            "opt <b>out</b>",
            "Hier abmelden",
            "Se d&eacute;sinscrire",
            "Darse de baja",
            "Annulli l’iscrizione",
            "Uitschrijven",
            "Cancelar subscrição",
        ):
            self.assertLeftAlone(f'<a href="https://news.example/?list=7">{words}</a>')
        for words in ("Subscribe", "Baja California", "The outlook", "Darse cuenta", "Die Anmeldung"):
            self.assertIn("our.example", self.replaced(f'<a href="https://news.example/?list=7">{words}</a>'), words)

    def test_a_link_that_shows_its_address_leads_there(self):
        """Mail programs warn of those that lead elsewhere."""
        for words in (
            "https://a.example/x",
            "www.a.example",
            "<b>http://a.example</b>",
            " HTTPS://A.example/x ",
            "a.example",
            "A.Example/pricing.",
            "(https://a.example/x)",
        ):
            for host in ("a.example", "www.a.example"):
                self.assertLeftAlone(f'<a href="https://{host}/x">{words}</a>')
        for words in ("example", "b.a.example", "price.pdf", "Node.js", "a.example is ours"):
            self.assertIn("our.example", self.replaced(f'<a href="https://a.example/x">{words}</a>'), words)
        self.assertNotIn(
            "a.example", self.replaced('<a href="https://a.example/x">See https://a.example</a>').split(">")[0]
        )

    def test_unusual_addresses_come_back_as_they_were(self):
        for address in (
            "https://müller.example/größe?q=ä",
            "https://xn--mller-kva.example/",
            "http://a.example/%2Fx%20y?z=%C3%A9",
            "https://a.example/{{object.name}}",
            "https://a.example/?q={}|^~",
            "HTTPS://A.Example/X",
            "https://straße.example/straße",
            "https://a.example",
            "https://[2001:db8::1]:8069/x",
            "https://a.example:8443/x?b=c&d=e&amp=f",
            "https://語.example/語",
        ):
            with self.subTest(address):
                written = stdlib_html.escape(address)
                (sealed,) = hrefs(self.replaced(f'<a href="{written}">words</a>'))
                self.assertEqual(bytes.fromhex(sealed.rpartition("/")[2]).decode(), address)
                header = click_links.in_header(address)
                self.assertTrue(header.isascii())
                self.assertEqual(urlsplit(header).scheme, urlsplit(address).scheme)

    def test_long_addresses_are_left_alone(self):
        for letter in ("x", "ä", "語", "👍"):
            self.assertLeftAlone(f'<a href="https://a.example/{letter * click_links.MAX_ADDRESS}">words</a>')
            longest = f"https://a.example/{letter * (click_links.MAX_ADDRESS // 12 - 3)}"
            self.assertTrue(click_links.is_countable(longest))
            self.assertLess(len(tokens.issue("secret", tokens.CLICK, [10**9, 10**10, longest])), 2_000)

    def test_a_host_that_browsers_write_differently_is_left_alone(self):
        for host in ("👍.example", "_x.müller.example", "-ä.example"):
            self.assertLeftAlone(f'<a href="https://{host}/">words</a>')

    def test_many_links_take_little_time(self):
        body = '<a href="https://a.example/x">words</a>' * 30_000
        before = time.process_time()
        self.assertEqual(self.replaced(body).count("our.example"), 30_000)
        self.assertLess(time.process_time() - before, 6)

    def test_a_host_leads_where_browsers_lead(self):
        self.assertEqual(
            click_links.in_header("https://straße.example:80/ß"), "https://xn--strae-oqa.example:80/%C3%9F"
        )

    def test_broken_and_hostile_html_is_kept(self):
        for body in (
            "<a href=",
            "<a href='https://a.example",
            "<a",
            "<",
            "",
            "<p>a < b and c > d</p>",
            "<!-- <a href='https://a.example/'>x</a> -->",
            "<!-- <a href='https://a.example/'>x</a>",
            "<style>a::after { content: '<a href=https://a.example/>' }</style>",
            "<script>'<a href=\"https://a.example/\">'</script>",
            "<!--[if mso]><a href='https://a.example/'>x</a><![endif]-->",
            '<abbr href="https://a.example/">x</abbr>',
            '<a data-href="https://a.example/">x</a>',
            """<a title="href='https://a.example/'">x</a>""",
            '<link href="https://a.example/x.css">',
            '<base href="https://a.example/">',
            '<td background="https://a.example/x.png">',
            '<img srcset="https://a.example/x.png 2x" src="https://a.example/x.png">',
            '<a href="https://b.example/" href="https://a.example/">https://b.example/</a>',
        ):
            with self.subTest(body):
                self.assertLeftAlone(body)

    def test_ways_to_write_a_link(self):
        for body in (
            "<a href=https://a.example/x>words</a>",
            '<A HREF = "https://a.example/x">words</A>',
            "<a\nclass=\"b\"\nhref='https://a.example/x'>words</a>",
            '<a href=" https://a.example/x ">words</a>',
            '<a title="a > b" href="https://a.example/x">words</a>',
            '<area alt="" href="https://a.example/x">',
            '<a href="https://a.example/x" href="https://b.example/">words</a>',
            '<a href="https://a.example/x"/>',
            '<base href="https://c.example/"><a href="https://a.example/x">words</a>',
        ):
            with self.subTest(body):
                self.assertIn(seal("https://a.example/x"), self.replaced(body))
                self.assertNotIn("a.example", self.replaced(body))

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["https://a.example/", "http://b.example/?q=1&r=2", "mailto:a@b.example", "#x", "/y", ""]
                ),
                st.sampled_from(['"', "'", ""]),
                st.text(st.characters(exclude_characters="<>&\"'", exclude_categories=["C"]), max_size=12),
                st.sampled_from(["", " title='x > y'", ' data-href="https://z.example/"', " class=b"]),
            ),
            max_size=8,
        )
    )
    def test_words_and_other_attributes_stay(self, links):
        body = "".join(
            f"<p>{words}<a{more} href={quote}{stdlib_html.escape(address)}{quote}>{words}</a></p>"
            for address, quote, words, more in links
            if address or quote
        )
        replaced = self.replaced(body)
        before, after = (html.fromstring(f"<div>{text}</div>") for text in (body, replaced))
        self.assertEqual(after.text_content(), before.text_content())
        for old, new in zip(before.iter("a"), after.iter("a"), strict=True):
            attributes = [{**one.attrib, "href": None} for one in (old, new)]
            self.assertEqual(*attributes)
            address = old.get("href")
            self.assertEqual(new.get("href"), seal(address) if address.startswith("http") else address)


class TestCountedRequests(OdooTags, BaseCase):
    """`tools/clicks.py`: moments are seconds."""

    def noted(self, *requests):
        links = {}
        for address, moment, *machine in requests:
            links = clicks.note(links, address, moment, bool(machine))
        return clicks.counted(links), clicks.ignored(links), clicks.first_at(links)

    def test_one_link_counts_as_often_as_it_is_opened(self):
        self.assertEqual(self.noted(("a", 100)), (1, 0, 100))
        self.assertEqual(self.noted(("a", 100), ("a", 200)), (2, 0, 100))
        self.assertEqual(self.noted(("a", 100), ("b", 103)), (2, 0, 100))

    def test_a_machine_does_not_count(self):
        self.assertEqual(self.noted(("a", 100, True)), (0, 1, None))
        self.assertEqual(self.noted(("a", 100, True), ("a", 200)), (1, 1, 200))

    def test_two_links_within_two_seconds_do_not_count(self):
        self.assertEqual(self.noted(("a", 100), ("b", 102)), (0, 2, None))
        self.assertEqual(self.noted(("a", 100), ("b", 102.01)), (2, 0, 100))
        self.assertEqual(self.noted(("a", 100), ("b", 99)), (0, 2, None), "The clocks of two servers differ")
        self.assertEqual(self.noted(("a", 100), ("b", 90)), (2, 0, 90))

    def test_only_the_click_of_the_burst_is_taken_back(self):
        self.assertEqual(self.noted(("a", 100), ("a", 500), ("b", 501)), (1, 2, 100))
        self.assertEqual(self.noted(("a", 100), ("a", 101.5), ("b", 102)), (0, 3, None))
        self.assertEqual(self.noted(("a", 100), ("b", 101), ("c", 102.5), ("a", 200)), (1, 3, 200))

    def test_a_machine_makes_the_other_link_one_too(self):
        self.assertEqual(self.noted(("a", 100), ("b", 101, True)), (0, 2, None))

    def test_a_double_click_counts_once(self):
        self.assertEqual(self.noted(("a", 100), ("a", 100.4)), (1, 1, 100))

    def test_a_reader_counts_whose_program_asks_for_the_page_first(self):
        self.assertEqual(self.noted(("a", 100, True), ("a", 100.4)), (1, 1, 100.4))
        self.assertEqual(self.noted(("a", 100, True), ("a", 100.4), ("a", 100.8)), (1, 2, 100.4))
        self.assertEqual(self.noted(("a", 100, True), ("a", 100.4), ("b", 101)), (0, 3, None))

    def test_what_was_known_stays_as_it_is(self):
        links = clicks.note({}, "a", 100, False)
        before = {key: dict(link) for key, link in links.items()}
        clicks.note(links, "b", 101, False)
        self.assertEqual(links, before)

    def test_the_first_minute_is_the_scanners(self):
        self.assertTrue(clicks.is_hasty(100, 159))
        self.assertFalse(clicks.is_hasty(100, 160))
        self.assertTrue(clicks.is_hasty(None, 10_000), "The email is about to leave")

    def test_links_are_valid_for_a_year(self):
        self.assertFalse(clicks.is_expired(0, 365 * 24 * 3600))
        self.assertTrue(clicks.is_expired(0, 365 * 24 * 3600 + 1))

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 40), st.booleans()), max_size=40))
    def test_numbers_agree_and_links_are_bounded(self, requests):
        links, moment = {}, 0
        for address, after, machine in requests:
            moment += after / 4
            links = clicks.note(links, address, moment, machine)
        self.assertLessEqual(len(links), 4)
        self.assertEqual(clicks.counted(links) + clicks.ignored(links), len(requests))
        for link in links.values():
            self.assertGreaterEqual(link["counted"], 0)
            self.assertEqual(link["first_at"] is None, link["counted"] == 0)

    @given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 0.2)), min_size=2, max_size=30))
    def test_whoever_opens_all_links_at_once_never_counts(self, requests):
        links, moment, last = {}, 1000, None
        for address, after in requests:
            moment += after
            links = clicks.note(links, str(address), moment, False)
            last = moment
        if len(links) == 1:
            return
        # Whichever link was opened near another one is not counted.
        for address, link in links.items():
            for other, found in links.items():
                if other != address and link["counted_at"] is not None:
                    self.assertGreater(abs(link["counted_at"] - found["seen_at"]), 2, (address, other, last))


class TestAgents(OdooTags, BaseCase):
    def test_browsers_are_people(self):
        for agent in BROWSERS:
            headers = {"User-Agent": agent, "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
            self.assertFalse(is_machine("GET", {"User-Agent": agent}), agent)
            self.assertFalse(is_machine("GET", headers), agent)

    def test_a_telephone_may_be_called_like_a_robot(self):
        """From the fixtures of Matomo's `device-detector`."""
        for telephone in (
            "Android 7.0; M bot 51",
            "Android 6.0; IDbot553PLUS Build/MRA58K",
            "Android 8.1.0; XBot_Senior Build/O11019",
            "Android 6.0; POWER BOT Build/MRA58K",
            "Android 7.0; S710 Ruby",
            "Android 13; Spider 8",
            "U; Android 4.2.2; de-de; CUBOT GT99 Build/JDQ39",
        ):
            for page in ("", " [Pinterest/Android]", " Viber/11.9.5.8"):
                agent = f"Mozilla/5.0 (Linux; {telephone}) AppleWebKit/537.36 (KHTML, like Gecko) Mobile{page}"
                self.assertFalse(is_machine("GET", {"User-Agent": agent}), agent)
        robot = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) (compatible; SomeBot/2.1)"
        self.assertTrue(is_machine("GET", {"User-Agent": robot}))

    def test_whoever_says_where_to_complain_is_a_program(self):
        for agent in (
            "Mozilla/5.0 (compatible; SomeSafety/1.0; +https://safety.example/about)",
            "Mozilla/5.0 (compatible; Some Safety; www.safety.example)",
            "Mozilla/5.0 (compatible; SomeSafety/1.0; +safety@mail.example)",
            "Mozilla/5.0",
            "Viber",
        ):
            self.assertTrue(is_machine("GET", {"User-Agent": agent}), agent)

    def test_other_methods_are_machines(self):
        for verb in ("HEAD", "POST", "OPTIONS", "PUT", "PROPFIND", "get"):
            self.assertTrue(is_machine(verb, {"User-Agent": BROWSERS[0]}), verb)

    def test_prefetching_is_no_click(self):
        for name, value in (
            ("Purpose", "prefetch"),
            ("Sec-Purpose", "prefetch;prerender"),
            ("Sec-Purpose", "prefetch"),
            ("X-Moz", "prefetch"),
            ("X-Purpose", "preview"),
            ("Sec-Fetch-Dest", "image"),
            ("Sec-Fetch-Mode", "no-cors"),
        ):
            self.assertTrue(is_machine("GET", {"User-Agent": BROWSERS[0], name: value}), (name, value))

    def test_scanners_previews_and_programs_are_machines(self):
        for agent in (
            *MAIL_SCANNERS,
            *MAKERS_OF_SCANNERS,
            *PREVIEWS,
            *PROGRAMS,
            "",
            " ",
            "python-requests/2.31",
            "curl/8.4.0",
            "Googlebot/2.1",
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "WhatsApp/2.23.20.0",
            "Wget/1.21",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "Mozilla/5.0 HeadlessChrome/120",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
            "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
            "SomeCrawler/1.0",
            "LinkScanner/2",
        ):
            self.assertTrue(is_machine("GET", {"User-Agent": agent}), agent)


class ClickCommon(OptOutCommon):
    """Ada has received an email with two links, whose clicks are counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.sequence_tracks_clicks = True
        cls.template.body_html = BODY

    def sealed_in(self, mail):
        return [link for link in hrefs(mail["body"]) if SEALED.fullmatch(link)]

    def payload(self, link):
        secret = self.env["ir.config_parameter"].get_param("database.secret")
        return tokens.read(secret, tokens.CLICK, link.rpartition("/")[2])


class TestClickMail(ClickCommon):
    def test_links_are_sealed_in_the_copy_that_leaves_and_nowhere_else(self):
        enrollment, (mail,) = self.first_mail()
        touch = enrollment.touch_ids
        pages = ["https://www.example.com/page?a=1&b=2#part", "https://other.example/%7Eme"]
        self.assertEqual(
            [self.payload(link) for link in self.sealed_in(mail)],
            [[touch.id, int(MONDAY.replace(tzinfo=timezone.utc).timestamp()), page] for page in pages],
        )
        self.assertNotIn("sales_sequence/link", touch.mail_message_id.body)
        self.assertIn("https://other.example/%7Eme", touch.mail_message_id.body)
        self.assertEqual(self.links_in(mail["body"]), [self.url_in(mail)], "The link to opt out stays")
        for left_alone in ("mailto:rita@test.mycompany.com", "tel:+3221234567", "#top"):
            self.assertIn(left_alone, hrefs(mail["body"]))
        self.assertIn('title="See https://x.example"', mail["body"])

    def test_the_text_part_has_the_links_as_they_are(self):
        _enrollment, (mail,) = self.first_mail()
        self.assertIn("have a look (https://www.example.com/page?a=1&b=2#part)", mail["body_alternative"])
        self.assertNotIn("sales_sequence/link", mail["body_alternative"])
        self.assertEqual(plain_text(mail["body"]).count("sales_sequence/link"), 2)

    def test_copies_get_the_same_links(self):
        self.template.email_cc = EVE
        _enrollment, mails = self.first_mail()
        self.assertEqual(len(mails), 2)
        self.assertEqual(self.sealed_in(mails[0]), self.sealed_in(mails[1]))
        self.assertEqual(len(self.sealed_in(mails[0])), 2)

    def test_company_and_sequence_decide(self):
        for company, sequence, expected in (
            (False, "company", 0),
            (True, "company", 2),
            (False, "on", 2),
            (True, "off", 0),
            (True, "on", 2),
        ):
            with self.subTest(company=company, sequence=sequence):
                self.env.company.sequence_tracks_clicks = company
                self.sequence.click_tracking = sequence
                _enrollment, (mail,) = self.first_mail(self.make_lead(f"Ada-{company}-{sequence}"))
                self.assertEqual(len(self.sealed_in(mail)), expected)

    def test_clicks_are_off_unless_somebody_wants_them(self):
        self.assertFalse(self.env["res.company"].create({"name": "New"}).sequence_tracks_clicks)
        self.assertEqual(self.sequence.click_tracking, "company")

    def test_nothing_changes_in_an_email_whose_clicks_are_not_counted(self):
        self.sequence.click_tracking = "off"
        enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        email_list = mail._prepare_outgoing_list()
        self.assertIs(self.env["sales.sequence.click.link"]._seal_each(mail, email_list), email_list)

    def test_queries(self):
        enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        email_list = mail._prepare_outgoing_list()
        for setting, queries in (("off", 0), ("on", 1)):
            self.sequence.click_tracking = setting
            self.env.flush_all()
            with self.assertQueryCount(queries):
                self.env["sales.sequence.click.link"]._seal_each(mail, email_list)

    def queries_of_sending(self, name, setting):
        self.sequence.click_tracking = setting
        self.enroll(self.sequence, self.make_lead(name))
        self.run_at(MONDAY)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.send_mails(MONDAY)
        return self.env.cr.sql_log_count - before

    def test_an_email_leaves_with_as_many_queries_as_before(self):
        def do_nothing(_self, _mail, email_list):
            return email_list

        self.queries_of_sending("Warm", "off")
        off, on = self.queries_of_sending("Bob", "off"), self.queries_of_sending("Cleo", "on")
        self.patch(self.registry["sales.sequence.click.link"], "_seal_each", do_nothing)
        before = self.queries_of_sending("Dan", "off")
        self.assertEqual(off, before)
        self.assertLessEqual(on, before + 1)

    def test_an_email_with_a_hundred_links(self):
        self.template.body_html = "".join(f'<p><a href="https://a.example/{n}">Link {n}</a></p>' for n in range(100))
        _enrollment, (mail,) = self.first_mail()
        self.assertEqual(len(set(self.sealed_in(mail))), 100)

    def test_the_meeting_link_of_the_sender_is_a_link_like_others(self):
        self.template.body_html = (
            "<p><a t-att-href=\"object.user_id.email and 'https://meet.example/rita'\">Meet</a></p>"
        )
        _enrollment, (mail,) = self.first_mail()
        (link,) = self.sealed_in(mail)
        self.assertEqual(self.payload(link)[2], "https://meet.example/rita")

    def test_an_email_whose_history_was_deleted_leaves_as_it_is(self):
        enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        mail.write({"state": "exception"})
        enrollment.unlink()
        self.sequence.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.mock_mail_gateway(), self.without_send_log():
            mail.write({"state": "outgoing"})
            mail.send()
        self.assertIn("https://other.example/%7Eme", hrefs(self._mails[0]["body"]))

    def test_whoever_was_deleted_is_not_told_by_the_pages_they_opened(self):
        enrollment, _mails = self.first_mail()
        touch = enrollment.touch_ids
        links = clicks.note(clicks.note({}, "https://a.example/?me=ada", 100, False), "https://b.example/", 900, True)
        self.env["sales.sequence.click"].create({"touch_id": touch.id, "links": links, "clicked_at": MONDAY})
        self.lead.unlink()
        self.assertNotIn("ada", str(touch.click_ids.links))
        self.assertEqual((clicks.counted(touch.click_ids.links), clicks.ignored(touch.click_ids.links)), (1, 1))
        self.assertFalse(touch.click_words)
        self.assertEqual(touch.clicked_at, MONDAY)

    def test_a_test_email_to_oneself_has_the_links_as_they_are(self):
        with self.mock_mail_gateway(), self.without_send_log():
            self.env["sales.sequence.editor"].with_user(self.manager).send_test(
                self.sequence.step_ids[0].id, res_id=self.lead.id
            )
        self.assertTrue(self._mails)
        self.assertFalse(any("sales_sequence/link" in mail["body"] for mail in self._mails))

    def test_mail_outside_of_sequences_is_unchanged(self):
        mail = self.env["mail.mail"].create({"email_to": EVE, "body_html": BODY, "subject": "Invoice"})
        with self.mock_mail_gateway(), self.without_send_log():
            mail.send()
        self.assertFalse(self.sealed_in(self._mails[0]))

    def test_a_new_version_and_a_copy_keep_the_setting(self):
        self.sequence.click_tracking = "on"
        self.assertEqual(self.sequence.copy().click_tracking, "on")
        action = self.sequence.with_user(self.manager).action_new_version()
        self.assertEqual(self.sequence.browse(action["res_id"]).click_tracking, "on")

    def test_a_click_is_in_the_report_and_in_no_other_figure(self):
        """Nor does it change anything else that the report tells."""
        enrollment, _mails = self.first_mail()
        report, later = self.env["sales.sequence.report"], MONDAY + timedelta(days=30)
        names = [name for name, field in report._fields.items() if field.compute == "_compute_measures"]
        with freeze_time(later):
            (before,) = report._measures([("sequence_id", "=", self.sequence.id)], (), names)
        self.env["sales.sequence.click"].create(
            {"touch_id": enrollment.touch_ids.id, "click_count": 1, "clicked_at": MONDAY + timedelta(hours=1)}
        )
        self.env.flush_all()
        with freeze_time(later):
            (after,) = report._measures([("sequence_id", "=", self.sequence.id)], (), names)
        changed = {name for name in names if before[name] != after[name]}
        self.assertEqual(changed, {"clicked"})
        self.assertEqual((before["clicked"], after["clicked"]), (0, 1))

    def test_the_touch_tells_what_was_opened(self):
        enrollment, _mails = self.first_mail()
        touch = enrollment.touch_ids
        self.assertFalse(touch.click_words)
        links = clicks.note({}, "https://a.example", 1_768_215_600, False)
        links = clicks.note(links, "https://b.example", 1_768_215_700, True)
        self.env["sales.sequence.click"].create({"touch_id": touch.id, "links": links, "clicked_at": MONDAY})
        touch.invalidate_recordset()
        as_rep = touch.with_user(self.rep)
        self.assertEqual(as_rep.clicked_at, MONDAY)
        self.assertEqual(as_rep.click_words, "1 × https://a.example\n0 × https://b.example (1 not counted)")
        self.assertEqual(touch.search([("clicked_at", "!=", False), ("id", "=", touch.id)]), touch)
