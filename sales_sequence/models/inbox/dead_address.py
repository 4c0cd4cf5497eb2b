from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .records import all_signals


class SalesSequenceDeadAddress(models.Model):
    """An address from which our mail came back for good. It enters no sequence of this company that sends emails.

    A proven bounce adds it (`_on_bounce` in `inbox.py`); a delay, a refusal of the sender, and a report that proves
    nothing or is about a copy do not. It counts for every lead and contact with exactly this address, until somebody
    deletes it here, or a person answers by mail from it. To correct the address of the record is enough as well.
    """

    _name = "sales.sequence.dead.address"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Dead Address"
    _order = "bounced_at desc, id desc"
    _rec_name = "email_normalized"

    email_normalized = fields.Char(string="Email", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=True, readonly=True)
    bounced_at = fields.Datetime(string="Since", required=True, readonly=True)
    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", string="Written to as", ondelete="set null", index="btree_not_null", readonly=True
    )
    signal_id = fields.Many2one(
        "sales.sequence.signal", string="Bounce", ondelete="set null", index="btree_not_null", readonly=True
    )
    detail = fields.Text(related="signal_id.detail", related_sudo=False)

    _one_per_company = models.UniqueIndex(
        "(email_normalized, company_id)", "This address is already on the list of this company."
    )

    @api.model
    def _note(self, bounces):
        """Add the addresses of these proven bounces. One statement: the same address may bounce in two processes."""
        bounces = all_signals(self.env).browse(bounces.ids)
        rows = {
            (bounce.address or bounce.enrollment_id.email_normalized, bounce.company_id.id): bounce
            for bounce in bounces.sorted("id", reverse=True)
        }
        user, now = self.env.uid, fields.Datetime.now()
        values = [
            SQL("%s", (address, company, one.occurred_at, one.enrollment_id.id, one.id, user, now, user, now))
            for (address, company), one in rows.items()
            if address
        ]
        if values:
            all_signals(self.env).flush_model()
            self.env.cr.execute(
                SQL(
                    """INSERT INTO sales_sequence_dead_address
                              (email_normalized, company_id, bounced_at, enrollment_id, signal_id,
                               create_uid, create_date, write_uid, write_date)
                       VALUES %s ON CONFLICT (email_normalized, company_id) DO NOTHING""",
                    SQL(", ").join(values),
                )
            )
            self.invalidate_model()

    @api.model
    def _clear_answered(self, replies):
        """Drop the addresses from which people have answered by mail: somebody reads what arrives there. A comment in
        the portal does not say so."""
        mails = replies.filtered(lambda reply: reply.mail_message_id.message_type == "email")
        addresses = {reply._address_of_author() for reply in mails}
        if addresses - {False}:
            self.sudo().search(
                [("email_normalized", "in", list(addresses)), ("company_id", "in", mails.company_id.ids)]
            ).unlink()

    @api.model
    def _among(self, addresses):
        """Find which of these normalized addresses are dead, and for which companies. One query.

        :return: ``{(address, res.company): entry}``, with all rights
        """
        addresses = set(addresses) - {False}
        if not addresses:
            return {}
        # With all rights: an address is dead for those, too, who may not see the list.
        dead = self.sudo().search_fetch(
            [("email_normalized", "in", list(addresses))], ["bounced_at", "company_id", "email_normalized"]
        )
        return {(one.email_normalized, one.company_id): one for one in dead}

    def _in_words(self):
        """Why nothing is sent to this address, and what to do."""
        return self.env._(
            "Emails to %(address)s came back on %(date)s. Correct the address. If it works again, ask a manager to "
            "delete it under CRM → Sequences → Configuration → Dead addresses.",
            address=self.email_normalized,
            date=format_date(self.env, self.bounced_at),
        )
