from odoo import models
from odoo.tools import SQL

from .facts import CRITICAL, LATE, OK, UNKNOWN, WARNING, WEEK

# Somebody answers, is away or does not exist: of so many emails in a week, none comes back only if nothing arrives.
ENOUGH_TO_HEAR = 50
# How far to look back for an incoming message: the table has no index on what it is.
RECENT_MESSAGES = 20_000


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
        without = facts.companies.sudo().filtered(lambda company: not company.alias_domain_id)
        if not without:
            return []
        text = self.env._(
            "There is no Alias Domain for %s. Answers go to the senders' own mailboxes, where Odoo does not see them, "
            "and people who answered are written to again. Set it in Settings, under Discuss.",
            self._listed(without.mapped("name")),
        )
        return [(CRITICAL, text)]

    def _check_incoming(self, facts):
        """Whether mail gets from the mail server into Odoo."""
        servers = (
            self.env["fetchmail.server"].sudo().with_context(active_test=False).search([("server_type", "!=", "local")])
        )
        fetching = servers.filtered(lambda server: server.active and server.state == "done")
        if fetching:
            return [*self._check_fetching(facts), *self._check_fetched(facts, fetching)]
        if servers:
            text = self.env._(
                "No incoming mail server is active and confirmed, so nothing fetches answers. Open them in Settings, "
                "Technical, Incoming Mail Servers: activate one, then “Test & Confirm”. Odoo unconfirms a server that "
                "has failed for five days."
            )
            return [(CRITICAL, text)]
        return [self._judge_gateway(facts)]

    def _check_fetched(self, facts, servers):
        found = []
        for server in servers:
            if server.error_date and facts.severity(server.error_date) != OK:
                text = self.env._(
                    "The incoming mail server “%(server)s” has failed since %(since)s. Its form says why: Settings, "
                    "Technical, Incoming Mail Servers.",
                    server=server.name,
                    since=self._in_words(server.error_date),
                )
                found.append((facts.severity(server.error_date), text))
            elif server.date and facts.now - server.date > 2 * LATE:
                text = self.env._(
                    "Mail was last fetched from “%(server)s” on %(since)s. Press “Fetch Now” in Settings, Technical, "
                    "Incoming Mail Servers, and check the server's log.",
                    server=server.name,
                    since=self._in_words(server.date),
                )
                found.append((facts.severity(server.date), text))
        return found

    def _judge_gateway(self, facts):
        """Without a server to fetch from, the mail server itself may pass mail on to Odoo, which cannot see whether it
        does: only that something has arrived."""
        arrived_at = self._last_arrival(facts.now)
        if arrived_at and facts.now - arrived_at <= WEEK:
            return (
                OK,
                self.env._("A mail gateway delivers: the last email arrived on %s.", self._in_words(arrived_at)),
            )
        if facts.sent_count >= ENOUGH_TO_HEAR:
            text = self.env._(
                "%(count)s emails left in the last 7 days, and no email arrived in Odoo, not even an auto-reply. "
                "Set up an incoming mail server in Settings, Technical, or let your mail server pass mail on to Odoo.",
                count=facts.sent_count,
            )
            return (WARNING, text)
        text = self.env._(
            "No incoming mail server is set up. Your mail server may pass mail on to Odoo, but no email has arrived "
            "lately. Answer one of your own emails, and see whether the answer appears in the chatter."
        )
        return (UNKNOWN, text)

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
