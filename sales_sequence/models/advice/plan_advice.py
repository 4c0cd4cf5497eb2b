from odoo import models


class SalesSequenceAdvicePlan(models.AbstractModel):
    """Advice about what is written: the steps of a sequence and their texts."""

    _name = "sales.sequence.advice.plan"
    _description = "Advice about the Plan"

    def _find_in_plan(self, sequences):
        """:return: list of `Finding`; a fixed number of queries"""
        return []

    def _words_in_plan(self):
        """:return: ``{code: method that takes a Finding and returns {"text", "detail", "source", "place"}}``"""
        return {}
