"""From this version on, answers wait until somebody has handled them. Those that are there already have been, somehow:
nobody should find years of them."""


def migrate(cr, _version):
    """Count the replies of before as handled when they came in, by nobody in particular."""
    cr.execute(
        """UPDATE sales_sequence_signal SET handled_at = COALESCE(settled_at, occurred_at)
            WHERE kind = 'reply' AND handled_at IS NULL"""
    )
