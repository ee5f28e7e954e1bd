"""Decisions written by a program, where a person would write them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pia.changes import decisions
from pia.changes.decisions import Decisions
from pia.document import Document
from pia.errors import RefusedError, excerpt
from pia.locking import update
from pia.source.edit import Put, edited
from pia.source.nodes import plain
from pia.source.reader import read
from pia.workspace.changes import write_decisions
from pia.workspace.messages import WorkspaceMessages

ANSWERS = (decisions.TIMING, decisions.REASON, decisions.EXPLANATION)


def decide(
    new: Path | str, answers: Mapping[str, Mapping[str, str]], old: Document | Path | str | None
) -> Decisions:
    """Write the open changes and the answers to the file of decisions, as `pia.decide` says."""
    file = write_decisions(old, new)
    if answers:
        entries = plain(read(file).root).get(decisions.ENTRIES) or []
        changes = [put for pair in answers.items() for put in _puts(*pair, entries, file)]
        update(file, lambda data: edited(data, file, changes))
    return decisions.read(file)


def _puts(address: str, answer: Mapping[str, str], entries: list[Any], file: Path) -> Iterator[Put]:
    """Yield the edits that write an answer. Raises RefusedError for an address without change."""
    n = next((n for n, entry in enumerate(entries) if address in _targets(entry)), None)
    if n is None or not set(answer) <= set(ANSWERS):
        message = WorkspaceMessages.NO_QUESTION
        known = "、".join(ANSWERS)
        finding = message.finding(place=excerpt(address), known=known, file=str(file))
        raise RefusedError(finding)
    for key, text in answer.items():
        yield Put((decisions.ENTRIES, n, key), text or None, is_prose=True)


def _targets(entry: Any) -> list[str]:
    found = entry.get(decisions.TARGETS) if isinstance(entry, dict) else None
    return found if isinstance(found, list) else [str(found or "")]
