"""Who has a meeting is left alone: at enrollment, before each touch, and whatever happens in the calendar."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form

from .common import MONDAY, SequenceCommon
from .test_disclosed_names import NamesCommon

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKLY = {"recurrency": True, "rrule_type": "weekly", "interval": 1, "end_type": "count", "count": 4}


class MeetingsCommon(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.contact = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        self.lead = self.make_lead(partner_id=self.contact.id)

    def start(self, target=None, **values):
        enrollment = self.enroll(self.make_sequence("email", "email", **values), target or self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollment

    def meet(self, day=1, at=MONDAY, guests=None, user=None, **values):
        """A meeting on another day, entered at a moment, as one user."""
        start = MONDAY + timedelta(days=day)
        guests = self.contact if guests is None else guests
        with freeze_time(at):
            return (
                self.env["calendar.event"]
                .with_user(user or self.env.user)
                .create(
                    {
                        "name": "Demo",
                        "start": start,
                        "stop": start + HOUR,
                        "user_id": self.rep.id,
                        "partner_ids": [Command.set((guests | self.rep.partner_id).ids)],
                        **values,
                    }
                )
            )

    def meet_weekly(self, day=1, **values):
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(MONDAY + timedelta(days=day)).weekday()]
        return self.meet(day, **{**WEEKLY, weekday: True, **values})

    def change(self, records, at=MONDAY, **values):
        with freeze_time(at):
            records.write(values)

    def move(self, event, day, at=MONDAY, **values):
        start = MONDAY + timedelta(days=day)
        self.change(event, at, start=start, stop=start + HOUR, **values)

    def attendee(self, event, guest=None):
        return event.attendee_ids.filtered(lambda one: one.partner_id == (guest or self.contact))

    def help_wanted(self, lead=None):
        return (lead or self.lead).activity_ids.filtered(lambda one: "needs you" in (one.summary or ""))

    def assert_met(self, enrollment, message=None):
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "meeting"), message)
        self.assertFalse(self.help_wanted(), message or enrollment.status_note)

    def assert_running(self, enrollment, message=None):
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("running", False), message)

    def assert_canceled(self, enrollment):
        self.assertEqual(enrollment.exit_reason, "meeting")
        self.assertIn("canceled", enrollment.status_note)
        self.assertEqual(len(self.help_wanted()), 1)

    def refusals(self, sequence, targets, at=MONDAY, user=None, **options):
        with freeze_time(at):
            result = sequence.with_user(user or self.env.user).enroll(targets.ids, **options)
        return {row["target_id"]: (row["code"], row["message"]) for row in result["refused"]}


class TestWhatCounts(MeetingsCommon):
    def test_a_guest_who_is_known_by_address_only_has_a_meeting(self):
        """A calendar that is synchronized makes a contact for the address, and the lead knows nothing of it."""
        for name, address in (
            ("Bea", "bea@customer.example.org"),
            ("Cleo", "Cleo+Calendar@Customer.example.org"),
            ("Dora", "DORA@customer.example.org"),
        ):
            lead = self.make_lead(name)
            enrollment = self.start(lead, name=name)
            self.meet(guests=self.env["res.partner"].create({"name": address, "email": address}))
            self.assertFalse(lead.partner_id)
            self.assert_met(enrollment, address)

    def test_a_plus_address_of_the_lead_is_that_of_the_guest(self):
        enrollment = self.start(self.make_lead("Eve", email_from="eve+web@customer.example.org"))
        self.meet(guests=self.env["res.partner"].create({"name": "Eve", "email": "eve@customer.example.org"}))
        self.assert_met(enrollment)

    def test_a_meeting_that_names_the_record_needs_no_guest(self):
        by_document = {"res_model_id": self.env["ir.model"]._get_id("crm.lead"), "opportunity_id": False}
        nobody = self.env["res.partner"]
        for name, values in (("Opportunity", {}), ("Document", by_document)):
            lead = self.make_lead(name)
            enrollment = self.start(lead, name=name)
            link = {"res_id": lead.id} if values else {"opportunity_id": lead.id}
            self.meet(guests=nobody, **values, **link)
            self.assert_met(enrollment, name)

    def test_a_document_that_is_linked_later_counts(self):
        enrollment = self.start()
        event = self.meet(guests=self.env["res.partner"])
        self.assert_running(enrollment)
        self.change(event, res_model_id=self.env["ir.model"]._get_id("crm.lead"), res_id=self.lead.id)
        self.assert_met(enrollment)

    def test_a_partner_in_a_sequence_has_meetings_too(self):
        template = self.make_template("res.partner")
        for name, link in (("guest", {}), ("document", {"res_model_id": self.env["ir.model"]._get_id("res.partner")})):
            partner = self.env["res.partner"].create({"name": name, "email": f"{name}@customer.example.org"})
            sequence = self.make_sequence({"mail_template_id": template.id}, target="partner", name=name)
            enrollment = self.enroll(sequence, partner)
            if link:
                self.meet(guests=self.env["res.partner"], res_id=partner.id, **link)
            else:
                self.meet(guests=partner)
            self.assert_met(enrollment, name)

    def test_a_meeting_that_is_under_way_counts(self):
        enrollment = self.start()
        self.meet(0, at=MONDAY + HOUR, stop=MONDAY + 4 * HOUR)
        self.assert_met(enrollment)

    def test_an_all_day_meeting_lasts_until_the_day_is_over_where_they_are(self):
        """Odoo ends it at 18:00 UTC; in California it is ten in the morning then."""
        california = {"country_id": self.env.ref("base.us").id, "state_id": self.env.ref("base.state_us_5").id}
        lead = self.make_lead("Fay", **california)
        enrollment = self.start(lead)
        day = MONDAY.date()
        evening = MONDAY.replace(hour=20)
        self.meet(
            guests=self.env["res.partner"],
            at=evening,
            opportunity_id=lead.id,
            allday=True,
            start=MONDAY - DAY,
            stop=MONDAY,
            start_date=day - DAY,
            stop_date=day,
        )
        self.assert_met(enrollment)

    def test_a_meeting_that_was_held_since_enrollment_counts_when_it_is_entered(self):
        wednesday = MONDAY + 2 * DAY
        for name, act in (
            ("entered", lambda guest: self.meet(1, at=wednesday, guests=guest)),
            (
                "guest added",
                lambda guest: self.change(
                    self.meet(1, guests=self.env["res.partner"]), wednesday, partner_ids=[Command.link(guest.id)]
                ),
            ),
        ):
            guest = self.env["res.partner"].create({"name": name, "email": f"{name[:5]}@customer.example.org"})
            enrollment = self.start(self.make_lead(name, email_from=guest.email, partner_id=guest.id), name=name)
            act(guest)
            self.assert_met(enrollment, name)

    def test_a_meeting_from_before_the_enrollment_does_not_count(self):
        enrollment = self.start()
        self.meet(-3, at=MONDAY + DAY, opportunity_id=self.lead.id)
        self.run_at(MONDAY + DAY)
        self.assertEqual(enrollment.state, "finished")

    def test_a_meeting_of_colleagues_does_not_count(self):
        enrollment = self.start()
        self.meet(guests=self.manager.partner_id)
        self.assert_running(enrollment)
        self.assertFalse(enrollment.signal_ids)

    def test_the_host_need_not_be_a_user_nor_the_visitor_have_rights(self):
        enrollment = self.start()
        public = self.env.ref("base.public_user")
        with freeze_time(MONDAY):
            self.env["calendar.event"].with_user(public).sudo().create(
                {
                    "name": "Appointment",
                    "start": MONDAY + DAY,
                    "stop": MONDAY + DAY + HOUR,
                    "user_id": False,
                    "partner_ids": [Command.set(self.contact.ids)],
                }
            )
        self.assert_met(enrollment)

    def test_archived_meetings_do_not_count_until_they_are_back(self):
        event = self.meet(at=MONDAY - DAY)
        self.change(event, active=False)
        enrollment = self.start()
        self.change(event, active=True)
        self.assert_met(enrollment)

    def test_a_declined_invitation_does_not_count(self):
        event = self.meet(at=MONDAY - DAY, opportunity_id=self.lead.id)
        self.attendee(event).state = "declined"
        enrollment = self.start()
        self.assert_running(enrollment)
        self.attendee(event).with_user(self.env.ref("base.public_user")).sudo().do_accept()
        with freeze_time(MONDAY):
            self.attendee(event).do_decline()
            self.attendee(event).do_accept()
        self.assert_met(enrollment)


class TestSeries(MeetingsCommon):
    def test_a_series_that_is_moved_is_not_canceled(self):
        for scope, weekday in (("all_events", "wed"), ("future_events", "thu")):
            self.lead = self.make_lead(f"Lead {scope}", email_from=f"{scope[:3]}@customer.example.org")
            enrollment = self.start(name=scope)
            series = self.meet_weekly(1, opportunity_id=self.lead.id)
            self.assert_met(enrollment, scope)
            day = 2 if weekday == "wed" else 3
            self.move(series, day, recurrence_update=scope, tue=False, **{weekday: True})
            self.assert_met(enrollment, scope)
            left = self.env["calendar.event"].search([("opportunity_id", "=", self.lead.id)])
            self.assertEqual(len(left), 4, "Odoo has moved them all")
            with freeze_time(MONDAY):
                left.unlink()
            self.assert_canceled(enrollment)

    def test_the_rest_of_a_series_is_a_meeting(self):
        enrollment = self.start()
        first, second, third, fourth = self.meet_weekly().recurrence_id.calendar_event_ids.sorted("start")
        self.move(first, 2)
        self.assert_met(enrollment, "one is moved")
        with freeze_time(MONDAY):
            second.unlink()
        self.assert_met(enrollment, "one is deleted")
        with freeze_time(MONDAY):
            third.action_mass_deletion("future_events")
        self.assertFalse(fourth.exists())
        self.assert_met(enrollment, "the first one takes place")
        self.attendee(first).state = "declined"
        self.assert_canceled(enrollment)

    def test_a_weekly_call_that_began_before_does_not_count_unless_it_names_the_lead(self):
        call = self.meet_weekly(-6, at=MONDAY - 7 * DAY)
        enrollment = self.start()
        self.assertEqual(len(enrollment.touch_ids), 1)
        self.change(call.recurrence_id.calendar_event_ids.sorted("start")[1], opportunity_id=self.lead.id)
        self.assert_met(enrollment)

    def test_a_weekly_call_that_is_moved_is_the_same_call(self):
        for scope in ("all_events", "future_events"):
            self.lead = self.make_lead(f"Lead {scope}", email_from=f"{scope[:3]}@customer.example.org")
            guest = self.env["res.partner"].create({"name": scope, "email": self.lead.email_from})
            with self.mock_datetime_and_now(MONDAY - 7 * DAY):
                call = self.meet_weekly(-6, at=MONDAY - 7 * DAY, guests=guest)
            enrollment = self.start(name=scope)
            event = call.recurrence_id.calendar_event_ids.sorted("start")[1 if scope == "future_events" else 0]
            with self.mock_datetime_and_now(MONDAY):
                self.move(event, 2 if scope == "future_events" else -5, recurrence_update=scope, tue=False, wed=True)
            self.assert_running(enrollment, scope)
            self.run_at(MONDAY + DAY)
            self.assertEqual(len(enrollment.touch_ids), 2, scope)

    def test_one_enrollment_gets_one_signal_of_a_series(self):
        enrollment = self.start(stop_on_meeting=False)
        series = self.meet_weekly(1, opportunity_id=self.lead.id)
        self.move(series, 2, recurrence_update="all_events", tue=False, wed=True)
        self.assertEqual(enrollment.signal_ids.mapped("kind"), ["meeting"])
        self.assertEqual(enrollment.signal_ids.effect, "ignored")


class TestCancellation(MeetingsCommon):
    def test_whoever_declines_or_is_removed_has_canceled(self):
        def decline(event):
            self.attendee(event).with_user(self.env.ref("base.public_user")).sudo().do_decline()

        def remove(event):
            event.partner_ids = [Command.unlink(self.contact.id)]

        def unlink(event):
            event.opportunity_id = False
            event.partner_ids = [Command.set(self.rep.partner_id.ids)]

        for number, act in enumerate((decline, remove, unlink)):
            self.contact = self.env["res.partner"].create({"name": "Guest", "email": f"guest{number}@example.org"})
            self.lead = self.make_lead(f"Lead {number}", email_from=self.contact.email, partner_id=self.contact.id)
            enrollment = self.start(name=str(number))
            event = self.meet(opportunity_id=self.lead.id)
            self.assert_met(enrollment)
            with freeze_time(MONDAY):
                act(event)
            self.assert_canceled(enrollment)
            with freeze_time(MONDAY):
                event.unlink()
            self.assertEqual(enrollment.signal_ids.mapped("kind").count("meeting_canceled"), 1, "told once")

    def test_a_guest_who_accepts_after_all_has_a_meeting(self):
        enrollment = self.start()
        event = self.meet()
        with freeze_time(MONDAY):
            self.attendee(event).do_decline()
            self.attendee(event).do_accept()
        self.assertIn("Demo", enrollment.status_note)
        self.assert_met(enrollment, "Nobody is asked for help any more")

    def test_another_meeting_of_theirs_remains(self):
        enrollment = self.start()
        first = self.meet()
        self.meet(5)
        with freeze_time(MONDAY):
            first.unlink()
        self.assert_met(enrollment)

    def test_a_meeting_that_is_moved_is_not_canceled(self):
        enrollment = self.start()
        event = self.meet()
        self.move(event, 9)
        self.assert_met(enrollment)

    def test_whoever_restarts_after_a_meeting_has_decided(self):
        enrollment = self.start()
        series = self.meet_weekly(2)
        with freeze_time(MONDAY):
            enrollment.with_user(self.rep).restart()
        self.move(series.recurrence_id.calendar_event_ids.sorted("start")[1], 3)
        self.run_at(MONDAY + DAY)
        self.assertEqual(len(enrollment.touch_ids), 2, "The next touch is taken")
        self.assertEqual(enrollment.signal_ids.mapped("kind"), ["meeting"])

    def test_a_new_meeting_stops_a_restarted_enrollment(self):
        enrollment = self.start()
        self.meet(2)
        with freeze_time(MONDAY):
            enrollment.with_user(self.rep).restart()
        event = self.meet(3, name="Second demo")
        # The person is in two meetings now, and only one of them is new.
        self.assert_met(enrollment)
        self.assertEqual(enrollment.status_signal_id.calendar_event_id, event)


class TestBeforeEachTouch(MeetingsCommon):
    def test_a_meeting_that_no_signal_has_told_of_stops(self):
        """The lead gets a contact who has a meeting: nothing happens in the calendar."""
        self.lead = self.make_lead("Bea")
        enrollment = self.start()
        guest = self.env["res.partner"].create({"name": "Guest", "email": "other@customer.example.org"})
        event = self.meet(3, guests=guest)
        self.lead.partner_id = guest
        self.assert_running(enrollment)
        self.run_at(MONDAY + DAY)
        self.assert_met(enrollment)
        self.assertEqual(enrollment.status_signal_id.calendar_event_id, event)
        self.assertEqual(len(enrollment.touch_ids), 1)
        with freeze_time(MONDAY + DAY):
            event.unlink()
        self.assert_canceled(enrollment)

    def test_a_sequence_that_goes_on_after_meetings_does_not_ask(self):
        sequence = self.make_sequence("email", stop_on_meeting=False)
        self.meet(3, at=MONDAY - DAY)
        enrollment = self.enroll(sequence, self.lead)
        inbox = self.env["sales.sequence.inbox"]
        # What the recheck has read already.
        costs = self.queries_of(lambda: enrollment.sequence_id.mapped("stop_on_meeting"))
        self.assertEqual(self.queries_of(lambda: inbox._stop_with_meeting(enrollment)), costs)
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued")

    def queries_of(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        return self.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_number_of_people(self):
        sequence, counts = self.make_sequence("email", "email"), []
        for number in (2, 20):
            leads = self.make_leads(number, name=f"Many{number}x")
            for lead in leads:
                lead.partner_id = self.env["res.partner"].create({"name": lead.name, "email": lead.email_from})
            enrollments = self.enroll(sequence, leads)
            self.meet(2, guests=self.env["res.partner"])
            inbox = self.env["sales.sequence.inbox"].with_user(self.rep).sudo()
            with freeze_time(MONDAY):
                counts.append(self.queries_of(lambda: inbox._find_meetings(enrollments)))  # noqa: B023
        self.assertEqual(counts[0], counts[1])

    def test_all_who_have_a_meeting_are_found_in_one_batch(self):
        leads = self.make_leads(5, name="Many")
        enrollments = self.enroll(self.make_sequence("email", "email"), leads)
        guests = self.env["res.partner"].create([{"name": one.name, "email": one.email_from} for one in leads])
        events = [self.meet(index + 2, guests=guest) for index, guest in enumerate(guests)]
        self.assertEqual(set(enrollments.mapped("exit_reason")), {"meeting"})
        self.assertEqual(enrollments.status_signal_id.calendar_event_id, self.env["calendar.event"].union(*events))


class TestAtEnrollment(MeetingsCommon):
    def test_whoever_has_a_meeting_tomorrow_is_not_asked_for_one(self):
        self.meet(opportunity_id=self.lead.id, at=MONDAY - DAY)
        code, message = self.refusals(self.make_sequence(), self.lead)[self.lead.id]
        self.assertEqual(code, "meeting")
        self.assertIn("Demo", message)
        self.assertIn("2026-01-14 or later", message)
        self.run_at(MONDAY)
        self.assertFalse(self.lead.enrollment_ids)

    def test_a_private_meeting_is_not_named(self):
        self.meet(privacy="private", at=MONDAY - DAY, name="Merger")
        code, message = self.refusals(self.make_sequence(), self.lead, user=self.rep)[self.lead.id]
        self.assertEqual(code, "meeting")
        self.assertNotIn("Merger", message)
        self.assertIn("2026-01-14", message)

    def test_a_sequence_that_goes_on_after_meetings_takes_them(self):
        self.meet(at=MONDAY - DAY)
        self.assertFalse(self.refusals(self.make_sequence(stop_on_meeting=False), self.lead))

    def test_they_can_begin_after_the_meeting(self):
        event = self.meet(2, at=MONDAY - DAY)
        sequence = self.make_sequence("email", "email")
        for start_on, code in (("2026-01-13", "meeting"), ("2026-01-14", "meeting")):
            self.assertEqual(self.refusals(sequence, self.lead, start_on=start_on)[self.lead.id][0], code)
        self.assertFalse(self.refusals(sequence, self.lead, start_on="2026-01-15"))
        enrollment = self.lead.enrollment_ids
        self.run_days(MONDAY, 3, step=6 * HOUR)
        self.move(event, 2.1, at=MONDAY + DAY)
        self.assert_running(enrollment, "The meeting stays before the start")
        self.change(event, MONDAY + DAY, partner_ids=[Command.link(self.manager.partner_id.id)])
        self.run_at(MONDAY + 3 * DAY)
        self.assertEqual(len(enrollment.touch_ids), 1, "It begins when the meeting is over")
        self.assert_running(enrollment)

    def test_a_meeting_that_moves_beyond_their_start_stops_them(self):
        event = self.meet(2, at=MONDAY - DAY)
        self.assertFalse(self.refusals(self.make_sequence("email"), self.lead, start_on="2026-01-15"))
        self.move(event, 7, at=MONDAY + DAY)
        self.assert_met(self.lead.enrollment_ids)

    def test_a_new_meeting_stops_those_who_have_not_begun(self):
        with freeze_time(MONDAY):
            self.make_sequence("email").enroll(self.lead.ids, start_on="2026-01-20")
        self.meet(2)
        self.assert_met(self.lead.enrollment_ids)

    def test_everybody_can_begin_after_their_own_meeting(self):
        other = self.make_lead("Bob")
        self.meet(2, at=MONDAY - DAY)
        self.meet(9, at=MONDAY - DAY, guests=self.env["res.partner"], opportunity_id=other.id)
        free = self.make_lead("Cleo")
        leads = self.lead | other | free
        self.assertFalse(self.refusals(self.make_sequence("email"), leads, after_meeting=True))
        days = [lead.enrollment_ids.next_run_at.date().isoformat() for lead in leads]
        self.assertEqual(days, ["2026-01-15", "2026-01-22", "2026-01-12"])

    def test_a_meeting_in_the_evening_ends_on_the_day_of_the_person(self):
        """Tuesday at 23:00 UTC is Wednesday in Tokyo."""
        lead = self.make_lead("Kei", country_id=self.env.ref("base.jp").id)
        nobody = self.env["res.partner"]
        self.meet(guests=nobody, at=MONDAY - DAY, opportunity_id=lead.id, start=MONDAY + DAY, stop=MONDAY + 38 * HOUR)
        sequence = self.make_sequence("email")
        self.assertTrue(self.refusals(sequence, lead, start_on="2026-01-14"))
        self.assertFalse(self.refusals(sequence, lead, start_on="2026-01-15"))

    def test_the_dialog_lets_them_begin_after_the_meeting(self):
        self.meet(2, at=MONDAY - DAY)
        sequence, free = self.make_sequence("email"), self.make_lead("Cleo")
        leads = self.lead | free
        Wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep)
        with freeze_time(MONDAY):
            form = Form(Wizard.with_context(active_model="crm.lead", active_ids=leads.ids))
            form.sequence_id = sequence
            self.assertEqual((form.meeting_count, form.admitted_count, form.refused_count), (1, 1, 1))
            self.assertIn("Has a meeting ahead", form.reasons_html)
            form.meetings = "after"
            self.assertEqual((form.meeting_count, form.admitted_count, form.refused_count), (1, 2, 0))
            form.preview_lead_id = self.lead
            self.assertIn("Jan 15", form.steps_html)
            form.start_on = "2026-01-19"
            self.assertEqual((form.meeting_count, form.admitted_count), (0, 2), "All begin later anyway")
            form.start_on = False
            form.save().action_enroll()
        self.assertEqual(self.lead.enrollment_ids.next_run_at.date().isoformat(), "2026-01-15")
        self.assertEqual(free.enrollment_ids.next_run_at.date(), MONDAY.date())

    def test_a_run_in_the_background_lets_them_begin_after_the_meeting(self):
        self.meet(2, at=MONDAY - DAY)
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            run = self.env["sales.sequence.enroll.run"]._start(
                self.make_sequence("email"), self.lead.ids, after_meeting=True
            )
            self.env.ref("sales_sequence.ir_cron_enroll").with_user(self.user_root).method_direct_trigger()
        self.assertEqual((run.enrolled_count, run.refused_count), (1, 0))
        self.assertEqual(self.lead.enrollment_ids.next_run_at.date().isoformat(), "2026-01-15")

    def test_whoever_waits_for_another_sequence_begins_after_the_meeting(self):
        self.enroll(self.make_sequence("email", name="Present", stop_on_meeting=False), self.lead)
        self.meet(2)
        following = self.make_sequence("email", name="Following")
        self.assertTrue(self.refusals(following, self.lead, conflicts="queue"))
        self.assertFalse(self.refusals(following, self.lead, conflicts="queue", after_meeting=True))
        self.assertEqual(str(self.lead.enrollment_ids.pending_start_on), "2026-01-15")

    def test_the_next_sequence_does_not_follow_for_people_with_a_meeting(self):
        following = self.make_sequence("email", name="Following")
        enrollment = self.start(stop_on_meeting=False, next_sequence_id=following.id)
        self.meet(9)
        self.run_at(MONDAY + DAY)
        self.assertEqual(enrollment.exit_reason, "completed")
        self.assertEqual(self.lead.enrollment_ids, enrollment)
        self.assertIn("Has a meeting ahead", "".join(self.lead.message_ids.mapped("body")))

    def test_a_job_enrolls_them_when_the_meeting_is_over(self):
        self.meet(2, at=MONDAY - DAY)
        sequence = self.make_sequence(
            "email", auto_enroll=True, enroll_domain=f"[('id', '=', {self.lead.id})]", publish=False
        )
        for moment, count in ((MONDAY, 0), (MONDAY + DAY, 0), (MONDAY + 3 * DAY, 1)):
            with freeze_time(moment):
                if sequence.state == "draft":
                    sequence.action_publish()
                self.env["sales.sequence.audience"]._enroll(sequence)
            self.assertEqual(len(self.lead.enrollment_ids), count, moment)
            if not count:
                self.assertIn("Has a meeting ahead", sequence.audience_note)


class TestMeetingsOfOthers(NamesCommon):
    def test_nobody_stops_people_whom_they_may_not_read_with_a_meeting(self):
        """Neither when it is entered nor when it is moved, and not before the next touch."""
        contact = self.env["res.partner"].create(
            {
                "name": "Canary",
                "email": "canary@customer.example.org",
                "company_id": self.other_company.id,
                "user_id": self.abroad.id,
            }
        )
        template = self.make_template("res.partner")
        sequence = self.make_sequence(
            {"mail_template_id": template.id},
            {"mail_template_id": template.id},
            target="partner",
            company_id=self.other_company.id,
            user_id=self.abroad.id,
        )
        enrollment = self.enroll_abroad(contact, sequence)
        with freeze_time(MONDAY):
            start = MONDAY + DAY
            event = (
                self.env["calendar.event"]
                .with_user(self.me)
                .create({"name": "Hi", "start": start, "stop": start + HOUR, "user_id": self.me.id})
            )
            event.partner_ids = [Command.link(contact.id)]
            self.env.flush_all()
            self.env.invalidate_all()
            event.write({"start": start + DAY, "stop": start + DAY + HOUR})
            self.assertFalse(self.env["sales.sequence.inbox"].sudo()._stop_with_meeting(enrollment))
            self.assertEqual((enrollment.state, enrollment.signal_ids.ids), ("running", []))
            # Whoever works for both companies may.
            self.me.company_ids |= self.other_company
            self.assertEqual(self.env["sales.sequence.inbox"].sudo()._stop_with_meeting(enrollment), enrollment)
