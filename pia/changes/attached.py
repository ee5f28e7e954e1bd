"""How many rows of a 別紙 changed, for a row of 変更箇所 that cannot show them all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pia.changes.compare import ItemChange
from pia.changes.excerpt import MOVED, REPLACED, Cells
from pia.layout.marks import Marked

TableRow = Mapping[str, str]


class RowTally(NamedTuple):
    """How many rows of a table have another content, in which columns, and how many came in and
    fell out."""

    changed: int
    columns: tuple[str, ...]
    added: int
    removed: int


def replaced_rows(change: ItemChange) -> Cells:
    """Return the two cells of a 別紙 that was replaced, with the number of rows that changed."""
    before, after = (side.value if side else () for side in (change.before, change.after))
    found = tally(before, after)
    columns = f"（{'、'.join(found.columns)}）" if found.columns else ""
    parts = (
        f"{found.changed}行を変更{columns}" if found.changed else "",
        f"{found.added}行を追加" if found.added else "",
        f"{found.removed}行を削除" if found.removed else "",
    )
    told = "、".join(filter(None, parts)) or MOVED.strip("（）")
    return Marked(REPLACED), Marked(f"{REPLACED}（全{len(after)}行。{told}）")


def tally(before: Sequence[TableRow], after: Sequence[TableRow]) -> RowTally:
    """Count the rows that changed; rows meet by their first cell where it names each row.

    deepdiff tells which cells of which row differ; equal rows are left out first, as it copies a
    level for each of them.
    """
    from deepdiff import DeepDiff

    old, new = _named(before), _named(after)
    same = {key for key, row in old.items() if new.get(key) == row}
    left, right = ({k: v for k, v in rows.items() if k not in same} for rows in (old, new))
    tree = DeepDiff(left, right, view="tree", threshold_to_diff_deeper=0)
    paths = [level.path(output_format="list") for levels in tree.values() for level in levels]
    rows = {path[0] for path in paths}
    columns = dict.fromkeys(str(path[1]) for path in paths if len(path) > 1)
    return RowTally(
        len(rows & left.keys() & right.keys()),
        tuple(columns),
        len(rows - left.keys()),
        len(rows - right.keys()),
    )


def _named(rows: Sequence[TableRow]) -> dict[str, TableRow]:
    """Return the rows by their first cell, counted where several rows have the same."""
    seen: Counter[str] = Counter()
    named: dict[str, TableRow] = {}
    for row in rows:
        name = next(iter(row.values()), "")
        seen[name] += 1
        named[f"{name}\t{seen[name]}"] = row
    return named
