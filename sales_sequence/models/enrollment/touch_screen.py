from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.answer_text import own_words
from ..base.arguments import checked
from ..base.states import LIVE_STATES
from .timeline import CHANNEL_ICONS, SIGNAL_ICONS

# As much of a mail as it takes to tell a person from a machine.
MAX_EXCERPT = 600
# Kinds of signals that are the text of a mail which came back.
WRITTEN = ("reply", "auto_reply", "unsure", "acknowledgement", "address_changed")
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

EFFECT_COLORS = {"meeting": "success", "pause": "warning", "retry": "warning", "stop": "danger", "next": "success"}


class SalesSequenceTouchTimeline(models.AbstractModel):
    """What the screens show of a touch, and what its buttons do."""

    _name = "sales.sequence.touch.timeline"
    _description = "Sales Sequence Activity Log: Screens"

    person_tz = fields.Char(string="Clock", compute="_compute_person_tz", compute_sudo=True)
    phone = fields.Char(compute="_compute_ways_to_reach")
    linkedin_url = fields.Char(string="LinkedIn profile", compute="_compute_ways_to_reach")
    recipient = fields.Char(compute="_compute_recipient", help="To whom the email went, or will go.")
    due_on = fields.Date(string="Due", compute="_compute_due_on", compute_sudo=True, help="Day of an open activity.")
    wait_words = fields.Char(
        compute="_compute_due_on", compute_sudo=True, help="Until when the sequence waits for an open activity."
    )
    script = fields.Html(compute="_compute_script", sanitize=False, help="What to say or write, for this person.")
    sent_body = fields.Html(string="Email", compute="_compute_sent", sanitize=False)
    sent_subject = fields.Char(string="Subject of the email", compute="_compute_sent")
    can_approve = fields.Boolean(compute="_compute_actions")
    can_retry = fields.Boolean(compute="_compute_actions")
    can_mark_done = fields.Boolean(compute="_compute_actions")
    can_open_target = fields.Boolean(compute="_compute_actions")

    def _compute_person_tz(self):
        for touch in self:
            touch.person_tz = touch.enrollment_id.person_tz

    @api.depends_context("uid")
    def _compute_ways_to_reach(self):
        for touch in self:
            touch.phone = touch.enrollment_id.person_phone
            touch.linkedin_url = touch.enrollment_id.person_linkedin_url

    @api.depends("sent_to", "enrollment_id.email_normalized")
    def _compute_recipient(self):
        for touch in self:
            is_ahead = touch.state in ("draft", "queued", "failed")
            touch.recipient = touch.channel == "email" and (
                touch.sent_to or (is_ahead and touch.enrollment_id.email_normalized)
            )

    @api.depends("state", "activity_id.date_deadline", "enrollment_id.next_run_at")
    @api.depends_context("lang")
    def _compute_due_on(self):
        for touch in self:
            touch.due_on = touch.state == "todo" and touch.activity_id.date_deadline
            waits = touch.state == "todo" and touch.enrollment_id.state == "running"
            is_next = touch.enrollment_id.next_step_id == touch.step_id
            touch.wait_words = waits and is_next and touch.enrollment_id._wait_in_words(touch.enrollment_id.next_run_at)

    @api.depends("activity_id.note")
    @api.depends_context("uid")
    def _compute_script(self):
        # Which activities they are; the user's rights on them are checked at once.
        readable = self.sudo().activity_id.with_env(self.env)._filtered_access("read")
        for touch in self:
            activity = touch.sudo().activity_id
            touch.script = activity in readable and activity.note

    @api.depends("mail_message_id")
    @api.depends_context("uid")
    def _compute_sent(self):
        readable = self.sudo().mail_message_id.with_env(self.env)._filtered_access("read")
        for touch in self:
            message = touch.sudo().mail_message_id
            is_told = message in readable
            touch.sent_subject = is_told and message.subject
            touch.sent_body = is_told and message.body

    @api.depends("state", "draft_body", "activity_id.active", "enrollment_id.state", "enrollment_id.next_step_id")
    @api.depends_context("uid")
    def _compute_actions(self):
        open_activities = self.filtered(lambda touch: touch.state == "todo").sudo().activity_id.filtered("active")
        writable = open_activities.with_env(self.env)._filtered_access("write")
        for touch in self:
            enrollment = touch.enrollment_id
            may = enrollment.can_manage
            is_live = enrollment.state in LIVE_STATES and enrollment.next_step_id == touch.step_id
            touch.can_approve = bool(may and touch.state == "draft" and touch.draft_body and is_live)
            touch.can_retry = bool(may and touch.state == "failed" and enrollment.state == "paused" and is_live)
            touch.can_mark_done = touch.state == "todo" and touch.sudo().activity_id in writable
            touch.can_open_target = bool(enrollment.sudo()._target())

    @checked(one=True)
    def action_mark_done(self):
        """Ask what came of the open activity, and complete it: as Odoo's own *Mark Done*."""
        return self.activity_id.with_context(asks_for_outcome=True).action_done()

    # ------------------------------------------------------------------
    # As rows of the timeline
    # ------------------------------------------------------------------

    def _timeline_rows(self, is_ahead=False):
        """One for each attempt, and one for what became of it, unless that is the last attempt.

        :param is_ahead: it is shown among the steps to come
        """
        self.ensure_one()
        # The step's name hides itself where the user may not read it.
        shared = {"icon": CHANNEL_ICONS.get(self.channel, "fa-circle-o"), "title": self.step_id.sudo().display_name}
        # With all rights: outcomes of other companies have names, too.
        attempts = self.sudo().attempt_ids.sorted(lambda attempt: (attempt.occurred_at, attempt.id))
        rows = [{**shared, **attempt._timeline_row()} for attempt in attempts]
        if is_ahead or (attempts and self.state == "done"):
            return rows
        row = {
            **shared,
            "moment": self.done_at or self.create_date,
            "label": self._state_in_words(),
            "color": TOUCH_COLORS.get(self.state, "secondary"),
            "detail": self._due_day_in_words() or self.reason or self.outcome,
            "sent": self.state in ("queued", "sent", "bounced") and self._sent_text(),
        }
        return [*rows, row]

    def _state_in_words(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env)).get(self.state)

    def _due_day_in_words(self):
        self.ensure_one()
        return self.due_on and self.env._("Due %s", self.enrollment_id._date_in_words(self.due_on))

    def _sent_text(self):
        """The email as people read it, or False."""
        return (self.sent_body and html2plaintext(self.sent_body, include_references=False).strip()) or False


