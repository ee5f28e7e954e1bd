"""A list of boxes goes over no page of a Word document, wherever on the page it falls: Word has no
way to say again on the next page what it belongs to."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
from _printed import Page, figures

import pia

Printer = Callable[[Path, str], Path]
SYSTEMS = 20
BRACKET = "照会に使う端末と、その間をつなぐ専用の装置"
SHORT, LONG = 8, 75  # brackets of some 5 and 40 lines
UNDIVIDED = b"<w:cantSplit/>"


def source(folder: Path) -> Path:
    """A form with lists of some 9 and 44 lines at twenty heights of a page."""
    systems = "".join(
        f"""
- id: 装置{n}
  名称: 装置{n}
  機能: |
{"".join(f"    働き{line}{chr(10)}" for line in range(1, n + 1))}
  他のシステムとの接続:
  - 庁内連携システム
  - その他: {BRACKET * (SHORT if n % 2 else LONG)}"""
        for n in range(1, SYSTEMS + 1)
    )
    file = folder / "評価書.yaml"
    file.write_text(f"様式: 重点項目評価書\n版: R6.10\nシステム:{systems}\n", encoding="utf-8")
    return file


def divided(docx: Path, folder: Path) -> Path:
    """Return the document with rows that may go over a page."""
    found = BytesIO(docx.read_bytes())
    changed = folder / "切れる.docx"
    with ZipFile(found) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(re.escape(UNDIVIDED), b"", old.read(name)))
    return changed


def torn(pdf: Path) -> list[int]:
    """Return the pages that begin amid a list, under no label: with a box, or with its bracket."""
    with pdfplumber.open(pdf) as document:
        pages = [Page(page) for page in document.pages]
    return [n for n, page in enumerate(pages, start=1) if begins_amid_a_list(page)]


def begins_amid_a_list(page: Page) -> bool:
    first = [cell for cell in page.cells if abs(cell[1] - page.cells[0][1]) < 1]
    if len(first) < 2 or any(page.texts[label] for label in first[:-1]):
        return False
    lines = page.texts[first[-1]]
    is_bracket = bool(lines) and lines[0].text[:4] in BRACKET * 2
    return is_bracket or page.begins_amid_an_answer()


def test_no_list_of_boxes_goes_over_a_page(print_pdf: Printer, tmp_path: Path) -> None:
    (made,) = pia.render(source(tmp_path), tmp_path, ["docx"])
    printed = print_pdf(made, "all")
    assert figures(printed).pages > 10
    assert torn(printed) == []
    assert torn(print_pdf(divided(made, tmp_path), "all"))
