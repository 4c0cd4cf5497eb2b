from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...tools import schedule, zone_of_person
from ...tools.queue_order import Place
from ...tools.time_zones import has_one_clock, wall_time, zone_info
from ..base.words import place_of
from .day_entry import Entry

# For so long, whoever has answered comes first.
LATELY = timedelta(days=14)
TOUCH_FIELDS = ("activity_id", "channel", "due_at", "due_kind", "enrollment_id", "sequence_id", "state", "step_id")


class SalesSequenceDayQueue(models.AbstractModel):
    """What is to do, and when: open activities, drafts and answers as entries."""

    _name = "sales.sequence.day.queue"
    _description = "My Day: Queue"

    # ------------------------------------------------------------------
    # What there is
    # ------------------------------------------------------------------

    def _tasks(self, now):
        """The user's open activities of sequences that are due by today. :return: list of `Entry`"""
        today = fields.Date.context_today(self)
        touches = self._open_touches(Domain("date_deadline", "<=", today))
        return self._entries("task", touches, now)

    def _open_touches(self, domain):
        """The touches behind the user's open activities, in the companies that the user works in now."""
        activities = self.env["mail.activity"].search_fetch(
            Domain("user_id", "=", self.env.uid) & Domain("is_sequence_activity", "=", True) & domain,
            ["date_deadline", "summary"],
        )
        if not activities:
            return self.env["sales.sequence.touch"].sudo()
        # With all rights: whoever does the activity does the step. Names are hidden where they may not be read.
        return self._touches_where(Domain("activity_id", "in", activities.ids) & Domain("state", "=", "todo"))

    def _unseen_touches(self):
        """Those of the user's open tasks that are about people whom the user may not see: they were handed over, and
        the rules of touches leave them out."""
        touches = self._open_touches(Domain.TRUE)
        return touches - touches.sudo(False)._filtered_access("read")

    def _touches_where(self, domain):
        of_companies = Domain("enrollment_id.company_id", "in", self.env.companies.ids)
        # Nothing is to be done for those who are paused: they come back when they resume.
        unpaused = Domain("enrollment_id.state", "!=", "paused")
        Touch = self.env["sales.sequence.touch"].sudo()
        return Touch.search_fetch(domain & of_companies & unpaused, TOUCH_FIELDS, order="id")

    def _drafts(self, now):
        """The drafts that the user reviews: those that leave in the user's name. :return: list of `Entry`"""
        drafts = self._touches_where(
            Domain("user_id", "=", self.env.uid)
            & Domain("state", "=", "draft")
            & Domain("approved_by_id", "=", False)
            & (Domain("due_at", "=", False) | Domain("due_at", "<=", now))
        )
        # An empty one is about to be written.
        drafts = drafts.filtered("draft_body")
        doubts = drafts.sudo(False)._find_doubts() if drafts else {}
        entries = self._entries("draft", drafts, now)
        for entry in entries:
            entry.is_clean = not doubts[entry.record.sudo(False)]
        return entries

    def _answers(self, now):
        """The answers that the user has to handle, the newest first. :return: list of `Entry`"""
        Answers = self.env["sales.sequence.answers"]
        # The rules of everything between would be asked of all enrollments: they are asked of these few instead.
        waiting = (
            self.env["sales.sequence.signal"]
            .sudo()
            .search(
                Answers._waiting() & Answers._mine() & Domain("enrollment_id.company_id", "in", self.env.companies.ids),
                order="occurred_at desc, id desc",
            )
        )
        signals = Answers._one_each(waiting.sudo(False)._filtered_access("read"))
        quotes = {row["signal_id"]: row["quote"] for row in Answers._rows(signals)} if signals else {}
        entries = self._entries("answer", signals.sudo(), now)
        for entry in entries:
            entry.quote = quotes[entry.record.id]
        return entries

    # ------------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------------

    def _entries(self, kind, records, now):
        """:param records: touches, for ``answer`` signals, for ``planned`` enrollments; with all rights"""
        is_planned = kind == "planned"
        enrollments = records if is_planned else records.enrollment_id
        self._fetch_people(enrollments)
        told = self._told_enrollments(enrollments)
        places = self._places_of(enrollments)
        hours = self._hours_of(enrollments, now)
        answered = self._answered_lately(enrollments, now) if kind == "task" else {}
        today = fields.Date.context_today(self)
        entries = []
        for record in records:
            enrollment = record if is_planned else record.enrollment_id
            entry = Entry(kind, record, enrollment, enrollment._target(), enrollment.id in told)
            entry.zone, entry.place_name = places[enrollment.id]
            if kind == "task":
                self._place_task(entry, hours[enrollment.id], answered.get(enrollment.id), now, today)
            else:
                # The newest answer first.
                entry.place = Place(record.id, answered_at=record.occurred_at if kind == "answer" else None)
            entries.append(entry)
        return entries

    def _place_task(self, entry, hours, answered_at, now, today):
        """Decide where a task stands, and from when on it can be done."""
        touch, (closes_at, opens_at) = entry.record, hours
        agreed = touch.due_kind in ("promised", "snoozed")
        is_call = touch.channel == "call"
        entry.deadline = touch.activity_id.date_deadline
        entry.place = Place(
            touch.id,
            answered_at=answered_at,
            promised_at=touch.due_at if agreed else None,
            closes_at=closes_at if is_call else None,
            score=self._score_of(entry.target) or 0,
            days_late=max((today - entry.deadline).days, 0),
            is_retry=bool(touch.attempt_ids),
        )
        if touch.due_at and touch.due_at > now:
            entry.begins_at = touch.due_at
        elif is_call and not closes_at and not (agreed and touch.due_at):
            # The hours do not count for a moment that was agreed on.
            entry.begins_at = entry.opens_at = opens_at or now + timedelta(days=1)

    def _fetch_people(self, enrollments):
        """Read what is asked of the records enrolled, at once for all."""
        enrollments.fetch(["company_id", "lead_id", "partner_id", "sequence_id", "state", "target", "user_id"])
        for model_name, field_name in self.env["sales.sequence"]._target_models().values():
            targets = enrollments[field_name]
            if not targets:
                continue
            names = {*targets._sequence_fields, *targets._sequence_name_fields, *targets._sequence_contact_fields}
            names |= {"city", "function", "name", "priority", "sequence_linkedin_url"}
            targets.fetch([name for name in names if name in self.env[model_name]._fields])
            for contact in targets._sequence_contact_fields:
                targets[contact].fetch(
                    [*self.env["res.partner"]._sequence_fields, "name", "city", "commercial_company_name", "parent_id"]
                )

    def _told_enrollments(self, enrollments):
        """The ids of those of which the user may know who it is."""
        told = set()
        for field_name, targets in (
            (name, enrollments[name]) for _model, name in self.env["sales.sequence"]._target_models().values()
        ):
            readable = set(targets.sudo(False)._filtered_access("read")._ids)
            told.update(
                one.id for one in enrollments if one._target()._name == targets._name and one[field_name].id in readable
            )
        return told

    def _places_of(self, enrollments):
        """``{enrollment id: (IANA name, place or False)}``: the clock that the person reads, and where it hangs."""
        places = {}
        for enrollment in enrollments:
            target = enrollment._target()
            zone, told_by = target._sequence_zone() if target else (None, None)
            places[enrollment.id] = (zone, self._place_in(target, zone, told_by)) if zone else (self._zone(), False)
        return places

    def _place_in(self, target, zone, told_by):
        """The city of the record, if the zone is sure to be that of the city; else the one that the zone is named
        after."""
        if told_by in (zone_of_person.COUNTRY, zone_of_person.STATE):
            people = target._sequence_people()
            country = target._sequence_country(people)
            is_sure = told_by == zone_of_person.STATE or has_one_clock(country.code)
            city = is_sure and next((one.city for one in people if "city" in one._fields and one.city), False)
            if city:
                return city
        return place_of(self.env, zone)

    def _hours_of(self, enrollments, now):
        """``{enrollment id: (closes, opens)}``, naive UTC: when today's hours of the person end, or if it is not their
        hours now, when the next ones begin."""
        hours = {}
        known_times = {}
        with_target = enrollments.filtered(lambda one: one._target())
        for working_time, same in with_target._by_working_time(known_times):
            closes_at = schedule.closing_of(now, working_time)
            opens_at = None
            if not closes_at:
                try:
                    opens_at = schedule.next_slot(now, working_time).moment
                except schedule.NoWorkingTime:
                    # A calendar without any day to come: it is shown, and says so itself elsewhere.
                    opens_at = None
            hours.update(dict.fromkeys(same.ids, (closes_at, opens_at)))
        return defaultdict(lambda: (None, None), hours)

    def _answered_lately(self, enrollments, now):
        """``{enrollment id: naive UTC}``: when the person last answered, in whichever sequence."""
        if not enrollments:
            return {}
        answered = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search_fetch(
                Domain("replied_at", ">=", now - LATELY)
                & (
                    Domain("lead_id", "in", enrollments.lead_id.ids)
                    | Domain("partner_id", "in", enrollments.partner_id.ids)
                ),
                ["lead_id", "partner_id", "replied_at"],
            )
        )
        latest = {}
        for one in answered:
            for record in (one.lead_id, one.partner_id):
                if record:
                    latest[record] = max(latest.get(record, one.replied_at), one.replied_at)
        found = {}
        for enrollment in enrollments:
            moments = [latest[record] for record in (enrollment.lead_id, enrollment.partner_id) if record in latest]
            if moments:
                found[enrollment.id] = max(moments)
        return found

    def _score_of(self, target):
        """The stars of a lead, 0 to 3; False for a record that has none."""
        return int(target.priority or 0) if target and "priority" in target._fields else False

    def _country_of(self, entry):
        target = entry.target
        return target._sequence_country(target._sequence_people()) if target else self.env["res.country"]

    def _local_today(self, zone, now):
        return wall_time(now, zone_info(zone)).date()
