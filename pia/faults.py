"""What is wrong with what a source says → findings: values that the model refuses, keyed on
Pydantic's error type; and what a person wrote and YAML leaves out without a word, or the page
prints as it stands: the end of a line behind ` #`, line breaks, a name in braces of another kind,
and what the skeleton put there and nobody replaced.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from pydantic_core import ErrorDetails

from pia.errors import Finding, Position, excerpt
from pia.forms.definition import Form
from pia.japanese import fold, nearest
from pia.model.base import Kind, Part, Shape, keys_of, shape_of
from pia.source.files import shown
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, VARIABLES, WORKSPACE_FILE, Names
from pia.source.nodes import (
    Location,
    Mapping,
    Node,
    Sequence,
    Text,
    address_of,
    child,
    position_of,
)
from pia.source.reader import SourceFile

# A box as the form prints it, its bracket with it: `その他（窓口）`.
PRINTED_BRACKET = re.compile(r"([^（(]+)[（(](.+)[）)]", re.DOTALL)

EXPECTED = {
    Kind.LINE: ("1行の文字", "改行のない文字を「項目: 文字」の形で書いてください。"),
    Kind.PROSE: ("文章", "「項目: |」に続く行に、字下げをして文章を書いてください。"),
    Kind.DATE: ("日付", "「項目: 令和7年2月13日」の形で書いてください。"),
    Kind.COUNT: ("件数", "「項目: 60」の形で書いてください。"),
    Kind.CHOICE: ("選択肢の一つ", "「項目: 選択肢」の形で一つだけ書いてください。"),
    Kind.CHECKS: ("選択肢の一覧", "選択肢を1行に一つ「- 」に続けて書いてください。"),
    Kind.RECORDS: ("記録項目の一覧", "記録項目を1行に一つ「- 」に続けて書いてください。"),
    Kind.IMAGE: ("画像のファイル名", "「画像: 図/事務の流れ.png」の形で書いてください。"),
    Kind.ADDRESSES: ("番地の一覧", "番地を1行に一つ「- 」に続けて書いてください。"),
    Kind.REFERENCE: ("idの参照", "参照する別紙の id を書いてください。"),
    Kind.ID: ("id", "「id: 住基台帳」の形で書いてください。"),
    Kind.COLUMNS: ("列名の一覧", "列名を1行に一つ「- 」に続けて書いてください。"),
    Kind.CELLS: ("表の行の一覧", "1行ごとに「- 」で始め、「列名: 値」を並べて書いてください。"),
}
LIST = ("一覧", "1件ごとに「- 」で始め、その下に項目を字下げして書いてください。")
GROUP = ("項目のまとまり", "この下に「項目: 値」を字下げして書いてください。")


def is_of_an_id(fault: ErrorDetails) -> bool:
    """Whether a block lacks a sound id; it may stay, under another one."""
    return bool(fault["loc"][-1] == "id" and fault["type"] != "extra_forbidden")


def findings(fault: ErrorDetails, source: SourceFile, form: Form) -> list[Finding]:
    """Return what a validation fault amounts to: the slips that caused it, else one finding."""
    root, location = source.root, fault["loc"]
    address = address_of(root, location)
    if fault["type"] not in BY_TYPE and (slipped := _slips(source, location)):
        return [replace(slip, address=address) for slip in slipped]
    found = BY_TYPE.get(fault["type"], _wrong_type)(fault, root, form)
    return [replace(found, address=address, position=position_of(root, location))]


def _slips(source: SourceFile, location: Location) -> list[Finding]:
    """Return the slips that made one text of what was meant as items of their own."""
    node: Node | None = source.root
    for step in location:
        node = child(node, step)
    if not isinstance(node, Text):
        return []
    start, end = node.slice
    begin = source.text.rfind("\n", 0, start) + 1
    if source.text[begin:start].strip(" -"):
        return []
    from pia.source.slips import slips

    return slips(source.text[begin:end], node.position.line).findings


def with_item(found: Finding, titles: dict[str, str]) -> Finding:
    """Return the finding with the printed path of its address, or of the item around it."""
    address = found.address
    while address and address not in titles:
        address = address.rpartition("[" if address.endswith("]") else ".")[0]
    return replace(found, item=found.item or titles.get(address, ""))


def duplicate_ids(entries: Sequence) -> Iterator[Finding]:
    """Yield a finding for every id of a list that stands there before, width aside."""
    first: dict[str, Text] = {}
    for entry in entries.items:
        found = child(entry, "id")
        if not isinstance(found, Text):
            continue
        known = first.setdefault(fold(found.text), found)
        if known is not found:
            message = SourceMessages.DUPLICATE_ID
            line = known.position.line
            yield message.finding(text=excerpt(found.text), line=line, position=found.position)


def _shape(location: Location, whole: type[Part]) -> Shape:
    """Return what the model of a whole document expects at a location; a location inside a leaf
    is the leaf."""
    shape = Shape(part=whole)
    for step in location:
        if isinstance(step, int):
            shape = shape._replace(repeated=False)
        elif shape.part is not None and step in keys_of(shape.part):
            shape = shape_of(shape.part, keys_of(shape.part)[step])
    return shape


def _wrong_type(fault: ErrorDetails, root: Node, form: Form) -> Finding:
    shape = _shape(fault["loc"], form.root)
    if shape.kind is not None:
        expected, remedy = EXPECTED[shape.kind]
    else:
        expected, remedy = LIST if shape.repeated else GROUP
    return SourceMessages.WRONG_TYPE.finding(expected=expected, remedy=remedy)


def _unknown_key(fault: ErrorDetails, root: Node, form: Form) -> Finding:
    *above, key = fault["loc"]
    part = _shape(tuple(above), form.root).part
    known = _printed_keys(part, tuple(above), form) if part else []
    close = nearest(str(key), known)
    remedy = f"「{close}」の誤りではありませんか。" if close else _listed(known)
    return SourceMessages.UNKNOWN_KEY.finding(key=excerpt(str(key)), remedy=remedy)


def _printed_keys(part: type[Part], location: Location, form: Form) -> list[str]:
    """Return the keys of a part that this form prints."""
    address = [str(step) for step in location if isinstance(step, str)]
    return [key for key in keys_of(part) if form.prints(".".join([*address, key]))]


def _listed(known: list[str]) -> str:
    return f"ここに書ける項目: {'、'.join(known)}。"


def _unknown_option(fault: ErrorDetails, root: Node, form: Form) -> Finding:
    address = ".".join(step for step in fault["loc"] if isinstance(step, str))
    offered = {item.address: item.offered for _, item in form.items()}.get(address, ())
    known = [o.text for o in offered] or [
        str(o) for o in _shape(fault["loc"], form.root).options or ()
    ]
    text = fault["ctx"]["text"]
    if (slip := _slip_of_an_option(text, known)) is not None:
        return slip
    close = nearest(text, known)
    if close and len(known) > 1:
        known = [close, *(k for k in known if k != close)]
    return SourceMessages.UNKNOWN_OPTION.finding(text=excerpt(text), known=" / ".join(known))


def _slip_of_an_option(text: str, known: list[str]) -> Finding | None:
    """Return what is wrong with an option that is written as the form prints it, or that the
    entry below it was joined to."""
    above, joined, below = text.partition(" - ")
    if joined and _named(above, known):
        return SourceMessages.DEEP_ENTRY.finding(text=excerpt(below))
    printed = PRINTED_BRACKET.fullmatch(text)
    option = _named(printed[1], known) if printed else None
    if printed is None or option is None:
        return None
    remedy = excerpt(f"{option}: {printed[2]}")
    return SourceMessages.PRINTED_BRACKET.finding(text=excerpt(text), remedy=remedy)


def _named(text: str, known: list[str]) -> str | None:
    return next((option for option in known if fold(option) == fold(text)), None)


def _with_text(message: SourceMessages) -> Callable[[ErrorDetails, Node, Form], Finding]:
    return lambda fault, root, form: message.finding(text=excerpt(fault["ctx"]["text"]))


BY_TYPE: dict[str, Callable[[ErrorDetails, Node, Form], Finding]] = {
    "extra_forbidden": _unknown_key,
    "pia_option": _unknown_option,
    "pia_bracket": _with_text(SourceMessages.NO_BRACKET),
    "pia_date": _with_text(SourceMessages.BAD_DATE),
    "pia_no_such_date": _with_text(SourceMessages.NO_SUCH_DATE),
    "pia_count": _with_text(SourceMessages.BAD_COUNT),
    "pia_id": _with_text(SourceMessages.BAD_ID),
    "missing": lambda fault, root, form: SourceMessages.NO_ID.finding(),
}


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
