from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.own_context import Flag, is_on


class CrmLead(models.Model):
    """A lead or opportunity as a target of sequences."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.sequence.target"]

    _sequence_target = "lead"
    _sequence_enrollment_field = "lead_id"
    _sequence_fields = (
        "active",
        "company_id",
        "country_id",
        "email_from",
        "email_normalized",
        "is_from_automatic_mail",
        "partner_id",
        "phone",
        "sequence_tz",
        "state_id",
        "user_id",
        "won_status",
    )
    _sequence_contact_fields = ("partner_id",)
    _sequence_address_fields = ("email_from",)
    _sequence_name_fields = ("contact_name", "email_normalized", "partner_name", "phone")

    enrollment_ids = fields.One2many(
        "sales.sequence.enrollment", "lead_id", groups="sales_sequence.group_sales_sequence_user"
    )

    sequence_contact_linkedin_url = fields.Char(
        string="LinkedIn profile of the contact", related="partner_id.sequence_linkedin_url"
    )

    def _sequence_fetch(self):
        result = super()._sequence_fetch()
        self.partner_id._sequence_fetch()
        return result

    def _sequence_contact(self):
        return self.partner_id

    def _sequence_person_name(self):
        return self.contact_name or super()._sequence_person_name()

    def _sequence_company_name(self):
        return self.partner_name or super()._sequence_company_name()

    def _sequence_language(self):
        language = self.lang_id
        return (language and language.active and language.code) or self.partner_id.lang

    @api.model
    def _sequence_open(self):
        return Domain("won_status", "not in", ("won", "lost"))

    def _sequence_end(self):
        if self.won_status in ("won", "lost"):
            return self.won_status
        return super()._sequence_end()

    def write(self, vals):
        """Tell the inbox of a new salesperson."""
        previous = self._sequence_owners() if "user_id" in vals else None
        result = super().write(vals)
        if previous is not None:
            self.env["sales.sequence.inbox"]._notice_new_owners(self, previous)
        return result

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        if not is_on(self.env, "sales_sequence_losing"):
            self.env["sales.sequence.inbox"]._notice_ended_targets(self)
        return result

    def action_set_lost(self, **additional_values):
        """Wait until Odoo has both archived the lead and set its probability: in between it would be noted as merely
        archived."""
        result = super(CrmLead, self.with_context(sales_sequence_losing=Flag.ON)).action_set_lost(**additional_values)
        self.env["sales.sequence.inbox"]._notice_ended_targets(self)
        return result

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """Let the contact keep the zone that was set on the lead; `tz` becomes that of whoever converts it. And the
        page of the person, which is not that of the company that Odoo creates with them."""
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        own_page = {} if is_company else {"sequence_linkedin_url": self.sequence_linkedin_url}
        return {**values, **own_page, "sequence_tz": self.sequence_tz}

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "sequence_linkedin_url", "sequence_tz"]

    def _merge_dependences(self, opportunities):
        self.env["sales.sequence.merge"]._take_over_leads(self, opportunities)
        return super()._merge_dependences(opportunities)

    def _merge_opportunity(self, *args, **kwargs):
        survivor = super()._merge_opportunity(*args, **kwargs)
        self.env["sales.sequence.merge"]._follow_survivor(survivor)
        return survivor

    def unlink(self):
        """Withdraw what has not gone out yet; what was done stays in the numbers."""
        self.env["sales.sequence.inbox"]._forget_targets(self)
        return super().unlink()
