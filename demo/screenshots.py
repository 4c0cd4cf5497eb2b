"""The pictures of the README and the guide, taken from the database of the demo in a real browser.

Usage: screenshots.py FOLDER

The environment says which Odoo and which database (`./dev screenshots` sets it). A picture with the suffix `-phone` is
390 pixels wide, the others are 1400.
"""
# pylint: disable=print-used

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import namedtuple
from pathlib import Path

from chromium import Chromium

WIDE, PHONE = (1400, 900, False), (390, 844, True)
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())

# `clicks` are (selector, text) pairs, each clicked once the page is there; `selector` is what to wait for first.
Shot = namedtuple("Shot", "name path selector clicks sizes", defaults=((), (WIDE, PHONE)))

SHOTS = [
    Shot("my-day", "/odoo/my-day", ".o_sales_sequence_day"),
    Shot("answers", "/odoo/answers", ".o_sales_sequence_answers"),
    Shot("library", "/odoo/sequence-library", ".o_kanban_record", (), (WIDE,)),
    Shot(
        "sequence", "/odoo/sequences", ".o_kanban_record:not(.o_kanban_ghost)", ((".o_kanban_record", "five"),), (WIDE,)
    ),
]


@contextlib.contextmanager
def running_odoo():
    """Serve the database on a free port, without scheduled jobs. :return: the address"""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [os.environ["SALES_SEQUENCE_ODOO_BIN"], "-c", os.environ["ODOO_RC"], f"--http-port={port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://localhost:{port}"
    try:
        for _second in range(120):
            with contextlib.suppress(OSError, urllib.error.URLError):
                DIRECT.open(f"{url}/web/login", timeout=60).close()
                break
            time.sleep(1)
        yield url
    finally:
        server.terminate()
        server.wait()


def log_in(url, login):
    """:return: value of the session cookie of a user whose password is the login"""
    parameters = {"db": os.environ["SALES_SEQUENCE_DB"], "login": login, "password": login}
    request = urllib.request.Request(
        f"{url}/web/session/authenticate",
        json.dumps({"jsonrpc": "2.0", "params": parameters}).encode(),
        {"Content-Type": "application/json"},
    )
    with DIRECT.open(request) as answer:
        cookies = answer.headers.get_all("Set-Cookie")
    return next(one.split(";")[0].split("=", 1)[1] for one in cookies if one.startswith("session_id"))


def main(folder):
    """Take all pictures."""
    folder = Path(folder)
    with running_odoo() as url:
        session = log_in(url, "admin")
        for size in (WIDE, PHONE):
            with Chromium(url, session, *size) as browser:
                for shot in SHOTS:
                    if size in shot.sizes:
                        browser.open(shot.path, shot.selector)
                        for selector, text in shot.clicks:
                            browser.click(selector, text)
                        path = folder / f"{shot.name}{'-phone' if size is PHONE else ''}.png"
                        browser.shoot(path)
                        print(f"  {path.name}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
