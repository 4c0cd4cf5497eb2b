# License LGPL-3.0 or later: see LICENSE.
"""From when on the results of a sequence are said to be bad. Pure; whole numbers, so that nothing is rounded.

docs/metrics.md names the source of each threshold.
"""

from .advice import ACT, WARNING
from .experiment import ratio_interval

# Of emails that have left, in percent.
BOUNCES_WARN, BOUNCES_PAUSE, FEWEST_SENT = 5, 8, 50
# In thousandths. A single complaint says nothing about the others.
COMPLAINTS_WARN, COMPLAINTS_PAUSE, FEWEST_COMPLAINTS, FEWEST_SENT_OF_COMPLAINTS = 1, 3, 3, 1000
# Of closed people, in percent.
OPT_OUTS_WARN, FEWEST_OF_OPT_OUTS = 2, 100
# Closed people in each of the two halves that are compared.
FEWEST_COMPARED = 100
# People who had the time to come to a step that nobody has come to, and how much time that is.
FEWEST_IN_TIME = 50


def judge_bounces(bounced, sent):
    """Return `WARNING`, `ACT` (first steps pause) or None.

    :param bounced: how many of the emails sent have bounced
    """
    return _judge(bounced * 100, sent, BOUNCES_WARN, BOUNCES_PAUSE) if sent >= FEWEST_SENT else None


def judge_complaints(complaints, sent):
    """Return as `judge_bounces`.

    :param complaints: how many of the emails sent were marked as spam
    """
    if complaints < FEWEST_COMPLAINTS or sent < FEWEST_SENT_OF_COMPLAINTS:
        return None
    return _judge(complaints * 1000, sent, COMPLAINTS_WARN, COMPLAINTS_PAUSE)


def _judge(scaled, sent, warn, pause):
    if scaled > pause * sent:
        return ACT
    return WARNING if scaled > warn * sent else None


def are_too_many_opt_outs(opted_out, people):
    """Tell whether too many closed people have opted out.

    :rtype: bool
    """
    return people >= FEWEST_OF_OPT_OUTS and opted_out * 100 > OPT_OUTS_WARN * people


def has_fallen(before, now):
    """Tell whether the rate of answers is clearly below what it was.

    :param before, now: ``(answered, people)``, closed ones
    :rtype: bool
    """
    (answered_before, people_before), (answered_now, people_now) = before, now
    if min(people_before, people_now) < FEWEST_COMPARED:
        return False
    share = people_now / (people_now + people_before)
    return ratio_interval(answered_now, answered_before, share)[1] < 1


def days_to_reach(day_number, waits):
    """Return after how many calendar days from their start everybody should have come to a step, however slowly.

    :param day_number: the day of the step as planned, from 1
    :param waits: for how many business days the steps before it may wait to be done
    """
    # Twice the plan for weekends and holidays, and two weeks for limits and backlogs.
    return 2 * (day_number + waits) + 14
