from odoo import models


class SalesSequenceEditorPreview(models.AbstractModel):
    """An email of a step as one person would see it, and a test of it to oneself."""

    _name = "sales.sequence.editor.preview"
    _description = "Sequence Editor: Preview"
