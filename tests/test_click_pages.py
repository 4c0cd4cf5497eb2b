"""Opening the counted links of an email, over HTTP: people, scanners, and who tries more than that."""

from datetime import timedelta, timezone

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.sales_sequence.models.inbox.click_link import PATH
from odoo.addons.sales_sequence.tools import tokens

from demo.sink import Sink

from . import test_routes
from .common import MONDAY, SmtpCommon
from .test_clicks import BROWSERS, SEALED, ClickCommon, hrefs

PERSON = {
    "User-Agent": BROWSERS[0],
    "Accept-Language": "en",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
}
PAGES = ["https://www.example.com/page?a=1&b=2#part", "https://other.example/%7Eme"]
CLICKS = "sales_sequence_click"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


class ClickPageCommon(ClickCommon, SmtpCommon, HttpCase):
    """Ada's email has really left, over SMTP."""

    send = test_routes.TestRoutes.send
    snapshot = test_routes.TestRoutes.snapshot

    def setUp(self):
        super().setUp()
        self.sink = self.listen(Sink())
        self.enrollment = self.enroll(self.sequence, self.lead)
        self.run_all(MONDAY)
        (self.letter,) = self.sink.take(MONDAY)
        self.touch = self.enrollment.touch_ids
        self.assertEqual((self.touch.state, self.touch.done_at), ("sent", MONDAY))
        self.links = [
            link.partition("/sales_sequence")[1] + link.partition("/sales_sequence")[2]
            for link in hrefs(self.letter.message.get_body(("html",)).get_content())
            if SEALED.fullmatch(link)
        ]
        self.assertEqual(len(self.links), 2)

    def visit(self, link=0, after=2 * MINUTE, verb="GET", body=None, **headers):
        """Open a link, by its place in the email or its path, so long after the email has left."""
        path = self.links[link] if isinstance(link, int) else link
        headers = {**PERSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with freeze_time(MONDAY + after):
            response = self.send(verb, path, {name: value for name, value in headers.items() if value}, body)
        self.env.invalidate_all()
        self.assertLess(response.status, 500)
        self.assertNotIn("Set-Cookie", response.headers)
        return response

    def numbers(self):
        self.env.invalidate_all()
        found = self.env["sales.sequence.click"].search([("touch_id", "=", self.touch.id)])
        return found.click_count, found.machine_count

    def assertOnlyClicksChange(self, before, what=None):  # noqa: N802 (unittest's naming)
        after = self.snapshot()
        self.assertLessEqual({table for table in before if before[table] != after[table]}, {CLICKS}, what)

    def forge(self, *payload, secret=None, purpose=tokens.CLICK):
        secret = secret or self.env["ir.config_parameter"].get_param("database.secret")
        return f"{PATH}/{tokens.issue(secret, purpose, list(payload))}"


class TestPeople(ClickPageCommon):
    def test_a_person_gets_to_the_page_and_counts_once(self):
        before = self.snapshot()
        for link, page in enumerate(PAGES):
            response = self.visit(link, after=(link + 2) * MINUTE)
            self.assertEqual((response.status, response.headers["Location"]), (302, page))
        self.assertEqual(self.numbers(), (2, 0))
        self.assertEqual(self.touch.clicked_at, MONDAY + 2 * MINUTE)
        self.assertOnlyClicksChange(before)
        (row,) = self.measured()
        self.assertEqual((row["clicked"], row["replied"]), (1, 0))
        self.visit(0, after=DAY)
        self.assertEqual(self.numbers(), (3, 0))
        self.assertEqual(self.touch.clicked_at, MONDAY + 2 * MINUTE)
        self.assertEqual(self.measured()[0]["clicked"], 1, "The same person")

    def measured(self):
        with freeze_time(MONDAY + 30 * DAY):
            return self.env["sales.sequence.report"]._measures(
                [("sequence_id", "=", self.sequence.id)], (), ["clicked", "replied"]
            )

    def test_the_answer_keeps_the_link_to_itself(self):
        headers = self.visit().headers
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_a_click_costs_at_most_five_queries(self):
        self.visit(f"{PATH}/nothing")
        for after in (2 * MINUTE, 3 * MINUTE, 4 * MINUTE):
            with self.assertQueryCount(2):
                self.visit(after=after)
        self.assertEqual(self.numbers(), (3, 0))

    def test_the_first_click_after_a_start_costs_at_most_five_queries(self):
        self.registry.clear_all_caches()
        before = self.env.cr.sql_log_count
        self.visit()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 5)
        self.assertEqual(self.numbers(), (1, 0))

    def test_a_click_leaves_the_sequence_as_it_is(self):
        next_step, next_run_at = self.enrollment.next_step_id, self.enrollment.next_run_at
        self.visit()
        self.assertEqual(self.enrollment.state, "running")
        self.assertEqual((self.enrollment.next_step_id, self.enrollment.next_run_at), (next_step, next_run_at))
        self.assertFalse(self.enrollment.signal_ids)
        self.run_all(MONDAY + DAY)
        self.assertEqual(len(self.sink.take(MONDAY)), 1, "The next email leaves")

    def test_a_colleague_who_is_logged_in_does_not_count(self):
        self.authenticate("rep", "rep")
        self.visit(Cookie=f"session_id={self.session.sid}")
        self.assertEqual(self.numbers(), (0, 1))

    def test_a_link_that_would_not_be_sealed_today_leads_there(self):
        page = "https://news.example/unsubscribe"
        response = self.visit(self.forge(self.touch.id, int(MONDAY.replace(tzinfo=timezone.utc).timestamp()), page))
        self.assertEqual((response.status, response.headers["Location"]), (302, page))

    def test_a_link_to_an_unusual_address_leads_there(self):
        for page, location in (
            ("https://müller.example/größe?q=ä#ö", "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe?q=%C3%A4#%C3%B6"),
            ("https://straße.example/", "https://xn--strae-oqa.example/"),
            ("https://a.example/%2Fx%20y?z=%C3%A9&{{x}}", "https://a.example/%2Fx%20y?z=%C3%A9&{{x}}"),
            ("https://[2001:db8::1]:8069/x", "https://[2001:db8::1]:8069/x"),
        ):
            response = self.visit(self.forge(self.touch.id, int(MONDAY.replace(tzinfo=timezone.utc).timestamp()), page))
            self.assertEqual((response.status, response.headers["Location"]), (302, location))


