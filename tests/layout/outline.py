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
from io import BytesIO

from PIL import Image

from pia.layout import signs
from pia.layout.tree import (
    Boxes,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Figure,
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
    facts = (layout.title, layout.name, layout.organisation, layout.date, layout.stamp, layout.foot)
    lines = list(facts)
    for sheet in layout.sheets:
        lines += ["", f"== {sheet.name}{' (landscape)' * sheet.landscape}"]
        lines += [line for node in sheet.nodes for line in _node(node)]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> Iterator[str]:
    match node:
        case Heading(level=level, label=label, boxes=boxes):
            words = ["#" * (level + 1), str(label), *map(signs.box, boxes)]
            yield " ".join(words) + _at(node.address)
        case Row():
            yield _row(node)
        case Table(columns=columns, rows=rows):
            yield _cells([f"{column.label}*{column.width:g}" for column in columns])
            yield f"--- at least {node.lines} lines{_at(node.address)}"
            yield from map(_cells, rows)
        case Contents(entries=texts):
            yield from (f"· {text}" for text in texts)
        case Records(texts=texts):
            yield from (f"{line}{_at(node.address)}" for line in signs.records(texts))
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
        case Choice(chosen=chosen, options=options):
            return f"[ {chosen} ] " + " ".join(signs.options(options))
        case Counted():
            return signs.counted(content)
        case Bracketed():
            return signs.bracketed(content)
        case Boxes(groups=groups, columns=columns):
            words = (word for g in groups for word in (g.label, *map(signs.box, g.boxes)))
            return f"({columns}) " + " ".join(filter(None, words))


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
