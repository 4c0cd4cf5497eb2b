from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.own_context import Flag
from ...tools.time_zones import wall_time, zone_info
from ..base.arguments import VALUES, checked
from ..plan.step import CHANNELS
from .drafts import DRAFT_TEXTS
from .touch_screen import WRITTEN

TOUCH_STATES = [
    ("draft", "To review"),
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("todo", "To do"),
    ("done", "Done"),
    ("skipped", "Skipped"),
    ("failed", "Failed"),
    ("bounced", "Bounced"),
    ("canceled", "Canceled"),
]


class SalesSequenceTouch(models.Model):
    """Something we did to a target: one row per (enrollment, step), never deleted.

    States, and who moves them:

    ``draft``     email written, waits for a review (runner)
    ``queued``    email in Odoo's mail queue (runner, or the reviewer)
    ``sent``      accepted by the mail server (mail queue)
    ``todo``      activity in the rep's queue (runner)
    ``done``      activity marked done, or automatic action executed (rep, runner)
    ``skipped``   left out: by hand, or an activity that nobody did in time
    ``failed``    could not be executed; `reason` says why; a retry moves it on
    ``bounced``   the mail came back (inbox)
    ``canceled``  withdrawn before it happened; `reason` says why

    Invariant: (enrollment, step) is unique in the database. It is what makes a crash
    between two lines harmless: nothing can be done twice.
    """

    _name = "sales.sequence.touch"
    _inherit = [
        "sales.sequence.limits",
        "sales.sequence.references",
        "sales.sequence.touch.clicks",
        "sales.sequence.touch.draft",
        "sales.sequence.touch.mails",
        "sales.sequence.touch.timeline",
        "sales.sequence.touch.panel",
    ]
    _description = "Sales Sequence Activity Log"
    _order = "id desc"

    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", required=True, ondelete="cascade", index=True, readonly=True
    )
    step_id = fields.Many2one("sales.sequence.step", required=True, ondelete="restrict", index=True, readonly=True)
    # A wording that people have had is archived, never deleted: its results would be lost.
    variant_id = fields.Many2one(
        "sales.sequence.step.variant", ondelete="restrict", index="btree_not_null", readonly=True
    )
    assignment_id = fields.Many2one(
        "sales.sequence.assignment",
        string="Draw of the variant",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="restrict", index=True, readonly=True)
    lifecycle = fields.Selection(related="sequence_id.lifecycle")
    user_id = fields.Many2one("res.users", string="Sender", ondelete="restrict", index=True, readonly=True)
    company_id = fields.Many2one(related="enrollment_id.company_id")
    target_name = fields.Char(related="enrollment_id.target_name")
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    state = fields.Selection(TOUCH_STATES, required=True, readonly=True)
    done_at = fields.Datetime(string="Date", readonly=True, help="When it happened: sent, done, skipped or given up.")
    mail_message_id = fields.Many2one(
        "mail.message", string="Message", ondelete="set null", index="btree_not_null", readonly=True
    )
    sent_to = fields.Char(
        readonly=True,
        help="The addresses that the email went to, copies included: a bounce or a complaint can only be about these.",
    )
    activity_id = fields.Many2one("mail.activity", ondelete="set null", index="btree_not_null", readonly=True)
    activity_user_id = fields.Many2one(related="activity_id.user_id", string="Assigned to")
    activity_date_deadline = fields.Date(related="activity_id.date_deadline", string="Due on")
    due_at = fields.Datetime(
        string="Not before",
        readonly=True,
        copy=False,
        help="When the rep means to do it: as promised to the person, at another hour, or snoozed until then.",
    )
    due_kind = fields.Selection(
        [("promised", "Promised"), ("retry", "Another attempt"), ("snoozed", "Snoozed")], readonly=True, copy=False
    )
    late_at = fields.Datetime(
        string="Late from",
        readonly=True,
        copy=False,
        help="Done from this moment on, it was done late: on a business day of the sequence's calendar after the due "
        "date, which the activity no longer tells once it is deleted.",
    )
    outcome_id = fields.Many2one(
        "sales.sequence.outcome",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="The outcome of the last attempt.",
    )
    answer_ids = fields.One2many(
        "sales.sequence.signal", "touch_id", string="What came back", domain=[("kind", "in", WRITTEN)], readonly=True
    )
    attempt_ids = fields.One2many("sales.sequence.attempt", "touch_id", string="Attempts", readonly=True)
    digest_message_id = fields.Many2one(
        "mail.message", string="Digest", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    outcome = fields.Text(
        string="Feedback",
        readonly=True, help="What the rep wrote when marking it done, or what an automatic action had to say."
    )
    reason = fields.Text(readonly=True, help="Why it failed, was skipped or withdrawn, or still waits.")
    # Not in a column: a click would get into the way of the engine, which writes here.
    click_ids = fields.One2many("sales.sequence.click", "touch_id", string="Clicks", readonly=True)
    clicked_at = fields.Datetime(related="click_ids.clicked_at", string="Clicked on")
    replied_at = fields.Datetime(string="Answered on", readonly=True)

    _unique_step = models.UniqueIndex(
        "(enrollment_id, step_id)", "This step has already been taken for this enrollment."
    )
    _sender_recent = models.Index("(user_id, done_at) WHERE channel = 'email'")
    # Rows lie in the order of time: some kilobytes for a million of them.
    _recent = models.Index("USING brin (done_at)")
    _failed = models.Index("(sequence_id) WHERE state = 'failed'")
    # The few open activities among all that was ever done.
    _open_tasks = models.Index("(enrollment_id, step_id) WHERE state = 'todo'")
    # What a rep reviews, and has approved today, among all that they ever sent.
    _to_review = models.Index("(user_id) WHERE state = 'draft'")
    _approved = models.Index("(approved_by_id, done_at) WHERE approved_by_id IS NOT NULL")

    @api.depends("step_id.name", "enrollment_id.target_name")
    def _compute_display_name(self):
        for touch in self:
            # With all rights: the step belongs to the touch, whoever may read the sequence.
            touch.display_name = f"{touch.step_id.sudo().display_name} – {touch.enrollment_id.target_name}"
        self._hide_names()

    @checked(vals=VALUES)
    def write(self, vals):
        """People may only edit the text of a draft; the rest is a record of what happened."""
        if not self.env.su and (
            vals.keys() - DRAFT_TEXTS or self.filtered(lambda touch: touch.state != "draft")
        ):
            raise AccessError(self.env._("Only the subject and body of an email that waits for review can be changed."))
        changed = self.browse() if self.env.su else self._find_changed_drafts(vals)
        result = super().write(vals)
        # With all rights: the engine's own field.
        changed.sudo().draft_changed_by_id = self.env.user
        return result

    def _settle_as(self, state, reason=False, outcome=False, moment=None):
        """Close a touch: nothing else writes its final state.

        :param moment: naive UTC, now by default
        """
        if self:
            self.write(
                {
                    "state": state,
                    "done_at": moment or fields.Datetime.now(),
                    "reason": reason,
                    "outcome": outcome,
                }
            )

    def _give_up(self):
        """The activities were canceled by hand: the step is skipped, the sequence continues."""
        self._settle_as("skipped", reason=self.env._("The activity was canceled by %s.", self.env.user.name))
        self._advance_enrollments()

    def _wait_for_new_deadline(self):
        """The activities were rescheduled: wait from the new date on. A moment of another day is no longer meant."""
        moved = self.filtered(lambda one: one.due_at and one._day_of(one.due_at) != one.activity_id.date_deadline)
        moved.write({"due_at": False, "due_kind": False})
        self._note_late_from()
        waiting, known_times = self.filtered(lambda touch: touch.enrollment_id.next_step_id == touch.step_id), {}
        for (step, since), touches in waiting.grouped(
            lambda touch: (touch.step_id, touch.due_at or touch.activity_id.date_deadline)
        ).items():
            touches.enrollment_id._plan_wait(step, since=since, known_times=known_times)

    def _note_late_from(self):
        """Keep from when on these open activities are late."""
        known_times = {}
        for (_sequence, _company, user, day), touches in self.grouped(
            lambda touch: (
                touch.sequence_id,
                touch.company_id,
                touch.activity_id.user_id,
                touch.activity_id.date_deadline,
            )
        ).items():
            touches.late_at = touches.enrollment_id[:1]._late_from(day, user, known_times)

    def _day_of(self, moment):
        """The date of a moment (naive UTC) for whoever has the activity."""
        zone = self.activity_id.user_id.tz or self.company_id._sequence_time_zone()
        return wall_time(moment, zone_info(zone)).date()

    def _advance_enrollments(self):
        waiting = self.filtered(lambda touch: touch.enrollment_id.next_step_id == touch.step_id)
        for step, touches in waiting.grouped("step_id").items():
            touches.enrollment_id._leave_step(step)

    def _withdraw(self, state, reason):
        """Take these back before they happen: cancel queued mails, remove open activities.

        A mail whose row is locked is being handed to the mail server at this moment: it is
        out, and its touch will say so. The others become `state` (`skipped` or `canceled`).
        """
        mails = self.filtered(lambda touch: touch.state == "queued")._mails(("outgoing", "exception", "cancel"))
        canceled_mails = mails.try_lock_for_update()
        canceled_mails.write({"state": "cancel", "failure_reason": reason})
        being_sent = (mails - canceled_mails).mail_message_id
        withdrawn = self.filtered(lambda touch: touch.mail_message_id not in being_sent or not being_sent)
        withdrawn.activity_id.filtered("active").with_context(sales_sequence_withdraws=Flag.ON).unlink()
        withdrawn._settle_as(state, reason=reason)

    def _reassign_activities(self, leaving=None, to=None):
        """As `_reassign_activities` of the enrollment, for some of the open activities only."""
        by_user = {}
        for touch in self.filtered("activity_id.active"):
            user, reason = (to, False) if to else touch.enrollment_id._assignee(leaving)
            if user != touch.activity_id.user_id:
                by_user.setdefault((user, reason), []).append(touch.id)
        # With all rights: these are the activities of colleagues.
        moved = self.env["mail.activity"].sudo()
        for (user, reason), touch_ids in by_user.items():
            touches = self.browse(touch_ids)
            # Quick update: one notification a day to each user, not one for each activity.
            touches.activity_id.with_context(mail_activity_quick_update=True).write({"user_id": user.id})
            touches.write({"reason": reason})
            moved += touches.activity_id
        if moved:
            # Each reader gets only the names of targets that they may read.
            self.env["sales.sequence.digest"].sudo()._hand_over(moved)

    @checked()
    def action_retry(self):
        """Try the failed steps again."""
        failed = self.filtered(lambda touch: touch.state == "failed")
        return failed.enrollment_id.resume()

    @checked(one=True)
    def action_open_target(self):
        """Open the lead or partner that was touched."""
        return self.enrollment_id.action_open_target()
