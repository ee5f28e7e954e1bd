"""A filled form, written and read again: what of it a person must look at."""

from collections.abc import Iterator
from pathlib import Path

from pia.document import Document, load
from pia.errors import PiaError
from pia.intake.annexes import ATTACHMENTS
from pia.intake.differences import compared
from pia.intake.fill import FilledForm, fill
from pia.intake.recognition import grid_of
from pia.intake.texts import Doubts
from pia.writing import write_bytes, write_new


def fill_file(
    source: Path, given: Path, target: Path, *, force: bool = False
) -> tuple[Path, list[str]]:
    """Write a given form, filled, to another file; return it and what must be looked at.

    What was written is read again, so that nothing is amiss in silence. Raises PiaError as `fill`
    does, and when the file exists unless forced.
    """
    document = load(source)
    filled = fill(document, given)
    write = write_bytes if force else write_new
    written = write(target, filled.data)
    return written, [*_told(filled), *_otherwise(written, document, filled)]


def _told(filled: FilledForm) -> Iterator[str]:
    if filled.editions:
        given, own = filled.editions
        yield f"版が違う様式 様式は {given}、評価書は {own} の版です"
    yield from (f"置く所なし {title}" for title in filled.unplaced)
    yield from (f"様式に表がないため、終わりに加えた{ATTACHMENTS} {name}" for name in filled.added)
    yield from (f"様式の文を消した {text}" for text in dict.fromkeys(filled.taken))
    yield from (f"シートの写しに入らない {what}" for what in dict.fromkeys(filled.lost))
    yield from (f"同じセルに重なるため置けない {place}" for place in dict.fromkeys(filled.crowded))
    yield from (f"非表示の行か列に書いた {place}" for place in dict.fromkeys(filled.unseen))
    yield from (f"印刷で切れるおそれ {place}" for place in dict.fromkeys(filled.long))


def _otherwise(written: Path, document: Document, filled: FilledForm) -> Iterator[str]:
    """Yield the items that the filled form says otherwise, those without a place left out, and
    those that nobody can read on it."""
    try:
        found = compared(grid_of(written), document)
    except PiaError as error:
        yield from (f"書き込んだ様式を読み直せません {finding}" for finding in error.findings)
        return
    for each in found.differences:
        if not each.is_block and each.item not in filled.unplaced:
            yield f"様式の上で記載が違う {each.item}（{each.place}）"
    for value in found.imported.result.found:
        if value.doubt == Doubts.REDACTED:
            yield f"様式の上で読めない {value.item.number}{value.item.label}（{value.place}）"
