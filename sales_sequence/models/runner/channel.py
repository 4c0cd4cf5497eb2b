from odoo import models

from ...tools.writing import Writing


class SalesSequenceChannel(models.AbstractModel):
    """How one channel executes a step. `sales.sequence.runner` calls it with all rights, and `_execute` inside a
    savepoint: whatever that raises is blamed on the enrollments it was called for."""

    _name = "sales.sequence.channel"
    _description = "Sales Sequence Channel"

    def _group_key(self, enrollment):
        """What the enrollments of one call of `_execute` share beside step and language: the sender."""
        return enrollment.user_id

    def _execute(self, batch, step, enrollments):
        """Do the step, record the touches, advance the enrollments.

        :param batch: `Batch`; its `touches` here are failed ones that are tried again, and approved drafts
        :param step: `sales.sequence.step`, in the contacts' language
        :param enrollments: at this step, in the contacts' language, with the same `_group_key`
        :return: ``{enrollment: reason}`` for those whose step cannot be done as things are
        """
        raise NotImplementedError

    def _writing(self, user, enrollments):
        """The `Writing` of texts that `user` sends to these."""
        # Also those that a dialog shows and that are not saved.
        return Writing(user, {enrollment._target()._origin: enrollment for enrollment in enrollments})

    def _record(self, batch, step, values_by_enrollment):
        """Write the touches: new ones, or those of an earlier attempt. :return: the touches"""
        Touch = self.env["sales.sequence.touch"]
        recorded = Touch
        to_create = []
        for enrollment, values in values_by_enrollment.items():
            touch = batch.touches.get(enrollment)
            if touch:
                # The sender may have changed since: threads and limits depend on who sends now.
                touch.write({"reason": False, "user_id": enrollment.user_id.id, **values})
                recorded += touch
            else:
                to_create.append(enrollment._touch_values(step, **values))
        return recorded + Touch.create(to_create)
