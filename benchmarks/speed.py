"""How fast `pia` is, as ratios to the least that could do the same work: run `make bench`.

All figures are medians of whole processes on this machine, in one run.
"""

import argparse
import pickle
import shutil
import sys
import tempfile
from pathlib import Path

from _measure import PIA, peak_memory, python, ratio
from _plain_xlsx import plain

import pia

EXAMPLE = Path(__file__).parents[1] / "examples/neyagawa"
SIZE = 150_000  # bytes
MOST_MEMORY = 400  # MB

CLICK = "import click"
PYDANTIC = "from pydantic import BaseModel"
MODELS = "import pia.model"
LOAD = """
import sys, yaml, pia.model
with open(sys.argv[1], encoding="utf-8") as file:
    yaml.load(file, yaml.CBaseLoader)
"""


def source_of_150_kb(folder: Path) -> Path:
    """Copy the example, a 別紙 of its own sentences added until it has the size."""
    workspace = folder / "文書"
    shutil.copytree(EXAMPLE, workspace)
    source = workspace / "令和7年版.yaml"
    text = source.read_text(encoding="utf-8")
    sentences = [line.strip() for line in text.splitlines() if line.endswith("。")]
    text = text.rstrip("\n") + "\n- id: 付録\n  題名: 付録\n  列:\n  - 記載\n  行:\n"
    for sentence in sentences:
        if len(text.encode()) >= SIZE:
            break
        text += f"  - 記載: |\n      {sentence}\n"
    source.write_text(text, encoding="utf-8", newline="\n")
    return source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = source_of_150_kb(folder)
        (workbook,) = pia.render(source, folder / "出力", ["xlsx"])
        data = folder / "plain.pickle"
        data.write_bytes(pickle.dumps(plain(workbook)))
        writer = Path(__file__).with_name("_plain_xlsx.py")

        check = (PIA, "check", source)
        render = (PIA, "render", source, "-o", folder / "出力", "--format", "xlsx")
        baseline = (sys.executable, writer, data, folder / "plain.xlsx")
        print(f"{source.stat().st_size:,} bytes of YAML; ours, theirs, ratio:")
        print(ratio("pia --help / import click", (PIA, "--help"), python(CLICK), 1.5, rounds))
        print(ratio("models / pydantic", python(MODELS), python(PYDANTIC), 2.5, rounds))
        print(ratio("pia check / models + C-load", check, python(LOAD, source), 1.5, rounds))
        print(ratio("pia render / XlsxWriter", render, baseline, 2.4, rounds))
        for words in (check, render):
            used = peak_memory(words)
            verdict = "ok" if used < MOST_MEMORY else "MISSED"
            print(f"peak memory of pia {words[1]:<21} {used:7.0f} MB (aim {MOST_MEMORY}) {verdict}")


if __name__ == "__main__":
    main()
