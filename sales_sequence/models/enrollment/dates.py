from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import date_steps, schedule
from ..base.arguments import DATE, checked
from ..base.jobs import wake_runner

NO_DATE = "no_date"
# What is planned for the very moment of the date is taken somewhat later.
GRACE = timedelta(minutes=15)
# What the calendar moves stays on its day; anything else that moves a date is a limit.
MOVED_BY_CALENDAR = {schedule.OUTSIDE_WINDOW, schedule.NOT_WORKING_DAY, schedule.LEAVE, schedule.CLOCK_CHANGE}


class SalesSequenceEnrollmentDates(models.AbstractModel):
    """The date that steps of the sequence are counted from, for this person: kept as it was last looked up.

    It is looked up before each step, and when it changes: what has not been done yet is planned anew. A step whose
    moment is over by then is skipped, and its touch says so. Without a date the enrollment pauses at the first step
    that needs it, and goes on once there is one.
    """

    _name = "sales.sequence.enrollment.dates"
    _description = "Sales Sequence Enrollment: Dates to Count From"

    date_on = fields.Date(string="Counted from the day", readonly=True)
    date_at = fields.Datetime(string="Counted from", readonly=True)
    asks_for_date = fields.Boolean(
        compute="_compute_asks_for_date", compute_sudo=True, help="Whether the date was given at enrollment."
    )

    @api.depends("sequence_id.date_source")
    def _compute_asks_for_date(self):
        for enrollment in self:
            enrollment.asks_for_date = enrollment.sequence_id.date_source == "enrollment"

    def _reference(self):
        """The date that steps are counted from: `date`, naive UTC `datetime`, or None."""
        return self.date_at or self.date_on or None

    def _reference_values(self, reference):
        """The values that keep a date. :param reference: `date`, naive UTC `datetime` or None"""
        has_time = isinstance(reference, datetime)
        return {"date_on": not has_time and reference, "date_at": has_time and reference}

    # ------------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------------

    def _plan_by_date(self, step, moment, known_times=None, in_turn=None):
        """Make `step`, which is counted from the date, the next one; it comes after `moment` (naive UTC).

        :param in_turn: those of these whose turn had come, see `date_steps.slot_of`
        """
        over, undated = self.browse(), self._without_reference()
        for working_time, enrollments in (self - undated)._by_working_time(known_times):
            for (reference, late), same in enrollments.grouped(
                lambda one: (one._reference(), bool(in_turn) and one in in_turn)
            ).items():
                slot = date_steps.slot_of(step._delay(), moment, reference, working_time, in_turn=late)
                if slot:
                    same._set_next(step, slot)
                else:
                    over |= same
        (self - over - undated)._count_from(moment)
        undated._pause_without_date(step)
        if over:
            over._note_over(step)
            over._advance(step, moment, known_times)

    def _note_over(self, step):
        """Record `step` as skipped, because its moment is over."""
        self._record_skipped(step, self._reasons_of_over(step))

    def _reasons_of_over(self, step):
        """``{enrollment id: why the step is skipped}``"""
        zones, when, reasons = self._time_zones(), step._delay_in_words(), {}
        for enrollment in self:
            words = self.env["sales.sequence"]._reference_in_words(enrollment._reference(), zones[enrollment.id])
            reasons[enrollment.id] = self.env._(
                "Its time had passed: %(when)s, and the date is %(date)s.", when=when, date=words
            )
        return reasons

    def _without_reference(self):
        return self.filtered(lambda one: not one._reference())

    def _undated(self):
        """Those whose next step is counted from a date that they do not have: they cannot go on."""
        return self._without_reference().filtered(lambda one: one.next_step_id._delay().has_date)

    def _pause_without_date(self, step):
        """There is nothing to count `step` from."""
        if not self:
            return
        self._live().write({"next_step_id": step.id, "next_run_at": False, "next_run_moved_by": False})
        for sequence, enrollments in self.grouped("sequence_id").items():
            note = enrollments._note_without_date(sequence, step)
            enrollments.filtered(lambda one: one.pause_kind == NO_DATE).status_note = note  # of another step
            for enrollment in enrollments._pause(NO_DATE, note=note):
                enrollment._ask_owner_for_help(note)

    def _wait_for_date(self):
        """These would go on, but their next step is counted from a date that they do not have: from now on, it is the
        date that they wait for."""
        for (sequence, step), same in self.grouped(lambda one: (one.sequence_id, one.next_step_id)).items():
            note = same._note_without_date(sequence, step)
            same._change_pause(NO_DATE, False, note=note)
            same._ask_owner_for_help(note)

    def _note_without_date(self, sequence, step):
        field = sequence.date_source == "record" and sequence.date_field_id.sudo()
        if field:
            return self.env._(
                "“%(step)s” is counted from “%(field)s”, which is empty. Enter it, and the sequence resumes.",
                step=step.name,
                field=field.field_description,
            )
        return self.env._("“%s” is counted from a date, and there is none.", step.name)

    def _note_over_at_start(self):
        """These have just been enrolled: record which steps they begin without."""
        dated = self.filtered(lambda one: one.sequence_id.date_source and one.next_step_id)
        for (sequence, first), same in dated.grouped(lambda one: (one.sequence_id, one.next_step_id)).items():
            for step in sequence.step_ids.filtered("active")._in_order():
                if step._place() >= first._place():
                    break
                same._note_over(step)

    def _skipped_at_start(self):
        """The steps that one who is not saved yet begins without, because their moment is over."""
        if self._origin or not self.sequence_id.date_source:
            return self.sequence_id.step_ids.browse()
        first = self.next_step_id._place()
        return self.sequence_id.step_ids.filtered(lambda step: step.active and step._place() < first)._in_order()

    # ------------------------------------------------------------------
    # When the date changes
    # ------------------------------------------------------------------

    def _follow_dates(self):
        """Look up the dates of these again, and plan anew what is not done yet where one has changed.

        :return: those whose date has changed
        """
        live = self._live()
        by_reference = {}
        for enrollment in live.filtered(lambda one: one.sequence_id.date_source in ("sequence", "record")):
            reference = enrollment.sequence_id._reference_of(enrollment._target())
            if reference != enrollment._reference():
                by_reference.setdefault(reference, []).append(enrollment.id)
        changed = self.browse()
        for reference, ids in by_reference.items():
            same = self.browse(ids)
            same.write(self._reference_values(reference))
            changed |= same
        changed._plan_anew()
        return changed

    @checked(date=DATE)
    def set_date(self, date):
        """Change the date that was given at enrollment; what is not done yet is planned anew.

        :param date: a date (or its string) for a whole day in each person's own zone, or a date and time in UTC
        :raises UserError: there is none, or the date comes from the sequence or the record
        """
        managed = self._managed()
        for sequence in managed.sequence_id:
            if sequence.date_source != "enrollment":
                raise UserError(
                    self.env._(
                        "The steps of “%s” are not counted from a date given at enrollment.", sequence._numbered_name()
                    )
                )
        if not date:
            raise UserError(self.env._("Enter the date that steps are counted from."))
        for sequence in managed.sequence_id:
            if not sequence._reference_of(None, date):
                raise UserError(self.env._("No steps can be counted from %s.", date))
        managed.write(self._reference_values(date))
        managed._live()._plan_anew()
        return True

    def _plan_anew(self, same_date=False):
        """Plan the next step again, where it is counted from the date and not begun.

        :param same_date: other things have changed, so that nothing is over which was not before
        """
        waiting = self._touches_in("todo", "draft")
        begun = waiting.filtered(lambda touch: touch.step_id == touch.enrollment_id.next_step_id).enrollment_id
        counting = (self - begun).filtered(lambda one: one.next_step_id._delay().has_date)
        earliest = counting._no_earlier_than()
        held = counting.filtered(lambda one: one._is_held())
        in_turn = counting if same_date else counting._with_failed_step() | held
        for (step, moment), same in counting.grouped(lambda one: (one.next_step_id, earliest[one.id])).items():
            same._plan_by_date(step, moment, in_turn=in_turn)
        is_open = begun.filtered(lambda one: one.next_step_id.delay_from == date_steps.BEFORE and one.next_run_at)
        for step, same in is_open.grouped("next_step_id").items():
            same._plan_wait(step)
        waited = self.filtered(lambda one: one._underlying_pause()[0] == NO_DATE and one._reference())
        waited._withdraw_help()
        waited._lift_pause()
        wake_runner(self.env, self._live().mapped("next_run_at"))

    def _with_failed_step(self):
        """Those who wait to take the next step again, as it failed."""
        failed = self._touches_in("failed")
        return failed.filtered(lambda touch: touch.step_id == touch.enrollment_id.next_step_id).enrollment_id

    def _is_held(self):
        """Whether the next step would have been taken by now, but for a limit."""
        codes = set((self.next_run_moved_by or "").split(",")) - {""}
        return self.state == "running" and bool(codes - MOVED_BY_CALENDAR)

    def _no_earlier_than(self):
        """``{enrollment id: moment}`` before which no step may come: now, or when the email of the last one leaves."""
        earliest = dict.fromkeys(self._ids, self._now())
        for touch in self._queued_touches().filtered("done_at"):
            earliest[touch.enrollment_id.id] = max(earliest[touch.enrollment_id.id], touch.done_at)
        return earliest

    def _skip_what_is_over(self):
        """Skip the next step of those for whom it comes too late by now: the job did not run, limits held it back, or
        it was paused. :return: those"""
        over = self.browse()
        for step, waiting in self.grouped("next_step_id").items():
            over |= waiting._over(step)
        for step, same in over.grouped("next_step_id").items():
            same._note_over(step)
            same._leave_step(step)
        return over

    def _over(self, step):
        """Those for whom `step` would come before the date, and it is too late for it."""
        over, moment = self.browse(), self._now() - GRACE
        dated = self.filtered(lambda one: one._reference()) if step.delay_from == date_steps.BEFORE else over
        for working_time, enrollments in dated._by_working_time():
            over |= enrollments.filtered(
                lambda one: date_steps.is_too_late(step._delay(), moment, one._reference(), working_time)  # noqa: B023
            )
        return over
