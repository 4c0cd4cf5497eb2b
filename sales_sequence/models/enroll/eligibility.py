from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.addresses import person_key
from .candidates import Candidates

# Codes of refusals because of another enrollment.
CONFLICT_CODES = ("already_live", "unsure")


class SalesSequenceEligibility(models.AbstractModel):
    """Who may be enrolled in a sequence, and why the others may not. Each check is a method `_refuse_…`.

    A refusal is a code and a message, for the caller alone: it may name records that others must not know of.
    """

    _name = "sales.sequence.eligibility"
    _inherit = ["sales.sequence.eligibility.meetings", "sales.sequence.eligibility.dates"]
    _description = "Eligibility for a Sequence"

    @api.model
    def _check(self, sequence, target_ids, sender=None, conflicts="skip", start_on=None, date=None, **choices):
        """Separate the targets that may be enrolled from those that may not.

        :param sender: `res.users` who is to send to all of them, empty for whoever looks after each
        :param conflicts, start_on, date, choices: see `sales.sequence.enroll`; the choices are `after_meeting` and
            `allow_recent`
        :return: ``(Candidates, {target id: (code, message)})``. A handful of queries, whatever the number of targets.
        """
        Target = self.env[sequence._target_model_name()].with_context(active_test=False)
        if sequence.state != "live" or not sequence.active:
            message = self.env._("“%s” takes no enrollments: it is not live.", sequence._numbered_name())
            if sequence.in_gallery:
                message = sequence._why_it_does_not_run()
            return Candidates(sequence, Target), dict.fromkeys(target_ids, ("not_live", message))
        # Programs pass anything for a record that is missing, and the database would abort the transaction.
        targets = Target.browse(id_ for id_ in target_ids if type(id_) is int).exists()
        present = set(targets._ids)
        unknown = ("unknown", self.env._("This record does not exist."))
        refusals = {target_id: unknown for target_id in target_ids if target_id not in present}
        candidates, refused = self._sift(sequence, targets, sender, conflicts, start_on, date, **choices)
        return candidates, {**refusals, **refused}

    @api.model
    def _sift(self, sequence, targets, sender=None, conflicts="skip", start_on=None, date=None, **choices):
        """As `_check`, of records that exist, and whether or not the sequence is live."""
        refusals = {}
        # With all rights, as in `Candidates`: what the checks read of many records is fetched at once.
        targets.sudo()._sequence_fetch()
        candidates = Candidates(sequence, targets, sender, start_on, date)
        for check in self._checks(candidates, conflicts, **choices):
            found = check(candidates)
            refusals.update(found)
            candidates = candidates.without(found)
        return candidates, refusals

    def _checks(self, candidates, conflicts, after_meeting=False, allow_recent=False):
        """The checks in their order. Each gets the `Candidates` that passed those before it, and returns the refusals:
        ``{target id: (code, message)}``."""
        checks = [
            self._refuse_forbidden,
            self._refuse_other_company,
            self._refuse_ended,
            self._refuse_without_address,
            self._refuse_internal,
            self._refuse_automatic,
            self._refuse_blacklisted,
            self._refuse_dead,
            self._refuse_opted_out,
            self._refuse_unsure,
            partial(self._refuse_with_meeting, after_meeting=after_meeting),
            self._refuse_by_date,
            self._refuse_not_in_audience,
            self._refuse_enrolled_before,
        ]
        if not allow_recent:
            checks.append(self._refuse_answered_recently)
        if candidates.sender:
            checks.append(self._refuse_foreign_sender)
        else:
            checks.append(self._refuse_without_sender)
            if not candidates.sequence._may_let_others_send():
                checks.append(self._refuse_of_colleague)
        # Last: of two with the same address, the first one keeps the other one out only if it enters itself.
        return [*checks, partial(self._refuse_already_live, conflicts=conflicts)]

    # ------------------------------------------------------------------
    # The record
    # ------------------------------------------------------------------

    def _refuse_forbidden(self, candidates):
        allowed = candidates.targets._filtered_access("write")
        message = self.env._("You may not change it: ask its salesperson, or a manager.")
        return {target.id: ("no_right", message) for target in candidates.targets - allowed}

    def _refuse_other_company(self, candidates):
        refusals = {}
        allowed = set((candidates.sequence.company_id or self.env.companies)._ids)
        # Companies as they are, also those that the user may not read.
        for target in candidates.targets.sudo():
            company = target._sequence_company()
            if company and company.id not in allowed:
                refusals[target.id] = ("other_company", self._other_company_message(target, company))
        return refusals

    def _refuse_automatic(self, candidates):
        """Keep jobs from enrolling what automatic mail has created: two machines would write to each other for ever.
        Whoever was enrolled by somebody before may go on."""
        marked = self._is_job() and candidates.targets.sudo().filtered("is_from_automatic_mail")
        if not marked:
            return {}
        message = self.env._(
            "An automatic email created it. If there is a person behind it, enroll it by hand; scheduled jobs do not."
        )
        return {target.id: ("automatic_mail", message) for target in marked if not target.enrollment_ids}

    def _is_job(self):
        """Whether nobody in particular enrolls: a scheduled job, an automation with all rights, or a visitor."""
        caller = self.env.user
        return self.env.su or caller.share or caller == self.env.ref("base.user_root")

    def _other_company_message(self, target, company):
        if company not in self.env.user.company_ids:
            return self.env._("%s belongs to another company.", target.display_name)
        return self.env._("%(target)s belongs to %(company)s.", target=target.display_name, company=company.name)

    def _refuse_ended(self, candidates):
        messages = {
            "won": self.env._("It is won."),
            "lost": self.env._("It is lost."),
            "archived": self.env._("It is archived."),
        }
        # Only whether it has ended, which the user may write and therefore read.
        ends = {target.id: target._sequence_end() for target in candidates.targets.sudo()}
        return {target_id: (end, messages[end]) for target_id, end in ends.items() if end}

    def _refuse_not_in_audience(self, candidates):
        sequence, targets = candidates.sequence, candidates.targets
        if not sequence.enroll_domain:
            return {}
        matching = targets.search(Domain("id", "in", targets.ids) & sequence._get_domain("enroll_domain"))
        message = self.env._("It does not match the audience of this sequence.")
        return {target.id: ("not_in_audience", message) for target in targets - matching}

    # ------------------------------------------------------------------
    # The person
    # ------------------------------------------------------------------

    def _refuse_without_address(self, candidates):
        if not candidates.sequence._sends_emails():
            return {}
        without = candidates.targets.filtered(lambda target: not candidates.addresses[target.id])
        so_what = self.env._("This sequence sends emails.")
        return {one.id: ("no_address", f"{one._sequence_address_problem()} {so_what}") for one in without}

    def _refuse_internal(self, candidates):
        """Refuse addresses of our own users, where emails are sent: their mail is never an answer, so nothing would
        stop the sequence."""
        if not candidates.sequence._sends_emails():
            return {}
        internal = self.env["sales.sequence.inbox"]._find_internal(candidates.all_own)
        message = self.env._(
            "The address belongs to a user of this database: what users write is never counted as an answer."
        )
        return self._refuse_addresses(candidates, internal, "internal_user", message)

    def _refuse_blacklisted(self, candidates):
        blacklisted = self.env["sales.sequence.inbox"]._blacklisted(candidates.all_own)
        message = self.env._("The address is blacklisted: this person wants no mail.")
        return self._refuse_addresses(candidates, blacklisted, "blacklisted", message)

    def _refuse_dead(self, candidates):
        """Refuse whoever has an address from which an earlier email came back. It may still be called."""
        if not candidates.sequence._sends_emails():
            return {}
        dead = self.env["sales.sequence.dead.address"]._among(candidates.all_own)
        refusals = {}
        for target_id in candidates.targets._ids if dead else ():
            keys = ((address, candidates.companies[target_id]) for address in candidates.own[target_id])
            key = next((key for key in keys if key in dead), None)
            if key:
                refusals[target_id] = ("dead_address", dead[key]._in_words())
        return refusals

    def _refuse_opted_out(self, candidates):
        pairs = {(address, candidates.sequence) for address in candidates.all_own}
        opted_out = {address for address, _sequence in self.env["sales.sequence.opt.out"]._among(pairs)}
        message = self.env._("This person opted out of this sequence.")
        return self._refuse_addresses(candidates, opted_out, "opted_out", message)

    def _refuse_addresses(self, candidates, addresses, code, message):
        """Refuse whoever has one of these addresses."""
        if not addresses:
            return {}
        return {
            id_: (code, message)
            for id_ in candidates.targets._ids
            if not addresses.isdisjoint(candidates.own[id_])
        }

    def _refuse_enrolled_before(self, candidates):
        """Refuse whoever was in this sequence before, as this record or as another one of the same person."""
        refusals, history = {}, candidates.history()
        # Companies of colleagues' records are only compared.
        for target in candidates.targets.sudo() if history else ():
            before = history.get(target.id, self.env["sales.sequence.enrollment"]).filtered(
                lambda one: one.ended_at and one.sequence_id == candidates.sequence
            )
            if not before:
                continue
            in_way = before._filter_in_way(target, candidates.sequence)
            message = self._held_back_before_message(in_way._control())
            ended = in_way.filtered(lambda one: one.exit_reason != "control").mapped("ended_at")
            if ended and not message:
                message = self._enrolled_before_message(candidates.sequence, max(ended))
            if message:
                refusals[target.id] = ("enrolled_before", message)
        return refusals

    def _held_back_before_message(self, enrollments):
        """Why somebody who was held back, as these say, may not enter yet; False once the days are over. To those whom
        nothing has ended before, the sequence has not happened: they enter as if they had never been in it."""
        now = fields.Datetime.now()
        waiting = [one for one in enrollments if one._over_at() > now]
        return bool(waiting) and self.env["sales.sequence.conflicts"]._held_back_message(waiting[0])

    def _enrolled_before_message(self, sequence, ended_at):
        """Why a person whose enrollment ended then may not enter again; False if they may."""
        if sequence.reenroll_policy != "after":
            return self.env._("It was in this sequence until %s, and re-enrollment is off.", ended_at.date())
        if (fields.Datetime.now() - ended_at).days >= sequence.reenroll_days:
            return False
        return self.env._(
            "It was in this sequence until %(date)s; it can be re-enrolled %(days)s days later.",
            date=ended_at.date(),
            days=sequence.reenroll_days,
        )

    def _refuse_answered_recently(self, candidates):
        """Refuse whoever has lately answered any sequence: a person is talking to them."""
        latest, history, now = {}, candidates.history(), fields.Datetime.now()
        for target in candidates.targets.sudo() if history else ():
            answered = history.get(target.id, self.env["sales.sequence.enrollment"]).filtered("replied_at")
            days = answered and candidates.companies[target.id].sequence_answer_days
            recent = answered._filter_in_way(target, candidates.sequence).filtered(
                lambda one: one.replied_at > now - timedelta(days=days)  # noqa: B023
            )
            if recent:
                latest[target.id] = max(recent, key=lambda one: one.replied_at)
        answered = self.env["sales.sequence.enrollment"].sudo().union(*latest.values())
        readable = answered.sequence_id.with_env(self.env)._filtered_access("read")
        return {id_: ("answered_recently", self._answered_message(one, readable)) for id_, one in latest.items()}

    def _answered_message(self, enrollment, readable):
        day = format_date(self.env, fields.Datetime.context_timestamp(self, enrollment.replied_at).date())
        if enrollment.sequence_id.id in readable._ids:
            return self.env._(
                "They answered “%(sequence)s” on %(day)s.", sequence=enrollment.sequence_id._numbered_name(), day=day
            )
        return self.env._("They answered another sequence on %s.", day)

    # ------------------------------------------------------------------
    # The sender
    # ------------------------------------------------------------------

    def _refuse_foreign_sender(self, candidates):
        """Refuse targets of a company that the chosen sender does not work for: they could not see the answers."""
        sender, refusals = candidates.sender, {}
        for target_id in candidates.targets._ids:
            company = candidates.companies[target_id]
            if not sender._sequence_works_for(company):
                message = self.env._("%(user)s does not work for %(company)s.", user=sender.name, company=company.name)
                refusals[target_id] = ("no_sender", message)
        return refusals

    def _refuse_without_sender(self, candidates):
        """Refuse targets that only the caller could send to, where that is a job, or a visitor of the website."""
        caller = self.env.user
        if not (caller.share or caller == self.env.ref("base.user_root")):
            return {}
        refusal = ("no_sender", self.env._("It has no salesperson, and the sequence has no owner who could send."))
        return {target_id: refusal for target_id in candidates.targets._ids if candidates.senders[target_id] == caller}

    def _refuse_of_colleague(self, candidates):
        """Refuse targets to which a colleague would send: whoever enrolls could neither see nor stop what they send."""
        refusals = {}
        # A rep may change records of a colleague whom they may not read.
        for target in candidates.targets.sudo():
            owner = target._sequence_owner()
            if owner != self.env.user and owner == candidates.senders[target.id]:
                message = self.env._(
                    "%s is the salesperson and would be the sender. Send in your own name, or ask a "
                    "manager.", owner.name
                )
                refusals[target.id] = ("no_right", message)
        return refusals

    # ------------------------------------------------------------------
    # Other enrollments of the person
    # ------------------------------------------------------------------

    def _refuse_unsure(self, candidates):
        """Refuse whoever may have answered another sequence: the next one must not write to a person who has."""
        Conflicts = self.env["sales.sequence.conflicts"]
        unsure = Conflicts._find_unsure(candidates.sequence, candidates.targets, candidates.history())
        return {target_id: ("unsure", Conflicts._unsure_message(found)) for target_id, found in unsure.items()}

    def _refuse_already_live(self, candidates, conflicts="skip"):
        """Refuse whoever is in a sequence already, as this record or as another one, and cannot make room."""
        sequence, targets = candidates.sequence, candidates.targets
        live = self.env["sales.sequence.enrollment"]._find_live(sequence, targets, candidates.history())
        keys = {id_: {person_key(address) for address in candidates.own[id_]} for id_ in targets._ids}
        if not live and len(set().union(*keys.values())) == sum(map(len, keys.values())):
            return {}
        messages = self.env["sales.sequence.conflicts"]._find_messages(sequence, live, conflicts)
        refusals, seen = {}, {}
        for target in targets:
            # One person, and one pending sequence for an enrollment.
            places = [(candidates.companies[target.id], key) for key in keys[target.id]]
            places += live.get(target.id, [])[:1]
            other = next((seen[place] for place in places if place in seen), None)
            if target.id in messages:
                refusals[target.id] = ("already_live", messages[target.id])
            elif other:
                # Who may change a record may not always read it.
                hidden = self.env["sales.sequence.references"]._hidden_name()
                name = other.display_name if other.has_access("read") else hidden
                message = self.env._("The same address is enrolled with “%s”.", name)
                refusals[target.id] = ("already_live", message)
            else:
                seen.update(dict.fromkeys(places, target))
        return refusals

    # ------------------------------------------------------------------
    # What is told of refusals
    # ------------------------------------------------------------------

    @api.model
    def _format_refusals(self, sequence, refusals):
        """Refusals as `enroll` returns them. Those of `CONFLICT_CODES` have the id of that enrollment, or False where
        the caller may not see it.

        :param refusals: ``{target id: (code, message)}``
        """
        Target, Conflicts = self.env[sequence._target_model_name()], self.env["sales.sequence.conflicts"]
        live, unsure = (
            Target.browse(target_id for target_id, refusal in refusals.items() if refusal[0] == code)
            for code in CONFLICT_CODES
        )
        enrollment_ids = Conflicts._find_readable_live(sequence, live)
        if unsure:
            found = Conflicts._find_unsure(sequence, unsure)
            enrollment_ids.update({target_id: enrollments[0].id for target_id, enrollments in found.items()})
        rows = []
        for target_id, (code, message) in refusals.items():
            row = {"target_id": target_id, "code": code, "message": message}
            if code in CONFLICT_CODES:
                row["enrollment_id"] = enrollment_ids.get(target_id, False)
            rows.append(row)
        return rows

    @api.model
    def _reason_in_words(self, code):
        """A few words for a code, which everybody may read; the code itself if it has none."""
        words = {
            "not_live": self.env._("Sequence not live"),
            "unknown": self.env._("No such record"),
            "no_right": self.env._("Not yours to change"),
            "other_company": self.env._("Other company"),
            "archived": self.env._("Archived"),
            "won": self.env._("Won"),
            "lost": self.env._("Lost"),
            "no_address": self.env._("Address missing or not valid"),
            "internal_user": self.env._("Address of a user"),
            "blacklisted": self.env._("Blacklisted"),
            "automatic_mail": self.env._("Created by an automatic email"),
            "dead_address": self.env._("Dead address"),
            "opted_out": self.env._("Opted out"),
            "unsure": self.env._("May have answered"),
            "meeting": self.env._("Has a meeting ahead"),
            "no_date": self.env._("No date to count from"),
            "date_over": self.env._("Date in the past"),
            "already_live": self.env._("Already in a sequence"),
            "no_sender": self.env._("No sender"),
            "enrolled_before": self.env._("Enrolled before"),
            "answered_recently": self.env._("Answered recently"),
            "not_in_audience": self.env._("Not in the audience"),
        }
        return words.get(code, code)
