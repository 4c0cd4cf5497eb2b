"""A page in a headless Chromium, steered through its DevTools protocol."""

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket

# https://chromedevtools.github.io/devtools-protocol/ names the methods.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60
BOX = """selector => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
}"""
# How long a page must have stood still before it is taken.
SETTLED = 1


class Timeout(Exception):
    """What was waited for did not appear."""


class Chromium:
    """A browser with one tab, logged in to an Odoo. A context manager."""

    def __init__(self, url, session, width, height, is_phone=False):
        """:param session: value of Odoo's session cookie"""
        self.url = url
        self._session = session
        self._size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}
        self._count = 0

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        program = next(path for path in map(shutil.which, NAMES) if path)
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [program, *options, "--remote-allow-origins=*", f"--user-data-dir={self._folder.name}", "about:blank"],
            stderr=subprocess.PIPE,
            text=True,
        )
        port = next(line for line in self._process.stderr if "DevTools listening" in line).split(":")[2].split("/")[0]
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{port}/json") as answer:
            page = next(tab for tab in json.load(answer) if tab["type"] == "page")
        self._socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=PATIENCE)
        self.call("Network.setCookie", name="session_id", value=self._session, url=self.url)
        self.call("Emulation.setDeviceMetricsOverride", **self._size)
        self.call("Emulation.setTouchEmulationEnabled", enabled=self._size["mobile"])
        return self

    def __exit__(self, *_error):
        self._socket.close()
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()
        with contextlib.suppress(OSError):
            self._folder.cleanup()

    def call(self, method, **parameters):
        """Call a method of the protocol. :return: its result"""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._count:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def evaluate(self, expression):
        """:return: the value of a JavaScript expression"""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description"))
        return result["result"].get("value")

    def open(self, path, selector):
        """Open a page of Odoo, and wait for an element."""
        self.call("Page.navigate", url=self.url + path)
        self.wait_for(selector)

    def wait_for(self, selector):
        """Wait until an element is there, and nothing is loading any more.

        :raises Timeout: it never is
        """
        end = time.monotonic() + PATIENCE
        quiet = "!document.querySelector('.o_loading_indicator, .o_blockUI')"
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError):
                if self.evaluate(f"!!document.querySelector({json.dumps(selector)}) && {quiet}"):
                    time.sleep(SETTLED)
                    return
            time.sleep(0.2)
        raise Timeout(f"{selector} does not appear at {self.evaluate('location.href')}")

    def click(self, selector, text=""):
        """Click the first visible element that matches, and contains the text."""
        element = (
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            f".find(e => e.getClientRects().length && e.textContent.includes({json.dumps(text)}))"
        )
        end = time.monotonic() + PATIENCE
        while not self.evaluate(f"!!{element}"):
            if time.monotonic() > end:
                raise Timeout(f"Nothing to click: {selector} {text}")
            time.sleep(0.2)
        self.evaluate(f"{element}.click()")
        time.sleep(SETTLED)

    def press(self, key):
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, text=key if len(key) == 1 and kind == "keyDown" else ""
            )
        time.sleep(SETTLED)

    def shoot(self, path, selector=None, margin=0):
        """Write what is visible, or only an element with a margin in pixels, as a PNG file."""
        clip = {}
        if selector:
            left, top, width, height = self.evaluate(f"({BOX})({json.dumps(selector)})")
            clip["clip"] = {
                "x": left - margin,
                "y": top - margin,
                "width": width + 2 * margin,
                "height": height + 2 * margin,
                "scale": 1,
            }
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", **clip)["data"]))
