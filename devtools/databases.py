"""Databases: base (Odoo's own modules) → template (with the addon) → the one that a command works on."""

import configparser
import fcntl
import re
import shutil
from collections import namedtuple

from .cache import CACHE, CLONES, clone_id, secret, sha256, short_hash
from .console import Refused, say, stage
from .file_locks import exclusive, file_lock, release
from .postgres import postgres_settings, user_server
from .processes import clean_environment, free_port, output_of, run
from .project import ADDON, CLONE

# What the addon depends on. Installed once, into a base database that every other database is copied from.
BASE_MODULES = "crm,portal"
# What a command runs with: the folder that Odoo is imported from and a key for its version, the environment's Python
# and the lock of its packages, the environment variables for children, and those of them that reach PostgreSQL.
Ready = namedtuple("Ready", "odoo_path odoo_key python lock environment postgres")

SQL = """
import sys, psycopg2
try:
    connection = psycopg2.connect(dbname=sys.argv[1])
    connection.autocommit = True
    cursor = connection.cursor()
    for statement in sys.argv[2:]:
        cursor.execute(statement)
    for row in cursor.fetchall() if cursor.description else []:
        print(row[0])
except psycopg2.Error as error:
    sys.exit(str(error).strip())
"""


def sql(python, postgres, *statements):
    """Run statements, each in its own transaction, and return the first column of the last one as strings."""
    try:
        database = postgres.get("PGDATABASE", "postgres")
        return output_of([python, "-c", SQL, database, *statements], {**clean_environment(), **postgres}).splitlines()
    except Refused as error:
        raise Refused(f"PostgreSQL refused: {str(error).splitlines()[-1].strip()}") from None


def databases(ready):
    """Return the names of all databases on the server."""
    return set(sql(ready.python, ready.postgres, "SELECT datname FROM pg_database"))


def data_folder():
    """Return Odoo's data_dir, one for each server: databases of the same name must not share a filestore."""
    server = user_server()
    return CACHE / (f"data-{short_hash(server.get('PGHOST'), server.get('PGPORT'))}" if server else "data")


def filestore(name):
    """Return the folder with a database's attachments."""
    return data_folder() / "filestore" / name


