"""A publication as one commit and its tags of git.

What git is to keep is written first and shows nowhere; the branch and the tags then change in one
transaction. Killed at any moment, the next `--git` of the same publication does what is missing.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.errors import PiaError, RefusedError
from pia.office.messages import OfficeMessages
from pia.workspace import git

TAGS = "refs/tags/"
# What the name of a tag must not have. Source: git-check-ref-format(1).
UNFIT = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|(?<=/)\.|\.(?=/)|\.lock(?=/)")


@dataclass(frozen=True, slots=True)
class Recording:
    """Sets to be recorded in the repository around them. published: sources and folders."""

    published: tuple[tuple[Path, Path], ...]

    @classmethod
    def of(cls, published: Sequence[tuple[Path, Path]]) -> "Recording":
        """Return what can be recorded. Raises RefusedError where there is no repository, when
        something else is staged already and when git does not know whose commit it would be."""
        recording = cls(tuple((source.resolve(), folder.resolve()) for source, folder in published))
        top = Path(recording._run("Git の管理下にありません", "rev-parse", "--show-toplevel"))
        words = ("diff-index", "--cached", "--name-only", "-z", "HEAD")
        staged = recording._run("コミットがまだありません", *words).split("\0")
        if any(name and not recording._is_own(top / name) for name in staged):
            raise _refused("コミットしていない変更が用意されています")
        recording._run("作成者の名前が設定されていません", "var", "GIT_COMMITTER_IDENT")
        return recording

    def commit(self) -> None:
        """Commit the working sources and the folders of their sets, and tag each set.

        What an earlier call has done of it is left as it is.
        """
        paths = [str(path) for pair in self.published for path in pair]
        problem = f"ファイルを加えられません{self._lock()}"
        self._run(problem, "add", "--force", "--", *paths)
        head = self._run("確かめられません", "rev-parse", "HEAD")
        tree = self._run("確かめられません", "write-tree")
        if tree == self._run("確かめられません", "rev-parse", "HEAD^{tree}"):
            changes = list(self._missing_tags())
        else:
            changes = list(self._changes(tree, head))
        if changes:
            given = "".join(f"{change}\n" for change in changes)
            words = ("update-ref", "-m", self._title, "--stdin")
            self._run("コミットと札を付けられません", *words, given=given)

    def _lock(self) -> str:
        """Return that git is at work there, or was ended in the midst of it."""
        named = self._run("確かめられません", "rev-parse", "--git-path", "index.lock")
        lock = self.published[0][0].parent / named
        return (
            f"。{lock} があります。動いている git がなければ消してください" if lock.exists() else ""
        )

    def _missing_tags(self) -> Iterator[str]:
        """Yield how the sets that are committed get the tags that they lack."""
        standing = self._standing()
        for ref, folder in self._refs:
            if ref not in standing:
                words = ("rev-list", "-1", "HEAD", "--", str(folder))
                yield f"create {ref} {self._run('確かめられません', *words)}"

    def _changes(self, tree: str, head: str) -> Iterator[str]:
        """Yield how the branch and the tags get a commit of a tree, unless it was made before."""
        standing = self._standing()
        tagged = {standing[ref] for ref, _ in self._refs if ref in standing}
        made = next((each for each in tagged if self._is_of(each, tree, head)), "")
        if others := tagged - {made}:
            names = (ref for ref, _ in self._refs if standing.get(ref) in others)
            told = "、".join(ref.removeprefix(TAGS) for ref in names)
            raise _refused(f"札「{told}」が、前に記録した別の公表に付いています")
        words = ("commit-tree", tree, "-p", head, "-F", "-")
        commit = made or self._run("コミットできません", *words, given=self._title)
        yield from (f"create {ref} {commit}" for ref, _ in self._refs if ref not in standing)
        yield f"update HEAD {commit} {head}"

    def _is_of(self, commit: str, tree: str, parent: str) -> bool:
        said = self._run("確かめられません", "log", "-1", "--format=%T %P", commit)
        return said == f"{tree} {parent}"

    def _standing(self) -> dict[str, str]:
        """Return the commits of the tags that there are."""
        words = ("for-each-ref", "--format=%(refname) %(objectname)", f"{TAGS}公表")
        lines = self._run("確かめられません", *words).splitlines()
        return {ref: commit for ref, _, commit in (line.partition(" ") for line in lines)}

    @property
    def _refs(self) -> list[tuple[str, Path]]:
        """The full names of the tags with the folders of their sets."""
        return [(UNFIT.sub("_", f"{TAGS}公表/{name}"), f) for name, f in self._named()]

    @property
    def _title(self) -> str:
        return f"公表: {'、'.join(name for name, _ in self._named())}"

    def _named(self) -> Iterator[tuple[str, Path]]:
        for source, folder in self.published:
            yield f"{source.stem}/{folder.name}", folder

    def _is_own(self, path: Path) -> bool:
        """Whether a file is part of what is to be recorded, as after a call that was killed."""
        real = Path(os.path.realpath(path))
        return any(real == s or real.is_relative_to(folder) for s, folder in self.published)

    def _run(self, problem: str, *words: str, given: str = "") -> str:
        try:
            said = git.run(self.published[0][0].parent, words, problem, given.encode())
        except PiaError as error:
            raise _refused(problem) from error
        return said.decode(errors="replace").strip("\n")


def _refused(problem: str) -> RefusedError:
    return RefusedError(OfficeMessages.NO_GIT.finding(problem=problem))
