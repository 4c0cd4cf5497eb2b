"""For how long after the first email something counts in the figures of sequences."""

# Without a setting, and the longest there is.
CLOSED_DAYS, MOST_CLOSED_DAYS = 14, 365


def closed_days(env):
    """For how many days after the first email an answer, a meeting, a goal and an opt-out count, and people are open.

    :return: from 1 to 365; what is not a number counts as not set
    """
    text = env["ir.config_parameter"].sudo().get_param("sales_sequence.closed_days", "")
    return min(max(int(text), 1), MOST_CLOSED_DAYS) if text.strip().isdecimal() else CLOSED_DAYS
