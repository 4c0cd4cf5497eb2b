import contextlib
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.addresses import forms_without_tag, person_key
from ...tools.meetings import DAY, Meeting, Person
from ...tools.own_context import passed_on
from ..base.closed import MOST_CLOSED_DAYS
from ..base.states import LIVE_STATES
from ..enrollment.address import CONTACT
from .concerned import may_still_be_counted, may_still_get_mail
from .meeting_links import ADDRESS_WITHOUT_TAG, MEETINGS_OF_PEOPLE, Link, Watch
from .records import all_enrollments, all_signals


class SalesSequenceInboxMeetings(models.AbstractModel):
    """Whether somebody has a meeting: the one home of that question.

    Hooks ask it after a change of the calendar, the recheck before each touch, and eligibility before anybody is
    enrolled. State decides, not what was done: who has a meeting after it has one, whatever became of the rows.
    """

    _name = "sales.sequence.inbox.meetings"
    _description = "Sales Sequence Inbox: Meetings"

    # ------------------------------------------------------------------
    # Who is in which meetings
    # ------------------------------------------------------------------

    @api.model
    def _find_links(self, people, event_ids=None, floor=None):
        """Who takes part in which meetings: guests who have declined do not, nor anybody in an archived meeting.

        :param people: list of `Person`
        :param event_ids: look at these meetings only
        :param floor: look at those that end after this moment only
        :return: ``{person's key: {event id: Link}}``, meetings in their order
        """
        if not people:
            return {}
        pairs = [record for person in people for record in person.records]
        pairs += [("res.partner", person.partner_id) for person in people if person.partner_id]
        parameters = {
            "lead_ids": [id_ for model_name, id_ in pairs if model_name == "crm.lead"],
            "models": list({model_name for model_name, _id in pairs}),
            "ids": [id_ for _model_name, id_ in pairs],
            "partner_ids": [person.partner_id for person in people if person.partner_id],
            "addresses": [
                form
                for person in people
                for address in person.addresses
                for form in forms_without_tag(person_key(address))
            ],
            "event_ids": None if event_ids is None else list(event_ids),
            # Odoo ends an all-day meeting at 18:00 UTC; somewhere the day then lasts for 18 hours more.
            "floor": floor and floor - DAY,
        }
        self.env["calendar.event"].flush_model()
        self.env["calendar.attendee"].flush_model(["event_id", "partner_id", "state"])
        self.env["calendar.recurrence"].flush_model(["base_event_id"])
        self.env["res.partner"].flush_model(["email_normalized"])
        self.env.cr.execute(MEETINGS_OF_PEOPLE.format(address_without_tag=ADDRESS_WITHOUT_TAG), parameters)
        rows = self.env.cr.fetchall()
        return self._match(people, rows) if rows else {}

    def _match(self, people, rows):
        by_record, by_partner, by_key = defaultdict(list), defaultdict(list), defaultdict(list)
        for person in people:
            for record in person.records:
                by_record[record].append(person.key)
            if person.partner_id:
                by_record["res.partner", person.partner_id].append(person.key)
                by_partner[person.partner_id].append(person.key)
            for address in person.addresses:
                by_key[person_key(address)].append(person.key)
        links = defaultdict(dict)
        for model_name, res_id, partner_id, address, has_declined, *values in rows:
            meeting = Meeting(*values)
            named = by_record.get((model_name, res_id), ())
            guests = {*by_partner.get(partner_id, ()), *(by_key.get(person_key(address), ()) if address else ())}
            for key in (*named, *guests):
                link = links[key].setdefault(meeting.id, Link(meeting))
                if partner_id:
                    link.partner_ids.add(partner_id)
                    link.has_declined |= has_declined
                else:
                    link.records.add((model_name, res_id))
        standing = {
            key: {id_: link for id_, link in of_person.items() if not link.has_declined}
            for key, of_person in links.items()
        }
        return {key: of_person for key, of_person in standing.items() if of_person}

    def _people(self, enrollments):
        """The `Person` of each of these enrollments."""
        now = fields.Datetime.now()
        waiting = enrollments.filtered(lambda one: one.next_run_at and one.next_run_at > now)
        # Those to whom nothing has been sent hear nothing before their first step. Whoever is held back has none: their
        # time has begun.
        not_begun = waiting.filtered(lambda one: one.next_step_id and not one.touch_ids)
        known, people = self.env["sales.sequence.address"]._by_enrollment(enrollments), []
        for enrollment in enrollments:
            target = enrollment._target()
            addresses = known.get(enrollment.id, {})
            day = enrollment.starts_on or enrollment.enrolled_at.date()
            people.append(
                Person(
                    key=enrollment.id,
                    records=[(target._name, target.id)] if target else [],
                    partner_id=enrollment.partner_id.id or None,
                    addresses=[address for address, role in addresses.items() if role != CONTACT],
                    zone_of=self._zone_of_enrolled,
                    starts_at=enrollment.next_run_at if enrollment in not_begun else now,
                    enrolled_at=enrollment.enrolled_at,
                    settled_at=fields.Datetime.to_datetime(day) + DAY,
                )
            )
        return people

    def _zone_of_enrolled(self, enrollment_id):
        enrollment = all_enrollments(self.env).browse(enrollment_id)
        sequence, user, company = enrollment.sequence_id, enrollment.user_id, enrollment.company_id
        return enrollment._target()._sequence_working_zone(sequence, user, company)

    # ------------------------------------------------------------------
    # Before a touch
    # ------------------------------------------------------------------

    @api.model
    def _stop_with_meeting(self, enrollments):
        """Stop those who have a meeting that no signal has told of: they had it before, or by another contact or
        address than the record had at the time. :return: those"""
        found = self._find_meetings(enrollments.filtered("sequence_id.stop_on_meeting"))
        if not found:
            return enrollments.browse()
        signals = all_signals(self.env).create(self._values_of_meetings(found))
        concerned = signals.enrollment_id
        self._settle(signals, locked=concerned)
        return (concerned & enrollments).filtered(lambda enrollment: enrollment.state not in LIVE_STATES)

    @api.model
    def _find_meetings(self, enrollments, event_ids=None):
        """The meeting that each of these people has, ahead or held since they were enrolled, and that has not stopped
        this enrollment before: whoever restarts it has decided.

        :param event_ids: look at these meetings only
        :return: ``{enrollment: id of the meeting}``; one query, whatever the number of people
        """
        people, now = self._people(enrollments), fields.Datetime.now()
        floor = min((person.enrolled_at for person in people), default=now)
        found = self._filter_counting(
            people,
            self._find_links(people, event_ids, min(floor, now)),
            lambda person, *about: person.has_ahead(*about) or person.has_held(*about),
        )
        if not found:
            return {}
        found = self._filter_vouched(found)
        stopped = self._once_stopped(found)
        return self._first_of_each({key: of_one for key, of_one in found.items() if key not in stopped})

    def _filter_counting(self, people, links, counts):
        """The links to meetings that count. :param counts: method of `Person` that says so"""
        now = fields.Datetime.now()
        counting = {
            person.key: {
                id_: link
                for id_, link in links[person.key].items()
                if counts(person, link.event, bool(link.records), now)
            }
            for person in people
            if person.key in links
        }
        return {key: of_person for key, of_person in counting.items() if of_person}

    def _first_of_each(self, found):
        """``{enrollment: id of the first meeting}``"""
        return {all_enrollments(self.env).browse(key): next(iter(of_person)) for key, of_person in found.items()}

    @api.model
    def _find_meetings_ahead(self, people):
        """The meetings that keep these people out of a sequence.

        :param people: list of `Person`
        :return: ``{person's key: [Meeting, …]}``, the next one first; one query, whatever the number of people
        """
        links = self._find_links(people, floor=fields.Datetime.now())
        found = self._filter_counting(people, links, Person.has_ahead) if links else {}
        return {
            key: [link.event for link in of_person.values()]
            for key, of_person in (self._filter_vouched(found) if found else {}).items()
        }

    def _once_stopped(self, enrollment_ids):
        signals = all_signals(self.env).search(
            [("enrollment_id", "in", list(enrollment_ids)), ("kind", "=", "meeting"), ("effect", "=", "stopped")]
        )
        return set(signals.enrollment_id.ids)

    def _filter_vouched(self, found):
        """Of the meetings found, those whose organizer or creator may read whom they are with, in any company: Odoo
        accepts a meeting with the ids of others, too. What a visitor or another system has entered may concern
        everybody.

        :param found: ``{enrollment id: {event id: Link}}``
        """
        events = self.env["calendar.event"].sudo().browse({id_ for of_one in found.values() for id_ in of_one})
        insiders = {
            event.id: users
            for event in events
            if (users := event.user_id | event.create_uid)
            and all(user._is_internal() and not user._is_superuser() for user in users)
        }
        named = defaultdict(set)
        for of_person in found.values():
            for event_id, link in of_person.items():
                for user in insiders.get(event_id, ()):
                    for model_name, id_ in self._records_of(link):
                        named[user, model_name].add(id_)
        readable = {
            (user, *record)
            for (user, model_name), ids in named.items()
            for record in self._visible_to(user, model_name, ids)
        }
        vouched = {
            key: {
                event_id: link
                for event_id, link in of_person.items()
                if event_id not in insiders
                or any((user, *one) in readable for user in insiders[event_id] for one in self._records_of(link))
            }
            for key, of_person in found.items()
        }
        return {key: of_person for key, of_person in vouched.items() if of_person}

    def _records_of(self, link):
        return [*link.records, *(("res.partner", id_) for id_ in link.partner_ids)]

    def _visible_to(self, user, model_name, ids):
        """:return: ``(model name, id)`` of the records that the user may read, in any of their companies"""
        records = self.env[model_name].browse(ids).with_user(user)
        visible = records.with_context(allowed_company_ids=user.company_ids.ids)._filtered_access("read")
        return [(model_name, id_) for id_ in visible._ids]

    # ------------------------------------------------------------------
    # When the calendar changes
    # ------------------------------------------------------------------

    @api.model
    @contextlib.contextmanager
    def _watch_meetings(self, events):
        """Compare who is in these meetings before and after what is done inside, as a whole: Odoo archives a series and
        creates another one where all of it is moved.

        :param events: `calendar.event` that it may change
        :return: a `Watch`, to pass on in the context as `sales_sequence_meetings`, and to note new meetings in
        """
        outer = passed_on(self.env, "sales_sequence_meetings", Watch)
        watch = outer or Watch()
        unseen = events.filtered(lambda event: event.id not in watch.event_ids)
        watch.event_ids.update(unseen.ids)
        for enrollment, of_enrollment in self._find_people_in(unseen).items():
            watch.before[enrollment].update(of_enrollment)
        yield watch
        if not outer:
            self._compare(watch)

    def _find_people_in(self, events):
        """``{enrollment id: {event id: Link}}``, of people who can still be written to, whom a meeting has stopped, or
        whose meeting still counts"""
        # The user may edit a meeting with guests and leads that they may not read.
        events = events.sudo().exists()
        partners = events.partner_ids.filtered("partner_share")
        domains = [
            Model.browse(ids)._sequence_enrollments_domain()
            for Model, ids in self._targets_named_in(events).items()
            if ids
        ]
        if not partners and not domains:
            return {}
        Enrollment = all_enrollments(self.env)
        concerned = may_still_get_mail() | may_still_be_counted(MOST_CLOSED_DAYS)
        concerned |= Domain("exit_reason", "=", "meeting")
        addresses = [address for partner in partners for address in partner._sequence_addresses()]
        enrollments = Enrollment._search_people(concerned, partners, addresses)
        if domains:
            enrollments |= Enrollment.search(concerned & Domain.OR(domains))
        return self._find_links(self._people(enrollments), events.ids)

    def _targets_named_in(self, events):
        """``{empty recordset of a target model: ids of the records that these meetings are about}``"""
        targets = {}
        for model_name, _field_name in self.env["sales.sequence"]._target_models().values():
            ids = {event.res_id for event in events if event.res_model == model_name and event.res_id}
            if model_name == "crm.lead":
                ids.update(events.opportunity_id.ids)
            targets[self.env[model_name].sudo()] = list(ids)
        return targets

    def _compare(self, watch):
        """Record what has changed for those who are, or were, in these meetings."""
        after = self._find_people_in(self.env["calendar.event"].browse(watch.event_ids))
        booked = {key: links for key, links in after.items() if not watch.before.get(key)}
        self._notice_booked(booked)
        self._notice_moved([key for key in after if key not in booked], watch)
        left = defaultdict(set)
        for key, links in watch.before.items():
            for event_id, link in links.items():
                now = after.get(key, {}).get(event_id)
                # A guest who is removed has left, also where the meeting is still about their record.
                if now is None or (link.partner_ids and not now.partner_ids):
                    left[key].add(event_id)
        self._notice_left(left)

    def _notice_booked(self, booked):
        """Record the meetings that these people are in since this moment.

        :param booked: ``{enrollment id: {event id: Link}}``
        """
        enrollments = all_enrollments(self.env).browse(booked)
        # What was canceled takes place after all.
        again = enrollments.filtered(lambda one: one.exit_reason == "meeting" and self._is_canceled(one))
        concerned = again | enrollments.filtered_domain(may_still_get_mail())
        # Nothing is left to stop, but the meeting came of the sequence.
        ended = (enrollments - concerned).filtered(lambda one: not self._has_meeting(one))
        if not concerned | ended:
            return
        if not self.env.su:
            booked = self._filter_visible(booked)
        found = self._filter_counting(self._people(concerned | ended), booked, Person.has_had)
        first = self._first_of_each(found)
        self._notice_meetings({one: event_id for one, event_id in first.items() if one in concerned})
        self._note_meetings({one: event_id for one, event_id in first.items() if one in ended})

    def _filter_visible(self, booked):
        """Those that concern somebody whom the user may read. Code with all rights, such as an appointment on the
        website, may concern everybody."""
        named = defaultdict(set)
        for of_person in booked.values():
            for link in of_person.values():
                for model_name, id_ in self._records_of(link):
                    named[model_name].add(id_)
        visible = {
            record for model_name, ids in named.items() for record in self._visible_to(self.env.user, model_name, ids)
        }
        seen = {
            key: {event_id: link for event_id, link in of_one.items() if not visible.isdisjoint(self._records_of(link))}
            for key, of_one in booked.items()
        }
        return {key: of_one for key, of_one in seen.items() if of_one}

    def _notice_moved(self, enrollment_ids, watch):
        """Record a meeting that these people were in before, and that counts only now: it was moved, for instance."""
        enrollments = all_enrollments(self.env).browse(enrollment_ids).filtered_domain(may_still_get_mail())
        untold = enrollments.filtered(lambda one: "meeting" not in one.signal_ids.mapped("kind"))
        if untold:
            self._notice_meetings(self._find_meetings(untold, watch.event_ids))

    def _notice_left(self, left):
        """Record whom a meeting had stopped, or of whom one was noted, and who has none any more.

        :param left: ``{enrollment id: ids of the meetings that they are not in any more}``
        """
        enrollments = (
            all_enrollments(self.env)
            .browse(left)
            .filtered(lambda one: one.exit_reason == "meeting" or self._has_meeting(one))
            .filtered(lambda one: not self._is_canceled(one))
        )
        if not enrollments:
            return
        people = self._people(enrollments)
        links = self._find_links(people, floor=min(person.enrolled_at for person in people))
        still = {
            key: {id_: link for id_, link in of_one.items() if id_ not in left[key]} for key, of_one in links.items()
        }
        present = self._filter_counting(people, still, Person.has_had)
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "meeting_canceled",
                    "calendar_event_id": self.env["calendar.event"].browse(left[enrollment.id]).exists()[:1].id,
                    "detail": self._told_of(enrollment)[:1].detail,
                }
                for enrollment in enrollments
                if enrollment.id not in present
            ]
        )

    def _told_of(self, enrollment):
        """What was recorded of this person's meetings, the last first."""
        return enrollment.signal_ids.filtered(lambda one: one.kind in ("meeting", "meeting_canceled")).sorted(
            "id", reverse=True
        )

    def _is_canceled(self, enrollment):
        return self._told_of(enrollment)[:1].kind == "meeting_canceled"

    def _has_meeting(self, enrollment):
        """Whether a meeting is on record that has not been canceled."""
        return self._told_of(enrollment)[:1].kind == "meeting"

    def _note_meetings(self, found):
        """Put meetings on record that stop nothing: they only count.

        :param found: ``{enrollment: id of the meeting}``
        """
        self._notice([{**values, **self._only_noted()} for values in self._values_of_meetings(found)])

    def _notice_meetings(self, found):
        self._notice(self._values_of_meetings(found))

    def _values_of_meetings(self, found):
        """:param found: ``{enrollment: id of the meeting}``"""
        events = self.env["calendar.event"].sudo().browse(found.values())
        details = {event.id: self._describe_meeting(event) for event in events}
        return [
            {
                "enrollment_id": enrollment.id,
                "kind": "meeting",
                "calendar_event_id": event_id,
                "detail": details[event_id],
            }
            for enrollment, event_id in found.items()
        ]

    def _describe_meeting(self, event):
        start = event.display_time or event.start
        if event.effective_privacy == "private":
            return self.env._("A private meeting on %s", start)
        return self.env._("“%(meeting)s” on %(start)s", meeting=event.name, start=start)
