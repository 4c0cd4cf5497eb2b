"""Tasks of before have a moment from which they are late, too, where their activity still tells when they were due."""

from psycopg2.extras import execute_values

from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, _version):
    """Note it for each task whose activity is open, or was kept when it was done; of others, nobody knows."""
    cr.execute(
        """SELECT touch.sequence_id, enrollment.company_id, activity.user_id, activity.date_deadline,
                  min(touch.enrollment_id)
             FROM sales_sequence_touch touch
             JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
             JOIN mail_activity activity ON activity.id = touch.activity_id
            WHERE touch.late_at IS NULL AND activity.user_id IS NOT NULL AND activity.date_deadline IS NOT NULL
         GROUP BY 1, 2, 3, 4"""
    )
    env = Environment(cr, SUPERUSER_ID, {})
    known_times, rows = {}, []
    for sequence_id, company_id, user_id, day, enrollment_id in cr.fetchall():
        enrollment = env["sales.sequence.enrollment"].browse(enrollment_id)
        moment = enrollment._late_from(day, env["res.users"].browse(user_id), known_times)
        if moment:
            rows.append((sequence_id, company_id, user_id, day, moment))
    execute_values(
        cr._obj,
        """UPDATE sales_sequence_touch SET late_at = due.late_at
             FROM (VALUES %s) AS due (sequence_id, company_id, user_id, day, late_at),
                  mail_activity activity, sales_sequence_enrollment enrollment
            WHERE activity.id = sales_sequence_touch.activity_id
              AND enrollment.id = sales_sequence_touch.enrollment_id
              AND sales_sequence_touch.late_at IS NULL
              AND sales_sequence_touch.sequence_id = due.sequence_id
              AND enrollment.company_id = due.company_id
              AND activity.user_id = due.user_id
              AND activity.date_deadline = due.day""",
        rows,
        page_size=1000,
    )
