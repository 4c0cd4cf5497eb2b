from odoo import api, models
from odoo.api import NewId
from odoo.fields import Domain

from ...tools.addresses import person_key
from ..base.arguments import VALUES, checked
from ..base.states import LIVE_STATES
from .address import OWN
from .drafts import DRAFT_CONTENT

# What is read of a person's enrollments one by one, by whoever asks what is in the way.
OF_HISTORY = (
    "arm",
    "company_id",
    "comparison_id",
    "email_normalized",
    "ended_at",
    "enrolled_at",
    "exit_reason",
    "partner_id",
    "pending_sequence_id",
    "replied_at",
    "sequence_id",
    "state",
    "status_note",
    "target",
)


class SalesSequenceEnrollmentPerson(models.AbstractModel):
    """Who is enrolled: the one home of that question.

    The record says it, as it is now: the lead or partner, the contact behind it, and every address that it has or that
    we wrote to. Nothing that was copied at enrollment does: `partner_id`, `commercial_partner_id`, `email_normalized`
    and the addresses (`sales.sequence.address`) follow the record.
    """

    _name = "sales.sequence.enrollment.person"
    _description = "Sales Sequence Enrollment: Person"

    @checked(vals=VALUES)
    def write(self, vals):
        """Whoever writes another address than the record has says that it is the person's, too."""
        result = super().write(vals)
        if vals.get("email_normalized"):
            self.env["sales.sequence.address"]._add_former(self, vals["email_normalized"])
        return result

    # ------------------------------------------------------------------
    # The record, and what follows it
    # ------------------------------------------------------------------

    def _targets_by_model(self):
        """``{model name: the targets of that model}``; without those that were deleted"""
        ids = {}
        # Which records they are, not what is in them: the caller's rights are checked on the targets.
        for enrollment in self.sudo():
            target = enrollment._target()
            if target:
                ids.setdefault(target._name, {})[target.id] = True
        return {model_name: self.env[model_name].browse(of_model) for model_name, of_model in ids.items()}

    def _target(self):
        """The record enrolled, empty if it was deleted."""
        self.ensure_one()
        # Of an enrollment that exists in memory only, nobody has said which kind it is.
        kind = self.target or self.sequence_id.target
        return self[self.env["sales.sequence"]._target_models()[kind][1]]

    def _language(self):
        """Code of the language to write in."""
        return self._target()._sequence_language_from(self.user_id, self.company_id)

    def _depends_on_contact(self):
        """The fields that decide which contact is behind the record, for `api.depends`."""
        return [
            f"{field_name}.{name}"
            for model_name, field_name in self.env["sales.sequence"]._target_models().values()
            for name in self.env[model_name]._sequence_contact_fields
        ]

    def _depends_on_addresses(self):
        """The fields that decide which addresses the person has, for `api.depends`."""
        return [
            "partner_id.email",
            "partner_id.is_company",
            *(
                f"{field_name}.{name}"
                for model_name, field_name in self.env["sales.sequence"]._target_models().values()
                for name in self.env[model_name]._sequence_address_fields
            ),
        ]

    @api.depends(lambda self: self._depends_on_contact())
    def _compute_partner_id(self):
        for enrollment in self:
            target = enrollment._target()
            if target and enrollment.target != "partner":
                enrollment.partner_id = target._sequence_contact()
            else:
                # The partner itself; and what is left of a deleted record says nothing.
                enrollment.partner_id = enrollment.partner_id

    @api.depends(lambda self: self._depends_on_addresses())
    def _compute_email_normalized(self):
        """Write to the address that the record has now, or show the last one that it had; and let all addresses of the
        person follow as well."""
        for enrollment in self:
            enrollment.email_normalized = enrollment._target()._sequence_email() or enrollment.email_normalized
        stored = self.filtered(lambda enrollment: not isinstance(enrollment.id, NewId) and enrollment._target())
        if stored:
            self.env["sales.sequence.address"]._replace(stored, stored._addresses_now())

    def _addresses_now(self):
        """The addresses of these people as their records are now: rows of `sales.sequence.address._insert`."""
        rows = []
        for enrollment in self.sudo():
            addresses = enrollment._target()._sequence_known_addresses()
            rows += [(enrollment.id, enrollment.company_id.id, *known) for known in addresses.items()]
        return rows

    def _has_address(self, address):
        """Whether `address` is the person's own: one that we write to or wrote to, or one on the record now.

        :param address: normalized; another form of the same address is another one here
        """
        self.ensure_one()
        return bool(address) and address in self.address_ids.mapped("email_normalized")

    def _own_addresses(self):
        """The addresses of the person that the record has now. :return: set of normalized addresses"""
        self.ensure_one()
        return set(self.address_ids.filtered(lambda address: address.role == OWN).mapped("email_normalized"))

    @api.depends("lead_id", "partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_target_name(self):
        # Odoo asks with all rights where touches and signals show it.
        targets = self._targets_by_model().values()
        told = {target for of_model in targets for target in self._readable(of_model)}
        for enrollment in self:
            # Again only which record it is.
            target = enrollment.sudo()._target()
            if target:
                enrollment.target_name = target.display_name if target in told else self._hidden_name()
            else:
                enrollment.target_name = self.env._("Deleted record")

    # ------------------------------------------------------------------
    # Other enrollments of the same person
    # ------------------------------------------------------------------

    @api.model
    def _search_people(self, domain, partners=(), addresses=()):
        """The enrollments in `domain` of these people, whatever record or address they are enrolled with.

        :param domain: `Domain` of enrollments
        :param partners: `res.partner` who are enrolled, or the contact of an enrolled record
        :param addresses: normalized addresses, in any form
        """
        keys = {person_key(address) for address in addresses if address}
        by_key = self.env["sales.sequence.address"]._enrollments_by_key(keys)
        ids = {id_ for of_key in by_key.values() for id_ in of_key}
        people = Domain("id", "in", list(ids))
        if partners:
            people |= Domain("partner_id", "in", partners.ids)
        return self.search(domain & people) if ids or partners else self.browse()

    @api.model
    def _domain_of_addresses(self, addresses):
        """A `Domain` of the enrollments whose record has exactly one of these normalized addresses now."""
        self.flush_model(["email_normalized"])
        # The key has the index.
        keys = [person_key(address) for address in addresses]
        same = Domain("person_key", "in", keys) & Domain("email_normalized", "in", list(addresses))
        return Domain("address_ids", "any", same & Domain("role", "=", OWN))

    @api.model
    def _find_of_same_person(self, targets, domain=Domain.TRUE, candidates=None):
        """The enrollments of these people: of the record itself, of the contact behind it if that is a person, and of
        any record with one of their addresses. Of all companies.

        :param domain: `Domain` that narrows them down
        :param candidates: an object with `own` and `contacts`, by target id, where the caller has asked the targets
        :return: ``{target id: enrollments}``, with sudo; targets without any are not in it
        """
        # With all rights: what keeps a person out does so whoever may see it.
        targets = targets.sudo()
        keys, contacts = {}, {}
        for target in targets:
            target_id = target.id
            own = candidates.own[target_id] if candidates else target._sequence_own_addresses()
            contact = candidates.contacts[target_id] if candidates else target._sequence_contact()
            keys[target_id] = [person_key(address) for address in own]
            if contact and not contact.is_company:
                contacts.setdefault(contact.id, []).append(target_id)
        by_key = self.env["sales.sequence.address"]._enrollments_by_key({key for some in keys.values() for key in some})
        of_people = {id_ for ids in by_key.values() for id_ in ids}
        field_name = targets._sequence_enrollment_field
        enrollments = self.sudo().search_fetch(
            domain
            & (
                Domain(field_name, "in", targets.ids)
                | Domain("partner_id", "in", list(contacts))
                | Domain("id", "in", list(of_people))
            ),
            OF_HISTORY,
        )
        if not enrollments:
            return {}
        ids = {target.id: {id_ for key in keys[target.id] for id_ in by_key.get(key, ())} for target in targets}
        for enrollment in enrollments:
            if enrollment.target == targets._sequence_target and enrollment[field_name].id in ids:
                ids[enrollment[field_name].id].add(enrollment.id)
            for target_id in contacts.get(enrollment.partner_id.id, ()):
                ids[target_id].add(enrollment.id)
        found = {
            target_id: enrollments.filtered(lambda one: one.id in of_target)  # noqa: B023
            for target_id, of_target in ids.items()
            if of_target
        }
        return {target_id: of_target for target_id, of_target in found.items() if of_target}

    @api.model
    def _find_live(self, sequence, targets, history=None):
        """The live enrollments that keep these targets out of `sequence`: those of the record itself, and those of the
        same person as another record.

        :param history: what `_find_of_same_person` has found for these targets, where the caller has it
        :return: ``{target id: enrollments}``, with sudo; targets without any are not in it
        """
        if history is None:
            history = self._find_of_same_person(targets, Domain("state", "in", LIVE_STATES))
        found = {}
        for target in targets.sudo() if history else ():
            of_person = history.get(target.id, self.browse())
            live = of_person._filter_in_way(target, sequence).filtered(lambda one: one.state in LIVE_STATES)
            if live:
                found[target.id] = live
        return found

    def _filter_in_way(self, target, sequence):
        """Of the enrollments of a person, those that count where `sequence` wants to enroll them as `target`: in its
        company; a lead counts in any company, while a partner that several companies share may enter in each."""
        company = target._sequence_company_in(sequence)
        return self.filtered(
            lambda one: (
                one.company_id == company
                or (target._sequence_target == one.target != "partner" and one._target() == target)
            )
        )

    # ------------------------------------------------------------------
    # What becomes of the target
    # ------------------------------------------------------------------

    def _filter_goal_reached(self):
        """Those whose target has reached the sequence's goal. All are of one sequence."""
        domain = self.sequence_id._get_domain("goal_domain")
        field_name = self.sequence_id._enrollment_field_name()
        targets = (
            self[field_name].with_context(active_test=False).search(Domain("id", "in", self[field_name].ids) & domain)
        )
        targets = self.sequence_id._filter_visible_to_author(targets, domain)
        return self.filtered(lambda enrollment: enrollment[field_name] in targets)

    def _forget_target(self, note):
        """Keep what was done, when and with what result, but nothing that tells to whom."""
        self._drop_questions()
        fields_of_targets = {field_name for _model, field_name in self.env["sales.sequence"]._target_models().values()}
        self.touch_ids.write({"outcome": False, "sent_to": False, **dict.fromkeys(DRAFT_CONTENT, False)})
        self.touch_ids.filtered(lambda touch: touch.state == "failed").write({"reason": False})
        self.signal_ids._forget_words()
        self.address_ids.unlink()
        self.write(
            {
                **dict.fromkeys(fields_of_targets, False),
                "email_normalized": False,
                "own_mails": False,
                "status_note": note,
            }
        )
