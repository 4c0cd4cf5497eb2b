from odoo import api, models

# Kinds that stop only where the sequence says so.
OPTIONAL_STOPS = {"meeting": "stop_on_meeting", "won": "stop_on_won_lost", "lost": "stop_on_won_lost"}


class SalesSequenceInboxRecheck(models.AbstractModel):
    """What is looked up before each touch: it may have changed without a signal."""

    _name = "sales.sequence.inbox.recheck"
    _description = "Sales Sequence Inbox: Recheck Before Each Touch"

    @api.model
    def _stop_ineligible(self, enrollments):
        """Look again at what may have changed without a signal. :return: those that do not go on"""
        ended = self._stop_ended(enrollments)
        ended |= self._pause_unattended(enrollments - ended)
        ended |= self._stop_blacklisted(enrollments - ended)
        ended |= self._stop_at_goal(enrollments - ended)
        return ended | self._stop_opted_out(enrollments - ended)

    def _stop_ended(self, enrollments):
        stopped = enrollments.browse()
        for reason, group in enrollments.grouped(self._find_end).items():
            if reason in dict(enrollments._fields["exit_reason"].selection):
                stopped |= group._stop(reason, note=self._seen())
        return stopped

    def _stop_blacklisted(self, enrollments):
        blacklisted = self._blacklisted(enrollments.mapped("email_normalized"))
        listed = enrollments.filtered(lambda enrollment: enrollment.email_normalized in blacklisted)
        return listed._stop("blacklisted", note=self._seen())

    def _stop_at_goal(self, enrollments):
        stopped = enrollments.browse()
        for sequence, group in enrollments.grouped("sequence_id").items():
            if sequence.goal_domain:
                stopped |= group._filter_goal_reached()._stop("goal", note=sequence.goal or self._seen())
        return stopped

    def _stop_opted_out(self, enrollments):
        """Also who opted out while being enrolled, or under the address that the target has by now."""
        address = {enrollment: enrollment._target()._sequence_email() for enrollment in enrollments}
        pairs = {(address[enrollment], enrollment.sequence_id) for enrollment in enrollments if address[enrollment]}
        opted_out = self.env["sales.sequence.opt.out"]._among(pairs)
        changed = {address[one] for one in enrollments if address[one] and address[one] != one.email_normalized}
        blacklisted = self._blacklisted(changed)
        stopped = enrollments.filtered(lambda one: (address[one], one.sequence_id) in opted_out)._stop("opted_out")
        return stopped | enrollments.filtered(lambda one: address[one] in blacklisted)._stop("blacklisted")

    def _seen(self):
        return self.env._("Seen when the next step was due.")

    def _find_end(self, enrollment):
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
        return set(self.env["mail.blacklist"].sudo().search([("email", "in", addresses)]).mapped("email"))
