from odoo import api, models

# What decides who has a meeting, and when. A change of a series may come as any of its fields.
MEETING_FIELDS = {
    "active",
    "allday",
    "attendee_ids",
    "duration",
    "opportunity_id",
    "partner_ids",
    "recurrence_id",
    "recurrence_update",
    "recurrency",
    "res_id",
    "res_model",
    "res_model_id",
    "start",
    "start_date",
    "stop",
    "stop_date",
}


class CalendarEvent(models.Model):
    """Tells the inbox what becomes of meetings, whoever changes them and however many at once."""

    _inherit = "calendar.event"

    # The engine asks before each touch who has a meeting, and Odoo has an index for leads only.
    _sequence_by_document = models.Index("(res_id) WHERE res_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the inbox: the meeting may be with somebody who is enrolled."""
        with self.env["sales.sequence.inbox"]._watch_meetings(self.browse()) as watch:
            events = super(CalendarEvent, self.with_context(sales_sequence_meetings=watch)).create(vals_list)
            watch.event_ids.update(events.ids)
        return events.with_context(sales_sequence_meetings=None)

    def write(self, vals):
        """Tell the inbox of other guests, another date, and of a canceled meeting."""
        if MEETING_FIELDS.isdisjoint(vals) and self._get_recurrent_fields().isdisjoint(vals):
            return super().write(vals)
        with self.env["sales.sequence.inbox"]._watch_meetings(self) as watch:
            return super(CalendarEvent, self.with_context(sales_sequence_meetings=watch)).write(vals)

    def unlink(self):
        """Tell the inbox: a deleted meeting counts as canceled."""
        with self.env["sales.sequence.inbox"]._watch_meetings(self) as watch:
            return super(CalendarEvent, self.with_context(sales_sequence_meetings=watch)).unlink()
