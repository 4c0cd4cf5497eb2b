import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models

from ...tools.addresses import person_key

# Whose address it is: the record's now, that of the contact behind it, or one that we have written to before.
OWN, CONTACT, FORMER = "own", "contact", "former"

_logger = logging.getLogger(__name__)


class SalesSequenceAddress(models.Model):
    """An address by which the person of an enrollment is known.

    Whose it is, and what it does:

    ``own``      the record has it now, or its contact, where that is a person. It keeps everybody else with this
                 address out of the company's sequences while the enrollment is live: it holds the person's place.
    ``contact``  of the company that is the contact of the record: other people have it, too
    ``former``   the record had it when we wrote to it: an answer may come from it

    Invariant, held by the database: of all addresses with one key (`tools.addresses.person_key`), one holds the place
    in each company. An address that a record gets while somebody else holds its place has none, and the enrollment's
    next email is refused.

    Only the engine writes it, by SQL: an enrollment has one row or two, and thousands are enrolled at once.
    `sales.sequence.enrollment.person` reads it.
    """

    _name = "sales.sequence.address"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Address of an Enrolled Person"
    _log_access = False
    _rec_name = "email_normalized"

    enrollment_id = fields.Many2one("sales.sequence.enrollment", required=True, ondelete="cascade", readonly=True)
    # The enrollment's: no foreign key of its own, which the database would check for each row.
    company_id = fields.Integer(required=True, readonly=True)
    email_normalized = fields.Char(string="Email", required=True, readonly=True)
    person_key = fields.Char(required=True, readonly=True)
    role = fields.Selection(
        [(OWN, "Of the record"), (CONTACT, "Of its contact"), (FORMER, "Former")], required=True, readonly=True
    )
    holds_place = fields.Boolean(readonly=True)

    # One index for two purposes, since each costs every enrollment: rows without a place differ by their id.
    _one_live_per_person = models.UniqueIndex(
        "(person_key, company_id, (CASE WHEN holds_place THEN 0 ELSE id END))",
        "This person is already in an active sequence of this company.",
    )
    _once = models.UniqueIndex("(enrollment_id, email_normalized)")

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    @api.model
    def _enrollments_by_key(self, keys):
        """``{key: ids of the enrollments of whoever has it}``, of all companies, live and ended."""
        keys = list(filter(None, keys))
        if not keys:
            return {}
        # An address that has just been corrected is looked for, too.
        self.env["sales.sequence.enrollment"].flush_model(["email_normalized"])
        self.env.cr.execute(
            """SELECT person_key, array_agg(DISTINCT enrollment_id)
                 FROM sales_sequence_address
                WHERE person_key = ANY(%s)
             GROUP BY person_key""",
            [keys],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _by_enrollment(self, enrollments):
        """``{enrollment id: {address: role}}``, by one query; enrollments without any address are not in it"""
        if not enrollments:
            return {}
        self.env["sales.sequence.enrollment"].flush_model(["email_normalized"])
        self.env.cr.execute(
            """SELECT enrollment_id, jsonb_object_agg(email_normalized, role)
                 FROM sales_sequence_address
                WHERE enrollment_id = ANY(%s)
             GROUP BY enrollment_id""",
            [enrollments.ids],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _find_displaced(self, enrollments):
        """``{enrollment id: an address of its record whose place somebody else holds}``"""
        self.env["sales.sequence.enrollment"].flush_model(["email_normalized"])
        self.env.cr.execute(
            """SELECT address.enrollment_id, min(address.email_normalized)
                 FROM sales_sequence_address address
                WHERE address.enrollment_id = ANY(%s)
                  AND address.role = %s
                  AND NOT EXISTS (SELECT FROM sales_sequence_address holder
                                   WHERE holder.enrollment_id = address.enrollment_id
                                     AND holder.person_key = address.person_key
                                     AND holder.holds_place)
             GROUP BY address.enrollment_id""",
            [enrollments.ids, OWN],
        )
        return dict(self.env.cr.fetchall())

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model
    def _insert(self, rows):
        """Keep the addresses of new, live enrollments, and take their places.

        :param rows: list of ``(enrollment id, company id, address, role)``
        :raises psycopg2.IntegrityError: somebody else holds one of them
        """
        taken, holding, others = set(), [], []
        for enrollment_id, company_id, address, role in rows:
            key = person_key(address)
            # Two forms of one address hold one place.
            if role == OWN and (enrollment_id, key) not in taken:
                taken.add((enrollment_id, key))
                holding.append((enrollment_id, company_id, address, key))
            else:
                others.append((enrollment_id, company_id, address, key, role))
        if holding:
            self.env.cr.execute(
                """INSERT INTO sales_sequence_address
                               (enrollment_id, company_id, email_normalized, person_key, role, holds_place)
                        SELECT *, 'own', TRUE FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[])""",
                [list(column) for column in zip(*holding, strict=True)],
            )
        self._insert_without_place(others)
        self._forget_cached()

    def _insert_without_place(self, rows):
        """:param rows: list of ``(enrollment id, company id, address, key, role)``"""
        if not rows:
            return
        self.env.cr.execute(
            """INSERT INTO sales_sequence_address (enrollment_id, company_id, email_normalized, person_key, role)
                    SELECT * FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[])
               ON CONFLICT (enrollment_id, email_normalized)
                 DO UPDATE SET role = EXCLUDED.role,
                               holds_place = sales_sequence_address.holds_place AND EXCLUDED.role = 'own'""",
            [list(column) for column in zip(*rows, strict=True)],
        )

    def _forget_cached(self):
        self.invalidate_model(flush=False)
        self.env["sales.sequence.enrollment"].invalidate_model(["address_ids"], flush=False)

    @api.model
    def _replace(self, enrollments, rows):
        """Let the addresses of these enrollments be those that their records have now. What we have written to stays
        known.

        :param rows: as for `_insert`
        """
        cr = self.env.cr
        cr.execute(
            """SELECT enrollment_id, email_normalized, role, id
                 FROM sales_sequence_address WHERE enrollment_id = ANY(%s)""",
            [enrollments.ids],
        )
        known = {(enrollment_id, address): (role, id_) for enrollment_id, address, role, id_ in cr.fetchall()}
        present = {(enrollment_id, address): role for enrollment_id, _company_id, address, role in rows}
        gone = [id_ for key, (role, id_) in known.items() if key not in present and role != FORMER]
        if gone:
            cr.execute(
                """DELETE FROM sales_sequence_address address
                         WHERE id = ANY(%s)
                           AND NOT EXISTS (SELECT FROM sales_sequence_touch touch
                                            WHERE touch.enrollment_id = address.enrollment_id
                                              AND touch.channel = 'email'
                                              AND touch.state IN ('queued', 'sent', 'bounced'))""",
                [gone],
            )
            cr.execute(
                "UPDATE sales_sequence_address SET role = %s, holds_place = FALSE WHERE id = ANY(%s)", [FORMER, gone]
            )
        new = [
            (*row[:3], person_key(row[2]), row[3])
            for row in rows
            if known.get((row[0], row[2]), (None,))[0] != row[3]
        ]
        self._insert_without_place(new)
        if gone or new:
            self._take_free_places(enrollments)
            self._forget_cached()

    @api.model
    def _add_former(self, enrollments, address):
        """Let the people of these enrollments be known by this address, too."""
        self.env.cr.execute(
            """INSERT INTO sales_sequence_address (enrollment_id, company_id, email_normalized, person_key, role)
                    SELECT id, company_id, %s, %s, %s FROM sales_sequence_enrollment WHERE id = ANY(%s)
               ON CONFLICT (enrollment_id, email_normalized) DO NOTHING""",
            [address, person_key(address), FORMER, enrollments.ids],
        )
        self._forget_cached()

    @api.model
    def _take_places(self, enrollments):
        """Hold the places of these enrollments, which are live again.

        :raises psycopg2.IntegrityError: somebody else holds one of them
        """
        self.env.cr.execute(
            """UPDATE sales_sequence_address SET holds_place = TRUE
                WHERE id IN (SELECT min(id) FROM sales_sequence_address
                              WHERE enrollment_id = ANY(%s) AND role = %s
                           GROUP BY enrollment_id, person_key)""",
            [enrollments.ids, OWN],
        )

    @api.model
    def _take_free_places(self, enrollments):
        """Hold the places of the live ones among these that nobody else holds."""
        enrollments.flush_model(["state"])
        try:
            # Without flush: it may be a flush that calls this.
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    """UPDATE sales_sequence_address SET holds_place = TRUE
                        WHERE id IN (SELECT min(address.id)
                                       FROM sales_sequence_address address
                                       JOIN sales_sequence_enrollment enrollment
                                         ON enrollment.id = address.enrollment_id
                                      WHERE address.enrollment_id = ANY(%s)
                                        AND address.role = %s
                                        AND enrollment.state IN ('running', 'paused')
                                        AND NOT EXISTS (SELECT FROM sales_sequence_address holder
                                                         WHERE holder.company_id = address.company_id
                                                           AND holder.person_key = address.person_key
                                                           AND holder.holds_place)
                                   GROUP BY address.company_id, address.person_key)""",
                    [enrollments.ids, OWN],
                )
        except IntegrityError as error:
            # Before the next email of each of these it is looked at again.
            _logger.info("Somebody has just taken the place of one of %s: %s", enrollments, error)

    @api.model
    def _release_places(self, enrollments):
        """Let others enter: these enrollments have ended."""
        self.env.cr.execute(
            "UPDATE sales_sequence_address SET holds_place = FALSE WHERE enrollment_id = ANY(%s) AND holds_place",
            [enrollments.ids],
        )
