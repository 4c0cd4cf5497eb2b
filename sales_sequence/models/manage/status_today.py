from datetime import datetime, time

from odoo import models
from odoo.tools import SQL

from ...tools.time_zones import wall_time, zone_info

# The day of a screen begins at the latest with this hour, though nothing may have happened yet.
FIRST_HOUR = 7
# The table of messages has no index on what they are: as far back as this, it is read from its end.
RECENT_MESSAGES = 20_000


class SalesSequenceStatusToday(models.AbstractModel):
    """*System status*: how many emails left and arrived today, by hour of the reader's clock."""

    _name = "sales.sequence.status.today"
    _description = "System Status: Today"

    def _today(self, now):
        """:return: list of ``{"hour": 0..23, "sent", "fetched"}`` up to this hour"""
        zone = zone_info(str(self.env.tz))
        local = wall_time(now, zone)
        midnight = self._utc(datetime.combine(local.date(), time()), zone)
        sent = self._by_hour(self._moments_sent(midnight, now), zone)
        fetched = self._by_hour(self._moments_fetched(midnight, now), zone)
        first = min([FIRST_HOUR, local.hour, *sent, *fetched])
        return [
            {"hour": hour, "sent": sent.get(hour, 0), "fetched": fetched.get(hour, 0)}
            for hour in range(first, local.hour + 1)
        ]

    def _utc(self, local, zone):
        return local.replace(tzinfo=zone).astimezone(zone_info("UTC")).replace(tzinfo=None)

    def _by_hour(self, counts, zone):
        """:param counts: ``[(naive UTC at which a quarter of an hour begins, count)]``: zones differ by those"""
        hours = {}
        for moment, count in counts:
            hour = wall_time(moment, zone).hour
            hours[hour] = hours.get(hour, 0) + count
        return hours

    def _moments_sent(self, since, now):
        """Of the emails that the user may read."""
        left = self.env["sales.sequence.touch"]._search(
            [
                ("channel", "=", "email"),
                ("state", "in", ("sent", "bounced")),
                ("done_at", ">=", since),
                ("done_at", "<=", now),
            ]
        )
        self.env.cr.execute(
            SQL(
                """SELECT date_bin('15 minutes', %(moment)s, 'epoch') AS quarter, count(*)
                     FROM %(table)s WHERE %(where)s GROUP BY quarter""",
                moment=SQL.identifier(left.table, "done_at"),
                table=left.from_clause,
                where=left.where_clause or SQL("TRUE"),
            )
        )
        return self.env.cr.fetchall()

    def _moments_fetched(self, since, now):
        """Of all messages that came in by mail: only how many there were is told. See `_last_arrival`."""
        self.env["mail.message"].flush_model(["message_type", "author_id", "create_date"])
        self.env.cr.execute(
            SQL(
                """SELECT date_bin('15 minutes', create_date, 'epoch') AS quarter, count(*)
                     FROM (SELECT * FROM mail_message ORDER BY id DESC LIMIT %s) recent
                    WHERE message_type = 'email' AND author_id IS DISTINCT FROM %s
                      AND create_date >= %s AND create_date <= %s
                 GROUP BY quarter""",
                RECENT_MESSAGES,
                self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
                since,
                now,
            )
        )
        return self.env.cr.fetchall()
