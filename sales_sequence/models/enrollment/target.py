from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.texts import quoted
from ...tools.web_links import is_web_address
from ..base.arguments import TEXT, checked
from ..base.languages import active_language
from ..base.states import LIVE_STATES
from .address import CONTACT, OWN


class SalesSequenceTarget(models.AbstractModel):
    """What makes a model a target of sequences.

    To make another model a target: inherit this, set `_sequence_target` (a value added to
    the selection `sales.sequence.target`) and `_sequence_enrollment_field` (a Many2one added
    to `sales.sequence.enrollment`), declare `enrollment_ids` as its One2many, and answer the
    questions below where the answers here do not fit; `_sequence_fields` then names what the answers read,
    `_sequence_contact_fields` and `_sequence_address_fields` those whose change makes it another contact or address,
    and `_sequence_name_fields` what the merge fields (`merge_fields.py`) read of the record itself.
    """

    _name = "sales.sequence.target"
    _inherit = ["sales.sequence.target.zone", "sales.sequence.target.merge.fields", "sales.sequence.target.panel"]
    _description = "Target of Sales Sequences"

    _sequence_target = None
    _sequence_enrollment_field = None
    # What the questions below read: fetched for many at once, without the hundred other columns of a lead.
    _sequence_fields = ("active", "company_id", "email_normalized", "is_from_automatic_mail", "user_id")
    _sequence_contact_fields = ()
    _sequence_address_fields = ("email_normalized",)

    is_from_automatic_mail = fields.Boolean(
        string="Created by an automatic email",
        readonly=True,
        copy=False,
        help="An out-of-office reply, a bounce or another email that nobody wrote created this record. Scheduled jobs "
        "do not enroll it; people can.",
    )
    sequence_linkedin_url = fields.Char(
        string="LinkedIn profile", help="The address of the person's page, which begins with https://."
    )
    active_enrollment_id = fields.Many2one(
        "sales.sequence.enrollment",
        # Not “Sequence”: other apps call the order of records so, and Odoo warns of two fields with one label.
        string="Current sequence",
        compute="_compute_active_enrollment_id",
        search="_search_active_enrollment",
        groups="sales_sequence.group_sales_sequence_user",
    )

    def _compute_active_enrollment_id(self):
        """Only what the user may read: its name tells of a lead, which may be a colleague's."""
        field_name = self._sequence_enrollment_field
        live = self.env["sales.sequence.enrollment"].search_fetch(
            [(field_name, "in", self.ids), ("state", "in", LIVE_STATES)], [field_name]
        )
        by_target = live.grouped(field_name)
        for target in self:
            target.active_enrollment_id = by_target.get(target._origin, live.browse())[:1]

    @api.constrains("sequence_linkedin_url")
    def _check_sequence_linkedin_url(self):
        for target in self:
            address = target.sequence_linkedin_url
            if address and not is_web_address(address):
                raise ValidationError(
                    self.env._(
                        "“%s” is not the address of a web page. Copy the whole address of the profile, as in "
                        "https://www.linkedin.com/in/ada.",
                        quoted(address),
                    )
                )

    @api.model
    def _search_active_enrollment(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        live = [("state", "in", LIVE_STATES)]
        if operator == "in":
            none = False in value
            ids = [item for item in value if item]
            found = [("enrollment_ids", "any", [*live, ("id", "in", ids)])]
            if none:
                return (
                    ["|", ("enrollment_ids", "not any", live), *found] if ids else [("enrollment_ids", "not any", live)]
                )
            return found
        return [("enrollment_ids", "any", [*live, ("id", "any", value)])]

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @checked()
    def action_enroll_in_sequence(self):
        """Open the wizard that enrolls these records."""
        context = {"active_model": self._name, "active_ids": self.ids, "active_id": self[:1].id}
        # Whoever comes from a sequence has chosen it already. For the others the wizard chooses where there is but one.
        if sequence_id := self.env.context.get("default_sequence_id"):
            context["default_sequence_id"] = sequence_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enroll in a sequence"),
            "res_model": "sales.sequence.enroll.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    @checked()
    def action_view_enrollments(self):
        """Open the enrollments of these records."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        action["domain"] = [(self._sequence_enrollment_field, "in", self.ids)]
        action["context"] = {}
        if len(self) == 1 == len(self.active_enrollment_id) == self.sequence_enrollment_count:
            action.update(views=[(False, "form")], res_id=self.active_enrollment_id.id)
        return action

    @checked()
    def action_pause_sequence(self):
        """Pause the running enrollment of each of these records."""
        return self._active_enrollments().pause()

    @checked()
    def action_resume_sequence(self):
        """Resume the paused enrollment of each of these records, except where the contact may have answered."""
        return self._active_enrollments().action_resume()

    @checked(reason=TEXT)
    def action_stop_sequence(self, reason="manual"):
        """Stop the live enrollment of each of these records. :param reason: see `stop` of the enrollment"""
        return self._active_enrollments().stop(reason)

    @checked(note=TEXT)
    def action_answered_elsewhere(self, note=None):
        """Record for each of these records that the person answered by phone, in somebody's own mailbox, in person: for
        the live enrollment, else for the last one that has been completed. See the method of the enrollment.

        :param note: how they answered
        """
        field_name = self._sequence_enrollment_field
        could_answer = Domain("state", "in", (*LIVE_STATES, "finished"))
        found = self.env["sales.sequence.enrollment"].search(self._sequence_enrollments_domain() & could_answer)
        latest = [
            (of_one.filtered(lambda one: one.state in LIVE_STATES) or of_one)[:1]
            for of_one in found.grouped(field_name).values()
        ]
        if not latest:
            raise UserError(self.env._("None of these records is in an active sequence."))
        return found.browse().union(*latest).action_answered_elsewhere(note)

    @checked()
    def action_choose_stop_reason(self):
        """Open the dialog that asks why to stop the live enrollment of each of these records, and stops it."""
        enrollments = self._active_enrollments()
        enrollments._check_can_manage()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_steer_wizard_action_stop")
        action["context"] = {
            "default_verb": "stop",
            "active_model": enrollments._name,
            "active_ids": enrollments.ids,
            "active_domain": None,
        }
        return action

    def _sequence_book_meeting(self):
        """Action that opens a new meeting with the person, in a dialog."""
        guests = self.env.user.partner_id | self._sequence_contact()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Meeting"),
            "res_model": "calendar.event",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_name": self.display_name,
                "default_partner_ids": guests.ids,
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    def _active_enrollments(self):
        if not self.active_enrollment_id:
            raise UserError(self.env._("None of these records is in an active sequence."))
        return self.active_enrollment_id

    # ------------------------------------------------------------------
    # The questions of the engine. Each is about one record, and only reads fields, so that
    # a batch costs one query for all of its records.
    # ------------------------------------------------------------------

    def _sequence_fetch(self):
        """Read what the questions need, at once for all records."""
        self.fetch([name for name in self._sequence_fields if name in self._fields])

    def _sequence_enrollments_domain(self):
        """A `Domain` of the enrollments of these records.

        The enrollment of a lead also carries its contact. It is the lead's, not the contact's.
        """
        return Domain(self._sequence_enrollment_field, "in", self.ids) & Domain("target", "=", self._sequence_target)

    def _sequence_email(self):
        """The normalized address to write to, or False."""
        return self.email_normalized

    def _sequence_addresses(self):
        """All normalized addresses of the record, the one to write to first: Odoo lets people enter several in one
        field, and writes to each of them."""
        first = self._sequence_email()
        addresses = [first] if first else []
        for name in self._sequence_address_fields:
            text = self[name]
            # Nearly all have one, and looking for more takes longer than most of what enrolling somebody does.
            if first and text != first and text.count("@") > 1:
                addresses += [address for address in tools.email_normalize_all(text) if address not in addresses]
        return addresses

    def _sequence_known_addresses(self):
        """``{normalized address: its role}`` for all addresses by which the person is known, the record's first. Roles
        are those of `sales.sequence.address`: a contact who is a person has addresses of their own."""
        known = dict.fromkeys(self._sequence_addresses(), OWN)
        contact = self._sequence_contact()
        # Odoo keeps the address of a lead and that of its contact equal, if it can.
        if contact and contact.email not in known and contact != self:
            role = CONTACT if contact.is_company else OWN
            for address in contact._sequence_addresses():
                known.setdefault(address, role)
        return known

    def _sequence_own_addresses(self):
        """Those of `_sequence_known_addresses` that are the person's own. :return: list"""
        return [address for address, role in self._sequence_known_addresses().items() if role == OWN]

    def _sequence_contact(self):
        """The `res.partner` behind the target, empty when there is none."""
        return self.env["res.partner"]

    def _sequence_owner(self):
        """The `res.users` who looks after the target, empty when nobody does."""
        return self.user_id

    def _sequence_owners(self):
        """``{id: owner}`` of these records, whoever may read them."""
        return {target.id: target._sequence_owner() for target in self.sudo()}

    def _sequence_company(self):
        """The `res.company` of the target, empty for all companies."""
        return self.company_id

    def _sequence_company_in(self, sequence):
        """The `res.company` in which `sequence` enrolls this target."""
        return sequence.company_id or self._sequence_company() or sequence.env.company

    def _sequence_linkedin(self):
        """The address of the person's page on LinkedIn: the record's own, else that of the contact behind it."""
        return self.sequence_linkedin_url or self._sequence_contact().sequence_linkedin_url

    def _sequence_address_problem(self):
        """Why there is no address to write to, in a sentence that is true beside whatever the form shows."""
        written = next((self[name] for name in self._sequence_address_fields if self[name]), False)
        if written:
            return self.env._("“%s” is not a valid email address.", quoted(written))
        contact = self._sequence_contact()
        if contact != self and contact.email_normalized:
            return self.env._(
                "The email address of the record is empty; the one of its contact is not used in its place."
            )
        return self.env._("There is no email address.")

    def _sequence_language(self):
        """Language code to write in, or False."""
        return self._sequence_contact().lang

    def _sequence_language_from(self, user, company):
        """Code of the language in which `user` of `company` writes: that of the record, else the sender's, else the
        company's."""
        language = self._sequence_language()
        # What nearly everybody has; the others are read only where it is needed.
        if language and active_language(self.env, language) == language:
            return language
        return active_language(self.env, user.lang, company.sudo().partner_id.lang)

    @api.model
    def _sequence_open(self):
        """A `Domain` of the records for which `_sequence_end` is False, as far as it can be searched."""
        return Domain.TRUE

    def _sequence_end(self):
        """Why sequences end for this record: an `exit_reason` (won, lost, archived), or False."""
        return False if self.active else "archived"
