"""Where form 2 takes each of its items from: `kiso.yaml`, read and held against the model."""

from collections.abc import Callable
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
from pia.derivation.secrets import REDACTIONS, secrets
from pia.forms.written import shape_at
from pia.model.assessment import Assessment

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
