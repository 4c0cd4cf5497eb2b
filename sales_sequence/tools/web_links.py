# License LGPL-3.0 or later: see LICENSE.
"""Addresses of web pages. Pure."""

import re
from urllib.parse import urlsplit


def is_web_address(text):
    """Whether `text` is an address that a browser opens: http or https, with a host, and without anything that could
    end a link or an attribute."""
    if re.search(r"[\s<>\"'`\\\x00-\x20\x7f]", text):
        return False
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 raises an error where it is not a number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
