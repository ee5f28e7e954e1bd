"""The rows of a diff in the format that was asked for."""

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


def table_bytes(found: Sequence[Diff], name: str, *, why: bool = False) -> bytes | None:
    """Return the tables as a file holds them; None where there is none to be drawn.

    name: as `format_named` returns it. why: with the rule that each proposal follows.
    Raises PiaError when a table cannot be set in the format.
    """
    if name == "json":
        return f"{as_json(found)}\n".encode()
    if name in TEXTS:
        return "\n".join(_texts(found, name, why)).encode()
    return _drawn(found, name, why) if found else None


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


def _drawn(found: Sequence[Diff], name: str, why: bool) -> bytes:
    from pia.changes import outputs
    from pia.renderers import rendered

    return rendered(outputs.layout(found, why=why), name)
