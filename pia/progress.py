"""What a long command says while it works: nothing within the first second."""

import sys
import time
from types import TracebackType

SOON = 1.0  # seconds


class Progress:
    """Counts steps and names the one at hand on standard error, once a second has passed.

    On a terminal the line is written over and over; elsewhere, in a log, each step is a line.
    """

    def __init__(self) -> None:
        self.done = 0
        self.begun = time.monotonic()
        self.shown = ""

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._clear()

    def step(self, what: str, steps: int) -> None:
        """Begin the next of so many steps."""
        self.done += 1
        if time.monotonic() - self.begun < SOON:
            return
        text = f"[{self.done}/{steps}] {what}"
        if sys.stderr.isatty():
            self._clear()
            self.shown = text
            print(text, end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Print a line on standard output, the progress out of its way."""
        self._clear()
        print(text, flush=True)

    def _clear(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self.shown = ""
