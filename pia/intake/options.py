"""Options: the one that `[ … ]` holds, and ticked boxes with what stands in their brackets; and the
boxes of a given form, ticked as a source says.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pia.forms.definition import Item, Offered
from pia.intake.grid import Cell
from pia.intake.texts import BESIDE, GAP, Doubts, ReadValue, counted, with_count, without_behind
from pia.japanese import fold, nearest
from pia.model.base import Checked, Kind, Option

TICKS = "○〇◯✓✔☑☒レﾚvVxX×☓●◎*＊1"
OPEN, CLOSE = r"[\[［〔【]", r"[\]］〕】]"
BOX = re.compile(rf"{OPEN}{GAP}([^\]］〕】\[［〔【]{{0,4}}?){GAP}{CLOSE}|([☑☒■☐□✓✔])")
TICKED_SIGNS = "☑☒■✓✔"
CHOSEN = re.compile(rf"{OPEN}{GAP}(.*?){GAP}{CLOSE}", re.DOTALL)
LIST = re.compile(r"[＜<〈《]\s*選択肢\s*[＞>〉》]")
LISTED = re.compile(r"(?:^|\s|\x1f|(?<=[^\d\s(（]))(\d{1,2})\s*[)）]\s*")
NUMBER = re.compile(r"^\s*\d{1,2}\s*[)）.．]?\s*")


def without_list(item: Item, text: str) -> str:
    """Return a text without the printed list of options."""
    return _apart(text, _by_fold(item.offered))[0] if item.kind is Kind.CHOICE else text


def _by_fold(offered: Sequence[Offered]) -> dict[str, str]:
    by_fold = {fold(o.text): str(o.option) for o in offered}
    return by_fold | {fold(str(o.option)): str(o.option) for o in offered}


def choice(item: Item, text: str) -> ReadValue:
    """Return the option that `[ … ]` holds; the printed list of options is not looked at, but for
    the number that stands in the bracket."""
    offered, by_fold = item.offered, _by_fold(item.offered)
    bracket = CHOSEN.search(text)
    others = f"{text[: bracket.start()]}\n{text[bracket.end() :]}" if bracket else text
    head, listed = _apart(others, by_fold)
    head = without_behind(item, head)
    written = (bracket[1] if bracket else head).replace(BESIDE, "").strip()
    left = _left(head) if bracket else ()
    if bracket and not written.strip(" 　") and fold(head.replace(BESIDE, "")) in by_fold:
        written, left = head.replace(BESIDE, ""), ()  # the bracket stands between its lines
    if not written.strip(" 　"):
        return ReadValue(None, "", left)
    return _chosen(written, by_fold, offered, listed, left)


def _chosen(
    written: str,
    by_fold: dict[str, str],
    offered: Sequence[Offered],
    listed: str,
    left: tuple[str, ...],
) -> ReadValue:
    bare = NUMBER.sub("", written)
    for text in (written, bare):
        if fold(text) in by_fold:
            return ReadValue(by_fold[fold(text)], "", left)
    digits = fold(written).strip(").")
    if digits.isdecimal() and 0 < int(digits) <= len(offered):
        found = offered[int(digits) - 1]
        certain = fold(f"{digits}){found.text}") in fold(listed)
        return ReadValue(str(found.option), "" if certain else Doubts.OPTION, left)
    near = nearest(bare, by_fold.keys())
    is_near = near is not None and _figures(near) in (_figures(written), _figures(bare))
    if near is not None and is_near and len(bare) < 2 * len(near):
        return ReadValue(by_fold[fold(near)], Doubts.OPTION, (*left, written))
    return ReadValue(None, Doubts.NO_OPTION, (*left, written))


def _figures(text: str) -> str:
    """Return the digits of a text: options that differ in them are never slips of each other."""
    return "".join(c for c in fold(text) if c.isdigit())


def _apart(text: str, options: dict[str, str]) -> tuple[str, str]:
    """Return what stands before the printed list of options and, apart from it, the list."""
    head, listed, last = "", "", ""
    for piece in re.split(rf"([\n{BESIDE}\t])", text):
        before, *behind = LIST.split(piece, maxsplit=1)
        if behind:
            head, piece = head + before, behind[0]
            listed, last = listed + piece, piece or " "
        elif _is_listed(piece, options) or (last and _goes_on(last, piece, options)):
            listed += piece
            last = piece if LISTED.match(piece) else last + piece
        else:
            head += piece
    return head, listed


def _goes_on(last: str, piece: str, options: dict[str, str]) -> bool:
    """Return whether a piece carries on the option that a list ended with."""
    words = fold(NUMBER.sub("", last.strip()) + piece)
    numbered = re.split(r"\d{1,2}\)", words)[-1]
    return any(option.startswith(numbered) for option in options)


def _is_listed(piece: str, options: dict[str, str]) -> bool:
    """Return whether a piece is `1) …` once or several times."""
    if not LISTED.match(piece):
        return False
    texts = [fold(text) for text in LISTED.split(piece)[2::2]]
    return bool(texts) and all(any(o.startswith(text) for o in options) for text in texts)


def _left(text: str) -> tuple[str, ...]:
    bare = text.replace(BESIDE, " ").strip()
    return (bare,) if bare else ()


def checks(item: Item, text: str) -> ReadValue:
    """Return the ticked boxes, with what stands in the bracket of each."""
    at = marks(item.offered, text)
    found: list[Any] = []
    doubt, left = "", []
    start = at[0][0] if at else len(text)
    left += _rest(text[:start], item)
    for n, (_, end, ticked, offered) in enumerate(at):
        stop = at[n + 1][0] if n + 1 < len(at) else len(text)
        words, more = _bracket(text[end:stop], offered, item)
        left += more
        if ticked is None:
            doubt = Doubts.MARK
        elif ticked:
            found.append({str(offered.option): words} if words else str(offered.option))
        elif words:
            doubt, left = doubt or Doubts.MARK, [*left, words]
    missing = len(at) < len(item.offered) and text.strip()
    if missing and not at:
        doubt = Doubts.NO_OPTION
    return ReadValue(found or None, doubt or (Doubts.OPTION if left else ""), tuple(left))


Marked = tuple[int, int, bool | None, Offered]


def marks(offered: Sequence[Offered], text: str) -> list[Marked]:
    """Return where each box begins and its label ends, whether it is ticked, and whose it is."""
    left = list(offered)
    found: list[Marked] = []
    for match in BOX.finditer(text):
        named = _named(left, text, match.end())
        if named is None:
            continue
        option, end = named
        left.remove(option)
        found.append((match.start(), end, _is_ticked(match), option))
    return found


def _is_ticked(match: re.Match[str]) -> bool | None:
    if match[2]:
        return match[2] in TICKED_SIGNS
    sign = (match[1] or "").replace(BESIDE, "").strip()
    if not sign:
        return False
    return True if all(c in TICKS for c in sign) else None


def _named(options: Sequence[Offered], text: str, start: int) -> tuple[Offered, int] | None:
    """Return the longest option that a text goes on with, and where it ends."""
    best: tuple[Offered, int] | None = None
    for option in options:
        for words in {option.text, str(option.option)}:
            end = _end_of(fold(words), text, start)
            if end is not None and (best is None or end > best[1]):
                best = option, end
    return best


def _end_of(folded: str, text: str, start: int) -> int | None:
    """Return where a folded text ends that begins at `start`, whatever its widths and gaps."""
    n, at = 0, start
    while n < len(folded):
        if at >= len(text):
            return None
        if text[at].isspace() or text[at] == BESIDE:
            at += 1
            continue
        plain = unicodedata.normalize("NFKC", text[at])
        if not folded.startswith(plain, n):
            return None
        n, at = n + len(plain), at + 1
    return at


def _bracket(text: str, offered: Offered, item: Item) -> tuple[str, list[str]]:
    """Return what stands in the bracket behind a box, and what else stands there."""
    counted_in = any(child.box == offered.option for child in item.items)
    if not offered.option.bracket or counted_in:
        return "", [] if counted_in else _rest(text, item)
    bare = text.replace(BESIDE, "").strip(" 　\n")
    opened = re.match(r"[（(]", bare)
    closed = max(bare.rfind("）"), bare.rfind(")"))
    if not opened or closed < 1:
        return "", _rest(text, item)
    return bare[1:closed].strip(" 　"), _rest(bare[closed + 1 :], item)


def _rest(text: str, item: Item) -> list[str]:
    """Return what of a text is neither blank nor a heading of boxes."""
    bare = text.replace(BESIDE, " ").strip(" 　\n")
    labels = {fold(group.label) for group in item.groups}
    return [piece for piece in bare.split("\n") if piece.strip() and fold(piece) not in labels]


def box_count(item: Item, child: Item, text: str) -> ReadValue:
    """Return the count that stands in the bracket of one box of an item."""
    at = marks(item.offered, text)
    for n, (_, end, _, offered) in enumerate(at):
        if offered.option == child.box:
            stop = at[n + 1][0] if n + 1 < len(at) else len(text)
            return counted(text[end:stop])
    return ReadValue(None)


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
            behind = _bracketed(behind, chosen.get(offered.option, ""))
        pieces.append(behind)
        last = stop
    return "".join([*pieces, text[last:]])


def _box(sign: str, is_ticked: bool) -> str:
    if sign in SIGNS:
        return SIGNS[sign][0 if is_ticked else 1]
    return f"{sign[0]} {TICK if is_ticked else BLANK} {sign[-1]}"


def _bracketed(text: str, words: str) -> str:
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
