# License LGPL-3.0 or later: see LICENSE.
"""The words around dates in absence notes, by language.

All entries are regular expressions, folded before use. Names of months and weekdays and words such
as "tomorrow" come from the locale data of ``dateparser`` instead.

- ``until`` stands before the last day of an absence, ``until_after`` after it;
- ``start`` stands before its first day, ``start_after`` after it;
- ``back`` stands anywhere in the clause that names the first day back;
- ``range`` joins a first and a last day, ``conjunction`` joins clauses;
- ``not`` cancels a ``back`` that follows it ("not available from 3 August");
- ``on`` stands before a bare day ("on the 17th"), ``ordinal`` after the number of a day;
- ``week`` stands before or after the number of a calendar week;
- ``for`` stands before a duration of ``weeks``, ``days`` or ``months``, ``in`` before the time until a return,
  ``ago`` next to a duration that is over, or that an answer takes;
- ``ends``, ``middle`` and ``begins`` stand before a month;
- ``numbers`` are the words for one, two, three …, separated by spaces (alternatives by a slash).
"""

from .return_date_east_phrases import EAST
from .return_date_other_phrases import OTHER
from .return_date_west_phrases import WEST

# In a tie, languages are tried in this order.
CUES = {**WEST, **EAST, **OTHER}

# Month names that the locale data lack: of the Levant and the Maghreb.
MORE_MONTHS = {
    "ar": {
        "كانون الثاني": 1,
        "شباط": 2,
        "آذار": 3,
        "نيسان": 4,
        "أيار": 5,
        "حزيران": 6,
        "تموز": 7,
        "آب": 8,
        "أيلول": 9,
        "تشرين الأول": 10,
        "تشرين الثاني": 11,
        "كانون الأول": 12,
        "يوليوز": 7,
        "غشت": 8,
        "شتنبر": 9,
        "نونبر": 11,
        "دجنبر": 12,
    },
    "fa": {"ژانویه": 1, "فوریه": 2, "مارس": 3, "آوریل": 4, "ژوئن": 6, "ژوئیه": 7, "جولای": 7, "آگوست": 8},
}
