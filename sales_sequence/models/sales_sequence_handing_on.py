import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import schedule
from .sales_sequence_runner import RETRY_ERRORS

_logger = logging.getLogger(__name__)


class SalesSequence(models.Model):
    """One sequence hands on to another: an onboarding that is done leads to enablement."""

    _inherit = "sales.sequence"

    next_sequence_id = fields.Many2one(
        "sales.sequence",
        string="Afterwards",
        ondelete="set null",
        index="btree_not_null",
        domain="[('target', '=', target), ('id', '!=', id)]",
        help="Whoever has come through all steps, or has reached the goal, enters this sequence, with the same sender, "
        "a business day later.",
    )

    @api.constrains("next_sequence_id", "target")
    def _check_next_sequence(self):
        for sequence in self.filtered("next_sequence_id"):
            if sequence.next_sequence_id == sequence:
                raise ValidationError(self.env._("“%s” cannot be followed by itself.", sequence.name))
            if sequence.next_sequence_id.target != sequence.target:
                raise ValidationError(
                    self.env._(
                        "“%(next)s” is for another kind of record than “%(sequence)s”.",
                        next=sequence.next_sequence_id.name,
                        sequence=sequence.name,
                    )
                )


class SalesSequenceEnrollment(models.Model):
    """See `SalesSequence` above."""

    _inherit = "sales.sequence.enrollment"

    def _end(self, state, exit_reason, note):
        result = super()._end(state, exit_reason, note)
        if exit_reason in ("completed", "goal"):
            for sequence, enrollments in self.grouped("sequence_id").items():
                if sequence.next_sequence_id:
                    enrollments._enter(sequence.next_sequence_id)
        return result

    def _enter(self, sequence):
        """Enroll the targets of these in another sequence. What is refused, or fails, is a note in the chatter: it
        takes nothing back of what has ended here."""
        for (user, company), enrollments in self.grouped(lambda one: (one.user_id, one.company_id)).items():
            by_target = {enrollment._target().id: enrollment for enrollment in enrollments}
            sender = user if user._can_have_sequence_work() else user.browse()
            try:
                with self.env.cr.savepoint():
                    # In the database first: a person has one live enrollment.
                    self.env.flush_all()
                    door = sequence.sudo().with_context(allowed_company_ids=company.ids)
                    result = door.enroll(list(by_target), user_id=sender.id)
                    entered = self.browse(row["enrollment_id"] for row in result["enrolled"])
                    entered._begin_another_day()
                    refused = result["refused"]
            except RETRY_ERRORS:
                raise
            except Exception as error:
                if self.env.cr.connection.closed:
                    raise
                self.env.invalidate_all(flush=False)
                _logger.warning("%s could not be enrolled in %s: %s", enrollments, sequence, error)
                refused = [{"target_id": target_id, "message": str(error)} for target_id in by_target]
            for refusal in refused:
                by_target[refusal["target_id"]]._log_in_chatter(
                    self.env._(
                        "has ended, but “%(next)s” could not follow: %(why)s",
                        next=sequence.name,
                        why=refusal["message"],
                    )
                )

    def _begin_another_day(self):
        """Nobody wants the first email of one sequence in the minute after the last one of another."""
        for working_time, enrollments in self._by_working_time():
            for (step, moment), same in enrollments.grouped(lambda one: (one.next_step_id, one.next_run_at)).items():
                same._set_next(step, schedule.after_delay(moment, 1, schedule.BUSINESS_DAY, working_time))
