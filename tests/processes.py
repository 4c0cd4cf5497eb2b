"""Real processes for tests that commit, kill and restart: separate databases, Odoo processes and a mail server.

`tests/conftest.py` documents the environment variables used here. Whatever a test starts here ends with the test;
Odoo processes end even if the test run itself is killed.
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
# Otherwise each SMTP command of each mail is logged.
logging.getLogger("mail.log").setLevel(logging.WARNING)
# Python's warnings are about code of Odoo and its dependencies.
COMPLAINT = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings:)")
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ ")


class ProcessFailed(Exception):
    """A program failed, or a function in another process raised; the message contains its output."""


class Killed(Exception):
    """The process was killed before it returned a result."""


def run_program(*command, environment=None, **options):
    """Run a program and wait for it. :return: its output. :raises ProcessFailed: with its output"""
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
    """A separate PostgreSQL server, which may be restarted while clients use it."""

    # Without fsync only a crash of the machine loses commits; a crash of the server, as tests cause it, does not.
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
        # Discard the output: the server would keep a pipe open and the caller would wait for its end.
        command = [os.environ["SALES_SEQUENCE_PG_RUN"], program, "-D", self.folder / "cluster", *arguments]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        done = subprocess.run([str(part) for part in command], env={**os.environ, **self.environment}, **streams)
        if done.returncode:
            raise ProcessFailed(f"{program} ended with {done.returncode}")


class Database:
    """A database copied from another one, with its filestore; dropped at the end.

    :param str source: the database to copy, by default the one with the addon freshly installed; empty for none
    :param Cluster cluster: the server to put it on, by default the one of this run
    :param options: options of its Odoo configuration that differ from those of the run
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
        """Run one statement on a new connection; pass a single dict for named parameters.

        :return: its rows as a list of tuples
        """
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '60s'")
            named = len(parameters) == 1 and isinstance(parameters[0], dict)
            cursor.execute(query, parameters[0] if named else parameters or None)
            return cursor.fetchall() if cursor.description else []

    def value(self, query, *parameters):
        """Run a query that returns one row with one column. :return: its value"""
        ((value,),) = self.rows(query, *parameters)
        return value

    def complaints(self, *expected):
        """Warnings and errors in Odoo's log, each with its traceback.

        :param expected: regular expressions of messages to ignore
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
        """Run `odoo-bin` on this database and wait for it."""
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
            # Odoo never changes a file in the filestore: hard links suffice.
            shutil.copytree(self._filestore(self.source), self._filestore(self.name), copy_function=os.link)

    def _copy_to_cluster(self):
        # A template database accepts no connections: dump a copy of it.
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


GATE = 4711  # the advisory lock that stops transactions at the gate
GATE_FUNCTION = """
    CREATE OR REPLACE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {wait} RETURN NULL; END $$"""


@contextlib.contextmanager
def gate(database, table, event, when):
    """Make each transaction wait at a given point until the block ends.

    Yields a function that waits until a process has reached the gate and returns the PID of its PostgreSQL backend.
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
    """Let new transactions pass the `gate`; those that already wait there stay."""
    database.rows(GATE_FUNCTION.format(wait=""))


# ----------------------------------------------------------------------------------------------------------------------
# Processes
# ----------------------------------------------------------------------------------------------------------------------


class Odoo:
    """A process that loads Odoo on a database and forks a child for each function to run.

    Loading Odoo takes seconds, a fork milliseconds: a process that is killed a hundred times must start fast.
    """

    def __init__(self, database):
        self.database = database
        self.address = str(database.folder / "socket")
        with (database.folder / "output").open("w") as output:
            # It ends when its standard input is closed, even if we were killed; its session lets us kill its forks too.
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
        """Run ``function(env, *arguments)`` in a new process, and commit.

        :param function: a function of an importable module; its arguments and result must be picklable
        :param user: login to run it as, like an RPC call: retried after a serialization error.
            Without it, the function runs once, as superuser.
        :param at: naive UTC datetime at which the process's clock starts
        :return: the `Job`
        """
        channel = socket.socket(socket.AF_UNIX)
        channel.connect(self.address)
        connection = Connection(channel.detach())
        connection.send((function, arguments, user, at))
        return Job(connection)

    def call(self, function, *arguments, **options):
        """`start` a function and wait. :return: its result"""
        return self.start(function, *arguments, **options).result()


class Job:
    """A function running in its own Odoo process: its `pid` and its result."""

    def __init__(self, connection):
        self.connection = connection
        self.pid = connection.recv()

    def kill(self):
        """Send SIGKILL; do nothing if the process has ended already."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def is_running(self):
        """Whether there is no result yet."""
        return not self.connection.poll()

    def result(self, timeout=300):
        """The function's result. :raises ProcessFailed: if it raised :raises Killed: if it was killed"""
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
    """A real Odoo server on a database, started by `odoo-bin` with worker processes."""

    def __init__(self, database, *options):
        # The workers end with the server, and the server ends with us, even if we are killed.
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
        """Wait until the server answers. :return: its address"""
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
    """The process behind `Odoo`: load, then fork for each function received, until standard input is closed."""
    from odoo import sql_db
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", sys.argv[1]], setup_logging=True)
    Registry(config["db_name"][0])
    sql_db.close_all()
    # Let the kernel reap the children: the caller learns their outcome from the socket.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        # Listen before the name exists: a client that sees the name can connect.
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
    """Set this process's clock to `moment` (naive UTC); it keeps running from there."""
    from freezegun import freeze_time

    freeze_time(moment, tick=True).start()


# ----------------------------------------------------------------------------------------------------------------------
# Functions to run in them
# ----------------------------------------------------------------------------------------------------------------------


def run_cron(env, xmlid="sales_sequence.ir_cron_runner"):
    """Run a scheduled job, as Odoo's *Run Manually* does."""
    env.ref(xmlid).method_direct_trigger()


def run_runner(env, batch_size):
    """Run the runner in small batches, for tests that need many commits. :return: number of enrollments handled"""
    return env["sales.sequence.runner"]._run(batch_size)


def send_mails(env):
    """Run Odoo's mail queue until it has nothing left to send."""
    run_cron(env, "mail.ir_cron_mail_scheduler_action")


def deliver(env, source):
    """Pass a message to the mail gateway, as Odoo's fetcher does."""
    env["mail.thread"].message_process(None, source)


# ----------------------------------------------------------------------------------------------------------------------
# Mail
# ----------------------------------------------------------------------------------------------------------------------


class MailSink:
    """A mail server that accepts everything and keeps it in `received`, a list of ``(recipient, message)``.

    The message is an `email.message.EmailMessage`. `options` are the options of Odoo's configuration to send here.
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
        """Accept `after` more mails, then make each client wait for the reply to its mail."""
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
