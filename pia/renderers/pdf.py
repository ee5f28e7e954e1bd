"""Layout → tagged PDF, set by Typst with a font that comes in a wheel, and what it cannot set."""

import gc
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import chain, count, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from pia.errors import Finding, PiaError
from pia.layout import glyphs
from pia.layout.exhibits import naming
from pia.layout.marks import Marked, lines_of
from pia.layout.measure import is_halved, subheadings
from pia.layout.rows import is_short
from pia.layout.tree import (
    GOES_ON,
    OPTIONS,
    WITHHELD,
    Box,
    Bracketed,
    Choice,
    Counted,
    Figure,
    Grid,
    Heading,
    Label,
    Layout,
    Node,
    Records,
    Row,
    Sheet,
    Table,
    Words,
)
from pia.renderers.messages import RenderMessages
from pia.renderers.typesetting import (
    ACCESSIBLE,
    ARCHIVAL,
    Apart,
    Standard,
    can_set_in,
    copied,
    forget,
    set_in,
    set_whole,
)
from pia.source.images import kind

LONG = 1_000_000  # signs of a document, some 200 pages
LONELY = 2  # nodes at the end of a sheet: a heading and what stands under it
MARKS = ("Mn", "Me", "Mc", "Cf")
# Stands between rare characters: of two that meet, one may be set in the font of the other.
BETWEEN = "亜"
# 外字 of somebody's machine; Typst sets nothing for them and says nothing.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def missing(layout: Layout, can_set: Callable[[str], bool]) -> list[Finding]:
    """Return a finding for each place of each character that cannot be set.

    can_set: whether a text can be set; asked about halves and halves again, for a document may
    have thousands of characters that are no common ones, and few that are missing.
    """
    places = _rare_clusters(layout)
    failing = _failing(sorted(places), can_set) or _failing_together(layout, can_set)
    return _found(RenderMessages.NO_GLYPH, failing, places)


Places = dict[str, dict[str, None]]  # character → addresses, each once


def _rare_clusters(layout: Layout) -> Places:
    """Return the characters of a layout that the font may lack, with what follows them."""
    places: Places = {}
    for address, text in texts(layout):
        if glyphs.rare(set(text)):
            for cluster in clusters(text):
                if glyphs.rare(set(cluster)):
                    places.setdefault(cluster, {})[address] = None
    return places


def _owned(addresses: dict[str, None]) -> list[str]:
    """Return the addresses without the empty one, if there are others."""
    return [address for address in addresses if address] or [""]


def _failing(characters: Sequence[str], can_set: Callable[[str], bool]) -> list[str]:
    text = BETWEEN.join(characters)
    if not characters or (not PRIVATE.search(text) and can_set(text)):
        return []
    if len(characters) == 1:
        return list(characters)
    middle = len(characters) // 2
    return _failing(characters[:middle], can_set) + _failing(characters[middle:], can_set)


def _failing_together(layout: Layout, can_set: Callable[[str], bool]) -> list[str]:
    """Return the rare characters of texts that cannot be set though each of them can be alone."""
    rare = {text for _, text in texts(layout) if glyphs.rare(set(text))}
    failing = [text for text in sorted(rare) if not can_set(text)]
    return sorted({c for text in failing for c in clusters(text) if glyphs.rare(set(c))})


