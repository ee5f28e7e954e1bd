"""A filled form, written and read again: what of it a person must look at."""

from collections.abc import Iterator
from pathlib import Path

from pia.document import load
from pia.errors import PiaError
from pia.intake.annexes import ATTACHMENTS
from pia.intake.compare import compare
from pia.intake.fill import FilledForm, fill
from pia.writing import write_bytes, write_new


def fill_file(
    source: Path, given: Path, target: Path, *, force: bool = False
) -> tuple[Path, list[str]]:
    """Write a given form, filled, to another file; return it and what must be looked at.

    What was written is read again, so that nothing is amiss in silence. Raises PiaError as `fill`
    does, and when the file exists unless forced.
    """
    filled = fill(load(source), given)
    write = write_bytes if force else write_new
    written = write(target, filled.data)
    return written, [*_told(filled), *_otherwise(written, source, filled)]


def _told(filled: FilledForm) -> Iterator[str]:
    if filled.editions:
        given, own = filled.editions
        yield f"版が違う様式 様式は {given}、評価書は {own} の版です"
    yield from (f"置く所なし {title}" for title in filled.unplaced)
    yield from (f"様式に表がないため、終わりに加えた{ATTACHMENTS} {name}" for name in filled.added)
    yield from (f"様式の文を消した {text}" for text in dict.fromkeys(filled.taken))
    yield from (f"印刷で切れるおそれ {place}" for place in dict.fromkeys(filled.long))


def _otherwise(written: Path, source: Path, filled: FilledForm) -> Iterator[str]:
    """Yield the items that the filled form says otherwise, those without a place left out."""
    try:
        found = compare(written, source).differences
    except PiaError as error:
        yield from (f"書き込んだ様式を読み直せません {finding}" for finding in error.findings)
        return
    for each in found:
        if not each.is_block and each.item not in filled.unplaced:
            yield f"様式の上で記載が違う {each.item}（{each.place}）"
