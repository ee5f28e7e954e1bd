"""What a build has done, as a table for the person who started it."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells

from pia.office.building import Built, Done

HEADS = ("結果", "誤り", "未記入", "秒", "評価書")


def lines(built: Built, width: int | None = None) -> Iterator[str]:
    """Yield the errors, a row for each document that was worked on or has errors, and the sums.

    width: columns of the terminal that they are shown on; names too long for it are folded.
    """
    for each in built.done:
        yield from dict.fromkeys([*each.facts.errors, *map(str, each.failure)])
    shown = [each for each in built.done if each.is_new or each.facts.errors or each.failure]
    if shown:
        yield from folded([HEADS, *map(_row, shown)], width)
    for path in built.left_out:
        yield f"{path}: 「様式:」がないため、評価書として扱いません"
    for source in built.gone:
        yield f"{source}: 評価書がなくなりました（前に出力したファイルは残してあります）"
    made = sum(each.is_new and not each.failure for each in built.done)
    failed = sum(bool(each.failure) for each in built.done)
    same = len(built.done) - made - failed
    counts = f"作成 {made} 件、変更なし {same} 件、出力できないもの {failed} 件"
    errors = sum(len(each.facts.errors) for each in built.done)
    yield f"評価書 {len(built.done)} 件: {counts}。誤り {errors} 件"


def _row(each: Done) -> tuple[str, ...]:
    result = "出力できません" if each.failure else "作成" if each.is_new else "変更なし"
    facts = each.facts
    seconds = f"{each.seconds:.1f}" if each.is_new else ""
    return result, str(len(facts.errors)), str(facts.blanks), seconds, facts.source


def folded(rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    """Yield rows as `table` does, the last column folded to the width of the terminal."""
    indent = sum(max(map(cell_len, column)) + 2 for column in list(zip(*rows, strict=True))[:-1])
    room = max(10, (width or 10_000) - indent)
    pieces = [chop_cells(row[-1], room) or [""] for row in rows]
    first = table([(*row[:-1], held[0]) for row, held in zip(rows, pieces, strict=True)])
    for line, held in zip(first, pieces, strict=True):
        yield line
        yield from (" " * indent + piece for piece in held[1:])


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns aligned, as wide as a terminal shows Japanese."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (c + " " * (w - cell_len(c)) for c, w in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
