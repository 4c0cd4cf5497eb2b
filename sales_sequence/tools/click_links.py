# License LGPL-3.0 or later: see LICENSE.
"""Finding the links of an email that a click can be counted of, and replacing where they lead. Pure.

The rest of the email stays as it is, byte by byte.
"""

import re
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

import idna

from .web_links import is_web_address

# Longer ones, in ASCII and sealed, would be more than old mail programs open, and servers accept.
MAX_ADDRESS = 1_200
# Comments (Outlook's conditional ones included) and what holds no markup are no links, whatever they contain.
_NO_MARKUP = r"<!--.*?(?:-->|\Z)|<(?P<raw>style|script|textarea|title|xmp)\b.*?(?:</(?P=raw)\b|\Z)"
_TAG = re.compile(rf"""{_NO_MARKUP}|</?[a-z](?:"[^"]*"|'[^']*'|[^<>"'])*>""", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<(?:a|area)(?=[\s/])", re.IGNORECASE)
_CLOSES = re.compile(r"</a\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
# Who wants no more emails must get there in any case, also where the page is not ours. In the languages that the module
# is shipped in.
_OPT_OUT = re.compile(
    r"unsubscri|opt[-_ ]?out|abmeld|abbestell|d[eé]sinscri|d[eé]sabon|afmeld|uitschrij"
    r"|disiscri|annull\w*.{1,3}iscrizion|dar(?:se|me)?[-_ ]de[-_ ]baja|cancelar[-_ ](?:\w{1,2}[-_ ])?(?:su[bs]|in)scri",
    re.IGNORECASE,
)
_SHOWN_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


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
    if not is_web_address(address) or _OPT_OUT.search(unquote(address)):
        return False
    return 0 < len(in_header(address)) <= MAX_ADDRESS


def in_header(address):
    """The address of a web page as it may stand in a header: as browsers write it, in ASCII.

    :return: text, empty for a host that only some browsers can write so
    """
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        name, colon, port = host.partition(":")
        try:
            # As browsers do (https://www.unicode.org/reports/tr46): by the codec of Python, straße.de would be
            # strasse.de, which is somebody else's.
            host = idna.encode(name, uts46=True).decode() + colon + port
        except UnicodeError:
            return ""
    rest = address.partition("://")[2][len(parts.netloc) :]
    # Percent signs stay, and so does all else that is ASCII: it has its meaning where it is.
    return f"{parts.scheme}://{host}{quote(rest, safe=_ASCII)}"


_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))


def _words(html, tags, index):
    """The words of the link that `tags[index]` opens."""
    words, start = [], tags[index].end()
    # Not a slice: a text of nothing but links would take long.
    for following in range(index + 1, len(tags)):
        tag = tags[following]
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
    if not is_countable(address) or _shows_address(words, address) or _OPT_OUT.search(words):
        return tag
    start, end = attribute.span("value")
    return f'{tag[:start]}"{escape(replacement(address))}"{tag[end:]}'


def _shows_address(words, address):
    """Whether the words of a link are an address, with or without its beginning."""
    shown = words.lower().strip("<>()[]\"'.,;:!? ")
    if _SHOWN_ADDRESS.fullmatch(shown):
        return True
    name = re.split("[/?#:]", shown)[0]
    host = urlsplit(address).hostname
    return "." in name and (host == name or host.endswith(f".{name}"))
