"""Boxes of a given form, ticked as a source says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pia.forms.definition import Item
from pia.intake.behind import with_count
from pia.intake.grid import Cell
from pia.intake.options import BOX, marks
from pia.japanese import fold
from pia.model.base import Checked, Option

OPENING, CLOSING = "[［〔", "]］〕"
SIGNS = {"☑": "☑☐", "☐": "☑☐", "☒": "☒☐", "■": "■□", "□": "■□", "✓": "✓□", "✔": "✔□"}
TICK, BLANK = "○", "　"


def ticked(
    item: Item, value: Sequence[Checked[Any]], counts: Mapping[Any, str], cells: Sequence[Cell]
) -> Iterator[tuple[Cell, str]]:
    """Yield the cells that change, each with its new text."""
    chosen = {box.option: box.text or "" for box in value}
    for n, cell in enumerate(cells):
        if BOX.search(cell.text):
            yield cell, _rewritten(item, cell.text, chosen, counts)
        elif cell.text.strip() and cell.text.strip() in OPENING:
            yield from _spread(item, cells[n : n + 6], chosen, counts)


def _rewritten(
    item: Item, text: str, chosen: Mapping[Option, str], counts: Mapping[Any, str]
) -> str:
    """Return a text with all its boxes and their brackets filled."""
    found = list(marks(item.offered, text))
    pieces, last = [], 0
    for n, (start, end, _, offered) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else len(text)
        box = BOX.match(text, start)
        assert box is not None
        pieces += [text[last:start], _box(box[0], offered.option in chosen)]
        pieces.append(text[box.end() : end])
        behind = text[end:stop]
        if offered.option in counts:
            behind = with_count(behind, counts[offered.option])
        elif offered.option.bracket:
            behind = _bracket(behind, chosen.get(offered.option, ""))
        pieces.append(behind)
        last = stop
    return "".join([*pieces, text[last:]])


def _box(sign: str, is_ticked: bool) -> str:
    if sign in SIGNS:
        return SIGNS[sign][0 if is_ticked else 1]
    return f"{sign[0]} {TICK if is_ticked else BLANK} {sign[-1]}"


def _bracket(text: str, words: str) -> str:
    opened = next((n for n, c in enumerate(text) if c in "（("), -1)
    closed = max(text.rfind("）"), text.rfind(")"))
    if opened < 0 or closed < opened:
        return text
    return f"{text[: opened + 1]} {words or BLANK * 3} {text[closed:]}"


def _spread(
    item: Item, cells: Sequence[Cell], chosen: Mapping[Option, str], counts: Mapping[Any, str]
) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of a box that is spread: bracket, mark, bracket, label, bracket, words."""
    opened = cells[0]
    rest = [c for c in cells[1:] if c.row == opened.row]
    closed = next((c for c in rest if c.text.strip() in tuple(CLOSING)), None)
    if closed is None:
        return
    behind = [c for c in rest if c.column >= closed.after]
    offered = next(
        (o for o in item.offered if behind and fold(o.text) == fold(behind[0].text)), None
    )
    if offered is None:
        return
    yield _at(opened), TICK if offered.option in chosen else ""
    if len(behind) > 1 and behind[1].text.strip() in ("（", "("):
        yield _at(behind[1]), counts.get(offered.option, chosen.get(offered.option, ""))


def _at(cell: Cell) -> Cell:
    """Return the place right of a cell."""
    return Cell("", cell.row, cell.after)
