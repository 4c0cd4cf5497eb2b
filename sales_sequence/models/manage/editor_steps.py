from odoo import api, models
from odoo.tools import SQL

from ...tools.date_steps import PREVIOUS
from ..base.arguments import ID, checked

# Between the positions of two steps, so that one can be put between them.
DISTANCE = 10
# A copy that came at the same moment as its original would be a second email on the same day.
DELAY_OF_COPY = 1, "business_day"


class SalesSequenceEditorSteps(models.AbstractModel):
    """What is done to a step in the timeline: it is moved, duplicated, archived, restored, deleted.

    Who may write the sequence may do it, unless it is closed or in the library. What would become of its people is said
    before, see `editor_effects` and `editor_wait`.
    """

    _name = "sales.sequence.editor.steps"
    _inherit = "sales.sequence.editor.wait"
    _description = "Sequence Editor: Steps"

    @checked(step_id=ID, before_id=ID)
    @api.model
    def move_step(self, step_id, before_id=False):
        """Put a step right before another one, or behind all of them. Who is at it stays at it.

        :param before_id: id of a step of the same sequence, False for the end
        :raises UserError: one of the steps does not exist anymore, or nothing can be changed in this sequence
        :raises AccessError: the user may not write the sequence
        """
        step = self._editable_step(step_id)
        self._lock(step.sequence_id)
        self._renumber(self._order_after_move(step, before_id))
        return True

    @checked(step_id=ID)
    @api.model
    def duplicate_step(self, step_id):
        """Put a copy of a step, with its texts, right behind it.

        :return: id of the copy
        :raises UserError, AccessError: as `move_step`
        """
        step = self._editable_step(step_id)
        self._lock(step.sequence_id)
        values = {"name": self.env._("%s (copy)", step.name), "active": True}
        if not step.delay or step._delay().has_date:
            amount, unit = DELAY_OF_COPY
            values.update(delay=amount, delay_unit=unit, delay_from=PREVIOUS)
        copy = step.copy(values)
        others = self._all_steps(step.sequence_id) - copy
        place = others.ids.index(step.id) + 1
        self._renumber(others[:place] + copy + others[place:])
        return copy.id

    @checked(step_id=ID)
    @api.model
    def archive_step(self, step_id):
        """Take a step out of the sequence. Who is at it goes on to the next one; what it has earned stays.

        :raises UserError: as `move_step`; or it is the only step of a live sequence
        :raises AccessError: the user may not write the sequence
        """
        step = self._editable_step(step_id)
        self._lock(step.sequence_id)
        step.active = False
        return True

    @checked(step_id=ID)
    @api.model
    def restore_step(self, step_id):
        """Take an archived step back to where it was, for those who still come to it.

        :raises UserError: as `move_step`; or the sequence is live, and the step has a problem
        :raises AccessError: the user may not write the sequence
        """
        step = self._editable_step(step_id)
        self._lock(step.sequence_id)
        step.active = True
        return True

    @checked(step_id=ID)
    @api.model
    def delete_step(self, step_id):
        """Delete a step that nobody has been at.

        :raises UserError: as `move_step`; or somebody has been at it, or it is the only step of a live sequence
        :raises AccessError: the user may not write the sequence
        """
        step = self._editable_step(step_id)
        sequence = step.sequence_id
        self._lock(sequence)
        step.unlink()
        sequence._check_live_is_executable()
        return True

    # ------------------------------------------------------------------

    def _lock(self, sequence):
        """Let others who change the order of these steps at the same moment wait, and then begin anew: each would
        renumber the steps without knowing of the other."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE sales_sequence SET write_date = (now() AT TIME ZONE 'UTC') WHERE id = %s", sequence.id)
        )
        sequence.invalidate_recordset(["write_date"])

    def _renumber(self, steps):
        for index, step in enumerate(steps, start=1):
            if step.position != index * DISTANCE:
                step.position = index * DISTANCE
