# License LGPL-3.0 or later: see LICENSE.
"""What a list says while it is empty: what belongs there, and where to begin."""

from lxml import html

from odoo.tests import TransactionCase

from .common import OdooTags


class TestEmptyStates(OdooTags, TransactionCase):
    def setUp(self):
        super().setUp()
        names = self.env["ir.model.data"].search(
            [("module", "=", "sales_sequence"), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(names.mapped("res_id"))
        self.actions = actions.filtered(lambda action: action.target != "new" and action.view_mode != "form")

    def test_each_list_of_ours_explains_itself_while_it_is_empty(self):
        self.assertGreaterEqual(len(self.actions), 9)
        for action in self.actions:
            with self.subTest(action=action.name):
                tree = html.fromstring(f"<div>{action.help or ''}</div>")
                title, *rest = tree.xpath("./p")
                self.assertIn("o_view_nocontent", title.get("class"))
                self.assertTrue(" ".join(paragraph.text_content() for paragraph in rest).strip())

    def test_each_link_in_them_opens_an_action(self):
        links = [
            link for action in self.actions for link in html.fromstring(f"<div>{action.help}</div>").xpath("//a")
        ]
        self.assertGreaterEqual(len(links), 7)
        for link in links:
            self.assertEqual(link.get("type"), "action")
            self.assertEqual(self.env.ref(link.get("name"))._name, "ir.actions.act_window")
