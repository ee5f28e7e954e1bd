"""Logs are read whatever they are written in, and every row that cannot be read is told."""

import gzip
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from invented import HEADER, ROWS, row, table

from pia.errors import PiaError
from pia.model.log_audit import AuditedSystem
from pia.records.audit import stamps
from pia.records.audit.engine import NotStraightError, Reader, connect
from pia.records.audit.logs import open_log, pieces
from pia.records.audit.overview import Overview, fields_of, overview

SYSTEM = AuditedSystem.model_validate(
    {
        "id": "住基",
        "列": {
            "日時": "操作日時",
            "端末": "端末ID",
            "操作者": "ユーザID",
            "被閲覧者": ["宛名番号"],
            "操作": "処理名",
            "帳票に載せる列": ["氏名", "住所"],
        },
    }
)


def look(path: Path, folder: Path, system: AuditedSystem = SYSTEM) -> Overview:
    log = open_log(path, system.heading_row or 1)
    return overview(connect(folder), [log], system, folder, lambda _: None)


def told(found: Overview) -> list[tuple[int, int]]:
    """Row and column of every finding."""
    places = [finding.position for finding in found.findings]
    return [(place.line, place.column) for place in places if place]


def as_csv(path: Path) -> None:
    path.write_bytes(table().encode())


def as_marked(path: Path) -> None:
    path.write_bytes(table().encode("utf-8-sig"))


def as_cp932(path: Path) -> None:
    path.write_bytes(table().encode("cp932"))


def as_utf16_tabs(path: Path) -> None:
    path.write_bytes(table(delimiter="\t").encode("utf-16"))


def as_mixed_ends(path: Path) -> None:
    lines = table(end="\n").split("\n")
    path.write_bytes(("\r\n".join(lines[:700]) + "\r\n" + "\n".join(lines[700:])).encode())


def as_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(table().encode()))


def as_gzip_cp932(path: Path) -> None:
    path.write_bytes(gzip.compress(table().encode("cp932")))


def as_era(path: Path) -> None:
    rows = [("令和8年4月" + str(int(r[0][8:10])) + "日 " + r[0][11:], *r[1:]) for r in ROWS]
    path.write_bytes(table(rows).encode("cp932"))


