"""What the forms and lists of enrollments and touches show: each date, text and button once, and only what is true."""

from datetime import date, timedelta

from freezegun import freeze_time
from lxml import html

from odoo.tests import Form

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestScreens(SequenceCommon):
    def timeline(self, enrollment, at=MONDAY, user=None):
        """:return: the text of the timeline, one line for each row"""
        enrollment.invalidate_recordset()
        with freeze_time(at):
            tree = html.fromstring(f"<div>{enrollment.with_user(user or self.rep).timeline_html}</div>")
        return [" ".join(row.text_content().split()) for row in tree.xpath("//div[contains(@class, 'border-bottom')]")]

    # ------------------------------------------------------------------
    # One clock
    # ------------------------------------------------------------------

    def test_past_and_plan_are_on_the_persons_clock_with_the_readers_on_hover(self):
        lead = self.make_lead(country_id=self.env.ref("base.jp").id)
        enrollment = self.enroll(self.make_sequence("email", "email"), lead, at=MONDAY - 6 * HOUR)
        self.assertEqual(enrollment.person_tz, "Asia/Tokyo")
        self.run_at(MONDAY - 6 * HOUR)
        self.send_mails(MONDAY - 6 * HOUR)
        with freeze_time(MONDAY):
            text = str(enrollment.with_user(self.rep).timeline_html)
        self.assertIn("Mon, Jan 12 at 12:00", text, "enrolled and sent at noon in Tokyo")
        self.assertIn('title="Mon, Jan 12 at 4:00', text)
        self.assertIn("Asia/Tokyo", text)
        for row in self.timeline(enrollment):
            self.assertNotIn("4:00", row, "the reader's clock is only in the tooltip")

    def test_where_both_clocks_agree_there_is_no_second_one(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        with freeze_time(MONDAY):
            text = str(enrollment.with_user(self.rep).timeline_html)
        self.assertNotIn("for you", text)
        self.assertNotIn("Brussels", text)

    def test_the_persons_clock_counts_where_the_hours_are_the_companys(self):
        lead = self.make_lead(country_id=self.env.ref("base.jp").id)
        enrollment = self.enroll(self.make_sequence("email", window_tz="company"), lead)
        with freeze_time(MONDAY):
            (row,) = enrollment._preview_rows()
        self.assertIn("18:00", row["when"].replace("6:00 PM", "18:00"))
        self.assertIn("for you", enrollment.with_user(self.rep)._preview_rows()[0]["hover"])

    # ------------------------------------------------------------------
    # The open call
    # ------------------------------------------------------------------

    def open_call(self, **values):
        call = {"name": "Ring", "channel": "call", "note": "<p>Say hello.</p>"}
        sequence = self.make_sequence({**call, **values}, "email")
        enrollment = self.enroll(sequence, self.make_lead(phone="+32 470 12 34 56"))
        self.run_at(MONDAY)
        return enrollment

    def test_an_open_call_is_shown_once_with_its_due_date(self):
        enrollment = self.open_call()
        rows = [row for row in self.timeline(enrollment) if "Ring" in row]
        self.assertEqual(len(rows), 1, rows)
        self.assertIn("To do", rows[0])
        self.assertIn("Due Mon, Jan 12", rows[0])
        self.assertIn("Skipped if not done by Thu, Jan 15 at", rows[0])

    def test_a_preview_tells_the_due_date_of_an_open_call_from_when_it_is_given_up(self):
        enrollment = self.open_call()
        with freeze_time(MONDAY + HOUR):
            call, email = enrollment.with_user(self.rep).preview()
        self.assertEqual(call["open"], "todo")
        self.assertEqual(call["planned_at"][:10], "2026-01-12")
        self.assertEqual(call["skipped_at"], str(enrollment.next_run_at))
        self.assertEqual((email["open"], email["skipped_at"]), (False, False))
        enrollment.open_touch_id.activity_id.date_deadline = date(2026, 1, 14)
        enrollment.invalidate_recordset()
        with freeze_time(MONDAY + HOUR):
            call = enrollment.preview()[0]
        self.assertEqual(call["planned_at"], "2026-01-14 08:00:00", "when the hours of that day begin")

    def test_a_call_that_is_waited_for_without_end_says_so(self):
        enrollment = self.open_call(max_wait_days=0)
        (row,) = (row for row in self.timeline(enrollment) if "Ring" in row)
        self.assertIn("Waits until somebody has done it.", row)
        self.assertFalse(enrollment.preview()[0]["skipped_at"])

    def test_a_draft_is_shown_once(self):
        enrollment = self.enroll(self.make_sequence({"name": "Hello", "requires_review": True}), self.make_lead())
        self.run_at(MONDAY)
        rows = [row for row in self.timeline(enrollment) if "Hello" in row]
        self.assertEqual(len(rows), 1, rows)
        self.assertIn("To review", rows[0])
        self.assertIn("Waits for somebody to approve it.", rows[0])

    def test_a_call_that_nobody_waits_for_is_in_the_past_with_its_due_date(self):
        enrollment = self.open_call(wait_for_completion=False)
        self.assertFalse(enrollment.open_touch_id)
        (row,) = (row for row in self.timeline(enrollment) if "Ring" in row)
        self.assertIn("Due Mon, Jan 12", row)

    def test_a_touch_shows_what_its_rep_needs(self):
        touch = self.open_call().touch_ids.with_user(self.rep)
        self.assertEqual((touch.due_on, touch.phone), (MONDAY.date(), "+32 470 12 34 56"))
        self.assertIn("Say hello.", touch.script)
        self.assertIn("Skipped if not done by Thu, Jan 15", touch.wait_words)
        self.assertFalse(touch.recipient or touch.sent_body)
        with Form(touch) as form:
            self.assertEqual(form.due_on, str(MONDAY.date()))

    def test_a_touch_shows_what_was_sent_and_what_came_back(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(enrollment.touch_ids, at=MONDAY + HOUR, body="Yes, on Friday.")
        touch = enrollment.touch_ids.with_user(self.rep)
        self.assertIn("Hello from a person.", touch.sent_body)
        self.assertEqual((touch.sent_subject, touch.recipient), ("A question", "ada@customer.example.org"))
        self.assertEqual(touch.answer_ids.excerpt.strip(), "Yes, on Friday.")
        text = " ".join(self.timeline(enrollment, at=MONDAY + HOUR))
        self.assertIn("Hello from a person.", text)
        self.assertIn("Yes, on Friday.", text)

    def test_whoever_may_not_read_the_record_reads_neither_text_nor_phone_on_its_touch(self):
        enrollment = self.open_call()
        touch = enrollment.touch_ids
        stranger = self.manager
        self.env["ir.rule"].search([("model_id.model", "=", "crm.lead")]).active = False
        self.env["ir.rule"].create(
            {
                "name": "Nobody reads Ada",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {enrollment.lead_id.id})]",
            }
        )
        touch.activity_id.user_id = self.rep
        touch = touch.with_user(stranger)
        if touch.has_access("read"):
            self.assertFalse(touch.phone)
            self.assertFalse(touch.script)

    # ------------------------------------------------------------------
    # Attempts
    # ------------------------------------------------------------------

    def test_each_try_is_in_the_timeline_with_what_came_of_it(self):
        enrollment = self.open_call()
        no_answer = self.env.ref("sales_sequence.outcome_no_answer")
        activity = enrollment.touch_ids.activity_id.with_user(self.rep)
        with freeze_time(MONDAY + HOUR):
            activity.action_sequence_outcome(no_answer.id, note="Left a message")
        rows = [row for row in self.timeline(enrollment, at=MONDAY + HOUR) if "Ring" in row]
        self.assertEqual(len(rows), 2, rows)
        self.assertIn(no_answer.name, rows[0])
        self.assertIn("Left a message", rows[0])
        self.assertIn("To do", rows[1])
        with freeze_time(MONDAY + DAY):
            enrollment.open_touch_id.activity_id.with_user(self.rep).action_feedback(feedback="Rang back")
        rows = [row for row in self.timeline(enrollment, at=MONDAY + DAY) if "Ring" in row]
        self.assertEqual(len(rows), 2, rows)
        self.assertIn("Done", rows[1])
        self.assertIn("Rang back", rows[1])

    # ------------------------------------------------------------------
    # Paused
    # ------------------------------------------------------------------

    def test_who_is_paused_has_no_next_date_in_the_past(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY + HOUR):
            enrollment.with_user(self.rep).pause(until=MONDAY + 21 * DAY)
        later = MONDAY + 10 * DAY
        with freeze_time(later):
            for row in enrollment.preview():
                self.assertGreater(row["planned_at"], str(MONDAY + 20 * DAY))
        for view_type in ("list", "kanban"):
            arch = self.env["sales.sequence.enrollment"].get_view(view_type=view_type)["arch"]
            (node,) = html.fromstring(arch.encode()).xpath("//field[@name='next_run_at']")
            self.assertIn("state == 'paused'", node.get("invisible"))
            self.assertIn("activity_deadline", node.get("invisible"))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def test_next_step_now_is_not_offered_for_an_open_call(self):
        waiting = self.open_call().with_user(self.rep)
        self.assertFalse(waiting.can_take_next_step)
        planned = self.enroll(self.make_sequence("email"), self.make_lead("Bob"), at=MONDAY - DAY).with_user(self.rep)
        self.assertTrue(planned.can_take_next_step)
        planned.stop()
        self.assertFalse(planned.can_take_next_step)

    def test_restart_is_offered_only_where_it_works(self):
        sequence = self.make_sequence("email", "email")
        stopped = self.enroll(sequence, self.make_lead()).with_user(self.rep)
        self.assertFalse(stopped.can_restart)
        stopped.stop()
        self.assertTrue(stopped.can_restart)
        self.enroll(self.make_sequence("call", name="Other"), stopped.lead_id.sudo(), allow_recent=True)
        stopped.invalidate_recordset()
        self.assertFalse(stopped.can_restart, "They are in another sequence.")

    def test_buttons_of_a_touch_are_offered_only_where_they_do_something(self):
        touch = self.open_call().touch_ids.with_user(self.rep)
        self.assertEqual((touch.can_mark_done, touch.can_approve, touch.can_retry), (True, False, False))
        touch.activity_id.action_feedback()
        touch.invalidate_recordset()
        self.assertFalse(touch.can_mark_done)

        template = self.make_template(subject="{{ object.function or '' }}")
        failing = self.enroll(self.make_sequence({"mail_template_id": template.id}), self.make_lead("Bob"))
        self.run_at(MONDAY)
        failed = failing.touch_ids.with_user(self.rep)
        self.assertEqual((failed.state, failed.can_retry, failed.can_mark_done), ("failed", True, False))
        failing.with_user(self.rep).stop()
        failed.invalidate_recordset()
        self.assertFalse(failed.can_retry, "It has ended: nothing is tried again.")

        drafted = self.enroll(self.make_sequence({"requires_review": True}), self.make_lead("Cy"))
        self.run_at(MONDAY)
        draft = drafted.touch_ids.with_user(self.rep)
        self.assertTrue(draft.can_approve)
        with freeze_time(MONDAY):
            drafted.with_user(self.rep).stop()
        draft.invalidate_recordset()
        self.assertFalse(draft.can_approve)

    def test_a_signal_without_origin_cannot_be_opened(self):
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "acknowledgement"}])
        signal = enrollment.signal_ids.with_user(self.rep)
        self.assertTrue(signal.has_origin, "It opens the lead.")
        enrollment.lead_id.unlink()
        signal.invalidate_recordset()
        self.assertFalse(signal.sudo().has_origin)

    def test_lists_cost_the_same_for_many(self):
        sequence = self.make_sequence("call", "email")
        few, many = (self.enroll(sequence, self.make_leads(count, name)) for count, name in ((3, "Few"), (12, "Many")))
        self.run_at(MONDAY)
        touch_fields = ["due_on", "wait_words", "can_approve", "can_retry", "can_mark_done", "phone", "recipient"]
        enrollment_fields = ["activity_deadline", "next_run_why", "can_take_next_step", "can_restart", "person_tz"]
        for records, names in (
            (lambda group: group, enrollment_fields),
            (lambda group: group.touch_ids, touch_fields),
        ):
            counts = []
            for group in (few, many):
                # As a list finds them: what comes from a field of others is not read ahead.
                found = records(group.with_user(self.rep))
                found = found.browse(found.ids)
                found.read(names)
                self.env.invalidate_all()
                begin = self.env.cr.sql_log_count
                found.read(names)
                counts.append(self.env.cr.sql_log_count - begin)
            self.assertLessEqual(counts[1], counts[0], names)


