from odoo import models


class SalesSequenceAdvicePlan(models.AbstractModel):
    """Advice about what is written: the steps of a sequence and their texts."""

    _name = "sales.sequence.advice.plan"
    _description = "Advice about the Plan"

    def _find_in_plan(self, sequences):
        """:return: list of `Finding`; a fixed number of queries"""
        return []

    def _words_in_plan(self):
        """How each rule says what it has found.

        :return: ``{code: method}``: it takes a `Finding` and returns a dict ``text``, ``detail``, ``source``, ``place``
            as `get_advice` has them, and where there is one ``verb``, and ``action``: a function that returns the
            action to the records that are counted
        """
        return {}

    def _act_on_plan(self, sequences, found):
        """What the job does besides storing it.

        :param found: list of `Finding` about these sequences
        """
