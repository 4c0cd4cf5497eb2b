"""The command line of `./dev`: its arguments, its signals and its exit codes."""

import argparse
import signal
import sys

from .commands import COMMANDS, PASSED_ON
from .console import Refused

ABOUT = """\
On a Debian-like machine with any Python from 3.10 to 3.13, as root or not, ./dev sets up what the addon needs: Odoo 19
(Debian's package, or your own checkout), a virtual environment with the pinned requirements, PostgreSQL and a browser.
All of that lives in a cache outside the clone, so that the next clone starts at once. Nothing is installed into the
system, and no service is left running."""
VARIABLES = """environment variables:
  SALES_SEQUENCE_PYTHON          the Python to work with (default: the one that runs ./dev, or else the best found)
  SALES_SEQUENCE_CACHE           where everything is prepared (default: sales-sequence in your cache folder)
  ODOO_SOURCE                    your own checkout of Odoo 19 instead of Debian's package
  PGHOST, PGPORT, DATABASE_URL   your own PostgreSQL server instead of ours (PGUSER, PGPASSWORD as usual)
  SALES_SEQUENCE_DEBIAN_MIRROR   a mirror of Debian, if the machine's package sources name none
  SALES_SEQUENCE_DEBIAN_KEYRING  the file with the keys that sign that mirror"""


class Terminated(BaseException):
    """SIGTERM or SIGHUP arrived: unwind, so that children and PostgreSQL are stopped."""


def parse(arguments):
    """Return the command line as a namespace. `rest` has the arguments that a command passes on to its program."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="./dev", description=ABOUT, epilog=VARIABLES, formatter_class=raw)
    parser.add_argument("--verbose", action="store_true", help="show the Python traceback of an error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        usage = f"./dev {name} [arguments, passed on]" if name in PASSED_ON else None
        command = commands.add_parser(name, help=function.__doc__, description=function.__doc__, usage=usage)
        if name == "demo":
            help_text = "do not serve, but exit with 0 if every expected outcome came true"
            command.add_argument("--headless", action="store_true", help=help_text)
        if name in ("demo", "server"):
            command.add_argument("--port", type=int, help="the port to serve on (default: 8069, or any free one)")
        if name in ("server", "shell"):
            command.add_argument("--database", help="an existing database (default: this clone's development database)")
    position = next((n for n, argument in enumerate(arguments) if argument in COMMANDS), len(arguments))
    rest = arguments[position + 1 :]
    if arguments[position : position + 1] and arguments[position] in PASSED_ON and rest[:1] not in (["-h"], ["--help"]):
        options = parser.parse_args(arguments[: position + 1])
    else:
        options, rest = parser.parse_args(arguments), []
    options.rest = rest
    return options


def terminate(*_):
    """Handle SIGTERM and SIGHUP."""
    raise Terminated


def main():
    """Run the command and return the exit code: 1 for an error that was printed, 130 or 143 for an interruption."""
    options = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, terminate)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, terminate)
    try:
        return COMMANDS[options.command](options)
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again to continue.", file=sys.stderr)
        return 130
    except Terminated:
        print("\nTerminated; run the same command again to continue.", file=sys.stderr)
        return 143
    except (Refused, OSError) as error:
        if options.verbose:
            raise
        print(f"./dev {options.command}: {error}", file=sys.stderr)
        return 1
