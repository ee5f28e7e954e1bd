"""Characters on a page → lines → paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pia.intake.paper import Char

GAP = 0.9  # of the size of a character: a wider gap is blank space
APART = 20.0  # of the size: a wider gap parts two texts
NO_START = "、。，．）」』】〕］｝〉》・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}"
INDENT = re.compile(r"[　\s]|[・○●◎◆※]")  # a line that begins so is never the rest of another
BULLET = re.compile(
    r"[■□☐☑\[［【＜<①-⑳⑴-⒇]|[（(]?[0-9０-９]{1,2}[)）.．　 ]|[（(][ア-ン][)）]|[ア-ン][)）　]"
)
ENTRY = re.compile(r"\d{1,2}\s*[)）]")
LEADER = re.compile(r"[ 　]*[.．…·・]{5,}[ 　]*\d*$")  # of a table of contents
ENDS = "。．：:"
WIDEST_SPACE = 0.75  # of the size: wider blank space is of full width
RIVERS = 0.4, 0.1  # of the size: blank space down several lines that parts columns
TOUCH = 0.05  # of the size by which what stands one below another may overlap
OVERLAP = 0.15  # of the size by which lines may overlap in height and still be two
EVEN = 0.1  # of that distance by which two of them may be missed
EMPTY = 1.6  # of the usual distance between lines: an empty line stands between


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; edges and size of its characters in points. head: the width of what would
    have to fit at the end of the line before. is_guess: put together from several."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    head: float = 0.0
    is_guess: bool = False


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Return characters by the line of the page that they stand in, from above."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.middle, c.left)):
        if rows and abs(char.middle - rows[-1][0].middle) < 0.4 * max(char.size, 4):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda c: c.left) for row in rows]


def lines_of(chars: Sequence[Char], apart: float = APART) -> list[TextLine]:
    """Return the lines that characters stand in, from above, parted at gaps wider than `apart`
    of their size. Texts that stand side by side and whose lines do not are one line each."""
    found: list[TextLine] = []
    for band in _bands(rows_of(chars)):
        columns = _columns(band) if len(band) > 1 else []
        if len(columns) > 1:
            found += _beside([_text(column) for column in columns], apart)
        else:
            found += [line for row in band for line in _parted(row, apart)]
    return found


def listed(chars: Sequence[Char]) -> list[TextLine]:
    """Return the lines of a printed list, column by column, each entry in one line."""
    head, *rows = rows_of(chars)
    columns = _columns(rows) if len(rows) > 1 else []
    found = list(_parted(head, APART))
    for column in columns or [[c for row in rows for c in row]]:
        for line in (x for row in rows_of(column) for x in _parted(row, APART)):
            if len(found) > 1 and not ENTRY.match(line.text):
                found[-1] = replace(found[-1], text=found[-1].text + line.text)
            else:
                found.append(line)
    return found


def _bands(rows: Sequence[list[Char]]) -> Iterator[list[list[Char]]]:
    """Yield rows together that overlap in height."""
    held: list[list[Char]] = []
    lowest = 0.0
    for row in rows:
        if held and min(c.top for c in row) > lowest - TOUCH * row[0].size:
            yield held
            held, lowest = [], 0.0
        held.append(row)
        lowest = max(lowest, *(c.bottom for c in row))
    if held:
        yield held


def _columns(band: Sequence[Sequence[Char]]) -> list[list[Char]]:
    """Return the characters of rows by the columns that blank space parts, as wide as may be,
    where no two rows of a column overlap in height; nothing where there are no such columns."""
    chars = sorted((c for row in band for c in row), key=lambda c: c.left)
    for river in RIVERS:
        columns = parted(chars, river)
        if not any(map(_is_crowded, columns)):
            return [column for column in columns if any(c.text.strip() for c in column)]
    return []


def parted(chars: Sequence[Char], river: float) -> list[list[Char]]:
    """Return characters from left to right by the columns that blank space parts."""
    columns: list[list[Char]] = []
    edge = 0.0
    for char in chars:
        if not columns or char.left - edge > river * char.size:
            columns.append([])
            edge = char.right
        columns[-1].append(char)
        edge = max(edge, char.right)
    return columns


def runs(row: Sequence[Char]) -> list[list[Char]]:
    """Return the texts of a line that blank space parts."""
    return [run for run in parted(row, GAP) if any(c.text.strip() for c in run)]


def _is_crowded(column: Sequence[Char]) -> bool:
    """Return whether rows overlap in height."""
    tops = [row[0].top for row in rows_of(column)]
    return any(b - a < (1 - OVERLAP) * column[0].size for a, b in pairwise(tops))


def _text(column: Sequence[Char]) -> TextLine:
    """Return the lines of a column as one."""
    lines = [line for row in rows_of(column) for line in _parted(row, APART)]
    right = max(line.right for line in lines)
    text, _ = flowing(lines, right)
    first, last = lines[0], lines[-1]
    left = min(line.left for line in lines)
    return replace(first, text=text, left=left, right=right, bottom=last.bottom, is_guess=True)


def _beside(columns: Sequence[TextLine], apart: float) -> list[TextLine]:
    """Return texts side by side, in one line where they stand near each other."""
    found = [columns[0]]
    for line in columns[1:]:
        gap = (line.left - found[-1].right) / line.size
        if gap > apart:
            found.append(line)
            continue
        text = found[-1].text + "　" * min(40, max(3, round(gap))) + line.text
        top, bottom = min(found[-1].top, line.top), max(found[-1].bottom, line.bottom)
        found[-1] = replace(found[-1], text=text, right=line.right, top=top, bottom=bottom)
    return found


def _parted(row: Sequence[Char], apart: float) -> Iterator[TextLine]:
    start = 0
    for n in range(1, len(row) + 1):
        is_last = n == len(row)
        if is_last or row[n].left - row[n - 1].right > apart * row[n].size:
            if any(c.text.strip() for c in row[start:n]):
                yield _one(row[start:n])
            start = n


def _one(row: Sequence[Char]) -> TextLine:
    text, last = "", None
    for char in row:
        if last is not None:
            text += _gap(last, char)
        text += char.text
        last = char
    held = [c for c in row if c.text.strip()]
    size = max(c.size for c in held)
    left, right = row[0].left, held[-1].right
    top, bottom = min(c.top for c in held), max(c.bottom for c in held)
    if (leader := LEADER.search(text)) is not None:
        text, right = text[: leader.start()], left
    return TextLine(_plain(text), left, right, top, bottom, size, _head(held))


def _gap(last: Char, char: Char) -> str:
    """Return the blank space between two characters."""
    gap = char.left - last.right
    if not last.text:
        wide = gap / char.size
        return "　" * min(40, round(wide)) if wide > WIDEST_SPACE else " "
    if " " in (last.text, char.text):
        space = last if last.text == " " else char
        wide = space.right - space.left
        return " " * min(40, max(0, round(gap / wide))) if wide > 1 else ""
    if not char.text or gap <= GAP * char.size or last.text.isspace() or char.text.isspace():
        return ""
    return "　" * min(40, max(1, round(gap / char.size)))


def _head(held: Sequence[Char]) -> float:
    """Return the width of what would have to fit at the end of the line before."""
    n = 1
    if _is_of_word(held[0].text):
        while n < len(held) and _is_of_word(held[n].text):
            n += 1
    while n < len(held) and held[n].text in NO_START:
        n += 1
    return float(held[n - 1].right - held[0].left)


def _is_of_word(sign: str) -> bool:
    """Return whether lines do not break before or behind a sign beside its like."""
    return (sign.isascii() and sign.isalnum()) or ("０" <= sign <= "ｚ" and sign.isalnum())


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").rstrip(" ")


def paragraphs(lines: Sequence[TextLine], right: float) -> Iterator[list[TextLine]]:
    """Yield the lines of each paragraph: a line goes on in the next where that would not have
    fitted behind it. right: how far lines may reach."""
    held: list[TextLine] = []
    for line in lines:
        if held and not _goes_on(held[-1], line, right):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def flowing(lines: Sequence[TextLine], right: float) -> tuple[str, bool]:
    """Return the text of lines, empty lines kept, and whether where it breaks is a guess."""
    pitch = _pitch(lines)
    text, is_guess, last = "", False, None
    for group in paragraphs(lines, right):
        if last is not None:
            gap = group[0].top - last.top
            is_apart = pitch > 0 and gap > EMPTY * pitch
            text += "\n" * (2 if is_apart else 1)
            is_even = not is_apart or abs(gap - 2 * pitch) < EVEN * pitch
            is_guess = is_guess or not is_even or _is_full(last, group[0], right)
        text += _run(group)
        is_guess = is_guess or len(group) > 1 or group[0].is_guess
        last = group[-1]
    return text, is_guess


def _run(group: Sequence[TextLine]) -> str:
    """Join the lines of a paragraph; words of letters keep the space between them."""
    text = group[0].text
    for line in group[1:]:
        between = " " if _is_letter(text[-1:]) and _is_letter(line.text[:1]) else ""
        text += between + line.text
    return text


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _pitch(lines: Sequence[TextLine]) -> float:
    """Return the least distance between two lines."""
    gaps = [b.top - a.top for a, b in pairwise(lines) if b.top - a.top > 0.5 * a.size]
    return min(gaps, default=0.0)


def _is_full(line: TextLine, following: TextLine, right: float) -> bool:
    """Return whether what follows would not have fitted behind a line."""
    return line.right + following.head > right - 0.15 * line.size


def _goes_on(line: TextLine, following: TextLine, right: float) -> bool:
    if following.top - line.bottom > 1.6 * line.size or following.top < line.top:
        return False
    if not _is_full(line, following, right) or INDENT.match(following.text):
        return False
    if line.is_guess or following.is_guess:
        return False
    return not (line.text[-1:] in ENDS and BULLET.match(following.text))
