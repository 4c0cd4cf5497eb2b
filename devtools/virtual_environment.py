"""The virtual environment with the pinned packages, and the addons of others that the tests install."""

import os
import shutil

from .cache import CACHE, atomic_folder, short_hash
from .console import Refused, stage
from .debian import fetch_debian_packages
from .odoo_source import DEBIAN_PYTHON
from .processes import clean_environment, run
from .project import ADDONS_LOCK, BUILD_LOCK, CLONE, lock_file


def virtual_environment(base):
    """Return the Python of a virtual environment with everything in the lock for `base`, an `Interpreter`."""
    lock = lock_file(base.version)
    key = short_hash(lock.read_text(), BUILD_LOCK.read_text(), os.path.realpath(base.path))
    folder = CACHE / f"venv-{key}"
    python = folder / "bin/python"
    if not (folder / "complete").exists() or not python.exists():
        # Built in place, unlike other folders, because the scripts of a virtual environment contain its path. The file
        # "complete" marks it as usable.
        shutil.rmtree(folder, ignore_errors=True)
        build_virtual_environment(base, folder, lock)
    point_to_odoo(python)
    return python


def build_virtual_environment(base, folder, lock):
    """Create the environment and install the packages."""
    with stage(f"Python {base.version} environment"):
        run([base.path, "-m", "venv", *([] if base.has_pip else ["--without-pip"]), folder], "venv")
    python = folder / "bin/python"
    pip = ["-m", "pip"] if base.has_pip else [debian_pip(base)]
    with stage(f"Python packages in {lock.relative_to(CLONE)}"):
        pip_install(python, "-r", BUILD_LOCK, pip=pip)
        # Some packages have no wheel. Built in isolation, they would fetch a setuptools whose hash nobody checks.
        pip_install(python, "--no-build-isolation", "-r", lock)
    (folder / "complete").touch()


def debian_pip(base):
    """Return Debian's own wheel of pip, which Python can run as it is.

    It is for a Python without ensurepip, which Debian ships in a package of its own (python3-venv).
    """
    final = CACHE / "pip"
    if not final.exists():
        downloads = CACHE / "apt/downloads"
        downloads.mkdir(parents=True, exist_ok=True)
        try:
            with atomic_folder(final) as building:
                for path, _checksum in fetch_debian_packages(["python3-pip-whl/stable"], downloads):
                    run(["dpkg", "-x", path, building], "unpack")
        except Refused as error:
            advice = f"apt-get install python{base.version}-venv, or whatever provides ensurepip on this system"
            raise Refused(
                f"{base.path} cannot install pip ({advice}), and Debian's is not available. {error}"
            ) from None
        shutil.rmtree(CACHE / "apt")
    return next(final.glob("usr/share/python-wheels/pip-*.whl")) / "pip"


def pip_install(python, *arguments, pip=("-m", "pip")):
    """Install packages from a lock, checking the hash of each file, with the machine's own pip settings."""
    # Constraints of the machine are for unpinned packages; here they could only contradict the lock.
    environment = {**clean_environment(), "PIP_CONSTRAINT": os.devnull}
    options = ["--disable-pip-version-check", "install", "--no-user", "--require-hashes"]
    run([python, *pip, *options, *arguments], "pip", environment)


def others_addons(python):
    """Return the folder, for Python's path, of the addons of others that the tests install beside ours."""
    final = CACHE / f"addons-{short_hash(ADDONS_LOCK.read_text())}"
    if not final.exists():
        with stage(f"addons in {ADDONS_LOCK.relative_to(CLONE)}"), atomic_folder(final) as building:
            # They depend on a distribution named `odoo`, which no index has.
            pip_install(python, "--no-deps", "--target", building, "-r", ADDONS_LOCK)
    return final


def point_to_odoo(python):
    """Put Odoo on the environment's path, unless a run names another one: a namespace package must not mix two."""
    path = next(python.parent.parent.glob("lib/python*/site-packages")) / "odoo.pth"
    default = str(CACHE / "odoo-19" / DEBIAN_PYTHON)
    line = f"import os, sys; sys.path.append(os.environ.get('SALES_SEQUENCE_ODOO_PATH', {default!r}))\n"
    if not path.exists():
        temporary = path.with_suffix(".new")
        temporary.write_text(line)
        temporary.rename(path)
