"""Runs of pytest: all tests at once, or the quick ones with every Python."""

import fcntl
import os
import signal
import subprocess

from .cache import CLONES, clone_id
from .console import say, stage
from .databases import copy_database, environment_for
from .file_locks import file_lock
from .interpreters import interpreters
from .processes import clean_environment, end_child, foreground, spawn
from .project import ADDON, CLONE, PYTHONS

# What `./dev test --pythons` runs with each Python: the tests that need no database, and of the others those about
# sending, receiving, recognizing and stopping. No browser, no other processes, and fewer examples of each property.
QUICK_TESTS = (
    "--hypothesis-profile=quick",
    "tests/test_dev.py",
    "tests/test_pacing.py",
    "tests/test_recognition.py",
    "tests/test_schedule.py",
    "tests/test_simulation.py",
    "tests/test_time_zones.py",
    "tests/test_calendars.py",
    "tests/test_enroll.py",
    "tests/test_inbox.py",
    "tests/test_isolation.py",
    "tests/test_opt_out.py",
    "tests/test_runner.py",
    "tests/test_smtp.py",
    "tests/test_thread.py",
)


# What files have in them whose tests start processes or a browser.
STARTING_OTHERS = ("from .processes import", "HttpCase")
# What runs beside the rest as well, so that both halves take about as long.
LONG = ("test_comparison_world.py", "test_corpus_gateway.py", "test_hostile_arguments.py", "test_references.py")


def run_all_tests(ready, template):
    """Run two pytests side by side, one for the tests that start processes or a browser and some that take long, and
    return the exit code."""
    files = sorted((CLONE / "tests").glob("test_*.py"))
    starting_others = [
        path for path in files if path.name in LONG or any(word in path.read_text() for word in STARTING_OTHERS)
    ]
    others = [path for path in files if path not in starting_others]
    pytest = [ready.python, "-m", "pytest"]
    log = CLONES / clone_id() / "processes_and_browser.log"
    with log.open("w") as output:
        beside = spawn(
            [*pytest, *starting_others],
            test_environment(ready, template),
            cwd=CLONE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        code = foreground([*pytest, *others], test_environment(ready, template))
        with stage("tests that start processes or a browser"):
            code_beside = beside.wait()
    finally:
        end_child(beside, os.kill, signal.SIGINT)
    print(log.read_text())
    return code or code_beside


def try_pythons():
    """Run setup, the headless demo and the quick tests with one Python of each version after another.

    Print a table at the end, and return 0 if everything succeeded.
    """
    by_version = {}
    for found in interpreters():
        if found.version not in by_version or (found.has_pip and not by_version[found.version].has_pip):
            by_version[found.version] = found
    tries = {"setup": ["setup"], "demo": ["demo", "--headless"], "quick tests": ["test", *QUICK_TESTS]}
    lines, failed = [], 0
    for version in reversed(PYTHONS):
        if version not in by_version:
            lines.append(f"Python {version}: not on this machine")
            continue
        path = by_version[version].path
        environment = {**clean_environment(), "SALES_SEQUENCE_PYTHON": path}
        results = {}
        for name, arguments in tries.items():
            say(f"\n=== Python {version} ({path}): {name}")
            results[name] = foreground([path, CLONE / "dev", *arguments], environment)
            if results[name] == 130:  # Ctrl-C ends the whole command
                return 130
        failed += any(results.values())
        verdicts = ", ".join(f"{name} {f'FAILED ({code})' if code else 'ok'}" for name, code in results.items())
        lines.append(f"Python {version}: {verdicts} ({path})")
    print("\n" + "\n".join(lines))
    print(f"{len(by_version) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not by_version else 0


def test_environment(ready, template):
    """Copy the template for one pytest, and return the environment to run it in."""
    name = f"{ADDON}_test_{clone_id()}_{free_slot()}"
    copy_database(ready, template, name)
    return environment_for(ready, template, name)


def free_slot():
    """Return a number that no other test run of this clone uses, so that each has its own database."""
    locks = ((n, CLONES / clone_id() / f"test-{n}.lock") for n in range(1, 1000))
    return next(n for n, path in locks if file_lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB))
