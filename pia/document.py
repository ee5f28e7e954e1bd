"""A document: one source read, composed, joined with its form and validated, and the files that it
names."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pia import faults
from pia.errors import Finding, PiaError, excerpt, in_order
from pia.forms import load as forms
from pia.forms.definition import Form
from pia.forms.index import titles
from pia.forms.messages import FormMessages
from pia.japanese import fold
from pia.model import Assessment
from pia.model.base import Kind, Part, Shape, keys_of, shape_of
from pia.model.root import Root, completed
from pia.source.files import OutsideError, existing, find, templates_of
from pia.source.images import is_image
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, SEAL, UNPLACED, VARIABLES, Names, workspace_root
from pia.source.nodes import (
    Blank,
    Location,
    Mapping,
    Node,
    Sequence,
    Text,
    address_of,
    child,
    location_of,
    plain,
    position_of,
)
from pia.source.pending import settle
from pia.source.reader import SourceFile, read

NOT_OF_THE_MODEL = (VARIABLES, FRAGMENTS, SEAL, UNPLACED)
FORM_KEY = "様式"
DEFAULT_FORM = "重点項目評価書"
PREDECESSOR: Location = ("前版",)
SOURCES = (".yaml", ".yml")


@dataclass
class Document:
    """A source with what it says, an assessment or another kind, and the form that prints it.

    findings: everything wrong with the source itself; `pia.check` adds what the form asks.
    sealed: what a frozen version says, key for key as its file writes them; None for any other.
    revision: of git that it was taken out of, as messages name it; "" for a file on the disk.
    """

    source: SourceFile
    names: Names
    form: Form
    content: Root
    findings: list[Finding] = field(default_factory=list)
    revision: str = ""
    sealed: dict[str, Any] | None = None

    @property
    def path(self) -> Path:
        return self.source.path

    @property
    def assessment(self) -> Assessment:
        """The content of an assessment. Raises PiaError for a document of another kind."""
        if isinstance(self.content, Assessment):
            return self.content
        message = FormMessages.OTHER_KIND
        raise PiaError(message.finding(form=self.form.name, file=str(self.path)))

    def locate(self, finding: Finding) -> Finding:
        """Return a finding with the file, the position and the printed path of its address."""
        if finding.file not in ("", str(self.path)):
            return finding
        location = location_of(self.source.root, finding.address) if finding.address else ()
        position = position_of(self.source.root, location)
        if finding.words:
            position = self.source.position_in(location, finding.words) or position
        placed = finding.within(str(self.path), position)
        return faults.with_item(placed, self.titles)

    @property
    def editions(self) -> Path:
        """The folder where the document's workspace keeps editions of its own."""
        return templates_of(self.names.root)

    @cached_property
    def titles(self) -> dict[str, str]:
        return titles(self.form, self.content)


def load(path: Path | str) -> Document:
    """Read a source. Raises PiaError when no assessment can be made of it: with all that was
    found, also where slips had to be mended to find it."""
    settle(workspace_root(Path(path)))
    return loaded(read(existing(Path(path)) or Path(path)))


def loaded(source: SourceFile) -> Document:
    """Join a source that was read with its names and its form. Raises PiaError as `load` does."""
    names = Names.around(source)
    names.compose()
    problems = [*source.findings, *names.findings]
    sealed = plain(source.root) if SEAL in source.root.entries else None
    try:
        document = _document(source, names, _form(source, templates_of(names.root)))
    except PiaError as error:
        raise PiaError(*in_order([*problems, *error.findings])) from error
    document.sealed = sealed
    document.findings = in_order(map(document.locate, [*problems, *document.findings]))
    if names.is_mended:
        raise PiaError(*document.findings)
    return document


def _document(source: SourceFile, names: Names, form: Form) -> Document:
    _use_official_keys(source.root, form.root)
    _use_default_options(source.root, form)
    outside = _unusable(source, names.root, form.root)
    content, found = _validated(source, form, [location for location, _ in outside])
    findings = [*found, *(f for _, f in outside), *_duplicate_ids(source)]
    findings += _unplaced(source)
    findings += faults.dropped(source, form, names)
    if _text(source, FORM_KEY) is None:
        findings.append(FormMessages.NO_FORM.finding(name=DEFAULT_FORM))
    whole = completed(form.kind, content, source.path)
    return Document(source, names, form, whole, findings)


