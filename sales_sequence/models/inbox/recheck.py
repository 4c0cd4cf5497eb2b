from odoo import api, models

from ..enrollment.address import OWN

# Ends that stop an enrollment only where the sequence says so.
OPTIONAL_STOPS = {"meeting": "stop_on_meeting", "won": "stop_on_won_lost", "lost": "stop_on_won_lost"}


class SalesSequenceInboxRecheck(models.AbstractModel):
    """What is checked before each touch, because it may have changed without a signal.

    At SMTP time `sales.sequence.outbox` asks some of it again.
    """

    _name = "sales.sequence.inbox.recheck"
    _description = "Sales Sequence Inbox: Recheck Before Each Step"

    @api.model
    def _stop_ineligible(self, enrollments):
        """Stop or pause the enrollments that must not go on. :return: those"""
        ended = self._stop_ended(enrollments)
        ended |= self._pause_unattended(enrollments - ended)
        addresses = self._own_addresses_of(enrollments - ended)
        ended |= self._stop_blacklisted(enrollments - ended, addresses)
        ended |= self._stop_dead(enrollments - ended, addresses)
        ended |= self._stop_at_goal(enrollments - ended)
        ended |= self._stop_with_meeting(enrollments - ended)
        return ended | self._stop_opted_out(enrollments - ended, addresses)

    def _own_addresses_of(self, enrollments):
        """``{enrollment: its person's own addresses}``, of all of them"""
        known = self.env["sales.sequence.address"]._by_enrollment(enrollments)
        return {
            enrollment: {address for address, role in known.get(enrollment.id, {}).items() if role == OWN}
            for enrollment in enrollments
        }

    def _stop_ended(self, enrollments):
        """Stop those whose record was won, lost or archived, or whose sequence was archived."""
        stopped = enrollments.browse()
        for reason, group in enrollments.grouped(self._find_end).items():
            if reason in dict(enrollments._fields["exit_reason"].selection):
                stopped |= group._stop(reason, note=self._found_at_recheck())
        return stopped

    def _stop_blacklisted(self, enrollments, addresses):
        blacklisted = self._blacklisted(set().union(*addresses.values()))
        listed = enrollments.filtered(lambda enrollment: not blacklisted.isdisjoint(addresses[enrollment]))
        return listed._stop("blacklisted", note=self._found_at_recheck())

    def _stop_dead(self, enrollments, addresses):
        """Stop those whose next step is an email to an address that is dead: the record was corrected to it, or the
        enrollment restarted after the bounce."""
        mailing = enrollments.filtered(lambda enrollment: enrollment.next_channel == "email")
        stopped = enrollments.browse()
        own = {address for one in mailing for address in addresses[one]}
        dead = self.env["sales.sequence.dead.address"]._among(own)
        for (address, company), entry in dead.items():
            having = (mailing - stopped).filtered(
                lambda one: one.company_id == company and address in addresses[one]  # noqa: B023
            )
            stopped |= having._stop("bounced", note=entry._in_words())
        return stopped

    def _stop_at_goal(self, enrollments):
        stopped = enrollments.browse()
        for sequence, group in enrollments.grouped("sequence_id").items():
            if sequence.goal_domain:
                stopped |= group._filter_goal_reached()._stop("goal", note=sequence.goal or self._found_at_recheck())
        return stopped

    def _stop_opted_out(self, enrollments, addresses):
        """Stop those who opted out while they were being enrolled, and those whose record has got the address of
        somebody who did."""
        pairs = {
            enrollment: {(address, enrollment.sequence_id) for address in addresses[enrollment]}
            for enrollment in enrollments
        }
        opted_out = self.env["sales.sequence.opt.out"]._among(set().union(*pairs.values()))
        return enrollments.filtered(lambda enrollment: not opted_out.isdisjoint(pairs[enrollment]))._stop("opted_out")

    def _found_at_recheck(self):
        return self.env._("Noticed when the next step was due.")

    def _find_end(self, enrollment):
        """The exit reason that the record or the sequence now gives, or False."""
        target = enrollment._target()
        reason = target._sequence_end()
        if reason in OPTIONAL_STOPS and not enrollment.sequence_id[OPTIONAL_STOPS[reason]]:
            return False
        if not reason and not enrollment.sequence_id.active:
            return "sequence_archived"
        return reason

    @api.model
    def _blacklisted(self, addresses):
        """The subset of these normalized addresses that is in Odoo's blacklist."""
        addresses = [address for address in addresses if address]
        if not addresses:
            return set()
        # Salespeople may not read the blacklist.
        return set(self.env["mail.blacklist"].sudo().search([("email", "in", addresses)]).mapped("email"))
