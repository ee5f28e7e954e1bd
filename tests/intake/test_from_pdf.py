"""PDFs that pia prints come back, but for line breaks, and where those are a guess it says so."""

from pathlib import Path

import pytest
from paper_of import NEYAGAWA
from reading_back import score

from pia import PiaError, import_form, load, render
from pia.intake.lines import Line, flowing

pytest.importorskip("pypdfium2")


def line(text: str, right: float, top: float) -> Line:
    return Line(text, 100, right, top, top + 10, 10, 10)


def test_a_line_that_reaches_the_edge_goes_on() -> None:
    held = [line("住民票の写しを交", 300, 0), line("付する。", 140, 15)]
    assert flowing(held, 300) == ("住民票の写しを交付する。", True)


def test_a_short_line_ends_its_paragraph() -> None:
    held = [line("交付する。", 150, 0), line("記載する。", 150, 15)]
    assert flowing(held, 300) == ("交付する。\n記載する。", False)


def test_an_indent_begins_a_paragraph_even_behind_a_full_line() -> None:
    held = [line("住民票の写しを交", 300, 0), line("　付記", 140, 15)]
    assert flowing(held, 300)[0] == "住民票の写しを交\n　付記"


def test_an_empty_line_is_kept() -> None:
    held = [line("一", 110, 0), line("二", 110, 15), line("三", 110, 45)]
    assert flowing(held, 300)[0] == "一\n二\n\n三"


def test_an_example_comes_back_from_its_pdf(tmp_path: Path) -> None:
    (printed,) = render(NEYAGAWA, tmp_path, ["pdf"])
    imported = import_form(printed)
    found = score(load(NEYAGAWA), imported)
    beyond = [pair for pair in found.wrong if _bare(pair[1]) != _bare(pair[2])]
    assert found.items > 400
    assert len(beyond) <= 0.01 * found.items
    assert not imported.is_sure


def _bare(value: object) -> object:
    match value:
        case str():
            return "".join(value.split())
        case tuple() | list():
            return [_bare(each) for each in value]
        case dict():
            return {key: _bare(each) for key, each in value.items()}
        case _:
            return value


def test_a_published_edition_is_refused_with_its_reason(tmp_path: Path) -> None:
    for printed in render(NEYAGAWA, tmp_path, ["xlsx", "docx"], edition="公表"):
        with pytest.raises(PiaError, match="公表用の文書の取り込み"):
            import_form(printed)