class TestAddressesInWords(SequenceCommon):
    """Nobody is told that there is no address beside one."""

    def refusal(self, sequence, lead):
        (row,) = sequence.enroll(lead.ids)["refused"]
        self.assertEqual(row["code"], "no_address")
        return row["message"]

    def reason(self, lead, change):
        enrollment = self.enroll(self.make_sequence("email", name=f"For {lead.name}"), lead)
        change(lead)
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "failed")
        return enrollment.touch_ids.reason

    def test_an_address_that_is_not_valid_is_named(self):
        lead = self.make_lead(email_from="ada at customer.example")
        self.assertEqual(
            self.refusal(self.make_sequence("email"), lead),
            "“ada at customer.example” is not a valid email address. This sequence sends emails.",
        )
        reason = self.reason(self.make_lead("Bob"), lambda bob: bob.write({"email_from": "bob at work"}))
        self.assertEqual(reason, "“bob at work” is not a valid email address. Enter a valid one, then resume.")

    def test_where_there_is_none_it_says_so(self):
        lead = self.make_lead(email_from=False)
        self.assertEqual(
            self.refusal(self.make_sequence("email"), lead), "There is no email address. This sequence sends emails."
        )

    def test_an_address_that_was_removed_is_named_as_the_enrollment_still_shows_it(self):
        lead = self.make_lead()
        reason = self.reason(lead, lambda ada: ada.write({"email_from": False}))
        self.assertEqual(lead.enrollment_ids.email_normalized, "ada@customer.example.org")
        self.assertIn("The email address ada@customer.example.org was removed from the record.", reason)

    def test_a_lead_whose_contact_alone_has_an_address_says_which_one_is_missing(self):
        contact = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        lead = self.make_lead(partner_id=contact.id)
        lead.email_from = False
        self.assertEqual(contact.email, "ada@customer.example.org", "Odoo keeps it")
        self.assertIn("the one of its contact is not used", self.refusal(self.make_sequence("email"), lead))

    def test_a_sender_whose_address_is_not_valid_is_told_so(self):
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.rep.email = "rita@"
        self.run_at(MONDAY)
        self.assertIn("“rita@”, the email address of the sender Rita Rep, is not valid", enrollment.touch_ids.reason)

    def test_the_lists_of_reasons_do_not_say_it_either(self):
        words = self.env["sales.sequence.eligibility"]._reason_in_words("no_address")
        self.assertNotIn("No ", words)


