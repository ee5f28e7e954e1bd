"""How the pages of both examples and of the blank forms come out, per format:
`python benchmarks/pages.py [xlsx …]`.

Counted from the printed PDF alone: pages; pages more than 40 % empty below the last ink; row
height without use in upright forms (without the cover) and in wide tables, in percent; answers
split between pages; headings, names of one of several, and subheadings within a text alone at the
foot of a page; boxes off the grid of their group; boxes alone on a line; cells with a text too high
for them; pages with nothing on them; pages that go on with a text of which nothing says what it is.
"""

import argparse
import tempfile
from pathlib import Path

from _printed import HEADER, figures, print_pdf, told

import pia
from pia.api.outputs import render_blank

EXAMPLES = Path(__file__).parents[1] / "examples"
KISO = "様式2"
SOURCES = ("neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml", KISO)
BLANKS = {"白紙の様式2": "kiso", "白紙の様式3": "juten", "白紙の様式4": "zenkomoku"}
FORMATS = ("xlsx", "docx", "pdf")


def made(which: str, name: str, folder: Path) -> Path:
    """Render a source, or a blank form, in a format."""
    if which in BLANKS:
        (file,) = render_blank(BLANKS[which], None, folder / name, [name], force=True)
    else:
        (file,) = pia.render(source(which, folder), folder / name, [name], force=True)
    return file


def source(name: str, folder: Path) -> Path:
    """Return an example, or the form 2 derived from one."""
    if name != KISO:
        return EXAMPLES / name
    derived = folder / f"{KISO}.yaml"
    derived.write_text(pia.derive(EXAMPLES / SOURCES[1], "kiso"), encoding="utf-8")
    return derived


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=FORMATS)
    parser.add_argument("--keep", type=Path, help="a folder for the files and their prints")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = words.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(HEADER)
        for which in (*SOURCES, *BLANKS):
            for name in words.formats:
                file = made(which, name, folder)
                pdf = file if name == "pdf" else print_pdf(file, folder / name)
                print(told(f"{which} {name}", figures(pdf)), flush=True)


if __name__ == "__main__":
    main()
