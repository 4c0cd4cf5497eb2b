"""Everything together: prepare what a command needs, and stop afterwards what was started for it."""

import contextlib
import fcntl
import os
import shlex

from .browser import browser_folder
from .cache import CACHE, CLONES, clone_id, open_cache, short_hash, write_script
from .databases import Ready, base_database, data_folder
from .file_locks import exclusive, file_lock
from .interpreters import interpreter
from .odoo_source import find_odoo
from .postgres import postgres_programs, postgres_runner, postgres_settings, stop_cluster_if_unused, user_server
from .processes import clean_environment
from .project import lock_file
from .virtual_environment import others_addons, virtual_environment


@contextlib.contextmanager
def prepared(server=True, tests=False):
    """Prepare what a command needs and yield it as `Ready`.

    :param server: with PostgreSQL and the base database
    :param tests: with a browser and the addons of others
    """
    open_cache()
    use = file_lock(CACHE / "use.lock", fcntl.LOCK_SH)
    try:
        with exclusive(CACHE / "setup.lock", "… waiting for another ./dev to prepare the cache"):
            odoo_path, odoo_key = find_odoo()
            base = interpreter()
            python = virtual_environment(base)
            browser_bin = browser_folder() if tests else None
            postgres = postgres_settings(python) if server else {}
            environment = child_environment(odoo_path, python, browser_bin, postgres)
            if tests:
                environment["SALES_SEQUENCE_OTHERS_ADDONS"] = str(others_addons(python))
            ready = Ready(odoo_path, odoo_key, python, lock_file(base.version), environment, postgres)
            if server:
                base_database(ready)
        yield ready
    finally:
        stop_cluster_if_unused(use)


def child_environment(odoo_path, python, browser_bin, postgres):
    """Return the environment of everything that we start; tests/conftest.py describes it."""
    environment = {**clean_environment(), **postgres}
    for unwanted in ("PGDATABASE", "DATABASE_URL"):  # each program names its own database
        environment.pop(unwanted, None)
    # One for each Python and Odoo, because two runs of this clone may differ in both.
    odoo_bin = CLONES / clone_id() / f"odoo-bin-{short_hash(python, odoo_path)}"
    # Not `python -m odoo`: a server with workers starts its own program file again, for websockets.
    program = write_script(odoo_bin.with_suffix(".py"), "from odoo.cli.command import main", "main()")
    write_script(
        odoo_bin,
        f"export SALES_SEQUENCE_ODOO_PATH={shlex.quote(str(odoo_path))}",
        f'exec {shlex.quote(str(python))} {shlex.quote(str(program))} "$@"',
    )
    programs = [str(python.parent)]
    if browser_bin:
        programs.append(str(browser_bin / "bin"))
    # Our PostgreSQL's programs come first only for our own server: another server needs those of its own version.
    client = str(postgres_programs(python))
    inherited = environment.get("PATH", os.defpath)
    order = [*programs, inherited, client] if user_server() else [*programs, client, inherited]
    environment.update(
        PATH=os.pathsep.join(order),
        SALES_SEQUENCE_ODOO_PATH=str(odoo_path),
        SALES_SEQUENCE_ODOO_BIN=str(odoo_bin),
        SALES_SEQUENCE_PG_RUN=str(postgres_runner(python)),
        SALES_SEQUENCE_DATA_DIR=str(data_folder()),
    )
    return environment
