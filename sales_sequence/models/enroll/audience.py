import logging
from collections import Counter
from datetime import timedelta
from functools import partial

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import split_every

from ...tools.attempt import RETRY_ERRORS, find_error
from ..base.jobs import AUDIENCE, wake
from ..base.states import LIVE_STATES
from .enroll import CHUNK

_logger = logging.getLogger(__name__)

# A look at recent changes goes back a little further than the last one: a transaction may commit after a later one.
OVERLAP = timedelta(minutes=10)
# How often all records are looked at: time alone, or a related record, can make one match.
SWEEP = timedelta(hours=1)
# What a record can be refused for, apart from the audience: when these change, another look is worth it.
ALWAYS_WATCHED = ("active", "email_from", "email", "email_normalized", "user_id", "company_id")
# How long to wait while somebody else works on the same rows.
RETRY = timedelta(minutes=1)


class SalesSequenceAudience(models.AbstractModel):
    """Automatic enrollment: whoever matches the audience of a live sequence enters it.

    A record that is created, or changed in a field of an audience, wakes the job, which looks at what has changed since
    its last look. It looks at all records once an hour. Any other change costs no query.
    """

    _name = "sales.sequence.audience"
    _description = "Audience of a Sequence"

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
            precommit.add(partial(wake, self.env, AUDIENCE))

    @api.model
    @tools.ormcache()
    def _watched_fields(self):
        """``{model name: names of its fields that decide who matches}``, for models that have a live audience."""
        watched = {}
        # With all rights, as the cache is shared by all users.
        for sequence in self.env["sales.sequence"].sudo().search([("auto_enroll", "=", True), ("state", "=", "live")]):
            Target = self.env[sequence._target_model_name()]
            names = watched.setdefault(Target._name, {name for name in ALWAYS_WATCHED if name in Target._fields})
            try:
                conditions = list(sequence._parse_domain("enroll_domain").iter_conditions())
            except Exception as error:
                # Whoever writes a lead must not run into our error; the job notes on the sequence what is wrong.
                _logger.info("The audience of %s cannot be read: %s", sequence, error)
                continue
            for condition in conditions:
                name = condition.field_expr.partition(".")[0]
                names.add(name)
                # A computed and stored field is written when these are.
                sources = self.env.registry.field_depends.get(Target._fields.get(name), ())
                names.update(source.partition(".")[0] for source in sources)
        return {model_name: frozenset(names) for model_name, names in watched.items()}

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _enroll_all(self):
        """Enroll the new matches of all live sequences with automatic enrollment."""
        sequences = self.env["sales.sequence"].search(
            [("auto_enroll", "=", True), ("state", "=", "live")], order="audience_looked_at, id"
        )
        for number, sequence in enumerate(sequences, start=1):
            try:
                error = find_error(self.env, partial(self._enroll, sequence))
            except RETRY_ERRORS as conflict:
                # Somebody works on the same rows: neither the other sequences nor the next hour wait for that.
                error = None
                self.env.cr.rollback()
                _logger.info("New matches of %s are looked for again soon, after a conflict: %s", sequence, conflict)
                wake(self.env, AUDIENCE, [fields.Datetime.now() + RETRY])
            if error:
                _logger.warning("New matches of %s could not be enrolled: %r", sequence, error)
                sequence.audience_note = self.env._("The search failed: %s", error)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(sequences) - number):
                break

    @api.model
    def _enroll(self, sequence):
        """Enroll whoever matches and is in no sequence, and note what came of it."""
        now = fields.Datetime.now()
        is_sweep = not sequence.audience_swept_at or sequence.audience_swept_at <= now - SWEEP
        companies = sequence.company_id or self.env["res.company"].search([("active", "=", True)])
        domain = self._find_new_domain(sequence, companies)
        if not is_sweep:
            domain &= Domain("write_date", ">=", sequence.audience_looked_at - OVERLAP)
        enrolling = sequence.with_context(allowed_company_ids=companies.ids)
        targets = enrolling.env[sequence._target_model_name()].search(domain, order="id")
        target_ids = sequence._filter_visible_to_author(targets, sequence._get_domain("enroll_domain")).ids
        enrolled, refused = 0, Counter()
        for ids in split_every(CHUNK, target_ids, list):
            result = enrolling.enroll(ids)
            enrolled += len(result["enrolled"])
            refused.update(refusal["code"] for refusal in result["refused"])
        sequence.audience_looked_at = now
        if is_sweep:
            sequence.audience_swept_at = now
        if is_sweep or target_ids:
            sequence.audience_note = self._result_in_words(enrolled, refused)

    def _find_new_domain(self, sequence, companies):
        """A `Domain` of those who match and may be new: in no sequence now, not in this one too recently, and without a
        recent answer to any in these companies."""
        # To whoever was only held back the sequence has not happened: when the days are over, they may enter.
        before = Domain("sequence_id", "=", sequence.id) & Domain("exit_reason", "!=", "control")
        if sequence.reenroll_policy == "after":
            before &= Domain("ended_at", ">", fields.Datetime.now() - timedelta(days=sequence.reenroll_days))
        live = Domain("state", "in", LIVE_STATES)
        if sequence.company_id and sequence._enrollment_field_name() == "partner_id":
            # A contact that several companies share may be in one sequence of each.
            live &= Domain("company_id", "=", sequence.company_id.id)
        now = fields.Datetime.now()
        answered = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("replied_at", ">", now - timedelta(days=company.sequence_answer_days))
            for company in companies
            if company.sequence_answer_days
        )
        new = Domain("enrollment_ids", "not any", live | before | answered)
        Target = self.env[sequence._target_model_name()]
        return sequence._get_domain("enroll_domain") & new & Target._sequence_open()

    def _result_in_words(self, enrolled, refused):
        in_words = self.env["sales.sequence.eligibility"]._reason_in_words
        words = [self.env._("%s enrolled", enrolled)]
        words += [f"{in_words(code)}: {count}" for code, count in refused.most_common()]
        return ", ".join(words)


class SalesSequenceTarget(models.AbstractModel):
    """Tells the audience, and whatever is counted from a date, what changes, and the inbox what is deleted."""

    _inherit = "sales.sequence.target"

    @api.model_create_multi
    def create(self, vals_list):
        """A new record may match an audience."""
        targets = super().create(vals_list)
        self.env["sales.sequence.audience"]._notice_changed_targets(self._name)
        return targets

    def write(self, vals):
        """A changed record may match an audience now, and steps may be counted from its date."""
        result = super().write(vals)
        self.env["sales.sequence.audience"]._notice_changed_targets(self._name, vals)
        self.env["sales.sequence.dates"]._notice_changed_targets(self, vals)
        return result

    def unlink(self):
        """Keep nothing of whoever is deleted. Leads and partners do so earlier, while their messages still exist; for
        them nothing is left to do here."""
        self.env["sales.sequence.inbox"]._forget_targets(self)
        return super().unlink()
