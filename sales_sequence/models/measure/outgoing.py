import re
from urllib.parse import urlsplit

from odoo import models, tools
from odoo.fields import Domain
from odoo.tools import SQL, config

from .facts import CRITICAL, LATE, OK, UNKNOWN, WARNING
from .figures import ADDRESS

# What odoo-bin calls a mail server if its configuration names none.
DEFAULT_SMTP = "localhost"
# Greylisting lets a mail pass at the second attempt. One that fails twice meets another obstacle.
MANY_ATTEMPTS = 2
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
            found.append((WARNING, text))
        archived = [server.owner_user_id for server in facts.mail_servers if not server.active and server.owner_user_id]
        if theirs := [user.name for user in facts.senders if user in archived]:
            text = self.env._(
                "The personal outgoing mail server of these users is archived, so their emails leave through another "
                "one: %s. Let them choose it again in their preferences.",
                self._listed(theirs),
            )
            found.append((WARNING, text))
        return found

    def _check_own_address(self, facts):
        """Whether emails leave from the address of their sender. Odoo replaces it if no server is meant for it."""
        replaced, domains = {}, {}
        for user, companies in facts.senders.items():
            for company in companies if user.email_normalized else ():
                address = self._address_used(user, company, facts.mail_servers)
                if address != user.email_normalized:
                    replaced.setdefault(address, []).append(user.name)
                    domains[user.email_normalized.rpartition("@")[2]] = True
        return [
            (
                WARNING,
                self.env._(
                    "Emails of %(users)s leave as %(address)s instead of from their own address. Enter %(domains)s in "
                    "“FROM Filtering” of the server that may send for it, in Settings, Technical, Outgoing Mail "
                    "Servers.",
                    users=self._listed(dict.fromkeys(users)),
                    address=address,
                    domains=self._listed(domains),
                ),
            )
            for address, users in replaced.items()
        ]

    def _address_used(self, user, company, servers):
        """The normalized address from which Odoo would send an email of `user`. See `mail.mail`,
        `_split_by_mail_configuration`."""
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
        _server, address = chooser.browse()._find_mail_server(user.email_formatted, allowed)
        return tools.email_normalize(address)

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
        return [(facts.severity(oldest), text)]

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
        return [(WARNING, text)]

    def _check_mail_server(self, facts):
        servers = facts.mail_servers
        found = []
        tried = self.env["sales.sequence.touch"].search_count(
            self._queued_mails(("sequence_attempts", ">=", MANY_ATTEMPTS))
        )
        if tried:
            text = self.env._(
                "Emails that the mail server has repeatedly not taken: %s. They are tried again; the activity log "
                "says what it answers. Check it in Settings, Technical, Outgoing Mail Servers.",
                tried,
            )
            found.append((WARNING, text))
        if any(server.active and not server.owner_user_id for server in servers):
            return found
        owners = [server.owner_user_id for server in servers if server.active]
        if facts.senders and all(user in owners for user in facts.senders):
            return found
        return [*found, self._judge_lack_of_server(facts, servers)]

    def _judge_lack_of_server(self, facts, servers):
        if config["smtp_server"] != DEFAULT_SMTP:
            text = self.env._(
                "Emails leave through the mail server of Odoo's configuration file: whether it takes them shows when "
                "they are sent."
            )
        elif any(not server.active and not server.owner_user_id for server in servers):
            text = self.env._(
                "All outgoing mail servers are archived. Activate one in Settings, Technical, Outgoing Mail Servers: "
                "otherwise Odoo looks for a mail server on its own machine."
            )
            return (CRITICAL, text)
        else:
            text = self.env._(
                "No outgoing mail server is set up, so Odoo uses the one on its own machine, if there is one. Set one "
                "up in Settings, Technical, Outgoing Mail Servers."
            )
        if facts.sent_at:
            return (OK, self.env._("The last email left on %s.", self._in_words(facts.sent_at)))
        return (UNKNOWN, text)

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
        return [(WARNING, text)]

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
        return [(WARNING if facts.sent_count else UNKNOWN, text)]
