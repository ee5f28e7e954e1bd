"""The library: one call for each verb."""

from operator import attrgetter
from pathlib import Path

import pytest
from documents import DRAFT, write
from openpyxl import load_workbook

import pia
from pia.errors import Severity
from pia.forms.load import editions


def codes(found: list[pia.Finding]) -> list[str]:
    return list(dict.fromkeys(finding.code for finding in found))


def test_every_name_of_the_library_can_be_had() -> None:
    assert len(pia.__all__) > 5
    assert {name for name in pia.__all__ if getattr(pia, name) is None} == set()
    assert set(pia.__all__) <= set(dir(pia))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        attrgetter("chekc")(pia)


def test_a_draft_has_warnings_and_no_errors(tmp_path: Path) -> None:
    found = pia.check(write(tmp_path))
    assert "未記入" in codes(found)
    assert not any(finding.is_error for finding in found)


def test_a_strict_check_makes_every_warning_an_error(tmp_path: Path) -> None:
    path = write(tmp_path)
    strict = pia.check(path, strict=True)
    assert codes(strict) == codes(pia.check(path))
    assert {finding.severity for finding in strict} == {Severity.ERROR}


def test_findings_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n表紙:\n  公表日: 去年\nどこか: 何か\n")
    found = [f for f in pia.check(path) if f.is_error]
    assert codes(found) == ["未知の選択肢", "日付の書き方", "未知の項目"]
    assert [f.position.line for f in found if f.position] == [4, 6, 7]


def test_a_source_of_which_nothing_can_be_made_gives_the_reasons(tmp_path: Path) -> None:
    found = pia.check(tmp_path / "ない.yaml")
    assert codes(found) == ["ファイルなし"]
    with pytest.raises(pia.PiaError) as raised:
        pia.load(tmp_path / "ない.yaml")
    assert list(raised.value.findings) == found


def test_a_document_says_what_its_source_says(tmp_path: Path) -> None:
    document = pia.load(write(tmp_path))
    assert document.assessment.office.name == "図書館に関する事務"
    assert (document.form.id, document.form.edition) == ("kiso", editions()[-1])


def test_a_text_may_be_given_as_path_or_as_string(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert pia.check(str(path)) == pia.check(path)
    assert pia.load(str(path)).path == path


def test_a_document_is_rendered_under_its_own_name(tmp_path: Path) -> None:
    path = write(tmp_path, name="図書館.yaml")
    (written,) = pia.render(path, tmp_path / "新しい" / "出力", ["xlsx"])
    assert written == tmp_path / "新しい/出力/図書館.xlsx"
    assert "表紙" in load_workbook(written).sheetnames


def test_no_part_of_a_file_is_left_beside_it(tmp_path: Path) -> None:
    pia.render(write(tmp_path), tmp_path / "出力", ["xlsx"])
    assert [path.name for path in (tmp_path / "出力").iterdir()] == ["評価書.xlsx"]


def test_a_loaded_document_is_rendered_as_it_was_loaded(tmp_path: Path) -> None:
    path = write(tmp_path)
    document = pia.load(path)
    path.unlink()
    (written,) = pia.render(document, tmp_path, ["xlsx"])
    assert written.is_file()


def test_what_has_a_valid_model_is_rendered_in_spite_of_errors(tmp_path: Path) -> None:
    path = write(tmp_path, DRAFT + "  対象人数: 多い\n")
    assert any(finding.is_error for finding in pia.check(path))
    (written,) = pia.render(path, tmp_path, ["xlsx"])
    assert written.is_file()


def test_a_format_that_does_not_exist_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(pia.PiaError, match="「odt」という出力形式はありません"):
        pia.render(write(tmp_path), tmp_path / "出力", ["xlsx", "odt"])
    assert not (tmp_path / "出力").exists()


def test_our_own_workbook_is_written_again(tmp_path: Path) -> None:
    path = write(tmp_path)
    (first,) = pia.render(path, tmp_path, ["xlsx"])
    before = first.read_bytes()
    write(tmp_path, DRAFT.replace("図書館", "公民館"))
    (second,) = pia.render(path, tmp_path, ["xlsx"])
    assert second == first
    assert second.read_bytes() != before


def test_a_workbook_edited_by_hand_is_kept_unless_forced(tmp_path: Path) -> None:
    path = write(tmp_path)
    (written,) = pia.render(path, tmp_path, ["xlsx"])
    as_written = written.read_bytes()
    book = load_workbook(written)
    book.worksheets[0]["A1"].value = "手で直した"
    book.save(written)
    edited = written.read_bytes()
    with pytest.raises(pia.PiaError, match="手で直され"):
        pia.render(path, tmp_path, ["xlsx"])
    assert written.read_bytes() == edited
    pia.render(path, tmp_path, ["xlsx"], force=True)
    assert written.read_bytes() == as_written
