"""An edition's folder of form files → Form, complete or refused with file and line."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

from yaml.nodes import Node

from pia.errors import Finding, PiaError
from pia.forms import parse
from pia.forms.definition import Form, Item, Placement, Section, Style
from pia.forms.edition import FILES, aliases, faults, guidance, options, telling
from pia.forms.file import FormFileError, fail, read
from pia.forms.messages import Fault, FormMessages
from pia.japanese import fold
from pia.model.base import Kind, Part, keys_of, shape_of
from pia.source.files import templates

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


def editions(root: Path | None = None) -> list[str]:
    """Return the ids of all editions, the newest last (by year of the era in their id), those
    without a year first.

    root: here and below, a folder of further editions, looked at before those of the package.
    """
    folders = (folder for base in _bases(root) for folder in base.iterdir())
    return sorted({folder.name for folder in folders if _files(folder)}, key=_age)


def _bases(root: Path | None) -> list[Path]:
    return [base for base in (root, templates()) if base is not None and base.is_dir()]


def _files(folder: Path) -> list[Path]:
    """Return the form files of a folder, or nothing if it holds no edition."""
    return _listed(folder, folder.stat().st_mtime_ns) if folder.is_dir() else []


@cache
def _listed(folder: Path, changed: int) -> list[Path]:
    """Return the same for a folder as it is since it was changed last."""
    listed = sorted(file for file in folder.iterdir() if file.suffix == ".yaml")
    found = [file for file in listed if file.name not in FILES and file.is_file()]
    return found if any(_head(file) for file in found) else []


def folder_of(edition: str, root: Path | None = None) -> Path:
    """Return the folder of an edition; the last place to look if there is none."""
    folders = [base / edition for base in _bases(root)]
    return next((folder for folder in folders if _files(folder)), folders[-1])


def _age(edition: str) -> tuple[bool, str, list[int], str]:
    """Return what editions are ordered by; one without a year goes before all others."""
    numbers = [int(n) for n in re.findall(r"\d+", edition)]
    return bool(numbers), edition[:1], numbers, edition


def forms(edition: str, root: Path | None = None) -> dict[str, str]:
    """Return form id → name (`juten` → 重点項目評価書) of one edition; a form without a name in
    its file goes by its id.

    Raises PiaError for an edition that does not exist.
    """
    if edition not in (known := editions(root)):
        raise _unknown(edition, known)
    files = _files(folder_of(edition, root))
    return {file.stem: _head(file).get("name") or file.stem for file in files}


def _unknown(edition: str, known: Sequence[str]) -> PiaError:
    message = FormMessages.UNKNOWN_EDITION
    return PiaError(message.finding(name=edition, known="、".join(known), address="版"))


@cache
def _head(file: Path) -> dict[str, str]:
    """Return what stands at the head of a form file, without reading all of it; nothing for a
    file of another sort."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            head = list(takewhile(lambda line: not line.startswith("parts:"), lines))
    except UnicodeDecodeError:
        return {"form": file.stem}  # of a form, as far as can be told; loading it says the rest
    pairs = (line.split(":", 1) for line in head if ":" in line)
    values = {key: value.strip() for key, value in pairs}
    return values if "form" in values else {}


def named(
    name: str,
    edition: str | None = None,
    root: Path | None = None,
    *,
    may_be_short: bool = False,
) -> Form:
    """Return the form that a source names (`様式: 重点項目評価書`) or a command line (`juten`).

    Without an edition, of the newest one that has it. may_be_short: the beginning of a title that
    no other form's has (`重点`) names it too. Raises PiaError for a name or edition that does not
    exist.
    """
    if edition and edition not in editions(root):
        raise _unknown(edition, _editions_of(name, root) or editions(root))
    known: dict[str, tuple[str, str]] = {}
    for chosen in [edition] if edition else reversed(editions(root)):
        for form, title in forms(chosen, root).items():
            if fold(name) in (fold(form), fold(title)):
                return load(chosen, form, root)
            known.setdefault(form, (chosen, title))
    begun = [form for form, (_, title) in known.items() if fold(title).startswith(fold(name))]
    if may_be_short and name and len(begun) == 1:
        return load(known[begun[0]][0], begun[0], root)
    for form in (form for form, (_, title) in known.items() if form == title):
        load(known[form][0], form, root)  # a file without a name says why it has none
    titles = "、".join(title for _, title in known.values())
    raise PiaError(FormMessages.UNKNOWN_FORM.finding(name=name, known=titles, address="様式"))


def _editions_of(name: str, root: Path | None) -> list[str]:
    """Return the editions that have a form of this name."""
    every = {edition: forms(edition, root) for edition in editions(root)}
    return [
        edition
        for edition, known in every.items()
        if fold(name) in map(fold, (*known, *known.values()))
    ]


@cache
def load(edition: str, form: str, root: Path | None = None) -> Form:
    """Return one form of one edition. Raises PiaError with all that is wrong with its file."""
    folder = folder_of(edition, root)
    file = folder / f"{form}.yaml"
    with telling(file):
        try:
            parsed = sound(read(file), folder)
        except parse.FaultyFormError as error:
            raise faults(file, *error.faults) from error
        if (parsed.edition, parsed.id) != (edition, form):
            fail(f"{parsed.edition}/{parsed.id}", Fault.NOT_IN_ITS_PLACE)
        return parsed


def sound(node: Node | None, folder: Path) -> Form:
    """Return the form that a file says. Raises FaultyFormError with all that is wrong with it."""
    parsed = parse.form(node, folder)
    if wrong := list(faults_of(parsed)):
        raise parse.FaultyFormError(*wrong)
    return parsed


