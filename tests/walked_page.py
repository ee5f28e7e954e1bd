"""A page of `docs/` walked through as a reader would: what it says to type is typed, in order, in
an empty folder, and what it shows is what came.

A page holds four kinds of blocks. `sh`: lines to type; a `cd` lasts. `text`: what the lines above
it print, where a line `…` stands for any lines, or none, and `…` within a line for any words.
`diff title="file"`: lines to rewrite in a file, those with `-` into those with `+`; the lines
around them say where. Another language with a `title`: a file to write.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
LEFT_OUT = "…"
PROGRESS = re.compile(r"\[\d+/\d+\] ")  # printed by a slow machine alone
WIDTH = "100"  # columns of the tables on the page


class Walk:
    """Where a reader stands, and what was printed since the last block of it.

    lines, shown, rewritten: how many blocks of each kind were met, so that a test can ask.
    code: how the last line ended.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        self.lines = self.shown = self.rewritten = self.code = 0

    def page(self, text: str) -> str:
        """Walk through a page and return it as it ought to read."""
        return BLOCK.sub(self._block, text)

    def _block(self, found: "re.Match[str]") -> str:
        kind, file, body = found[1], found[2], found[3]
        if kind == "sh":
            self.printed = "".join(self._type(line) for line in body.splitlines())
        elif kind == "text":
            self.shown += 1
            return f"```text\n{as_it_reads(body, self.printed)}```"
        elif kind == "diff":
            self.rewritten += 1
            rewrite(self.folder / file, body)
        elif file:
            (self.folder / file).write_text(body, encoding="utf-8", newline="\n")
        return found[0]

    def _type(self, line: str) -> str:
        self.lines += 1
        if line.startswith("cd "):
            self.folder /= line.removeprefix("cd ")
            assert self.folder.is_dir(), line
            return ""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "COLUMNS": WIDTH},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert "Traceback" not in done.stdout, done.stdout
        self.code = done.returncode
        return "".join(p for p in done.stdout.splitlines(keepends=True) if not PROGRESS.match(p))


def as_it_reads(shown: str, printed: str) -> str:
    """Return what a page shows where that is what was printed, what was printed otherwise."""
    pieces = shown.removesuffix("\n").split("\n")
    pattern = "".join(r"(?:.*\n)*?" if piece == LEFT_OUT else _line(piece) for piece in pieces)
    return shown if re.fullmatch(pattern, printed) else printed


def _line(piece: str) -> str:
    return ".*".join(map(re.escape, piece.split(LEFT_OUT))) + r"\n"


def rewrite(file: Path, body: str) -> None:
    """Rewrite the lines of a file that a diff names; they must stand there once."""
    lines = body.splitlines()
    before, after = (
        "".join(f"{line[1:]}\n" for line in lines if not line.startswith(other))
        for other in ("+", "-")
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name} has not once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8", newline="\n")
