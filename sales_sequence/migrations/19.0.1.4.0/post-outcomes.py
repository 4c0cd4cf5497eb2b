"""What was done before outcomes existed has one, too: nobody was asked."""


def migrate(cr, _version):
    """Give the manual touches that are done the outcome "not recorded"."""
    cr.execute(
        """UPDATE sales_sequence_touch SET outcome_id = data.res_id
             FROM ir_model_data data
            WHERE data.module = 'sales_sequence' AND data.name = 'outcome_not_recorded'
              AND channel IN ('call', 'linkedin', 'todo') AND state = 'done' AND outcome_id IS NULL"""
    )
