from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from ...tools.attempt import attempt
from ...tools.texts import quoted
from ..base.arguments import DATE, DAY, FLAG, ID, IDS, TEXT, VALUES, VALUES_LIST, checked
from ..base.jobs import AUDIENCE, RUNNER, wake
from ..base.states import LIVE_STATES
from ..plan.reference_date import DATE_FIELDS, ENROLLMENT
from .candidates import Candidates

# So many are checked and created at once.
CHUNK = 1000
# What `enroll` can do with people who are in another sequence.
CONFLICTS = ("skip", "queue", "replace")
# What decides whom an audience enrolls.
AUDIENCE_FIELDS = {"auto_enroll", "enroll_domain", "state", "active", "target"}


class SalesSequence(models.Model):
    """The one door into a sequence, for the wizard, automations and RPC alike.

    `sales.sequence.eligibility` says who may enter, `sales.sequence.conflicts` what becomes of people who are in
    another sequence, `sales.sequence.starts` when the first step comes, `sales.sequence.first.steps` whether it has to
    wait, `sales.sequence.comparing` who is held back. The audience (`sales.sequence.audience`) and runs in the
    background (`sales.sequence.enroll.run`) come in by `enroll` as well.
    """

    _name = "sales.sequence"
    _inherit = [
        "sales.sequence",
        "sales.sequence.counts",
        "sales.sequence.starts",
        "sales.sequence.first.steps",
        "sales.sequence.comparing",
    ]

    audience_looked_at = fields.Datetime(string="Last search for new matches", readonly=True, copy=False)
    audience_swept_at = fields.Datetime(readonly=True, copy=False, help="When all records were last looked at.")
    audience_note = fields.Char(string="Result", readonly=True, copy=False)

    _check_auto_enroll = models.Constraint(
        "CHECK (auto_enroll IS NOT TRUE OR COALESCE(enroll_domain, '') NOT IN ('', '[]'))",
        "Automatic enrollment needs an audience: without a filter, everybody would be enrolled.",
    )

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Let the audience job know what to watch."""
        for vals in vals_list:
            self._check_keeps_comparison(vals)
        sequences = super().create(vals_list)
        sequences._wake_audience()
        return sequences

    @checked(vals=VALUES)
    def write(self, vals):
        """Enroll the audience of a sequence at once when it goes live, or when its audience changes."""
        self._check_keeps_comparison(vals)
        result = super().write(vals)
        if vals.keys() & AUDIENCE_FIELDS:
            self._wake_audience()
        if vals.keys() & DATE_FIELDS:
            self._follow_dates()
        if vals.get("state") == "closed" or not vals.get("active", True):
            self._end_comparisons()
        return result

    def unlink(self):
        """Stop watching the audience."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _follow_dates(self):
        """Plan anew what is counted from the date of these sequences."""
        # Which fields to watch is cached.
        self.env.registry.clear_cache()
        # With all rights: also the people of colleagues.
        live = [("sequence_id", "in", self.ids), ("state", "in", LIVE_STATES)]
        self.env["sales.sequence.enrollment"].sudo().search(live)._follow_dates()

    # ------------------------------------------------------------------
    # Enrolling
    # ------------------------------------------------------------------

    @checked(one=True, target_ids=IDS, user_id=ID, conflicts=TEXT, after_meeting=FLAG, allow_recent=FLAG, date=DATE)
    def enroll(
        self,
        target_ids,
        user_id=None,
        start_on=None,
        conflicts="skip",
        after_meeting=False,
        allow_recent=False,
        date=None,
    ):
        """Enroll targets; one that cannot be enrolled never blocks the others.

        :param target_ids: ids of the sequence's target model (`crm.lead` or `res.partner`)
        :param user_id: id of the sender; by default each target's salesperson, else the owner
            of the sequence, else the caller
        :param start_on: date (or its string) before which nothing happens, in each target's own zone
        :param conflicts: what becomes of people who are in another sequence: ``"skip"`` refuses them, ``"queue"`` lets
            them enter when they are through it, ``"replace"`` stops that one (`replaced`)
        :param after_meeting: people who have a meeting ahead begin on the day after it, instead of being refused
        :param allow_recent: also enroll people who have lately answered a sequence of the company
        :param date: the date that the steps are counted from, where the sequence has it given at enrollment: a date (or
            its string) for a whole day in each target's own zone, or a date and time in UTC
        :return: ``{"enrolled": [{"target_id", "enrollment_id"}], "refused": [{"target_id",
            "code", "message"}]}``, an `already_live` or `unsure` with the ``"enrollment_id"`` in the way (see
            `_format_refusals`). Codes: `not_live`, `unknown`, `no_right`, `other_company`, `archived`, `won`, `lost`,
            `no_address`, `internal_user`, `blacklisted`, `dead_address`, `opted_out`, `unsure`, `automatic_mail`,
            `already_live`, `enrolled_before`, `answered_recently`, `not_in_audience`, `no_sender`, `meeting`,
            `no_date`, `date_over`.
            With ``conflicts="queue"`` also ``"queued"``, like ``"enrolled"``, the enrollment being the one waited for.
            While the first steps are paused also ``"note"``: the sentence that says so.
        :raises AccessError: the caller is not a user of Sales Sequences, or names a colleague as sender without being
            a manager
        :raises UserError: the sender, a day or the way to deal with conflicts is not valid, or a date is given that the
            sequence does not ask for
        """
        self._check_may_enroll()
        sender = self._get_sender(user_id)
        self._check_may_name(sender)
        start_on = self._check_start(start_on)
        self._check_conflicts(conflicts)
        self._check_date(date)
        enrolled, queued, refused = {}, {}, {}
        for ids in split_every(CHUNK, dict.fromkeys(target_ids), list):
            candidates, refusals = self.env["sales.sequence.eligibility"]._check(
                self, ids, sender, conflicts, start_on, date, after_meeting=after_meeting, allow_recent=allow_recent
            )
            live = {}
            if conflicts != "skip":
                live = self.env["sales.sequence.enrollment"]._find_live(self, candidates.targets, candidates.history())
            if conflicts == "queue":
                queued.update(self.env["sales.sequence.conflicts"]._set_pending(candidates, live, allow_recent))
                candidates = candidates.without(live)
            # With all rights: nobody creates enrollments by hand, and who may be enrolled was checked above.
            created, rivals = self.sudo()._create_enrollments(candidates, live)
            enrolled.update(created)
            refused.update({**refusals, **rivals})
        if enrolled:
            wake(self.env, RUNNER)
        result = {
            "enrolled": [{"target_id": target_id, "enrollment_id": id_} for target_id, id_ in enrolled.items()],
            "refused": self.env["sales.sequence.eligibility"]._format_refusals(self, refused),
        }
        if conflicts == "queue":
            result["queued"] = [{"target_id": target_id, "enrollment_id": id_} for target_id, id_ in queued.items()]
        if self.first_steps_paused_at:
            result["note"] = self.first_steps_pause_why
        return result

    def _check_may_enroll(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences can enroll."))

    def _check_start(self, start_on):
        """:return: the date, or None for at once"""
        start_on = DAY(self.env, "start_on", start_on)
        if start_on and start_on < fields.Date.context_today(self):
            raise UserError(self.env._("The start date %s is in the past.", start_on))
        return start_on

    def _check_date(self, date):
        if date and self.date_source != ENROLLMENT:
            raise UserError(self.env._("“%s” does not ask for a date when people are enrolled.", self.name))

    def _check_conflicts(self, conflicts):
        if conflicts not in CONFLICTS:
            raise UserError(
                self.env._(
                    "“%(value)s” is not a way to deal with conflicts. Use one of: %(ways)s.",
                    value=quoted(conflicts),
                    ways=", ".join(CONFLICTS),
                )
            )

    def _create_enrollments(self, candidates, live=None):
        """Create them all at once or, where somebody else has just enrolled the same person, in halves, so that only
        that person is refused.

        :param live: ``{target id: enrollments}`` that end for it
        :return: ``({target id: enrollment id}, {target id: (code, message)})``
        """
        targets = candidates.targets
        if not targets:
            return {}, {}
        try:
            with attempt(self.env.cr):
                replaced = [live[target_id] for target_id in targets.ids if target_id in (live or ())]
                if replaced:
                    enrollments = self.env["sales.sequence.enrollment"].union(*replaced)
                    self.env["sales.sequence.conflicts"]._stop(self, enrollments)
                values_list = self._enrollment_values(candidates)
                self._draw_arms(candidates, values_list)
                addresses = [candidates.known[target_id] for target_id in targets.ids]
                enrollments = self.env["sales.sequence.enrollment"]._create_batch(values_list, addresses)
                enrollments.flush_recordset()
                enrollments._note_over_at_start()
                enrollments._begin_control()
                return dict(zip(targets.ids, enrollments.ids, strict=True)), {}
        except IntegrityError:
            if len(targets) == 1:
                return {}, {targets.id: self._refusal_of_rival(targets)}
        half = len(targets) // 2
        created, refusals = self._create_enrollments(candidates.only(targets[:half]), live)
        more_created, more_refusals = self._create_enrollments(candidates.only(targets[half:]), live)
        return {**created, **more_created}, {**refusals, **more_refusals}

    def _refusal_of_rival(self, target):
        """Why the database refuses this target. Our transaction cannot see what others have committed since it
        began."""
        with self.env.registry.cursor() as cr:
            now = self.with_env(self.env(cr=cr))
            rival = Candidates(now, now.env[target._name].browse(target.id).exists())
            found = now.env["sales.sequence.eligibility"]._refuse_already_live(rival)
        just_now = self.env._("This person has just been enrolled in another sequence.")
        return found.get(target.id, ("already_live", just_now))

    # ------------------------------------------------------------------
    # The audience
    # ------------------------------------------------------------------

    @checked()
    def action_enroll_audience(self):
        """Look for new matches now, among all records."""
        self.check_access("write")
        self._wake_audience()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": self.env._("Looking for new matches…")},
        }

    def _wake_audience(self):
        # Which fields to watch is cached.
        self.env.registry.clear_cache()
        enrolling = self.filtered(lambda sequence: sequence.auto_enroll and sequence.state == "live")
        if enrolling:
            # The job's own note, not a change that the user makes.
            enrolling.sudo().audience_swept_at = False
            wake(self.env, AUDIENCE)

    @api.model
    def _enroll_audiences(self):
        """Called by the scheduled job. The name is kept in the jobs of existing databases, which updates do not
        change."""
        self.env["sales.sequence.dates"].sudo()._follow_all()
        self.env["sales.sequence.audience"]._enroll_all()
