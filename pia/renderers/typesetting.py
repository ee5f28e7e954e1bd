"""Templates → PDF by Typst, with a font that comes in a wheel and free fonts of this machine, and
with no row of a table torn amid its name.

The font in the wheel has 45,000 characters. 文字情報基盤 has kanji of names and places beyond it,
and an office that writes such names has a font of them: it is used for those characters alone.

Typst divides a table where a page ends, if need be amid what names a row, and may leave a last row
alone on a page. Where the rows stand is read from the tags of what it has set; a table is parted
where that mends it, and set again, for what follows has moved.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import typst

from pia.layout.exhibits import naming
from pia.layout.rows import is_short
from pia.layout.tree import Table
from pia.source.files import templates

FONT = "noto_cjk_sans_jp_regular"
Standard = Literal["ua-1", "a-2a"]
ACCESSIBLE: Standard = "ua-1"
ARCHIVAL: Standard = "a-2a"
REMEMBERED = 10  # compilations for which Typst keeps what it laid out, 70 MB for a document
# Family → its file and what people call it, in the order in which they are asked.
SPARE = {
    "IPAmjMincho": ("ipamjm.ttf", "IPAmj明朝"),
    "HanaMinA": ("HanaMinA.ttf", "花園明朝A"),
    "HanaMinB": ("HanaMinB.ttf", "花園明朝B"),
}
FOLDER = "spare"
BASE = re.compile(rb"/BaseFont/[A-Z]{6}\+(\w+)")  # as Typst writes it


def spare(folder: Path) -> tuple[str, ...]:
    """Return the families of `SPARE` that this machine has, their files laid into a folder.

    Typst takes every font of a folder: it is shown one that has these alone.
    """
    place = folder / FOLDER
    if not place.exists():
        place.mkdir()
        for file in installed(folders_of_machine()):
            _lay(file, place)
    told = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[place]
    ).families()
    return tuple(family for family in SPARE if family in told)


def names_in(data: bytes) -> list[str]:
    """Return what people call the spare fonts that a PDF has."""
    used = set(BASE.findall(data))
    return [name for family, (_, name) in SPARE.items() if family.encode() in used]


def _lay(file: Path, place: Path) -> None:
    try:
        (place / file.name).symlink_to(file)
    except OSError:  # Windows lets few people make links
        shutil.copyfile(file, place / file.name)


@cache
def installed(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files of `SPARE` that stand anywhere in folders of fonts."""
    sought = {file.casefold() for file, _ in SPARE.values()}
    found = {file.name.casefold(): file for file in _files(folders)}
    return tuple(found[name] for name in sorted(sought & found.keys()))


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            yield from (Path(parent, name) for name in sorted(names))


def folders_of_machine() -> tuple[Path, ...]:
    """Return where this machine keeps fonts: its own, and those that its user installed."""
    with suppress(RuntimeError):  # a user without a home
        home = Path.home()
        if sys.platform == "win32":
            own = Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")
            return Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), own
        if sys.platform == "darwin":
            return Path("/Library/Fonts"), home / "Library" / "Fonts"
        own = home / ".local" / "share" / "fonts"
        return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own
    return (Path("/usr/share/fonts"),)


