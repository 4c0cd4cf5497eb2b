from functools import partial

from odoo import fields, models
from odoo.fields import Domain


class SalesSequence(models.Model):
    """Who may enter a sequence, and what keeps the others out: each check is a method, and a refusal is a code with
    its words."""

    _inherit = "sales.sequence"

    def _check_eligibility(self, target_ids, sender=None, conflicts="skip"):
        """Sort targets into those that may enter and the refused.

        :param sender: `res.users` who is to send for all of them; nobody for whoever looks after each
        :param conflicts: see `enroll`
        :return: ``(targets, {target id: (code, message)})``. A handful of queries, whatever
            the number of targets. Each check sees only those that passed the ones before, and ``{target id: normalized
            address}``.
        """
        Target = self.env[self._target_model_name()].with_context(active_test=False)
        refusals = {}
        if self.state != "live" or not self.active:
            message = self.env._("“%s” takes no enrollments: it is not live.", self.name)
            return Target, dict.fromkeys(target_ids, ("not_live", message))
        # Not what a program passes for a record that is not there: the database would break off its transaction.
        targets = Target.browse(id_ for id_ in target_ids if type(id_) is int).exists()
        unknown = self.env._("There is no such record.")
        known = set(targets._ids)
        refusals.update((target_id, ("unknown", unknown)) for target_id in target_ids if target_id not in known)
        targets.sudo()._sequence_fetch()
        addresses = self._addresses(targets)
        for check in (
            self._refuse_forbidden,
            self._refuse_other_company,
            self._refuse_ended,
            self._refuse_without_address,
            self._refuse_blacklisted,
            self._refuse_opted_out,
            self._refuse_unsure,
            self._refuse_not_in_audience,
            self._refuse_enrolled_before,
            partial(self._refuse_foreign_sender, sender=sender) if sender else self._refuse_without_sender,
            *([] if sender or self._may_let_others_send() else [self._refuse_of_colleague]),
            # Last: of two with the same address the first keeps the other one out, so it has to get in.
            partial(self._refuse_already_live, conflicts=conflicts),
        ):
            found = check(targets, addresses)
            if found:
                refusals.update(found)
                targets = targets.filtered(lambda target: target.id not in found)  # noqa: B023
        return targets, refusals

    def _addresses(self, targets):
        return {target.id: target._sequence_email() for target in targets.sudo()}

    def _refuse_forbidden(self, targets, _addresses):
        allowed = targets._filtered_access("write")
        message = self.env._("You may not change it: ask whoever looks after it, or a manager.")
        return {target.id: ("no_right", message) for target in targets - allowed}

    def _refuse_other_company(self, targets, _addresses):
        refusals = {}
        allowed = set((self.company_id or self.env.companies)._ids)
        for target in targets.sudo():
            company = target._sequence_company()
            if company and company.id not in allowed:
                refusals[target.id] = ("other_company", self._other_company_message(target, company))
        return refusals

    def _other_company_message(self, target, company):
        if company not in self.env.user.company_ids:
            return self.env._("%s belongs to another company.", target.display_name)
        return self.env._("%(target)s belongs to %(company)s.", target=target.display_name, company=company.name)

    def _refuse_ended(self, targets, _addresses):
        words = {
            "won": self.env._("It is won."),
            "lost": self.env._("It is lost."),
            "archived": self.env._("It is archived."),
        }
        ends = {target.id: target._sequence_end() for target in targets.sudo()}
        return {target_id: (end, words[end]) for target_id, end in ends.items() if end}

    def _refuse_without_address(self, targets, addresses):
        if "email" not in self.step_ids.filtered("active").mapped("channel"):
            return {}
        message = self.env._("There is no valid email address, and this sequence sends emails.")
        return {target_id: ("no_address", message) for target_id in targets._ids if not addresses[target_id]}

    def _refuse_blacklisted(self, targets, addresses):
        wanted = {addresses[target_id] for target_id in targets._ids}
        blacklisted = self.env["sales.sequence.inbox"]._blacklisted(wanted)
        message = self.env._("The address is blacklisted: this person wants no mail.")
        return {
            target_id: ("blacklisted", message) for target_id in targets._ids if addresses[target_id] in blacklisted
        }

    def _refuse_foreign_sender(self, targets, _addresses, sender):
        """Whoever sends has to see the answers."""
        sender = sender.sudo()
        return {
            target.id: (
                "no_sender",
                self.env._("%(user)s does not work for %(company)s.", user=sender.name, company=company.name),
            )
            for target in targets.sudo()
            if not sender._sequence_works_for(company := self._get_company(target))
        }

    def _refuse_of_colleague(self, targets, _addresses):
        """Nobody but a manager makes a colleague write to somebody: whoever enrolls could neither see nor stop it."""
        refusals = {}
        for target in targets.sudo():
            owner = target._sequence_owner()
            if owner != self.env.user and owner == self._default_sender(target):
                message = self.env._("%s looks after it, and would be the sender. Send yourself, or ask a manager.")
                refusals[target.id] = ("no_right", message % owner.name)
        return refusals

    def _refuse_without_sender(self, targets, _addresses):
        """A job that enrolls has no face to send with, nor has a visitor of the website whose form does."""
        caller = self.env.user
        if not (caller.share or caller == self.env.ref("base.user_root")):
            return {}
        message = self.env._("Nobody looks after it, and the sequence has no owner who could send.")
        without = (target for target in targets.sudo() if self._default_sender(target) == caller)
        return {target.id: ("no_sender", message) for target in without}

    def _refuse_not_in_audience(self, targets, _addresses):
        if not self.enroll_domain:
            return {}
        matching = targets.search(Domain("id", "in", targets.ids) & self._get_domain("enroll_domain"))
        message = self.env._("It does not match the audience of this sequence.")
        return {target.id: ("not_in_audience", message) for target in targets - matching}

    def _refuse_enrolled_before(self, targets, addresses):
        """Refuse who was in this sequence: as this record, or as the same person by another one."""
        field_name = self._enrollment_field_name()
        known_addresses = list(filter(None, (addresses[target_id] for target_id in targets._ids)))
        previous = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            ._read_group(
                Domain("sequence_id", "=", self.id)
                & Domain("ended_at", "!=", False)
                & (
                    Domain(field_name, "in", targets.ids)
                    | Domain("email_normalized", "in", known_addresses)
                ),
                [field_name, "email_normalized", "company_id"],
                ["ended_at:max"],
            )
        )
        if not previous:
            return {}
        # As with the live ones: a contact that several companies share enters once in each.
        is_shared = field_name == "partner_id"
        ended = {}
        for target, address, company, ended_at in previous:
            for key in ((is_shared and company, target.id), (company, address)):
                ended[key] = max(ended_at, ended.get(key, ended_at))
        refusals = {}
        for target in targets.sudo():
            company = self._get_company(target)
            keys = (is_shared and company, target.id), (company, addresses[target.id] or None)
            ended_at = max(filter(None, map(ended.get, keys)), default=None)
            message = ended_at and self._enrolled_before_message(ended_at)
            if message:
                refusals[target.id] = ("enrolled_before", message)
        return refusals

    def _enrolled_before_message(self, ended_at):
        """Why somebody whose enrollment ended then may not enter again; False if they may."""
        if self.reenroll_policy != "after":
            return self.env._("It was in this sequence until %s, and nobody enters twice.", ended_at.date())
        if (fields.Datetime.now() - ended_at).days >= self.reenroll_days:
            return False
        return self.env._(
            "It was in this sequence until %(date)s; it can enter again %(days)s days later.",
            date=ended_at.date(),
            days=self.reenroll_days,
        )
