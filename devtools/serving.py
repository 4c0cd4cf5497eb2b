"""Odoo as a web server for the user."""

import contextlib
import signal
import threading
import time
import urllib.error
import urllib.request

from .cache import LOGS
from .console import Refused, say
from .processes import failure, foreground, free_port


def serve(environment, wanted, remark, *arguments):
    """Serve Odoo until interrupted, and print its URL and login once it answers.

    :param wanted: the port, or None for 8069 or any free one
    :param remark: a sentence to print with the URL
    """
    port = free_port(wanted or 8069) or (None if wanted else free_port())
    if not port:
        raise Refused(f"Port {wanted} is taken; choose another with --port, or omit it.")
    log = LOGS / f"server-{environment['SALES_SEQUENCE_DB']}.log"
    url = f"http://localhost:{port}"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def announce():
        for _second in range(120):
            with contextlib.suppress(OSError, urllib.error.URLError):
                direct.open(f"{url}/web/login", timeout=60).close()
                say(f"\nOdoo is at {url} (login admin, password admin). {remark}\nLog: {log}\nPress Ctrl-C to stop.")
                return
            time.sleep(1)

    threading.Thread(target=announce, daemon=True).start()
    odoo_bin = environment["SALES_SEQUENCE_ODOO_BIN"]
    with log.open("w") as output:
        command = [odoo_bin, "-c", environment["ODOO_RC"], f"--http-port={port}", *arguments]
        code = foreground(command, environment, stdout=output, stderr=output)
    if code not in (0, -signal.SIGINT, 128 + signal.SIGINT):
        raise Refused(failure(command, code, log.read_text(errors="replace")))
    return 0