def forget() -> None:
    """Let Typst drop the documents before, so that a folder of them fits into memory."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    for n in range(REMEMBERED + 1):
        typst.compile(b"#sys.inputs.n", font_paths=fonts, sys_inputs={"n": str(n)})


def copied(name: str, folder: Path) -> Path:
    """Copy a template to where Typst may read, which is nowhere else."""
    return Path(shutil.copyfile(templates() / "pdf" / name, folder / name))


def set_in(template: Path, inputs: Mapping[str, str], standard: Standard) -> bytes:
    """Return the PDF, with spare fonts of this machine only where the one in the wheel is not
    enough: what it can set alone is the same on every machine."""
    try:
        return _compiled(template, inputs, standard)
    except typst.TypstError:
        if not (families := spare(template.parent)):
            raise
        return _compiled(template, inputs, standard, families)


def _compiled(
    template: Path, inputs: Mapping[str, str], standard: Standard, families: Sequence[str] = ()
) -> bytes:
    data, warnings = typst.compile_with_warnings(
        template,
        root=template.parent,
        font_paths=_fonts(template.parent / FOLDER) if families else _fonts(),
        format="pdf",
        pdf_standards=[standard],
        sys_inputs={**inputs, "spare": json.dumps(families)},
        timestamp=0,
    )
    if warnings:
        raise RuntimeError("; ".join(warning.message for warning in warnings))
    return bytes(data)


@lru_cache(maxsize=2)
def _fonts(*folders: Path) -> typst.Fonts:
    """Return the font of the package, those of the engine and those of folders; to look through
    them takes longer than to set a page."""
    with as_file(files(FONT)) as own:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[own, *folders]
        )


def can_set_in(folder: Path) -> Callable[[str], bool]:
    """Return what tells whether the fonts have every character of a text. folder: to work in."""
    return lambda text: _can_set(text, folder)


def _can_set(text: str, folder: Path) -> bool:
    try:
        set_in(copied("probe.typ", folder), {"text": text}, ACCESSIBLE)
    except typst.TypstError:
        return False
    return True


TIMES = 10  # that a document is set again
OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
PAGES = re.compile(rb"/Type/Pages/Count \d+/Kids\[([^]]*)\]")
KIND = re.compile(rb"/Type/StructElem/S/(\w+)/P (\d+) 0 R")
PAGE = re.compile(rb"/Pg (\d+) 0 R")
REFERENCE = re.compile(rb"(\d+) 0 R")
Apart = dict[int, list[int]]  # the number of a table → the rows with which it begins a page


class Placed(NamedTuple):
    """The pages of a row, where it begins and ends, and where what names it ends. short: whether
    it is one that goes over no page."""

    first: int
    named: int
    last: int
    short: bool


def set_whole(tables: Sequence[Table], compiled: Callable[[Apart], bytes]) -> bytes:
    """Return the PDF with no row torn amid its name and none alone on a last page."""
    apart: Apart = {}
    data = compiled(apart)
    for _ in range(TIMES):
        more = list(_more(tables, apart, _headed(data)))
        if not more:
            break
        for table, row in more:
            apart[table] = sorted([*apart.get(table, ()), row])
        data = compiled(apart)
    return data


Cells = list[set[int]]  # the pages of each cell of a row


def _more(
    tables: Sequence[Table], apart: Apart, found: Sequence[Sequence[Cells]]
) -> Iterator[tuple[int, int]]:
    """Yield the next row of each table that should begin a page."""
    held = iter(found)
    for number, table in enumerate(tables):
        begins = apart.get(number, [])
        cells = [row for _ in range(1 + len(begins)) for row in next(held)]
        rows = list(map(_placed, table.rows, cells))
        row = next((row for row in _wrong(rows) if row not in begins), None)
        if row is not None:
            yield number, row


def _placed(texts: Sequence[str], cells: Cells) -> Placed | None:
    """Return where a row stands; None for one that says nothing."""
    pages = set[int]().union(*cells)
    if not pages:
        return None
    return Placed(min(pages), max(cells[naming(texts)] or pages), max(pages), is_short(texts))


def _wrong(rows: Sequence[Placed | None]) -> Iterator[int]:
    """Yield the rows that should begin a page: one whose name is torn, and the one before a last
    row that stands alone."""
    for n, (before, row) in enumerate(pairwise(rows), start=1):
        if before is None or row is None:
            continue
        if row.named > row.first == before.last:
            yield n
        if 1 < n == len(rows) - 1 and row.short and before.short and row.first > before.first:
            yield n - 1


def _headed(data: bytes) -> list[list[Cells]]:
    """Return the rows of the tables that have a header, in their order."""
    objects = {int(number): held for number, held in OBJECT.findall(data)}
    pages = PAGES.search(data)
    assert pages is not None, "as Typst writes it"
    order = {int(page): n for n, page in enumerate(REFERENCE.findall(pages[1]))}
    kinds = {number: found for number, held in objects.items() if (found := KIND.match(held[2:]))}
    below: dict[int, list[int]] = {}
    for number, found in kinds.items():
        below.setdefault(int(found[2]), []).append(number)

    def of(number: int, kind: bytes) -> list[int]:
        return [n for n in below.get(number, ()) if kinds[n][1] == kind]

    def seen(number: int) -> set[int]:
        own = {order[int(page)] for page in PAGE.findall(objects[number])}
        return own.union(*map(seen, below.get(number, ())))

    tables = sorted(n for n, found in kinds.items() if found[1] == b"Table" and of(n, b"THead"))
    return [
        [
            [seen(cell) for cell in of(row, b"TD")]
            for body in of(table, b"TBody")
            for row in of(body, b"TR")
        ]
        for table in tables
    ]