def as_excel(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in (HEADER, *ROWS):
        sheet.append(cells)
    book.save(path)


WRITERS = (
    as_csv, as_marked, as_cp932, as_utf16_tabs, as_mixed_ends,
    as_gzip, as_gzip_cp932, as_era, as_excel,
)  # fmt: skip


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_a_log_says_the_same_however_it_is_written(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    plain, other = tmp_path / "plain.csv", tmp_path / f"other{'.xlsx' if write is as_excel else ''}"
    as_csv(plain)
    write(other)
    first, second = look(plain, tmp_path), look(other, tmp_path)
    assert first.rows == len(ROWS)
    assert second.busy == first.busy
    assert second.findings == []


BREAKS: dict[str, Callable[[list[str]], object]] = {
    "no such day": lambda lines: lines.__setitem__(10, lines[10].replace("2026/04", "2026/13")),
    "too few columns": lambda lines: lines.__setitem__(10, lines[10].rpartition(",")[0]),
    "too many columns": lambda lines: lines.__setitem__(10, lines[10] + ",x"),
    "no terminal": lambda lines: lines.__setitem__(
        10, ",".join("" if n == 1 else c for n, c in enumerate(lines[10].split(",")))
    ),
    "no operator": lambda lines: lines.__setitem__(
        10, ",".join("" if n == 2 else c for n, c in enumerate(lines[10].split(",")))
    ),
    "signs after a quote": lambda lines: lines.__setitem__(10, '"a"b' + lines[10]),
}


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_row_is_told_by_its_row_and_not_dropped_in_silence(
    name: str, encoding: str, tmp_path: Path
) -> None:
    lines = table(ROWS[:100], end="\n").split("\n")
    BREAKS[name](lines)
    path = tmp_path / "log.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    found = look(path, tmp_path)
    assert [line for line, _ in told(found)] == [11]
    assert (found.broken, found.rows) == (1, 99)
    said = "".join(str(finding) for finding in found.findings)
    assert not any(cell in said for cell in (ROWS[9][4], ROWS[9][5], ROWS[9][6]))


@pytest.mark.parametrize("at", [10, 99])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_row_over_all_bounds_is_told_by_its_row_and_not_passed_over(
    at: int, encoding: str, packed: bool, tmp_path: Path
) -> None:
    lines = table(ROWS[:100], end="\n").rstrip("\n").split("\n")
    lines[at + 1] += "架" * 17_000_000
    data, path = "\n".join(lines).encode(encoding), tmp_path / "log.csv"
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    found = look(path, tmp_path)
    assert (found.broken, found.rows) == (1, 99)
    assert told(found)[0][0] == at + 2
    assert "行が長すぎます" in str(found.findings[0])


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_long_cell_beside_a_broken_row_is_read(encoding: str, tmp_path: Path) -> None:
    rows = [ROWS[0], (*ROWS[1][:6], "架" * 200_000 + "\n空"), ("?", *ROWS[2][1:]), ROWS[3]]
    path = tmp_path / "log.csv"
    path.write_bytes(table(rows, end="\n").encode(encoding))
    found = look(path, tmp_path)
    assert (found.broken, found.rows) == (1, 3)
    assert [line for line, _ in told(found)] == [4]


def test_a_heading_without_an_end_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(bytes(5_000_000))
    with pytest.raises(PiaError, match="長すぎる行"):
        look(path, tmp_path)


def test_blank_lines_and_line_breaks_in_quotes_do_not_shift_the_row_that_is_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.csv"
    rows = [ROWS[0], (*ROWS[1][:6], "二\n行"), ROWS[2], ("?", *ROWS[3][1:])]
    path.write_bytes(table(rows, end="\n").replace(f"{ROWS[2][6]}\n", f"{ROWS[2][6]}\n\n").encode())
    assert told(look(path, tmp_path)) == [(6, 1)]


@pytest.mark.parametrize(("first", "other"), [("utf-8", "cp932"), ("cp932", "utf-8")])
def test_rows_in_another_encoding_are_told(first: str, other: str, tmp_path: Path) -> None:
    lines = table(ROWS[:50], end="\n").split("\n")
    data = [line.encode(other if n == 20 else first) for n, line in enumerate(lines)]
    path = tmp_path / "log.csv"
    path.write_bytes(b"\n".join(data))
    found = look(path, tmp_path)
    assert [line for line, _ in told(found)] == [21]
    assert found.broken == 1


def test_an_open_quote_says_that_the_rest_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    text = table(ROWS[:50], end="\n").replace(ROWS[20][5], '"' + ROWS[20][5])
    path.write_bytes(text.encode())
    assert look(path, tmp_path).rest_is_lost


@pytest.mark.parametrize("data", [b"", b"\n", table(()).encode(), b"\x1f\x8b\x08\x00"])
def test_a_log_without_rows_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    with pytest.raises(PiaError) as caught:
        look(path, tmp_path)
    assert caught.value.findings[0].code in ("空のアクセスログ", "読み取れないファイル")


def test_what_the_engine_cannot_read_at_all_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Reader, *args: object) -> None:
        raise NotStraightError

    monkeypatch.setattr(Reader, "ask", refuse)
    path = tmp_path / "log.csv"
    as_csv(path)
    with pytest.raises(PiaError, match="読めないアクセスログ"):
        look(path, tmp_path)


def test_the_heading_may_stand_further_down(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(("一覧,,\n作成日,,\n" + table(end="\n")).encode())
    found = look(path, tmp_path, SYSTEM.model_copy(update={"heading_row": 3}))
    assert found.rows == len(ROWS)


def test_a_name_with_signs_of_a_pattern_is_a_name(tmp_path: Path) -> None:
    as_csv(tmp_path / "a1.csv")
    path = tmp_path / "a[1]*.csv"
    path.write_bytes(table(ROWS[:30]).encode())
    assert look(path, tmp_path).rows == 30


def test_pieces_end_between_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pia.records.audit.logs.BLOCK", 1000)
    rows = [(*r[:6], "二\n行") if n % 5 == 0 else r for n, r in enumerate(ROWS[:300])]
    path = tmp_path / "log.csv"
    path.write_bytes(table([*rows, ("?", *ROWS[3][1:])]).encode("cp932"))
    found = look(path, tmp_path)
    assert len(list(pieces(open_log(path), tmp_path))) > 15
    assert (found.rows, told(found)) == (300, [(302, 1)])


STAMPS = {
    "2026/04/01 9:05:06": ("2026-04-01", 32706),
    "2026-04-01T09:05": ("2026-04-01", 32700),
    "2026-04-01T09:05:06.123": ("2026-04-01", 32706),
    "2026-04-01 09:05:06+09:00": ("2026-04-01", 32706),
    "令和8年4月1日 9時5分6秒": ("2026-04-01", 32706),
    "令和 8年 4月 1日　９：０５": ("2026-04-01", 32700),
    "R8.4.1 午後1:05": ("2026-04-01", 47100),
    "20260401 090506": ("2026-04-01", 32706),
    "2026/04/01 24:00:00": ("2026-04-01", None),
    "2026/04/31 9:00": (None, 32400),
    "2026/04/01": ("2026-04-01", None),
    "2026-04-01T00:05:06Z": ("2026-04-01", None),
    "-12026/04/01 9:05:06": (None, 32706),
    "12026-04-01 9:05:06": (None, 32706),
    "": (None, None),
}


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_read_as_it_is_written(stamp: str, tmp_path: Path) -> None:
    day, second = STAMPS[stamp]
    parts = stamps.parts(stamp)
    found = stamps.day_of(parts[0])
    assert (found and found.isoformat(), stamps.second_of(parts[1])) == (day, second)
    path = tmp_path / "log.csv"
    path.write_bytes(table([row(0, 操作日時=stamp), *ROWS[1:3]]).encode())
    seen = look(path, tmp_path)
    assert seen.rows == (3 if day and second is not None else 2)
    assert seen.broken == 3 - seen.rows
    if day and second is not None:
        (busy,) = [b for (_, terminal), b in seen.busy.items() if terminal == "T01"]
        assert busy.first == second // 60


def test_a_column_that_is_missing_or_there_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(table().replace("氏名", "住所").encode())
    with pytest.raises(PiaError, match="「氏名」「住所」"):
        fields_of(open_log(path), SYSTEM)


def test_the_first_row_of_a_log_without_a_heading_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(table().partition("\r\n")[2].encode())
    with pytest.raises(PiaError) as raised:
        fields_of(open_log(path), SYSTEM)
    assert not [value for value in ROWS[0] if value in str(raised.value)]
