"""Chromium without a window, for the scripts that look at pages: look-at-reports and test-trying-page.

Needs Debian's package chromium; Python's standard library is enough.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

SECONDS = 60


class Browser:
    """Chromium, spoken to through a pair of pipes."""

    def __init__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        if program is None:
            sys.exit("no chromium here; expected Debian's package chromium")
        to_read, self.to = os.pipe()
        self.source, from_write = os.pipe()

        def connect():
            # Copies first: the pipes may have the very numbers that Chromium expects.
            read, write = os.dup(to_read), os.dup(from_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", "--disable-dev-shm-usage", "--no-first-run",
             "--user-data-dir=" + self.profile.name, "about:blank"],
            close_fds=False, preexec_fn=connect, stderr=subprocess.DEVNULL)
        self.watch = threading.Timer(SECONDS * 5, self.process.kill)
        self.watch.start()
        self.buffer, self.number, self.events = b"", 0, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Runtime", "Network"):
            self.call(domain + ".enable")

    session = None

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.source, 1 << 20)
            if not piece:
                sys.exit("Chromium ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression)["result"].get("value")

    def close(self):
        self.watch.cancel()
        self.session = None
        self.call("Browser.close")
        self.process.wait()
        self.profile.cleanup()


def complaints(events, address):
    """What the browser had to say about a page."""
    for event in events:
        parameters = event.get("params", {})
        method = event.get("method")
        if method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            yield parameters["entry"]["text"]
        elif method == "Runtime.exceptionThrown":
            yield parameters["exceptionDetails"]["text"]
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            yield "console: " + parameters["type"]
        elif method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            if url != address and not url.startswith("data:"):
                yield "asks for " + url
