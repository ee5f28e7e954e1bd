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
from pathlib import Path
from typing import Any, NamedTuple, cast

from pia.model.root import Root


class DocumentKind(NamedTuple):
    """Where the root model of a kind stands, and where its checks.

    completed: `module:function` that adds to a document what follows from other files, given its
    content and its path. findings: one that says what is wrong with a document beyond what its
    form asks, given the document. Both "" where a kind has none.
    """

    root: str
    checks: str
    completed: str = ""
    findings: str = ""


KINDS = {
    "評価書": DocumentKind("pia.model.assessment:Assessment", "pia.checks:CONSISTENCY"),
    "意見": DocumentKind(
        "pia.model.review:ReviewRecord",
        "",
        completed="pia.records.review.passages:completed",
        findings="pia.records.review.checks:findings",
    ),
    "指摘": DocumentKind(
        "pia.model.inspection:InspectionRecord",
        "",
        completed="pia.records.inspection:completed",
        findings="pia.records.inspection:findings",
    ),
    "ログ調査": DocumentKind(
        "pia.model.log_audit:LogAudit", "", findings="pia.records.audit.ties:findings"
    ),
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


def completed(kind: str, content: Root, path: Path) -> Root:
    """Return the content of a document with what follows from other files."""
    place = KINDS[kind].completed
    return cast(Root, _at(place)(content, path)) if place else content


def findings_of(kind: str, document: Any) -> list[Any]:
    """Return what is wrong with a document of a kind beyond what its form asks."""
    place = KINDS[kind].findings
    return list(_at(place)(document)) if place else []


def _at(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
