"""A progress bar on a terminal; nothing where nobody watches."""

from __future__ import annotations

import sys
from types import TracebackType

WIDTH = 24


class Progress:
    """A bar on standard error that is gone when the work is done.

    Use it as a context; call it with what is being done and the share that is done.
    """

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._shown = 0

    def __enter__(self) -> Progress:
        """Starts with nothing on the screen."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clears the line, also after a failure, so that its message stands alone."""
        if self._shown:
            self._write("")

    def __call__(self, text: str, share: float) -> None:
        """Shows how far the work is."""
        if self._stream.isatty():
            done = round(min(max(share, 0.0), 1.0) * WIDTH)
            self._write(f"[{'#' * done}{'.' * (WIDTH - done)}] {text}")

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._shown) + ("" if line else "\r"))
        self._stream.flush()
        self._shown = len(line)


def tell(line: str) -> None:
    """A message to the person at the keyboard."""
    print(f"capplan: {line}", file=sys.stderr)
