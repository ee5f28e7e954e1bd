"""A form read → what keeps some of it from print: everything that is written must come out."""

from collections.abc import Callable, Iterator
from itertools import chain

from pia.forms.definition import Form, Item, Placement, Section, Style, Term
from pia.forms.messages import Problem
from pia.forms.written import FormFileError
from pia.model.base import Kind

AS_PARTS = (Style.PART, Style.ANNEX, Style.COVER, Style.CONTENTS, Style.ATTACHMENT)
FLAT = (Style.COVER, Style.CONTENTS, Style.ATTACHMENT, Style.FIGURE, Style.TABLE)
WITH_BOXES = (Style.PART, Style.ANNEX, Style.SECTION, Style.RISK)
BEHIND = (Placement.INLINE, Placement.BOX)
# Kinds that only a section of one style can show.
SHOWN_IN = {
    Kind.IMAGE: Style.FIGURE,
    Kind.COLUMNS: Style.ATTACHMENT,
    Kind.CELLS: Style.ATTACHMENT,
}


def faults_of(form: Form) -> Iterator[FormFileError]:
    """Yield what is wrong with a form whose parts are each sound by themselves."""
    owned = {item.address: item for _, item in reversed(list(form.items())) if item.is_own}
    for part in form.parts:
        if part.style not in AS_PARTS:
            yield _fault(part, Problem.NOT_HERE, text=part.style.value)
    for trail, section in form.sections():
        yield from _of_section(section)
        if trail and section.style in AS_PARTS:
            yield _fault(section, Problem.NOT_HERE, text=section.style.value)
    for trail, item in form.items():
        yield from _of_item(item, trail[-1])
        yield from chain.from_iterable(_of_term(t, item, owned) for t in item.required.terms)
        if item.is_own and owned[item.address] is not item:
            yield _fault(item, Problem.PRINTED_TWICE)
        kept_in = SHOWN_IN.get(item.kind)
        if item.keys and kept_in and not _stands_in(trail, kept_in):
            yield _fault(item, Problem.KIND_NOT_IN_STYLE, known=kept_in.value)


def _fault(node: Section | Item, problem: Problem, **words: str) -> FormFileError:
    where = node.title if isinstance(node, Section) else node.address or node.label
    return FormFileError(where, problem.format(**words), node.position)


def _stands_in(trail: tuple[Section | Item, ...], style: Style) -> bool:
    return isinstance(trail[-1], Section) and trail[-1].style is style


def _of_section(section: Section) -> Iterator[FormFileError]:
    if section.style in FLAT:
        yield from map(_lost_in(section), _not_shown(section))
    if section.style is Style.FIGURE:
        yield from _missing(section, Kind.IMAGE)
    if section.style is Style.ATTACHMENT:
        yield from _missing(section, Kind.COLUMNS)
        yield from _missing(section, Kind.CELLS)
    on_heading = [c for c in section.children if isinstance(c, Item) and _is_on_heading(c)]
    names = [item for item in on_heading if item.kind is Kind.LINE]
    for item in on_heading:
        if section.style is Style.BLOCK and (not names or item is not names[0]):
            yield _fault(item, Problem.NOT_ON_HEADING, known="1行の文字1つ")
        if section.style in WITH_BOXES and item.kind is not Kind.CHECKS:
            yield _fault(item, Problem.NOT_ON_HEADING, known="選択肢の一覧")
        if section.style not in (Style.BLOCK, *WITH_BOXES):
            yield _fault(item, Problem.NOT_IN_STYLE, text=section.style.value)


def _is_on_heading(item: Item) -> bool:
    return item.place is Placement.HEADING


def _lost_in(section: Section) -> Callable[[Section | Item], FormFileError]:
    return lambda node: _fault(node, Problem.NOT_IN_STYLE, text=section.style.value)


def _not_shown(section: Section) -> Iterator[Section | Item]:
    """Yield what the layout of a flat section has no place for."""
    for child in section.children:
        if isinstance(child, Section) or section.style is Style.CONTENTS:
            yield child
        else:
            yield from child.items


def _missing(section: Section, kind: Kind) -> Iterator[FormFileError]:
    """Yield a fault if a section has no item of the kind that it is there to show."""
    if not any(isinstance(c, Item) and c.kind is kind and c.keys for c in section.children):
        yield _fault(section, Problem.NEEDS_PART, text=kind.value)


def _of_item(item: Item, above: Section | Item) -> Iterator[FormFileError]:
    word = item.place.value
    options = [offered.option for offered in item.offered]
    for option in {option for option in options if options.count(option) > 1}:
        yield _fault(item, Problem.OPTION_TWICE, text=option.name)
    if item.items and item.place in (*BEHIND, Placement.HEADING):
        yield _fault(item.items[0], Problem.NOTHING_BELOW, text=word)
    if isinstance(above, Section) and item.place in BEHIND:
        yield _fault(item, Problem.PLACED_ALONE, text=word)
    if isinstance(above, Item) and item.place is Placement.BOX and item.box is not None:
        if item.box not in [offered.option for offered in above.offered]:
            yield _fault(item, Problem.BOX_NOT_OFFERED, text=item.box.name)
        if next(i for i in above.items if i.box == item.box) is not item:
            yield _fault(item, Problem.BOX_TAKEN)


def _of_term(term: Term, item: Item, owned: dict[str, Item]) -> Iterator[FormFileError]:
    """Yield what is wrong with a condition: it must look at what the form itself asks."""
    address = ".".join(filter(None, (item.context, *term.keys)))
    if address not in owned:
        yield _fault(item, Problem.TERM_NOT_PRINTED, text=address)
        return
    offers = [offered.option for offered in owned[address].offered]
    for option in term.options:
        if option not in offers:
            yield _fault(item, Problem.TERM_NOT_OFFERED, text=option.name)
