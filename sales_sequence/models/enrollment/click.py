import logging
import time

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import clicks
from ...tools.attempt import MAX_RETRIES, RETRY_ERRORS

_logger = logging.getLogger(__name__)


class SalesSequenceClick(models.Model):
    """How often the links of one email were opened: by people, and by what is none.

    One row per email, from the first time that one of its links is opened; it lives as long as its touch. Only `_note`
    writes it, for whoever holds a link (`inbox/click_link.py`), and nothing follows from it: a click is no signal,
    moves no state, and is read only by the touch and the report.

    Invariant: `click_count` and `clicked_at` say what `links` says; `tools/clicks.py` says what counts.

    No address of a computer, no browser and no cookie is kept of who opened it.
    """

    _name = "sales.sequence.click"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Clicks on the Links of an Email"
    _order = "id desc"
    _rec_name = "touch_id"

    touch_id = fields.Many2one(
        "sales.sequence.touch", string="Step taken", required=True, ondelete="cascade", readonly=True
    )
    enrollment_id = fields.Many2one(related="touch_id.enrollment_id")
    clicked_at = fields.Datetime(string="First click", readonly=True)
    click_count = fields.Integer(string="Clicks", readonly=True, aggregator=None)
    machine_count = fields.Integer(
        string="Not counted",
        readonly=True,
        aggregator=None,
        help="What may have been a machine: a program that scans or previews links, and what came within a minute of "
        "the email or within two seconds of another link.",
    )
    links = fields.Json(readonly=True, help="What is known of each link, see `tools/clicks.py`.")

    _one_per_touch = models.UniqueIndex("(touch_id)", "The clicks on this email are counted already.")

    @api.model
    def _note(self, touch_id, issued_at, address, is_machine):
        """Note that somebody has opened a link. Neither an error nor a lock keeps the reader from the page.

        In a transaction of its own: two links that are opened in the same moment must know of each other, so whoever
        comes second starts anew.

        :param touch_id: may have been deleted
        :param issued_at: when the email was handed to the mail server, seconds since the epoch
        :param address: of the page
        :param is_machine: whether the request says of itself that no person makes it
        """
        for _attempt in range(MAX_RETRIES):
            try:
                with self.env.registry.cursor() as cursor:
                    self._add(cursor, touch_id, issued_at, address, is_machine)
            except RETRY_ERRORS:
                continue
            except Exception:
                _logger.exception("Could not count a click on the email of touch %s", touch_id)
            return
        _logger.info("A click on the email of touch %s was not counted: others came at the same moment", touch_id)

    def _add(self, cursor, touch_id, issued_at, address, is_machine):
        """Two queries: what is known, and what is known now."""
        known = self._read_known(cursor, touch_id)
        if not known:
            return
        now = time.time()
        state, done_at, links = known
        # The mail server has accepted it some time after the links were made. Until then, `done_at` is only planned.
        left_at = max(issued_at, done_at) if state == "sent" else issued_at
        is_hasty = clicks.is_hasty(None if state == "queued" else left_at, now)
        links = clicks.note(links, address, now, is_machine or is_hasty)
        first_at = clicks.first_at(links)
        cursor.execute(
            """INSERT INTO sales_sequence_click
                      (touch_id, clicked_at, click_count, machine_count, links,
                       create_uid, create_date, write_uid, write_date)
               VALUES (%(touch_id)s, to_timestamp(%(first_at)s) AT TIME ZONE 'UTC', %(counted)s, %(ignored)s, %(links)s,
                       1, to_timestamp(%(now)s) AT TIME ZONE 'UTC', 1, to_timestamp(%(now)s) AT TIME ZONE 'UTC')
          ON CONFLICT (touch_id) DO UPDATE
                  SET clicked_at = EXCLUDED.clicked_at, click_count = EXCLUDED.click_count,
                      machine_count = EXCLUDED.machine_count, links = EXCLUDED.links,
                      write_date = EXCLUDED.write_date""",
            {
                "touch_id": touch_id,
                "first_at": None if first_at is None else int(first_at),
                "counted": clicks.counted(links),
                "ignored": clicks.ignored(links),
                "links": Json(links),
                "now": int(now),
            },
            # Another click at the same moment is no error.
            log_exceptions=False,
        )

    def _read_known(self, cursor, touch_id):
        """What is known of an email. Left out is a touch that is being deleted, or whose person was: the page may say
        who it was.

        :return: ``(state, done_at in seconds since the epoch, links)``, or None
        """
        targets = {field_name for _model, field_name in self.env["sales.sequence"]._target_models().values()}
        cursor.execute(
            SQL(
                """SELECT touch.state,
                          extract(epoch FROM touch.done_at AT TIME ZONE 'UTC')::float,
                          COALESCE(click.links, '{}')
                     FROM sales_sequence_touch touch
                     JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
                LEFT JOIN sales_sequence_click click ON click.touch_id = touch.id
                    WHERE touch.id = %s AND COALESCE(%s) IS NOT NULL
                      FOR KEY SHARE OF touch SKIP LOCKED""",
                touch_id,
                SQL(", ").join(SQL.identifier("enrollment", name) for name in sorted(targets)),
            )
        )
        return cursor.fetchone()

    def _forget_addresses(self):
        """Keep how often, but not which page: its address may say who the reader is."""
        for click in self:
            click.links = clicks.without_addresses(click.links or {})


class SalesSequenceTouchClicks(models.AbstractModel):
    """The part of `sales.sequence.touch` about the clicks on an email, in words."""

    _name = "sales.sequence.touch.clicks"
    _description = "Sales Sequence Activity Log: Clicks"

    click_words = fields.Text(
        string="Links opened",
        compute="_compute_click_words",
        help="How often people opened each link. Not counted is what may have been a machine: a program that scans or "
        "previews links, and what came within a minute of the email or within two seconds of another link.",
    )

    @api.depends("click_ids.links")
    def _compute_click_words(self):
        for touch in self:
            links = touch.click_ids.links or {}
            rows = sorted(links.items(), key=lambda row: (-row[1]["counted"], row[0]))
            # Of clicks before the upgrade to 19.0.1.7.0, nobody knows the link.
            words = [self._link_in_words(address, link) for address, link in rows if address]
            touch.click_words = "\n".join(words) or False

    def _link_in_words(self, address, link):
        if not link["machine"]:
            return self.env._("%(count)s × %(address)s", count=link["counted"], address=address)
        return self.env._(
            "%(count)s × %(address)s (%(ignored)s not counted)",
            count=link["counted"],
            address=address,
            ignored=link["machine"],
        )
