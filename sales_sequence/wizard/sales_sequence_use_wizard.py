from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import checked


class SalesSequenceUseWizard(models.TransientModel):
    """Asks what a sequence of the library needs to know of its user, and makes the copy (`sales.sequence.use`)."""

    _name = "sales.sequence.use.wizard"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Use a Sequence of the Library"

    gallery_id = fields.Many2one("sales.sequence", string="Sequence", required=True, readonly=True, ondelete="cascade")
    target = fields.Selection(related="gallery_id.target")
    offer = fields.Char(string="What do you sell?")
    audience = fields.Char(string="To whom?")
    proof = fields.Char(string="What proof do you have?")
    blank_ids = fields.One2many(
        "sales.sequence.use.wizard.blank",
        "wizard_id",
        string="Also in its texts",
        compute="_compute_blank_ids",
        store=True,
        readonly=False,
    )
    date_source = fields.Selection(related="gallery_id.date_source")
    date_at = fields.Datetime(string="When does it begin?")
    date_field_name = fields.Char(compute="_compute_date_field_name")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Sends for leads and partners without a salesperson, and is told of problems.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: len(self.env.user.company_ids) > 1 and self.env.company,
        help="Only records of this company can be enrolled. Empty: any company.",
    )
    following = fields.Boolean(string="Also copy the sequences that follow", default=True)
    following_names = fields.Char(compute="_compute_chain")
    preceding = fields.Boolean(string="Let yours follow", default=True)
    preceding_names = fields.Char(compute="_compute_chain")

    @api.model
    def default_get(self, fields_list):
        """Take the sequence from the context, and suggest the answers that were given last."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "sales.sequence" and not values.get("gallery_id"):
            values["gallery_id"] = self.env.context.get("active_id")
        company = self.env["res.company"].browse(values.get("company_id") or self.env.company.id)
        for name, answer in self.env["sales.sequence"]._last_answers(company).items():
            values.setdefault(name, answer)
        return values

    @api.depends("gallery_id", "company_id", "following")
    def _compute_blank_ids(self):
        for wizard in self:
            gallery = wizard.gallery_id
            chain = gallery._chain(wizard.company_id) if gallery and wizard.following else gallery
            names = chain._other_blanks() if chain else []
            given = {blank.name: blank.text for blank in wizard.blank_ids}
            wizard.blank_ids = [
                fields.Command.clear(),
                *(fields.Command.create({"name": name, "text": given.get(name)}) for name in names),
            ]

    @api.depends("gallery_id")
    def _compute_date_field_name(self):
        for wizard in self:
            # Only administrators may read the fields of models; their labels are on every form.
            wizard.date_field_name = wizard.gallery_id.sudo().date_field_id.field_description

    @api.depends("gallery_id", "company_id")
    def _compute_chain(self):
        for wizard in self:
            gallery, company = wizard.gallery_id, wizard.company_id
            following = gallery._chain(company) - gallery if gallery else gallery
            preceding = gallery._preceding_copies(company)
            wizard.following_names = ", ".join(following.mapped("display_name"))
            wizard.preceding_names = ", ".join(preceding.mapped("display_name"))

    @checked(one=True)
    def action_use(self):
        """Make the copy, and open it."""
        if not self.gallery_id:
            raise UserError(self.env._("Choose a sequence in the library first."))
        ids = self.gallery_id.use(
            offer=self.offer,
            audience=self.audience,
            proof=self.proof,
            user_id=self.user_id.id,
            company_id=self.company_id.id,
            date_at=self.date_at if self.date_source == "sequence" else None,
            following=self.following,
            preceding=self.preceding,
            others={blank.name: blank.text for blank in self.blank_ids if blank.text},
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_action_new")
        return dict(action, name=self.gallery_id.name, res_id=ids[0])


class SalesSequenceUseWizardBlank(models.TransientModel):
    """A blank that only this sequence has, such as the name of an event, and what to put there."""

    _name = "sales.sequence.use.wizard.blank"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Blank in a Sequence of the Library"
    _order = "id"

    wizard_id = fields.Many2one("sales.sequence.use.wizard", required=True, ondelete="cascade", index=True)
    name = fields.Char(string="Blank", required=True, readonly=True)
    text = fields.Char(string="Your text")
