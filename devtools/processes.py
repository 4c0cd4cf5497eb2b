"""Child processes: they end with us, and their errors become one message."""

import os
import shlex
import shutil
import signal
import socket
import subprocess

from .cache import LOGS
from .console import Refused
from .file_locks import HELD
from .project import CLONE


def spawn(command, environment=None, outlive=False, **options):
    """Start a program that ends with us, even if we are killed. Only a server may `outlive` us."""
    if not shutil.which(command[0]):
        raise Refused(f"The program {command[0]} is missing; install it and run the same command again.")
    # A child that is slow to end holds our locks until it has ended, and the next run waits for it.
    guard = [] if outlive or not shutil.which("setpriv") else ["setpriv", "--pdeathsig", "INT", "--"]
    return subprocess.Popen(
        [*guard, *(str(part) for part in command)],
        env=environment or clean_environment(),
        pass_fds=[] if outlive else [handle.fileno() for handle in HELD],
        **options,
    )


def end_child(child, send, number):
    """Signal a child that is still running, and kill it after 15 seconds. `send` is os.kill or os.killpg."""
    if child.poll() is None:
        send(child.pid, number)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            send(child.pid, signal.SIGKILL)
            child.wait()


def failure(command, code, text):
    """Return the message for a failed program: its command line and its last lines of output."""
    last_lines = "\n    ".join(text.strip().splitlines()[-15:])
    return f"{shlex.join(str(part) for part in command[:4])} … failed ({code}):\n    {last_lines}"


def run(command, log, environment=None, folder=None, outlive=False):
    """Run a program and return its log file, named after `log`. If it fails, raise Refused with its last lines."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("w") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        # In a session of its own, so that an interruption ends the program with everything it started.
        child = spawn(command, environment, outlive, cwd=folder, start_new_session=True, **streams)
        try:
            code = child.wait()
        finally:
            end_child(child, os.killpg, signal.SIGTERM)
    if code:
        raise Refused(f"{failure(command, code, path.read_text(errors='replace'))}\n  Full log: {path}")
    return path


def output_of(command, environment=None):
    """Run a short program and return its output. If it fails, raise Refused with its errors."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    child = spawn(command, environment, text=True, **pipes)
    output, errors = child.communicate()
    if child.returncode:
        raise Refused(failure(command, child.returncode, errors or output))
    return output


def foreground(command, environment, **streams):
    """Run a program in the user's terminal and return its exit code. The program itself handles Ctrl-C."""
    child = spawn(command, environment, cwd=CLONE, **streams)
    # Not SIG_IGN: the child would inherit it and could not be interrupted at all.
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return child.wait()
    finally:
        # Both pytest and Odoo clean up on SIGINT; on SIGTERM pytest does not.
        end_child(child, os.kill, signal.SIGINT)
        signal.signal(signal.SIGINT, previous)


def clean_environment():
    """Return the user's environment without the variables that would make our Python import other packages."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def free_port(wanted=0):
    """Return the TCP port `wanted`, or any free one if it is 0. Return None if `wanted` is taken."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", wanted))
        except OSError:
            return None
        return listener.getsockname()[1]
