"""An empty workspace: what an office needs to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.errors import PiaError
from pia.forms.load import editions, forms, load
from pia.schema import text
from pia.source.files import templates
from pia.source.messages import SourceMessages
from pia.workspace.freezing import Chains, import_chains
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
    """written: files made. kept: files that were there and stay as they are. chains: what became
    of the forms that it was begun from."""

    written: list[Path]
    kept: list[Path]
    chains: Chains


def init(folder: Path, printed: Sequence[Path] = (), is_same: bool | None = None) -> Started:
    """Make a workspace in a folder; nothing that is there is touched.

    printed, is_same: filled-in forms whose sources are to stand in it, as `import_chains` takes
    them. Raises PiaError for a path that cannot be a folder and as `import_chains` does.
    """
    if folder.exists() and not folder.is_dir():
        raise PiaError(SourceMessages.FILE_EXISTS.finding(name=folder.name, file=str(folder)))
    contents = _contents(folder)
    kept = [path for path in contents if path.exists()]
    written = [write_new(path, data) for path, data in contents.items() if not path.exists()]
    for name in PROGRAMS:
        if (folder / FILES[name]) in written:
            (folder / FILES[name]).chmod(0o755)
    chains = Chains([], [])
    if printed:
        chains = import_chains(printed, folder / DOCUMENTS, is_same=is_same)
    return Started([*written, *chains.written], kept, chains)


def _contents(folder: Path) -> dict[Path, bytes]:
    base = templates() / "workspace"
    found = {folder / target: (base / name).read_bytes() for name, target in FILES.items()}
    newest = editions()[-1]
    for form in forms(newest):
        schema = folder / DOCUMENTS / f"{form}-{newest}.schema.json"
        found[schema] = text(load(newest, form)).encode()
    return found
