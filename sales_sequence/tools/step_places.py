# License LGPL-3.0 or later: see LICENSE.
"""Where the active people of a sequence stand, and what is still ahead of them in one order of the steps. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """How many stand where.

    Everybody has one place: the first step, in the order of now, at which something of theirs is open (a call that is
    to be made, an email that is queued or waits for approval), else the one that comes next. Whatever lies from their
    next step on is still ahead of them, but for what they have had already.

    - `people`: ``{(next step, place): how many}``, ids of steps
    - `taken`: ``{(next step, place, step): how many of these have had that step}``
    """

    people: dict
    taken: dict

    def at(self, step_id):
        """How many have their place at a step."""
        return sum(count for (_next_id, place_id), count in self.people.items() if place_id == step_id)

    def before(self, step_id, order, only_next=None):
        """How many do not stand at a step, and come to it in this order.

        :param order: ids of the active steps
        :param only_next: count those alone whose next step it is
        """
        return sum(self._waiting(group, step_id) for group in self._before(step_id, order, only_next))

    def lost(self, step_id, old, new, only_next=None):
        """How many would have come to a step in the order `old` and do not in the order `new`."""
        groups = self._before(step_id, old, only_next) - self._before(step_id, new, only_next)
        return sum(self._waiting(group, step_id) for group in groups)

    def _before(self, step_id, order, only_next=None):
        ranks = {id_: rank for rank, id_ in enumerate(order)}
        if step_id not in ranks:
            return set()
        return {
            (next_id, place_id)
            for next_id, place_id in self.people
            if place_id != step_id
            and next_id in ranks
            and ranks[next_id] <= ranks[step_id]
            and only_next in (None, next_id)
        }

    def _waiting(self, group, step_id):
        return self.people[group] - self.taken.get((*group, step_id), 0)
