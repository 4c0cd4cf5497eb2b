from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ...tools.texts import quoted
from ..base.arguments import VALUES, VALUES_LIST, checked


class SalesSequenceOptOut(models.Model):
    """An address that gets no more emails of one sequence. Those who want none at all are in Odoo's `mail.blacklist`.

    It is kept by address, so that it counts for every lead and contact with this address, and outlives merges. It
    counts for all versions of the sequence. Deleting it allows the person to be enrolled again, and restarts nothing.
    """

    _name = "sales.sequence.opt.out"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Opt-out of a Sales Sequence"
    _order = "create_date desc, id desc"
    _rec_name = "email_normalized"

    email_normalized = fields.Char(string="Email", required=True, index=True)
    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sequence_id.company_id")
    origin = fields.Selection(
        [("link", "Link in the email"), ("wish", "Requested in a reply"), ("manual", "Entered by hand")],
        default="manual",
        required=True,
        readonly=True,
    )
    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", string="Written to as", ondelete="set null", index="btree_not_null", readonly=True
    )

    _one_per_sequence = models.UniqueIndex(
        "(email_normalized, sequence_id)", "This address has already opted out of this sequence."
    )

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Stop the enrollments of these addresses, and refuse new ones from now on."""
        opt_outs = super().create([self._normalize(values) for values in vals_list])
        opt_outs._stop_enrollments()
        return opt_outs

    @checked(vals=VALUES)
    def write(self, vals):
        """Stop the enrollments of a corrected address or sequence, as for a new opt-out."""
        result = super().write(self._normalize(vals) if "email_normalized" in vals else vals)
        if vals.keys() & {"email_normalized", "sequence_id"}:
            self._stop_enrollments()
        return result

    @api.constrains("enrollment_id", "sequence_id")
    def _check_enrollment(self):
        """An email of one sequence must not stop an enrollment in another."""
        # With all rights: a manager of opt-outs may not see every enrollment.
        for opt_out in self.sudo().filtered("enrollment_id"):
            if opt_out.enrollment_id.sequence_id not in opt_out.sequence_id._versions():
                raise ValidationError(
                    self.env._("“Written to as” must be an enrollment in the sequence of the opt-out.")
                )

    def _normalize(self, values):
        written = values.get("email_normalized") or ""
        address = isinstance(written, str) and tools.email_normalize(written)
        if not address:
            raise UserError(self.env._("“%s” is not an email address.", quoted(written)))
        return {**values, "email_normalized": address}

    def _stop_enrollments(self):
        for (sequence, origin), opt_outs in self.grouped(lambda one: (one.sequence_id, one.origin)).items():
            self.env["sales.sequence.inbox"]._notice_opt_out(
                opt_outs.mapped("email_normalized"),
                self._describe_origin(origin),
                sequences=sequence._versions(),
                # With all rights, as in `_check_enrollment`. A reply that asks for it is already on record.
                origin=opt_outs.sudo().enrollment_id if origin != "wish" else None,
            )

    def _describe_origin(self, origin):
        if origin == "link":
            return self.env._("Opted out of this sequence by the link in the email.")
        if origin == "wish":
            return self.env._("Opted out of this sequence in a reply.")
        return self.env._("Opted out of this sequence: entered by %s.", self.env.user.name)

    @api.model
    def _among(self, pairs):
        """Return the subset of these pairs ``(normalized address, sequence)`` that opted out of any version."""
        # With all rights: an opt-out also counts for users who may not see it.
        opt_outs = self.sudo().search([("email_normalized", "in", list({address for address, _sequence in pairs}))])
        barred = {
            (opt_out.email_normalized, version.id)
            for sequence, of_sequence in opt_outs.grouped("sequence_id").items()
            for version in sequence._versions()
            for opt_out in of_sequence
        }
        return {(address, sequence) for address, sequence in pairs if (address, sequence.id) in barred}
