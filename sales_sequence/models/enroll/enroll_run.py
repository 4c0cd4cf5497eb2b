import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.attempt import MAX_RETRIES, RETRY_ERRORS, find_error
from ..base.arguments import checked
from ..base.jobs import ENROLL_RUNS, wake
from ..base.languages import active_language

_logger = logging.getLogger(__name__)

# How many are enrolled in one transaction; the progress shown moves on with each.
CHUNK = 500
OPEN_STATES = ("waiting", "running")
# How long runs that have ended are kept: their refusals name people, who may have been deleted since.
KEPT = timedelta(days=90)


class SalesSequenceEnrollRun(models.Model):
    """Many records that somebody enrolls in the background, and its progress.

    States, and who moves them:

    ``waiting``   nothing has been done yet (`_start`)
    ``running``   the first `handled_count` of `target_ids` have been processed (job)
    ``done``      all of them have (job)
    ``canceled``  somebody has stopped it; whoever was enrolled before stays enrolled (`action_cancel`)
    ``failed``    it could not go on; `note` says why (job)

    Invariant: what is counted is what was committed. A job that is killed leaves only whole enrollments, and the next
    one continues after them.
    """

    _name = "sales.sequence.enroll.run"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Bulk Enrollment"
    _order = "id desc"
    _rec_name = "sequence_id"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("canceled", "Stopped"),
            ("failed", "Failed"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    note = fields.Char(string="What happened", readonly=True)
    active_company_ids = fields.Json(readonly=True, help="Ids of the companies that were active when it was started.")
    user_id = fields.Many2one("res.users", string="Sender", ondelete="set null", readonly=True)
    start_on = fields.Date(string="Not before", readonly=True)
    conflicts = fields.Char(readonly=True)
    after_meeting = fields.Boolean(
        readonly=True, help="People who have a meeting ahead begin after it, instead of being refused."
    )
    date = fields.Char(string="Counted from", readonly=True, help="As `sales.sequence.enroll` takes it.")
    allow_recent = fields.Boolean(string="Include people who answered recently", readonly=True)

    target_ids = fields.Json(readonly=True)
    total_count = fields.Integer(string="Selected", readonly=True)
    handled_count = fields.Integer(string="Processed", readonly=True)
    enrollment_ids = fields.Json(readonly=True)
    enrolled_count = fields.Integer(string="Enrolled", readonly=True)
    # Named, since Odoo would call it “Pending” as well, and complain about two fields with the same label.
    pending_ids = fields.Json(string="Enrollments to end first", readonly=True)
    pending_count = fields.Integer(string="Pending", readonly=True)
    refused = fields.Json(readonly=True, help="As `sales.sequence.enroll` returns them.")
    refused_count = fields.Integer(string="Not enrolled", readonly=True)
    first_steps_pause_why = fields.Char(related="sequence_id.first_steps_pause_why")
    draw_note = fields.Char(compute="_compute_draw_note", help="How many of them are held back for a comparison.")
    progress = fields.Float(compute="_compute_progress", help="Percent.")

    _open = models.Index("(id) WHERE state IN ('waiting', 'running')")

    @api.depends("handled_count", "total_count")
    def _compute_progress(self):
        for run in self:
            run.progress = 100 * run.handled_count / run.total_count if run.total_count else 100

    @api.depends("enrollment_ids")
    def _compute_draw_note(self):
        for run in self:
            # With all rights: whoever may enroll may know of the draw, as it decides what happens.
            enrolled = self.env["sales.sequence.enrollment"].sudo().browse(run.enrollment_ids or []).exists()
            run.draw_note = enrolled._drawn_in_words()

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @api.model
    def _start(self, sequence, target_ids, sender=None, start_on=None, conflicts="skip", **choices):
        """Let the job enroll these targets as the current user would. See `sales.sequence.enroll`. :return: the run"""
        sequence._check_may_enroll()
        sequence._check_may_name(sender)
        # Nobody creates a run by hand: what was checked here must not change before it is done.
        run = self.sudo().create(
            {
                "sequence_id": sequence.id,
                "target_ids": target_ids,
                "total_count": len(target_ids),
                "active_company_ids": self.env.companies.ids,
                "user_id": sender.id if sender else False,
                "start_on": start_on,
                "conflicts": conflicts,
                **choices,
            }
        )
        wake(self.env, ENROLL_RUNS)
        return run.sudo(False)

    @checked()
    def action_cancel(self):
        """Enroll no more of them; whoever was enrolled before stays enrolled."""
        # Whoever may read a run has started it. Nobody writes to it by hand.
        self.check_access("read")
        self.sudo().filtered(lambda run: run.state in OPEN_STATES).write({"state": "canceled"})
        return True

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _work(self):
        """Enroll for all open runs, oldest first. Called by the scheduled job; commits after each `CHUNK`."""
        cron, retries = self.env["ir.cron"], 0
        while run := self.search([("state", "in", OPEN_STATES)], order="id", limit=1):
            try:
                error = find_error(self.env, run._enroll_some)
            except RETRY_ERRORS as conflict:
                # Somebody stops it, or enrolls the same people, at this moment.
                self.env.cr.rollback()
                retries += 1
                if retries > MAX_RETRIES:
                    raise
                _logger.info("%s is retried after a conflict: %s", run, conflict)
                continue
            retries = 0
            if error:
                _logger.warning("%s failed: %r", run, error, exc_info=error)
                run.write({"state": "failed", "note": str(error)})
            if run.state not in OPEN_STATES:
                run._tell()
            waiting = self.search([("state", "in", OPEN_STATES)])
            left = sum(open_run.total_count - open_run.handled_count for open_run in waiting)
            if not cron._commit_progress(CHUNK, remaining=left):
                break

    def _enroll_some(self):
        """Enroll the next `CHUNK` with the rights, the companies and the language of the user who started the run."""
        ids = self.target_ids[self.handled_count : self.handled_count + CHUNK]
        user = self.create_uid
        if not (user.active or user._is_superuser()):
            raise UserError(self.env._("%s, who started this, is no longer an active user.", user.name))
        sequence = self.sequence_id.with_user(user).with_context(
            allowed_company_ids=self.active_company_ids, lang=active_language(self.env, user.lang), tz=user.tz
        )
        today = fields.Date.context_today(sequence)
        result = sequence.enroll(
            ids,
            user_id=self.user_id.id or None,
            # A day that was in the future when the run was started may have passed.
            start_on=self.start_on if self.start_on and self.start_on > today else None,
            conflicts=self.conflicts,
            after_meeting=self.after_meeting,
            allow_recent=self.allow_recent,
            date=self.date or None,
        )
        enrolled, queued = result["enrolled"], result.get("queued", [])
        handled_count = self.handled_count + len(ids)
        self.write(
            {
                "state": "done" if handled_count >= self.total_count else "running",
                "handled_count": handled_count,
                "enrollment_ids": (self.enrollment_ids or []) + [row["enrollment_id"] for row in enrolled],
                "enrolled_count": self.enrolled_count + len(enrolled),
                "pending_ids": (self.pending_ids or []) + [row["enrollment_id"] for row in queued],
                "pending_count": self.pending_count + len(queued),
                "refused": (self.refused or []) + result["refused"],
                "refused_count": self.refused_count + len(result["refused"]),
            }
        )

    @api.autovacuum
    def _delete_old(self):
        """Delete runs that ended long ago; their enrollments stay."""
        before = fields.Datetime.now() - KEPT
        self.search([("state", "not in", OPEN_STATES), ("write_date", "<", before)]).unlink()

    def _tell(self):
        """Notify the user who started the run that it has ended."""
        run = self.with_context(lang=active_language(self.env, self.create_uid.lang), tz=self.create_uid.tz)
        message = run.env._(
            "%(enrolled)s enrolled, %(refused)s not.", enrolled=run.enrolled_count, refused=run.refused_count
        )
        if run.state == "failed":
            message = f"{message} {run.note}"
        elif run.enrolled_count and run.first_steps_pause_why:
            message = f"{message} {run.first_steps_pause_why}"
        if run.draw_note:
            message = f"{message} {run.draw_note}"
        self.create_uid._bus_send(
            "simple_notification",
            {
                "type": "danger" if run.state == "failed" else "success",
                "title": run.sequence_id._numbered_name(),
                "message": message,
                "sticky": run.state == "failed",
            },
        )
