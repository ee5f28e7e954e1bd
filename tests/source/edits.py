"""YAML files in every manner of writing, and edits of them, for the tests of `edit`."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from pia.source import emit
from pia.source.assign import normal
from pia.source.edit import Add, Move, Operation, Put, Remove, Rename
from pia.source.emit import Value
from pia.source.nodes import Location

KEYS = ["様式", "事務", "名称", "id", "入手・使用", "委託", "a b", "件数", "項目"]
WORDS = st.sampled_from(
    ["紙", "その他: 窓口", "- 一", "10万人", "2025-02-13", "007", "no", "~", "{{ 所管課 }}は、",
     "{a}", "[b]", "#", "x # y", "'", '"', "|", "\\", "　字下げ", "a: b", "*x", "&y", "!z", "%",
     "　", ":", "-", "?", "...", "---", "null", "1,0", "=", "<<", "あ\tい", ","]
)  # fmt: skip
LINES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
TEXTS = st.one_of(
    LINES,
    st.lists(
        st.one_of(LINES, st.just(""), st.just("  "), LINES.map("  {}".format)), max_size=4
    ).map("\n".join),
    st.text(st.sampled_from("あ:#-|>'\"{}[]&*! \n　1,%@\t\\"), max_size=8),
)
LEAVES = st.one_of(TEXTS, TEXTS, st.none(), st.integers(0, 99).map(str))


def mappings(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)


VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(mappings(inner), st.lists(inner, max_size=4)), max_leaves=12
)


@dataclass(frozen=True)
class Manners:
    """How a file is written."""

    indent: int
    dashes: int
    newline: str
    mark: bool
    ends_with_a_line_break: bool
    comments: bool
    gaps: bool
    flow: int  # every so many values; 0 for none
    quotes: str
    keeps: bool  # `|+` for blocks

    def write(self, data: dict[str, Value]) -> bytes:
        lines = _Writer(self).pairs(data, 0)
        text = "\n".join(lines)
        if self.ends_with_a_line_break:
            text += "\n"
        return (b"\xef\xbb\xbf" if self.mark else b"") + text.replace("\n", self.newline).encode()


MANNERS = st.builds(
    Manners,
    indent=st.sampled_from([2, 2, 3, 4]),
    dashes=st.sampled_from([0, 0, 2, 1]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.booleans(),
    ends_with_a_line_break=st.booleans(),
    comments=st.booleans(),
    gaps=st.booleans(),
    flow=st.sampled_from([0, 0, 2, 3]),
    quotes=st.sampled_from(["", "", "'", '"']),
    keeps=st.booleans(),
)


class _Writer:
    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.count = 0

    def pairs(self, data: dict[str, Value], column: int) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            head, body = self.value(value, column, 0)
            lines += self.apart(column)
            lines += [" " * column + f"{key}: {head}".rstrip(" ") + self.remark(head), *body]
        return lines

    def entries(self, data: list[Value], column: int) -> list[str]:
        lines: list[str] = []
        for value in data:
            if isinstance(value, dict) and value:
                first, *more = self.pairs(value, column + 2)
                if first.lstrip().startswith("#") or not first.strip():
                    lines += [" " * column + "-", first, *more]
                else:
                    lines += [" " * column + "- " + first.lstrip(), *more]
            elif isinstance(value, list) and value:
                lines += [" " * column + "-", *self.entries(value, column + 2)]
            else:
                head, body = self.value(value, column, 1)
                lines += [" " * column + f"- {head}".rstrip(" ") + self.remark(head), *body]
        return lines

    def value(self, value: Value, column: int, listed: int) -> tuple[str, list[str]]:
        self.count += 1
        manner, is_flow = self.manners, self.manners.flow and self.count % self.manners.flow == 0
        match value:
            case dict() | list() if is_flow or not value:
                return emit.inline(value) or "{}", []
            case dict():
                return "", self.pairs(value, column + manner.indent)
            case list():
                return "", self.entries(value, column + manner.dashes)
            case str() if emit.is_block_text(value):
                head, body = emit.block_text(value, column, manner.indent)
                if manner.keeps and head.endswith("|") and manner.ends_with_a_line_break:
                    return head + "+", body
                return head, body
            case _:
                return emit.inline(value, style=manner.quotes), []

    def remark(self, head: str) -> str:
        return " # 注" if self.manners.comments and self.count % 3 == 0 else ""

    def apart(self, column: int) -> list[str]:
        lines = [""] if self.manners.gaps and column == 0 and not self.manners.keeps else []
        if self.manners.comments and self.count % 2:
            lines.append(" " * column + "# 説明")
        return lines


@st.composite
def edits(draw: st.DrawFn, data: dict[str, Value]) -> tuple[list[Operation], Any]:
    """Return edits of data, one after another, and what it holds behind them."""
    changes: list[Operation] = []
    expected = _copy(data)
    for _ in range(draw(st.integers(1, 3))):
        change = draw(_change(expected))
        if change is not None and _is_apart(change, changes):
            changes.append(change)
            _make(expected, change)
    return changes, normal(expected)


def _copy(value: Value) -> Value:
    match value:
        case dict():
            return {key: _copy(inner) for key, inner in value.items()}
        case list():
            return [_copy(inner) for inner in value]
    return value


def _is_apart(change: Operation, others: list[Operation]) -> bool:
    """Whether an edit is about another list than those before, which count the file as given."""
    own = _list_of(change.location)
    return all(
        own != _list_of(o.location)
        and o.location[: len(change.location)] != change.location
        and change.location[: len(o.location)] != o.location
        for o in others
    ) and not any(isinstance(step, int) for step in change.location[:-1])


def _list_of(location: Location) -> Location:
    return location[:-1] if isinstance(location[-1], int) else location


@st.composite
def _change(draw: st.DrawFn, data: Any) -> Operation | None:
    places = [place for place in _places(data, ()) if place]
    if not places:
        return Put((draw(st.sampled_from(KEYS)),), draw(VALUES))
    place = draw(st.sampled_from(places))
    found = _at(data, place)
    match draw(st.sampled_from(["put", "put", "new", "remove", "move", "rename", "add"])):
        case "put":
            return Put(place, draw(VALUES))
        case "new" if isinstance(found, dict) and found:
            return Put(
                (*place, draw(st.sampled_from(KEYS))),
                draw(VALUES),
                ((),) * len(place) + (tuple(KEYS),),
            )
        case "add" if isinstance(found, list):
            before = draw(st.one_of(st.none(), st.integers(0, max(0, len(found) - 1))))
            return Add(place, draw(VALUES), before if found else None)
        case "move" if isinstance(place[-1], int):
            size = len(_at(data, place[:-1]))
            return Move(place, draw(st.one_of(st.none(), st.integers(0, size - 1))))
        case "rename" if isinstance(place[-1], str):
            key = draw(st.sampled_from(KEYS))
            return None if key in _at(data, place[:-1]) else Rename(place, key)
        case "remove":
            return Remove(place)
    return None


def _places(data: Any, above: Location) -> list[Location]:
    """Return the locations of data."""
    found = [above]
    if isinstance(data, dict):
        for key, inner in data.items():
            found += _places(inner, (*above, key))
    elif isinstance(data, list):
        for n, inner in enumerate(data):
            found += _places(inner, (*above, n))
    return found


def _at(data: Any, place: Location) -> Any:
    for step in place:
        data = data[step]
    return data


def _make(data: Any, change: Operation) -> None:
    *above, last = change.location
    holder = _at(data, tuple(above))
    match change:
        case Put(value=value):
            holder[last] = emit.clean(value)
        case Remove():
            del holder[last]
        case Add(value=value, before=before):
            holder[last].insert(len(holder[last]) if before is None else before, emit.clean(value))
        case Rename(key=key):
            pairs = [(key if k == last else k, v) for k, v in holder.items()]
            holder.clear()
            holder.update(pairs)
        case Move(before=before) if before != last:
            moved = holder.pop(last)
            at = len(holder) if before is None else before - (before > int(last))
            holder.insert(at, moved)
