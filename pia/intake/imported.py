"""Values by address → the tree of a source, in the order in which a form prints them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pia.forms.definition import Form
from pia.forms.imprint import Imprint, imprint_in
from pia.forms.index import Field, fields, titles
from pia.forms.walk import text_of, walk
from pia.intake.grid import Extra
from pia.intake.naming import name_blocks
from pia.intake.reading import Entries, FoundValue, LeftText, Result
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.ref import Ref
from pia.source.names import UNPLACED

HEAD = tuple(Ref(Assessment, of).key for of in (lambda a: a.form, lambda a: a.edition))
ATTACHMENTS = Ref(Assessment, lambda assessment: assessment.attachments).key
APART = (ATTACHMENTS, Ref(Assessment, lambda assessment: assessment.diagrams).key)
TEXTS = (
    Extra.COMMENT,
    Extra.SHAPE,
    Extra.HIDDEN,
    Extra.FOOTNOTE,
    Extra.CONTROL,
    Extra.MARGIN,
)


@dataclass
class Imported:
    """A printed form as the tree of a source. ids: of each entry of a list, by its number.

    doubtful: ids of blocks that may be others of the version before under a new name. names:
    text → name that the source says it by. stem: of the file that gives names of several
    documents.
    """

    result: Result
    tree: dict[str, Any] = field(default_factory=dict)
    ids: dict[Entries, str] = field(default_factory=dict)
    entries: dict[Entries, Any] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)
    stem: str = ""

    def take_ids(self) -> None:
        """Take the ids of blocks as they stand in the tree now."""
        for key in ("assessment", "titles"):
            self.__dict__.pop(key, None)
        self.ids = {n: e["id"] for n, e in self.entries.items() if "id" in e}

    @cached_property
    def imprint(self) -> Imprint | None:
        """What the file remembers of what it said when it was rendered; None for another's."""
        return imprint_in(self.result.grid.properties)

    @property
    def left(self) -> list[LeftText]:
        """All texts that found no place, those of comments and shapes too."""
        remarks = self.result.grid.remarks
        # What stands around our own pages is the theme's.
        kinds = set(TEXTS) - ({Extra.MARGIN} if self.imprint else set())
        texts = [LeftText(r.place, r.text, r.extra.value) for r in remarks if r.extra in kinds]
        return [*self.result.left, *(left for left in texts if left.text.strip())]

    @property
    def is_sure(self) -> bool:
        return not self.left and not any(found.doubt for found in self.result.found)

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment that the tree says; what cannot be validated was never put into it."""
        return self.plain

    @property
    def plain(self) -> Assessment:
        data = {k: v for k, v in self.tree.items() if k not in (*HEAD, UNPLACED)}
        return Assessment.model_validate(data, by_alias=True, by_name=False)

    @cached_property
    def titles(self) -> dict[str, str]:
        return titles(self.result.form, self.assessment)

    def address_of(self, found: FoundValue) -> str:
        """Return the address of a value, such as `システム[住基].名称`."""
        above, address = "", ""
        for n, (listed, number) in enumerate(found.entries, start=1):
            key = listed.removeprefix(above).strip(".")
            name = self.ids.get(found.entries[:n], str(number))
            address = f"{address}.{key}[{name}]".strip(".")
            above = listed
        return ".".join(filter(None, (address, *found.keys)))

    def missing(self) -> Iterator[tuple[str, str]]:
        """Yield address and label of every item of the form whose label was not found."""
        known = {(found.entries, found.item.address) for found in self.result.found}
        listed = {address for _, address in known}
        contexts = {(".".join(k for k, _ in e[-1:]), e) for e, _ in known}
        for _, item in self.result.form.items():
            is_listed = item.numbered and item.address in listed  # entries in one label's cells
            if not item.is_own or item.address.startswith(APART) or is_listed:
                continue
            for context, entries in contexts:
                if context == item.context and (entries, item.address) not in known:
                    place = FoundValue(item, entries, item.keys, None, "", "")
                    yield self.address_of(place), item.number + item.label


def compose(result: Result) -> Imported:
    """Return the plain values of a source, blocks with ids of their own."""
    root: dict[str, Any] = {}
    numbers: dict[Entries, Any] = {}
    for found in result.found:
        if found.value is not None and not found.item.derive:
            _put(root, found, numbers)
    imported = Imported(result, entries=numbers)
    name_blocks(root, result.form, result.suffixes, imported.imprint)
    imported.take_ids()
    head = dict(zip(HEAD, (result.form.name, result.form.edition), strict=True))
    imported.tree = head | ordered(root, result.form)
    if said := list(_said_otherwise(imported)):
        for found in said:
            _put(root, found, numbers)
        imported.tree = head | ordered(root, result.form)
    if imported.left:
        imported.tree[UNPLACED] = [_unplaced(left) for left in imported.left]
    return imported


def _said_otherwise(imported: Imported) -> Iterator[FoundValue]:
    """Yield the values that would follow from others and do not: counts kept elsewhere."""
    derived = [f for f in imported.result.found if f.item.derive and f.value is not None]
    if not derived:
        return
    form, assessment = imported.result.form, imported.plain
    follows = {a.address: text_of(a.item, a.value) for a in walk(form, assessment)}
    for found in derived:
        if follows.get(imported.address_of(found)) != found.value:
            yield found


def ordered(root: dict[str, Any], form: Form) -> dict[str, Any]:
    """Return a tree in printed order, without the entries of lists that say nothing."""
    return _ordered(root, fields(form))


def _unplaced(left: LeftText) -> dict[str, str]:
    near = {"近くの見出し": left.near} if left.near else {}
    return {"場所": left.place, **near, "記載": left.text}


def _put(root: dict[str, Any], found: FoundValue, numbers: dict[Entries, Any]) -> None:
    here, above = root, ""
    for n, (listed, number) in enumerate(found.entries, start=1):
        for key in listed.removeprefix(above).strip(".").split(".")[:-1]:
            here = here.setdefault(key, {})
        entries = here.setdefault(listed.rpartition(".")[2], [])
        while len(entries) < number:
            entries.append({})
        here, above = entries[number - 1], listed
        numbers[found.entries[:n]] = here
    for key in found.keys[:-1]:
        here = here.setdefault(key, {})
    here[found.keys[-1]] = found.value


def _ordered(data: dict[str, Any], known: Iterable[Field]) -> dict[str, Any]:
    """Put the keys of a mapping, and of those in it, into order; return it."""
    fields_of = {each.key: each for each in known if each.key in data}
    held = {key: data[key] for key in fields_of}
    data.clear()
    for key, value in held.items():
        below = fields_of[key].fields
        inner = value if isinstance(value, list) else [value]
        for entry in inner if below else ():
            _ordered(entry, below)
        data[key] = value
    return data


Key = tuple[str, str, str]


def document_key(imported: Imported) -> Key:
    """Return what the versions of one document have in common: number, 事務 and form."""
    found = imported.assessment
    number, office = found.cover.number or "", found.office.name or ""
    return fold(number), fold(office), imported.result.form.id
