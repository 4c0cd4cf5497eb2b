from odoo import models


class SalesSequenceEditorSteps(models.AbstractModel):
    """What happens to a step in the timeline: it is moved, duplicated, archived, restored."""

    _name = "sales.sequence.editor.steps"
    _description = "Sequence Editor: Steps"

    def _may_edit(self, sequence):
        return sequence.may_edit and sequence.state != "closed"
