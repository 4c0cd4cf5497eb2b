from odoo import fields, models
from odoo.fields import Domain

from ...tools import schedule
from ..enrollment.timeline import CHANNEL_ICONS, SIGNAL_ICONS

# As many rows of the past as there is room for.
HISTORY_ROWS = 6
# Of what they did, what a rep refers to in a conversation.
TOLD_SIGNALS = ("reply", "auto_reply", "unsure", "meeting", "meeting_canceled")


class SalesSequenceDayTask(models.AbstractModel):
    """Everything about one task: who, what was said before, the script, what comes next, what can come of it."""

    _name = "sales.sequence.day.task"
    _description = "My Day: Task"

    def _touches_of_user(self, touch_ids):
        """These touches, in their order, with all rights: those whose activity the user has, who may do the step
        whether or not they may read it, and those that the user may read. The others are left out, as those that are
        gone: one that somebody else has now must not hold up the next ones."""
        touches = self.env["sales.sequence.touch"].browse(dict.fromkeys(touch_ids)).exists()
        readable = touches._filtered_access("read")
        user = self.env.user
        return touches.sudo().filtered(lambda touch: touch.activity_id.user_id == user or touch.sudo(False) in readable)

    def _describe_tasks(self, touches, now):
        if not touches:
            return []
        entries = {entry.record: entry for entry in self._entries("task", touches, now)}
        history = self._past_of(touches)
        outcomes, ahead = self._prospects(touches)
        return [
            {
                **self._task(entries[touch], now),
                "history": history[touch] if entries[touch].is_told else [],
                "next": self._next_in_words(touch, ahead.get(touch)),
                # Nothing comes any more of what is done.
                "outcomes": outcomes.get(touch.id, []) if touch.state == "todo" else [],
            }
            for touch in touches
        ]

    def _task(self, entry, now):
        touch, target, told = entry.record, entry.target, entry.is_told
        activity = touch.activity_id
        name, company = self._names_of(entry)
        steps = touch.sequence_id.step_ids.filtered("active")._in_order()
        contact = target._sequence_contact() if told else self.env["res.partner"]
        return {
            "touch_id": touch.id,
            # None any more where it is done.
            "activity_id": touch.state == "todo" and activity.id,
            "enrollment_id": touch.enrollment_id.id,
            "sequence_id": touch.sequence_id.id,
            "res_model": target._name,
            "res_id": target.id,
            "name": name,
            "function": told and self._first_of(target, contact, "function"),
            "company": company,
            "email": told and (target._sequence_email() or False),
            "phone": told and (target._sequence_phone() or False),
            "image_url": bool(contact) and f"/web/image/res.partner/{contact.id}/avatar_128",
            "score": told and self._score_of(target),
            "channel": touch.channel,
            # These names hide themselves where the user may not read them.
            "step_name": touch.step_id.display_name,
            "sequence_name": touch.sequence_id.display_name,
            "step_number": list(steps).index(touch.step_id) + 1 if touch.step_id in steps else False,
            "step_count": len(steps),
            "zone": entry.zone,
            "place": told and entry.place_name,
            **self._reachable(entry, now),
            "why": self._why(entry, now)[1],
            "script": activity.note or "",
            "summary": activity.summary or False,
            "linkedin_url": told and self._first_of(target, contact, "sequence_linkedin_url"),
            "note": touch.reason or False,
            "due_words": self._lateness_in_words(entry.place.days_late),
        }

    def _first_of(self, target, contact, name):
        return next((one[name] for one in (target, contact) if one and name in one._fields and one[name]), False)

    def _reachable(self, entry, now):
        """Until when the person can be reached today, and the same in words."""
        closes_at = entry.place.closes_at
        if not closes_at:
            words = entry.opens_at and self._why_later(entry, now)[1]
            return {"reachable_until": False, "reachable_words": words or False}
        hours, minutes = divmod(int((closes_at - now).total_seconds()) // 60, 60)
        time = self._clock(closes_at, entry.zone)
        if hours:
            words = self.env._(
                "Reachable until %(time)s, %(hours)s h %(minutes)s min left", time=time, hours=hours, minutes=minutes
            )
        else:
            words = self.env._("Reachable until %(time)s, %(minutes)s min left", time=time, minutes=minutes)
        return {"reachable_until": fields.Datetime.to_string(closes_at), "reachable_words": words}

    # ------------------------------------------------------------------
    # What comes next
    # ------------------------------------------------------------------

    def _prospects(self, touches):
        """What can come of these, and what comes next. A calendar without a day to come is no reason to show nothing
        of the others.

        :return: ``({touch id: outcomes}, {touch: Ahead})``
        """
        try:
            return touches._describe_outcomes(), touches._look_ahead()
        except schedule.ScheduleError:
            if len(touches) == 1:
                return {}, {}
        outcomes, ahead = {}, {}
        for touch in touches:
            of_one = self._prospects(touch)
            outcomes.update(of_one[0])
            ahead.update(of_one[1])
        return outcomes, ahead

    def _next_in_words(self, touch, ahead):
        """What follows if the task is done now; False where nobody can say."""
        if not ahead:
            return False
        moment = ahead.following and ahead.moment
        return {
            "words": touch._next_in_words(ahead),
            "moment": bool(moment) and fields.Datetime.to_string(moment),
        }

    # ------------------------------------------------------------------
    # What was before
    # ------------------------------------------------------------------

    def _past_of(self, touches):
        """``{touch: rows}``: the last things that we did and that they said, the oldest first."""
        enrollments = touches.enrollment_id
        rows = {enrollment: [] for enrollment in enrollments}
        done = (
            self.env["sales.sequence.touch"]
            .sudo()
            .search_fetch(
                Domain("enrollment_id", "in", enrollments.ids)
                & Domain("state", "not in", ("draft", "queued", "canceled")),
                [
                    "channel",
                    "done_at",
                    "enrollment_id",
                    "outcome",
                    "reason",
                    "replied_at",
                    "state",
                    "step_id",
                ],
            )
        )
        attempts = (
            self.env["sales.sequence.attempt"]
            .sudo()
            .search_fetch([("touch_id", "in", done.ids)], ["note", "occurred_at", "outcome_id", "touch_id"])
        )
        tried = attempts.touch_id
        for attempt in attempts:
            rows[attempt.touch_id.enrollment_id].append(self._row_of_attempt(attempt))
        for touch in done - tried:
            if touch.state != "todo":
                rows[touch.enrollment_id].append(self._row_of_touch(touch))
        signals = self.env["sales.sequence.signal"].search_fetch(
            Domain("enrollment_id", "in", enrollments.ids) & Domain("kind", "in", TOLD_SIGNALS),
            ["enrollment_id", "kind", "mail_message_id", "occurred_at"],
        )
        labels = dict(signals._fields["kind"]._description_selection(self.env))
        for signal in signals:
            rows[signal.sudo().enrollment_id].append(
                {
                    "icon": SIGNAL_ICONS.get(signal.kind, "fa-bolt"),
                    "moment": signal.occurred_at,
                    "title": labels[signal.kind],
                    "text": False,
                    "quote": signal.excerpt or False,
                }
            )
        return {touch: self._last_rows(rows[touch.enrollment_id]) for touch in touches}

    def _last_rows(self, rows):
        last = sorted(rows, key=lambda row: row["moment"])[-HISTORY_ROWS:]
        return [{**row, "moment": fields.Datetime.to_string(row["moment"])} for row in last]

    def _row_of_attempt(self, attempt):
        touch = attempt.touch_id
        return {
            "icon": CHANNEL_ICONS.get(touch.channel, "fa-circle-o"),
            "moment": attempt.occurred_at,
            "title": touch.step_id.display_name,
            "text": attempt.outcome_id.name,
            "quote": attempt.note or False,
        }

    def _row_of_touch(self, touch):
        return {
            "icon": CHANNEL_ICONS.get(touch.channel, "fa-circle-o"),
            "moment": touch.done_at or touch.create_date,
            "title": touch.step_id.display_name,
            "text": self._what_came_of(touch),
            "quote": touch.outcome or False,
        }

    def _what_came_of(self, touch):
        """What became of a step, in words."""
        if touch.state == "sent":
            if touch.replied_at:
                return self.env._("answered")
            if touch.clicked_at:
                return self.env._("link opened on %s", self._in_words(touch.clicked_at, self._zone()))
            return self.env._("no answer")
        return touch.reason or dict(touch._fields["state"]._description_selection(self.env))[touch.state]
