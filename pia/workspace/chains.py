"""The forms of many years → chains of frozen versions, and what of them was filed amiss."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pia.document import load
from pia.errors import Finding
from pia.intake import Imported, import_all
from pia.workspace.freezing import frozen
from pia.workspace.own_rows import against
from pia.workspace.versions import pictures
from pia.writing import write_bytes, write_once

SOURCES = (".yaml", ".yml")
PICTURES = (".png", ".jpg", ".jpeg")


@dataclass
class Chains:
    """What was written of several forms.

    amiss: where the 変更箇所 that was filed and the difference of two versions do not agree.
    open: sources that are not frozen, because they have no 公表日. doubtful: blocks of which
    nobody knows whether the version before has them under another name.
    """

    written: list[Path]
    imported: list[Imported]
    amiss: list[Finding] = field(default_factory=list)
    open: list[Path] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        doubts = self.amiss or self.open or self.doubtful
        return not doubts and all(each.is_sure for each in self.imported)


def import_chains(
    paths: Sequence[Path],
    target: Path,
    report: Path | None = None,
    *,
    force: bool = False,
    is_same: bool | None = None,
    is_named: bool = False,
) -> Chains:
    """Write printed forms as sources, several of them as frozen versions.

    As `pia.intake.import_all` takes and raises.
    """
    written, imported = import_all(
        paths, target, report, force=force, is_same=is_same, is_named=is_named
    )
    chains = Chains(written, imported)
    if len(imported) < 2:
        return chains
    chains.doubtful = [
        f"{each.result.grid.name}: {name}" for each in imported for name in each.doubtful
    ]
    sources = [path for path in written if path.suffix in SOURCES]
    for path in sources:
        if load(path).content.caption().day is None:
            chains.open.append(path)
        else:
            chains.written += _freeze(path)
    for picture in _unused(written, sources):
        with suppress(OSError):
            picture.unlink()
            picture.parent.rmdir()
    chains.written = [path for path in dict.fromkeys(chains.written) if path.exists()]
    for path in sources:
        document = load(path)
        if document.content.predecessor:
            chains.amiss += against(document, None)
    return chains


def _freeze(path: Path) -> list[Path]:
    """Freeze a source where it stands and return its pictures, which now bear their hash."""
    made = frozen(load(path), path)
    for file, data in made.pictures.items():
        write_once(file, data)
    write_bytes(path, made.data)
    return list(made.pictures)


def _unused(written: Sequence[Path], sources: Sequence[Path]) -> list[Path]:
    """Return the pictures just written that no source names any more."""
    named = {file.resolve() for source in sources for _, file in pictures(load(source))}
    return [file for file in written if file.suffix in PICTURES and file.resolve() not in named]