class TestScanners(ClickPageCommon):
    def test_a_replay_of_scanners_counts_nothing_and_changes_nothing(self):
        before, hour = self.snapshot(), 60 * MINUTE
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for link in (0, 1):
            # While the mail server delivers the email.
            for after in (0 * SECOND, 3 * SECOND, 59 * SECOND):
                self.visit(link, after=after + link * SECOND / 2)
            # Later, but no browser of a reader.
            at = hour + link * MINUTE
            self.assertEqual(self.visit(link, at, "HEAD").status, 302)
            for verb in ("POST", "PUT", "OPTIONS", "PROPFIND", "DELETE", "get"):
                response = self.visit(link, at + 5 * SECOND, verb, body="email=ada&submit=1", **form)
                self.assertEqual((response.status, response.headers["Allow"]), (405, "GET, HEAD"), verb)
            self.visit(link, at + 10 * SECOND, Sec_Purpose="prefetch;prerender")
            self.visit(link, at + 15 * SECOND, Purpose="prefetch")
            self.visit(link, at + 20 * SECOND, X_Moz="prefetch")
            for agent in (None, "Slackbot-LinkExpanding 1.0", "Barracuda Sentinel (EE)", "python-requests/2.31.0"):
                self.visit(link, at + 25 * SECOND, User_Agent=agent)
        # Everything at once, by a program that passes itself off as a browser.
        self.visit(0, 2 * hour)
        self.visit(1, 2 * hour + SECOND)
        self.assertEqual(self.numbers()[0], 0)
        self.assertGreater(self.numbers()[1], 30)
        self.assertFalse(self.touch.clicked_at)
        self.assertOnlyClicksChange(before)
        self.assertEqual(self.env["sales.sequence.click"].search_count([]), 1, "One row, whatever a robot does")
        # A person, afterwards.
        self.visit(1, 3 * hour)
        self.assertEqual(self.numbers()[0], 1)
        self.assertEqual(self.touch.clicked_at, MONDAY + 3 * hour)

    def test_the_minute_counts_from_when_the_email_really_left(self):
        self.visit(after=59 * SECOND)
        self.assertEqual(self.numbers(), (0, 1))
        self.visit(after=60 * SECOND + 2 * SECOND)
        self.assertEqual(self.numbers(), (1, 1))

    def test_a_slow_mail_server_gets_its_minute_too(self):
        self.touch.done_at = MONDAY + MINUTE
        self.env.flush_all()
        self.visit(after=100 * SECOND)
        self.assertEqual(self.numbers(), (0, 1))

    def test_an_email_that_is_just_leaving_has_no_reader(self):
        """Until Odoo has noted that it has left, the touch has a planned date."""
        self.touch.write({"state": "queued", "done_at": MONDAY - DAY})
        self.env.flush_all()
        self.visit(after=2 * MINUTE)
        self.assertEqual(self.numbers(), (0, 1))

    def test_the_earlier_of_two_links_is_taken_back(self):
        self.visit(0, 2 * MINUTE)
        self.assertTrue(self.touch.clicked_at)
        self.visit(1, 2 * MINUTE + 2 * SECOND)
        self.assertEqual(self.numbers(), (0, 2))
        self.assertFalse(self.touch.clicked_at)

    def test_a_scanner_that_follows_every_link_of_the_page_opts_nobody_out(self):
        before = self.snapshot()
        for link in hrefs(self.letter.message.get_body(("html",)).get_content()):
            if "/sales_sequence" in link:
                self.visit("/sales_sequence" + link.partition("/sales_sequence")[2], after=3 * SECOND)
        self.assertOnlyClicksChange(before)


