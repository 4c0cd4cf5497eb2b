"""Real processes for tests that commit, kill and restart: databases, Odoo processes and a mail server of their own.

`tests/conftest.py` documents the environment variables that this builds on. What a test starts here ends with it; the
Odoo processes also when the test run itself is killed.
"""

import asyncio
import configparser
import contextlib
import email
import email.policy
import functools
import logging
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller

CLONE = Path(__file__).resolve().parent.parent
POSTGRES_VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
# Each SMTP command of each mail would be a line.
logging.getLogger("mail.log").setLevel(logging.WARNING)
# Python's own warnings are about idioms of Odoo and its dependencies.
COMPLAINT = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings:)")
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ ")


class ProcessFailed(Exception):
    """A program ended with an error, or a function in another process raised; the message has its output."""


class Killed(Exception):
    """The process ended without a result: it was killed."""


def run_program(*command, environment=None, **options):
    """Run a program to its end. :return: what it printed. :raises ProcessFailed: with its output"""
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    if done.returncode:
        raise ProcessFailed(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-5000:]}")
    return done.stdout


def free_port():
    """A TCP port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, timeout=60):
    """Return the first true value of `condition()`; fail after `timeout` seconds, naming `what` did not happen."""
    end = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"Waited {timeout} s for {what}")
        time.sleep(0.02)
    return value


# ----------------------------------------------------------------------------------------------------------------------
# Databases
# ----------------------------------------------------------------------------------------------------------------------


class Cluster:
    """A PostgreSQL server of its own, which may be restarted under whoever works on it."""

    # Without fsync a crash of the machine loses commits; that of the server, which is what tests cause, does not.
    SETTINGS = ("listen_addresses=''", "fsync=off", "full_page_writes=off", "max_connections=150", "jit=off")

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sequence-pg-"))
        self.environment = {"PGHOST": str(self.folder), "PGPORT": "5432", "PGUSER": "odoo", "PGPASSWORD": ""}
        self._run("initdb", "--username=odoo", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        with (self.folder / "cluster/postgresql.conf").open("a") as settings:
            settings.write("\n".join([*self.SETTINGS, f"unix_socket_directories='{self.folder}'", ""]))
        self._control("start")

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder)

    def restart(self, mode):
        """:param str mode: `fast` ends all sessions first, `immediate` is a crash with recovery"""
        self._control("restart", "-m", mode)

    def _control(self, *arguments):
        self._run("pg_ctl", "-w", "-l", self.folder / "cluster/server.log", *arguments)

    def _run(self, program, *arguments):
        # Output to nowhere: the server would keep a pipe open, and the caller waiting for its end.
        command = [os.environ["SALES_SEQUENCE_PG_RUN"], program, "-D", self.folder / "cluster", *arguments]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        done = subprocess.run([str(part) for part in command], env={**os.environ, **self.environment}, **streams)
        if done.returncode:
            raise ProcessFailed(f"{program} ended with {done.returncode}")


class Database:
    """A database copied from another one, with its filestore; dropped at the end.

    :param str source: the database to copy, by default the one with the addon freshly installed; empty for none
    :param Cluster cluster: the server to put it on, by default the one of this run
    :param options: what its Odoo configuration says beyond that of the run
    """

    def __init__(self, name, source=None, cluster=None, **options):
        self.name = f"{os.environ['SALES_SEQUENCE_DB']}_{name}"
        self.source = os.environ["SALES_SEQUENCE_TEMPLATE_DB"] if source is None else source
        self.cluster = cluster
        self.environment = dict(cluster.environment) if cluster else {}
        self.folder = Path(tempfile.mkdtemp(prefix="sequence-"))
        self.log = self.folder / "odoo.log"
        self.configuration = self.folder / "odoo.conf"
        self._write_configuration(options)

    def __enter__(self):
        self._drop()
        if self.source:
            self._copy()
        return self

    def __exit__(self, *_exception):
        self._drop()
        shutil.rmtree(self.folder)

    def connect(self, database=None, autocommit=True):
        """A `psycopg2` connection to this database, or to another one of its server. The caller closes it."""
        settings = {**os.environ, **self.environment}
        parts = dict(zip(("host", "port", "user", "password"), POSTGRES_VARIABLES, strict=True))
        named = {part: settings[variable] for part, variable in parts.items() if settings.get(variable)}
        connection = psycopg2.connect(dbname=database or self.name, **named)
        connection.autocommit = autocommit
        return connection

    def rows(self, query, *parameters):
        """Run one statement on a connection of its own; a dict as only parameter names its values.

        :return: its rows as a list of tuples
        """
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '60s'")
            named = len(parameters) == 1 and isinstance(parameters[0], dict)
            cursor.execute(query, parameters[0] if named else parameters or None)
            return cursor.fetchall() if cursor.description else []

    def value(self, query, *parameters):
        """The only value of the only row."""
        ((value,),) = self.rows(query, *parameters)
        return value

    def complaints(self, *expected):
        """Lines of warning or worse in Odoo's log, each with what belongs to it (a traceback).

        :param expected: regular expressions of what may be there
        """
        entries = []
        for line in self.log.read_text().splitlines() if self.log.exists() else ():
            if LOG_LINE.match(line):
                entries.append(line)
            elif entries:
                entries[-1] += f"\n{line}"
        patterns = [re.compile(pattern) for pattern in expected]
        return [
            entry for entry in entries if COMPLAINT.match(entry) and not any(each.search(entry) for each in patterns)
        ]

    def odoo_bin(self, *arguments):
        """Run `odoo-bin` on this database to its end."""
        command = [os.environ["SALES_SEQUENCE_ODOO_BIN"], *arguments, "-c", self.configuration]
        try:
            run_program(*command, environment=self.environment)
        except ProcessFailed as error:
            raise ProcessFailed(f"{error}\n{self.log.read_text()[-5000:]}") from error

    # ------------------------------------------------------------------

    def _filestore(self, name):
        return Path(os.environ["SALES_SEQUENCE_DATA_DIR"]) / "filestore" / name

    def _copy(self):
        if self.cluster:
            self._copy_to_cluster()
        else:
            run_program("createdb", "-T", self.source, self.name)
        if self._filestore(self.source).exists():
            # Odoo never changes a file of the store: links are enough.
            shutil.copytree(self._filestore(self.source), self._filestore(self.name), copy_function=os.link)

    def _copy_to_cluster(self):
        # A template accepts no connection, so that what is dumped is a copy of it.
        dump = self.folder / "dump"
        run_program("createdb", "-T", self.source, self.name)
        try:
            run_program("pg_dump", "--format=custom", "--compress=0", f"--file={dump}", self.name)
        finally:
            run_program("dropdb", self.name)
        run_program("createdb", self.name, environment=self.environment)
        run_program("pg_restore", "--jobs=2", "--no-owner", "-d", self.name, dump, environment=self.environment)
        dump.unlink()

    def _drop(self):
        shutil.rmtree(self._filestore(self.name), ignore_errors=True)
        run_program("dropdb", "--if-exists", "--force", self.name, environment=self.environment)

    def _write_configuration(self, options):
        content = configparser.RawConfigParser()
        content.read(os.environ["SALES_SEQUENCE_ODOO_RC"])
        section = content["options"]
        section.update(db_name=self.name, dbfilter=f"^{self.name}$", http_port=str(free_port()), logfile=str(self.log))
        for variable in POSTGRES_VARIABLES:
            if variable in self.environment:
                section.pop(variable.lower().replace("pg", "db_", 1), None)
            if self.environment.get(variable):
                section[variable.lower().replace("pg", "db_", 1)] = self.environment[variable]
        section.update({key: str(value) for key, value in options.items()})
        with self.configuration.open("w") as file:
            content.write(file)


GATE = 4711  # the advisory lock at which PostgreSQL stops a transaction
GATE_FUNCTION = """
    CREATE OR REPLACE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {wait} RETURN NULL; END $$"""


@contextlib.contextmanager
def gate(database, table, event, when):
    """Stop each transaction at an instant, until the block ends.

    Yields a function that waits until a process stands there and returns the server process that serves it.
    """
    trigger = f"CREATE TRIGGER gate AFTER {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate()"
    if when == "commit":
        trigger = f"""CREATE CONSTRAINT TRIGGER gate AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED
                      FOR EACH ROW EXECUTE FUNCTION wait_at_gate()"""
    with contextlib.closing(database.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(GATE_FUNCTION.format(wait=f"PERFORM pg_advisory_xact_lock_shared({GATE});"))
        cursor.execute(trigger)
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])

        def who_waits():
            cursor.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            return [pid for (pid,) in cursor.fetchall()]

        try:
            yield lambda: wait_until(who_waits, "the job to reach the gate")[0]
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
            cursor.execute(f"DROP TRIGGER gate ON {table}")


def open_gate(database):
    """Let all others pass the `gate`; who stands there already stays."""
    database.rows(GATE_FUNCTION.format(wait=""))


# ----------------------------------------------------------------------------------------------------------------------
# Processes
# ----------------------------------------------------------------------------------------------------------------------


class Odoo:
    """A process with Odoo loaded on a database, that forks one process for each function it is to run.

    Loading Odoo takes seconds, a fork some milliseconds: what is killed a hundred times must be cheap to start.
    """

    def __init__(self, database):
        self.database = database
        self.address = str(database.folder / "socket")
        with (database.folder / "output").open("w") as output:
            # Its standard input is what tells it that we are gone; its session, what is killed with it.
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from tests import processes; processes.serve()", database.configuration],
                cwd=CLONE,
                env={**os.environ, **database.environment, "SEQUENCE_SOCKET": self.address},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until(self._is_ready, "Odoo to load", timeout=120)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        Path(self.address).unlink()

    def _is_ready(self):
        if self.process.poll() is not None:
            raise ProcessFailed((self.database.folder / "output").read_text())
        return Path(self.address).exists()

    def start(self, function, *arguments, user=None, at=None):
        """Run ``function(env, *arguments)`` in a process of its own, and commit.

        :param function: of an importable module; what it takes and returns must be picklable
        :param user: login to run it as, in the way that a call by RPC runs: repeated after a serialization error.
            Without it, it runs as superuser, and once.
        :param at: naive UTC datetime that the process's clock shows when it starts
        :return: the `Job`
        """
        channel = socket.socket(socket.AF_UNIX)
        channel.connect(self.address)
        connection = Connection(channel.detach())
        connection.send((function, arguments, user, at))
        return Job(connection)

    def call(self, function, *arguments, **options):
        """`start` it, and return what it returns."""
        return self.start(function, *arguments, **options).result()


class Job:
    """A function that runs in an Odoo process of its own: `pid`, and what came of it."""

    def __init__(self, connection):
        self.connection = connection
        self.pid = connection.recv()

    def kill(self):
        """SIGKILL, now; nothing happens where it has ended already."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def is_running(self):
        """Whether there is no result yet."""
        return not self.connection.poll()

    def result(self, timeout=300):
        """What the function returned. :raises ProcessFailed: it raised :raises Killed: it was killed"""
        if not self.connection.poll(timeout):
            self.kill()
            raise AssertionError(f"Process {self.pid} did not end within {timeout} s")
        try:
            succeeded, value = self.connection.recv()
        except (EOFError, ConnectionResetError):
            raise Killed from None
        finally:
            self.connection.close()
        if not succeeded:
            raise ProcessFailed(value)
        return value


