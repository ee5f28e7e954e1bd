"""Every kind of edit at every place of files written in several ways: the lines that change."""

from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

from golden_files import assert_golden

from pia.errors import PiaError
from pia.source.edit import Add, CommentOut, Move, Operation, Put, Remove, Rename, edited
from pia.source.files import decode
from pia.source.nodes import Location, plain
from pia.source.reader import parse

FILE = Path("a.yaml")
TEXTS = {
    "indented": (
        "# 初め\n甲:\n  乙: 一 # 注\n\n  丙: |\n    二\n\n    三\n"
        "  # 次\n  丁:\n戊:\n  - 四\n  - 五\n"
    ),
    "at the key": "甲:\n- 乙: 一\n  丙: '二'\n- 乙: 三\n\n- 丁\n# 終わり\n",
    "in brackets": "甲: {乙: 一, '丙': \"二\", 丁: } # 注\n戊: [四, {己: 五}, 庚: 六]\n辛: []\n",
    "over lines": "甲: [\n  一, # 注\n  二, # 次\n  三,\n]\n乙: {\n  丙: 三, 丁: 四,\n}\n",
    "from the first sign": "{甲:\n  {乙: 一, 丙: [\n  二, 三]}, 丁: 四}\n",
    "lists of lists": "甲:\n- - 一\n  - 二\n- 乙:\n    丙: 三\n-\n  - 四\n",
    "deep": (
        "甲:\n    乙:   |-\n         一\n         二\n    丙: >\n      三\n      四\n\n\n丁: 五\n"
    ),
    "with gaps": "甲: 一\n\n乙: 二\n\n\n丙: 三\n\n",
    "commented": (
        "甲:\n- 一\n# 注 - 二\n- 三\n  # 注\n- - 四\n  # - 注\n  - 五\n乙: [六, # 注, 注\n 七]\n"
    ),
    "anchored": "甲: &x\n- 一\n- &y 二\n乙: {丙: *x, 丁: *y}\n",
    "of Windows": "甲: 一\r\n乙:\r\n  丙: |\r\n    二\r\n    三\r\n",
    "of mixed line ends": "甲: 一\n乙: 二\r\n丙: 三\r丁: 四\n戊: 五\r\n",
    "without an end": "甲: 一\n乙: |\n  二\n  三",
}
SEVERAL = "一行目\n二行目\n"


def places(node: Any, above: Location = ()) -> Iterator[Location]:
    """Yield every location of a file."""
    if above:
        yield above
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for step, below in inner:
        yield from places(below, (*above, step))


def operations(place: Location, held: Any) -> Iterator[Operation]:
    yield Remove(place)
    yield CommentOut(place, "戻す:")
    yield Put(place, "x: y")
    yield Put(place, SEVERAL, is_prose=True)
    yield Put(place, ["a", {"b": "c"}])
    yield Put(place, {"a": SEVERAL, "b": None})
    yield Put((*place, 9), "z")
    yield Remove((*place, "なし"))
    if isinstance(held, list):
        yield Put(place, ["x", {"a": "一\n二", "b": ["三\n四\n\n", None]}], is_prose=True)
        yield Put(place, [*reversed(held), "五\n六"], is_prose=True)
        yield Put(place, held[1:])
        yield Add(place, {"a": "b", "c": SEVERAL}, before=0)
        yield Add(place, "d")
    if isinstance(held, dict):
        others = {key: inner for key, inner in held.items() if key != "乙"}
        yield Put(place, {**others, "新": "一\n二", "々": {"a": "三\n四"}}, is_prose=True)
        yield Put((*place, "新"), "e", orders=[()] * len(place) + [("新", *held)])
        yield Put((*place, "新", "々"), ["f"])
    if isinstance(place[-1], str):
        yield Rename(place, "名: 1")
    else:
        yield Move(place)
        yield Move(place, before=0)


def value(node: Any, place: Location) -> Any:
    for step in place:
        node = node[step]
    return node


def changed(text: str, change: Operation) -> str:
    """The lines that go and come, or what is refused."""
    try:
        after = edited(text.encode(), FILE, [change]).decode()
    except PiaError as error:
        (finding,) = error.findings
        at = finding.position
        return f"  refused{f' at line {at.line}' if at else ''}: {finding.message}\n"
    lines = ndiff(text.splitlines(keepends=True), after.splitlines(keepends=True))
    told = (line.replace("\r", "␍") for line in lines if line[0] in "+-")
    return "".join(f"  {line}" if line.endswith("\n") else f"  {line}⏎\n" for line in told)


def test_an_edit_changes_the_lines_that_it_changed() -> None:
    said: list[str] = []
    for name, text in TEXTS.items():
        said += [f"== {name}\n", repr(text), "\n"]
        root = plain(parse(decode(text.encode(), "a"), FILE).root)
        for place in places(root):
            for change in operations(place, value(root, place)):
                words = {k: v for k, v in vars(change).items() if k not in ("location", "orders")}
                given = ", ".join(f"{v!r}" for v in words.values())
                where = ".".join(map(str, place))
                said.append(f"{type(change).__name__} {where} {given}\n{changed(text, change)}")
    assert_golden("every_edit.txt", "".join(said))
