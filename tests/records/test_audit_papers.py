"""From the worksheets to the reports: nothing is overwritten, nothing personal gets through."""

from pathlib import Path

import openpyxl
import pytest
import yaml
from invented import log, plan

import pia
from pia.errors import PiaError
from pia.japanese import fold
from pia.records.audit import audit_store
from pia.records.audit.audit_results import read_worksheets
from pia.records.audit.audit_store import SampleFile
from pia.records.audit.reporting import write_report
from pia.records.audit.sampling import SampleOptions, draw_samples
from pia.source.edit import Put, edited

FOLDER = Path("調査/令和8年度")
MATCHED = ("書類と照合できた", "住民異動届", "担当係長甲", "")


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Return the plan of a round whose sample is drawn."""
    path = plan(tmp_path)
    draw_samples(path, [log(tmp_path)], SampleOptions(seed="1"), lambda _: None)
    return path


def sample(plan_file: Path) -> SampleFile:
    return audit_store.read(plan_file.parent / FOLDER / audit_store.file_name("住基"))


def sheet_of(plan_file: Path) -> Path:
    (path,) = (plan_file.parent / FOLDER).glob("*.xlsx")
    return path


def typed(plan_file: Path, *rows: tuple[str, ...], **changes: str) -> Path:
    """Fill in the worksheet from its first row on. changes: column → another value in row 1."""
    path = sheet_of(plan_file)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[5]]
    for line, row in enumerate(rows, start=6):
        for n, text in enumerate(row, start=len(heads) - 3):
            sheet.cell(line, n, text or None)
    for name, text in changes.items():
        sheet.cell(6, heads.index(name) + 1, text)
    book.save(path)
    return path


def codes(plan_file: Path, book: Path) -> list[str]:
    return [finding.code for finding in read_worksheets(plan_file, [book]).findings]


def all_matched(plan_file: Path, last: tuple[str, ...] = MATCHED) -> None:
    count = len(sample(plan_file).cases)
    book = typed(plan_file, *[MATCHED] * (count - 1), last)
    assert read_worksheets(plan_file, [book]).findings == ()


def test_results_are_noted_and_what_is_left_is_told(drawn: Path) -> None:
    count = len(sample(drawn).cases)
    found = read_worksheets(drawn, [typed(drawn, MATCHED, MATCHED)])
    assert found.findings == ()
    assert [(left.open, left.rows) for left in found.left] == [(count - 2, count)]
    case = sample(drawn).cases[0]
    assert (case.outcome, case.paper, case.auditor) == MATCHED[:3]


def test_reading_the_same_worksheet_twice_changes_nothing(drawn: Path) -> None:
    book = typed(drawn, MATCHED)
    read_worksheets(drawn, [book])
    before = sample(drawn)
    assert codes(drawn, book) == []
    assert sample(drawn) == before


def test_what_was_noted_is_not_overwritten(drawn: Path) -> None:
    read_worksheets(drawn, [typed(drawn, MATCHED)])
    other = typed(drawn, ("入力誤りと推定", "", "担当係長甲", ""))
    assert codes(drawn, other) == ["照合結果の食い違い"]
    assert sample(drawn).cases[0].outcome == MATCHED[0]


def test_a_changed_row_is_named_and_not_noted(drawn: Path) -> None:
    assert codes(drawn, typed(drawn, MATCHED, 氏名="別の人")) == ["標本の変更"]
    assert sample(drawn).cases[0].is_open


def test_a_row_of_somebody_elses_is_named(drawn: Path) -> None:
    assert codes(drawn, typed(drawn, MATCHED, 番号="999")) == ["標本にない記録"]


def test_an_unknown_result_is_named(drawn: Path) -> None:
    assert codes(drawn, typed(drawn, ("済", "", "", ""))) == ["未知の照合結果"]


def test_results_may_be_typed_into_the_working_file(drawn: Path) -> None:
    path = drawn.parent / FOLDER / audit_store.file_name("住基")
    text = path.read_text(encoding="utf-8").replace("結果: ''", "結果: 入力誤りと推定", 1)
    path.write_text(text.replace("照合者: ''", "照合者: 担当係長甲", 1), encoding="utf-8")
    found = read_worksheets(drawn, [])
    assert found.findings == ()
    assert found.left[0].open == found.left[0].rows - 1


def test_there_is_no_report_while_rows_are_open(drawn: Path, tmp_path: Path) -> None:
    read_worksheets(drawn, [typed(drawn, MATCHED)])
    with pytest.raises(PiaError, match="照合の残り"):
        write_report(drawn, tmp_path / "出力", ["html"])
    assert not (tmp_path / "出力").exists()


def test_a_report_holds_no_value_of_the_sample_in_any_format(drawn: Path, tmp_path: Path) -> None:
    all_matched(drawn)
    papers = write_report(drawn, tmp_path / "出力", ["xlsx", "docx", "html", "pdf"])
    personal = {fold(value) for value in sample(drawn).values() if len(value) > 1}
    assert len(personal) > 10
    assert len(papers.files) == 4
    for path in papers.files:
        text = fold(text_of(path))
        assert fold("アクセスログ調査報告書") in text
        assert [value for value in personal if value in text] == [], path.suffix
        data = path.read_bytes()
        assert not [v for v in personal if v.encode() in data or v.encode("utf-16-le") in data]


def text_of(path: Path) -> str:
    """Return all text that an output shows."""
    match path.suffix:
        case ".html":
            return path.read_text(encoding="utf-8")
        case ".pdf":
            from pypdf import PdfReader

            return "\n".join(page.extract_text() for page in PdfReader(path).pages)
        case _:
            from zipfile import ZipFile

            with ZipFile(path) as parts:
                data = [parts.read(name) for name in parts.namelist()]
            return "\n".join(part.decode("utf-8", "replace") for part in data)


def test_the_plan_holds_numbers_and_nothing_of_the_sample(drawn: Path, tmp_path: Path) -> None:
    all_matched(drawn, ("業務上と確認できない", "", "担当係長甲", "聞き取り中"))
    write_report(drawn, tmp_path / "出力", ["html"])
    text = drawn.read_text(encoding="utf-8")
    (told,) = yaml.safe_load(text)["調査"][0]["システム別"]
    count = len(sample(drawn).cases)
    assert told["結果"] == {
        "書類と照合できた": count - 1,
        "照会のみで確認できた": 0,
        "聞き取りで確認できた": 0,
        "入力誤りと推定": 0,
        "業務上と確認できない": 1,
    }
    assert not [value for value in sample(drawn).values() if len(value) > 1 and value in text]
    assert "聞き取り中" not in text


def test_a_text_of_the_plan_that_tells_of_a_person_is_refused_and_not_quoted(
    drawn: Path, tmp_path: Path
) -> None:
    all_matched(drawn)
    name = sample(drawn).cases[0].contents["氏名"]
    note(drawn, ("調査", 0, "システム別", 0, "備考"), f"{name.replace('　', '')}の記録を見た。")
    with pytest.raises(PiaError, match="報告書の個人情報") as caught:
        write_report(drawn, tmp_path / "出力", ["html"])
    assert name not in str(caught.value)
    assert fold(name) not in fold(str(caught.value))


def note(plan_file: Path, location: tuple[str | int, ...], text: str) -> None:
    plan_file.write_bytes(edited(plan_file.read_bytes(), plan_file, [Put(location, text)]))


def test_a_report_is_complete_once_its_working_files_are_gone(drawn: Path, tmp_path: Path) -> None:
    from datetime import date

    from pia.records.audit.disposal import dispose

    all_matched(drawn)
    first = write_report(drawn, tmp_path / "出力", ["html"])
    assert [finding.code for finding in first.findings] == ["廃棄の記録なし"]
    dispose(drawn, "担当係長乙", date(2026, 5, 1))
    assert write_report(drawn, tmp_path / "出力", ["html"]).findings == ()
    assert not [finding for finding in pia.check(drawn) if finding.is_error]
