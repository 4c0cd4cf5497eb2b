"""What a screen reader, or somebody without a mouse, would stumble over: axe-core, in the real browser of a test.

Only what is ours is looked at: `root` names it. The rules are those of WCAG 2.1, levels A and AA.
"""

import json
from importlib import resources

AXE = (resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
# What a page of ours cannot help: whatever Odoo's own page around it does.
OFF = ("html-has-lang", "document-title", "meta-viewport", "page-has-heading-one", "region")
LOOK = """
(async () => {
    %(axe)s;
    const root = document.querySelector(%(root)s);
    if (!root) {
        console.error("Nothing of ours is on the page: " + %(root)s);
        return;
    }
    const settings = {
        runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
        rules: Object.fromEntries(%(off)s.map((rule) => [rule, { enabled: false }])),
        resultTypes: ["violations"],
    };
    const context = { include: [[%(root)s]], exclude: %(exclude)s.map((selector) => [selector]) };
    const { violations } = await axe.run(context, settings);
    const found = violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${(node.any[0] || {}).message || ""}`)
    );
    if (found.length) {
        console.error("Not accessible:\\n" + [...new Set(found)].slice(0, 25).join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


def assert_accessible(test, url, root, login, *, ready=None, exclude=(), **options):
    """Open a page of ours, and fail where a rule of WCAG 2.1 A or AA is broken in what `root` selects.

    :param test: an `HttpCase`
    :param ready: selector of what is there once the page is complete; by default that of `root`
    :param exclude: selectors of what Odoo draws inside of it
    """
    code = LOOK % {
        "axe": AXE,
        "root": json.dumps(root),
        "off": json.dumps(OFF),
        "exclude": json.dumps(list(exclude)),
    }
    is_ready = f"Boolean(document.querySelector({json.dumps(ready or root)}))"
    test.browser_js(url, code, ready=is_ready, login=login, timeout=120, **options)
