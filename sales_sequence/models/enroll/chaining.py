import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import schedule
from ...tools.attempt import RETRY_ERRORS, attempt
from ..base.arguments import checked
from ..base.states import CAME_THROUGH
from ..base.words import by_user

_logger = logging.getLogger(__name__)


class SalesSequence(models.Model):
    """One sequence hands on to another: an onboarding that is done leads to enablement."""

    _inherit = "sales.sequence"

    next_sequence_id = fields.Many2one(
        "sales.sequence",
        string="Afterwards",
        check_company=True,
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
    """What comes after an enrollment: what somebody has put in line behind it, then what its sequence hands on to.

    Both follow only whoever came through; who has answered, opted out or was stopped is left in peace.
    """

    _inherit = "sales.sequence.enrollment"

    pending_sequence_id = fields.Many2one(
        "sales.sequence",
        string="Next in line",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        help="Enters this sequence when they are through the present one.",
    )
    pending_target_id = fields.Integer(
        string="Record in line",
        readonly=True, help="Id of the record that enters it: the same person can have several."
    )
    pending_user_id = fields.Many2one(
        "res.users", string="Sender of the next in line", ondelete="set null", readonly=True
    )
    pending_start_on = fields.Date(string="Next in line not before", readonly=True)

    @checked()
    def leave_line(self):
        """Let nothing follow that somebody has put in line behind these."""
        self._check_can_manage()
        self.sudo()._drop_pending(by_user(self.env))
        return True

    def _drop_pending(self, why):
        for sequence, enrollments in self.filtered("pending_sequence_id").grouped("pending_sequence_id").items():
            enrollments._log_in_chatter(
                self.env._("will not be followed by “%(next)s” any more. %(why)s", next=sequence.name, why=why)
            )
            enrollments._clear_pending()

    def _clear_pending(self):
        self.write(
            {
                "pending_sequence_id": False,
                "pending_target_id": False,
                "pending_user_id": False,
                "pending_start_on": False,
            }
        )

    def _end(self, state, exit_reason, note):
        result = super()._end(state, exit_reason, note)
        if exit_reason in CAME_THROUGH:
            self._chain()
        elif exit_reason == "deleted":
            self.filtered("pending_sequence_id")._clear_pending()
        else:
            self._drop_pending(self.env._("They have not come through this one."))
        return result

    def _chain(self):
        """Let what comes after these begin; not yet for those who may have answered."""
        unsure = self._open_questions().enrollment_id
        unsure.chains_later = True
        clear = self - unsure
        for sequence, enrollments in clear.filtered("pending_sequence_id").grouped("pending_sequence_id").items():
            enrollments._enter_pending(sequence)
        for sequence, enrollments in clear.grouped("sequence_id").items():
            if sequence.next_sequence_id:
                enrollments._enter(sequence.next_sequence_id, {one.id: one._target().id for one in enrollments})

    def _enter_pending(self, sequence):
        """Whose turn it is enters `sequence`. A record that was merged meanwhile enters as the one that is left."""
        Target = self.env[sequence._target_model_name()]
        present = set(Target.browse(self.mapped("pending_target_id")).exists()._ids)
        by_choice = self.grouped(lambda one: (one.pending_user_id, one.pending_start_on))
        for (user, start_on), enrollments in by_choice.items():
            target_ids = {}
            for enrollment in enrollments:
                own = enrollment._target()
                survivor = own.id if own._name == Target._name else enrollment.pending_target_id
                target_ids[enrollment.id] = (
                    enrollment.pending_target_id if enrollment.pending_target_id in present else survivor
                )
            enrollments._clear_pending()
            today = fields.Date.context_today(self)
            enrollments._enter(sequence, target_ids, user, start_on if start_on and start_on > today else None)

    def _enter(self, sequence, target_ids, sender=None, start_on=None):
        """Enroll those who have ended here in another sequence. What is refused, or fails, is a note in the chatter: it
        takes nothing back of what has ended here.

        :param target_ids: ``{enrollment id: target id}``
        :param sender: `res.users` or empty for whoever looks after each; None for the sender that they had
        """
        for (user, company), enrollments in self.grouped(lambda one: (one.user_id, one.company_id)).items():
            user = user if sender is None else sender  # noqa: PLW2901
            by_target = {target_ids[enrollment.id]: enrollment for enrollment in enrollments}
            user_id = user.id if user and user._can_have_sequence_work() else None
            try:
                with attempt(self.env.cr):
                    # In the database first: a person has one live enrollment.
                    self.env.flush_all()
                    entered = sequence.sudo().with_context(allowed_company_ids=company.ids)
                    # Somebody may have put another one in line: this one follows that.
                    result = entered.enroll(list(by_target), user_id=user_id, start_on=start_on, conflicts="queue")
                    if not start_on:
                        self.browse(row["enrollment_id"] for row in result["enrolled"])._start_next_business_day()
                    refused = result["refused"]
            except RETRY_ERRORS:
                raise
            except Exception as error:
                if self.env.cr.connection.closed:
                    raise
                self.env.invalidate_all(flush=False)
                _logger.warning("%s could not be enrolled in %s: %s", enrollments, sequence, error)
                why = self.env._("It failed: an administrator finds the reason in the log.")
                refused = [{"target_id": target_id, "words": why} for target_id in by_target]
            words_of = self.env["sales.sequence.enroll.wizard.line"]._reason_in_words
            for refusal in refused:
                # Not its message, which is for the engine: it may name others than who reads this knows of.
                by_target[refusal["target_id"]]._log_in_chatter(
                    self.env._(
                        "has ended, but “%(next)s” could not follow: %(why)s",
                        next=sequence.name,
                        why=refusal.get("words") or words_of(refusal["code"]),
                    )
                )

    def _start_next_business_day(self):
        """Nobody wants the first email of one sequence in the minute after the last one of another."""
        for working_time, enrollments in self._by_working_time():
            for (step, moment), same in enrollments.grouped(lambda one: (one.next_step_id, one.next_run_at)).items():
                same._set_next(step, schedule.after_delay(moment, 1, schedule.BUSINESS_DAY, working_time))
