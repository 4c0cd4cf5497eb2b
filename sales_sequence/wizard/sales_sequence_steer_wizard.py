from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import checked
from ..models.inbox.concerned import may_still_answer
from .selection import selected_ids


class SalesSequenceSteerWizard(models.TransientModel):
    """Asks until when to pause the selected enrollments, why to stop them, or from which date their steps are counted,
    and does so.

    Opened with ``active_ids`` of enrollments and ``default_verb`` in the context.
    """

    _name = "sales.sequence.steer.wizard"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Pause or Stop Enrollments"

    verb = fields.Selection(
        [("pause", "Pause"), ("stop", "Stop"), ("date", "Change the date")], required=True, readonly=True
    )
    enrollment_ids = fields.Many2many("sales.sequence.enrollment", required=True, readonly=True)
    affected_count = fields.Integer(compute="_compute_affected_count", help="How many of them change.")
    until = fields.Datetime(
        string="Resumes on", help="They resume automatically then. Empty: when somebody resumes them."
    )
    date = fields.Date(
        string="Counted from", help="Steps still to come are rescheduled; steps whose time has passed are skipped."
    )
    exit_reason = fields.Selection(
        [
            ("manual", "Stopped by hand"),
            ("replied", "They answered"),
            ("meeting", "They agreed to a meeting"),
            ("opted_out", "They want no more of these emails"),
            ("bounced", "Their address does not work"),
            ("complaint", "They complained about our emails"),
        ],
        string="What happened",
        default="manual",
        required=True,
        help="Counts as if it had come by email.",
    )
    reason = fields.Char(string="Note", help="Kept with the enrollment and logged in the chatter.")

    @api.model
    def default_get(self, fields_list):
        """Take the selected enrollments from the context."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "sales.sequence.enrollment":
            values["enrollment_ids"] = [fields.Command.set(selected_ids(self.env))]
        return values

    @api.depends("enrollment_ids", "verb", "exit_reason")
    def _compute_affected_count(self):
        for wizard in self:
            wizard.affected_count = len(wizard._affected())

    def _affected(self):
        if self.verb == "stop" and self.exit_reason != "manual":
            return self.enrollment_ids.filtered_domain(may_still_answer())
        if self.verb == "date":
            return self.enrollment_ids.filtered(lambda one: one.state in ("running", "paused") and one.asks_for_date)
        if self.verb == "pause":
            # Of whoever is held back for a comparison there is nothing to pause.
            running = self.enrollment_ids.filtered(lambda enrollment: enrollment.state == "running")
            return running - running._control()
        return self.enrollment_ids.filtered(lambda enrollment: enrollment.state in ("running", "paused"))

    @checked(one=True)
    def action_confirm(self):
        """Pause or stop them, or change their date."""
        if not self.affected_count:
            if self.verb == "pause":
                self.enrollment_ids._live()._except_control()
            raise UserError(self.env._("None of the selected enrollments is active."))
        if self.verb == "stop":
            return self._affected().stop(self.exit_reason, note=self.reason)
        if self.verb == "date":
            return self._affected().set_date(self.date)
        return self._affected().pause(until=self.until)
