"""What a long command says while it works: nothing within the first second."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

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


class Bar:
    """A bar on standard error for work of many steps, where a terminal can draw it."""

    def __init__(self) -> None:
        self.drawn: RichProgress | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.drawn is not None:
            self.drawn.stop()

    def step(self, what: str, steps: int) -> None:
        """Say that one of so many steps is done."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import Progress as Drawn

        if self.drawn is None or self.task is None:
            self.drawn = Drawn(console=Console(stderr=True), transient=True)
            self.task = self.drawn.add_task("", total=steps)
            self.drawn.start()
        self.drawn.update(self.task, advance=1, description=what)
