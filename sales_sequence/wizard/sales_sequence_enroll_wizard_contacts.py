from odoo import api, fields, models

from ..models.base.arguments import IdList


class SalesSequenceEnrollWizardContacts(models.AbstractModel):
    """Whom the selected records stand for: a selected company can stand for the people who work there."""

    _name = "sales.sequence.enroll.wizard.contacts"
    _description = "Enroll in a Sequence: Contacts of Companies"

    target_model = fields.Char(required=True, readonly=True)
    selected_ids = IdList(
        string="Selected records", required=True, readonly=True, help="Ids of the records that were selected."
    )
    whom = fields.Selection(
        [("company", "The company itself"), ("contacts", "Its contacts")],
        string="For a company",
        default="company",
        required=True,
        help="Its contacts: the people of each selected company that are addresses of the type Contact. A company "
        "without contacts is enrolled itself.",
    )
    company_count = fields.Integer(
        compute="_compute_company_count", help="How many of the selected records are companies with contacts."
    )
    target_ids = IdList(
        compute="_compute_target_ids", compute_sudo=False, store=True, help="Ids of the records to enroll."
    )

    @api.depends("selected_ids", "target_model")
    def _compute_company_count(self):
        for wizard in self:
            wizard.company_count = len(wizard._contacts_by_company())

    @api.depends("selected_ids", "target_model", "whom")
    def _compute_target_ids(self):
        for wizard in self:
            selected_ids = wizard.selected_ids or []
            contacts = wizard._contacts_by_company() if wizard.whom == "contacts" else {}
            whom = [id_ for selected_id in selected_ids for id_ in contacts.get(selected_id, [selected_id])]
            wizard.target_ids = list(dict.fromkeys(whom))

    def _contacts_by_company(self):
        """``{id of a selected company: ids of its people}``, without companies that have none."""
        self.ensure_one()
        if self.target_model != "res.partner":
            return {}
        people = self.env["res.partner"].search_fetch(
            [
                ("commercial_partner_id", "in", self.selected_ids or []),
                # A person has contacts, too, but does not stand for them.
                ("commercial_partner_id.is_company", "=", True),
                ("is_company", "=", False),
                ("parent_id", "!=", False),
                ("type", "=", "contact"),
            ],
            ["commercial_partner_id"],
        )
        return {company.id: of_company.ids for company, of_company in people.grouped("commercial_partner_id").items()}
