from datetime import datetime

from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools.misc import format_date, format_datetime, format_time

from ...tools import names
from ...tools.merge_fields import MERGE_FIELDS
from ...tools.own_context import passed_on
from ...tools.writing import Writing
from ..base.states import LIVE_STATES
from ..base.words import is_translated

# What the names of a record's contact are in.
OF_CONTACT = ("commercial_company_name", "email_normalized", "is_company", "name", "phone")
SIGNATURE = Markup(
    '<div style="margin: 0 0 16px 0;">%s</div><p style="margin: 0; font-size: 12px; color: #767676;">%s</p>'
)


def _search_of(name):
    # Only what can be searched for is offered by Odoo's picker.
    return lambda records, operator, value: records._search_merge_field(name, operator, value)


class SalesSequenceTargetMergeFields(models.AbstractModel):
    """What emails and scripts say about a target and its sender, ready to be put into a sentence.

    They need no code, so everybody may use them in templates, also where *Restrict Template Rendering* is on. What is
    doubtful is empty, and the template has a text to use instead; the salutation and the signature never are.

    The names are those of the person written to, never another contact's. The sender is that of the text being written
    (`tools/writing.py`); where nothing is, that of the live enrollment, else who looks after the record, else the user.
    """

    _name = "sales.sequence.target.merge.fields"
    _description = "Target of Sales Sequences: Merge Fields"

    # As in `sales.sequence.target`.
    _sequence_enrollment_field = None
    _sequence_contact_fields = ()
    # What the questions below read of the record itself.
    _sequence_name_fields = ()

    sequence_salutation = fields.Char(
        string="Salutation",
        compute="_compute_sequence_salutation",
        compute_sudo=True,
        search=_search_of("sequence_salutation"),
        groups="base.group_user",
        help="The whole greeting in the language of the person, with the comma behind it. Never empty.",
    )
    sequence_first_name = fields.Char(
        string="First name",
        compute="_compute_sequence_names",
        compute_sudo=True,
        search=_search_of("sequence_first_name"),
        groups="base.group_user",
        help="The first name of the person; empty if it is not certain.",
    )
    sequence_company_name = fields.Char(
        string="Their company",
        compute="_compute_sequence_names",
        compute_sudo=True,
        search=_search_of("sequence_company_name"),
        groups="base.group_user",
        help="The name of the company that the person works for, if any.",
    )
    sequence_phone = fields.Char(
        string="Their phone number",
        compute="_compute_sequence_names",
        compute_sudo=True,
        search=_search_of("sequence_phone"),
        groups="base.group_user",
        help="The phone number of the record, else that of its contact.",
    )
    sequence_sender_signature = fields.Html(
        string="Sender's signature",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        # Made of what is sanitized already, for each email of a batch.
        sanitize=False,
        search=_search_of("sequence_sender_signature"),
        groups="base.group_user",
        help="The signature of the sender, else the name, and below it our company and its address. Never empty.",
    )
    sequence_sender_first_name = fields.Char(
        string="Sender's first name",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        search=_search_of("sequence_sender_first_name"),
        groups="base.group_user",
        help="The sender's first name; the whole name if the first name is not certain.",
    )
    sequence_sender_name = fields.Char(
        string="Sender's name",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        search=_search_of("sequence_sender_name"),
        groups="base.group_user",
    )
    sequence_sender_company_name = fields.Char(
        string="Our company",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        search=_search_of("sequence_sender_company_name"),
        groups="base.group_user",
    )
    sequence_sender_phone = fields.Char(
        string="Sender's phone number",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        search=_search_of("sequence_sender_phone"),
        groups="base.group_user",
        help="The phone number of the sender, else that of our company.",
    )
    sequence_meeting_link = fields.Char(
        string="Sender's meeting link",
        compute="_compute_sequence_sender",
        compute_sudo=True,
        search=_search_of("sequence_meeting_link"),
        groups="base.group_user",
        help="The page on which people book a meeting with the sender, from the sender's preferences.",
    )
    sequence_date = fields.Char(
        string="Date of the sequence",
        compute="_compute_sequence_date",
        compute_sudo=True,
        search=_search_of("sequence_date"),
        groups="base.group_user",
        help="The date from which the sequence counts, such as that of an event, in the person's language and time "
        "zone.",
    )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """As Odoo's: what those may use in templates who may not write code."""
        return (*super().mail_allowed_qweb_expressions(), *(f"object.{name}" for name in MERGE_FIELDS))

    # ------------------------------------------------------------------
    # Questions about one record
    # ------------------------------------------------------------------

    def _sequence_person(self):
        """The `res.partner` of the person behind the target; empty when there is none, or only a company."""
        contact = self._sequence_contact()
        return contact.browse() if contact.is_company else contact

    def _sequence_person_name(self):
        """The full name of the person, as somebody entered it, or False."""
        return self._sequence_person().name

    def _sequence_company_name(self):
        """The name of the person's company, as somebody entered it, or False."""
        return self._sequence_contact().commercial_company_name

    def _sequence_phone(self):
        """The phone number of the person, or False."""
        return ("phone" in self._fields and self.phone) or self._sequence_contact().phone

    # ------------------------------------------------------------------
    # The person
    # ------------------------------------------------------------------

    def _depends_on_names(self):
        """The fields that the names are in, for `api.depends`."""
        names_of_contact = [f"{contact}.{name}" for contact in self._sequence_contact_fields for name in OF_CONTACT]
        return [*self._sequence_name_fields, *self._sequence_contact_fields, *names_of_contact]

    @api.depends(lambda self: self._depends_on_names())
    def _compute_sequence_names(self):
        # Not the hundred other columns of a lead.
        self.fetch([*self._sequence_name_fields, *self._sequence_contact_fields])
        for name in self._sequence_contact_fields:
            self[name].fetch(OF_CONTACT)
        for target in self:
            person, company = target._sequence_person_name(), target._sequence_company_name()
            first_name = names.first_name(person, company, target._sequence_email())
            target.sequence_first_name = first_name or False
            target.sequence_company_name = names.company_name(company, person) or False
            target.sequence_phone = target._sequence_phone()

    @api.depends("sequence_first_name")
    @api.depends_context("sales_sequence_writing", "uid", "allowed_company_ids")
    def _compute_sequence_salutation(self):
        in_language = {}
        for target, (_enrollment, user, company) in self._sequence_written_for().items():
            language = target._sequence_language_from(user, company)
            if language not in in_language:
                in_language[language] = self.browse().with_context(lang=language)
            target.sequence_salutation = in_language[language]._sequence_greeting(target.sequence_first_name)

    @api.model
    def _sequence_greeting(self, first_name):
        return self.env._("Hello %(name)s,", name=first_name) if first_name else self.env._("Hello,")

    # ------------------------------------------------------------------
    # The sender
    # ------------------------------------------------------------------

    def _sequence_written_for(self):
        """``{target: (enrollment, sender, company)}``; the enrollment is empty where there is none."""
        writing = passed_on(self.env, "sales_sequence_writing", Writing)
        enrollments = writing.enrollments if writing else self._sequence_readable_enrollments()
        none = self.env["sales.sequence.enrollment"]
        written_for = {}
        for target in self:
            enrollment = enrollments.get(target._origin, none).with_env(self.env)
            user = writing.user if writing else enrollment.user_id or target._sequence_owner() or self.env.user
            company = enrollment.company_id or target._sequence_company() or self.env.company
            written_for[target] = (enrollment, user.with_env(self.env), company)
        return written_for

    def _sequence_readable_enrollments(self):
        """``{target: its live enrollment}``, of those that the user may read."""
        Enrollment = self.env["sales.sequence.enrollment"].with_user(self.env.uid)
        if not Enrollment.has_access("read"):
            return {}
        domain = self._sequence_enrollments_domain() & Domain("state", "in", LIVE_STATES)
        live = Enrollment.search_fetch(domain, [self._sequence_enrollment_field, "company_id", "user_id"], order="id")
        return {enrollment[self._sequence_enrollment_field].with_env(self.env): enrollment for enrollment in live}

    @api.depends_context("lang", "sales_sequence_writing", "uid", "allowed_company_ids")
    def _compute_sequence_sender(self):
        written_for = self._sequence_written_for()
        for (user, company), targets in self.grouped(lambda target: written_for[target][1:]).items():
            targets.update(self._sequence_values_of_sender(user, company))

    @api.model
    def _sequence_values_of_sender(self, user, company):
        signature = user.name if tools.is_html_empty(user.signature) else user.signature
        return {
            "sequence_sender_name": user.name,
            "sequence_sender_first_name": names.first_name(user.name, company.name) or user.name,
            "sequence_sender_company_name": company.name,
            "sequence_sender_phone": user.phone or company.phone,
            "sequence_sender_signature": SIGNATURE % (signature, company.partner_id.contact_address_inline),
            "sequence_meeting_link": user.sequence_meeting_link,
        }

    # ------------------------------------------------------------------
    # The date
    # ------------------------------------------------------------------

    @api.depends_context("sales_sequence_writing", "uid", "allowed_company_ids")
    def _compute_sequence_date(self):
        for target, (enrollment, user, company) in self._sequence_written_for().items():
            reference, told = enrollment._reference(), False
            if reference:
                language = target._sequence_language_from(user, company)
                zone = target._sequence_time_zone() or user.tz or company._sequence_time_zone()
                told = self.browse().with_context(lang=language)._sequence_date_in_words(reference, zone)
            target.sequence_date = told

    @api.model
    def _sequence_date_in_words(self, reference, zone):
        """:param reference: `date`, or naive UTC `datetime`, which is told on the clocks of `zone`"""
        if not isinstance(reference, datetime):
            return format_date(self.env, reference, date_format="full")
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), reference)
        words = {
            "date": format_date(self.env, local.date(), date_format="full"),
            "time": format_time(self.env, reference, zone, "short"),
            "zone": format_datetime(self.env, reference, zone, "zzzz"),
        }
        if is_translated(self.env, "%(date)s at %(time)s (%(zone)s)"):
            return self.env._("%(date)s at %(time)s (%(zone)s)", **words)
        # The email is in a language without our translation: no English word may stand in it.
        return "%(date)s, %(time)s (%(zone)s)" % words

    # ------------------------------------------------------------------

    @api.model
    def _search_merge_field(self, name, operator, value):
        """Odoo's filters may ask for them. What they say is not in the database: all records are looked at."""
        records = self.with_context(active_test=False).search(Domain.TRUE)
        return Domain("id", "in", records.filtered_domain(Domain(name, operator, value)).ids)
