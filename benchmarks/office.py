"""An office of many assessments: built, built again, listed, one variable changed.

Run: python benchmarks/office.py [documents] [formats], by default 100 of html. Peak memory is of
this process and of its workers; the documents are the two examples in turn, varied.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pia

ROOT = Path(__file__).parents[1]
EXAMPLES = ("neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml")


def office(folder: Path, documents: int) -> None:
    """Make a workspace with a variable `別名` that two documents use."""
    for name in ("neyagawa", "hiroshima"):
        shutil.copytree(ROOT / "examples" / name / "共通", folder / "共通", dirs_exist_ok=True)
        shutil.copytree(
            ROOT / "examples" / name, folder / name, ignore=shutil.ignore_patterns("*.yaml")
        )
    own = (ROOT / "examples" / name / "pia.yaml" for name in ("neyagawa", "hiroshima"))
    lines = [line for file in own for line in file.read_text(encoding="utf-8").splitlines()]
    listed = list(dict.fromkeys(line for line in lines if line.startswith("  ")))
    unique = {line.split(":")[0]: line for line in listed}
    text = "\n".join(["変数:", "  別名: 甲", *unique.values()])
    (folder / "pia.yaml").write_text(text + "\n", encoding="utf-8")
    for n in range(documents):
        example = ROOT / "examples" / EXAMPLES[n % 2]
        text = example.read_text(encoding="utf-8").replace("前版: ", "# 前版: ")
        text = text.replace("の事務", f"の事務（{n}）", 1)
        if n < 2:
            text = text.replace("  名称: ", "  名称: '{{ 別名 }}'  # ", 1)
        target = folder / example.parent.name / f"{n:04}.yaml"
        target.write_text(text, encoding="utf-8")


def timed(what: str, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - begun
    made = sum(each.is_new for each in found.done) if hasattr(found, "done") else ""
    print(f"{what:36} {seconds:8.2f} s  {made}", flush=True)
    return seconds


def measured(count: int, formats: list[str]) -> float:
    """Print what each work takes on so many documents; return the seconds of the first build."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office(folder, count)
        print(f"{count} documents, {'、'.join(formats)}")

        def build() -> object:
            return pia.build(folder, formats=formats)

        first = timed("build", build)
        timed("build again, nothing changed", build)
        timed("status", lambda: pia.status(folder, "json", today="2026-04-01"))
        names = folder / "pia.yaml"
        names.write_text(names.read_text("utf-8").replace("別名: 甲", "別名: 乙"), "utf-8")
        timed("one variable changed", build)
    return first


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    formats = (sys.argv[2] if len(sys.argv) > 2 else "html").split(",")
    half, whole = (measured(count, formats) for count in (documents // 2, documents))
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds)
    print(f"twice the documents: {whole / half:.2f} times the time")
    print(f"peak memory of the largest process: {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()
