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
        """These touches, in their order, with all rights; without those that are gone.

        Whoever has the activity may do the step; of the others, those that the user may read.
        """
        touches = self.env["sales.sequence.touch"].browse(dict.fromkeys(touch_ids)).exists()
        own = touches.sudo().filtered(lambda touch: touch.activity_id.user_id == self.env.user).sudo(False)
        (touches - own).check_access("read")
        return touches.sudo()

    def _describe_tasks(self, touches, now):
        entries = {entry.record: entry for entry in self._entries("task", touches, now)} if touches else {}
        history, following = self._past_of(touches), self._next_steps(touches, now)
        return [self._task(entries[touch], history[touch], following[touch], now) for touch in touches]

    def _task(self, entry, history, following, now):
        touch, target, told = entry.record, entry.target, entry.is_told
        activity = touch.activity_id
        name, company = self._names_of(entry)
        steps = touch.sequence_id.step_ids.filtered("active")._in_order()
        contact = target._sequence_contact() if told else self.env["res.partner"]
        return {
            "touch_id": touch.id,
            "activity_id": activity.id,
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
            "history": history if told else [],
            "next": following,
            "script": activity.note or "",
            "summary": activity.summary or False,
            "linkedin_url": told and self._first_of(target, contact, "sequence_linkedin_url"),
            "outcomes": self._outcomes_of(activity),
            "note": touch.reason or False,
            "due_words": self._lateness_in_words(entry.place.days_late),
        }

    def _first_of(self, target, contact, name):
        return next((one[name] for one in (target, contact) if one and name in one._fields and one[name]), False)

    def _outcomes_of(self, activity):
        """What can come of it, with the rights of the user on the activity; nothing where it is done."""
        return activity.sudo(False).get_sequence_outcomes()["outcomes"] if activity.active else []

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

    def _next_steps(self, touches, now):
        """``{touch: {"words", "moment"}}``: what follows if the task is done now; False where nothing does."""
        working_times = touches.enrollment_id.filtered(lambda one: one._target())._working_times({})
        return {touch: self._next_step(touch, working_times.get(touch.enrollment_id.id), now) for touch in touches}

    def _next_step(self, touch, working_time, now):
        enrollment, step = touch.enrollment_id, touch.enrollment_id.next_step_id
        if not step or not working_time:
            return False
        moment = enrollment.next_run_at
        if step == touch.step_id:
            step = step._following()
            try:
                slot = step and enrollment._slot_after(step, now, working_time)
            except schedule.ScheduleError:
                slot = None
            moment = slot and slot.moment
        if not step:
            return False
        name = step.display_name
        if not moment:
            return {"words": self.env._("Next: %s", name), "moment": False}
        when = self._in_words(moment, working_time.zone)
        return {
            "words": self.env._("Next: %(step)s, %(moment)s", step=name, moment=when),
            "moment": fields.Datetime.to_string(moment),
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
                    "clicked_at",
                    "done_at",
                    "enrollment_id",
                    "opened_at",
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
            if touch.opened_at:
                return self.env._("opened on %s", self._in_words(touch.opened_at, self._zone()))
            return self.env._("no answer")
        return touch.reason or dict(touch._fields["state"]._description_selection(self.env))[touch.state]
