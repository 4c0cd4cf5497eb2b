import babel.dates

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

from ...tools import zone_of_person
from ...tools.time_zones import has_one_clock, valid_zone, wall_time, zone_info, zone_of_country
from ..base.words import locale_of_words

# Set by hand on the record or on the contact behind it.
SET = "set"
# What a record may have that tells where the person lives; see `tools/zone_of_person.py`.
ZONE_FIELDS = ("sequence_tz", "country_id", "state_id", "phone", "tz", "parent_id")


class SalesSequenceTargetZone(models.AbstractModel):
    """In which time zone the person behind a target lives, and how we know.

    The order of what counts is in `tools/zone_of_person.py`. A zone that somebody has set here comes before all of it.
    """

    _name = "sales.sequence.target.zone"
    _description = "Target of Sales Sequences: Time Zone"

    # As in `sales.sequence.target`.
    _sequence_enrollment_field = None
    _sequence_contact_fields = ()

    sequence_tz = fields.Selection(
        _tz_get,
        string="Time zone for sequences",
        help="Sequences keep to their hours on the clocks of this zone. Empty: the zone is derived from the address "
        "and the phone number.",
    )
    sequence_zone_reason = fields.Char(
        string="Hours of sequences",
        compute="_compute_sequence_zone_reason",
        compute_sudo=True,
        groups="sales_sequence.group_sales_sequence_user",
        help="The time zone in which sequences write and call, and what tells it.",
    )

    def _depends_on_zone(self):
        """The fields that tell where the person lives, for `api.depends`."""
        names = [name for name in ZONE_FIELDS if name in self._fields]
        contacts = [name for name in self._sequence_contact_fields if name in self._fields]
        return names + contacts + [f"{contact}.{name}" for contact in contacts for name in ZONE_FIELDS]

    @api.depends(lambda self: self._depends_on_zone())
    @api.depends_context("lang")
    def _compute_sequence_zone_reason(self):
        for target in self:
            zone, (known, told_by) = target._sequence_time_zone(), target._sequence_zone()
            # A model of another addon may have an answer of its own.
            target.sequence_zone_reason = target._sequence_zone_in_words(zone, told_by if zone == known else None)

    def _sequence_zone_in_words(self, zone, told_by):
        if not zone:
            return self.env._("Unknown: sequences keep to the sender's hours.")
        people = self._sequence_people()
        country = self._sequence_country(people)
        names = {
            "zone": zone,
            "time": babel.dates.format_datetime(
                wall_time(fields.Datetime.now(), zone_info(zone)), "EEE HH:mm", locale=locale_of_words(self.env)
            ),
            "country": country.name,
            "state": self._sequence_state(people, country).name,
        }
        if told_by == SET and self.sequence_tz == zone:
            return self.env._("%(zone)s: set here. There it is %(time)s.", **names)
        if told_by == SET:
            return self.env._("%(zone)s: set on the contact. There it is %(time)s.", **names)
        if told_by == zone_of_person.STATE:
            return self.env._("%(zone)s: from the state, %(state)s. There it is %(time)s.", **names)
        if told_by == zone_of_person.COUNTRY:
            return self.env._("%(zone)s: from the country, %(country)s. There it is %(time)s.", **names)
        if told_by == zone_of_person.PHONE:
            return self.env._("%(zone)s: from the phone number. There it is %(time)s.", **names)
        if told_by == zone_of_person.EMPLOYER:
            return self.env._("%(zone)s: from the company's address. There it is %(time)s.", **names)
        if told_by == zone_of_person.SETTING:
            return self.env._("%(zone)s: as Odoo has it for the contact. There it is %(time)s.", **names)
        return self.env._("%(zone)s. There it is %(time)s.", **names)

    # ------------------------------------------------------------------
    # The questions of the engine
    # ------------------------------------------------------------------

    def _sequence_time_zone(self):
        """IANA name of the zone the person lives in, or False when nothing tells."""
        return self._sequence_zone()[0] or False

    def _sequence_zone(self):
        """``(IANA name or None, what told it)``: `SET`, or one of the words of `tools/zone_of_person.py`."""
        people = self._sequence_people()
        for record in people:
            zone = record.sequence_tz
            if zone and valid_zone(zone):
                return zone, SET
        country = self._sequence_country(people)
        # Enrolling thousands, this is most of what a zone costs, and all that nearly everybody needs.
        if country and has_one_clock(country.code):
            return zone_of_country(country.code), zone_of_person.COUNTRY
        contact = self._sequence_contact()
        return zone_of_person.zone_of_person(
            country.code if country else None,
            self._sequence_state(people, country).code,
            [record.phone for record in people if "phone" in record._fields],
            contact and contact.tz,
            (None, None) if country else contact._sequence_employer_place(),
        )

    def _sequence_people(self):
        """The record, and the contact behind it where that is another one: what the first says comes first."""
        contact = self._sequence_contact()
        # Reading a field of an empty record is expensive, and half of all leads have no contact.
        return (self, contact) if contact and contact != self else (self,)

    def _sequence_country(self, people):
        """The `res.country` of the first of these records that has an address; empty where none has."""
        for record in people:
            country = record.country_id if "country_id" in record._fields else None
            if country:
                return country
            state = record.state_id if "state_id" in record._fields else None
            if state:
                return state.country_id
        return self.env["res.country"]

    def _sequence_state(self, people, country=None):
        """The `res.country.state` of the first of these records that has one, in `country` if that is given."""
        none = self.env["res.country.state"]
        states = [record.state_id for record in people if "state_id" in record._fields]
        return next((state for state in states if state and (not country or state.country_id == country)), none)

    def _sequence_working_zone(self, sequence, user, company):
        """IANA name of the zone in which the hours of a sequence count for this record: as the sequence says, the
        contact's, else the sender's, else the company's, else UTC."""
        zone = None
        if sequence.window_tz == "contact":
            zone = self._sequence_time_zone()
        if not zone and sequence.window_tz != "company":
            zone = user.tz
        return zone or company._sequence_time_zone()

    # ------------------------------------------------------------------
    # When it changes
    # ------------------------------------------------------------------

    def write(self, vals):
        """Let the dates of enrolled people follow, so that the date shown is the real one."""
        result = super().write(vals)
        if self and vals.keys() & {*ZONE_FIELDS, *self._sequence_contact_fields}:
            self._sequence_follow_zone()
        return result

    def _sequence_follow_zone(self):
        # With all rights: the hours are the person's, whoever may see the enrollment. That of a lead has its contact.
        enrollments = self.env["sales.sequence.enrollment"].sudo()
        enrollments.search(
            Domain(self._sequence_enrollment_field, "in", self.ids)
            & Domain("state", "=", "running")
            & Domain("sequence_id.window_tz", "=", "contact")
        )._align_to_hours()
