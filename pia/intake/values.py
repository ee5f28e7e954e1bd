"""Cells behind a label → the value that they say, by its kind, and how sure that is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pia.forms.definition import Item, Offered, Place
from pia.intake.grid import Cell
from pia.japanese import NoSuchDateError, fold, nearest, parse_date, wareki
from pia.model.base import Kind

Cells = Sequence[tuple[int, Cell]]

BESIDE = "\x1f"  # between texts that stand side by side
GAP = rf"[\s　{BESIDE}]*"
TICKS = "○〇◯✓✔レﾚvVxX×☓●◎*＊1"
OPEN, CLOSE = r"[\[［〔【]", r"[\]］〕】]"
BOX = re.compile(rf"{OPEN}{GAP}([^\]］〕】\[［〔【]{{0,4}}?){GAP}{CLOSE}|([☑☒■☐□✓✔])")
TICKED_SIGNS = "☑☒■✓✔"
CHOSEN = re.compile(rf"{OPEN}{GAP}(.*?){GAP}{CLOSE}", re.DOTALL)
LIST = re.compile(r"[＜<〈《]\s*選択肢\s*[＞>〉》]")
LISTED = re.compile(r"(?:^|\s|\x1f)(\d{1,2})\s*[)）]\s*")
NUMBER = re.compile(r"^\s*\d{1,2}\s*[)）.．]?\s*")
COUNT = re.compile(rf"[（(]{GAP}([\d,，０-９]*){GAP}(?:[）)]{GAP}件|件{GAP}[）)])")
NUMBERED = re.compile(r"^\s*[（(]\s*[0-9０-９]{1,3}\s*[）)]\s*")
RECORD = re.compile(
    r"^\s*(?:[（(]\s*([0-9０-９]{1,3})\s*[）)]|([0-9０-９]{1,3})\s*[.．、)）\x1f])\s*"
)
REDACTED = re.compile(r"[■█▇▆]{2,}|^[\s　]*[■█▇▆][\s　]*$|^[（(【]?非公表[）)】]?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as a source states it; None where nothing was filled in.

    doubt: why it is not sure, empty where it is. left: texts that found no place in it.
    """

    value: Any
    doubt: str = ""
    left: tuple[str, ...] = ()


@dataclass
class Doubts:
    """Why values are not sure, in the words of the report."""

    WORDING = "見出しの言葉が様式と違います"
    BREAKS = "改行の位置は推測です"
    SIDE_BY_SIDE = "横に並んだセルをつなげました"
    OPTION = "選択肢の言葉が様式と違います"
    NO_OPTION = "選択肢のどれでもありません"
    MANY = "選択肢が二つ以上選ばれています"
    MARK = "印の意味が分かりません"
    DATE = "日付として読めません"
    NUMBER = "件数として読めません"
    LINE = "一行の項目に改行があります"
    CONFLICT = "二か所で記載が違います"
    REDACTED = "黒塗りか非公表の箇所です"
    UNRULED = "罫線がなく、区切りは推測です"
    texts: list[str] = field(default_factory=list)


def joined(cells: Cells) -> str:
    """Return the text of cells: rows become lines, empty rows between them empty lines."""
    text, last = "", None
    for page, cell in cells:
        if last is None:
            text = cell.text
        elif cell.continues:
            text += cell.text
        elif page == last[0] and cell.row == last[1].row:
            text += BESIDE + cell.text
        else:
            empty = cell.row - last[1].below if page == last[0] and not cell.flowing else 0
            text += "\n" * (1 + max(0, min(empty, 50))) + cell.text
        last = (page, cell)
    return text


def read(item: Item, cells: Cells) -> Reading:
    """Return the value of an item from the cells behind its label."""
    text = joined(cells)
    if REDACTED.search(text):
        return Reading(None, Doubts.REDACTED, (text,))
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
            return line(_without_behind(item, text), cells)
        case _:
            return prose(_without_behind(item, text), cells)


def prose(text: str, cells: Cells) -> Reading:
    doubt = Doubts.SIDE_BY_SIDE if BESIDE in text else ""
    if not doubt and any(cell.flowing for _, cell in cells) and len(text) > 20:
        doubt = ""
    text = text.replace(BESIDE, "　").rstrip("\n")
    return Reading(text if text.strip() else None, doubt)


