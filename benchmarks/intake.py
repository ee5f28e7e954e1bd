"""Time and memory of reading printed forms, with the ratio to the libraries alone.

python benchmarks/intake.py
"""

import resource
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pdfplumber
from python_calamine import CalamineWorkbook

from pia import import_form, render

EXAMPLE = Path(__file__).parents[1] / "examples" / "hiroshima" / "令和6年版.yaml"


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


def main() -> None:
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
