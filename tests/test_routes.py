"""Our public URLs: without a login any method may look, but only POST has an effect."""

import http.client
from urllib.parse import urlsplit

from lxml import html

from odoo.tests import HttpCase
from odoo.tools import SQL

from odoo.addons.sales_sequence.models.inbox.opt_out_link import PATH
from odoo.addons.sales_sequence.tools import tokens

from .test_opt_out import ADA, OptOutCommon

VERBS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "post", "Post", "POSTS")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
# Tables, besides our own, in which an opt-out, a stop or a pause leaves a trace.
OF_OTHERS = ("mail_blacklist", "mail_message", "mail_mail", "mail_activity", "crm_lead", "res_partner")


class TestRoutes(OptOutCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.enrollment, (self.mail,) = self.first_mail()
        self.token = self.path_in(self.mail).rpartition("/")[2]
        self.bob, (mail_of_bob,) = self.first_mail(self.make_lead("Bob"), sequence=self.other_sequence)
        self.opted_out_token = self.path_in(mail_of_bob).rpartition("/")[2]
        self.url_open(self.path_in(mail_of_bob), data={"scope": "sequence"})
        self.env.invalidate_all()

    def routes(self):
        """Every rule in Odoo's routing map that leads to a method of this addon."""
        return [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.endpoint.func.__module__.startswith("odoo.addons.sales_sequence.")
        ]

    def path(self, rule, token):
        """The URL of a route; a route with a new parameter needs a line here."""
        self.assertLessEqual(rule.arguments, {"token"}, f"{rule.rule}: this test knows no value for the parameter")
        return rule.rule.replace("<string:token>", token)

    def send(self, verb, path, headers=None, body=None):
        """Send a request with the method spelled as given; the library of Odoo's tests would uppercase it."""
        connection = http.client.HTTPConnection(urlsplit(self.base_url()).netloc, timeout=30)
        try:
            with self.allow_requests(all_requests=True):
                connection.request(verb, path, body=body, headers=headers or {})
                response = connection.getresponse()
                response.text = response.read().decode(errors="replace")
            return response
        finally:
            connection.close()

    def snapshot(self):
        """``{table: (number of rows, hash of their content)}``"""
        self.env.flush_all()
        ours = [
            model._table
            for name, model in self.env.items()
            if name.startswith("sales.sequence") and model._auto and not model._abstract
        ]
        self.assertGreater(len(ours), 8)
        content = {}
        for table in (*ours, *OF_OTHERS):
            self.env.cr.execute(
                SQL(
                    "SELECT count(*), md5(string_agg(row::text, '' ORDER BY row::text)) FROM %s AS row",
                    SQL.identifier(table),
                )
            )
            content[table] = self.env.cr.fetchone()
        return content

    def assertNothingChanges(self, before, what):  # noqa: N802 (unittest's naming)
        after = self.snapshot()
        self.assertEqual({table for table in before if before[table] != after[table]}, set(), what)

    # ------------------------------------------------------------------
    # Public routes
    # ------------------------------------------------------------------

    def test_this_test_finds_every_route(self):
        self.assertGreaterEqual({rule.rule for rule in self.routes()}, {PATH, f"{PATH}/<string:token>"})

    def test_this_test_detects_the_effect_of_a_post(self):
        before = self.snapshot()
        self.assertEqual(self.send("POST", f"{PATH}/{self.token}").status, 200)
        after = self.snapshot()
        changed = {table for table in before if before[table] != after[table]}
        self.assertGreaterEqual(changed, {"mail_blacklist", "sales_sequence_enrollment", "sales_sequence_signal"})

    def test_no_method_but_post_changes_anything(self):
        form, click = {"Content-Type": "application/x-www-form-urlencoded"}, "List-Unsubscribe=One-Click"
        before = self.snapshot()
        for rule in self.routes():
            for token in (self.token, self.opted_out_token):
                path = self.path(rule, token)
                for verb in VERBS:
                    for scope in ("sequence", "all", "undo"):
                        response = self.send(verb, f"{path}?scope={scope}", form, f"scope={scope}&{click}")
                        self.assertLess(response.status, 500, (verb, path))
                        self.assertNothingChanges(before, (verb, path, scope))

    def test_no_header_or_parameter_turns_another_method_into_a_post(self):
        before = self.snapshot()
        for rule in self.routes():
            path = self.path(rule, self.token)
            for verb in ("GET", "HEAD", "OPTIONS"):
                for header in OVERRIDES:
                    self.send(verb, path, {header: "POST"})
                self.send(verb, f"{path}?_method=POST&method=POST")
                self.assertNothingChanges(before, (verb, path))

    def test_an_options_request_is_answered(self):
        response = self.send("OPTIONS", f"{PATH}/{self.token}")
        self.assertEqual((response.status, response.headers["Allow"]), (405, "GET, HEAD, POST"))
        self.assertNotIn(ADA, response.text)

    def test_a_scanner_that_follows_every_link_changes_nothing(self):
        before = self.snapshot()
        queue, seen = [f"{PATH}/{self.token}", f"{PATH}/{self.opted_out_token}"], set()
        while queue:
            path = queue.pop()
            seen.add(path)
            response = self.send("GET", path)
            if response.headers.get_content_type() != "text/html":  # the icon of the page
                continue
            page = html.fromstring(response.text)
            queue += [link for _element, _attribute, link, _position in page.iterlinks() if link not in seen]
        self.assertNothingChanges(before, seen)

    # ------------------------------------------------------------------
    # Tokens
    # ------------------------------------------------------------------

    def test_posting_a_token_that_is_not_ours_changes_nothing(self):
        secret = self.env["ir.config_parameter"].get_param("database.secret")
        payload = [self.enrollment.id, self.sequence.id, ADA, False]
        hostile = [
            tokens.issue("the secret of another database", tokens.OPT_OUT, payload),
            tokens.issue(secret, tokens.CLICK, payload),
            self.token[:-6],
            self.token[:40] + self.token[41:],
            self.token[::-1],
            self.token.lower(),
            "0",
            "-",
            "%00",
            "%FF%FE",
            "%C3%A9",
            "..%2F..%2Fweb",
            "null",
            "[]",
            "A" * 6000,
        ]
        before = self.snapshot()
        for token in hostile:
            for verb in ("POST", "GET"):
                response = self.send(verb, f"{PATH}/{token}")
                self.assertEqual(response.status, 404, token)
                self.assertNotIn(ADA, response.text)
        self.assertNothingChanges(before, "hostile tokens")

    def test_a_token_affects_only_its_own_address(self):
        self.send("POST", f"{PATH}/{self.token}")
        self.env.invalidate_all()
        self.assertEqual(self.enrollment.exit_reason, "opted_out")
        self.assertEqual(self.env["mail.blacklist"].search([]).mapped("email"), [ADA])
