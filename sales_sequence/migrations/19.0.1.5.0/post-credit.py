"""An answer is credited to the last touch before it, whichever email it quotes."""


def migrate(cr, _version):
    """Credit the answers of before anew."""
    cr.execute(
        """WITH credited AS (
             SELECT COALESCE((SELECT touch.id
                                FROM sales_sequence_touch touch
                               WHERE touch.enrollment_id = reply.enrollment_id
                                 AND touch.state IN ('sent', 'done')
                                 AND touch.channel != 'action'
                                 AND touch.done_at <= reply.occurred_at
                            ORDER BY touch.done_at DESC, touch.id DESC
                               LIMIT 1), reply.touch_id) AS touch_id,
                    min(reply.occurred_at) AS replied_at
               FROM sales_sequence_signal reply
              WHERE reply.kind = 'reply'
           GROUP BY 1)
           UPDATE sales_sequence_touch touch SET replied_at = credited.replied_at
             FROM sales_sequence_touch present
        LEFT JOIN credited ON credited.touch_id = present.id
            WHERE present.id = touch.id AND present.replied_at IS DISTINCT FROM credited.replied_at"""
    )
