"""The files in requirements/, which pin every package with its hashes."""

import shutil
import sys
import tempfile

from .console import stage
from .processes import run
from .project import ADDONS_LOCK, BUILD_LOCK, CLONE, PYTHONS, lock_file

LOCK_MAKER = "uv==0.13.9"
# Pure Python packages without a wheel. All others have one, so that no ordinary machine needs a compiler.
SOURCES_ONLY = ("docopt", "ofxparse")
LOCK_TITLE = """# {what}.
# With the SHA256 of each file, which pip checks. Made from the dependency groups of pyproject.toml by ./dev lock.
"""


def make_locks(arguments):
    """Write all files of requirements/ from the dependency groups of pyproject.toml.

    :param arguments: options of `uv pip compile`; without any, pins that still fit are kept
    """
    with tempfile.TemporaryDirectory(prefix="sales-sequence-lock-") as folder:
        with stage(LOCK_MAKER):
            run([sys.executable, "-m", "venv", folder], "lock")
            run([f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check", "install", LOCK_MAKER], "lock")
        uv = f"{folder}/bin/uv"
        oldest = PYTHONS[-1]
        for version in PYTHONS:
            title = f"Every package of the development environment under Python {version}"
            write_lock([uv, *arguments], lock_file(version), title, version, ["odoo", "test", "lint"], SOURCES_ONLY)
        write_lock([uv, *arguments], BUILD_LOCK, "What installs the packages of the other locks", oldest, ["build"])
        # --no-deps: they depend on a distribution named `odoo`, which no index has.
        title = "Addons of others that the tests install beside ours, and what they import beyond the other locks"
        write_lock([uv, *arguments, "--no-deps"], ADDONS_LOCK, title, oldest, ["addons"])


def write_lock(maker, path, title, version, groups, sources_only=()):
    """Write one lock: `groups` of pyproject.toml for a Python version, with the files for all platforms.

    On an ordinary Linux on x86-64 all but `sources_only` are wheels. On arm64 libsass and psutil need a compiler.
    """
    uv, *arguments = maker
    command = [uv, "pip", "compile", "--system-certs", "--generate-hashes", "--no-annotate", "--no-header"]
    command += ["--python-version", version, "--python-platform", "x86_64-manylinux_2_28", "--only-binary", ":all:"]
    command += [f"--no-binary={name}" for name in sources_only]
    command += [f"--group={group}" for group in groups]
    building = path.with_suffix(".new")
    if path.exists():
        shutil.copy(path, building)  # its pins are kept where they still fit
    try:
        with stage(str(path.relative_to(CLONE))):
            run([*command, *arguments, "--output-file", building], "lock", folder=CLONE)
        path.write_text(LOCK_TITLE.format(what=title) + building.read_text())
    finally:
        building.unlink(missing_ok=True)
