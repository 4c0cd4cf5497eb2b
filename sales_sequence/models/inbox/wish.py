from psycopg2 import IntegrityError

from odoo import api, fields, models, tools

from ...tools.attempt import attempt
from ..base.arguments import checked


class SalesSequenceSignal(models.Model):
    """A reply that asks for something: not to be written to again."""

    _inherit = "sales.sequence.signal"

    @checked()
    def action_opt_out(self):
        """Do what these replies ask for: whoever wrote gets nothing more of the sequence, in whatever version."""
        self.enrollment_id._check_can_manage()
        self.sudo()._opt_out()
        return True

    def _opt_out(self):
        """As the link in the email does: that address only, and that sequence."""
        wishes = self._wishes()
        for signal in wishes:
            values = {
                "email_normalized": signal._address_of_author(),
                "sequence_id": signal.sequence_id.id,
                "origin": "wish",
                "enrollment_id": signal.enrollment_id.id,
            }
            try:
                with attempt(self.env.cr):
                    self.env["sales.sequence.opt.out"].create(values)
            except IntegrityError:
                # Somebody has been as fast as we: a button pressed twice.
                continue
            signal.enrollment_id.filtered(lambda one: one._target())._log_in_chatter(
                self.env._("will not write to %s again: they asked for it in a reply", values["email_normalized"])
            )
        wishes.enrollment_id.wish_activity_id.filtered("active").unlink()

    def _wishes(self):
        """Those of these that ask for an opt-out that has not been made yet."""
        asking = self.filtered(
            lambda signal: signal.kind == "reply" and signal.wish == "opt_out" and signal._address_of_author()
        )
        pairs = {(signal._address_of_author(), signal.sequence_id) for signal in asking}
        opted_out = self.env["sales.sequence.opt.out"]._among(pairs) if pairs else ()
        return asking.filtered(lambda signal: (signal._address_of_author(), signal.sequence_id) not in opted_out)

    def _address_of_author(self):
        """Who has a copy asks for themselves."""
        return tools.email_normalize(self.mail_message_id.email_from or "") or self.enrollment_id.email_normalized

    def _undo_wish(self):
        """This one has not asked for anything, either; another reply of theirs may have."""
        self.enrollment_id.wish_activity_id.filtered("active").unlink()
        self.env["sales.sequence.opt.out"].search(
            [
                ("origin", "=", "wish"),
                ("enrollment_id", "=", self.enrollment_id.id),
                ("email_normalized", "=", self._address_of_author()),
            ]
        ).unlink()
        self.env["sales.sequence.inbox"]._apply_wishes(self.enrollment_id.signal_ids)


class SalesSequenceEnrollment(models.Model):
    """What they have asked for."""

    _inherit = "sales.sequence.enrollment"

    wish_activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    asks_to_opt_out = fields.Boolean(compute="_compute_asks_to_opt_out", compute_sudo=True)

    @api.depends("signal_ids.kind", "signal_ids.wish")
    def _compute_asks_to_opt_out(self):
        asking = self.signal_ids._wishes().enrollment_id
        for enrollment in self:
            enrollment.asks_to_opt_out = enrollment in asking

    @checked()
    def action_opt_out(self):
        """Do what their replies ask for."""
        return self.signal_ids.action_opt_out()

    def _ask_about_wish(self):
        for enrollment in self.filtered(lambda one: not one.wish_activity_id.active):
            enrollment.wish_activity_id = enrollment._schedule_question(
                lambda asking: asking.env._("Asks not to be written to again"),
                lambda asking: asking.env._("Opt them out with one click: %s", asking._get_html_link()),
            )


class SalesSequenceInbox(models.AbstractModel):
    """What replies ask for."""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _apply_wishes(self, signals):
        """Opt out whoever asks for it, where the company wants that; else ask whoever looks after them to do so."""
        wishes = signals._wishes()
        at_once = wishes.filtered(lambda signal: signal.enrollment_id.company_id.sequence_opt_out_on_wish)
        at_once._opt_out()
        (wishes - at_once).enrollment_id._ask_about_wish()
