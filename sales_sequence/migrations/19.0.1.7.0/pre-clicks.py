"""Opens are gone: mail programs load pictures for everybody, so they say nothing. A click is no signal any more."""

from odoo.tools.sql import column_exists


def migrate(cr, _version):
    """Delete what was noted of opens, and keep the first click of each touch for `post-clicks`."""
    if column_exists(cr, "sales_sequence_touch", "clicked_at"):
        cr.execute(
            """UPDATE sales_sequence_touch touch
                  SET clicked_at = LEAST(touch.clicked_at, told.occurred_at)
                 FROM (SELECT touch_id, min(occurred_at) AS occurred_at
                         FROM sales_sequence_signal
                        WHERE kind = 'click' AND touch_id IS NOT NULL
                     GROUP BY touch_id) told
                WHERE told.touch_id = touch.id"""
        )
    cr.execute("DELETE FROM sales_sequence_signal WHERE kind IN ('open', 'click')")
    cr.execute("ALTER TABLE sales_sequence_touch DROP COLUMN IF EXISTS opened_at")
    _forget_where_it_was_asked_for(cr)


def _forget_where_it_was_asked_for(cr):
    """Delete what users have saved in terms of a field that is gone: it could not be opened any more, nor could a
    list whose default filter it is."""
    cr.execute(
        r"""DELETE FROM ir_filters
             WHERE model_id LIKE 'sales.sequence%' AND concat_ws(' ', domain, context, sort) ~ '\yopened_at\y'"""
    )
    cr.execute(
        r"""DELETE FROM ir_exports_line line
                  USING ir_exports export
             WHERE export.id = line.export_id
               AND export.resource LIKE 'sales.sequence%' AND line.name ~ '\yopened_at$'"""
    )
