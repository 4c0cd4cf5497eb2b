from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .metrics import COUNTED

# Which people a number of the funnel counts, over rows `place`.
FATES = {"answered": "answered", "ended": "ended", "waiting": "waiting"}
# A step that was taken, one way or another: who ended later had come past it.
TAKEN = ("sent", "bounced", "done", "skipped")
SENT_OR_DONE = ("sent", "bounced", "done")


class SalesSequenceResultsFunnel(models.AbstractModel):
    """Where everybody who entered has come to. Each person has one place: who has answered stays at the step that is
    credited, who is active waits at the next one, and who has ended otherwise stays at the last one that was taken."""

    _name = "sales.sequence.results.funnel"
    _inherit = "sales.sequence.results.people"
    _description = "Funnel of a Sequence"

    def _relations(self, scope):
        """Adds who got which step in whichever version, each person once, and each person's place."""
        ranks = [(step.id, rank) for rank, steps in enumerate(scope.steps, 1) for step in steps]
        return SQL(
            """%(relations)s,
            ranks AS (SELECT * FROM unnest(%(step_ids)s, %(ranks)s) AS ranked (step_id, rank)),
            ranked AS (
                SELECT ranks.rank AS g0,
                       steps.person,
                       min(steps.first_at) AS first_at,
                       min(steps.reached_at) AS reached_at,
                       min(steps.replied_at) AS replied_at
                  FROM steps
                  JOIN ranks ON ranks.step_id = steps.g0
              GROUP BY ranks.rank, steps.person),
            taken AS (
                SELECT touch.enrollment_id, touch.state, ranks.rank
                  FROM sales_sequence_touch touch
                  JOIN ranks ON ranks.step_id = touch.step_id
                 WHERE touch.sequence_id IN %(sequence_ids)s AND touch.state IN %(taken)s),
            place AS (
                SELECT walk.person,
                       walk.id,
                       CASE WHEN people.person IS NOT NULL THEN 'answered'
                            WHEN walk.is_live THEN 'waiting'
                            ELSE 'ended'
                       END AS fate,
                       (%(open)s) IS TRUE AS is_open,
                       COALESCE(CASE WHEN people.person IS NOT NULL THEN credited_step.rank
                                     WHEN walk.is_live THEN next_step.rank
                                END, last_taken.rank, 1) AS rank
                  FROM walk
             LEFT JOIN (SELECT people.* FROM page people WHERE %(replied)s) people ON people.person = walk.person
             LEFT JOIN credited ON credited.person = walk.person
             LEFT JOIN ranks credited_step ON credited_step.step_id = credited.g0
             LEFT JOIN ranks next_step ON next_step.step_id = walk.next_step_id
             LEFT JOIN (SELECT enrollment_id, max(rank) AS rank FROM taken GROUP BY enrollment_id) last_taken
                    ON last_taken.enrollment_id = walk.id)""",
            relations=super()._relations(scope),
            step_ids=SQL("%s::int[]", [step_id for step_id, _rank in ranks]),
            ranks=SQL("%s::int[]", [rank for _step_id, rank in ranks]),
            sequence_ids=scope.sequences._ids,
            taken=TAKEN,
            open=self._condition(COUNTED["open"]),
            replied=self._condition(COUNTED["replied"]),
        )

    def _sent_or_done(self):
        """Rows (rank, person): who got which step on the way to their place."""
        return SQL(
            """SELECT taken.rank, place.person
                 FROM place
                 JOIN taken ON taken.enrollment_id = place.id AND taken.state IN %s AND taken.rank <= place.rank""",
            SENT_OR_DONE,
        )

    def _people_of_funnel(self, scope, key, name):
        """The query of the people whom a number of the funnel counts.

        :param key: rank of the step, or False for all of them
        """
        rank = key if isinstance(key, int) and 1 <= key <= len(scope.steps) else None
        if name == "entered":
            return SQL("SELECT person FROM place WHERE rank >= %s", rank or 1)
        if name == "done" and rank:
            return SQL("SELECT person FROM (%s) got WHERE rank = %s", self._sent_or_done(), rank)
        if name == "answered_open":
            return SQL(
                "SELECT person FROM place WHERE fate = 'answered' AND is_open AND rank = COALESCE(%s, rank)", rank
            )
        if name in FATES:
            return SQL("SELECT person FROM place WHERE fate = %s AND rank = COALESCE(%s, rank)", name, rank)
        raise UserError(self.env._("This page has no such number."))

    def _parts_of_funnel(self):
        """The queries of its numbers, for `_count`."""
        return [
            SQL(
                """SELECT 'funnel', rank::text, jsonb_build_object(
                          'fate', fate, 'is_open', is_open, 'people', count(*))
                     FROM place
                 GROUP BY rank, fate, is_open"""
            ),
            SQL(
                """SELECT 'funnel', rank::text, jsonb_build_object(
                          'fate', 'done', 'is_open', false, 'people', count(*))
                     FROM (%s) got
                 GROUP BY rank""",
                self._sent_or_done(),
            ),
        ]

    def _funnel(self, scope, rows):
        """:param rows: the part `funnel` of `_count`
        :return: the part `funnel` of `get_results`
        """
        counts = {}
        for rank, of_rank in rows.items():
            counts[int(rank)] = found = dict.fromkeys((*FATES, "done", "answered_open"), 0)
            for row in of_rank:
                found[row["fate"]] += row["people"]
                if row["fate"] == "answered" and row["is_open"]:
                    found["answered_open"] += row["people"]
        nobody = dict.fromkeys((*FATES, "done", "answered_open"), 0)
        steps, entered = [], sum(of_rank[fate] for of_rank in counts.values() for fate in FATES)
        going = entered
        for rank, of_rank in enumerate(scope.steps, 1):
            row = counts.get(rank, nobody)
            left = sum(row[fate] for fate in FATES)
            steps.append({**self._step(scope, rank, of_rank), **row, "entered": going, "went_on": going - left})
            going -= left
        return {
            "entered": entered,
            "active": sum(row["waiting"] for row in counts.values()),
            "answered": sum(row["answered"] for row in counts.values()),
            "answered_open": sum(row["answered_open"] for row in counts.values()),
            "steps": steps,
        }

    def _step(self, scope, rank, steps):
        """How a step is called; where versions differ, by the newest, and it says what the others do there."""
        newest = max(steps, key=lambda step: (step.sequence_id.version_number, step.id))
        others = {step.channel for step in steps} != {newest.channel}
        return {
            "key": rank,
            "name": newest.name,
            "channel": newest.channel,
            "day": newest.day_number,
            "is_last": rank == len(scope.steps),
            "note": others and self.env._("another channel in other versions"),
        }