def clusters(text: str) -> list[str]:
    """Return the characters of a text, each with the marks and selectors that follow it."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.category(character) in MARKS:
            found[-1] += character
        else:
            found.append(character)
    return [cluster for cluster in found if cluster.strip()]


def _found(message: RenderMessages, clusters: Iterable[str], places: Places) -> list[Finding]:
    return [_finding(message, c, address) for c in clusters for address in _owned(places[c])]


def _finding(message: RenderMessages, cluster: str, address: str) -> Finding:
    codes = " ".join(f"U+{ord(character):04X}" for character in cluster)
    return replace(message.finding(text=cluster, codes=codes, address=address), words=cluster)


Addressed = tuple[str, str]
UNPRINTED = {"address", "anchor", "sheet"}


def texts(layout: Layout) -> Iterator[Addressed]:
    """Yield (address, text) in the printed order; the address is empty for texts of the form."""
    theme = layout.theme
    of_all = (layout.name, layout.organisation, layout.title, layout.foot)
    for text in (*of_all, theme.logo_text, *theme.foot):
        yield "", text
    for sheet in layout.sheets:
        for node in sheet.nodes:
            yield from texts_of(node)


def texts_of(value: object, address: str = "") -> Iterator[Addressed]:
    """Yield the texts of a part of the tree; what a list holds has an address of its own."""
    match value:
        case str():
            yield address, value
        case Label():
            yield address, str(value)
        case Table(columns=columns, rows=rows):
            yield from texts_of(columns, value.address)
            yield from _listed(rows, value.address)
        case Records():
            yield from _listed(value.texts, value.address)
        case tuple():
            for entry in value:
                yield from texts_of(entry, address)
        case _ if is_dataclass(value):
            own = getattr(value, "address", "") or address
            for field in fields(value):
                if field.name not in UNPRINTED:
                    yield from texts_of(getattr(value, field.name), own)


def _listed(entries: Sequence[object], address: str) -> Iterator[Addressed]:
    for n, entry in enumerate(entries, start=1):
        yield from texts_of(entry, f"{address}[{n}]")


# Tags that Typst cannot say yet: which cells are the headers of their rows, and how blackened text
# is read out. Source: ISO 14289-1 (PDF/UA-1) 7.5; ISO 32000-1, 14.8.5.7 and 14.9.4 (ActualText).
ELEMENT = b"/Type/StructElem"
XREF = re.compile(rb"xref\n0 (\d+)\n")
LABEL = re.compile(rb"/S/TD(/.*?)<</O/Table(.*?/BackgroundColor.*?/K\[\d)", re.DOTALL)
SPOKEN = re.compile(rb"/S/Formula(/P \d+ 0 R)/Alt(<[0-9A-F]+>)(/A\[<</O/Layout/BBox\[[^]]*\]>>\])?")

_documents = count()


def render(layout: Layout, standard: Standard = ACCESSIBLE) -> bytes:
    """Return the document as PDF/UA-1, or of another standard. Equal layouts give equal bytes.

    Raises PiaError for characters that no font has.
    """
    if next(_documents):
        forget()
    with TemporaryDirectory() as folder:
        template = copied("form.typ", Path(folder))
        inputs = {"layout": json.dumps(data_of(layout, Path(folder)), ensure_ascii=False)}
        tables = [n for sheet in layout.sheets for n in sheet.nodes if isinstance(n, Table)]

        def compiled(apart: Apart) -> bytes:
            if apart:  # what was laid out before is not held beside it
                forget()
            return set_in(template, inputs | {"apart": json.dumps(apart)}, standard)

        if len(inputs["layout"]) > LONG:
            gc.collect()  # what other formats hold in circles, a tenth of what Typst will ask for
        can_set = can_set_in(Path(folder))
        if PRIVATE.search(inputs["layout"]) and (found := missing(layout, can_set)):
            raise PiaError(*found)
        try:
            return tagged(set_whole(tables, compiled))
        except typst.TypstError as error:
            if found := missing(layout, can_set):
                raise PiaError(*found) from error
            raise


def lacking(layout: Layout) -> list[Finding]:
    """Return a finding for each place of each character that no font has, and of each variant
    that is printed as another."""
    places = _rare_clusters(layout)
    with TemporaryDirectory() as folder:
        found = missing(layout, can_set_in(Path(folder)))
    told = {finding.words for finding in found}
    others = [c for c in sorted(places) if glyphs.is_unknown_variant(c) and c not in told]
    return [
        *found,
        *_found(RenderMessages.NO_VARIANT, others, places),
    ]


def data_of(layout: Layout, folder: Path) -> dict[str, object]:
    """Return what the template reads, as JSON can say it; images are written into the folder."""
    plain = _Plain(folder)
    return {
        "title": layout.title,
        "name": layout.name,
        "organisation": layout.organisation,
        "foot": layout.foot,
        "stamp": layout.stamp,
        "caution": layout.caution,
        "theme": plain.of(layout.theme),
        "options": OPTIONS,
        "withheld": WITHHELD,
        "goes-on": GOES_ON,
        "sheets": plain.of(tuple(_led(_accompanied(sheet)) for sheet in layout.sheets)),
    }


def _accompanied(sheet: Sheet) -> Sheet:
    """Return a sheet that ends with a heading and little else with the row before that heading
    held to it, so that the two of them have no page to themselves."""
    first = len(sheet.nodes) - sheet.tail
    before = sheet.nodes[first - 1] if first else None
    if sheet.tail != LONELY or not isinstance(before, Grid) or len(before.lines) == 1:
        return sheet
    line = before.lines[-1]
    if line.row.side is not None or not is_short(text for _, text in texts_of(line.row.contents)):
        return sheet
    grids = Grid(before.lines[:-1]), Grid((replace(line, whole=True),))
    nodes = (*sheet.nodes[: first - 1], *grids, *sheet.nodes[first:])
    return replace(sheet, nodes=nodes, tail=sheet.tail + 1)


def _led(sheet: Sheet) -> Sheet:
    """Return a sheet with its grids parted around rows that stay with the next one: Typst keeps
    two rows of one table together only where no page ends amid either, but a table with what
    follows it."""
    parted = [list(_parts(node)) for node in sheet.nodes]
    tail = sum(map(len, parted[len(parted) - sheet.tail :]))
    return replace(sheet, nodes=tuple(chain.from_iterable(parted)), tail=tail)


def _parts(node: Node) -> Iterator[Node]:
    if not isinstance(node, Grid):
        yield node
        return
    for is_kept, lines in groupby(node.lines, key=lambda line: line.kept):
        if is_kept:
            yield from (Grid((line,)) for line in lines)
        else:
            yield Grid(tuple(lines))


class _Plain:
    """Turns a tree into what JSON can say; images go into the folder that Typst may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.images = 0

    def of(self, value: Any) -> Any:
        match value:
            case Marked():
                return list(lines_of(value))
            case Label() | Box():
                return str(value)
            case Figure():
                return self._figure(value)
            case bytes():
                return self._picture(value)
            case tuple():
                return [self.of(entry) for entry in value]
            case _ if is_dataclass(value):
                held = {name: self.of(getattr(value, name)) for name in _read(value)}
                return {"kind": type(value).__name__.lower()} | held | _signed(value)
            case _:
                return value

    def _figure(self, figure: Figure) -> dict[str, str | None]:
        name = self._picture(figure.picture) if figure.picture else None
        return {"kind": "figure", "path": name, "alternative": figure.alternative}

    def _picture(self, picture: bytes) -> str:
        self.images += 1
        name = f"{self.images}.{kind(picture)}"
        (self.folder / name).write_bytes(picture)
        return name


