"""Columns whose fields have another name from this version on keep what is in them."""

from odoo.tools.sql import column_exists, make_index_name, rename_column

RENAMED = {
    "sales_sequence_enrollment": {
        "queued_sequence_id": "pending_sequence_id",
        "queued_target_id": "pending_target_id",
        "queued_user_id": "pending_user_id",
        "queued_start_on": "pending_start_on",
        "hands_on_later": "chains_later",
    },
    "sales_sequence_enroll_run": {
        "queued_ids": "pending_ids",
        "queued_count": "pending_count",
    },
}


def migrate(cr, _version):
    """Rename the columns, whatever version the database comes from."""
    for table, columns in RENAMED.items():
        for old, new in columns.items():
            if column_exists(cr, table, old):
                rename_column(cr, table, old, new)
                # Odoo looks for an index by its name: it would make a second one, and keep both.
                index_of_old, index_of_new = (make_index_name(table, name) for name in (old, new))
                cr.execute(f'ALTER INDEX IF EXISTS "{index_of_old}" RENAME TO "{index_of_new}"')
