# License LGPL-3.0 or later: see LICENSE.
"""The tour of the first run, as Odoo offers it to new users: static/src/tour/sales_sequence_tour.js."""

from odoo.tests import HttpCase

from .common import OdooTags


class TestFirstRunTour(OdooTags, HttpCase):
    def test_the_first_run_ends_with_a_live_sequence(self):
        self.assertFalse(self.env["sales.sequence"].search([("in_gallery", "=", False)]), "nothing is there before it")
        self.start_tour("/odoo", "sales_sequence_tour", login="admin")
        live = self.env["sales.sequence"].search([("state", "=", "live")])
        self.assertTrue(live)
        self.assertEqual(live.user_id, self.env.ref("base.user_admin"))
        self.assertFalse(live.problem)

    def test_odoo_offers_it_to_new_users_after_the_one_of_crm(self):
        admin = self.env.ref("base.user_admin")
        admin.tour_enabled = True
        Tour = self.env["web_tour.tour"].with_user(admin)
        offered = []
        tour = Tour.get_current_tour()
        while tour and "sales_sequence_tour" not in offered:
            offered.append(tour["name"])
            tour = Tour.consume(tour["name"])
        self.assertEqual(offered[-1], "sales_sequence_tour")
        self.assertIn("crm_tour", offered)
