from datetime import timedelta

from odoo import api, fields, models

from ...tools.answer_text import opening, own_words
from ...tools.time_zones import wall_time, zone_info
from ..base.states import LIVE_STATES

# What reads as good or bad news on the panel, by state of the touch.
COLORS = {
    "queued": "info",
    "sent": "success",
    "done": "success",
    "draft": "warning",
    "todo": "info",
    "failed": "danger",
    "bounced": "danger",
}
KINDS = {
    "queued": "done",
    "sent": "done",
    "done": "done",
    "draft": "current",
    "todo": "current",
    "failed": "failed",
    "bounced": "failed",
    "skipped": "left_out",
    "canceled": "left_out",
}
# An hour's grace: dates are rounded to the hours of the sequence.
BROUGHT_FORWARD = timedelta(hours=1)


class SalesSequenceEnrollmentPanelWords(models.AbstractModel):
    """The sentences of the panel. Moments are told on the person's clock."""

    _name = "sales.sequence.enrollment.panel.words"
    _description = "Sales Sequence Enrollment: Words of the Panel"

    # ------------------------------------------------------------------
    # Head
    # ------------------------------------------------------------------

    def _chip(self, steps, zone):
        """Where it stands, in as few words as fit on a card.

        :param steps: the active steps of its sequence in order
        :param zone: IANA name for the date of a pause
        """
        if self.state == "running":
            return self._chip_of_control() if self._control() else self._chip_of_step(steps)
        if self.pause_kind == "unsure":
            return self.env._("Answer or auto-reply?")
        if self.state == "paused":
            if self.resume_at:
                return self.env._("Paused until %s", self._panel_day_there(self.resume_at, zone))
            return self.env._("Paused")
        return self._label_of("exit_reason")

    def _chip_of_control(self):
        return self.env._("Held back until %s", self._over_on())

    def _chip_of_step(self, steps):
        ahead = steps.filtered(lambda step: step._place() >= self.next_step_id._place()) if self.next_step_id else steps
        number = len(steps) - len(ahead) + 1
        return self.env._("Step %(number)s of %(count)s", number=min(number, len(steps)), count=len(steps))

    def _panel_badge(self, kind):
        if kind == "ended":
            words = {
                "completed": self.env._("Completed, no answer"),
                "manual": self.env._("Stopped by hand"),
            }.get(self.exit_reason) or self.env._("Ended: %s", self._label_of("exit_reason"))
            return {"text": words, "color": "secondary"}
        words = {
            "running": self.env._("Followed up the old way") if self._control() else self.env._("Running"),
            "paused": self.env._("Paused"),
            "unsure": self.env._("Answer or auto-reply?"),
            "replied": self.env._("Answered"),
        }[kind]
        return {"text": words, "color": {"running": "info", "replied": "success"}.get(kind, "warning")}

    def _panel_name(self):
        """The name of the person, or of the record where nobody has entered one."""
        return self._target()._sequence_person_name() or self.target_name

    def _panel_by(self, zone):
        return self.env._(
            "by %(user)s, since %(day)s", user=self.user_id.name, day=self._panel_day_there(self.enrolled_at, zone)
        )

    def _panel_earlier_in_words(self, touches, zone):
        if self.state in LIVE_STATES:
            return self.env._("still running")
        day = self._panel_day_there(self.ended_at, zone)
        if self.exit_reason != "completed":
            return self.env._("ended %(day)s: %(reason)s", day=day, reason=self._label_of("exit_reason"))
        count = len(touches.filtered(lambda touch: touch.state in ("sent", "done")))
        if count == 1:
            return self.env._("ended %s, no answer after 1 step", day)
        return self.env._("ended %(day)s, no answer after %(count)s steps", day=day, count=count)

    # ------------------------------------------------------------------
    # Next, why, until
    # ------------------------------------------------------------------

    def _panel_rows(self, kind, seen):
        """What there is to say about the present state. :param seen: `Seen` of `panel.py`"""
        rows = {
            "running": self._panel_rows_of_running,
            "paused": self._panel_rows_of_paused,
            "unsure": self._panel_rows_of_unsure,
            "ended": self._panel_rows_of_ended,
            "replied": self._panel_rows_of_replied,
        }[kind](seen)
        if self.pending_note:
            rows.append(self._panel_row(self.env._("Afterwards"), self.pending_note))
        return rows

    def _panel_row(self, label, text, strong=False, title=False):
        return {"label": label, "strong": strong, "text": text, "title": title}

    def _panel_rows_of_running(self, seen):
        step, open_touch = self.next_step_id, seen.at_next
        if self._control():
            return self._panel_rows_of_control(seen)
        if not step:
            return [self._panel_row(self.env._("Next"), self.env._("No step is left."))]
        if open_touch.state == "todo":
            text, moment = open_touch._panel_open_in_words(seen.zone)
        elif open_touch.state == "draft":
            text, moment = self.env._("written, waiting for review"), None
        else:
            moment = self.next_run_at
            text = moment and self._panel_in_words_with_zone(moment, seen.zone)
        hover = self._panel_hover(moment, seen.zone)
        rows = [
            self._panel_row(self.env._("Next"), text or "", strong=step.display_name, title=hover),
            self._panel_row(self.env._("Why"), self._panel_why_then(step, seen)),
        ]
        if self._may_not_begin():
            rows.append(self._panel_row(self.env._("On hold"), self.sequence_id.first_steps_pause_why))
        if open_touch.state == "todo":
            words = self._panel_waits_until(step, open_touch, seen.zone)
            hover = self._panel_hover(self.next_run_at, seen.zone)
            rows.append(self._panel_row(self.env._("Until"), words, title=hover))
        return rows

    def _panel_rows_of_control(self, seen):
        """What there is to know of somebody who is held back: why, what the rep has to do, and until when."""
        why = self.env._("A draw decided it, to compare this sequence with following up without one. Nothing is sent.")
        todo = self.control_activity_id.filtered("active")
        if todo:
            due = self._date_in_words(todo.date_deadline)
            task = self.env._("for %(user)s, due %(day)s", user=todo.user_id.name, day=due)
        else:
            task = self.env._("as if there were no sequence")
        words = self.env._("%s, unless they answer or meet you before", self._over_on())
        hover = self._panel_hover(self._over_at(), seen.zone)
        return [
            self._panel_row(self.env._("Held back"), why),
            self._panel_row(self.env._("To do"), task, strong=self.env._("Follow up in your own way")),
            self._panel_row(self.env._("Until"), words, title=hover),
        ]

    def _panel_rows_of_paused(self, seen):
        rows = [self._panel_row(self.env._("Paused"), "", strong=self._label_of("pause_kind"))]
        if self.status_words:
            rows.append(self._panel_row(self.env._("Why"), self.status_words))
        if self.resume_at:
            words = self._panel_in_words_with_zone(self.resume_at, seen.zone)
        elif self._waiting_to_begin():
            words = self._when_it_begins_in_words()
        else:
            words = self.env._("When somebody resumes it.")
        hover = self._panel_hover(self.resume_at, seen.zone)
        rows.append(self._panel_row(self.env._("Resumes"), words, title=hover))
        if self.next_step_id:
            rows.append(self._panel_row(self.env._("Then"), "", strong=self.next_step_id.display_name))
        return rows

    def _panel_rows_of_unsure(self, _seen):
        rows = [self._panel_row(self.env._("Why"), self.env._("It is unclear whether a person wrote this."))]
        if self.status_words:
            rows.append(self._panel_row("", self.status_words))
        rows.append(self._panel_row(self.env._("Until"), self.env._("Nothing more is sent until you decide.")))
        return rows

    def _panel_rows_of_ended(self, seen):
        words = self._panel_in_words_with_zone(self.ended_at, seen.zone)
        hover = self._panel_hover(self.ended_at, seen.zone)
        rows = [self._panel_row(self.env._("Ended"), words, title=hover)]
        if self.status_words:
            rows.append(self._panel_row(self.env._("Why"), self.status_words))
        return rows

    def _panel_rows_of_replied(self, _seen):
        return []

    def _panel_why_then(self, step, seen):
        """Why the next step comes when it does."""
        taken = (seen.touches - seen.at_next).filtered(lambda touch: touch.state not in ("failed", "canceled"))
        previous = taken.sorted(lambda touch: touch.step_id._place())[-1:]
        begin = self._panel_counted_from(previous)
        if not seen.at_next and self._panel_is_brought_forward(step, begin, seen.known_times):
            return self.env._("Brought forward by hand: as soon as the sending hours allow.")
        words = self._panel_delay_after(step, previous)
        moved = False if seen.at_next else self.next_run_why
        return " ".join(filter(None, (words, moved and self.env._("Rescheduled: %s.", moved))))

    def _panel_counted_from(self, previous):
        """When the delay of the next step began. A mail is queued before it leaves."""
        if not previous:
            return self.enrolled_at
        moments = [previous.create_date, previous.done_at]
        return min(filter(None, moments)) if previous.channel == "email" else previous.done_at or self.enrolled_at

    def _panel_is_brought_forward(self, step, begin, known_times):
        if not self.next_run_at or step._delay().has_date:
            return False
        slot = self._slot_after(step, begin, self._working_times(known_times)[self.id])
        return bool(slot) and self.next_run_at < slot.moment - BROUGHT_FORWARD

    def _panel_delay_after(self, step, previous):
        zone = self._time_zones()[self.id]
        place = _place_of(zone)
        if step.delay_from != "previous":
            reference = self._reference()
            date = reference and self.sequence_id._reference_in_words(reference, zone)
            return self.env._("%(delay)s (%(date)s).", delay=step._delay_in_words(), date=date or "–")
        if not previous:
            return self.env._("It is the first step, within the sending hours (%s time).", place)
        names = {"count": step.delay, "step": previous.step_id.display_name, "place": place}
        if not step.delay:
            return self.env._("Right after “%(step)s”, within the sending hours (%(place)s time).", **names)
        one, many = {
            "hour": (
                self.env._("1 hour after “%(step)s”, within the sending hours (%(place)s time).", **names),
                self.env._(
                    "%(count)s hours after “%(step)s”, within the sending hours (%(place)s time).", **names
                ),
            ),
            "day": (
                self.env._("1 day after “%(step)s”, within the sending hours (%(place)s time).", **names),
                self.env._(
                    "%(count)s days after “%(step)s”, within the sending hours (%(place)s time).", **names
                ),
            ),
            "business_day": (
                self.env._(
                    "1 business day after “%(step)s”, within the sending hours (%(place)s time).", **names
                ),
                self.env._(
                    "%(count)s business days after “%(step)s”, within the sending hours (%(place)s time).",
                    **names,
                ),
            ),
        }[step.delay_unit]
        return one if step.delay == 1 else many

    def _panel_waits_until(self, step, touch, zone):
        user, following = touch.activity_id.user_id.name or self.user_id.name, step._following()
        names = {"user": user, "step": following.display_name}
        if not self.next_run_at:
            return self.env._("Waits for %(user)s, without a limit.", **names)
        names["moment"] = self._in_words(self.next_run_at, zone)
        if following:
            return self.env._("Waits for %(user)s until %(moment)s, then moves on to “%(step)s”.", **names)
        return self.env._("Waits for %(user)s until %(moment)s, then ends.", **names)

    def _panel_untouched_in_words(self, planned):
        """What is to be said of a step that was not taken. :param planned: its row of `_preview`, if it has one"""
        if self.state == "finished":
            return self.env._("not taken")
        if self.state == "stopped":
            return self.env._("canceled")
        if planned and not planned["planned_at"]:
            return planned["why"]
        return self.env._("planned")

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    @api.model
    def _panel_day_there(self, moment, zone):
        """The day on the person's calendar, in words. :param moment: naive UTC; :param zone: IANA name"""
        return self._date_in_words(wall_time(moment, zone_info(zone)).date())

    @api.model
    def _panel_in_words_with_zone(self, moment, zone):
        return self.env._(
            "%(moment)s (%(place)s time)", moment=self._in_words(moment, zone), place=_place_of(zone)
        )

    @api.model
    def _panel_hover(self, moment, zone):
        """The moment on the reader's clock, for a tooltip; False where it shows the same."""
        return bool(moment) and self._on_clock(moment, zone)["hover"]


