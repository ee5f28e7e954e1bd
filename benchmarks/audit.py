"""Reading of access logs: the engine's bare scan, `pia audit sample`, and a plain-Python reader.

`python benchmarks/audit.py [ROWS]` (a million unless said); each runs in a process of its own, so
that its memory can be told. Every row is invented. The plain reader does the same work: it reads
every stamp, counts by day and terminal, and keeps the rows of one draw.
"""

import csv
import random
import resource
import sys
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pia.model.log_audit import AuditedSystem, LogAudit
from pia.records.audit import stamps
from pia.records.audit.engine import Reader, connect
from pia.records.audit.logs import open_log, pieces
from pia.records.audit.overview import fields_of, overview
from pia.records.audit.sample import needs_of, sample

HEADER = ("操作日時", "端末ID", "ユーザID", "処理名", "宛名番号", "氏名", "住所")
COLUMNS = {"日時": "操作日時", "端末": "端末ID", "操作者": "ユーザID", "被閲覧者": ["宛名番号"]}
TERMINALS = [f"T{n:03d}" for n in range(60)]
SYSTEM = AuditedSystem.model_validate(
    {"id": "住基", "列": COLUMNS, "拠点": [{"id": "本庁", "端末": TERMINALS[:5]}]}
)


def write(path: Path, rows: int, encoding: str) -> None:
    chance = random.Random(1)
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        for n in range(rows):
            month, day = divmod(n * 240 // rows, 20)
            second, person = 31500 + n * 7919 % 28800, chance.randrange(300_000)
            clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            file.write(
                f"2026/{month + 1:02d}/{day + 1:02d} {clock},{chance.choice(TERMINALS)},"
                f"u{n % 200:04d},照会,{person:010d},架空　{person % 1000},架空市{n % 500}番\r\n"
            )


def bare(path: Path, folder: Path) -> None:
    log = open_log(path).as_text() if path.suffix == ".cp932" else open_log(path)
    engine, fields = connect(folder), fields_of(log, SYSTEM)
    for piece in pieces(log, folder):
        counted = ", ".join(f"count({cell})" for cell in Reader(engine, log, piece, fields).cells)
        source = Reader(engine, log, piece, fields)._file()
        engine.execute(f"select {counted} from {source}").fetchall()


def drawn(path: Path, folder: Path) -> None:
    log, engine = open_log(path), connect(folder)
    seen = overview(engine, [log], SYSTEM, folder, lambda _: None)
    needs = needs_of(LogAudit(), SYSTEM, seen)
    sample(engine, [log], SYSTEM, seen, needs, ("1",), folder, lambda _: None)


def plain(path: Path, folder: Path) -> None:
    encoding = "cp932" if path.suffix == ".cp932" else "utf-8"
    days: dict[str, object] = {}
    times: dict[str, int | None] = {}
    busy: Counter[tuple[object, str]] = Counter()
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            day, second = stamps.parts(row[0])
            if day not in days:
                days[day] = stamps.day_of(day)
            if second not in times:
                times[second] = stamps.second_of(second)
            if len(row) == len(HEADER) and days[day] and times[second] is not None and row[2]:
                busy[days[day], row[1]] += 1
    chosen = max(busy)
    with path.open(encoding=encoding, newline="") as file:
        kept = [row for row in csv.reader(file) if row[1] == chosen[1] and row[0][:4] == "2026"]
    assert kept


def measured(work: Any, path: Path, folder: Path, out: Any) -> None:
    begun = time.perf_counter()
    work(path, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.put((time.perf_counter() - begun, peak))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with TemporaryDirectory() as name:
        folder = Path(name)
        for encoding, suffix in (("utf-8", ".csv"), ("cp932", ".cp932")):
            path = folder / f"log{suffix}"
            write(path, rows, encoding)
            print(f"{encoding}: {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
            told = {work.__name__: run(work, path, folder) for work in (bare, drawn, plain)}
            for work, (seconds, peak) in told.items():
                print(f"  {work:6} {seconds:7.2f} s  {peak:6.0f} MB", flush=True)
            print(f"  plain / drawn = {told['plain'][0] / told['drawn'][0]:.1f}", flush=True)
            path.unlink()


def run(work: Any, path: Path, folder: Path) -> tuple[float, float]:
    context = get_context("spawn")
    out = context.Queue()
    process = context.Process(target=measured, args=(work, path, folder, out))
    process.start()
    found: tuple[float, float] = out.get()
    process.join()
    return found


if __name__ == "__main__":
    main()
