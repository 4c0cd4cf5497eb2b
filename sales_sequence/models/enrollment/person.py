from odoo import api, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES


class SalesSequenceEnrollmentPerson(models.AbstractModel):
    """Who is enrolled: the record, the person behind it under any address, and that person's other enrollments."""

    _name = "sales.sequence.enrollment.person"
    _description = "Sales Sequence Enrollment: Person"

    def _targets_by_model(self):
        """``{model name: the targets of that model}``; without those that were deleted"""
        ids = {}
        # Which records they are, not what is in them: the caller's rights are checked on the targets.
        for enrollment in self.sudo():
            target = enrollment._target()
            if target:
                ids.setdefault(target._name, {})[target.id] = True
        return {model_name: self.env[model_name].browse(of_model) for model_name, of_model in ids.items()}

    def _target(self):
        """The record enrolled."""
        self.ensure_one()
        for _model_name, field_name in self.env["sales.sequence"]._target_models().values():
            # A lead's enrollment also carries its contact: the contact is the target
            # only where nothing more specific is set.
            if field_name != "partner_id" and self[field_name]:
                return self[field_name]
        return self.partner_id

    def _has_address(self, address):
        """Whether `address` is the person's own: the one that we write to, or the one on the record now.

        :param address: normalized
        """
        self.ensure_one()
        return bool(address) and address in (self.email_normalized, self._target()._sequence_email())

    @api.depends("lead_id", "partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_target_name(self):
        # Odoo asks with all rights where touches and signals show it.
        targets = self._targets_by_model().values()
        told = {target for of_model in targets for target in self._readable(of_model)}
        for enrollment in self:
            # Again only which record it is.
            target = enrollment.sudo()._target()
            if target:
                enrollment.target_name = target.display_name if target in told else self._hidden_name()
            else:
                enrollment.target_name = self.env._("Deleted record")

    # ------------------------------------------------------------------
    # Other enrollments of the same person
    # ------------------------------------------------------------------

    @api.model
    def _find_live(self, sequence, targets, addresses=None):
        """The live enrollments that keep these targets out of `sequence`: those of the record itself, and those of the
        same person as another record.

        :param addresses: ``{target id: normalized address}``, where the caller has them
        :return: ``{target id: enrollments}``, with sudo; targets without any are not in it
        """
        # With all rights: what keeps a person out does so whoever may see it.
        targets = targets.sudo()
        addresses = addresses or {target.id: target._sequence_email() for target in targets}
        live = self.sudo()._search_live(targets, addresses)
        if not live:
            return {}
        by_record = live.filtered(lambda one: one._target()._name == targets._name).grouped(
            lambda one: one._target().id
        )
        by_person = live.grouped(lambda one: (one.company_id, one.email_normalized))
        nothing = live.browse()
        found = {}
        for target in targets:
            company = target._sequence_company_in(sequence)
            # A lead is in one sequence; a contact that several companies share is in one of each.
            enrollments = by_record.get(target.id, nothing).filtered(
                lambda one: one.lead_id or one.company_id == company  # noqa: B023
            )
            if addresses[target.id]:
                enrollments |= by_person.get((company, addresses[target.id]), nothing)
            if enrollments:
                found[target.id] = enrollments
        return found

    def _search_live(self, targets, addresses):
        return self.search_fetch(
            [
                ("state", "in", LIVE_STATES),
                "|",
                (targets._sequence_enrollment_field, "in", targets.ids),
                ("email_normalized", "in", list(filter(None, addresses.values()))),
            ],
            # What is read of them one by one, here and when a sequence becomes their pending one.
            [
                "company_id",
                "email_normalized",
                "lead_id",
                "partner_id",
                "pending_sequence_id",
                "sequence_id",
                "status_note",
            ],
        )

    # ------------------------------------------------------------------
    # What becomes of the target
    # ------------------------------------------------------------------

    def _filter_goal_reached(self):
        """Those whose target has reached the sequence's goal. All are of one sequence."""
        domain = self.sequence_id._get_domain("goal_domain")
        field_name = self.sequence_id._enrollment_field_name()
        targets = (
            self[field_name].with_context(active_test=False).search(Domain("id", "in", self[field_name].ids) & domain)
        )
        targets = self.sequence_id._filter_visible_to_author(targets, domain)
        return self.filtered(lambda enrollment: enrollment[field_name] in targets)

    def _forget_target(self, note):
        """Keep what was done, when and with what result, but nothing that tells to whom."""
        self._drop_questions()
        fields_of_targets = {field_name for _model, field_name in self.env["sales.sequence"]._target_models().values()}
        self.touch_ids.write({"outcome": False, "draft_subject": False, "draft_body": False, "sent_to": False})
        self.touch_ids.filtered(lambda touch: touch.state == "failed").write({"reason": False})
        self.signal_ids.write({"detail": False, "address": False})
        self.write(
            {
                **dict.fromkeys(fields_of_targets, False),
                "commercial_partner_id": False,
                "email_normalized": False,
                "status_note": note,
            }
        )
