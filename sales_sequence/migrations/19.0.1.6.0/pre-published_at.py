"""Before Odoo loads the new version: it would compute the field, and say of all sequences that they went live now."""


def migrate(cr, _version):
    """Say since when versions have been live, from what the database knows of it: the first change of the state, which
    only drafts have left, and the first person enrolled."""
    cr.execute("ALTER TABLE sales_sequence ADD COLUMN IF NOT EXISTS published_at timestamp")
    cr.execute(
        """
        WITH changed AS (
            SELECT message.res_id AS sequence_id, min(message.date) AS moment, count(*) AS changes
              FROM mail_tracking_value value
              JOIN mail_message message ON message.id = value.mail_message_id
              JOIN ir_model_fields field ON field.id = value.field_id
             WHERE message.model = 'sales.sequence' AND field.model = 'sales.sequence' AND field.name = 'state'
          GROUP BY message.res_id
        ), enrolled AS (
            SELECT sequence_id, min(enrolled_at) AS moment FROM sales_sequence_enrollment GROUP BY sequence_id
        )
        UPDATE sales_sequence sequence
           SET published_at = CASE
                   -- A draft can be closed without ever having been live.
                   WHEN sequence.state = 'closed' AND coalesce(changed.changes, 0) < 2 THEN enrolled.moment
                   ELSE coalesce(least(changed.moment, enrolled.moment), sequence.create_date)
               END
          FROM sales_sequence one
          LEFT JOIN changed ON changed.sequence_id = one.id
          LEFT JOIN enrolled ON enrolled.sequence_id = one.id
         WHERE one.id = sequence.id AND sequence.state <> 'draft' AND sequence.published_at IS NULL
        """
    )
