from datetime import timedelta

from odoo import api, fields, models

from ...tools.addresses import person_key
from ...tools.experiment import draw
from .comparison import ARMS


class SalesSequenceAssignment(models.Model):
    """Which variant of a step a unit gets, and with which weights that was drawn; or, where a sequence is compared with
    the old way, in which arm of the comparison it is.

    A *unit* is a company with all its people (the commercial partner), else a person (the address): colleagues compare
    their mail. It is drawn once, at the first email of a step with several variants, by a hash of step and unit, and
    looked up from then on. Whatever is not sent any more (weight 0, or archived) is sent to nobody: then the unit is
    drawn anew, with the weights of that moment, unless somebody of it has had an email already. That one still counts
    as what it was.

    The weights are what makes the evidence of an experiment true (`tools/experiment.py`). The number of the experiment
    is that of the step at the draw: a changed text begins a new one.

    The arm of a comparison is drawn when the first of a unit is enrolled, and never anew.

    Invariant, held by the database: one row for each (step, number, unit), and for each (comparison, unit). Of two
    transactions that draw for one unit at the same moment, one fails and tries again.

    Only the engine writes it, by SQL: a batch draws for hundreds.
    """

    _name = "sales.sequence.assignment"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Variant of a Step for a Company or Person"
    _log_access = False
    _rec_name = "unit"

    step_id = fields.Many2one("sales.sequence.step", ondelete="cascade", readonly=True)
    comparison_id = fields.Many2one("sales.sequence.comparison", ondelete="cascade", readonly=True)
    arm = fields.Selection(ARMS, readonly=True, help="What the draw of the comparison gave.")
    number = fields.Integer(string="Experiment", required=True, readonly=True, aggregator=None)
    unit = fields.Char(required=True, readonly=True, help="The key of the commercial partner, else of the address.")
    variant_id = fields.Many2one("sales.sequence.step.variant", ondelete="cascade", index=True, readonly=True)
    weights = fields.Json(
        required=True, readonly=True, help="``{variant id: weight}``, or ``{arm: weight}``, when it was drawn."
    )
    assigned_at = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(step_id, number, unit)")
    _once_compared = models.UniqueIndex("(comparison_id, unit) WHERE comparison_id IS NOT NULL")
    _check_drawn_for = models.Constraint(
        "CHECK (step_id IS NOT NULL AND variant_id IS NOT NULL AND comparison_id IS NULL"
        " OR step_id IS NULL AND variant_id IS NULL AND comparison_id IS NOT NULL AND arm IS NOT NULL)",
        "A draw is either for the variants of a step, or for the arms of a comparison.",
    )

    @api.model
    def _unit(self, enrollment):
        """The key of the unit that an enrollment belongs to now."""
        return self._unit_key(enrollment.partner_id.commercial_partner_id.id, enrollment.email_normalized) or (
            f"e{enrollment._origin.id}"
        )

    @api.model
    def _unit_key(self, commercial_partner_id, email):
        """:return: the key; None where the record was deleted and nothing says who it was"""
        if commercial_partner_id:
            return f"p{commercial_partner_id}"
        return f"a{person_key(email)}" if email else None

    @api.model
    def _unit_of_target(self, contact, email, target):
        """As `_unit`, of somebody who is about to be enrolled.

        :param contact: `res.partner` behind the target, or empty
        :param email: its normalized address, or False
        """
        key = self._unit_key(contact.commercial_partner_id.id, email)
        return key or f"r{target._sequence_target}-{target.id}"

    @api.model
    def _assign(self, step, enrollments):
        """Draw for those that have not been drawn for. Two queries, or one where all were.

        :param step: `sales.sequence.step` with several variants that are sent
        :return: ``{enrollment: (variant, assignment id)}``
        """
        units = {enrollment: self._unit(enrollment) for enrollment in enrollments}
        weights = step._weights_of_variants()
        rows = self._find(step, units.values())
        self._draw_anew(rows, weights)
        # In one order everywhere: two runners that wait for each other would both fail.
        missing = sorted(set(units.values()) - rows.keys())
        rows.update(self._insert(step, missing, weights))
        Variant = step.variant_ids
        return {
            enrollment: (Variant.browse(self._sent(step, rows[unit], weights)), rows[unit]["id"])
            for enrollment, unit in units.items()
        }

    @api.model
    def _assign_arms(self, comparison, units):
        """Draw for the units that have not been drawn for. Four queries, or one where all were.

        A unit whose days are over has been counted: whoever of it is enrolled then is in no arm. Nor is anybody of a
        unit that the sequence has had before: it could never count, so nobody is held back for nothing.

        :param comparison: `sales.sequence.comparison` that is running
        :param units: keys, see `_unit_of_target`
        :return: ``{unit: (arm or False, key for which it was drawn)}``
        """
        drawn = {unit: (arm, unit) for unit, arm in self._find_arms(comparison, units).items()}
        drawn.update(self._find_arms_of_colleagues(comparison, set(units) - drawn.keys()))
        before = self._find_enrolled_before(comparison, set(units) - drawn.keys())
        drawn.update({unit: (False, unit) for unit in before})
        # In one order everywhere: two that wait for each other would both fail.
        missing = sorted(set(units) - drawn.keys())
        if missing:
            arms = self._insert_arms(comparison, missing)
            drawn.update({unit: (arm, unit) for unit, arm in arms.items()})
        return drawn

    def _find_arms(self, comparison, units):
        self.env.cr.execute(
            """SELECT unit, CASE WHEN assigned_at > %s THEN arm END
                 FROM sales_sequence_assignment
                WHERE comparison_id = %s AND unit = ANY(%s)""",
            [fields.Datetime.now() - timedelta(days=comparison.days), comparison.id, list(units)],
        )
        return {unit: arm or False for unit, arm in self.env.cr.fetchall()}

    def _find_arms_of_colleagues(self, comparison, units):
        """What was drawn for somebody who has been found to be of one of these companies since: a lead without a
        contact was converted, or records were merged.

        :return: ``{unit: (arm or False, key for which it was drawn)}``, of the first draw
        """
        companies = [int(unit[1:]) for unit in units if unit.startswith("p")]
        if not companies:
            return {}
        self.env["sales.sequence.enrollment"].flush_model(["comparison_id", "drawn_as", "partner_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            """SELECT DISTINCT ON (partner.commercial_partner_id)
                      'p' || partner.commercial_partner_id, CASE WHEN draw.assigned_at > %s THEN draw.arm END, draw.unit
                 FROM sales_sequence_enrollment enrollment
                 JOIN res_partner partner ON partner.id = enrollment.partner_id
                 JOIN sales_sequence_assignment draw
                   ON draw.comparison_id = enrollment.comparison_id AND draw.unit = enrollment.drawn_as
                WHERE enrollment.comparison_id = %s AND partner.commercial_partner_id = ANY(%s)
             ORDER BY partner.commercial_partner_id, draw.assigned_at, draw.id""",
            [fields.Datetime.now() - timedelta(days=comparison.days), comparison.id, companies],
        )
        return {unit: (arm or False, drawn_as) for unit, arm, drawn_as in self.env.cr.fetchall()}

    def _find_enrolled_before(self, comparison, units):
        """Those of these units, not drawn for yet, of which somebody was enrolled in the sequence outside of this
        comparison. An address that was written in another form then is not found here; it is left out of the count."""
        if not units:
            return set()
        companies = [int(unit[1:]) for unit in units if unit.startswith("p")]
        addresses = [unit[1:] for unit in units if unit.startswith("a")]
        self.env["sales.sequence.enrollment"].flush_model(
            ["comparison_id", "email_normalized", "partner_id", "sequence_id"]
        )
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            """SELECT DISTINCT partner.commercial_partner_id, enrollment.email_normalized
                 FROM sales_sequence_enrollment enrollment
            LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE enrollment.sequence_id = %s AND enrollment.comparison_id IS DISTINCT FROM %s
                  AND (partner.commercial_partner_id = ANY(%s)
                       OR partner.id IS NULL AND enrollment.email_normalized = ANY(%s))""",
            [comparison.sequence_id.id, comparison.id, companies, addresses],
        )
        return {self._unit_key(company, email) for company, email in self.env.cr.fetchall()}

    def _forget_addresses(self, enrollments):
        """The records of these are about to be deleted: their draws still count, and tell no address any more. Should
        the person come back, the hash gives the same."""
        enrollments.flush_recordset(["comparison_id", "drawn_as"])
        enrollments.touch_ids.flush_recordset(["assignment_id"])
        self.env.cr.execute(
            """SELECT draw.id
                 FROM sales_sequence_assignment draw
                 JOIN sales_sequence_enrollment enrollment
                   ON enrollment.comparison_id = draw.comparison_id AND enrollment.drawn_as = draw.unit
                WHERE enrollment.id = ANY(%(ids)s) AND draw.unit LIKE 'a%%'
                UNION
               SELECT draw.id
                 FROM sales_sequence_assignment draw
                 JOIN sales_sequence_touch touch ON touch.assignment_id = draw.id
                WHERE touch.enrollment_id = ANY(%(ids)s) AND draw.unit LIKE 'a%%'""",
            {"ids": enrollments.ids},
        )
        found = [assignment_id for (assignment_id,) in self.env.cr.fetchall()]
        if not found:
            return
        # Of another record with the same address, too: it was one draw.
        self.env.cr.execute(
            """UPDATE sales_sequence_enrollment enrollment
                  SET drawn_as = 'd' || draw.id
                 FROM sales_sequence_assignment draw
                WHERE draw.id = ANY(%s)
                  AND enrollment.comparison_id = draw.comparison_id AND enrollment.drawn_as = draw.unit""",
            [found],
        )
        self.env.cr.execute("UPDATE sales_sequence_assignment SET unit = 'd' || id WHERE id = ANY(%s)", [found])
        self.env["sales.sequence.enrollment"].invalidate_model(["drawn_as"], flush=False)
        self.invalidate_model(["unit"], flush=False)

    def _insert_arms(self, comparison, units):
        """A unit that another transaction has drawn for meanwhile is a serialization failure, as in `_insert`."""
        weights = comparison._weights()
        arms = {unit: draw(f"c{comparison.id}:{unit}", weights) for unit in units}
        stored = self._fields["weights"].convert_to_column(weights, self)
        self.env.cr.execute(
            """INSERT INTO sales_sequence_assignment (comparison_id, number, assigned_at, weights, unit, arm)
                    SELECT %s, 0, %s, %s, * FROM unnest(%s::text[], %s::text[])
               ON CONFLICT (comparison_id, unit) WHERE comparison_id IS NOT NULL DO NOTHING""",
            [comparison.id, fields.Datetime.now(), stored, list(arms), list(arms.values())],
            log_exceptions=False,
        )
        return arms

    @api.model
    def _foresee(self, step, enrollment):
        """The variant that an enrollment, saved or not, would get now. Stores nothing."""
        weights = step._weights_of_variants()
        if len(weights) < 2:
            return step.variant_ids.browse(weights)
        unit = self._unit(enrollment)
        row = self._find(step, [unit]).get(unit) or {"unit": unit, "variant_id": None}
        return step.variant_ids.browse(self._sent(step, row, weights))

    def _sent(self, step, row, weights):
        """The id of the variant to send: the one that was drawn, while it is sent to anybody."""
        drawn = row["variant_id"]
        return drawn if drawn in weights else self._drawn(step, row["unit"], weights, drawn)

    def _drawn(self, step, unit, weights, instead_of=None):
        """:param instead_of: the id of what an earlier draw gave. It was the same hash: without another one, all that
        had got one variant would get the same one of those that are left."""
        key = f"{step.id}:{unit}"
        return draw(f"{key}:{instead_of}" if instead_of else key, weights)

    def _find(self, step, units):
        """``{unit: its row as a dict}``"""
        self.env.cr.execute(
            """SELECT id, step_id, unit, variant_id, weights
                 FROM sales_sequence_assignment
                WHERE step_id = %s AND number = %s AND unit = ANY(%s)""",
            [step.id, step.experiment_number, list(units)],
        )
        return {row["unit"]: row for row in self.env.cr.dictfetchall()}

    def _draw_anew(self, rows, weights):
        """Where a variant that took part in the draw is not sent any more, and nobody of the unit has had an email:
        draw again among the others. Those that got one of the others keep it, as the result of a choice among those of
        that draw that are still sent: with the weights of then, as a variant or weight of now had no part in it."""
        outdated = {
            row["id"]: row
            for row in rows.values()
            if any(weight and int(variant_id) not in weights for variant_id, weight in row["weights"].items())
        }
        if not outdated:
            return
        self.env["sales.sequence.touch"].flush_model(["assignment_id", "state"])
        self.env.cr.execute(
            """SELECT DISTINCT assignment_id FROM sales_sequence_touch
                WHERE assignment_id = ANY(%s) AND state IN ('queued', 'sent', 'bounced')""",
            [list(outdated)],
        )
        for (mailed,) in self.env.cr.fetchall():
            del outdated[mailed]
        for row in outdated.values():
            step = self.env["sales.sequence.step"].browse(row["step_id"])
            if row["variant_id"] in weights:
                row["weights"] = {one: weight for one, weight in row["weights"].items() if int(one) in weights}
            else:
                row.update(variant_id=self._sent(step, row, weights), weights=weights)
        self._update(outdated)

    def _update(self, rows):
        if rows:
            self.env.cr.execute(
                """UPDATE sales_sequence_assignment assignment
                      SET variant_id = drawn.variant_id, weights = drawn.weights, assigned_at = %s
                     FROM unnest(%s::int[], %s::int[], %s::jsonb[]) AS drawn(id, variant_id, weights)
                    WHERE assignment.id = drawn.id""",
                [fields.Datetime.now(), *self._columns(rows.values(), "id", "variant_id", "weights")],
            )
            self.invalidate_model()

    def _insert(self, step, units, weights):
        """A unit that another transaction has drawn for meanwhile is a serialization failure, not a row left out: the
        batch is tried again, and finds that draw.

        :return: ``{unit: its row as a dict}``
        """
        if not units:
            return {}
        rows = [{"unit": unit, "variant_id": self._drawn(step, unit, weights), "weights": weights} for unit in units]
        self.env.cr.execute(
            """INSERT INTO sales_sequence_assignment (step_id, number, assigned_at, unit, variant_id, weights)
                    SELECT %s, %s, %s, * FROM unnest(%s::text[], %s::int[], %s::jsonb[])
               ON CONFLICT (step_id, number, unit) DO NOTHING
                 RETURNING id, unit, variant_id""",
            [
                step.id,
                step.experiment_number,
                fields.Datetime.now(),
                *self._columns(rows, "unit", "variant_id", "weights"),
            ],
            log_exceptions=False,
        )
        return {row["unit"]: row for row in self.env.cr.dictfetchall()}

    def _columns(self, rows, *names):
        weights = self._fields["weights"]
        return [
            [weights.convert_to_column(row[name], self) if name == "weights" else row[name] for row in rows]
            for name in names
        ]
