from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .base.languages import active_language
from .inbox.meeting_links import ADDRESS_WITHOUT_TAG


class ResPartner(models.Model):
    """A partner as a target of sequences.

    Also what a partner has achieved, for the audience and the goal of a sequence, and access to the portal as an
    automatic step.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "sales.sequence.target"]

    _sequence_target = "partner"
    _sequence_enrollment_field = "partner_id"
    _sequence_fields = (
        "active",
        "commercial_partner_id",
        "company_id",
        "country_id",
        "email",
        "email_normalized",
        "is_company",
        "is_from_automatic_mail",
        "phone",
        "sequence_tz",
        "state_id",
        "tz",
        "user_id",
    )
    _sequence_address_fields = ("email",)
    _sequence_name_fields = ("commercial_company_name", "email_normalized", "is_company", "name", "phone")

    enrollment_ids = fields.One2many(
        "sales.sequence.enrollment", "partner_id", groups="sales_sequence.group_sales_sequence_user"
    )

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
        "With Odoo's Resellers app (website_crm_partner_assign), also one that is assigned to any of them, such as "
        "those they enter in the portal.",
    )
    has_event_registration = fields.Boolean(
        string="Is registered for an event",
        compute="_compute_has_event_registration",
        search="_search_has_event_registration",
        groups="sales_sequence.group_sales_sequence_user",
        help="With Odoo's Events app: the contact has booked, or has been booked under their email address, for an "
        "event that is not over. Canceled registrations do not count. A company is when one of its contacts is.",
    )

    # Guests of meetings are looked for by address before each touch, where Odoo would read all partners.
    _sequence_by_address = models.Index(f"({ADDRESS_WITHOUT_TAG})")

    def _sequence_contact(self):
        return self

    def _sequence_employer_place(self):
        """``(country code, state code)`` of the company that the contact works for."""
        employer = self.commercial_partner_id if self else self
        if not employer or employer == self or not employer.country_id:
            return None, None
        return employer.country_id.code, employer.state_id.code or None

    def write(self, vals):
        """Tell the inbox of a new salesperson, and of an archived partner, who gets no more emails."""
        previous = self._sequence_owners() if "user_id" in vals else None
        result = super().write(vals)
        if previous is not None:
            self.env["sales.sequence.inbox"]._notice_new_owners(self, previous)
        if "active" in vals and not vals["active"]:
            self.env["sales.sequence.inbox"]._notice_ended_targets(self)
        return result

    def unlink(self):
        """Withdraw what has not gone out yet; what was done stays in the numbers."""
        self.env["sales.sequence.inbox"]._forget_targets(self)
        return super().unlink()

    # ------------------------------------------------------------------
    # Milestones. One query each, for any number of partners: a goal is searched for among all who are in the sequence.
    # ------------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_has_signed_in(self):
        self._compute_from_search("has_signed_in")

    @api.depends_context("uid")
    def _compute_has_registered_opportunity(self):
        self._compute_from_search("has_registered_opportunity")

    @api.depends_context("uid")
    def _compute_has_event_registration(self):
        self._compute_from_search("has_event_registration")

    def _compute_from_search(self, field_name):
        found = self._with_archived().search([("id", "in", self.ids), (field_name, "=", True)])
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
        # With all leads, for the reasons that `_with_archived` gives.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        if "partner_assigned_id" in Lead._fields:
            assigned = Lead._search([("type", "=", "opportunity"), ("partner_assigned_id", "!=", False)])
            found |= Domain("id", "in", assigned.subselect(SQL.identifier(assigned.table, "partner_assigned_id")))
        return Domain("commercial_partner_id", "in", self._companies_of(self._with_archived()._search(found)))

    @api.model
    def _search_has_event_registration(self, operator, _value):
        if operator != "in":
            return NotImplemented
        if "event.registration" not in self.env:
            return Domain.FALSE
        themselves = self._with_archived()._search(self._registered_for_event())
        return Domain("id", "in", themselves) | Domain("id", "in", self._companies_of(themselves))

    def _registered_for_event(self):
        Registration = self.env["event.registration"].sudo()
        registrations = Registration._search(
            [("active", "=", True), ("state", "!=", "cancel"), ("event_id.date_end", ">=", fields.Datetime.now())]
        )
        booked = registrations.subselect(Registration._field_to_sql(registrations.table, "partner_id", registrations))
        # Visitors of the website book without a contact, and colleagues for each other.
        address = Registration._field_to_sql(registrations.table, "email", registrations)
        addresses = registrations.subselect(SQL("lower(trim(%s))", address))
        return Domain("id", "in", booked) | Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._field_to_sql(alias, "email_normalized", query), addresses
            )
        )

    def _with_archived(self):
        # With what has been archived since: it happened. With all rights: that a partner has come so far is no secret.
        return self.sudo().with_context(active_test=False)

    def _companies_of(self, partners):
        return partners.subselect(SQL.identifier(partners.table, "commercial_partner_id"))

    # ------------------------------------------------------------------
    # The portal
    # ------------------------------------------------------------------

    def _sequence_invite_to_portal(self):
        """Give each of these contacts access to the portal, as Odoo's *Grant portal access* does
        (`portal/wizard/portal_wizard.py`): Odoo creates the user and sends the invitation. Contacts who have access
        already are left alone. The server action “Invite to the portal” calls this.

        :return: an action that shows in words what was done
        :raises UserError: the contact has no valid email, it is the login of somebody else, or the user is archived
        """
        # In a sequence the context has the contact's language, but it is the sender who reads this.
        self = self.with_context(lang=active_language(self.env, self.env.user.lang))  # noqa: PLW0642
        invited = self.browse()
        for partner in self:
            # One contact at a time: for a company the wizard would add all of its contacts.
            invitation = self.env["portal.wizard"].create({"partner_ids": [Command.link(partner.id)]}).user_ids
            if not (invitation.is_portal or invitation.is_internal):
                # In one that is switched off Odoo cannot write the invitation.
                partner.lang = active_language(self.env, partner.lang)
                invitation.action_grant_access()
                invited += partner
            elif not invitation.user_id.active:
                # Somebody has blocked the user; to the wizard this still looks like access.
                login = invitation.user_id.login
                raise UserError(self.env._("The user “%s” is archived. Unarchive it to give access again.", login))
        lines = [self.env._("%s: invited to the portal.", partner.display_name) for partner in invited]
        lines += [
            self.env._("%s: had access already, nothing was sent.", partner.display_name) for partner in self - invited
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success" if invited else "info", "message": "\n".join(lines)},
        }
