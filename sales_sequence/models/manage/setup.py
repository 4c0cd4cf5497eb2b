from odoo import api, models

from ..base.arguments import checked
from ..measure.facts import OK, STATUSES, UNKNOWN, WARNING, Finding

GROUPS = (
    "sales_sequence.group_sales_sequence_user",
    "sales_sequence.group_sales_sequence_channel_manager",
    "sales_sequence.group_sales_sequence_manager",
)
# The links of `sales.sequence.health` that an item asks.
LINKS_OF = {
    "outgoing_server": ("mail_server",),
    "from_filter": ("own_address",),
    "incoming": ("incoming",),
    "mail_queue": ("mail_queue", "queued", "given_up"),
    "jobs": ("scheduler", "runner", "jobs"),
}


class SalesSequenceSetup(models.AbstractModel):
    """What an administrator has to set up before sequences can run: shown on *System status*, in *Settings*, and after
    the installation."""

    _name = "sales.sequence.setup"
    _inherit = ["sales.sequence.status.words", "sales.sequence.status.places"]
    _description = "Setup Checklist"

    @api.readonly
    @checked()
    @api.model
    def get_checklist(self):
        """What is set up, and what is missing.

        :return: dict with ``items`` (list of ``{"code", "name", "status", "text", "place"}``; the status is `ok`,
            `unknown`, `warning` or `critical`, the place ``{"code", "label", "action"}`` or False), ``done`` and
            ``total``: how many items are `ok`, of how many; and ``administrators``: names of those who may do what
            this user may not
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        Health = self.env["sales.sequence.health"]
        Health._check_may_read()
        facts = Health._read_facts(Health._numbers())
        found = {link.code: ones for link, ones in Health._find(facts)}
        items = [self._item(code, name, facts, found) for code, name in self._items()]
        return {
            "items": items,
            "done": sum(item["status"] == OK for item in items),
            "total": len(items),
            "administrators": self._administrators(),
        }

    def _items(self):
        return [
            ("outgoing_server", self.env._("Outgoing server")),
            ("from_filter", self.env._("FROM filter")),
            ("alias_domain", self.env._("Alias domain")),
            ("catchall_bounce", self.env._("Catchall and bounce")),
            ("incoming", self.env._("Incoming mail fetched lately")),
            ("mail_queue", self.env._("Mail queue")),
            ("jobs", self.env._("Scheduled jobs")),
            ("groups", self.env._("Groups")),
            ("time_zones", self.env._("Time zones of users")),
            ("gateway", self.env._("Mail gateway")),
        ]

    def _item(self, code, name, facts, found):
        if code in LINKS_OF:
            findings = [one for link in LINKS_OF[code] for one in found[link]]
        else:
            findings = getattr(self, f"_judge_{code}")(facts, found)
        worst = max(findings, key=lambda one: STATUSES.index(one.status), default=None)
        place = worst and worst.place and self._place(worst.place, worst.ids)
        return {
            "code": code,
            "name": name,
            "status": worst.status if worst else OK,
            "text": (worst.short or worst.text) if worst else self._text_of(code, facts),
            "place": place or self._place_of(code, worst),
        }

    def _place_of(self, code, worst):
        usual = {
            "outgoing_server": "mail_servers",
            "from_filter": "mail_servers",
            "alias_domain": "alias_domains",
            "catchall_bounce": "alias_domains",
            "incoming": "incoming_servers",
            "mail_queue": "emails",
            "jobs": "scheduled_jobs",
            "groups": "users",
            "time_zones": "users",
            "gateway": "round_trip",
        }
        place = self._place(usual[code])
        is_of_no_use = place and not place["action"] and place["code"] != "round_trip"
        # Whoever may not repair it is told whom to ask, but only of what is wrong.
        return False if is_of_no_use and not worst else place

    def _text_of(self, code, facts):
        """What an item says if all is well."""
        match code:
            case "outgoing_server":
                return self._well_server(facts)
            case "from_filter":
                return self.env._("Emails leave from the addresses of their senders.")
            case "alias_domain":
                return ", ".join(facts.companies.sudo().alias_domain_id.mapped("name"))
            case "catchall_bounce":
                domains = facts.companies.sudo().alias_domain_id
                return ", ".join([*domains.mapped("catchall_email"), *domains.mapped("bounce_email")])
            case "incoming":
                return self._well_fetched()
            case "mail_queue":
                return self.env._("Emails waiting to go out: %s.", facts.figures["queued_mail_count"])
        return self.env._("Active: %s. Each runs on time.", sum(job.active for job in facts.jobs))

    # ------------------------------------------------------------------
    # Items that no link of the chain answers. Each returns a list of `Finding`.
    # ------------------------------------------------------------------

    def _judge_alias_domain(self, facts, found):
        without = facts.companies.sudo().filtered(lambda company: not company.alias_domain_id)
        return found["reply_address"][:1] if without else []

    def _judge_catchall_bounce(self, facts, found):
        domains = facts.companies.sudo().alias_domain_id
        if not domains:
            text = self.env._("Not known: there is no alias domain.")
            return [Finding(UNKNOWN, text, place="alias_domains")]
        without = facts.companies.sudo().filtered(lambda company: not company.alias_domain_id)
        return found["reply_address"][1:] if without else found["reply_address"]

    def _judge_groups(self, _facts, _found):
        counts = self._count_members()
        if not any(counts.values()):
            text = self.env._("Nobody but administrators has a group of Sales Sequences.")
            return [Finding(WARNING, text, place="users")]
        text = self.env._(
            "Users: %(users)s, channel managers: %(channel_managers)s, managers: %(managers)s.",
            users=counts[GROUPS[0]],
            channel_managers=counts[GROUPS[1]],
            managers=counts[GROUPS[2]],
        )
        return [Finding(OK, text, place="users", ids=tuple(self._members().ids))]

    def _count_members(self):
        """:return: ``{group: how many have it and none above it}``, without administrators: they have all of them"""
        counts = dict.fromkeys(GROUPS, 0)
        for user in self._members():
            if not user._is_system():
                counts[next(group for group in reversed(GROUPS) if user.has_group(group))] += 1
        return counts

    def _members(self):
        """Who may work with sequences, in the active companies. With all rights: groups are for administrators."""
        group = self.env.ref(GROUPS[0])
        return (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", group.ids), ("company_ids", "in", self.env.companies.ids)])
        )

    def _judge_time_zones(self, _facts, _found):
        members = self._members()
        without = members.filtered(lambda user: not user.tz)
        if not without:
            text = self.env._("All %s users of sequences have one.", len(members))
            return [Finding(OK, text, place="users", ids=tuple(members.ids))]
        numbers = {"count": len(without), "all": len(members)}
        zones = {company._sequence_time_zone() for company in without.company_id}
        if len(zones) == 1:
            text = self.env._("%(count)s of %(all)s have none: they count as %(zone)s.", zone=zones.pop(), **numbers)
        else:
            text = self.env._("%(count)s of %(all)s have none: that of their company counts.", **numbers)
        return [Finding(WARNING, text, place="time_zones", ids=tuple(without.ids))]

    def _judge_gateway(self, facts, _found):
        Health = self.env["sales.sequence.health"]
        if proved_at := Health._gateway_proved_at():
            text = self.env._("A round trip arrived: %s.", self._moment(proved_at))
            return [Finding(OK, text, place="round_trip")]
        if any(server.active and server.state == "done" for server in Health._incoming_servers()):
            return [Finding(OK, self.env._("Not needed: Odoo fetches mail itself."))]
        judged = Health._judge_gateway(facts)
        if judged.status == UNKNOWN:
            return [Finding(UNKNOWN, self.env._("Not used here, or Odoo cannot see it."), place="round_trip")]
        return [judged]
