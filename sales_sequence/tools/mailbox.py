# License LGPL-3.0 or later: see LICENSE.
"""Whether two addresses belong to one organization. Pure.

The domain says so, except where strangers share it: whoever has a mailbox at a provider has nothing to do with the
others there.
"""

import re

# Providers with a domain for each country, and those with few. The larger ones only: at a smaller one, two customers
# count as colleagues.
_PROVIDERS_BY_COUNTRY = re.compile(
    r"(?:aol|gmx|hotmail|live|msn|outlook|rediffmail|rocketmail|windowslive|yahoo|yandex|ymail|zoho(?:mail)?)"
    r"\.(?:[a-z]{2,4}|co\.[a-z]{2}|com\.[a-z]{2})"
)
_PROVIDERS = frozenset(
    """
    126.com 139.com 163.com 1und1.de abv.bg alice.it arcor.de att.net bellsouth.net bigpond.com bluewin.ch
    bol.com.br btinternet.com centrum.cz charter.net chello.nl comcast.net cox.net daum.net earthlink.net email.cz
    email.de fastmail.com fastmail.fm free.fr freemail.hu freenet.de gmail.com googlemail.com hanmail.net hey.com
    home.nl hushmail.com icloud.com iinet.net.au ig.com.br inbox.lv inbox.ru interia.pl kpnmail.nl kpnplanet.nl
    laposte.net libero.it list.ru mac.com mail.com mail.de mail.ru mailbox.org mailfence.com me.com naver.com
    neuf.fr ntlworld.com o2.pl online.de onet.pl op.pl optonline.net optusnet.com.au orange.fr pobox.com posteo.de
    planet.nl proton.me protonmail.com pm.me qq.com rambler.ru rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr
    shaw.ca sina.cn sina.com skynet.be sky.com sohu.com t-online.de talktalk.net telenet.be telia.com telstra.com
    terra.com.br tin.it tiscali.it tuta.com tutanota.com ukr.net uol.com.br upcmail.nl verizon.net virgilio.it
    virgin.net virginmedia.com walla.co.il wanadoo.fr web.de wp.pl xs4all.nl xtra.co.nz ziggo.nl
    """.split()
)


def same_organization(address, other):
    """Return whether ``address`` and ``other`` belong to one organization, as far as their domains tell.

    :param str address: a mail address in lower case
    :param str other: another one
    :rtype: bool
    """
    domain, other_domain = domain_of(address), domain_of(other)
    if not domain or not other_domain or is_shared(domain) or is_shared(other_domain):
        return False
    return domain == other_domain or domain.endswith("." + other_domain) or other_domain.endswith("." + domain)


def is_shared(domain):
    """Return whether strangers to each other have mailboxes at ``domain``: a mail provider's."""
    return domain in _PROVIDERS or bool(_PROVIDERS_BY_COUNTRY.fullmatch(domain))


def domain_of(address):
    """Return the domain of ``address`` in lower case, or an empty string."""
    return address.rpartition("@")[2].lower() if "@" in address else ""
