"""What only several documents show: a form 2 and the form 3 or 4 of the same 評価書番号 that say
another thing, and what the documents of one office tell in two ways.

Compared are the documents of one workspace and one 評価実施機関. Each finding names both places,
and stands at the document that differs from what most of the others say.

How often a family is right, on the two examples, each with a copy for another 事務
(`tests/workspace/test_across.py`, 40 slips for each family and example) and on the rows of a
published change table (`tests/reference/test_across_reference.py`):

| family | slips told | findings beside | copies without a slip |
|---|---|---|---|
| names of systems | 80 of 80 | 0 | 0 |
| counts of files | 80 of 80 | 0 | 0 |
| 対象人数 | 80 of 80 | 0 | 0 |
| drift of paragraphs | 80 of 80 | 0 | 0 |

Of 43 paragraphs that the city changed 21 are told as drift (the others were rewritten), and of
1,308 pairs of strangers 3, all of one origin.

Processors, departments and 移転 are told by names that are equal letter by letter, once legal
forms and short names are left aside.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

from pia.document import Document
from pia.errors import Finding
from pia.japanese import fold
from pia.model.assessment import Assessment, Commission, PersonalFile, System, Transfer
from pia.model.choices import Origin
from pia.model.choices import Sharing as Shared
from pia.model.law import BRIEF, FULL
from pia.model.ref import Ref, Spot
from pia.source.nodes import location_of, position_of
from pia.workspace.diff import belong_together
from pia.workspace.folder import former_of, text_of
from pia.workspace.messages import WorkspaceMessages

NUMBER = Ref(Assessment, lambda whole: whole.cover.number)
SYSTEMS = Ref(Assessment, lambda a: a.systems)
FILES = Ref(Assessment, lambda a: a.files)
OFFICE_NAME = Ref(Assessment, lambda a: a.office.name)
SUBJECTS = Ref(Assessment, lambda a: a.office.subjects)
COMMISSIONS = Ref(PersonalFile, lambda f: f.outsourcing.commissions)
TRANSFERS = Ref(PersonalFile, lambda f: f.sharing.transfers)
ORIGINS = Ref(PersonalFile, lambda f: f.use.origins)
SHARED = Ref(PersonalFile, lambda f: f.sharing.done)
SYSTEM_NAME = Ref(System, lambda s: s.name)
FILE_NAME = Ref(PersonalFile, lambda f: f.name)
CONTRACTOR = Ref(Commission, lambda c: c.contractor)
TRANSFER_NAME = Ref(Transfer, lambda t: t.name)
# What is a matter of the thing itself, whatever 事務 uses it.
OF_A_SYSTEM = (Ref(System, lambda s: s.connections),)
OF_A_FILE = (
    Ref(PersonalFile, lambda f: f.basics.type),
    Ref(PersonalFile, lambda f: f.basics.persons),
    Ref(PersonalFile, lambda f: f.basics.item_number),
    Ref(PersonalFile, lambda f: f.basics.kept_from),
    Ref(PersonalFile, lambda f: f.storage.period),
)
OF_A_COMMISSION = (Ref(Commission, lambda c: c.subcontracting),)

SHORTENED = re.compile(r"\(以下.*?\)")  # （以下「…」という。）
SIGNS = re.compile(r"[\W_ー]+")
COMPANY = re.compile(r"(株式会社|有限会社|合同会社|一般社団法人|\((?:株|有|合)\))")
LEAST = 4  # characters of a name that is looked for in other texts


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of a thing. key: that all documents know it by."""

    document: Document
    address: str
    key: tuple[str, ...]
    said: str
    shown: str

    @property
    def place(self) -> str:
        """Return file and line."""
        root = self.document.source.root
        line = position_of(root, location_of(root, self.address)).line
        return f"{self.document.path}:{line}"


def disagreements(documents: Sequence[Document]) -> list[Finding]:
    """Return what every form 2 says otherwise than a form 3 or 4 that belongs to it, every number
    that two documents of one form have, and what documents of one office tell in two ways."""
    documents = [d for d in documents if isinstance(d.content, Assessment)]
    return [*_differences(documents), *_same_numbers(documents), *across(documents)]


def _same_numbers(documents: Sequence[Document]) -> Iterator[Finding]:
    """Yield a finding for documents of one 様式 and one 評価書番号 that are no versions of each
    other; forms 2 and 3 or 4 of one 事務 share theirs."""
    for one, other in combinations(documents, 2):
        is_twin = one.form.id == other.form.id and belong_together(one, other)
        if is_twin and not (_comes_after(one, other) or _comes_after(other, one)):
            number = NUMBER.of(one.assessment)
            message = WorkspaceMessages.SAME_NUMBER
            finding = message.finding(number=number, name=one.path.name, address=NUMBER.address)
            yield other.locate(finding)


