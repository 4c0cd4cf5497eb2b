from odoo import models


class CalendarAttendee(models.Model):
    """Tells the inbox of guests who decline or accept, by the link in the invitation, in the portal or in Odoo."""

    _inherit = "calendar.attendee"

    def write(self, vals):
        """Tell the inbox: a guest who declines has no meeting any more."""
        if "state" not in vals:
            return super().write(vals)
        with self.env["sales.sequence.inbox"]._watch_meetings(self.event_id) as watch:
            return super(CalendarAttendee, self.with_context(sales_sequence_meetings=watch)).write(vals)
