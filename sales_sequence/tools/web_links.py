# License LGPL-3.0 or later: see LICENSE.
"""Addresses of web pages. Pure."""

import re
from html import unescape
from urllib.parse import urlsplit

from markupsafe import Markup

from .texts import is_storable

# Browsers open longer ones, but nobody's page has such an address.
MAX_ADDRESS = 2_000
# A tag, also one with ">" in an attribute.
_TAG = re.compile(r"""(<!--.*?-->|</?\w(?:"[^"]*"|'[^']*'|[^>"'])*>)""", re.DOTALL)
_OPENS = re.compile(r"<(?:a|style|script|textarea)\b", re.IGNORECASE)
_CLOSES = re.compile(r"</(?:a|style|script|textarea)\b", re.IGNORECASE)
# Behind an address, a point or a bracket belongs to the sentence.
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]", re.IGNORECASE)


def is_web_address(text):
    """Whether `text` is an address that a browser opens: http or https, with a host, and without anything that could
    end a link or an attribute."""
    if len(text) > MAX_ADDRESS or not is_storable(text) or re.search(r"[\s<>\"'`\\\x00-\x20\x7f]", text):
        return False
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 raises an error where it is not a number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username


def addresses_in(text):
    """The addresses of web pages in an HTML text, as a set."""
    return {unescape(address) for address in _ADDRESS.findall(str(text or "")) if is_web_address(unescape(address))}


def link_addresses(html, addresses):
    """Return ``html`` with links where one of `addresses` is written as mere text.

    Only those: other addresses may come from names that outsiders have entered.

    :param html: what was rendered
    :param addresses: a set of addresses that we have written ourselves
    """
    if not any(address.partition("?")[0] in html for address in addresses):
        return html

    def linked(match):
        address = match[0]
        return f'<a href="{address}">{address}</a>' if unescape(address) in addresses else address

    pieces, depth = _TAG.split(str(html)), 0
    for index, piece in enumerate(pieces):
        if index % 2:
            depth = max(depth + bool(_OPENS.match(piece)) - bool(_CLOSES.match(piece)), 0)
        elif not depth and "://" in piece:
            pieces[index] = _ADDRESS.sub(linked, piece)
    return Markup("".join(pieces))
