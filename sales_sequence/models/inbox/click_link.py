import time

from odoo import api, models
from odoo.exceptions import MissingError

from ...tools import click_links, clicks, tokens
from ...tools.web_links import is_web_address
from .opt_out_link import PATH as OPT_OUT_PATH
from .records import all_enrollments

PATH = "/sales_sequence/link"


class SalesSequenceClickLink(models.AbstractModel):
    """The links of an email whose clicks are counted: how they get into the mail, and where they lead.

    The address in the email is sealed: it is the touch, the moment and the page, encrypted and signed. So it leads to
    nothing that the email did not say, also when all records are gone. It is only in the copy that leaves, not in the
    chatter.
    """

    _name = "sales.sequence.click.link"
    _description = "Counted Links of Sequence Mails"

    # ------------------------------------------------------------------
    # Into the mail
    # ------------------------------------------------------------------

    @api.model
    def _seal_each(self, mail, email_list):
        """Seal the links of the emails that are about to leave, if their clicks are to be counted.

        Without a query if they are not; else with one for each mail.

        :param mail: a `mail.mail` of a sequence
        :param email_list: what `mail.mail._prepare_outgoing_list` returns; the text part keeps the links as they are
        """
        Link = self.env["sales.sequence.opt.out.link"]
        url = Link._url_of(mail)
        link = Link._read(url) if url else None
        try:
            if not link or not link.sequence._counts_clicks(link.enrollment.company_id):
                return email_list
        except MissingError:
            # Sent again by hand after the history was deleted.
            return email_list
        # With all rights: those who may send the mail need not see the touch.
        Touch = self.env["sales.sequence.touch"].sudo()
        touch = Touch.search([("mail_message_id", "=", mail.mail_message_id.id)], limit=1)
        if not touch:
            return email_list
        seal = self._sealer(touch, url.partition(OPT_OUT_PATH)[0])
        return [{**values, "body": click_links.replace_links(values["body"], seal)} for values in email_list]

    def _sealer(self, touch, base_url):
        """A function from an address to the one that takes its place: the same for all who get a copy."""
        known, issued_at, secret = {}, int(time.time()), self._secret()
        own_pages = (f"{base_url}{PATH}/", f"{base_url}{OPT_OUT_PATH}")

        def seal(address):
            if address.startswith(own_pages):
                return address
            if address not in known:
                token = tokens.issue(secret, tokens.CLICK, [touch.id, issued_at, address])
                known[address] = f"{base_url}{PATH}/{token}"
            return known[address]

        return seal

    # ------------------------------------------------------------------
    # From the mail
    # ------------------------------------------------------------------

    @api.model
    def _open(self, token, is_machine):
        """Note that somebody has opened a link.

        :param token: what the address says, whoever sends it
        :param is_machine: whether the request says of itself that no person makes it
        :return: the address of the page, in ASCII, or None if the link is not ours or has had its time
        """
        payload = tokens.read(self._secret(), tokens.CLICK, token)
        if not payload:
            return None
        touch_id, issued_at, address = payload
        # Whatever was sealed once leads to its page, also if it would not be sealed today.
        page = is_web_address(address) and click_links.in_header(address)
        if not page or clicks.is_expired(issued_at, time.time()):
            return None
        self.env["sales.sequence.click"]._note(touch_id, issued_at, address, is_machine)
        return page

    @api.model
    def _home(self, token):
        """Where a link leads that leads nowhere any more. :return: the website of the company, or None

        :param token: as of `_open`; that of an email tells the company that wrote it
        """
        payload = tokens.read(self._secret(), tokens.CLICK, token)
        # With all rights: visitors may read nothing.
        Company = self.env["res.company"].sudo()
        company = Company.browse()
        if payload:
            touch = self.env["sales.sequence.touch"].sudo().browse(payload[0]).exists()
            company = all_enrollments(self.env).browse(touch.enrollment_id.id).company_id
        website = (company or Company.search([], order="id", limit=1)).website or ""
        return (is_web_address(website) and click_links.in_header(website)) or None

    def _secret(self):
        return self.env["sales.sequence.opt.out.link"]._secret()
