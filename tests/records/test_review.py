"""Comments: out of tables and copies into the record, and on into the assessment."""

import shutil
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

import pia
from pia.cli import cli
from pia.errors import PiaError
from pia.records.review.review_papers import write_copy
from pia.records.review.table import add

OTA = Path(__file__).parents[2] / "examples" / "ota"


@pytest.fixture
def ota(tmp_path: Path) -> Path:
    return shutil.copytree(OTA, tmp_path / "ota")


def test_comments_join_a_round_once_and_stay_the_words_of_residents(ota: Path) -> None:
    table = ota / "意見.csv"
    table.write_bytes("No,評価書該当箇所,意見内容\n1,全般,{{ 所管課 }}の話\n".encode("cp932"))
    record = ota / "意見.yaml"
    before = record.read_text(encoding="utf-8")
    done = [add(record, table, "第2回") for _ in range(2)]
    assert [(one.added, one.known) for one in done] == [(1, 0), (0, 1)]
    comment = pia.load(record).content.model_dump()["reviews"][1]["comments"][-1]
    assert (comment["number"], comment["text"]) == (3, "{{ 所管課 }}の話")
    assert comment["source"] == "意見.csv 2行目"
    left = [line for line in before.splitlines() if line not in record.read_text(encoding="utf-8")]
    assert left == []


def test_a_table_without_a_heading_is_refused_and_its_first_row_not_quoted(ota: Path) -> None:
    table = ota / "意見.csv"
    table.write_text("1,全般,子の病気の話,山田花子\n", encoding="utf-8")
    with pytest.raises(PiaError, match="意見の列がありません") as raised:
        add(ota / "意見.yaml", table, "第2回")
    assert "山田" not in str(raised.value)


def test_what_reviewers_write_into_their_copy_comes_back(ota: Path) -> None:
    version = ota / "版" / "第2回後.yaml"
    book = write_copy(version, ota / "点検.xlsx")
    sheets = openpyxl.load_workbook(book)
    sheet = sheets.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    line = next(n for n, row in enumerate(sheet.values, 1) if "再委託は原則" in str(row[2]))
    assert sheet.cell(line, heads.index("点検の観点") + 1).value
    sheet.cell(line, heads.index("意見") + 1, "頻度も書いてください。")
    sheet.cell(line, heads.index("提出者") + 1, "委員会")
    sheets.save(book)
    assert add(ota / "意見.yaml", book, "第2回").added == 1
    comment = yaml.safe_load((ota / "意見.yaml").read_text(encoding="utf-8"))
    told = comment["第三者点検"][1]["意見"][-1]
    assert told["項目"].endswith("再委託先に関する具体的な方法")
    assert (told["意見"], told["提出者"]) == ("頻度も書いてください。", "委員会")


def test_the_assessment_says_what_the_record_says(ota: Path) -> None:
    version = ota / "版" / "第2回後.yaml"
    words = ["review", "summary", str(ota / "意見.yaml"), "--into", str(version)]
    assert CliRunner().invoke(cli, words).exit_code == 0
    told = pia.load(version).assessment.procedure
    assert told.hearing.period == "平成27年2月3日から平成27年3月4日まで（30日間）"
    assert told.hearing.response == "意見への対応は、修正なし 1件。"
    assert "追加 2件" in (told.review.result or "")


def test_words_of_a_record_stay_words_in_the_assessment(tmp_path: Path) -> None:
    record, source = tmp_path / "意見.yaml", tmp_path / "評価書.yaml"
    text = "様式: 意見\n版: 記録\n第三者点検:\n- {id: 一, 方法: '\\{{ 市名 }} <b>: # x'}\n"
    record.write_text(text, encoding="utf-8")
    source.write_text("様式: 重点項目評価書\n版: R6.10\n変数: {市名: 見本市}\n", encoding="utf-8")
    pia.write_review_summary(record, source)
    assert pia.load(source).assessment.procedure.review.method == "{{ 市名 }} <b>: # x"


@pytest.mark.parametrize(
    ("place", "value"),
    [("方法", "極秘棟で"), ("開始日", "令和8年4月1日"), ("結果", "極秘棟は"), ("名称", "極秘棟")],
)
@pytest.mark.parametrize("way", ["whole", "word", "misspelt"])
def test_what_a_record_hides_does_not_come_into_an_assessment(
    tmp_path: Path, place: str, value: str, way: str
) -> None:
    record, source = tmp_path / "意見.yaml", tmp_path / "評価書.yaml"
    word = ", 語: 極秘棟" if way == "word" and "極秘棟" in value else ""
    basis = "第2項" if way == "misspelt" else "規則第10条第2項"
    hiding = f"{{項目: '第三者点検[一].{place}', 理由: 警備のため, 根拠: {basis}{word}}}"
    rounds = f"- id: 一\n  {place}: {value}\n- {{id: 二, 方法: 聴取, 開始日: 令和8年4月2日}}"
    head = "様式: 意見\n版: 記録"
    record.write_text(f"{head}\n非公表:\n- {hiding}\n第三者点検:\n{rounds}\n", encoding="utf-8")
    text = "様式: 重点項目評価書\n版: R6.10\n"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(pia.PiaError):
        pia.write_review_summary(record, source)
    assert source.read_text(encoding="utf-8") == text
