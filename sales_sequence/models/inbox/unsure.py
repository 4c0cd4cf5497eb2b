from odoo import api, models

from ..base.states import LIVE_STATES


class SalesSequenceInbox(models.AbstractModel):
    """What becomes of a message that may be an answer, and of the people whom it is about."""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _on_unsure(self, signals):
        """Nothing more leaves until somebody has said whether a person wrote it."""
        # Of a record that was deleted nobody can say anything any more.
        forgotten = signals.filtered(lambda signal: not signal.enrollment_id._target())
        self._close(forgotten, "ignored")
        signals -= forgotten
        for signal in signals.filtered(lambda signal: not signal.touch_id):
            # What it answers, if it does: later there may be another.
            signal.touch_id = signal.enrollment_id._last_touch()
        signals.enrollment_id._apply_open_questions()
        answered = signals.filtered(lambda signal: signal.enrollment_id.replied_at)
        self._close(answered, "noted")
        self._close(signals - answered, "held")

    def _copy_open_questions(self, enrollments):
        """These were one person's all along: who may have answered one is not written to by the other. The same
        question about both, and one click that settles it."""
        ended = enrollments.filtered(lambda one: one.state not in LIVE_STATES)
        for live in enrollments - ended:
            known = {(signal.mail_message_id, signal.occurred_at) for signal in live.signal_ids}
            questions = ended.filtered(lambda one: one.company_id == live.company_id)._open_questions()  # noqa: B023
            copied = ("kind", "occurred_at", "detail", "resume_on", "leaning", "wish")
            signals = self.env["sales.sequence.signal"].sudo().create(
                [
                    {
                        "enrollment_id": live.id,
                        "mail_message_id": question.mail_message_id.id,
                        **{name: question[name] for name in copied},
                    }
                    for question in questions
                    if (question.mail_message_id, question.occurred_at) not in known
                ]
            )
            self._settle(signals, locked=live)
        # Asked once, about the one that goes on.
        ended.filtered(lambda one: one.exit_reason == "merged").question_activity_id.filtered("active").unlink()
