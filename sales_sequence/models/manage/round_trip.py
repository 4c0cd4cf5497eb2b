import logging
import secrets
import smtplib
from datetime import timedelta, timezone
from email.utils import parsedate_to_datetime

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import consteq

from ...tools.attempt import attempt
from ..base.arguments import ID, checked
from ..measure.facts import CRITICAL, OK, UNKNOWN
from ..measure.incoming import GATEWAY_PROVED

_logger = logging.getLogger(__name__)

# Where the test goes: an address of ours on the company's alias domain.
ALIAS = "sequences-round-trip"
# After so long the screen says "not yet". What arrives later still counts.
PATIENCE = timedelta(minutes=10)
# It takes a minute at most to hand it over. What has not been by then never will be: the page was left in between.
HANDED_OVER_WITHIN = timedelta(minutes=2)
# Later than this, nothing counts: a test that has lain about is no proof of today.
ACCEPTED_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=30)
# Between two of them, whoever starts them.
PAUSE = timedelta(seconds=30)
MARK = "X-Sales-Sequence-Round-Trip"
RUNNING = "running"


class SalesSequenceRoundTrip(models.Model):
    """A test email that goes the whole way: out through the real mail server, and back into Odoo.

    It is sent to an address of ours, and never becomes a message: nothing of it is in a chatter, no signal is made of
    it, and nobody is stopped by it. Only one with the secret of a test that still waits counts, and once.

    Nobody but our own code reads or writes these: whoever could read the secret could forge the answer.
    """

    _name = "sales.sequence.round.trip"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Round Trip of a Test Email"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    secret = fields.Char(required=True, readonly=True, default=lambda _self: secrets.token_urlsafe(24))
    address = fields.Char(required=True, readonly=True, help="To whom it goes.")
    written_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    sent_at = fields.Datetime(readonly=True, help="When the outgoing mail server took it.")
    seconds = fields.Float(readonly=True, help="How long the outgoing mail server took for it.")
    problem = fields.Selection(
        [("login", "Refuses the login"), ("unreachable", "Cannot be reached"), ("refused", "Refuses the email")],
        readonly=True,
    )
    arrived_at = fields.Datetime(readonly=True, help="When the last mail server before Odoo received it.")
    read_at = fields.Datetime(readonly=True, help="When Odoo read and recognized it.")
    was_fetched = fields.Boolean(readonly=True, help="By Odoo itself; otherwise a mail gateway passed it on.")

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------

    @checked()
    @api.model
    def start(self):
        """Write a test. `send` sends it, once this has been committed: it might be back before that.

        :return: the id of the test
        :raises UserError: another one has just begun, or there is no address to send to
        :raises RedirectWarning: the user has no address to send from; leads to where it is entered
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        self.env["sales.sequence.health"]._check_may_read()
        trips = self.sudo()
        last = trips.search([("written_at", ">", fields.Datetime.now() - PAUSE)], limit=1)
        if last:
            raise UserError(self.env._("A round trip has just started. Wait half a minute before the next one."))
        if not self.env.user.email_normalized:
            raise RedirectWarning(
                self.env._("Your user has no valid email address to send the test from. Enter one first."),
                {**self.env["ir.actions.act_window"]._for_xml_id("base.action_res_users_my"), "res_id": self.env.uid},
                self.env._("My preferences"),
            )
        alias = trips._alias(self.env.company)
        return trips.create(
            {"company_id": self.env.company.id, "user_id": self.env.uid, "address": alias.alias_full_name}
        ).id

    @checked(trip_id=ID)
    @api.model
    def send(self, trip_id):
        """Hand the test over to the outgoing mail server.

        :param trip_id: what `start` returned
        :return: as `get_state`
        :raises UserError: there is no such test, or it has been sent
        :raises AccessError: the user is not a manager of Sales Sequences, or did not start it
        """
        trip = self._find(trip_id)
        is_mine = trip.user_id == self.env.user and trip.try_lock_for_update(allow_referencing=True)
        if not is_mine or trip.sent_at or trip.problem:
            raise UserError(self.env._("This round trip has already been sent. Start another one."))
        trip._hand_over()
        return self.get_state(trip_id)

    @checked(trip_id=ID)
    @api.model
    def get_state(self, trip_id=None):
        """How far a test has come.

        :param trip_id: what `start` returned; without it, the last test of the active company
        :return: dict with ``id`` (False: there has been none), ``status`` (`running`, `ok`, `critical`, `unknown`),
            ``started_at`` and ``stations``: list of ``{"code", "name", "status", "at", "text"}``. A station's status is
            `ok`, `running`, `critical`, `unknown` or `waiting`. Moments are naive UTC, or False.
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        trip = self._find(trip_id)
        if not trip:
            return {"id": False, "status": UNKNOWN, "started_at": False, "stations": []}
        stations = trip._stations()
        statuses = [station["status"] for station in stations]
        return {
            "id": trip.id,
            "status": next((status for status in (CRITICAL, RUNNING, UNKNOWN) if status in statuses), OK),
            "started_at": fields.Datetime.to_string(trip.written_at),
            "stations": stations,
        }

    def _find(self, trip_id):
        self.env["sales.sequence.health"]._check_may_read()
        domain = [("company_id", "in", self.env.companies.ids)]
        if trip_id is None:
            return self.sudo().search([("company_id", "=", self.env.company.id)], limit=1)
        trip = self.sudo().search([*domain, ("id", "=", trip_id)])
        if not trip:
            raise UserError(self.env._("There is no round trip %s.", trip_id))
        return trip

    # ------------------------------------------------------------------
    # Out
    # ------------------------------------------------------------------

    @api.model
    def _alias(self, company):
        """The address of the tests of a company."""
        domain = company.alias_domain_id
        if not domain:
            raise UserError(self.env._("%s has no alias domain, so the test has no address to go to.", company.name))
        Alias = self.env["mail.alias"].sudo()
        model = self.env["ir.model"]._get(self._name)
        ours = Alias.search([("alias_model_id", "=", model.id), ("alias_domain_id", "=", domain.id)], limit=1)
        return ours or Alias.create(
            {
                "alias_name": ALIAS,
                "alias_domain_id": domain.id,
                "alias_model_id": model.id,
                "alias_contact": "everyone",
            }
        )

    def _hand_over(self):
        """Send it as Odoo's queue would send an email of this user, but without a message: Odoo ignores an email that
        comes in with the Message-ID of one that it has."""
        began = fields.Datetime.now()
        domain = self.company_id.alias_domain_id
        server = (
            self.env["ir.mail_server"]
            .with_company(self.company_id)
            .with_context(
                domain_notifications_email=domain.default_from_email, domain_bounce_address=domain.bounce_email
            )
        )
        try:
            with attempt(self.env.cr):
                server.send_email(self._write_mail(server), **self._way_out(server))
        except Exception as error:
            # What the server says may quote logins: it is for the log.
            _logger.warning("A round trip was not sent: %r", error)
            self.problem = self._kind_of(error)
            return
        now = fields.Datetime.now()
        self.write({"sent_at": now, "seconds": (now - began).total_seconds()})

    def _way_out(self, server):
        """The server that Odoo would choose for this sender, who may have a personal one."""
        allowed = server.sudo().search(["|", ("owner_user_id", "=", False), ("owner_user_id", "=", self.user_id.id)])
        found, _address = server._find_mail_server(self.user_id.email_formatted, allowed)
        return {"mail_server_id": found.id if found else None}

    def _write_mail(self, server):
        return server._build_email__(
            email_from=self.user_id.email_formatted,
            email_to=[self.address],
            subject=self.env._("Test of sending and receiving (%s)", self.secret),
            body=self.env._("Sales Sequences sent this email to itself to test whether answers arrive."),
            headers={MARK: self.secret, "Auto-Submitted": "auto-generated"},
        )

    def _kind_of(self, error):
        causes = []
        while error and error not in causes:
            causes.append(error)
            error = error.__cause__ or error.__context__
        if any(isinstance(cause, smtplib.SMTPAuthenticationError) for cause in causes):
            return "login"
        if any(isinstance(cause, (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)) for cause in causes):
            return "refused"
        return "unreachable"

    # ------------------------------------------------------------------
    # Back
    # ------------------------------------------------------------------

    @api.private
    def message_new(self, _msg_dict, _custom_values=None):
        """Odoo's mail gateway routes only to models that have this. `_receive` is called instead."""
        return self.browse()

    @api.model
    def _receive(self, message, message_dict):
        """An email has come in at the address of the tests. Whatever is not one of them is dropped."""
        now = fields.Datetime.now()
        waiting = self.search([("read_at", "=", False), ("written_at", ">", now - ACCEPTED_FOR)])
        told = f"{message.get(MARK) or ''} {message_dict.get('subject') or ''}"
        words = told.replace("(", " ").replace(")", " ").split()
        trip = next((one for one in waiting for word in words if self._is_secret(word, one.secret)), None)
        if not trip:
            _logger.info("An email to the address of round trips is none: %s", message_dict.get("message_id"))
            return
        fetched = bool(self.env.context.get("default_fetchmail_server_id"))
        trip.write(
            {
                "sent_at": trip.sent_at or trip.written_at,
                "problem": False,
                "arrived_at": self._arrival(message, trip, now),
                "read_at": now,
                "was_fetched": fetched,
            }
        )
        if not fetched:
            self.env["ir.config_parameter"].sudo().set_param(GATEWAY_PROVED, fields.Datetime.to_string(now))

    def _is_secret(self, word, secret):
        return word.isascii() and consteq(word, secret)

    def _arrival(self, message, trip, now):
        """When the last mail server before Odoo received it, as that says; now, if it says nothing."""
        received = (message.get_all("Received") or [""])[0]
        try:
            moment = parsedate_to_datetime(str(received).rpartition(";")[2].strip())
        except (TypeError, ValueError):
            return now
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        return min(max(moment, trip.sent_at or trip.written_at), now)

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _stations(self):
        is_over = fields.Datetime.now() - self.written_at > PATIENCE
        return [
            self._station("written", self.env._("Written"), OK, self.written_at, self._words_of_address()),
            self._station_sent(),
            self._station_back("arrived", self.env._("Arrived"), self.arrived_at, is_over),
            self._station_back("read", self.env._("Read and recognized as a test"), self.read_at, is_over),
        ]

    def _station(self, code, name, status, moment=False, text=""):
        at = fields.Datetime.to_string(moment) if moment else False
        return {"code": code, "name": name, "status": status, "at": at, "text": text}

    def _words_of_address(self):
        return self.env._("A test email to %s", self.address)

    def _station_sent(self):
        name = self.env._("Accepted by the outgoing server")
        if self.problem:
            words = {
                "login": self.env._("The outgoing server refuses the login."),
                "unreachable": self.env._("The outgoing server cannot be reached."),
                "refused": self.env._("The outgoing server refuses this email."),
            }
            return self._station("sent", name, CRITICAL, text=words[self.problem])
        if not self.sent_at and fields.Datetime.now() - self.written_at > HANDED_OVER_WITHIN:
            return self._station("sent", name, UNKNOWN, text=self.env._("It was never handed over. Try again."))
        if not self.sent_at:
            return self._station("sent", name, RUNNING)
        seconds = f"{max(self.seconds, 0.1):.1f}"
        return self._station("sent", name, OK, self.sent_at, self.env._("In %s seconds", seconds))

    def _station_back(self, code, name, moment, is_over):
        if moment:
            return self._station(code, name, OK, moment)
        if self.problem or not self.sent_at:
            return self._station(code, name, "waiting")
        if not is_over:
            return self._station(code, name, RUNNING if code == "arrived" else "waiting")
        if not self._fetches():
            text = self.env._("Not yet. Odoo fetches no mail itself, and cannot see whether a mail gateway does.")
            return self._station(code, name, UNKNOWN, text=text if code == "arrived" else "")
        if code == "arrived":
            return self._station(code, name, CRITICAL, text=self.env._("Has not arrived after 10 minutes."))
        return self._station(code, name, UNKNOWN)

    def _fetches(self):
        servers = self.env["sales.sequence.health"]._incoming_servers()
        return any(server.active and server.state == "done" for server in servers)

    @api.autovacuum
    def _vacuum(self):
        self.search([("written_at", "<", fields.Datetime.now() - KEPT_FOR)]).unlink()
