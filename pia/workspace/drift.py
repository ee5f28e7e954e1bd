"""What one document of an office was left behind with: paragraphs of one origin that no longer say
the same, and departments by the names that they had.

Two paragraphs of the same item in two documents are taken for one that was copied when nearly all
of their letters agree, once the names of each document (its 事務, systems, files, departments,
processors) are left aside. A paragraph that a document has in both wordings was meant so; what
differs in numbers alone is a measure of each 事務 and nobody's slip.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from pia.changes.kinds import names_office
from pia.document import Document
from pia.errors import Finding, PiaError, excerpt
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.published import IDS
from pia.model.ref import Ref, values
from pia.source.names import VARIABLES
from pia.source.nodes import Mapping, Text, location_of, position_of
from pia.source.reader import read
from pia.workspace.folder import former_of, text_of
from pia.workspace.messages import WorkspaceMessages

# What each 事務 says for itself, and what tells of the past.
OWN = (
    Ref(Assessment, lambda a: a.changes).key,
    Ref(Assessment, lambda a: a.procedure).key,
    Ref(Assessment, lambda a: a.contacts).key,
    Ref(Assessment, lambda a: a.office.description).address,
)
LEAST = 30  # letters of a paragraph that can be known again
ALIKE = 0.9  # of the letters agree
ROUGHLY = 0.8  # as the letters alone tell, whatever their order
MOST = 200  # wordings of one item that are held against each other
NUMBERS = re.compile(
    r"[0-9一二三四五六七八九十百千万年月日週時分回件名人歳度か箇ヶヵ以上未満.,、~\-第条項号]+"
)
TEXTS = (Kind.PROSE, Kind.LINE)
PAST = OWN[:2]  # rows of change tables, reports of procedures
LONGEST_CHAIN = 50
NAMED = "〔名〕"


@dataclass(frozen=True, slots=True)
class Paragraph:
    document: Document
    address: str
    text: str


def drifted(group: Sequence[Document]) -> Iterator[Finding]:
    """Yield a finding for each wording that differs a little from the more usual one."""
    items: dict[str, dict[str, list[Paragraph]]] = defaultdict(lambda: defaultdict(list))
    own = _own_names(group)
    for document in group:
        for paragraph in _paragraphs(document):
            items[IDS.sub("", paragraph.address)][own.sub(NAMED, fold(paragraph.text))].append(
                paragraph
            )
    for wordings in items.values():
        yield from _of_item(wordings)


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    for value in values(document.content):
        if value.kind is Kind.PROSE and not value.address.startswith(OWN):
            for line in value.value.split("\n"):
                if len(line) >= LEAST:
                    yield Paragraph(document, value.address, line.strip())


def _own_names(group: Sequence[Document]) -> re.Pattern[str]:
    """Return what finds the names that are one document's own."""
    names: list[str | None] = [NAMED]
    for whole in (document.assessment for document in group):
        names += [whole.office.name, whole.department.name, whole.cover.name]
        names += [system.name for system in whole.systems]
        for file in whole.files:
            names += [file.name, file.id, file.basics.department, file.use.department]
            names += [c.contractor for c in file.outsourcing.commissions]
    known = {fold(name) for name in names if name and len(name) > 1}
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))


def _of_item(wordings: dict[str, list[Paragraph]]) -> Iterator[Finding]:
    """Compare the wordings of one item; the rarer is told, at its place."""
    told: set[str] = set()
    ranked = sorted(wordings, key=lambda text: -len(_documents(wordings[text])))[:MOST]
    letters = {text: Counter(text) for text in ranked}
    for usual, other in combinations(ranked, 2):
        most = 2 * (letters[usual] & letters[other]).total() / (len(usual) + len(other))
        if most < ROUGHLY or other in told or _is_meant(wordings[usual], wordings[other]):
            continue
        here, there = _side_by_side(wordings[other], wordings[usual])
        if is_drifted(usual, other) or is_drifted(fold(there.text), fold(here.text)):
            told.add(other)
            yield _finding(here, there)


def _documents(paragraphs: Sequence[Paragraph]) -> set[int]:
    return {id(paragraph.document) for paragraph in paragraphs}


