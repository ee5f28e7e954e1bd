"""What the tool takes for a matter of form: `python benchmarks/form.py`.

Of edits that change what is promised none may be; of those that change nothing few should be asked
about. The edits come from templates, see `tests/changes/corpus.py`.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/changes"))

from corpus import TextEdit, dangerous, harmless
from versions_in_yaml import version

from pia.changes.kinds import Evidence, form_of

MOST = 30  # % of harmless edits that are asked about


@cache
def evidence(beside: str) -> Evidence:
    """Return what two versions say that have the same text in another item."""
    lines = "".join(f"\n    {line}" for line in beside.split("\n"))
    both = version(f"事務:\n  内容: |{lines}\n" if beside else "{}")
    return Evidence(both, both)


def is_asked(edit: TextEdit) -> bool:
    """Return whether a person is asked about an edit of a ※ item."""
    return form_of(edit.before, edit.after, evidence(edit.beside)) is None


def told(title: str, edits: Iterable[TextEdit], wrong: Callable[[TextEdit], bool]) -> Iterator[str]:
    """Yield how many edits of each kind are wrong, and in all."""
    every, bad = Counter[str](), Counter[str]()
    for edit in edits:
        every[edit.kind] += 1
        bad[edit.kind] += wrong(edit)
    for kind, count in every.items():
        yield f"  {kind}: {bad[kind]}/{count}"
    total = every.total()
    yield f"{title}: {bad.total()} of {total} ({100 * bad.total() / total:.1f} %)"


def main() -> None:
    print(*told("dangerous edits taken for form", dangerous(), lambda e: not is_asked(e)), sep="\n")
    print(*told("harmless edits asked about", harmless(), is_asked), sep="\n")
    print(f"aim: 0 dangerous, under {MOST} % of the harmless")
    for edit in dangerous():
        if not is_asked(edit):
            print(f"MISSED {edit}")


if __name__ == "__main__":
    main()
