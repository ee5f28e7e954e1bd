"""What can be seen on printed pages, found from a PDF alone: no layout code grades itself."""

import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber

TOP, BOTTOM = 45.0, 50.0  # points of a page that header and footer take
PITCH = 1.45  # em between the lines of Noto Sans CJK
EMPTY = 0.4  # of a page below the last ink
BARE = 0.97  # of a page on which nothing stands
BIG = 12.0  # points from which a line outside all tables is a title
INNER = 0.7  # em of the height of a sign that holds its ink
CLOSE = 3.0  # points within which boxes stand below each other
EDGE = 3.0  # em from the edge of a cell within which a full line ends
OPTION = re.compile(r"^\d\) ")
GOES_ON = "（続き）"
BOX = re.compile(r"\[\s*[○〇　 ]\s*\]")
RANGE = re.compile(r"[\d０-９]+[～〜][\d０-９]+$")
NUMBERED = re.compile(r"[^\W\d①-⑳]+\d+")  # 移転先1
SUBHEADING = re.compile(r"[＜〈<《【].*[＞〉>》】]")
MOST_OF_A_SUBHEADING = 40  # signs of one that nothing encloses
TOLD = ":："  # begin what stands below a subheading
MARK = re.compile(r"([^\w\s]*[\d①-⑳]*[^\w\s]*[①-⑳]*).*", re.DOTALL)
Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Figures:
    """What was counted in one file. form, table: row height without use, in percent, without the
    cover, whose cells are drawn with room around few words."""

    pages: int
    emptied: int
    form: float
    table: float
    split: int
    orphans: int
    off_grid: int
    alone: int
    cut: int
    blank: int
    unsaid: int


@dataclass(frozen=True)
class Row:
    """A line of text in a cell."""

    top: float
    size: float
    chars: tuple[tuple[float, str], ...]

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.chars)


