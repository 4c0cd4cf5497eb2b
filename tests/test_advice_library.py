"""The shipped sequences are what we would advise: no rule finds anything about them."""

from datetime import timedelta

from odoo import fields
from odoo.tests.common import TransactionCase

from . import library
from .common import SequenceCommon, use_from_library


class TestAdviceAboutTheLibrary(SequenceCommon, TransactionCase):
    def test_no_rule_finds_anything_about_a_shipped_sequence(self):
        Advice = self.env["sales.sequence.advice"]
        copies = {key: use_from_library(self.env, key) for key in library.KEYS}
        sequences = self.env["sales.sequence"].union(*copies.values())
        sequences.user_id = self.rep
        sequences.filtered(lambda one: one.date_source == "sequence").date_at = fields.Datetime.now() + timedelta(
            days=60
        )
        for publish in (False, True):
            if publish:
                sequences.action_publish()
            found = Advice._find(sequences)
            self.assertFalse([(sequences.browse(one.sequence_id).name, one) for one in found])
