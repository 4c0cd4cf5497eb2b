"""The project's name, the Pythons it supports and its files in this clone."""

from pathlib import Path

ADDON = "sales_sequence"
# The Pythons that Odoo 19 runs on, best first. Each has its own lock in requirements/.
PYTHONS = ("3.13", "3.12", "3.11", "3.10")

CLONE = Path(__file__).resolve().parent.parent
LOCKS = CLONE / "requirements"
BUILD_LOCK = LOCKS / "build.lock"
ADDONS_LOCK = LOCKS / "addons.lock"


def lock_file(version):
    """Return the file that pins every package for a Python version."""
    return LOCKS / f"python{version}.lock"
