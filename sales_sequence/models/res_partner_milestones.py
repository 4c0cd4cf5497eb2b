from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """What a partner has come to, as filters for the audience and the goal of a sequence.

    One query each, for any number of partners: a goal is looked for in everybody who is in the sequence.
    """

    _inherit = "res.partner"

    has_signed_in = fields.Boolean(
        string="Has signed in to the portal",
        compute="_compute_has_signed_in",
        search="_search_has_signed_in",
        groups="sales_sequence.group_sales_sequence_user",
        help="The contact has signed in to Odoo with a user of their own, at least once. "
        "A company has when one of its contacts has.",
    )
    has_registered_opportunity = fields.Boolean(
        string="Has registered an opportunity",
        compute="_compute_has_registered_opportunity",
        search="_search_has_registered_opportunity",
        groups="sales_sequence.group_sales_sequence_user",
        help="There is an opportunity, open, won or lost, whose contact is this one or somebody of the same company. "
        "With Odoo's Resellers app (website_crm_partner_assign), also one that is assigned to any of them, "
        "as those are that they enter in the portal.",
    )

    @api.depends_context("uid")
    def _compute_has_signed_in(self):
        self._compute_from_search("has_signed_in")

    @api.depends_context("uid")
    def _compute_has_registered_opportunity(self):
        self._compute_from_search("has_registered_opportunity")

    def _compute_from_search(self, field_name):
        found = self.sudo().with_context(active_test=False).search([("id", "in", self.ids), (field_name, "=", True)])
        reached = set(found._ids)
        for partner in self:
            partner[field_name] = partner._origin.id in reached

    @api.model
    def _search_has_signed_in(self, operator, _value):
        if operator != "in":
            return NotImplemented
        themselves = self._with_archived()._search([("user_ids.log_ids", "!=", False)])
        return Domain("id", "in", themselves) | Domain("id", "in", self._companies_of(themselves))

    @api.model
    def _search_has_registered_opportunity(self, operator, _value):
        if operator != "in":
            return NotImplemented
        found = Domain("opportunity_ids", "any", [])
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        if "partner_assigned_id" in Lead._fields:
            assigned = Lead._search([("type", "=", "opportunity"), ("partner_assigned_id", "!=", False)])
            found |= Domain("id", "in", assigned.subselect(SQL.identifier(assigned.table, "partner_assigned_id")))
        return Domain("commercial_partner_id", "in", self._companies_of(self._with_archived()._search(found)))

    def _with_archived(self):
        # Also what was archived since: it happened. And of whomever: that somebody has come so far is no secret.
        return self.sudo().with_context(active_test=False)

    def _companies_of(self, partners):
        return partners.subselect(SQL.identifier(partners.table, "commercial_partner_id"))