class SalesSequenceTouchPanel(models.AbstractModel):
    """A touch as a step of the panel."""

    _name = "sales.sequence.touch.panel"
    _description = "Sales Sequence Activity Log: Panel"

    def _panel_step(self, zone):
        self.ensure_one()
        enrollment = self.enrollment_id
        late = self._panel_days_late()
        if self.state == "todo":
            when, moment = self._panel_due(zone), self.due_at
        elif self.state in ("draft", "failed"):
            when, moment = False, None
        else:
            when, moment = enrollment._in_words(self.done_at, zone), self.done_at
        return {
            "kind": KINDS[self.state],
            "when": when,
            "title": enrollment._panel_hover(moment, zone),
            "status": self._panel_status_in_words(late),
            "color": "danger" if late else COLORS.get(self.state, "muted"),
        }

    def _panel_status_in_words(self, late):
        if self.replied_at:
            return self.env._("answered")
        if late == 1:
            return self.env._("open, 1 day late")
        if late:
            return self.env._("open, %s days late", late)
        # Nobody was asked: that it is done is all there is to say.
        if self.state == "done" and self.outcome_id.is_offered:
            return self.outcome_id.name
        return {
            "draft": self.env._("to review"),
            "queued": self.env._("about to be sent"),
            "sent": self.env._("sent"),
            "todo": self.env._("open"),
            "done": self.env._("done"),
            "skipped": self.env._("skipped"),
            "failed": self.env._("failed"),
            "bounced": self.env._("bounced"),
            "canceled": self.env._("canceled"),
        }[self.state]

    def _panel_days_late(self):
        deadline = self.activity_id.date_deadline if self.state == "todo" else None
        return max((fields.Date.context_today(self) - deadline).days, 0) if deadline else 0

    def _panel_due(self, zone):
        Enrollment = self.enrollment_id
        if self.due_at:
            return Enrollment._in_words(self.due_at, zone)
        deadline = self.activity_id.date_deadline
        return deadline and self.env._("due %s", Enrollment._date_in_words(deadline))

    def _panel_open_in_words(self, zone):
        """:return: ``(what an open activity waits for, its moment or None)``"""
        words = self.enrollment_id._panel_in_words_with_zone
        if not self.due_at:
            return self.env._("open since %s", words(self.create_date, zone)), self.create_date
        moment = words(self.due_at, zone)
        if self.due_kind == "promised":
            return self.env._("promised for %s", moment), self.due_at
        if self.due_kind == "snoozed":
            return self.env._("snoozed until %s", moment), self.due_at
        return self.env._("next attempt on %s", moment), self.due_at