def line(text: str, cells: Cells) -> Reading:
    found = prose(text, cells)
    if found.value is None:
        return found
    stripped = found.value.strip("\n")
    if "\n" not in stripped:
        return Reading(stripped, found.doubt)
    if all(cell.flowing for _, cell in cells):
        return Reading(stripped.replace("\n", ""), found.doubt)
    return Reading(stripped.replace("\n", ""), Doubts.LINE)


def day(text: str) -> Reading:
    bare = text.replace(BESIDE, "").strip()
    if not bare or not re.search(r"\d", fold(bare)):
        return Reading(None, Doubts.DATE if bare else "", (bare,) if bare else ())
    try:
        found = parse_date(bare)
    except NoSuchDateError:
        found = None
    if found is None:
        return Reading(None, Doubts.DATE, (bare,))
    return Reading(wareki(found))


def count(text: str) -> Reading:
    bare = fold(text.replace(BESIDE, "")).removesuffix("件").strip("()").replace(",", "")
    if not bare:
        return Reading(None)
    return Reading(bare) if bare.isdecimal() else Reading(None, Doubts.NUMBER, (text,))


def counted(text: str) -> Reading:
    """Return the count of `（ 60 ）件` somewhere in a text."""
    match = COUNT.search(text)
    return count(match[1]) if match else Reading(None)


def bracketed(label: str, text: str) -> Reading:
    """Return what stands in `（label： … ）` somewhere in a text."""
    opened = re.search(rf"[（(]{GAP}{re.escape(label)}{GAP}[：:]", text)
    if opened is None:
        return Reading(None)
    inner = text[opened.end() :].replace(BESIDE, "").rstrip()
    inner = inner.removesuffix("）").removesuffix(")")
    return Reading(inner if inner.strip(" 　") else None)


def _without_behind(item: Item, text: str) -> str:
    """Return a text without the values of items that stand behind it."""
    for child in item.items:
        if child.place is not Place.INLINE:
            continue
        if child.kind is Kind.COUNT:
            text = COUNT.sub("", text, count=1)
        else:
            text = re.split(rf"[（(]{GAP}{re.escape(child.label)}{GAP}[：:]", text)[0]
    return text


def without_list(item: Item, text: str) -> str:
    """Return a text without the printed list of options."""
    return _apart(text, _by_fold(item.offered))[0] if item.kind is Kind.CHOICE else text


def _by_fold(offered: Sequence[Offered]) -> dict[str, str]:
    by_fold = {fold(o.text): str(o.option) for o in offered}
    return by_fold | {fold(str(o.option)): str(o.option) for o in offered}


def choice(item: Item, text: str) -> Reading:
    """Return the option that `[ … ]` holds; the printed list of options is not looked at, but for
    the number that stands in the bracket."""
    offered, by_fold = item.offered, _by_fold(item.offered)
    head, listed = _apart(text, by_fold)
    head = _without_behind(item, head)
    bracket = CHOSEN.search(head)
    written = (bracket[1] if bracket else head).replace(BESIDE, "").strip()
    left = _left(head[: bracket.start()] + head[bracket.end() :] if bracket else "")
    if not written.strip(" 　"):
        return Reading(None, "", left)
    return _chosen(written, by_fold, offered, listed, left)


def _chosen(
    written: str,
    by_fold: dict[str, str],
    offered: Sequence[Offered],
    listed: str,
    left: tuple[str, ...],
) -> Reading:
    bare = NUMBER.sub("", written)
    for text in (written, bare):
        if fold(text) in by_fold:
            return Reading(by_fold[fold(text)], "", left)
    digits = fold(written).strip(").")
    if digits.isdecimal() and 0 < int(digits) <= len(offered):
        found = offered[int(digits) - 1]
        certain = fold(f"{digits}){found.text}") in fold(listed)
        return Reading(str(found.option), "" if certain else Doubts.OPTION, left)
    near = nearest(bare, by_fold.keys())
    if near is not None and len(bare) < 2 * len(near):
        return Reading(by_fold[fold(near)], Doubts.OPTION, (*left, written))
    return Reading(None, Doubts.NO_OPTION, (*left, written))


