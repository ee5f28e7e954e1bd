"""The rows of a diff in the format that was asked for."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pia.changes.report import Diff, as_json
from pia.errors import PiaError

# Formats that are texts; `renderers` has the others.
TEXTS = ("table", "markdown", "json")
SUFFIXES = {"": "table", "md": "markdown"}


def format_named(style: str | None, file: Path | None) -> str:
    """Return the format that was asked for, else the one that the name of the file says.

    Raises PiaError for a format that does not exist.
    """
    suffix = file.suffix.lower().lstrip(".") if file else ""
    name = style or SUFFIXES.get(suffix, suffix)
    if name not in TEXTS:
        from pia.renderers import RENDERERS
        from pia.renderers.messages import RenderMessages

        if name not in RENDERERS:
            known = "、".join((*TEXTS, *RENDERERS))
            raise PiaError(RenderMessages.UNKNOWN_FORMAT.finding(name=name, known=known))
    return name


def put_out(found: Sequence[Diff], name: str, file: Path | None, *, why: bool = False) -> None:
    """Write the tables to a file, whole or not at all, or to standard output.

    name: as `format_named` returns it. why: with the rule that each proposal follows.
    Raises PiaError for a workbook edited by hand.
    """
    if name == "json":
        _put_out(f"{as_json(found)}\n".encode(), file)
    elif name in TEXTS:
        _put_out("\n".join(_texts(found, name, why)).encode(), file)
    elif found:
        _draw(found, name, file, why)


def _texts(found: Sequence[Diff], name: str, why: bool) -> Iterator[str]:
    """Yield each table as a text, below the name of its file where there are several."""
    from pia.changes import outputs

    for each in found:
        if len(found) > 1:
            yield f"{'## ' if name == 'markdown' else ''}{each.source}\n"
        yield (
            f"{outputs.markdown(each, why=why)}\n"
            if name == "markdown"
            else outputs.printed(each, why=why)
        )


def _draw(found: Sequence[Diff], name: str, file: Path | None, why: bool) -> None:
    from pia import renderers
    from pia.changes import outputs

    layout = outputs.layout(found, why=why)
    if file is None:
        _put_out(renderers.rendered(layout, name), None)
    else:
        renderers.write(layout, file, name)


def _put_out(data: bytes, file: Path | None) -> None:
    if file is not None:
        from pia.writing import write_output

        write_output(file, data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
