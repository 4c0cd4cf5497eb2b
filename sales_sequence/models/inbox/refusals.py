from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.languages import active_language
from ..enrollment.signal import POLICY_REFUSAL

# Managers are told of the first refusal, and again of the first one after so long without any.
QUIET_AFTER_REFUSAL = timedelta(days=7)


class SalesSequenceInboxRefusals(models.AbstractModel):
    """Mail servers that refuse a mail because of its sender: our problem, not the person's.

    Such a refusal never stops an enrollment: the next step is tried as planned. The refused mail is not sent again. Our
    mail server had already passed it on, so the person may have received it all the same, and nobody gets a mail twice.
    What a mail server refuses while we hand over the mail is up to `sales.sequence.outbox`.
    """

    _name = "sales.sequence.inbox.refusals"
    _description = "Sales Sequence Inbox: Refusals by Mail Servers"

    def _note_refusals(self, refusals):
        """Tell the managers of each company, unless they were told lately, and settle."""
        for company, of_company in refusals.grouped("company_id").items():
            if not refusals.search_count(self._refusals(company), limit=1):
                self._tell_managers(company, of_company[0])
        refusals._settle_as("noted")

    @api.model
    def _refusals(self, companies):
        """A `Domain` of the signals that report a refusal in the last days; an unproven report counts for nothing."""
        return (
            Domain("evidence_code", "=", POLICY_REFUSAL)
            & Domain("occurred_at", ">", fields.Datetime.now() - QUIET_AFTER_REFUSAL)
            & Domain("effect", "=", "noted")
            & Domain("enrollment_id.company_id", "in", companies.ids)
        )

    def _tell_managers(self, company, signal):
        # With all rights, whichever user fetches the mail.
        managers = self.env.ref("sales_sequence.group_sales_sequence_manager").sudo().all_user_ids
        for user in managers.filtered(lambda user: user.active and company in user.company_ids):
            env = self.with_context(lang=active_language(self.env, user.lang)).env
            # Left to the mail queue: an error while sending must not break the mail that is being received.
            signal.sequence_id.with_context(lang=env.lang, mail_notify_force_send=False).message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("A mail server refuses emails from your sequences"),
                body=Markup("<p>%s</p><p>%s</p>")
                % (
                    env._(
                        "It objects to the sender, not to the recipient: the sequences continue, and more of their "
                        "emails may be refused. Check SPF, DKIM and DMARC of your domain, and whether your mail server "
                        "is on a blacklist. CRM → Sequences → Configuration → System status counts further refusals."
                    ),
                    signal.detail or "",
                ),
            )
