import logging

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...tools.attempt import isolate
from ..base.states import LIVE_STATES

_logger = logging.getLogger(__name__)

# So many are planned anew in one transaction of the job.
CHUNK = 500


class SalesSequenceEligibilityDates(models.AbstractModel):
    """Where steps are counted from a date, whoever enters needs one, and something must be left to do."""

    _name = "sales.sequence.eligibility.dates"
    _description = "Eligibility for a Sequence: Dates"

    def _refuse_by_date(self, candidates):
        """Refuse those without the date that steps are counted from, and those for whom all steps are over."""
        sequence = candidates.sequence.sudo()
        if not candidates.dates_to_count_from or not sequence._date_steps():
            return {}
        refusals, places = {}, {}
        for target in candidates.targets.sudo():
            if candidates.dates_to_count_from[target.id]:
                places[target.id] = sequence._place_of(candidates, target)
            else:
                refusals[target.id] = ("no_date", self._no_date_message(sequence))
        slots = sequence._first_slots(set(places.values()), candidates.now)
        for target_id, place in places.items():
            if not slots[place][-1]:
                words = self.env["sales.sequence"]._reference_in_words(place[-1], place[1])
                message = self.env._("All steps would be in the past: they are counted from %s.", words)
                refusals[target_id] = ("date_over", message)
        return refusals

    def _no_date_message(self, sequence):
        if sequence.date_source == "record":
            return self.env._(
                "“%s” is empty or not a valid date, and the steps of this sequence are counted from it.",
                sequence.date_field_id.field_description,
            )
        if sequence.date_source == "enrollment":
            return self.env._("The steps of this sequence are counted from a date: give it when you enroll.")
        return self.env._("The steps of this sequence are counted from a date: enter it on the sequence.")


class SalesSequenceDates(models.AbstractModel):
    """Notices when a date changes that steps are counted from, so that the dates shown are the real ones.

    A record that is changed in such a field is looked at in the same transaction. Fields that Odoo computes are changed
    without a call of `write`: an hourly look finds those. The runner looks again before each step.
    """

    _name = "sales.sequence.dates"
    _description = "Dates That Steps Are Counted From"

    @api.model
    def _notice_changed_targets(self, targets, field_names):
        """These records were written in these fields: let their enrollments follow."""
        watched = self._watched_fields().get(targets._name)
        if not targets or not watched or watched.isdisjoint(field_names):
            return
        # With all rights: the date is the record's, whoever may see the enrollment.
        enrollments = self.env["sales.sequence.enrollment"].sudo()
        enrollments.search(
            targets._sequence_enrollments_domain()
            & Domain("state", "in", LIVE_STATES)
            & Domain("sequence_id.date_source", "=", "record")
        )._follow_dates()

    @api.model
    @tools.ormcache()
    def _watched_fields(self):
        """``{model name: names of its fields that steps are counted from}``"""
        watched = {}
        # With all rights, as the cache is shared by all users; those that are closed still have people in flight.
        domain = [("date_source", "=", "record"), ("date_field_id", "!=", False), ("in_gallery", "=", False)]
        for sequence in self.env["sales.sequence"].sudo().with_context(active_test=False).search(domain):
            name = sequence._date_field_name()
            if name:
                watched.setdefault(sequence._target_model_name(), set()).add(name)
        return {model_name: frozenset(names) for model_name, names in watched.items()}

    @api.model
    def _follow_all(self):
        """Look at the dates of all records again. An hourly job calls this, with all rights; commits in between."""
        sequences = self.env["sales.sequence"].with_context(active_test=False).search([("date_source", "=", "record")])
        for sequence in sequences:
            for ids in split_every(CHUNK, self._find_changed(sequence), list):
                enrollments = self.env["sales.sequence.enrollment"].browse(ids)
                isolate(enrollments, lambda part: part._follow_dates(), self._log_failure)
                self.env["ir.cron"]._commit_progress()

    def _log_failure(self, enrollment, error):
        # Before the step, the runner meets the same error, and asks the owner for help.
        _logger.warning("The date of %s could not be looked up: %r", enrollment, error)

    def _find_changed(self, sequence):
        """The ids of the live enrollments whose record has another date than the one that they are counted from."""
        name = sequence._date_field_name()
        if not name:
            return []
        Target = self.env[sequence._target_model_name()]
        self.env.flush_all()
        known = "date_at" if Target._fields[name].type == "datetime" else "date_on"
        self.env.cr.execute(
            SQL(
                """SELECT enrollment.id
                     FROM sales_sequence_enrollment enrollment
                     JOIN %s target ON target.id = enrollment.%s
                    WHERE enrollment.sequence_id = %s AND enrollment.state IN %s
                      AND enrollment.%s IS DISTINCT FROM target.%s
                 ORDER BY enrollment.id""",
                SQL.identifier(Target._table),
                SQL.identifier(sequence._enrollment_field_name()),
                sequence.id,
                LIVE_STATES,
                SQL.identifier(known),
                SQL.identifier(name),
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]
