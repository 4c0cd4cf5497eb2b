from odoo import fields, models


class SalesSequenceStepVariant(models.Model):
    """One wording of an email step. A contact always gets the same one: the choice is drawn
    from the enrollment, not from chance at the moment of sending."""

    _name = "sales.sequence.step.variant"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Sales Sequence Step Variant"
    _order = "step_id, id"

    step_id = fields.Many2one("sales.sequence.step", required=True, ondelete="cascade", index=True)
    target_model = fields.Char(related="step_id.target_model")
    name = fields.Char(required=True, translate=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email template",
        required=True,
        ondelete="restrict",
        domain="[('model', '=', target_model)]",
        index=True,
    )
    weight = fields.Integer(default=1, required=True, help="Share of the contacts, against the other variants.")

    _check_weight = models.Constraint("CHECK(weight >= 0)", "The weight of a variant cannot be negative.")
