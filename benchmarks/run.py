"""`./dev bench`: measure the engine against its bars, in one run on its own databases.

Prints a table; a full run also writes it to `results.md`, and its figures to `results.json`.
Exits with 1 if a bar is missed.
"""

# pylint: disable=print-used
import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median

import day
import experiments
import lanes
import measures
import recognition
import report
import reports
import scale
from measures import absolute, quotients
from report import Result
from session import start
from world import World, create_waiting, database_copy, environment

from odoo.tools import config

FOLDER = Path(__file__).resolve().parent


def parse(arguments):
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE, under their names")
    parser.add_argument(
        "--quick", action="store_true", help="one round of each and 100,000 waiting enrollments: a first impression"
    )
    parser.add_argument("--experiments", action="store_true", help="only how often experiments are wrong, simulated")
    parser.add_argument("--day", action="store_true", help="only what a rep waits for in *My day*")
    parser.add_argument("--reports", action="store_true", help="only the reports, the dashboard and the kanban")
    return parser.parse_args(arguments)


def main(arguments):
    """Measure everything. :return: exit code"""
    options = parse(arguments)
    if options.experiments:
        return experiments.main(["--runs", "200"] if options.quick else [])
    start()
    rounds = 1 if options.quick else 5
    results, costs, about = [], {}, None
    if not options.day and not options.reports:
        results, costs, about = engine(options, rounds)
    enrollments = 30_000 if options.quick else 300_000
    for is_left_out, seconds in ((options.reports, day.seconds), (options.day, reports.seconds)):
        if not is_left_out:
            measured = working(seconds, rounds, enrollments)
            results += measured[0]
            costs.update(measured[1])
    print(report.table(results))
    print()
    print(report.costs_table(costs))
    figures = {result.name: round(result.value, 4) for result in results}
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    if about and not options.quick:
        (FOLDER / "results.md").write_text(report.page(results, costs, about))
        (FOLDER / "results.json").write_text(json.dumps({**figures, "costs": costs, "machine": about}, indent=2) + "\n")
    return 0 if all(result.passed for result in results) else 1


def engine(options, rounds):
    """Everything that runs without anybody waiting for it. :return: results, costs, and what machine it was"""
    with environment(config["db_name"][0]) as env:
        about = report.machine(env)
        say("world")
        world = World.build(env)
        warm_up(world)
        results, costs = [], {}
        for measured in (touches(world, rounds), mass(world, rounds), parallel(world, rounds)):
            results += measured[0]
            costs.update(measured[1])
        say("recognizing hostile mails")
        results += recognizing(max(1, rounds - 3))
        say("many senders, mail queue, answers")
        costs.update(scale.costs(world, max(1, rounds - 2)))
    measured = waiting(rounds, 100_000 if options.quick else 1_000_000)
    results += measured[0]
    costs.update(measured[1])
    return results, costs, about


BEGIN = time.monotonic()


def say(stage):
    """Print one line of progress."""
    print(f"{time.monotonic() - BEGIN:5.0f} s  {stage} …", file=sys.stderr, flush=True)


def warm_up(world):
    """Run everything once, so that no side of a comparison pays for Odoo's caches."""
    measures.email_against_send_mail_batch(world, 1, 20)
    measures.call_against_activity_create(world, 1, 20)


def touches(world, rounds):
    """Email and call steps against Odoo's own batches. :return: results and costs"""
    results, costs = [], {}
    for channel, compare, name in (
        ("email", measures.email_against_send_mail_batch, "email_vs_send_mail_batch"),
        ("call", measures.call_against_activity_create, "call_vs_activity_create"),
    ):
        say(f"{channel} step against Odoo")
        ours, odoos = compare(world, rounds)
        results.append(compared(name, ours, odoos))
        results.append(Result(f"queries_per_{channel}_touch", [sample.queries / 1000 for sample in ours]))
        costs.update(absolute(f"{channel}_touch", ours, 1000))
    return results, costs


def recognizing(rounds):
    """The slowest hostile mails of two sizes. :return: results"""
    results = []
    for name, size in (("classify_1mb_ms", 1_000_000), ("classify_30mb_ms", 30_000_000)):
        costs, slowest = recognition.milliseconds(size, rounds)
        say(f"slowest of them: {slowest}")
        results.append(Result(name, costs))
    return results


def mass(world, rounds):
    """Ten thousand at once against a thousand. :return: results and costs"""
    say("10,000 against 1,000")
    many, few = measures.many_against_few(world, rounds)
    results = [
        compared("touch_10k_vs_1k", many["touch"], few["touch"], 1 / 10),
        compared("enroll_vs_crm_tag", many["enroll"], many["tag"]),
        compared("enroll_10k_vs_1k", many["enroll"], few["enroll"], 1 / 10),
        Result("queries_per_enrollment", [sample.queries / 10_000 for sample in many["enroll"]]),
    ]
    return results, absolute("enrollment", many["enroll"], 10_000)


def parallel(world, rounds):
    """Two lanes, and memory. :return: results and costs"""
    say("two lanes against one")
    one, two = lanes.throughput(world, max(1, rounds - 2))
    results = [Result("two_lanes_vs_one", [both / single for both, single in zip(two, one, strict=True)])]
    say("memory")
    differences = []
    for _round in range(max(1, rounds - 3)):
        many, few = lanes.peak_memory(world, 10_000), lanes.peak_memory(world, 1_000)
        differences.append((many - few) / 2**20)
    results.append(Result("memory_10k_minus_1k_mb", differences))
    costs = {"emails_a_second_one_lane": median(one), "emails_a_second_two_lanes": median(two)}
    return results, {**costs, "peak_memory_mb": many / 2**20}


def waiting(rounds, count):
    """Finding what is due among a few and among very many. :return: results and costs"""
    base = config["db_name"][0]
    with (
        database_copy(f"{base}_1k") as thousand,
        database_copy(f"{base}_10k") as ten_thousand,
        database_copy(f"{base}_1m") as million,
    ):
        for name, number in ((thousand, 1_000), (ten_thousand, 10_000), (million, count)):
            say(f"{number:,} waiting enrollments")
            with environment(name) as env:
                create_waiting(env, number)
            measures.vacuum(name)
        say("idle runs and claims")
        idle = measures.compare_databases(5 * rounds, measures.idle, million, thousand)
        for name in (ten_thousand, million):
            measures.make_due(name)
        claim = measures.compare_databases(5 * rounds, measures.claim, million, ten_thousand)
    results = [compared("idle_1m_vs_1k", *idle), compared("claim_1m_vs_10k", *claim)]
    return results, {**absolute("idle_run", idle[0], 1), **absolute("claim", claim[0], 1)}


def working(seconds, rounds, enrollments):
    """What people wait for. :return: results and costs"""
    figures, costs = seconds(rounds, enrollments, say)
    results = [
        Result(name, [one.cost for one in samples], [one.wall for one in samples]) for name, samples in figures.items()
    ]
    return results, costs


def compared(name, samples, others, per=1):
    """The `Result` of a comparison, in CPU time and in wall-clock time."""
    return Result(name, quotients(samples, others, per), quotients(samples, others, per, "wall"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
