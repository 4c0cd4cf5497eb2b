"""The order of a rep's queue, and the reason that is said: tools/queue_order.py."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools import queue_order
from odoo.addons.sales_sequence.tools.queue_order import Place, rank, rank_of_later, reason

NOW = datetime(2026, 11, 25, 13, 22)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

moments = st.none() | st.datetimes(NOW - 30 * DAY, NOW + DAY)
places = st.builds(
    Place,
    id=st.integers(1, 10**6),
    answered_at=moments,
    promised_at=moments,
    closes_at=moments,
    score=st.integers(0, 3),
    days_late=st.integers(0, 30),
    is_retry=st.booleans(),
)
queues = st.lists(places, max_size=12, unique_by=lambda place: place.id)


def _ordered(queue):
    return sorted(queue, key=rank)


class TestOrder:
    @given(queues, st.randoms())
    def test_the_order_does_not_depend_on_how_the_tasks_are_read(self, queue, random):
        shuffled = list(queue)
        random.shuffle(shuffled)
        assert _ordered(shuffled) == _ordered(queue)

    @given(st.lists(places, min_size=3, max_size=3, unique_by=lambda place: place.id))
    def test_of_three_tasks_the_order_is_the_same_in_every_pair(self, three):
        first, second, third = _ordered(three)
        for one, other in ((first, second), (second, third), (first, third)):
            assert _ordered([other, one]) == [one, other]

    @given(places, places)
    def test_whoever_answered_lately_comes_before_whoever_did_not(self, one, other):
        answered, silent = replace(one, id=2, answered_at=NOW - DAY), replace(other, id=1, answered_at=None)
        assert rank(answered) < rank(silent)

    @given(places, places)
    def test_a_promise_comes_before_everything_but_an_answer(self, one, other):
        promised = replace(one, id=2, answered_at=None, promised_at=NOW)
        assert rank(promised) < rank(replace(other, id=1, answered_at=None, promised_at=None))

    @given(places, places)
    def test_of_two_promises_the_earlier_one_comes_first(self, one, other):
        early = replace(one, id=2, answered_at=None, promised_at=NOW - HOUR)
        assert rank(early) < rank(replace(other, id=1, answered_at=None, promised_at=NOW))

    @given(places, places)
    def test_who_can_be_reached_for_a_shorter_time_comes_before_a_higher_score(self, one, other):
        soon = replace(one, id=2, answered_at=None, promised_at=None, closes_at=NOW + HOUR, score=0)
        late = replace(other, id=1, answered_at=None, promised_at=None, closes_at=NOW + 2 * HOUR, score=3)
        assert rank(soon) < rank(late)

    @given(places)
    def test_the_score_comes_before_lateness_and_lateness_before_the_id(self, place):
        usual = replace(place, id=5, score=1, days_late=3)
        assert rank(replace(usual, id=9, score=2, days_late=0)) < rank(usual)
        assert rank(replace(usual, id=9, days_late=4)) < rank(usual)
        assert rank(replace(usual, id=4)) < rank(usual)

    def test_the_rule_in_one_example(self):
        queue = [
            Place(1, answered_at=NOW - DAY),
            Place(2, answered_at=NOW - 2 * DAY, promised_at=NOW - HOUR),
            Place(3, promised_at=NOW - 2 * HOUR),
            Place(4, promised_at=NOW - HOUR, score=3),
            Place(5, closes_at=NOW + HOUR),
            Place(6, closes_at=NOW + 2 * HOUR, score=3),
            Place(7, closes_at=NOW + 2 * HOUR, score=1, days_late=4),
            Place(8, closes_at=NOW + 2 * HOUR, score=1),
            Place(9),
        ]
        for shuffled in list(permutations(queue, len(queue)))[::40_000]:
            assert _ordered(shuffled) == queue

    @given(queues)
    def test_what_comes_later_is_sorted_by_when_it_can_be_begun(self, queue):
        begins = {place.id: NOW + (place.id % 3) * HOUR for place in queue}
        later = sorted(queue, key=lambda place: rank_of_later(place, begins[place.id]))
        assert [begins[place.id] for place in later] == sorted(begins[place.id] for place in queue)

    @given(places)
    def test_the_reason_is_one_that_the_task_has(self, place):
        holds = {
            queue_order.ANSWERED: place.answered_at,
            queue_order.PROMISED: place.promised_at,
            queue_order.REACHABLE: place.closes_at and place.closes_at <= NOW + 2 * HOUR,
            queue_order.RETRY: place.is_retry,
            queue_order.LATE: place.days_late,
            queue_order.SCORE: True,
        }
        code = reason(place, NOW)
        assert holds[code]
        # Nothing that counts more holds.
        assert not any(holds[before] for before in list(holds)[: list(holds).index(code)])

    def test_how_long_somebody_can_be_reached_is_the_reason_in_the_last_two_hours(self):
        assert reason(Place(1, closes_at=NOW + 2 * HOUR, score=3), NOW) == queue_order.REACHABLE
        assert reason(Place(1, closes_at=NOW + 2 * HOUR + timedelta(minutes=1)), NOW) == queue_order.SCORE
