from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# As many as fit beside the names of the reps; the steps for which fewer people wait share one column.
STEPS = 5


class SalesSequenceDashboardWaiting(models.AbstractModel):
    """Dashboard: who waits for a call, a LinkedIn touch or a to-do of ours that is due today or was due before.

    Counted are tasks: where a sequence goes on without waiting, somebody may have several.
    """

    _name = "sales.sequence.dashboard.waiting"
    _description = "Sequences Dashboard: Waiting"

    def _waiting(self, filters):
        """:return: dict, see `docs/api.md`"""
        rows = self._count_waiting(filters)
        # A task that is assigned to nobody is the first that a manager has to know of.
        ids = {user_id for user_id, *_rest in rows}
        names = self._names_of_users(ids - {False})
        if False in ids:
            names[False] = self.env._("Nobody")
        steps = self._steps_of(rows)
        shown = {step["step_id"] for step in steps}
        reps = [
            self._rep_row(user_id, names[user_id], [row for row in rows if row[0] == user_id], shown)
            for user_id in names
        ]
        return {
            "count": sum(row[2] for row in rows),
            "overdue": sum(row[3] for row in rows),
            "sentence": self._sentence(reps),
            "steps": steps,
            "other_steps": len({row[1] for row in rows} - shown),
            # By name: who has more to do than others is not the slowest.
            "reps": sorted(reps, key=lambda rep: (rep["name"], rep["user_id"])),
        }

    def _waiting_domain(self, filters):
        """The touches of those who wait, as *My day* has them."""
        today = fields.Date.context_today(self)
        domain = (
            Domain("state", "=", "todo")
            & Domain("activity_date_deadline", "<=", fields.Date.to_string(today))
            # Nothing is to be done for those who are paused.
            & Domain("enrollment_id.state", "!=", "paused")
            & self._of_team(filters, "enrollment_id.")
        )
        return domain if self._sees_all() else domain & Domain("activity_user_id", "=", self.env.uid)

    def _overdue_domain(self):
        return Domain("activity_date_deadline", "<", fields.Date.to_string(fields.Date.context_today(self)))

    def _find_waiting(self, domain):
        """The query of the touches in a domain that the user may read, or has to do."""
        Touch = self.env["sales.sequence.touch"]
        unseen = self.env["sales.sequence.day.queue"]._unseen_touches()
        query = Touch._search(domain)
        if not unseen:
            return query
        # With all rights, as in *My day*: whoever does the activity does the step.
        return Touch.sudo()._search(domain & (Domain("id", "in", query) | Domain("id", "in", unseen.ids)))

    def _count_waiting(self, filters):
        """:return: list of ``(user id or False, step id, waiting, overdue)``"""
        Touch = self.env["sales.sequence.touch"].sudo()
        query = self._find_waiting(self._waiting_domain(filters))
        user, step, deadline = (
            Touch._field_to_sql(query.table, name, query)
            for name in ("activity_user_id", "step_id", "activity_date_deadline")
        )
        query.groupby = SQL("1, 2")
        overdue = SQL("count(*) FILTER (WHERE %s < %s)", deadline, fields.Date.context_today(self))
        rows = self.env.execute_query(query.select(user, step, SQL("count(*)"), overdue))
        return [(user_id or False, *rest) for user_id, *rest in rows]

    def _steps_of(self, rows):
        """The steps for which most people wait, in the order of their sequences."""
        counts = {}
        for _user_id, step_id, count, _overdue in rows:
            counts[step_id] = counts.get(step_id, 0) + count
        largest = sorted(counts, key=lambda step_id: (-counts[step_id], step_id))[:STEPS]
        # With all rights: the step belongs to the touch, whoever may read the sequence.
        steps = self.env["sales.sequence.step"].sudo().browse(largest)
        return [
            {
                "step_id": step.id,
                "name": step.name,
                "sequence": step.sequence_id._numbered_name(),
                "channel": step.channel,
                "count": counts[step.id],
            }
            for step in steps.sorted(lambda step: (step.sequence_id.name, step.sequence_id.id, step.position, step.id))
        ]

    def _rep_row(self, user_id, name, rows, shown):
        cells = [{"step_id": row[1], "count": row[2], "overdue": row[3]} for row in rows if row[1] in shown]
        others = [row for row in rows if row[1] not in shown]
        if others:
            count, overdue = sum(row[2] for row in others), sum(row[3] for row in others)
            cells.append({"step_id": False, "count": count, "overdue": overdue})
        return {
            "user_id": user_id,
            "name": name,
            "count": sum(row[2] for row in rows),
            "overdue": sum(row[3] for row in rows),
            "cells": cells,
            "channels": sorted(self._channels_of(rows)),
        }

    def _channels_of(self, rows):
        return set(self.env["sales.sequence.step"].sudo().browse([row[1] for row in rows]).mapped("channel"))

    def _sentence(self, reps):
        """Who has most tasks that should have been done. :return: ``{"words", "user_id"}`` or False"""
        behind = max(reps, key=lambda rep: (rep["overdue"], rep["count"], -rep["user_id"]), default=None)
        if not behind:
            return False
        count, name, only_calls = behind["count"], behind["name"], behind["channels"] == ["call"]
        if behind["user_id"] == self.env.uid:
            words = self._words_to_oneself(count, only_calls)
        elif not behind["user_id"]:
            words = self._words_about_nobody(count)
        else:
            words = self._words_about(name, count, only_calls)
        return {"words": words, "user_id": behind["user_id"]}

    def _words_to_oneself(self, count, only_calls):
        if only_calls:
            if count == 1:
                return self.env._("You have 1 call to make.")
            return self.env._("You have %s calls to make.", count)
        if count == 1:
            return self.env._("You have 1 task to do.")
        return self.env._("You have %s tasks to do.", count)

    def _words_about_nobody(self, count):
        if count == 1:
            return self.env._("1 task is due, and nobody is assigned.")
        return self.env._("%s tasks are due, and nobody is assigned.", count)

    def _words_about(self, name, count, only_calls):
        if only_calls:
            if count == 1:
                return self.env._("%s has 1 call to make.", name)
            return self.env._("%(name)s has %(count)s calls to make.", count=count, name=name)
        if count == 1:
            return self.env._("%s has 1 task to do.", name)
        return self.env._("%(name)s has %(count)s tasks to do.", count=count, name=name)
