"""The kinds of document: the word of `model:` in a form file → its root model and its checks.

To add a kind:

1. Write its root model, a subclass of `Root` with `caption()`, of parts as `pia.model` has them.
2. Add a line to `KINDS`: the word, `module:Class` of the root model, `module:NAME` of the checks
   that this kind has of its own (a tuple as in `pia.checks`; `""` if there are none). Both are
   imported when a form of the kind is loaded, so that `model` itself knows no room above it.
3. Write the form file `templates/<edition>/<form>.yaml` with `model: <word>`, and `options.yaml`,
   `guidance.yaml` beside it. `forms.load` says what is wrong, with file and line.

All else follows from the two: source, checks of the shape, schema, skeleton, handbook, layout.
"""

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from pia.model.root import Root


class DocumentKind(NamedTuple):
    """Where the root model of a kind stands, and where its checks."""

    root: str
    checks: str


KINDS = {
    "評価書": DocumentKind("pia.model.assessment:Assessment", "pia.checks:CONSISTENCY"),
}


@cache
def root_of(kind: str) -> type[Root]:
    """Return the root model of a kind. Raises KeyError for a kind that does not exist."""
    root: type[Root] = _at(KINDS[kind].root)
    return root


@cache
def checks_of(kind: str) -> tuple[Any, ...]:
    """Return the checks that a kind has of its own."""
    place = KINDS[kind].checks
    return tuple(_at(place)) if place else ()


def _at(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
