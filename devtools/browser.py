"""A browser for the tests."""

import shlex
import shutil

from .cache import CACHE, atomic_folder, write_script
from .console import Refused, stage
from .debian import apt_configuration
from .processes import run

FONTS_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{root}/fontcache</cachedir></fontconfig>
"""


def browser_folder():
    """Return the folder of our own Chromium, or None if the machine has one installed."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")):
        return None
    final = CACHE / "chromium"
    if not final.exists():
        with atomic_folder(final) as building:
            unpack_chromium(building, final)
    return final


def unpack_chromium(building, final):
    """Unpack Debian's Chromium and the libraries that this machine lacks, without installing anything."""
    if not shutil.which("apt-get"):
        raise Refused("The browser tests need Chromium; install it and run the same command again.")
    apt = building / "apt"
    apt.mkdir()
    options = apt_configuration(apt)
    with stage("package index of this machine's own sources"):
        run(["apt-get", *options, "update"], "apt-update")
    with stage("Chromium for the browser tests"):
        install = ["install", "--yes", "--download-only", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        run(["apt-get", *options, *install], "apt-chromium")
        for package in sorted((apt / "archives").glob("*.deb")):
            run(["dpkg", "-x", package, building], "unpack")
    shutil.rmtree(apt)
    patterns = ("usr/lib/*-linux-gnu*/**/*.so*", "lib/*-linux-gnu*/*.so*")
    libraries = {path.parent.relative_to(building) for pattern in patterns for path in building.glob(pattern)}
    search_path = ":".join(str(final / folder) for folder in sorted(libraries))
    (building / "fonts.conf").write_text(FONTS_CONFIGURATION.format(root=final))
    write_script(
        building / "bin/chromium",
        f"export LD_LIBRARY_PATH={shlex.quote(search_path)}",
        f"[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE={shlex.quote(str(final / 'fonts.conf'))}",
        f'exec {shlex.quote(str(final / "usr/lib/chromium/chromium"))} "$@"',
    )
