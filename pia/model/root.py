"""What every document says, whatever its kind, and the kinds that there are.

`KINDS`: the word of `model:` in a form file → its root model and its checks.

To add a kind:

1. Write its root model, a subclass of `Root` with `caption()`, of parts as `pia.model` has them.
2. Add a line to `KINDS`: the word, `module:Class` of the root model, `module:NAME` of the checks
   that this kind has of its own (a tuple as in `pia.checks`; `""` if there are none). Both are
   imported when a form of the kind is loaded, so that `model` itself knows no room above it.
3. Write the form file `templates/<edition>/<form>.yaml` with `model: <word>`, and `options.yaml`,
   `guidance.yaml` beside it. `forms.load` says what is wrong, with file and line.

All else follows from the two: source, checks of the shape, schema, skeleton, handbook, layout.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple, cast

from pia.model import choices
from pia.model.base import Choice, Line, Part, Prose, Unprinted, key

BLACK = "█"
BAR = BLACK * 4  # what stands for a value that is no text


class Redaction(Part):
    """Words, or a whole value, that residents do not get to see, and why.

    項目 is an address, of a value or of all that stands below it; without 語 all of it is meant.
    根拠 is the paragraph of 規則第10条 that allows it.
    """

    item: Line | None = key("項目")
    words: Line | None = key("語")
    reason: Prose | None = key("理由")
    basis: Choice[choices.RedactionBasis] | None = key("根拠")


class Caption(NamedTuple):
    """What a document is called, whose it is, and its day: that of its publication, or as the
    published edition blackens it."""

    name: str
    organisation: str
    day: date | str | None


class Due(NamedTuple):
    """Something to be done until a day. provision: that asks for it."""

    what: str
    day: date
    provision: str


class Pending(NamedTuple):
    """Something that a paper has not settled yet. what: as a register counts it. assessments: the
    files that it is about, as the paper names them."""

    what: str
    assessments: tuple[str, ...]


class Root(Part):
    """A whole document of one kind. Its keys stand at the head of the source.

    derivations: name → a rule of this kind that gives the value of an item, as `derive:` in a
    form file calls it, of the document and the part at hand.
    """

    derivations: ClassVar[Mapping[str, Callable[[Any, Part], object]]] = {}

    form: Annotated[Line | None, Unprinted()] = key("様式")
    edition: Annotated[Line | None, Unprinted()] = key("版")
    predecessor: Annotated[Line | None, Unprinted()] = key("前版")
    redactions: Annotated[tuple[Redaction, ...], Unprinted()] = key("非公表", ())

    def caption(self) -> Caption:
        """Return what stands in the title of every output; a kind says it from its own parts."""
        raise NotImplementedError

    def dues(self) -> Iterator[Due]:
        """Yield what the document itself says is to be done until a day."""
        return iter(())

    def pending(self) -> Iterator[Pending]:
        """Yield what the document leaves open of what was said of assessments."""
        return iter(())

    def rows_attached(self) -> Mapping[str, int]:
        """Return id of a 別紙 → how many rows it has; empty for a kind without any."""
        return {}


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
        "pia.model.comments:ReviewRecord",
        "",
        completed="pia.records.review.passages:completed",
        findings="pia.records.review.review_checks:findings",
    ),
    "指摘": DocumentKind(
        "pia.model.comments:InspectionRecord",
        "",
        completed="pia.records.inspection:completed",
        findings="pia.records.inspection:findings",
    ),
    "ログ調査": DocumentKind(
        "pia.model.log_audit:LogAudit", "", findings="pia.records.promises:findings"
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
