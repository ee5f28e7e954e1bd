"""How many modules of `pia` one thing passes on its way: `python benchmarks/trace.py`.

Counted are the modules whose functions run, not those that are merely imported or whose values are
merely made. A first run fills what is kept from one document to the next (forms, keys of the model)
and is not counted; every text is measured anew.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
GENERATED = "<string>"  # where the methods stand that dataclasses writes


def modules_run(work: Callable[[], object]) -> Counter[str]:
    """Return the modules of `pia` whose functions run, each with how often one was called."""
    from pia.layout import measure

    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: Any) -> None:
        name, code = frame.f_globals.get("__name__", ""), frame.f_code
        is_written = code.co_filename != GENERATED and code.co_name != "<module>"
        if event == "call" and name.startswith("pia.") and is_written:
            found[name.removeprefix("pia.")] += 1

    work()
    measure.lines.cache_clear()
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
    from pia.changes.amendments import STANDARD
    from pia.changes.compare import Version, compare
    from pia.changes.decisions import Decisions
    from pia.changes.judge import Judge, StandingReasons
    from pia.changes.kinds import Evidence
    from pia.changes.report import build, table
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
        made = Decisions(Path("判断.yaml"))
        judge = Judge(compare(old, new), made, StandingReasons(Path()), Evidence(old, new))
        assert len(table(build(judge, STANDARD)).rows) == 1

    return modules_run(row)


def item_to_excel() -> Counter[str]:
    """Trace one answer from a loaded document to the bytes of the workbook.

    The form is cut down to the one item; only its way is left.
    """
    from dataclasses import replace

    from pia.document import load
    from pia.forms.definition import Section
    from pia.layout.build import build
    from pia.renderers.xlsx import render

    document = load(EXAMPLES / "hiroshima/令和6年版.yaml")
    part = next(p for p in document.form.parts if p.style == "part")
    section = part.children[0]
    assert isinstance(section, Section)
    first = replace(section, children=section.children[:1])
    form = replace(document.form, parts=(replace(part, children=(first,)),))
    folder = document.path.parent

    def bytes_of() -> None:
        assert len(render(build(form, document.content, folder))) > 1000

    return modules_run(bytes_of)


if __name__ == "__main__":
    print(told("one change, from answers to the table", change_row(), 12))
    print(told("one item, from its answer to Excel", item_to_excel(), 10))
