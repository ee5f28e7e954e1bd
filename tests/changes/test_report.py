from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.text import Text
from versions_in_yaml import diff_of

from pia.changes import report
from pia.changes.amendments import STANDARD, RowOptions
from pia.changes.report import Diff, table
from pia.layout.marks import Marked
from pia.layout.tree import Edition, Table

OFFICE = "担当部署: {{部署: '{0}', 所属長の役職名: '{0}長'}}\n事務: {{名称: '{0}の事務'}}"


def diff(before: str, after: str, form: str = "juten", options: RowOptions = STANDARD) -> Diff:
    old, new = OFFICE.format(before), OFFICE.format(after) + "\n表紙: {公表日: R7.2.13}"
    return diff_of(old, new, options, form)


def test_markdown_marks_the_words_that_changed() -> None:
    first = report.markdown(diff("総務課", "区政課")).split("\n")[2]
    assert first == (
        "| 令和7年2月13日 | Ⅰ1. ①事務の名称 | ~~総務課~~の事務 | **区政課**の事務 | 事後 | "
        "重要な変更の対象となる項目の変更ではないため、事前に提出・公表する義務はない。 |"
    )


def test_markdown_prints_the_text_of_a_source_as_it_is() -> None:
    text = report.markdown(diff("<b>", "a|*b*")).split("\n")[2]
    assert r"\<" in text
    assert r"\|" in text
    assert "<b>" not in text


def test_the_summary_and_the_common_wording_close_the_page() -> None:
    lines = report.markdown(diff("総務課", "区政課")).split("\n")
    assert lines[-3] == "変更 3 件（事前 0、事後 3。判断が必要 0、判断済み 0）"
    assert lines[-1].startswith("- 全般の候補: 「総務課」→「区政課」 3 項目（")


def test_the_items_of_a_wording_throughout_are_listed_with_its_row() -> None:
    lines = report.markdown(diff("総務課", "区政課", options=RowOptions(throughout=True))).split(
        "\n"
    )
    assert lines[-3] == "変更 1 件（事前 0、事後 1。判断が必要 0、判断済み 0）"
    assert lines[-1].startswith("- 全般: 「総務課」→「区政課」 3 項目（")


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_the_table_has_the_columns_of_its_form_and_one_for_the_rule_on_request(form: str) -> None:
    plain, explained = (table(diff("総務課", "区政課", form), why=w) for w in (False, True))
    assert [column.label.text for column in plain.columns][:3] == ["変更日", "項目", "変更前の記載"]
    assert len(explained.columns) == len(plain.columns) + 1
    assert "規則第14条" in explained.rows[0][-1]


def test_a_table_for_readers_names_the_block_that_came_below_its_section() -> None:
    old, new = "{id: 甲, 名称: A}", "{id: 甲, 名称: A}, {id: 乙, 名称: 台帳}"
    found = diff_of(f"システム: [{old}]", f"システム: [{new}]", STANDARD, "juten")
    assert table(found).rows[0][1] == "Ⅰ2."
    assert table(found, named=True).rows[0][1] == "Ⅰ2.\nシステム2"
    assert table(diff("総務課", "区政課"), named=True) == table(diff("総務課", "区政課"))


def test_the_layout_is_one_landscape_page_with_marked_cells() -> None:
    (sheet,) = report.layout([diff("総務課", "区政課")]).sheets
    assert sheet.landscape
    (shown,) = (node for node in sheet.nodes if isinstance(node, Table))
    assert isinstance(shown.rows[0][2], Marked)


def test_what_residents_get_says_that_it_is_no_source() -> None:
    found = diff("総務課", "区政課")
    assert report.layout([found]).edition is Edition.SUBMITTED
    assert report.layout([replace(found, for_residents=True)]).edition is Edition.PUBLISHED


def test_a_table_of_few_words_is_as_wide_as_any() -> None:
    first = report.printed(diff_of("事務: {名称: 甲}", "事務: {名称: 乙}", form="kiso"))
    assert cell_len(first.partition("\n")[0]) == 160


def test_a_terminal_shows_the_rows_and_the_summary() -> None:
    text = report.printed(diff("総務課", "[bold]区政課"))
    assert "[bold]区政課の事務" in text
    assert "変更 3 件" in text


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_the_table_is_as_wide_as_the_terminal(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    shown = report.printed(diff("総務課", "区政課", form), why=True)
    grid = [line for line in Text.from_ansi(shown).plain.split("\n") if line[:1] in "┌│├└"]
    assert {cell_len(line) for line in grid if line} == {80}
    assert any("令和7年2月13日" in line for line in grid)


def test_a_file_gets_a_table_of_one_width_and_each_remark_on_one_line() -> None:
    shown = report.printed(diff("総務課", "[b]区政課" + "い" * 100))
    grid = [line for line in shown.split("\n") if line[:1] in ("┌", "│", "├", "└")]
    assert {cell_len(line) for line in grid} == {160}
    assert len([line for line in grid if line.startswith("├")]) == 3  # between any two rows
    (remark,) = (line for line in shown.split("\n") if line.startswith("全般の候補"))
    assert "「[b]区政課" in remark
    assert cell_len(remark) > 200
    assert "\x1b" not in shown


def test_a_terminal_shows_what_goes_in_red_what_comes_in_green_and_nothing_else_in_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = Text.from_ansi(report.printed(diff("総務課", "区政課")))
    styles = {shown.plain[span.start : span.end]: str(span.style) for span in shown.spans}
    gone, new = "strike color(1)", "underline color(2)"
    assert {words: style for words, style in styles.items() if style != "bold"} == {
        "総務課": gone,
        "総務課長": gone,
        "区政課": new,
        "区政課長": new,
    }


def test_no_rows_leave_the_summary() -> None:
    assert report.printed(diff("総務課", "総務課")).startswith("変更 0 件")