class SalesSequenceAttemptTimeline(models.AbstractModel):
    """An attempt as a row of the timeline."""

    _name = "sales.sequence.attempt.timeline"
    _description = "Sales Sequence Attempt: Timeline"

    person_tz = fields.Char(string="Clock", compute="_compute_person_tz", compute_sudo=True)

    def _compute_person_tz(self):
        for attempt in self:
            attempt.person_tz = attempt.touch_id.person_tz

    def _timeline_row(self):
        self.ensure_one()
        outcome = self.outcome_id
        return {
            "moment": self.occurred_at,
            "label": outcome.name if outcome.is_offered else self.env._("Done"),
            "color": EFFECT_COLORS.get(outcome.effect, "secondary"),
            "detail": self.note,
        }


class SalesSequenceSignalTimeline(models.AbstractModel):
    """A signal as a row of the timeline, and the words of the mail that it came from."""

    _name = "sales.sequence.signal.timeline"
    _description = "Sales Sequence Response: Timeline"

    excerpt = fields.Text(string="What they wrote", compute="_compute_mail")
    mail_from = fields.Char(string="Sender of the email", compute="_compute_mail")
    mail_subject = fields.Char(string="Subject of the email", compute="_compute_mail")
    # Plain: what outsiders write never becomes a link here.
    mail_text = fields.Text(string="Email", compute="_compute_mail")
    person_tz = fields.Char(string="Clock", compute="_compute_person_tz", compute_sudo=True)
    can_manage = fields.Boolean(compute="_compute_can_manage")
    has_origin = fields.Boolean(compute="_compute_has_origin", compute_sudo=True, help="Whether it can be opened.")

    def _compute_person_tz(self):
        for signal in self:
            signal.person_tz = signal.enrollment_id.person_tz

    @api.depends_context("uid")
    def _compute_can_manage(self):
        for signal in self:
            signal.can_manage = signal.enrollment_id.can_manage

    @api.depends("mail_message_id", "calendar_event_id", "enrollment_id.lead_id", "enrollment_id.partner_id")
    def _compute_has_origin(self):
        for signal in self:
            came_from = signal.calendar_event_id or signal.mail_message_id.res_id
            signal.has_origin = bool(came_from or signal.enrollment_id._target())

    @api.depends("mail_message_id.body", "mail_message_id.subject", "mail_message_id.email_from")
    @api.depends_context("uid")
    def _compute_mail(self):
        # Which messages they are; the user's rights on them are checked at once.
        readable = self.sudo().mail_message_id.with_env(self.env)._filtered_access("read")
        for signal in self:
            message = signal.sudo().mail_message_id
            is_told = message in readable
            words = own_words(message.body) if is_told else ""
            signal.excerpt = (words if len(words) <= MAX_EXCERPT else f"{words[:MAX_EXCERPT]}…") or False
            signal.mail_from = is_told and message.email_from
            signal.mail_subject = is_told and message.subject
            text = html2plaintext(message.body, include_references=False) if is_told else ""
            signal.mail_text = text.strip() or False

    def _timeline_row(self):
        self.ensure_one()
        return {
            "moment": self.occurred_at,
            "icon": SIGNAL_ICONS.get(self.kind, "fa-bolt"),
            "title": dict(self._fields["kind"]._description_selection(self.env)).get(self.kind),
            "label": dict(self._fields["effect"]._description_selection(self.env)).get(self.effect),
            "color": SIGNAL_COLORS.get(self.kind, "secondary"),
            "detail": self._told(),
            "quote": self.kind in WRITTEN and self.excerpt,
        }
