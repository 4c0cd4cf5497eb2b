import logging

from odoo import fields, models

from ...tools import schedule
from ...tools.attempt import find_error

_logger = logging.getLogger(__name__)


class SalesSequenceEnrollmentChaining(models.AbstractModel):
    """What follows an enrollment: the pending sequence that somebody chose, then its sequence's next sequence.

    Both follow only for those who came through: a person who has answered, opted out or was stopped is left in peace.
    """

    _name = "sales.sequence.enrollment.chaining"
    _description = "Sales Sequence Enrollment: Chaining"

    def _chain(self):
        """Enroll those who came through in what follows; not yet those who may have answered. Of whoever was held back,
        only what somebody chose for them follows: to them, the sequence has not happened."""
        unsure = self._open_questions().enrollment_id
        unsure.chains_later = True
        clear = self - unsure
        for sequence, enrollments in clear.filtered("pending_sequence_id").grouped("pending_sequence_id").items():
            enrollments._enter_pending(sequence)
        for sequence, enrollments in (clear - clear._control()).grouped("sequence_id").items():
            if sequence.next_sequence_id:
                enrollments._enter(sequence.next_sequence_id, {one.id: one._target().id for one in enrollments})

    def _enter_pending(self, sequence):
        """Enroll in `sequence` those who wait for it. A record that was merged enters as the remaining one."""
        Target = self.env[sequence._target_model_name()]
        present = set(Target.browse(self.mapped("pending_target_id")).exists()._ids)
        today = fields.Date.context_today(self)
        by_choice = self.grouped(
            lambda one: (one.pending_user_id, one.pending_start_on, one.pending_allow_recent, one.pending_date)
        )
        for (user, start_on, allow_recent, date), enrollments in by_choice.items():
            target_ids = {}
            for enrollment in enrollments:
                own = enrollment._target()
                survivor = own.id if own._name == Target._name else enrollment.pending_target_id
                target_ids[enrollment.id] = (
                    enrollment.pending_target_id if enrollment.pending_target_id in present else survivor
                )
            enrollments._clear_pending()
            not_before = start_on if start_on and start_on > today else None
            options = {"start_on": not_before, "allow_recent": allow_recent, "date": date or None}
            enrollments._enter(sequence, target_ids, user, options)

    def _enter(self, sequence, target_ids, sender=None, options=None):
        """Enroll those who have ended here in another sequence. A refusal or failure becomes a note in the chatter: it
        must not undo the end.

        :param target_ids: ``{enrollment id: target id}``
        :param sender: `res.users`, empty for whoever looks after each, None for the sender that they had
        :param options: what somebody chose, as arguments of `sales.sequence.enroll`
        """
        for (user, company), enrollments in self.grouped(lambda one: (one.user_id, one.company_id)).items():
            by_target = {target_ids[enrollment.id]: enrollment for enrollment in enrollments}
            entering = sequence.with_context(allowed_company_ids=company.ids)
            sender_of_all = user if sender is None else sender
            reasons = self._enroll_next(entering, list(by_target), sender_of_all, options or {})
            for target_id, why in reasons.items():
                by_target[target_id]._log_in_chatter(
                    self.env._(
                        "has ended, but “%(next)s” could not follow: %(why)s", next=sequence._numbered_name(), why=why
                    )
                )

    def _enroll_next(self, sequence, target_ids, sender, options):
        """:param options: see `_enter`
        :return: ``{target id: why it did not enter}``, in words that everybody may read"""
        refused = []

        def enroll():
            # In the database first: a person has one live enrollment.
            self.env.flush_all()
            user_id = sender.id if sender and sender._can_have_sequence_work() else None
            # With all rights, as nobody is at work here. Where another sequence is pending already, this follows that.
            result = sequence.sudo().enroll(target_ids, user_id=user_id, conflicts="queue", **options)
            if not options.get("start_on"):
                self.browse(row["enrollment_id"] for row in result["enrolled"])._start_next_business_day()
            refused.extend(result["refused"])

        error = find_error(self.env, enroll)
        if error:
            _logger.warning("%s could not be enrolled in %s: %r", target_ids, sequence, error)
            why = self.env._("It failed. An administrator can find the reason in the server's log.")
            return dict.fromkeys(target_ids, why)
        # Not the message of a refusal: it may name others, whom not everybody who reads the note may know of.
        words_of = self.env["sales.sequence.eligibility"]._reason_in_words
        return {refusal["target_id"]: words_of(refusal["code"]) for refusal in refused}

    def _start_next_business_day(self):
        """Nobody wants the first email of one sequence a minute after the last one of another."""
        beginning = self.filtered("next_step_id")
        waiting = beginning.filtered(lambda one: not one.next_step_id._delay().has_date)
        for working_time, enrollments in waiting._by_working_time():
            for (step, moment), same in enrollments.grouped(lambda one: (one.next_step_id, one.next_run_at)).items():
                same._set_next(step, schedule.after_delay(moment, 1, schedule.BUSINESS_DAY, working_time))
