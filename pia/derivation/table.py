"""Where form 2 takes each of its items from: `kiso.yaml`, read and held against the model; and what
is 非公表 of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pia.derivation.rules import (
    Basis,
    Rule,
    Taken,
    audits,
    boxes,
    changed,
    incident,
    opened,
    renamed,
    same,
    submitted,
    weakest,
)
from pia.forms.written import shape_at
from pia.model.assessment import Assessment
from pia.model.base import Part
from pia.model.published import has
from pia.model.ref import Ref
from pia.model.root import Redaction

FILE = Path(__file__).with_name("kiso.yaml")

# Rules of the item's own address, and rules of the addresses given.
OF_ITSELF: dict[str, Callable[[str], Rule]] = {
    "same": same,
    "renamed": renamed,
    "submitted": lambda _: submitted,
    "open": lambda _: opened(""),
}
OF_OTHERS: dict[str, Callable[..., Rule]] = {
    "weakest": weakest,
    "boxes": boxes,
    "audits": audits,
    "incident": incident,
}


@cache
def table() -> dict[str, Rule]:
    """Return the rule of every item of form 2 by its address; a list counts as one."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Rule]:
    """Return the rules of a table. Raises ValueError for a rule or an address that is not known."""
    data: dict[str, Any] = yaml.safe_load(text)
    return {_known(address): _rule(address, said) for address, said in data.items()}


def _rule(address: str, said: str | dict[str, Any]) -> Rule:
    match said:
        case str() if said in OF_ITSELF:
            return OF_ITSELF[said](address)
        case {"open": str(comment), **rest} if not rest:
            return opened(comment)
        case {"changed": str(other), "comment": str(comment), **rest} if not rest:
            return changed(_known(other), comment)
        case dict() if len(said) == 1:
            ((name, others),) = said.items()
            if name in OF_OTHERS:
                listed = others if isinstance(others, list) else [others]
                return OF_OTHERS[name](*map(_known, listed))
    raise ValueError(f"{FILE.name}: no such rule for {address}: {said}")


def _known(address: str) -> str:
    if shape_at(Assessment, tuple(address.split("."))) is None:
        raise ValueError(f"{FILE.name}: no such address: {address}")
    return address


def derived(basis: Basis) -> dict[str, Taken]:
    """Return what form 2 takes over, by the address of its items; a list counts as one."""
    taken = {address: rule(basis) for address, rule in table().items()}
    return {**taken, REDACTIONS: secrets(basis, taken)}


REDACTIONS = Ref(Assessment, lambda a: a.redactions).address


def secrets(basis: Basis, taken: Mapping[str, Taken]) -> Taken:
    """Return what has to be blacked out in form 2 too, at the addresses of form 2.

    Words are blacked out wherever they stand, so the first place that has them stands for all.
    """
    texts = list(_texts(taken))
    found: list[Redaction] = []
    for redaction in basis.assessment.redactions:
        if redaction.words:
            places = [at for at, _, text in texts if has(text, redaction.words)][:1]
        else:
            places = [at for at, origin, _ in texts if _lies_in(origin, redaction.item or "")]
        found += [redaction.model_copy(update={"item": place}) for place in places]
    return Taken(tuple(found) or None, origin=REDACTIONS)


def _texts(taken: Mapping[str, Taken]) -> Iterator[tuple[str, str, str]]:
    """Yield address in form 2, address in the other form and text of all that is taken over."""
    for address, item in taken.items():
        if type(item.value) is str:
            yield address, item.origin, item.value
        for entry in item.value if isinstance(item.value, tuple) else ():
            if isinstance(entry, Part) and (name := getattr(entry, "name", None)):
                key = type(entry).model_fields["name"].alias
                at = f"{address}[{getattr(entry, 'id', '')}].{key}"
                yield at, at, name


def _lies_in(address: str, place: str) -> bool:
    return bool(place) and (address == place or address.startswith((f"{place}.", f"{place}[")))
