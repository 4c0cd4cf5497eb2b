"""From this version on, the kind of record is a column, addresses have a table, and companies are looked up."""

from odoo.tools.sql import column_exists, create_column, drop_index

# Left in place, the first would refuse a record the address of another one, in the middle of a user's change.
INDEXES = ("sales_sequence_enrollment_one_live_per_person", "sales_sequence_enrollment_by_email")


def migrate(cr, _version):
    """Fill the column by SQL: Odoo would load every enrollment. Drop what Odoo would keep, and nothing needs."""
    if not column_exists(cr, "sales_sequence_enrollment", "target"):
        create_column(cr, "sales_sequence_enrollment", "target", "varchar")
        cr.execute(
            """UPDATE sales_sequence_enrollment enrollment SET target = sequence.target
                 FROM sales_sequence sequence WHERE sequence.id = enrollment.sequence_id"""
        )
    for name in INDEXES:
        drop_index(cr, name, "sales_sequence_enrollment")
    cr.execute("ALTER TABLE sales_sequence_enrollment DROP COLUMN IF EXISTS commercial_partner_id")
