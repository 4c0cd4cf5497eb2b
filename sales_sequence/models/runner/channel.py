from odoo import models


class SalesSequenceChannel(models.AbstractModel):
    """How one channel executes a step. `sales.sequence.runner` calls `_execute` inside a
    savepoint; what it raises is blamed on the records that it was called for."""

    _name = "sales.sequence.channel"
    _description = "Sales Sequence Channel"

    def _group_key(self, enrollment):
        """What those have in common whom `_execute` takes at once, beside step and language: the sender."""
        return enrollment.user_id

    def _execute(self, batch, step, enrollments):
        """Do the step, record the touches, advance the enrollments.

        :param batch: `batch.Batch`; its `touches` at this step are failed ones that are tried again, or approved drafts
        :param step: `sales.sequence.step`, in the contacts' language
        :param enrollments: those at this step, same language and `_group_key`
        :return: ``{enrollment: reason}`` for those that must not be done as things are
        """
        raise NotImplementedError

    def _record(self, batch, step, values_by_enrollment):
        """Write the touches: new ones, or those of an earlier attempt. :return: the touches"""
        Touch = self.env["sales.sequence.touch"].sudo()
        recorded = Touch
        to_create = []
        for enrollment, values in values_by_enrollment.items():
            touch = batch.touches.get(enrollment)
            if touch:
                # Handed over since the earlier attempt: threads and limits go by who sends now.
                touch.write({"reason": False, "user_id": enrollment.user_id.id, **values})
                recorded += touch
            else:
                to_create.append(enrollment._touch_values(step, **values))
        return recorded + Touch.create(to_create)
