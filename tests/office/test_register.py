"""What is due, and when: the register of an office."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from documents import write
from rich.cells import cell_len

import pia
from pia.cli import cli
from pia.office.facts import Facts
from pia.office.listing import listed
from pia.office.register import RegisterEntry, register

HEAD = "様式: 重点項目評価書\n版: R6.10\n"
TODAY = date(2026, 4, 1)


def entry(**facts: object) -> RegisterEntry:
    return RegisterEntry(Facts(source="a.yaml", **facts), TODAY)  # type: ignore[arg-type]


def days(one: RegisterEntry) -> list[str]:
    return [f"{d.what} {d.day} {d.provision}" for d in one.deadlines]


def test_a_review_is_due_each_year_and_the_assessment_again_after_five() -> None:
    assert days(entry(published="2025-02-13", assessed="2022-08-10")) == [
        "見直し 2026-02-13 規則第14条",
        "再実施 2027-08-10 規則第15条、指針第6の2(4)",
    ]


def test_of_an_ended_office_only_the_publication_goes_on() -> None:
    one = entry(published="2025-02-13", assessed="2025-02-13", ended="2026-03-31")
    assert days(one) == ["公表の継続 2029-03-31 規則第16条、記載要領"]
    assert one.state == "終了"


def test_the_day_of_a_leap_year_has_its_anniversary() -> None:
    assert days(entry(published="2024-02-29"))[0].startswith("見直し 2025-02-28")


@pytest.mark.parametrize(
    ("published", "state"), [("", "下書き"), ("2026-04-01", "公表中"), ("2026-05-01", "公表予定")]
)
def test_a_document_is_a_draft_until_it_is_published(published: str, state: str) -> None:
    assert entry(published=published).state == state


def test_the_most_urgent_come_first() -> None:
    facts = [
        Facts(source="c"),
        Facts(source="b", errors=("x",)),
        Facts(source="a", published="2025-06-01"),
        Facts(source="z", published="2024-01-01"),
    ]
    assert [each.facts.source for each in register(facts, TODAY)] == ["z", "a", "b", "c"]


def test_what_a_person_has_to_do_is_said() -> None:
    one = entry(published="2025-02-13", errors=("x",), undecided=3, stale=1, table=False)
    assert one.due == [
        "見直し（令和8年2月13日まで、過ぎています）",
        "誤り 1 件",
        "判断していない変更 3 件",
        "古い判断 1 件",
        "変更箇所の表が違いと合っていない",
    ]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Three versions of one document: a correction does not begin the five years anew."""
    done = "評価実施手続: {{基礎項目評価: {{実施日: {0}}}}}\n"
    for name, day, assessed, former in (
        ("一", "令和2年4月1日", "令和2年3月1日", ""),
        ("二", "令和4年4月1日", "令和4年3月1日", "前版: 一.確定.yaml\n"),
        ("三", "令和7年2月13日", "令和4年3月1日", "前版: 二.確定.yaml\n"),
    ):
        cover = f"表紙: {{評価書番号: 1, 評価書名: =事務, 公表日: {day}}}\n"
        write(tmp_path, HEAD + former + cover + done.format(assessed), f"{name}.yaml")
        if name != "三":
            pia.freeze(tmp_path / f"{name}.yaml")
            (tmp_path / f"{name}.yaml").unlink()
    return tmp_path


def test_the_chain_of_versions_and_the_last_assessment_are_found(office: Path) -> None:
    (found,) = json.loads(pia.status(office, "json", today=TODAY))
    assert found["前の版"] == ["二.確定.yaml", "一.確定.yaml"]
    assert found["再実施の期限"] == "2027-04-01"
    assert found["見直しの期限"] == "2026-02-13"
    assert found["未記入"] > 0


@pytest.mark.parametrize(
    "cover",
    [
        "評価書名: 税の事務【令和８年３月３１日　終了】",
        "評価書名: 税の事務, 終了日: 令和8年3月31日",
    ],
)
def test_an_end_is_read_from_its_key_or_from_the_name(tmp_path: Path, cover: str) -> None:
    write(tmp_path, HEAD + f"表紙: {{{cover}}}\n", "a.yaml")
    (found,) = json.loads(pia.status(tmp_path, "json", today="令和8年4月1日"))
    assert (found["終了日"], found["状態"]) == ("2026-03-31", "終了")


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_every_format_lists_the_documents(office: Path) -> None:
    folder, day = str(office), "R8.4.1"
    assert "令和8年2月13日まで、過ぎています" in run("status", folder, "--today", day)
    (row,) = csv.DictReader(
        io.StringIO(run("status", folder, "--today", day, "--format", "csv").lstrip("\ufeff"))
    )
    assert row["評価書名"] == "'=事務"  # no formula for Excel
    page = run("status", folder, "--today", day, "--format", "html")
    assert "見直しの期限" in page
    run("status", folder, "--today", day, "--format", "xlsx", "-o", str(office / "a.xlsx"))
    assert ZipFile(office / "a.xlsx").testzip() is None


