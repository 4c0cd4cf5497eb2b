"""The page behind the opt-out link: without login, session, cookies or JavaScript."""

from markupsafe import Markup
from werkzeug.exceptions import MethodNotAllowed

from odoo import http
from odoo.http import request
from odoo.tools.image import image_data_uri
from odoo.tools.misc import get_lang

from ..models.inbox.opt_out_link import PATH

HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    # The address of the page is a key: it must reach no other site, cache or search engine.
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
]


class OptOut(http.Controller):
    """Viewing the page changes nothing, as mail scanners follow links. Posting to it opts out at once."""

    @http.route(
        [PATH, f"{PATH}/<string:token>"],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def show(self, token="", **_parameters):
        """Say who writes to whom, and offer to stop it."""
        return self._answer(token)

    # Mail programs post here on their own (RFC 8058), without a session: the token in the address is the proof.
    @http.route(f"{PATH}/<string:token>", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def act(self, token, scope=None, **parameters):
        """Opt out, or undo it.

        :param scope: ``sequence``, ``undo``; anything else, such as the one click of a mail program, opts out of all
            emails
        """
        # Odoo adds OPTIONS to every route that names its methods, and Werkzeug takes any spelling of "post".
        if request.httprequest.environ["REQUEST_METHOD"] != "POST":
            raise MethodNotAllowed(["GET", "HEAD", "POST"])
        Link = self._links()
        link = Link._find(token)
        if link and scope == "undo":
            Link._undo(link)
        elif link:
            Link._opt_out(link, scope, one_click="List-Unsubscribe" in parameters)
        return self._answer(token, undone=scope == "undo")

    def _links(self):
        # Visitors may read nothing; the token gives access to what belongs to it.
        return request.env["sales.sequence.opt.out.link"].sudo()

    def _answer(self, token, undone=False):
        Link = self._links()
        link = Link._find(token)
        lang = get_lang(request.env, link.lang if link else request.default_lang()).code
        # The page names the company to a visitor, who may read nothing.
        visited = request.env.company.sudo()
        values = {"link": link, "company": visited.name, "page_lang": lang.replace("_", "-")}
        if link:
            standing, may_undo = Link._standing(link)
            company = link.enrollment.company_id or link.sequence.company_id or visited
            undone = undone and not standing
            values.update(
                action=f"{PATH}/{token}",
                standing=standing,
                may_undo=may_undo,
                undone=undone,
                company=company.name,
                logo=not company.uses_default_logo and company.logo_web and image_data_uri(company.logo_web),
                sentence=self._sentence(company.with_context(lang=lang), link, "undone" if undone else standing),
            )
        # The template reads what the link belongs to.
        html = request.env["ir.qweb"].sudo().with_context(lang=lang)._render("sales_sequence.opt_out_page", values)
        return request.make_response(f"<!DOCTYPE html>\n{html}", HEADERS, status=200 if link else 404)

    def _sentence(self, company, link, situation):
        env = company.env
        strong = Markup("<strong>%s</strong>")
        names = {
            "address": strong % link.address,
            "company": strong % company.name,
            "sender": strong % (link.enrollment.user_id.name or ""),
        }
        if situation == "undone":
            return env._(
                "%(address)s can receive emails from %(company)s again. "
                "What was stopped does not restart automatically.",
                **names,
            )
        if situation == "all":
            return env._("%(address)s gets no more sales or advertising emails from %(company)s.", **names)
        if situation == "sequence":
            return env._(
                "%(address)s gets no more emails of this series. Other emails from %(company)s may still arrive.",
                **names,
            )
        if link.enrollment:
            return env._("%(sender)s of %(company)s writes to %(address)s.", **names)
        return env._("%(company)s writes to %(address)s.", **names)
