"""What decides a comparison with the old way: the calendar and the leads, looked up for both groups alike."""

from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

LATER = MONDAY + timedelta(days=200)


def on(day):
    """The moment so many days after the start."""
    return MONDAY + timedelta(days=day)


class OutcomeCommon(SequenceCommon):
    """A sequence that holds back half of the people, and is over after its only email."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", name="Cadence")
        cls.comparison = cls.start(cls.sequence)

    @classmethod
    def start(cls, sequence, **options):
        with freeze_time(MONDAY):
            return sequence.start_comparison(**{"share": 0.5, "days": 60, **options})

    def pair(self, sequence=None, targets=None, count=20):
        """Enroll people, and let the sequence do all that it has. :return: one enrollment of each group"""
        enrollments = self.enroll(sequence or self.sequence, targets or self.make_leads(count, "Person"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        by_arm = enrollments.grouped("arm")
        return by_arm["sequence"][0], by_arm["control"][0]

    def meet(self, enrollment, agreed, held, **values):
        """A meeting on which they agreed on one day, to be held on another one."""
        with freeze_time(on(agreed)), self.quiet_gateway():
            event = self.env["calendar.event"].create(
                {
                    "name": "Demo",
                    "start": on(held),
                    "stop": on(held) + timedelta(hours=1),
                    "opportunity_id": enrollment.lead_id.id,
                    **values,
                }
            )
        # Odoo takes the time of the database.
        self.env.flush_all()
        self.env.cr.execute("UPDATE calendar_event SET create_date = %s WHERE id = %s", [on(agreed), event.id])
        self.env.invalidate_all()
        return event

    def met(self, comparison=None):
        """The enrollments of those who met us."""
        with freeze_time(LATER):
            units = (comparison or self.comparison)._units()
        return {one for unit in units if unit.met_at for one in unit.enrollments}

    def assert_alike(self, act, counts, **options):
        """Do the same to one of each group: both count, or neither does."""
        pair = self.pair(**options)
        for enrollment in pair:
            act(enrollment)
        expected = {one.id for one in pair} if counts else set()
        self.assertEqual(self.met(), expected, [one.state for one in pair])


class TestMeetings(OutcomeCommon):
    def test_a_meeting_counts_long_after_the_sequence_is_over(self):
        self.assert_alike(lambda one: self.meet(one, 40, 90), True)

    def test_a_meeting_counts_after_an_answer_has_ended_it(self):
        def answer_and_meet(enrollment):
            self.answer(email_from=enrollment.email_normalized, at=on(2))
            self.meet(enrollment, 40, 45)

        self.assert_alike(answer_and_meet, True)

    def test_it_is_agreed_on_in_time_or_counts_for_nothing(self):
        self.assert_alike(lambda one: self.meet(one, 60, 80), True)

    def test_one_day_later_it_counts_for_nothing(self):
        self.assert_alike(lambda one: self.meet(one, 61, 80), False)

    def test_a_meeting_that_was_entered_afterwards_counts_from_the_day_on_which_it_was_held(self):
        self.assert_alike(lambda one: self.meet(one, 75, 30), True)

    def test_a_meeting_from_before_counts_for_nothing(self):
        def meet_before(enrollment):
            self.meet(enrollment, -3, 20)
            self.meet(enrollment, 30, -2)

        self.assert_alike(meet_before, False)

    def test_a_canceled_meeting_counts_for_nothing(self):
        def cancel(enrollment):
            event = self.meet(enrollment, 10, 20)
            with freeze_time(on(12)):
                event.action_archive()

        self.assert_alike(cancel, False)

    def test_a_guest_who_declines_counts_for_nothing(self):
        def decline(enrollment):
            partner = self.env["res.partner"].create({"name": "Guest", "email": enrollment.email_normalized})
            event = self.meet(enrollment, 10, 20, opportunity_id=False, partner_ids=partner.ids)
            self.assertIn(enrollment.id, self.met())
            with freeze_time(on(12)), self.quiet_gateway():
                event.attendee_ids.filtered(lambda one: one.partner_id == partner).do_decline()

        self.assert_alike(decline, False)

    def test_a_meeting_about_another_lead_of_the_same_person_counts(self):
        """Whoever has come through may be enrolled with it, whoever is held back may not."""

        def meet_about_another(enrollment):
            another = self.make_lead("Another", email_from=enrollment.email_normalized)
            self.meet(enrollment, 40, 45, opportunity_id=another.id)

        self.assert_alike(meet_about_another, True)

    def test_a_guest_is_known_by_the_address_of_now_not_by_the_one_that_was_written_to(self):
        def meet_by_former(enrollment):
            guest = self.env["res.partner"].create({"name": "Guest", "email": enrollment.email_normalized})
            enrollment.lead_id.email_from = f"new{enrollment.id}@example.org"
            self.env.flush_all()
            self.meet(enrollment, 10, 20, opportunity_id=False, partner_ids=guest.ids)

        self.assert_alike(meet_by_former, False)

    def test_a_meeting_that_only_a_call_tells_of_counts_in_no_group(self):
        def note(enrollment):
            with freeze_time(on(5)):
                enrollment.stop("meeting")

        self.assert_alike(note, False)


class TestWins(OutcomeCommon):
    def win(self, lead, day):
        with freeze_time(on(day)):
            lead.action_set_won()

    def test_a_win_counts_in_time(self):
        self.assert_alike(lambda one: self.win(one.lead_id, 59), True)

    def test_a_win_counts_in_time_only(self):
        self.assert_alike(lambda one: self.win(one.lead_id, 61), False)

    def test_another_lead_of_the_same_contact_counts(self):
        leads = self.make_leads(20, "Person")
        for lead in leads:
            lead.partner_id = self.env["res.partner"].create({"name": lead.contact_name, "email": lead.email_from})

        def win_another(enrollment):
            self.win(self.make_lead("Another", partner_id=enrollment.partner_id.id), 30)

        self.assert_alike(win_another, True, targets=leads)

    def test_another_lead_with_the_same_address_counts_whether_or_not_there_is_a_contact(self):
        treated, control = self.pair()
        # Whoever writes by hand creates a contact, and a sequence does not.
        control.lead_id.partner_id = self.env["res.partner"].create(
            {"name": "Contact", "email": control.email_normalized}
        )
        for enrollment in (treated, control):
            self.win(self.make_lead("Another", email_from=enrollment.email_normalized), 30)
        self.assertEqual(self.met(), {treated.id, control.id})

    def test_what_is_not_won_any_more_counts_for_nothing(self):
        def lose(enrollment):
            self.win(enrollment.lead_id, 30)
            with freeze_time(on(40)):
                enrollment.lead_id.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)

        self.assert_alike(lose, False)


class TestGoals(OutcomeCommon):
    def test_a_goal_counts_in_time_whenever_the_enrollment_has_ended(self):
        sequence = self.make_sequence("email", goal_domain="[('priority', '=', '3')]")
        comparison = self.start(sequence, metric="goal")
        pair = self.pair(sequence)
        self.assertEqual([one.state for one in pair], ["finished", "running"])
        for enrollment in pair:
            enrollment.lead_id.priority = "3"
        self.check_goals(on(45))
        self.assertEqual(self.met(comparison), {one.id for one in pair})
        late = self.pair(sequence, self.make_leads(20, "Other"))
        for enrollment in late:
            enrollment.lead_id.priority = "3"
        self.check_goals(on(61))
        self.assertEqual(self.met(comparison), {one.id for one in pair})

    def test_a_meeting_does_not_decide_where_the_goal_does(self):
        sequence = self.make_sequence("email", goal_domain="[('priority', '=', '3')]")
        comparison = self.start(sequence, metric="goal")
        for enrollment in self.pair(sequence):
            self.meet(enrollment, 10, 20)
        self.assertFalse(self.met(comparison))


class TestMerged(OutcomeCommon):
    def partners(self, count):
        return self.env["res.partner"].create(
            [{"name": f"Firm {number}", "is_company": True} for number in range(count)]
        )

    def test_contacts_that_are_merged_across_the_groups_count_in_neither(self):
        leads = self.make_leads(20, "Person")
        for lead, partner in zip(leads, self.partners(20), strict=True):
            lead.partner_id = partner
        treated, control = self.pair(targets=leads)
        with freeze_time(LATER):
            before = len(self.comparison._units())
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((treated.partner_id | control.partner_id).ids, treated.partner_id)
        self.env.invalidate_all()
        with freeze_time(LATER):
            units = self.comparison._units()
        self.assertEqual(len(units), before - 2)

    def test_people_whose_leads_become_contacts_of_one_company_weigh_as_two_draws(self):
        leads = self.make_leads(24, "Person")
        by_arm = self.enroll(self.sequence, leads).grouped("arm")
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        two = by_arm["control"][:2]
        for lead in two.lead_id:
            lead.partner_id = self.env["res.partner"].create(
                {"name": lead.contact_name, "email": lead.email_from, "parent_id": firm.id}
            )
        self.env.flush_all()
        with freeze_time(LATER):
            (unit,) = [unit for unit in self.comparison._units() if two[0].id in unit.enrollments]
        self.assertEqual(sorted(unit.enrollments), sorted(two.ids))
        self.assertEqual(unit.weights, {"sequence": 0.25, "control": 0.25})

    def test_colleagues_of_somebody_who_became_a_contact_since_are_in_the_same_group(self):
        """Whoever meets us becomes a contact: were their colleagues drawn for anew, most companies of the old way would
        be in both groups."""
        by_arm = self.enroll(self.sequence, self.make_leads(24, "Person")).grouped("arm")
        first = {arm: enrollments[:6] for arm, enrollments in by_arm.items()}
        for arm, enrollments in first.items():
            colleagues = self.env["crm.lead"]
            for one in enrollments:
                firm = self.env["res.partner"].create({"name": f"Firm of {one.target_name}", "is_company": True})
                people = [(one.target_name, one.email_normalized), ("Colleague", f"colleague{one.id}@example.org")]
                partners = self.env["res.partner"].create(
                    [{"name": name, "email": email, "parent_id": firm.id} for name, email in people]
                )
                one.lead_id.partner_id = partners[0]
                colleagues += self.make_lead(f"C{one.id}", partner_id=partners[1].id, email_from=partners[1].email)
            enrolled = self.enroll(self.sequence, colleagues)
            self.assertEqual(set(enrolled.mapped("arm")), {arm})
            with freeze_time(LATER):
                units = {one: unit for unit in self.comparison._units() for one in unit.enrollments}
            for one in enrolled:
                self.assertEqual(units[one.id].weights, {"sequence": 0.5, "control": 0.5}, "drawn for once")

    def test_a_deleted_record_keeps_its_group(self):
        treated, control = self.pair()
        with freeze_time(LATER):
            before = len(self.comparison._units())
        (treated | control).lead_id.unlink()
        with freeze_time(LATER):
            self.assertEqual(len(self.comparison._units()), before)


class TestWhoCounts(OutcomeCommon):
    def test_people_from_before_the_start_and_their_colleagues_do_not_count(self):
        sequence = self.make_sequence("email")
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": f"P{number}", "email": f"p{number}@firm.example.org", "parent_id": firm.id} for number in "12"]
        )
        leads = [self.make_lead(one.name, partner_id=one.id, email_from=one.email) for one in people]
        self.enroll(sequence, leads[0], at=on(-7))
        comparison = self.start(sequence)
        colleague = self.enroll(sequence, leads[1])
        self.assertFalse(colleague.arm, "nobody is held back who could not count")
        with freeze_time(LATER):
            self.assertEqual(comparison._units(), [])