def print_pdf(file: Path, folder: Path) -> Path:
    """Print an office file through LibreOffice with all fonts that the machine has."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{file.stem}.pdf"


def figures(pdf: Path) -> Figures:
    """Return what can be counted on the pages of a PDF."""
    with pdfplumber.open(pdf) as document:
        seen = [Page(page) for page in document.pages]
    heights: dict[bool, list[tuple[float, float]]] = defaultdict(list)
    for page in seen[1:]:
        heights[page.is_wide] += page.used()
    counted = [page.boxes() for page in seen]
    return Figures(
        pages=len(seen),
        emptied=sum(page.emptied() > EMPTY for page in seen),
        form=_unused(heights[False]),
        table=_unused(heights[True]),
        split=sum(page.begins_amid_an_answer() for page in seen[1:]),
        orphans=sum(
            (a.ends_with_a_heading() and not b.begins()) or _parts_a_subheading(a, b)
            for a, b in pairwise(seen)
        ),
        off_grid=sum(off for off, _ in counted),
        alone=sum(alone for _, alone in counted),
        cut=sum(page.cut() for page in seen),
        blank=sum(page.emptied() > BARE for page in seen),
        unsaid=sum(page.begins_under_no_label() for page in seen[1:]),
    )


def _unused(rows: Sequence[tuple[float, float]]) -> float:
    whole = sum(height for height, _ in rows)
    used = sum(min(height, needed) for height, needed in rows)
    return round(100 * (1 - used / whole), 1) if whole else 0.0


class Page:
    """One printed page: its cells with their lines of text, and what is shaded."""

    def __init__(self, page: Any) -> None:
        self.height, self.width = float(page.height), float(page.width)
        self.is_wide = self.width > self.height
        self.all = page.chars
        self.chars = [c for c in self.all if c["top"] > TOP and c["bottom"] < self.height - BOTTOM]
        self.shaded = [_area(r) for r in page.rects if r["fill"] and _is_shade(r)]
        drawn = [*page.rects, *page.lines, *page.images]
        self.ink = [_area(d) for d in drawn if d["bottom"] < self.height - BOTTOM + 5]
        self.cells: list[Area] = sorted(
            {cell for table in page.find_tables() for cell in table.cells},
            key=lambda c: (c[1], c[0]),
        )
        self.held = held = {cell: self._within(cell) for cell in self.cells}
        self.texts = {cell: list(_rows(chars)) for cell, chars in held.items()}
        images = [_area(image) for image in page.images]
        self.needed = {
            cell: cell[3] - cell[1] if any(_covers(cell, i) for i in images) else _needed(chars)
            for cell, chars in held.items()
        }
        page.close()

    def _within(self, cell: Area) -> list[dict[str, Any]]:
        left, top, right, bottom = cell
        return [
            c
            for c in self.chars
            if left - 1 < (c["x0"] + c["x1"]) / 2 < right + 1
            and top < (c["top"] + c["bottom"]) / 2 < bottom
        ]

    def emptied(self) -> float:
        """Return the share of the page below the last ink."""
        bottoms = [c["bottom"] for c in self.chars] + [area[3] for area in self.ink]
        last = max(bottoms, default=TOP)
        return (self.height - BOTTOM - last) / (self.height - TOP - BOTTOM)

    def used(self) -> Iterator[tuple[float, float]]:
        """Yield height and used height of each row; the cells at the right edge are the rows."""
        edge = max((cell[2] for cell in self.cells), default=0)
        for cell in self.cells:
            if abs(cell[2] - edge) < CLOSE:
                beside = [c for c in self.cells if c[1] > cell[1] - 1 and c[3] < cell[3] + 1]
                yield cell[3] - cell[1], max(self.needed[c] for c in beside)

    def begins_amid_an_answer(self) -> bool:
        """Return whether the first row goes on with options or boxes under no label.

        A bracket behind a box may fill the first of its lines.
        """
        first = [c for c in self.cells if abs(c[1] - self.cells[0][1]) < 1]
        if len(first) < 2 or any(self.texts[label] for label in first[:-1]):
            return False
        lines = self.texts[first[-1]]
        return any(OPTION.match(line.text) or BOX.match(line.text) for line in lines)

    def begins_under_no_label(self) -> bool:
        """Return whether the page goes on with a text of which nothing says what it is."""
        if not self.cells or self.begins():
            return False
        top = self.cells[0][1]
        if "".join(c["text"] for c in self.all if c["bottom"] < top + 1).endswith(GOES_ON):
            return False
        first = [c for c in self.cells if abs(c[1] - top) < 1]
        said = [c for c in first if self.texts[c]]
        if said and not any(map(self._is_shaded, said)):
            return True
        return len(first) > 2 and len(first) == len(said) and self._begins_unnamed(first[0][3])

    def _begins_unnamed(self, top: float) -> bool:
        """Return whether the row below the head of a table has texts, but neither of the cells that
        name one."""
        row = [c for c in self.cells if abs(c[1] - top) < CLOSE]
        return any(self.texts[c] for c in row) and not any(self.texts[c] for c in row[:2])

    def ends_with_a_heading(self) -> bool:
        """Return whether the last thing on the page is a heading, a title, a lone label or the name
        of one of several."""
        lines = sorted(_rows(self.chars), key=lambda row: row.top)
        if not lines:
            return False
        last = lines[-1]
        inside = [c for c in self.cells if c[1] < last.top + last.size / 2 < c[3]]
        if not inside:
            return last.size > BIG
        if any(c[1] > max(i[3] for i in inside) - 1 for c in self.cells):
            return False  # an empty row follows
        is_wide = max(c[2] for c in inside) - min(c[0] for c in inside) > 0.7 * self.width
        if not is_wide or RANGE.search(last.text):
            return False
        if NUMBERED.fullmatch("".join(line.text for line in self.texts[min(inside)])):
            return self._is_shaded(min(inside))
        return all(map(self._is_shaded, inside))

    def _is_shaded(self, cell: Area) -> bool:
        return any(_covers(shade, cell) for shade in self.shaded)

    def goes_on(self) -> bool:
        """Return whether the page says at its top that something goes on there."""
        tops = sorted({cell[1] for cell in self.cells})
        limit = tops[2] if len(tops) > 2 else self.height
        return GOES_ON in "".join(c["text"] for c in self.all if c["top"] < limit)

    def answers(self) -> Iterator[Area]:
        """Yield the cells that say something and are no label, from the top."""
        return (c for c in self.cells if any(self.paragraphs(c)) and not self._is_shaded(c))

    def paragraphs(self, cell: Area) -> list[str]:
        """Return the paragraphs of a cell."""
        held = [""]
        for line in self.texts[cell]:
            held[-1] += line.text
            if not _is_full(line, cell):
                held.append("")
        return [each.strip() for each in held if each.strip()]

    def begins(self) -> bool:
        """Return whether a part begins here: a title stands above all cells."""
        lines = sorted(_rows(self.chars), key=lambda row: row.top)
        return bool(lines) and lines[0].size > BIG

    def cut(self) -> int:
        """Return how many cells hold signs that their lines cross, or that stand on each other:
        a text too high for its cell is drawn on over its neighbours, where nothing shows it."""
        return sum(
            any(_is_crossed(char, cell) for char in held) or _overprinted(held)
            for cell, held in self.held.items()
        )

    def boxes(self) -> tuple[int, int]:
        """Return how many boxes stand off the grid of their group, and how many stand alone."""
        found = [_off_and_alone(group) for c in self.cells for group in _groups(self.texts[c])]
        return sum(off for off, _ in found), sum(alone for _, alone in found)


def _parts_a_subheading(before: Page, page: Page) -> bool:
    """Return whether a text goes on over a page right behind a line that heads what follows."""
    if not before.cells or page.begins() or not page.goes_on():
        return False
    bottom = max(cell[3] for cell in before.cells)
    last = [c for c in before.answers() if abs(c[3] - bottom) < CLOSE]
    last = [c for c in last if not _is_full(before.texts[c][-1], c)]
    first = list(page.answers())
    below = [next((d for d in first if abs(d[0] - c[0]) < CLOSE), None) for c in last]
    pairs = zip(last, below, strict=True)
    return any(d and _heads(before.paragraphs(c)[-1], page.paragraphs(d)[0]) for c, d in pairs)


def _heads(text: str, behind: str) -> bool:
    """Return whether a paragraph heads the one behind it: it is enclosed as subheadings are, or is
    short, no sentence, and no entry of a list whose next one follows."""
    if SUBHEADING.fullmatch(text):
        return True
    if "。" in text or text[0] in TOLD or len(text) > MOST_OF_A_SUBHEADING:
        return False
    if behind[0] in TOLD:
        return True
    mark, other = _mark(text), _mark(behind)
    tells = "。" in behind or (mark and not other)
    return bool(tells) and len(text) * (1 if mark != other else 2) < len(behind)


def _mark(text: str) -> str:
    """Return the signs before the words of an entry of a list, any number as 0."""
    return re.sub(r"\d|[①-⑳]", "0", MARK.sub(r"\1", text))


def _is_full(line: Row, cell: Area) -> bool:
    """Return whether a line reaches the edge of its cell, as all but the last of a paragraph do."""
    return cell[2] - line.chars[-1][0] <= EDGE * line.size


def _area(drawn: dict[str, Any]) -> Area:
    return drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"]


def _is_shade(rect: dict[str, Any]) -> bool:
    colour = rect.get("non_stroking_color") or ()
    return len(colour) == 3 and 0.5 < min(colour) < 0.99


def _covers(shade: Area, cell: Area) -> bool:
    x, y = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return shade[0] - 1 < x < shade[2] + 1 and shade[1] - 1 < y < shade[3] + 1


def _rows(chars: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Yield the lines that characters form, from the top."""
    held: list[dict[str, Any]] = []
    for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if held and middle - (held[-1]["top"] + held[-1]["bottom"]) / 2 > char["size"] / 2.5:
            yield _row(held)
            held = []
        held.append(char)
    if held:
        yield _row(held)


