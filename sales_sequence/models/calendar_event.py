from odoo import api, models

MEETING_FIELDS = {"start", "stop", "active", "partner_ids", "attendee_ids", "opportunity_id", "res_id"}


class CalendarEvent(models.Model):
    """Tells the inbox of meetings, whoever creates them and however many at once."""

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the inbox: the meeting may be with somebody who is enrolled."""
        events = super().create(vals_list)
        self.env["sales.sequence.inbox"]._notice_meetings(events)
        return events

    def write(self, vals):
        """Tell the inbox of another guest or date, and of a canceled meeting."""
        changed = MEETING_FIELDS & vals.keys()
        canceled = "active" in vals and not vals["active"]
        result = super().write(vals)
        if canceled:
            self.env["sales.sequence.inbox"]._notice_canceled_meetings(self)
        elif changed:
            self.env["sales.sequence.inbox"]._notice_meetings(self.exists())
        return result

    def unlink(self):
        """Tell the inbox: a deleted meeting counts as canceled."""
        self.env["sales.sequence.inbox"]._notice_canceled_meetings(self)
        return super().unlink()
