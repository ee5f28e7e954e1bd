"""An empty workspace: what an office needs to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.errors import PiaError
from pia.forms.load import editions, forms, load
from pia.intake import import_all
from pia.intake.imported import Imported
from pia.resources import templates
from pia.schema import text
from pia.source.messages import SourceMessages
from pia.writing import write_new

DOCUMENTS = "評価書"
# Where each file of `templates/workspace/` goes.
FILES = {
    "pia.yaml": "pia.yaml",
    "fragment.yaml": "共通/例.yaml",
    "README.md": "README.md",
    "pre-commit": ".githooks/pre-commit",
    "ci.yml": ".github/workflows/pia.yml",
    "editor.json": ".vscode/settings.json",
    "extensions.json": ".vscode/extensions.json",
    "ignored": ".gitignore",
}
PROGRAMS = ("pre-commit",)


@dataclass(frozen=True, slots=True)
class Started:
    """written: files made. kept: files that were there and stay as they are."""

    written: list[Path]
    kept: list[Path]
    imported: list[Imported]


def init(folder: Path, printed: Sequence[Path] = ()) -> Started:
    """Make a workspace in a folder; nothing that is there is touched.

    printed: filled-in forms (xlsx, docx, pdf) whose sources are to stand in it. Raises PiaError
    for a path that cannot be a folder and as `import_form` does.
    """
    if folder.exists() and not folder.is_dir():
        raise PiaError(SourceMessages.FILE_EXISTS.finding(name=folder.name, file=str(folder)))
    contents = _contents(folder)
    kept = [path for path in contents if path.exists()]
    written = [write_new(path, data) for path, data in contents.items() if not path.exists()]
    for name in PROGRAMS:
        if (folder / FILES[name]) in written:
            (folder / FILES[name]).chmod(0o755)
    sources, imported = import_all(printed, folder / DOCUMENTS) if printed else ([], [])
    return Started([*written, *sources], kept, imported)


def _contents(folder: Path) -> dict[Path, bytes]:
    base = templates() / "workspace"
    found = {folder / target: (base / name).read_bytes() for name, target in FILES.items()}
    newest = editions()[-1]
    for form in forms(newest):
        schema = folder / DOCUMENTS / f"{form}-{newest}.schema.json"
        found[schema] = text(load(newest, form)).encode()
    return found
