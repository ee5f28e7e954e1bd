"""How many modules of `pia` one thing passes on its way: `python benchmarks/trace.py`.

Counted are the modules whose functions run, not those that are merely imported. A first run fills
what is kept from one document to the next (forms, keys of the model) and is not counted.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"


def modules_run(work: Callable[[], object]) -> Counter[str]:
    """Return the modules of `pia` whose functions run, each with how often one was called."""
    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: Any) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith("pia.") and frame.f_code.co_name != "<module>":
            found[name.removeprefix("pia.")] += 1

    work()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def told(title: str, found: Counter[str], most: int) -> str:
    """Return one line with the verdict, and the modules below it."""
    verdict = "ok" if len(found) <= most else "MISSED"
    names = ", ".join(sorted(found))
    return f"{title:<40} {len(found):3} modules (aim {most}) {verdict}\n    {names}"


def change_row() -> Counter[str]:
    """Trace one change of one item from the answers of two versions to its row of the table."""
    from pia.changes.cells import Options
    from pia.changes.compare import compare
    from pia.changes.decisions import Decisions
    from pia.changes.judge import Judge
    from pia.changes.outputs import table
    from pia.changes.reasons import Reasons
    from pia.changes.report import build
    from pia.changes.version import Version
    from pia.document import load

    document = load(EXAMPLES / "hiroshima/令和6年版.yaml")
    first, *rest = document.assessment.files
    storage = first.storage.model_copy(update={"place": f"{first.storage.place}\n施錠する。"})
    files = (first.model_copy(update={"storage": storage}), *rest)
    after = document.assessment.model_copy(update={"files": files})
    old, new = (
        Version(document.form, a, document.path.parent) for a in (document.assessment, after)
    )
    assert old.values.keys() == new.values.keys()
    assert old.blocks == new.blocks

    def row() -> None:
        judge = Judge(compare(old, new), Decisions(Path("判断.yaml")), Reasons(Path()))
        assert len(table(build(judge, Options())).rows) == 1

    return modules_run(row)


if __name__ == "__main__":
    print(told("one change, from answers to the table", change_row(), 12))
