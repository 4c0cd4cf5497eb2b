"""Setup of every test run: a test fails if Odoo logs an error that it did not expect.

`./dev test` prepares the databases and starts pytest with these environment variables. They serve tests that start
processes or need their own database because they kill, commit or install:

ODOO_RC, SALES_SEQUENCE_ODOO_RC
    Odoo's configuration file for this run: connection, addons path, data folder, SALES_SEQUENCE_DB as database.
    Cron threads are off. For a configuration of your own, copy it and change `db_name` and `dbfilter`.
SALES_SEQUENCE_DB
    The database of pytest's own process: the addon freshly installed, no demo data. Never commit to it.
SALES_SEQUENCE_TEMPLATE_DB
    The same state, never written to (it refuses connections). Copy it to get your own database:
    `createdb -T $SALES_SEQUENCE_TEMPLATE_DB name`, plus its filestore.
SALES_SEQUENCE_BASE_DB
    crm and portal without the addon, copied in the same way: installing the addon into it takes seconds.
SALES_SEQUENCE_DATA_DIR
    Odoo's `data_dir`. The filestore of a database is its folder `filestore/<database>`; copy it together with the
    database (hard links suffice) and remove both together.
SALES_SEQUENCE_ODOO_BIN
    An executable that runs `odoo-bin` with the right Python and the right Odoo.
SALES_SEQUENCE_OTHERS_ADDONS
    A folder with the addons of requirements/addons.lock. Put it on a process's PYTHONPATH to let Odoo find them.
SALES_SEQUENCE_PG_RUN
    Runs a PostgreSQL program as a user that PostgreSQL accepts, even when the tests run as root:
    `$SALES_SEQUENCE_PG_RUN initdb -D folder …`, `$SALES_SEQUENCE_PG_RUN pg_ctl -D folder start …`. A test that
    stops PostgreSQL must do so on its own cluster, never on the one shared with other tests.
PGHOST, PGPORT, PGUSER, PGPASSWORD
    The server. `createdb`, `dropdb` and `psql` are on the PATH.
"""

import logging
import os
import re

import freezegun.api
import pytest
from hypothesis import HealthCheck, settings

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import HttpCase

if not os.environ.get("ODOO_RC"):
    raise pytest.UsageError("These tests need Odoo and a database: run ./dev test.")

# For all property tests. Single examples are slow where they write to a database or load a corpus of mails.
settings.register_profile("usual", max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
# For --hypothesis-profile=thorough, where what a property is about was changed.
settings.register_profile("thorough", settings.get_profile("usual"), max_examples=2000)
# For --hypothesis-profile=quick, when only the Python version differs.
settings.register_profile("quick", settings.get_profile("usual"), max_examples=100)
settings.load_profile("usual")


def _state_of_module(module):
    """What tells freezegun that a module has changed since it last looked for clocks in it."""
    return f"{id(module)}-{len(getattr(module, '__dict__', ()))}"


# Freezegun compares the names in all 2,500 modules whenever a test sets the clock, a tenth of the time of all tests.
freezegun.api._get_module_attributes_hash = _state_of_module


class ErrorRecorder(logging.Handler):
    """Keeps every record of level ERROR or higher that reaches the root logger.

    Records that a test catches with `assertLogs` or Odoo's `mute_logger` never get here: both stop propagation.
    """

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        """Keep the record as one string: logger, message and traceback."""
        if CUT_OFF.search(record.getMessage()):
            return
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        self.lines.append(text)

    def take(self):
        """Return the records since the last call."""
        lines, self.lines = self.lines, []
        return lines


# The browser logs failed requests when its test is over and the page's requests are cut off.
CUT_OFF = re.compile(r"(?s)received after termination: .*(AssetsLoadingError|Failed to fetch|Connection\w*Error)")
SEEN = pytest.StashKey()
recorder = ErrorRecorder()
# Assets of browser tests. Building them on demand takes longer than the ten seconds that a tour waits for its page.
BUNDLES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_tests",
)


def pytest_configure(config):
    """Start recording before Odoo loads its registry: errors while loading count too."""
    logging.getLogger().addHandler(recorder)
    config.add_cleanup(lambda: logging.getLogger().removeHandler(recorder))


def _expected_patterns(item):
    """The regular expressions of all `expected_log_errors` marks of a test and its class."""
    return [pattern for mark in item.iter_markers("expected_log_errors") for pattern in mark.args]


def _check(item, complain_of_missing=False):
    """Fail the test for an undeclared error, and for a declared one that was never logged."""
    seen = item.stash.setdefault(SEEN, [])
    new = recorder.take()
    seen += new
    patterns = _expected_patterns(item)
    unexpected = [line for line in new if not any(re.search(pattern, line) for pattern in patterns)]
    if unexpected:
        pytest.fail("Odoo logged an error that the test did not expect:\n" + "\n".join(unexpected), pytrace=False)
    missing = [pattern for pattern in patterns if not any(re.search(pattern, line) for line in seen)]
    if complain_of_missing and missing:
        pytest.fail(f"The test expected Odoo to log an error that matches {missing!r}; none did.", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Check after the setup, including that of the class and the session."""
    result = yield
    _check(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Check after the test itself. A failed test already shows its log; do not fail it again in its teardown."""
    try:
        result = yield
    except Exception:
        recorder.take()
        raise
    _check(item, complain_of_missing=True)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Check after the teardown, including that of the class."""
    result = yield
    _check(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session):
    """Fail the run for errors logged outside of any test: during collection, or by a thread after the last test."""
    result = yield
    lines = recorder.take()
    if lines:
        text = "\n".join(["Odoo logged errors outside of any test:", *lines])
        session.config.get_terminal_writer().line(text, red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
    return result


@pytest.fixture(scope="session", autouse=True)
def web_client_bundles(request, load_registry):  # noqa: ARG001
    """Build the web client's bundles before the first test that may need them, as Odoo's own runner does."""
    if not any(item.cls and issubclass(item.cls, HttpCase) for item in request.session.items):
        return
    with Registry(os.environ["SALES_SEQUENCE_DB"]).cursor() as cr:
        view = api.Environment(cr, api.SUPERUSER_ID, {})["ir.qweb"]
        for bundle in BUNDLES:
            view._get_asset_bundle(bundle, css=False, js=True).js()
            view._get_asset_bundle(bundle, css=True, js=False).css()
