"""The commands of `./dev`. The docstring of each is what `./dev --help` says about it."""

import fcntl
import shutil

from .cache import CACHE, CACHE_TAG, CLONES, clone_id, open_cache
from .console import Refused, say
from .databases import addon_template, copy_database, development_database, drop_our_databases, environment_for
from .file_locks import exclusive, file_lock
from .postgres import stop_cluster, user_server
from .preparation import prepared
from .processes import foreground
from .project import ADDON, CLONE, PYTHONS
from .requirements import make_locks
from .serving import serve
from .testing import run_all_tests, test_environment, try_pythons


def command_setup(_options):
    """prepare everything now, so that later commands start at once"""
    with prepared(tests=True) as ready:
        addon_template(ready)
    say(f"Ready; everything is in {CACHE}.")
    return 0


def command_demo(options):
    """run two working weeks of a demo, then serve it for you to click through"""
    with prepared() as ready, alone_with_demo():
        code, environment = play_demo(ready)
        if code or options.headless:
            return code
        return serve(
            environment, options.port, "Scheduled jobs are off, so that everything stays as the table shows it."
        )


def command_screenshots(_options):
    """run a season of the demo, and take the pictures of the README and the guide from it into docs/images"""
    with prepared(tests=True) as ready, alone_with_demo():
        code, environment = play_demo(ready, "--season")
        return code or foreground([ready.python, CLONE / "demo/screenshots.py", CLONE / "docs/images"], environment)


def alone_with_demo():
    """Wait for, and keep out, other demos of this clone."""
    return exclusive(CLONES / clone_id() / "demo.lock", "… waiting for another ./dev demo")


def play_demo(ready, *options):
    """:return: exit code of the demo, and the environment in which its database can be served"""
    script = CLONE / "demo/run.py"
    if not script.exists():
        raise Refused(f"{script} is missing; the clone is incomplete.")
    template = addon_template(ready)
    name = f"{ADDON}_demo_{clone_id()}"
    copy_database(ready, template, name)
    environment = environment_for(ready, template, name)
    command = [ready.python, script, environment["ODOO_RC"], name, CLONE / "demo-output", *options]
    return foreground(command, environment), environment


def command_test(options):
    """install the addon into a fresh database and run pytest (all further arguments are passed to it). Or, as the first
    argument: --odoo-suites runs Odoo's own suites of crm, mail, calendar and test_mail, and whatever fails there again
    without the addon; --pythons runs setup, the headless demo and the quick tests with each Python from 3.10 to 3.13 on
    this machine"""
    if options.rest[:1] == ["--pythons"]:
        return try_pythons()
    program, arguments = "pytest", options.rest
    if arguments[:1] == ["--odoo-suites"]:
        program, arguments = "tests.odoo_suites", arguments[1:]
    with prepared(tests=True) as ready:
        template = addon_template(ready)
        if not options.rest:
            return run_all_tests(ready, template)
        return foreground([ready.python, "-m", program, *arguments], test_environment(ready, template))


def command_server(options):
    """serve Odoo on localhost with a development database"""
    with prepared() as ready:
        environment = development_database(ready, options.database)
        return serve(environment, options.port, "Scheduled jobs run.", "--max-cron-threads=1")


def command_shell(options):
    """open a Python shell with Odoo's environment on the development database"""
    with prepared() as ready:
        environment = development_database(ready, options.database)
        odoo_bin = environment["SALES_SEQUENCE_ODOO_BIN"]
        return foreground([odoo_bin, "shell", "-c", environment["ODOO_RC"], "--no-http"], environment)


def command_bench(options):
    """run benchmarks/run.py (all further arguments are passed to it)"""
    script = CLONE / "benchmarks/run.py"
    if not script.exists():
        raise Refused(f"{script} is missing; the clone is incomplete.")
    with prepared() as ready, exclusive(CLONES / clone_id() / "bench.lock", "… waiting for another ./dev bench"):
        template = addon_template(ready)
        name = f"{ADDON}_bench_{clone_id()}"
        copy_database(ready, template, name)
        return foreground([ready.python, script, *options.rest], environment_for(ready, template, name))


def command_lint(_options):
    """run the direction check, ruff, pylint-odoo and vermin, which reports what the oldest Python lacks"""
    with prepared(server=False) as ready:
        folders = [name for name in (ADDON, "tests", "demo", "benchmarks", "devtools") if (CLONE / name).is_dir()]
        oldest = [f"--target={PYTHONS[-1]}-", "--violations", "--no-tips", "--no-parse-comments"]
        checks = {
            "directions": [ready.python, "-m", "devtools.directions"],
            "ruff": [ready.python, "-m", "ruff", "check", "."],
            "pylint-odoo": [ready.python, "-m", "pylint", "--recursive=y", *folders],
            "vermin": [ready.python.parent / "vermin", *oldest, "dev", *folders],
        }
        code = 0
        for name, command in checks.items():
            say(f"→ {name}")
            code = foreground(command, ready.environment) or code
        return code


def command_lock(options):
    """rewrite the files in requirements/ from pyproject.toml for every Python, of which only the running one is needed.
    Pins that still fit are kept; --upgrade takes the newest versions that pyproject.toml allows (all further arguments
    are passed to uv)"""
    open_cache()
    make_locks(options.rest)
    return 0


def command_stop(_options):
    """stop our PostgreSQL if a killed run left it behind"""
    if not CACHE_TAG.exists():
        say("Nothing is running.")
        return 0
    if not file_lock(CACHE / "use.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
        raise Refused("Another ./dev is using PostgreSQL; stop that first.")
    say("PostgreSQL stopped." if stop_cluster() else "Nothing is running.")
    return 0


def command_clean(_options):
    """remove all databases and everything that was prepared"""
    if not CACHE_TAG.exists():
        say(f"Nothing to remove in {CACHE}.")
        return 0
    if not file_lock(CACHE / "use.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
        raise Refused("Another ./dev is using this cache; stop that first.")
    if user_server():
        drop_our_databases()
    stop_cluster()
    # The tag goes last, so that an interrupted clean can be run again.
    for path in sorted(CACHE.iterdir(), key=lambda path: (path == CACHE_TAG, path)):
        say(f"removing {path}")
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    CACHE.rmdir()
    return 0


COMMANDS = {
    "setup": command_setup,
    "demo": command_demo,
    "screenshots": command_screenshots,
    "test": command_test,
    "server": command_server,
    "shell": command_shell,
    "bench": command_bench,
    "lint": command_lint,
    "lock": command_lock,
    "stop": command_stop,
    "clean": command_clean,
}
# Commands that pass their arguments on to the program that they run.
PASSED_ON = ("test", "bench", "lock")
