"""What a person wrote and YAML leaves out without a word, or the page prints as it stands: the
end of a line behind ` #`, line breaks, a name in braces of another kind, and what the skeleton
put there and nobody replaced."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from pia.errors import Finding, Position, excerpt
from pia.forms.definition import Form
from pia.model.base import Kind, Part, Shape, keys_of, shape_of
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, VARIABLES, WORKSPACE_FILE, Names
from pia.source.nodes import Location, Mapping, Node, Sequence, Text, address_of
from pia.source.paths import shown
from pia.source.reader import SourceFile

# Free text: behind anything else a comment is a comment, and a line break means nothing.
FREE = (Kind.LINE, Kind.PROSE, Kind.RECORDS, Kind.COLUMNS, Kind.CELLS)
HEAD = ("様式", "版", "前版")  # names, not texts
NOT_PLAIN = tuple("\"'|&!>")
COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
NUMBER = re.compile(
    r"[0-9０-９]+(?:[-－.,，][0-9０-９]+)*"
)  # of an item that holds text, as 評価書番号
BRACES = re.compile(r"[{｛]{1,2}[\s　]*([^\s　{}｛｝]+)[\s　]*[}｝]{1,2}")
OF_A_SKELETON = re.compile("[○〇◯]{2,}(?=に関する|市|町|村|課|部|システム|ファイル)|（要確認）")
BRACKET = "内容"  # what the skeleton writes behind a box with a bracket


class Free(NamedTuple):
    """A free text of a source."""

    location: Location
    kind: Kind
    text: Text


def dropped(source: SourceFile, form: Form, names: Names) -> Iterator[Finding]:
    """Yield what a source loses or prints by mistake. names: those that are defined."""
    texts = list(_free(source.root, form.root, ()))
    for free in texts:
        for finding in (
            _comment(source, free),
            _folded(source, free),
            _brace(free, names),
            _of_skeleton(free),
        ):
            if finding is not None:
                address = address_of(source.root, free.location)
                yield replace(finding, address=address, position=_place(source, free, finding))
    yield from _brackets(source, texts)
    for file in names.sources():
        yield from _of_names(file, source)


def _of_names(file: SourceFile, document: SourceFile) -> Iterator[Finding]:
    """Yield what the texts of a file's variables and fragments lose."""
    entries = file.root.entries
    is_whole = file is not document and file.path.name != WORKSPACE_FILE
    keys = entries if is_whole else [key for key in (VARIABLES, FRAGMENTS) if key in entries]
    for key in keys:
        for free in _texts(entries[key], Kind.PROSE, (key,)):
            for finding in filter(None, (_comment(file, free), _folded(file, free))):
                path = "" if file is document else shown(file.path, document.path)
                yield finding.within(path, free.text.position)


def _free(node: Node, part: type[Part], above: Location) -> Iterator[Free]:
    """Yield the free texts below a part."""
    if not isinstance(node, Mapping):
        return
    for key, name in keys_of(part).items():
        value = node.entries.get(key)
        if value is not None and (above or key not in HEAD):
            yield from _below(value, shape_of(part, name), (*above, key))


def _below(node: Node, shape: Shape, location: Location) -> Iterator[Free]:
    if shape.part is None:
        if shape.kind in FREE or shape.kind is Kind.CHECKS:
            yield from _texts(node, shape.kind, location)
    elif isinstance(node, Sequence):
        for n, entry in enumerate(node.items):
            yield from _free(entry, shape.part, (*location, n))
    else:
        yield from _free(node, shape.part, location)


def _texts(node: Node, kind: Kind, location: Location) -> Iterator[Free]:
    """Yield a text, those of a list, or those behind the keys of rows and boxes."""
    match node:
        case Text():
            if kind is not Kind.CHECKS:
                yield Free(location, kind, node)
        case Sequence(items=items):
            for n, entry in enumerate(items):
                yield from _texts(entry, kind, (*location, n))
        case Mapping(entries=entries):
            for key, inner in entries.items():
                yield from _texts(inner, Kind.LINE, (*location, key))


def _is_plain(source: SourceFile, text: Text) -> bool:
    return not source.text.startswith(NOT_PLAIN, text.slice[0])


def _comment(source: SourceFile, free: Free) -> Finding | None:
    """A ` #` behind a plain text: YAML takes the rest of the line for a comment. Behind a bare
    number it is one."""
    if not _is_plain(source, free.text) or NUMBER.fullmatch(free.text.raw):
        return None
    found = COMMENT.match(source.text, free.text.slice[1])
    if found is None:
        return None
    return SourceMessages.CUT_BY_COMMENT.finding(text=excerpt(found[1]))


def _folded(source: SourceFile, free: Free) -> Finding | None:
    """Several lines without `|`: YAML makes one of them."""
    start, end = free.text.slice
    written = source.text[start:end].strip()
    if written.startswith(("|", "&", "!")) or "\n" not in written:
        return None
    return SourceMessages.FOLDED.finding()


def _brace(free: Free, names: Names) -> Finding | None:
    """`｛｛ 所管課 ｝｝`, or `{所管課}` of a name that is defined: neither is replaced."""
    for found in BRACES.finditer(free.text.raw):
        is_wide_pair = found[0].startswith(("｛｛", "｛{", "{｛"))
        if found[0].startswith("{{") or not (is_wide_pair or names.look_up(found[1])):
            continue
        message = SourceMessages.OTHER_BRACES
        finding = message.finding(text=excerpt(found[0]), name=excerpt(found[1]))
        return replace(finding, words=found[0])
    return None


def _of_skeleton(free: Free) -> Finding | None:
    found = OF_A_SKELETON.search(free.text.text)
    return SourceMessages.OF_SKELETON.finding(text=found[0]) if found else None


def _brackets(source: SourceFile, texts: Iterable[Free]) -> Iterator[Finding]:
    """`- その他: 内容`, as the skeleton shows how a bracket is written."""
    for location, kind, text in texts:
        is_bracket = kind is Kind.LINE and len(location) > 1 and isinstance(location[-2], int)
        if is_bracket and isinstance(location[-1], str) and text.text == BRACKET:
            message = SourceMessages.OF_SKELETON
            address = address_of(source.root, location[:-2])
            yield message.finding(text=BRACKET, address=address, position=text.position)


def _place(source: SourceFile, free: Free, finding: Finding) -> Position:
    """Return where the words of a finding stand, else where the text does."""
    found = source.position_in(free.location, finding.words) if finding.words else None
    return found or free.text.position
