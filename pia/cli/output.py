"""How commands print what was found, and what they say while they work."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from pia.api.printed import Chains
    from pia.errors import Finding

FORCE = click.option(
    "--force", is_flag=True, help="手で直されたファイルやほかのファイルにも上書きします"
)

SAME = click.option(
    "--same/--apart",
    "is_same",
    default=None,
    help="評価書番号か事務の名称の一方だけが同じ様式を、同じ評価書の版とするか、別の評価書とするか",
)


def tell(*columns: str, err: bool = False) -> None:
    """Print one line, whatever names of files it quotes: a terminal and a CI that read it find
    nothing in it to obey. columns: set apart by tabs."""
    from pia.errors import harmless

    click.echo("\t".join(map(harmless, columns)), err=err)


def tell_all(text: str, *, err: bool = False) -> None:
    """Print a text of several lines, each as `tell` prints it."""
    for line in text.split("\n"):
        tell(line, err=err)


def tell_chains(done: "Chains") -> None:
    """Tell what was written of printed forms and what a person must look at."""
    from pia.api.printed import text

    for path in done.written:
        tell(str(path))
    for each in done.imported:
        tell_all(text(each), err=True)
    for path in done.open:
        tell(f"{path}: 公表日がないため、確定版にしていません", err=True)
    for block in done.doubtful:
        tell(f"前の版のどれかの名前を改めたものか、新しいものか不確か {block}", err=True)
    for finding in done.amiss:
        tell(f"公表した変更箇所と版の違いが合わない {finding}", err=True)


def name_left_out(paths: Sequence[Path]) -> None:
    """Name on standard error the YAML files of folders that no command takes for a document."""
    from pia.api.documents import left_out

    for path in left_out(paths):
        tell(f"{path}: 「様式:」がないため、評価書として扱いません", err=True)


def print_findings(findings: Sequence["Finding"], style: str, *, every: bool = False) -> None:
    """Print findings as text with a closing line, as a JSON array, or as GitHub annotations.

    every: blank items one by one, and not only how many each section has.
    """
    from pia.api.documents import by_section

    match style:
        case "json":
            tell_all(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2))
        case "github":
            for finding in findings:
                click.echo(finding.as_annotation())
        case _:
            for finding in findings if every else by_section(findings):
                tell(str(finding))
            errors = sum(f.is_error for f in findings)
            tell(f"誤り {errors} 件、注意 {len(findings) - errors} 件")


def end_with(
    findings: Sequence["Finding"], style: str = "text", *, every: bool = False
) -> NoReturn:
    """Print findings and end the command: with 1 where one of them is an error."""
    print_findings(findings, style, every=every)
    sys.exit(1 if any(finding.is_error for finding in findings) else 0)


def write_or_print(
    data: bytes, file: Path | None, *, force: bool, names_file: bool = False
) -> None:
    """Write what a command made to a file, over nothing of anybody's unless forced, or to
    standard output.

    names_file: name the file on standard error.
    """
    if file is not None:
        from pia.api.outputs import write_output

        write_output(file, data, force=force)
        if names_file:
            tell(str(file), err=True)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


SOON = 1.0  # seconds


class ProgressLine:
    """Counts steps and names the one at hand on standard error, once a second has passed.

    On a terminal the line is written over and over; elsewhere, in a log, each step is a line.
    """

    def __init__(self) -> None:
        self.done = 0
        self.begun = time.monotonic()
        self.shown = ""

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def step(self, what: str, steps: int) -> None:
        """Begin the next of so many steps."""
        self.done += 1
        if time.monotonic() - self.begun < SOON:
            return
        from pia.errors import harmless

        text = harmless(f"[{self.done}/{steps}] {what}")
        if sys.stderr.isatty():
            self._clear()
            self.shown = text
            print(text, end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Print a line on standard output, the progress out of its way."""
        self._clear()
        tell(text)

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

    def __exit__(self, *_: object) -> None:
        if self.drawn is not None:
            self.drawn.stop()

    def step(self, what: str, steps: int) -> None:
        """Say that one of so many steps is done."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import Progress as Drawn

        from pia.errors import harmless

        if self.drawn is None or self.task is None:
            self.drawn = Drawn(console=Console(stderr=True), transient=True)
            self.task = self.drawn.add_task("", total=steps)
            self.drawn.start()
        self.drawn.update(self.task, advance=1, description=escape(harmless(what)))
