"""A publication as one commit and its tags of git."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.errors import PiaError, RefusedError
from pia.office.messages import OfficeMessages
from pia.workspace import git


@dataclass(frozen=True, slots=True)
class Recording:
    """A repository that can take a commit."""

    folder: Path

    @classmethod
    def of(cls, folder: Path) -> "Recording":
        """Return the repository around a folder. Raises RefusedError when it is none, when
        something is staged already and when git does not know whose commit it would be."""
        recording = cls(folder)
        recording._run("Git の管理下にありません", "rev-parse", "--show-toplevel")
        staged = recording._run("コミットがまだありません", "diff-index", "--cached", "HEAD")
        if staged.strip():
            raise _refused("コミットしていない変更が用意されています")
        recording._run("作成者の名前が設定されていません", "var", "GIT_COMMITTER_IDENT")
        return recording

    def commit(self, published: Sequence[tuple[Path, Path]]) -> None:
        """Commit the working sources and the folders of their sets, and tag each set.

        published: source and folder. A set that is recorded already is left as it is.
        """
        paths = [str(path.resolve()) for pair in published for path in pair]
        self._run("ファイルを加えられません", "add", "--force", "--", *paths)
        if not self._run("確かめられません", "diff-index", "--cached", "HEAD").strip():
            return
        names = [f"{source.stem}/{folder.name}" for source, folder in published]
        self._run("コミットできません", "commit", "--quiet", "-m", f"公表: {'、'.join(names)}")
        for name in names:
            self._run("札を付けられません", "tag", f"公表/{name}")

    def _run(self, problem: str, *words: str) -> str:
        try:
            return git.run(self.folder, words, problem).decode(errors="replace")
        except PiaError as error:
            raise _refused(problem) from error


def _refused(problem: str) -> RefusedError:
    return RefusedError(OfficeMessages.NO_GIT.finding(problem=problem))
