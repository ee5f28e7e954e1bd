"""Imported forms → files: sources, pictures and the schema for editors; nothing is written over."""

from collections.abc import Sequence
from pathlib import Path

from pia.errors import PiaError
from pia.intake.figures import DIAGRAMS, IMAGE
from pia.intake.history import PrintedVersion, versions
from pia.intake.imported import Imported
from pia.schema import text
from pia.source.messages import SourceMessages
from pia.writing import write_new, write_once


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
    written = [write_new(path, imported.text(schema.name).encode())]
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
