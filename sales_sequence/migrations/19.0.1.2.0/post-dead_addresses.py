"""Addresses whose emails came back before there was a list of dead addresses."""


def migrate(cr, _version):
    """List them, except those of people who have answered since, or whose record was deleted."""
    cr.execute(
        """INSERT INTO sales_sequence_dead_address
                  (email_normalized, company_id, bounced_at, enrollment_id, signal_id,
                   create_uid, create_date, write_uid, write_date)
           SELECT DISTINCT ON (address, company_id)
                  address, company_id, occurred_at, enrollment_id, id, 1, now() AT TIME ZONE 'UTC', 1,
                  now() AT TIME ZONE 'UTC'
             FROM (SELECT signal.id, signal.enrollment_id, signal.occurred_at, enrollment.company_id,
                          COALESCE(signal.address, enrollment.email_normalized) AS address
                     FROM sales_sequence_signal signal
                     JOIN sales_sequence_enrollment enrollment ON enrollment.id = signal.enrollment_id
                    WHERE signal.kind = 'bounce' AND signal.effect IN ('stopped', 'noted')
                      AND NOT COALESCE(enrollment.replied_at > signal.occurred_at, FALSE)) bounce
            WHERE address IS NOT NULL
         ORDER BY address, company_id, occurred_at DESC
      ON CONFLICT (email_normalized, company_id) DO NOTHING"""
    )
