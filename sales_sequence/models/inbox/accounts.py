from odoo import models
from odoo.fields import Domain

from ..base.states import LIVE_STATES
from .records import all_enrollments, all_signals


class SalesSequenceInboxAccounts(models.AbstractModel):
    """The account policy: what happens to a person's colleagues when that person answers."""

    _name = "sales.sequence.inbox.accounts"
    _description = "Sales Sequence Inbox: Account Policy"

    def _on_colleague(self, signals):
        """A colleague answered: do what the sequence of the answered touch says; the person's own, where the colleague
        is in none."""
        sequences = {signal: signal.touch_id.sequence_id or signal.sequence_id for signal in signals}
        for policy, of_policy in signals.grouped(lambda signal: sequences[signal].account_policy).items():
            enrollments = of_policy.enrollment_id
            if policy == "stop":
                enrollments._stop("account", signals=of_policy)
                of_policy._settle_as("stopped")
            elif policy == "pause":
                enrollments._pause("account", signals=of_policy)
                of_policy._settle_as("held")
            else:
                of_policy._settle_as("ignored")

    def _apply_account_policy(self, signals):
        """Record these replies for the live enrollments of the same customer, and settle that."""
        answered = signals.enrollment_id.filtered(
            lambda one: one.commercial_partner_id and one.sequence_id.account_policy != "none"
        )
        if not answered:
            return
        live = all_enrollments(self.env).search(
            Domain("commercial_partner_id", "in", answered.commercial_partner_id.ids)
            & Domain("company_id", "in", answered.company_id.ids)
            & Domain("state", "in", LIVE_STATES)
        )
        by_account = live.grouped(lambda one: (one.commercial_partner_id, one.company_id))
        values_list = []
        for signal in signals.filtered(lambda signal: signal.enrollment_id in answered):
            enrollment = signal.enrollment_id
            account = enrollment.commercial_partner_id, enrollment.company_id
            others = by_account.get(account, live.browse()) - enrollment
            values_list += [
                {
                    "enrollment_id": other.id,
                    "kind": "colleague",
                    "touch_id": signal.touch_id.id,
                    "mail_message_id": signal.mail_message_id.id,
                    "occurred_at": signal.occurred_at,
                    # Without a name, see `_told` of the signal.
                    "detail": self._somebody_answered(),
                }
                for other in others
            ]
        # As signals of their own, so that the runner settles those whose enrollment is busy.
        self._settle(all_signals(self.env).create(values_list))

    def _read_mail_of_colleague(self, verdict, concerned):
        """Read what a mail means for the people at the company of its author, who is in no sequence. Only what a person
        wrote means anything to them.

        :return: as of `_read_report`
        """
        if verdict.kind != "reply":
            return []
        values = ({"enrollment_id": one.enrollment_id, "kind": "colleague", "wish": False} for one in concerned)
        return [(of_one, self._wrote_unasked()) for of_one in values]

    def _values_for_colleagues(self, author):
        """Values of signals for the people at the company of `author`, a `res.partner` who wrote and is in no
        sequence."""
        account = author.commercial_partner_id
        colleagues = all_enrollments(self.env).search(
            Domain("commercial_partner_id", "in", account.ids)
            & Domain("partner_id", "!=", author.id)
            & Domain("state", "in", LIVE_STATES)
            & Domain("sequence_id.account_policy", "!=", "none")
        )
        return [{"enrollment_id": one.id, "kind": "colleague", "detail": self._wrote_unasked()} for one in colleagues]

    def _wrote_unasked(self):
        return self.env._("Somebody at the same company, who is in no sequence, wrote to us.")

    def _somebody_answered(self):
        return self.env._("Somebody else at the company answered.")

    def _forget_answers(self, enrollments):
        """Forget the names of these people where earlier versions have kept them: on the enrollments of colleagues, and
        in the notes there."""
        told = all_signals(self.env).search([("kind", "=", "colleague"), ("touch_id", "in", enrollments.touch_ids.ids)])
        for signal in told.filtered(lambda one: one.detail and one.detail != self._somebody_answered()):
            words = signal.detail
            signal.detail = self._somebody_answered()
            signal.enrollment_id._replace_note(words, signal.detail)

    def _forget_author(self, partners):
        """Forget of what these partners have written to us about others what says that it was them."""
        signals = all_signals(self.env).search([("mail_message_id.author_id", "in", partners.ids)])
        for signal in signals.filtered(lambda one: one.detail and one.enrollment_id.partner_id not in partners):
            words = signal._in_words()
            signal.detail = False
            signal.enrollment_id._replace_note(words, False)
