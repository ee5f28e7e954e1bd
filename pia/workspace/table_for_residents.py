"""A table of changes for residents: nothing of what either version hides."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pia.changes.report import Diff
from pia.changes.rows import Amendment
from pia.document import Document
from pia.errors import PiaError
from pia.layout.marks import Marked
from pia.model.published import Hiding, black_places, hidden_from, overlaps
from pia.model.root import BLACK
from pia.workspace.publishing import faults


def for_residents(found: Diff, former: Document, latter: Document) -> Diff:
    """Return a table whose rows about black places are black, and in whose other rows the secrets
    of both versions are.

    What no row says (order, likely renames, wordings) is left out. Raises PiaError while it is
    not certain what has to be black, in either version.
    """
    versions = [former, latter]
    if amiss := [fault for version in versions for fault in faults(version)]:
        raise PiaError(*amiss)
    hiding = [hidden_from(version.content) for version in versions]
    places = [place for version in versions for place in black_places(version.content)]
    rows = tuple(_row(row, places, hiding) for row in found.rows)
    return replace(found, rows=rows, for_residents=True)


def _row(row: Amendment, places: Sequence[str], hiding: Sequence[Hiding]) -> Amendment:
    def hidden(text: str) -> str:
        for hide in hiding:
            text = hide(text)
        return text

    is_black = any(overlaps(address, place) for address in row.addresses for place in places)
    change = _bar if is_black else hidden
    return replace(
        row,
        item=hidden(row.item),
        before=Marked(change(row.before), row.before.stretches),
        after=Marked(change(row.after), row.after.stretches),
        explanation=change(row.explanation),
    )


def _bar(text: str) -> str:
    return re.sub(r"\S", BLACK, text)
