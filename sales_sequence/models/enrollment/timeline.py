from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...tools.attempt import attempt
from ...tools.time_zones import wall_time, zone_info
from ..base.arguments import checked
from ..base.states import LIVE_STATES
from ..base.words import day_in_words, time_in_words

# As many reasons as fit into a notification.
MAX_PROBLEMS = 5
CHANNEL_ICONS = {
    "email": "fa-envelope-o",
    "call": "fa-phone",
    "linkedin": "fa-linkedin-square",
    "todo": "fa-check-square-o",
    "action": "fa-cogs",
}
SIGNAL_ICONS = {
    "reply": "fa-reply",
    "auto_reply": "fa-plane",
    "unsure": "fa-question-circle",
    "bounce": "fa-exclamation-triangle",
    "bounce_soft": "fa-exclamation-triangle",
    "complaint": "fa-exclamation-triangle",
    "send_failed": "fa-exclamation-triangle",
    "meeting": "fa-calendar-check-o",
    "meeting_canceled": "fa-calendar-times-o",
    "opt_out": "fa-ban",
    "won": "fa-trophy",
    "goal": "fa-flag-checkered",
    "owner_changed": "fa-user",
    "sender_changed": "fa-exchange",
    "sender_gone": "fa-user-times",
}


class SalesSequenceEnrollmentTimeline(models.AbstractModel):
    """What the screens show of an enrollment, and nothing else asks for."""

    _name = "sales.sequence.enrollment.timeline"
    _description = "Sales Sequence Enrollment: Screens"

    step_progress = fields.Char(
        string="Progress", compute="_compute_step_progress", compute_sudo=True, help="Steps taken, of all steps."
    )
    state_reason = fields.Char(string="Why", compute="_compute_state_reason", help="Why it is paused or has ended.")
    activity_deadline = fields.Date(
        string="Activity due",
        compute="_compute_open_touch",
        compute_sudo=True,
        help="Deadline of the open call or to-do that the sequence waits for.",
    )
    open_touch_id = fields.Many2one(
        "sales.sequence.touch",
        string="Waits for",
        compute="_compute_open_touch",
        compute_sudo=True,
        help="The call or to-do that somebody has to do, or the email that somebody has to approve.",
    )
    person_tz = fields.Char(
        string="Clock", compute="_compute_person_tz", compute_sudo=True, help="The time zone in which dates are shown."
    )
    person_phone = fields.Char(string="Phone", compute="_compute_ways_to_reach")
    person_linkedin_url = fields.Char(string="LinkedIn profile", compute="_compute_ways_to_reach")
    can_restart = fields.Boolean(compute="_compute_can_restart")
    can_take_next_step = fields.Boolean(
        compute="_compute_can_take_next_step", help="Whether there is a step that could come sooner."
    )
    pending_note = fields.Char(string="Afterwards", compute="_compute_pending_note")
    can_manage = fields.Boolean(compute="_compute_can_manage", help="Whether you may pause, resume, skip and stop.")
    question_signal_id = fields.Many2one(
        "sales.sequence.signal", string="Response in question", compute="_compute_question", compute_sudo=True
    )
    status_words = fields.Text(
        string="What happened, in words",
        compute="_compute_status_words",
        help="With names, as far as you may know them.",
    )
    question_text = fields.Text(string="What they wrote", compute="_compute_question_text")
    question_words = fields.Char(compute="_compute_question", compute_sudo=True)
    timeline_html = fields.Html(string="Timeline", compute="_compute_timeline_html", sanitize=False)

    @api.depends("touch_ids.step_id", "sequence_id.step_ids")
    def _compute_step_progress(self):
        Touch = self.env["sales.sequence.touch"]
        taken = dict(
            Touch._read_group(
                [("enrollment_id", "in", self.ids), ("state", "not in", ("draft", "todo", "failed"))],
                ["enrollment_id"],
                ["__count"],
            )
        )
        for enrollment in self:
            # A step that was archived after it had been taken still counts as taken.
            count = taken.get(enrollment, 0)
            if enrollment._control():
                enrollment.step_progress = False
                continue
            enrollment.step_progress = f"{count}/{max(count, len(enrollment.sequence_id.step_ids))}"

    @api.depends("pause_kind", "exit_reason", "arm")
    def _compute_state_reason(self):
        for enrollment in self:
            reason = enrollment._label_of("exit_reason") or enrollment._label_of("pause_kind")
            enrollment.state_reason = reason or (bool(enrollment._control()) and enrollment._label_of("arm"))

    @api.depends("next_step_id", "touch_ids.state", "touch_ids.activity_id.date_deadline")
    def _compute_open_touch(self):
        open_touches = self._open_touches()
        for enrollment in self:
            touch = open_touches.get(enrollment._origin.id, self.env["sales.sequence.touch"])
            enrollment.open_touch_id = touch
            enrollment.activity_deadline = touch.state == "todo" and touch.activity_id.date_deadline

    def _compute_person_tz(self):
        zones = self._zones_of_people()
        for enrollment in self:
            enrollment.person_tz = zones[enrollment.id]

    @api.depends_context("uid")
    def _compute_ways_to_reach(self):
        for target, enrollments in self._told_targets().items():
            enrollments.person_phone = target._sequence_phone()
            enrollments.person_linkedin_url = target._sequence_linkedin()

    def _told_targets(self):
        """``{target: these enrollments of it}``; those whose target the user may not read, or that have none, are with
        an empty record."""
        told = set()
        for of_model in self._targets_by_model().values():
            told.update(of_model.with_env(self.env)._filtered_access("read"))

        def readable(enrollment):
            # Which record it is, not what is in it.
            target = enrollment.sudo()._target().with_env(self.env)
            return target if target in told else target.browse()

        return self.grouped(readable)

    @api.depends("state", "exit_reason")
    @api.depends_context("uid")
    def _compute_can_restart(self):
        for enrollment in self:
            enrollment.can_restart = False
            if enrollment.state == "stopped" and enrollment.can_manage:
                try:
                    enrollment.sudo()._check_can_restart()
                except UserError:
                    continue
                enrollment.can_restart = True

    @api.depends("state", "next_step_id", "is_unsure", "touch_ids.state")
    @api.depends_context("uid")
    def _compute_can_take_next_step(self):
        undated, waiting = self.sudo()._undated(), self.sudo()._waiting_to_begin()
        for enrollment in self:
            enrollment.can_take_next_step = bool(
                enrollment.can_manage
                and enrollment.state in LIVE_STATES
                and enrollment.next_step_id
                and not enrollment.is_unsure
                and not enrollment.open_touch_id
                and enrollment.sudo() not in undated
                and enrollment.sudo() not in waiting
            )

    @api.depends("pending_sequence_id", "pending_user_id", "pending_start_on")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_pending_note(self):
        self.pending_note = False
        for enrollment in self.filtered("pending_sequence_id"):
            # With all rights: who may read the enrollment may know what follows it. Names hide themselves.
            pending = enrollment.sudo()
            words = self.env._(
                "Next, unless they answer this one: “%(sequence)s”, sent by %(user)s.",
                sequence=pending.pending_sequence_id.display_name,
                user=pending.pending_user_id.name or self.env._("their salesperson"),
            )
            if pending.pending_start_on:
                words += " " + self.env._("Not before %s.", format_date(self.env, pending.pending_start_on))
            enrollment.pending_note = words

    @api.depends("is_unsure", "interrupted_pause")
    @api.depends_context("lang", "tz")
    def _compute_question(self):
        """What is asked about each, and the pause beneath the question."""
        questions = {signal.enrollment_id.id: signal for signal in reversed(self._open_questions())}
        for enrollment in self:
            enrollment.question_signal_id = questions.get(enrollment._origin.id)
            enrollment.question_words = enrollment._underlying_pause_in_words()

    def _underlying_pause_in_words(self):
        kind, resume_at = self._underlying_pause()
        if self.pause_kind != "unsure" or not kind:
            return False
        label = dict(self._fields["pause_kind"]._description_selection(self.env))[kind]
        if not resume_at:
            return self.env._("It was already paused: %s.", label)
        until = self._in_words(resume_at, self.env.user.tz or "UTC")
        return self.env._("It was already paused until %(moment)s: %(why)s.", moment=until, why=label)

    @api.depends("status_note", "status_signal_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_status_words(self):
        for enrollment in self:
            signal = enrollment.sudo().status_signal_id
            as_noted = not signal or enrollment.status_note != signal._in_words()
            enrollment.status_words = enrollment.status_note if as_noted else signal._told()

    @api.depends("is_unsure")
    @api.depends_context("uid")
    def _compute_question_text(self):
        for enrollment in self:
            enrollment.question_text = enrollment.question_signal_id.sudo(False).excerpt

    @api.depends_context("uid")
    def _compute_can_manage(self):
        allowed = set()
        for target_records in self._targets_by_model().values():
            allowed.update(target_records.with_env(self.env)._filtered_access("write"))
        for enrollment in self:
            # Only which record it is.
            enrollment.can_manage = enrollment.sudo()._target() in allowed

    @api.depends_context("uid", "tz", "lang")
    def _compute_timeline_html(self):
        zones = self.sudo()._zones_of_people()
        for enrollment in self:
            zone = zones[enrollment.id]
            enrollment.timeline_html = self.env["ir.qweb"]._render(
                "sales_sequence.enrollment_timeline",
                {
                    "past": enrollment._past_rows(),
                    # With all rights, as `preview`.
                    "planned": [dict(row, zone=False) for row in enrollment.sudo()._preview_rows()],
                    "paused": enrollment.state == "paused",
                    "zone": zone.replace("_", " ") if zone != (self.env.user.tz or "UTC") else False,
                },
            )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @checked(one=True)
    def action_open_target(self):
        """Open the lead or partner."""
        target = self._target()
        if not target:
            raise UserError(self.env._("The record was deleted; this is what is left of its history."))
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }

    @checked(one=True)
    def action_open_origin(self):
        """Open what the present state comes from: the reply, the meeting …"""
        return self.status_signal_id.action_open_origin() if self.status_signal_id else self.action_open_target()

    @checked(one=True)
    def action_open_question(self):
        """Open what they wrote."""
        return self._oldest_questions().action_open_origin() if self.is_unsure else self.action_open_origin()

    @checked()
    def action_restart(self):
        """Restart those of a selection that have ended; one that cannot restart does not hold up the others.

        :return: an action that says how many have restarted, and why the others have not
        """
        managed = self._managed()
        problems = []
        ended = managed.filtered("ended_at")
        for enrollment in ended:
            try:
                with attempt(self.env.cr):
                    enrollment._restart()
            except UserError as error:
                problems.append(str(error))
        return self._notification(self.env._("%s restarted.", len(ended) - len(problems)), problems)

    @checked()
    def action_resume(self):
        """Resume those of a selection of whom it is clear that they have not answered, and who may begin.

        :return: an action that says how many have resumed, and who is left out
        """
        paused = self.filtered(lambda enrollment: enrollment.state == "paused")
        clear = paused._clear_to_go_on()
        clear.resume()
        return self._notification(self.env._("%s resumed.", len(clear)), (paused - clear)._reasons_to_look())

    @checked()
    def action_take_next_step(self):
        """Take the next step now for those of a selection of whom it is clear that they have not answered, and who may
        begin.

        :return: an action that says for how many, and who is left out
        """
        live = self.filtered(lambda enrollment: enrollment.state in LIVE_STATES)
        clear = live._clear_to_go_on()
        clear.take_next_step()
        message = self.env._("The next step comes now for %s.", len(clear))
        return self._notification(message, (live - clear)._reasons_to_look())

    def _clear_to_go_on(self):
        waiting = self.sudo()._waiting_to_begin()
        return self.filtered(lambda enrollment: not enrollment.is_unsure and enrollment not in waiting)

    def _reasons_to_look(self):
        return [
            self.env._("%s may have answered. First say whether a person wrote it.", enrollment.target_name)
            if enrollment.is_unsure
            else self.env._("%s waits until the first steps of the sequence are resumed.", enrollment.target_name)
            for enrollment in self
        ]

    def _notification(self, message, problems):
        """An action that says what was done, and why it was not possible for others."""
        if problems:
            failed = self.env._("%s could not be changed:", len(problems))
            message = " ".join([message, failed, *problems[:MAX_PROBLEMS]])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "sticky": bool(problems),
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def _past_rows(self):
        """What was done and what happened, oldest first. What waits for somebody is not past: `_preview_rows` has it.

        :return: list of dicts ``moment`` (naive UTC), ``when`` (in words, the person's clock), ``hover`` (the reader's,
            where it is another one), ``icon``, ``title``, ``label`` and ``color`` of a badge, ``detail`` (text or
            False), ``sent`` (the email as text, or False) and ``quote`` (what they wrote, or False)
        """
        self.ensure_one()
        nothing = dict.fromkeys(("label", "color", "detail", "sent", "quote"), False)
        rows = [
            {"moment": self.enrolled_at, "icon": "fa-sign-in", "title": self.env._("Enrolled")}
        ]
        for touch in self.touch_ids:
            rows += touch._timeline_rows(is_ahead=touch == self.open_touch_id)
        rows += [signal._timeline_row() for signal in self.signal_ids]
        if self.ended_at:
            # A mail that ended it may be from a clock that is a little ahead of ours.
            last = max(self.ended_at, self.sudo().status_signal_id.occurred_at or self.ended_at)
            rows.append(
                {
                    "moment": last,
                    "icon": "fa-stop-circle-o" if self.state == "stopped" else "fa-check-circle-o",
                    "title": self._label_of("state"),
                    "label": self._label_of("exit_reason"),
                    "color": "secondary",
                    "detail": self.status_words,
                }
            )
        rows.sort(key=lambda row: row["moment"])
        zone = self.sudo()._zones_of_people()[self.id]
        return [{**nothing, **row, **self._on_clock(row["moment"], zone)} for row in rows]

    def _preview_rows(self):
        """The steps to come with their dates in words, on the person's clock.

        Also works for an enrollment that is not saved yet.

        :return: list of dicts ``icon``, ``title``, ``day_number``, ``when`` and ``hover`` (see `_past_rows`), ``zone``,
            ``why``, ``open``: the label of a step that waits for somebody, else False; such a step is due on a day, and
            has a ``reason`` where somebody else than usual does it; and ``is_own``: its email was written for this
            person alone
        """
        self.ensure_one()
        zone = self._zones_of_people()[self.id]
        rows = []
        for row in self._preview():
            step = self.env["sales.sequence.step"].browse(row["step_id"])
            moment = fields.Datetime.to_datetime(row["planned_at"])
            clock = self._on_clock(moment, zone) if moment else {"when": False, "hover": False}
            if row["open"]:
                due = row["open"] == "todo" and self.open_touch_id._due_day_in_words()
                clock = {"when": due, "hover": False}
            rows.append(
                {
                    "icon": CHANNEL_ICONS.get(step.channel, "fa-circle-o"),
                    "title": step.display_name,
                    "day_number": step.day_number,
                    **clock,
                    "zone": zone,
                    "why": row["why"],
                    "open": row["open"] and self.open_touch_id._state_in_words(),
                    "reason": row["open"] and self.open_touch_id.reason,
                    "is_own": bool(self._own_mail(step)),
                }
            )
        return rows

    def _on_clock(self, moment, zone):
        """A moment as the clock in `zone` shows it, and for the tooltip as the reader's does.

        :return: dict ``when`` and ``hover``; False where both clocks show the same
        """
        when, own = self._in_words(moment, zone), self._in_words(moment, self.env.user.tz or "UTC")
        return {"when": when, "hover": when != own and self.env._("%s for you", own)}

    def _label_of(self, field_name):
        self.ensure_one()
        return dict(self._fields[field_name]._description_selection(self.env)).get(self[field_name])

    @api.model
    def _in_words(self, moment, zone):
        """Weekday, date and time in the language of our sentences; the year only where it is another one.

        :param moment: naive UTC
        :param zone: IANA name
        """
        local = wall_time(moment, zone_info(zone))
        day = self._date_in_words(local.date())
        return self.env._("%(day)s at %(time)s", day=day, time=self._time_in_words(moment, zone))

    @api.model
    def _time_in_words(self, moment, zone):
        """The time of the day. For the arguments, see `_in_words`."""
        return time_in_words(self.env, wall_time(moment, zone_info(zone)).time())

    @api.model
    def _date_in_words(self, day):
        """As `_in_words`, for a `date`."""
        return day_in_words(self.env, day)
