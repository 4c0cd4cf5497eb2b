import logging

from odoo import api, models
from odoo.fields import Domain

from ...tools.attempt import attempt
from ..base.states import LIVE_STATES
from .records import all_enrollments

_logger = logging.getLogger(__name__)


class SalesSequenceInboxStaff(models.AbstractModel):
    """Changes on our side: a target gets another salesperson, a sender leaves the company or goes on leave.

    The sequence says what then happens to its enrollments (`owner_change_policy`, `absence_policy`). None is dropped,
    and a thread that has begun keeps its sender.
    """

    _name = "sales.sequence.inbox.staff"
    _description = "Sales Sequence Inbox: Staff"

    # ------------------------------------------------------------------
    # Another salesperson
    # ------------------------------------------------------------------

    @api.model
    def _notice_new_owners(self, targets, previous):
        """Record which of these targets now have another salesperson.

        :param previous: ``{target id: the salesperson before}``
        """
        # The user may have assigned a record away from themselves, and cannot read it any more.
        changed = {
            target.id: target._sequence_owner()
            for target in targets.sudo()
            if target._sequence_owner() != previous[target.id]
        }
        if not changed:
            return
        field_name = targets._sequence_enrollment_field
        domain = targets.browse(changed)._sequence_enrollments_domain() & (
            Domain("state", "in", LIVE_STATES)
            | Domain("touch_ids.state", "=", "todo")
            | Domain("control_activity_id.active", "=", True)
            | Domain("question_activity_id", "!=", False)
            | Domain("wish_activity_id", "!=", False)
            | Domain("signal_ids.answer_activity_id.active", "=", True)
        )
        enrollments = all_enrollments(self.env).search(domain)
        nobody = self.env._("nobody")
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "owner_changed",
                    "detail": self.env._(
                        "%(old)s → %(new)s, by %(by)s",
                        old=previous[target_id].name or nobody,
                        new=changed[target_id].name or nobody,
                        by=self.env.user.name,
                    ),
                }
                for enrollment in enrollments
                for target_id in enrollment[field_name].ids
            ]
        )

    @api.model
    def _on_owner_changed(self, signals):
        """Keep the sender, hand over those who have had no email yet, or pause, as the sequence says."""
        for policy, of_policy in signals.grouped(lambda signal: signal.sequence_id.owner_change_policy).items():
            enrollments = of_policy.enrollment_id
            enrollments._reassign_questions()
            changed = enrollments.browse()
            if policy == "pause":
                changed = enrollments._pause("owner", signals=of_policy)
                # Those that were paused until a date must not resume before somebody has decided, either.
                held = enrollments.filtered(lambda one: one.state == "paused" and one._underlying_pause()[1])
                held._change_pause("owner", False, signals=of_policy)
                changed |= held
            else:
                if policy == "hand_over":
                    changed = self._hand_over(enrollments, lambda one: one._target()._sequence_owner())
                enrollments._reassign_activities()
                enrollments._reassign_control_todos()
                # The absent user that they wait for may no longer be the one who does the next step.
                enrollments._refresh_absences()
            effect = "held" if policy == "pause" else "handed_over"
            of_policy.filtered(lambda signal: signal.enrollment_id in changed)._settle_as(effect)  # noqa: B023
            of_policy.filtered(lambda signal: not signal.settled_at)._settle_as("noted")

    def _hand_over(self, enrollments, find_sender):
        """Give those who have had no email yet a new sender, where there is one. :return: those that changed"""
        live = enrollments.filtered(lambda one: one.state in LIVE_STATES)
        changed = enrollments.browse()
        for sender, of_sender in (live - live._filter_mailed()).grouped(find_sender).items():
            if sender._can_have_sequence_work():
                allowed = of_sender.filtered(lambda one: sender._sequence_works_for(one.company_id))  # noqa: B023
                changed |= allowed._change_sender(sender)
        return changed

    # ------------------------------------------------------------------
    # A user leaves
    # ------------------------------------------------------------------

    @api.model
    def _reassign_activities_of(self, users):
        """Reassign the activities of sequences that these users have: Odoo deletes the activities of a user who is
        deactivated.

        Never raises: deactivating a user must not fail because of us.
        """
        try:
            with attempt(self.env.cr):
                # Whoever deactivates users need not be a salesperson.
                self.env["sales.sequence.touch"].sudo().search(
                    [("state", "=", "todo"), ("activity_id.user_id", "in", users.ids)]
                )._reassign_activities(leaving=users)
                all_enrollments(self.env).search(
                    [("control_activity_id.user_id", "in", users.ids)]
                )._reassign_control_todos(leaving=users)
                all_enrollments(self.env).search(
                    Domain("question_activity_id.user_id", "in", users.ids)
                    | Domain("wish_activity_id.user_id", "in", users.ids)
                    | Domain("signal_ids.answer_activity_id.user_id", "in", users.ids)
                )._reassign_questions(leaving=users)
        except Exception:
            _logger.exception("The activities of users %s could not be reassigned", users.ids)

    @api.model
    def _notice_departed(self, users):
        """Record which live enrollments these deactivated users send in."""
        enrollments = all_enrollments(self.env).search([("user_id", "in", users.ids), ("state", "in", LIVE_STATES)])
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "sender_gone",
                    "detail": self.env._(
                        "%(sender)s was deactivated by %(by)s. Hand over to another user.",
                        sender=enrollment.user_id.name,
                        by=self.env.user.name,
                    ),
                }
                for enrollment in enrollments
            ]
        )

    @api.model
    def _on_sender_gone(self, signals):
        """Hand over those whose sequence allows it; pause the others until a manager decides."""
        gone = signals.filtered(lambda signal: not signal.enrollment_id.user_id.active)
        allowed = gone.enrollment_id.filtered(lambda one: one.sequence_id.owner_change_policy == "hand_over")
        handed_over = self._hand_over(allowed, self._find_replacement_sender)
        gone.filtered(lambda signal: signal.enrollment_id in handed_over)._settle_as("handed_over")
        rest = gone.filtered(lambda signal: signal.enrollment_id not in handed_over)
        paused = rest.enrollment_id._pause("sender", signals=rest)
        # The absent user that these wait for will not come back: they need a decision, too.
        waiting = rest.enrollment_id.filtered(
            lambda one: one.state == "paused" and one._underlying_pause()[0] == "absent"
        )
        waiting._change_pause("sender", False, signals=rest)
        paused |= waiting
        rest.filtered(lambda signal: signal.enrollment_id in paused)._settle_as("held")
        signals.filtered(lambda signal: not signal.settled_at)._settle_as("noted")

    def _find_replacement_sender(self, enrollment):
        """Who sends instead of a sender who has left: the target's salesperson, else the owner of the sequence."""
        owner = enrollment._target()._sequence_owner()
        return owner if owner._can_have_sequence_work() else enrollment.sequence_id.user_id

    # ------------------------------------------------------------------
    # A user is away
    # ------------------------------------------------------------------

    def _pause_unattended(self, enrollments):
        """Pause those whose next step is for a user who has left or is away. :return: those"""
        paused = enrollments.browse()
        for user, of_user in enrollments.grouped("user_id").items():
            if not user.active:
                note = self.env._("%s is no longer an active user. Hand over to another user.", user.name)
                paused |= of_user._pause("sender", note=note)
        waiting = (enrollments - paused).filtered(
            lambda one: one.next_step_id and one.sequence_id.absence_policy == "pause"
        )
        for user, of_user in waiting.grouped(lambda one: one._user_of_next_step()).items():
            away, until = user._sequence_absence()
            if away:
                paused |= of_user._pause("absent", until=until, note=user._sequence_absence_in_words(until))
        return paused

    @api.model
    def _notice_absence_changed(self, users):
        """Let the enrollments that wait for these users resume when they are back, by their new dates.

        Never raises: users' own settings must not fail because of us.
        """
        owned = [
            Domain(f"{field_name}.user_id", "in", users.ids)
            for model_name, field_name in self.env["sales.sequence"]._target_models().values()
            if "user_id" in self.env[model_name]._fields
        ]
        waiting = all_enrollments(self.env).search(
            Domain("state", "=", "paused")
            & Domain("pause_kind", "=", "absent")
            & Domain.OR([Domain("user_id", "in", users.ids), *owned])
        )
        try:
            with attempt(self.env.cr):
                waiting._refresh_absences()
                self.env.flush_all()
        except Exception as error:
            _logger.info("Enrollments that wait for users %s keep their date: %s", users.ids, error)
