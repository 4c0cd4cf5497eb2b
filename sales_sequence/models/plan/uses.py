from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SalesSequenceStep(models.Model):
    """What a step needs is not deleted under it: whoever tries reads which step of which sequence it is."""

    _inherit = "sales.sequence.step"

    @api.model
    def _refuse_deletion(self, records, *field_names):
        """Raise `UserError` where steps or variants, archived ones too, use these records.

        :param field_names: paths on the step that lead to them
        """
        domain = Domain.OR([Domain(field_name, "in", records.ids) for field_name in field_names])
        steps = self.sudo().with_context(active_test=False).search(domain)
        # By display name: what one may not see keeps its name for itself.
        lines = [
            self.env._(
                "“%(record)s” is used by step “%(step)s” of the sequence “%(sequence)s”.",
                record=record.display_name,
                step=step.display_name,
                sequence=step.sequence_id.display_name,
            )
            for step in steps
            for field_name in field_names
            for record in step.mapped(field_name) & records.sudo()
        ]
        if lines:
            advice = self.env._("Choose another one there first, or archive this one.")
            raise UserError("\n".join([*dict.fromkeys(lines), advice]))


class SalesSequenceStepVariant(models.Model):
    """See `SalesSequenceStep` above."""

    _inherit = "sales.sequence.step.variant"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.env["sales.sequence.touch"].sudo().search([("variant_id", "in", self.ids)]).variant_id
        if sent:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: people have got this wording, and what it brought would be lost. "
                    "Give it the weight 0: nobody gets it any more.",
                    ", ".join(sent.mapped("name")),
                )
            )


class MailTemplate(models.Model):
    """See `SalesSequenceStep` above."""

    _inherit = "mail.template"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "mail_template_id", "variant_ids.mail_template_id")


class MailActivityType(models.Model):
    """See `SalesSequenceStep` above."""

    _inherit = "mail.activity.type"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "activity_type_id")


class IrActionsServer(models.Model):
    """See `SalesSequenceStep` above."""

    _inherit = "ir.actions.server"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "server_action_id")


class ResourceCalendar(models.Model):
    """Without its calendar a sequence would silently run on the company's days."""

    _inherit = "resource.calendar"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        sequences = (
            self.env["sales.sequence"]
            .sudo()
            .with_context(active_test=False)
            .search([("calendar_id", "in", self.ids)])
        )
        if sequences:
            raise UserError(
                self.env._(
                    "These working days are used by: %s. Choose others there first, or archive these.",
                    ", ".join(sequences.mapped("display_name")),
                )
            )


class ResUsers(models.Model):
    """Whoever has sent stays in the history."""

    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sender(self):
        enrollments = self.env["sales.sequence.enrollment"].sudo().search([("user_id", "in", self.ids)])
        touches = self.env["sales.sequence.touch"].sudo().search([("user_id", "in", self.ids)])
        senders = enrollments.user_id | touches.user_id
        if senders:
            raise UserError(
                self.env._(
                    "%(users)s cannot be deleted: they send, or have sent, in %(sequences)s. "
                    "Archive them instead; whom they still write to can be handed over.",
                    users=", ".join(senders.mapped("name")),
                    sequences=", ".join(
                        f"“{one.display_name}”" for one in enrollments.sequence_id | touches.sequence_id
                    ),
                )
            )
