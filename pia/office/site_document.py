"""One document on its way to a site: what stands in its folder, and what the others must not say.

Calls with plain values, so that processes of their own can do them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pia.document import load
from pia.errors import Finding, PiaError
from pia.model.assessment import Assessment
from pia.model.published import SHORT, letters, secrets_of
from pia.model.ref import Ref
from pia.model.root import Root
from pia.office.inputs import Inputs, inputs_of_files, inputs_of_unreadable
from pia.office.site_data import Json, data_of, slug_of
from pia.office.site_pages import document_pages, summary
from pia.office.site_versions import Lineage, lineage
from pia.source.names import THEME
from pia.workspace.folder import former_of, text_of
from pia.workspace.versions import pictures

HIDDEN = Ref(Root, lambda root: root.redactions).key


@dataclass(frozen=True, slots=True)
class SiteTask:
    """A document that is to be put on a site. base: the address of the site, "" if not known."""

    source: str
    path: Path
    base: str


@dataclass
class Made:
    """What becomes of one document. inputs: None if nothing tells when they change.

    known: what the other pages need to know of it, None for one that is not on the site.
    secrets: what it hides, in letters. looks: the texts of its theme, which stand on its pages.
    checked: the secrets of others that it was found without. files: size and time of each.
    """

    source: str
    inputs: Inputs | None
    findings: list[Finding] = field(default_factory=list)
    known: Json | None = None
    secrets: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    checked: str = ""
    pages: dict[str, bytes] | None = None
    files: dict[str, list[int]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return str(self.known["識別"]) if self.known else ""


def may_hide(path: Path) -> bool:
    """Return whether a source or a version before it may hide anything."""
    seen: set[Path] = set()
    left = [path.resolve()]
    while left:
        here = left.pop()
        if here in seen or not here.is_file():
            continue
        seen.add(here)
        text = text_of(here)
        former = list(former_of(here, text))
        if HIDDEN in text or not all(each.is_file() for each in former):
            return True
        left += (each.resolve() for each in former)
    return False


def secrets(task: SiteTask) -> list[str]:
    """Return what a document hides, in letters; what is too short to be known again is left out."""
    try:
        source = load(task.path)
    except PiaError:
        return []
    with lineage(source) as found:
        return _secrets(found)


def _secrets(found: Lineage) -> list[str]:
    hidden = (s for v in found.versions for s in secrets_of(v.document.content))
    folded = dict.fromkeys("".join(map(letters, text)) for text in hidden)
    return [text for text in folded if len(text) >= SHORT]


def make(task: SiteTask) -> Made | None:
    """Do the work of one document: all that stands in its folder; None for another paper."""
    try:
        source = load(task.path)
    except PiaError as error:
        return Made(task.source, inputs_of_unreadable(task.path), list(error.findings))
    if not isinstance(source.content, Assessment):
        return None
    with lineage(source) as found:
        result = Made(task.source, _inputs(found), found.findings)
        if found.versions:
            _fill(result, found, task)
    return result


def _fill(result: Made, found: Lineage, task: SiteTask) -> None:
    newest = found.versions[0]
    slug = slug_of(newest, task.source)
    try:
        data = data_of(slug, found.versions)
        result.pages = document_pages(data, found.versions, task.base)
    except PiaError as error:
        result.findings += error.findings
        return
    result.known = summary(data, task.base)
    result.secrets = _secrets(found)
    themes = [version.layout().theme for version in found.versions]
    result.looks = list({text for theme in themes for text in (theme.logo_text, *theme.foot)})


def _inputs(found: Lineage) -> Inputs | None:
    """Return what the folder of a document depends on; what its draft says is none of it."""
    if not found.is_fixed:
        return None
    drawn = [path for v in found.versions for _, path in pictures(v.document)]
    looks = [path.parent / THEME for path in found.files]
    return inputs_of_files(found.source, [*found.files, *drawn, *looks])
