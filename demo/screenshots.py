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

WIDE, TALL, EDITOR, PHONE = (1400, 900, False), (1400, 1340, False), (1400, 1660, False), (390, 844, True)
# The cards begin where a phone ends.
LONG_PHONE = (390, 1500, True)
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# `path` may be a function of the session, which looks for a record. `clicks` are (selector, text) pairs, each clicked
# once `selector` is there.
Shot = namedtuple("Shot", "name path selector login clicks sizes", defaults=("nora", (), (WIDE, PHONE)))


def first_open_call(session):
    """:return: path of a lead whose call is open"""
    open_calls = [["state", "=", "todo"], ["channel", "=", "call"]]
    enrollment_ids = session.search("sales.sequence.touch", open_calls, "enrollment_id")
    lead_ids = session.search("sales.sequence.enrollment", [["id", "=", enrollment_ids[0]]], "lead_id")
    return f"/odoo/crm/{lead_ids[0]}"


def neglected(session):
    """:return: path of the sequence of which there is most to say"""
    return f"/odoo/sequences/{session.search('sales.sequence', [['name', '=', 'Webinar follow-up']], 'id')[0]}"


def of_second_version(path, field):
    """:return: a function of the session: `path` with what `field` of the second version's first step names"""

    def find(session):
        return f"{path}/{session.search('sales.sequence.step', [['sequence_id.version_number', '=', 2]], field)[0]}"

    return find


RESULTS = of_second_version("/odoo/sequence-results", "sequence_id")
SEQUENCE = of_second_version("/odoo/sequences", "sequence_id")
EXPERIMENT = of_second_version("/odoo/sequence-experiment", "id")

OPEN_STEP = ".o_sales_sequence_editor_step button[name=open]"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
ADVICE = ".o_sales_sequence_advice li"
COMPARISON_PAGE = ".o_notebook .nav-link[name=comparison]"
COMPARISON = ".o_sales_sequence_comparison_counts"

SHOTS = [
    Shot("my-day", "/odoo/my-day", ".o_sales_sequence_day_columns"),
    Shot("answers", "/odoo/answers", ".o_sales_sequence_answer_columns"),
    Shot("lead-panel", first_open_call, ".o_sales_sequence_panel"),
    Shot("mark-done", first_open_call, ".o-mail-Activity", clicks=[(".o-mail-Activity-markDone", "")], sizes=[WIDE]),
    Shot("results", RESULTS, ".o_sales_sequence_results canvas", "admin", sizes=(TALL, PHONE)),
    Shot("experiment", EXPERIMENT, ".o_sales_sequence_experiment_rates", "admin"),
    Shot("dashboard", "/odoo/sequences-dashboard", ".o_sales_sequence_dashboard canvas", "admin", sizes=(TALL, PHONE)),
    Shot("library", "/odoo/sequence-library", CARD, "admin", sizes=[WIDE]),
    Shot("sequence", SEQUENCE, ".o_sales_sequence_preview_body", "admin", sizes=[EDITOR]),
    Shot("sequence", SEQUENCE, ".o_sales_sequence_editor_step", "admin", [(OPEN_STEP, "")], [PHONE]),
    Shot("advice", neglected, ADVICE, "admin", sizes=(TALL, LONG_PHONE)),
    Shot(
        "comparison", SEQUENCE, COMPARISON_PAGE, "admin", [(COMPARISON_PAGE, ""), (COMPARISON, "")], (TALL, LONG_PHONE)
    ),
    Shot("sequences", "/odoo/sequences?view_type=kanban", CARD, "admin", sizes=[WIDE]),
    Shot("status", "/odoo/sequences-status", ".o_sales_sequence_station", "admin", sizes=(TALL, PHONE)),
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


class Session:
    """A user whose password is the login."""

    def __init__(self, url, login):
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.cookie = None
        parameters = {"db": os.environ["SALES_SEQUENCE_DB"], "login": login, "password": login}
        with self._post("/web/session/authenticate", parameters) as answer:
            cookies = answer.headers.get_all("Set-Cookie")
        self.cookie = next(one.split(";")[0].split("=", 1)[1] for one in cookies if one.startswith("session_id"))

    def search(self, model, domain, field):
        """:return: list of the values of a field; of relations the id"""
        keywords = {"domain": domain, "fields": [field], "order": "id"}
        parameters = {"model": model, "method": "search_read", "args": [], "kwargs": keywords}
        with self._post(f"/web/dataset/call_kw/{model}/search_read", parameters) as answer:
            rows = json.load(answer)["result"]
        return [row[field][0] if isinstance(row[field], list) else row[field] for row in rows]

    def _post(self, path, parameters):
        headers = {"Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = f"session_id={self.cookie}"
        body = json.dumps({"jsonrpc": "2.0", "params": parameters}).encode()
        return self._opener.open(urllib.request.Request(self.url + path, body, headers))


def main(folder):
    """Take all pictures."""
    folder = Path(folder)
    with running_odoo() as url:
        sessions = {login: Session(url, login) for login in {shot.login for shot in SHOTS}}
        for size in (WIDE, TALL, EDITOR, PHONE, LONG_PHONE):
            for login, session in sessions.items():
                with Chromium(url, session.cookie, *size) as browser:
                    for shot in SHOTS:
                        if size in shot.sizes and shot.login == login:
                            take(browser, session, shot, folder / f"{shot.name}{'-phone' if size[2] else ''}.png")


def take(browser, session, shot, path):
    """Take one picture."""
    browser.open(shot.path(session) if callable(shot.path) else shot.path, shot.selector)
    for selector, text in shot.clicks:
        browser.click(selector, text)
    browser.shoot(path)
    print(f"  {path.name}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
