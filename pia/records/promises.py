"""Where an assessment states a measure that a paper around it is about."""

from pathlib import Path

from pia.document import load
from pia.errors import Finding, PiaError, Severity
from pia.model.ref import values
from pia.source.paths import existing


def stated(assessment: str | None, item: str | None, beside: Path) -> str:
    """Return the place of an item, as `評価書.yaml:41:7 Ⅲ（１）3. …`; empty where the assessment
    says nothing there or cannot be read. beside: the paper that names both."""
    path = existing(beside.parent / assessment) if assessment else None
    if path is None or not item:
        return ""
    try:
        document = load(path)
    except PiaError:
        return ""
    if item not in {value.address for value in values(document.content)}:
        return ""
    found = document.locate(Finding("", Severity.WARNING, "", "", address=item))
    position = f":{found.position.line}:{found.position.column}" if found.position else ""
    return f"{path.name}{position} {found.item}"
