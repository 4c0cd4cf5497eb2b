from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.arguments import MOMENT, TEXT, checked
from ..base.states import LIVE_STATES, STATES
from ..base.words import by_user
from .comparison import ARMS

EXIT_REASONS = [
    ("completed", "Completed"),
    ("control", "Comparison over"),
    ("replied", "Answered"),
    ("meeting", "Booked a meeting"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("goal", "Reached the goal"),
    ("opted_out", "Opted out"),
    ("blacklisted", "Blacklisted"),
    ("bounced", "Email bounced"),
    ("complaint", "Complained"),
    ("address_changed", "Address no longer in use"),
    ("archived", "Archived"),
    ("merged", "Merged into another record"),
    ("account", "Somebody else at the company answered"),
    ("deleted", "Record deleted"),
    ("sequence_archived", "The sequence was archived"),
    ("replaced", "Moved to another sequence"),
    ("not_interested", "Not interested"),
    ("manual", "Stopped by hand"),
]
# What people and programs can know; only the engine gives the other reasons.
EXIT_REASONS_OF_PEOPLE = (
    "manual",
    "replied",
    "meeting",
    "not_interested",
    "won",
    "lost",
    "goal",
    "opted_out",
    "bounced",
    "complaint",
)
PAUSE_KINDS = [
    ("manual", "By hand"),
    ("auto_reply", "Out of office"),
    ("unsure", "Answer or auto-reply?"),
    ("failure", "A step failed"),
    ("account", "A colleague of theirs answered"),
    ("sender", "The sender is not available"),
    ("absent", "The user of the next step is away"),
    ("owner", "The salesperson has changed"),
    ("not_now", "Not now"),
    ("no_date", "The date to count from is missing"),
    ("advice", "The first steps of the sequence are paused"),
]


class SalesSequenceEnrollment(models.Model):
    """One target walking through one sequence.

    States, and who moves them:

    ``running``   `next_step_id` is due at `next_run_at`. While the activity of a step that waits is open,
                  `next_step_id` stays there; `next_run_at` is then when we stop waiting, empty for never.
    ``paused``    nothing happens; `pause_kind` and `status_note` say why; `resume_at` is when it resumes
                  automatically, empty for never (`pause`, `resume`). As `unsure` it may have been answered, and
                  waits until somebody says whether it was.
    ``finished``  every step was taken, or the days are over for which it was held back (runner)
    ``stopped``   `exit_reason` says why (`stop`)

    Invariants, held by the database: a person has at most one live (running or paused)
    enrollment per company (by `sales.sequence.address`); an enrollment has ended if and only if it has `ended_at` and
    `exit_reason`, and then it has no next step. State changes only through the verbs below.

    A target that is deleted leaves its enrollments behind, so that the sequence's numbers stay true: stopped, and
    without anything that says who it was (`_forget_target`).

    Its parts, each in a file of this folder:

    ``creation``   how it comes into the database
    ``beginning``  who has not begun yet, and may not where the first steps of the sequence are paused
    ``lifecycle``  what the verbs do: the only writer of `state`
    ``notes``      what is said in the chatter of the target
    ``planning``   when the next step comes
    ``dates``      the date that steps are counted from
    ``person``     who is enrolled, and what else is in that person's way
    ``sender``     who sends, who does the calls and to-dos, and how both pass to somebody else
    ``control``    who is held back to compare the sequence with the old way
    ``questions``  whether they have answered, while nobody has said so
    ``timeline``   what the screens show
    ``own_mails``  emails that were written for this person alone
    ``panel``      where it stands and what can be done about it, as one value for the panel on the forms

    What the verbs do beyond this walk (a verdict on an open question, what follows an end) is added in
    `enroll/enrollment.py`.
    """

    _name = "sales.sequence.enrollment"
    _inherit = [
        "sales.sequence.limits",
        "sales.sequence.references",
        "sales.sequence.enrollment.creation",
        "sales.sequence.enrollment.beginning",
        "sales.sequence.enrollment.lifecycle",
        "sales.sequence.enrollment.notes",
        "sales.sequence.enrollment.planning",
        "sales.sequence.enrollment.dates",
        "sales.sequence.enrollment.person",
        "sales.sequence.enrollment.sender",
        "sales.sequence.enrollment.control",
        "sales.sequence.enrollment.questions",
        "sales.sequence.enrollment.timeline",
        "sales.sequence.enrollment.own.mails",
        "sales.sequence.enrollment.panel",
        "sales.sequence.enrollment.panel.words",
    ]
    _description = "Sales Sequence Enrollment"
    _order = "id desc"

    # Who, in what, from whom
    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="restrict", index=True, readonly=True)
    target = fields.Selection(
        selection=lambda self: self.env["sales.sequence"]._fields["target"]._description_selection(self.env),
        string="Kind of record",
        required=True,
        readonly=True,
        help="The kind of record enrolled; it decides which of the fields below is the record.",
    )
    lifecycle = fields.Selection(related="sequence_id.lifecycle")
    lead_id = fields.Many2one("crm.lead", ondelete="set null", index="btree_not_null", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        ondelete="set null",
        index="btree_not_null",
        compute="_compute_partner_id",
        store=True,
        readonly=False,  # otherwise enrolling would compute it a second time, as with the other fields below
        help="The partner, or for a lead its contact when there is one.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Company of the contact"
    )
    target_name = fields.Char(string="Lead / partner", compute="_compute_target_name")
    email_normalized = fields.Char(
        string="Email",
        compute="_compute_email_normalized",
        store=True,
        readonly=False,
        help="The address that the record has now, to which we write; the last one, if it has none now.",
    )
    address_ids = fields.One2many("sales.sequence.address", "enrollment_id", string="Known addresses", readonly=True)
    email_domain = fields.Char(
        compute="_compute_email_domain",
        store=True,
        readonly=False,  # otherwise enrolling would compute it a second time
        help="For the daily limit per recipient domain.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Sender",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
        help="The same for the whole thread.",
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict", readonly=True)
    comparison_id = fields.Many2one(
        "sales.sequence.comparison", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    arm = fields.Selection(
        ARMS,
        readonly=True,
        copy=False,
        help="What the draw of the comparison gave: the steps, or one to-do and nothing else. Empty outside "
        "a comparison.",
    )
    drawn_as = fields.Char(
        readonly=True, copy=False, help="The key of the company or person for whom the arm was drawn."
    )

    # Where it is, and why
    state = fields.Selection(STATES, default="running", required=True, readonly=True)
    exit_reason = fields.Selection(EXIT_REASONS, string="Ended because", readonly=True)
    pause_kind = fields.Selection(PAUSE_KINDS, string="Paused because", readonly=True)
    status_note = fields.Text(string="What happened", readonly=True)
    status_signal_id = fields.Many2one(
        "sales.sequence.signal", string="Where it came from", ondelete="set null", index="btree_not_null", readonly=True
    )

    # What comes next
    next_step_id = fields.Many2one("sales.sequence.step", ondelete="set null", index="btree_not_null", readonly=True)
    next_channel = fields.Selection(related="next_step_id.channel", string="Next channel")
    next_run_at = fields.Datetime(string="Next step on", readonly=True)
    next_run_moved_by = fields.Char(
        string="Rescheduled because (codes)",
        readonly=True,
        help="Codes of what moved the next date, see `tools/schedule.py`.",
    )
    starts_on = fields.Date(readonly=True, help="Day of the first step, for the daily limit of new enrollments.")
    next_run_why = fields.Char(string="Rescheduled because", compute="_compute_next_run_why", compute_sudo=True)

    # Since when
    paused_at = fields.Datetime(readonly=True)
    resume_at = fields.Datetime(string="Resumes on", readonly=True)
    enrolled_at = fields.Datetime(string="Enrolled on", required=True, readonly=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(string="Ended on", readonly=True)
    replied_at = fields.Datetime(
        string="Answered on", readonly=True, help="First reply by a person, even after the last step."
    )

    # The sequence that follows this one by somebody's choice
    pending_sequence_id = fields.Many2one(
        "sales.sequence",
        string="Next sequence",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        help="The person enters this sequence after completing the present one.",
    )
    pending_target_id = fields.Integer(
        string="Record for the next sequence",
        readonly=True,
        aggregator=None,
        help="Id of the record that enters it: the same person can have several.",
    )
    pending_user_id = fields.Many2one(
        "res.users", string="Sender of the next sequence", ondelete="set null", readonly=True
    )
    pending_start_on = fields.Date(string="Next sequence not before", readonly=True)
    pending_allow_recent = fields.Boolean(
        readonly=True, help="The person enters the next sequence even if they have answered another one lately."
    )
    pending_date = fields.Char(readonly=True, help="The date given for the next sequence, as `enroll` takes it.")
    chains_later = fields.Boolean(
        readonly=True, copy=False, help="Completed while it was open whether they have answered."
    )

    # What is asked about it
    is_unsure = fields.Boolean(
        string="Answer or auto-reply?",
        compute="_compute_is_unsure",
        search="_search_is_unsure",
        compute_sudo=True,
        help="Nobody has said yet whether what they wrote is an answer.",
    )
    interrupted_pause = fields.Json(
        readonly=True, copy=False, help="The pause to go back to when it is clear that they have not answered."
    )
    question_activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    wish_activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )

    # The ledgers
    touch_ids = fields.One2many("sales.sequence.touch", "enrollment_id", string="Activity log", readonly=True)
    signal_ids = fields.One2many("sales.sequence.signal", "enrollment_id", string="Responses", readonly=True)

    _one_live_per_lead = models.UniqueIndex(
        "(lead_id) WHERE state IN ('running', 'paused') AND lead_id IS NOT NULL",
        "This lead is already in an active sequence.",
    )
    _one_live_per_partner = models.UniqueIndex(
        "(company_id, partner_id) "
        "WHERE state IN ('running', 'paused') AND target = 'partner' AND partner_id IS NOT NULL",
        "This partner is already in an active sequence of this company.",
    )
    _due = models.Index("(next_run_at, id) WHERE state = 'running'")
    _by_domain = models.Index("(email_domain, next_run_at) WHERE state = 'running'")
    _in_backlog = models.Index("(user_id) WHERE state = 'running' AND next_run_moved_by LIKE '%backlog%'")
    _to_resume = models.Index("(resume_at) WHERE state = 'paused'")
    _answered = models.Index("(replied_at) WHERE replied_at IS NOT NULL")
    _check_ended = models.Constraint(
        "CHECK ((state IN ('finished', 'stopped')) = (ended_at IS NOT NULL AND exit_reason IS NOT NULL))",
        "An enrollment that has ended needs a date and a reason; one that has not ended has neither.",
    )

    _check_nothing_ahead = models.Constraint(
        "CHECK (state IN ('running', 'paused') OR next_step_id IS NULL AND next_run_at IS NULL)",
        "An enrollment that has ended has no next step.",
    )

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends("email_normalized")
    def _compute_email_domain(self):
        for enrollment in self:
            enrollment.email_domain = (enrollment.email_normalized or "").rpartition("@")[2] or False

    @api.depends("sequence_id.display_name", "target_name")
    def _compute_display_name(self):
        for enrollment in self:
            # The sequence's name hides itself where the user may not read it.
            enrollment.display_name = f"{enrollment.target_name} – {enrollment.sequence_id.sudo().display_name}"
        self._hide_names()

    @api.depends("next_run_moved_by", "next_run_at")
    @api.depends_context("lang")
    def _compute_next_run_why(self):
        for enrollment in self:
            codes = (enrollment.next_run_moved_by or "").split(",")
            # That date is not the one of the step, which is due already.
            waits = "max_wait" in codes
            why = enrollment._wait_in_words(enrollment.next_run_at) if waits else enrollment._explain_move(codes)
            enrollment.next_run_why = why or False

    # ------------------------------------------------------------------
    # Deleting
    # ------------------------------------------------------------------

    def unlink(self):
        """Withdraw what has not left yet: nothing of a deleted enrollment goes out."""
        self._withdraw(self.env._("The enrollment was deleted."))
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if not self.env.su:
            raise UserError(self.env._("An enrollment is history: stop it instead of deleting it."))

    # ------------------------------------------------------------------
    # Verbs: the only doors to `state`
    # ------------------------------------------------------------------

    @checked(until=MOMENT)
    def pause(self, until=None):
        """Hold the running ones; what was left of the delay is kept.

        :param until: naive UTC datetime (or its string) at which they resume automatically
        :raises UserError: `until` is not a valid date and time, is over, or more than ten years away; or all of these
            are held back for a comparison
        """
        managed = self._managed()._except_control()
        if until and until <= self._now():
            raise UserError(self.env._("The date on which it resumes must be in the future."))
        managed._pause("manual", until=until, note=by_user(self.env))
        return True

    @checked()
    def resume(self):
        """Let the paused ones go on; a step that failed is tried again."""
        self._managed()._resume()
        return True

    @checked(reason=TEXT, note=TEXT)
    def stop(self, reason="manual", note=None):
        """End the live ones; nothing already queued goes out.

        :param reason: one of `EXIT_REASONS_OF_PEOPLE` (a module with all rights: of `EXIT_REASONS`), or a sentence,
            which is kept as the note
        :param note: what else there is to say, where the reason is a code
        :raises UserError: the reason is a code that only the engine gives
        """
        managed = self._managed()
        reason = reason or "manual"
        if reason in (dict(EXIT_REASONS) if self.env.su else EXIT_REASONS_OF_PEOPLE):
            managed._stop(reason, note=note or by_user(self.env))
        elif reason in dict(EXIT_REASONS):
            raise UserError(
                self.env._(
                    "Only the sequence itself stops as “%(reason)s”. Say why it ends in a sentence, or with one of: "
                    "%(reasons)s.",
                    reason=reason,
                    reasons=", ".join(EXIT_REASONS_OF_PEOPLE),
                )
            )
        else:
            managed._stop("manual", note=reason)
        return True

    @checked(note=TEXT)
    def action_answered_elsewhere(self, note=None):
        """They answered by phone, in somebody's own mailbox, in person: do all that a reply by mail does, also shortly
        after the last step. Whoever says so knows of it: it counts as handled by the user.

        :param note: how they answered
        :raises UserError: all of these have answered already, or ended for another reason
        """
        if not self.filtered(lambda one: one.state in (*LIVE_STATES, "finished")):
            raise UserError(self.env._("Their sequence has already ended: an answer has nothing left to stop."))
        return self.stop("replied", note)

    @checked()
    def skip_step(self):
        """Skip the step that comes next, or that waits to be done, and plan the one after it.

        :raises UserError: all of these are held back for a comparison
        """
        able = self._managed()._except_control().filtered("next_step_id")
        for step, enrollments in able.grouped("next_step_id").items():
            enrollments._skip(step, self.env._("Skipped by %s.", self.env.user.name))
            enrollments._log_in_chatter(self.env._("skipped “%s”", step.name))
        return True

    @checked()
    def take_next_step(self):
        """Take the next step as soon as the sequence's hours allow, instead of on its day; also of paused ones.

        :raises UserError: all of these are held back for a comparison
        """
        live = self._managed()._except_control()._live()
        live.filtered(lambda enrollment: enrollment.state == "paused")._resume()
        (live - live._waiting_to_begin())._take_next_step()
        return True

    @checked()
    def restart(self):
        """Let those that have ended go on where they were, the delay counted from now. Those that were held back for a
        comparison are held back again, until their days are over.

        :raises UserError: the person is in another sequence by now, no step is left, or the days are over
        """
        self._managed()._restart()
        return True

    @checked()
    def leave_line(self):
        """Cancel the pending sequence of these: nothing follows them any more."""
        self._managed()._drop_pending(by_user(self.env))
        return True

    # ------------------------------------------------------------------
    # Helpers of the verbs
    # ------------------------------------------------------------------

    def _managed(self):
        """These, with all rights for what follows: people may not write the engine's fields themselves, nor read all
        that it touches.

        :raises AccessError: see `_check_can_manage`
        """
        self._check_can_manage()
        return self.sudo()

    def _check_can_manage(self):
        """Whoever may change the target may manage its enrollment. Raises `AccessError`."""
        if self.env.su:
            return
        if not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences can manage enrollments."))
        self.check_access("read")
        for target_records in self._targets_by_model().values():
            target_records.check_access("write")

    def _filter_manageable(self):
        """Those that `_check_can_manage` accepts."""
        if self.env.su:
            return self
        writable = {
            (name, target_id)
            for name, targets in self._targets_by_model().items()
            for target_id in targets._filtered_access("write")._ids
        }

        def is_writable(enrollment):
            # Which record it is, not what is in it: rights were checked above.
            target = enrollment.sudo()._target()
            return (target._name, target.id) in writable

        return self._filtered_access("read").filtered(is_writable)

    def _live(self):
        """Those that have not ended. Whatever calls code of others asks this afterwards: a server action or an
        automation rule may have stopped some."""
        return self.filtered(lambda enrollment: enrollment.state in LIVE_STATES)

    def _touch_at(self, step):
        return self.env["sales.sequence.touch"].search([("enrollment_id", "in", self.ids), ("step_id", "=", step.id)])

    def _queued_touches(self):
        return self._touches_in("queued")

    def _touches_in(self, *states):
        return self.env["sales.sequence.touch"].search([("enrollment_id", "in", self.ids), ("state", "in", states)])

    def _withdraw(self, reason):
        """Take back what has not happened yet: queued mails, drafts, open activities."""
        self._touches_in("draft", "queued", "todo")._withdraw("canceled", reason)

    def _touch_values(self, step, **values):
        self.ensure_one()
        return {
            "enrollment_id": self.id,
            "step_id": step.id,
            "sequence_id": self.sequence_id.id,
            "user_id": self.user_id.id,
            "channel": step.channel,
            **values,
        }

    def _last_touch(self):
        """The touch that an answer without references most likely answers."""
        done = self.touch_ids.filtered(lambda touch: touch.state in ("sent", "done", "queued", "todo"))
        return done.sorted("id")[-1:]

    def _touch_before(self, moment):
        """The last touch that had reached the person by then, to which an answer of that moment is credited. Of an
        automatic action nobody knows."""
        reached = self.touch_ids.filtered(
            lambda touch: touch.state in ("sent", "done") and touch.channel != "action" and touch.done_at
        ).filtered(lambda touch: touch.done_at <= moment)
        return reached.sorted(lambda touch: (touch.done_at, touch.id))[-1:]

    def _steps_taken(self):
        """The touches that happened or are under way."""
        return self.touch_ids.filtered(lambda touch: touch.state not in ("draft", "failed", "canceled"))

    def _now(self):
        return fields.Datetime.now()
