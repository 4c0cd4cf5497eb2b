from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.time_zones import wall_time, zone_info
from ..enrollment.comparison import NOT_CONTROL
from .ledger import PERSON

# First emails of the last so many weeks: what the page offers.
PERIODS = (4, 12, 52)
# What the numbers of the page need to know of a person. Each column that is not read saves PostgreSQL a join.
COLUMNS = ("person", "first_at", "emailed_at", "reached_at", "replied_at", "meeting_at", "opted_out_at", "bounced_at")


class Scope(NamedTuple):
    """Whom a page is about."""

    sequence: models.BaseModel
    sequences: models.BaseModel  # the versions in view
    steps: list  # the steps in view, by rank: a record set for each, with a step of each version
    domain: Domain  # of the report
    of_enrollments: Domain
    since: datetime  # naive UTC: first emails from then on; None for all
    closed_days: int
    zone: str  # of the user: days and weeks are theirs

    def day_of(self, moment):
        """The date of a moment (naive UTC) for the user."""
        return wall_time(moment, zone_info(self.zone)).date()

    def date_of(self, column):
        """The same as `SQL`."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, self.zone)


class SalesSequenceResultsPeople(models.AbstractModel):
    """Whom the page counts: one row for each person in each part of it, all on one clock, which starts with the first
    email of the sequence. Rows and metrics are those of the report (`people.py`, `metrics.py`)."""

    _name = "sales.sequence.results.people"
    _description = "People of the Results of a Sequence"

    # ------------------------------------------------------------------
    # Whom
    # ------------------------------------------------------------------

    def _scope(self, sequence_id, all_versions, filters):
        """:raises UserError: no such sequence, or filters that are not valid
        :raises AccessError: the user may not read the sequence
        """
        sequence = self.env["sales.sequence"].browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore."))
        sequence.check_access("read")
        user_id, weeks = self._read_filters(filters)
        sequences = self._versions(sequence) if all_versions else sequence
        domain = Domain("sequence_id", "in", sequences.ids)
        of_enrollments = domain & NOT_CONTROL
        if user_id:
            domain &= Domain("enrollment_user_id", "=", user_id)
            of_enrollments &= Domain("user_id", "=", user_id)
        return Scope(
            sequence=sequence,
            sequences=sequences,
            steps=self._steps(sequences),
            domain=domain,
            of_enrollments=of_enrollments,
            since=weeks and fields.Datetime.now() - timedelta(weeks=weeks),
            closed_days=self.env["sales.sequence.report"]._closed_days(),
            zone=zone_info(self.env.user.tz or "UTC").key,
        )

    def _read_filters(self, filters):
        filters = filters or {}
        if not isinstance(filters, dict) or filters.keys() - {"user_id", "weeks"}:
            raise UserError(self.env._("Results can be filtered by “user_id” and “weeks”."))
        user_id, weeks = filters.get("user_id") or None, filters.get("weeks") or None
        if user_id is not None and (not isinstance(user_id, int) or isinstance(user_id, bool)):
            raise UserError(self.env._("“user_id” must be the id of a user."))
        if weeks not in (None, *PERIODS):
            raise UserError(self.env._("“weeks” must be one of %s.", ", ".join(map(str, PERIODS))))
        return user_id, weeks

    def _versions(self, sequence):
        """All versions of a sequence that the user may read, archived ones too, oldest first."""
        versions = self.env["sales.sequence"].with_context(active_test=False)
        return versions.search(
            [("first_version_id", "=", sequence.first_version_id.id)], order="version_number, id"
        ).with_env(sequence.env)

    def _steps(self, sequences):
        """The steps of these versions by rank: first steps, second steps … Archived ones count if they were taken."""
        Step = self.env["sales.sequence.step"].with_context(active_test=False)
        steps = Step.search([("sequence_id", "in", sequences.ids)], order="sequence_id, position, id")
        archived = steps.filtered(lambda step: not step.active)
        if archived:
            taken = self.env["sales.sequence.report"]._read_group([("step_id", "in", archived.ids)], ["step_id"])
            steps -= archived - archived.concat(*(step for (step,) in taken))
        ranked = []
        for of_version in steps.grouped("sequence_id").values():
            for rank, step in enumerate(of_version):
                if rank == len(ranked):
                    ranked.append(step)
                else:
                    ranked[rank] |= step
        return ranked

    # ------------------------------------------------------------------
    # Tables of people
    # ------------------------------------------------------------------

    def _relations(self, scope):
        """The `WITH` of every query of the page. Each of its tables stands for `people` in the metrics; what a query
        does not ask for is not executed. `first_at` is always the first email of the sequence."""
        report = self.env["sales.sequence.report"]
        report.flush_model()
        return SQL(
            """WITH counted AS (SELECT part.g0, part.level, %(columns)s FROM (%(counted)s) part),
            page AS (SELECT %(columns)s FROM counted part WHERE part.level != 0%(since)s),
            walk AS (%(walk)s),
            by_step AS (
                SELECT part.g0,
                       part.person,
                       part.emailed_at,
                       part.reached_at,
                       part.replied_at,
                       part.first_at AS taken_at,
                       page.first_at
                  FROM counted part
                  JOIN page ON page.person = part.person AND page.reached_at IS NOT NULL
                 WHERE part.level = 0),
            credited AS (
                SELECT DISTINCT ON (person) person, g0
                  FROM by_step
                 WHERE replied_at IS NOT NULL
              ORDER BY person, replied_at, reached_at DESC),
            steps AS (
                SELECT part.g0,
                       part.person,
                       part.first_at,
                       part.taken_at,
                       part.reached_at,
                       CASE WHEN credited.g0 IS NOT NULL THEN part.replied_at END AS replied_at
                  FROM by_step part
             LEFT JOIN credited ON credited.person = part.person AND credited.g0 = part.g0),
            reps AS (
                SELECT walk.user_id AS g0, page.*
                  FROM page
                  JOIN walk ON walk.person = page.person),
            weeks AS (
                SELECT date_trunc('week', %(first_on)s)::date AS g0, page.*
                  FROM page
                 WHERE page.first_at IS NOT NULL),
            variants AS (
                SELECT part.g0, page.*
                  FROM page
                  JOIN (%(variants)s) part ON part.person = page.person AND part.reached_at IS NOT NULL),
            versions AS (
                SELECT part.g0, %(columns)s
                  FROM (%(versions)s) part
                  JOIN page ON page.person = part.person)""",
            columns=SQL(", ").join(SQL.identifier("part", name) for name in COLUMNS),
            # Touches are read once, for the whole page and by step.
            counted=report._people_in_sets(
                scope.domain, ["step_id"], [[], ["step_id"]], is_apart=SQL("touched.level = 0")
            ),
            since=SQL(" AND part.first_at >= %s", scope.since) if scope.since else SQL(),
            walk=self._walk(scope),
            first_on=scope.date_of(SQL("page.first_at")),
            variants=report._people(self._of_variants(scope), ["variant_id"]),
            versions=report._people(scope.domain, ["sequence_id"]),
        )

    def _of_variants(self, scope):
        """The domain of the emails that were sent in a variant: none, where no step has any."""
        steps = scope.sequences.with_context(active_test=False).step_ids
        return scope.domain & Domain("variant_id", "in", steps.variant_ids.ids)

    def _walk(self, scope):
        """One enrollment of each person: the one that was answered, else the latest. It stands for them in lists."""
        Enrollment = self.env["sales.sequence.enrollment"]
        Enrollment.flush_model()
        seen = Enrollment._search(scope.of_enrollments).subselect()
        return SQL(
            """SELECT DISTINCT ON (person) *
                  FROM (SELECT %(person)s AS person,
                               enrollment.id,
                               enrollment.user_id,
                               enrollment.replied_at,
                               enrollment.next_step_id,
                               enrollment.state IN ('running', 'paused') AS is_live
                          FROM sales_sequence_enrollment enrollment
                     LEFT JOIN sales_sequence_address address
                            ON address.enrollment_id = enrollment.id
                           AND address.email_normalized = enrollment.email_normalized
                           AND enrollment.partner_id IS NULL
                         WHERE enrollment.sequence_id IN %(sequence_ids)s AND enrollment.id IN %(seen)s) enrolled
                 WHERE %(in_period)s
              ORDER BY person, replied_at NULLS LAST, id DESC""",
            person=SQL(PERSON),
            # Said twice, so that PostgreSQL reads no enrollments of other sequences.
            sequence_ids=scope.sequences._ids,
            seen=seen,
            in_period=SQL("person IN (SELECT page.person FROM page)") if scope.since else SQL("TRUE"),
        )

    def _condition(self, text):
        """A condition of `metrics.py` as `SQL`."""
        return SQL(text, **self.env["sales.sequence.report"]._clock())
