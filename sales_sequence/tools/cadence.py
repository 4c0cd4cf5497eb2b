# License LGPL-3.0 or later: see LICENSE.
"""Where the touches of a sequence lie on the axis of a small picture. Pure."""

# A touch is drawn in the next lane if it would touch the one before it: its width, on an axis as narrow as a phone's.
ROOM = 0.078
MAX_LANES = 4
# How many days lie between two ticks, by the length of the axis.
TICKS = ((25, 1), (40, 7))
HALF_A_MONTH = 15
MAX_TICKS = 80


def lay_out(days, date=None):
    """Place the touches on an axis from 0 (the first one) to 1 (the last one).

    :param days: numbers, ascending
    :param date: the day that they count from, which is on the axis too; None if they do not
    :return: ``{"places": [(x, lane), …], "ticks": [x, …], "date": x or None}``
    """
    marks = [*days, date] if date is not None else days
    first, last = min(marks, default=0), max(marks, default=0)
    length = last - first

    def place(day):
        return (day - first) / length if length else 0.0

    places, ends = [], []
    for day in days:
        x = place(day)
        lane = next((lane for lane, end in enumerate(ends) if x - end >= ROOM), len(ends))
        if lane == MAX_LANES:
            lane = min(range(MAX_LANES), key=ends.__getitem__)
        ends[lane : lane + 1] = [x]
        places.append((x, lane))
    return {
        "places": places,
        "ticks": [place(day) for day in _ticks(first, last, date)],
        "date": None if date is None else place(date),
    }


def _ticks(first, last, date):
    step = next((step for limit, step in TICKS if last - first <= limit), HALF_A_MONTH)
    if (last - first) / step > MAX_TICKS:
        return []
    # Counted from the date where there is one, so that it has a tick.
    start = first if date is None else date - (date - first) // step * step
    return [start + step * index for index in range(int((last - start) / step + 1e-9) + 1)]
