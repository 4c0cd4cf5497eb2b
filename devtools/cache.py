"""The cache outside the clone: where everything that `./dev` prepares is kept.

A folder in it is either complete or absent.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from .console import Refused
from .project import CLONE


def cache_folder():
    """Return $SALES_SEQUENCE_CACHE, or else a folder in the user's own cache."""
    if os.environ.get("SALES_SEQUENCE_CACHE"):
        return Path(os.environ["SALES_SEQUENCE_CACHE"]).expanduser().absolute()
    parent = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(parent).absolute() / "sales-sequence"


CACHE = cache_folder()
CACHE_TAG = CACHE / "CACHEDIR.TAG"
LOGS = CACHE / "logs"
CLONES = CACHE / "clones"  # what belongs to a single clone: configurations and locks


def open_cache():
    """Create the cache with its tag (bford.info/cachedir): `./dev clean` never touches a folder without it."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        if CACHE_TAG.exists():
            return
        is_foreign = any(CACHE.iterdir())
        if not is_foreign:
            CACHE_TAG.write_text("Signature: 8a477f597d28d172789f06886806bc55\n# Everything here is made by ./dev.\n")
    except OSError as error:
        raise Refused(f"The cache cannot be created ({error}); set SALES_SEQUENCE_CACHE to another folder.") from None
    if is_foreign:
        raise Refused(f"{CACHE} contains other files; set SALES_SEQUENCE_CACHE to a new or empty folder.")


@contextlib.contextmanager
def atomic_folder(final):
    """Yield a temporary folder that becomes `final` only if the block succeeds."""
    for stale in CACHE.glob("building-*"):  # left by a killed run: we hold the setup lock
        shutil.rmtree(stale)
    building = Path(tempfile.mkdtemp(prefix="building-", dir=CACHE))
    building.chmod(0o755)
    yield building
    if final.exists():
        shutil.rmtree(final)
    building.rename(final)


def write_script(path, *lines):
    """Write an executable shell script or Python program, atomically: another run never sees half of it."""
    content = "\n".join(["" if path.suffix == ".py" else "#!/bin/sh", *lines, ""])
    if path.exists() and path.read_text() == content:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(content)
    temporary.chmod(0o755)
    return temporary.rename(path)


def short_hash(*parts):
    """Return ten hexadecimal digits that identify all `parts`."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:10]


def sha256(path):
    """Return the SHA256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        for block in iter(lambda: content.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def secret(name):
    """Return a random word, generated once per cache and kept in a file that only this user can read."""
    path = CACHE / f"{name}.secret"
    if not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_hex(16))
        temporary.rename(path)
    return path.read_text()


def clone_id():
    """Return six digits for this clone and cache: neither two clones nor two machines ever share a database."""
    return short_hash(secret("cache"), CLONE)[:6]
