from odoo import api, fields, models

from ...tools.advice import ACT, HINT, SEVERITIES, WARNING


class SalesSequenceAdvice(models.Model):
    """What could be better about a sequence, found by rules. It changes nothing by itself.

    One row for each thing found the last time that somebody looked, with what its sentence says (`facts`); the
    sentence is made for its reader.

    States:

    ``open``       shown everywhere
    ``dismissed``  somebody has said why it does not matter (`dismiss`); shown folded, and open again once it becomes
                   more severe. `restore` opens it, too.

    Whatever is not found any more is deleted, with its dismissal. Invariant, held by the database: one row for each
    (sequence, rule, step).

    Its parts, each in a file of this folder:

    ``plan_advice``     rules about what is written
    ``results_advice``  rules about what has come of it
    """

    _name = "sales.sequence.advice"
    _inherit = [
        "sales.sequence.advice.plan",
        "sales.sequence.advice.results",
        "sales.sequence.limits",
        "sales.sequence.references",
    ]
    _description = "Advice about a Sequence"
    _order = "id"
    _rec_name = "code"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True, readonly=True)
    step_id = fields.Many2one("sales.sequence.step", ondelete="cascade", index="btree_not_null", readonly=True)
    code = fields.Char(required=True, readonly=True)
    severity = fields.Selection(
        [(ACT, "To act on"), (WARNING, "Warning"), (HINT, "Hint")], required=True, readonly=True
    )
    facts = fields.Json(readonly=True)
    found_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    dismissed_at = fields.Datetime(readonly=True)
    dismissed_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    dismiss_note = fields.Char(string="Why it does not matter", readonly=True)

    _once = models.UniqueIndex("(sequence_id, code, COALESCE(step_id, 0))")

    # ------------------------------------------------------------------
    # Looking
    # ------------------------------------------------------------------

    @api.model
    def _find(self, sequences):
        """Everything that the rules find now. Stores nothing, with a fixed number of queries.

        :return: list of `Finding`, the most severe ones first
        """
        # With all rights: what is wrong with a sequence does not depend on who looks.
        advisor, sequences = self.sudo(), sequences.sudo().filtered(lambda one: one.active and not one.in_gallery)
        if not sequences:
            return []
        found = [*advisor._find_in_plan(sequences), *advisor._find_in_results(sequences)]
        return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
