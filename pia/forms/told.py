"""Which rows of 変更箇所 tell of a place, by what their 項目 names."""

from collections.abc import Sequence
from typing import NamedTuple

from pia.forms.definition import Form
from pia.forms.find import Finder
from pia.model.assessment import Assessment, ChangeRow
from pia.model.published import IDS, black_places
from pia.model.root import Root


class Told(NamedTuple):
    """Numbers of rows, from 1, that have no 対象: those that tell of a black place, and those of
    which that cannot be known."""

    telling: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


def rows_about_black(form: Form, document: Root) -> Told:
    """Return which rows without 対象 tell of a place that is black as a whole.

    A row whose 項目 names no single place may tell of any; one without texts tells nothing.
    """
    if not isinstance(document, Assessment):
        return Told()
    places = [IDS.sub("", place) for place in black_places(document)]
    rows = [(n, row) for n, row in enumerate(document.changes, start=1) if _may_tell(row)]
    if not places or not rows:
        return Told()
    finder = Finder(form)
    about = {n: _is_about(finder, row, places) for n, row in rows}
    return Told(
        tuple(n for n, known in about.items() if known),
        tuple(n for n, known in about.items() if known is None),
    )


def _may_tell(row: ChangeRow) -> bool:
    return not row.targets and bool(row.before or row.after or row.explanation)


def _is_about(finder: Finder, row: ChangeRow, places: Sequence[str]) -> bool | None:
    """Whether a row is about one of the places; None where its 項目 does not tell."""
    found = finder.find(row.item or "")
    if not found.certain:
        return None
    here = found.entries[0].address
    return any(_overlap(here, place) for place in places)


def _overlap(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return not shorter or longer == shorter or longer.startswith(f"{shorter}.")
