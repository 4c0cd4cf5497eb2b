from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import html_sanitize

from ...tools import schedule
from ...tools.marked_values import mark_values
from ...tools.time_zones import readings, wall_time, zone_info
from ..base.arguments import IDS, checked, ids_in
from ..base.jobs import wake_runner
from ..base.words import day_in_words
from .doubts import person_name
from .leaving import Leaving, approved_in_words

# About as long as an email to a colleague counts.
DAYS_LATER = 7
# How the browser finds the merge fields in a text.
MARK = "o_sales_sequence_merge_field"


class SalesSequenceTouch(models.Model):
    """What reps do with the emails that wait for a review: look at them, approve, put off, skip, or stop.

    A draft is clean when nothing in `_find_doubts` speaks against it. Clean ones may be approved together.
    """

    _name = "sales.sequence.touch"
    _inherit = ["sales.sequence.touch", "sales.sequence.touch.doubts", "sales.sequence.touch.outcomes"]

    # ------------------------------------------------------------------
    # Look
    # ------------------------------------------------------------------

    @api.model
    @checked(touch_ids=IDS)
    def get_drafts(self, touch_ids):
        """What there is to know about drafts before they are approved.

        :param touch_ids: ids of touches; what the user may not read, or is no draft any more, is left out
        :return: list of dicts, in the order of the ids: ``touch_id``, ``res_model``, ``res_id``, ``name``, ``company``,
            ``email``, ``step_name``, ``clean``, ``doubts`` (dicts ``code``, ``words``, ``detail``), ``leaves`` (UTC, if
            all of these were approved now; False where `leaves_words` says what it waits for), ``zone`` (IANA name,
            the person's), ``leaves_words``, ``subject``, ``body`` (HTML, merge fields marked), ``skip_words`` (what
            follows it when it is skipped) and ``later_words``
        """
        ids = ids_in(touch_ids)
        found = self.search([("id", "in", ids), ("approved_by_id", "=", False)])._written_drafts()
        drafts = found.sorted(lambda draft: ids.index(draft.id))
        # With all rights: what belongs to drafts that the user may read, such as the calendar of their sequence.
        enrollments = drafts.sudo().enrollment_id
        for targets in enrollments._targets_by_model().values():
            targets._sequence_fetch()
        leaving, doubts, working_times = drafts._foresee_leaving(), drafts._find_doubts(), enrollments._working_times()
        later_words = self.env._("Comes back on %s", day_in_words(self.env, self._day_later()))
        return [
            {
                **draft._draft_to_read(),
                "clean": not doubts[draft],
                "doubts": doubts[draft],
                "leaves": fields.Datetime.to_string(leaving[draft].leaves_at),
                "zone": leaving[draft].zone,
                "leaves_words": leaving[draft].in_words(self.env),
                "skip_words": draft._words_when_skipped(working_times[draft.sudo().enrollment_id.id]),
                "later_words": later_words,
            }
            for draft in drafts
        ]

    def _written_drafts(self):
        """Those that wait for somebody's word. An empty one is about to be written again, in another sender's name."""
        return self.filtered(
            lambda touch: touch.state == "draft" and touch.draft_body and touch.sudo().enrollment_id._target()
        )

    def _draft_to_read(self):
        # With all rights: the user may read the draft, and the names of steps hide themselves.
        enrollment, step = self.sudo().enrollment_id, self.step_id.sudo()
        target = enrollment._target()
        # Shown within our screen: a template may bring rules of style that hold for the whole page.
        body = html_sanitize(self.draft_body)
        return {
            "touch_id": self.id,
            "res_model": target._name,
            "res_id": target.id,
            "name": person_name(enrollment),
            "company": target._sequence_company_name() or "",
            "email": enrollment.email_normalized or "",
            "step_name": step.display_name,
            "subject": self.draft_subject or "",
            "body": mark_values(str(body), self._values_of_person().values(), MARK),
        }

    # ------------------------------------------------------------------
    # When it leaves, and what comes instead
    # ------------------------------------------------------------------

    def _foresee_leaving(self):
        """``{touch: Leaving}`` of these drafts, if all of them were approved now."""
        drafts = self.sudo()
        at_draft = drafts.filtered(lambda draft: draft.enrollment_id.next_step_id == draft.step_id)
        running = at_draft.enrollment_id.filtered(lambda one: one.state == "running")
        held = running._may_not_begin()
        running -= held
        foreseen = self.env["sales.sequence.runner"].sudo()._foresee(running)
        leaving = {}
        for draft in drafts:
            enrollment = draft.enrollment_id
            slot, is_earliest = foreseen.get(enrollment, (None, False))
            is_never = not slot and enrollment in running
            why_not = "" if slot else self._why_it_waits(enrollment, is_never, enrollment in held)
            leaving[draft] = Leaving(draft._zone_of_person(), slot, is_earliest, is_never, why_not)
        return leaving

    def _zone_of_person(self):
        """IANA name; where nothing tells where they live, the zone whose hours count for them."""
        enrollment = self.sudo().enrollment_id
        return enrollment._target()._sequence_time_zone() or enrollment._time_zones()[enrollment.id]

    def _why_it_waits(self, enrollment, is_never, is_held):
        if is_never:
            return self.env._("Never: the sequence has no working days ahead")
        if is_held:
            return enrollment._when_it_begins_in_words()
        if enrollment.state != "paused":
            return self.env._("When its step comes")
        if enrollment.resume_at:
            return self.env._("After the pause, on %s", day_in_words(self.env, enrollment.resume_at))
        return self.env._("When the sequence is resumed")

    def _words_when_skipped(self, working_time):
        enrollment, step = self.sudo().enrollment_id, self.step_id.sudo()._following()
        while step and step in enrollment.touch_ids.step_id:
            step = step._following()
        if not step:
            return self.env._("The sequence ends: it was the last step")
        try:
            slot = enrollment._slot_after(step, fields.Datetime.now(), working_time)
        except schedule.ScheduleError:
            slot = None
        return self._words_of_next(step, slot and slot.moment)

    def _words_of_next(self, step, moment):
        if not moment:
            return self.env._("Next: %s", step.display_name)
        local = wall_time(moment, zone_info(self._zone_of_person()))
        return self.env._("Next: %(step)s, %(day)s", step=step.display_name, day=day_in_words(self.env, local))

    def _day_later(self):
        """The `date`, on the clock of the user, on which a draft comes back that is put off."""
        return fields.Date.context_today(self) + timedelta(days=DAYS_LATER)

    # ------------------------------------------------------------------
    # Decide
    # ------------------------------------------------------------------

    @checked()
    def approve(self):
        """Send these drafts as they read now, in each contact's next sending hours.

        :return: dict with ``words``, which say how many there are and when they leave
        :raises AccessError: the user may not change one of the people written to
        """
        drafts = self._written_drafts()
        drafts.enrollment_id._check_can_manage()
        leaving = drafts._foresee_leaving()
        without_hours = drafts.filtered(lambda draft: leaving[draft].is_never)
        (drafts - without_hours)._approve(leaving)
        words = [approved_in_words(self.env, [one for one in leaving.values() if not one.is_never])]
        if without_hours:
            words.append(
                self.env._("%s could not be approved: their sequence has no working days ahead.", len(without_hours))
            )
        if self - drafts:
            words.append(self.env._("%s could not be approved: they no longer wait for a review.", len(self - drafts)))
        return {"words": " ".join(filter(None, words))}

    def _approve(self, leaving):
        """:param leaving: ``{touch: Leaving}``"""
        # With all rights: of a touch, people may write only the text of a draft.
        drafts = self.sudo()
        drafts.write({"approved_by_id": self.env.user.id, "due_at": False, "due_kind": False})
        planned = drafts.filtered(lambda draft: leaving[draft].slot)
        for (step, slot), same in planned.grouped(lambda draft: (draft.step_id, leaving[draft].slot)).items():
            same.enrollment_id._set_next(step, slot)
        paused = (drafts - planned).filtered(lambda draft: draft.enrollment_id.next_step_id == draft.step_id)
        for step, same in paused.grouped("step_id").items():
            same.enrollment_id._plan_now(step)
        wake_runner(self.env, [leaving[draft].leaves_at for draft in planned])

    @checked()
    def action_approve(self):
        """Approve these drafts, and say at once when they leave. :return: a notification"""
        return self.env["sales.sequence.enrollment"]._notification(self.approve()["words"], ())

    @checked()
    def review_later(self):
        """Put these drafts off: they come back into the queue in a week, and nothing leaves before.

        :return: dict with ``words``
        """
        drafts = self._written_drafts()
        drafts.enrollment_id._check_can_manage()
        day = self._day_later()
        midnight = readings(datetime.combine(day, time()), zone_info(self.env.user.tz or "UTC"))[0]
        # With all rights: as with `_approve`.
        drafts.sudo().write({"due_at": midnight, "due_kind": "snoozed", "approved_by_id": False})
        if len(drafts) == 1:
            name = person_name(drafts.sudo().enrollment_id)
            words = self.env._("%(name)s comes back on %(day)s.", name=name, day=day_in_words(self.env, day))
        else:
            words = self.env._("%(count)s come back on %(day)s.", count=len(drafts), day=day_in_words(self.env, day))
        return {"words": words}

    @checked()
    def skip_draft(self):
        """Send none of these emails, and go on to the step after each.

        :return: dict with ``words``, which say what comes next
        """
        drafts = self._written_drafts()
        drafts.enrollment_id._check_can_manage()
        at_draft = drafts.filtered(lambda draft: draft.enrollment_id.next_step_id == draft.step_id)
        at_draft.enrollment_id.skip_step()
        reason = self.env._("Skipped by %s.", self.env.user.name)
        # With all rights: as with `_approve`.
        (drafts - at_draft).sudo()._withdraw("skipped", reason)
        if len(drafts) != 1:
            return {"words": self.env._("%s emails skipped.", len(drafts))}
        enrollment = drafts.sudo().enrollment_id
        names = {"name": person_name(enrollment)}
        if not enrollment.next_step_id:
            return {"words": self.env._("%(name)s: email skipped. The sequence has ended.", **names)}
        names["next"] = drafts._words_of_next(enrollment.next_step_id, enrollment.next_run_at)
        return {"words": self.env._("%(name)s: email skipped. %(next)s.", **names)}

    @checked()
    def stop_draft(self):
        """Send none of these emails, and stop the sequence for each person.

        :return: dict with ``words``
        """
        enrollments = self._written_drafts().enrollment_id
        enrollments.stop()
        if len(enrollments) == 1:
            return {"words": self.env._("%s: sequence stopped.", person_name(enrollments.sudo()))}
        return {"words": self.env._("Sequence stopped for %s.", len(enrollments))}
