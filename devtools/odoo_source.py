"""Odoo 19 itself: Debian's package, or the user's own checkout."""

import os
import re
import shutil
from pathlib import Path

from .cache import CACHE, atomic_folder
from .console import Refused, stage
from .debian import fetch_debian_packages
from .processes import output_of, run

# Odoo's fonts and old JavaScript libraries are relative links into the other packages. Debian's unstable no longer has
# the Font Awesome files that Odoo links to, so those come from stable.
ODOO_PACKAGES = (
    "odoo-19/unstable",
    "fonts-montserrat/unstable",
    "fonts-font-awesome/stable",
    "fonts-roboto-unhinted/stable",
    "fonts-inconsolata/stable",
    "libjs-jquery/stable",
    "libjs-jquery-form/stable",
    "libjs-underscore/stable",
)
DEBIAN_PYTHON = "usr/lib/python3/dist-packages"  # the package's folder for Python's path


def find_odoo():
    """Return the folder that Odoo 19 is imported from, and a key that changes with its version."""
    if os.environ.get("ODOO_SOURCE"):
        return odoo_checkout(Path(os.environ["ODOO_SOURCE"]).expanduser().absolute())
    final = CACHE / "odoo-19"
    if not final.exists():
        with atomic_folder(final) as building:
            unpack_odoo(building)
        shutil.rmtree(CACHE / "apt", ignore_errors=True)
    return final / DEBIAN_PYTHON, (final / "packages").read_text()


def odoo_checkout(source):
    """Return folder and key of the user's own checkout, which must be one of Odoo 19."""
    version = source / "odoo/release.py"
    if not (source / "odoo/addons/base").is_dir() or not version.exists():
        raise Refused(f"ODOO_SOURCE={source} is not a checkout of Odoo (no odoo/addons/base in it).")
    if not re.search(r"^version_info\s*=\s*\(19,\s*0\b", version.read_text(), re.MULTILINE):
        raise Refused(f"ODOO_SOURCE={source} is not Odoo 19.0, which this addon requires.")
    head = source / ".git/HEAD"
    return source, f"{source} {output_of(['git', '-C', source, 'rev-parse', 'HEAD']) if head.exists() else ''}"


def unpack_odoo(building):
    """Download and unpack Odoo with the packages that its links point to."""
    downloads = CACHE / "apt/downloads"  # survives an interruption, so that complete files are not downloaded again
    downloads.mkdir(parents=True, exist_ok=True)
    packages = fetch_debian_packages(ODOO_PACKAGES, downloads)
    with stage("unpacking Odoo"):
        for path, _checksum in packages:
            run(["dpkg", "-x", path, building], "unpack")
    # The web client's bundle lists this file, which Debian leaves out. Missing, it would fail every browser test.
    missing = building / DEBIAN_PYTHON / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    missing.parent.mkdir(parents=True, exist_ok=True)
    missing.touch()
    (building / "packages").write_text("".join(f"{path.name} {checksum}\n" for path, checksum in packages))
