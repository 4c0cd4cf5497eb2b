# License LGPL-3.0 or later: see LICENSE.
"""Finding the links of an email that a click can be counted of, and replacing where they lead. Pure.

The rest of the email stays as it is, byte by byte.
"""

import re
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from .web_links import is_web_address

# Longer ones, sealed, would be more than old mail programs open.
MAX_ADDRESS = 1_200
# Comments (Outlook's conditional ones included) and what holds no markup are no links, whatever they contain.
_NO_MARKUP = r"<!--.*?(?:-->|\Z)|<(?P<raw>style|script|textarea|title|xmp)\b.*?(?:</(?P=raw)\b|\Z)"
_TAG = re.compile(rf"""{_NO_MARKUP}|</?[a-z](?:"[^"]*"|'[^']*'|[^<>"'])*>""", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<(?:a|area)(?=[\s/])", re.IGNORECASE)
_CLOSES = re.compile(r"</a\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
# Who wants no more emails must get there in any case, also where the page is not ours.
_OPT_OUT = re.compile(r"unsubscri|opt[-_]?out", re.IGNORECASE)
_SHOWN_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def replace_links(html, replacement):
    """Return ``html`` with other addresses behind its links.

    Left alone are: everything but ``http`` and ``https``; links to opt out; addresses that are too long, or that only
    browsers understand; and links whose words are an address themselves, because mail programs warn of links that lead
    elsewhere than they say.

    :param str html: the body of an email
    :param replacement: function from the address of a link to the one that takes its place
    """
    html = str(html or "")
    tags = list(_TAG.finditer(html))
    pieces, end = [], 0
    for index, tag in enumerate(tags):
        if not _OPENS.match(tag[0]):
            continue
        pieces += [html[end : tag.start()], _replaced(tag[0], _words(html, tags, index), replacement)]
        end = tag.end()
    return "".join([*pieces, html[end:]])


def is_countable(address):
    """Whether a click on this address may be counted."""
    return len(address) <= MAX_ADDRESS and is_web_address(address) and not _OPT_OUT.search(unquote(address))


def in_header(address):
    """An address as it may stand in a header: as browsers write it, in ASCII."""
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        name, colon, port = host.partition(":")
        try:
            host = name.encode("idna").decode() + colon + port
        except UnicodeError:
            host = quote(host, safe=":")
    rest = address.partition("://")[2][len(parts.netloc) :]
    # Percent signs stay, and so does all else that is ASCII: it has its meaning where it is.
    return f"{parts.scheme}://{host}{quote(rest, safe=_ASCII)}"


_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))


def _words(html, tags, index):
    """The words of the link that `tags[index]` opens."""
    words, start = [], tags[index].end()
    for tag in tags[index + 1 :]:
        words.append(html[start : tag.start()])
        start = tag.end()
        if _CLOSES.match(tag[0]) or _OPENS.match(tag[0]):
            break
    return unescape("".join(words)).strip()


def _replaced(tag, words, replacement):
    for attribute in _ATTRIBUTE.finditer(tag, _OPENS.match(tag).end()):
        # The first one counts.
        if attribute["name"].lower() == "href":
            break
    else:
        return tag
    address = unescape((attribute["value"] or "").strip("\"'")).strip()
    if not is_countable(address) or _SHOWN_ADDRESS.fullmatch(words):
        return tag
    start, end = attribute.span("value")
    return f'{tag[:start]}"{escape(replacement(address))}"{tag[end:]}'
