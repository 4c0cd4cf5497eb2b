"""Emails that are written anew for one person before they are enrolled."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import MONDAY, SequenceCommon


class TestOwnMails(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.template.body_html = '<p>Hello <t t-out="object.contact_name"/>.</p>'
        self.second = self.make_template(subject="Again", body_html="<p>Still there?</p>")
        self.sequence = self.make_sequence("email", "call", {"mail_template_id": self.second.id})
        self.lead = self.make_lead()

    def dialog(self, leads=None, user=None):
        leads = leads or self.lead
        wizard = self.env["sales.sequence.enroll.wizard"].with_user(user or self.rep)
        wizard = wizard.with_context(active_model="crm.lead", active_ids=leads.ids)
        return Form(wizard)

    def enroll_with(self, change):
        """Enroll the lead by the dialog, `change` having written its emails. :return: the enrollment"""
        with freeze_time(MONDAY):
            form = self.dialog()
            form.sequence_id = self.sequence
            change(form)
            form.save().action_enroll()
        return self.lead.enrollment_ids

    def write_first(self, **values):
        def change(form):
            with form.mail_ids.edit(0) as mail:
                for name, value in values.items():
                    setattr(mail, name, value)

        return change

    def test_the_dialog_shows_every_email_of_the_sequence(self):
        with freeze_time(MONDAY):
            form = self.dialog()
            form.sequence_id = self.sequence
        for text in ("Hello Ada", "Still there?", "Re: A question"):
            self.assertIn(text, form.email_html)
        self.assertEqual(form.mail_ids._records and len(form.mail_ids), 2)

    def test_several_people_have_no_email_to_write(self):
        with freeze_time(MONDAY):
            form = self.dialog(self.lead | self.make_lead("Grace"))
            form.sequence_id = self.sequence
        self.assertIn("Still there?", form.email_html)
        self.assertEqual(len(form.mail_ids), 0)

    def test_what_was_written_leaves_and_the_template_does_not(self):
        other = self.make_lead("Grace")
        enrollment = self.enroll_with(self.write_first(subject="For you", body="<p>Only for Ada: 1 < 2.</p>"))
        self.enroll(self.sequence, other)
        self.template.body_html = "<p>Everything is new.</p>"
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        mine, theirs = (one.touch_ids.mail_message_id for one in (enrollment, other.enrollment_ids))
        self.assertEqual((mine.subject, str(mine.body)), ("For you", "<p>Only for Ada: 1 &lt; 2.</p>"))
        self.assertEqual((theirs.subject, str(theirs.body)), ("A question", "<p>Everything is new.</p>"))
        sent = self._mails[0]["body"] if "Ada" in str(self._mails[0]["body"]) else self._mails[1]["body"]
        self.assertIn("Only for Ada: 1 &lt; 2.", str(sent))
        self.assertIn("Unsubscribe", str(sent), "as in every email")

    def test_a_follow_up_stays_in_its_thread(self):
        def change(form):
            with form.mail_ids.edit(1) as mail:
                mail.body = "<p>Second, for Ada.</p>"

        enrollment = self.enroll_with(change)
        self.assertEqual(list(enrollment.own_mails), [str(self.sequence.step_ids[2].id)])
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_days(MONDAY + timedelta(days=1), 1)
        with freeze_time(MONDAY + timedelta(days=1, hours=3)):
            enrollment.touch_ids.activity_id.action_done()
        self.run_days(MONDAY + timedelta(days=2), 2, send=True)
        first, last = self.touches(enrollment, channel="email")
        self.assertEqual(str(last.mail_message_id.body), "<p>Second, for Ada.</p>")
        self.assertEqual(last.mail_message_id.subject, "Re: A question")
        self.assertEqual(last.mail_message_id.parent_id, first.mail_message_id)

    def test_nothing_in_it_is_evaluated(self):
        code = '<p>{{ 6 * 7 }} <t t-out="6 * 7">name</t> ${6 * 7}</p><script>alert(1)</script>'
        enrollment = self.enroll_with(self.write_first(subject="{{ 6 * 7 }}", body=code))
        self.run_at(MONDAY)
        message = enrollment.touch_ids.mail_message_id
        self.assertEqual(message.subject, "{{ 6 * 7 }}")
        self.assertIn("{{ 6 * 7 }}", message.body)
        self.assertNotIn("42", message.body)
        self.assertNotIn("script", message.body)

    def test_a_template_that_fails_does_not_keep_it_from_leaving(self):
        self.template.body_html = '<p>Hello <t t-out="object.contact_name.upper()"/>.</p>'
        enrollment = self.enroll_with(self.write_first(body="<p>Written by hand.</p>"))
        self.lead.contact_name = False
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued")
        self.assertEqual(str(enrollment.touch_ids.mail_message_id.body), "<p>Written by hand.</p>")

    def test_what_was_not_changed_follows_the_template(self):
        enrollment = self.enroll_with(lambda _form: None)
        self.assertFalse(enrollment.own_mails)
        self.template.body_html = "<p>Later.</p>"
        self.run_at(MONDAY)
        self.assertEqual(str(enrollment.touch_ids.mail_message_id.body), "<p>Later.</p>")

    def test_another_spelling_of_the_same_html_is_no_change(self):
        """The dialog sends every text back, sanitized twice by then."""
        self.template.body_html = """<div style="font-family: Arial; max-width:600px">
            <p style="margin:0">Hello <b>there</b>,<br>see
            <a href="https://example.org/?a=1&amp;b=2">this</a> &amp; that.</p>
            <p>© Café</p></div>"""
        body = None

        def send_back(form):
            nonlocal body
            with form.mail_ids.edit(0) as mail:
                body = mail.body
                mail.body = body.replace("<br>", "<br/>").replace("margin:0", "margin: 0;") + "\n"

        enrollment = self.enroll_with(send_back)
        self.assertIn("Café", body)
        self.assertFalse(enrollment.own_mails)

    def test_bold_alone_is_a_change(self):
        self.template.body_html = "<p>Hello there.</p>"
        enrollment = self.enroll_with(self.write_first(body="<p>Hello <b>there</b>.</p>"))
        self.assertTrue(enrollment.own_mails)

    def test_every_email_of_the_library_comes_back_unchanged(self):
        """What the dialog holds is what would leave, whatever a template looks like."""
        steps = self.env["sales.sequence"].search([("in_gallery", "=", True)]).step_ids
        templates = steps.mail_template_id.filtered(lambda template: template.model == "crm.lead")
        self.assertGreater(len(templates), 5)
        steps = ({"mail_template_id": template.id, "new_thread": True} for template in templates)
        sequence = self.make_sequence(*steps, publish=False)
        with freeze_time(MONDAY):
            wizard = self.dialog().save()
            wizard.sequence_id = sequence
            enrollment = self.env["sales.sequence.enrollment"].new(
                {
                    "sequence_id": sequence.id,
                    "lead_id": self.lead.id,
                    "target": "lead",
                    "user_id": self.rep.id,
                    "company_id": self.env.company.id,
                }
            )
            for email in wizard._render_emails(enrollment, in_layout=False):
                mail = wizard.mail_ids.new({"subject": email["subject"], "body": email["body"]})
                again = wizard.mail_ids.new({"subject": email["subject"], "body": str(mail.body)})
                self.assertFalse(again._is_changed(email), email["step"])

    def test_an_email_that_would_not_be_sent_is_refused_at_once(self):
        for values in ({"subject": "  "}, {"body": "<p><br></p>"}, {"body": "<p>Hello [[name of the event]]</p>"}):
            with self.assertRaises(UserError, msg=values):
                self.enroll_with(self.write_first(**values))
        self.assertFalse(self.lead.enrollment_ids)

    def test_a_draft_to_review_begins_with_it(self):
        self.sequence.step_ids[0].requires_review = True
        enrollment = self.enroll_with(self.write_first(body="<p>Written by hand.</p>"))
        self.run_at(MONDAY)
        self.assertEqual(str(enrollment.touch_ids.draft_body), "<p>Written by hand.</p>")

    def test_addresses_become_links_and_the_layout_stands_around(self):
        self.template.email_layout_xmlid = "mail.mail_notification_light"
        enrollment = self.enroll_with(self.write_first(body="<p>See https://example.org/offer today.</p>"))
        self.assertNotIn("mail_notification", enrollment.own_mails[str(self.sequence.step_ids[0].id)]["body"])
        self.run_at(MONDAY)
        body = str(enrollment.touch_ids.mail_message_id.body)
        self.assertIn('<a href="https://example.org/offer"', body)
        self.assertIn(self.env.company.name, body, "the layout")

    def test_the_panel_and_the_timeline_say_so(self):
        enrollment = self.enroll_with(self.write_first(body="<p>Written by hand.</p>"))
        with freeze_time(MONDAY):
            panel = enrollment.with_user(self.rep).sequence_panel
            self.assertIn("Written for this person", enrollment.with_user(self.rep).timeline_html)
        self.assertEqual([step["is_own"] for step in panel["steps"]], [True, False, False])

    def test_it_goes_with_the_person(self):
        enrollment = self.enroll_with(self.write_first(body="<p>Written by hand.</p>"))
        self.lead.unlink()
        self.assertFalse(enrollment.own_mails)

    def test_a_text_for_another_address_or_in_another_name_waits_for_a_review(self):
        bob = {"contact_name": "Bob", "email_from": "bob@customer.example.org"}
        changes = {
            "another address": lambda: self.lead.write(bob),
            "another sender": lambda: self.lead.enrollment_ids.change_sender(self.manager.id),
        }
        for what, change in changes.items():
            with self.subTest(what):
                self.lead = self.make_lead(what.title().replace(" ", ""))
                enrollment = self.enroll_with(self.write_first(body="<p>Dear Ada, yours, Rita.</p>"))
                change()
                self.run_at(MONDAY)
                touch = enrollment.touch_ids
                self.assertEqual((touch.state, touch.mail_message_id.id), ("draft", False))
                self.assertIn("Dear Ada", touch.draft_body)
                (draft,) = touch.with_user(self.manager).get_drafts(touch.ids)
                self.assertEqual((draft["clean"], draft["doubts"][0]["words"]), (False, "Written before a change"))
                with freeze_time(MONDAY):
                    touch.draft_body = "<p>Dear Bob.</p>"
                    touch.approve()
                self.run_at(MONDAY)
                self.assertEqual((touch.state, str(touch.mail_message_id.body)), ("queued", "<p>Dear Bob.</p>"))

    def test_only_steps_of_the_sequence_can_be_written(self):
        elsewhere = self.make_sequence("email")

        with freeze_time(MONDAY):
            form = self.dialog()
            form.sequence_id = self.sequence
            wizard = form.save()
            wizard.mail_ids = [(0, 0, {"step_id": elsewhere.step_ids.id, "subject": "Hi", "body": "<p>Hi</p>"})]
            with self.assertRaises(UserError):
                wizard.action_enroll()
