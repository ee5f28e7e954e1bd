"""Time, memory and rightness of reading printed forms.

python benchmarks/intake.py           time, with the ratio to the libraries alone, and memory
python benchmarks/intake.py layouts   what of foreign layouts comes back, by kind of file
"""

import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pdfplumber
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "intake"))
from paper_of import HIROSHIMA, NEYAGAWA, example, through_office
from reading_back import Score, score
from test_foreign_layouts import LAYOUTS, NOT_DRAWN

from pia import import_form, load, render

EXAMPLE = HIROSHIMA
PICTURES = ("事務の内容図.画像", "事務の内容図.代替テキスト")


def seconds(work: Callable[[], object]) -> float:
    """Return the least time of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def calamine(path: Path) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def plumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.find_tables()
            page.close()


def layouts() -> None:
    """Print for each layout and kind: items, right but for line breaks, wrong and told, silent."""
    print(f"{'layout':<22}{'kind':<6}{'items':>6}{'right':>8}{'told':>6}{'silent':>7}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for layout, (draw, source, file) in LAYOUTS.items():
            document, form, data = example(source)
            (drawn,) = draw(form, data, folder / file)
            (printed,) = through_office([drawn], folder, "pdf")
            for path in (drawn, printed):
                row(layout, path, score(document, import_form(path), NOT_DRAWN))
        for source in (NEYAGAWA, HIROSHIMA):
            own = render(source, folder / source.parent.name, ["xlsx", "docx", "pdf"])
            for path in [*own, *through_office(own[:2], folder, "pdf")]:
                row(path.stem, path, score(load(source), import_form(path), PICTURES))


def row(layout: str, path: Path, found: Score) -> None:
    told = len(found.otherwise) - len(found.silent)
    share = f"{found.share_but_for_breaks:.1%}"
    shown = f"{path.suffix[1:]:<6}{found.items:>6}{share:>8}{told:>6}{len(found.silent):>7}"
    print(f"{layout:<22}{shown}", flush=True)


def main() -> None:
    if sys.argv[1:] == ["layouts"]:
        layouts()
        return
    with TemporaryDirectory() as folder:
        book, letter, paper = render(EXAMPLE, folder, ["xlsx", "docx", "pdf"])
        whole = seconds(lambda: import_form(book))
        alone = seconds(lambda: calamine(book))
        print(f"xlsx {whole:.2f} s, {whole / alone:.0f} times calamine alone")
        print(f"docx {seconds(lambda: import_form(letter)):.2f} s")
        whole = seconds(lambda: import_form(paper))
        alone = seconds(lambda: plumber(paper))
        print(f"pdf {whole:.2f} s, {whole / alone:.2f} times pdfplumber alone")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
