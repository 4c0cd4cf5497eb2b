from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from ...tools import pacing, schedule
from ...tools.attempt import attempt
from ...tools.own_context import is_on
from ...tools.texts import quoted
from ..base.arguments import DAY, ID, IDS, TEXT, checked
from ..base.jobs import RUNNER, wake

CHUNK = 1000
# Refusals over another enrollment.
IN_THE_WAY = ("already_live", "unsure")
# What `enroll` can do with people who are in another sequence.
CONFLICTS = ("skip", "queue", "replace")


class SalesSequence(models.Model):
    """The one door into a sequence, for the wizard, automations and RPC alike."""

    _name = "sales.sequence"
    _inherit = ["sales.sequence", "sales.sequence.counts"]

    @checked(one=True, target_ids=IDS, user_id=ID, conflicts=TEXT)
    def enroll(self, target_ids, user_id=None, start_on=None, conflicts="skip"):
        """Enroll targets; one that cannot be enrolled never blocks the others.

        :param target_ids: ids of the sequence's target model (`crm.lead` or `res.partner`)
        :param user_id: id of the sender; by default each target's salesperson, else the owner
            of the sequence, else the caller
        :param start_on: date (or its string) before which nothing happens, in each one's own zone
        :param conflicts: what becomes of those who are in another sequence: ``"skip"`` refuses them, ``"queue"`` lets
            them enter when they are through it, ``"replace"`` stops that one (`replaced`)
        :return: ``{"enrolled": [{"target_id", "enrollment_id"}], "refused": [{"target_id",
            "code", "message"}]}``, an `already_live` or `unsure` with the ``"enrollment_id"`` in the way (see
            `_format_refusals`). Codes: `not_live`, `unknown`, `no_right`, `other_company`,
            `archived`, `won`, `lost`, `no_address`, `blacklisted`, `opted_out`, `unsure`,
            `already_live`, `enrolled_before`, `not_in_audience`, `no_sender`.
            With ``conflicts="queue"`` also ``"queued"``, like ``"enrolled"``, the enrollment being the one waited for.
        :raises AccessError: the caller is no user of Sales Sequences, or names a colleague as sender without being
            a manager
        :raises UserError: there is no such sender, day or way with conflicts
        """
        self._check_may_enroll()
        sender = self._get_sender(user_id)
        self._check_may_name(sender)
        start_on = self._check_start(start_on)
        if conflicts not in CONFLICTS:
            ways = ", ".join(CONFLICTS)
            given = quoted(conflicts)
            raise UserError(
                self.env._("“%(value)s” is no way to deal with conflicts: %(ways)s.", value=given, ways=ways)
            )
        enrolled, queued, refused = {}, {}, {}
        for ids in split_every(CHUNK, dict.fromkeys(target_ids), list):
            admitted, refusals = self._check_eligibility(ids, sender, conflicts)
            live = self._find_live(admitted) if conflicts != "skip" else {}
            if conflicts == "queue":
                queued.update(self.sudo()._set_pending(live, sender, start_on))
                admitted = admitted.filtered(lambda target: target.id not in live)  # noqa: B023
            created, conflicting = self.sudo()._create_enrollments(admitted.sudo(), sender, start_on, live)
            enrolled.update(created)
            refused.update({**refusals, **conflicting})
        if enrolled:
            wake(self.env, RUNNER)
        result = {
            "enrolled": [{"target_id": target_id, "enrollment_id": id_} for target_id, id_ in enrolled.items()],
            "refused": self._format_refusals(refused),
        }
        if conflicts == "queue":
            result["queued"] = [{"target_id": target_id, "enrollment_id": id_} for target_id, id_ in queued.items()]
        return result

    def _format_refusals(self, refusals):
        """Refusals as `enroll` returns them, those of `IN_THE_WAY` with the id of that enrollment, or False where the
        caller may not see it.

        :param refusals: ``{target id: (code, message)}``
        """
        Target = self.env[self._target_model_name()]
        by_code = {
            code: Target.browse(target_id for target_id, refusal in refusals.items() if refusal[0] == code)
            for code in IN_THE_WAY
        }
        enrollments = self._find_readable_live(by_code["already_live"])
        unsure = self._find_unsure(by_code["unsure"]) if by_code["unsure"] else {}
        enrollments.update({target_id: found[0].id for target_id, found in unsure.items()})
        return [
            {
                "target_id": target_id,
                "code": code,
                "message": message,
                **({"enrollment_id": enrollments.get(target_id, False)} if code in IN_THE_WAY else {}),
            }
            for target_id, (code, message) in refusals.items()
        ]

    def _check_start(self, start_on):
        """:return: the date, or None for at once"""
        start_on = DAY(self.env, "start_on", start_on)
        if start_on and start_on < fields.Date.context_today(self):
            raise UserError(self.env._("The start date %s is over.", start_on))
        return start_on

    def _check_may_enroll(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences can enroll."))

    # ------------------------------------------------------------------
    # Entering
    # ------------------------------------------------------------------

    def _get_company(self, target):
        return target._sequence_company_in(self)

    def _create_enrollments(self, targets, sender, start_on=None, live=None):
        """Create them as one, or, where somebody else has just enrolled the same person, one
        by one, so that only that one is refused.

        :param live: ``{target id: enrollments}`` that end for it
        :return: ``({target id: enrollment id}, {target id: (code, message)})``
        """
        if not targets:
            return {}, {}
        try:
            with attempt(self.env.cr):
                in_the_way = [live[target_id] for target_id in targets.ids if target_id in (live or ())]
                if in_the_way:
                    self._stop_conflicting(self.env["sales.sequence.enrollment"].union(*in_the_way))
                values_list = self._enrollment_values(targets, sender, start_on)
                enrollments = self.env["sales.sequence.enrollment"]._create_batch(values_list)
                enrollments.flush_recordset()
                return dict(zip(targets.ids, enrollments.ids, strict=True)), {}
        except IntegrityError:
            if len(targets) == 1:
                return {}, {targets.id: self._refusal_of_conflict(targets)}
        half = len(targets) // 2
        created, conflicts = self._create_enrollments(targets[:half], sender, start_on, live)
        more_created, more_conflicts = self._create_enrollments(targets[half:], sender, start_on, live)
        return {**created, **more_created}, {**conflicts, **more_conflicts}

    def _refusal_of_conflict(self, target):
        """Why the database refuses this one. Our transaction cannot see what others have committed since it began."""
        with self.env.registry.cursor() as cr:
            now = self.with_env(self.env(cr=cr))
            rival = now.env[target._name].browse(target.id).exists()
            found = now._refuse_already_live(rival, now._addresses(rival))
        just_now = self.env._("This person has just been enrolled in another sequence.")
        return found.get(target.id, ("already_live", just_now))

    def _enrollment_values(self, targets, sender, start_on=None):
        first = self._first_step()
        now = fields.Datetime.now()
        same_for_all = {"sequence_id": self.id, "next_step_id": first.id, "enrolled_at": now}
        field_name = self._enrollment_field_name()
        values_list, places = [], []
        for target in targets:
            contact = target._sequence_contact()
            company = self._get_company(target)
            user = sender or self._default_sender(target, company)
            address = target._sequence_email() or False
            places.append((company.id, target._sequence_working_zone(self, user, company)))
            values_list.append(
                {
                    **same_for_all,
                    "partner_id": contact.id,
                    field_name: target.id,
                    "commercial_partner_id": contact.commercial_partner_id.id,
                    "email_normalized": address,
                    "email_domain": address and address.rpartition("@")[2],
                    "user_id": user.id,
                    "company_id": company.id,
                }
            )
        first_slots = self._first_slots(set(places), first, now, start_on)
        days = pacing.DayCap(1, zone=self._get_calendar(self.env.company).tz or "UTC")
        day_cap = self._new_per_day(days)
        starts = {place: self._start_values(slot, days) for place, (_working_time, slot) in first_slots.items()}
        for values, place in zip(values_list, places, strict=True):
            if day_cap:
                working_time, slot = first_slots[place]
                values.update(self._start_values(self._next_start(slot, working_time, day_cap), days))
            else:
                values.update(starts[place])
        return values_list

    def _first_slots(self, places, first, now, start_on):
        """When the first step comes. It is the same for all in one company and zone.

        :param places: set of ``(company id, zone name)``
        :return: ``{place: (schedule.WorkingTime, schedule.Slot)}``
        """
        zones_by_company, slots = {}, {}
        for company_id, zone in places:
            zones_by_company.setdefault(company_id, set()).add(zone)
        for company_id, zones in zones_by_company.items():
            company = self.env["res.company"].browse(company_id)
            for zone, working_time in self._get_working_times(company, zones).items():
                begin = now
                if start_on and start_on >= now.date():
                    begin = max(now, schedule.opening_after(start_on - timedelta(days=1), working_time).moment)
                slot = schedule.after_delay(begin, first.delay, first.delay_unit, working_time)
                slots[company_id, zone] = working_time, slot
        return slots

    def _start_values(self, slot, days):
        return {
            "starts_on": days.day_of(slot.moment),
            "next_run_at": slot.moment,
            "next_run_moved_by": ",".join(slot.reasons) or False,
        }

    def _new_per_day(self, days):
        """The `pacing.DayCap` of this sequence's new enrollments, None without a limit.

        The sequence stays locked until the end: two calls at once must count each other. Where nobody is enrolled
        (`sales_sequence_draft` in the context) nothing is locked: whoever looks at a date does not wait for others.
        """
        if not self.max_new_per_day:
            return None
        if not is_on(self.env, "sales_sequence_draft"):
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

    def _default_sender(self, target, company=None):
        """Whoever looks after the target, else the sequence's owner, else the caller; somebody who is still there, and
        who works for the company that it is enrolled in."""
        company = company or self._get_company(target)
        for user in (target._sequence_owner(), self.user_id):
            if user and user.active and not user.share and user._sequence_works_for(company):
                return user
        return self.env.user
