import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import split_every

from ...tools.attempt import RETRY_ERRORS, attempt
from ..base.arguments import VALUES, VALUES_LIST, checked
from ..base.jobs import AUDIENCE, wake
from ..base.states import LIVE_STATES
from .enroll import CHUNK

_logger = logging.getLogger(__name__)

# A look at what changed goes back a little further than the last one: a transaction may be committed after a later one.
OVERLAP = timedelta(minutes=10)
# So often all records are looked at: time alone, or a related record, can make one match.
SWEEP = timedelta(hours=1)
# What a record can be refused for, beside the audience: a change of these is worth another look.
ALWAYS_WATCHED = ("active", "email_from", "email", "email_normalized", "user_id", "company_id")
# So long after somebody was in the way.
RETRY = timedelta(minutes=1)


class SalesSequence(models.Model):
    """Who is enrolled without anybody pressing a button: whoever matches the audience of a live sequence.

    A record that is created, or changed in a field of an audience, wakes the job, which then looks at what has changed
    since its last look; all others are looked at once an hour. Any other change costs no query.
    """

    _inherit = "sales.sequence"

    audience_looked_at = fields.Datetime(string="Last look for new matches", readonly=True, copy=False)
    audience_swept_at = fields.Datetime(readonly=True, copy=False, help="When all records were looked at last.")
    audience_note = fields.Char(string="What it found", readonly=True, copy=False)

    _check_auto_enroll = models.Constraint(
        "CHECK (auto_enroll IS NOT TRUE OR COALESCE(enroll_domain, '') NOT IN ('', '[]'))",
        "Say which records match before new ones enroll by themselves: without a filter everybody would get in.",
    )

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """A sequence that enrolls by itself has an audience to watch."""
        sequences = super().create(vals_list)
        sequences._audience_changed()
        return sequences

    @checked(vals=VALUES)
    def write(self, vals):
        """Whoever matches the audience of a sequence that goes live is enrolled at once."""
        result = super().write(vals)
        if vals.keys() & {"auto_enroll", "enroll_domain", "state", "active", "target"}:
            self._audience_changed()
        return result

    def unlink(self):
        """There may be nothing left to watch."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _audience_changed(self):
        self.env.registry.clear_cache()
        enrolling = self.filtered(lambda sequence: sequence.auto_enroll and sequence.state == "live")
        if enrolling:
            enrolling.sudo().audience_swept_at = False
            self.sudo()._wake_audience_job()

    # ------------------------------------------------------------------
    # What changes
    # ------------------------------------------------------------------

    @api.model
    def _notice_changed_targets(self, model_name, field_names=None):
        """Targets were created, or written in these fields: wake the job if somebody may match now.

        Once a transaction, at its end: a savepoint that is rolled back must not take the wake-up with it.
        """
        watched = self._watched_fields().get(model_name)
        if watched is None or (field_names is not None and watched.isdisjoint(field_names)):
            return
        precommit = self.env.cr.precommit
        if not precommit.data.get("sales_sequence_audience"):
            precommit.data["sales_sequence_audience"] = True
            precommit.add(self.sudo()._wake_audience_job)

    @api.model
    @tools.ormcache()
    def _watched_fields(self):
        """``{model name: names of its fields that decide who matches}``, for models that a live audience is of."""
        watched = {}
        for sequence in self.sudo().search([("auto_enroll", "=", True), ("state", "=", "live")]):
            Target = self.env[sequence._target_model_name()]
            names = watched.setdefault(Target._name, {name for name in ALWAYS_WATCHED if name in Target._fields})
            try:
                conditions = list(sequence._parse_domain("enroll_domain").iter_conditions())
            except Exception as error:
                # Whoever writes a lead must not meet our error; the job says on the sequence what is wrong.
                _logger.info("The audience of %s cannot be read: %s", sequence, error)
                continue
            for condition in conditions:
                name = condition.field_expr.partition(".")[0]
                names.add(name)
                # Computed and stored: written when these are.
                sources = self.env.registry.field_depends.get(Target._fields.get(name), ())
                names.update(source.partition(".")[0] for source in sources)
        return {model_name: frozenset(names) for model_name, names in watched.items()}

    def _wake_audience_job(self, moment=None):
        """:param moment: naive UTC, at once by default"""
        wake(self.env, AUDIENCE, moment and [moment])

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _enroll_audiences(self):
        """Enroll new matches of all live sequences that do so by themselves. Called by the scheduled job."""
        sequences = self.search([("auto_enroll", "=", True), ("state", "=", "live")], order="audience_looked_at, id")
        for number, sequence in enumerate(sequences, start=1):
            try:
                with attempt(self.env.cr):
                    sequence._enroll_audience()
            except RETRY_ERRORS as error:
                # Somebody works on the same rows: neither the others nor the next hour have to wait for that.
                self.env.cr.rollback()
                _logger.info("The audience of %s is looked at again: %s", sequence, error)
                self._wake_audience_job(fields.Datetime.now() + RETRY)
            except Exception as error:
                if self.env.cr.connection.closed:
                    raise
                self.env.invalidate_all(flush=False)
                _logger.warning("New matches of %s could not be enrolled: %s", sequence, error)
                sequence.audience_note = self.env._("It could not look: %s", error)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(sequences) - number):
                break

    def _enroll_audience(self):
        """Enroll who matches and is in no sequence, and note what came of it."""
        now = fields.Datetime.now()
        is_sweep = not self.audience_swept_at or self.audience_swept_at <= now - SWEEP
        domain = self._find_new_domain()
        if not is_sweep:
            domain &= Domain("write_date", ">=", self.audience_looked_at - OVERLAP)
        companies = self.company_id or self.env["res.company"].search([("active", "=", True)])
        sequence = self.with_context(allowed_company_ids=companies.ids)
        targets = sequence.env[self._target_model_name()].search(domain, order="id")
        target_ids = self._filter_visible_to_author(targets, self._get_domain("enroll_domain")).ids
        enrolled, refused = 0, Counter()
        for ids in split_every(CHUNK, target_ids, list):
            result = sequence.enroll(ids)
            enrolled += len(result["enrolled"])
            refused.update(refusal["code"] for refusal in result["refused"])
        self.audience_looked_at = now
        if is_sweep:
            self.audience_swept_at = now
        if is_sweep or target_ids:
            self.audience_note = self._audience_in_words(enrolled, refused)

    def _find_new_domain(self):
        """A `Domain` of who matches and may be new: in no sequence now, and not in this one before its time."""
        before = Domain("sequence_id", "=", self.id)
        if self.reenroll_policy == "after":
            before &= Domain("ended_at", ">", fields.Datetime.now() - timedelta(days=self.reenroll_days))
        live = Domain("state", "in", LIVE_STATES)
        if self.company_id and self._enrollment_field_name() == "partner_id":
            # A contact that several companies share is in one sequence of each.
            live &= Domain("company_id", "=", self.company_id.id)
        taken = live | before
        Target = self.env[self._target_model_name()]
        new = Domain("enrollment_ids", "not any", taken)
        return self._get_domain("enroll_domain") & new & Target._sequence_open()

    def _audience_in_words(self, enrolled, refused):
        words = [self.env._("%s enrolled", enrolled)]
        line = self.env["sales.sequence.enroll.wizard.line"]
        words += [f"{line._reason_in_words(code)}: {count}" for code, count in refused.most_common()]
        return ", ".join(words)

    @checked()
    def action_enroll_audience(self):
        """Look for new matches now, among all records."""
        self.check_access("write")
        self.sudo()._audience_changed()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": self.env._("New matches are being looked for.")},
        }
