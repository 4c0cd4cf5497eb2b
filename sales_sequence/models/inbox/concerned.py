from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import fields
from odoo.fields import Domain

from ..base.states import LIVE_STATES

# For so long after the last step, a message without references still counts as an answer.
LATE_ANSWER = timedelta(days=30)
# How an inbound mail leads to an enrollment, the strongest way first: it refers to one of our touches; its author has
# one of the person's addresses; it lies in the chatter of the record; or its author is a colleague of the person.
REFERENCE, ADDRESS, CHATTER, COLLEAGUE = "reference", "address", "chatter", "colleague"


MAY_ANSWER = """(enrollment.state IN %(live)s
                     OR enrollment.state = 'finished' AND enrollment.ended_at > %(long_ago)s)"""
# Filled in for each kind of record that can be enrolled.
IN_CHATTER = """
       UNION ALL
      SELECT enrollment.id, NULL, 3
        FROM mail_message message
        JOIN sales_sequence_enrollment enrollment
          ON enrollment."{field_name}" = message.res_id AND enrollment.target = '{target}'
       WHERE message.message_id = %(message_id)s AND message.model = '{model_name}'
         AND {may_answer}"""
# An internal user's mail concerns nobody, and colleagues only count where the mail is about nobody in particular.
WHO_IS_CONCERNED = """
    WITH named AS (
      SELECT touch.enrollment_id, touch.id AS touch_id, 1 AS route
        FROM mail_message message
        JOIN sales_sequence_touch touch ON touch.mail_message_id = message.id
       WHERE message.message_id = ANY(%(references)s)
       UNION ALL
      SELECT enrollment.id, NULL, 2
        FROM sales_sequence_address address
        JOIN sales_sequence_enrollment enrollment ON enrollment.id = address.enrollment_id
       WHERE address.person_key = ANY(%(keys)s)
         AND (NOT %(exactly)s OR address.email_normalized = ANY(%(addresses)s))
         AND {may_answer}{chatter}
    ), concerned AS (
      SELECT enrollment_id, touch_id, route FROM named
       UNION ALL
      SELECT enrollment.id, NULL, 4
        FROM res_partner author
        JOIN res_partner colleague ON colleague.commercial_partner_id = author.commercial_partner_id
        JOIN sales_sequence_enrollment enrollment ON enrollment.partner_id = colleague.id
        JOIN sales_sequence sequence ON sequence.id = enrollment.sequence_id
       WHERE author.email_normalized = ANY(%(senders)s)
         AND NOT %(exactly)s AND NOT EXISTS (SELECT FROM named)
         AND enrollment.state IN %(live)s AND sequence.account_policy != 'none'
    ), latest AS (
      SELECT enrollment_id, max(touch_id) AS touch_id, min(route) AS route
        FROM concerned
       WHERE NOT EXISTS (
                 SELECT FROM res_users
                   JOIN res_partner ON res_partner.id = res_users.partner_id
                  WHERE res_partner.email_normalized = ANY(%(forms)s)
                    AND res_users.active AND NOT res_users.share)
    GROUP BY enrollment_id
    )
    SELECT latest.enrollment_id, latest.touch_id,
           (ARRAY['reference', 'address', 'chatter', 'colleague'])[latest.route],
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


def who_is_concerned(targets):
    """The query that finds the enrollments that an inbound mail may be about.

    :param targets: ``{value of the field target: (model name, enrollment's field name)}``
    :return: SQL for ``(enrollment id, touch id, route, recipients, sent at)``, see `Concerned`
    """
    chatter = "".join(
        IN_CHATTER.format(target=target, model_name=model_name, field_name=field_name, may_answer=MAY_ANSWER)
        for target, (model_name, field_name) in targets.items()
    )
    return WHO_IS_CONCERNED.format(may_answer=MAY_ANSWER, chatter=chatter)


def may_still_be_counted(days):
    """A `Domain` of the enrollments that have ended, in which something that happens now still counts in the figures:
    that somebody agrees on a meeting after they have answered, for instance.

    :param days: for how long after the first email something counts
    """
    return Domain("ended_at", ">", fields.Datetime.now() - timedelta(days=days))


class Concerned(NamedTuple):
    """An enrollment that an inbound mail may be about.

    `touch_id`: the latest of our mails that it refers to; None if it was found in another way. `route`: the way that
    led to it (`REFERENCE`, `ADDRESS`, `CHATTER` or `COLLEAGUE`). `recipients`: the normalized addresses that this mail
    of ours went to. `sent_at`: when that mail, or else the last one, was handed over by SMTP, naive UTC; None if
    unknown.
    """

    enrollment_id: int
    touch_id: int | None
    route: str
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
