"""`./dev test --odoo-suites`: Odoo's own tests of the apps that the addon extends, with and without the addon.

Every test that passes on plain Odoo must pass with the addon installed, exact query counts included: tests that fail
with the addon run again on plain Odoo. All tests run on the complete registry, even those that Odoo's own runner runs
during installation: the addon is loaded in each of them.

This takes about half an hour; it is not part of `./dev test`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from .processes import CLONE, Database

SUITES = ("crm", "mail", "calendar", "test_mail")
SETTINGS = "[pytest]\nfilterwarnings =\n    ignore\n"


def main(arguments):
    """Run the suites with the addon, then the failures on plain Odoo. Arguments go to pytest. :return: exit code"""
    with Database("suites_addon") as database:
        outcome = run(database, arguments, "with the addon")
        failed = failures(outcome)
        if failed:
            say(f"{len(failed)} tests are repeated: a browser test runs out of time on a busy machine")
            failed = failures(run(database, [*arguments, *by_name(failed)], "with the addon, again"), failed)
    suspects = []
    if failed:
        with Database("suites_plain", source=os.environ["SALES_SEQUENCE_BASE_DB"]) as database:
            plain = run(database, [*arguments, *by_name(failed)], "plain Odoo")
        suspects = [name for name in failed if plain.get(name) == "passed"]
    passed = sum(state == "passed" for state in outcome.values())
    say(f"{passed} of {len(outcome)} tests pass at once with the addon; {len(failed)} fail twice: {failed or 'none'}")
    for name in suspects:
        say(f"FAILED with the addon only: {name}")
    return 1 if suspects or not passed else 0


def failures(outcome, among=None):
    """Names of the tests that failed, or that should have run again but did not."""
    return sorted(name for name in among or outcome if outcome.get(name, "failed") == "failed")


def by_name(names):
    """Arguments that make pytest select these tests (and possibly others of the same name)."""
    return ["-k", " or ".join(sorted({name.rpartition("::")[2].partition("[")[0] for name in names}))]


def run(database, arguments, label):
    """Install the modules of the suites and run the suites on one database with pytest.

    :return: ``{"module.Class::test": "passed", "failed" or "skipped"}``
    """
    if not (database.folder / "pytest.ini").exists():
        say(f"{label}: installing test_mail")
        database.odoo_bin("-i", "test_mail", "--stop-after-init", "--no-http")
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
    """The last progress that pytest printed, such as `[ 42%]`."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.endswith("%]")]
    return lines[-1][-7:] if lines else "loading"


def read_report(report):
    """Read the outcome of each test from JUnit's XML."""
    outcome = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        tags = {child.tag for child in case}
        state = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"
        # A test whose teardown fails is reported twice.
        outcome[name] = "failed" if "failed" in (state, outcome.get(name)) else state
    return outcome


def say(text):
    """Print a line, unbuffered even when the output is a file."""
    print(text, flush=True)  # noqa: T201 (this is a program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
