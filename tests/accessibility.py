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
    const env = odoo.__WOWL_DEBUG__.root.env;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
    const find = async (selector) => {
        for (const end = Date.now() + 20000; Date.now() < end; await pause()) {
            const found = document.querySelector(selector);
            if (found) {
                return found;
            }
        }
        throw new Error("Nothing of ours is on the page: " + selector);
    };
    const violationsIn = async ({ roots, exclude }) => {
        const settings = {
            runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
            rules: Object.fromEntries(%(off)s.map((rule) => [rule, { enabled: false }])),
            resultTypes: ["violations"],
        };
        const wrap = (selectors) => selectors.map((selector) => [selector]);
        const { violations } = await axe.run({ include: wrap(roots), exclude: wrap(exclude) }, settings);
        return violations.flatMap(({ id, help, nodes }) =>
            nodes.map(({ any, html }) => `${id}: ${help}: ${html.slice(0, 200)} ${(any[0] || {}).message || ""}`)
        );
    };
    const widthOf = (element) => `${element.scrollWidth} of ${element.clientWidth} px`;
    const overflowIn = ({ roots }) => {
        const elements = roots.map((root) => document.querySelector(root));
        const wide = elements.filter((root) => root.scrollWidth > root.clientWidth + 1);
        return wide.map((root) => {
            const edge = root.getBoundingClientRect();
            const beyond = [...root.querySelectorAll("*")].filter((element) => {
                const { left, right, width } = element.getBoundingClientRect();
                return width && (right > edge.right + 1 || left < edge.left - 1);
            });
            const named = beyond.slice(0, 4).map((element) => `<${element.tagName} class="${element.className}">`);
            return `Wider than its place (${widthOf(root)}): ${root.className}: ${named.join(", ")}`;
        });
    };
    const found = [];
    for (const page of %(pages)s) {
        try {
            if (page.action) {
                env.services.dialog.closeAll();
                await env.services.action.doAction(page.action, { clearBreadcrumbs: true });
            }
            for (const selector of page.clicks) {
                (await find(selector)).click();
            }
            for (const selector of [...page.roots, page.ready]) {
                await find(selector);
            }
            // What moves is measured where it stays.
            for (const animation of document.getAnimations()) {
                if (animation.effect?.getComputedTiming().endTime < Infinity) {
                    animation.finish();
                }
            }
            document.querySelector(page.roots[0]).scrollIntoView();
            await pause();
            const wrong = [...(await violationsIn(page)), ...(page.may_overflow ? [] : overflowIn(page))];
            found.push(...[...new Set(wrong)].map((line) => `${page.name}: ${line}`));
        } catch (error) {
            found.push(`${page.name}: ${error.message}`);
        }
    }
    if (found.length) {
        console.error("Not accessible:\\n" + found.slice(0, 60).join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


def page(name, *roots, action=False, clicks=(), ready=None, exclude=(), may_overflow=False):
    """A page of `assert_accessible_pages`.

    :param roots: selectors of what is ours on it
    :param action: what opens it, or False: it is what is on screen already
    :param clicks: selectors of what is clicked then, one after the other
    :param ready: selector of what is there once the page is complete
    :param exclude: selectors of what Odoo draws inside of the roots
    :param may_overflow: whether it is something as a list, which scrolls
    """
    return {
        "name": name,
        "roots": list(roots),
        "action": action,
        "clicks": list(clicks),
        "ready": ready or roots[0],
        "exclude": list(exclude),
        "may_overflow": may_overflow,
    }


def assert_accessible_pages(test, url, pages, login, *, ready=".o_web_client .o_action_manager > *", **options):
    """Open pages of ours one after the other, and fail where a rule of WCAG 2.1 A or AA is broken in what is ours, or
    where that is wider than its place.

    :param test: an `HttpCase`
    :param pages: see `page`
    """
    code = LOOK % {"axe": AXE, "off": json.dumps(OFF), "pages": json.dumps(pages)}
    is_ready = f"Boolean(document.querySelector({json.dumps(ready)}))"
    test.browser_js(url, code, ready=is_ready, login=login, timeout=170, **options)


def assert_accessible(test, url, root, login, *, ready=None, exclude=(), **options):
    """The same for one page that `url` opens, however wide it is.

    :param root: selector of what is ours
    """
    pages = [page(url, root, exclude=exclude, may_overflow=True)]
    assert_accessible_pages(test, url, pages, login, ready=ready or root, **options)
