from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..tools import pacing, schedule

CHUNK = 1000


class SalesSequence(models.Model):
    """The one door into a sequence, for the wizard, automations and RPC alike."""

    _inherit = "sales.sequence"

    def enroll(self, target_ids, user_id=None):
        """Enroll targets; one that cannot be enrolled never blocks the others.

        :param target_ids: ids of the sequence's target model (`crm.lead` or `res.partner`)
        :param user_id: id of the sender; by default each target's salesperson, else the owner
            of the sequence, else the caller
        :return: ``{"enrolled": [{"target_id", "enrollment_id"}], "refused": [{"target_id",
            "code", "message"}]}``. Codes: `not_live`, `unknown`, `no_right`, `other_company`,
            `archived`, `won`, `lost`, `no_address`, `blacklisted`, `opted_out`,
            `already_live`, `enrolled_before`, `not_in_audience`, `no_sender`.
        :raises AccessError: the caller is no user of Sales Sequences, or names a colleague as sender without being
            a manager
        :raises UserError: there is no such sender
        """
        self.ensure_one()
        self._check_may_enroll()
        sender = self._get_sender(user_id)
        self._check_may_name(sender)
        enrolled, refused = [], []
        for ids in split_every(CHUNK, dict.fromkeys(target_ids), list):
            admitted, refusals = self._admit(ids, sender)
            created, conflicts = self.sudo()._create_enrollments(admitted.sudo(), sender)
            refusals.update(conflicts)
            enrolled += [
                {"target_id": target_id, "enrollment_id": enrollment_id} for target_id, enrollment_id in created.items()
            ]
            refused += [
                {"target_id": target_id, "code": code, "message": message}
                for target_id, (code, message) in refusals.items()
            ]
        if enrolled:
            self.env["sales.sequence.runner"]._trigger()
        return {"enrolled": enrolled, "refused": refused}

    def _check_may_enroll(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences can enroll."))

    def _check_may_name(self, sender):
        """Nobody sends in a colleague's name; managers, and channel managers in sequences for partners, decide who
        sends."""
        if self.env.su or not sender or sender == self.env.user:
            return
        groups = ["sales_sequence.group_sales_sequence_manager"]
        if self.target == "partner":
            groups.append("sales_sequence.group_sales_sequence_channel_manager")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Only a manager can let somebody else send: leave the sender out, or send yourself.")
            )

    def _get_sender(self, user_id):
        sender = self.env["res.users"].sudo().browse(user_id)
        if user_id and not (sender.exists() and sender.active and not sender.share):
            raise UserError(self.env._("There is no active internal user with id %s to send from.", user_id))
        return sender

    # ------------------------------------------------------------------
    # Who may enter
    # ------------------------------------------------------------------

    def _admit(self, target_ids, sender=None):
        """Sort targets into those that may enter and the refused.

        :param sender: `res.users` who is to send for all of them; nobody for whoever looks after each
        :return: ``(targets, {target id: (code, message)})``. A handful of queries, whatever
            the number of targets. Each check sees only those that passed the ones before.
        """
        Target = self.env[self._target_model_name()].with_context(active_test=False)
        refusals = {}
        if self.state != "live":
            message = self.env._("“%s” takes no enrollments: it is not live.", self.name)
            return Target, dict.fromkeys(target_ids, ("not_live", message))
        targets = Target.browse(target_ids).exists()
        unknown = self.env._("There is no such record.")
        known = set(targets._ids)
        refusals.update((target_id, ("unknown", unknown)) for target_id in target_ids if target_id not in known)
        for check in (
            self._refuse_forbidden,
            self._refuse_other_company,
            self._refuse_ended,
            self._refuse_without_address,
            self._refuse_blacklisted,
            self._refuse_opted_out,
            self._refuse_not_in_audience,
            self._refuse_enrolled_before,
            self._refuse_already_live,
            *([] if sender else [self._refuse_without_sender]),
        ):
            found = check(targets)
            if found:
                refusals.update(found)
                targets = targets.filtered(lambda target: target.id not in found)  # noqa: B023
        return targets, refusals

    def _refuse_forbidden(self, targets):
        allowed = targets._filtered_access("write")
        message = self.env._("You may not change this record.")
        return {target.id: ("no_right", message) for target in targets - allowed}

    def _refuse_other_company(self, targets):
        refusals = {}
        for target in targets.sudo():
            company = target._sequence_company()
            allowed = self.company_id or self.env.companies
            if company and company not in allowed:
                refusals[target.id] = (
                    "other_company",
                    self.env._("%(target)s belongs to %(company)s.", target=target.display_name, company=company.name),
                )
        return refusals

    def _refuse_ended(self, targets):
        words = {
            "won": self.env._("It is won."),
            "lost": self.env._("It is lost."),
            "archived": self.env._("It is archived."),
        }
        ends = {target.id: target._sequence_end() for target in targets.sudo()}
        return {target_id: (end, words[end]) for target_id, end in ends.items() if end}

    def _refuse_without_address(self, targets):
        if "email" not in self.step_ids.filtered("active").mapped("channel"):
            return {}
        message = self.env._("It has no valid email address, and this sequence sends emails.")
        return {target.id: ("no_address", message) for target in targets.sudo() if not target._sequence_email()}

    def _refuse_blacklisted(self, targets):
        addresses = {target.id: target._sequence_email() for target in targets.sudo()}
        blacklisted = self.env["sales.sequence.inbox"]._blacklisted(list(set(addresses.values())))
        message = self.env._("The address is blacklisted: this person wants no mail.")
        return {
            target_id: ("blacklisted", message) for target_id, address in addresses.items() if address in blacklisted
        }

    def _refuse_without_sender(self, targets):
        """A job that enrolls has no face to send with, nor has a visitor of the website whose form does."""
        caller = self.env.user
        if self.user_id or not (caller.share or caller == self.env.ref("base.user_root")):
            return {}
        message = self.env._("Nobody looks after it, and the sequence has no owner who could send.")
        without = (target for target in targets.sudo() if self._default_sender(target) == caller)
        return {target.id: ("no_sender", message) for target in without}

    def _refuse_not_in_audience(self, targets):
        if not self.enroll_domain:
            return {}
        matching = targets.search(Domain("id", "in", targets.ids) & self._get_domain("enroll_domain"))
        message = self.env._("It does not match the audience of this sequence.")
        return {target.id: ("not_in_audience", message) for target in targets - matching}

    def _refuse_enrolled_before(self, targets):
        """Refuse who was in this sequence: as this record, or as the same person by another one."""
        field_name = self._enrollment_field_name()
        addresses = {target.id: target._sequence_email() for target in targets.sudo()}
        previous = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            ._read_group(
                Domain("sequence_id", "=", self.id)
                & Domain("ended_at", "!=", False)
                & (
                    Domain(field_name, "in", targets.ids)
                    | Domain("email_normalized", "in", list(filter(None, addresses.values())))
                ),
                [field_name, "email_normalized", "company_id"],
                ["ended_at:max"],
            )
        )
        if not previous:
            return {}
        ended = {}
        for target, address, company, ended_at in previous:
            for key in (target.id, (company, address)):
                ended[key] = max(ended_at, ended.get(key, ended_at))
        refusals = {}
        for target in targets.sudo():
            person = (self._get_company(target), addresses[target.id] or None)
            ended_at = max(filter(None, (ended.get(target.id), ended.get(person))), default=None)
            message = ended_at and self._enrolled_before_message(ended_at)
            if message:
                refusals[target.id] = ("enrolled_before", message)
        return refusals

    def _enrolled_before_message(self, ended_at):
        """Why somebody whose enrollment ended then may not enter again; False if they may."""
        if self.reenroll_policy != "after":
            return self.env._("It was in this sequence until %s, and nobody enters twice.", ended_at.date())
        if (fields.Datetime.now() - ended_at).days >= self.reenroll_days:
            return False
        return self.env._(
            "It was in this sequence until %(date)s; it can enter again %(days)s days later.",
            date=ended_at.date(),
            days=self.reenroll_days,
        )

    def _refuse_already_live(self, targets):
        """Refuse who is in a sequence already: as a record, or as the same person elsewhere."""
        targets = targets.sudo()
        field_name = self._enrollment_field_name()
        addresses = {target.id: target._sequence_email() for target in targets}
        live = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search_fetch(
                Domain("state", "in", ("running", "paused"))
                & (
                    Domain(field_name, "in", targets.ids)
                    | Domain("email_normalized", "in", list(filter(None, addresses.values())))
                ),
                ["email_normalized", "company_id", "sequence_id", "lead_id", "partner_id"],
            )
        )
        if not live and len(set(addresses.values())) == len(addresses):
            return {}
        by_record = live.filtered(lambda enrollment: enrollment._target()._name == targets._name).grouped(
            lambda e: e._target().id
        )
        by_person = live.grouped(lambda enrollment: (enrollment.company_id, enrollment.email_normalized))
        refusals, seen = {}, {}
        for target in targets:
            company = self._get_company(target)
            person = (company, addresses[target.id])
            enrollment = by_record.get(target.id) or (addresses[target.id] and by_person.get(person))
            if enrollment:
                refusals[target.id] = ("already_live", self._already_live_message(enrollment[:1]))
            elif addresses[target.id] and person in seen:
                refusals[target.id] = (
                    "already_live",
                    self.env._("The same address is enrolled with “%s”.", seen[person].display_name),
                )
            else:
                seen[person] = target
        return refusals

    def _already_live_message(self, enrollment):
        return self.env._("This person is in “%s” already.", enrollment.sequence_id.name)

    # ------------------------------------------------------------------
    # Entering
    # ------------------------------------------------------------------

    def _get_company(self, target):
        return self.company_id or target._sequence_company() or self.env.company

    def _create_enrollments(self, targets, sender):
        """Create them as one, or, where somebody else has just enrolled the same person, one
        by one, so that only that one is refused.

        :return: ``({target id: enrollment id}, {target id: (code, message)})``
        """
        if not targets:
            return {}, {}
        try:
            with self.env.cr.savepoint():
                enrollments = self.env["sales.sequence.enrollment"].create(self._enrollment_values(targets, sender))
                enrollments.flush_recordset()
                return dict(zip(targets.ids, enrollments.ids, strict=True)), {}
        except IntegrityError:
            if len(targets) == 1:
                return {}, {targets.id: self._refusal_of_conflict(targets)}
        half = len(targets) // 2
        created, conflicts = self._create_enrollments(targets[:half], sender)
        more_created, more_conflicts = self._create_enrollments(targets[half:], sender)
        return {**created, **more_created}, {**conflicts, **more_conflicts}

    def _refusal_of_conflict(self, target):
        """Why the database refuses this one. Our transaction cannot see what others have committed since it began."""
        with self.env.registry.cursor() as cr:
            now = self.with_env(self.env(cr=cr))
            found = now._refuse_already_live(now.env[target._name].browse(target.id).exists())
        just_now = self.env._("This person has just been enrolled in another sequence.")
        return found.get(target.id, ("already_live", just_now))

    def _enrollment_values(self, targets, sender):
        first = self._first_step()
        now = fields.Datetime.now()
        field_name = self._enrollment_field_name()
        values_list, zones, zones_by_company = [], [], {}
        for target in targets:
            contact = target._sequence_contact()
            company = self._get_company(target)
            user = sender or self._default_sender(target)
            zone = self._get_zone(target, user, company)
            zones.append(zone)
            zones_by_company.setdefault(company, set()).add(zone)
            address = target._sequence_email() or False
            values_list.append(
                {
                    "sequence_id": self.id,
                    "partner_id": contact.id,
                    field_name: target.id,
                    "commercial_partner_id": contact.commercial_partner_id.id,
                    "email_normalized": address,
                    "email_domain": address and address.rpartition("@")[2],
                    "user_id": user.id,
                    "company_id": company.id,
                    "enrolled_at": now,
                    "next_step_id": first.id,
                }
            )
        first_slots = {}
        for company, names in zones_by_company.items():
            for zone, working_time in self._get_working_times(company, names).items():
                slot = schedule.after_delay(now, first.delay, first.delay_unit, working_time)
                first_slots[company.id, zone] = working_time, slot
        days = pacing.DayCap(1, zone=self._get_calendar(self.env.company).tz or "UTC")
        day_cap = self._new_per_day(days)
        for values, zone in zip(values_list, zones, strict=True):
            working_time, slot = first_slots[values["company_id"], zone]
            if day_cap:
                slot = self._next_start(slot, working_time, day_cap)
            values["starts_on"] = days.day_of(slot.moment)
            values["next_run_at"] = slot.moment
            values["next_run_moved_by"] = ",".join(slot.reasons) or False
        return values_list

    def _new_per_day(self, days):
        """The `pacing.DayCap` of this sequence's new enrollments, None without a limit.

        The sequence stays locked until the end: two calls at once must count each other.
        """
        if not self.max_new_per_day:
            return None
        self.env["sales.sequence.pace"].sudo()._lock(f"sequence-{self.id}")
        groups = self.env["sales.sequence.enrollment"]._read_group(
            [("sequence_id", "=", self.id), ("starts_on", ">=", days.day_of(fields.Datetime.now()))],
            ["starts_on:day"],
            ["__count"],
        )
        return pacing.DayCap(self.max_new_per_day, dict(groups), days.zone, "new_per_day")

    def _next_start(self, slot, working_time, day_cap):
        """Move the start to the first working moment of a day that has room, and take it."""
        reasons = list(slot.reasons)
        while not day_cap.fits(slot.moment):
            reasons.append(day_cap.reason)
            slot = schedule.next_slot(day_cap.first_free(slot.moment), working_time)
        day_cap.take(day_cap.day_of(slot.moment))
        return schedule.Slot(slot.moment, tuple(dict.fromkeys([*reasons, *slot.reasons])))

    def _default_sender(self, target):
        """Whoever looks after the target, else the sequence's owner, else the caller."""
        owner = target._sequence_owner()
        return (owner if owner.active else owner.browse()) or self.user_id or self.env.user
