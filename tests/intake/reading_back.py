"""Compare what was read of a printed form with the assessment that it prints."""

from dataclasses import dataclass
from typing import Any

from pia.document import Document
from pia.forms.definition import Form
from pia.forms.walk import Place, walk
from pia.intake import Imported
from pia.model import Assessment

Key = tuple[tuple[tuple[str, int], ...], str]


@dataclass(frozen=True)
class Score:
    """items: printed. wrong: not as they were. silent: wrong and said to be sure."""

    items: int
    wrong: tuple[tuple[Key, Any, Any], ...]
    silent: tuple[Key, ...]

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / self.items


def score(document: Document, imported: Imported, apart: tuple[str, ...] = ()) -> Score:
    """Return how much of a document came back. apart: addresses that the paper does not show."""
    before = _answers(document.form, document.assessment)
    after = _answers(document.form, imported.assessment)
    keys = [k for k in {**before, **after} if not k[1].startswith(apart or "\0")]
    pairs = [(k, _plain(before.get(k)), _plain(after.get(k))) for k in keys]
    wrong = tuple(pair for pair in pairs if pair[1] != pair[2])
    doubted = {
        (found.entries, found.item.address) for found in imported.result.found if found.doubt
    }
    return Score(len(keys), wrong, tuple(k for k, _, _ in wrong if k not in doubted))


def _answers(form: Form, assessment: Assessment) -> dict[Key, Any]:
    return {
        (_entries(answer.trail), answer.item.address): answer.value
        for answer in walk(form, assessment)
        if answer.item.is_own
    }


def _entries(trail: tuple[Any, ...]) -> tuple[tuple[str, int], ...]:
    places = (step for step in trail if isinstance(step, Place) and step.ordinal)
    return tuple((place.section.per, place.ordinal) for place in places)


def _plain(value: Any) -> Any:
    """Return a value as it is compared: ticked boxes in no order, nothing for a blank."""
    if isinstance(value, tuple) and value and hasattr(value[0], "option"):
        return frozenset(value)
    if isinstance(value, str):
        return value.rstrip("\n") or None
    return value or None
