from odoo import models


class SalesSequenceEditor(models.AbstractModel):
    """What the editor of a sequence shows."""

    _name = "sales.sequence.editor"
    _inherit = ["sales.sequence.editor.steps", "sales.sequence.editor.panel", "sales.sequence.editor.preview"]
    _description = "Sequence Editor"
