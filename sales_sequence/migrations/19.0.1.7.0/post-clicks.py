"""Clicks have rows of their own: a column of the touch would be written while the engine writes the touch."""

from odoo.tools.sql import column_exists


def migrate(cr, _version):
    """Keep when an email was first clicked. Which link it was is not known."""
    if not column_exists(cr, "sales_sequence_touch", "clicked_at"):
        return
    cr.execute(
        """INSERT INTO sales_sequence_click
                  (touch_id, clicked_at, click_count, machine_count, links,
                   create_uid, create_date, write_uid, write_date)
           SELECT touch.id, touch.clicked_at, 1, 0,
                  jsonb_build_object('', jsonb_build_object(
                      'counted', 1, 'machine', 0, 'first_at', moment, 'counted_at', moment, 'seen_at', moment)),
                  1, touch.clicked_at, 1, touch.clicked_at
             FROM sales_sequence_touch touch
       CROSS JOIN LATERAL (SELECT extract(epoch FROM touch.clicked_at AT TIME ZONE 'UTC')::float) dated (moment)
            WHERE touch.clicked_at IS NOT NULL
      ON CONFLICT (touch_id) DO NOTHING"""
    )
    cr.execute("ALTER TABLE sales_sequence_touch DROP COLUMN clicked_at")
