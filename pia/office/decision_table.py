"""One table to decide from for all documents of a folder, and what was decided in it read back.

A table is CSV as Excel reads and writes it. A change that several documents share is one row,
decided once; it names every document and address that it is about.
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pia.changes.decisions import AFTER, BEFORE, EXPLANATION, ITEM, PROPOSAL, REASON, TIMING
from pia.changes.questions import ChangedWords, Question, bare
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.office.impact import reached
from pia.office.listing import FORMULA
from pia.office.messages import OfficeMessages
from pia.source.files import existing, plain
from pia.source.messages import SourceMessages
from pia.workspace.diff import diff_of, former_of
from pia.workspace.folder import PREDECESSOR, survey
from pia.workspace.tables import decide

if TYPE_CHECKING:
    from pia.changes.decisions import Decision

PLACES, AGAINST = "評価書と番地", "比べた版"
HEADS = (ITEM, BEFORE, AFTER, PROPOSAL, TIMING, REASON, EXPLANATION, PLACES, AGAINST)
ANSWERS = (TIMING, REASON, EXPLANATION)
BETWEEN = " | "


@dataclass
class DistinctChange:
    """A distinct change. places: each document with the address of the change in it."""

    question: Question
    words: ChangedWords
    made: "Decision | None"
    places: list[tuple[Path, str]] = field(default_factory=list)
    items: dict[str, None] = field(default_factory=dict)


def rows(what: str, folder: Path, against: str) -> tuple[list[DistinctChange], list[Finding]]:
    """Return the changes, since another version, of what something reaches in the documents of a
    folder, and why documents could not be compared.

    what: as for `impact`. against: a revision of git, or 前版 for the one that each names. What
    is reached in either version counts.
    """
    found: dict[tuple[object, ...], DistinctChange] = {}
    amiss: list[Finding] = []
    old = None if against == PREDECESSOR else against
    for path in survey(folder).documents:
        try:
            document = load(path)
            if not document.content.predecessor and old is None:
                continue
            with former_of(old, document) as former:
                _collect(what, former, document, found)
        except PiaError as error:
            amiss += error.findings
    return list(found.values()), amiss


def _collect(
    what: str, former: Document, latter: Document, found: dict[tuple[object, ...], DistinctChange]
) -> None:
    addresses = {each.address for version in (former, latter) for each in reached(version, what)}
    judge = diff_of(former, latter).judge
    for question in judge.questions:
        if addresses.isdisjoint(question.addresses):
            continue
        made = judge.verdicts[question.addresses[0]].decision
        told = [question.told[address] for address in question.addresses]
        words = bare(next((t.wording for t in told if t.wording), question.words))
        proposal = question.proposal
        is_shared = bool(told[0].wording or proposal.pairs)
        items = () if is_shared else tuple(question.items)
        key = (words, items, proposal.ground, proposal.kind, made and made.timing)
        row = found.setdefault(key, DistinctChange(question, words, made))
        row.items |= dict.fromkeys(question.items)
        row.places += [(latter.path, address) for address in question.addresses]


def table(found: Sequence[DistinctChange], against: str, beside: Path) -> bytes:
    """Return the table as a file that will stand in the folder `beside`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in found:
        writer.writerow(_guarded(cell) for cell in _cells(row, against, beside))
    return out.getvalue().encode("utf-8-sig")


def _cells(row: DistinctChange, against: str, beside: Path) -> Iterator[str]:
    words, made = row.words, row.made
    yield "\n".join(row.items)
    yield from words
    yield f"{row.question.proposal.timing}（{row.question.proposal.ground}）"
    yield str(made.timing or "") if made else ""
    yield made.reason if made else ""
    yield made.explanation if made else ""
    seen = (f"{_seen(path, beside)}{BETWEEN}{address}" for path, address in row.places)
    yield "\n".join(seen)
    yield against


def _seen(path: Path, beside: Path) -> str:
    with suppress(ValueError):  # another drive of Windows
        return Path(os.path.relpath(path.resolve(), beside.resolve())).as_posix()
    return path.resolve().as_posix()


def _guarded(cell: str) -> str:
    """Return a cell that a spreadsheet takes for no formula."""
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def read_back(file: Path) -> list[Path]:
    """Write what was decided in a table into the decisions of each document; return their files.

    Raises PiaError for a file that is no such table, for a document that is gone, and where a
    change is no longer the one that was decided about.
    """
    answers: dict[tuple[Path, str], dict[str, dict[str, str]]] = {}
    for line in _lines(file):
        given = {key: text for key in ANSWERS if (text := line[key].strip())}
        for place in line[PLACES].splitlines() if given else ():
            name, _, address = place.partition(BETWEEN)
            path = existing(file.parent / name)
            if path is None:
                message = SourceMessages.NO_FILE
                raise PiaError(message.finding(name=name, file=str(file)))
            answers.setdefault((path, line[AGAINST]), {})[address] = given
    decided = []
    for (path, against), told in answers.items():
        old = None if against == PREDECESSOR else against
        decided.append(decide(path, told, old).path)
    return decided


def _lines(file: Path) -> list[dict[str, str]]:
    try:
        text = plain(file).read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise PiaError(SourceMessages.NO_FILE.finding(name=file.name, file=str(file))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise PiaError(_no_table(file)) from error
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    if not lines or not set(HEADS) <= set(lines[0]):
        raise PiaError(_no_table(file))
    return [{key: _bare(line.get(key) or "") for key in HEADS} for line in lines]


def _bare(cell: str) -> str:
    return cell.removeprefix("'") if cell[1:].startswith((*FORMULA, "'")) else cell


def _no_table(file: Path) -> Finding:
    return OfficeMessages.NO_TABLE.finding(name=file.name, file=str(file))
