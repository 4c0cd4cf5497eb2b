"""The way from a link in an email to its page: without login, session, cookies or JavaScript."""

from markupsafe import Markup

from odoo import http
from odoo.http import request
from odoo.tools.misc import get_lang

from ..models.inbox.click_link import PATH
from ..tools.click_agents import is_machine

HEADERS = [
    # The page must not learn the address, which says whose email it was in, and no cache may answer in our place.
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
PAGE = Markup(
    '<!DOCTYPE html><html lang="%(lang)s"><head><meta charset="utf-8"><title>%(title)s</title></head>'
    "<body><p>%(title)s</p></body></html>"
)


class Click(http.Controller):
    """Opening a link counts a click, at most, and changes nothing else."""

    # All methods: what a scanner tries is kept as such, and answered without an error page.
    @http.route(
        [PATH, f"{PATH}/<string:token>"], type="http", auth="none", readonly=False, csrf=False, save_session=False
    )
    def follow(self, token="", **_parameters):
        """Lead to the page; a link that is not ours, or too old, leads to the company's website or nowhere."""
        # Werkzeug takes any spelling of "get".
        verb = request.httprequest.environ["REQUEST_METHOD"]
        Link = request.env["sales.sequence.click.link"]
        page = Link._open(token, is_machine(verb, request.httprequest.headers) or self._is_colleague())
        if verb not in ("GET", "HEAD"):
            return request.make_response("", [*HEADERS, ("Allow", "GET, HEAD")], status=405)
        page = page or Link._home(token)
        if page:
            return request.make_response("", [*HEADERS, ("Location", page)], status=302)
        return self._lost()

    def _is_colleague(self):
        """Whether one of us opens it, in a browser that is logged in: in an answer that quotes the email, say."""
        user_id = request.session.uid
        # With all rights: whoever it is has no environment here.
        return bool(user_id) and bool(
            request.env["res.users"].sudo().search_count([("id", "=", user_id), ("share", "=", False)], limit=1)
        )

    def _lost(self):
        lang = get_lang(request.env, request.default_lang()).code
        # With all rights: there is no user.
        env = request.env["base"].sudo().with_context(lang=lang).env
        page = PAGE % {"lang": lang.replace("_", "-"), "title": env._("This link is no longer valid.")}
        return request.make_response(page, [*HEADERS, ("Content-Type", "text/html; charset=utf-8")], status=404)
