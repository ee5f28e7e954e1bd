"""A site: what a city puts on its web server, of every document of a workspace (`Law.SHOWN`).

What is on it are published editions of versions that stand still. What a document is made of is
remembered in `.pia/` of the workspace, so that one that did not change costs a look at its files.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from pia.errors import Finding, Position, Severity
from pia.layout.theme import theme_of
from pia.model.published import letters
from pia.office import workers
from pia.office.building import refuse_nothing
from pia.office.inputs import Inputs, Surroundings
from pia.office.memory import memory_at, sealed, unsealed
from pia.office.messages import OfficeMessages
from pia.office.site_data import Json
from pia.office.site_document import Made, SiteTask, make, may_hide, secrets
from pia.office.site_folder import Hashes, Site, claim, listed, refuse_others, sha256
from pia.office.site_pages import DATA, site_pages
from pia.source.files import plain
from pia.source.names import WORKSPACE_FILE, workspace_root
from pia.workspace.folder import survey

CACHE = Path(".pia") / "site.json"
VERSION = 1
Step = Callable[[str, int], None]


def site(
    root: Path,
    target: Path,
    *,
    base: str = "",
    force: bool = False,
    step: Step = lambda what, steps: None,
) -> Site:
    """Write the site of the documents of a folder into another.

    base: the address it will have on the web, for links in feeds. Raises PiaError for a folder
    without documents and where a file cannot be written, RefusedError, unless forced, for a
    folder with files of others and for a file of the site that somebody edited.
    """
    base = base and base.rstrip("/") + "/"
    refuse_nothing(survey(root).documents, root)
    refuse_others(target, force=force)
    with memory_at(root / CACHE) as memory:
        work = _Work(root, target, base, force)
        work.run(step)
        memory.keep(work.learnt())
    work.result.findings += memory.findings
    return work.result


class _Work:
    """The documents of one site, one after the other, so that only one is held at a time."""

    def __init__(self, root: Path, target: Path, base: str, force: bool) -> None:
        self.root, self.target, self.base, self.force = root, target, base, force
        claim(target)
        self.result = Site(target)
        self.before = _remembered(root, target, base)
        self.listed, self.now = listed(target), Hashes()
        self.shown: dict[str, Made] = {}
        self.done: list[Made] = []

    def run(self, step: Step) -> None:
        """Write what differs, the pages that lead to others last, then remove what is left over."""
        paths = survey(self.root).documents
        tasks = [SiteTask(p.relative_to(self.root).as_posix(), p, self.base) for p in paths]
        around: dict[Path, Surroundings] = {}
        current = {t.source for t in tasks if _is_current(t, self.before, self.target, around)}
        due = [task for task in tasks if task.source not in current]
        with workers.factory(None)(len(due)) as executor:
            hiding = {s: e.secrets for s, e in self.before.items() if s in current}
            doubtful = [task for task in due if may_hide(task.path)]
            told = workers.in_order(secrets, doubtful, executor, _died)
            hiding |= {task.source: found for task, found in zip(doubtful, told, strict=True)}
            made = workers.in_order(make, due, executor, _died)
            for task in tasks:
                if task.source in current:
                    self._take(self.before[task.source], hiding)
                else:
                    self._take(next(made), hiding)
                    step(task.source, len(due))
        self._bind()

    def _take(self, each: Made | None, hiding: dict[str, list[str]]) -> None:
        """Put a document on the site, unless it must not be there."""
        if each is None:
            return
        if each.known:
            each = _alone(each, self.shown.setdefault(each.slug, each))
        if each.known:
            each = _silent(each, hiding, self.target)
        if each.pages is not None:
            pages = {f"{each.slug}/{path}": data for path, data in each.pages.items()}
            self.now |= self.result.put(pages, self.listed, force=self.force)
            each.files = {path: _stamp(self.target / path) for path in pages}
            each.pages = None
        else:
            self.now |= {path: self.listed.get(path, "") for path in each.files}
            self.result.same += len(each.files)
        self.result.findings += each.findings
        self.done.append(each)

    def _bind(self) -> None:
        known = [each.known for each in self.done if each.known]
        theme = theme_of(workspace_root(self.root / WORKSPACE_FILE))
        pages = site_pages(known, theme, self.base)
        self.now |= self.result.put(pages, self.listed, force=self.force)
        self.result.leave(self.listed, self.now)
        self.result.documents = len(known)

    def learnt(self) -> bytes:
        """Return what is to be remembered of the documents."""
        documents = {each.source: asdict(each) for each in self.done if each.inputs is not None}
        for entry in documents.values():
            del entry["source"], entry["pages"]
        head = {"version": VERSION, "target": _named(self.target), "base": self.base}
        return sealed({**head, "documents": documents})


def _died(task: SiteTask) -> NoReturn:
    """Say that there is no site without a document: who knows what it hides."""
    raise workers.died(task.path)


def _alone(each: Made, first: Made) -> Made:
    if first is each:
        return each
    message = OfficeMessages.SAME_PAGE
    return _withheld(each, message.finding(name=each.source, other=first.source, file=each.source))


def _withheld(each: Made, finding: Finding) -> Made:
    return Made(each.source, None, [*each.findings, finding])


def _silent(each: Made, hiding: dict[str, list[str]], target: Path) -> Made:
    """Return a document, or that it is not on the site because it shows what another hides."""
    others = {s: owner for owner, found in hiding.items() if owner != each.source for s in found}
    known = sha256("\n".join(sorted(others)).encode())
    if not others or (each.pages is None and each.checked == known):
        return each
    data = each.pages[DATA] if each.pages else (target / each.slug / DATA).read_bytes()
    texts = [("", text) for text in each.looks] + list(_texts(json.loads(data), ""))
    for item, text in texts:
        folded = "".join(map(letters, text))
        if secret := next((secret for secret in others if secret in folded), ""):
            told = OfficeMessages.SHOWN_ELSEWHERE.finding(
                other=others[secret], name=each.source, place=item or DATA, file=each.source
            )
            return _withheld(each, told)
    each.checked = known
    return each


def _texts(data: Any, item: str) -> Iterator[tuple[str, str]]:
    """Yield every text of the data of a document with the item that it stands in."""
    match data:
        case str():
            yield item, data
        case dict():
            item = str(data.get("項目", item)) if isinstance(data.get("項目"), str) else item
            for value in data.values():
                yield from _texts(value, item)
        case list() if data and all(isinstance(each, dict) and "違い" in each for each in data):
            yield item, "".join(each["文"] for each in data)
        case list():
            for value in data:
                yield from _texts(value, item)


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _is_current(
    task: SiteTask, before: dict[str, Made], target: Path, around: dict[Path, Surroundings]
) -> bool:
    known = before.get(task.source)
    if known is None or known.inputs is None:
        return False
    root = workspace_root(task.path)
    if not around.setdefault(root, Surroundings(root)).have(known.inputs):
        return False
    try:
        return all(_stamp(target / path) == stamp for path, stamp in known.files.items())
    except OSError:
        return False


def _remembered(root: Path, target: Path, base: str) -> dict[str, Made]:
    """Return what is known of each document on the site; nothing where the cache cannot be used."""
    try:
        data = unsealed(plain(root / CACHE).read_bytes())
        if (data["version"], data["target"], data["base"]) != (VERSION, _named(target), base):
            return {}
        return {source: _from_json(source, entry) for source, entry in data["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _named(target: Path) -> str:
    return str(target.resolve())


def _from_json(source: str, entry: Json) -> Made:
    entry["inputs"] = Inputs.from_json(entry["inputs"])
    entry["findings"] = [_finding(told) for told in entry["findings"]]
    return Made(source, **entry)


def _finding(told: Json) -> Finding:
    position = Position(**told["position"]) if told["position"] else None
    return Finding(**{**told, "severity": Severity(told["severity"]), "position": position})
