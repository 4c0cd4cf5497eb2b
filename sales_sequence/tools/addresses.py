# License LGPL-3.0 or later: see LICENSE.
"""Which email addresses are one mailbox. Pure."""

import unicodedata
from functools import lru_cache

import idna


@lru_cache(maxsize=65536)
def person_key(address):
    """Return what all forms of an address have in common: one person reads them.

    Case counts for nothing, nor does what follows a plus sign (RFC 5233, subaddressing), and an international domain
    is the same in Unicode and in ASCII (RFC 5891). For uniqueness and for answers only: an opt-out, a bounce or an
    entry in a blacklist is about exactly the address that it names.

    :param str address: normalized by Odoo (`odoo.tools.email_normalize`)
    :rtype: str
    """
    address = address.lower()
    local, _at, domain = address.rpartition("@")
    if address.isascii() and "+" not in local:
        return address
    local = unicodedata.normalize("NFKC", local)
    try:
        domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        # No registered domain is like that, but its mail server may be ours alone.
        domain = unicodedata.normalize("NFKC", domain)
    # An address that begins with a plus sign has no tag.
    return f"{local.partition('+')[0] or local}@{domain}"


def forms_without_tag(key):
    """Return the forms that an address without a tag can have as Odoo normalizes it: with its domain in ASCII and, for
    an international one, in Unicode.

    :param str key: see `person_key`
    :rtype: tuple
    """
    if "xn--" not in key:
        return (key,)
    local, _at, domain = key.rpartition("@")
    try:
        return (key, f"{local}@{idna.decode(domain)}")
    except idna.IDNAError:
        return (key,)
