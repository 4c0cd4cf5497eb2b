from datetime import datetime, time, timedelta, timezone

from odoo import fields, models
from odoo.fields import Domain

from ...tools import schedule
from ...tools.time_zones import zone_info
from ..base.words import day_in_words
from ..plan.step import MANUAL_CHANNELS

# As many rows of tomorrow as fit on a screen.
ROWS_OF_TOMORROW = 8


class SalesSequenceDayNumbers(models.AbstractModel):
    """What the user has done today, and what comes: read with the queue, so that the numbers fit it."""

    _name = "sales.sequence.day.numbers"
    _description = "My Day: Numbers"

    def _numbers(self, entries, now):
        midnight = self._moment_of(fields.Date.context_today(self))
        attempts = (
            self.env["sales.sequence.attempt"]
            .sudo()
            .search_fetch(
                [("user_id", "=", self.env.uid), ("occurred_at", ">=", midnight)],
                ["before", "occurred_at", "outcome_id", "touch_id"],
                order="occurred_at desc, id desc",
            )
        )
        open_touches = {entry.record.id for entry in entries if entry.kind != "answer"}
        tasks_done = {touch_id for touch_id in attempts.touch_id.ids if touch_id not in open_touches}
        approved = self._approved_today(midnight)
        answers = self.env["sales.sequence.signal"].search_count(
            [("handled_by_id", "=", self.env.uid), ("handled_at", ">=", midnight)]
        )
        return {
            "done": len(tasks_done) + len(approved) + answers,
            "summary": self._summary(attempts, answers, approved, midnight, now),
            "undo": self._undo(attempts),
            "has_ever_had_tasks": bool(entries or attempts) or self._has_ever_had_tasks(),
        }

    def _summary(self, attempts, answers, approved, midnight, now):
        calls = attempts.filtered(lambda attempt: attempt.touch_id.channel == "call")
        booked = self._booked(midnight)
        outcomes = [
            {"name": outcome.name, "effect": outcome.effect, "count": len(of_outcome)}
            for outcome, of_outcome in calls.grouped("outcome_id").items()
        ]
        return {
            "calls": len(calls),
            "conversations": len(calls.filtered("outcome_id.is_conversation")),
            "meetings": len(booked),
            "answers": answers,
            "drafts": len(approved),
            "outcomes": sorted(outcomes, key=lambda row: -row["count"]),
            "booked": booked,
            "outgoing": self._outgoing(approved, now),
        }

    def _approved_today(self, midnight):
        """The drafts that the user has approved today, and that have not left before."""
        return (
            self.env["sales.sequence.touch"]
            .sudo()
            .search_fetch(
                Domain("approved_by_id", "=", self.env.uid)
                & (Domain("state", "in", ("draft", "queued")) | Domain("done_at", ">=", midnight)),
                ["enrollment_id", "state"],
            )
        )

    def _undo(self, attempts):
        """The last attempt of today, which can be taken back until the next step exists."""
        last = attempts[:1]
        if not last:
            return False
        name = self._name_of_person(last.touch_id.enrollment_id)
        words = self.env._("%(person)s: %(outcome)s", person=name, outcome=last.outcome_id.name)
        return {"attempt_id": last.id, "words": words}

    def _has_ever_had_tasks(self):
        activities = self.env["mail.activity"].with_context(active_test=False)
        domain = [("user_id", "=", self.env.uid), ("is_sequence_activity", "=", True)]
        return bool(activities.search(domain, limit=1))

    # ------------------------------------------------------------------
    # What goes on without the user
    # ------------------------------------------------------------------

    def _booked(self, midnight):
        """The meetings that the user has entered today with people who are or were in a sequence."""
        events = self.env["calendar.event"].search(
            [("create_uid", "=", self.env.uid), ("create_date", ">=", midnight)], order="start"
        )
        booked = []
        for event in events:
            lead = event.opportunity_id._filtered_access("read")
            partner = (event.partner_ids - self.env.user.partner_id)._filtered_access("read")[:1]
            target = lead if lead.enrollment_ids else partner if partner.enrollment_ids else None
            if target:
                person = target.sudo()
                booked.append(
                    {
                        "moment": fields.Datetime.to_string(event.start),
                        "zone": self._zone(),
                        "name": person._sequence_person_name() or person.display_name,
                        "company": person._sequence_company_name() or False,
                        "res_model": target._name,
                        "res_id": target.id,
                    }
                )
        return booked

    def _outgoing(self, approved, now):
        """What leaves without the user, counted: what they approved, and the emails of today and tomorrow."""
        today, zone = fields.Date.context_today(self), self._zone()
        rows = []
        waiting = approved.filtered(lambda touch: touch.state in ("draft", "queued"))
        if waiting:
            moments = [moment for moment in waiting.enrollment_id.mapped("next_run_at") if moment]
            count = len(waiting)
            rows.append(
                {
                    "words": self.env._("1 draft that you approved")
                    if count == 1
                    else self.env._("%s drafts that you approved", count),
                    "when": self._in_words(max(now, min(moments)), zone) if moments else self.env._("Today"),
                }
            )
        limits = [now, self._moment_of(today + timedelta(days=1)), self._moment_of(today + timedelta(days=2))]
        for name, begin, end in zip((self.env._("Today"), self.env._("Tomorrow")), limits, limits[1:], strict=False):
            count, first = self._emails_between(begin, end)
            if count:
                words = self.env._("%(count)s emails, first at %(time)s", count=count, time=self._clock(first, zone))
                if count == 1:
                    words = self.env._("1 email at %s", self._clock(first, zone))
                rows.append({"words": words, "when": name})
        return rows

    def _emails_between(self, begin, end):
        """How many emails sequences send in the user's name, without a review, and when the first. Counted with all
        rights: it is the user who sends them."""
        domain = [
            ("state", "=", "running"),
            ("next_run_at", ">=", begin),
            ("next_run_at", "<", end),
            ("user_id", "=", self.env.uid),
            ("next_step_id.channel", "=", "email"),
            ("next_step_id.requires_review", "=", False),
            ("company_id", "in", self.env.companies.ids),
        ]
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        return Enrollment._read_group(domain, [], ["__count", "next_run_at:min"])[0]

    def _tomorrow(self, now):
        """The user's next working day: activities that are due then, and calls and to-dos that sequences plan for it.

        :return: dict ``date``, ``name``, ``count`` and ``rows``, the first of them
        """
        day = self._next_working_day()
        begin, end = self._moment_of(day), self._moment_of(day + timedelta(days=1))
        today = fields.Date.context_today(self)
        touches = self._open_touches(Domain("date_deadline", ">", today) & Domain("date_deadline", "<=", day))
        entries = self._entries("task", touches, now)
        for entry in entries:
            entry.begins_at = max(entry.record.due_at or begin, begin)
        planned, count = self._planned_tasks(begin, end)
        for entry in self._entries("planned", planned, now):
            entry.begins_at = entry.record.next_run_at
            entries.append(entry)
        first = sorted(entries, key=lambda entry: (entry.begins_at, entry.place.id))[:ROWS_OF_TOMORROW]
        self._write_rows(first, now)
        return {
            "date": fields.Date.to_string(day),
            "name": self._name_of_day(day, today),
            "count": len(touches) + count,
            # Which step it is says more than why it comes when.
            "rows": [{**entry.row, "why": entry.todo_step.display_name} for entry in first],
        }

    def _planned_tasks(self, begin, end):
        """The first enrollments whose next step the user does by hand on that day, and how many there are."""
        owned = [
            Domain("target", "=", target) & Domain(f"{field_name}.user_id", "=", self.env.uid)
            for target, (_model, field_name) in self.env["sales.sequence"]._target_models().items()
        ]
        domain = (
            Domain("state", "=", "running")
            & Domain("next_run_at", ">=", begin)
            & Domain("next_run_at", "<", end)
            & Domain("next_step_id.channel", "in", MANUAL_CHANNELS)
            # Of an open task, the date is the one on which it is given up.
            & (Domain("next_run_moved_by", "=", False) | Domain("next_run_moved_by", "not like", "max_wait"))
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain.OR(owned)
        )
        Enrollment = self.env["sales.sequence.enrollment"]
        planned = Enrollment.search(domain, order="next_run_at, id", limit=ROWS_OF_TOMORROW)
        count = len(planned) if len(planned) < ROWS_OF_TOMORROW else Enrollment.search_count(domain)
        return planned.sudo(), count

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------

    def _name_of_day(self, day, today):
        when = day_in_words(self.env, day)
        return self.env._("Tomorrow, %s", when) if day - today == timedelta(days=1) else when

    def _moment_of(self, day):
        """The beginning of a date in the user's time zone, naive UTC."""
        begin = datetime.combine(day, time(), tzinfo=zone_info(self._zone()))
        return begin.astimezone(timezone.utc).replace(tzinfo=None)

    def _next_working_day(self, day=None):
        day = day or fields.Date.context_today(self)
        try:
            return schedule.add_business_days(day, 1, self._working_time_of_user())
        except schedule.NoWorkingTime:
            return day + timedelta(days=1)

    def _working_time_of_user(self):
        """The `schedule.WorkingTime` of the user's own calendar, or the company's: only its days count here."""
        company = self.env.company
        calendar = (self.env.user.sudo().resource_calendar_id or company.resource_calendar_id).sudo()
        return schedule.WorkingTime(
            zone=self._zone(),
            window_start=0,
            window_end=24,
            weekdays=calendar._sales_sequence_weekdays(),
            leaves=calendar._sales_sequence_leaves(company),
        )
