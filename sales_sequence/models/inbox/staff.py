import logging

from odoo import api, models
from odoo.fields import Domain

from ...tools.attempt import attempt
from ..base.states import LIVE_STATES

_logger = logging.getLogger(__name__)


class SalesSequenceInbox(models.AbstractModel):
    """The people on our side change: a target gets another salesperson, a sender leaves the company or goes on leave.

    The sequence says what then becomes of its enrollments (`owner_change_policy`, `absence_policy`). None is dropped,
    and whoever has had an email hears from nobody else in that thread.
    """

    _inherit = "sales.sequence.inbox"

    # ------------------------------------------------------------------
    # Another salesperson
    # ------------------------------------------------------------------

    @api.model
    def _notice_new_owners(self, targets, previous):
        """Targets were assigned: notice those whose owner is another one now.

        :param previous: ``{target id: its owner before}``
        """
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
            | Domain("question_activity_id", "!=", False)
            | Domain("wish_activity_id", "!=", False)
        )
        enrollments = self.env["sales.sequence.enrollment"].sudo().search(domain)
        nobody = self.env._("nobody")
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "owner_changed",
                    "detail": self.env._(
                        "%(old)s → %(new)s, by %(by)s",
                        old=previous[target_id].sudo().name or nobody,
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
        """Keep the sender, hand over those not mailed yet, or pause: as the sequence says."""
        for policy, of_policy in signals.grouped(lambda signal: signal.sequence_id.owner_change_policy).items():
            enrollments = of_policy.enrollment_id
            enrollments._reassign_questions()
            changed = enrollments.browse()
            if policy == "pause":
                changed = enrollments._pause("owner", signals=of_policy)
                # Nor may a hold go on by itself before somebody has decided.
                held = enrollments.filtered(lambda one: one.state == "paused" and one._underlying_pause()[1])
                held._change_pause("owner", False, signals=of_policy)
                changed |= held
            else:
                if policy == "hand_over":
                    changed = self._hand_over(enrollments, lambda one: one._target()._sequence_owner())
                enrollments._reassign_activities()
                # Who was waited for may have nothing to do with it any more.
                enrollments._refresh_absences()
            effect = "held" if policy == "pause" else "handed_over"
            self._close(of_policy.filtered(lambda signal: signal.enrollment_id in changed), effect)  # noqa: B023
            self._close(of_policy.filtered(lambda signal: not signal.settled_at), "noted")

    def _hand_over(self, enrollments, find_sender):
        """Those who have had no email yet get a new sender, where there is one. :return: those that change"""
        live = enrollments.filtered(lambda one: one.state in LIVE_STATES)
        changed = enrollments.browse()
        for heir, of_heir in (live - live._filter_mailed()).grouped(find_sender).items():
            if heir._can_have_sequence_work():
                there = of_heir.filtered(lambda one: heir._sequence_works_for(one.company_id))  # noqa: B023
                changed |= there._change_sender(heir)
        return changed

    # ------------------------------------------------------------------
    # A user leaves
    # ------------------------------------------------------------------

    @api.model
    def _reassign_activities_of(self, users):
        """Users are about to be deactivated, and Odoo deletes their activities: give those of sequences to others.

        Never raises: to deactivate somebody who has left must not fail because of us.
        """
        try:
            with attempt(self.env.cr):
                self.env["sales.sequence.touch"].sudo().search(
                    [("state", "=", "todo"), ("activity_id.user_id", "in", users.ids)]
                )._reassign_activities(leaving=users)
                self.env["sales.sequence.enrollment"].sudo().search(
                    Domain("question_activity_id.user_id", "in", users.ids)
                    | Domain("wish_activity_id.user_id", "in", users.ids)
                )._reassign_questions(leaving=users)
        except Exception:
            _logger.exception("The activities of users %s could not be given to others", users.ids)

    @api.model
    def _notice_departed(self, users):
        """Users were deactivated: notice whom they cannot write to any more."""
        enrollments = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search([("user_id", "in", users.ids), ("state", "in", LIVE_STATES)])
        )
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "sender_gone",
                    "detail": self.env._(
                        "%(sender)s was deactivated by %(by)s. Hand over to somebody else.",
                        sender=enrollment.user_id.name,
                        by=self.env.user.name,
                    ),
                }
                for enrollment in enrollments
            ]
        )

    @api.model
    def _on_sender_gone(self, signals):
        """Hand over whom the sequence lets hand over; the others wait for a manager."""
        away = signals.filtered(lambda signal: not signal.enrollment_id.user_id.active)
        willing = away.enrollment_id.filtered(lambda one: one.sequence_id.owner_change_policy == "hand_over")
        handed_over = self._hand_over(willing, self._find_replacement_sender)
        self._close(away.filtered(lambda signal: signal.enrollment_id in handed_over), "handed_over")
        rest = away.filtered(lambda signal: signal.enrollment_id not in handed_over)
        paused = rest.enrollment_id._pause("sender", signals=rest)
        # Nobody comes back for these: as with a change of the salesperson, somebody has to decide.
        waiting = rest.enrollment_id.filtered(
            lambda one: one.state == "paused" and one._underlying_pause()[0] == "absent"
        )
        waiting._change_pause("sender", False, signals=rest)
        paused |= waiting
        self._close(rest.filtered(lambda signal: signal.enrollment_id in paused), "held")
        self._close(signals.filtered(lambda signal: not signal.settled_at), "noted")

    def _find_replacement_sender(self, enrollment):
        """Who sends when the sender has left: whoever looks after the target, else the sequence's owner."""
        owner = enrollment._target()._sequence_owner()
        return owner if owner._can_have_sequence_work() else enrollment.sequence_id.user_id

    # ------------------------------------------------------------------
    # A user is not there
    # ------------------------------------------------------------------

    def _pause_unattended(self, enrollments):
        """Before each touch: is whoever has to do it there? :return: those that are paused"""
        paused = enrollments.browse()
        for user, of_user in enrollments.grouped("user_id").items():
            if not user.active:
                note = self.env._("%s is no longer an active user. Hand over to somebody else.", user.name)
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
        """Users have changed when they are away: those who wait for them go on when they are back.

        Never raises: nobody's own settings may fail because of us.
        """
        owned = [
            Domain(f"{field_name}.user_id", "in", users.ids)
            for model_name, field_name in self.env["sales.sequence"]._target_models().values()
            if "user_id" in self.env[model_name]._fields
        ]
        waiting = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                Domain("state", "=", "paused")
                & Domain("pause_kind", "=", "absent")
                & Domain.OR([Domain("user_id", "in", users.ids), *owned])
            )
        )
        try:
            with attempt(self.env.cr):
                waiting._refresh_absences()
                self.env.flush_all()
        except Exception as error:
            _logger.info("Enrollments that wait for users %s are left as they are: %s", users.ids, error)
