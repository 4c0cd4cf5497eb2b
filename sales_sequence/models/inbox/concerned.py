from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import fields
from odoo.fields import Domain

from ..base.states import LIVE_STATES

# For so long after the last step, a message without references still counts as an answer.
LATE_ANSWER = timedelta(days=30)
# By reference to one of our touches, or by address (those of `may_still_answer`). An internal user's mail concerns
# nobody.
WHO_IS_CONCERNED = """
    WITH concerned AS (
      SELECT touch.enrollment_id, touch.id AS touch_id
        FROM mail_message message
        JOIN sales_sequence_touch touch ON touch.mail_message_id = message.id
       WHERE message.message_id = ANY(%(references)s)
       UNION ALL
      SELECT enrollment.id, NULL
        FROM sales_sequence_enrollment enrollment
       WHERE enrollment.email_normalized = ANY(%(addresses)s)
         AND (enrollment.state IN %(live)s
              OR enrollment.state = 'finished' AND enrollment.ended_at > %(long_ago)s)
    ), latest AS (
      SELECT enrollment_id, max(touch_id) AS touch_id
        FROM concerned
       WHERE NOT EXISTS (
                 SELECT FROM res_users
                   JOIN res_partner ON res_partner.id = res_users.partner_id
                  WHERE res_partner.email_normalized = ANY(%(senders)s)
                    AND res_users.active AND NOT res_users.share)
    GROUP BY enrollment_id
    )
    SELECT latest.enrollment_id, latest.touch_id,
           string_to_array(coalesce(touch.sent_to, enrollment.email_normalized), ','),
           CASE WHEN latest.touch_id IS NULL
                THEN (SELECT max(done_at) FROM sales_sequence_touch mailed
                       WHERE mailed.enrollment_id = latest.enrollment_id
                         AND mailed.channel = 'email' AND mailed.state IN ('sent', 'bounced'))
                WHEN touch.state IN ('sent', 'bounced') THEN touch.done_at
           END
      FROM latest
      JOIN sales_sequence_enrollment enrollment ON enrollment.id = latest.enrollment_id
 LEFT JOIN sales_sequence_touch touch ON touch.id = latest.touch_id
  ORDER BY latest.enrollment_id"""


class Concerned(NamedTuple):
    """An enrollment that an inbound mail may be about.

    `touch_id`: the latest of our mails that it refers to; None if it was found by address only. `recipients`: the
    normalized addresses that this mail of ours went to. `sent_at`: when that mail, or else the last one, was handed
    over by SMTP, naive UTC; None if unknown.
    """

    enrollment_id: int
    touch_id: int | None
    recipients: tuple[str, ...]
    sent_at: datetime | None


def may_still_answer():
    """A `Domain` of the enrollments that a message without references may answer: those that are live, and those that
    took their last step not long ago."""
    finished = Domain("state", "=", "finished") & Domain("ended_at", ">", fields.Datetime.now() - LATE_ANSWER)
    return Domain("state", "in", LIVE_STATES) | finished


def may_still_get_mail():
    """A `Domain` of the enrollments that something can still be sent in: those that are live, and those whose last
    email is still queued."""
    return Domain("state", "in", LIVE_STATES) | Domain("touch_ids.state", "=", "queued")
