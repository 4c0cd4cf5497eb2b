"""Enrollments that an action ended while it was their step have kept a next step, which a constraint now forbids."""

from odoo.tools.sql import column_exists


def migrate(cr, _version):
    """Forget what comes next of those that have ended."""
    if column_exists(cr, "sales_sequence_enrollment", "next_run_at"):
        cr.execute(
            """UPDATE sales_sequence_enrollment
                  SET next_step_id = NULL, next_run_at = NULL, next_run_moved_by = NULL
                WHERE state NOT IN ('running', 'paused') AND (next_step_id IS NOT NULL OR next_run_at IS NOT NULL)"""
        )
