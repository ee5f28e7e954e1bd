"""A layout in a small notation, one line per thing on the page, to be compared by eye.

    == Ⅰ基本情報 (landscape)              a sheet
    # Ⅰ　基本情報                          a heading; one # more for each level
    ①名称　※ | 図書館に関する事務          a row: label | contents
    . その必要性 |                          … nested under the row before
    <再委託> ⑤再委託の有無 | …             … in a group
    | No | 提供先 |                         a table; its header is followed by ---
    1．氏名                                 a record item
    図 40×20 「流れ図」                    a figure with its alternative text
    （別添１を除く。）                      a note; one at the right ends in >>

An address stands at the end of a line in `{ }`; lines of a longer text are joined by ⏎.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from PIL import Image

from pia.japanese import wareki
from pia.layout.build import DRAFT_DAY
from pia.layout.tree import (
    Boxes,
    BoxGroup,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Figure,
    Grid,
    Heading,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Table,
    Words,
)


def outline(layout: Layout) -> str:
    day = date.fromisoformat(layout.stamp[:10])
    shown = "" if day == DRAFT_DAY else wareki(day)
    lines = [layout.title, layout.name, layout.organisation, shown, layout.stamp, layout.foot]
    for sheet in layout.sheets:
        lines += ["", f"== {sheet.name}{' (landscape)' * sheet.landscape}"]
        lines += [line for node in sheet.nodes for line in _node(node)]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> Iterator[str]:
    match node:
        case Heading(level=level, label=label, boxes=boxes):
            words = ["#" * (level + 1), str(label), *map(str, boxes)]
            yield " ".join(words) + _at(node.address)
        case Grid(lines=lines):
            yield from (_row(line.row) for line in lines)
        case Table(columns=columns, rows=rows):
            yield _cells([f"{column.label}*{column.width:g}" for column in columns])
            yield f"--- at least {node.lines} lines{_at(node.address)}"
            yield from map(_cells, rows)
        case Contents(entries=entries):
            yield from (f"· {entry.text}" for entry in entries)
        case Records():
            yield from (f"{line}{_at(node.address)}" for line in node)
        case Figure(picture=picture, alternative=alternative):
            yield f"図 {_size(picture)} 「{alternative}」{_at(node.address)}"
        case Note(text=text, right=right):
            yield _joined(text) + " >>" * right


def _row(row: Row) -> str:
    label = "" if row.label is None else f"{row.label} "
    above = ". " * row.depth + (f"<{row.group}> " if row.group else "")
    contents = " ".join(filter(None, map(_content, row.contents)))
    least = f" (at least {row.lines} lines)" if row.lines > 1 else ""
    return f"{above}{label}| {contents}{least}{_at(row.address)}"


def _content(content: Content) -> str:
    match content:
        case Words(text=text, centred=centred):
            return f">{_joined(text)}<" if centred else _joined(text)
        case Choice(chosen=chosen, lines=lines):
            return f"[ {chosen} ] " + " ".join(text for line in lines for text in line)
        case Counted() | Bracketed():
            return str(content)
        case Boxes(groups=groups):
            return " ".join(filter(None, (word for group in groups for word in _boxes(group))))


def _boxes(group: BoxGroup) -> Iterator[str]:
    yield group.label
    yield f"({' '.join(str(len(line)) for line in group.lines)})"
    yield from map(str, group.boxes)


def _cells(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_joined, cells))} |"


def _joined(text: str) -> str:
    return text.replace("\n", "⏎")


def _at(address: str) -> str:
    return f" {{{address}}}" if address else ""


def _size(picture: bytes | None) -> str:
    if picture is None:
        return "－"
    with Image.open(BytesIO(picture)) as image:
        return f"{image.width}×{image.height}"