def drop_database(ready, name):
    """Drop a database with its filestore, even if somebody is connected to it."""
    sql(ready.python, ready.postgres, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def copy_database(ready, origin, name):
    """Replace the database `name` with a copy of `origin`, including its filestore, which holds the assets."""
    drop_database(ready, name)
    if filestore(origin).exists():
        shutil.copytree(filestore(origin), filestore(name))
    sql(ready.python, ready.postgres, f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')


def publish_database(ready, building, name):
    """Give a finished database its final name, which marks it as usable, and close it to all further changes."""
    shutil.rmtree(filestore(name), ignore_errors=True)
    if filestore(building).exists():
        filestore(building).rename(filestore(name))
    sql(
        ready.python,
        ready.postgres,
        f'ALTER DATABASE "{building}" WITH ALLOW_CONNECTIONS false',
        f'ALTER DATABASE "{building}" RENAME TO "{name}"',
    )


def base_name(ready):
    """Return the name of the base database for this Odoo, these requirements and this cache."""
    return f"{ADDON}_base_{short_hash(ready.odoo_key, ready.lock.read_text(), BASE_MODULES, secret('cache'))}"


def base_database(ready):
    """Install the modules that the addon depends on, once. Every other database starts as a copy of this one."""
    name = base_name(ready)
    if name not in databases(ready):
        building = f"{name}_building"
        drop_database(ready, building)
        with stage(f"base database with {BASE_MODULES}"):
            install(ready, building, BASE_MODULES, "base-database")
        publish_database(ready, building, name)
    return name


def addon_key():
    """Return a hash of all files of the addon. When it changes, so must the template."""
    folder = CLONE / ADDON
    if not (folder / "__manifest__.py").exists():
        raise Refused(f"There is no addon in {folder} (no __manifest__.py).")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return short_hash(*(f"{path.relative_to(folder)} {sha256(path)}" for path in files))


def addon_template(ready):
    """Return the name of a database with the addon freshly installed, kept until a file of the addon changes."""
    prefix = f"{ADDON}_template_{clone_id()}_"
    with exclusive(CLONES / clone_id() / "template.lock", "… waiting for another ./dev to install the addon"):
        name = prefix + short_hash(base_name(ready), addon_key())
        # Held until this run ends, so that no other run drops the template while tests copy it.
        file_lock(CLONES / clone_id() / f"{name}.lock", fcntl.LOCK_SH)
        existing = databases(ready)
        if name not in existing:
            building = f"{prefix}building"
            copy_database(ready, base_name(ready), building)
            with stage(f"installing {ADDON}"):
                refuse_complaints(install(ready, building, ADDON, f"install-{clone_id()}"))
            publish_database(ready, building, name)
        for old in sorted(each for each in existing if each.startswith(prefix) and each != name):
            unused = file_lock(CLONES / clone_id() / f"{old}.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            if unused:
                drop_database(ready, old)
                release(unused)
                (CLONES / clone_id() / f"{old}.lock").unlink()
    return name


def install(ready, database, modules, log):
    """Install modules into a database, which is created if need be, and return the path of Odoo's log."""
    configuration = write_configuration(ready, database)
    command = [ready.environment["SALES_SEQUENCE_ODOO_BIN"], "-c", configuration, "-d", database, "-i", modules]
    return run([*command, "--stop-after-init", "--no-http"], log, ready.environment)


def refuse_complaints(log):
    """Raise Refused if Odoo's log has a warning or an error: installing the addon must be silent."""
    level = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
    lines = [line for line in log.read_text().splitlines() if level.match(line)]
    if lines:
        found = "\n    ".join(lines[:10])
        raise Refused(f"Installing {ADDON} made Odoo complain ({len(lines)} lines):\n    {found}\n  Full log: {log}")


def write_configuration(ready, database):
    """Write Odoo's configuration for one database of this clone, and return its path."""
    addons = [path for path in (ready.odoo_path / "addons", ready.odoo_path / "odoo/addons") if (path / "crm").is_dir()]
    options = {
        "addons_path": ",".join(str(path) for path in [*addons, CLONE]),
        "data_dir": data_folder(),
        "admin_passwd": secret("master-password"),
        "list_db": "False",
        "db_name": database,
        "dbfilter": f"^{database}$",
        "http_interface": "127.0.0.1",
        "http_port": free_port(),
        "max_cron_threads": 0,
    }
    for name in ("host", "port", "user", "password"):
        if ready.postgres.get(f"PG{name.upper()}"):
            options[f"db_{name}"] = ready.postgres[f"PG{name.upper()}"]
    content = configparser.RawConfigParser()
    content["options"] = {key: str(value) for key, value in options.items()}
    path = CLONES / clone_id() / f"{database}.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("w") as handle:
        content.write(handle)
    return path


def environment_for(ready, template, database):
    """Return the environment of a program that works on `database` and may copy the base and the template."""
    configuration = write_configuration(ready, database)
    return {
        **ready.environment,
        "ODOO_RC": str(configuration),
        "SALES_SEQUENCE_ODOO_RC": str(configuration),
        "SALES_SEQUENCE_DB": database,
        "SALES_SEQUENCE_BASE_DB": base_name(ready),
        "SALES_SEQUENCE_TEMPLATE_DB": template,
    }


def development_database(ready, database):
    """Return the environment to work on `database`, or on this clone's development database.

    The latter is created if need be, and updated if the addon has changed.
    """
    template = addon_template(ready)
    name = database or f"{ADDON}_dev_{clone_id()}"
    marker = data_folder() / f"{name}.template"  # what it was last copied or updated from
    existing = databases(ready)
    if database and name not in existing:
        ours = sorted(each for each in existing if f"_{clone_id()}" in each and "_template_" not in each)
        raise Refused(f"There is no database {name}; this clone has {', '.join(ours) or 'none'}.")
    if name not in existing:
        copy_database(ready, template, name)
        marker.write_text(template)
    environment = environment_for(ready, template, name)
    if not database and marker.read_text() != template:
        with stage(f"updating {ADDON} in {name}"):
            update = [environment["SALES_SEQUENCE_ODOO_BIN"], "-c", environment["ODOO_RC"], "-u", ADDON]
            run([*update, "--stop-after-init", "--no-http"], f"update-{clone_id()}", environment)
        marker.write_text(template)
    return environment


def drop_our_databases():
    """Drop the databases that this cache's clones created on the user's own server, and no others."""
    clones = "|".join(path.name for path in CLONES.glob("*"))
    python = next((path / "bin/python" for path in CACHE.glob("venv-*") if (path / "complete").exists()), None)
    if not clones or not python:
        return
    ours = re.compile(rf"{ADDON}_[a-z]+_({clones})(_.*)?")
    bases = {path.stem.removesuffix("_building") for path in CLONES.glob("*/*_building.conf")}
    ready = Ready(None, None, python, None, None, postgres_settings(python))
    for name in sorted(databases(ready)):
        if name in bases or ours.fullmatch(name):
            say(f"dropping database {name}")
            drop_database(ready, name)
