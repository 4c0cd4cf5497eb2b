"""The simulation behind docs/scaling.md: its day is plausible, and it says what input is missing."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.append(str(FOLDER))

import simulation  # noqa: E402

WORKS = ("email_touch_many_senders", "call_touch", "sent_mail", "reply", "enrollment")
QUERIES = [queries for _prefix, queries in simulation.Costs.NAMES.values()]


def results_with(milliseconds):
    """Results as ./dev bench writes them, with the same cost for each operation."""
    costs = {f"{work}_{field}": milliseconds for work in WORKS for field in ("cpu_ms", "database_cpu_ms", "wal_bytes")}
    costs.update(dict.fromkeys(QUERIES, 1), mails_a_second_one_queue=10, mails_a_second_two_queues=20)
    tables = ("sales_sequence_enrollment", "sales_sequence_touch", "sales_sequence_signal", "mail_message", "mail_mail")
    for table in (*tables, "mail_activity"):
        costs.update({f"{table}_row_bytes": 100, f"{table}_index_bytes": 300, f"{table}_rows_updated": 1})
    return {"two_lanes_vs_one": 2, "costs": {**costs, "mail_mail_rows_deleted": 1}}


def simulate(tmp_path, results, *arguments):
    """Run the command on these results. :return: the completed process"""
    path = tmp_path / "results.json"
    if results is not None:
        path.write_text(json.dumps(results))
    command = [sys.executable, FOLDER / "simulate.py", "--results", path, *arguments]
    return subprocess.run(command, capture_output=True, text=True)


class TestDay:
    def test_the_load_curve_covers_exactly_one_day(self):
        curve = simulation.load_curve()
        assert math.isclose(sum(curve), 1)
        assert min(curve) >= 0

    @given(st.dictionaries(st.integers(0, simulation.DAY - 1), st.floats(0, 100_000)), st.floats(1, 2000))
    def test_due_work_is_done_once_and_never_faster_than_possible(self, moments, a_minute):
        due = [moments.get(minute, 0) for minute in range(simulation.DAY)]
        done, wait = simulation.play(due, a_minute)
        assert max(done) <= a_minute
        if wait < math.inf:
            assert math.isclose(sum(done), sum(due), rel_tol=1e-6, abs_tol=a_minute)
        if a_minute >= max(due):
            assert wait == 0

    @pytest.mark.parametrize("touches", [10_000, 1_000_000, 30_000_000])
    def test_one_process_too_few_makes_someone_wait_too_long(self, touches):
        due = [touches * part for part in simulation.load_curve()]
        needed = simulation.processes_needed(due, 900, 0.9)
        assert simulation.play(due, simulation.capacity(needed, 900, 0.9))[1] <= simulation.PATIENCE
        if needed > 1:
            assert simulation.play(due, simulation.capacity(needed - 1, 900, 0.9))[1] > simulation.PATIENCE

    def test_twice_the_speed_handles_twice_the_load(self):
        once, twice = simulation.greatest_day(0.6, 1000), simulation.greatest_day(0.6, 2000)
        assert math.isclose(twice, 2 * once, rel_tol=0.01)


class TestCommand:
    def test_more_or_slower_touches_need_more_lanes(self, tmp_path):
        def lanes(milliseconds, touches):
            done = simulate(tmp_path, results_with(milliseconds), "--touches", touches)
            assert done.returncode == 0, done.stderr
            (line,) = [line for line in done.stdout.splitlines() if line.startswith("| lanes |")]
            return int(line.split("|")[2].split(";")[0])

        assert lanes(5, "1000000") < lanes(5, "10000000")
        assert lanes(5, "10000000") < lanes(20, "10000000")

    def test_without_results_the_command_says_what_to_run(self, tmp_path):
        done = simulate(tmp_path, None)
        assert done.returncode == 1
        assert "run a full ./dev bench first" in done.stderr
        incomplete = results_with(5)
        del incomplete["costs"]["sent_mail_cpu_ms"]
        done = simulate(tmp_path, incomplete)
        assert done.returncode == 1
        assert "no sent_mail_cpu_ms: run a full ./dev bench" in done.stderr
