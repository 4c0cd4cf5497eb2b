"""What links people to meetings; `meetings.py` asks for it."""

from collections import defaultdict

# The expression of an index of partners.
ADDRESS_WITHOUT_TAG = "regexp_replace(email_normalized, '[+][^@]*@', '@')"
# The meetings that may be with one of these people, by what each of them is linked to which, and whether a guest has
# declined. From people to meetings, each by an index (hence LATERAL and OFFSET, or PostgreSQL reads whole tables): most
# of what is in a calendar concerns nobody who is enrolled.
MEETINGS_OF_PEOPLE = """
    WITH guest AS MATERIALIZED (
      SELECT id, email_normalized
        FROM res_partner
       WHERE id = ANY(%(partner_ids)s) OR {address_without_tag} = ANY(%(addresses)s)
    ), link AS (
      SELECT id AS event_id, 'crm.lead' AS res_model, opportunity_id AS res_id,
             NULL::int AS partner_id, NULL AS address
        FROM calendar_event
       WHERE opportunity_id = ANY(%(lead_ids)s)
       UNION ALL
      SELECT id, res_model, res_id, NULL, NULL
        FROM calendar_event
       WHERE res_id = ANY(%(ids)s) AND res_model = ANY(%(models)s)
       UNION ALL
      SELECT rel.calendar_event_id, NULL, NULL, guest.id, guest.email_normalized
        FROM guest
       CROSS JOIN LATERAL (SELECT calendar_event_id
                             FROM calendar_event_res_partner_rel
                            WHERE res_partner_id = guest.id
                           OFFSET 0) rel
    )
    SELECT link.res_model, link.res_id, link.partner_id, link.address, answer.declined IS NOT NULL,
           event.id, event.start, event.stop, event.allday, base.start, base.create_date
      FROM link
     CROSS JOIN LATERAL (SELECT id, start, stop, allday, recurrence_id
                           FROM calendar_event
                          WHERE id = link.event_id AND active
                            AND (%(floor)s IS NULL OR stop > %(floor)s)
                            AND (%(event_ids)s IS NULL OR id = ANY(%(event_ids)s))
                         OFFSET 0) event
      LEFT JOIN LATERAL (SELECT TRUE AS declined
                           FROM calendar_attendee
                          WHERE event_id = event.id AND partner_id = link.partner_id AND state = 'declined'
                          LIMIT 1) answer ON TRUE
      LEFT JOIN calendar_recurrence series ON series.id = event.recurrence_id
      LEFT JOIN calendar_event base ON base.id = series.base_event_id
  ORDER BY event.start, event.id"""


class Link:
    """How a person is in a meeting: it names their record, or they are among the guests (`partner_ids`)."""

    def __init__(self, meeting):
        self.event = meeting
        self.records, self.partner_ids, self.has_declined = set(), set(), False


class Watch:
    """What one call of Odoo's does to meetings: it may archive a series and create another one in its place.

    `event_ids`: the meetings that it changes. `before`: ``{enrollment id: {event id: Link}}``, who was in them.
    """

    def __init__(self):
        self.event_ids, self.before = set(), defaultdict(dict)
