import copy

from odoo import fields

from ..enrollment.address import OWN


class Candidates:
    """The targets that somebody wants to enroll in a sequence, and what is known about each of them.

    A plain object that lives for one call: the checks, the conflicts and the first dates share it, so that each target
    is asked once for its company, its addresses and its sender. By target id:

    ``companies``  the `res.company` in which it is enrolled
    ``addresses``  the normalized address to write to, or False
    ``contacts``   the `res.partner` behind it, empty where there is none
    ``known``      ``{address: role}``, see `_sequence_known_addresses` of the target
    ``own``        list of those that are the person's own; all of them are in the set `all_own`
    ``senders``    the `res.users` who would send
    ``starts``     the day before which nothing happens, for those who begin later than the others: see `start_of`
    """

    def __init__(self, sequence, targets, sender=None, start_on=None, date=None):
        """Ask the targets.

        :param sequence: `sales.sequence` with the rights, the companies and the language of the caller
        :param targets: records of its target model, with the same rights
        :param sender: `res.users` who sends to all of them; by default, also if empty, whoever looks after each
        :param start_on: day before which nothing happens, None to begin at once
        :param date: that the steps are counted from, `date` or naive UTC `datetime`, where it is given at enrollment
        """
        self.sequence = sequence
        self.targets = targets
        # With all rights: what keeps a target out, or who looks after it, does not depend on who asks.
        self.sender = sender.sudo() if sender else None
        self.start_on, self.starts = start_on, {}
        self._history = None
        self._plan = sequence.sudo()
        self._can_send = {}
        self.companies, self.addresses, self.known, self.senders = {}, {}, {}, {}
        self.contacts, self.own, self.all_own = {}, {}, set()
        self.now = fields.Datetime.now()
        self.date, self._dates = date, None
        for target in targets.sudo():
            target_id = target.id
            company = self.companies[target_id] = target._sequence_company_in(self._plan)
            self.contacts[target_id] = target._sequence_contact()
            self.addresses[target_id] = target._sequence_email() or False
            known = self.known[target_id] = target._sequence_known_addresses()
            own = self.own[target_id] = [address for address in known if known[address] == OWN]
            self.all_own.update(own)
            self.senders[target_id] = self.sender or self._find_sender(target, company)

    def only(self, targets):
        """The same candidates, these targets only."""
        part = copy.copy(self)
        part.targets = targets
        return part

    def without(self, target_ids):
        """The same candidates, except for these targets. :param target_ids: set, or dict by id"""
        return self.only(self.targets.filtered(lambda target: target.id not in target_ids)) if target_ids else self

    def start_of(self, target_id):
        """The day before which nothing happens to this target, None to begin at once."""
        return self.starts.get(target_id, self.start_on)

    @property
    def dates_to_count_from(self):
        """``{target id: date that the steps are counted from, None if there is none}``; empty where none are."""
        if self._dates is None:
            plan = self._plan
            self._dates = plan._references_of(self.targets.sudo(), self.date) if plan.date_source else {}
        return self._dates

    def history(self):
        """``{target id: all enrollments of the same person}``, with sudo; looked up once for all of them."""
        if self._history is None:
            Enrollment = self.sequence.env["sales.sequence.enrollment"]
            self._history = Enrollment._find_of_same_person(self.targets, candidates=self)
        return self._history

    def _find_sender(self, target, company):
        """Whoever looks after the target, else the owner of the sequence, if they are still there and work for the
        company that it is enrolled in; else the caller."""
        owner = target._sequence_owner()
        if owner and self._may_send(owner, company):
            return owner
        return self._plan.user_id if self._may_send(self._plan.user_id, company) else self._plan.env.user

    def _may_send(self, user, company):
        key = user._ids, company._ids
        if key not in self._can_send:
            self._can_send[key] = (
                bool(user) and user._can_have_sequence_work() and user._sequence_works_for(company)
            )
        return self._can_send[key]
