"""How fast the PDF is made, as a ratio to Typst alone with the same pages and the same data, and
how much memory all formats of both examples take: `python benchmarks/pdf.py`.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from _measure import PIA, peak_memory, python, ratio

import pia
from pia.renderers.pdf import data_of
from pia.source.files import templates
from pia.workspace.printing import layout_of

EXAMPLES = Path(__file__).parents[1] / "examples"
SOURCE = EXAMPLES / "neyagawa" / "令和7年版.yaml"
MOST_MEMORY = 400  # MB
SLOWEST = 1.5  # seconds

TYPST = """
import sys, typst
from importlib.resources import files
typst.compile(sys.argv[1], output=sys.argv[3], format="pdf", pdf_standards=["ua-1"],
    font_paths=[str(files("noto_cjk_sans_jp_regular"))], ignore_system_fonts=True,
    sys_inputs={"layout": open(sys.argv[2], encoding="utf-8").read()})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = shutil.copyfile(templates() / "pdf" / "form.typ", folder / "form.typ")
        data = folder / "layout.json"
        data.write_text(json.dumps(data_of(layout_of(pia.load(SOURCE)), folder)), encoding="utf-8")
        render = (PIA, "render", SOURCE, "-o", folder, "--format", "pdf")
        alone = python(TYPST, template, data, folder / "alone.pdf")
        found = ratio("pia render --format pdf / Typst", render, alone, 3, rounds)
        print(found)
        print(f"whole process {found.ours:.2f} s (aim {SLOWEST} s)")
        both = (PIA, "render", EXAMPLES / "neyagawa", EXAMPLES / "hiroshima", "-o", folder)
        used = peak_memory(both)
        verdict = "ok" if used < MOST_MEMORY else "MISSED"
        print(
            f"peak memory of both examples, all formats {used:.0f} MB (aim {MOST_MEMORY}) {verdict}"
        )


if __name__ == "__main__":
    main()