def content_of(source: SourceFile, form: Form) -> tuple[Root, list[Finding]]:
    """Return what a source says, and what is wrong with it, whatever files it names."""
    names = Names.around(source)
    names.compose()
    _use_official_keys(source.root, form.root)
    _use_default_options(source.root, form)
    content, found = _validated(source, form, [])
    return content, [*source.findings, *names.findings, *found]


def _form(source: SourceFile, editions: Path) -> Form:
    """Return the form that the source names."""
    try:
        edition = _text(source, "版")
        return forms.named(_text(source, FORM_KEY) or DEFAULT_FORM, edition, editions)
    except PiaError as error:
        place = str(source.path)
        root = source.root
        raise PiaError(
            *(
                f if f.file else f.within(place, position_of(root, (f.address,)))
                for f in error.findings
            )
        ) from error


def _text(source: SourceFile, key: str) -> str | None:
    by_fold = {fold(written): node for written, node in source.root.entries.items()}
    node = by_fold.get(key)
    return node.text if isinstance(node, Text) else None


def _use_official_keys(node: Node, part: type[Part]) -> None:
    """Rename keys that differ from the model's only in width, such as `入手･使用`."""
    if not isinstance(node, Mapping):
        return
    node.rename(keys_of(part))
    for key, value in node.entries.items():
        if key in keys_of(part):
            _descend(value, shape_of(part, keys_of(part)[key]))


def _descend(node: Node, shape: Shape) -> None:
    if shape.kind is Kind.CHECKS and isinstance(node, Sequence):
        node.items = [_without_blank_bracket(item) for item in node.items]
    if isinstance(node, Sequence):
        node.known.clear()
    if shape.part is None:
        return
    entries = node.items if isinstance(node, Sequence) else [node]
    for entry in entries:
        _use_official_keys(entry, shape.part)


def _without_blank_bracket(box: Node) -> Node:
    """Return the box `- その他:` with nothing behind the colon as `- その他`."""
    match box:
        case Mapping(entries=entries) if len(entries) == 1:
            ((option, bracket),) = entries.items()
            return Text(option, box.position) if isinstance(bracket, Blank) else box
        case _:
            return box


def _use_default_options(root: Mapping, form: Form) -> None:
    """Replace options that this form reprints by the default texts the model knows."""
    for _, item in form.items():
        reprinted = {fold(o.text): str(o.option) for o in item.offered if o.text != o.option}
        if reprinted:
            for chosen in _chosen_at(root, item.address.split(".")):
                _use_default(chosen, reprinted)


def _use_default(chosen: Text | Mapping, reprinted: dict[str, str]) -> None:
    if isinstance(chosen, Text):
        chosen.text = reprinted.get(fold(chosen.text), chosen.text)
        return
    default = {key: reprinted.get(fold(key), key) for key in chosen.entries}
    chosen.entries = {default[key]: value for key, value in chosen.entries.items()}
    chosen.keys = {default[key]: position for key, position in chosen.keys.items()}


def _chosen_at(node: Node | None, keys: list[str]) -> Iterator[Text | Mapping]:
    """Yield the options under an address, those with the words of their bracket as mappings."""
    match node:
        case Sequence(items=items):
            for item in items:
                yield from _chosen_at(item, keys)
        case Mapping(entries=entries) if keys:
            yield from _chosen_at(entries.get(keys[0]), keys[1:])
        case Text() | Mapping() if not keys:
            yield node


def _validated(
    source: SourceFile, form: Form, unusable: list[Location]
) -> tuple[Root, list[Finding]]:
    """Return the content, faulty and unusable leaves set aside, and a finding for each fault."""
    data = plain(source.root)
    for key in NOT_OF_THE_MODEL:
        data.pop(key, None)
    _set_aside(data, unusable)
    found: list[Finding] = []
    while True:
        try:
            return form.root.model_validate(data, by_alias=True, by_name=False), found
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=True)
            found += [f for fault in errors for f in faults.findings(fault, source, form)]
            nameless = {f["loc"] for f in errors if faults.is_of_an_id(f)}
            _name(data, nameless)
            _set_aside(data, [f["loc"] for f in errors if f["loc"] not in nameless])