class Server:
    """A real Odoo server on a database, with its worker processes, as `odoo-bin` starts it."""

    def __init__(self, database, *options):
        # Its workers end with it, and it with us, also when we are killed.
        guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        command = [*guard, os.environ["SALES_SEQUENCE_ODOO_BIN"], "-c", database.configuration, *options]
        self.port = free_port()
        ports = [f"--http-port={self.port}", f"--gevent-port={free_port()}"]
        with (database.folder / "server-output").open("w") as output:
            self.process = subprocess.Popen(
                [str(part) for part in [*command, *ports]],
                env={**os.environ, **database.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def wait(self):
        """Until it answers. :return: its address"""
        address = f"http://127.0.0.1:{self.port}"

        def answers():
            try:
                return urllib.request.urlopen(f"{address}/web/health").status == 200
            except OSError:
                return False

        wait_until(answers, "the server to answer", timeout=120)
        return address

    def __exit__(self, *_exception):
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def serve():
    """The process behind `Odoo`: load, then fork for each function that comes in, until standard input ends."""
    from odoo import sql_db
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", sys.argv[1]], setup_logging=True)
    Registry(config["db_name"][0])
    sql_db.close_all()
    # Their parent has no interest in how they ended: who asked for them sees it on the socket.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        # Listening before its name exists: who sees the name can connect.
        address = os.environ["SEQUENCE_SOCKET"]
        listener.bind(f"{address}.new")
        listener.listen(100)
        Path(f"{address}.new").rename(address)
        while True:
            readable, _writable, _failed = select.select([listener, sys.stdin], [], [])
            if sys.stdin in readable:
                os.killpg(0, signal.SIGKILL)
            channel, _address = listener.accept()
            if os.fork() == 0:
                listener.close()
                _run_job(Connection(channel.detach()), config["db_name"][0])
            channel.close()


def _run_job(connection, database):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.send(os.getpid())
    try:
        function, arguments, user, at = connection.recv()
        outcome = (True, _run_function(database, function, arguments, user, at))
    except Exception:
        outcome = (False, traceback.format_exc())
    connection.send(outcome)
    logging.shutdown()
    os._exit(0)


def _run_function(database, function, arguments, user, at):
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.service.model import retrying

    if at:
        set_clock(at)
    threading.current_thread().dbname = database
    registry = Registry(database).check_signaling()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if user:
            env = env(user=env["res.users"].search([("login", "=", user)]).id, su=False)
            value = retrying(functools.partial(function, env, *arguments), env)
        else:
            value = function(env, *arguments)
        env.cr.flush()
        env.cr.commit()
        registry.signal_changes()
    return value


def set_clock(moment):
    """Let this process's clock show `moment` (naive UTC) now, and go on from there."""
    from freezegun import freeze_time

    freeze_time(moment, tick=True).start()


# ----------------------------------------------------------------------------------------------------------------------
# What is run in them
# ----------------------------------------------------------------------------------------------------------------------


def run_cron(env, xmlid="sales_sequence.ir_cron_runner"):
    """Let a scheduled job run, as Odoo's *Run Manually* does."""
    env.ref(xmlid).method_direct_trigger()


def run_runner(env, batch_size):
    """The runner in small batches, for tests that need many commits. :return: how many were handled"""
    return env["sales.sequence.runner"]._run(batch_size)


def send_mails(env):
    """Let Odoo's mail queue run until nothing is left that wants to leave."""
    run_cron(env, "mail.ir_cron_mail_scheduler_action")


def deliver(env, source):
    """A message arrives by the mail gateway, as Odoo's fetcher hands it over."""
    env["mail.thread"].message_process(None, source)


# ----------------------------------------------------------------------------------------------------------------------
# Mail
# ----------------------------------------------------------------------------------------------------------------------


class MailSink:
    """A mail server that accepts everything and keeps what came: `received`, a list of ``(recipient, message)``.

    The message is an `email.message.EmailMessage`. `options` are what Odoo's configuration needs to send here.
    """

    def __init__(self):
        self.received = []
        self.open = threading.Event()
        self.open.set()
        self.waiting = 0
        self.accepted_before_closing = None
        port = free_port()
        self.options = {"smtp_server": "127.0.0.1", "smtp_port": port, "email_from": "odoo@test.mycompany.com"}
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_exception):
        self.open.set()
        self.controller.stop()

    @contextlib.contextmanager
    def held(self, after=0):
        """Accept `after` more mails, then keep each client waiting for the answer to its mail."""
        self.accepted_before_closing = after
        try:
            yield
        finally:
            self.accepted_before_closing = None
            self.open.set()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd looks for this name)
        """Called by aiosmtpd for each mail."""
        if self.accepted_before_closing is not None:
            if self.accepted_before_closing == 0:
                self.open.clear()
            self.accepted_before_closing -= 1
        if not self.open.is_set():
            self.waiting += 1
            try:
                while not self.open.is_set():
                    await asyncio.sleep(0.02)
            finally:
                self.waiting -= 1
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"