class SalesSequenceSignalPanel(models.AbstractModel):
    """An answer, or what may be one, on the panel."""

    _name = "sales.sequence.signal.panel"
    _description = "Sales Sequence Response: Panel"

    def _panel_answer(self, zone):
        """:return: dict ``signal_id``, ``title``, ``occurred_at`` (naive UTC), ``when`` (in words), ``after`` (which
            email it follows), ``quote`` (what the user may read of it), ``handled`` (in words)
        """
        self.ensure_one()
        told = self.sudo()
        enrollment = self.enrollment_id
        step = told.touch_id.step_id.display_name
        return {
            "signal_id": self.id,
            "title": self.env._("%s answered", told.enrollment_id._panel_name())
            if told.kind == "reply"
            else self.env._("What came back"),
            "occurred_at": fields.Datetime.to_string(self.occurred_at),
            "when": enrollment._panel_in_words_with_zone(self.occurred_at, zone),
            "after": step and self.env._("after “%s”", step),
            "quote": self._panel_quote(),
            "handled": told._panel_handled_in_words(zone),
        }

    def _panel_quote(self):
        """Their words, as far as the user may read them. Whoever may read the record may read what lies in its chatter;
        Odoo would look up the record once more."""
        message, target = self.sudo().mail_message_id, self.sudo().enrollment_id._target()
        in_chatter = message and (message.model, message.res_id) == (target._name, target.id)
        return opening(own_words(message.body) if in_chatter else self.excerpt or "") or False

    def _panel_handled_in_words(self, zone):
        if not self.handled_at:
            return False
        day = self.enrollment_id._panel_day_there(self.handled_at, zone)
        names = {"user": self.handled_by_id.name, "day": day, "note": self.handled_note}
        if self.handled_by_id and self.handled_note:
            return self.env._("Handled by %(user)s on %(day)s: %(note)s", **names)
        if self.handled_by_id:
            return self.env._("Handled by %(user)s on %(day)s", **names)
        return self.handled_note or self.env._("Handled on %(day)s", **names)


def _place_of(zone):
    """The place that stands for a time zone. :param zone: IANA name"""
    return zone.rpartition("/")[2].replace("_", " ")
