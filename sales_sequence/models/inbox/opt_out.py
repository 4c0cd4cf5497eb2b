from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.texts import quoted
from ..base.arguments import VALUES, VALUES_LIST, checked
from ..base.states import LIVE_STATES


class SalesSequenceOptOut(models.Model):
    """A person who wants nothing more of one sequence. Who wants no mail at all is in Odoo's `mail.blacklist`.

    By address, so that it holds for every lead and contact with this address and outlives merges. It holds for all
    versions of the sequence. Deleting the record lets the person in again; it restarts nothing.
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
        "(email_normalized, sequence_id)", "This address has opted out of this sequence already."
    )

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Keep the addresses out from now on, and stop those who are in."""
        opt_outs = super().create([self._normalize(values) for values in vals_list])
        opt_outs._stop_enrollments()
        return opt_outs

    @checked(vals=VALUES)
    def write(self, vals):
        """A corrected address or sequence is as good as a new opt-out."""
        result = super().write(self._normalize(vals) if "email_normalized" in vals else vals)
        if vals.keys() & {"email_normalized", "sequence_id"}:
            self._stop_enrollments()
        return result

    @api.constrains("enrollment_id", "sequence_id")
    def _check_enrollment(self):
        """What was written in one sequence stops nothing of another."""
        for opt_out in self.sudo().filtered("enrollment_id"):
            if opt_out.enrollment_id.sequence_id not in opt_out.sequence_id._versions():
                raise ValidationError(
                    self.env._("“Written to as” must be an enrollment in the sequence that the opt-out is of.")
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
                self._in_words(origin),
                sequences=sequence._versions(),
                # The reply that asks for it is on record already.
                origin=opt_outs.sudo().enrollment_id if origin != "wish" else None,
            )

    def _in_words(self, origin):
        if origin == "link":
            return self.env._("Wants no more of this sequence: the link in the email.")
        if origin == "wish":
            return self.env._("Wants no more of this sequence: asked for in a reply.")
        return self.env._("Wants no more of this sequence: entered by %s.", self.env.user.name)

    @api.model
    def _among(self, pairs):
        """Return the subset of these ``(normalized address, sequence)`` that opted out, in whatever version."""
        opt_outs = self.sudo().search([("email_normalized", "in", list({address for address, _sequence in pairs}))])
        barred = {
            (opt_out.email_normalized, version.id)
            for sequence, of_sequence in opt_outs.grouped("sequence_id").items()
            for version in sequence._versions()
            for opt_out in of_sequence
        }
        return {(address, sequence) for address, sequence in pairs if (address, sequence.id) in barred}


class SalesSequence(models.Model):
    """Who may not enter it any more."""

    _inherit = "sales.sequence"

    def _refuse_opted_out(self, targets, addresses):
        pairs = {(addresses[target_id], self) for target_id in targets._ids if addresses[target_id]}
        opted_out = {address for address, _sequence in self.env["sales.sequence.opt.out"]._among(pairs)}
        message = self.env._("This person opted out of this sequence.")
        return {target_id: ("opted_out", message) for target_id in targets._ids if addresses[target_id] in opted_out}


class SalesSequenceInbox(models.AbstractModel):
    """Opt-outs, wherever they come from."""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _notice_opt_out(self, addresses, detail, sequences=None, origin=None):
        """Somebody opted out: notice it for each enrollment of these addresses that still goes on.

        :param detail: in words, where it came from
        :param sequences: out of these only, by default of all
        :param origin: `sales.sequence.enrollment` whose mails they opted out from, also where it has ended
        """
        domain = Domain("email_normalized", "in", addresses)
        domain &= Domain("state", "in", LIVE_STATES) | Domain("touch_ids.state", "=", "queued")
        if sequences is not None:
            domain &= Domain("sequence_id", "in", sequences.ids)
        enrollments = self.env["sales.sequence.enrollment"].sudo().search(domain)
        values_by_enrollment = {enrollment: {} for enrollment in enrollments}
        # Where the mail went to an address that it has no more, somebody else is written to by now.
        for enrollment in (origin or self.env["sales.sequence.enrollment"]).filtered(
            lambda enrollment: enrollment.email_normalized in addresses
        ):
            touch = enrollment._last_touch()
            values_by_enrollment[enrollment] = {"touch_id": touch.id, "mail_message_id": touch.mail_message_id.id}
        return self._notice(
            [
                {"enrollment_id": enrollment.id, "kind": "opt_out", "detail": detail, **values}
                for enrollment, values in values_by_enrollment.items()
            ]
        )

    def _on_opt_out(self, signals):
        self._on_stop(signals)
        # Whom the last step moved to opt out has not simply completed the sequence.
        signals.enrollment_id._correct_exit_reason("opted_out", signals)

    @api.model
    def _stop_ineligible(self, enrollments):
        """Also stop who opted out while being enrolled, or under the address that the target has by now."""
        ended = super()._stop_ineligible(enrollments)
        remaining = enrollments - ended
        address = {enrollment: enrollment._target()._sequence_email() for enrollment in remaining}
        pairs = {(address[enrollment], enrollment.sequence_id) for enrollment in remaining if address[enrollment]}
        opted_out = self.env["sales.sequence.opt.out"]._among(pairs)
        changed = {address[one] for one in remaining if address[one] and address[one] != one.email_normalized}
        blacklisted = self._blacklisted(changed)
        ended |= remaining.filtered(lambda one: (address[one], one.sequence_id) in opted_out)._stop("opted_out")
        return ended | remaining.filtered(lambda one: address[one] in blacklisted)._stop("blacklisted")
