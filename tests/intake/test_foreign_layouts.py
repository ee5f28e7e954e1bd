"""Forms that pia did not print: five layouts drawn by hand, read back item by item."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from layouts import above, city, letter, narrow, older, torn
from paper_of import HIROSHIMA, NEYAGAWA, example
from reading_back import score

from pia import import_form
from pia.forms.edition import aliases
from pia.forms.load import load
from pia.intake.align import Match, align
from pia.intake.grid import Cell, Page, PrintedForm
from pia.intake.labels import labels_of
from pia.intake.place import Slot, placed
from pia.intake.texts import Doubts

Draw = Callable[[str, dict[str, Any], Path], list[Path]]

LAYOUTS: dict[str, tuple[Draw, Path, str]] = {
    "city": (city.draw, HIROSHIMA, "city.xlsx"),
    "city of form 3": (city.draw, NEYAGAWA, "city3.xlsx"),
    "torn": (torn.draw, NEYAGAWA, "torn.xlsx"),
    "older": (older.draw, NEYAGAWA, "older.xlsx"),
    "above": (above.draw, NEYAGAWA, "above.xlsx"),
    "above of form 4": (above.draw, HIROSHIMA, "above4.xlsx"),
    "narrow": (narrow.draw, HIROSHIMA, "narrow.xlsx"),
    "narrow of form 3": (narrow.draw, NEYAGAWA, "narrow3.xlsx"),
    "letter": (letter.draw, NEYAGAWA, "letter.docx"),
    "letter of form 4": (letter.draw, HIROSHIMA, "letter4.docx"),
}
# What these layouts do not show: attached tables, and pictures with their description.
NOT_DRAWN = ("別紙", "事務の内容図.画像", "事務の内容図.代替テキスト")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_foreign_layout_comes_back(name: str, tmp_path: Path) -> None:
    draw, source, file = LAYOUTS[name]
    document, form, data = example(source)
    (drawn,) = draw(form, data, tmp_path / file)
    found = score(document, import_form(drawn), NOT_DRAWN)
    assert found.items > 300
    assert found.silent == ()
    assert found.share >= 0.97


def test_what_the_form_does_not_have_is_kept_with_its_place(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = older.draw(form, data, tmp_path / "older.xlsx")
    left = import_form(drawn).left
    assert ("Ⅰ基本情報!B12", "（参考）導入年度\n平成27年度") in [(x.place, x.text) for x in left]


@pytest.mark.parametrize("name", ["city", "city of form 3"])
def test_nothing_is_left_of_a_layout_that_prints_what_the_form_has(
    name: str, tmp_path: Path
) -> None:
    draw, source, file = LAYOUTS[name]
    _, form, data = example(source)
    (drawn,) = draw(form, data, tmp_path / file)
    assert import_form(drawn).left == []


def test_slips_of_wording_are_read_and_said(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = older.draw(form, data, tmp_path / "older.xlsx")
    imported = import_form(drawn)
    unsure = {f.item.label for f in imported.result.found if f.doubt}
    assert "委託先における取扱者数" in unsure
    assert not imported.is_sure


def test_an_entry_that_begins_without_its_head_is_not_sure_nor_those_behind_it() -> None:
    form = load("R6.10", "juten")
    labels = labels_of(form, aliases(form.folder))
    (first,) = (loop.first for loop in labels.loops if loop.per.endswith("委託事項"))
    order = [first, first + 1, first + 3, first + 1, first + 3, first, first + 1]
    cells = [Cell(labels.all[n].names[0], row, 0) for row, n in enumerate(order)]
    matches = [Match(0, cell, n, 1.0, 1.0) for cell, n in zip(cells, order, strict=True)]
    slots = placed(PrintedForm("様式", (Page("表", tuple(cells)),)), matches, labels)
    doubts = [slot.doubt for slot in slots if slot.label is not None]
    assert doubts == [""] * 3 + [Doubts.HEADLESS] * 4


def _slot_of_the_publication_date(wide: int) -> Slot:
    """Return what is found of a label with a text below it, in a table that has so many columns,
    below one in which the value of such a label stands at its right."""
    form = load("R6.10", "juten")
    cells = (
        Cell("特記事項", 0, 0, frame=1),
        Cell("なし", 0, 1, frame=1),
        Cell("公表日", 2, 0, frame=2),
        Cell("令和7年2月13日", 3, 0, frame=2),
    )
    frames = {1: (0, 0, 0, 1), 2: (2, 0, 3, wide - 1)}
    grid = PrintedForm("様式", (Page("文書", cells, frames=frames, parted=True),))
    labels = labels_of(form, aliases(form.folder))
    slots = placed(grid, align(grid, labels), labels)
    (found,) = (slot for slot in slots if slot.head.text == "公表日")
    return found


def test_a_label_as_wide_as_its_table_has_its_value_below() -> None:
    found = _slot_of_the_publication_date(wide=1)
    assert [cell.text for _, cell in found.cells] == ["令和7年2月13日"]
    assert found.doubt == ""


def test_a_blank_label_with_a_text_below_that_may_be_its_own_is_not_sure() -> None:
    found = _slot_of_the_publication_date(wide=2)
    assert found.cells == []
    assert found.doubt == Doubts.BELOW
