"""Two bodies of Word documents → one with tracked changes.

Accepting every change gives the text of the new body, rejecting every one that of the old.
Looks are those of the new body and are not tracked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count, groupby

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pia.renderers.docx_xml import (
    RUN,
    RUN_LOOK,
    Element,
    Token,
    for_deletion,
    runs,
    text,
    tokens,
    xml,
)

PARAGRAPH, TABLE, ROW, CELL, COLUMN = (qn(f"w:{n}") for n in ("p", "tbl", "tr", "tc", "gridCol"))
LOOK, ROW_LOOK, CELL_LOOK, SECTION = (qn(f"w:{n}") for n in ("pPr", "trPr", "tcPr", "sectPr"))
PROPERTIES = {LOOK, ROW_LOOK, CELL_LOOK, SECTION, qn("w:tblPr"), qn("w:tblGrid")}
SPANS = (qn("w:gridSpan"), qn("w:vMerge"))
INSERTED, DELETED = "w:ins", "w:del"
# What becomes of a block.
KEPT, GONE, NEW = "kept", "gone", "new"
FIRST_ID = 900_001  # above those of the bookmarks
LONGEST_LABEL = 200

Key = Callable[[Element], str]


@dataclass
class Revision:
    """Who changed the text and when. day: ISO 8601 in UTC."""

    author: str
    day: str
    ids: Iterator[int] = field(default_factory=lambda: count(FIRST_ID))

    def mark(self, tag: str) -> Element:
        """Return an element that says that something was inserted or deleted."""
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(next(self.ids)))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), self.day)
        return element


def merged(old: Element, new: Element, revision: Revision) -> Element:
    """Return the new body with everything tracked that differs from the old one."""
    body = OxmlElement("w:body")
    body.extend(_Merger(revision).blocks(list(old), list(new), _block_shape))
    return body


class _Merger:
    """Merges blocks, rows, cells and words of one document."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision

    def blocks(self, old: Sequence[Element], new: Sequence[Element], shape: Key) -> list[Element]:
        """Merge paragraphs and tables that follow one another, as in a body or a cell.

        shape: what two blocks must have in common for their words to be compared.
        """
        former = [block for block in old if not _holds_section(block)]
        pairs = _pairs(former, new, _block_key, shape)
        fates = [self._block(before, after) for before, after in pairs]
        self._mark_ends(fates)
        return [element for _, element in fates]

    def _block(self, old: Element | None, new: Element | None) -> tuple[str, Element]:
        if new is None:
            return GONE, self._whole(old, DELETED)
        if _holds_section(new):
            return KEPT, deepcopy(new)
        if old is None:
            return NEW, self._whole(new, INSERTED)
        merge = self._paragraph if new.tag == PARAGRAPH else self._table
        return KEPT, merge(old, new)

    def _mark_ends(self, blocks: Sequence[tuple[str, Element]]) -> None:
        """Mark the ends of paragraphs that come or go.

        The last end of a cell always stays: where paragraphs come or go behind the last one
        that stays, the end before each of them comes or goes instead of its own.
        """
        for n, (fate, element) in enumerate(blocks):
            if element.tag != PARAGRAPH or fate == KEPT:
                continue
            is_tail = all(f == fate and e.tag == PARAGRAPH for f, e in blocks[n:])
            holder = blocks[n - 1][1] if is_tail and n else element
            if holder.tag == PARAGRAPH:
                self._mark_end(holder, INSERTED if fate == NEW else DELETED)

    def _mark_end(self, paragraph: Element, tag: str) -> None:
        look = _child(paragraph, LOOK, "w:pPr", first=True)
        _child(look, RUN_LOOK, "w:rPr").insert(0, self.revision.mark(tag))

    def _whole(self, block: Element, tag: str) -> Element:
        """Return a block with everything in it inserted or deleted."""
        if block.tag == TABLE:
            return _with(block, [self._whole_row(row, tag) for row in block.iterchildren(ROW)])
        return _with(block, self._runs(tokens(_content(block)), tag))

    def _whole_row(self, row: Element, tag: str) -> Element:
        cells = (
            _with(cell, [self._whole(block, tag) for block in _content(cell)])
            for cell in row.iterchildren(CELL)
        )
        result = _with(row, cells)
        _child(result, ROW_LOOK, "w:trPr", first=True).append(self.revision.mark(tag))
        return result

    def _table(self, old: Element, new: Element) -> Element:
        before, after = (list(table.iterchildren(ROW)) for table in (old, new))
        return _with(new, [self._row(a, b) for a, b in _pairs(before, after, xml, _row_shape)])

    def _row(self, old: Element | None, new: Element | None) -> Element:
        if old is None or new is None:
            return self._whole_row(old, DELETED) if new is None else self._whole_row(new, INSERTED)
        cells = zip(old.iterchildren(CELL), new.iterchildren(CELL), strict=True)
        return _with(new, [self._cell(a, b) for a, b in cells])

    def _cell(self, old: Element, new: Element) -> Element:
        return _with(new, self.blocks(_content(old), _content(new), lambda block: block.tag))

    def _paragraph(self, old: Element, new: Element) -> Element:
        if xml(old) == xml(new):
            return deepcopy(new)
        before = [token for token in tokens(_content(old)) if not token.is_bookmark]
        after = list(tokens(_content(new)))
        content: list[Element] = []
        for tag, i, j, k, m in _opcodes(before, after, lambda token: token.key + token.look):
            if tag == "equal":
                content += runs(after[k:m])
            else:
                content += self._runs(before[i:j], DELETED) + self._runs(after[k:m], INSERTED)
        return _with(new, content)

    def _runs(self, words: Iterable[Token], tag: str) -> list[Element]:
        """Return words as runs inside the element that says what became of them."""
        out: list[Element] = []
        for is_bookmark, group in groupby(words, key=lambda token: token.is_bookmark):
            if is_bookmark:
                out += runs(group) if tag == INSERTED else []
                continue
            for is_run, content in groupby(runs(group), key=lambda element: element.tag == RUN):
                inner = list(content)
                out += [self._held(inner, tag)] if is_run else [self._link(e, tag) for e in inner]
        return out

    def _held(self, content: Iterable[Element], tag: str) -> Element:
        holder = self.revision.mark(tag)
        holder.extend(map(for_deletion, content) if tag == DELETED else content)
        return holder

    def _link(self, element: Element, tag: str) -> Element:
        """Mark the runs of a link or the like inside it."""
        element.append(self._held(list(element), tag))
        return element


