from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..enrollment.signal import POLICY_REFUSAL

# Whoever looks after the mail server hears of it once; after so much time without a refusal, once more.
REFUSALS_KEPT_IN_MIND = timedelta(days=7)


class SalesSequenceInboxRefusals(models.AbstractModel):
    """Mail servers that refuse a mail for who sends it: our trouble, not the person's.

    It never stops anybody: the next step is tried as planned. The refused mail itself is not sent again. Its report
    came after our mail server had passed it on, so nothing says that the person has not got it by another way, and
    nobody is written to twice. What a mail server refuses while we hand over the mail is for `sales.sequence.outbox`.
    """

    _name = "sales.sequence.inbox.refusals"
    _description = "Sales Sequence Inbox: Refusals by Mail Servers"

    def _note_refusals(self, refusals):
        for company, of_company in refusals.grouped("company_id").items():
            if not refusals.search_count(self._refusals(company), limit=1):
                self._tell_managers(company, of_company[0])
        refusals._settle_as("noted")

    @api.model
    def _refusals(self, companies):
        """A `Domain` of the signals that tell of refusals of the last days; reports without proof tell of none."""
        return (
            Domain("evidence_code", "=", POLICY_REFUSAL)
            & Domain("occurred_at", ">", fields.Datetime.now() - REFUSALS_KEPT_IN_MIND)
            & Domain("effect", "=", "noted")
            & Domain("enrollment_id.company_id", "in", companies.ids)
        )

    def _tell_managers(self, company, signal):
        managers = self.env.ref("sales_sequence.group_sales_sequence_manager").sudo().all_user_ids
        for user in managers.filtered(lambda user: user.active and company in user.company_ids):
            env = self.with_context(lang=user.lang).env
            # Left to the mail queue: what a mail server has to say must not come up while another mail is taken in.
            signal.sequence_id.with_context(lang=user.lang, mail_notify_force_send=False).message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("A mail server refuses emails from your sequences"),
                body=Markup("<p>%s</p><p>%s</p>")
                % (
                    env._(
                        "It objects to the sender, not to the person: the sequences go on, and what they send may be "
                        "refused as well. Check SPF, DKIM and DMARC of your domain, and whether your mail server is on "
                        "a blacklist. Further refusals are counted under Sequences, Engine."
                    ),
                    signal.detail or "",
                ),
            )
