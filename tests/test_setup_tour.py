"""The setup checklist to its end in a real browser: the test email leaves over SMTP, and Odoo's own mail gateway script
brings it back."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.modules import get_module_path
from odoo.tests import HttpCase
from odoo.tools import config

from odoo.addons.mail.tests.common import mail_new_test_user

from demo.sink import Sink

from .common import BRUSSELS, SmtpCommon

# Long enough for the request that sends the mail to end: a mail server, too, delivers after it has accepted.
PAUSE = 1


class GatewaySink(Sink):
    """A mail server that passes what it accepts on to Odoo, as `odoo-mailgate.py` says in its comments."""

    def __init__(self, deliver):
        super().__init__()
        self._deliver = deliver
        self._timers = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        timer = threading.Timer(PAUSE, self._deliver, [envelope.original_content])
        self._timers.append(timer)
        timer.start()
        return await super().handle_DATA(server, session, envelope)

    def __exit__(self, *error):
        for timer in self._timers:
            timer.join()
        return super().__exit__(*error)


class SetupScreen(SmtpCommon, HttpCase):
    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.env["ir.cron"].with_context(active_test=False).search([("id", "!=", False)]).write(
            {"nextcall": now + timedelta(hours=1), "lastcall": now}
        )
        # As a server runs that people work with; that of the tests runs no scheduled jobs.
        self.enterContext(patch.dict(config.options, {"max_cron_threads": 1}))
        # Not the one who looks at the page: Odoo renews the hash of a password that is used, which ends the session.
        self.gateway = mail_new_test_user(self.env, login="mail_gateway", groups="base.group_system", tz=BRUSSELS)
        self.env["res.users"].search([("tz", "=", False)]).tz = BRUSSELS
        self.env["fetchmail.server"].with_context(active_test=False).search([]).unlink()
        self.env.ref("base.user_admin").email = f"admin@{self.alias_domain}"
        # The gateway has no cookie of this test.
        self.http_request_allow_all = True
        self.addCleanup(setattr, self, "http_request_allow_all", False)
        self.said = []
        self.listen(GatewaySink(self.pass_on))

    def pass_on(self, source):
        script = Path(get_module_path("mail")) / "static" / "scripts" / "odoo-mailgate.py"
        host, port = self.base_url().removeprefix("http://").split(":")
        options = [
            "-d",
            self.env.cr.dbname,
            "-u",
            str(self.gateway.id),
            "-p",
            "mail_gateway",
            "--host",
            host,
            "--port",
            port,
        ]
        run = subprocess.run(
            [sys.executable, str(script), *options], input=source, capture_output=True, timeout=60, check=False
        )
        self.said.append((run.returncode, run.stderr.decode()))

    def tour(self, name, url="/odoo/sequences-status"):
        self.start_tour(url, name, login="admin", timeout=180)
        self.assertEqual([said for said in self.said if said[0]], [], "the gateway script failed")


class TestSetupOnDesk(SetupScreen):
    browser_size = "1400x900"

    def test_the_checklist_comes_to_its_end_with_a_real_round_trip(self):
        self.tour("sales_sequence_setup")
        trip = self.env["sales.sequence.round.trip"].search([], limit=1)
        messages = self.env["mail.message"].search_count(
            ["|", ("subject", "like", trip.secret), ("incoming_email_to", "like", trip.address)]
        )
        self.assertTrue(trip.read_at and not trip.was_fetched)
        self.assertEqual(messages, 0, "the test leaves nothing behind")

    def test_settings_show_it_too(self):
        self.tour("sales_sequence_setup_in_settings", "/odoo/action-crm.crm_config_settings_action")

    def test_a_bookmark_of_the_old_page_still_works(self):
        self.tour("sales_sequence_old_address_of_status", "/odoo/sequence-engine")


class TestSetupOnPhone(SetupScreen):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_checklist_comes_to_its_end_on_a_phone(self):
        self.tour("sales_sequence_setup_on_phone")
