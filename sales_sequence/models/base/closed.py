"""For how long something counts in the figures of sequences, and in the comparison with the old way."""

# Without a setting, and the longest there is.
CLOSED_DAYS, MOST_CLOSED_DAYS = 14, 365
# Of a comparison with the old way: without a setting, the fewest, and the most.
CONTROL_DAYS, LEAST_CONTROL_DAYS, MOST_CONTROL_DAYS = 60, 14, 365


def closed_days(env):
    """For how many days after the first email an answer, a meeting, a goal and an opt-out count, and people are open.

    :return: from 1 to 365; what is not a number counts as not set
    """
    text = env["ir.config_parameter"].sudo().get_param("sales_sequence.closed_days", "")
    return min(max(int(text), 1), MOST_CLOSED_DAYS) if text.strip().isdecimal() else CLOSED_DAYS


def control_days(env):
    """For how many days a comparison with the old way holds people back, unless whoever starts it says otherwise.

    :return: from 14 to 365; what is not a number counts as not set
    """
    text = env["ir.config_parameter"].sudo().get_param("sales_sequence.control_days", "")
    if not text.strip().isdecimal():
        return CONTROL_DAYS
    return min(max(int(text), LEAST_CONTROL_DAYS), MOST_CONTROL_DAYS)
