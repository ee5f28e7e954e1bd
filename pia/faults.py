"""What is wrong with what a source says → findings: values that the model refuses, keyed on
Pydantic's error type, and files that cannot be used.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic_core import ErrorDetails

from pia.errors import Finding, excerpt
from pia.forms.definition import Form
from pia.japanese import fold, nearest
from pia.model.base import Kind, Part, Shape, keys_of, shape_of
from pia.source.images import is_image
from pia.source.messages import SourceMessages
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
from pia.source.paths import OutsideError, find
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
PREDECESSOR: Location = ("前版",)
SOURCES = (".yaml", ".yml")


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


def of_references(
    source: SourceFile, root: Path, whole: type[Part]
) -> list[tuple[Location, Finding]]:
    """Return the location of every reference that cannot be used, with what is wrong with it.

    root: of the workspace. whole: what the source says, as the model of its form has it.
    A usable reference gets the name that the file has on this disk, so that NFC finds NFD.
    """
    found = (
        (location, _fault(source, location, root)) for location in _references(source.root, whole)
    )
    return [(location, finding) for location, finding in found if finding is not None]


def _references(root: Node, whole: type[Part]) -> Iterator[Location]:
    predecessor = child(root, PREDECESSOR[0])
    if isinstance(predecessor, Text) and _is_path(predecessor.text):
        yield PREDECESSOR
    yield from _images(root, whole, ())


def _is_path(text: str) -> bool:
    """Whether a 前版 is a file, or leads where no version may lie; anything else is a revision of
    git, such as `HEAD~3` or `HEAD~3:評価書.yaml`."""
    name = text.strip().lower().replace("\\", "/")
    is_absolute = any(part.startswith("/") for part in name.split(":"))
    return is_absolute or ".." in name or (name.endswith(SOURCES) and ":" not in name[2:])


def _images(node: Node, part: type[Part], above: Location) -> Iterator[Location]:
    if not isinstance(node, Mapping):
        return
    for key, name in keys_of(part).items():
        value, shape = node.entries.get(key), shape_of(part, name)
        if isinstance(value, Text) and shape.kind is Kind.IMAGE:
            yield (*above, key)
        elif shape.part is not None and isinstance(value, Sequence):
            for n, entry in enumerate(value.items):
                yield from _images(entry, shape.part, (*above, key, n))
        elif shape.part is not None and value is not None:
            yield from _images(value, shape.part, (*above, key))


def _fault(source: SourceFile, location: Location, root: Path) -> Finding | None:
    node: Node | None = source.root
    for step in location:
        node = child(node, step)
    assert isinstance(node, Text)
    name, folder = node.text.strip(), source.path.parent
    message = SourceMessages.NOT_FOUND
    try:
        if path := find(root, folder, name):
            node.text = Path(os.path.relpath(path, folder.resolve())).as_posix()
            if location == PREDECESSOR or is_image(path):
                return None
            message = SourceMessages.NOT_AN_IMAGE
    except OutsideError:
        message = SourceMessages.OUTSIDE
    address, position = address_of(source.root, location), position_of(source.root, location)
    return message.finding(name=excerpt(name), root=root.name, address=address, position=position)