class TestForgedLinks(ClickPageCommon):
    def setUp(self):
        super().setUp()
        self.issued_at = int(MONDAY.replace(tzinfo=timezone.utc).timestamp())

    def hostile(self):
        """Paths of links that lead nowhere."""
        token = self.links[0].rpartition("/")[2]
        year, evil = 366 * 24 * 3600, "https://evil.example/"
        addresses = ["javascript:alert(1)", "//evil.example", "data:text/html,x", "https://a\r\nX: y", "/web", ""]
        altered = [token[:-6], token[:40] + token[41:], token[::-1], token.lower(), f"{token}x", "0", "-", "A" * 6000]
        altered += [
            "x?a[]=1&a=%FF",
            "%00",
            "%FF%FE",
            "%C3%A9",
            "null",
            "[]",
            "https:evil.example",
            "?url=https://evil.example",
        ]
        return [
            PATH,
            *(f"{PATH}/{one}" for one in altered),
            *(self.forge(self.touch.id, self.issued_at, address) for address in addresses),
            self.forge(self.touch.id, self.issued_at, evil, secret="of another database"),
            self.forge(self.touch.id, self.issued_at, evil, purpose=tokens.OPT_OUT),
            self.forge(self.touch.id, self.issued_at - year, PAGES[0]),
        ]

    def test_no_forged_link_leads_anywhere_but_home(self):
        for website, expected in (
            (False, 404),
            ("https://www.ours.example", 302),
            ("javascript:alert(1)", 404),
            ("ours.example", 302),
        ):
            self.env.company.website = website
            self.env.flush_all()
            before = self.snapshot()
            for path in self.hostile():
                for verb in ("GET", "HEAD"):
                    response = self.visit(path, verb=verb)
                    self.assertEqual(response.status, expected, (website, path))
                    if expected == 302:
                        self.assertIn("ours.example", response.headers["Location"])
                    else:
                        self.assertNotIn("Location", response.headers)
                        self.assertNotIn("evil", response.text)
            after = self.snapshot()
            self.assertEqual(before, after)

    def test_a_parameter_changes_nothing(self):
        response = self.visit(f"{self.links[0]}?url=https://evil.example&token=x")
        self.assertEqual(response.headers["Location"], PAGES[0])

    def test_who_lost_the_way_is_told_so(self):
        self.env.company.website = False
        self.env.flush_all()
        response = self.visit(f"{PATH}/nothing")
        page = html.fromstring(response.text)
        self.assertEqual(page.text_content().strip(), "This link is no longer valid." * 2)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_an_old_link_leads_to_the_company_that_wrote_the_email(self):
        other = self.env["res.company"].create({"name": "Other", "website": "https://other.example"})
        self.env.company.website = "https://first.example"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_sequence_enrollment SET company_id = %s WHERE id = %s", [other.id, self.enrollment.id]
        )
        self.env.invalidate_all()
        response = self.visit(after=366 * DAY)
        self.assertEqual(response.headers["Location"], "https://other.example")
        self.assertEqual(self.numbers(), (0, 0))

    def test_a_link_still_leads_to_its_page_when_everything_is_deleted(self):
        self.enrollment.sudo().unlink()
        self.lead.unlink()
        self.env.flush_all()
        response = self.visit()
        self.assertEqual((response.status, response.headers["Location"]), (302, PAGES[0]))
        self.assertFalse(self.env["sales.sequence.click"].search([]))

    def test_whoever_was_deleted_gets_to_the_page_and_leaves_no_trace(self):
        self.lead.unlink()
        self.env.flush_all()
        self.assertEqual(self.visit().headers["Location"], PAGES[0])
        self.assertTrue(self.touch.exists())
        self.assertFalse(self.env["sales.sequence.click"].search([]))

    def test_an_error_while_counting_does_not_keep_the_reader_from_the_page(self):
        def fail(*_args):
            raise ValueError("disk full")

        self.patch(self.registry["sales.sequence.click"], "_add", fail)
        with mute_logger("odoo.addons.sales_sequence.models.enrollment.click"):
            response = self.visit()
        self.assertEqual((response.status, response.headers["Location"]), (302, PAGES[0]))

    def test_opting_out_stays_one_click(self):
        page = self.letter.message["List-Unsubscribe"].strip("<>").partition("/sales_sequence")
        self.send("POST", page[1] + page[2], body="List-Unsubscribe=One-Click")
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.exit_reason, "opted_out")
