# License LGPL-3.0 or later: see LICENSE.
"""Time zones by name, loaded once.

Names are those of the IANA time zone database, as Odoo offers them
(`pytz.all_timezones`), and the older names that Odoo still accepts.
"""

from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz


class UnknownTimeZone(ValueError):
    """The name is not one of the IANA time zone database."""


@lru_cache(maxsize=None)
def zone_info(name):
    """Return the `ZoneInfo` of a time zone name.

    pytz decides which names exist, because Odoo's `tz` fields are filled from
    its list and Odoo teaches it the names that operating systems dropped.

    :param str name: an IANA name
    :raises UnknownTimeZone: for any other value
    """
    try:
        canonical = pytz.timezone(name).zone
    except (KeyError, ValueError, OSError, AttributeError, TypeError):
        raise UnknownTimeZone(f"{name!r} is not an IANA time zone name.") from None
    try:
        return ZoneInfo(canonical)
    except (KeyError, ValueError, OSError):
        # Slim containers have no system zones; pytz brings the same files.
        with pytz.open_resource(canonical) as resource:
            return ZoneInfo.from_file(resource, key=canonical)


def valid_zone(name):
    """Tell whether `name` is a time zone that a schedule can use.

    :rtype: bool
    """
    try:
        zone_info(name)
    except (UnknownTimeZone, TypeError):
        # TypeError: an unhashable value is no name either.
        return False
    return True
