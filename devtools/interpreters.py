"""The Pythons of this machine, and the one to work with.

Runs in any Python 3 from 3.6 on, because this is how `./dev` finds a newer one.
"""

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

from .console import Refused
from .processes import clean_environment
from .project import PYTHONS

# A Python of this machine: its path, its version as in PYTHONS, and whether it can install pip into an environment.
Interpreter = namedtuple("Interpreter", "path version has_pip")

# Prints the version, the implementation, whether pip is included and where a shim leads. Old Pythons run it, too.
PROBE = """
import sys, sysconfig, venv
try:
    import ensurepip
except ImportError:
    ensurepip = None
kind = "free-threaded" if sysconfig.get_config_var("Py_GIL_DISABLED") else sys.implementation.name
print("%d.%d" % sys.version_info[:2], kind, "pip" if ensurepip else "bare", sys.executable)
"""


def probe(path):
    """Return the `Interpreter` at `path` if it is a CPython from 3.10 to 3.13 with venv, otherwise None.

    A shim for a version that is not active does not even run.
    """
    try:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        output = subprocess.run([str(path), "-c", PROBE], env=clean_environment(), timeout=60, **pipes).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, kind, pip, executable = (os.fsdecode(output).strip().split(" ", 3) + [""] * 4)[:4]
    return Interpreter(executable, version, pip == "pip") if kind == "cpython" and version in PYTHONS else None


def interpreters():
    """Yield every suitable Python of this machine: first the one that runs us, then by version, best first.

    A version may come more than once.
    """
    folders = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder]
    # On the PATH pyenv has only its shims, which fail for versions that are not active.
    pyenv = os.environ.get("PYENV_ROOT") or f"{os.environ.get('HOME', '')}/.pyenv"
    folders += sorted(Path(pyenv).glob("versions/*/bin"), reverse=True)
    paths = [Path(sys.executable)]
    for name in [*(f"python{version}" for version in PYTHONS), "python3"]:
        paths += [folder / name for folder in folders if os.access(str(folder / name), os.X_OK)]
    by_file = {}
    for path in paths:
        by_file.setdefault(os.path.realpath(str(path)), path)
    for path in by_file.values():
        found = probe(path)
        if found:
            yield found


def interpreter():
    """Return the `Interpreter` to work with: $SALES_SEQUENCE_PYTHON, or else the one that runs us, or else the best.

    A Python that includes pip is preferred to one that does not.
    """
    named = os.environ.get("SALES_SEQUENCE_PYTHON")
    if named:
        found = probe(Path(shutil.which(named) or named).expanduser())
        if not found:
            wanted = f"a Python from {PYTHONS[-1]} to {PYTHONS[0]} that runs"
            raise Refused(f"SALES_SEQUENCE_PYTHON={named} is not {wanted}; name another one, or unset it.")
        return found
    bare = None
    for found in interpreters():
        if found.has_pip:
            return found
        bare = bare or found
    if bare:
        return bare
    raise Refused(
        f"Odoo 19 needs a Python from {PYTHONS[-1]} to {PYTHONS[0]} with the module venv. This is Python "
        f"{sys.version.split()[0]}, and no suitable one was found; install one, or name it in SALES_SEQUENCE_PYTHON."
    )
