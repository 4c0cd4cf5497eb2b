"""Measurements that need processes of their own: several lanes at once, and the peak memory of one run."""

import multiprocessing
import os
import time
from pathlib import Path

from session import start
from world import environment, vacuum

# A fresh interpreter: a fork would share our caches, and its peak memory would start at ours.
processes = multiprocessing.get_context("spawn")


def run_what_is_due(env):
    """What a lane does by default. :return: number of enrollments handled"""
    return env["sales.sequence.runner"]._run()


class Lane:
    """A process that runs a job on demand, like one of several on one or more hosts.

    :param work: an importable function that takes an `Environment` and the arguments of `begin`; without these, it must
        only fill Odoo's caches
    """

    def __init__(self, database, work=run_what_is_due):
        self._connection, theirs = processes.Pipe()
        self._process = processes.Process(target=_serve, args=(theirs, database, work))
        self._process.start()
        theirs.close()

    def __enter__(self):
        self._connection.recv()
        return self

    def __exit__(self, *_exception):
        self._connection.close()
        self._process.join()

    def begin(self, *arguments):
        """Start the job without waiting for its end."""
        self._connection.send(arguments)

    def end(self):
        """Wait for the end. :return: ``(what the work returned, peak memory of the process so far in bytes)``"""
        outcome = self._connection.recv()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _serve(connection, database, work):
    # Like a separate service: Linux divides a busy machine among sessions first.
    os.setsid()
    start()
    with environment(database) as env:
        # Fill Odoo's caches (registry, templates, translations), as in a process that has run before.
        work(env)
    connection.send("ready")
    while True:
        try:
            arguments = connection.recv()
        except EOFError:
            return
        try:
            with environment(database) as env:
                done = work(env, *arguments)
            connection.send((done, _peak_memory()))
        except Exception as error:  # the other side raises it
            connection.send(error)
            raise


def _peak_memory():
    """The peak resident size of this process so far, in bytes: VmHWM of proc(5)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("The kernel does not tell the peak memory of a process")


def throughput(world, rounds, count=6000):
    """Emails of several senders by one lane and by two, taking turns.

    :return: two lists of enrollments per second: of one lane, of two
    """
    database = world.env.cr.dbname
    rates = {1: [], 2: []}
    with Lane(database) as first, Lane(database) as second:
        lanes = [first, second]
        for number in range(rounds):
            for used in (1, 2) if number % 2 == 0 else (2, 1):
                world.email_sequence.enroll(world.create_leads(count))
                world.env.cr.commit()
                vacuum(database)
                rates[used].append(_run_together(lanes[:used], count))
    return rates[1], rates[2]


def _run_together(lanes, count):
    begin = time.perf_counter()
    for lane in lanes:
        lane.begin()
    handled = sum(lane.end()[0] for lane in lanes)
    if handled != count:
        raise RuntimeError(f"{handled} of {count} enrollments were handled")
    return count / (time.perf_counter() - begin)


def peak_memory(world, count):
    """Peak resident memory, in bytes, of a fresh process that runs the job once with `count` emails due."""
    database = world.env.cr.dbname
    with Lane(database) as lane:
        world.email_sequence.enroll(world.create_leads(count))
        world.env.cr.commit()
        vacuum(database)
        lane.begin()
        handled, peak = lane.end()
    if handled != count:
        raise RuntimeError(f"{handled} of {count} enrollments were handled")
    return peak
