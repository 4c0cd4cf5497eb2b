from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.texts import one_line
from ..base.states import LIVE_STATES
from ..enrollment.signal import ENTERED
from .concerned import may_still_answer
from .records import all_enrollments, all_signals

# What a reason to stop says that the person did: kinds of signals by `exit_reason`.
ENTERED_KINDS = {
    "replied": "reply",
    "meeting": "meeting",
    "opted_out": "opt_out",
    "bounced": "bounce",
    "complaint": "complaint",
}


class SalesSequenceInboxEntered(models.AbstractModel):
    """What colleagues say that people did: they phoned, or answered in the rep's own mailbox.

    It has all the effects that it has when we see it ourselves. Unlike in hooks, errors are the caller's, and an
    enrollment that another transaction has locked is waited for.
    """

    _name = "sales.sequence.inbox.entered"
    _description = "Sales Sequence Inbox: Entered by Hand"

    @api.model
    def _enter(self, enrollments, reason, note=None):
        """Record what these people did, and stop them. As with a mail, it also counts shortly after the last step.

        :param reason: one of `ENTERED_KINDS`
        :param note: what else the caller knows of it
        """
        kind = ENTERED_KINDS[reason]
        self._lock(enrollments)
        if kind == "reply":
            # With the rights of the caller: the same mail may be in question elsewhere.
            questions = enrollments._oldest_questions()
            questions.action_is_reply()
        concerned = self._filter_news(all_enrollments(self.env).browse(enrollments.ids), kind)
        detail = self._describe_entry(note)
        if kind == "reply" and questions:
            # Whoever says so knows of it.
            questions.sudo()._handle(detail)
        signals = all_signals(self.env).create(
            [
                {"enrollment_id": one.id, "kind": kind, "detail": detail, **self._values_of_entry(one, kind, note)}
                for one in concerned
            ]
        )
        self._settle(signals, locked=concerned)
        # Where the sequence does not stop on meetings, the caller does.
        unwanted = signals.filtered(lambda signal: signal.effect == "ignored")
        unwanted.enrollment_id._stop(reason, signals=unwanted)
        unwanted.enrollment_id._correct_exit_reason(reason, unwanted)
        unwanted._settle_as("stopped")
        if kind == "opt_out":
            self._enter_opt_outs(all_enrollments(self.env).browse(enrollments.ids))

    def _note_entered_meetings(self, enrollments, note):
        """Put on record that these people agreed on a meeting, where it stops nothing: it only counts."""
        detail = self._describe_entry(note)
        all_signals(self.env).create(
            [
                {
                    "enrollment_id": one.id,
                    "kind": "meeting",
                    "detail": detail,
                    "evidence_code": ENTERED,
                    **self._only_noted(),
                }
                for one in enrollments
            ]
        )

    def _lock(self, enrollments):
        """Wait for whoever changes these now. Odoo repeats the request if they have been changed meanwhile."""
        enrollments.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT FROM sales_sequence_enrollment WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                list(enrollments.ids),
            )
        )

    def _filter_news(self, enrollments, kind):
        """Those that are live, and those that have taken their last step not long ago and do not know it yet."""
        concerned = enrollments.filtered_domain(may_still_answer())
        told = concerned.signal_ids.filtered(lambda one: one.kind == kind and one.effect != "ignored").enrollment_id
        return concerned.filtered(lambda one: one.state in LIVE_STATES or one not in told)

    def _describe_entry(self, note):
        if note:
            return self.env._("Entered by %(user)s: %(note)s", user=self.env.user.name, note=note)
        return self.env._("Entered by %s", self.env.user.name)

    def _values_of_entry(self, enrollment, kind, note):
        values = {"evidence_code": ENTERED}
        if kind == "reply":
            # Whoever enters it knows of it.
            values.update(
                handled_at=fields.Datetime.now(),
                handled_by_id=self.env.uid,
                handled_note=one_line(note) or self.env._("Answered elsewhere"),
            )
        if kind in ("bounce", "complaint"):
            # Only what has left can come back.
            mails = enrollment.touch_ids.filtered(lambda touch: touch.channel == "email" and touch.state == "sent")
            values.update(touch_id=mails.sorted("id")[-1:].id, address=enrollment.email_normalized)
        return values

    def _enter_opt_outs(self, enrollments):
        """Opt the addresses that we write to out of these sequences: that stops other records with them, too."""
        OptOut = self.env["sales.sequence.opt.out"].sudo()
        by_pair = {(one.email_normalized, one.sequence_id): one for one in enrollments if one.email_normalized}
        opted_out = OptOut._among(by_pair)
        OptOut.create(
            [
                {"email_normalized": address, "sequence_id": sequence.id, "origin": "manual"}
                for address, sequence in by_pair
                if (address, sequence) not in opted_out
            ]
        )
