from odoo import api, fields, models


class SalesSequencePace(models.Model):
    """What a limit counts for: one sender, one recipient domain or one sequence.

    Exists only to be locked. A lane that counts what was sent and then adds to it holds the
    row meanwhile; `round` makes PostgreSQL refuse (as a serialization failure, which is
    retried) a lane whose snapshot is older than what another lane has just added.
    """

    _name = "sales.sequence.pace"
    _inherit = ["sales.sequence.references"]
    _description = "Sales Sequence Pace"

    name = fields.Char(required=True)
    round = fields.Integer(default=0, required=True)

    _unique_name = models.UniqueIndex("(name)")

    @api.model
    def _try_lock(self, names):
        """Lock these for the transaction, without waiting. :return: the set of names that are ours"""
        names = sorted(set(names))
        if not names:
            return set()
        # An insert waits for whoever is just inserting the same: only one may try.
        self.env.cr.execute(
            """INSERT INTO sales_sequence_pace (name, round)
               SELECT wanted.name, 0 FROM unnest(%s) AS wanted (name)
                WHERE CASE WHEN EXISTS (SELECT FROM sales_sequence_pace pace WHERE pace.name = wanted.name) THEN FALSE
                           ELSE pg_try_advisory_xact_lock(hashtextextended(wanted.name, 0)) END
          ON CONFLICT DO NOTHING""",
            [names],
        )
        self.env.cr.execute(
            """WITH ours AS (
                   SELECT id FROM sales_sequence_pace WHERE name = ANY(%s) ORDER BY name
                      FOR NO KEY UPDATE SKIP LOCKED)
               UPDATE sales_sequence_pace pace SET round = round + 1 FROM ours WHERE pace.id = ours.id
            RETURNING pace.name""",
            [names],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    @api.model
    def _lock(self, name):
        """Lock one for the transaction, waiting for it; a stale snapshot is a serialization failure."""
        self.env.cr.execute(
            "INSERT INTO sales_sequence_pace (name, round) VALUES (%s, 0) ON CONFLICT DO NOTHING", [name]
        )
        self.env.cr.execute("UPDATE sales_sequence_pace SET round = round + 1 WHERE name = %s", [name])
