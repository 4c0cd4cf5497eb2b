"""When emails leave that wait for a review, in words: on the clocks of whoever gets them."""

from dataclasses import dataclass

from odoo.tools import format_list

from ...tools.schedule import Slot
from ...tools.time_zones import wall_time, zone_info
from ..base.words import day_in_words, days_ahead, place_of, time_in_words

# As many places as a sentence can name.
MAX_PLACES = 4


@dataclass(frozen=True)
class Leaving:
    """When the email of a draft leaves, if it is approved now.

    `zone`: IANA name of the person's time zone.
    `slot`: None where `why_not` says in words what it waits for.
    `is_earliest`: limits are counted when it leaves, so that other emails may come first.
    `is_never`: there is no working time in which it could leave.
    """

    zone: str
    slot: Slot | None = None
    is_earliest: bool = False
    is_never: bool = False
    why_not: str = ""

    @property
    def leaves_at(self):
        """Naive UTC, or None."""
        return self.slot and self.slot.moment

    def in_words(self, env):
        """ "Tomorrow, 09:00 in Tokyo" """
        if not self.leaves_at:
            return self.why_not
        names = self._names(env)
        ahead = days_ahead(env, self.leaves_at, self.zone)
        if self.is_earliest and ahead == 0:
            return env._("Today, %(time)s in %(place)s at the earliest", **names)
        if self.is_earliest and ahead == 1:
            return env._("Tomorrow, %(time)s in %(place)s at the earliest", **names)
        if self.is_earliest:
            return env._("%(day)s, %(time)s in %(place)s at the earliest", **names)
        if ahead == 0:
            return env._("Today, %(time)s in %(place)s", **names)
        if ahead == 1:
            return env._("Tomorrow, %(time)s in %(place)s", **names)
        return env._("%(day)s, %(time)s in %(place)s", **names)

    def _names(self, env):
        local = self._local()
        return {
            "day": day_in_words(env, local),
            "time": time_in_words(env, local.time()),
            "place": place_of(env, self.zone),
        }

    def _local(self):
        return wall_time(self.leaves_at, zone_info(self.zone))


def approved_in_words(env, leavings):
    """ "3 approved. They go out today 10:45 in Santiago, tomorrow 09:00 in Tokyo and 09:05 in Kuala Lumpur."

    :param leavings: `Leaving` of each draft that was approved
    :return: text, empty if there is none
    """
    if not leavings:
        return ""
    waits = dict.fromkeys(one.why_not for one in leavings if not one.slot)
    sentences = [_approved(env, len(leavings), [one for one in leavings if one.slot])]
    return " ".join([*sentences, *(env._("Waits: %s.", why) for why in waits)])


def _approved(env, count, leavings):
    if not leavings:
        return env._("Approved.") if count == 1 else env._("%s approved.", count)
    moments = _moments_in_words(env, leavings)
    is_earliest = any(one.is_earliest for one in leavings)
    if count == 1 and is_earliest:
        return env._("Approved. It goes out %s at the earliest.", moments[0])
    if count == 1:
        return env._("Approved. It goes out %s.", moments[0])
    if len(moments) > MAX_PLACES:
        names = {"count": count, "first": moments[0], "last": moments[-1]}
        if is_earliest:
            return env._("%(count)s approved. The first goes out %(first)s at the earliest.", **names)
        return env._("%(count)s approved. The first goes out %(first)s, the last %(last)s.", **names)
    names = {"count": count, "moments": format_list(env, moments)}
    if is_earliest:
        return env._("%(count)s approved. They go out %(moments)s at the earliest.", **names)
    return env._("%(count)s approved. They go out %(moments)s.", **names)


def _moments_in_words(env, leavings):
    """Say for each day and place, in the order of time, when emails leave there: "today 10:45 in Santiago", then
    "tomorrow 09:00 to 09:10 in Tokyo", then "09:05 in Kuala Lumpur" of the same day.

    :return: list of texts, each to be used within a sentence; with many places, the last says its day as well
    """
    by_place = {}
    for one in sorted(leavings, key=lambda one: one.leaves_at):
        by_place.setdefault((days_ahead(env, one.leaves_at, one.zone), one._local().date(), one.zone), []).append(one)
    moments, said = [], None
    for (ahead, day, _zone), same in by_place.items():
        is_said = said == (ahead, day) and len(by_place) <= MAX_PLACES
        moments.append(_moment_in_words(env, ahead, same, is_said))
        said = ahead, day
    return moments


def _moment_in_words(env, ahead, leavings, day_is_said):
    """:param leavings: of one day and place"""
    names, last = leavings[0]._names(env), leavings[-1]._names(env)
    if names["time"] != last["time"]:
        names["time"] = env._("%(first)s to %(last)s", first=names["time"], last=last["time"])
    if day_is_said:
        return env._("%(time)s in %(place)s", **names)
    if ahead == 0:
        return env._("today %(time)s in %(place)s", **names)
    if ahead == 1:
        return env._("tomorrow %(time)s in %(place)s", **names)
    return env._("%(day)s %(time)s in %(place)s", **names)
