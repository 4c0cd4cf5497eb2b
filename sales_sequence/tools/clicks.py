# License LGPL-3.0 or later: see LICENSE.
"""Which requests for the links of one email count as clicks of a person. Pure.

What is known of one email is a dict, ``{address: link}``, as JSON keeps it. A link has

``counted``     how often it counts as clicked
``machine``     how many requests do not count
``first_at``    moment of the first that counts, or None
``counted_at``  moment of the last that counts, or None
``seen_at``     moment of the last request of any kind

Moments are seconds since the epoch. There is one entry for each link of the email, whatever a robot does; the address
"" stands for links that are not known any more.
"""

# A mail server that scans links does so before it delivers the email, or just after.
SCANNED_FOR = 60
# Nobody reads a page in this time and opens another link of the email; and a link that is opened again after a click
# was opened once, by a double click. After a machine it was not: office programs ask for the page before the browser.
ALL_AT_ONCE = 2
# A year. Who opens a link of an older email gets to the company's website.
VALID_FOR = 365 * 24 * 3600


def is_expired(issued_at, now):
    """Whether the links of an email that left at `issued_at` have had their time."""
    return now - issued_at > VALID_FOR


def is_hasty(left_at, now):
    """Whether a request comes too soon after the email has left to be a reader's.

    :param left_at: moment, or None if Odoo has not noted yet that the email has left
    """
    return left_at is None or now - left_at < SCANNED_FOR


def note(links, address, now, is_machine):
    """Add one request to what is known of an email.

    :param dict links: as the module says; it stays as it is
    :param address: the link that was opened
    :param now: moment of the request
    :param is_machine: whether something else tells that no person opens it
    :return: dict like `links`
    """
    noted = {key: dict(link) for key, link in links.items()}
    own = noted.setdefault(address, _new())
    others = [link for link in noted.values() if link is not own and _is_near(link["seen_at"], now)]
    for link in others:
        _take_back(link, now)
    if is_machine or others or _is_near(own["counted_at"], now):
        own["machine"] += 1
    else:
        own["counted"] += 1
        own["first_at"] = now if own["first_at"] is None else own["first_at"]
        own["counted_at"] = now
    own["seen_at"] = now
    return noted


def counted(links):
    """How often the links of the email were clicked."""
    return sum(link["counted"] for link in links.values())


def ignored(links):
    """How many requests do not count."""
    return sum(link["machine"] for link in links.values())


def first_at(links):
    """Moment of the first click, or None."""
    return min((link["first_at"] for link in links.values() if link["first_at"] is not None), default=None)


def without_addresses(links):
    """The same numbers, as those of one link that is not known: an address may say who the reader is."""
    if not links:
        return {}
    return {"": {**_new(), "counted": counted(links), "machine": ignored(links), "first_at": first_at(links)}}


def _new():
    return {"counted": 0, "machine": 0, "first_at": None, "counted_at": None, "seen_at": None}


def _is_near(moment, now):
    # In both directions: the clocks of two servers differ.
    return moment is not None and abs(now - moment) <= ALL_AT_ONCE


def _take_back(link, now):
    """The last click does not count after all, if it belongs to a burst of requests."""
    if not _is_near(link["counted_at"], now):
        return
    link["counted"] -= 1
    link["machine"] += 1
    link["counted_at"] = None
    if not link["counted"]:
        link["first_at"] = None