class TestLinkedIn(SequenceCommon):
    """The page of the person, on the lead or on the contact behind it."""

    ADA = "https://www.linkedin.com/in/ada"

    def test_a_lead_has_its_own_page_else_that_of_its_contact(self):
        contact = self.env["res.partner"].create({"name": "Ada", "sequence_linkedin_url": self.ADA})
        lead = self.make_lead(partner_id=contact.id)
        self.assertFalse(lead.sequence_linkedin_url, "nothing is copied that could become another person's")
        self.assertEqual(lead._sequence_linkedin(), self.ADA)
        lead.sequence_linkedin_url = self.ADA + "-2"
        self.assertEqual(lead._sequence_linkedin(), self.ADA + "-2")
        self.assertEqual(contact._sequence_linkedin(), self.ADA)
        self.assertFalse(self.make_lead("Bob")._sequence_linkedin())

    def test_a_converted_lead_hands_its_page_to_the_person_and_not_to_the_company(self):
        lead = self.make_lead(partner_name="ACME", sequence_linkedin_url=self.ADA)
        lead._handle_partner_assignment(create_missing=True)
        self.assertEqual(lead.partner_id.sequence_linkedin_url, self.ADA)
        self.assertTrue(lead.partner_id.parent_id)
        self.assertFalse(lead.partner_id.parent_id.sequence_linkedin_url)

    def test_merged_leads_and_contacts_keep_the_page(self):
        kept, other = self.make_lead(), self.make_lead("Ada", sequence_linkedin_url=self.ADA)
        (kept | other).merge_opportunity()
        self.assertEqual((kept | other).exists().sequence_linkedin_url, self.ADA)
        Partner = self.env["res.partner"]
        one, two = Partner.create({"name": "Ada"}), Partner.create({"name": "Ada", "sequence_linkedin_url": self.ADA})
        self.env["base.partner.merge.automatic.wizard"]._merge([one.id, two.id], one)
        self.assertEqual(one.sequence_linkedin_url, self.ADA)

    def test_it_is_on_the_forms_of_leads_opportunities_and_people(self):
        for values in ({"type": "lead"}, {"type": "opportunity"}):
            lead = self.make_lead(**values)
            with Form(lead.with_user(self.rep), "crm.crm_lead_view_form") as form:
                form.sequence_linkedin_url = self.ADA
            self.assertEqual(lead.sequence_linkedin_url, self.ADA)
        person = self.env["res.partner"].create({"name": "Ada"})
        with Form(person.with_user(self.rep), "base.view_partner_form") as form:
            form.sequence_linkedin_url = self.ADA
        self.assertEqual(person.sequence_linkedin_url, self.ADA)