def _comes_after(later: Document, former: Document) -> bool:
    """Whether the chain of 前版 of a document leads through files to another."""
    seen: set[Path] = set()
    left = [later.path.resolve()]
    while left:
        path = left.pop()
        if path not in seen and path.is_file():
            seen.add(path)
            left += (found.resolve() for found in former_of(path, text_of(path)))
    return former.path.resolve() in seen


def _differences(documents: Sequence[Document]) -> list[Finding]:
    from pia.derivation import contradictions

    brief = [document for document in documents if document.form.id == BRIEF]
    full = [document for document in documents if document.form.id in FULL]
    return [
        finding
        for one, other in product(brief, full)
        if belong_together(one, other)
        for finding in contradictions(one, other)
    ]


def across(documents: Sequence[Document]) -> list[Finding]:
    """Return where the documents of one office tell the same thing in two ways."""
    from pia.workspace.drift import drifted, lost_departments

    found: list[Finding] = []
    for group in _offices(documents):
        found += _differing([t for d in group for t in _names(d)], WorkspaceMessages.OTHER_NAME)
        found += _differing([t for d in group for t in _contents(d)], WorkspaceMessages.OTHER_FACT)
        found += _differing([t for d in group for t in _subjects(d)], WorkspaceMessages.OTHER_FACT)
        found += lost_departments(group)
        found += _handed_on(group)
        found += drifted(group)
    return found


def _offices(documents: Sequence[Document]) -> list[list[Document]]:
    """Return the assessments of each workspace and 評価実施機関 that has several."""
    groups: dict[tuple[Path, str], list[Document]] = defaultdict(list)
    for document in documents:
        if isinstance(document.content, Assessment):
            owner = fold(document.content.cover.organisation or "")
            groups[document.names.root, owner].append(document)
    return [group for group in map(_newest, groups.values()) if len(group) > 1]


def _newest(group: Sequence[Document]) -> list[Document]:
    """Return the documents that no other of them follows."""
    past = {p.resolve() for d in group for p in former_of(d.path, text_of(d.path))}
    return [document for document in group if document.path.resolve() not in past]


def canonical(name: str) -> str:
    """Return a name as it is compared: without what it is called for short."""
    return "".join(SHORTENED.sub("", fold(name)).split())


def _names(document: Document) -> Iterator[Statement]:
    """Yield what systems, files and processors are called, by what else tells them apart."""
    whole = Spot(document.assessment)
    for system in whole.each(SYSTEMS):
        yield from _called(document, system, SYSTEM_NAME, "システム")
    for file in whole.each(FILES):
        yield from _called(document, file, FILE_NAME, "特定個人情報ファイル")
        for commission in file.each(COMMISSIONS):
            if name := commission[CONTRACTOR]:
                core = SIGNS.sub("", COMPANY.sub("", fold(name)))
                is_one = bool(COMPANY.search(fold(name))) and "\n" not in name
                if is_one and len(core) > 1:
                    at = commission.at(CONTRACTOR)
                    yield Statement(document, at, ("委託先", core), canonical(name), name)


def _called(
    document: Document, spot: Spot[Any], ref: Ref[Any, str | None], what: str
) -> Iterator[Statement]:
    """Yield a name by the id, where the id is short for it, and by its letters alone."""
    name = spot[ref]
    if not name:
        return
    said, own = canonical(name), fold(str(spot.part.id))
    if len(own) >= LEAST and is_short_for(own, said):
        yield Statement(document, spot.at(ref), (what, own), said, name)
    yield Statement(document, spot.at(ref), (what, "", SIGNS.sub("", said)), said, name)


def is_short_for(short: str, name: str) -> bool:
    """Whether all letters of a text stand in a name in their order: 住基台帳, 住民基本台帳."""
    left = iter(name)
    return not short.isdecimal() and all(letter in left for letter in short)


def _contents(document: Document) -> Iterator[Statement]:
    """Yield counts and measures of what has the same name everywhere."""
    whole = Spot(document.assessment)
    for system in whole.each(SYSTEMS):
        yield from _facts(document, system, system[SYSTEM_NAME], OF_A_SYSTEM)
    for file in whole.each(FILES):
        yield from _facts(document, file, file[FILE_NAME], OF_A_FILE)
        for commission in file.each(COMMISSIONS):
            who, what = commission[CONTRACTOR], commission.part.name
            named = f"{who}・{what}" if who and what else None
            yield from _facts(document, commission, named, OF_A_COMMISSION)