def _pairs(
    old: Sequence[Element], new: Sequence[Element], key: Key, shape: Key
) -> Iterator[tuple[Element | None, Element | None]]:
    """Align two sequences: equal entries, between them those of one shape, in order."""
    for tag, i, j, k, m in _opcodes(old, new, key):
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        elif key is shape:
            yield from ((before, None) for before in old[i:j])
            yield from ((None, after) for after in new[k:m])
        else:
            yield from _pairs(old[i:j], new[k:m], shape, shape)


def _opcodes(
    old: Sequence[Element], new: Sequence[Element], key: Key
) -> list[tuple[str, int, int, int, int]]:
    before, after = [key(entry) for entry in old], [key(entry) for entry in new]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _block_key(block: Element) -> str:
    return f"{_block_shape(block)}|{text(block)}"


def _block_shape(block: Element) -> str:
    return f"table {len(list(block.iter(COLUMN)))}" if block.tag == TABLE else _style(block)


def _row_shape(row: Element) -> str:
    """Return what two rows must have in common for their cells to be compared one by one."""
    cells = list(row.iterchildren(CELL))
    spans = ("".join(xml(e) for e in cell.find(CELL_LOOK) if e.tag in SPANS) for cell in cells)
    label = text(cells[0]) if len(cells) > 1 else ""
    return f"{'|'.join(spans)} {label if len(label) < LONGEST_LABEL else ''}"


def _with(element: Element, children: Iterable[Element]) -> Element:
    """Return an element with its properties and other children."""
    result = element.makeelement(element.tag, element.attrib, element.nsmap)
    result.extend(deepcopy(child) for child in element if child.tag in PROPERTIES)
    result.extend(children)
    return result


def _child(element: Element, name: str, tag: str, *, first: bool = False) -> Element:
    """Return the child of that name, made if there is none."""
    found = element.find(name)
    if found is None:
        found = OxmlElement(tag)
        element.insert(0 if first else len(element), found)
    return found


def _content(element: Element) -> list[Element]:
    return [child for child in element if child.tag not in PROPERTIES]


def _holds_section(block: Element) -> bool:
    return block.tag == SECTION or block.find(f"{LOOK}/{SECTION}") is not None


def _style(block: Element) -> str:
    style = block.find(f"{LOOK}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))
