from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import date_steps, schedule
from ...tools.time_zones import wall_time
from ..base.arguments import ID, VALUES, checked
from ..base.states import LIVE_STATES
from ..enroll.step import COUNTING_FIELDS
from ..enrollment.dates import NO_DATE
from .editor_effects import NO_EFFECT

# What can become of somebody whose next step it is.
FATES = ("kept", "moved", "today", "skipped", "ended", "undated", "freed")


class SalesSequenceEditorWait(models.AbstractModel):
    """What would become of people if a step waited otherwise, or were counted from a date otherwise. It is calculated
    with what plans them (`enroll/step.py`, `enrollment/dates.py`), and nothing is written."""

    _name = "sales.sequence.editor.wait"
    _inherit = "sales.sequence.editor.effects"
    _description = "Sequence Editor: Changed Wait"

    @api.readonly
    @checked(step_id=ID, values=VALUES)
    @api.model
    def describe_change(self, step_id, values):
        """What writing these values to a step would do at once.

        :param values: as of `write`; only what decides when the step comes is looked at
        :return: as `describe_move`; `people` are those whom it moves, skips, ends, holds or frees at once
        :raises UserError: as `move_step`; or no step can be counted like this
        :raises AccessError: the user may not write the sequence
        """
        step = self._editable_step(step_id)
        changed = self._with_wait(step, values)
        delay = changed._delay()
        if not step.active or delay == step._delay():
            return NO_EFFECT
        steps = self._all_steps(step.sequence_id).filtered("active")
        try:
            fates = self._foresee(step, delay)
            over = self._over_later(step, delay)
        except schedule.ScheduleError:
            raise UserError(self._refusal(step)) from None
        before = self._places(step.sequence_id).before(step.id, steps.ids)
        sentences = self._fates_in_words(step, fates)
        sentences += self._later_in_words(changed, before, over)
        days, words = self._changed_days(self._days_in(steps), self._days_in(steps, {step: delay}))
        words += self._limits_in_words(step.sequence_id)
        return {
            "sentences": [*sentences, *words],
            "days": days,
            "people": sum(len(fates[name]) for name in ("moved", "today", "skipped", "undated", "freed")),
        }

    def _with_wait(self, step, values):
        """The step in memory, with those of the values that decide when it comes."""
        try:
            changed = step.new({name: values[name] for name in COUNTING_FIELDS & values.keys()}, origin=step)
            delay = changed._delay()
            date_steps.numbers_of_days([delay])
        except (TypeError, ValueError, OverflowError):
            raise UserError(self._refusal(step)) from None
        if not 0 <= delay.hour < 24:
            raise UserError(self._refusal(step))
        return changed

    def _refusal(self, step):
        return self.env._("“%s” cannot be counted like this: check its wait, its unit and its time of day.", step.name)

    # ------------------------------------------------------------------
    # Whose next step it is
    # ------------------------------------------------------------------

    def _foresee(self, step, delay):
        """:return: ``{one of FATES: ids of enrollments}``; who ends is among the skipped ones, too"""
        people = self.env["sales.sequence.enrollment"].search(
            Domain("next_step_id", "=", step.id) & Domain("state", "in", LIVE_STATES) & self._of_active_companies()
        )
        # With all rights, as the engine plans: whom the user may see was asked.
        waiting = people.sudo()
        fates = {name: set() for name in FATES}
        if not delay.has_date:
            # What has been planned stays.
            freed = waiting.filtered(lambda one: one._underlying_pause()[0] == NO_DATE)
            fates["freed"].update(freed.ids)
            fates["kept"].update((waiting - freed).ids)
            return fates
        begun = waiting._touches_in("todo", "draft").filtered(lambda touch: touch.step_id == step).enrollment_id
        fates["kept"].update(begun.ids)
        undated = (waiting - begun)._without_reference()
        fates["undated"].update(undated.ids)
        counting = waiting - begun - undated
        earliest = counting._no_earlier_than()
        in_turn = counting._with_failed_step() | counting.filtered(lambda one: one._is_held())
        over = counting.browse()
        for enrollment, slot in self._slots_of(counting, delay, earliest, in_turn):
            if slot is None:
                over |= enrollment
            elif slot.moment == enrollment.next_run_at:
                fates["kept"].add(enrollment.id)
            else:
                zone = enrollment._working_times()[enrollment.id].tz
                is_today = wall_time(slot.moment, zone).date() <= wall_time(enrollment._now(), zone).date()
                fates["today" if is_today else "moved"].add(enrollment.id)
        fates["skipped"].update(over.ids)
        fates["ended"].update(self._ending(over, step))
        return fates

    def _slots_of(self, people, delay, earliest, in_turn):
        """``(enrollment, its slot or None)`` of a step that is counted like this from the date."""
        for working_time, enrollments in people._by_working_time():
            places = enrollments.grouped(lambda one: (one._reference(), one in in_turn, earliest[one.id]))
            for (reference, is_in_turn, moment), same in places.items():
                slot = date_steps.slot_of(delay, moment, reference, working_time, in_turn=is_in_turn)
                for enrollment in same:
                    yield enrollment, slot

    def _ending(self, people, step):
        """The ids of those for whom nothing comes after `step`, or what comes is over as well."""
        ending = set()
        ahead = people._find_ahead(step) if people else {}
        ending.update(set(people.ids) - ahead.keys())
        later = {}
        for id_, (following, is_open) in ahead.items():
            if following._delay().has_date and not is_open:
                later.setdefault(following, []).append(id_)
        for following, ids in later.items():
            dated = people.browse(ids)
            slots = self._slots_of(dated, following._delay(), dict.fromkeys(ids, people._now()), dated.browse())
            over = dated.browse([enrollment.id for enrollment, slot in slots if slot is None])
            ending |= self._ending(over, following)
        return ending

    def _over_later(self, step, delay):
        """For how many of those who come to it later its moment is over already."""
        if not delay.has_date:
            return 0
        people = self.env["sales.sequence.enrollment"].browse(self._find_people(step, "before")).sudo()
        people -= people.filtered(lambda one: one.next_step_id == step)
        dated = people - people._without_reference()
        slots = self._slots_of(dated, delay, dict.fromkeys(dated.ids, people._now()), dated.browse())
        return sum(slot is None for _enrollment, slot in slots)

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _fates_in_words(self, step, fates):
        counts = {name: len(ids) for name, ids in fates.items()}
        number = {name: self._number(count) for name, count in counts.items()}
        words = {
            "kept": (
                self.env._("1 person waits for it already: the date stays."),
                self.env._("%s people wait for it already: their dates stay.", number["kept"]),
            ),
            "moved": (
                self.env._("1 person gets it on another date than planned."),
                self.env._("%s people get it on other dates than planned.", number["moved"]),
            ),
            "today": (
                self.env._("1 person gets it today."),
                self.env._("%s people get it today.", number["today"]),
            ),
            "skipped": (
                self.env._("1 person skips it at once, as its time has passed."),
                self.env._("%s people skip it at once, as its time has passed.", number["skipped"]),
            ),
            "undated": (
                self.env._("1 person has no date to count from, and pauses until it is entered."),
                self.env._("%s people have no date to count from, and pause until it is entered.", number["undated"]),
            ),
            "freed": (
                self.env._("1 person who waited for a date continues."),
                self.env._("%s people who waited for a date continue.", number["freed"]),
            ),
        }
        sentences = [one if counts[name] == 1 else many for name, (one, many) in words.items() if counts[name]]
        return sentences + self._ending_in_words(step.sequence_id, counts["ended"])

    def _later_in_words(self, changed, before, over):
        """:param changed: the step in memory, as it would be"""
        sentences, when = [], changed._delay_in_words()
        if before == 1:
            sentences.append(self.env._("For 1 person who comes to it later, it is then: %s.", when))
        elif before:
            sentences.append(
                self.env._(
                    "For %(count)s people who come to it later, it is then: %(when)s.",
                    count=self._number(before),
                    when=when,
                )
            )
        if over == 1:
            sentences.append(self.env._("1 person will skip it when they come to it: its time has passed."))
        elif over:
            sentences.append(
                self.env._(
                    "%s people will skip it when they come to it: its time has passed.", self._number(over)
                )
            )
        return sentences
