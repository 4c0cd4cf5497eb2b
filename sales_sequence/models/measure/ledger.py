"""The rows that every figure is counted from: one for each touch, with what people did after it. Plain SQL.

Each join is a LEFT JOIN by a unique key: PostgreSQL leaves out those whose columns a query does not read, so that it
reads as little as the question needs.
"""

from typing import NamedTuple

from ..plan.step import MANUAL_CHANNELS


class Asked(NamedTuple):
    """The sequences that a question is about: what came back in others needs not to be read."""

    sequence_ids: tuple


# The last touch before a moment that reached somebody: an answer is credited to it, whichever email it quotes.
LAST_TOUCH = """
    (SELECT earlier.id
       FROM sales_sequence_touch earlier
      WHERE earlier.enrollment_id = {enrollment_id}
        AND earlier.state IN ('sent', 'done')
        AND earlier.channel != 'action'
        AND earlier.done_at <= {moment}
   ORDER BY earlier.done_at DESC, earlier.id DESC
      LIMIT 1)"""

# What signals tell of a touch. A machine's report is about the email that it names. Whether a meeting has been
# canceled is known from the signals alone: they follow the calendar (`inbox/meetings.py`).
SIGNALS = f"""
    SELECT touch_id,
           min(occurred_at) FILTER (WHERE kind = 'meeting') AS meeting_at,
           min(occurred_at) FILTER (WHERE kind = 'goal') AS goal_at,
           min(occurred_at) FILTER (WHERE kind = 'opt_out') AS opted_out_at,
           min(occurred_at) FILTER (WHERE kind = 'complaint') AS complaint_at,
           min(occurred_at) FILTER (WHERE kind IN ('auto_reply', 'acknowledgement')) AS auto_replied_at
      FROM (SELECT told.kind,
                   told.occurred_at,
                   CASE WHEN told.kind IN ('meeting', 'goal', 'opt_out') OR told.touch_id IS NULL
                        THEN {LAST_TOUCH.format(enrollment_id="told.enrollment_id", moment="told.occurred_at")}
                        ELSE told.touch_id
                   END AS touch_id
              FROM sales_sequence_signal told
             WHERE %(of_sequences)s
               AND told.kind IN ('meeting', 'goal', 'opt_out', 'complaint', 'auto_reply', 'acknowledgement')
               AND (told.kind = 'meeting' OR told.effect IS DISTINCT FROM 'ignored')
               AND (told.kind != 'meeting' OR NOT EXISTS (
                        SELECT FROM sales_sequence_signal canceled
                         WHERE canceled.enrollment_id = told.enrollment_id
                           AND canceled.kind = 'meeting_canceled'
                           AND canceled.id > told.id))) dated
  GROUP BY touch_id"""  # noqa: S608 (constants of this file)

# A won lead counts once, for the last touch before it, in whichever sequence that was.
WON = """
    SELECT last.id AS touch_id,
           min(won.date_closed) AS won_at,
           sum(won.expected_revenue * COALESCE((%(rates)s::jsonb ->> won.company_id::text)::float, 1)) AS revenue
      FROM crm_lead won
CROSS JOIN LATERAL (
            SELECT earlier.id
              FROM sales_sequence_enrollment of_lead
              JOIN sales_sequence_touch earlier ON earlier.enrollment_id = of_lead.id
             WHERE of_lead.lead_id = won.id
               AND earlier.state IN ('sent', 'done')
               AND earlier.channel != 'action'
               AND earlier.done_at <= won.date_closed
          ORDER BY earlier.done_at DESC, earlier.id DESC
             LIMIT 1) last
     WHERE won.won_status = 'won'
  GROUP BY last.id"""

MANUAL = ", ".join(f"'{channel}'" for channel in MANUAL_CHANNELS)