def _facts(
    document: Document, spot: Spot[Any], name: str | None, refs: Sequence[Ref[Any, Any]]
) -> Iterator[Statement]:
    for ref in refs:
        if name and (value := spot[ref]):
            shown = _shown(value)
            yield Statement(document, spot.at(ref), (ref.key, canonical(name)), fold(shown), shown)


def _shown(value: Any) -> str:
    if not isinstance(value, tuple):
        return str(value)
    return "、".join(
        sorted(f"{box.option}{f'（{box.text}）' if box.text else ''}" for box in value)
    )


def _subjects(document: Document) -> Iterator[Statement]:
    whole = document.assessment
    if whole.office.name and whole.office.subjects:
        said = str(whole.office.subjects)
        key = (SUBJECTS.key, canonical(whole.office.name))
        yield Statement(document, SUBJECTS.address, key, said, said)


def _differing(told: Sequence[Statement], message: WorkspaceMessages) -> Iterator[Finding]:
    """Yield a finding for each that says otherwise than most of the others do, once a place."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for each in told:
        groups[each.key].append(each)
    seen: set[tuple[Path, str]] = set()
    for group in groups.values():
        counts = Counter(each.said for each in group)
        usual = next(e for e in group if e.said == max(counts, key=lambda said: counts[said]))
        for each in group:
            place = each.document.path, each.address
            is_same = each.said == usual.said or each.document is usual.document
            if is_same or place in seen or _is_told_already(each, usual):
                continue
            seen.add(place)
            finding = message.finding(
                here=each.shown,
                there=usual.shown,
                what=each.key[0],
                place=usual.place,
                address=each.address,
            )
            yield each.document.locate(finding)


def _is_told_already(one: Statement, other: Statement) -> bool:
    """Whether the check of a form 2 against its form 3 or 4 tells of it."""
    forms = {one.document.form.id, other.document.form.id}
    return BRIEF in forms and len(forms) > 1 and belong_together(one.document, other.document)


def _handed_on(group: Sequence[Document]) -> Iterator[Finding]:
    """Yield where one document hands a file on to another 事務 that knows nothing of it, or gets
    one from a 事務 that hands nothing on; once for each two documents and each side."""
    others = [(d, _known_as(d)) for d in group if d.assessment.files]
    for one in group:
        spoken = list(_spoken(one))
        for other, names in (pair for pair in others if pair[0] is not one):
            told: set[str] = set()
            for text, address, way in spoken:
                at = _first(other, way.ref)
                if at not in told and any(n in text for n in names) and _lacks(other, way):
                    told.add(at)
                    yield _one_sided(other, at, one, address, way.box)


class Way(NamedTuple):
    """What the other side has to say where a file goes from one 事務 to another."""

    ref: Ref[PersonalFile, Any]
    box: object


GIVEN, TAKEN = Way(ORIGINS, Origin.OTHER_DEPARTMENT), Way(SHARED, Shared.TRANSFERS)


def _spoken(document: Document) -> Iterator[tuple[str, str, Way]]:
    """Yield what a document says of other 事務, where, and what they have to say then."""
    for file in Spot(document.assessment).each(FILES):
        for entry in file.each(TRANSFERS):
            text = f"{entry.part.name or ''}\n{entry.part.purpose or ''}"
            yield canonical(text), entry.at(TRANSFER_NAME), GIVEN
        for box in file[ORIGINS] or ():
            if box.option is Origin.OTHER_DEPARTMENT and box.text:
                yield canonical(box.text), file.at(ORIGINS), TAKEN


def _lacks(document: Document, way: Way) -> bool:
    """Whether a document answers the question, and not with the box."""
    boxes = {b.option for file in document.assessment.files for b in way.ref.of(file) or ()}
    return bool(boxes) and way.box not in boxes


def _one_sided(here: Document, at: str, there: Document, address: str, lacking: object) -> Finding:
    place = Statement(there, address, (), "", "").place
    message = WorkspaceMessages.ONE_SIDED
    return here.locate(message.finding(place=place, lacking=str(lacking), address=at))


def _known_as(document: Document) -> list[str]:
    """Return what a 事務 is known as in other documents: its name, its department."""
    whole = document.assessment
    names = (whole.office.name, whole.department.name)
    return [n for n in (canonical(name) for name in names if name) if len(n) >= LEAST]


def _first(document: Document, ref: Ref[PersonalFile, Any]) -> str:
    return next(Spot(document.assessment).each(FILES)).at(ref)
