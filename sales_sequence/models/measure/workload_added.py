from collections import Counter
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..plan.step import MANUAL_CHANNELS
from .workload_ahead import Ahead


class SalesSequenceWorkloadAdded(models.AbstractModel):
    """What an enrollment that has not been made yet would add to whose days."""

    _name = "sales.sequence.workload.added"
    _description = "Workload: What an Enrollment Adds"

    def _added_by(self, sequence, candidates):
        """What people do by hand for these targets in the next ten working days, were they enrolled now.

        They are taken together where owner, sender, company and beginning are the same, so that thousands take as long
        as a few; as for all work ahead, the sender's zone stands for theirs.

        :param candidates: the `Candidates` that would be enrolled, see `enroll/candidates.py`
        :return: list of dicts by name: ``user_id``, ``name``, ``days``: of those days on which something comes, dicts
            ``day`` (string), ``call``, ``linkedin``, ``todo`` and ``there``: how many tasks are there already, False
            where the reader may not see them all
        """
        ahead = Ahead(self.env, candidates.now)
        ahead.read_steps(sequence.ids)
        added = {}
        for user, index, channel, count in self._work_of(ahead, sequence.sudo(), self._groups_of(candidates)):
            added.setdefault(user, {}).setdefault(index, Counter())[channel] += count
        there = self._tasks_there(ahead, added.keys()) if added else {}
        return [
            {
                "user_id": user.id,
                "name": user.name,
                "days": [
                    {
                        "day": fields.Date.to_string(ahead.days[index]),
                        **{channel: counts[channel] for channel in MANUAL_CHANNELS},
                        "there": there[user.id][index] if user.id in there else False,
                    }
                    for index, counts in sorted(added[user].items())
                ],
            }
            for user in sorted(added, key=lambda user: (user.name.casefold(), user.id))
        ]

    def _groups_of(self, candidates):
        """How many begin alike: `Counter` of ``(owner, sender, company, day to begin on, date to count from)``"""
        return Counter(
            (
                target._sequence_owner(),
                candidates.senders[target.id],
                candidates.companies[target.id],
                candidates.start_of(target.id),
                candidates.dates_to_count_from.get(target.id),
            )
            for target in candidates.targets.sudo()
        )

    def _work_of(self, ahead, sequence, groups):
        """Yield ``(res.users, index of the day, channel, count)`` of what is done by hand."""
        places = {}
        for owner, sender, company, start_on, reference in groups:
            if start_on and start_on > ahead.days[-1] + timedelta(days=1):
                # Later than what is shown, on any clock; on the last day of all, there is no day after it.
                continue
            zone = ahead.locate(sequence, company, sender, ahead.now).zone
            places[owner, sender, company, start_on, reference] = company.id, zone, start_on, reference
        first_slots = sequence._first_slots(set(places.values()), ahead.now)
        day_cap = sequence._count_new(sequence._days_of_starts(), is_preview=True)
        for key, count in groups.items():
            owner, sender, company, _start_on, reference = key
            working_time, step, slot = first_slots[places[key]] if key in places else (None, None, None)
            if not step:
                continue
            for moment, beginning in self._beginnings(sequence, slot, working_time, day_cap, count, ahead):
                place = ahead.locate(sequence, company, sender, moment, reference=reference)
                for channel, planned in ahead.coming(step.id, place):
                    if channel in MANUAL_CHANNELS:
                        user = ahead.worker(channel, owner, sender, sequence, company, planned)
                        index = ahead.index_for(user, company, planned) if user else None
                        if index is not None:
                            yield user, index, channel, beginning

    def _beginnings(self, sequence, slot, working_time, day_cap, count, ahead):
        """Yield when how many of these begin: with a limit for each day, some of them later."""
        if not day_cap:
            yield slot.moment, count
            return
        while count:
            slot = sequence._next_start(slot, working_time, day_cap)
            if day_cap.day_of(slot.moment) > ahead.days[-1]:
                return
            room = day_cap.limit - day_cap.used[day_cap.day_of(slot.moment)]
            more = min(count - 1, room)
            day_cap.used[day_cap.day_of(slot.moment)] += more
            count -= 1 + more
            yield slot.moment, 1 + more

    def _tasks_there(self, ahead, users):
        """How many tasks these have on each of the days: ``{user id: list}`` of those whose work the reader sees."""
        shown = self._shown_users([user.id for user in users])
        there = {user.id: [0] * len(ahead.days) for user in users if user.id in shown}
        if there:
            for user_id, index, channel, count, _is_open in self._work(ahead, SQL("count(*)")):
                if channel in MANUAL_CHANNELS and user_id in there:
                    there[user_id][index] += count
        return there
