from odoo import fields, models

from ...tools import queue_order
from ...tools.time_zones import wall_time, zone_info
from ..base.words import day_in_words, time_in_words

# What the id of a row begins with, where it is no touch.
MODELS = {"answer": "signal", "planned": "enrollment"}


class SalesSequenceDayWords(models.AbstractModel):
    """Rows of the queue, and why each stands where it stands."""

    _name = "sales.sequence.day.words"
    _description = "My Day: Words"

    def _group_names(self):
        return {
            "answers": self.env._("Answers to handle"),
            "calls_now": self.env._("Calls now"),
            "calls_later": self.env._("Calls later"),
            "linkedin": self.env._("LinkedIn"),
            "todos": self.env._("To-dos"),
            "drafts": self.env._("Drafts to review"),
        }

    def _group_note(self, key, entries, now):
        if key == "drafts" and entries:
            clean = sum(bool(entry.row["clean"]) for entry in entries)
            return self.env._("%s clean", clean) if clean else False
        if key != "calls_later" or not entries:
            return False
        moment, zone = min(entry.begins_at for entry in entries), self._zone()
        if self._local_today(zone, moment) == self._local_today(zone, now):
            return self.env._("next at %s", self._clock(moment, zone))
        return self.env._("next: %s", self._in_words(moment, zone))

    def _write_rows(self, entries, now):
        """Fill in the `row` of each."""
        for entry in entries:
            entry.row = self._row(entry, now)

    def _row(self, entry, now):
        name, company = self._names_of(entry)
        code, why = self._why(entry, now)
        is_answer = entry.kind == "answer"
        moment = entry.record.occurred_at if is_answer else entry.begins_at
        return {
            "id": f"{MODELS.get(entry.kind, 'touch')}-{entry.record.id}",
            "kind": entry.kind,
            "res_id": entry.record.id,
            "activity_id": entry.kind == "task" and entry.record.activity_id.id,
            "channel": entry.channel,
            "name": name,
            "company": company,
            "zone": entry.zone,
            "place": entry.is_told and entry.place_name,
            "why": why,
            "why_kind": code,
            "quote": entry.quote or False,
            "suggestion": is_answer and self._suggestion_in_words(entry.record),
            "clean": entry.is_clean,
            "moment": bool(moment) and fields.Datetime.to_string(moment),
        }

    def _names_of(self, entry):
        """``(person, company or False)``, hidden where the user may not read the record."""
        name = self._name_told(entry.target, entry.is_told)
        company = entry.is_told and bool(entry.target) and entry.target._sequence_company_name()
        return name, company if company and company != name else False

    def _name_told(self, target, is_told):
        if not target:
            return self.env._("Deleted record")
        if not is_told:
            return self.env["sales.sequence.enrollment"]._hidden_name()
        return target._sequence_person_name() or target.display_name

    def _name_of_person(self, enrollment):
        """The name of whoever is enrolled, in a sentence for the user."""
        return self._name_told(enrollment._target(), bool(self._told_enrollments(enrollment)))

    # ------------------------------------------------------------------
    # Why it stands there
    # ------------------------------------------------------------------

    def _why(self, entry, now):
        """``(code, sentence)``: the reason that counts most, see `tools/queue_order.py`."""
        if entry.kind == "answer":
            moment = self._in_words(entry.record.occurred_at, self._zone())
            return queue_order.ANSWERED, self.env._("Answered on %s", moment)
        if entry.kind == "planned":
            return queue_order.SCORE, entry.todo_step.display_name
        if entry.kind == "draft":
            return queue_order.SCORE, self.env._("Goes out when you approve it")
        if entry.begins_at:
            return self._why_later(entry, now)
        code = queue_order.reason(entry.place, now)
        return code, self._reason_in_words(code, entry, now)

    def _why_later(self, entry, now):
        touch = entry.record
        if touch.due_at and touch.due_at > now:
            return self._appointment_in_words(entry, now)
        is_today = self._local_today(entry.zone, entry.begins_at) == self._local_today(entry.zone, now)
        if not entry.opens_at:
            return queue_order.REACHABLE, self.env._("Outside their hours")
        if is_today:
            return queue_order.REACHABLE, self.env._("Opens at %s there", self._clock(entry.opens_at, entry.zone))
        return queue_order.REACHABLE, self.env._("Opens there on %s", self._in_words(entry.opens_at, entry.zone))

    def _appointment_in_words(self, entry, now):
        """What was agreed on, or when it is tried again, on the person's clock."""
        touch, zone = entry.record, entry.zone
        is_today = self._local_today(zone, touch.due_at) == self._local_today(zone, now)
        time, moment = self._clock(touch.due_at, zone), self._in_words(touch.due_at, zone)
        if touch.due_kind == "retry":
            number = len(touch.attempt_ids) + 1
            return queue_order.RETRY, self.env._("Attempt %(number)s, at %(time)s there", number=number, time=time)
        if touch.due_kind == "snoozed":
            words = self.env._("Snoozed until %s", time) if is_today else self.env._("Snoozed until %s", moment)
        else:
            words = self.env._("Promised: today at %s", time) if is_today else self.env._("Promised: %s", moment)
        return queue_order.PROMISED, words

    def _reason_in_words(self, code, entry, now):
        place = entry.place
        if code == queue_order.ANSWERED:
            day = wall_time(place.answered_at, zone_info(self._zone())).date()
            return self.env._("Answered on %s", day_in_words(self.env, day))
        if code == queue_order.PROMISED:
            return self._appointment_in_words(entry, now)[1]
        if code == queue_order.REACHABLE:
            hours, minutes = divmod(int((place.closes_at - now).total_seconds()) // 60, 60)
            if hours:
                return self.env._("Reachable for %(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
            return self.env._("Reachable for %s min", minutes)
        if place.score:
            return self._score_in_words(entry)
        if place.is_retry:
            return self.env._("Attempt %s", len(entry.record.attempt_ids) + 1)
        return self._lateness_in_words(place.days_late)

    def _score_in_words(self, entry):
        place = entry.place
        if place.is_retry:
            return self.env._(
                "Score %(score)s of 3, attempt %(number)s", score=place.score, number=len(entry.record.attempt_ids) + 1
            )
        if place.days_late == 1:
            return self.env._("Score %s of 3, 1 day late", place.score)
        if place.days_late:
            return self.env._("Score %(score)s of 3, %(days)s days late", score=place.score, days=place.days_late)
        return self.env._("Score %s of 3", place.score)

    def _lateness_in_words(self, days_late):
        if not days_late:
            return self.env._("Due today")
        return self.env._("1 day late") if days_late == 1 else self.env._("%s days late", days_late)

    def _suggestion_in_words(self, signal):
        """What the words of an answer look like, as a question: nobody has confirmed it yet. False for nothing."""
        questions = {
            "interested": self.env._("Interested?"),
            "not_now": self.env._("Not now?"),
            "wrong_person": self.env._("Wrong person?"),
            "not_interested": self.env._("Not interested?"),
            "unsubscribe": self.env._("Wants no more emails?"),
        }
        return questions.get(signal.suggested_label, False)

    # ------------------------------------------------------------------
    # Moments
    # ------------------------------------------------------------------

    def _clock(self, moment, zone):
        """The time that clocks show there."""
        return time_in_words(self.env, wall_time(moment, zone_info(zone)).time())

    def _in_words(self, moment, zone):
        return self.env["sales.sequence.enrollment"]._in_words(moment, zone)
