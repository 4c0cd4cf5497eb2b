# License LGPL-3.0 or later: see LICENSE.
"""Contacts are enrolled from where they are selected: the list, and the actions of one of them."""

from lxml import etree

from odoo.tests import HttpCase
from odoo.tools import file_open

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, SequenceCommon

TOUR = "sales_sequence/static/tests/tours/enroll_contacts_tour.js"


class TestEnrollListTour(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel_manager = mail_new_test_user(
            cls.env,
            login="channel_manager",
            groups="sales_sequence.group_sales_sequence_channel_manager",
            email="channel@test.mycompany.com",
            tz=BRUSSELS,
        )
        template = cls.make_template("res.partner")
        cls.sequence = cls.make_sequence(
            {"mail_template_id": template.id}, "call", target="partner", user_id=cls.channel_manager.id
        )
        cls.contacts = cls.env["res.partner"].create(
            [{"name": f"Contact {n:02}", "email": f"contact{n}@customer.example.org"} for n in range(12)]
        )

    def test_twelve_contacts_are_enrolled_from_the_list_in_four_clicks(self):
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "These",
                "res_model": "res.partner",
                "view_mode": "list",
                "domain": [("id", "in", self.contacts.ids)],
            }
        )
        self.start_tour(f"/odoo/action-{action.id}", "sales_sequence_enroll_contacts", login=self.channel_manager.login)
        self.assertEqual(len(self.contacts.enrollment_ids), 12)
        self.assertEqual(set(self.contacts.enrollment_ids.mapped("state")), {"running"})
        with file_open(TOUR) as source:
            tour = source.read().partition('"sales_sequence_enroll_contact"')[0]
        self.assertEqual(tour.count("run: "), tour.count('run: "click"'), "nothing is typed")
        self.assertLessEqual(tour.count('run: "click"'), 4)

    def test_enrolling_is_the_first_of_the_actions_of_a_contact(self):
        contact = self.contacts[0]
        self.start_tour(
            f"/odoo/contacts/{contact.id}", "sales_sequence_enroll_contact", login=self.channel_manager.login
        )

    def test_the_button_is_in_the_header_of_list_and_cards_for_our_users_only(self):
        employee = mail_new_test_user(self.env, login="an_employee", groups="base.group_user", tz=BRUSSELS)
        for user, expected in ((self.channel_manager, 1), (employee, 0)):
            for kind in ("list", "kanban"):
                views = self.env["res.partner"].with_user(user).get_views([(False, kind)])
                arch = etree.fromstring(views["views"][kind]["arch"])
                found = arch.xpath("//header/button[@name='action_enroll_in_sequence']")
                self.assertEqual(len(found), expected, (user.login, kind))
