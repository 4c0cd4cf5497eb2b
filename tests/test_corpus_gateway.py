"""The corpus sent through Odoo's mail gateway: no human reply is missed, and nothing else counts as one."""

import json
from pathlib import Path

from odoo.tools import mute_logger

from .common import MONDAY, SequenceCommon

CORPUS = Path(__file__).parent / "data" / "mail"
TOUCH_ID = "<touch-0001@seq.example.com>"
# State and exit reason of the enrollment for each verdict.
OUTCOMES = {
    "reply": ("stopped", "replied"),
    "auto_reply": ("paused", False),
    "unsure": ("paused", False),
    "acknowledgement": ("running", False),
    "address_changed": ("stopped", "address_changed"),
    "bounce_hard": ("stopped", "bounced"),
    "bounce_soft": ("running", False),
    "complaint": ("stopped", "complaint"),
    "other": ("running", False),
}
# Kinds that have an effect only if they quote the Message-ID of one of our emails.
NEED_PROOF = ("address_changed", "bounce_hard", "bounce_soft", "complaint")
# Odoo's own parser raises on an unknown charset before any hook runs: for Odoo to fix.
UNREADABLE_TO_ODOO = {"broken_charset"}


class TestCorpusGateway(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.email = "anna@seq.example.com"
        cls.lead = cls.make_lead("Pat", email_from="pat@example.com")

    def setUp(self):
        super().setUp()
        self.enrollment = self.enroll(self.make_sequence("email", "email"), self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.enrollment.touch_ids.mail_message_id.message_id = TOUCH_ID
        self.env.flush_all()

    def test_every_mail_has_the_effect_of_its_verdict(self):
        paths = sorted(path for path in CORPUS.glob("*/*.eml") if path.stem not in UNREADABLE_TO_ODOO)
        self.assertGreaterEqual(len(paths), 150)
        for path in paths:
            expected = json.loads(path.with_suffix(".json").read_text())
            unproven = expected["kind"] in NEED_PROOF and not expected["references_touch"]
            with self.subTest(f"{path.parent.name}/{path.stem}"):
                with self.env.cr.savepoint() as savepoint, mute_logger("odoo.addons.mail.models.mail_thread"):
                    self.enrollment.email_normalized = self.enrollment.touch_ids.sent_to = expected["enrolled"]
                    self.deliver(path.read_bytes(), MONDAY, model="crm.lead")
                    effects = self.enrollment.signal_ids.mapped("effect")
                    found = (self.enrollment.state, self.enrollment.exit_reason)
                    replied = bool(self.enrollment.replied_at)
                    note = self.enrollment.status_note
                    savepoint.rollback()
                self.env.invalidate_all(flush=False)
                self.assertEqual(found, ("running", False) if unproven else OUTCOMES[expected["kind"]])
                self.assertEqual(effects == ["ignored"], unproven)
                self.assertEqual(replied, expected["kind"] == "reply")
                if found[0] != "running":
                    self.assertTrue(note, "Every stop has a note in words")