def _row(chars: Sequence[dict[str, Any]]) -> Row:
    ordered = sorted(chars, key=lambda c: c["x0"])
    size = max(float(c["size"]) for c in ordered)
    texts = tuple((float(c["x0"]), str(c["text"])) for c in ordered)
    return Row(float(ordered[0]["top"]), size, texts)


def _is_crossed(char: dict[str, Any], cell: Area) -> bool:
    """Return whether the line above or below a cell goes through the middle of a sign."""
    middle, reach = (char["top"] + char["bottom"]) / 2, char["size"] * INNER / 2
    is_drawn = bool(char["text"].strip())
    return is_drawn and (middle - reach < cell[1] or middle + reach > cell[3])


def _overprinted(chars: Sequence[dict[str, Any]]) -> bool:
    """Return whether two signs of one size stand on each other, though not one on the other."""
    seen: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for char in chars:
        if not char["text"].strip():
            continue
        size, x, middle = char["size"], char["x0"], (char["top"] + char["bottom"]) / 2
        row = round(middle / size)
        near = (other for n in (-1, 0, 1) for other in seen[round(size), row + n])
        high, wide = size * INNER, size * 0.48
        if any(abs(at - x) < wide and 1 < abs(line - middle) < high for at, line in near):
            return True
        seen[round(size), row].append((x, middle))
    return False


def _needed(chars: Sequence[dict[str, Any]]) -> float:
    """Return the height of the lines of one size; small options stand beside a larger answer."""
    sizes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        sizes[round(char["size"])].append(char)
    return max((sum(r.size * PITCH for r in _rows(s)) for s in sizes.values()), default=0.0)


def _groups(rows: Sequence[Row]) -> Iterator[list[list[float]]]:
    """Yield where boxes begin, line by line, for each group of boxes in a cell."""
    held: list[list[float]] = []
    for row in rows:
        starts = [row.chars[m.start()][0] for m in BOX.finditer(row.text)]
        if starts and BOX.match(row.text):
            held.append(starts)
        elif held and row.text.startswith("・"):
            yield held
            held = []
    if held:
        yield held


def _off_and_alone(lines: Sequence[Sequence[float]]) -> tuple[int, int]:
    grid = max(lines, key=len)
    off = sum(all(abs(x - at) > CLOSE for at in grid) for line in lines for x in line)
    alone = sum(len(line) == 1 for line in lines[:-2]) if len(grid) > 1 else 0
    return off, alone


def told(name: str, found: Figures) -> str:
    return f"{name:<34}" + "".join(f"{getattr(found, f.name):>9}" for f in fields(found))


HEADER = f"{'':<34}" + "".join(f"{f.name:>9}" for f in fields(Figures))
