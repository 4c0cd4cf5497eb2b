from datetime import timedelta
from functools import partial

from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ...tools.meetings import Person


class SalesSequenceEligibilityMeetings(models.AbstractModel):
    """People who have a meeting ahead are not asked for one: they enter after it, or not at all."""

    _name = "sales.sequence.eligibility.meetings"
    _description = "Eligibility for a Sequence: Meetings"

    def _refuse_with_meeting(self, candidates, after_meeting=False):
        """Refuse people who have a meeting ahead, where it would stop the sequence, unless they begin after it.

        :param after_meeting: let them begin after it (`Candidates.starts`), instead of refusing them
        """
        if not candidates.sequence.stop_on_meeting:
            return {}
        zone_of = partial(self._zone_of_candidate, candidates)
        found = self.env["sales.sequence.inbox"]._find_meetings_ahead(self._people_of(candidates, zone_of))
        refusals = {}
        for target_id, meetings in found.items():
            zone = zone_of(target_id)
            free_on = max(meeting.last_day(zone) for meeting in meetings) + timedelta(days=1)
            start_on = candidates.start_of(target_id)
            if start_on and start_on >= free_on:
                continue
            if after_meeting:
                candidates.starts[target_id] = free_on
            else:
                in_the_way = next(one for one in meetings if not start_on or one.last_day(zone) >= start_on)
                refusals[target_id] = ("meeting", self._meeting_message(in_the_way, free_on))
        return refusals

    def _zone_of_candidate(self, candidates, target_id):
        target = candidates.targets.browse(target_id).sudo()
        user, company = candidates.senders[target_id], candidates.companies[target_id]
        return target._sequence_working_zone(candidates.sequence.sudo(), user, company)

    def _people_of(self, candidates, zone_of):
        """The `Person` of each of these candidates."""
        now, model_name = fields.Datetime.now(), candidates.targets._name
        return [
            Person(
                key=target.id,
                records=((model_name, target.id),),
                partner_id=candidates.contacts[target.id].id or None,
                addresses=candidates.own[target.id],
                zone_of=zone_of,
                starts_at=now,
            )
            for target in candidates.targets.sudo()
        ]

    def _meeting_message(self, meeting, free_on):
        """What is told of a meeting that keeps a person out: only the time, where it is not for the user to read."""
        event = self.env["calendar.event"].sudo().browse(meeting.id)
        if event.allday:
            start = format_date(self.env, event.start_date)
        else:
            start = format_datetime(self.env, event.start, dt_format="short")
        if event.effective_privacy == "private" or not event.sudo(False).has_access("read"):
            return self.env._(
                "They have a meeting on %(start)s. Let them start on %(day)s or later.", start=start, day=free_on
            )
        return self.env._(
            "They have a meeting, “%(meeting)s”, on %(start)s. Let them start on %(day)s or later.",
            meeting=event.name,
            start=start,
            day=free_on,
        )
