import re
from urllib.parse import urlsplit

from odoo import models, tools
from odoo.fields import Domain
from odoo.tools import SQL, config

from .facts import CRITICAL, LATE, OK, UNKNOWN, WARNING, Finding
from .figures import ADDRESS

# What odoo-bin calls a mail server if its configuration names none.
DEFAULT_SMTP = "localhost"
# Greylisting lets a mail pass at the second attempt. One that fails twice meets another obstacle.
MANY_ATTEMPTS = 2
# So many people's emails refused in a row are not about these people.
MANY_REFUSED = 3
# Most names in a sentence.
MAX_NAMES = 5
OWN_MACHINE = re.compile(r"localhost|.*\.localhost|127\..*|::1|0\.0\.0\.0")


class SalesSequenceHealthOutgoing(models.AbstractModel):
    """The links on the way out: who sends, Odoo's mail queue, the mail server.

    Only administrators read mail servers and the mail queue: these are read with all rights. Nothing of them is told
    but how many there are of what, and from which address Odoo sends. No host, no login, no password.
    """

    _name = "sales.sequence.health.outgoing"
    _description = "Sales Sequences: System Status of Outgoing Mail"

    def _find_senders(self, pairs):
        """``{res.users: res.company}`` of those in whose name emails leave: senders of live enrollments, owners of live
        sequences.

        :param pairs: see `_find_users`
        """
        senders = {}
        # With all rights: the owner of a sequence of all companies may be a colleague of another one.
        users = self.env["res.users"].sudo().browse(dict.fromkeys(user.id for user, _company in pairs if user))
        active = {user.id: user for user in users.filtered("active")}
        for sender, of_pair in pairs:
            user = active.get(sender.id)
            company = of_pair or (user and user.company_id)
            if user and company in self.env.companies:
                senders[user] = senders.get(user, company) | company
        return senders

    def _read_mail_servers(self):
        return (
            self.env["ir.mail_server"].sudo().with_context(active_test=False).search(Domain.TRUE, order="sequence, id")
        )

    def _queued_mails(self, *conditions):
        """A domain of the touches whose mails are in Odoo's queue: the user may read touches, but not mails."""
        domain = [("is_sequence_mail", "=", True), ("state", "=", "outgoing"), *conditions]
        return self._with_mails(domain)

    def _with_mails(self, domain):
        mails = self.env["mail.mail"].sudo()._search(domain)
        return Domain("mail_message_id", "in", mails.subselect(SQL.identifier(mails.table, "mail_message_id")))

    def _listed(self, names):
        """Some of these names, in one text."""
        names = list(names)
        return ", ".join(names[:MAX_NAMES]) + (" …" if len(names) > MAX_NAMES else "")

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def _check_senders(self, facts):
        """Whether each sender has an address, and the outgoing mail server that they chose."""
        found = []
        if silent := [user.name for user in facts.senders if not user.email_normalized]:
            text = self.env._(
                "The email address of these users is missing or not valid, so sequences cannot send in their name: %s. "
                "Enter it in Settings, Users.",
                self._listed(silent),
            )
            short = self.env._("No valid email address: %s. Sequences cannot send in their name.", self._listed(silent))
            # Of all of them: nothing leaves at all.
            status = CRITICAL if len(silent) == len(facts.senders) else WARNING
            ids = tuple(user.id for user in facts.senders if not user.email_normalized)
            found.append(Finding(status, text, short, place="users", ids=ids))
        archived = [server.owner_user_id for server in facts.mail_servers if not server.active and server.owner_user_id]
        if theirs := [user.name for user in facts.senders if user in archived]:
            text = self.env._(
                "The personal outgoing mail server of these users is archived, so their emails leave through another "
                "one: %s. Let them choose it again in their preferences.",
                self._listed(theirs),
            )
            short = self.env._("The personal mail server of %s is archived.", self._listed(theirs))
            found.append(Finding(WARNING, text, short, place="mail_servers"))
        return found

    def _check_own_address(self, facts):
        """Whether emails leave from the address of their sender, through a server that is meant for it. Odoo replaces
        the address if no server is, and takes any server if none is meant for that one either."""
        replaced, domains, swallowed = {}, {}, {}
        for user, companies in facts.senders.items():
            for company in companies if user.email_normalized else ():
                server, address = self._way_out(user, company, facts.mail_servers)
                if server and not server._match_from_filter(address, server.from_filter):
                    swallowed.setdefault((server, address), []).append(user.name)
                elif address != user.email_normalized:
                    replaced.setdefault(address, []).append(user.name)
                    domains[user.email_normalized.rpartition("@")[2]] = True
        return [
            *[self._judge_swallowed(*way, users) for way, users in swallowed.items()],
            *[self._judge_replaced(address, users, domains) for address, users in replaced.items()],
        ]

    def _judge_swallowed(self, server, address, users):
        names = self._listed(dict.fromkeys(users))
        text = self.env._(
            "Emails of %(users)s would leave as %(address)s through the outgoing mail server “%(server)s”, which is "
            "meant for other addresses and is likely to refuse them. Enter the domain in “FROM Filtering” of the "
            "server that may send for it, in Settings, Technical, Outgoing Mail Servers.",
            users=names,
            address=address,
            server=server.name,
        )
        short = self.env._("No outgoing mail server is meant for %(address)s: %(users)s.", address=address, users=names)
        return Finding(CRITICAL, text, short, place="mail_servers", ids=(server.id,))

    def _judge_replaced(self, address, users, domains):
        names = self._listed(dict.fromkeys(users))
        text = self.env._(
            "Emails of %(users)s leave as %(address)s instead of from their own address. Enter %(domains)s in "
            "“FROM Filtering” of the server that may send for it, in Settings, Technical, Outgoing Mail "
            "Servers.",
            users=names,
            address=address,
            domains=self._listed(domains),
        )
        short = self.env._("Emails of %(users)s leave as %(address)s.", users=names, address=address)
        return Finding(WARNING, text, short, place="mail_servers")

    def _way_out(self, user, company, servers):
        """How Odoo would send an email of `user`. See `mail.mail`, `_split_by_mail_configuration`.

        :return: ``(ir.mail_server, normalized address)``; the server is empty if it is that of Odoo's configuration
        """
        personal_off = self.env["ir.config_parameter"].sudo().get_param("mail.disable_personal_mail_servers", False)
        allowed = servers.filtered(
            lambda server: (
                server.active and (not server.owner_user_id or (server.owner_user_id == user and not personal_off))
            )
        )
        # With all rights: the manager may not read the domain of each company.
        domain = company.sudo().alias_domain_id
        chooser = servers.with_company(company)
        if domain:
            chooser = chooser.with_context(domain_notifications_email=domain.default_from_email)
        server, address = chooser.browse()._find_mail_server(user.email_formatted, allowed)
        return server or servers.browse(), tools.email_normalize(address)

    def _check_queued(self, facts):
        """Emails that should have left long ago."""
        late = Domain("state", "=", "queued") & Domain("done_at", "<", facts.now - LATE) & self._queued_mails()
        ((count, oldest),) = self.env["sales.sequence.touch"]._read_group(late, [], ["__count", "done_at:min"])
        if not count:
            return []
        text = self.env._(
            "Emails that should have left by now: %(count)s, the first on %(since)s. If Odoo's mail queue runs, it "
            "does not keep up: let several processes send, or check the server's log.",
            count=count,
            since=self._in_words(oldest),
        )
        short = self.env._("Emails that should have left by now: %s.", count)
        return [Finding(facts.severity(oldest), text, short, oldest, "emails")]

    def _check_given_up(self, _facts):
        """Emails that Odoo has given up, of people who are not paused for it: those are among the failed steps."""
        given_up = self._with_mails([("is_sequence_mail", "=", True), ("state", "=", "exception")])
        domain = given_up & Domain("enrollment_id.pause_kind", "!=", "failure") & Domain("state", "=", "queued")
        count = self.env["sales.sequence.touch"].search_count(domain)
        if not count:
            return []
        text = self.env._(
            "Emails that could not be sent, and are not tried again: %s. See Settings, Technical, Emails, filter "
            "Failed: the reason is there, and they can be sent again.",
            count,
        )
        short = self.env._("Emails that could not be sent, and are not tried again: %s.", count)
        return [Finding(WARNING, text, short, place="failed_emails")]

    def _check_mail_server(self, facts):
        """Whether the mail servers through which emails leave are there, and take them."""
        found = [*self._check_connections(facts), *(self._check_refused(facts) or self._check_repeated_attempts())]
        if any(one.status == CRITICAL for one in found):
            return found
        if not self._has_server_for_all(facts):
            return [*found, self._judge_lack_of_server(facts, facts.mail_servers)]
        if not found and not facts.sent_at and not any(server in facts.connections for server in facts.mail_servers):
            text = self.env._(
                "No email has left yet, and the outgoing mail server has not been tested. Press “Check now” on System "
                "status, or “Test Connection” in Settings, Technical, Outgoing Mail Servers."
            )
            short = self.env._("Not known: no email has left yet, and the server has not been tested.")
            return [Finding(UNKNOWN, text, short, place="mail_servers")]
        return found

    def _has_server_for_all(self, facts):
        if any(server.active and not server.owner_user_id for server in facts.mail_servers):
            return True
        owners = [server.owner_user_id for server in facts.mail_servers if server.active]
        return bool(facts.senders) and all(user in owners for user in facts.senders)

    def _servers_used(self, facts):
        """Those through which emails of the senders leave; before there are any, the first that Odoo would take. Empty
        records stand for the server of Odoo's configuration."""
        ways = [
            self._way_out(user, company, facts.mail_servers)[0]
            for user, companies in facts.senders.items()
            for company in companies
            if user.email_normalized
        ]
        shared = facts.mail_servers.filtered(lambda server: server.active and not server.owner_user_id)
        return set(ways or [shared[:1]])

    def _check_connections(self, facts):
        """What the last test of each server found, or the last attempt to send. See `sales.sequence.connection`."""
        used, found = self._servers_used(facts), []
        for server, connection in facts.connections.items():
            if not connection.failing_since or (server and not server.active) or (not server and server not in used):
                continue
            # It took an email after it failed: no need to wait for the next test. With several servers that might have
            # been another one.
            if len(used) == 1 and facts.sent_at and facts.sent_at > connection.tested_at:
                continue
            status = CRITICAL if server in used else WARNING
            found.append(self._judge_connection(status, server, connection))
        return found

    def _judge_connection(self, status, server, connection):
        since = connection.failing_since
        if not server:
            text = self.env._(
                "No outgoing mail server is set up, and the one of Odoo's own machine or configuration file has not "
                "taken a connection since %s. Set one up in Settings, Technical, Outgoing Mail Servers.",
                self._in_words(since),
            )
            short = self.env._("No outgoing mail server is set up, and there is none on Odoo's own machine.")
            return Finding(status, text, short, since, "mail_servers")
        names = {"server": server.name, "since": self._in_words(since)}
        if connection.problem == "login":
            text = self.env._(
                "The outgoing mail server “%(server)s” has refused the login since %(since)s, so it takes no emails. "
                "Enter the password in Settings, Technical, Outgoing Mail Servers, and press “Test Connection”.",
                **names,
            )
            short = self.env._("The outgoing mail server “%s” refuses the login.", server.name)
        else:
            text = self.env._(
                "The outgoing mail server “%(server)s” has not been reached since %(since)s, so it takes no emails. "
                "Press “Test Connection” in Settings, Technical, Outgoing Mail Servers: it says why.",
                **names,
            )
            short = self.env._("The outgoing mail server “%s” cannot be reached.", server.name)
        place = "smtp_password" if connection.problem == "login" else "mail_servers"
        return Finding(status, text, short, since, place, (server.id,))

    def _check_refused(self, facts):
        """Whether the server answers, but has taken nothing since it refused the emails of several people."""
        Touch = self.env["sales.sequence.touch"]
        email = Domain("channel", "=", "email")
        last = Touch.search(email & Domain("state", "in", ("sent", "bounced")), order="id desc", limit=1)
        tried = self._queued_mails(("sequence_attempts", ">=", MANY_ATTEMPTS)) & Domain("state", "=", "queued")
        failed = self._with_mails([("is_sequence_mail", "=", True), ("state", "=", "exception")])
        refused = email & (tried | failed) & Domain("state", "in", ("queued", "failed"))
        refused &= Domain("id", ">", last.id or 0)
        if facts.sent_at:
            # One that was refused before may have left meanwhile.
            refused &= Domain("write_date", ">", facts.sent_at)
        count = Touch.search_count(refused)
        if count < MANY_REFUSED:
            return []
        text = self.env._(
            "The outgoing mail server has taken no email since it refused these: %s. The activity log says what it "
            "answers. Check it in Settings, Technical, Outgoing Mail Servers.",
            count,
        )
        short = self.env._("The outgoing mail server refuses the emails: the last %s were not taken.", count)
        return [Finding(CRITICAL, text, short, place="mail_servers")]

    def _check_repeated_attempts(self):
        tried = self.env["sales.sequence.touch"].search_count(
            self._queued_mails(("sequence_attempts", ">=", MANY_ATTEMPTS))
        )
        if not tried:
            return []
        text = self.env._(
            "Emails that the mail server has repeatedly not taken: %s. They are tried again; the activity log "
            "says what it answers. Check it in Settings, Technical, Outgoing Mail Servers.",
            tried,
        )
        short = self.env._("Emails that the mail server has repeatedly not taken: %s.", tried)
        return [Finding(WARNING, text, short, place="emails")]

    def _judge_lack_of_server(self, facts, servers):
        if config["smtp_server"] != DEFAULT_SMTP:
            text = self.env._(
                "Emails leave through the mail server of Odoo's configuration file: whether it takes them shows when "
                "they are sent."
            )
            short = text
        elif any(not server.active and not server.owner_user_id for server in servers):
            text = self.env._(
                "All outgoing mail servers are archived. Activate one in Settings, Technical, Outgoing Mail Servers: "
                "otherwise Odoo looks for a mail server on its own machine."
            )
            short = self.env._("All outgoing mail servers are archived.")
            return Finding(CRITICAL, text, short, place="mail_servers")
        else:
            text = self.env._(
                "No outgoing mail server is set up, so Odoo uses the one on its own machine, if there is one. Set one "
                "up in Settings, Technical, Outgoing Mail Servers."
            )
            short = self.env._("Not known: no outgoing mail server is set up.")
        if facts.sent_at:
            text = self.env._("The last email left on %s.", self._in_words(facts.sent_at))
            return Finding(OK, text, text)
        return Finding(UNKNOWN, text, short, place="mail_servers")

    def _check_refusals(self, _facts):
        """Whether mail servers refuse our emails because of their sender."""
        Signal = self.env["sales.sequence.signal"]
        refusals = self.env["sales.sequence.inbox"]._refusals(self.env.companies)
        last = Signal.search(refusals, limit=1)
        if not last:
            return []
        text = self.env._(
            "Mail servers refused %(count)s emails in the last 7 days because of the sender. Latest reason: %(why)s. "
            "Check SPF, DKIM and DMARC, and whether the mail server is on a blacklist.",
            count=Signal.search_count(refusals),
            why=re.sub(ADDRESS, "…", last.detail or ""),
        )
        short = self.env._("Mail servers have refused emails in the last 7 days because of who sends them.")
        return [Finding(WARNING, text, short, place="refusals")]

    def _check_opt_out_link(self, facts):
        """Whether the link to unsubscribe can be opened from outside. It begins with this address."""
        url = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        parts = urlsplit(url)
        if OWN_MACHINE.fullmatch(parts.hostname or "localhost"):
            text = self.env._(
                "The links in emails, such as the one to unsubscribe, lead to %s, which nobody else can open. Set the "
                "system parameter web.base.url to the address of this Odoo.",
                url or "–",
            )
        elif parts.scheme != "https":
            text = self.env._(
                "The links in emails, such as the one to unsubscribe, begin with %s. Without https, mail programs do "
                "not offer to unsubscribe with one click. Set the system parameter web.base.url.",
                url,
            )
        else:
            return []
        short = self.env._("The links in emails lead to an address that is not for the public.")
        return [Finding(WARNING if facts.sent_count else UNKNOWN, text, short, place="parameters")]
