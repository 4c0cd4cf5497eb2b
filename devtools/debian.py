"""Debian packages, downloaded and verified without root and without touching the system's own package state."""

import os
import re
import shutil
from pathlib import Path

from .cache import CACHE, sha256
from .console import Refused, stage
from .processes import output_of, run

DEBIAN_SUITES = {"stable", "oldstable", "testing", "unstable", "sid", "bullseye", "bookworm", "trixie", "forky", "duke"}
DEBIAN_KEYRINGS = [Path(f"/usr/share/keyrings/debian-archive-keyring.{ending}") for ending in ("gpg", "pgp")]


def debian_mirror():
    """Return the URI of Debian's main archive, taken from the machine's own package sources."""
    if os.environ.get("SALES_SEQUENCE_DEBIAN_MIRROR"):
        return os.environ["SALES_SEQUENCE_DEBIAN_MIRROR"]
    advice = "install its keys (debian-archive-keyring) and set SALES_SEQUENCE_DEBIAN_MIRROR to a mirror of Debian, or "
    advice += "set ODOO_SOURCE to a checkout of Odoo 19"
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Refused(
            "Fetching Odoo needs apt and dpkg, which this machine lacks; set ODOO_SOURCE to a checkout of Odoo 19."
        )
    columns = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    listed = output_of(["apt-get", "indextargets", "--format", columns, "Created-By: Packages"])
    for uri, suite, component in (line.split() for line in listed.splitlines() if len(line.split()) == 3):
        if suite in DEBIAN_SUITES and component == "main" and not uri.startswith("cdrom:"):
            return uri
    raise Refused(f"None of this machine's package sources is Debian's main archive; {advice}.")


def debian_keyring(mirror):
    """Return the file with the keys that sign `mirror`, as named by the machine's sources, or else Debian's own."""
    if os.environ.get("SALES_SEQUENCE_DEBIAN_KEYRING"):
        return Path(os.environ["SALES_SEQUENCE_DEBIAN_KEYRING"])
    folder = Path("/etc/apt/sources.list.d")
    for path in [Path("/etc/apt/sources.list"), *sorted(folder.glob("*.list")), *sorted(folder.glob("*.sources"))]:
        separator = r"\n\s*\n" if path.suffix == ".sources" else "\n"
        for entry in re.split(separator, path.read_text() if path.exists() else ""):
            named = re.search(r"signed-by\s*[:=]\s*(/[^\s\],]+)", entry, re.IGNORECASE)
            if mirror.rstrip("/") in entry and named and Path(named[1]).exists():
                return Path(named[1])
    return next((path for path in DEBIAN_KEYRINGS if path.exists()), None)


def apt_configuration(folder, *lines):
    """Write an apt configuration that keeps all of apt's state in `folder`, and return the options that select it."""
    for name in ("lists/partial", "archives/partial", "empty"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = {
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder,
        "Dir::Cache::archives": folder / "archives",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": folder / "empty",
        "Dir::Log": folder,
        # Otherwise apt would switch to the user _apt, who cannot enter a private folder.
        "APT::Sandbox::User": "root",
        "Acquire::ForceHash": "SHA256",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "true",
    }
    content = [f'{key} "{value}";' for key, value in settings.items()]
    # The machine's own hooks maintain the system's package state, which does not change here.
    content += ["#clear APT::Update::Post-Invoke;", "#clear APT::Update::Post-Invoke-Success;", *lines]
    (folder / "apt.conf").write_text("\n".join(content) + "\n")
    return ["-c", folder / "apt.conf"]


def fetch_debian_packages(names, folder):
    """Download packages ("name/suite") into `folder` and return (file, SHA256) of each.

    apt verifies the signature of the index, and each file is checked against it.
    """
    mirror = debian_mirror()
    keyring = debian_keyring(mirror)
    signed_by = f"[signed-by={keyring}] " if keyring else ""
    apt = CACHE / "apt"
    apt.mkdir(parents=True, exist_ok=True)
    suites = sorted({name.split("/")[1] for name in names})
    (apt / "sources.list").write_text("".join(f"deb {signed_by}{mirror} {suite} main\n" for suite in suites))
    (apt / "status").write_text("")
    options = apt_configuration(
        apt,
        f'Dir::Etc::sourcelist "{apt / "sources.list"}";',
        f'Dir::Etc::sourceparts "{apt / "empty"}";',
        f'Dir::State::status "{apt / "status"}";',
    )
    with stage("Debian's package index"):
        run(["apt-get", *options, "update", "--error-on=any"], "apt-update")
    with stage(f"{names[0].split('/')[0]}{f' and {len(names) - 1} small packages' if names[1:] else ''} from Debian"):
        run(["apt-get", *options, "download", *names], "apt-download", folder=folder)
    planned = output_of(["apt-get", *options, "download", "--print-uris", *names])
    checksums = re.findall(r"^'[^']+' (\S+) \d+ SHA256:([0-9a-f]{64})", planned, re.MULTILINE)
    if len(checksums) != len(names):
        raise Refused(f"{mirror} has {len(checksums)} of {len(names)} packages; set SALES_SEQUENCE_DEBIAN_MIRROR.")
    for file_name, expected in checksums:
        if sha256(folder / file_name) != expected:
            raise Refused(f"{file_name} does not match the checksum in Debian's index; run the same command again.")
    return [(folder / file_name, expected) for file_name, expected in checksums]
