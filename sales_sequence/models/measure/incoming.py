import re
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..base.jobs import INCOMING_MAIL
from .facts import CRITICAL, LATE, OK, UNKNOWN, WARNING, WEEK, Finding

# Somebody answers, is away or does not exist: of so many emails in a week, none comes back only if nothing arrives.
ENOUGH_TO_HEAR = 50
# How far to look back for an incoming message: the table has no index on what it is.
RECENT_MESSAGES = 20_000
# Odoo fetches every five minutes: what fails for longer has failed again.
FAILED_TWICE = timedelta(minutes=10)
# What mailboxes say when the login is wrong. Only whether they say it is told, not their words.
LOGIN_REFUSED = re.compile(r"auth|log ?in|password|credential", re.IGNORECASE)
# Where it is kept when a round trip arrived without Odoo having fetched it: a mail gateway has delivered it.
GATEWAY_PROVED = "sales_sequence.gateway_proved_at"


class SalesSequenceHealthIncoming(models.AbstractModel):
    """The links on the way back: where answers go, and how they come into Odoo.

    Only administrators read mail servers and all messages: these are read with all rights. Nothing of them is told but
    names of servers and when something last arrived. Error messages of servers may quote logins: they are not told.
    """

    _name = "sales.sequence.health.incoming"
    _description = "Sales Sequences: System Status of Incoming Mail"

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def _check_reply_address(self, facts):
        # With all rights: the manager may not read the domain of each company.
        companies = facts.companies.sudo()
        found = []
        if without := companies.filtered(lambda company: not company.alias_domain_id):
            names = self._listed(without.mapped("name"))
            text = self.env._(
                "There is no Alias Domain for %s. Answers go to the senders' own mailboxes, where Odoo does not see "
                "them, and people who answered are written to again. Set it in Settings, under Discuss.",
                names,
            )
            short = self.env._("There is no alias domain for %s: answers go to the senders' own mailboxes.", names)
            found.append(Finding(CRITICAL, text, short, place="alias_domains"))
        domains = companies.alias_domain_id
        if without := domains.filtered(lambda domain: not domain.catchall_email):
            names = self._listed(without.mapped("name"))
            text = self.env._(
                "The alias domain %s has no catchall alias. Answers go to the senders' own mailboxes, where Odoo does "
                "not see them. Enter it in Settings, Technical, Alias Domains.",
                names,
            )
            short = self.env._("%s has no catchall alias: answers go to the senders' own mailboxes.", names)
            found.append(Finding(CRITICAL, text, short, place="alias_domains", ids=tuple(without.ids)))
        if without := domains.filtered(lambda domain: not domain.bounce_email):
            names = self._listed(without.mapped("name"))
            text = self.env._(
                "The alias domain %s has no bounce alias. Emails that cannot be delivered come back to the senders' "
                "own mailboxes, and dead addresses are written to again. Enter it in Settings, Technical, Alias "
                "Domains.",
                names,
            )
            short = self.env._("%s has no bounce alias: Odoo does not see which emails were not delivered.", names)
            found.append(Finding(CRITICAL, text, short, place="alias_domains", ids=tuple(without.ids)))
        return found

    def _check_incoming(self, facts):
        """Whether mail gets from the mail server into Odoo."""
        servers = self._incoming_servers()
        fetching = servers.filtered(lambda server: server.active and server.state == "done")
        if fetching:
            return [
                *self._check_fetching(facts),
                *self._check_fetched(facts, fetching),
                *self._check_unconfirmed(servers),
            ]
        if servers:
            text = self.env._(
                "No incoming mail server is active and confirmed, so nothing fetches answers. Open them in Settings, "
                "Technical, Incoming Mail Servers: activate one, then “Test & Confirm”. Odoo unconfirms a server that "
                "has failed for five days."
            )
            short = self.env._("No incoming mail server is active and confirmed: nothing fetches answers.")
            since = max((server.date for server in servers if server.date), default=None)
            return [Finding(CRITICAL, text, short, since, "incoming_servers", tuple(servers.ids))]
        return [self._judge_gateway(facts)]

    def _incoming_servers(self):
        """All mailboxes from which Odoo could fetch. With all rights."""
        servers = self.env["fetchmail.server"].sudo().with_context(active_test=False)
        return servers.search([("server_type", "!=", "local")])

    def _check_fetched(self, facts, servers):
        found = []
        for server in servers:
            if server.error_date:
                found.append(self._judge_failing_mailbox(facts, server))
            elif not server.date:
                text = self.env._("Nothing has been fetched from the incoming mail server “%s” yet.", server.name)
                found.append(Finding(UNKNOWN, text, text, place="incoming_servers", ids=(server.id,)))
            elif facts.now - server.date > LATE and not self._was_in_last_run(facts, server):
                text = self.env._(
                    "Mail was last fetched from “%(server)s” on %(since)s. Press “Fetch Now” in Settings, Technical, "
                    "Incoming Mail Servers, and check the server's log.",
                    server=server.name,
                    since=self._in_words(server.date),
                )
                short = self.env._("Nothing has been fetched from “%s”.", server.name)
                status = facts.severity(server.date)
                found.append(Finding(status, text, short, server.date, "incoming_servers", (server.id,)))
        return found

    def _was_in_last_run(self, facts, server):
        """Whether the job fetched from it when it last ran: it may run less often than Odoo sets it up. Whether it runs
        on time is what `_check_fetching` tells."""
        job = self._find_job(facts, INCOMING_MAIL)
        return bool(job and job.active and job.last_run) and job.last_run - server.date <= LATE

    def _judge_failing_mailbox(self, facts, server):
        """One error may be a hiccup. A second one means that no answer arrives."""
        text = self.env._(
            "The incoming mail server “%(server)s” has failed since %(since)s. Its form says why: Settings, "
            "Technical, Incoming Mail Servers.",
            server=server.name,
            since=self._in_words(server.error_date),
        )
        refused = LOGIN_REFUSED.search(server.error_message or "")
        if refused:
            short = self.env._("The mailbox “%s” refuses the login.", server.name)
        else:
            short = self.env._("The mailbox “%s” cannot be read.", server.name)
        status = CRITICAL if facts.now - server.error_date >= FAILED_TWICE else WARNING
        place = "password" if refused else "incoming_servers"
        return Finding(status, text, short, server.error_date, place, (server.id,))

    def _check_unconfirmed(self, servers):
        """Mailboxes that Odoo has given up, while it goes on fetching from others."""
        given_up = servers.filtered(lambda server: server.active and server.state == "draft" and server.error_date)
        return [
            Finding(
                CRITICAL,
                self.env._(
                    "Odoo has given up the incoming mail server “%s” after five days of errors. “Test & Confirm” it in "
                    "Settings, Technical, Incoming Mail Servers, or archive it.",
                    server.name,
                ),
                self.env._("Odoo no longer fetches from the mailbox “%s”.", server.name),
                server.error_date,
                "incoming_servers",
                (server.id,),
            )
            for server in given_up
        ]

    def _judge_gateway(self, facts):
        """Without a server to fetch from, the mail server itself may pass mail on to Odoo, which cannot see whether it
        does: only that something has arrived."""
        moments = [moment for moment in (self._last_arrival(facts.now), self._gateway_proved_at()) if moment]
        arrived_at = max(moments, default=None)
        if arrived_at and facts.now - arrived_at <= WEEK:
            text = self.env._("A mail gateway delivers. Last email arrived: %s.", self._in_words(arrived_at))
            return Finding(OK, text, text)
        if facts.sent_count >= ENOUGH_TO_HEAR:
            text = self.env._(
                "%(count)s emails left in the last 7 days, and no email arrived in Odoo, not even an auto-reply. "
                "Set up an incoming mail server in Settings, Technical, or let your mail server pass mail on to Odoo.",
                count=facts.sent_count,
            )
            short = self.env._("%s emails left in 7 days, and none has arrived.", facts.sent_count)
            return Finding(WARNING, text, short, place="round_trip")
        text = self.env._(
            "No incoming mail server is set up. Your mail server may pass mail on to Odoo, but no email has arrived "
            "lately. Answer one of your own emails, and see whether the answer appears in the chatter."
        )
        short = self.env._("Not known: Odoo fetches nothing, and cannot see whether a mail gateway delivers.")
        return Finding(UNKNOWN, text, short, place="round_trip")

    def _gateway_proved_at(self):
        """When a round trip last arrived without Odoo having fetched it. Naive UTC, or None."""
        value = self.env["ir.config_parameter"].sudo().get_param(GATEWAY_PROVED)
        try:
            return fields.Datetime.to_datetime(value) or None
        except ValueError:
            return None

    def _last_arrival(self, now):
        """When the last message before `now` came in by mail, among the latest messages. Naive UTC, or None.

        Odoo's own data says that its first messages came by mail: they are from OdooBot.
        """
        self.env["mail.message"].flush_model(["message_type", "author_id", "create_date"])
        self.env.cr.execute(
            SQL(
                """SELECT max(create_date)
                     FROM (SELECT * FROM mail_message ORDER BY id DESC LIMIT %s) recent
                    WHERE message_type = 'email' AND author_id IS DISTINCT FROM %s AND create_date <= %s""",
                RECENT_MESSAGES,
                self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
                now,
            )
        )
        return self.env.cr.fetchone()[0]
