"""From this version on, it is kept which variant a company or person got. Those who have had one keep it."""

from collections import defaultdict

from psycopg2.extras import Json, execute_values

from odoo.addons.sales_sequence.tools.addresses import person_key


def migrate(cr, _version):
    """Give each unit that has had a variant an assignment of its first one.

    The weights of then were not kept: those of now stand in for them. Before this version, colleagues were drawn one by
    one: a company that has had two wordings gets weights that leave no choice, and so counts in no experiment. One
    whose people got the same each time is likelier to have got what was sent more: its weights are those of all its
    draws.
    """
    weights = _weights(cr)
    touches_of, variants_of = defaultdict(list), defaultdict(list)
    for touch_id, step_id, variant_id, moment, commercial_partner_id, email, enrollment_id in _touches(cr):
        if commercial_partner_id:
            unit = f"p{commercial_partner_id}"
        else:
            unit = f"a{person_key(email)}" if email else f"e{enrollment_id}"
        touches_of[step_id, unit].append(touch_id)
        variants_of[step_id, unit].append((variant_id, moment))
    rows = []
    for (step_id, unit), variants in variants_of.items():
        first, moment = variants[0]
        is_one = len({variant_id for variant_id, _moment in variants}) == 1
        choice = {variant_id: weight ** len(variants) for variant_id, weight in weights[step_id].items()}
        rows.append((step_id, 1, unit, first, Json(choice if is_one else {first: 1}), moment))
    assignment_ids = execute_values(
        cr._obj,
        """INSERT INTO sales_sequence_assignment (step_id, number, unit, variant_id, weights, assigned_at)
                VALUES %s RETURNING id, step_id, unit""",
        rows,
        fetch=True,
    )
    execute_values(
        cr._obj,
        """UPDATE sales_sequence_touch SET assignment_id = drawn.assignment_id
             FROM (VALUES %s) AS drawn(assignment_id, touch_id) WHERE id = drawn.touch_id""",
        [(row_id, touch_id) for row_id, step_id, unit in assignment_ids for touch_id in touches_of[step_id, unit]],
    )


def _weights(cr):
    """``{step id: {variant id: weight}}``; 1 for those that are not sent any more, but were."""
    cr.execute(
        """SELECT step_id, id, GREATEST(weight, 1) FROM sales_sequence_step_variant variant
            WHERE weight > 0 OR EXISTS (SELECT FROM sales_sequence_touch WHERE variant_id = variant.id)"""
    )
    weights = defaultdict(dict)
    for step_id, variant_id, weight in cr.fetchall():
        weights[step_id][variant_id] = weight
    return weights


def _touches(cr):
    cr.execute(
        """SELECT touch.id, touch.step_id, touch.variant_id, COALESCE(touch.done_at, touch.create_date),
                  partner.commercial_partner_id, enrollment.email_normalized, enrollment.id
             FROM sales_sequence_touch touch
             JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
        LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
            WHERE touch.variant_id IS NOT NULL AND touch.assignment_id IS NULL
              AND touch.state IN ('queued', 'sent', 'bounced')
         ORDER BY COALESCE(touch.done_at, touch.create_date), touch.id"""
    )
    return cr.fetchall()
