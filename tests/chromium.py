"""Chromium without a screen: open a page, measure it, hear what it says and asks for, print it.

The browser is spoken to through two pipes in its own protocol, so that nothing but the browser
has to be installed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Browser", "browser", "find_chromium", "missing_reason"]

_LIMIT_S = 120.0  # a cold start on a busy machine
_STOP_S = 10.0
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # the gate runs as root; only pages of this project are opened
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)


def find_chromium() -> Path | None:
    """Where Chromium or Chrome is on this machine, if anywhere."""
    usual = (
        *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    )
    return next((Path(place) for name in usual if (place := shutil.which(name))), None)


def missing_reason() -> str | None:
    """One line saying what the marked tests lack on this machine; None when nothing."""
    lacking = [name for name in ("pdftotext", "pdfinfo") if shutil.which(name) is None]
    if find_chromium() is None:
        lacking.insert(0, "Chromium (chromium)")
    if not lacking:
        return None
    return f"not installed: {', '.join(lacking)}; install chromium and poppler-utils"


@dataclass
class Browser:
    """A running browser with one tab; `said` and `asked` gather messages and requests."""

    to: int
    back: int
    session: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _rest: bytes = b""
    _number: int = 0
    _loaded: bool = False

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol and its result."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.to, json.dumps(command).encode() + b"\0")
        while True:
            message = self._next()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Loads a page into the tab at a screen of this size."""
        self.said.clear()
        self.asked.clear()
        self._loaded = False
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Page.navigate", url=path.as_uri())
        while not self._loaded:
            self._next()

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        done = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{expression}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def pdf(self, path: Path) -> Path:
        """The page as it prints, with the paper and the margins that it asks for itself."""
        done = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        path.write_bytes(base64.b64decode(done["data"]))
        return path

    def picture(self, path: Path) -> Path:
        """The screen as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
        return path

    def start_tab(self) -> None:
        """Opens the tab and listens to it."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = str(attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _next(self) -> dict[str, Any]:
        message = self._read()
        self._hear(str(message.get("method", "")), message.get("params", {}))
        return message

    def _hear(self, method: str, told: Mapping[str, Any]) -> None:
        if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.said.append(json.dumps(told))
        elif method == "Network.requestWillBeSent":
            self.asked.append(str(told["request"]["url"]))
        elif method == "Page.loadEventFired":
            self._loaded = True

    def _read(self) -> dict[str, Any]:
        end = time.monotonic() + _LIMIT_S
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.back], [], [], max(0.0, end - time.monotonic()))
            part = os.read(self.back, 1 << 16) if ready else b""
            if not part:
                raise RuntimeError("Chromium does not answer")
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(line))


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser of its own, with an empty profile, for as long as it is needed."""
    import fcntl  # not on every system, and only here

    program = find_chromium()
    if program is None:
        raise RuntimeError(missing_reason())
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # moved out of the way: the browser wants its ends as 3 and 4
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out)]

    def connect() -> None:
        os.dup2(ends[0], 3)
        os.dup2(ends[1], 4)

    with tempfile.TemporaryDirectory(prefix="capplan-web-", ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [str(program), *_OPTIONS, f"--user-data-dir={home}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=connect,
        )
        for end in (theirs_in, theirs_out, *ends):
            os.close(end)
        tab = Browser(ours_out, ours_in)
        try:
            tab.start_tab()
            yield tab
        finally:
            _stop(tab, process)


def _stop(tab: Browser, process: subprocess.Popen[bytes]) -> None:
    tab.session = ""
    try:
        os.write(tab.to, b'{"id": 0, "method": "Browser.close"}\0')
        process.wait(_STOP_S)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()
    finally:
        os.close(tab.to)
        os.close(tab.back)
