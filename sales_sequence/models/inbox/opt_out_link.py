import ast
import re
from typing import NamedTuple

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, models, tools

from ...tools import tokens
from ...tools.attempt import attempt
from ...tools.own_context import Flag
from ...tools.unfolded_header import UnfoldedHeader
from ..base.languages import active_language
from .records import all_enrollments

PATH = "/sales_sequence/opt_out"
# A template may place the link itself: <a href="/sales_sequence/opt_out">. Odoo has made the address absolute by now.
OWN_LINK = re.compile(rf"""(?<=href=)(["'])[^"'\s<>]*{re.escape(PATH)}/?\1""")


class OptOutLink(NamedTuple):
    """What the link in an email is about. Records that were deleted since are empty."""

    enrollment: models.Model
    sequence: models.Model
    address: str
    lang: str


class SalesSequenceOptOutLink(models.AbstractModel):
    """The link by which the recipient of a sequence mail opts out: how it gets into the mail, and what it does.

    It is made from what the runner already knows, without a query. It is only in the copy that leaves, not in the
    chatter.
    """

    _name = "sales.sequence.opt.out.link"
    _description = "Opt-out Link of Sequence Mails"

    # ------------------------------------------------------------------
    # Into the mail
    # ------------------------------------------------------------------

    @api.model
    def _headers(self, enrollment):
        """Return the headers that let mail programs offer a button of their own (RFC 2369, RFC 8058)."""
        payload = [
            enrollment.id,
            enrollment.sequence_id.id,
            enrollment.email_normalized,
            enrollment.env.context.get("lang") or False,
        ]
        url = f"{enrollment.get_base_url().rstrip('/')}{PATH}/{tokens.issue(self._secret(), tokens.OPT_OUT, payload)}"
        return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

    @api.model
    def _add_to_body(self, mail, body):
        """Put the link where the template places it, else at the end, in the recipient's language."""
        url = self._url_of(mail)
        if not url or not body:
            return body
        # A function, so that nothing in the token is read as a replacement pattern.
        placed, count = OWN_LINK.subn(lambda match: f"{match[1]}{url}{match[1]}", body)
        if count:
            return Markup(placed)
        text = self.with_context(lang=active_language(self.env, self._read(url).lang))._footer(url)
        return tools.mail.append_content_to_html(body, text, plaintext=False)

    def _footer(self, url):
        return Markup('<p style="margin-top: 24px; font-size: 12px; color: #6c757d;">%s</p>') % self.env._(
            "Prefer not to receive these emails? %(link_start)sUnsubscribe%(link_end)s",
            link_start=Markup('<a href="%s" style="color: #6c757d;">') % url,
            link_end=Markup("</a>"),
        )

    @api.model
    def _address_each(self, mail, email_list):
        """Give each recipient a mail and a link of their own, so that those in copy opt out for themselves only.

        :param email_list: what `mail.mail._prepare_outgoing_list` returns
        :return: the same with one recipient each, without those in copy who have opted out
        """
        url = self._url_of(mail)
        if not url:
            return email_list
        link = self._read(url)
        each = [one for email_values in email_list for one in self._split(email_values)]
        in_copy = {address for address, _values in each if address and address != link.address}
        opted_out = self._find_opted_out(in_copy, link.sequence) if in_copy else set()
        return [
            self._with_link(email_values, url, self._url_for(url, link, address))
            for address, email_values in each
            if address not in opted_out
        ]

    def _split(self, email_values):
        """Return a list of ``(normalized address or False, email values)``, one for each recipient."""
        recipients = [(recipient, "email_to", "email_cc") for recipient in email_values["email_to"]]
        recipients += [(recipient, "email_cc", "email_to") for recipient in email_values["email_cc"]]
        if not recipients:
            return [(False, email_values)]
        each = []
        for recipient, field_name, other_field in recipients:
            address = tools.email_normalize(recipient)
            values = {**email_values, field_name: [recipient], other_field: []}
            each.append((address, {**values, "email_to_normalized": [address]} if address else values))
        return each

    def _url_for(self, url, link, address):
        if not address or address == link.address:
            return url
        token = tokens.issue(self._secret(), tokens.OPT_OUT, [link.enrollment.id, link.sequence.id, address, link.lang])
        return f"{url.rpartition('/')[0]}/{token}"

    def _with_link(self, email_values, url, own_url):
        header = UnfoldedHeader("List-Unsubscribe", f"<{own_url}>")
        return {
            **email_values,
            "headers": {**email_values["headers"], header.name: header},
            "body": email_values["body"].replace(url, own_url),
        }

    def _find_opted_out(self, addresses, sequence):
        pairs = {(address, sequence) for address in addresses}
        opted_out = {address for address, _sequence in self.env["sales.sequence.opt.out"]._among(pairs)}
        return opted_out | self.env["sales.sequence.inbox"]._blacklisted(addresses)

    def _url_of(self, mail):
        headers = ast.literal_eval(mail.headers or "{}")
        return headers.get("List-Unsubscribe", "").strip("<>")

    # ------------------------------------------------------------------
    # From the mail
    # ------------------------------------------------------------------

    @api.model
    def _read(self, url_or_token):
        """Return the `OptOutLink` of a token, or None if we did not issue it. Makes no query."""
        payload = tokens.read(self._secret(), tokens.OPT_OUT, url_or_token.rpartition("/")[2])
        if not payload:
            return None
        enrollment_id, sequence_id, address, lang = payload
        # With all rights: the token proves the request, whoever makes it.
        return OptOutLink(
            all_enrollments(self.env).browse(enrollment_id),
            self.env["sales.sequence"].sudo().browse(sequence_id),
            address,
            lang,
        )

    @api.model
    def _find(self, token):
        """Return the `OptOutLink` of a token, with the records that still exist, or None if we did not issue it."""
        link = self._read(token)
        return link and link._replace(enrollment=link.enrollment.exists(), sequence=link.sequence.exists())

    def _secret(self):
        # Only administrators may read it; everybody's mails are signed with it.
        return self.env["ir.config_parameter"].sudo().get_param("database.secret")

    # ------------------------------------------------------------------
    # Opting out, and taking it back
    # ------------------------------------------------------------------

    @api.model
    def _standing(self, link):
        """Return ``(scope, may_undo)``.

        The scope is what this address has opted out of: `all`, `sequence`, or False. The link may undo only what the
        person did: what a colleague entered is for colleagues to remove.
        """
        # With all rights, here and below: the recipient is not a user.
        blacklisted = self.env["mail.blacklist"].sudo().search([("email", "=", link.address)])
        if blacklisted:
            return "all", blacklisted.write_uid.share
        opt_outs = self._opt_outs(link)
        return bool(opt_outs) and "sequence", bool(opt_outs) and set(opt_outs.mapped("origin")) <= {"link", "wish"}

    def _opt_outs(self, link):
        # With all rights: the recipient is not a user.
        return (
            self.env["sales.sequence.opt.out"]
            .sudo()
            .search([("email_normalized", "=", link.address), ("sequence_id", "in", link.sequence._versions().ids)])
        )

    @api.model
    def _opt_out(self, link, scope, one_click=False):
        """Opt the address of `link` out. A second time changes nothing.

        :param scope: ``sequence``; anything else means all emails
        :param one_click: by the button of the mail program
        """
        link = self._as_the_person(link)
        if scope == "sequence" and link.sequence:
            self._opt_out_of_sequence(link)
        else:
            self._opt_out_of_all(link, one_click)

    def _as_the_person(self, link):
        """The same link for the public user, even if a colleague is logged in in this browser: it is the person behind
        the address who acts. Notes are in the language of the salesperson, who reads them."""
        langs = link.enrollment.user_id.lang, link.enrollment.company_id.partner_id.lang
        # The public user has no rights of its own on any of this.
        person = self.with_user(self.env.ref("base.public_user")).sudo()
        env = person.with_context(lang=active_language(self.env, *langs)).env
        return link._replace(enrollment=link.enrollment.with_env(env), sequence=link.sequence.with_env(env))

    def _opt_out_of_sequence(self, link):
        if self._opt_outs(link):
            return
        values = {
            "email_normalized": link.address,
            "sequence_id": link.sequence.id,
            "origin": "link",
            "enrollment_id": link.enrollment.id,
        }
        try:
            with attempt(self.env.cr):
                link.sequence.env["sales.sequence.opt.out"].create(values)
        except IntegrityError:
            # Opted out at the same moment: a button pressed twice.
            return

    def _opt_out_of_all(self, link, one_click):
        env = link.sequence.env
        Blacklist = env["mail.blacklist"]
        if Blacklist.search_count([("email", "=", link.address)], limit=1):
            return
        detail = (
            env._("Opted out of all emails by the unsubscribe button of the mail program.")
            if one_click
            else env._("Opted out of all emails by the link in the email.")
        )
        env["sales.sequence.inbox"]._notice_opt_out([link.address], detail, origin=link.enrollment)
        if link.sequence:
            detail += " " + env._("Sequence “%s”.", link.sequence.name)
        try:
            with attempt(env.cr):
                Blacklist.with_context(sales_sequence_noticed=Flag.ON)._add(link.address, message=detail)
        except IntegrityError:
            return

    @api.model
    def _undo(self, link):
        """Undo the opt-out of `link`, and say so in the chatter. What was stopped stays stopped."""
        link = self._as_the_person(link)
        scope, may_undo = self._standing(link)
        if not may_undo:
            return
        env = link.sequence.env
        if scope == "all":
            message = env._("%s wants to receive emails again: undone by the link in the email.", link.address)
            env["mail.blacklist"]._remove(link.address, message=message)
        else:
            message = env._("%s can be enrolled in this sequence again: undone by the link in the email.", link.address)
            self._opt_outs(link).unlink()
        target = link.enrollment._target() if link.enrollment else None
        if target:
            target._message_log(body=message)
