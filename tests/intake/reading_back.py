"""Compare what was read of a printed form with the assessment that it prints."""

from dataclasses import dataclass
from typing import Any

from pia.document import Document
from pia.forms.definition import Form
from pia.forms.walk import Place, walk
from pia.intake import Imported
from pia.model import Assessment
from pia.model.base import Checked

Key = tuple[tuple[tuple[str, int], ...], str]


@dataclass(frozen=True)
class Score:
    """items: printed. wrong: not as they were. silent: wrong and neither said to be unsure nor
    to be missing."""

    items: int
    wrong: tuple[tuple[Key, Any, Any], ...]
    silent: tuple[Key, ...]

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / self.items

    @property
    def otherwise(self) -> tuple[tuple[Key, Any, Any], ...]:
        """What is wrong beyond line breaks and blank space."""
        return tuple(pair for pair in self.wrong if bare(pair[1]) != bare(pair[2]))

    @property
    def share_but_for_breaks(self) -> float:
        return 1 - len(self.otherwise) / self.items


def bare(value: Any) -> Any:
    """Return a value without line breaks and blank space."""
    match value:
        case str():
            return "".join(value.split())
        case Checked(option=option, text=text):
            return option, bare(text)
        case tuple() | list() | frozenset():
            held = [bare(each) for each in value]
            return frozenset(held) if isinstance(value, frozenset) else held
        case dict():
            return {key: bare(each) for key, each in value.items()}
        case _:
            return value


def score(document: Document, imported: Imported, apart: tuple[str, ...] = ()) -> Score:
    """Return how much of a document came back. apart: addresses that the paper does not show."""
    before = _answers(document.form, document.assessment)
    after = _answers(document.form, imported.assessment)
    keys = [k for k in {**before, **after} if not k[1].startswith(apart or "\0")]
    pairs = [(k, _plain(before.get(k)), _plain(after.get(k))) for k in keys]
    wrong = tuple(pair for pair in pairs if pair[1] != pair[2])
    found = {(f.entries, f.item.address): f.doubt for f in imported.result.found}
    there = {entries for entries, _ in found}
    silent = (k for k, _, _ in wrong if not _is_told(k, found, there))
    return Score(len(keys), wrong, tuple(silent))


def _is_told(key: Key, found: dict[Key, str], there: set[Any]) -> bool:
    """Return whether an item is said to be unsure, or its label to be missing."""
    return bool(found[key]) if key in found else key[0] in there


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