def _read(value: Any) -> Iterator[str]:
    """Yield the fields that the template reads: Typst keeps every text that it is given."""
    unread = {"address", "group", "leads"} | ({"anchor"} if isinstance(value, Row) else set())
    return (field.name for field in fields(value) if field.name not in unread)


def _signed(value: object) -> dict[str, object]:
    """Return what the template reads in place of a field: texts with their signs around them."""
    match value:
        case Words(text=text):
            return {"heads": sorted(subheadings(text))}
        case Choice(columns=columns):
            return {"shares": [1 / columns] * columns}
        case Records():
            return {"texts": list(value), "columns": value.columns, "whole": value.is_whole}
        case Counted() | Bracketed():
            return {"text": str(value)}
        case Row():
            return {"side": value.side}
        case Heading():
            return {"halved": is_halved(value)}
        case Table(rows=rows, columns=columns):
            widths = [column.width for column in columns]
            return {"guides": [_guide(row, widths) for row in rows]}
        case _:
            return {}


def _guide(row: Sequence[str], widths: Sequence[float]) -> dict[str, object] | None:
    """Return which cell names a row of a table, which is the longest, and what heads the lines of
    each; None for a short row."""
    if is_short(row):
        return None
    lines = [len(text) / width for text, width in zip(row, widths, strict=True)]
    heads = [sorted(subheadings(text)) for text in row]
    return {"naming": naming(row), "longest": lines.index(max(lines)), "heads": heads}


def archival(layout: Layout) -> bytes:
    """Return the document as PDF/A-2a. Raises PiaError for characters that the font lacks."""
    return render(layout, ARCHIVAL)


def tagged(data: bytes) -> bytes:
    """Return the PDF with shaded cells as row headers and spoken texts in place of formulas."""
    begin = data.rindex(b"xref\n0 ")
    head = XREF.match(data, begin)
    assert head is not None, "as Typst writes it"
    count = int(head[1])
    table = begin + len(f"xref\n0 {count}\n")
    entries = [data[table + 20 * n : table + 20 * (n + 1)] for n in range(count)]
    at = sorted((int(e[:10]), n) for n, e in enumerate(entries) if e[17:18] == b"n")
    ends = [offset for offset, _ in at[1:]] + [begin]
    out = bytearray(data[: at[0][0]])
    for (offset, number), end in zip(at, ends, strict=True):
        entries[number] = b"%010d" % len(out) + entries[number][10:]
        out += _changed(data[offset:end])
    start = len(out)
    trailer = re.sub(rb"(?<=startxref\n)\d+", b"%d" % start, data[table + 20 * count :])
    return bytes(out) + data[begin:table] + b"".join(entries) + trailer


def _changed(element: bytes) -> bytes:
    if ELEMENT not in element:
        return element
    element = LABEL.sub(rb"/S/TH\1<</O/Table/Scope/Row\2", element)
    return SPOKEN.sub(rb"/S/Span\1/ActualText\2", element)
