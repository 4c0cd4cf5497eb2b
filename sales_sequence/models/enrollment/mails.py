from datetime import timedelta

from odoo import fields, models

from ...tools import pacing
from ..base.jobs import wake_mail_queue


class SalesSequenceTouchMails(models.AbstractModel):
    """The part of `sales.sequence.touch` about its mails in Odoo's mail queue: held by a pause, or sent later."""

    _name = "sales.sequence.touch.mails"
    _description = "Sales Sequence Activity Log: Mails"

    def _mails(self, states):
        if not self.mail_message_id:
            return self.env["mail.mail"]
        # Salespeople cannot read Odoo's mail queue.
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "in", self.mail_message_id.ids), ("state", "in", states)])
        )

    def _hold_mails(self):
        """Keep the queued mails of paused enrollments from leaving."""
        self._mails(("outgoing",)).try_lock_for_update().write({"state": "cancel"})

    def _release_mails(self):
        """Let what a pause has held leave in the hours of each contact."""
        for touch, moment in self._send_later(self._mails(("cancel",))).items():
            touch.done_at = moment

    def _discard_refused_mails(self):
        """The failed steps are about to be taken again, with the content and the address of then: what the mail server
        refused must never leave as well. A mail that somebody sends again by hand at this moment is on its way."""
        mailed = self.filtered(lambda touch: touch.mail_message_id and touch.step_id.active)
        mails = mailed._mails(("outgoing", "exception", "cancel"))
        refused = mails.filtered(lambda mail: mail.state != "outgoing").try_lock_for_update()
        sent_by_hand = (mails - refused).mail_message_id
        on_their_way = mailed.filtered(lambda touch: touch.mail_message_id in sent_by_hand)
        on_their_way.write({"state": "queued", "reason": False})
        messages = (mailed - on_their_way).mail_message_id
        refused.unlink()
        messages.unlink()

    def _send_later(self, mails, delay=timedelta(), known_times=None):
        """Put these mails (back) into Odoo's queue, `delay` from now, in the sending hours of each contact.

        Mails of one sender keep the company's gap; many of them leave at the pace of a backlog.

        :param mails: `mail.mail` of these touches
        :param known_times: see `sales.sequence._get_working_times`
        :return: ``{touch: moment}``
        """
        if not mails:
            return {}
        now, moments = fields.Datetime.now(), {}
        of_message = {mail.mail_message_id: mail for mail in mails}
        # Users may not write touches.
        queued = self.sudo().filtered(lambda touch: touch.mail_message_id in of_message)
        for (user, company), touches in queued.grouped(lambda touch: (touch.user_id, touch.company_id)).items():
            working_times = touches.enrollment_id._working_times(known_times)
            candidates = [
                pacing.Candidate(
                    earliest=max(now + delay, of_message[touch.mail_message_id].scheduled_date or now),
                    working_time=working_times[touch.enrollment_id.id],
                    key=touch,
                )
                for touch in touches.sorted("id")
            ]
            gap = self._gap(company, len(touches))
            ledger = pacing.Ledger(None, gap, touches._moments_taken(user, now) if gap else ())
            for placement in pacing.spread(candidates, ledger, now):
                moment = placement.slot.moment if placement.slot else now + delay
                moments[placement.candidate.key] = moment
        for touch, moment in moments.items():
            of_message[touch.mail_message_id].write({"state": "outgoing", "scheduled_date": moment})
        wake_mail_queue(self.env, moments.values())
        return moments

    def _gap(self, company, count):
        """Seconds between two of `count` mails of one sender."""
        per_hour = company.sequence_backlog_per_hour
        backlog_gap = 3600 / per_hour if per_hour and count > per_hour else 0
        return max(company.sequence_sender_gap, backlog_gap)

    def _moments_taken(self, user, now):
        """When other mails of this sender are to leave."""
        domain = [("user_id", "=", user.id), ("channel", "=", "email"), ("state", "=", "queued"), ("done_at", ">", now)]
        return (self.search_fetch(domain, ["done_at"]) - self).mapped("done_at")
