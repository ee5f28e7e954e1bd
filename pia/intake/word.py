"""Word document → PrintedForm: paragraphs across the page, tables as they are ruled."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from pia.intake.grid import BLACKED_OUT, Aside, Box, Cell, Extra, Page, Picture, PrintedForm
from pia.intake.margins import asides
from pia.intake.messages import IntakeMessages
from pia.intake.package import Package, properties, refused
from pia.layout.tree import NEXT_LINE, SAME_LINE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
MAIN, STYLES = "word/document.xml", "word/styles.xml"
HEADS = {"header": "ヘッダー", "footer": "フッター"}
NOTES = {
    "word/comments.xml": Extra.COMMENT,
    "word/footnotes.xml": Extra.FOOTNOTE,
    "word/endnotes.xml": Extra.FOOTNOTE,
}
WIDTH = 1_000  # columns that a paragraph outside of tables takes
MOST_COLUMNS = 200
LEFT_OUT = {f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText")} | {FALLBACK}


def read(data: bytes, name: str) -> PrintedForm:
    """Return a Word document as one page. Raises PiaError when it cannot be read."""
    package = Package(data, name)
    if MAIN not in package:
        raise refused(name, IntakeMessages.NOT_A_FORM)
    body = package.xml(MAIN).find(f"{W}body")
    if body is None:
        raise refused(name, IntakeMessages.BROKEN)
    _forget_prompts(body)
    reader = _BodyReader(package)
    reader.blocks(body)
    reader.comments()
    reader.heads()
    page = Page("文書", tuple(reader.cells), frames=reader.frames, parted=True)
    return PrintedForm(
        name, (page,), tuple(reader.remarks), tuple(reader.pictures), properties(package)
    )


class _BodyReader:
    """Goes down the body, counting rows, paragraphs and tables."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(MAIN)
        self.seams = dict(_seams(package))
        self.cells: list[Cell] = []
        self.remarks: list[Aside] = []
        self.pictures: list[Picture] = []
        self.frames: dict[int, Box] = {}
        self.row = self.tables = self.paragraphs = 0

    def blocks(self, body: Any) -> None:
        for gone in filter(_is_gone, body):
            self._tell_revision(gone, f"{self.paragraphs + 1}段落")
        for block in unfolded(body):
            if block.tag == f"{W}p":
                self._paragraph(block)
            else:
                self._table(block)

    def _paragraph(self, block: Any) -> None:
        self.paragraphs += 1
        place = f"{self.paragraphs}段落"
        text = self._text(block, place)
        self._tell_revision(block, place)
        if text:
            self.cells.append(Cell(text, self.row, 0, 1, WIDTH, place, _style(block)))
        self.row += 1

    def _table(self, table: Any) -> None:
        self.tables += 1
        for gone in (row for row in table.iter(f"{W}tr") if _is_deleted(row, "trPr")):
            self._tell_revision(gone, f"表{self.tables}")
        first, wide = self.row, 1
        for number, (row, below) in enumerate(_merged(table), start=1):
            column = _before(row)
            for cell in _children(row):
                if cell.tag != f"{W}tc":
                    continue
                span = _span(cell)
                if not _goes_on(cell):
                    area = (1 + below.get(column, 0), column, span)
                    self._cell(cell, area, f"表{self.tables} {number}行目")
                column += span
            wide = max(wide, column)
            self.row += 1
        self.frames[self.tables] = (first, 0, self.row - 1, wide - 1)

    def _cell(self, cell: Any, area: tuple[int, int, int], place: str) -> None:
        """Read a cell. area: how many rows, its first column, how many columns."""
        rows, column, columns = area
        text = "\n".join(self._text(p, place) for p in _paragraphs(cell))
        self._tell_revision(cell, place)
        if any(len(row.findall(f"{W}tc")) > 1 for row in cell.iter(f"{W}tr")):
            self.remarks.append(Aside(Extra.NESTED, place, text))
        if text:
            shade = cell.find(f"{W}tcPr/{W}shd")
            look = str(shade.get(f"{W}fill")) if shade is not None else ""
            look = "" if look in ("auto", "FFFFFF") else look
            seam = self.seams.get(_style(next(_paragraphs(cell))), "")
            at = (self.row, column, rows, columns)
            self.cells.append(Cell(text, *at, place, look, seam=seam, frame=self.tables))

    def _text(self, paragraph: Any, place: str) -> str:
        pieces: list[str] = []
        ground = _ground_of(paragraph)
        for element in _within(paragraph):
            said = _said(element)
            if said.strip() and _is_unseen(element, ground):
                said = BLACKED_OUT if BLACKED_OUT not in pieces[-1:] else ""
            elif said.strip() and _has_look(element, "vanish"):
                self.remarks.append(Aside(Extra.HIDDEN, place, said))
                said = ""
            elif said.strip() and (_has_look(element, "strike") or _has_look(element, "dstrike")):
                self.remarks.append(Aside(Extra.STRUCK, place, said))
            pieces.append(said)
            if element.tag == BLIP:
                self._picture(element, place)
            elif element.tag == f"{W}hyperlink" and not element.get(f"{W}anchor"):
                self.remarks.append(Aside(Extra.LINK, place))
        self._shapes(paragraph, place)
        return "".join(pieces)

    def _tell_revision(self, element: Any, place: str) -> None:
        if told := _revised(element):
            self.remarks.append(Aside(Extra.REVISION, place, told))

    def _shapes(self, paragraph: Any, place: str) -> None:
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(above.tag == FALLBACK for above in box.iterancestors()):
                words = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in box)
                self.remarks.append(Aside(Extra.SHAPE, place, words))

    def _picture(self, blip: Any, place: str) -> None:
        _, target, is_outside = self.relations.get(str(blip.get(EMBED)), ("", "", True))
        if is_outside or target not in self.package:
            return
        drawing = next(blip.iterancestors(f"{W}drawing"), None)
        about = next(drawing.iter(DRAWN), None) if drawing is not None else None
        described = str(about.get("descr") or "") if about is not None else ""
        name = target.rpartition("/")[2]
        data = self.package.read(target)
        self.pictures.append(Picture(0, self.row, name, data, described, place))

    def comments(self) -> None:
        """Take over what stands beside or below the text."""
        for part, extra in NOTES.items():
            for note in self.package.xml(part) if part in self.package else ():
                text = "".join(t.text or "" for t in note.iter(f"{W}t"))
                if text.strip() or extra is Extra.COMMENT:
                    self.remarks.append(Aside(extra, extra.value, text))

    def heads(self) -> None:
        """Tell what stands above and below the pages."""
        for kind, name in HEADS.items():
            parts = [t for k, t, outside in self.relations.values() if k == kind and not outside]
            roots = [self.package.xml(part) for part in parts if part in self.package]
            self.remarks += asides((text for root in roots for text in _head(root)), name)
            if any(True for root in roots for _ in root.iter(BLIP)):
                self.remarks.append(Aside(Extra.PICTURE, name, "取り出していません"))


