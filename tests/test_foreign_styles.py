"""Nothing of ours changes the looks of a screen that is not ours: computed styles with our stylesheets and without."""

import json

from odoo.tests import HttpCase

from odoo.addons.base.models.assetsbundle import AssetsBundle

from .common import SequenceCommon

BUNDLE = "web.assets_backend"
COMPARE = """
(async () => {
    const root = document.querySelector(%(root)s);
    const all = [root, ...root.querySelectorAll("*")];
    const use = async (css) => {
        document.querySelectorAll("style.compared").forEach((style) => style.remove());
        const style = Object.assign(document.createElement("style"), { className: "compared", textContent: css });
        document.head.append(style);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    };
    const read = () =>
        all.map((element) => {
            const style = getComputedStyle(element);
            return Array.from(style, (name) => `${name}: ${style.getPropertyValue(name)}`);
        });
    // An image that arrives between the two readings would change its place, too.
    const images = [...root.querySelectorAll("img")].filter((image) => !image.complete);
    await Promise.all(
        images.map((image) => {
            image.loading = "eager";
            return new Promise((resolve) => (image.onload = image.onerror = resolve));
        })
    );
    document.querySelectorAll("link[rel=stylesheet]").forEach((link) => link.remove());
    await use(%(with)s);
    const before = read();
    await use(%(without)s);
    const after = read();
    const found = [];
    all.forEach((element, index) => {
        const changed = before[index].filter((line, place) => line !== after[index][place]);
        if (changed.length) {
            found.push(`<${element.tagName} class="${element.className}"> has ${changed.slice(0, 3).join("; ")}`);
        }
    });
    if (all.length < %(least)s) {
        console.error(`Only ${all.length} elements were compared`);
    } else if (Boolean(found.length) !== %(changed)s) {
        console.error(`Changed by our styles: ${found.length}\\n` + found.slice(0, 10).join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


class TestForeignStyles(SequenceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files, _external = cls.env["ir.qweb"]._get_asset_content(BUNDLE)
        cls.files = files
        cls.env["res.partner"].create([{"name": f"Contact {number}", "is_company": number % 2} for number in range(8)])

    def compile(self, files, more=""):
        bundle = AssetsBundle(BUNDLE, files, env=self.env, js=False)
        css = bundle.preprocess_css()
        self.assertFalse(bundle.css_errors)
        return css + more

    def compare(self, url, root, least, more="", changed=False):
        """:param more: a rule that is added to ours; :param changed: whether that changes something"""
        others = [file for file in self.files if not file["url"].startswith("/sales_sequence/")]
        self.assertLess(len(others), len(self.files))
        ours, without = self.compile(self.files, more), self.compile(others)
        self.assertIn(".o_sales_sequence_", ours)
        self.assertNotIn(".o_sales_sequence_", without)
        code = COMPARE % {
            "root": json.dumps(root),
            "least": least,
            "changed": json.dumps(changed),
            "with": json.dumps(ours),
            "without": json.dumps(without),
        }
        ready = f"document.querySelectorAll({json.dumps(root)} + ' .o_kanban_record').length > 0"
        self.browser_js(url, code, ready=ready, login=self.manager.login, timeout=180)

    def test_a_foreign_kanban_looks_the_same_without_us(self):
        self.compare("/odoo/action-base.action_partner_form?view_type=kanban", ".o_kanban_renderer", 50)

    def test_a_style_that_reaches_a_foreign_kanban_is_found(self):
        rule = ".o_kanban_record { padding: 3px; }"
        self.compare("/odoo/action-base.action_partner_form?view_type=kanban", ".o_kanban_renderer", 50, rule, True)
