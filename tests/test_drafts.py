"""Emails that wait for a review: what is doubtful about them, and what approving them says."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools.marked_values import mark_values
from odoo.addons.sales_sequence.tools.rendering import Rendering

from .common import MONDAY, SequenceCommon

BODY = (
    '<p>Hi <t t-out="object.sequence_first_name">there</t>, '
    'a word about <t t-out="object.sequence_company_name">you</t>.</p>'
)


class DraftsCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.body_html = BODY
        cls.sequence = cls.make_sequence(
            {"name": "Introduction", "requires_review": True}, {"name": "Second call", "channel": "call", "delay": 3}
        )
        cls.employer = cls.env["res.partner"].create({"name": "Haddad Interiors", "is_company": True})

    def make_draft(self, lead=None, at=MONDAY, sequence=None):
        enrollment = self.enroll(sequence or self.sequence, lead or self.make_lead(partner_name="Acme"), at=at)
        self.run_at(at)
        self.assertEqual(enrollment.touch_ids.state, "draft")
        return enrollment.touch_ids

    def make_colleague(self, name, **values):
        """A lead whose contact works for `employer`."""
        contact = self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": self.employer.id,
                "email": f"{name.split()[0].lower()}@haddad.example.org",
            }
        )
        return self.make_lead(
            name, partner_id=contact.id, email_from=contact.email, partner_name="Haddad Interiors", **values
        )

    def look(self, drafts, at=MONDAY, user=None):
        with freeze_time(at):
            return drafts.browse().with_user(user or self.rep).get_drafts(drafts.ids)

    def doubts(self, draft, **options):
        (row,) = self.look(draft, **options)
        self.assertEqual(row["clean"], not row["doubts"])
        return [(doubt["code"], doubt["words"], doubt["detail"]) for doubt in row["doubts"]]


class TestDoubts(DraftsCommon):
    def test_a_draft_with_every_field_filled_in_is_clean_and_shows_them(self):
        draft = self.make_draft(self.make_lead("Layla", partner_name="Haddad"))
        (row,) = self.look(draft)
        self.assertTrue(row["clean"], row["doubts"])
        self.assertEqual(
            (row["name"], row["company"], row["email"], row["step_name"], row["subject"]),
            ("Layla", "Haddad", "layla@customer.example.org", "Introduction", "A question"),
        )
        mark = '<mark class="o_sales_sequence_merge_field">%s</mark>'
        self.assertIn(f"Hi {mark % 'Layla'}, a word about {mark % 'Haddad'}.", row["body"])
        self.assertNotIn("<mark", draft.draft_body, "marked on screen only")

    def test_what_a_template_says_about_the_whole_page_is_not_shown(self):
        self.template.body_html = '<style>body { display: none }</style><p style="color: red">Hello</p>'
        draft = self.make_draft()
        self.assertIn("<style>", draft.draft_body, "it is sent")
        self.assertEqual(self.look(draft)[0]["body"], '<p style="color: red">Hello</p>')

    def test_a_field_that_was_empty_makes_it_doubtful(self):
        bodies = {
            "without code": BODY,
            "with code": BODY + '<p><t t-if="object.id" t-out="object.user_id.name"/></p>',
        }
        for kind, body in bodies.items():
            with self.subTest(kind):
                self.template.body_html = body
                lead = self.make_lead(kind.replace(" ", "."), contact_name=False, partner_name="Acme")
                draft = self.make_draft(lead)
                self.assertIn("Hi there", draft.draft_body)
                told = ("empty_field", "Empty: First name", "The template's default text is used instead.")
                self.assertEqual(self.doubts(draft), [told])

    def test_a_field_of_the_subject_counts_as_well(self):
        for subject in (
            "For {{ object.sequence_company_name ||| you }}",
            "{{ 'For' }} {{ object.sequence_company_name ||| you }}",
        ):
            with self.subTest(subject):
                self.template.write({"subject": subject, "body_html": "<p>Hello</p>"})
                draft = self.make_draft(self.make_lead(f"Ada{len(subject)}", partner_name=False))
                self.assertEqual(draft.draft_subject, "For you")
                self.assertEqual([code for code, *_ in self.doubts(draft)], ["empty_field"])

    def test_what_is_the_senders_own_is_not_doubtful(self):
        self.template.body_html = '<p>Book: <t t-out="object.sequence_meeting_link">just answer</t></p>'
        self.assertFalse(self.rep.sequence_meeting_link)
        self.assertEqual(self.doubts(self.make_draft()), [])

    def test_a_text_that_was_changed_by_hand_is_doubtful(self):
        draft = self.make_draft()
        by_rep = draft.with_user(self.rep)
        by_rep.write({"draft_subject": draft.draft_subject, "draft_body": f"<div>{draft.draft_body}<br></div>"})
        self.assertEqual(self.doubts(draft), [], "an editor may write the same text as other HTML")
        by_rep.draft_body = draft.draft_body.replace("a word", "two words")
        self.assertEqual(self.doubts(draft), [("changed", "The text was changed", "Changed by Rita Rep")])

    def test_a_draft_that_is_written_again_is_clean_again(self):
        draft = self.make_draft()
        draft.with_user(self.rep).draft_subject = "Something else"
        self.assertEqual([code for code, *_ in self.doubts(draft)], ["changed"])
        with freeze_time(MONDAY):
            draft.enrollment_id.change_sender(self.manager.id)
        self.assertEqual(self.look(draft), [], "there is nothing to approve until it is written")
        self.run_at(MONDAY)
        self.assertEqual((draft.state, self.doubts(draft)), ("draft", []))

    def test_nothing_is_noted_where_nobody_reads_it(self):
        unread = self.make_sequence({"name": "Unread"})
        seen = []
        note_value = Rendering.note_value

        def spy(rendering, *args):
            note_value(rendering, *args)
            seen.append(rendering.values)

        self.patch(Rendering, "note_value", spy)
        enrollment = self.enroll(unread, self.make_lead(partner_name="Acme"))
        self.run_at(MONDAY)
        self.assertEqual((enrollment.touch_ids.state, set(map(bool, seen))), ("queued", {False}))
        self.assertFalse(enrollment.touch_ids.draft_values)


class TestColleagues(DraftsCommon):
    def test_a_colleague_who_was_written_to_lately_makes_it_doubtful(self):
        self.enroll(self.make_sequence("email", name="Other"), self.make_colleague("Omar Haddad"))
        self.run_at(MONDAY)
        draft = self.make_draft(self.make_colleague("Layla Haddad"), at=MONDAY + timedelta(days=2))
        told = ("colleague", "A colleague was written to %s", "Omar Haddad, written to on Mon, Jan 12")
        for days, words in ((2, "2 days ago"), (7, "7 days ago")):
            (found,) = self.doubts(draft, at=MONDAY + timedelta(days=days, hours=-1))
            self.assertEqual(found, (told[0], told[1] % words, told[2]))
        self.assertEqual(self.doubts(draft, at=MONDAY + timedelta(days=7, seconds=1)), [])

    def test_today_and_yesterday_are_said_as_such(self):
        self.enroll(self.make_sequence("email", name="Other"), self.make_colleague("Omar Haddad"))
        self.run_at(MONDAY)
        draft = self.make_draft(self.make_colleague("Layla Haddad"))
        self.assertEqual(self.doubts(draft)[0][1], "A colleague was written to today")
        self.assertEqual(
            self.doubts(draft, at=MONDAY + timedelta(days=1))[0][1], "A colleague was written to yesterday"
        )

    def test_the_same_person_and_other_companies_do_not_count(self):
        layla = self.make_colleague("Layla Haddad")
        first = self.enroll(self.make_sequence("email", name="Other"), layla)
        self.enroll(self.make_sequence("email", name="Third"), self.make_lead("Bob", partner_name="Elsewhere"))
        self.run_at(MONDAY)
        first.stop()
        self.assertEqual(self.doubts(self.make_draft(layla)), [])

    def test_a_colleague_whom_the_reader_may_not_see_is_not_named(self):
        colleague = self.make_colleague("Omar Haddad", user_id=self.manager.id)
        self.enroll(self.make_sequence("email", name="Other"), colleague, user_id=self.manager.id)
        self.run_at(MONDAY)
        draft = self.make_draft(self.make_colleague("Layla Haddad"))
        self.assertFalse(colleague.with_user(self.rep).has_access("read"))
        (found,) = self.doubts(draft)
        self.assertEqual(found[2], "Somebody of the same company, written to on Mon, Jan 12")
        self.assertIn("Omar Haddad", self.doubts(draft, user=self.manager)[0][2])

    def test_of_two_colleagues_in_the_list_the_second_is_doubtful(self):
        first = self.make_draft(self.make_colleague("Omar Haddad"))
        second = self.make_draft(self.make_colleague("Layla Haddad"))
        rows = self.look(first + second)
        self.assertEqual([row["clean"] for row in rows], [True, False])
        self.assertEqual(
            rows[1]["doubts"],
            [{"code": "colleague", "words": "A colleague is in this list as well", "detail": "Omar Haddad"}],
        )
        # Once the first is approved, it is about to leave.
        with freeze_time(MONDAY):
            first.with_user(self.rep).approve()
        self.assertEqual(self.doubts(second), [("colleague", "A colleague is about to be written to", "Omar Haddad")])


class TestLeaving(DraftsCommon):
    def make_people(self, *countries):
        """Drafts of people who live there."""
        drafts = self.env["sales.sequence.touch"]
        for index, code in enumerate(countries):
            lead = self.make_lead(f"P{index}", country_id=self.env.ref(f"base.{code}").id)
            drafts |= self.enroll(self.sequence, lead).touch_ids
        enrollments = self.env["sales.sequence.enrollment"].search([("sequence_id", "=", self.sequence.id)])
        for moment in sorted(set(enrollments.mapped("next_run_at"))):
            self.run_at(moment)
        self.assertEqual(set(enrollments.touch_ids.mapped("state")), {"draft"})
        return enrollments.touch_ids.sorted("id")

    def test_approving_says_what_happens(self):
        drafts = self.make_people("cl", "jp", "my")
        # A Thursday, 14:00 in Brussels: 10:00 in Santiago, and evening in Asia.
        now = datetime(2026, 1, 15, 13, 0)
        self.rep.tz = "Europe/Brussels"
        rows = {row["zone"]: row["leaves_words"] for row in self.look(drafts, at=now)}
        self.assertEqual(
            rows,
            {
                "America/Santiago": "Today, 10:00 AM in Santiago",
                "Asia/Tokyo": "Tomorrow, 9:00 AM in Tokyo",
                "Asia/Kuala_Lumpur": "Tomorrow, 9:00 AM in Kuala Lumpur",
            },
        )
        with freeze_time(now):
            words = drafts.with_user(self.rep).approve()["words"]
        self.assertEqual(
            words,
            "3 approved. They go out today 10:00 AM in Santiago, tomorrow 9:00 AM in Tokyo, "
            "and 9:00 AM in Kuala Lumpur.",
        )

    def test_the_buttons_of_list_and_form_say_it_in_a_notification(self):
        draft = self.make_draft()
        with freeze_time(MONDAY):
            action = draft.with_user(self.rep).action_approve()
        self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "success"))
        self.assertEqual(action["params"]["message"], "Approved. It goes out today 10:00 AM in Brussels.")

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        country=st.sampled_from(["be", "cl", "jp", "in", "nz", "ma"]),
        minutes=st.integers(0, 14 * 24 * 60),
        start=st.sampled_from([0.0, 7.5, 9.0, 22.0]),
        end=st.sampled_from([6.0, 12.25, 17.0]),
        gap=st.sampled_from([0, 90]),
    )
    def test_an_approved_draft_leaves_at_the_moment_that_was_said(self, country, minutes, start, end, gap):
        if start == end:
            return
        with self.env.cr.savepoint() as savepoint:
            self.sequence.write({"window_start": start, "window_end": end})
            self.env.company.sequence_sender_gap = gap
            draft = self.make_people(country)
            now = MONDAY + timedelta(days=5, minutes=minutes)
            (row,) = self.look(draft, at=now)
            leaves = fields.Datetime.to_datetime(row["leaves"])
            self.assertEqual(row["leaves_words"].endswith("at the earliest"), bool(gap))
            with freeze_time(now):
                draft.with_user(self.rep).approve()
            if leaves > now:
                self.run_at(leaves - timedelta(seconds=1))
                self.assertEqual(draft.state, "draft", "not before")
            self.run_at(leaves)
            self.assertEqual((draft.state, draft.done_at), ("queued", leaves))
            self.assertTrue(self.send_mails(leaves))
            self.assertEqual(draft.state, "sent")
            savepoint.rollback()
        self.env.invalidate_all()

    def test_limits_move_what_is_said_and_what_happens_alike(self):
        self.env.company.write({"sequence_sender_gap": 600})
        self.rep.sequence_daily_cap = 3
        drafts = self.make_people("be", "be", "be", "be")
        now = MONDAY + timedelta(days=1)
        said = [fields.Datetime.to_datetime(row["leaves"]) for row in self.look(drafts, at=now)]
        gap = timedelta(minutes=10)
        self.assertEqual(said, [now, now + gap, now + 2 * gap, now + timedelta(days=1)])
        with freeze_time(now):
            words = drafts.with_user(self.rep).approve()["words"]
        self.assertEqual(
            words,
            "4 approved. They go out today 10:00 AM to 10:20 AM in Brussels and tomorrow 10:00 AM in Brussels "
            "at the earliest.",
        )
        for moment in said:
            self.run_at(moment)
        self.assertEqual(drafts.mapped("done_at"), said)

    def test_the_runner_is_woken_for_what_leaves_now(self):
        draft = self.make_draft()
        with freeze_time(MONDAY), self.capture_triggers("sales_sequence.ir_cron_runner") as captured:
            draft.with_user(self.rep).approve()
        self.assertEqual(captured.records.mapped("call_at"), [MONDAY])

    def test_the_first_and_the_last_of_many_are_said(self):
        drafts = self.make_people("be", "fr", "it", "pl", "gr", "pt")
        with freeze_time(MONDAY + timedelta(days=1)):
            words = drafts.with_user(self.rep).approve()["words"]
        self.assertRegex(
            words, r"^6 approved\. The first goes out today \d+:00 AM in \w+, the last today \d+:00 AM in \w+\.$"
        )

    def test_today_is_only_said_where_it_is_today_for_both(self):
        (draft,) = self.make_people("jp")
        # Still Thursday in Brussels, and Friday already in Tokyo.
        (row,) = self.look(draft, at=datetime(2026, 1, 15, 18, 0))
        self.assertEqual(row["leaves_words"], "Fri, Jan 16, 9:00 AM in Tokyo")

    def test_a_paused_one_leaves_when_it_is_resumed(self):
        draft = self.make_draft()
        with freeze_time(MONDAY):
            draft.enrollment_id.pause()
            (row,) = self.look(draft)
            words = draft.with_user(self.rep).approve()["words"]
        self.assertEqual((row["leaves"], row["leaves_words"]), (False, "When the sequence is resumed"))
        self.assertEqual(words, "Approved. Waits: When the sequence is resumed.")
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(draft.state, "draft")
        with freeze_time(MONDAY + timedelta(days=1)):
            draft.enrollment_id.resume()
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(draft.state, "queued")

    def test_one_without_working_hours_does_not_hold_up_the_others(self):
        never = self.make_draft(sequence=self.make_sequence({"requires_review": True}, name="Never"))
        draft = self.make_draft(self.make_lead("Bob"))
        calendar = never.sequence_id.calendar_id = self.env["resource.calendar"].create(
            {"name": "Closed", "company_id": False}
        )
        self.env["resource.calendar.leaves"].create(
            {"calendar_id": calendar.id, "date_from": MONDAY, "date_to": MONDAY + timedelta(days=2_000)}
        )
        with freeze_time(MONDAY):
            words = (never + draft).with_user(self.rep).approve()["words"]
        self.assertEqual(
            words,
            "Approved. It goes out today 10:00 AM in Brussels. "
            "1 could not be approved: their sequence has no working days ahead.",
        )
        self.assertEqual((bool(never.approved_by_id), draft.approved_by_id), (False, self.rep))

    def test_what_was_approved_or_sent_meanwhile_is_said(self):
        draft = self.make_draft()
        with freeze_time(MONDAY):
            draft.with_user(self.manager).approve()
        self.assertEqual(self.look(draft), [])
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            words = draft.with_user(self.rep).approve()["words"]
        self.assertEqual(words, "1 could not be approved: they no longer wait for a review.")


class TestVerbs(DraftsCommon):
    def test_later_nothing_leaves_and_it_comes_back_in_a_week(self):
        draft = self.make_draft(self.make_lead("Layla"))
        (row,) = self.look(draft)
        self.assertEqual(row["later_words"], "Comes back on Mon, Jan 19")
        with freeze_time(MONDAY):
            words = draft.with_user(self.rep).review_later()["words"]
        self.assertEqual(words, "Layla comes back on Mon, Jan 19.")
        # The midnight before that day in Brussels.
        self.assertEqual((draft.due_at, draft.due_kind), (datetime(2026, 1, 18, 23, 0), "snoozed"))
        self.run_days(MONDAY, 8, timedelta(hours=12))
        self.assertEqual(draft.state, "draft", "only somebody's word sends it")

    def test_skipping_goes_on_with_the_next_step_as_was_said(self):
        draft = self.make_draft(self.make_lead("Layla"))
        (row,) = self.look(draft)
        self.assertEqual(row["skip_words"], "Next: Second call, Thu, Jan 15")
        with freeze_time(MONDAY):
            words = draft.with_user(self.rep).skip_draft()["words"]
        self.assertEqual(words, "Layla: email skipped. Next: Second call, Thu, Jan 15.")
        self.assertEqual((draft.state, draft.enrollment_id.next_step_id.name), ("skipped", "Second call"))

    def test_skipping_the_last_step_ends_the_sequence_as_was_said(self):
        draft = self.make_draft(sequence=self.make_sequence({"requires_review": True}, name="Short"))
        (row,) = self.look(draft)
        self.assertEqual(row["skip_words"], "The sequence ends: it was the last step")
        with freeze_time(MONDAY):
            words = draft.with_user(self.rep).skip_draft()["words"]
        self.assertEqual(words, "Ada: email skipped. The sequence has ended.")
        self.assertEqual(draft.enrollment_id.state, "finished")

    def test_stopping_withdraws_the_draft(self):
        draft = self.make_draft()
        with freeze_time(MONDAY):
            words = draft.with_user(self.rep).stop_draft()["words"]
        self.assertEqual(words, "Ada: sequence stopped.")
        self.assertEqual((draft.state, draft.enrollment_id.state), ("canceled", "stopped"))

    def test_whoever_may_not_change_the_person_decides_nothing(self):
        draft = self.make_draft()
        outsider = mail_new_test_user(
            self.env, login="outsider", name="Otto", groups="sales_sequence.group_sales_sequence_user"
        )
        self.assertEqual(self.look(draft, user=outsider), [])
        for verb in ("approve", "action_approve", "review_later", "skip_draft", "stop_draft"):
            with self.subTest(verb), freeze_time(MONDAY), self.assertRaises(AccessError):
                getattr(draft.with_user(outsider), verb)()
        self.assertEqual((draft.state, draft.due_at, bool(draft.approved_by_id)), ("draft", False, False))

    def test_queries_do_not_grow_with_the_number_of_drafts(self):
        def queries(count, name):
            leads = self.make_leads(count, name=name, partner_name="Acme")
            for lead in leads:
                lead.partner_id = self.env["res.partner"].create({"name": lead.contact_name, "email": lead.email_from})
            drafts = self.enroll(self.sequence, leads).touch_ids
            self.run_at(MONDAY)
            drafts = leads.enrollment_ids.touch_ids
            self.assertEqual(len(drafts), count)
            spent = []
            for act in ("get_drafts", "approve"):
                self.env.flush_all()
                self.env.invalidate_all()
                begin = self.env.cr.sql_log_count
                # As over RPC: by their ids.
                by_rep = drafts.browse(drafts.ids).with_user(self.rep)
                with freeze_time(MONDAY):
                    rows = by_rep.browse().get_drafts(drafts.ids) if act == "get_drafts" else by_rep.approve()
                self.env.flush_all()
                spent.append(self.env.cr.sql_log_count - begin)
                self.assertTrue(rows)
            return spent

        queries(1, "Warm")
        self.assertEqual(queries(2, "Few"), queries(20, "Many"))


@tagged("standard")
class TestMarks(SequenceCommon):
    @given(
        st.lists(st.text(alphabet="ab <&>.é", max_size=6), max_size=4),
        st.lists(st.text(alphabet="ab <&>.é", min_size=1, max_size=6), max_size=4),
    )
    def test_marking_changes_nothing_but_marks(self, texts, values):
        source = html.fragment_fromstring("<p></p>")
        for text in texts:
            child = html.fragment_fromstring("<b></b>")
            child.text = child.tail = text
            source.append(child)
        body = html.tostring(source, encoding="unicode")
        marked = mark_values(body, values, "x")
        self.assertEqual(html.fromstring(marked).text_content(), source.text_content())
        self.assertEqual(marked.replace('<mark class="x">', "").replace("</mark>", ""), body)

    def test_whole_words_only_and_the_longest_first(self):
        self.assertEqual(
            mark_values("<p>Anna Anna Lee, Annabel</p>", ["Anna", "Anna Lee", ""], "x"),
            '<p><mark class="x">Anna</mark> <mark class="x">Anna Lee</mark>, Annabel</p>',
        )

    def test_what_is_no_text_is_left_alone(self):
        body = '<style>.Anna{}</style><a href="https://x.example/Anna">Here</a><!--Anna-->'
        self.assertEqual(mark_values(body, ["Anna"], "x"), body)
