"""The sequences that were shipped before the library are copies from it, of which their owners have changed what they
wanted to."""

KEPT = "__sales_sequence_kept__"


def migrate(cr, _version):
    """Say which sequence of the library they, and their later versions, correspond to."""
    cr.execute(
        """WITH RECURSIVE kept AS (
               SELECT old.res_id AS id, library.res_id AS origin_id
                 FROM ir_model_data old
                 JOIN ir_model_data library USING (model, name)
                WHERE old.module = %s AND library.module = 'sales_sequence'
            UNION
               SELECT version.id, kept.origin_id
                 FROM sales_sequence version JOIN kept ON version.previous_version_id = kept.id)
           UPDATE sales_sequence SET gallery_origin_id = kept.origin_id FROM kept WHERE sales_sequence.id = kept.id""",
        [KEPT],
    )
    cr.execute("DELETE FROM ir_model_data WHERE module = %s", [KEPT])
