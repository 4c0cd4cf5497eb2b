from odoo import models


class SalesSequenceAdviceResults(models.AbstractModel):
    """Advice about what has come of it: answers, bounces, complaints, opt-outs, and the people in it."""

    _name = "sales.sequence.advice.results"
    _description = "Advice about Results"

    def _find_in_results(self, sequences):
        """:return: list of `Finding`; a fixed number of queries"""
        return []

    def _words_in_results(self):
        """:return: as `_words_in_plan`"""
        return {}

    def _act_on_results(self, sequences, found):
        """What the job does besides storing it, as `_act_on_plan`."""
