from odoo import api, fields, models
from odoo.fields import Domain

from ..base.arguments import checked
from ..base.states import LIVE_STATES
from ..enrollment.comparison import NOT_CONTROL
from ..measure.facts import CRITICAL, OK, STATUSES, UNKNOWN, WARNING

OUTWARD = ("due", "job", "render", "queue", "server")
INWARD = ("inbox", "fetched", "settled")


class SalesSequenceStatus(models.AbstractModel):
    """What the screen *System status* shows: the chain from a due step to a settled answer in eight stations, each with
    the links of `sales.sequence.health` behind it.

    Its parts, each in a file of this folder:

    ``status_words``   the sentences
    ``status_places``  where each problem is mended, and who may
    ``status_today``   what left and arrived today, by hour
    """

    _name = "sales.sequence.status"
    _inherit = ["sales.sequence.status.words", "sales.sequence.status.places", "sales.sequence.status.today"]
    _description = "System Status"

    @api.readonly
    @checked()
    @api.model
    def get_status(self):
        """Everything that the screen shows, but for the setup checklist and the round trip.

        Calls no server: what is known of them is what came of the last attempt, see `test_servers`.

        :return: dict, see `docs/api.md`. Moments are naive UTC.
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        Health = self.env["sales.sequence.health"]
        Health._check_may_read()
        facts = Health._read_facts(Health._numbers())
        found = Health._find(facts)
        stations = self._judge_stations(facts, found)
        status = max((one.status for _link, ones in found for one in ones), key=STATUSES.index, default=OK)
        status = OK if status == UNKNOWN else status
        first = next((row for row in stations if row["status"] == status), None) if status != OK else None
        return {
            "now": fields.Datetime.to_string(facts.now),
            "status": status,
            "headline": self._headline(status, first, self._others_work(stations, first), facts.last_answer_at),
            "sentence": first["sentence"] if first else "",
            "consequence": self._consequence(first["code"]) if first and status == CRITICAL else "",
            "counts": self._counts(first) if status == CRITICAL else [],
            "place": first["place"] if first else False,
            "administrators": self._administrators(),
            "stations": stations,
            "failures": Health._failures(),
            "today": self._today(facts.now),
        }

    @checked()
    @api.model
    def test_servers(self):
        """Connect to the outgoing mail servers, as the scheduled job does; nothing is sent. Those for which there is no
        time within half a minute wait for the job.

        :return: True
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        self.env["sales.sequence.health"]._check_may_read()
        # With all rights: the manager may not read mail servers. Only what came of it is told.
        self.env["sales.sequence.connection"].sudo()._test_some()
        return True

    # ------------------------------------------------------------------

    def _judge_stations(self, facts, found):
        rows = [self._judge_station(facts, station, found) for station in self._stations()]
        by_code = {row["code"]: row for row in rows}
        settled = by_code["settled"]
        if settled["status"] == OK and CRITICAL in (by_code["inbox"]["status"], by_code["fetched"]["status"]):
            settled.update(status=UNKNOWN, sentence=self.env._("Not known: answers cannot be read while none arrive."))
        return rows

    def _judge_station(self, facts, station, found):
        code, name, what = station
        mine = [(link, ones) for link, ones in found if link.station == code]
        findings = sorted((one for _link, ones in mine for one in ones), key=lambda one: -STATUSES.index(one.status))
        worst = findings[0] if findings else None
        return {
            "code": code,
            "name": name,
            "what": what,
            "status": worst.status if worst else OK,
            "sentence": (worst.short or worst.text) if worst else self._well(code, facts),
            "since": fields.Datetime.to_string(worst.since) if worst and worst.since else False,
            "place": (worst and worst.place and self._place(worst.place, worst.ids)) or self._usual_place(code),
            "details": [self._detail(link, ones) for link, ones in mine],
        }

    def _detail(self, link, ones):
        return {
            "code": link.code,
            "name": link.name,
            "status": max((one.status for one in ones), key=STATUSES.index, default=OK),
            "message": "\n".join(one.text for one in ones),
        }

    def _usual_place(self, code):
        """Where to look while all is well."""
        usual = {
            "job": "scheduled_jobs",
            "queue": "emails",
            "server": "mail_servers",
            "inbox": "alias_domains",
            "fetched": "incoming_servers",
        }
        place = self._place(usual.get(code))
        # Nothing has to be repaired, so nobody has to be asked.
        return place if place and place["action"] else False

    def _others_work(self, stations, first):
        """Whether the other direction than that of the first broken station works, as far as that is known."""
        if not first:
            return True
        others = INWARD if first["code"] in OUTWARD else OUTWARD
        return all(row["status"] in (OK, WARNING) for row in stations if row["code"] in others)

    def _counts(self, first):
        """Whom it concerns: list of ``{"text", "action"}``."""
        Enrollment, Touch = self.env["sales.sequence.enrollment"], self.env["sales.sequence.touch"]
        active = list(Domain("state", "in", LIVE_STATES) & NOT_CONTROL)
        count = Enrollment.search_count(active)
        rows = [
            {
                "text": self.env._("People who are active: %s", count),
                "action": self._open(self.env._("Active people"), Enrollment._name, active),
            }
        ]
        if first["since"] and first["code"] in INWARD:
            sent = [
                ("channel", "=", "email"),
                ("state", "in", ["sent", "bounced"]),
                ("done_at", ">=", first["since"]),
            ]
            rows.append(
                {
                    "text": self.env._("Emails that have left since then: %s", Touch.search_count(sent)),
                    "action": self._open(self.env._("Emails that have left since then"), Touch._name, sent),
                }
            )
        return rows