# Who it is: the contact, else the address in whatever form, else the enrollment itself, of a record that was deleted.
# Nearly all addresses are their own key, and looking up those of a million touches takes longer than all the rest.
PERSON = """
    CASE WHEN enrollment.partner_id IS NOT NULL THEN enrollment.partner_id::bigint
         WHEN enrollment.email_normalized ~ '[+A-Z]|xn--|[^ -~]'
         THEN hashtextextended(COALESCE((SELECT address.person_key
                                           FROM sales_sequence_address address
                                          WHERE address.enrollment_id = enrollment.id
                                            AND address.email_normalized = enrollment.email_normalized),
                                        enrollment.email_normalized), 0)
         WHEN enrollment.email_normalized IS NOT NULL THEN hashtextextended(enrollment.email_normalized, 0)
         ELSE -enrollment.id::bigint
    END"""

LEDGER = f"""
    SELECT touch.id,
           touch.id AS touch_id,
           touch.enrollment_id,
           touch.sequence_id,
           sequence.first_version_id,
           sequence.version_number,
           sequence.purpose,
           sequence.lifecycle,
           touch.step_id,
           step.position,
           touch.variant_id,
           touch.channel,
           touch.state,
           touch.outcome_id,
           touch.user_id,
           enrollment.user_id AS enrollment_user_id,
           COALESCE(lead.team_id, sequence.team_id) AS team_id,
           enrollment.company_id,
           %(currency_id)s::int AS currency_id,
           COALESCE(lead.country_id, partner.country_id) AS country_id,
           COALESCE(language.code, partner.lang) AS lang,
           enrollment.exit_reason,
           enrollment.target,
           enrollment.lead_id,
           enrollment.partner_id,
           {PERSON} AS person,
           touch.done_at,
           CASE WHEN touch.channel = 'email' AND touch.state IN ('sent', 'bounced') THEN touch.done_at END AS sent_at,
           extract(isodow FROM touch.done_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::int::text AS weekday,
           extract(hour FROM touch.done_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::int AS hour,
           touch.channel = 'email' AND touch.state = 'sent' AS is_delivered,
           CASE WHEN touch.channel IN ({MANUAL}) AND touch.state = 'done' THEN touch.done_at END AS worked_at,
           mailing.sequence_id IS NULL AS has_no_emails,
           touch.replied_at,
           click.clicked_at,
           told.meeting_at,
           told.goal_at,
           told.opted_out_at,
           told.complaint_at,
           told.auto_replied_at,
           won.won_at,
           COALESCE(won.revenue, 0) AS revenue,
           touch.channel IN ({MANUAL}) AND touch.state = 'done' AND touch.done_at >= touch.late_at AS late,
           (touch.state IN ('sent', 'bounced', 'done'))::int AS touches,
           (touch.channel IN ({MANUAL}) AND touch.state = 'done')::int AS tasks_done,
           (touch.channel IN ({MANUAL}) AND touch.state = 'done' AND touch.done_at >= touch.late_at)::int AS tasks_late,
           (touch.channel IN ({MANUAL}) AND touch.state = 'skipped')::int AS tasks_skipped,
           (touch.channel IN ({MANUAL}) AND touch.state = 'todo' AND enrollment.state != 'paused'
            AND touch.late_at <= %(now)s)::int AS tasks_overdue
      FROM sales_sequence_touch touch
 LEFT JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
 LEFT JOIN sales_sequence sequence ON sequence.id = touch.sequence_id
 LEFT JOIN sales_sequence_step step ON step.id = touch.step_id
 LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
 LEFT JOIN crm_lead lead ON lead.id = enrollment.lead_id
 LEFT JOIN res_lang language ON language.id = lead.lang_id
 LEFT JOIN (SELECT sequence_id FROM sales_sequence_step WHERE channel = 'email' GROUP BY sequence_id) mailing
        ON mailing.sequence_id = touch.sequence_id
 LEFT JOIN sales_sequence_click click ON click.touch_id = touch.id
 LEFT JOIN ({SIGNALS}) told ON told.touch_id = touch.id
 LEFT JOIN ({WON}) won ON won.touch_id = touch.id"""  # noqa: S608 (constants of this file)