def _forget_prompts(body: Any) -> None:
    """Empty the fields that nobody filled in and that only show what to do with them."""
    for field in body.iter(f"{W}sdt"):
        shown = field.find(f"{W}sdtPr/{W}showingPlcHdr")
        if shown is not None and shown.get(f"{W}val") not in ("0", "false", "off"):
            for text in field.iter(f"{W}t"):
                text.text = ""


def _head(root: Any) -> Iterator[str]:
    """Yield the texts of a head or foot, those of boxes and of a text behind the page too."""
    for paragraph in root.iter(f"{W}p"):
        if not any(above.tag == FALLBACK for above in paragraph.iterancestors()):
            yield "".join(map(_said, _within(paragraph)))
    yield from (str(drawn.get("string") or "") for drawn in root.iter(WORD_ART))


# Of the symbol fonts that Word draws boxes with, by the last two digits.
SYMBOLS = {"FE": "☑", "52": "☑", "FC": "✓", "A8": "☐", "6F": "☐", "A3": "☐", "FD": "☒", "53": "☒"}
UNKNOWN = "〓"
MARKED = {"black": "000000", "white": "FFFFFF"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def _seams(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the styles of paragraphs that go on from a row above, with how they do."""
    for style in package.xml(STYLES).iter(f"{W}style") if STYLES in package else ():
        name = style.find(f"{W}name")
        said = str(name.get(f"{W}val")) if name is not None else ""
        if said in (NEXT_LINE, SAME_LINE):
            yield str(style.get(f"{W}styleId")), said


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""


def _said(element: Any) -> str:
    """Return what a piece of a run says; a page break says nothing."""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}sym":
        return SYMBOLS.get(str(element.get(f"{W}char")).upper()[-2:], UNKNOWN)
    if element.tag == f"{W}checkBox":
        return "☑" if _is_ticked(element) else "☐"
    if element.get(f"{W}type") not in (None, "textWrapping"):
        return ""
    return SIGNS.get(element.tag, "")


def _is_ticked(box: Any) -> bool:
    """Return whether a box of a form is ticked: by hand or, where nobody touched it, from the
    beginning."""
    for tag in ("checked", "default"):
        found = box.find(f"{W}{tag}")
        if found is not None:
            return found.get(f"{W}val") not in ("0", "false", "off")
    return False


def _looks_of(element: Any) -> Any | None:
    """Return what is said of the look of the run that a piece stands in."""
    run = element.getparent()
    return run.find(f"{W}rPr") if run is not None and run.tag == f"{W}r" else None


def _has_look(element: Any, look: str) -> bool:
    looks = _looks_of(element)
    mark = looks.find(f"{W}{look}") if looks is not None else None
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _is_unseen(element: Any, ground: str) -> bool:
    """Return whether a text has the colour of what it stands on; one whose colour is left to
    Word never has."""
    looks = _looks_of(element)
    ink = looks.find(f"{W}color") if looks is not None else None
    if looks is None or ink is None:
        return False
    marked = looks.find(f"{W}highlight")
    here = MARKED.get(str(marked.get(f"{W}val")), "") if marked is not None else _shade(looks)
    return str(ink.get(f"{W}val")).upper() == (here or ground)


def _ground_of(paragraph: Any) -> str:
    """Return the colour of what a paragraph stands on."""
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    places = [paragraph.find(f"{W}pPr")]
    places += [cell.find(f"{W}tcPr")] if cell is not None else []
    return next(filter(None, map(_shade, places)), "FFFFFF")


def _shade(looks: Any | None) -> str:
    shade = looks.find(f"{W}shd") if looks is not None else None
    fill = str(shade.get(f"{W}fill")).upper() if shade is not None else ""
    return "" if fill in ("AUTO", "NONE") else fill


def _children(element: Any) -> Iterator[Any]:
    """Yield what stands in an element, content controls and insertions opened."""
    for child in element:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            yield from _children(content) if content is not None else ()
        elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _children(child)
        elif not _is_gone(child):
            yield child


def unfolded(element: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body, in place of tables of one column with tables in
    them what these hold: they do no more than lay out a page."""
    for block in _children(element):
        if block.tag == f"{W}tbl" and _is_layout(block):
            for row in _rows(block):
                for cell in (child for child in _children(row) if child.tag == f"{W}tc"):
                    yield from unfolded(cell)
        elif block.tag in (f"{W}p", f"{W}tbl"):
            yield block


def _is_layout(table: Any) -> bool:
    rows = [[c for c in _children(row) if c.tag == f"{W}tc"] for row in _rows(table)]
    inner = (child.tag for cells in rows for cell in cells for child in _children(cell))
    return all(len(cells) == 1 for cells in rows) and f"{W}tbl" in inner


# What was changed while the changes were tracked, by what came of it.
TRACKED = {
    f"{W}{tag}": what
    for what, tags in (("削除", ("del", "moveFrom")), ("挿入", ("ins", "moveTo")))
    for tag in tags
}


def _revised(element: Any) -> str:
    """Return what was taken out of and put into a paragraph, a cell or a row."""
    changes = [
        (TRACKED[change.tag], "".join(t.text or "" for t in change.iter(f"{W}t", f"{W}delText")))
        for change in element.iter(*TRACKED)
    ]
    said = (
        (what, "".join(words for _, words in held))
        for what, held in groupby(changes, key=itemgetter(0))
    )
    return "、".join(f"{what}「{words}」" if words else f"段落の{what}" for what, words in said)


def _is_deleted(element: Any, properties: str) -> bool:
    """Return whether a row, or what ends a paragraph, was deleted."""
    return element.find(f"{W}{properties}/{W}del") is not None


def _is_gone(block: Any) -> bool:
    """Return whether a paragraph was deleted with all that it said."""
    if block.tag != f"{W}p" or not _is_deleted(block, f"pPr/{W}rPr"):
        return False
    return not any(_said(element).strip() for element in _within(block))


def _rows(table: Any) -> Iterator[Any]:
    rows = (child for child in _children(table) if child.tag == f"{W}tr")
    return (row for row in rows if not _is_deleted(row, "trPr"))


def _paragraphs(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, those of tables in it too."""
    for child in _children(cell):
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{W}tbl":
            for row in _rows(child):
                for inner in _children(row):
                    if inner.tag == f"{W}tc":
                        yield from _paragraphs(inner)


def _within(element: Any) -> Iterator[Any]:
    """Yield what stands in a paragraph, deleted text and text boxes left out."""
    for child in element:
        if child.tag in LEFT_OUT or child.tag == f"{W}txbxContent":
            continue
        yield child
        yield from _within(child)


def _number(element: Any, default: int) -> int:
    text = element.get(f"{W}val") if element is not None else None
    return min(int(text), MOST_COLUMNS) if text and text.isdecimal() else default


def _span(cell: Any) -> int:
    return max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))


def _before(row: Any) -> int:
    return _number(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _merged(table: Any) -> list[tuple[Any, dict[int, int]]]:
    """Return the rows of a table, each with how many rows below it go on which of its columns."""
    found: list[tuple[Any, dict[int, int]]] = []
    below: dict[int, int] = {}
    for row in reversed(list(_rows(table))):
        found.append((row, below))
        column, going_on = _before(row), {}
        for cell in (child for child in _children(row) if child.tag == f"{W}tc"):
            if _goes_on(cell):
                going_on[column] = 1 + below.get(column, 0)
            column += _span(cell)
        below = going_on
    return found[::-1]


def _goes_on(cell: Any) -> bool:
    """Return whether a cell is merged with the one above."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") in (None, "continue")
