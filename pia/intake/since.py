"""Which of the two changed since a form was rendered: the form, its source, or both."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from pia.document import Document
from pia.forms.imprint import Imprint
from pia.forms.plain import said
from pia.intake.imported import Imported
from pia.intake.naming import tables_of
from pia.intake.reading import FoundValue

ROW = re.compile(r"([^.\[]+)\[\d+\]")


class Since(StrEnum):
    """Which of the two changed since the form was rendered."""

    FORM = "様式で直された"
    SOURCE = "様式を出力した後に YAML が変わった"
    BOTH = "様式を出力した後に両方が変わった"
    UNKNOWN = ""


def since_of(known: Imprint | None, found: FoundValue, address: str, theirs: Any) -> Since:
    """Return which of the two changed a value. theirs: the one of the source."""
    if known is None:
        return Since.UNKNOWN
    if known.has(found.item, address, found.value):
        return Since.SOURCE
    return Since.FORM if known.has(found.item, address, theirs) else Since.BOTH


def table_of(address: str) -> str:
    """Return the list of rows that an address lies in; empty for any other place."""
    match = ROW.match(address)
    return match[1] if match else ""


def of_tables(document: Document, imported: Imported) -> dict[str, Since]:
    """Return for each table of rows which of the two changed it: rows are looked at together,
    since one that is put in moves all below it."""
    known = imported.imprint
    if known is None:
        return {}
    mine = {imported.address_of(found): found.value for found in imported.result.found}
    theirs = dict(said(document.form, document.assessment))
    found: dict[str, Since] = {}
    for table, items in tables_of(document.form):
        as_rendered = [
            count == len(known.ids.get(table, ()))
            and all(
                known.has(item, place, values.get(place))
                for n in range(1, count + 1)
                for item in items
                for place in [f"{table}[{n}].{'.'.join(item.keys)}"]
            )
            for values, count in ((mine, _rows_in(table, mine)), (theirs, _rows_in(table, theirs)))
        ]
        found[table] = Since.SOURCE if as_rendered[0] else Since.BOTH
        found[table] = Since.FORM if as_rendered == [False, True] else found[table]
    return found


def _rows_in(table: str, addresses: Iterable[str]) -> int:
    return len({a.partition("]")[0] for a in addresses if table_of(a) == table})
