"""Cells behind a label → the value that they say, by its kind, and how sure that is."""

import re
from collections import Counter
from dataclasses import replace

from pia.forms.definition import Item
from pia.intake.grid import EDGE, Cell
from pia.intake.options import checks, choice
from pia.intake.texts import BESIDE, Cells, Doubts, ReadValue, count, joined, without_behind
from pia.japanese import NoSuchDateError, fold, parse_date, wareki
from pia.layout.tree import SAME_LINE
from pia.model.base import Kind

NUMBERED = re.compile(r"^\s*[（(]\s*[0-9０-９]{1,3}\s*[）)]\s*")
RECORD = re.compile(
    r"^\s*(?:[（(]\s*([0-9０-９]{1,3})\s*[）)]|([0-9０-９]{1,3})\s*[.．、)）\x1f])\s*"
)
NEXT_RECORD = re.compile(r"\n|[　 ]{3,}(?=[（(]?[0-9０-９]{1,3}[.．、)）])")
REDACTED = re.compile(r"[■█▇▆]{2,}|^[\s　]*[■█▇▆][\s　]*$|^[（(【]?非公表[）)】]?$")


def read(item: Item, cells: Cells) -> ReadValue:
    """Return the value of an item from the cells behind its label."""
    text = joined(cells)
    if REDACTED.search(text):
        return ReadValue(None, Doubts.REDACTED, (text,))
    found = _read(item, cells, text)
    if found.doubt or found.value is None:
        return found
    if any(cell.hidden for _, cell in cells):
        return replace(found, doubt=Doubts.HIDDEN)
    if any(cell.look == EDGE for _, cell in cells):
        return replace(found, doubt=Doubts.EDGE)
    return replace(found, doubt=Doubts.CUT) if any(cell.cut for _, cell in cells) else found


def _read(item: Item, cells: Cells, text: str) -> ReadValue:
    match item.kind:
        case Kind.CHOICE:
            return choice(item, text)
        case Kind.CHECKS:
            return checks(item, text)
        case Kind.DATE:
            return day(text)
        case Kind.COUNT:
            return count(text)
        case Kind.RECORDS:
            return records(cells)
        case Kind.LINE:
            return line(without_behind(item, text), cells)
        case _:
            return prose(without_behind(item, text), cells)


def prose(text: str, cells: Cells) -> ReadValue:
    doubt = Doubts.SIDE_BY_SIDE if BESIDE in text else ""
    if not doubt and (any(cell.flowing for _, cell in cells) or _is_over_pages(cells)):
        doubt = Doubts.BREAKS
    text = text.replace(BESIDE, "　").rstrip("\n")
    return ReadValue(text if text.strip() else None, doubt)


def _is_over_pages(cells: Cells) -> bool:
    return len({page for page, cell in cells if cell.text.strip()}) > 1


def line(text: str, cells: Cells) -> ReadValue:
    found = prose(text, cells)
    if found.value is None:
        return found
    stripped = found.value.strip("\n")
    if "\n" not in stripped:
        return ReadValue(stripped, found.doubt)
    if all(cell.flowing for _, cell in cells):
        return ReadValue(stripped.replace("\n", ""), found.doubt)
    return ReadValue(stripped.replace("\n", ""), Doubts.LINE)


def day(text: str) -> ReadValue:
    bare = text.replace(BESIDE, "").strip()
    if not bare or not re.search(r"\d", fold(bare)):
        return ReadValue(None, Doubts.DATE if bare else "", (bare,) if bare else ())
    try:
        found = parse_date(bare)
    except NoSuchDateError:
        found = None
    if found is None:
        return ReadValue(None, Doubts.DATE, (bare,))
    return ReadValue(wareki(found))


def records(cells: Cells) -> ReadValue:
    """Return the entries of a numbered list, in the order of their numbers however many stand side
    by side; a text without number carries on the one before."""
    found: list[tuple[int, str]] = []
    beside = Counter((page, cell.row) for page, cell in cells)
    for page, cell in cells:
        steps = (1, beside[page, cell.row])  # across, and down where no lines part the rows
        for n, text in enumerate(NEXT_RECORD.split(_parted(cell, steps[1]))):
            match = RECORD.match(text + BESIDE)
            number = _number(match)
            if match and (n == 0 or number - found[-1][0] in steps) and not cell.seam:
                found.append((number, text[match.end() :]))
            elif found and (found[-1][0] or n or cell.seam):
                found[-1] = found[-1][0], _carried(found[-1][1], text, cell.seam if n == 0 else "")
            else:
                found.append((0, text))
    numbers = [number for number, _ in found]
    expected = list(range(1, len(found) + 1))
    doubt = "" if not any(numbers) or sorted(numbers) == expected else Doubts.NUMBERS
    if any(_holds_another(number, text) for number, text in found if number):
        doubt = doubt or Doubts.NUMBERS
    texts = [text.strip(" 　") for _, text in sorted(found, key=lambda entry: entry[0])]
    if any(cell.flowing for _, cell in cells) and any("\n" in text for text in texts):
        doubt = doubt or Doubts.BREAKS
    return ReadValue([text for text in texts if text] or None, doubt)


def _parted(cell: Cell, step: int) -> str:
    """Return the text of a cell with a line for each number that its list goes on to: where a
    line of the page was full, the next one was taken for the rest of it."""
    text, match = cell.text, RECORD.match(cell.text)
    number, at = _number(match), match.end() if match else 0
    while cell.flowing and number:
        number += step
        found = re.compile(rf"(?<![0-9０-９]){number}．").search(text, at)
        if found is None:
            break
        begin = found.start()
        text = f"{text[:begin].rstrip()}\n{text[begin:]}" if text[begin - 1] != "\n" else text
        at = begin + 1
    return text


def _number(match: re.Match[str] | None) -> int:
    return int(fold(match[1] or match[2])) if match else 0


def _holds_another(number: int, text: str) -> bool:
    """Return whether a later entry seems to stand within the text of one."""
    return any(_number(RECORD.match(line)) > number for line in text.split("\n")[1:])


def _carried(text: str, more: str, seam: str) -> str:
    return text + more if seam == SAME_LINE or not text else f"{text}\n{more}"


def names(text: str) -> list[str]:
    """Return the names of `（１）…` one to a line."""
    lines = [piece for piece in text.replace(BESIDE, "\n").split("\n") if piece.strip()]
    return [NUMBERED.sub("", piece).strip(" 　") for piece in lines]
