"""Imported forms → files: chains of versions, sources, pictures and the schema for editors; nothing
is written over.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pia.errors import PiaError
from pia.intake.attachments import IMAGE
from pia.intake.imported import HEAD, Imported, Key, document_key
from pia.intake.messages import IntakeMessages
from pia.intake.naming import id_of
from pia.intake.pairing import pair
from pia.intake.place import DIAGRAMS
from pia.intake.suggest import source_text
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.ref import Ref
from pia.schema import text
from pia.source.messages import SourceMessages
from pia.writing import write_new, write_once

PREDECESSOR = Ref(Assessment, lambda assessment: assessment.predecessor).key


@dataclass(frozen=True)
class PrintedVersion:
    """A printed form with the file that its source is written to."""

    imported: Imported
    path: Path


def versions(
    imported: Sequence[Imported], folder: Path, is_same: bool | None = None
) -> list[PrintedVersion]:
    """Return the files of several forms: those of one number, 事務 and form become a chain.

    is_same: whether groups that share only the number or only the 事務 are one; None where
    nobody said. Raises PiaError then, when two of a chain have the same 公表日, or one has none.
    """
    groups: list[list[Imported]] = []
    by_key: dict[Key, list[Imported]] = {}
    for each in imported:
        key = document_key(each)
        if key not in by_key:
            near = [k for k in by_key if is_same is not False and _may_be_same(k, key)]
            if near and is_same is None:
                raise _in_doubt(by_key[near[0]][0], each)
            by_key[key] = by_key[near[0]] if near else []
            groups += [] if near else [by_key[key]]
        by_key[key].append(each)
    places = _folders(groups, folder)
    return [v for group, place in zip(groups, places, strict=True) for v in _chain(group, place)]


def _may_be_same(one: Key, other: Key) -> bool:
    """Return whether two groups share form and either number or 事務, and not both."""
    same = [a == b and bool(a) for a, b in zip(one[:2], other[:2], strict=True)]
    return one[2] == other[2] and any(same) and not all(same)


def _in_doubt(one: Imported, other: Imported) -> PiaError:
    names = (one.result.grid.name, other.result.grid.name)
    message = IntakeMessages.IN_DOUBT
    return PiaError(message.finding(name=names[0], other=names[1], file=names[1]))


def _folders(groups: Sequence[Sequence[Imported]], folder: Path) -> Iterator[Path]:
    """Yield a folder for each group, told apart by the form where two forms share a name."""
    names = [_folder_name(group[0]) for group in groups]
    for name, group in zip(names, groups, strict=True):
        form = f"_{group[0].result.form.name}" if names.count(name) > 1 else ""
        yield folder / f"{name}{form}"


def _chain(group: Sequence[Imported], place: Path) -> Iterator[PrintedVersion]:
    if len(group) > 1:
        _refuse_without_order(group)
    ordered = sorted(group, key=lambda each: _day(each) or date.min)
    done: list[PrintedVersion] = []
    for each in ordered:
        path = place / _file_name(each, {version.path.name for version in done})
        if done:
            former = done[-1]
            each.doubtful = pair(each, each.result.form, former.imported.assessment)
            _follow(each, former.path.name)
        done.append(PrintedVersion(each, path))
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


def store(imported: Sequence[Imported], target: Path, is_same: bool | None = None) -> list[Path]:
    """Write each form as a source. target: a file for one form; a folder for several, where the
    forms of one document become the versions of one folder. is_same: as `versions` takes it.

    Raises PiaError when a file exists already and when versions have no order; nothing is
    written then.
    """
    if len(imported) == 1 and not target.is_dir() and target.suffix in (".yaml", ".yml"):
        return _write(imported[0], target)
    if len(imported) == 1:
        held = [
            PrintedVersion(imported[0], target / f"{Path(imported[0].result.grid.name).stem}.yaml")
        ]
    else:
        held = versions(imported, target, is_same)
    for path in (version.path for version in held):
        if path.exists():
            raise PiaError(SourceMessages.FILE_EXISTS.finding(name=path.name, file=str(path)))
    return [written for version in held for written in _write(version.imported, version.path)]


def _write(imported: Imported, path: Path) -> list[Path]:
    form = imported.result.form
    schema = path.with_name(f"{form.id}-{form.edition}.schema.json")
    pictures = {
        _free(path.parent / name, picture.data): (name, picture.data)
        for name, picture in imported.result.pictures.items()
    }
    renamed = {
        name: kept.relative_to(path.parent).as_posix() for kept, (name, _) in pictures.items()
    }
    for entry in imported.tree.get(DIAGRAMS, []):
        if entry.get(IMAGE) in renamed:
            entry[IMAGE] = renamed[entry[IMAGE]]
    written = [write_new(path, source_text(imported, schema.name).encode())]
    if not schema.exists():
        written.append(write_once(schema, text(form).encode()))
    written += [write_once(kept, data) for kept, (_, data) in pictures.items()]
    return written


def _free(path: Path, data: bytes) -> Path:
    """Return a name for a picture under which nothing else lies."""
    n, found = 1, path
    while found.exists() and found.read_bytes() != data:
        n += 1
        found = path.with_stem(f"{path.stem}_{n}")
    return found
