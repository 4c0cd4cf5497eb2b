import babel.dates
from lxml import html

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, html2plaintext
from odoo.tools.misc import format_date, format_time, get_lang

from ...tools.attempt import attempt
from ...tools.time_zones import wall_time, zone_info
from ..base.arguments import checked
from ..base.states import LIVE_STATES

# As many reasons as fit into a notification.
MAX_PROBLEMS = 5
# As much of a mail as it takes to tell a person from a machine.
MAX_EXCERPT = 600
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
    "open": "fa-eye",
    "click": "fa-mouse-pointer",
}
TOUCH_COLORS = {
    "draft": "warning",
    "queued": "info",
    "sent": "success",
    "todo": "info",
    "done": "success",
    "failed": "danger",
    "bounced": "danger",
}
# Good and bad news in the colors that Odoo gives them.
SIGNAL_COLORS = {
    "reply": "success",
    "meeting": "success",
    "won": "success",
    "goal": "success",
    "bounce": "danger",
    "complaint": "danger",
    "opt_out": "danger",
    "send_failed": "danger",
    "auto_reply": "warning",
    "unsure": "warning",
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
        compute="_compute_activity_deadline",
        compute_sudo=True,
        help="Deadline of the open call or to-do that the sequence waits for.",
    )
    pending_note = fields.Char(string="Afterwards", compute="_compute_pending_note")
    can_manage = fields.Boolean(compute="_compute_can_manage", help="Whether you may pause, resume, skip and stop.")
    question_signal_id = fields.Many2one("sales.sequence.signal", compute="_compute_question", compute_sudo=True)
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
            enrollment.step_progress = f"{count}/{max(count, len(enrollment.sequence_id.step_ids))}"

    @api.depends("pause_kind", "exit_reason")
    def _compute_state_reason(self):
        for enrollment in self:
            enrollment.state_reason = enrollment._label_of("exit_reason") or enrollment._label_of("pause_kind") or False

    @api.depends("next_step_id", "touch_ids.state", "touch_ids.activity_id.date_deadline")
    def _compute_activity_deadline(self):
        open_touches = self.env["sales.sequence.touch"].search(
            [("enrollment_id", "in", self.ids), ("step_id", "in", self.next_step_id.ids), ("state", "=", "todo")]
        )
        by_place = {(touch.enrollment_id, touch.step_id): touch for touch in open_touches}
        for enrollment in self:
            touch = by_place.get((enrollment, enrollment.next_step_id), open_touches.browse())
            enrollment.activity_deadline = touch.activity_id.date_deadline

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
            return self.env._("It was paused already: %s.", label)
        until = self._in_words(resume_at, self.env.user.tz or "UTC")
        return self.env._("It was paused already until %(moment)s: %(why)s.", moment=until, why=label)

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
        for enrollment in self:
            enrollment.timeline_html = self.env["ir.qweb"]._render(
                "sales_sequence.enrollment_timeline",
                {
                    "past": enrollment._past_rows(),
                    # With all rights, as `preview`.
                    "planned": enrollment.sudo()._preview_rows(),
                    "paused": enrollment.state == "paused",
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
        """Resume those of a selection of whom it is clear that they have not answered.

        :return: an action that says how many have resumed, and who is left out
        """
        paused = self.filtered(lambda enrollment: enrollment.state == "paused")
        clear = paused.filtered(lambda enrollment: not enrollment.is_unsure)
        clear.resume()
        return self._notification(self.env._("%s resumed.", len(clear)), (paused - clear)._reasons_to_look())

    @checked()
    def action_take_next_step(self):
        """Take the next step now for those of a selection of whom it is clear that they have not answered.

        :return: an action that says for how many, and who is left out
        """
        live = self.filtered(lambda enrollment: enrollment.state in LIVE_STATES)
        clear = live.filtered(lambda enrollment: not enrollment.is_unsure)
        clear.take_next_step()
        message = self.env._("The next step comes now for %s.", len(clear))
        return self._notification(message, (live - clear)._reasons_to_look())

    def _reasons_to_look(self):
        return [
            self.env._("%s may have answered. First say whether a person wrote it.", enrollment.target_name)
            for enrollment in self
        ]

    def _notification(self, message, problems):
        """An action that says what was done, and why it was not possible for others."""
        if problems:
            message = " ".join([message, self.env._("%s could not:", len(problems)), *problems[:MAX_PROBLEMS]])
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
        """What was done and what happened, oldest first.

        :return: list of dicts ``moment`` (naive UTC), ``when`` (in words, the reader's zone), ``icon``,
            ``title``, ``label`` and ``color`` of a badge, ``detail`` (text or False)
        """
        self.ensure_one()
        rows = [
            {
                "moment": self.enrolled_at,
                "icon": "fa-sign-in",
                "title": self.env._("Enrolled"),
                "label": False,
                "color": False,
                "detail": False,
            }
        ]
        rows += [touch._timeline_row() for touch in self.touch_ids]
        rows += [signal._timeline_row() for signal in self.signal_ids]
        if self.ended_at:
            rows.append(
                {
                    "moment": self.ended_at,
                    "icon": "fa-stop-circle-o" if self.state == "stopped" else "fa-check-circle-o",
                    "title": self._label_of("state"),
                    "label": self._label_of("exit_reason"),
                    "color": "secondary",
                    "detail": self.status_words,
                }
            )
        rows.sort(key=lambda row: row["moment"])
        zone = self.env.user.tz or "UTC"
        return [dict(row, when=self._in_words(row["moment"], zone)) for row in rows]

    def _preview_rows(self):
        """The steps to come with their dates in words, in the zone in which the sequence counts the hours.

        Also works for an enrollment that is not saved yet.

        :return: list of dicts ``icon``, ``title``, ``day_number``, ``when``, ``zone``, ``why``, and ``waits``: the step
            is open, and the date is when we stop waiting for it
        """
        self.ensure_one()
        zone = self._time_zones()[self.id]
        rows = []
        for row in self._preview():
            step = self.env["sales.sequence.step"].browse(row["step_id"])
            rows.append(
                {
                    "icon": CHANNEL_ICONS.get(step.channel, "fa-circle-o"),
                    "title": step.display_name,
                    "day_number": step.day_number,
                    "when": row["planned_at"] and self._in_words(fields.Datetime.to_datetime(row["planned_at"]), zone),
                    "zone": zone,
                    "why": row["why"],
                    "waits": "max_wait" in row["moved_by"],
                }
            )
        return rows

    def _label_of(self, field_name):
        self.ensure_one()
        return dict(self._fields[field_name]._description_selection(self.env)).get(self[field_name])

    @api.model
    def _in_words(self, moment, zone):
        """Weekday, date and time as the reader's language writes them; the year only where it is another one.

        :param moment: naive UTC
        :param zone: IANA name
        """
        local = wall_time(moment, zone_info(zone))
        language = get_lang(self.env)
        skeleton = "MMMEd" if local.year == fields.Date.context_today(self).year else "yMMMEd"
        day = babel.dates.format_skeleton(skeleton, local, locale=babel_locale_parse(language.code))
        return self.env._("%(day)s at %(time)s", day=day, time=self._time_in_words(moment, zone))

    @api.model
    def _time_in_words(self, moment, zone):
        """The time of the day as the reader's language writes it. For the arguments, see `_in_words`."""
        return format_time(self.env, wall_time(moment, zone_info(zone)).time(), time_format="short")


class SalesSequenceTouchTimeline(models.AbstractModel):
    """A touch as a row of the timeline."""

    _name = "sales.sequence.touch.timeline"
    _description = "Sales Sequence Touch: Timeline"

    def _timeline_row(self):
        self.ensure_one()
        return {
            "moment": self.done_at or self.create_date,
            "icon": CHANNEL_ICONS.get(self.channel, "fa-circle-o"),
            # The step's name hides itself where the user may not read it.
            "title": self.step_id.sudo().display_name,
            "label": dict(self._fields["state"]._description_selection(self.env)).get(self.state),
            "color": TOUCH_COLORS.get(self.state, "secondary"),
            "detail": self.reason or self.outcome,
        }


class SalesSequenceSignalTimeline(models.AbstractModel):
    """A signal as a row of the timeline, and the words of the mail that it came from."""

    _name = "sales.sequence.signal.timeline"
    _description = "Sales Sequence Signal: Timeline"

    excerpt = fields.Text(string="What they wrote", compute="_compute_excerpt")

    @api.depends("mail_message_id.body")
    @api.depends_context("uid")
    def _compute_excerpt(self):
        # Which messages they are; the user's rights on them are checked at once.
        readable = self.sudo().mail_message_id.with_env(self.env)._filtered_access("read")
        for signal in self:
            message = signal.sudo().mail_message_id
            signal.excerpt = message in readable and _own_words(message.body)

    def _timeline_row(self):
        self.ensure_one()
        return {
            "moment": self.occurred_at,
            "icon": SIGNAL_ICONS.get(self.kind, "fa-bolt"),
            "title": dict(self._fields["kind"]._description_selection(self.env)).get(self.kind),
            "label": dict(self._fields["effect"]._description_selection(self.env)).get(self.effect),
            "color": SIGNAL_COLORS.get(self.kind, "secondary"),
            "detail": self._told(),
        }


def _own_words(body):
    """The text of a message's HTML without what it quotes, cut off where it is long."""
    if not body:
        return False
    tree = html.fromstring(f"<div>{body}</div>")
    for quote in tree.xpath("//*[@data-o-mail-quote]"):
        quote.drop_tree()
    text = html2plaintext(html.tostring(tree, encoding="unicode")).strip()
    return text if len(text) <= MAX_EXCERPT else f"{text[:MAX_EXCERPT]}…"
