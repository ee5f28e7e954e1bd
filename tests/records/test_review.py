"""Comments: out of tables and copies into the record, and on into the assessment."""

import shutil
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

import pia
from pia.cli import cli
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
