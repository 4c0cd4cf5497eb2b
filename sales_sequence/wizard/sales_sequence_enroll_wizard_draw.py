from odoo import api, fields, models


class SalesSequenceEnrollWizardDraw(models.AbstractModel):
    """What the dialog says where the sequence is compared with the old way: before, what the draw will do; afterwards,
    how many it has held back.

    Who they are is not foreseen, though it could be: whoever left out those who are to be held back would decide the
    comparison.
    """

    _name = "sales.sequence.enroll.wizard.draw"
    _description = "Enroll in a Sequence: Draw of a Comparison"

    control_count = fields.Integer(
        string="Followed up the old way", compute="_compute_draw", help="Of those who were enrolled."
    )
    draw_note = fields.Char(compute="_compute_draw", help="What the draw will do, or has done.")

    @api.depends("sequence_id", "state", "enrollment_ids")
    def _compute_draw(self):
        for wizard in self:
            # With all rights: whoever may enroll may know of the draw, as it decides what happens.
            enrolled = self.env["sales.sequence.enrollment"].sudo().browse(wizard.enrollment_ids or []).exists()
            wizard.control_count = len(enrolled._control())
            if wizard.state == "done":
                wizard.draw_note = enrolled._drawn_in_words()
            else:
                comparison = wizard.sequence_id.sudo().comparison_id
                wizard.draw_note = bool(comparison) and self._draw_in_words(comparison)

    def _draw_in_words(self, comparison):
        return self.env._(
            "This sequence is compared with following up without it. When you enroll, a draw holds back about "
            "%(percent)s%% of the people for %(days)s days: nothing is sent to them, and their rep gets a to-do to "
            "follow up in their own way.",
            percent=round(100 * comparison.share),
            days=comparison.days,
        )