def _apart(text: str, options: dict[str, str]) -> tuple[str, str]:
    """Return what stands before the printed list of options and, apart from it, the list."""
    pieces = re.split(rf"([\n{BESIDE}])", text)
    head, listed, in_list = "", "", False
    for piece in pieces:
        before = LIST.split(piece, 1)
        if len(before) > 1:
            head += before[0]
            listed += before[1]
            in_list = True
        elif (in_list and LISTED.match(piece)) or (in_list and not CHOSEN.search(piece) and piece.strip()):
            listed += piece
        elif not LISTED.match(piece) or CHOSEN.search(piece) or not _is_listed(piece, options):
            head += piece
        else:
            listed += piece
    return head, listed


def _is_listed(piece: str, options: dict[str, str]) -> bool:
    return fold(NUMBER.sub("", piece)) in options


def _left(text: str) -> tuple[str, ...]:
    bare = text.replace(BESIDE, " ").strip()
    return (bare,) if bare else ()


def checks(item: Item, text: str) -> Reading:
    """Return the ticked boxes, with what stands in the bracket of each."""
    marks = _marks(item.offered, text)
    found: list[Any] = []
    doubt, left = "", []
    start = marks[0][0] if marks else len(text)
    left += _rest(text[:start], item)
    for n, (_, end, ticked, offered) in enumerate(marks):
        stop = marks[n + 1][0] if n + 1 < len(marks) else len(text)
        words, more = _bracket(text[end:stop], offered, item)
        left += more
        if ticked is None:
            doubt = Doubts.MARK
        elif ticked:
            found.append({str(offered.option): words} if words else str(offered.option))
        elif words:
            doubt, left = doubt or Doubts.MARK, [*left, words]
    missing = len(marks) < len(item.offered) and text.strip()
    if missing and not marks:
        doubt = Doubts.NO_OPTION
    return Reading(found or None, doubt or (Doubts.OPTION if left else ""), tuple(left))


Marked = tuple[int, int, bool | None, Offered]


def _marks(offered: Sequence[Offered], text: str) -> list[Marked]:
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
    inner = bare[1:closed]
    inner = inner[1:-1] if inner.startswith(" ") and inner.endswith(" ") else inner
    return (inner if inner.strip(" 　") else ""), _rest(bare[closed + 1 :], item)


def _rest(text: str, item: Item) -> list[str]:
    """Return what of a text is neither blank nor a heading of boxes."""
    bare = text.replace(BESIDE, " ").strip(" 　\n")
    labels = {fold(group.label) for group in item.groups}
    lines = [piece for piece in bare.split("\n") if piece.strip() and fold(piece) not in labels]
    return lines


def records(cells: Cells) -> Reading:
    """Return the entries of a numbered list; a text without number carries on the one before."""
    found: list[str] = []
    for piece in _pieces(cells):
        match = RECORD.match(piece)
        number = fold((match[1] or match[2]) if match else "")
        if match and number == str(len(found) + 1):
            found.append(piece[match.end() :].replace(BESIDE, " ").strip(" 　"))
        elif found and match is None:
            found[-1] += "\n" + piece.replace(BESIDE, " ")
        elif piece.strip():
            found.append(piece.replace(BESIDE, " ").strip())
    texts = [text for text in found if text.strip()]
    return Reading(texts or None)


def _pieces(cells: Cells) -> list[str]:
    return joined(cells).split("\n") if cells else []


def names(text: str) -> list[str]:
    """Return the names of `（１）…` one to a line."""
    lines = [piece for piece in text.replace(BESIDE, "\n").split("\n") if piece.strip()]
    return [NUMBERED.sub("", piece).strip(" 　") for piece in lines]


def box_count(item: Item, child: Item, text: str) -> Reading:
    """Return the count that stands in the bracket of one box of an item."""
    marks = _marks(item.offered, text)
    for n, (_, end, _, offered) in enumerate(marks):
        if offered.option == child.box:
            stop = marks[n + 1][0] if n + 1 < len(marks) else len(text)
            return counted(text[end:stop])
    return Reading(None)
