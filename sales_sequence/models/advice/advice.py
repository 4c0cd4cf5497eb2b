import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ...tools.advice import ACT, HINT, SEVERITIES, WARNING, has_become_worse
from ...tools.attempt import RETRY_ERRORS, find_error, isolate

_logger = logging.getLogger(__name__)

BATCH_SIZE = 50
# A run of the job that is cut short is followed by another one at once, which need not look at these again.
JUST_LOOKED = timedelta(minutes=10)


class SalesSequenceAdvice(models.Model):
    """What could be better about a sequence, found by rules. It changes nothing by itself.

    One row for each thing found the last time that somebody looked, with what its sentence says (`facts`); the
    sentence is made for its reader.

    States:

    ``open``       shown everywhere
    ``dismissed``  somebody has said why it does not matter (`dismiss`); shown folded, and open again once it becomes
                   more severe, or more people are stuck. `restore` opens it, too.

    Whatever is not found any more is deleted, with its dismissal. Invariant, held by the database: one row for each
    (sequence, rule, step).

    Its parts, each in a file of this folder:

    ``plan_advice``     rules about what is written
    ``results_advice``  rules about what has come of it
    ``shown``           what the screens ask for, and what a user does about it
    """

    _name = "sales.sequence.advice"
    _inherit = [
        "sales.sequence.advice.plan",
        "sales.sequence.advice.results",
        "sales.sequence.advice.shown",
        "sales.sequence.limits",
        "sales.sequence.references",
    ]
    _description = "Advice about a Sequence"
    _order = "id"
    _rec_name = "code"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True, readonly=True)
    step_id = fields.Many2one("sales.sequence.step", ondelete="cascade", index="btree_not_null", readonly=True)
    code = fields.Char(required=True, readonly=True)
    severity = fields.Selection(
        [(ACT, "To act on"), (WARNING, "Warning"), (HINT, "Hint")], required=True, readonly=True
    )
    facts = fields.Json(readonly=True)
    found_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    dismissed_at = fields.Datetime(readonly=True)
    dismissed_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    dismiss_note = fields.Char(string="Why it does not matter", readonly=True)

    _once = models.UniqueIndex("(sequence_id, code, COALESCE(step_id, 0))")

    # ------------------------------------------------------------------
    # Looking
    # ------------------------------------------------------------------

    @api.model
    def _find(self, sequences):
        """Everything that the rules find now. Stores nothing, with a fixed number of queries.

        :return: list of `Finding`, the most severe ones first
        """
        # With all rights: what is wrong with a sequence does not depend on who looks.
        advisor, sequences = self.sudo(), sequences.sudo().filtered(lambda one: one.active and not one.in_gallery)
        if not sequences:
            return []
        found = [*advisor._find_in_plan(sequences), *advisor._find_in_results(sequences)]
        return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))

    @api.model
    def _refresh(self, sequences):
        """Store what is found now, delete what is gone, and open again what was dismissed and has become worse.

        :return: list of `Finding`
        """
        found = self._find(sequences)
        by_key = {finding.key: finding for finding in found}
        rows = self.sudo().search([("sequence_id", "in", sequences.ids)])
        rows.filtered(lambda row: row._finding_key() not in by_key).unlink()
        rows = rows.exists()
        for row in rows:
            row._update_from(by_key[row._finding_key()])
        known = {row._finding_key() for row in rows}
        self._insert([finding for key, finding in by_key.items() if key not in known])
        return found

    def _finding_key(self):
        """As `Finding.key`."""
        return self.sequence_id.id, self.code, self.step_id.id

    def _update_from(self, finding):
        if not self.dismissed_at:
            self.write({"severity": finding.severity, "facts": finding.facts})
        # What was dismissed stays as it was then: it may come back to that.
        elif has_become_worse(finding, self.severity, self.facts):
            self.write(
                {
                    "severity": finding.severity,
                    "facts": finding.facts,
                    "dismissed_at": False,
                    "dismissed_by_id": False,
                    "dismiss_note": False,
                }
            )

    @api.model
    def _insert(self, findings):
        """Store these; somebody else may just have done the same."""
        if not findings:
            return
        facts = self._fields["facts"]
        self.env.cr.execute(
            """INSERT INTO sales_sequence_advice (sequence_id, code, step_id, severity, facts, found_at)
                    SELECT *, %s FROM unnest(%s::int[], %s::text[], %s::int[], %s::text[], %s::jsonb[])
               ON CONFLICT DO NOTHING""",
            [
                fields.Datetime.now(),
                [finding.sequence_id for finding in findings],
                [finding.code for finding in findings],
                [finding.step_id or None for finding in findings],
                [finding.severity for finding in findings],
                [facts.convert_to_column(finding.facts, self) for finding in findings],
            ],
        )
        self.invalidate_model()

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _look(self):
        """Find what there is to say about all live sequences, and do what some rules ask for. Called by the scheduled
        job, commits after each batch."""
        self._tidy_up()
        ids, due = self._ids_to_look_at()
        for number, batch_ids in enumerate(split_every(BATCH_SIZE, ids)):
            batch = self.env["sales.sequence"].sudo().browse(batch_ids)
            try:
                isolate(batch, self._look_at, self._log_failure)
                self._note_looked(batch)
            except RETRY_ERRORS as conflict:
                # Somebody works on the same rows: the others do not wait for that, and these are the first next time.
                self.env.cr.rollback()
                _logger.info("Advice is looked for again later, after a conflict: %s", conflict)
            remaining = max(0, due - BATCH_SIZE * number - len(batch))
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break

    def _tidy_up(self):
        """Do what does not depend on what is found, also about sequences that are not looked at any more. Where it
        fails, advice is looked for all the same."""
        Sequence = self.env["sales.sequence"].sudo()
        for act in (Sequence._withdraw_reviews, Sequence._let_latecomers_begin):
            try:
                error = find_error(self.env, act)
            except RETRY_ERRORS as conflict:
                self.env.cr.rollback()
                error = conflict
            if error:
                _logger.error("Advice goes on without this, which is tried again an hour later: %r", error)

    def _ids_to_look_at(self):
        """:return: ids of the live sequences, those that have waited longest first, and how many of them have to be
        looked at before the job may rest"""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT id, advice_looked_at FROM sales_sequence WHERE state = 'live' AND active
             ORDER BY advice_looked_at NULLS FIRST, id"""
        )
        rows = self.env.cr.fetchall()
        since = fields.Datetime.now() - JUST_LOOKED
        return [id_ for id_, _at in rows], sum(not at or at <= since for _id, at in rows)

    def _look_at(self, sequences):
        found = self._refresh(sequences)
        self._act_on_plan(sequences, found)
        self._act_on_results(sequences, found)

    def _note_looked(self, sequences):
        self.env.cr.execute(
            "UPDATE sales_sequence SET advice_looked_at = %s WHERE id = ANY(%s)",
            [fields.Datetime.now(), sequences.ids],
        )
        sequences.invalidate_recordset(["advice_looked_at"])

    def _log_failure(self, sequence, error):
        _logger.error("No advice could be found about sequence %s: %r", sequence.id, error)
