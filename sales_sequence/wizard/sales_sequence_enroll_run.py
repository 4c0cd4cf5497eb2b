from odoo import models

from ..models.base.arguments import checked


class SalesSequenceEnrollRun(models.Model):
    """Its result is shown by the dialog that has started it."""

    _inherit = "sales.sequence.enroll.run"

    @checked(one=True)
    def action_view_result(self):
        """Open the dialog that says who was enrolled, and of everybody else why not."""
        self.check_access("read")
        # The lists are for the dialog, which shows of them only what the user may read.
        run = self.sudo()
        sequence, enrollment_ids, pending_ids = run.sequence_id.sudo(False), run.enrollment_ids, run.pending_ids
        return self.env["sales.sequence.enroll.wizard"]._show_result(
            sequence, run.target_ids, enrollment_ids or [], run.refused or [], pending_ids or []
        )
