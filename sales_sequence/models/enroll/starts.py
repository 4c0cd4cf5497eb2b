from datetime import timedelta

from odoo import fields, models

from ...tools import pacing, schedule
from ...tools.date_steps import slot_of


class SalesSequenceStarts(models.AbstractModel):
    """What a new enrollment begins with: who sends, and when the first step comes.

    The arithmetic is in `tools/schedule.py` and `tools/pacing.py`.
    """

    _name = "sales.sequence.starts"
    _description = "Start of the Enrollments in a Sequence"

    def _enrollment_values(self, candidates, is_preview=False):
        """One dict of values for each of the targets, all with the same keys.

        :param is_preview: nobody is enrolled, so nobody has to wait either; see `_count_new`
        """
        same_for_all = {"sequence_id": self.id, "target": self.target, "enrolled_at": candidates.now}
        field_name = self._enrollment_field_name()
        values_list, places = [], []
        # With all rights: the values are what the records say, whether or not the user may read all of it.
        for target in candidates.targets.sudo():
            target_id = target.id
            company, user = candidates.companies[target_id], candidates.senders[target_id]
            address = candidates.addresses[target_id]
            places.append(self._place_of(candidates, target))
            values_list.append(
                {
                    **same_for_all,
                    "partner_id": candidates.contacts[target_id].id,
                    field_name: target_id,
                    "email_normalized": address,
                    "email_domain": address and address.rpartition("@")[2],
                    "user_id": user.id,
                    "company_id": company.id,
                }
            )
        if candidates.dates_to_count_from:
            self._add_references(values_list, candidates)
        first_slots = self._first_slots(set(places), candidates.now)
        days = self._days_of_starts()
        day_cap = self._count_new(days, is_preview)
        starts = {place: self._start_values(*first_slots[place][1:], days) for place in first_slots}
        for values, place in zip(values_list, places, strict=True):
            if day_cap:
                working_time, step, slot = first_slots[place]
                values.update(self._start_values(step, self._next_start(slot, working_time, day_cap), days))
            else:
                values.update(starts[place])
        # A value that nobody has costs as much as any other.
        if not any(values["next_run_moved_by"] for values in values_list):
            for values in values_list:
                del values["next_run_moved_by"]
        return values_list

    def _place_of(self, candidates, target):
        """What decides when the first step comes.

        :return: ``(company id, zone name, day before which nothing happens or None, date to count from or None)``
        """
        company, user = candidates.companies[target.id], candidates.senders[target.id]
        zone = target._sequence_working_zone(self, user, company)
        return company.id, zone, candidates.start_of(target.id), candidates.dates_to_count_from.get(target.id)

    def _add_references(self, values_list, candidates):
        for values, target_id in zip(values_list, candidates.targets._ids, strict=True):
            reference = candidates.dates_to_count_from[target_id]
            values.update(self.env["sales.sequence.enrollment"]._reference_values(reference))

    def _first_slots(self, places, now):
        """The first step, and when it comes, which is the same for all of one place. What is counted from a date and
        over by then is left out.

        :param places: set of places, see `_place_of`
        :return: ``{place: (schedule.WorkingTime, step, schedule.Slot)}``; without a step and a slot, all of it is over
        """
        zones_by_company, slots = {}, {}
        steps = self.step_ids.filtered("active")._in_order()
        delays = {step: step._delay() for step in steps}
        for company_id, zone, _start_on, _reference in places:
            zones_by_company.setdefault(company_id, set()).add(zone)
        working_times = {
            company_id: self._get_working_times(self.env["res.company"].browse(company_id), zones)
            for company_id, zones in zones_by_company.items()
        }
        for company_id, zone, start_on, reference in places:
            working_time, begin = working_times[company_id][zone], now
            if start_on and start_on >= now.date():
                begin = max(now, schedule.opening_after(start_on - timedelta(days=1), working_time).moment)
            first, slot = steps.browse(), None
            for step, delay in delays.items():
                if delay.has_date and not reference:
                    continue
                slot = slot_of(delay, begin, reference, working_time, strict=True)
                if slot:
                    first = step
                    break
            slots[company_id, zone, start_on, reference] = working_time, first, slot
        return slots

    def _start_values(self, step, slot, days):
        return {
            "next_step_id": step.id,
            "starts_on": days.day_of(slot.moment),
            "next_run_at": slot.moment,
            "next_run_moved_by": ",".join(slot.reasons) or False,
        }

    def _days_of_starts(self):
        """The days on which people begin, as the limit of new enrollments counts them: those of the calendar's zone."""
        return pacing.DayCap(1, zone=self._get_calendar(self.env.company).tz or "UTC")

    def _count_new(self, days, is_preview):
        """The `pacing.DayCap` of this sequence's new enrollments, None without a limit.

        Stays locked until the end of the transaction, as two calls at once must count each other's enrollments. A
        preview locks nothing: looking at a date must not wait for others.
        """
        if not self.max_new_per_day:
            return None
        if not is_preview:
            # Nobody may write to what is only there to be locked.
            self.env["sales.sequence.pace"].sudo()._lock(f"sequence-{self.id}")
        groups = self.env["sales.sequence.enrollment"]._read_group(
            [("sequence_id", "=", self.id), ("starts_on", ">=", days.day_of(fields.Datetime.now()))],
            ["starts_on:day"],
            ["__count"],
        )
        return pacing.DayCap(self.max_new_per_day, dict(groups), days.zone, "new_per_day")

    def _next_start(self, slot, working_time, day_cap):
        """Move the start to the first working moment of a day that has room, and take it."""
        reasons = list(slot.reasons)
        while not day_cap.fits(slot.moment):
            reasons.append(day_cap.reason)
            slot = schedule.next_slot(day_cap.first_free(slot.moment), working_time)
        day_cap.take(day_cap.day_of(slot.moment))
        return schedule.Slot(slot.moment, tuple(dict.fromkeys([*reasons, *slot.reasons])))