def _is_meant(usual: Sequence[Paragraph], other: Sequence[Paragraph]) -> bool:
    """Whether a document says both, and no place says one in one document, one in another."""
    if not _documents(usual) & _documents(other):
        return False
    first, second = _by_address(usual), _by_address(other)
    shared = first.keys() & second.keys()
    return not any(first[address].isdisjoint(second[address]) for address in shared)


def _by_address(paragraphs: Sequence[Paragraph]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for paragraph in paragraphs:
        found[paragraph.address].add(id(paragraph.document))
    return found


def _side_by_side(
    other: Sequence[Paragraph], usual: Sequence[Paragraph]
) -> tuple[Paragraph, Paragraph]:
    """Return a paragraph of each wording, of one place where there is one."""
    pairs = ((o, u) for o in other for u in usual if o.document is not u.document)
    return min(pairs, key=lambda pair: pair[0].address != pair[1].address)


def is_drifted(one: str, other: str) -> bool:
    """Return whether two texts are one that was copied and changed since."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < ALIKE:
        return False
    pieces = [one[a:b] + other[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return not all(NUMBERS.fullmatch(piece) for piece in pieces)


def _finding(here: Paragraph, usual: Paragraph) -> Finding:
    matcher = SequenceMatcher(None, usual.text, here.text, autojunk=False)
    changed = [
        f"{_quoted(usual.text[a:b])}→{_quoted(here.text[c:d])}"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    source = usual.document.source
    location = location_of(source.root, usual.address)
    position = source.position_in(location, usual.text[:LEAST])
    line = (position or position_of(source.root, location)).line
    message, place = WorkspaceMessages.DRIFTED, f"{usual.document.path}:{line}"
    more = f" ほか {len(changed) - 2} か所" if len(changed) > 2 else ""
    differences = "、".join(changed[:2]) + more
    finding = message.finding(differences=differences, place=place, address=here.address)
    return here.document.locate(replace(finding, words=here.text[:LEAST]))


def _quoted(text: str) -> str:
    return f"「{excerpt(text)}」" if text else "（なし）"


def lost_departments(group: Sequence[Document]) -> Iterator[Finding]:
    """Yield where a document still writes out what an office was called before `pia.yaml` was
    changed; how it was called is known from the variables of frozen versions."""
    lost = _former_names(group)
    for document in group:
        for old, (name, now) in lost.items():
            known = re.compile(rf"(?<![一-龥々ァ-ヺー]){re.escape(old)}")
            places = [
                value
                for value in values(document.content)
                if value.kind in TEXTS
                and not value.address.startswith(PAST)
                and known.search(fold(value.value).replace(now, ""))
            ]
            if places:
                message, more = WorkspaceMessages.LOST_DEPARTMENT, len(places) - 1
                others = f"（ほかに {more} 項目）" if more else ""
                address = places[0].address
                finding = message.finding(
                    old=old, name=name, now=now, others=others, address=address
                )
                yield document.locate(replace(finding, words=old))


def _former_names(group: Sequence[Document]) -> dict[str, tuple[str, str]]:
    """Return former names of offices: with the variable, and what it says now."""
    now = {name: fold(text) for d in group for name, text in d.names.variables().items()}
    found: dict[str, tuple[str, str]] = {}
    for document in group:
        for name, old in _former_variables(document):
            is_office = name in now and names_office(old) and names_office(now[name])
            if is_office and not any(old in current for current in now.values()):
                found.setdefault(old, (name, now[name]))
    return found


def _former_variables(document: Document) -> Iterator[tuple[str, str]]:
    left, seen = [document.path], {document.path.resolve()}
    while left and len(seen) < LONGEST_CHAIN:
        here = left.pop()
        for former in former_of(here, text_of(here)):
            if former.is_file() and former.resolve() not in seen:
                seen.add(former.resolve())
                left.append(former)
                yield from _variables(former)


def _variables(path: Path) -> Iterator[tuple[str, str]]:
    try:
        node = read(path).root.entries.get(VARIABLES)
    except PiaError:
        return
    if isinstance(node, Mapping):
        texts = ((name, text) for name, text in node.entries.items() if isinstance(text, Text))
        yield from ((name, fold(text.text)) for name, text in texts)
