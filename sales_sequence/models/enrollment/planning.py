from datetime import datetime, timedelta

from odoo import api, fields, models

from ...tools import schedule
from ...tools.date_steps import BEFORE, end_of, slot_of
from ..base.arguments import checked
from ..base.jobs import wake_runner
from ..base.states import LIVE_STATES
from .dates import GRACE


class SalesSequenceEnrollmentPlanning(models.AbstractModel):
    """When the next step comes. All arithmetic is in `tools/schedule.py`; here it gets the
    calendar, the window and the zone of each enrollment."""

    _name = "sales.sequence.enrollment.planning"
    _description = "Sales Sequence Enrollment: Planning"

    @checked(one=True)
    def preview(self):
        """What will happen from here on, unless the contact reacts.

        :return: list of dicts ``step_id, step, channel, planned_at`` (naive UTC, False for a step that is skipped),
            ``moved_by`` (list of codes), ``why`` (the same in words), ``open`` (``todo``, ``draft``: the step waits for
            somebody to do or approve it; else False; of an open activity, ``planned_at`` is when it is due) and
            ``skipped_at`` (naive UTC: until when an open activity is waited for; else False)
        """
        self.check_access("read")
        # With all rights: calendars and steps are read that the user may not read.
        return self.sudo()._preview()

    def _preview(self, known_times=None):
        """As `preview`. :param known_times: see `sales.sequence._get_working_times`"""
        step = self.next_step_id
        if not step or self.state not in LIVE_STATES:
            return []
        taken, working_time = self.touch_ids.step_id, self._working_times(known_times)[self.id]
        rows = [self._preview_row(skipped, None) for skipped in self._skipped_at_start()]
        slot = self._preview_next(working_time)
        moment = slot.moment if slot else self.resume_at or self._now()
        open_touch = self._open_touches().get(self.id)
        while step:
            if open_touch and step == self.next_step_id:
                rows.append(self._preview_open_row(open_touch, slot, working_time))
            elif step not in taken or step == self.next_step_id:
                rows.append(self._preview_row(step, slot))
            step = step._following()
            if step:
                slot = self._slot_after(step, moment, working_time)
                moment = slot.moment if slot else moment
        return rows

    def _preview_next(self, working_time):
        """The slot of the next step, None if it is going to be skipped."""
        if self.state == "running":
            codes = (self.next_run_moved_by or "").split(",")
            return schedule.Slot(self.next_run_at or self._now(), tuple(code for code in codes if code))
        begin = self.resume_at or self._now()
        if self.next_step_id._delay().has_date:
            return self._slot_after(self.next_step_id, begin, working_time, bool(self._with_failed_step()))
        moment = self.next_run_at
        remaining = schedule.remaining_delay(self.paused_at, moment) if moment else timedelta()
        return schedule.after_pause(begin, remaining, working_time)

    def _slot_after(self, step, moment, working_time, in_turn=False):
        """The slot of `step` after one at `moment`; None if it is skipped, or there is no date to count it from.

        :param in_turn: see `date_steps.slot_of`
        """
        reference = self._reference()
        if step._delay().has_date and not reference:
            return None
        return slot_of(step._delay(), moment, reference, working_time, in_turn=in_turn)

    def _preview_row(self, step, slot):
        codes = slot.reasons if slot else ("over" if self._reference() else "no_date",)
        return {
            "step_id": step.id,
            "step": step.display_name,
            "channel": step.channel,
            "planned_at": bool(slot) and fields.Datetime.to_string(slot.moment),
            "moved_by": list(codes),
            "why": self._explain_move(codes),
            "open": False,
            "skipped_at": False,
        }

    def _preview_open_row(self, touch, slot, working_time):
        """The row of a step that waits for somebody: it has its own date, and `slot` is when it is given up."""
        row = {**self._preview_row(touch.step_id, slot), "open": touch.state}
        if touch.state == "draft":
            return {**row, "why": self.env._("Waits for somebody to approve it.")}
        deadline = touch.activity_id.date_deadline
        due_at = touch.due_at or touch.create_date
        if not touch.due_at and deadline:
            due_at = max(due_at, schedule.opening_after(deadline - timedelta(days=1), working_time).moment)
        skipped_at = slot.moment if self.next_run_at else False
        return {
            **row,
            "planned_at": fields.Datetime.to_string(due_at),
            "why": self._wait_in_words(skipped_at),
            "skipped_at": skipped_at and fields.Datetime.to_string(skipped_at),
        }

    def _wait_in_words(self, skipped_at):
        """Until when an open activity is waited for. :param skipped_at: naive UTC, or False: for ever"""
        if not skipped_at:
            return self.env._("Waits until somebody has done it.")
        moment = self._in_words(skipped_at, self._zones_of_people()[self.id])
        return self.env._("Skipped if not done by %s.", moment)

    def _open_touches(self):
        """``{enrollment id: the touch of its next step that waits for somebody to do or approve it}``"""
        touches = self.env["sales.sequence.touch"].search(
            [
                ("enrollment_id", "in", self.ids),
                ("step_id", "in", self.next_step_id.ids),
                ("state", "in", ("todo", "draft")),
            ]
        )
        return {
            touch.enrollment_id.id: touch for touch in touches if touch.step_id == touch.enrollment_id.next_step_id
        }

    @api.model
    def _explain_move(self, codes):
        """Say in words what moved a date. :param codes: iterable of reason codes"""
        words = {
            schedule.OUTSIDE_WINDOW: self.env._("outside the sending hours"),
            schedule.NOT_WORKING_DAY: self.env._("not a working day"),
            schedule.LEAVE: self.env._("public holiday"),
            schedule.CLOCK_CHANGE: self.env._("the clocks change"),
            "sender_cap": self.env._("the sender's daily limit is reached"),
            "sender_gap": self.env._("the interval between two emails of the sender"),
            "domain_cap": self.env._("the daily limit for this recipient's domain is reached"),
            "new_per_day": self.env._("the sequence's daily limit of new enrollments is reached"),
            "backlog": self.env._("the backlog is spread over the working hours"),
            "over": self.env._("skipped: its time has passed"),
            "no_date": self.env._("the date that it is counted from is missing"),
        }
        return ", ".join(dict.fromkeys(words[code] for code in codes if code in words))

    # ------------------------------------------------------------------

    def _advance(self, step, moment, known_times=None):
        """Leave `step`, executed at `moment`, for what follows it; finish after the last.

        All records are at the same step; those that have ended meanwhile stay as they are. A
        following step that was already taken (the steps have been reordered) is skipped: no
        step is ever taken twice. A step whose activity is open is waited for, one that failed
        is tried again.

        :param known_times: see `sales.sequence._get_working_times`
        """
        ahead, through = {}, []
        found = self._find_ahead(step)
        for enrollment in self._live():
            if enrollment.id in found:
                ahead.setdefault(found[enrollment.id], []).append(enrollment.id)
            else:
                through.append(enrollment.id)
        if through:
            self.browse(through)._finish()
        for (next_step, is_open), enrollment_ids in ahead.items():
            enrollments = self.browse(enrollment_ids)
            if is_open:
                enrollments._plan_wait(next_step, known_times=known_times)
            else:
                enrollments._plan(next_step, moment, known_times)

    def _find_ahead(self, step):
        """What comes after `step` for each of these: ``{enrollment id: (step, whether its activity is open)}``; those
        for whom nothing does are not in it."""
        later = self.env["sales.sequence.step"]
        following = step._following()
        while following:
            later |= following
            following = following._following()
        states = self._states_at(later)

        def is_ahead(enrollment, step):
            state = states.get((enrollment.id, step.id))
            return state in (None, "draft", "failed") or (state == "todo" and step.wait_for_completion)

        ahead = {}
        for enrollment in self:
            next_step = next((candidate for candidate in later if is_ahead(enrollment, candidate)), None)
            if next_step:
                ahead[enrollment.id] = next_step, states.get((enrollment.id, next_step.id)) == "todo"
        return ahead

    def _states_at(self, steps):
        """``{(enrollment id, step id): state of the touch}``"""
        if not steps:
            return {}
        touches = self.env["sales.sequence.touch"].search_fetch(
            [("enrollment_id", "in", self.ids), ("step_id", "in", steps.ids)], ["enrollment_id", "step_id", "state"]
        )
        return {(touch.enrollment_id.id, touch.step_id.id): touch.state for touch in touches}

    def _plan(self, step, moment, known_times=None):
        """Make `step` the next one, its delay counted from `moment` (naive UTC), or from the date."""
        if step._delay().has_date:
            self._plan_by_date(step, moment, known_times)
            return
        for working_time, enrollments in self._by_working_time(known_times):
            enrollments._set_next(step, schedule.after_delay(moment, step.delay, step.delay_unit, working_time))
        self._count_from(moment)

    def _count_from(self, moment):
        """A paused enrollment keeps the rest of its delay as of the pause: let this delay begin at `moment`."""
        self.filtered(lambda enrollment: enrollment.state == "paused").write({"paused_at": moment})

    def _wait_for_mail(self, step, leave_at, known_times=None):
        """The email of `step` leaves later than planned: where the next step has not begun, its delay counts from then.

        :param leave_at: ``{enrollment: naive UTC}``
        """
        following = step._following()
        if not following:
            return
        begun = self._touch_at(following).enrollment_id
        waiting = (self - begun).filtered(lambda one: one.state == "running" and one.next_step_id == following)
        for moment, enrollments in waiting.grouped(leave_at.get).items():
            enrollments._plan(following, moment, known_times)

    def _plan_now(self, step):
        """Take `step` at the next moment of working time."""
        for working_time, enrollments in self._by_working_time():
            enrollments._set_next(step, schedule.next_slot(self._now(), working_time))
        self._count_from(self._now())

    def _take_next_step(self):
        """Bring the next step forward, except where its activity is open: that would not be done any sooner."""
        waiting = self._touches_in("todo", "draft")
        at_open_step = waiting.filtered(lambda touch: touch.step_id == touch.enrollment_id.next_step_id).enrollment_id
        able = (self - at_open_step - self._undated()).filtered("next_step_id")
        for step, enrollments in able.grouped("next_step_id").items():
            enrollments._plan_now(step)
            enrollments._log_in_chatter(self.env._("“%s” comes next, as soon as the sending hours allow", step.name))
        wake_runner(self.env, self.mapped("next_run_at"))

    def _plan_wait(self, step, since=None, known_times=None):
        """The activity of `step` is open: come back when we stop waiting for it. What comes before the date is not
        waited for any longer than that, or what comes after it would be over as well.

        :param since: where it is not today, the due date of the activity, or the moment (naive UTC) of the next try
        """
        is_before = step.delay_from == BEFORE
        if not step.max_wait_days and not is_before:
            self._live().write({"next_step_id": step.id, "next_run_at": False, "next_run_moved_by": False})
            return
        now = self._now()
        for working_time, enrollments in self._by_working_time(known_times):
            start = now
            if isinstance(since, datetime) or (since and since > now.date()):
                start = max(now, self._opening_of(since, working_time))
            slot = schedule.after_delay(start, step.max_wait_days, schedule.BUSINESS_DAY, working_time)
            for reference, same in enrollments.grouped(lambda one: is_before and one._reference()).items():
                moments = [slot.moment] if step.max_wait_days or not reference else []
                if reference:
                    end = max(end_of(reference, working_time) + GRACE, now)
                    moments.append(schedule.next_slot(end, working_time).moment)
                same._set_next(step, schedule.Slot(min(moments), ("max_wait",)))
        self._count_from(now)

    def _late_from(self, day, user, known_times=None):
        """From when on an activity is done late: see `schedule.late_from`, on the clock of whoever does it.

        :param day: when it is due
        :param user: `res.users` who does it
        :param known_times: see `sales.sequence._get_working_times`
        :return: naive UTC, False where the calendar has no days on which it could be done
        """
        zone = user.tz or self.company_id._sequence_time_zone()
        working_time = self.sequence_id._get_working_times(self.company_id, (zone,), known_times)[zone]
        try:
            return schedule.late_from(day, working_time)
        except schedule.NoWorkingTime:
            return False

    def _opening_of(self, since, working_time):
        """The moment that a date means: when its working time begins; if it has none, that of the next day that has.

        :param since: `date`, or a naive UTC `datetime`, which stays what it is
        """
        if isinstance(since, datetime):
            return since
        return schedule.opening_after(since - timedelta(days=1), working_time).moment

    def _plan_after_pause(self):
        now = self._now()
        working_times = self.filtered("next_run_at")._working_times()
        by_date = self.filtered(lambda one: one.next_step_id and one.next_step_id._delay().has_date)
        failed = by_date._with_failed_step()
        for step, enrollments in by_date.grouped("next_step_id").items():
            enrollments._plan_by_date(step, now, in_turn=failed)
        # Whoever is held back has no step: the day on which that is over stays.
        for enrollment in (self - by_date).filtered("next_step_id"):
            if enrollment.id in working_times:
                remaining = schedule.remaining_delay(enrollment.paused_at or now, enrollment.next_run_at)
                slot = schedule.after_pause(now, remaining, working_times[enrollment.id])
                enrollment._set_next(enrollment.next_step_id, slot)

    def _set_next(self, step, slot):
        self._live().write(
            {
                "next_step_id": step.id,
                "next_run_at": slot.moment,
                "next_run_moved_by": ",".join(slot.reasons) or False,
            }
        )

    def _working_times(self, known_times=None):
        """``{enrollment id: schedule.WorkingTime}``, each in its own zone."""
        return {
            enrollment.id: working_time
            for working_time, enrollments in self._by_working_time(known_times)
            for enrollment in enrollments
        }

    def _by_working_time(self, known_times=None):
        """``[(schedule.WorkingTime, enrollments)]``: enrollments that share a working time have the
        same next date, which is computed and written once for all of them.

        :param known_times: see `sales.sequence._get_working_times`
        """
        result = []
        zones = self._time_zones()
        for (sequence, company), enrollments in self.grouped(lambda e: (e.sequence_id, e.company_id)).items():
            of_zones = enrollments.grouped(lambda enrollment: zones[enrollment.id])
            working_times = sequence._get_working_times(company, of_zones, known_times)
            result += [(working_times[zone], of_zone) for zone, of_zone in of_zones.items()]
        return result

    def _time_zones(self):
        """``{enrollment id: IANA name}``"""
        return {
            enrollment.id: enrollment._target()._sequence_working_zone(
                enrollment.sequence_id, enrollment.user_id, enrollment.company_id
            )
            for enrollment in self
        }

    def _zones_of_people(self):
        """``{enrollment id: IANA name}``: the person's own clock, whatever hours the sequence keeps to; where nothing
        tells it, the one by which those hours count."""
        fallback = self._time_zones()
        return {one.id: one._target()._sequence_time_zone() or fallback[one.id] for one in self}
