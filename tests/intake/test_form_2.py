"""Form 2, drawn by hand and printed by us: imported, filled in, compared."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from layouts import above, city, letter, narrow, older, torn
from paper_of import NEYAGAWA, example, through_office
from reading_back import score
from test_fill import blank

from pia import compare, derive, import_form
from pia.api.outputs import render_blank
from pia.intake.filled import fill_file

LAYOUTS: dict[str, Callable[[str, dict[str, Any], Path], list[Path]]] = {
    "above.xlsx": above.draw,
    "city.xlsx": city.draw,
    "letter.docx": letter.draw,
    "narrow.xlsx": narrow.draw,
    "older.xlsx": older.draw,
    "torn.xlsx": torn.draw,
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("基礎") / "基礎.yaml"
    path.write_text(derive(NEYAGAWA), encoding="utf-8")
    return path


@pytest.mark.parametrize("file", LAYOUTS)
def test_form_2_of_a_foreign_layout_is_read_and_filled(
    file: str, source: Path, tmp_path: Path
) -> None:
    document, form, data = example(source)
    (drawn,) = LAYOUTS[file](form, data, tmp_path / file)
    found = score(document, import_form(drawn))
    assert found.items > 40
    assert found.wrong == ()
    (given,) = LAYOUTS[file](form, blank(data, most=1), tmp_path / f"様式{file}")
    written, told = fill_file(source, given, tmp_path / f"記入済み{file}")
    assert compare(written, source).differences == []
    assert [line for line in told if "切れる" not in line] == []


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_our_blank_form_2_is_filled(kind: str, source: Path, tmp_path: Path) -> None:
    (given,) = render_blank("kiso", None, tmp_path, [kind])
    written, told = fill_file(source, given, tmp_path / f"記入済み.{kind}")
    assert compare(written, source).differences == []
    assert told == []


def test_form_2_comes_back_from_what_an_office_suite_prints(source: Path, tmp_path: Path) -> None:
    document, form, data = example(source)
    drawn = [draw(form, data, tmp_path / file)[0] for file, draw in LAYOUTS.items()]
    for printed in through_office(drawn, tmp_path, "pdf"):
        imported = import_form(printed)
        found = score(document, imported)
        assert found.silent == (), printed
        assert found.share_but_for_breaks >= 0.95, (printed, found.otherwise)