def _set_aside(data: Any, locations: list[Location]) -> None:
    """Remove the faulty leaves, from the back, so that the entries of a list keep their places
    until it is their turn."""
    for *above, last in sorted(set(locations), key=_from_the_back, reverse=True):
        del _at(data, above)[last]


def _name(data: Any, locations: set[Location]) -> None:
    """Give every block without a sound id one, so that the rest of it is kept."""
    for *above, last in locations:
        _at(data, above)[last] = str(int(above[-1]) + 1)


def _at(data: Any, location: list[str | int]) -> Any:
    for step in location:
        data = data[step]
    return data


def _from_the_back(location: Location) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in location]


def _unplaced(source: SourceFile) -> Iterator[Finding]:
    """Yield a reminder while texts of an import wait for their place."""
    held = source.root.entries.get(UNPLACED)
    if isinstance(held, Sequence) and held.items:
        position = source.root.keys[UNPLACED]
        message = SourceMessages.STILL_UNPLACED
        yield message.finding(count=len(held.items), address=UNPLACED, position=position)


def _duplicate_ids(source: SourceFile) -> Iterator[Finding]:
    for node in _sequences(source.root):
        yield from faults.duplicate_ids(node)


def _sequences(node: Node) -> Iterator[Sequence]:
    match node:
        case Sequence(items=items):
            yield node
            for item in items:
                yield from _sequences(item)
        case Mapping(entries=entries):
            for value in entries.values():
                yield from _sequences(value)


def _unusable(source: SourceFile, root: Path, whole: type[Part]) -> list[tuple[Location, Finding]]:
    """Return the location of every reference that cannot be used, with what is wrong with it.

    root: of the workspace. whole: what the source says, as the model of its form has it.
    A usable reference gets the name that the file has on this disk, so that NFC finds NFD.
    """
    found = (
        (location, _reference_fault(source, location, root))
        for location in _references(source.root, whole)
    )
    return [(location, finding) for location, finding in found if finding is not None]


def _references(root: Node, whole: type[Part]) -> Iterator[Location]:
    predecessor = child(root, PREDECESSOR[0])
    if isinstance(predecessor, Text) and _is_path(predecessor.text):
        yield PREDECESSOR
    yield from _images(root, whole, ())


def _is_path(text: str) -> bool:
    """Whether a 前版 is a file, or leads where no version may lie; anything else is a revision of
    git, such as `HEAD~3` or `HEAD~3:評価書.yaml`."""
    name = text.strip().lower().replace("\\", "/")
    is_absolute = any(part.startswith("/") for part in name.split(":"))
    return is_absolute or ".." in name or (name.endswith(SOURCES) and ":" not in name[2:])


def _images(node: Node, part: type[Part], above: Location) -> Iterator[Location]:
    if not isinstance(node, Mapping):
        return
    for key, name in keys_of(part).items():
        value, shape = node.entries.get(key), shape_of(part, name)
        if isinstance(value, Text) and shape.kind is Kind.IMAGE:
            yield (*above, key)
        elif shape.part is not None and isinstance(value, Sequence):
            for n, entry in enumerate(value.items):
                yield from _images(entry, shape.part, (*above, key, n))
        elif shape.part is not None and value is not None:
            yield from _images(value, shape.part, (*above, key))


def _reference_fault(source: SourceFile, location: Location, root: Path) -> Finding | None:
    node: Node | None = source.root
    for step in location:
        node = child(node, step)
    assert isinstance(node, Text)
    name, folder = node.text.strip(), source.path.parent
    message = SourceMessages.NOT_FOUND
    try:
        if path := find(root, folder, name):
            node.text = Path(os.path.relpath(path, folder.resolve())).as_posix()
            if location == PREDECESSOR or is_image(path):
                return None
            message = SourceMessages.NOT_AN_IMAGE
    except OutsideError:
        message = SourceMessages.OUTSIDE
    address, position = address_of(source.root, location), position_of(source.root, location)
    return message.finding(name=excerpt(name), root=root.name, address=address, position=position)
