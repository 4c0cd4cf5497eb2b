"""`./dev test --odoo-suites`: Odoo's own tests of what the addon reaches into, on plain Odoo and with the addon.

Whatever passes on plain Odoo must pass with the addon installed, exact query counts included. All tests run on the
complete registry, also those that Odoo's own runner runs while it installs: the addon is there in each of them.

This takes most of an hour; it is not part of `./dev test`.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.etree import ElementTree

from .processes import CLONE, Database

SUITES = ("crm", "mail", "calendar", "test_mail")
SETTINGS = "[pytest]\nfilterwarnings =\n    ignore\n"


def main(arguments):
    """Run both and compare. Arguments go to pytest, such as `-k` with names of tests. :return: exit code"""
    with (
        Database("suites_plain", source=os.environ["SALES_SEQUENCE_BASE_DB"]) as plain,
        Database("suites_addon") as with_addon,
    ):
        outcomes = run_both(plain, with_addon, arguments)
        suspects = broken(*outcomes)
        if suspects:
            say(f"{len(suspects)} tests are repeated, one side after the other: two at once may be too slow for a tour")
            names = [*arguments, "-k", " or ".join(sorted({name.rpartition("::")[2] for name in suspects}))]
            again = [run(plain, names, "plain, again"), run(with_addon, names, "addon, again")]
            suspects = [name for name in suspects if again[0].get(name) == "passed" != again[1].get(name)]
    for label, outcome in zip(("plain Odoo", "with the addon"), outcomes, strict=True):
        passed = sum(state == "passed" for state in outcome.values())
        failed = sorted(name for name, state in outcome.items() if state == "failed")
        say(f"{label}: {passed} passed, {len(failed)} failed {failed or ''}")
    if not any(state == "passed" for state in outcomes[0].values()):
        say("No test passed on plain Odoo: this compares nothing.")
        return 1
    for name in suspects:
        say(f"FAILED with the addon only: {name}")
    return 1 if suspects else 0


def broken(plain, with_addon):
    """Names of the tests that pass on plain Odoo and do not with the addon."""
    return [name for name, state in plain.items() if state == "passed" != with_addon.get(name)]


def run_both(plain, with_addon, arguments):
    """Run the suites on both databases at once. :return: a list of what `run` returns, plain Odoo first"""
    outcomes = [None, None]

    def work(index, database, label):
        database.odoo_bin("-i", "test_mail", "--stop-after-init", "--no-http")
        outcomes[index] = run(database, arguments, label)

    sides = enumerate(((plain, "plain"), (with_addon, "addon")))
    threads = [threading.Thread(target=work, args=(index, *side)) for index, side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if None in outcomes:
        raise SystemExit("A run did not come to its end; what happened is above.")
    return outcomes


def run(database, arguments, label):
    """Run the suites on one database with pytest.

    :return: ``{"module.Class::test": "passed", "failed" or "skipped"}``
    """
    odoo = Path(os.environ["SALES_SEQUENCE_ODOO_PATH"]) / "odoo/addons"
    report, log = database.folder / "report.xml", database.folder / "pytest.log"
    (database.folder / "pytest.ini").write_text(SETTINGS)
    command = [sys.executable, "-m", "pytest", "-c", database.folder / "pytest.ini", "--odoo-http", "-q", "--tb=short"]
    command += ["-p", "no:cacheprovider", f"--junitxml={report}", *arguments]
    command += [odoo / suite / "tests" for suite in SUITES]
    report.unlink(missing_ok=True)
    begin = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=CLONE,
            env={**os.environ, **database.environment, "ODOO_RC": str(database.configuration)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                say(f"{label}: {time.monotonic() - begin:.0f} s, {last_progress(log)}")
    if not report.exists():
        raise SystemExit(f"{label}: pytest ended with {process.returncode} and no report:\n{log.read_text()[-5000:]}")
    outcome = read_report(report)
    say(f"{label}: {len(outcome)} tests in {time.monotonic() - begin:.0f} s")
    if any(state == "failed" for state in outcome.values()):
        say("\n".join(line for line in log.read_text().splitlines() if line.startswith(("FAILED", "ERROR"))))
    return outcome


def last_progress(log):
    """The last share of all tests that pytest printed, such as `[ 42%]`."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.endswith("%]")]
    return lines[-1][-7:] if lines else "loading"


def read_report(report):
    """What JUnit's XML says of each test."""
    outcome = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        tags = {child.tag for child in case}
        state = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"
        # A test whose teardown fails is reported twice.
        outcome[name] = "failed" if "failed" in (state, outcome.get(name)) else state
    return outcome


def say(text):
    """One line, at once also when the output is a file."""
    print(text, flush=True)  # noqa: T201 (this is a program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
