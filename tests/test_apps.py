# License LGPL-3.0 or later: see LICENSE.
"""How the addon is found in *Apps*: its entry, icon and description."""

import re

from lxml import html
from PIL import Image

from odoo.tests import TransactionCase
from odoo.tools import file_open, file_path

from .common import OdooTags

FOLDER = "sales_sequence/static/description"


class TestApps(OdooTags, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.module = cls.env["ir.module.module"].search([("name", "=", "sales_sequence")])

    def test_it_is_found_among_the_apps_by_the_words_people_look_for(self):
        self.assertTrue(self.module.application)
        action = self.env.ref("base.open_module_tree")
        search = self.env["ir.module.module"].get_views([(action.search_view_id.id, "search")])
        arch = html.fromstring(search["views"]["search"]["arch"])
        (field,) = arch.xpath("//field[@name='name']")
        for word in ("sequence", "sales", "cadence", "Sales Sequences"):
            words = field.get("filter_domain").replace("self", repr(word))
            domain = eval(words, {})  # noqa: S307
            self.assertIn(self.module, self.env["ir.module.module"].search([*domain, ("application", "=", True)]), word)

    def test_the_icon_is_as_large_as_those_of_odoo(self):
        self.assertTrue(self.module.icon_image)
        self.assertEqual(self.module.icon, "/sales_sequence/static/description/icon.png")
        self.assertEqual(Image.open(file_path(f"{FOLDER}/icon.png")).size, (100, 100))

    def test_the_description_survives_odoos_sanitizing(self):
        with file_open(f"{FOLDER}/index.html") as source:
            written = html.fromstring(f"<div>{source.read()}</div>")
        shown = html.fromstring(f"<div>{self.module.description_html}</div>")
        self.assertEqual(" ".join(shown.text_content().split()), " ".join(written.text_content().split()))
        for path in ("//section/@class", "//img/@alt", "//img/@class", "//h2/text()", "//li/text()"):
            self.assertTrue(written.xpath(path))
            self.assertEqual(shown.xpath(path), written.xpath(path))

    def test_the_description_loads_nothing_from_elsewhere_and_each_picture_is_there(self):
        shown = html.fromstring(f"<div>{self.module.description_html}</div>")
        pictures = shown.xpath("//img/@src")
        self.assertGreaterEqual(len(pictures), 3)
        for picture in pictures:
            self.assertTrue(picture.startswith("/sales_sequence/static/description/"), picture)
            with file_open(picture.lstrip("/"), "rb") as file:
                content = file.read()
            self.assertLess(len(content), 150_000, picture)
        self.assertFalse(shown.xpath("//script | //link | //style | //iframe"))
        self.assertFalse(re.search(r"(https?:)?//", " ".join(shown.xpath("//@src | //@href | //@style"))))
