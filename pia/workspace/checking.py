"""Everything that is wrong with documents: their sources, what their forms ask, their versions,
the rules of their workspace, and what they say of each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pia import checks
from pia.document import Document, load
from pia.errors import Finding, PiaError, Severity, in_order
from pia.model.assessment import Assessment
from pia.model.root import findings_of as of_its_kind
from pia.source.nodes import texts
from pia.workspace import settings, thresholds, versions

# Every character of these is in the font; asking the engine of the PDF about others takes a while.
COMMON = ("cp932", "shift_jis", "shift_jis_2004", "gbk", "euc_kr")
PRIVATE = range(0xE000, 0xF900)  # 外字, which CP932 knows by number alone


def unset_letters(document: Document) -> list[Finding]:
    """Return a warning for each place of a character that the font of the PDF lacks."""
    written = set("").union(*(text.text for text in texts(document.source.root)))
    if not any(map(_is_rare, _uncommon(written))):
        return []
    from pia.renderers.pdf import lacking
    from pia.workspace.printing import layout_of

    try:
        found = lacking(layout_of(document))
    except PiaError:
        return []
    return [document.locate(replace(each, severity=Severity.WARNING)) for each in found]


def _uncommon(written: set[str]) -> set[str]:
    """Return characters without those that the most common codec gives back as they were."""
    given = set("".join(written).encode(COMMON[0], "ignore").decode(COMMON[0]))
    return {c for c in written if c not in given or ord(c) in PRIVATE}


def _is_rare(character: str) -> bool:
    if ord(character) in PRIVATE:
        return True
    return not any(_has(codec, character) for codec in COMMON)


def _has(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def check_all(
    named: Iterable[Document | Path | str],
    *,
    strict: bool = False,
    against: Path | str | None = None,
) -> list[Finding]:
    """Return everything wrong with several sources, and where they contradict each other.

    strict: what a draft may leave open is an error. against: a version, "" for the 前版.
    """
    found: list[Finding] = []
    documents: list[Document] = []
    for each in named:
        try:
            documents.append(each if isinstance(each, Document) else load(each))
            found += findings_against(documents[-1], against)
        except PiaError as error:
            found += error.findings
    found = list(dict.fromkeys([*found, *_disagreements(documents)]))
    return [replace(f, severity=Severity.ERROR) for f in found] if strict else found


def _disagreements(documents: Sequence[Document]) -> list[Finding]:
    if len(documents) < 2:
        return []
    from pia.workspace.across import disagreements

    return disagreements(documents)


def findings_against(document: Document, against: Path | str | None = None) -> list[Finding]:
    """Return what is wrong with a document, its versions and its table of changes among it.

    A document that names its 前版 is held against it also when nobody asks for it.
    """
    content = document.content
    if against is None and isinstance(content, Assessment) and content.predecessor:
        against = ""
    former = versions.Former(document)
    told = _against(document, against, former) if against is not None else []
    return in_order([*findings_of(document), *versions.findings(document, former), *told])


def _against(document: Document, named: Path | str, former: versions.Former) -> list[Finding]:
    from pia.workspace.own_rows import against

    try:
        return against(document, named or former.to_compare())
    except PiaError as error:
        return list(error.findings)


def findings_of(document: Document) -> list[Finding]:
    """Return the findings of a loaded document: of its source, of every check and of the rules
    in its workspace.

    A check that only misses what was set aside as faulty says nothing new and is left out.
    """
    faulty = {f.address for f in document.findings if f.address}
    thinned = {address.rpartition("[")[0] for address in faulty if address.endswith("]")}
    found = [
        finding
        for finding in checks.check(document.form, document.content)
        if finding.address not in thinned
        and faulty.isdisjoint(_with_what_is_around(finding.address))
    ]
    local = [
        *unset_letters(document),
        *thresholds.findings(document),
        *settings.table_faults(document),
        *of_its_kind(document.form.kind, document),
    ]
    return in_order([*document.findings, *map(document.locate, found), *local])


def _with_what_is_around(address: str) -> Iterator[str]:
    """Yield an address and those of the blocks that it stands in."""
    yield address
    for n, character in enumerate(address):
        if character in ".[":
            yield address[:n]
