from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.texts import as_html, one_line
from ..base.languages import active_language
from ..base.states import CAME_THROUGH, LIVE_STATES
from .signal import OPEN_QUESTION


class SalesSequenceEnrollmentQuestions(models.AbstractModel):
    """What colleagues are asked about an enrollment, above all whether the contact has answered.

    One rule, kept by `_apply_open_questions`: while that question is open, a live enrollment is paused as `unsure`, and
    queued mail of an ended one is held. Any other pause that would start meanwhile is kept in `interrupted_pause`, and
    applies again once the question is settled.
    """

    _name = "sales.sequence.enrollment.questions"
    _description = "Sales Sequence Enrollment: Open Questions"

    @api.depends("replied_at", "signal_ids.kind", "signal_ids.effect")
    def _compute_is_unsure(self):
        unsure = self._open_questions().enrollment_id
        for enrollment in self:
            enrollment.is_unsure = enrollment in unsure

    @api.model
    def _search_is_unsure(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsure = Domain("replied_at", "=", False) & Domain("signal_ids", "any", OPEN_QUESTION)
        return Domain.OR(unsure if wanted else ~unsure for wanted in value)

    def _open_questions(self):
        """The signals of which nobody has said yet whether a person wrote them, oldest first. None for a contact who
        has answered beyond doubt."""
        silent = self.filtered(lambda enrollment: not enrollment.replied_at)
        return silent.signal_ids.filtered_domain(OPEN_QUESTION).sorted(lambda signal: (signal.occurred_at, signal.id))

    def _oldest_questions(self):
        """The oldest open question of each enrollment that has any: the one to settle next."""
        questions = self._open_questions().grouped("enrollment_id")
        return self.env["sales.sequence.signal"].union(*(of_one[0] for of_one in questions.values()))

    # ------------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------------

    def _apply_open_questions(self):
        """Hold the enrollments that have an open question; let the others go on as before it."""
        questions = self._oldest_questions()
        questions.enrollment_id._wait_for_verdict(questions)
        (self - questions.enrollment_id)._continue_after_verdict()

    def _wait_for_verdict(self, questions):
        if not self:
            return
        self._pause("unsure", signals=questions)
        taken_over = self.filtered(lambda one: one.state == "paused" and one.pause_kind != "unsure")
        for enrollment in taken_over:
            enrollment.write(
                {
                    "interrupted_pause": {
                        "pause_kind": enrollment.pause_kind,
                        "resume_at": fields.Datetime.to_string(enrollment.resume_at),
                        "status_note": enrollment.status_note,
                        "status_signal_id": enrollment.status_signal_id.id,
                    },
                    "pause_kind": "unsure",
                    "resume_at": False,
                }
            )
        self.filtered(lambda one: one.pause_kind == "unsure")._note_origin(questions)
        taken_over._log_pause()
        ended = self.filtered(lambda one: one.state not in LIVE_STATES)
        ended._queued_touches()._hold_mails()
        self._ask_for_verdict()

    def _continue_after_verdict(self):
        self.question_activity_id.filtered("active").unlink()
        waiting = self.filtered(lambda one: one.state == "paused" and one.pause_kind == "unsure")
        paused_again = waiting.filtered(lambda one: one._restore_pause())
        paused_again._log_pause()
        (waiting - paused_again)._resume()
        # Whoever was away when the question came up may be back.
        paused_again._refresh_absences()
        self.filtered(lambda one: one.state == "finished")._queued_touches()._release_mails()
        self._chain_after_verdict()

    def _restore_pause(self):
        """Go back to the pause that the question interrupted. :return: whether there is one that is not over"""
        pause = self.interrupted_pause
        resume_at = pause and fields.Datetime.to_datetime(pause["resume_at"])
        if not pause or (resume_at and resume_at <= self._now()):
            return False
        origin = self.env["sales.sequence.signal"].browse(pause["status_signal_id"]).exists()
        self.write(
            {
                "pause_kind": pause["pause_kind"],
                "resume_at": resume_at,
                "status_note": pause["status_note"],
                "status_signal_id": origin.id,
                "interrupted_pause": False,
            }
        )
        return True

    def _chain_after_verdict(self):
        """Start what was to follow for those who came through without an answer."""
        later = self.filtered("chains_later")
        later.chains_later = False
        silent = later.filtered(lambda one: one.exit_reason in CAME_THROUGH and not one.replied_at)
        silent._chain()
        (later - silent)._drop_pending(self.env._("They did not complete this one."))

    def _ask_for_verdict(self):
        """Schedule one activity, however many messages there are; none for a merged record, since the same question is
        asked on the remaining one."""
        for enrollment in self.filtered(lambda one: one.exit_reason != "merged"):
            if not enrollment.question_activity_id.active:
                enrollment.question_activity_id = enrollment._schedule_question(
                    lambda asking: asking.env._("Answer or auto-reply?"),
                    lambda asking: asking._question_note(),
                    enrollment._open_questions()[:1].detail,
                )

    def _question_note(self):
        if self._control():
            return self.env._("It is not certain that a person wrote this. Decide here: %s", self._get_html_link())
        return self.env._(
            "It is not certain that a person wrote this. Nothing more is sent until you decide: %s",
            self._get_html_link(),
        )

    def _ask_about_wish(self):
        """Schedule one activity, however many replies ask not to be written to again."""
        for enrollment in self.filtered(lambda one: not one.wish_activity_id.active):
            enrollment.wish_activity_id = enrollment._schedule_question(
                lambda asking: asking.env._("Asks not to be contacted again"),
                lambda asking: asking.env._("Opt them out with one click: %s", asking._get_html_link()),
            )

    def _ask_owner_for_help(self, note):
        """Schedule one activity for whoever looks after the enrollment, unless there already is one."""
        todo = self.env.ref("mail.mail_activity_data_warning", raise_if_not_found=False)
        for enrollment in self:
            target = enrollment._target()
            users = (enrollment.user_id, enrollment.sequence_id.user_id)
            there = (user for user in users if user.active and user._sequence_works_for(enrollment.company_id))
            user = next(there, self.env.user)
            summary = enrollment._help_summary()
            if not target.activity_ids.filtered(lambda activity: activity.summary == summary):  # noqa: B023
                target.with_context(mail_activity_quick_update=True).activity_schedule(
                    activity_type_id=todo.id if todo else False, summary=summary, note=as_html(note), user_id=user.id
                )

    def _help_summary(self):
        return one_line(self.env._("Sequence “%s” needs you", self.sequence_id._numbered_name()))

    def _withdraw_help(self):
        """Remove the activity: what it asked for has settled itself."""
        for enrollment in self:
            summary = enrollment._help_summary()
            enrollment._target().activity_ids.filtered(lambda activity: activity.summary == summary).unlink()  # noqa: B023

    def _schedule_question(self, summary, note, seen=False):
        """Schedule an activity for whoever looks after the target, in that user's language.

        :param summary, note: functions of the enrollment in that language
        :param seen: text by the contact, which the note quotes first
        :return: the `mail.activity`; empty where the record was deleted
        """
        target = self._target()
        if not target:
            return self.env["mail.activity"]
        user = self._find_responsible()
        asking = self.with_context(lang=active_language(self.env, user.lang))
        body = Markup("<p>%s</p>") % note(asking)
        if seen:
            body = Markup("<p>%s</p>") % seen + body
        return target.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_warning", summary=one_line(summary(asking)), note=body, user_id=user.id
        )

    def _find_responsible(self, leaving=None):
        user, _reason = self._assignee(leaving)
        return user

    def _reassign_questions(self, leaving=None):
        """Pass the open questions, and the to-dos of answers, to whoever looks after the targets now.

        :param leaving: `res.users` who can no longer be asked
        """
        for enrollment in self:
            asked = enrollment.question_activity_id | enrollment.wish_activity_id
            activities = (asked | enrollment.signal_ids.answer_activity_id).filtered("active")
            user = activities and enrollment._find_responsible(leaving)
            changing = activities.filtered(lambda activity: activity.user_id != user)  # noqa: B023
            if changing:
                changing.with_context(mail_activity_quick_update=True).write({"user_id": user.id})

    def _drop_questions(self):
        """Close the open questions without an answer: somebody has stopped the enrollments, or the record is gone."""
        questions = self._open_questions()
        dropped = questions.enrollment_id
        questions._settle_as("ignored")
        later = dropped.filtered("chains_later")
        later.chains_later = False
        later._drop_pending(self.env._("They did not complete this one."))
        dropped._apply_open_questions()

    # ------------------------------------------------------------------
    # What happens meanwhile
    # ------------------------------------------------------------------

    def _underlying_pause(self):
        """:return: ``(pause_kind, resume_at)`` of the pause beneath the question; both False where there is none"""
        self.ensure_one()
        if self.pause_kind != "unsure":
            return self.pause_kind, self.resume_at
        pause = self.interrupted_pause or {"pause_kind": False, "resume_at": False}
        return pause["pause_kind"], fields.Datetime.to_datetime(pause["resume_at"]) or False

    def _underlying_origin(self):
        """:return: the signal that caused the pause beneath the question"""
        self.ensure_one()
        if self.pause_kind != "unsure":
            return self.status_signal_id
        return self.env["sales.sequence.signal"].browse((self.interrupted_pause or {}).get("status_signal_id") or [])

    def _pause_beneath_question(self, kind, until, note, signals):
        """Where only a question holds an enrollment, keep this pause for when the question is settled.

        :return: those enrollments
        """
        held = self.filtered(lambda one: one.pause_kind == "unsure" and not one.interrupted_pause)
        if kind == "unsure":
            return held.browse()
        held._change_pause(kind, until, note=note, signals=signals)
        return held

    def _change_pause(self, kind, until, note=False, signals=None):
        """Give paused enrollments another reason or date. A question that holds them stays on top."""
        origins = {signal.enrollment_id: signal for signal in signals or ()}
        for enrollment in self:
            origin = origins.get(enrollment, self.env["sales.sequence.signal"])
            pause = {
                "pause_kind": kind,
                "resume_at": until,
                "status_note": origin._in_words() if origin else note,
                "status_signal_id": origin.id,
            }
            if enrollment.pause_kind == "unsure":
                enrollment.interrupted_pause = dict(pause, resume_at=fields.Datetime.to_string(until or None))
            else:
                enrollment.write(pause)

    def _lift_pause(self):
        """Resume those whose pause is over, unless a question or the contact's own absence still holds them."""
        unsure = self.filtered(lambda one: one.pause_kind == "unsure")
        unsure.interrupted_pause = False
        held = self._hold_absent()
        return (self - unsure - held)._resume()

    def _hold_absent(self):
        """Keep holding those whose contact has meanwhile told us, by an auto-reply, to be away.

        :return: those
        """
        held = self.browse()
        for enrollment in self:
            holds = {
                signal: signal._absent_until()
                for signal in enrollment.signal_ids
                if (signal.kind, signal.effect) == ("auto_reply", "held")
            }
            signal = max(holds, key=holds.get, default=None)
            if signal and holds[signal] > enrollment._now():
                enrollment._change_pause("auto_reply", holds[signal], signals=signal)
                held |= enrollment
        return held