def whole(edition: str, root: Path | None = None) -> list[Form]:
    """Return all forms of an edition, its other files read as well.

    Raises PiaError with all that is wrong with any of them.
    """
    found: list[Form] = []
    wrong: list[Finding] = []
    for form in forms(edition, root):
        try:
            found.append(load(edition, form, root))
        except PiaError as error:
            wrong += error.findings
    folder = folder_of(edition, root)
    for beside in (options, guidance, aliases):
        try:
            beside(folder)
        except PiaError as error:
            wrong += error.findings
    if wrong:
        raise PiaError(*wrong)
    return found


def unprinted(forms: Sequence[Form]) -> Iterator[Finding]:
    """Yield a finding for every field of the models that none of the forms of an edition prints.

    The newest edition prints all of them: what nothing prints has no place in the model.
    """
    printed = {form.root: set[str]() for form in forms}
    for form in forms:
        printed[form.root] |= form.values
    for root, addresses in printed.items():
        for address in sorted(set(printable(root)) - addresses):
            fault = Fault.PRINTED_BY_NO_FORM.value
            yield from faults(forms[0].folder, FormFileError(address, fault)).findings


def printable(part: type[Part], above: str = "") -> Iterator[str]:
    """Yield the address of every value of a part that a form could print."""
    for key, name in keys_of(part).items():
        shape, address = shape_of(part, name), f"{above}.{key}".strip(".")
        if shape.printed and shape.part is not None:
            yield from printable(shape.part, address)
        elif shape.printed:
            yield address


def faults_of(form: Form) -> Iterator[FormFileError]:
    """Yield what is wrong with a form whose parts are each sound by themselves."""
    owned = {item.address: item for _, item in reversed(list(form.items())) if item.is_own}
    for part in form.parts:
        if part.style not in AS_PARTS:
            yield _fault(part, Fault.NOT_HERE, text=part.style.value)
    for trail, section in form.sections():
        yield from _of_section(section)
        if trail and section.style in AS_PARTS:
            yield _fault(section, Fault.NOT_HERE, text=section.style.value)
    for trail, item in form.items():
        yield from _of_item(item, trail[-1])
        yield from _of_conditions(item, owned)
        if item.is_own and owned[item.address] is not item:
            yield _fault(item, Fault.PRINTED_TWICE)
        kept_in = SHOWN_IN.get(item.kind)
        if item.keys and kept_in and not _stands_in(trail, kept_in):
            yield _fault(item, Fault.KIND_NOT_IN_STYLE, known=kept_in.value)


def _fault(node: Section | Item, fault: Fault, **words: str) -> FormFileError:
    where = node.title if isinstance(node, Section) else node.address or node.label
    return FormFileError(where, fault.format(**words), node.position)


def _stands_in(trail: tuple[Section | Item, ...], style: Style) -> bool:
    return isinstance(trail[-1], Section) and trail[-1].style is style


def _of_section(section: Section) -> Iterator[FormFileError]:
    if section.style in FLAT:
        for node in _not_shown(section):
            yield _fault(node, Fault.NOT_IN_STYLE, text=section.style.value)
    if section.style is Style.FIGURE:
        yield from _missing(section, Kind.IMAGE)
    if section.style is Style.ATTACHMENT:
        yield from _missing(section, Kind.COLUMNS)
        yield from _missing(section, Kind.CELLS)
    on_heading = [c for c in section.children if isinstance(c, Item) and _is_on_heading(c)]
    names = [item for item in on_heading if item.kind is Kind.LINE]
    for item in on_heading:
        if section.style is Style.BLOCK and (not names or item is not names[0]):
            yield _fault(item, Fault.NOT_ON_HEADING, known="1行の文字1つ")
        if section.style in WITH_BOXES and item.kind is not Kind.CHECKS:
            yield _fault(item, Fault.NOT_ON_HEADING, known="選択肢の一覧")
        if section.style not in (Style.BLOCK, *WITH_BOXES):
            yield _fault(item, Fault.NOT_IN_STYLE, text=section.style.value)


def _is_on_heading(item: Item) -> bool:
    return item.place is Placement.HEADING


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
        yield _fault(section, Fault.NEEDS_PART, text=kind.value)


def _of_item(item: Item, above: Section | Item) -> Iterator[FormFileError]:
    word = item.place.value
    options = [offered.option for offered in item.offered]
    for option in {option for option in options if options.count(option) > 1}:
        yield _fault(item, Fault.OPTION_TWICE, text=option.name)
    if item.items and item.place in (*BEHIND, Placement.HEADING):
        yield _fault(item.items[0], Fault.NOTHING_BELOW, text=word)
    if isinstance(above, Section) and item.place in BEHIND:
        yield _fault(item, Fault.PLACED_ALONE, text=word)
    if isinstance(above, Item) and item.place is Placement.BOX and item.box is not None:
        if item.box not in [offered.option for offered in above.offered]:
            yield _fault(item, Fault.BOX_NOT_OFFERED, text=item.box.name)
        if next(i for i in above.items if i.box == item.box) is not item:
            yield _fault(item, Fault.BOX_TAKEN)


def _of_conditions(item: Item, owned: dict[str, Item]) -> Iterator[FormFileError]:
    """Yield what is wrong with conditions: they must look at what the form itself asks."""
    for condition in item.required.conditions:
        address = ".".join(filter(None, (item.context, *condition.keys)))
        if address not in owned:
            yield _fault(item, Fault.CONDITION_NOT_PRINTED, text=address)
            continue
        offers = [offered.option for offered in owned[address].offered]
        for option in condition.options:
            if option not in offers:
                yield _fault(item, Fault.CONDITION_NOT_OFFERED, text=option.name)
