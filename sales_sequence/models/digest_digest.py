from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DigestDigest(models.Model):
    """What sequences have earned, in Odoo's digest mail: of what its recipient may read."""

    _inherit = "digest.digest"

    kpi_sequence_replied = fields.Boolean("People who answered a sequence")
    kpi_sequence_replied_value = fields.Integer(compute="_compute_kpi_sequence_replied_value")

    def _compute_kpi_sequence_replied_value(self):
        if not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            # As Odoo's own figures do: the digest leaves this one out.
            raise AccessError(self.env._("Only users of Sales Sequences can see how many people answered."))
        start, end, _companies = self._get_kpi_compute_parameters()
        begins_at, ends_at = fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(end)
        for company, digests in self.grouped(lambda digest: digest.company_id or self.env.company).items():
            # The report counts in the active companies.
            dashboard = self.env["sales.sequence.dashboard"].with_context(allowed_company_ids=company.ids)
            of_company = Domain("company_id", "=", company.id)
            digests.kpi_sequence_replied_value = dashboard._count_answers(begins_at, ends_at, of_company)

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crm.crm_menu_root").id
        actions["kpi_sequence_replied"] = f"sales_sequence.sales_sequence_dashboard_action?menu_id={menu}"
        return actions
