"""Several printed forms → chains of versions: one folder for each document, one file for each
publication, the same ids throughout."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pia.errors import PiaError
from pia.intake.imported import HEAD, Imported
from pia.intake.messages import IntakeMessages
from pia.intake.naming import id_of
from pia.intake.pairing import pair
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment
from pia.model.ref import Ref

PREDECESSOR = Ref(Assessment, lambda assessment: assessment.predecessor).key
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Version:
    """A printed form with the file that its source is written to."""

    imported: Imported
    path: Path


def versions(imported: Sequence[Imported], folder: Path) -> list[Version]:
    """Return the files of several forms: those of one number, 事務 and form become a chain.

    Raises PiaError when two of a chain have the same 公表日, or one has none.
    """
    groups: dict[Key, list[Imported]] = {}
    for each in imported:
        groups.setdefault(_key(each), []).append(each)
    return [version for group in groups.values() for version in _chain(group, folder)]


def _key(imported: Imported) -> Key:
    found = imported.assessment
    number, office = found.cover.number or "", found.office.name or ""
    return fold(number), fold(office), imported.result.form.id


def _chain(group: Sequence[Imported], folder: Path) -> Iterator[Version]:
    if len(group) > 1:
        _refuse_without_order(group)
    ordered = sorted(group, key=lambda each: _day(each) or date.min)
    place = folder / _folder_name(ordered[0])
    done: list[Version] = []
    for each in ordered:
        path = place / _file_name(each, {version.path.name for version in done})
        if done:
            former = done[-1]
            pair(each, each.result.form, former.imported.assessment)
            _follow(each, former.path.name)
        done.append(Version(each, path))
    yield from done


def _refuse_without_order(group: Sequence[Imported]) -> None:
    seen: dict[date | None, Imported] = {}
    for each in group:
        day = _day(each)
        if day is None or day in seen:
            other = seen.get(day, group[0] if group[0] is not each else group[-1])
            names = "、".join(x.result.grid.name for x in (other, each))
            message = IntakeMessages.NO_ORDER
            raise PiaError(message.finding(name=names, file=each.result.grid.name))
        seen[day] = each


def _day(imported: Imported) -> date | None:
    day = imported.assessment.cover.published
    return day if isinstance(day, date) else None


def _folder_name(imported: Imported) -> str:
    found = imported.assessment
    names = (id_of(found.cover.number or ""), id_of(found.office.name or ""))
    return "_".join(filter(None, names)) or Path(imported.result.grid.name).stem


def _file_name(imported: Imported, taken: Collection[str]) -> str:
    """Return `令和7年版.yaml`, with its month where a year has several."""
    day = _day(imported)
    if day is None:
        return f"{Path(imported.result.grid.name).stem}.yaml"
    whole = wareki(day)
    for end in ("年", "月", "日"):
        name = f"{whole[: whole.index(end) + 1]}版.yaml"
        if name not in taken:
            return name
    return f"{whole}版.yaml"


def _follow(imported: Imported, former: str) -> None:
    """Say in the head of a source which version it follows."""
    tree = imported.tree
    head = {key: tree[key] for key in HEAD if key in tree} | {PREDECESSOR: former}
    rest = {key: value for key, value in tree.items() if key not in head}
    tree.clear()
    tree.update(head | rest)
