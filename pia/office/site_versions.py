"""The versions of a document that a site shows: those that stand still, without what they or any
newer version hide.

What a newer version hides is looked for in an older one by its address and by its words. Where
the words at a hidden place were others, or the place was called otherwise, the whole of it is
black: rather too much than a secret in an old page. What nobody can be certain of is not shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pia.document import Document
from pia.errors import Finding
from pia.japanese import wareki
from pia.layout.build import build
from pia.layout.theme import theme_of
from pia.layout.tree import Edition, Layout
from pia.model.published import IDS, has, secrets_of
from pia.model.ref import Value, by_place
from pia.model.root import Redaction
from pia.office.facts import chain
from pia.office.messages import OfficeMessages
from pia.workspace.diff import standing
from pia.workspace.printing import faults, quoting_nothing_hidden, uncertain
from pia.workspace.versions import is_sealed

Places = dict[str, list[Value]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version on the site. key: its day, names its folder. document: hides what newer ones do."""

    key: str
    day: date
    document: Document

    def layout(self) -> Layout:
        """Return its pages as residents get them, in the looks that stand beside it."""
        document = self.document
        sealed = is_sealed(document)
        theme = theme_of(document.path.parent if sealed else document.names.root)
        folder = document.path.parent
        return build(document.form, document.content, folder, Edition.PUBLISHED, theme)


@dataclass
class Lineage:
    """A document with its versions on the site, the newest first.

    findings: why versions are not shown. files: that all of this depends on. is_fixed: whether
    they tell when it changes, which revisions of git do not.
    """

    source: Document
    versions: list[Shown] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    is_fixed: bool = True


@contextmanager
def lineage(source: Document) -> Iterator[Lineage]:
    """Yield the versions of a document that residents may see, with their files in place.

    A working source is a draft, whatever its 公表日: what is shown are frozen versions, and
    those that a successor names as its 前版.
    """
    found = Lineage(source)
    with ExitStack() as opened:
        former = list(chain(source, opened))
        found.files = [d.path for d in (source, *former) if not d.revision]
        found.is_fixed = not any(d.revision for d in former)
        issued = [source, *former] if is_sealed(source) else former
        _add(found, [d for d in issued if isinstance(_day(d), date)])
        found.findings += _unpublished(found)
        yield found


def _unpublished(found: Lineage) -> Iterator[Finding]:
    """Yield that a source says of itself that it is newer than all that can be shown of it."""
    source, day = found.source, _day(found.source)
    shown = found.versions[0].day if found.versions else None
    is_newer = isinstance(day, date) and shown is not None and day > shown
    if (shown is None and not found.findings) or (is_newer and not is_sealed(source)):
        message = OfficeMessages.NOT_PUBLISHED
        instead = f"今は{wareki(shown)}に公表した版を" if shown else "この評価書は、まだ何も"
        instead += "載せています" if shown else "載せていません"
        finding = message.finding(name=source.path.name, instead=instead, file=str(source.path))
        yield finding


def _day(document: Document) -> date | str | None:
    return document.content.caption().day


def _add(found: Lineage, issued: Sequence[Document]) -> None:
    newer: list[Document] = []
    for version in issued:
        if amiss := [*standing(version), *faults(version)]:
            told = quoting_nothing_hidden(version, amiss)
            found.findings += [*told, _withheld(version, found.source)]
            continue
        hiding = _concealed(version, newer)
        if doubts := uncertain(hiding):
            told = quoting_nothing_hidden(hiding, doubts)
            found.findings += [*told, _withheld(version, found.source)]
            continue
        newer.append(hiding)
        day = _day(version)
        assert isinstance(day, date)
        taken = {each.key for each in found.versions}
        names = (f"{day.isoformat()}{f'-{n}' if n > 1 else ''}" for n in range(1, len(taken) + 2))
        found.versions.append(Shown(next(k for k in names if k not in taken), day, hiding))


def _withheld(version: Document, source: Document) -> Finding:
    name = version.revision or version.path.name
    return OfficeMessages.VERSION_WITHHELD.finding(name=name, file=str(source.path))


def _concealed(version: Document, newer: Sequence[Document]) -> Document:
    """Return a version that hides, beside its own, what the newer ones hide."""
    if not any(each.content.redactions for each in newer):
        return version
    known = by_place(version.content)
    carried = (r for each in newer for r in _carried(known, each))
    redactions = tuple(dict.fromkeys((*version.content.redactions, *carried)))
    content = version.content.model_copy(update={"redactions": redactions})
    return replace(version, content=content)


def _carried(known: Places, newer: Document) -> Iterator[Redaction]:
    """Yield what a newer version hides, as an older one with the values `known` has to."""
    places = by_place(newer.content)
    for redaction in newer.content.redactions:
        item, words = redaction.item or "", redaction.words
        if not words:
            yield from (_black(place, redaction) for place in _same_place(item, known, places))
            continue
        hidden = [v for v in places.get(item, []) if has(v.value, words)]
        for place in _each(v.address for v in hidden):
            for old in _same_place(place, known, places):
                if not all(has(value.value, words) for value in known[old]):
                    yield _black(old, redaction)
    for secret in secrets_of(newer.content):
        where = next((p for p, found in known.items() if _tells(found, secret)), None)
        if where:
            yield Redaction.model_construct(item=where, words=secret)


def _each(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(addresses))


def _tells(values: Sequence[Value], secret: str) -> bool:
    return any(has(value.value, secret) for value in values)


def _black(place: str, redaction: Redaction) -> Redaction:
    return redaction.model_copy(update={"item": place, "words": None})


def _same_place(place: str, known: Places, newer: Places) -> list[str]:
    """Return where an older version has a place of a newer one: under its own name, else
    wherever its blocks may have been called otherwise."""
    if place in known:
        return [place]
    pattern = IDS.sub("", place)
    return [old for old in known if IDS.sub("", old) == pattern and old not in newer]
