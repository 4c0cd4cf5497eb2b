from odoo import api, models

MEETING_FIELDS = {"start", "stop", "active", "partner_ids", "attendee_ids", "opportunity_id", "res_id"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        self.env["sales.sequence.inbox"]._notice_meetings(events)
        return events

    def write(self, vals):
        changed = MEETING_FIELDS & vals.keys()
        canceled = "active" in vals and not vals["active"]
        result = super().write(vals)
        if canceled:
            self.env["sales.sequence.inbox"]._notice_canceled_meetings(self)
        elif changed:
            self.env["sales.sequence.inbox"]._notice_meetings(self.exists())
        return result

    def unlink(self):
        self.env["sales.sequence.inbox"]._notice_canceled_meetings(self)
        return super().unlink()
