"""Which kind of record is enrolled is a column from this version on."""

from odoo.tools.sql import column_exists, create_column


def migrate(cr, _version):
    """Fill it by SQL: Odoo would load every enrollment. The index that it replaces would refuse what is allowed now."""
    if not column_exists(cr, "sales_sequence_enrollment", "target"):
        create_column(cr, "sales_sequence_enrollment", "target", "varchar")
        cr.execute(
            """UPDATE sales_sequence_enrollment enrollment SET target = sequence.target
                 FROM sales_sequence sequence WHERE sequence.id = enrollment.sequence_id"""
        )
