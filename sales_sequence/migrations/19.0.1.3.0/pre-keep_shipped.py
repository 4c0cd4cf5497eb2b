"""From this version on, the external ids of what is shipped belong to the library: what was shipped before is kept."""

from odoo.tools.sql import column_exists

# Marks the sequences for `post-origin.py`, which removes the marks.
KEPT = "__sales_sequence_kept__"


def migrate(cr, _version):
    """Release the external ids, so that the library is created beside what people use, and not written over it."""
    if column_exists(cr, "sales_sequence", "in_gallery"):
        return
    # Odoo's "Reset Template" looks for this file and the external id, and fails without them.
    cr.execute(
        """UPDATE mail_template SET template_fs = NULL FROM ir_model_data data
            WHERE data.module = 'sales_sequence' AND data.model = 'mail.template' AND data.res_id = mail_template.id"""
    )
    cr.execute(
        """DELETE FROM ir_model_data
            WHERE module = 'sales_sequence' AND model IN ('sales.sequence.step', 'mail.template')"""
    )
    cr.execute(
        "UPDATE ir_model_data SET module = %s WHERE module = 'sales_sequence' AND model = 'sales.sequence'", [KEPT]
    )
