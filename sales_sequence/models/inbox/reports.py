from odoo import fields, models
from odoo.fields import Domain

from ...tools.mail_header import as_utf8
from ...tools.mailbox import same_organization
from .concerned import ADDRESS, CHATTER, may_still_answer
from .mail import SIGNAL_OF_VERDICT
from .records import all_enrollments

# Kinds of `inbound.Verdict` that a machine sends in a person's name.
AUTOMATIC_ANSWERS = ("auto_reply", "acknowledgement", "address_changed")


class SalesSequenceInboxReports(models.AbstractModel):
    """Whose report is it, and does it prove itself?

    Anybody can forge a bounce, a complaint, or a note that somebody has left. Only those who received our mail know its
    Message-ID, so nothing else is proof: not the person's address, which many people know, nor the bounce address,
    which is the same for all mail. A proven report acts in the company of that mail, and on addresses that it went to.

    A machine speaks for one mailbox. It says something about the enrolled person only if that mailbox is theirs. What
    people write counts, whatever address it comes from.

    Everything else is kept as a signal without effect that says why, one for each enrollment concerned.
    """

    _name = "sales.sequence.inbox.reports"
    _description = "Sales Sequence Inbox: Reports of Machines"

    # ------------------------------------------------------------------
    # Bounces and complaints
    # ------------------------------------------------------------------

    def _read_report(self, verdict, concerned):
        """Read what a bounce or a complaint means for each enrollment.

        :return: list of ``(values of a signal,)``, or of ``(values, why it does not count)``
        """
        proven = [one for one in concerned if one.touch_id]
        if not proven:
            return [(self._ignored_values(one), self._no_proof()) for one in concerned]
        found, reported = [], {}
        for one in proven:
            addresses = self._find_reported(verdict, one)
            found += [self._read_report_on(address, verdict, one) for address in addresses]
            if addresses:
                reported.setdefault(self._enrollment(one).company_id, set()).update(addresses)
            else:
                found.append((self._ignored_values(one), self._no_recipient(verdict)))
        known = [one.enrollment_id for one in proven]
        for company, addresses in reported.items():
            for other in self._find_others(company, addresses, known):
                (address, *_others) = other._own_addresses() & addresses
                found.append(({"enrollment_id": other.id, "address": address},))
        return found

    def _find_reported(self, verdict, one):
        """The addresses named in the report that our mail went to; if it names none, the only recipient of the mail."""
        if not verdict.bounced_addresses and len(one.recipients) == 1:
            return one.recipients
        return [address for address in one.recipients if address in verdict.bounced_addresses]

    def _read_report_on(self, address, verdict, one):
        values = {"enrollment_id": one.enrollment_id, "touch_id": one.touch_id, "address": address}
        if self._enrollment(one)._has_address(address):
            return (values,)
        if verdict.kind != "complaint":
            # A complaint is not ignored: settling it blacklists the address that complained.
            values = self._ignored_values(one, address=address)
        return values, self.env._("It is about a copy to %s: the sequence continues.", address)

    def _find_others(self, company, addresses, ids):
        """The enrollments of these addresses in the company, apart from those with these ids."""
        enrollments = all_enrollments(self.env)
        return enrollments.search(
            enrollments._domain_of_addresses(addresses)
            & Domain("company_id", "=", company.id)
            & Domain("id", "not in", ids)
            & may_still_answer()
        )

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    def _read_answer(self, verdict, concerned, authors):
        """Read what an answer, of a person or a machine, means for each enrollment.

        :return: as of `_read_report`
        """
        found = []
        for one in concerned:
            values = {"enrollment_id": one.enrollment_id, "touch_id": one.touch_id}
            if verdict.kind not in AUTOMATIC_ANSWERS:
                found.append((values,))
            elif verdict.kind == "address_changed" and not self._is_proven(one, concerned, authors):
                found.append((self._ignored_values(one), self._no_proof()))
            else:
                found.append(self._read_automatic_answer(verdict, one, authors, values))
        return found

    def _is_proven(self, one, concerned, authors):
        """Whether the message names a mail of this enrollment, or another one of the company to the same person."""
        enrollment = self._enrollment(one)
        # Anybody can write anything into Reply-To: only the person's own addresses count.
        own = {address for address in authors if enrollment._has_address(address)}
        return one.touch_id or any(
            mailed.touch_id
            and not own.isdisjoint(mailed.recipients)
            and self._enrollment(mailed).company_id == enrollment.company_id
            for mailed in concerned
        )

    def _read_automatic_answer(self, verdict, one, authors, values):
        if one.route == ADDRESS or any(self._enrollment(one)._has_address(address) for address in authors):
            return (values,)
        sender = authors[0] if authors else ""
        if one.route == CHATTER:
            return self._ignored_values(one), self.env._(
                "No effect: it answers another email, and %s is not the person enrolled.", sender
            )
        if len(one.recipients) != 1:
            return self._ignored_values(one), self.env._(
                "No effect: the email had several recipients, and %s is not the person enrolled.", sender
            )
        (recipient,) = one.recipients
        if sender == recipient or same_organization(sender, recipient) or verdict.kind == "acknowledgement":
            return (values,)
        return {**values, "kind": "unsure", "leaning": SIGNAL_OF_VERDICT[verdict.kind]}, self.env._(
            "The email went to %(recipient)s, and %(sender)s answers automatically.", recipient=recipient, sender=sender
        )

    # ------------------------------------------------------------------
    # Both
    # ------------------------------------------------------------------

    def _enrollment(self, one):
        return all_enrollments(self.env).browse(one.enrollment_id)

    def _ignored_values(self, one, **values):
        return {
            "enrollment_id": one.enrollment_id,
            "touch_id": one.touch_id,
            "settled_at": fields.Datetime.now(),
            "effect": "ignored",
            **values,
        }

    def _no_proof(self):
        return self.env._("No effect: it contains no Message-ID of our emails, so anybody could have written it.")

    def _no_recipient(self, verdict):
        if verdict.bounced_addresses:
            return self.env._("No effect: the email did not go to %s.", as_utf8(verdict.bounced_addresses[0]))
        return self.env._("No effect: it does not say which recipient it is about.")