def test_no_cell_of_a_table_begins_as_a_formula_in_either_width(tmp_path: Path) -> None:
    facts = [Facts(source=f"{n}.yaml", name=f"{sign}1+1") for n, sign in enumerate("=+-@＝＋－＠")]
    table = listed([RegisterEntry(each, TODAY) for each in facts], "csv", TODAY).decode("utf-8-sig")
    names = [row["評価書名"] for row in csv.DictReader(io.StringIO(table))]
    assert [name[0] for name in names] == ["'"] * 8


def test_the_calendar_is_one_that_programs_read(office: Path) -> None:
    text = pia.status(office, "ics", today=TODAY).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260213\r\n" in whole
    assert "SUMMARY:見直しの期限 =事務\r\n" in whole
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2


@pytest.mark.parametrize("day", ["明日", "令和8年2月30日"])
def test_a_day_that_is_none_is_refused(office: Path, day: str) -> None:
    result = CliRunner().invoke(cli, ["status", str(office), "--today", day])
    assert result.exit_code == 2
    assert day in result.output


def test_a_paper_that_is_no_assessment_has_none_of_its_deadlines() -> None:
    assert days(entry(published="2025-02-13", is_assessment=False)) == []


def test_a_terminal_of_80_columns_shows_the_whole_register() -> None:
    name = "寝屋川市　住民基本台帳に関する事務　重点項目評価書" * 3
    facts = {"name": name, "number": "12", "form": "重点項目評価書", "published": "2024-12-25"}
    entries = [entry(**facts, assessed="2022-08-10", undecided=3), entry(name="短い")]
    lines = listed(entries, "table", TODAY, width=80).decode().split("\n")
    assert max(map(cell_len, lines)) <= 80
    whole = "".join(lines)
    assert name in whole
    assert all(one.what in whole for one in entries[0].deadlines)
    assert listed(entries, "table", TODAY).decode().count("\n") == 4


FINDINGS = """様式: 指摘
版: 記録
文書名: 点検の指摘
実施機関: 例市
指摘:
- id: 一
  番号: イ(ｱ)
  本文: 記録を見ていません。
  評価書の項目:
  - {評価書: ../評価書.yaml, 項目: 監査}
  措置:
  - {部署: 戸籍課, 内容: 見ます。, 期限: 2026-03-01, 状況: 対応中}
  - {部署: 情報課, 内容: 見ました。, 期限: 2026-02-01, 状況: 措置済}
"""
COMMENTS = """様式: 意見
版: 記録
評価書名: 例
評価書: ../評価書.yaml
第三者点検:
- id: 第1回
  意見:
  - {番号: 1, 項目: 全般, 意見: 足りません。, 提出者: 委員会}
  - {番号: 2, 項目: 全般, 意見: よいです。, 提出者: 委員会, 対応: 修正なし, 主管課意見: 続けます。}
"""
AUDITS = """様式: ログ調査
版: 記録
文書名: 実施要領
施行日: 2024-04-01
調査方法: {年間の回数: 2}
調査:
- {id: 前期, 報告日: 2025-10-01}
"""


def listed_by_file(folder: Path) -> dict[str, dict[str, object]]:
    return {each["ファイル"]: each for each in json.loads(pia.status(folder, today=TODAY))}


def test_the_papers_around_an_assessment_stand_in_its_line(tmp_path: Path) -> None:
    write(tmp_path, HEAD)
    write(tmp_path, FINDINGS, "記録/指摘.yaml")
    write(tmp_path, COMMENTS, "記録/意見.yaml")
    found = listed_by_file(tmp_path)
    counts = {
        name: (each["答えていない意見"], each["終わっていない指摘"]) for name, each in found.items()
    }
    assert counts == {"評価書.yaml": (1, 1), "記録/意見.yaml": (1, 0), "記録/指摘.yaml": (0, 1)}
    assert found["記録/指摘.yaml"]["すること"] == [
        "指摘イ(ｱ)の措置、戸籍課（令和8年3月1日まで、過ぎています）",
        "終わっていない指摘 1 件",
    ]


def test_the_next_audit_is_due_as_often_as_the_procedure_says(tmp_path: Path) -> None:
    write(tmp_path, AUDITS, "計画.yaml")
    assert listed_by_file(tmp_path)["計画.yaml"]["すること"] == [
        "アクセスログ調査（令和8年4月1日まで）"
    ]
    write(tmp_path, AUDITS + "- {id: 後期, 期限: 2026-03-20}\n", "計画.yaml")
    assert listed_by_file(tmp_path)["計画.yaml"]["すること"] == [
        "アクセスログ調査（令和8年3月20日まで、過ぎています）"
    ]
