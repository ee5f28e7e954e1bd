"""Characters on a page → lines → paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

GAP = 0.9  # of the size of a character: a wider gap is blank space
APART = 2.5  # of the size: a wider gap parts two texts, outside of ruled cells
NO_START = "、。，．）」』】〕］｝〉》・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}"
INDENT = re.compile(r"[　\s]|[・○●◎◆※]")  # a line that begins so is never the rest of another
BULLET = re.compile(
    r"[■□☐☑\[［【＜<①-⑳⑴-⒇]|[（(]?[0-9０-９]{1,2}[)）.．　 ]|[（(][ア-ン][)）]|[ア-ン][)）　]"
)
LEADER = re.compile(r"[ 　]*[.．…·・]{5,}[ 　]*\d*$")  # of a table of contents
ENDS = "。．：:"
EMPTY = 1.6  # of the usual distance between lines: an empty line stands between


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; edges and size of its characters in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    head: float = 0.0


def lines_of(chars: Sequence[Any]) -> list[Line]:
    """Return the lines that characters stand in, from above, parted at wide gaps."""
    rows: list[list[Any]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and abs(middle - _middle(rows[-1])) < 0.4 * max(char["size"], 4):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [line for row in rows for line in _line(sorted(row, key=lambda c: c["x0"]))]


def _middle(row: Sequence[Any]) -> float:
    return float((row[0]["top"] + row[0]["bottom"]) / 2)


def _line(row: Sequence[Any]) -> Iterator[Line]:
    start = 0
    for n in range(1, len(row) + 1):
        is_last = n == len(row)
        if is_last or row[n]["x0"] - row[n - 1]["x1"] > 8 * APART * row[n]["size"]:
            if any(c["text"].strip() for c in row[start:n]):
                yield _one(row[start:n])
            start = n


def _one(row: Sequence[Any]) -> Line:
    text, last = "", None
    for char in row:
        if last is not None and not char["text"].isspace() and not last["text"].isspace():
            gap = char["x0"] - last["x1"]
            if gap > GAP * char["size"]:
                text += "　" * min(40, max(1, round(gap / char["size"])))
        text += char["text"]
        last = char
    held = [c for c in row if c["text"].strip()]
    size = max(c["size"] for c in held)
    right = held[-1]["x1"]
    top, bottom = min(c["top"] for c in held), max(c["bottom"] for c in held)
    if (leader := LEADER.search(text)) is not None:
        text, right = text[: leader.start()], row[0]["x0"]
    return Line(_plain(text), row[0]["x0"], right, top, bottom, size, _head(held))


def _head(held: Sequence[Any]) -> float:
    """Return the width of what would have to fit at the end of the line before."""
    n = 1
    if held[0]["text"].isascii():
        while n < len(held) and held[n]["text"].isascii() and held[n]["text"].isalnum():
            n += 1
    while n < len(held) and held[n]["text"] in NO_START:
        n += 1
    return float(held[n - 1]["x1"] - held[0]["x0"])


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").rstrip(" ")


def paragraphs(lines: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph: a line goes on in the next where that would not have
    fitted behind it. right: how far lines may reach."""
    held: list[Line] = []
    for line in lines:
        if held and not _goes_on(held[-1], line, right):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def flowing(lines: Sequence[Line], right: float) -> tuple[str, bool]:
    """Return the text of lines, empty lines kept, and whether where it breaks is a guess."""
    pitch = _pitch(lines)
    text, is_guess, last = "", False, None
    for group in paragraphs(lines, right):
        if last is not None:
            gap = group[0].top - last.top
            text += "\n" * (2 if pitch and gap > EMPTY * pitch else 1)
            is_guess = is_guess or _is_full(last, group[0], right)
        text += _run(group)
        is_guess = is_guess or len(group) > 1
        last = group[-1]
    return text, is_guess


def _run(group: Sequence[Line]) -> str:
    """Join the lines of a paragraph; words of letters keep the space between them."""
    text = group[0].text
    for line in group[1:]:
        between = " " if _is_letter(text[-1:]) and _is_letter(line.text[:1]) else ""
        text += between + line.text
    return text


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _pitch(lines: Sequence[Line]) -> float:
    """Return the least distance between two lines."""
    gaps = [b.top - a.top for a, b in pairwise(lines) if b.top - a.top > 0.5 * a.size]
    return min(gaps, default=0.0)


def _is_full(line: Line, following: Line, right: float) -> bool:
    """Return whether what follows would not have fitted behind a line."""
    return line.right + following.head > right - 0.15 * line.size


def _goes_on(line: Line, following: Line, right: float) -> bool:
    if following.top - line.bottom > 1.6 * line.size or following.top < line.top:
        return False
    if not _is_full(line, following, right) or INDENT.match(following.text):
        return False
    return not (line.text[-1:] in ENDS and BULLET.match(following.text))
