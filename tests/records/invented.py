"""Logs and plans in which everybody and everything is invented."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

HEADER = ("操作日時", "端末ID", "ユーザID", "処理名", "宛名番号", "氏名", "住所")
PLAN = """# 調査の計画
様式: ログ調査
版: 記録
文書名: アクセスログ調査実施要領
調査方法:
  システムごとの人数: 5
  時間帯の分数: 15
  拠点ごとの台数: 1
対象システム:
- id: 住基
  名称: 既存住民基本台帳システム
  列:
    日時: 操作日時
    端末: 端末ID
    操作者: ユーザID
    被閲覧者: [宛名番号]
    操作: 処理名
    帳票に載せる列: [氏名, 住所]
  拠点:
  - id: 本庁
    端末: [T01, T02]
  - id: 支所
    端末: [T11]
照合:
  手順:
  - 記号: ア
    確認先: [住民異動届, 公用請求書]
    手順: 届書を確かめる。
調査担当者:
- id: 甲
  職: 担当係長甲
  ユーザID: [a01]
- id: 乙
  職: 担当係長乙
  ユーザID: [a02]
調査:
- id: 令和8年度
"""


def row(n: int, **change: str) -> tuple[str, ...]:
    """Return the n-th row: every minute of three days one operation."""
    day, minute = divmod(n, 480)
    values = {
        "操作日時": f"2026/04/{day + 1:02d} {9 + minute // 60}:{minute % 60:02d}:{n % 60:02d}",
        "端末ID": ("T01", "T02", "T11")[n % 3],
        "ユーザID": f"shokuin-{n % 7:02d}",
        "処理名": ("住民票照会", "証明書発行")[n % 2],
        "宛名番号": f"ATENA{n * 7919 % 10007:05d}",
        "氏名": f"架空　太郎{n}",
        "住所": f"架空市見本町{n}番地",
    }
    return tuple({**values, **change}.values())


ROWS = tuple(row(n) for n in range(1440))


def table(rows: Sequence[Sequence[str]] = ROWS, delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([HEADER, *rows])
    return out.getvalue()


def plan(folder: Path, text: str = PLAN) -> Path:
    path = folder / "計画.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def log(folder: Path, rows: Sequence[Sequence[str]] = ROWS, name: str = "記録.csv") -> Path:
    path = folder / name
    path.write_bytes(table(rows).encode("cp932"))
    return path
