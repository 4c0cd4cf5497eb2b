import os
from .test_hoot import HootCase
class TestTmp(HootCase):
    def test_it(self):
        self.run_suite(os.environ.get("SUITE", "@sales_sequence/step_panel"), "desktop")
