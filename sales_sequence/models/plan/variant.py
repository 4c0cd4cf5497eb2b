from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.arguments import VALUES, checked


class SalesSequenceStepVariant(models.Model):
    """One wording of an email step. Everybody of a company gets the same one: see `sales.sequence.assignment`.

    What people have received is archived, never deleted. An archived variant is sent to nobody; its numbers stay.
    """

    _name = "sales.sequence.step.variant"
    _inherit = [
        "sales.sequence.step.text",
        "sales.sequence.gallery.part",
        "sales.sequence.limits",
        "sales.sequence.references",
    ]
    _description = "Sales Sequence Step Variant"
    _sequence_path = "step_id.sequence_id"
    _parent_field = "step_id"
    _always_has_text = True
    _order = "step_id, id"

    step_id = fields.Many2one("sales.sequence.step", required=True, ondelete="cascade", index=True)
    active = fields.Boolean(default=True, help="An archived variant is sent to nobody; its results stay.")
    target_model = fields.Char(related="step_id.target_model")
    name = fields.Char(required=True, translate=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email template",
        ondelete="restrict",
        domain="[('model', '=', target_model), ('is_written_in_step', '=', False)]",
        index=True,
    )
    weight = fields.Integer(default=1, required=True, help="Share of the contacts, relative to the other variants.")
    touch_ids = fields.One2many("sales.sequence.touch", "variant_id", string="Activity log")

    # Not `required`, which a form would ask for: what is written in the variant gets its template while it is saved.
    _check_template = models.Constraint("CHECK(mail_template_id IS NOT NULL)", "A variant needs an email template.")
    _check_weight = models.Constraint("CHECK(weight >= 0)", "The weight of a variant cannot be negative.")

    @checked(vals=VALUES)
    def write(self, vals):
        """Leave what people have received where it is: its results are those of this step."""
        if "step_id" in vals:
            moved = self.filtered(lambda variant: variant.step_id.id != vals["step_id"])._sent()
            if moved:
                raise UserError(
                    self.env._(
                        "%s cannot be moved to another step: people have received this wording.",
                        ", ".join(moved.mapped("name")),
                    )
                )
        return super().write(vals)

    def _text_step(self):
        return self.step_id

    def _sent(self):
        """Those that people have received; also what the user may not read: a colleague's people have had it too."""
        everything = self.sudo().with_context(active_test=False)
        return self & everything.search([("id", "in", self.ids), ("touch_ids", "!=", False)])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self._sent()
        if sent:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: people have received this wording, and its results would be lost. "
                    "Archive it instead: nobody will get it anymore.",
                    ", ".join(sent.mapped("name")),
                )
            )
