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
