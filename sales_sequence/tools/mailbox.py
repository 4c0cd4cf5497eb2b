# License LGPL-3.0 or later: see LICENSE.
"""Whether two addresses belong to one organization. Pure.

The domain decides, except at mail providers, whose users are strangers to each other.
"""

import re

# Providers with a domain for each country, and others. Only the larger ones: two customers of a smaller one count as
# colleagues.
_PROVIDERS = re.compile(
    r"(?:aol|gmx|hotmail|live|msn|outlook|rediffmail|rocketmail|windowslive|yahoo|yandex|ymail|zoho(?:mail)?)"
    r"\.(?:[a-z]{2,4}|co\.[a-z]{2}|com\.[a-z]{2})|"
    r"(?:126|139|163|bigpond|btinternet|fastmail|gmail|googlemail|hey|hushmail|icloud|mac|mail|mailfence|me"
    r"|naver|ntlworld|pobox|protonmail|qq|rogers|sina|sky|sohu|telia|telstra|tuta|tutanota|virginmedia)\.com"
    r"|(?:att|bellsouth|charter|comcast|cox|daum|earthlink|hanmail|laposte|optonline|sbcglobal|talktalk|ukr"
    r"|verizon|virgin)\.net|(?:1und1|arcor|email|freenet|mail|online|posteo|t-online|web)\.de|(?:chello|home"
    r"|kpnmail|kpnplanet|planet|upcmail|xs4all|ziggo)\.nl|(?:free|neuf|orange|sfr|wanadoo)\.fr|(?:alice|libero"
    r"|tin|tiscali|virgilio)\.it|(?:interia|o2|onet|op|wp)\.pl|(?:bol|ig|terra|uol)\.com\.br|(?:inbox|list"
    r"|mail|rambler)\.ru|(?:centrum|email|seznam)\.cz|(?:skynet|telenet)\.be|(?:pm|proton)\.me|abv\.bg"
    r"|shaw\.ca|bluewin\.ch|sina\.cn|walla\.co\.il|xtra\.co\.nz|optusnet\.com\.au|fastmail\.fm|freemail\.hu"
    r"|inbox\.lv|iinet\.net\.au|mailbox\.org|sapo\.pt"
)


def same_organization(address, other):
    """Return whether ``address`` and ``other`` belong to one organization, judged by their domains.

    :param str address: a mail address in lower case
    :param str other: another one
    :rtype: bool
    """
    domain, other_domain = domain_of(address), domain_of(other)
    if not domain or not other_domain or is_shared(domain) or is_shared(other_domain):
        return False
    return domain == other_domain or domain.endswith("." + other_domain) or other_domain.endswith("." + domain)


def is_shared(domain):
    """Return whether ``domain`` is a mail provider's, shared by strangers."""
    return bool(_PROVIDERS.fullmatch(domain))


def domain_of(address):
    """Return the domain of ``address`` in lower case, or an empty string."""
    return address.rpartition("@")[2].lower() if "@" in address else ""
