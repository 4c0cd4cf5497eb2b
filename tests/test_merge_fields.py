"""The merge fields of targets: what emails and scripts say about a person and the sender."""

from .common import SequenceCommon


class TestMergeFields(SequenceCommon):
    def test_a_lead_is_greeted_by_first_name(self):
        lead = self.make_lead(contact_name="ANNA MÜLLER", partner_name="Acme")
        self.assertEqual(lead.sequence_first_name, "Anna")
        self.assertEqual(lead.sequence_salutation, "Hello Anna,")
        self.assertEqual(lead.sequence_company_name, "Acme")
        self.assertEqual(lead.sequence_sender_name, "Rita Rep")
        self.assertEqual(lead.sequence_sender_first_name, "Rita")
        self.assertIn("Rita Rep", lead.sequence_sender_signature)
        self.assertFalse(lead.sequence_date)
        self.assertFalse(lead.sequence_meeting_link)
        found = self.env["crm.lead"].search([("sequence_first_name", "=", "Anna")])
        self.assertEqual(found, lead)

    def test_an_email_of_merge_fields(self):
        self.rep.sequence_meeting_link = "https://example.com/rita"
        template = self.make_template(
            subject="For {{ object.sequence_company_name ||| you}}",
            body_html='<p><t t-out="object.sequence_salutation"/></p><p>I am '
            '<t t-out="object.sequence_sender_first_name"/>, book <t t-out="object.sequence_meeting_link">a time</t>'
            ' <t t-out="object.sequence_company_name">your company</t></p>'
            '<t t-out="object.sequence_sender_signature"/>',
        )
        sequence = self.make_sequence({"mail_template_id": template.id})
        lead = self.make_lead(contact_name="ANNA MÜLLER")
        enrollment = self.enroll(sequence, lead)
        self.run_at(enrollment.next_run_at)
        message = enrollment.touch_ids.mail_message_id
        self.assertEqual(message.subject, "For you")
