from odoo import fields, models
from odoo.fields import Domain

from ...tools.mail_header import as_utf8
from ...tools.mailbox import same_organization
from ..base.states import LIVE_STATES
from .mail import LATE_ANSWER, SIGNAL_OF_VERDICT

# Kinds of `inbound.Verdict` that a machine answers with, in somebody's name.
AUTOMATIC_ANSWERS = ("auto_reply", "acknowledgement", "address_changed")


class SalesSequenceInbox(models.AbstractModel):
    """Whose report is it, and does it prove itself?

    Anybody can write a bounce, a complaint, or that somebody has left. Only who has had the mail knows its Message-ID,
    so nothing else is proof: not the address, which is known to many, nor the address for bounces, which is the same
    for all mail. What is proven acts in the company of that mail, and on addresses that the mail went to.

    A machine speaks for one mailbox. Of the person enrolled it says something only where the mailbox is theirs. What
    people write counts from whomever it comes.

    The rest is kept as a signal without effect that says why, one for each enrollment that it has to do with.
    """

    _inherit = "sales.sequence.inbox"

    # ------------------------------------------------------------------
    # Bounces and complaints
    # ------------------------------------------------------------------

    def _weigh_report(self, verdict, concerned):
        """What a bounce or a complaint means for each of those concerned.

        :return: list of ``(values of a signal,)``, or of ``(values, why the person is not concerned)``
        """
        proven = [one for one in concerned if one.touch_id]
        if not proven:
            return [(self._ignored_values(one), self._no_proof()) for one in concerned]
        weighed, reported = [], {}
        for one in proven:
            about = self._find_reported(verdict, one)
            weighed += [self._weigh_address(verdict, one, address) for address in about]
            if about:
                reported.setdefault(self._enrollment(one).company_id, set()).update(about)
            else:
                weighed.append((self._ignored_values(one), self._not_about_them(verdict)))
        of_mails = [one.enrollment_id for one in proven]
        for company, addresses in reported.items():
            for other in self._others_of(company, addresses, of_mails):
                weighed.append(({"enrollment_id": other.id, "address": other.email_normalized},))
        return weighed

    def _find_reported(self, verdict, one):
        """Those of the addresses named that the mail went to; if none is named, the only one that it went to."""
        if not verdict.bounced_addresses and len(one.recipients) == 1:
            return one.recipients
        return [address for address in one.recipients if address in verdict.bounced_addresses]

    def _weigh_address(self, verdict, one, address):
        values = {"enrollment_id": one.enrollment_id, "touch_id": one.touch_id, "address": address}
        if self._enrollment(one)._has_address(address):
            return (values,)
        if verdict.kind != "complaint":
            # A complaint is settled like any other: whoever made it goes on the blacklist then.
            values = self._ignored_values(one, address=address)
        return values, self.env._("It is about a copy to %s: the sequence goes on.", address)

    def _others_of(self, company, addresses, ids):
        """Other enrollments of these people in the same company, which the mail does not belong to."""
        late_answer = Domain("state", "=", "finished") & Domain("ended_at", ">", fields.Datetime.now() - LATE_ANSWER)
        return (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                Domain("email_normalized", "in", list(addresses))
                & Domain("company_id", "=", company.id)
                & Domain("id", "not in", ids)
                & (Domain("state", "in", LIVE_STATES) | late_answer)
            )
        )

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    def _weigh_answer(self, verdict, concerned, authors):
        """What an answer means for each of those concerned: as `_weigh_report`."""
        weighed = []
        for one in concerned:
            values = {"enrollment_id": one.enrollment_id, "touch_id": one.touch_id}
            if verdict.kind not in AUTOMATIC_ANSWERS:
                weighed.append((values,))
            elif verdict.kind == "address_changed" and not self._is_proven(one, concerned, authors):
                weighed.append((self._ignored_values(one), self._no_proof()))
            else:
                weighed.append(self._weigh_automatic(verdict, one, authors, values))
        return weighed

    def _is_proven(self, one, concerned, authors):
        """By the Message-ID of a mail of this enrollment, or of another mail of the company to the same person."""
        enrollment = self._enrollment(one)
        # Reply-To adds authors as it likes: only the person's own addresses count.
        own = {address for address in authors if enrollment._has_address(address)}
        return one.touch_id or any(
            mailed.touch_id
            and not own.isdisjoint(mailed.recipients)
            and self._enrollment(mailed).company_id == enrollment.company_id
            for mailed in concerned
        )

    def _weigh_automatic(self, verdict, one, authors, values):
        if any(self._enrollment(one)._has_address(address) for address in authors):
            return (values,)
        sender = authors[0] if authors else ""
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
    # In common
    # ------------------------------------------------------------------

    def _enrollment(self, one):
        return self.env["sales.sequence.enrollment"].sudo().browse(one.enrollment_id)

    def _ignored_values(self, one, **values):
        return {
            "enrollment_id": one.enrollment_id,
            "touch_id": one.touch_id,
            "settled_at": fields.Datetime.now(),
            "effect": "ignored",
            **values,
        }

    def _no_proof(self):
        return self.env._(
            "No effect: it does not contain the Message-ID of one of our emails, so anybody could have written it."
        )

    def _not_about_them(self, verdict):
        if verdict.bounced_addresses:
            return self.env._("No effect: the email did not go to %s.", as_utf8(verdict.bounced_addresses[0]))
        return self.env._("No effect: it does not say which recipient of the email it is about.")
